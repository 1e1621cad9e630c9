# The page Rights.
