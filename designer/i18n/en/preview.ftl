# The page Update preview.
