# The page Texts.
