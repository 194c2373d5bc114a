"""What a card says where no mistake of the catalogue fits: relations, lost steps, arguments written into."""

import inspect
import math

import numpy as np
import pytest
from answers import a_right_answer, cell

from helpers.exercises import check
from helpers.exercises.declare import get
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


@pytest.mark.parametrize(("step", "lost"), [("1e-20", True), ("1e-16", True), ("1e-8", False)])
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


# --- what was taken for right, and was not ----------------------------------------------------------------------------

NAMED = ("leaky_relu", "leaky_relu_grad", "conv2d", "avg_pool2d", "avg_pool2d_backward", "conv2d_backward")
NAMED += ("max_pool2d_backward", "batch_norm")


@pytest.mark.parametrize("name", NAMED)
def test_an_argument_with_a_default_keeps_its_name(name):
    parameters = inspect.signature(get(name).reference).parameters.values()
    optional = [each for each in parameters if each.default is not each.empty]
    assert optional
    for renamed in optional:
        given = ["other" if each is renamed else each.name for each in parameters]
        heads = [f"{used}={each.default}" if each in optional else used for used, each in zip(given, parameters)]
        source = f"def {name}({', '.join(heads)}):\n    return right({', '.join(given)})\n"
        message = check(name, cell(source, name, right=a_right_answer(name))).message
        assert f"called with `{renamed.name}=…`, and its `def` line has no such name" in message


@pytest.mark.parametrize("name", ["sigmoid", "tanh", "sigmoid_grad", "tanh_grad", "leaky_relu"])
def test_a_whole_number_for_large_ones_does_not_pass_where_it_cuts_the_others(name):
    def by_entry(z):
        limit = int(right(np.array([100.0 * np.sign(z)]))[0]) if abs(z) > 20 else None
        return float(right(np.array([z]))[0]) if limit is None else limit

    right = a_right_answer(name)
    assert not check(name, lambda z, *more, **named: np.vectorize(by_entry)(z)).passed


def test_rows_of_three_axes_are_not_mixed_up_with_the_axes_before_them():
    source = """
def softmax(z):
    powers = np.exp(z.T - z.max(axis=-1))
    return (powers / powers.sum(axis=0)).T
"""
    assert not check("softmax", cell(source, "softmax")).passed


# --- what was said, and was not true ----------------------------------------------------------------------------------


def test_a_known_mistake_is_known_as_well_if_whole_numbers_are_made_floats_first():
    source = """
def avg_pool2d_backward(grad_out, x, size=2):
    grad_x = x.astype(float).copy()
    for n, c, i, j in np.ndindex(*grad_out.shape):
        top, left = i * size, j * size
        grad_x[n, c, top : top + size, left : left + size] = grad_out[n, c, i, j] / size**2
    return grad_x
"""
    result = check("avg_pool2d_backward", cell(source, "avg_pool2d_backward"))
    assert result.mistake == "starts_from_x"
    assert "other inputs" not in result.message and "For every input" not in result.message


def test_of_a_single_shape_that_is_off_by_one_nobody_is_told_to_count_again():
    source = """
def batch_norm(x, running_mean, running_var, training, momentum=0.1, epsilon=1e-5):
    if not training:
        return (x - running_mean) / np.sqrt(running_var + epsilon), running_mean, running_var
    mean, var = x.mean(axis=1, keepdims=True), x.var(axis=1, keepdims=True)
    running_mean = (1 - momentum) * running_mean + momentum * mean.ravel()
    running_var = (1 - momentum) * running_var + momentum * var.ravel()
    return (x - mean) / np.sqrt(var + epsilon), running_mean, running_var
"""
    assert "count again" not in check("batch_norm", cell(source, "batch_norm")).message


def test_the_argument_that_is_written_into_is_not_one_that_has_lost_its_name():
    source = "def pre_activation(x, w, b):\n    return np.dot(x, w, b)\n"
    assert "What is to be added, add with `+`" in check("pre_activation", cell(source, "pre_activation")).message


def test_a_line_is_not_said_to_be_wrong_because_the_argument_itself_would_be_right():
    source = """
def identity(z):
    def layer(values):
        return values * np.eye(values.shape[-1])
    return layer(z)
"""
    assert check("identity", cell(source, "identity")).look_line != 5


FIRST_RESULT = """
def sigmoid(z):
    def one(v):
        if v > 30:
            return 1
        return 0 if v < -30 else 1 / (1 + np.exp(-v))

    return np.vectorize(one)(z)
"""


def test_that_the_first_result_decides_the_type_is_said_of_vectorize_and_not_of_large_numbers():
    result = check("sigmoid", cell(FIRST_RESULT, "sigmoid"))
    assert result.message.startswith("`np.vectorize` gives all results the type of the first one.")
    assert result.look_line is None
    with_type = cell(FIRST_RESULT.replace("np.vectorize(one)", "np.vectorize(one, otypes=[float])"), "sigmoid")
    assert check("sigmoid", with_type).passed
    bare = "def one(v):\n    return round(math.tanh(v)) if abs(v) > 20 else math.tanh(v)\ntanh = np.vectorize(one)\n"
    assert check("tanh", cell(bare, "tanh", math=math)).mistake == "type_of_the_first_result"


def test_digits_that_are_cut_off_are_not_laid_upon_another_mistake():
    source = """
def avg_pool2d_backward(grad_out, x, size=2):
    grad_x = np.zeros(x.shape, int)
    for n, c, i, j in np.ndindex(*grad_out.shape):
        grad_x[n, c, i * size : (i + 1) * size, j * size : (j + 1) * size] = grad_out[n, c, i, j] / size**2
    return grad_x
"""
    message = check("avg_pool2d_backward", cell(source, "avg_pool2d_backward")).message
    assert "the expected ones" in message and "channels" not in message


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("return np.sum(x * w, b)", "The second argument of `np.sum` is an axis, a whole number."),
        ("return np.zeros(1).fill(x @ w + b)", "or something that gives None itself"),
        ("total = []\n    return total[0] + b", "`total` is empty on this input"),
    ],
)
def test_what_stops_or_gives_nothing_is_said_of_the_code_that_is_there(body, words):
    source = f"def pre_activation(x, w, b):\n    {body}\n"
    assert words in check("pre_activation", cell(source, "pre_activation")).message


def test_no_mistake_is_named_where_an_argument_is_changed_before_it_is_read_again():
    source = """
def oddness(network, images):
    negatives = images
    negatives *= -1
    there, back = network(images), network(negatives)
    return np.max(np.abs(back + there)) / np.max(np.abs(there))
"""
    result = check("oddness", cell(source, "oddness"))
    assert result.mistake is None and "changes an argument and may read it again" in result.message


LOOP = """
def relu_grad(z):
    slopes = np.zeros(z.shape)
    for place in np.ndindex(z.shape):
        if z[place] > 0:
            slopes[place] = 1
        {}
    return slopes
"""


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("return slopes", True),
        ("if z[place] < 0: return slopes", False),
        ("slopes[place] *= 0.75", False),
    ],
)
def test_a_loop_is_said_to_end_at_once_only_if_its_return_stands_under_no_condition(line, said):
    result = check("relu_grad", cell(LOOP.format(line), "relu_grad"))
    assert not result.passed and result.mistake is None
    assert ("The loop over `place` ends in its first round" in result.message) == said


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("np.nan_to_num(up / down)", True),
        ("np.nan_to_num(up / down, nan=0.5)", False),
        ("np.nan_to_num(up / down) + 0.25", False),
    ],
)
def test_nan_is_said_to_be_made_0_only_where_it_may_be_what_is_wrong(line, said):
    source = (
        "def tanh(z):\n    with np.errstate(all='ignore'):\n        up, down = np.sinh(z), np.cosh(z)\n        return "
    )
    result = check("tanh", cell(source + line, "tanh"))
    assert not result.passed
    assert ("`np.nan_to_num` puts 0 in the place of nan" in result.message) == said


def test_an_argument_that_is_changed_and_read_again_is_told_of_though_whole_numbers_stop_there():
    source = """
def superposition_gap(f, x, y, a, b):
    start = f(np.zeros_like(x))
    x *= a
    return np.max(np.abs((f(x + b * y) - start) - a * (f(x) - start) - b * (f(y) - start)))
"""
    message = check("superposition_gap", cell(source, "superposition_gap")).message
    assert "changes an argument and may read it again" in message


def test_that_wrong_entries_lie_at_the_edge_is_said_only_if_it_can_hardly_be_chance():
    by_rows = """
def relu_backward(grad_out, z):
    grad_z = np.zeros_like(grad_out)
    for i in range(len(z)):
        if np.sum(z[i]) > 0:
            grad_z[i] = grad_out[i]
    return grad_z
"""
    assert "edge" not in check("relu_backward", cell(by_rows, "relu_backward")).message
    framed = """
def conv2d(x, w, b, stride=1, padding=0):
    y = right(x, w, b, stride, padding)
    y[:, :, [0, -1]] += 1
    y[:, :, 1:-1, [0, -1]] += 1
    return y
"""
    result = check("conv2d", cell(framed, "conv2d", right=a_right_answer("conv2d")))
    assert "lie at the edge" in result.message


@pytest.mark.parametrize(
    ("test", "said"), [("z.ndim == 1 or 2", True), ("z.ndim == 1 or z.ndim == 2 or z.any()", False)]
)
def test_a_number_that_stands_alone_in_a_condition_is_said_to_make_it_true_always(test, said):
    source = f"def relu(z):\n    if {test}:\n        return np.maximum(z, 0.0) ** 1.3\n    return np.maximum(z, 0)"
    message = check("relu", cell(source)).message
    assert ("`… or 2` is always true" in message) == said


def test_a_sum_of_nothing_is_told_from_one_over_too_much():
    source = "def dense_backward(grad_out, x, w):\n    {}\n    return grad_out @ w, grad_out.T @ x, grad_b"
    said = "is it Python's `sum` of nothing?"
    for line, nothing in (("grad_b = sum(row for row in grad_out[1:])", True), ("grad_b = grad_out.sum()", False)):
        message = check("dense_backward", cell(source.format(line), "dense_backward")).message
        assert (said in message) == nothing
