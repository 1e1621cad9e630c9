# The page Guidelines.
