# The page Groups.
