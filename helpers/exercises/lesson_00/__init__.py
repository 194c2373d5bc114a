"""The exercises of lesson 00: the warm-up."""

# In their order, which gives them their numbers.
TITLES = {
    "pre_activation": "One neuron before its activation",
}
