# The page Effective rights.
