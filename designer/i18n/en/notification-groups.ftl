# The page Notification groups.
