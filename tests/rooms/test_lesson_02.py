"""Lesson 02: many right answers for XOR, the references against others, and two slips made at once."""

import numpy as np
import pytest
from answers import right_answers
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.exercises import check
from helpers.exercises.declare import get
from helpers.exercises.lesson_02.collapse import collapse
from helpers.exercises.lesson_02.forward import forward
from helpers.exercises.lesson_02.xor_weights import xor_outputs, xor_weights

# --- XOR, where many answers are right ------------------------------------------------------------------------------

# The hidden layer for XOR may be chosen freely, so only a change of the output layer must be noticed.
XOR_CHANGES = {
    "scaled": lambda W2, b2, amount: ((1 + amount) * W2, (1 + amount) * b2),
    "shifted": lambda W2, b2, amount: (W2, b2 + amount),
    "sign flipped": lambda W2, b2, amount: (-W2, -b2),
}


@pytest.mark.parametrize("change", XOR_CHANGES)
@pytest.mark.parametrize("label", right_answers("xor_weights"))
@settings(max_examples=3, deadline=None, derandomize=True)
@given(amount=st.one_of(st.floats(0.01, 3), st.floats(-3, -0.01)))
def test_weights_for_xor_with_a_changed_output_layer_never_pass(label, change, amount):
    W1, b1, W2, b2 = map(np.asarray, right_answers("xor_weights")[label]())
    changed = XOR_CHANGES[change](W2, b2, amount)
    assert not check("xor_weights", lambda: (W1, b1, *changed)).passed


def test_weights_for_xor_of_the_wrong_shape_never_pass():
    W1, b1, W2, b2 = xor_weights()
    one_unit = W1[:1], b1[:1], W2[:, :1], b2
    for wrong in ((W1, b1, W2[0], b2), (W1, b1, W2, 0.0), one_unit, (W1, b1, W2), W1, None, "XOR"):
        assert not check("xor_weights", lambda: wrong).passed


# The way that the hints lead to: the first unit counts the inputs that are on, the second takes 2 off where both are.
COUNTING = np.ones((2, 2)), np.array([0.0, -1.0]), np.array([[1.0, -2.0]]), np.zeros(1)


def test_a_wrong_corner_is_called_by_its_name():
    W1, b1, W2, b2 = COUNTING
    message = check("xor_weights", lambda: (W1, b1, W2 - [[0, 1]], b2)).message
    assert message.endswith("Corner 11 gives -1, and 0 is wanted.")
    message = check("xor_weights", lambda: (W1, b1, W2 - [[0, 0.5]], b2 + 0.5)).message
    assert "Corner 00 gives 0.5, and 0 is wanted.\nCorner 01 gives 1.5, and 1 is wanted." in message
    assert "axis" not in message


@pytest.mark.parametrize(
    "out, shift, key, words",
    [
        ([[1, -3]], 0, "too_low_at_11", "they are below it"),
        ([[1, -1.5]], 0, "too_high_at_11", "they are above it"),
        ([[-2, 1]], 0, "sinks", "your answers sink"),
        ([[1, -1]], -1, "as_or", "agree, as in OR"),
        ([[0, 1]], 1, "as_and", "agree, and only 11 stands out"),
    ],
)
def test_it_is_said_where_the_answers_fail_to_go_up_and_down_again(out, shift, key, words):
    W1, b1, _, b2 = COUNTING
    result = check("xor_weights", lambda: (W1, b1, np.array(out), b2 + shift))
    assert result.mistake == key and words in result.message


def test_a_row_that_should_be_a_table_is_told_of_its_brackets():
    W1, b1, W2, b2 = xor_weights()
    assert (
        "its shape is (1, 2). As a list it has two pairs of square brackets"
        in check("xor_weights", lambda: (W1, b1, W2[0], b2)).message
    )
    assert "so one pair of square brackets" in check("xor_weights", lambda: (W1, b1[None], W2, b2)).message
    assert "It is turned" in check("xor_weights", lambda: (W1, b1, W2.T, b2)).message
    # Where a row is missing, brackets would not help.
    message = check("xor_weights", lambda: (W1[0], b1, W2, b2)).message
    assert "W1: expected shape (2, 2), got (2,)" in message and "brackets" not in message


def test_xor_outputs_name_the_array_that_has_the_wrong_shape():
    W1, b1, W2, b2 = xor_weights()
    with pytest.raises(ValueError, match=r"W2: expected shape \(1, 2\), got \(2,\)"):
        xor_outputs((W1, b1, W2[0], b2))


def test_xor_weights_compute_xor():
    np.testing.assert_array_equal(xor_outputs(xor_weights()), [0, 1, 1, 0])


# --- the references, against references from outside ----------------------------------------------------------------


@settings(max_examples=40, deadline=None, derandomize=True)
@given(seed=st.integers(0, 10**6), widths=st.lists(st.integers(1, 5), min_size=2, max_size=6))
def test_a_collapsed_stack_computes_what_the_stack_computes(seed, widths):
    rng = np.random.default_rng(seed)
    weights = [rng.standard_normal((n_out, n_in)) for n_in, n_out in zip(widths, widths[1:])]
    biases = [rng.standard_normal(n_out) for n_out in widths[1:]]
    x = rng.standard_normal((3, widths[0]))
    W, b = collapse(weights, biases)
    expected = forward(x, weights, biases, lambda z: z)
    np.testing.assert_allclose(x @ W.T + b, expected, rtol=1e-9, atol=1e-9)


def test_forward_agrees_with_pytorch():
    torch = pytest.importorskip("torch")
    for probe in get("forward").probes[:2]:
        x, weights, biases, _ = probe.args
        h = torch.from_numpy(x)
        for i, (W, b) in enumerate(zip(weights, biases)):
            h = torch.nn.functional.linear(h, torch.from_numpy(W), torch.from_numpy(b))
            h = torch.relu(h) if i < len(weights) - 1 else h
        np.testing.assert_allclose(forward(*probe.args), h.numpy(), rtol=1e-12, atol=1e-12)


# --- two slips at once ----------------------------------------------------------------------------------------------


def forward_without_transpose_and_bias(x, weights, biases, activation):
    for W in weights[:-1]:
        x = activation(np.dot(x, W))
    return np.dot(x, weights[-1])


def forward_with_its_own_relu_and_biases_behind_it(x, weights, biases, activation):
    for W, b in zip(weights[:-1], biases[:-1]):
        x = np.where(x @ W.T > 0, x @ W.T, 0) + b
    return x @ weights[-1].T + biases[-1]


def collapse_entry_by_entry_with_the_bias_in_the_bracket(weights, biases):
    W, b = weights[0], biases[0]
    for k in range(1, len(weights)):
        W, b = weights[k] * W, weights[k] @ (b + biases[k])
    return W, b


def collapse_from_the_first_bias_and_the_transpose(weights, biases):
    W_all, b_all = np.identity(weights[0].shape[1]), biases[0]
    for W, b in zip(weights, biases):
        W_all = W @ W_all
        b_all = b_all @ W + b
    return W_all, b_all


@pytest.mark.parametrize(
    "name, wrong, first, second",
    [
        (
            "forward",
            forward_without_transpose_and_bias,
            "a transpose of the weights is missing",
            "no bias is added anywhere",
        ),
        (
            "forward",
            forward_with_its_own_relu_and_biases_behind_it,
            "the bias is added after the activation",
            "ReLU is used in place of",
        ),
        (
            "collapse",
            collapse_entry_by_entry_with_the_bias_in_the_bracket,
            "the matrices are multiplied entry by entry",
            "a layer's own bias is multiplied by that layer's matrix as well",
        ),
        (
            "collapse",
            collapse_from_the_first_bias_and_the_transpose,
            "the bias meets the transposed weights",
            "the first bias comes in twice",
        ),
    ],
    ids=["transpose and bias", "bias and ReLU", "product and bias", "first bias and transpose"],
)
def test_two_slips_at_once_are_both_named(name, wrong, first, second):
    message = check(name, wrong).message
    assert message.startswith("Two things: ")
    assert first in message and second in message
