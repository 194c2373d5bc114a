"""Lesson 05: the references against real networks and sliding windows, and what the probes cover."""

import itertools

import numpy as np
import pytest
from answers import result_of
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.exercises import check
from helpers.exercises.declare import get
from helpers.experiments.strokes import PLACES, pooled_features, stroke_network, strokes
from helpers.layers import Dense
from helpers.network import Sequential

few_examples = settings(max_examples=15, deadline=None, derandomize=True)

SEEDS = st.integers(0, 10**6)
SIZES = st.integers(1, 4)


def reference(name, *args):
    return get(name).reference(*args)


def tried(name):
    return [probe.make()[0] if probe.make else probe.args for probe in get(name).probes]


# --- the references ---------------------------------------------------------------------------------------------------


@few_examples
@given(seed=SEEDS, n=SIZES)
def test_flipped_logits_are_what_a_linear_network_says_to_the_negative(seed, n):
    rng = np.random.default_rng(seed)
    network = Sequential([Dense(6, 4), Dense(4, 10)], seed=seed, dtype=np.float64)
    network.parameters[...] = rng.normal(size=network.parameters.size)
    x = rng.normal(size=(n, 6))
    bias = network(np.zeros((1, 6)))[0]
    np.testing.assert_allclose(reference("flipped_logits", network(x), bias), network(-x), rtol=1e-10, atol=1e-10)


@few_examples
@given(seed=SEEDS, count=st.integers(1, 3), height=SIZES, width=SIZES)
def test_a_pooled_response_is_the_mean_of_what_sliding_windows_make(seed, count, height, width):
    convolve2d = pytest.importorskip("scipy.signal").convolve2d
    rng = np.random.default_rng(seed)
    image, kernels = rng.normal(size=(height + 2, width + 3)), [rng.normal(size=(height, width)) for _ in range(count)]
    slid = image
    for kernel in kernels:
        # Flipping a kernel twice is correlating, and "full" is the padding at which every pixel meets every weight.
        slid = convolve2d(slid, kernel[::-1, ::-1], mode="full")
    np.testing.assert_allclose(reference("pooled_response", image.sum(), kernels, slid.size), slid.mean(), atol=1e-12)


@pytest.mark.parametrize(
    "places", [places for count in range(5) for places in itertools.combinations(PLACES, count)], ids="-".join
)
def test_the_means_differ_between_directions_just_where_the_expected_share_is_one(places):
    images, labels = strokes(40, seed=0)
    means = pooled_features(stroke_network(places, seed=3), images)
    of_each = np.array([means[labels == label].mean(axis=0) for label in range(4)])
    differ = np.ptp(of_each, axis=0).max() > 1e-3 * np.abs(of_each).max()
    assert reference("expected_share", list(places)) == (1.0 if differ else 0.25)


# --- what is tried ----------------------------------------------------------------------------------------------------


def test_flipped_logits_are_tried_in_both_precisions_and_not_always_contiguous():
    logits = [args[0] for args in tried("flipped_logits")]
    assert {array.dtype for array in logits} - {np.dtype(int)} == {np.dtype(np.float32), np.dtype(np.float64)}
    assert any(not array.flags.c_contiguous for array in logits)


def test_kernels_are_tried_one_to_three_at_a_time_and_of_different_sizes():
    lists = [kernels for _, kernels, _ in tried("pooled_response")]
    assert {len(kernels) for kernels in lists} == {1, 2, 3}
    assert any(len({kernel.shape for kernel in kernels}) > 1 for kernels in lists)
    assert any(abs(kernel.sum()) < 1e-12 for kernels in lists for kernel in kernels)
    for kernels in lists:
        for kernel in kernels:
            assert kernel.sum() == pytest.approx(0) or abs(kernel.sum() - 1) > 0.01


def test_every_choice_of_places_is_tried_and_not_always_in_the_order_of_the_network():
    choices = [places for (places,) in tried("expected_share")]
    assert sorted(map(sorted, choices)) == sorted(
        sorted(c) for n in range(5) for c in itertools.combinations(PLACES, n)
    )
    assert any(places != sorted(places, key=PLACES.index) for places in choices)


# --- what a learner may hand in ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("one", [1, 1.0, np.float32(1), np.array(1.0)])
def test_a_share_may_be_any_kind_of_number(one):
    assert check("expected_share", lambda places: one if {"conv1", "conv2"} & set(places) else 0.25).passed


def test_true_and_false_are_not_shares():
    assert result_of("expected_share", "true_or_false").mistake == "true_or_false"
    assert not check("expected_share", lambda places: bool({"conv1", "conv2"} & set(places))).passed
