"""The exercises of lesson 05: two proofs as functions, and where in a network a ReLU has to stand."""

# In their order, which gives them their numbers.
TITLES = {
    "flipped_logits": "The logits of a flipped image",
    "pooled_response": "What a mean over all places sees",
    "expected_share": "Where the ReLU has to stand",
}
