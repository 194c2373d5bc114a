"""The exercises of lesson 03: a sliding window, convolution, pooling, its matrix, two kernels in one, linearity."""

# In their order, which gives them their numbers.
TITLES = {
    "correlate2d": "A sliding window",
    "conv2d": "A convolution layer",
    "avg_pool2d": "Average pooling",
    "conv_matrix": "A convolution as a matrix",
    "compose_kernels": "Two kernels in one",
    "superposition_gap": "The test for linearity",
}

# The lesson goes on without it.
OPTIONAL = {"avg_pool2d"}
