"""Slips that only a kind of input shows, such as whole numbers: how they are found in what was written."""
