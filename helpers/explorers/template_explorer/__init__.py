"""Ten pictures: whether a trained CNN can be written down as one matrix."""
