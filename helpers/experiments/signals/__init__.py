"""Is a signal healthy? Its size on the way through many layers, and the size of the gradient on the way back.

``stack`` sends images through dense layers that nobody has trained, and gradients back. ``samples`` asks of numbers
whether they are Gaussian, and with what sampling error. ``networks`` builds dense networks that can be trained, started
well or badly, with batch norm or without, and looks inside them. ``compare`` trains: it keeps the ratio of update to
parameter, and compares activations, each at the best of several learning rates.
"""
