"""The catalogues of lessons 00, 01 and 02: references from outside, and mistakes in other words."""

import math
import warnings
from functools import partial, reduce

import numpy as np
import pytest
import scipy.special
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from helpers.exercises import check, lesson_00, lesson_01, lesson_02
from helpers.exercises.core import get
from right_answers import lesson_01 as right_01
from right_answers import lesson_02 as right_02

# --- what a learner may hand in -------------------------------------------------------------------------------------


def _relu_grad_two_masks_in_place(z):
    z[z > 0] = 1
    z[z < 0] = 0
    return z


def _relu_grad_of_the_activated_value(z):
    activated = np.maximum(z, 0)
    return (activated >= 0) * 1.0


def _leaky_relu_grad_second_mask_wins(z, slope=0.01):
    slopes = np.zeros_like(z)
    slopes[z <= 0] = slope
    slopes[slopes >= 0] = 1
    return slopes


def _tanh_grad_of_the_activated_value(z):
    t = np.tanh(z)
    return 1 - np.tanh(t) * np.tanh(t)


def _softmax_list_of_rows(z):
    powers = np.exp(z)
    return powers / np.sum(powers)


def _forward_activates_in_every_round(x, weights, biases, activation):
    for i in range(len(weights)):
        x = activation(np.dot(x, weights[i].T) + biases[i])
    return x


def _forward_row_times_matrix(x, weights, biases, activation):
    for i in range(len(weights)):
        x = np.matmul(x, weights[i]) + biases[i]
        x = activation(x) if i + 1 < len(weights) else x
    return x


def _list_filled_in_a_loop(x, w, b):
    products = []
    for i in range(len(x)):
        products.append(x[i] * w[i])
    return products


def _softmax_rows_one_by_one(z):
    out = np.zeros_like(z)
    for i in range(len(z)):
        powers = np.exp(z[i] - np.max(z[i]))
        out[i] = powers / np.sum(powers)
    return out


def _collapse_whole_lists(product, weights, biases):
    W, b = weights[0], biases[0]
    for i in range(len(weights)):
        W = product(weights[i], W)
        b = product(weights[i], b) + biases[i]
    return W, b


def _relu_index_of_the_loop(z):
    for x in z:
        x = max(x, 0)
    return z


def _forward_every_round_from_x(x, weights, biases, activation):
    outputs = [activation(np.dot(x, W.T) + b) for W, b in zip(weights, biases)]
    return outputs[-1]


def _forward_columns_all_activated(x, weights, biases, activation):
    for i in range(len(weights)):
        x = activation(np.dot(weights[i], x) + biases[i])
    return x


def _forward_star(x, weights, biases, activation):
    for i in range(len(weights)):
        x = np.multiply(x, weights[i].T) + biases[i]
        if i < len(weights) - 1:
            x = activation(x)
    return x


# The same slips written in other words than the catalogue uses.
OTHER_WORDS = [
    ("leaky_relu", lambda z, slope=0.01: np.where(z <= 0, 0.01, z), "hundredth_without_z"),
    ("sigmoid", lambda z: (np.tanh(z) + 1) / 2, "tanh_of_the_whole_argument"),
    ("sigmoid", lambda z: 1 / (1 + 1 / 2.718**z), "e_with_three_digits"),
    ("sigmoid", lambda z: 1 / (1 + 2.0**-z), "power_of_two"),
    ("pre_activation", lambda x, w, b: x[1] * w[1] + x[0] * w[0] + b, "two_inputs_expected"),
    ("pre_activation", lambda x, w, b: sum(v * w[0] for v in x) + b, "first_weight_for_all"),
    ("sigmoid", lambda z: 2 * np.exp(z), "brackets_missing_below"),
    ("pre_activation", _list_filled_in_a_loop, "list_of_products"),
    ("pre_activation", lambda x, w, b: [b + w[i] * x[i] for i in range(len(w))], "list_of_products_with_bias"),
    ("pre_activation", lambda x, w, b: sum(x[i] * w[i] for i in range(len(x) - 1)) + b, "last_input_skipped"),
    ("pre_activation", lambda x, w, b: sum(x[i] * w[i] for i in range(1, len(x))) + b, "first_input_skipped"),
    ("relu", _relu_index_of_the_loop, "name_of_the_loop_changed"),
    ("softmax", lambda z: np.exp(z) / np.sum(np.exp(z), axis=-1), "no_keepdims_and_no_shift"),
    ("softmax", _softmax_rows_one_by_one, "rows_of_a_table_only"),
    ("softmax", lambda z: np.stack([np.exp(r) / np.sum(np.exp(r)) for r in z]), "rows_of_a_table_only_naive"),
    ("forward", _forward_every_round_from_x, "always_reads_the_input_and_activates"),
    ("forward", _forward_columns_all_activated, "matrix_on_the_left_and_all_activated"),
    ("forward", _forward_star, "star_for_matrix_product"),
    ("collapse", partial(_collapse_whole_lists, np.dot), "first_layer_twice"),
    ("collapse", partial(_collapse_whole_lists, np.matmul), "first_layer_twice"),
    ("collapse", lambda weights, biases: (reduce(np.multiply, weights), reduce(np.multiply, biases)), "everything_multiplied"),
    ("pre_activation", lambda x, w, b: sum(a * c for a, c in zip(x, w)), "forgets_bias"),
    ("pre_activation", lambda x, w, b: np.multiply(x, w) + b, "products_not_summed"),
    ("pre_activation", lambda x, w, b: max(0.0, float(x @ w + b)), "applies_relu"),
    ("identity", lambda z: np.sqrt(z**2), "absolute_value"),
    ("identity", lambda z: z**0, "returns_derivative"),
    ("identity_grad", lambda z: 1, "scalar_one"),
    ("identity_grad", lambda z: z > z - 1, "boolean"),
    ("relu", lambda z: max(0, z), "python_max_or_if"),
    ("relu", lambda z: z if z > 0 else 0, "python_max_or_if"),
    ("relu", lambda z: np.max(0.0, z), "np_max_for_maximum"),
    ("relu", lambda z: z * (z < 0), "keeps_the_wrong_side"),
    ("relu", lambda z: np.where(z > 0, z, -z), "absolute_value"),
    ("relu", lambda z: np.maximum(z, 0, out=z), "changes_argument"),
    ("relu", lambda z: np.log1p(np.exp(z)), "softplus"),
    ("relu", lambda z: np.greater(z, 0), "boolean_mask"),
    ("relu_grad", lambda z: z * (z > 0), "returns_relu"),
    ("relu_grad", lambda z: np.greater_equal(z, 0).astype(z.dtype), "one_at_zero"),
    ("relu_grad", lambda z: (~(z > 0)).astype(float), "mask_negated_with_zero"),
    ("relu_grad", lambda z: np.logical_not(z <= 0), "boolean"),
    ("relu_grad", lambda z: 1 if z > 0 else 0, "python_if"),
    ("relu_grad", _relu_grad_of_the_activated_value, "always_open"),
    ("relu_grad", _relu_grad_two_masks_in_place, "changes_argument"),
    ("leaky_relu", lambda z, slope=0.01: np.where(z * slope > z, z * slope, z), "larger_of_the_two"),
    ("leaky_relu", lambda z, slope=0.01: np.maximum(z, 0.01 * z), "slope_fixed"),
    ("leaky_relu", lambda z, slope=0.01: np.maximum(z, 0) + slope * np.abs(np.minimum(z, 0)), "leak_sign_flipped"),
    ("leaky_relu", lambda z, slope=0.01: max(slope * z, z), "python_max_or_if"),
    ("leaky_relu_grad", lambda z, slope=0.01: (z > 0).astype(float), "plain_relu"),
    ("leaky_relu_grad", lambda z, slope=0.01: np.where(z < 0, slope, 1), "one_at_zero"),
    ("leaky_relu_grad", lambda z, slope=0.01: 1.0 if z > 0 else slope, "python_if"),
    ("leaky_relu_grad", _leaky_relu_grad_second_mask_wins, "second_assignment_overwrites"),
    ("sigmoid", lambda z: 1 / (1 + math.e**z), "minus_forgotten"),
    ("sigmoid", lambda z: 1 / (np.exp(z) + 1) * np.exp(z), "overflow_positive"),
    ("sigmoid", lambda z: 1.0 / (1.0 + math.exp(-z)), "math_exp"),
    ("sigmoid", lambda z: 1 / 1 + np.exp(-1 * z), "parentheses_missing"),
    ("sigmoid_grad", lambda z: z - z * z, "activation_rule_on_pre_activation"),
    ("sigmoid_grad", lambda z: 1 / (1 + np.exp(-z)), "returns_sigmoid"),
    ("sigmoid_grad", lambda z: (1 / (1 + np.exp(-z))) * ((1 / (1 + np.exp(-z))) - 1), "sign_flipped"),
    ("tanh", lambda z: np.sinh(z) / np.cosh(z), "naive_overflow"),
    ("tanh", lambda z: 1 / (1 + np.exp(-z)), "sigmoid"),
    ("tanh", lambda z: np.vectorize(lambda v: math.sinh(v) / math.cosh(v))(z), "overflow_in_the_loop"),
    ("tanh_grad", lambda z: 1 - z * z, "activation_rule_on_pre_activation"),
    ("tanh_grad", _tanh_grad_of_the_activated_value, "tanh_twice"),
    ("tanh_grad", lambda z: 1 - (np.sinh(z) / np.cosh(z)) ** 2, "naive_overflow"),
    ("softmax", lambda z: (np.exp(z).T / np.exp(z).sum(axis=-1).T).T, "no_shift"),
    ("softmax", lambda z: np.exp(z - np.max(z)) / np.sum(np.exp(z - np.max(z))), "whole_array"),
    ("softmax", _softmax_list_of_rows, "whole_array_naive"),
    ("forward", _forward_activates_in_every_round, "activation_on_the_last_layer_too"),
    ("forward", _forward_row_times_matrix, "transpose_forgotten"),
    ("collapse", lambda weights, biases: (reduce(lambda A, B: B @ A, weights), biases[-1]), "last_bias_only"),
    ("collapse", lambda weights, biases: (reduce(lambda A, B: B @ A, weights), sum(biases)), "biases_summed"),
    ("xor_weights", lambda: ([[2, 2], [2, 2]], [0, -2], [[0.5, -0.5]], [0]), "or"),
    ("xor_weights", lambda: ([[1, 1], [1, 1]], [-1, -1], [[1, 0]], [0]), "and"),
    ("xor_weights", lambda: ([[1, 0], [0, 1]], [0, 0], [[1, 1]], [0]), "sum_of_inputs"),
]


@pytest.mark.parametrize("name, wrong, key", OTHER_WORDS, ids=lambda part: part if isinstance(part, str) else "")
def test_a_mistake_is_recognised_in_other_words_too(name, wrong, key):
    result = check(name, wrong)
    assert not result.passed
    assert result.mistake == key


# The hidden layer for XOR may be chosen freely, so only a change of the output layer must be noticed.
XOR_CHANGES = {
    "scaled": lambda W2, b2, amount: ((1 + amount) * W2, (1 + amount) * b2),
    "shifted": lambda W2, b2, amount: (W2, b2 + amount),
    "sign flipped": lambda W2, b2, amount: (-W2, -b2),
}


@pytest.mark.parametrize("change", XOR_CHANGES)
@pytest.mark.parametrize("answer", right_02.RIGHT["xor_weights"])
@settings(max_examples=3, deadline=None, derandomize=True)
@given(amount=st.one_of(st.floats(0.01, 3), st.floats(-3, -0.01)))
def test_weights_for_xor_with_a_changed_output_layer_never_pass(answer, change, amount):
    W1, b1, W2, b2 = map(np.asarray, answer())
    changed = XOR_CHANGES[change](W2, b2, amount)
    assert not check("xor_weights", lambda: (W1, b1, *changed)).passed


def test_weights_for_xor_of_the_wrong_shape_never_pass():
    W1, b1, W2, b2 = lesson_02.xor_weights()
    one_unit = W1[:1], b1[:1], W2[:, :1], b2
    for wrong in ((W1, b1, W2[0], b2), (W1, b1, W2, 0.0), one_unit, (W1, b1, W2), W1, None, "XOR"):
        assert not check("xor_weights", lambda: wrong).passed


STEPS = {
    "forward": lambda f, z, h: (f(z + h) - f(z)) / h,
    "backward": lambda f, z, h: (f(z) - f(z - h)) / h,
    "central": lambda f, z, h: (f(z + h) - f(z - h)) / (2 * h),
}


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("h", [1e-3, 1e-5, 1e-7])
@pytest.mark.parametrize("name", ["identity", "relu", "leaky_relu", "sigmoid", "tanh"])
def test_a_slope_taken_from_a_small_step_is_asked_about(name, h, step):
    result = check(f"{name}_grad", lambda z, *slope: STEPS[step](lambda x: get(name).reference(x, *slope), z, h))
    assert not result.passed
    assert "Are they taken from a small step" in result.message


@pytest.mark.parametrize(
    "name, wrong",
    [
        ("tanh_grad", lambda z: np.round(1 - np.tanh(z) ** 2, 4)),
        ("tanh_grad", lambda z: 1 - np.tanh(z) ** 2 + 0.1),
        ("sigmoid_grad", lambda z: (1 - np.tanh(z / 2) ** 2) / 4.5),
        ("relu_grad", lambda z: np.where(z >= 0, 1.0, 0.0) + 0.0 * z + (z == 0) * 0.25),
        ("tanh", lambda z: (np.tanh(z + 1e-5) + np.tanh(z - 1e-5)) / 2 + 1e-6),
    ],
)
def test_other_wrong_slopes_are_not_taken_for_a_small_step(name, wrong):
    assert "small step" not in check(name, wrong).message


@pytest.mark.parametrize("name", ["identity", "relu", "leaky_relu", "sigmoid", "tanh"])
def test_the_slope_between_neighbours_is_recognised(name):
    activation = get(name).reference
    assert check(f"{name}_grad", lambda z, *a: np.gradient(activation(z, *a))).mistake == "differences_of_neighbours"
    assert check(f"{name}_grad", lambda z, *a: np.gradient(activation(z, *a), z)).mistake == "differences_along_the_array"


def test_a_wrong_corner_is_called_by_its_name():
    W1, b1, W2, b2 = lesson_02.xor_weights()
    message = check("xor_weights", lambda: (W1, b1, W2 - [[0, 1]], b2)).message
    assert message.endswith("Corner 11 gives -1, and 0 is wanted.")
    message = check("xor_weights", lambda: (W1, b1, W2 - [[0, 0.5]], b2 + 0.5)).message
    assert "Corner 00 gives 0.5, and 0 is wanted.\nCorner 01 gives 1.5, and 1 is wanted." in message
    assert "axis" not in message


def test_a_row_that_should_be_a_table_is_told_of_its_brackets():
    W1, b1, W2, b2 = lesson_02.xor_weights()
    assert "W2: expected shape (1, 2), got (2,). A table with one row has two pairs" in check(
        "xor_weights", lambda: (W1, b1, W2[0], b2)
    ).message
    assert "so one pair of square brackets" in check("xor_weights", lambda: (W1, b1[None], W2, b2)).message
    assert "It is turned" in check("xor_weights", lambda: (W1, b1, W2.T, b2)).message
    assert "brackets" not in check("xor_weights", lambda: (W1[0], b1, W2, b2)).message


def test_xor_outputs_name_the_array_that_has_the_wrong_shape():
    W1, b1, W2, b2 = lesson_02.xor_weights()
    with pytest.raises(ValueError, match=r"W2: expected shape \(1, 2\), got \(2,\)"):
        lesson_02.xor_outputs((W1, b1, W2[0], b2))


# --- the references, against references from outside ----------------------------------------------------------------


def floats(dtype, limit):
    numbers = st.floats(-limit, limit, width=np.dtype(dtype).itemsize * 8, allow_subnormal=False)
    return hnp.arrays(dtype, hnp.array_shapes(min_dims=1, max_dims=4, max_side=4), elements=numbers)


DTYPES = st.sampled_from([np.float32, np.float64])
ANY_ARRAY = DTYPES.flatmap(lambda dtype: floats(dtype, 16384.0))


@settings(max_examples=60, deadline=None, derandomize=True)
@given(z=ANY_ARRAY)
def test_sigmoid_and_softmax_agree_with_scipy(z):
    rtol = 1e-12 if z.dtype == np.float64 else 1e-5
    np.testing.assert_allclose(get("sigmoid").reference(z), scipy.special.expit(z), rtol=rtol, atol=1e-30)
    np.testing.assert_allclose(get("softmax").reference(z), scipy.special.softmax(z, axis=-1), rtol=rtol, atol=1e-30)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(z=floats(np.float64, 6.0), name=st.sampled_from(["identity", "relu", "leaky_relu", "sigmoid", "tanh"]))
def test_derivatives_agree_with_finite_differences(z, name):
    z = np.where(np.abs(z) < 1e-3, 0.5, z)  # a difference quotient across the kink at 0 has no meaning
    function, derivative = get(name).reference, get(name + "_grad").reference
    step = 1e-5
    slope = (function(z + step) - function(z - step)) / (2 * step)
    # The quotient is off by step²/6 times the third derivative (at most 2) plus a rounding error of 1e-16/step.
    np.testing.assert_allclose(derivative(z), slope, atol=1e-9)


def test_derivatives_at_the_kink_follow_the_convention_of_the_course():
    zero = np.zeros(1)
    assert get("relu_grad").reference(zero) == 0
    assert get("leaky_relu_grad").reference(zero, 0.2) == 0.2


@settings(max_examples=40, deadline=None, derandomize=True)
@given(seed=st.integers(0, 10**6), widths=st.lists(st.integers(1, 5), min_size=2, max_size=6))
def test_a_collapsed_stack_computes_what_the_stack_computes(seed, widths):
    rng = np.random.default_rng(seed)
    weights = [rng.standard_normal((n_out, n_in)) for n_in, n_out in zip(widths, widths[1:])]
    biases = [rng.standard_normal(n_out) for n_out in widths[1:]]
    x = rng.standard_normal((3, widths[0]))
    W, b = lesson_02.collapse(weights, biases)
    expected = lesson_02.forward(x, weights, biases, lambda z: z)
    np.testing.assert_allclose(x @ W.T + b, expected, rtol=1e-9, atol=1e-9)


def test_forward_agrees_with_pytorch():
    torch = pytest.importorskip("torch")
    for probe in lesson_02.FORWARD_PROBES[:2]:
        x, weights, biases, activation = probe.args
        h = torch.from_numpy(x)
        for i, (W, b) in enumerate(zip(weights, biases)):
            h = torch.nn.functional.linear(h, torch.from_numpy(W), torch.from_numpy(b))
            h = torch.relu(h) if i < len(weights) - 1 else h
        np.testing.assert_allclose(lesson_02.forward(*probe.args), h.numpy(), rtol=1e-12, atol=1e-12)


def test_xor_weights_compute_xor():
    np.testing.assert_array_equal(lesson_02.xor_outputs(lesson_02.xor_weights()), [0, 1, 1, 0])


# --- what is tried, and on how many right answers -------------------------------------------------------------------


@pytest.mark.parametrize("name", [*right_01.RIGHT])
def test_each_small_exercise_has_been_tried_on_many_right_answers(name):
    assert len(right_01.RIGHT[name]) >= 8


def test_activations_are_tried_on_large_numbers_without_a_warning():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for name in right_01.RIGHT:
            for probe in get(name).probes:
                args = probe.make()[0] if probe.make else probe.args
                assert np.isfinite(get(name).reference(*args)).all()


def test_probes_cover_the_cases_in_which_answers_differ():
    arrays = [probe.make()[0][0] if probe.make else probe.args[0] for probe in lesson_01.ELEMENTWISE]
    assert {array.ndim for array in arrays} >= {1, 2, 4}
    assert {array.dtype for array in arrays} == {np.dtype(np.float32), np.dtype(np.float64)}
    assert any(not array.flags.c_contiguous for array in arrays)
    assert any(array.shape[0] == 1 and array.ndim == 2 for array in arrays)
    assert any((array == 0).any() for array in arrays) and any(np.abs(array).max() == 1e4 for array in arrays)
    firsts = [array.flat[0] for array in arrays]
    assert min(firsts) < 0 < max(firsts)


def test_the_warm_up_is_tried_with_and_without_a_bias():
    biases = [probe.args[2] for probe in lesson_00.PROBES if not probe.make]
    assert 0.0 in biases and min(biases) < 0 < max(biases)
