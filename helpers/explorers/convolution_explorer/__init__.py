"""Kernels on pictures: whether a convolution is one more linear map, and what the activation after it changes."""
