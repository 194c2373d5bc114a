"""The exercises of lesson 07: weights that keep a signal's size, a look at skew and at dead units, and batch norm."""

# In their order, which gives them their numbers.
TITLES = {
    "initial_weights": "Initial weights by fan-in",
    "skewness": "How lopsided is a sample?",
    "dead_units": "Counting dead units",
    "batch_norm": "Batch norm, forward",
}

# Those that the lesson goes on without.
OPTIONAL = {"skewness"}
