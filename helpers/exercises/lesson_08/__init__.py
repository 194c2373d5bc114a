"""The exercises of lesson 08: a recurrent network forward, a linear one as one matrix, and backward through time."""

# In their order, which gives them their numbers.
TITLES = {
    "rnn_forward": "A recurrent network, step by step",
    "collapse_rnn": "A linear recurrent network is one matrix",
    "rnn_backward": "Backward through time",
}
