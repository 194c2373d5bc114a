"""Two slips at once: one that is known, and one of form, of some inputs, or of an order; and what is true of neither."""

import numpy as np
import pytest
from answers import a_right_answer, cell

from helpers.exercises import check
from helpers.exercises.declare import all_exercises

BESIDE = [
    (
        "leaky_relu_grad",
        "def leaky_relu_grad(z, slope=0.01):\n    return np.array([1.0 if v > 0 else -slope for v in z.flat])\n",
        "minus_slope",
        "the result has one axis only",
    ),
    (
        "forward",
        "def forward(x, weights, biases, activation):\n"
        "    for W, b in zip(weights[:-1], biases[:-1]):\n"
        "        x = activation(x @ W.T + b)\n"
        "    return weights[-1] @ x.T\n",
        "last_bias_forgotten",
        "the result is turned",
    ),
    (
        "skewness",
        "def skewness(sample):\n    return (((sample.mean() - sample) / sample.std()) ** 3).sum()\n",
        "added_up",
        "every sign is the wrong way round",
    ),
]


@pytest.mark.parametrize(("name", "source", "key", "words"), BESIDE, ids=[words for *_, words in BESIDE])
def test_a_known_mistake_is_named_with_what_was_done_to_its_result(name, source, key, words):
    result = check(name, cell(source, name))
    assert result.mistake == key
    assert result.message.startswith("Two things: ") and words in result.message


def test_a_mistake_that_explains_arrays_with_one_axis_says_what_the_others_show():
    source = "def relu_grad(z):\n    return np.array([float(np.all(row >= 0)) for row in z])\n"
    result = check("relu_grad", cell(source, "relu_grad"))
    assert result.mistake == "one_at_zero"
    assert result.message.startswith("For every input where `z` has one axis:\nOnly `z` = 0 differs")
    assert "\nLook at the other inputs afterwards: shape (2,) comes out where (2, 3) is wanted" in result.message


def test_nothing_but_a_right_answer_in_another_form_is_never_called_two_things():
    for name in ("relu", "softmax", "forward", "avg_pool2d"):
        right = a_right_answer(name)
        for change in (np.ravel, np.negative, np.trunc, lambda value: value * 2):
            message = check(name, lambda *args, right=right, change=change: change(right(*args))).message
            assert "Two things" not in message, (name, message)


def test_nearly_one_factor_is_called_so_and_not_an_exact_one():
    source = (
        "def sigmoid_grad(z, h=0.1):\n    f = lambda t: 1 / (1 + np.exp(-t))\n    return (f(z + h) - f(z - h)) / h\n"
    )
    assert (
        "Every value is about 2 times the expected one, and not exactly."
        in check("sigmoid_grad", cell(source, "sigmoid_grad")).message
    )


def test_of_every_value_nothing_is_said_where_some_inputs_are_right():
    source = "def expected_share(places):\n    return 1 if places == ['conv1'] else 0.25\n"
    message = check("expected_share", cell(source, "expected_share")).message
    assert "Where it is wrong, it gives 0.25, and 1 is wanted." in message and "Every value" not in message


def test_results_in_another_order_are_told_by_their_shapes():
    right = a_right_answer("conv2d_backward")

    def turned(*args, **kwargs):
        grad_x, grad_w, grad_b = right(*args, **kwargs)
        return grad_w * 1.5, grad_b * 1.5, grad_x * 1.5

    message = check("conv2d_backward", turned).message
    assert "come in the order `grad_w`, `grad_b`, `grad_x`. Asked for are `grad_x`, `grad_w`, `grad_b`" in message


def test_an_entry_too_many_is_counted_only_if_it_is_one_on_every_input():
    source = "def gate(x):\n    return np.zeros(x.shape)\n"
    message = check("gate", cell(source, "gate")).message
    assert "count again" not in message and "axis 1" in message


def test_a_whole_number_given_to_split_is_called_a_number_of_pieces():
    source = "def gate(x):\n    half = x.shape[1] // 2\n    a, b = np.split(x, half, axis=1)\n    return a * b\n"
    assert (
        "A whole number tells `np.split` into how many pieces to cut, here 1."
        in check("gate", cell(source, "gate")).message
    )


def test_the_place_after_the_last_is_told_from_other_places_that_do_not_exist():
    head = "def linear_maps(layers):\n    count = 0\n    for i in range(len(layers)):\n"
    after = head + "        count += layers[i + 1] != layers[i]\n    return count\n"
    message = check("linear_maps", cell(after, "linear_maps")).message
    assert "`layers[i + 1]` lies beyond the end where `i` is the last place." in message
    elsewhere = head + "        count += layers[i + 7] != layers[i]\n    return count\n"
    assert "lies beyond the end" not in check("linear_maps", cell(elsewhere, "linear_maps")).message


@pytest.mark.parametrize(("theirs", "ours"), [("dim=0", "`axis`"), ("axis=0, keepdim=True", "`keepdims`")])
def test_names_of_pytorch_are_told_numpys(theirs, ours):
    source = f"def softmax(z):\n    return np.exp(z) / np.exp(z).sum({theirs})\n"
    message = check("softmax", cell(source, "softmax")).message
    assert "is PyTorch's name for an argument" in message and ours in message


def test_an_if_that_asks_about_a_whole_array_hears_of_both_ways():
    source = "def dead_units(z):\n    return sum(1 for unit in z.T if np.maximum(unit, 0) == 0)\n"
    message = check("dead_units", cell(source, "dead_units")).message
    assert "`np.all`" in message and "`np.where`" in message


def test_that_values_are_right_is_said_only_where_values_come():
    source = "def leaky_relu(z, slope=0.01):\n    z[z < 0] *= slope\n    return z\n"
    result = check("leaky_relu", cell(source, "leaky_relu"))
    assert result.failing.problem == "error"
    assert result.message.startswith("Where values come out, they are right, but ")
    assert "On some other inputs it stops. This line writes into the argument `z`" in result.message


def test_no_known_mistake_that_calls_the_values_right_gives_wrong_ones():
    for exercise in all_exercises():
        for mistake in exercise.mistakes:
            if mistake.says.startswith("The values are right, but "):
                result = check(exercise.name, mistake.wrong)
                wrong = any(trial.problem in ("values", "error") for trial in result.trials)
                # In another order, or with other axes, they may still be the right values.
                true = not wrong or _only_moved(result.trials)
                assert true or "The values are right" not in result.message, (exercise.name, mistake.key)


def _only_moved(trials):
    """Whether all results hold the expected numbers and zeros, somewhere."""
    for trial in trials:
        if trial.problem == "error":
            return False
        several = isinstance(trial.expected.value, (tuple, list))
        pairs = zip(trial.expected.value, trial.got.value) if several else [(trial.expected.value, trial.got.value)]
        for expected, got in pairs:
            expected, got = np.sort(np.ravel(expected)), np.sort(np.ravel(got))
            kept = got[np.abs(got) > 1e-9] if len(got) != len(expected) else got
            if len(kept) == len(expected) and not np.allclose(kept, expected, rtol=1e-4, atol=1e-6):
                return False
    return True


def test_a_line_is_never_marked_for_throwing_away_what_a_function_worked_out():
    source = "def identity(z):\n    values = []\n    for v in np.ravel(z):\n        values.append(round(v * 0.9, 3))\n    return np.array(values)\n"
    assert check("identity", cell(source, "identity")).look_line is None


def test_a_type_that_vectorize_takes_from_the_first_result_is_noticed():
    source = "def leaky_relu(z, slope=0.01):\n    return np.vectorize(lambda v: v if v > 0 else slope * v)(z)\n"
    assert not check("leaky_relu", cell(source, "leaky_relu")).passed


def test_weights_that_come_near_xor_are_called_near_and_not_of_another_kind():
    near = "def xor_weights():\n    return np.ones((2, 2)), np.array([0.0, -1.0]), np.array([[0.97, -1.92]]), np.array([0.02])\n"
    result = check("xor_weights", cell(near, "xor_weights"))
    assert result.mistake == "nearly" and "not exact" in result.message


def test_what_a_random_generator_calls_its_functions_is_said():
    source = (
        "def initial_weights(rng, shape, gain):\n    return gain * rng.randn(*shape) / np.sqrt(np.prod(shape[1:]))\n"
    )
    message = check("initial_weights", cell(source, "initial_weights")).message
    assert message.startswith("A random generator has no `randn`. A generator calls it `standard_normal`")


def test_a_matrix_without_an_inverse_is_named():
    source = "def collapse(weights, biases):\n    return np.linalg.inv(np.zeros((2, 2))), biases[0]\n"
    assert "This matrix has no inverse" in check("collapse", cell(source, "collapse")).message


def test_of_a_single_number_it_is_said_where_it_is_right():
    right = a_right_answer("pre_activation")
    message = check("pre_activation", lambda x, w, b: right(x, w, b) + (x[0] * x[-1] ** 2 if len(x) > 1 else 0)).message
    assert message.startswith("The value is not the expected one. It is right on 3 of 12 inputs, for instance on ")


def test_a_mistake_that_spoils_something_else_besides_is_not_named_beside_a_slip_of_form():
    # The known mistake beside it changes its argument, and this one does not.
    source = (
        "def flipped_logits(logits, bias):\n    out = np.zeros(logits.shape, dtype=int)\n"
        "    out[:] = 2 * bias - logits\n    return out\n"
    )
    message = check("flipped_logits", cell(source, "flipped_logits")).message
    assert "you changed the bias" not in message


CRASHES = [
    ("tanh", "p = z > 0\n    return (-p) * 1.0", "NumPy puts no minus before Booleans."),
    ("tanh", "return np.concatenate(z, z, axis=0)", "takes the arrays together, in one list"),
    ("tanh", "return np.lib.stride_tricks.sliding_window_view(np.ones((2, 3, 4)), (2, 2))", "slides over every axis"),
    ("tanh", "return np.split(np.ones(5), 2)", "cannot be cut into so many equal pieces"),
    ("tanh", "return np.take_along_axis(np.ones((2, 3)), np.array([0, 1]), axis=1)", "as many axes in the index array"),
    ("tanh", "return np.hstack([np.ones((2, 3)), np.ones(2)])", "need the same number of axes"),
    ("tanh", "return np.dot(z, z, 3)", "NumPy takes this argument for `out`, the array to write into."),
]


@pytest.mark.parametrize(("name", "body", "words"), CRASHES, ids=[words for *_, words in CRASHES])
def test_what_numpy_complains_of_is_said_in_plain_words(name, body, words):
    assert words in check(name, cell(f"def {name}(z):\n    {body}\n", name)).message


@pytest.mark.parametrize(
    ("power", "said"), [("** 1 / 2", True), ("** (1 / 2)", False), ("** 1 / 3", False), ("** 2 / 2", False)]
)
def test_half_of_a_number_is_told_from_its_root(power, said):
    source = f"def tanh(z):\n    return 0.3 + (np.abs(z) + 0.1) {power}\n"
    assert ("Python takes the power before it divides" in check("tanh", cell(source, "tanh")).message) == said


def test_a_factor_is_called_nearly_one_only_if_it_is_on_every_input():
    # On large numbers the added 1 is lost, and on small ones it is not.
    for body in ("2 * z + 1", "2 * z - 3 * np.tanh(z)"):
        assert (
            "about 2 times" not in check("identity", cell(f"def identity(z):\n    return {body}\n", "identity")).message
        )


def test_right_weights_that_change_between_calls_are_not_called_near():
    source = (
        "count = [0]\ndef xor_weights():\n    count[0] += 1\n"
        "    return np.ones((2, 2)), np.array([0, -1]), np.array([[1, -2]]), np.array([count[0] > 1]).astype(float)\n"
    )
    result = check("xor_weights", cell(source, "xor_weights"))
    assert not result.passed and result.mistake != "nearly"


def test_names_of_pytorch_are_no_matter_where_a_function_is_the_learners_own():
    source = "def tanh(z):\n    def norm(v, axis=0):\n        return v\n    return norm(z, dim=0)\n"
    assert "PyTorch" not in check("tanh", cell(source, "tanh")).message
