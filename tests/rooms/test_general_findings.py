"""What a card says where no mistake of the catalogue fits: relations, lost steps, arguments written into."""

import numpy as np
import pytest
from answers import a_right_answer, cell

from helpers.exercises import check
from helpers.exercises.mistakes import compiled

RELATIONS = [
    ("sigmoid", lambda right, z: right**2, "Your values are the squares of the expected ones."),
    ("sigmoid", lambda right, z: np.log(right), "Your values are the logarithms of the expected ones."),
    ("skewness", lambda right, sample: 1 / right, "Your values are 1 divided by the expected ones."),
    ("cross_entropy", lambda right, *args: np.exp(right), "Your values are the exponentials of the expected ones."),
    ("sigmoid_grad", lambda right, z: right * z, "Every value is the expected one times `z`."),
    ("sigmoid_grad", lambda right, z: right + z, "Every value is the expected one plus `z`."),
    ("tanh", lambda right, z: right - z, "Every value is the expected one minus `z`."),
    ("avg_pool2d", lambda right, *args: 0 * right, "Every value is 0, on every input."),
]


@pytest.mark.parametrize(("name", "change", "words"), RELATIONS, ids=[words for *_, words in RELATIONS])
def test_how_all_values_hang_together_with_the_expected_ones_is_said(name, change, words):
    right = a_right_answer(name)
    assert words in check(name, lambda *args, **kwargs: change(right(*args, **kwargs), *args)).message


def test_a_table_that_was_reshaped_and_not_transposed_is_told_from_one_that_was_transposed():
    right = a_right_answer("collapse")

    def reshaped(*args):
        weights, bias = right(*args)
        return weights.T.reshape(weights.shape), bias

    message = check("collapse", reshaped).message
    assert "The values are right but in another order, as if `reshape`" in message


def test_one_number_in_too_many_brackets_is_right_only_where_it_is():
    right = a_right_answer("pre_activation")
    words = "The number in it is right, and `.item()` takes it out"
    assert words in check("pre_activation", lambda x, w, b: np.array([[right(x, w, b)]])).message
    assert words not in check("pre_activation", lambda x, w, b: np.array([[right(x, w, b) + 1]])).message


def test_a_mistake_is_named_although_the_argument_is_changed_besides():
    source = "def leaky_relu(z, slope=0.01):\n    z[z > 0] = slope * z[z > 0]\n    return z\n"
    result = check("leaky_relu", cell(source, "leaky_relu"))
    assert result.mistake == "slope_on_positive_side"
    assert any("also changes `z`" in note for note in result.notes)


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("tanh", "def tanh(z):\n    return np.tanh(z, out=z)\n"),
        ("tanh", "def tanh(z):\n    part = z[:]\n    np.tanh(part, out=part)\n    return z\n"),
    ],
)
def test_an_argument_that_has_no_room_for_fractions_is_named_as_one(name, source):
    with np.errstate(all="ignore"):
        message = check(name, cell(source, name)).message
    assert "This line writes into the argument `z`, which the caller still needs." in message


def test_an_array_of_ones_own_without_room_for_fractions_is_not_called_an_argument():
    source = "def tanh(z):\n    y = np.zeros(z.shape, int)\n    y += np.tanh(z)\n    return y\n"
    message = check("tanh", cell(source, "tanh")).message
    assert "holds whole numbers" in message and "argument" not in message


@pytest.mark.parametrize(("step", "lost"), [("1e-20", True), ("1e-8", False)])
def test_a_step_is_called_too_small_only_if_it_is_lost(step, lost):
    lines = f"h = {step}", "f = lambda t: 1 / (1 + np.exp(-t))", "return (f(z + h) - f(z)) / h"
    result = check("sigmoid_grad", cell("def sigmoid_grad(z):\n    " + "\n    ".join(lines), "sigmoid_grad"))
    assert ("is too small for a step" in result.message, result.mistake == "lost_step") == (lost, lost)


@pytest.mark.parametrize(
    ("name", "body"),
    [
        # A guard against a division by 0, and no result from which a slope of 0 could be seen.
        ("relu_grad", "return 0 * z / (np.abs(z) + 1e-20)"),
        ("sigmoid_grad", "h = 1e-20\n    return (np.tanh(z + h) - np.tanh(z)).sum() / h"),
    ],
)
def test_no_step_is_called_lost_where_there_is_none_or_nothing_shows_it(name, body):
    result = check(name, cell(f"def {name}(z):\n    {body}\n", name))
    assert not result.passed and result.mistake != "lost_step"
    assert "too small for a step" not in result.message


def test_a_product_of_one_matrix_alone_says_what_multi_dot_needs():
    source = "def collapse(weights, biases):\n    return np.linalg.multi_dot(weights[::-1]), biases[-1]\n"
    assert "needs at least two matrices" in check("collapse", compiled(source, "collapse")).message
