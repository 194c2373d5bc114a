"""Lesson 00: what the warm-up is tried on, and two slips made at once."""

import numpy as np
import pytest

from helpers.exercises import check
from helpers.exercises.declare import get


def test_the_warm_up_is_tried_with_and_without_a_bias():
    biases = [probe.args[2] for probe in get("pre_activation").probes if not probe.make]
    assert 0.0 in biases and min(biases) < 0 < max(biases)


def returns_the_first_product(x, w, b):
    for value, weight in zip(x, w):
        return value * weight


@pytest.mark.parametrize(
    "wrong, first, second",
    [
        (returns_the_first_product, "the bias is missing", "a `return` stands inside the loop"),
        (lambda x, w, b: np.mean(x * w), "the bias is missing", "you take the mean of the products"),
        (lambda x, w, b: max(x @ w - b, 0.0), "the bias is subtracted", "a ReLU is applied"),
        (
            lambda x, w, b: max(sum(x[i] * w[i] for i in range(len(x) - 1)) + b, 0.0),
            "the last input is left out",
            "a ReLU",
        ),
    ],
    ids=["return", "mean", "relu", "last_input_and_relu"],
)
def test_two_slips_at_once_are_both_named(wrong, first, second):
    message = check("pre_activation", wrong).message
    assert message.startswith("Two things: ")
    assert first in message and second in message
