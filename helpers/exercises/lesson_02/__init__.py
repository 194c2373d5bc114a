"""The exercises of lesson 02: a stack of dense layers, its collapse, and XOR by hand."""

# In their order, which gives them their numbers.
TITLES = {
    "forward": "A forward pass",
    "collapse": "Many linear layers are one",
    "xor_weights": "XOR with two ReLUs, by hand",
}
