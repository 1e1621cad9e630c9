# The page Areas.
