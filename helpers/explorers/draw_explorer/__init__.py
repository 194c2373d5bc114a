"""A drawing board: which network reads a digit that you drew, in either contrast."""
