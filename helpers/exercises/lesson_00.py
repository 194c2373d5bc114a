"""The warm-up of lesson 00: what one neuron computes before any activation.

One exercise with everything around it: a reference, the probes it is tried on, the hints, and the mistakes that are
recognised. The catalogues of the later lessons have the same four parts.
"""

import numpy as np

from helpers.exercises.core import Exercise, Mistake, Probe, register


def pre_activation(x, w, b):
    """Weighted sum of one neuron, before any activation.

    Parameters
    ----------
    x : array of shape (n,)
        What the neuron reads.
    w : array of shape (n,)
        One weight for each input.
    b : float
        The bias.

    Returns
    -------
    float
        w · x + b.

    Examples
    --------
    >>> float(pre_activation(np.array([1.0, 2.0]), np.array([3.0, -1.0]), 0.5))
    1.5
    """
    return np.dot(w, x) + b


def _mean_instead_of_sum(x, w, b):
    return np.mean(w * x) + b


def _returns_in_the_loop(x, w, b):
    total = 0.0
    for value, weight in zip(x, w):
        total = total + value * weight
        return total + b


def _keeps_the_last_product(x, w, b):
    for value, weight in zip(x, w):
        total = value * weight
    return total + b


def _bias_in_every_term(x, w, b):
    return np.sum(w * x + b)


def _list_of_products(x, w, b):
    return [value * weight for value, weight in zip(x, w)]


PROBES = (
    # Every probe has a sum, a product and a bias that differ from each other, so that no slip can hide.
    Probe("two inputs", (np.array([1.0, 2.0]), np.array([3.0, -1.0]), 0.5)),
    Probe("three inputs, one of them zero", (np.array([0.0, -2.0, 4.0]), np.array([5.0, 1.5, 0.25]), -1.0)),
    Probe("a negative result", (np.array([1.0, 1.0, 2.0]), np.array([-3.0, 0.5, -1.0]), 0.25)),
    Probe("a single input", (np.array([-2.0]), np.array([1.5]), 4.0)),
    Probe("no bias", (np.array([0.5, 0.5, -1.0, 2.0]), np.array([2.0, 4.0, 1.0, 1.5]), 0.0)),
    Probe("large numbers", (np.array([1e4, -1e4, 5.0]), np.array([2.0, 1.0, -3.0]), 100.0)),
    Probe(
        "float32",
        (np.array([0.5, -1.5, 2.0], np.float32), np.array([1.0, 2.0, 0.75], np.float32), np.float32(-0.5)),
    ),
    Probe(
        "inputs that are every second entry of a longer array",
        make=lambda: ((np.arange(8.0)[::2], np.array([1.0, -1.0, 0.5, 2.0]), -3.0), {}),
    ),
)

HINTS = (
    "Each input has its own weight. What do you do with the pairs, and what with the results?",
    "Multiply the inputs and the weights entry by entry, and add up the products. The bias comes in once, at the end.",
    "NumPy does the multiplying and adding in one step, the dot product: `np.dot` or the operator `@`.",
)

MISTAKES = (
    Mistake(
        "last_input_skipped",
        lambda x, w, b: np.dot(w[:-1], x[:-1]) + b,
        "The last input is left out. `range(n)` ends at n − 1 by itself: take nothing away from the length.",
    ),
    Mistake(
        "first_input_skipped",
        lambda x, w, b: np.dot(w[1:], x[1:]) + b,
        "The first input is left out. Positions are counted from 0.",
    ),
    Mistake(
        "two_inputs_expected",
        lambda x, w, b: w[0] * x[0] + w[1] * x[1] + b,
        "Right for two inputs, and only for two. There may be one or many: add up the products of all that are there.",
    ),
    Mistake(
        "first_weight_for_all",
        lambda x, w, b: w[0] * np.sum(x) + b,
        "Every input is multiplied by the first weight. Each has a weight of its own, at its own position.",
    ),
    Mistake(
        "forgets_bias",
        lambda x, w, b: np.dot(w, x),
        "The weighted sum is right, but the bias is missing. Add `b` to it.",
    ),
    Mistake(
        "subtracts_bias",
        lambda x, w, b: np.dot(w, x) - b,
        "The bias is subtracted here. A neuron adds its bias; look at the sign in front of `b`.",
    ),
    Mistake(
        "bias_in_every_term",
        _bias_in_every_term,
        "The bias is added once for every input. It belongs to the neuron, so it comes in a single time, after the "
        "sum.",
    ),
    Mistake(
        "products_not_summed",
        lambda x, w, b: w * x + b,
        "You return one number for each input. A neuron has a single output: add the products together before the "
        "bias.",
    ),
    Mistake(
        "list_of_products",
        _list_of_products,
        "You return a list with one product for each input. One number is wanted: add the products up, and then the "
        "bias.",
    ),
    Mistake(
        "list_of_products_with_bias",
        lambda x, w, b: [product + b for product in _list_of_products(x, w, b)],
        "You return a list with one number for each input, and the bias in each. One number is wanted: add the "
        "products up, then add the bias once.",
    ),
    Mistake(
        "weights_forgotten",
        lambda x, w, b: np.sum(x) + b,
        "You add up the inputs without their weights. Multiply each input by its own weight first.",
    ),
    Mistake(
        "inputs_forgotten",
        lambda x, w, b: np.sum(w) + b,
        "You add up the weights, and the inputs play no part. Multiply each weight by its input first.",
    ),
    Mistake(
        "mean_instead_of_sum",
        _mean_instead_of_sum,
        "You take the mean of the products. A neuron takes their sum, however many inputs it has.",
    ),
    Mistake(
        "bias_multiplied",
        lambda x, w, b: np.dot(w, x) * b,
        "The weighted sum is multiplied by the bias. A bias shifts the sum: it is added.",
    ),
    Mistake(
        "bias_added_to_inputs",
        lambda x, w, b: np.dot(w, x + b),
        "The bias is added to the inputs, so the weights multiply it too. Add it after the weighted sum.",
    ),
    Mistake(
        "sums_multiplied",
        lambda x, w, b: np.sum(w) * np.sum(x) + b,
        "You sum the inputs and the weights separately and multiply the two sums. Multiply pair by pair first, then "
        "sum.",
    ),
    Mistake(
        "adds_pairs",
        lambda x, w, b: np.sum(w + x) + b,
        "Inputs and weights are added to each other. A weight scales its input: multiply the two.",
    ),
    Mistake(
        "returns_in_the_loop",
        _returns_in_the_loop,
        "Only the first input counts. A `return` that stands inside the loop ends it in the first round: move it "
        "out, to the left.",
    ),
    Mistake(
        "keeps_the_last_product",
        _keeps_the_last_product,
        "Only the last input counts: each round of your loop replaces the total. Add to it instead.",
    ),
    Mistake(
        "outer_product",
        lambda x, w, b: np.outer(w, x) + b,
        "You get a table with every weight times every input. Each weight meets only its own input, and the "
        "products are summed.",
    ),
    Mistake(
        "keeps_an_axis",
        lambda x, w, b: np.array([np.dot(w, x) + b]),
        "The value is right, but it sits in an array of one entry. One neuron gives one plain number, so return it "
        "without the extra axis.",
    ),
    Mistake(
        "applies_relu",
        lambda x, w, b: np.maximum(np.dot(w, x) + b, 0),
        "Negative results became 0: that is already an activation. Stop one step earlier and return the sum as it is.",
    ),
    Mistake(
        "applies_sigmoid",
        lambda x, w, b: 1 / (1 + np.exp(-(np.dot(w, x) + b))),
        "Your result is squeezed between 0 and 1: that is already an activation. Stop one step earlier and return "
        "the sum as it is.",
    ),
)

register(
    Exercise(
        name="pre_activation",
        number="0.1",
        title="One neuron before its activation",
        reference=pre_activation,
        probes=PROBES,
        hints=HINTS,
        mistakes=MISTAKES,
    )
)
