"""The exercises of lesson 06: a test for odd networks, a gate forwards and backwards, and a batch norm that melts."""

# In their order, which gives them their numbers.
TITLES = {
    "oddness": "How odd is a network?",
    "gate": "A gate",
    "gate_backward": "A gate, backwards",
    "fold_batchnorm": "A batch norm, folded away",
}
