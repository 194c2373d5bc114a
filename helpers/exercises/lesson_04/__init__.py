"""The exercises of lesson 04: the loss and its gradient, the backward passes of the layers, and the training step."""

# In their order, which gives them their numbers.
TITLES = {
    "cross_entropy": "Cross-entropy",
    "cross_entropy_grad": "The gradient of the loss",
    "relu_backward": "ReLU, backwards",
    "dense_backward": "A dense layer, backwards",
    "avg_pool2d_backward": "Average pooling, backwards",
    "conv2d_backward": "A convolution, backwards",
    "training_step": "A training step",
    "max_pool2d_backward": "Max pooling, backwards",
}

# Those that the lesson goes on without.
OPTIONAL = {"max_pool2d_backward"}
