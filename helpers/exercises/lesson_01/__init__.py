"""The exercises of lesson 01: the activations, their derivatives, and softmax."""

# In their order, which gives them their numbers.
TITLES = {
    "identity": "The identity",
    "identity_grad": "Derivative of the identity",
    "relu": "ReLU",
    "relu_grad": "Derivative of ReLU",
    "leaky_relu": "Leaky ReLU",
    "leaky_relu_grad": "Derivative of leaky ReLU",
    "sigmoid": "Sigmoid",
    "sigmoid_grad": "Derivative of the sigmoid",
    "tanh": "Tanh",
    "tanh_grad": "Derivative of tanh",
    "softmax": "Softmax",
}

# The lesson goes on without these: they need nothing that the others do not teach.
OPTIONAL = {"identity", "identity_grad", "leaky_relu_grad", "tanh", "tanh_grad"}
