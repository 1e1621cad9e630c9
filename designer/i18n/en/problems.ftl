# The page Problems.
