"""Lesson 07: the references against SciPy, PyTorch and the course's own layers, and what the probes cover."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.exercises import check
from helpers.exercises.declare import get
from helpers.experiments.signals.networks import BatchNorm

few_examples = settings(max_examples=15, deadline=None, derandomize=True)

SEEDS = st.integers(0, 10**6)
SIZES = st.integers(1, 5)


def reference(name, *args, **kwargs):
    return get(name).reference(*args, **kwargs)


def tried(name):
    return [probe.make()[0] if probe.make else probe.args for probe in get(name).probes]


# --- the references ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "shape, fan_in", [((400, 50), 50), ((50, 400), 400), ((40, 30, 3, 5), 450), ((500, 9, 1, 1), 9)]
)
@pytest.mark.parametrize("gain", [1.0, 2**0.5, 3.0])
def test_initial_weights_have_the_deviation_of_their_fan_in_within_the_error_of_sampling(shape, fan_in, gain):
    weights = reference("initial_weights", np.random.default_rng(5), shape, gain)
    error = 1 / np.sqrt(2 * weights.size)
    assert weights.shape == shape
    assert weights.std() == pytest.approx(gain / np.sqrt(fan_in), rel=4 * error)
    assert abs(weights.mean()) < 4 * gain / np.sqrt(fan_in * weights.size)


def test_initial_weights_agree_with_the_fan_in_that_pytorch_counts():
    torch = pytest.importorskip("torch")
    for shape in ((3, 7), (4, 2, 3, 5)):
        fan_in, _ = torch.nn.init._calculate_fan_in_and_fan_out(torch.empty(shape))
        rng = np.random.default_rng(1)
        expected = rng.standard_normal(shape) * torch.nn.init.calculate_gain("relu") / fan_in**0.5
        np.testing.assert_allclose(reference("initial_weights", np.random.default_rng(1), shape, 2**0.5), expected)


@few_examples
@given(seed=SEEDS, n=st.integers(3, 40))
def test_skewness_is_that_of_scipy(seed, n):
    skew = pytest.importorskip("scipy.stats").skew
    sample = np.random.default_rng(seed).exponential(size=n)
    assert reference("skewness", sample) == pytest.approx(skew(sample), rel=1e-9)


@few_examples
@given(seed=SEEDS, n=SIZES, units=SIZES)
def test_a_unit_is_dead_just_where_no_gradient_reaches_its_weights(seed, n, units):
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(seed)
    z = torch.tensor(np.round(rng.normal(-1, 1, (n, units)), 1), requires_grad=True)
    torch.relu(z).sum().backward()
    without_gradient = int((z.grad.numpy() == 0).all(axis=0).sum())
    assert reference("dead_units", z.detach().numpy()) == without_gradient


@few_examples
@given(seed=SEEDS, n=st.integers(2, 6), units=SIZES, training=st.booleans())
def test_batch_norm_gives_what_pytorch_gives_and_leaves_the_same_averages(seed, n, units, training):
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(seed)
    x, mean, var = rng.normal(2, 3, (n, units)), rng.normal(size=units), rng.uniform(0.1, 2, units)
    running = torch.tensor(mean), torch.tensor(var)
    expected = torch.nn.functional.batch_norm(torch.tensor(x), *running, training=training)
    out, new_mean, new_var = reference("batch_norm", x, mean, var, training)
    for ours, theirs in zip((out, new_mean, new_var), (expected, *running)):
        np.testing.assert_allclose(ours, theirs.numpy(), rtol=1e-9, atol=1e-12)


def test_batch_norm_gives_what_the_layer_of_the_course_gives_over_several_batches():
    layer, mean, var = BatchNorm(4), np.zeros(4), np.ones(4)
    for seed in range(3):
        x = np.random.default_rng(seed).normal(1, 2, (6, 4))
        out, mean, var = reference("batch_norm", x, mean, var, True)
        np.testing.assert_allclose(layer(x), out, rtol=1e-9)
    layer.training = False
    np.testing.assert_allclose(layer(x), reference("batch_norm", x, mean, var, False)[0], rtol=1e-9)


# --- what is tried ----------------------------------------------------------------------------------------------------


def test_weights_are_tried_for_dense_layers_and_convolutions_with_fan_ins_of_their_own():
    shapes = [shape for _, shape, _ in tried("initial_weights")]
    assert {len(shape) for shape in shapes} == {2, 4}
    assert any(np.prod(shape[1:]) not in (shape[0], shape[1], shape[-1]) for shape in shapes)
    assert len({gain for *_, gain in tried("initial_weights")}) >= 4


def test_samples_lean_to_both_sides_and_lie_on_both_sides_of_zero():
    samples = [sample for (sample,) in tried("skewness")]
    skews = [reference("skewness", sample) for sample in samples]
    assert min(skews) < -0.1 and max(skews) > 0.1
    assert any(sample.min() > 0 for sample in samples) and any(sample.max() < 0 for sample in samples)


def test_units_are_tried_with_none_some_and_all_dead_and_with_a_zero_that_wakes_nothing():
    layers = [z for (z,) in tried("dead_units")]
    shares = [np.all(z <= 0, axis=0).mean() for z in layers]
    assert min(shares) == 0 and max(shares) == 1 and any(0 < share < 1 for share in shares)
    assert any((z.max(axis=0) == 0).any() for z in layers)
    assert any(((z > 0).sum(axis=0) == 1).any() and len(z) > 3 for z in layers)


def test_batches_are_tried_in_both_modes_in_both_precisions_and_with_a_single_image_at_inference():
    batches = tried("batch_norm")
    assert {args[3] for args in batches} == {True, False}
    assert {x.dtype for x, *_ in batches} - {np.dtype(int)} == {np.dtype(np.float32), np.dtype(np.float64)}
    assert any(len(x) == 1 for x, _, _, training, *_ in batches if not training)
    assert all(len(x) > 1 for x, _, _, training, *_ in batches if training)


# --- what a learner may hand in ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [int, float, np.int32, np.array])
def test_a_count_may_be_any_kind_of_number(kind):
    assert check("dead_units", lambda z: kind(np.sum(np.all(z <= 0, axis=0)))).passed


def test_weights_that_are_drawn_twice_from_the_generator_are_not_those_asked_for():
    def initial_weights(rng, shape, gain):
        rng.normal(size=shape)
        return rng.normal(0, gain / np.sqrt(np.prod(shape[1:])), shape)

    assert not check("initial_weights", initial_weights).passed
