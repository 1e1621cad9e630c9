# The page Rights matrix.
