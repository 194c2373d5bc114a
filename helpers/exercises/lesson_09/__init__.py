"""The exercise of lesson 09: what is left of a network when all that may melt has melted."""

# In their order, which gives them their numbers.
TITLES = {
    "linear_maps": "How many linear maps are left",
}
