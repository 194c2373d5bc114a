"""A race of two networks, with and without hidden ReLUs, from the first step to the last."""
