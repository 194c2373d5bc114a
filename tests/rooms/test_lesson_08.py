"""Lesson 08: the references against PyTorch, the layer and finite differences, and what the probes cover."""

import numpy as np
import pytest
from answers import result_of
from finite_differences import numerical_gradient
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.activations import ACTIVATIONS
from helpers.collapse import collapse
from helpers.exercises import check
from helpers.exercises.declare import get
from helpers.network import Sequential
from helpers.recurrent import Recurrent

few_examples = settings(max_examples=12, deadline=None, derandomize=True)

SEEDS = st.integers(0, 10**6)
SIZES = st.integers(1, 4)


def reference(name, *args):
    return get(name).reference(*args)


def tried(name):
    return [probe.make()[0] if probe.make else probe.args for probe in get(name).probes]


def drawn(seed, samples, steps, inputs, hidden):
    """Sequences, and weights and biases."""
    rng = np.random.default_rng(seed)
    return [rng.normal(size=shape) for shape in [(samples, steps, inputs), (hidden, inputs), (hidden, hidden), hidden]]


# --- the references ---------------------------------------------------------------------------------------------------


@few_examples
@given(seed=SEEDS, samples=SIZES, steps=SIZES, inputs=SIZES, hidden=SIZES)
def test_the_forward_pass_is_pytorchs(seed, samples, steps, inputs, hidden):
    torch = pytest.importorskip("torch")
    x, weight_ih, weight_hh, bias = drawn(seed, samples, steps, inputs, hidden)
    theirs = torch.nn.RNN(inputs, hidden, batch_first=True).double()
    with torch.no_grad():
        for parameter, array in zip(theirs.parameters(), (weight_ih, weight_hh, bias, 0 * bias), strict=True):
            parameter.copy_(torch.tensor(array))
        expected = theirs(torch.tensor(x))[0].numpy()
    np.testing.assert_allclose(reference("rnn_forward", x, weight_ih, weight_hh, bias, np.tanh), expected, atol=1e-10)


@few_examples
@given(seed=SEEDS, steps=SIZES, inputs=SIZES, hidden=SIZES)
def test_the_matrix_is_what_pushing_single_numbers_through_the_layer_gives(seed, steps, inputs, hidden):
    _, *arrays = drawn(seed, 1, steps, inputs, hidden)
    layer = Recurrent(inputs, hidden, "identity")
    layer.set_params(**dict(zip(("weight_ih", "weight_hh", "bias"), arrays)))
    expected = collapse(Sequential([layer], (steps, inputs), None, np.float64))
    for ours, theirs in zip(reference("collapse_rnn", *arrays, steps), expected):
        np.testing.assert_allclose(ours, theirs, rtol=1e-8, atol=1e-8)


@few_examples
@given(seed=SEEDS, samples=SIZES, steps=SIZES, hidden=SIZES, name=st.sampled_from(["tanh", "identity", "sigmoid"]))
def test_the_way_back_is_the_derivative_of_the_way_forward(seed, samples, steps, hidden, name):
    x, weight_ih, weight_hh, bias = drawn(seed, samples, steps, 2, hidden)
    function, derivative = ACTIVATIONS[name]
    wanted = np.random.default_rng(seed).normal(size=(samples, hidden))

    def loss(weight, nudge=0.0):
        h = np.zeros((samples, hidden))
        for t in range(steps):
            z = x[:, t] @ weight_ih.T + h @ weight.T + bias + (nudge[:, t] if np.ndim(nudge) else 0)
            h = function(z)
        return float(np.sum(wanted * h))

    states = reference("rnn_forward", x, weight_ih, weight_hh, bias, function)
    before = np.concatenate([np.zeros((samples, 1, hidden)), states[:, :-1]], axis=1)
    slopes = derivative(x @ weight_ih.T + before @ weight_hh.T + bias)
    grad_z, grad_hh = reference("rnn_backward", wanted, states, slopes, weight_hh)
    close = {"rtol": 1e-5, "atol": 1e-5}
    np.testing.assert_allclose(grad_hh, numerical_gradient(loss, weight_hh), **close)
    nudges = np.zeros((samples, steps, hidden))
    np.testing.assert_allclose(grad_z, numerical_gradient(lambda nudge: loss(weight_hh, nudge), nudges), **close)


# --- what is tried ----------------------------------------------------------------------------------------------------


def test_sequences_are_tried_with_every_size_different_with_all_equal_and_with_one_step():
    sizes = [(*args[0].shape, len(args[3])) for args in tried("rnn_forward")]
    assert any(len(set(four)) == 4 for four in sizes) and any(len(set(four)) == 1 for four in sizes)
    assert any(four[1] == 1 for four in sizes) and any(four[1] >= 4 for four in sizes)
    # 0.5 is what the sigmoid makes of zero: a state that is not zero before the first step shows.
    assert {args[4].__name__ for args in tried("rnn_forward")} >= {"identity", "tanh", "relu", "sigmoid"}


def test_matrices_are_tried_for_one_step_and_for_many_with_as_many_inputs_as_units_and_not():
    cases = tried("collapse_rnn")
    assert {steps for *_, steps in cases} >= {1, 2, 3, 4, 5}
    assert any(w.shape[0] == w.shape[1] > 1 for w, *_ in cases) and any(w.shape[0] != w.shape[1] for w, *_ in cases)
    # No power of the matrix may be taken for another.
    for _, weight_hh, _, steps in cases:
        for k in range(1, steps):
            assert np.abs(np.linalg.matrix_power(weight_hh, k) - np.linalg.matrix_power(weight_hh, k - 1)).max() > 0.01


def test_gradients_are_tried_with_slopes_of_one_of_zero_and_between():
    slopes = [args[2] for args in tried("rnn_backward")]
    assert any((s == 1).all() for s in slopes) and any((s == 0).any() for s in slopes)
    assert any(((s > 0) & (s < 1)).all() for s in slopes)


@pytest.mark.parametrize("name", ["rnn_forward", "collapse_rnn", "rnn_backward"])
def test_arrays_come_in_both_precisions_and_not_always_contiguous(name):
    arrays = [args[0] for args in tried(name)]
    assert {array.dtype for array in arrays} - {np.dtype(int)} == {np.dtype(np.float32), np.dtype(np.float64)}
    assert any(not array.flags.c_contiguous for array in arrays)


# --- what a learner may hand in, and what the card shows ---------------------------------------------------------------


def test_states_may_come_as_a_list_of_nothing_but_an_array_is_asked_for():
    def as_list(*args):
        return [list(map(list, sequence)) for sequence in reference("rnn_forward", *args)]

    assert not check("rnn_forward", as_list).passed


def test_the_courses_own_layer_is_a_right_answer_too():
    def by_the_layer(x, weight_ih, weight_hh, bias, activation):
        name = next(name for name, pair in ACTIVATIONS.items() if pair.function is activation)
        layer = Recurrent(weight_ih.shape[1], len(bias), name, every_state=True)
        layer.set_params(weight_ih=weight_ih, weight_hh=weight_hh, bias=bias)
        return layer(x)

    assert check("rnn_forward", by_the_layer).passed


@pytest.mark.parametrize(
    "name, key, label",
    [
        ("rnn_forward", "no_memory", "one unit, two steps"),
        ("rnn_forward", "hh_transposed", "two units, no activation"),
        ("collapse_rnn", "newest_first", "one unit, two inputs, two steps"),
        ("rnn_backward", "grad_hh_mean_over_samples", "two sequences of two steps, one unit"),
        ("rnn_backward", "wraps_round", "one unit, two steps"),
        ("rnn_backward", "not_handed_on", "one unit, two steps"),
    ],
)
def test_the_input_that_is_shown_has_nothing_special_but_what_the_mistake_is_about(name, key, label):
    assert result_of(name, key).failing.probe.label == label


def test_an_answer_for_the_identity_alone_is_not_enough():
    def always_linear(x, weight_ih, weight_hh, bias, activation):
        state, states = np.zeros((len(x), len(bias))), []
        for t in range(x.shape[1]):
            state = x[:, t] @ weight_ih.T + state @ weight_hh.T + bias
            states.append(state)
        return np.stack(states, axis=1)

    result = check("rnn_forward", always_linear)
    assert not result.passed and result.mistake == "no_activation"
