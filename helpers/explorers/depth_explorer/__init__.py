"""Twenty layers: what keeps a signal alive on its way up, and a gradient on its way down."""
