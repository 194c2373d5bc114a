"""Answers that were once accepted, named wrongly or shown by an input that says little."""

import inspect

import numpy as np
import pytest
from answers import a_right_answer, cell

from helpers.exercises import check
from helpers.exercises.declare import get
from helpers.exercises.mistakes import compiled
from helpers.exercises.slips import beside

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


# --- general sentences that were false of some code -------------------------------------------------------------------


def said(name, body, head="", **known):
    """What a card says of a function with this body, and with the arguments that the exercise gives it."""
    arguments = str(inspect.signature(get(name).reference))
    lines = "\n".join(f"    {line}" for line in body.splitlines())
    return check(name, cell(f"{head}def {name}{arguments}:\n{lines}\n", name, **known)).message


# Name, body, words that help, words that would be false.
TRUE_AND_FALSE = {
    "e_is_no_function": ("sigmoid", "return 1 / (1 + np.e^(-z))", "write `**`", "Call the function"),
    "either_or_is_no_power": (
        "relu",
        "return float((z > 0) ^ (z < 0))",
        "`float(…)` takes one number",
        "`^`",
    ),
    "one_number_is_wanted": (
        "pre_activation",
        "return float(x * w + b)",
        "what makes one of its entries",
        "Leave it out:",
    ),
    "a_method_takes_the_axis_first": ("relu", "return z.max(z, z)", "whole number", "second argument"),
    "arrays_go_into_a_list": ("relu", "return np.concatenate(z, z)", "in one list", "Is its length meant"),
    "places_may_be_gone_through": (
        "cross_entropy",
        "places = np.arange(len(labels)) + 1\ntotal = 0.0\nfor i in places:\n    total += logits[i, 0]\nreturn total",
        "Index 1 does not exist",
        "not their places",
    ),
    "what_is_indexed_is_none": (
        "relu",
        "kept = None\nfor v in z:\n    kept[v] = 0\nreturn z",
        "NoneType",
        "not their places",
    ),
    "sizes_with_a_point": (
        "relu",
        "sizes = np.array(z.shape) / 1\nreturn np.zeros(sizes)",
        "whole number",
        "`sizes.shape`",
    ),
    "whole_numbers_have_no_room": ("relu", "return np.zeros(z)", "give it `z.shape`", "zeros_like"),
    "an_array_beside_a_number": (
        "max_pool2d_backward",
        "if x == x.max():\n    return x\nreturn grad_out",
        "An array is compared here",
        "Two arrays",
    ),
    "two_numbers_beside_an_array": (
        "tanh",
        "if z.ndim == z.ndim and z > 0: return z",
        "one yes or no",
        "compared here",
    ),
    "zip_takes_no_number": (
        "forward",
        "for w, b in zip(weights, 3):\n    x = x @ w\nreturn x",
        "single number",
        "range(zip",
    ),
    "the_largest_of_all": ("softmax", "return z - max(z, z)", "`np.max`", "Choose entry by entry"),
    "a_product_that_became_a_number": (
        "pre_activation",
        "h = x\nfor v in range(3):\n    h = h @ w\nreturn h",
        "number",
        "its start",
    ),
    "zeros_that_are_no_start": (
        "forward",
        "for w, b in zip(weights, biases):\n    h = np.maximum(-np.ones(7), 0)\n    h = w @ h\nreturn h",
        "do not match",
        "its start",
    ),
    "broadcast_to_is_no_pad": (
        "relu",
        "return np.broadcast_to(np.ones((3, 2)), (7, 7))",
        "An array of shape (3, 2) cannot be spread to the shape (7, 7)",
        "np.pad",
    ),
    "inner_meets_last_axes": (
        "relu",
        "return np.inner(np.ones((2, 3)), np.ones((3, 4)))",
        "`np.inner` adds over the last axis of both arrays",
        "A matrix product of",
    ),
    "dot_of_images_meets_the_last_axis_but_one": (
        "relu",
        "return np.dot(np.ones((2, 3)), np.ones((2, 4, 5)))",
        "axis 1 of the first has size 3, and axis 1 of the second, which it meets, has size 4",
        "the first of the second",
    ),
    "parts_are_no_rows": ("relu", "return np.array([z, 0])", "different shapes", "lengths"),
    "values_are_no_places": ("softmax", "return z[z]", "`np.argmax`", ".astype(int)"),
    "a_list_takes_no_dots": ("collapse", "return weights[...], biases[0]", "index of a list", "There is still a `...`"),
    "a_variable_named_as_a_function": (
        "relu",
        "sum = 0.0\nreturn sum(z)",
        "taken the name of a function",
        "after an array",
    ),
    "axes_need_brackets": ("conv2d", "return np.mean(x, 2, 3)", "axes", "Sizes need"),
    "zip_has_entries": ("relu", "return len(zip(z, z))", "no length", "no entries"),
    "objects_are_no_functions": (
        "relu",
        "return np.exp(np.array([z, np.ones((7, 7))], dtype=object))",
        "Python objects",
        "without being called",
    ),
    "two_lists": ("relu", "return [1, 2] * [3]", "entry by entry", "by a number"),
    "two_numbers_at_a_product": ("relu", "return 2.0 @ 3.0", "two single numbers", "still a list"),
    "none_may_be_set": ("relu", "kept = None\nkept.append(z)", "Was it set to None?", "returns nothing"),
    "a_generator_without_yield": (
        "relu",
        "return (max(v, 0) for v in z)",
        "round brackets around a `for`",
        "There is a `yield`",
    ),
    "which_of_two_arrays": ("relu", "return z, 2 * z", "Which of them is the result?", "alone"),
    "yes_and_no": ("tanh", "return z > 0.3", "If 1 and 0 are wanted", "turn them"),
    "a_deviation": ("skewness", "return np.mean(sample**3) / sigma**3", "`sigma` is not defined", "sigmoid"),
    "a_mean_not_yet_worked_out": ("skewness", "return (sample - mean).sum()", "work it out before", "NumPy has it"),
    "e_has_no_sum": ("softmax", "return e / e.sum()", "`e` is not defined", "np.e"),
    "float16_comes_of_booleans": ("softmax", "return np.exp(z > 0)", "given Booleans", "as it comes"),
    "no_step_in_sight": ("sigmoid_grad", "return np.exp(-z**2 / 4) / 4", "expected", "small step"),
    "offsets_as_small_as_their_differences": (
        "sigmoid_grad",
        "z = z.astype(float)\ns = lambda t: 1 / (1 + np.exp(-t))\nreturn (s(z + 1e-6) - s(z)) / 1e-6",
        "a small one added on the way",
        "too large",
    ),
    "one_number_everywhere": (
        "fold_batchnorm",
        "new, shift = right(weight, bias, gamma, beta, mean, var, epsilon)\nreturn np.full(new.shape, epsilon), shift",
        "`weight`: every value is `epsilon`.",
        "as it was given",
    ),
    "nan_elsewhere": (
        "tanh",
        "p, q = np.exp(z), np.exp(-z)\nreturn np.where(z == 0, 1.0, (p - q) / (p + q))",
        "Among the values that come, it is wrong only where z = 0",
        "everywhere else",
    ),
    "every_value_and_nan": (
        "tanh",
        "return 2 * (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z))",
        "On some other inputs nan comes out.",
        "!",
    ),
    "right_in_inference": (
        "batch_norm",
        "out, mean, var = right(x, running_mean, running_var, training, momentum, epsilon)\n"
        "return out, -mean if training else mean, var",
        "`running_mean`: where it is wrong, every value has the wrong sign.",
        "`running_mean`: every value",
    ),
    "small_values_count": (
        "tanh",
        "t = right(z)\nreturn 0.5 * t + 0.02 * (np.abs(t) > 0.9) + 0.01 * (np.abs(t) < 0.3)",
        "In the result",
        "about",
    ),
    "zeros_are_not_cut_off": (
        "cross_entropy_grad",
        "return np.zeros(logits.shape) / (len(labels) < 2)",
        "is 0",
        "cut off",
    ),
    "always_0_for_another_reason": (
        "linear_maps",
        "return sum(layer == 'x' for layer in layers)",
        "as if",
        "play no part",
    ),
    "the_kind_of_the_input_that_is_shown": (
        "leaky_relu",
        "out = np.array(z, dtype=float)\nout[np.mean(out) < 0] *= slope\nreturn out",
        "",
        "For every input where `slope` is not 0.01",
    ),
    "the_type_that_is_asked_for": (
        "leaky_relu",
        "out = np.zeros_like(z, dtype=float)\nout[...] = np.where(z > 0, z, slope * z)\nreturn out.astype(z.dtype)",
        "`astype(z.dtype)` takes over",
        "zeros_like",
    ),
    "sizes_the_other_way_round": (
        "collapse",
        "return np.ones(weights[0].shape[::-1]), biases[0]",
        "should have shape",
        "It is transposed",
    ),
    "a_column_joined_on": (
        "flipped_logits",
        "return np.concatenate([logits, np.ones((len(logits), 1))], axis=1)",
        "The size differs along axis 1",
        "count again",
    ),
    "which_result_it_is_about": (
        "dense_backward",
        "out = [part.copy() for part in right(grad_out, x, w)]\nout[1][-1, -1] += 1\nout[2][0] += 1\nreturn tuple(out)",
        "In `grad_w`: only the very last entry is wrong.",
        "\nOnly",
    ),
}


@pytest.mark.parametrize("case", TRUE_AND_FALSE)
def test_a_general_sentence_is_true_of_the_code_that_it_is_said_of(case):
    name, body, helps, would_be_false = TRUE_AND_FALSE[case]
    message = said(name, body, right=a_right_answer(name))
    assert helps in message
    assert would_be_false not in message
    assert all(len(line.split()) <= 50 for line in message.splitlines())


def test_an_argument_that_another_function_was_not_given_is_to_be_handed_over():
    head = "def low(y):\n    return slope * y\n\n\n"
    message = said("leaky_relu", "return np.where(z > 0, z, low(z))", head)
    assert "hand it over as an argument" in message and "work with that" not in message


def test_the_batch_size_is_spoken_of_only_where_there_is_a_batch():
    right = a_right_answer("gate_backward")
    message = check("gate_backward", lambda grad_out, x: len(x) * right(grad_out, x)).message
    assert "the factor of the batch size: 2 and 3, for instance" in message
    right_of = a_right_answer("skewness")
    assert "batch size" not in check("skewness", lambda sample: len(sample) * right_of(sample)).message


def test_a_factor_below_1_is_not_said_to_make_larger():
    words = [words for words, _ in beside.of_numbers(check("batch_norm", lambda *args: 0).trials)]
    assert any("is multiplied by `momentum`" in one for one in words)
    assert not any("larger" in one or "smaller" in one for one in words)
