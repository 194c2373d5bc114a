"""The exercises of lesson 03: convolution, average pooling, their matrix, composed kernels and the test for linearity."""

# In their order, which gives them their numbers.
TITLES = {
    "conv2d": "A convolution layer",
    "avg_pool2d": "Average pooling",
    "conv_matrix": "A convolution as a matrix",
    "compose_kernels": "Two kernels in one",
    "superposition_gap": "The test for linearity",
}
