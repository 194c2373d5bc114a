"""Answers that were once accepted, named wrongly or shown by an input that says little."""

import numpy as np
import pytest
from answers import a_right_answer

from helpers.exercises import check
from helpers.exercises.mistakes import compiled

LAYER = """
def layer(x, w, b, stride, rows, columns, kh, kw):
    y = np.zeros((len(x), len(w), rows, columns))
    for i in range(rows):
        for j in range(columns):
            part = x[:, :, i * stride:i * stride + kh, j * stride:j * stride + kw]
            for f in range(len(w)):
                y[:, f, i, j] = (part * w[f]).sum((1, 2, 3)) + b[f]
    return y


def conv2d(x, w, b, stride=1, padding=0):
    x = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    kh, kw = w.shape[2:]
    rows, columns = SIZES
    return layer(x, w, b, stride, rows, columns, kh, kw)
"""
SIZES = {
    "size_by_round": "(round((size - k) / stride + 1) for size, k in zip(x.shape[2:], w.shape[2:]))",
    "sizes_divided_apart": "(size // stride - k // stride + 1 for size, k in zip(x.shape[2:], w.shape[2:]))",
    "size_rounded_up": "(-(-(size - k) // stride) + 1 for size, k in zip(x.shape[2:], w.shape[2:]))",
    None: "((size - k) // stride + 1 for size, k in zip(x.shape[2:], w.shape[2:]))",
}


@pytest.mark.parametrize("key", SIZES, ids=str)
def test_three_ways_to_miscount_the_windows_are_told_apart(key):
    result = check("conv2d", compiled(LAYER.replace("SIZES", SIZES[key]), "conv2d"))
    assert (result.passed, result.mistake) == (key is None, key)


SOFTMAX = {
    "one_row_divided_by_itself": """
def softmax(z):
    e = np.exp(z - np.max(z))
    for row in range(len(e)):
        e[row] = e[row] / np.sum(e[row])
    return e
""",
    "exponent_divided": "lambda z: np.exp(z / np.sum(np.exp(z), axis=-1, keepdims=True))",
    "divided_by_the_sum_of_z": "lambda z: np.exp(z) / np.sum(z, axis=-1, keepdims=True)",
}


@pytest.mark.parametrize("key", SOFTMAX)
def test_a_plain_row_is_shown_before_one_that_overflows(key):
    result = check("softmax", compiled(SOFTMAX[key], "softmax"))
    assert result.mistake == key
    assert np.max(np.abs(result.failing.args[0])) < 10


def test_what_fails_on_extreme_rows_alone_is_shown_there():
    result = check("softmax", compiled("lambda z: np.exp(z) / np.exp(z).sum(-1, keepdims=True)", "softmax"))
    assert np.max(np.abs(result.failing.args[0])) >= 1000


def test_the_formula_for_two_classes_is_named():
    source = """
def cross_entropy(logits, labels):
    e = np.exp(logits - logits.max(-1, keepdims=True))
    hot, p = np.eye(logits.shape[1])[labels], e / e.sum(-1, keepdims=True) * (1 - 2e-9) + 1e-9
    return -np.mean(np.sum(hot * np.log(p) + (1 - hot) * np.log(1 - p), axis=1))
"""
    assert check("cross_entropy", compiled(source, "cross_entropy")).mistake == "two_class_formula"


def test_a_place_with_a_point_is_not_called_a_result_that_cannot_be_stored():
    def conv2d(x, w, b, stride=1, padding=0):
        rows = (x.shape[2] - w.shape[2]) / stride + 1
        return np.take(x, stride * np.arange(rows), axis=2)

    message = check("conv2d", conv2d).message
    assert "`//`" in message and "stored" not in message
    assert check("conv2d", a_right_answer("conv2d")).passed
