"""The exercises of lesson 04: the loss, the backward passes, the training step, and the logits of a flipped image."""

# In their order, which gives them their numbers.
TITLES = {
    "cross_entropy": "Cross-entropy",
    "relu_backward": "ReLU, backwards",
    "dense_backward": "A dense layer, backwards",
    "avg_pool2d_backward": "Average pooling, backwards",
    "max_pool2d_backward": "Max pooling, backwards",
    "conv2d_backward": "A convolution, backwards",
    "training_step": "A training step",
    "flipped_logits": "The logits of a flipped image",
}
