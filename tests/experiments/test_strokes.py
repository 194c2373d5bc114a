"""The strokes: all have the same ink, and behind linear convolutions a mean sees nothing else."""

import numpy as np
import pytest

from helpers.experiments.strokes import PLACES, pooled_features, stroke_network, strokes

STEPS = {0: (0, 1), 1: (1, 0), 2: (1, 1), 3: (1, -1)}  # rows and columns from one pixel to the next, downwards


@pytest.mark.parametrize("size, length", [(16, 5), (7, 7), (9, 2)])
def test_a_stroke_is_a_line_of_its_direction_inside_the_image(size, length):
    images, labels = strokes(400, seed=1, size=size, length=length)
    assert images.shape == (400, 1, size, size) and images.dtype == np.float32 and set(np.unique(images)) == {0, 1}
    for image, label in zip(images[:, 0], labels):
        rows, columns = np.nonzero(image)
        assert len(rows) == length
        down, across = STEPS[label]
        assert np.all(np.diff(rows) == down) and np.all(np.diff(columns) == across)


def test_there_are_as_many_of_each_direction_and_the_order_says_nothing():
    _, labels = strokes(400, seed=0)
    assert np.array_equal(np.bincount(labels), [100] * 4)
    assert np.bincount(labels[:100]).max() < 50


def test_strokes_stand_everywhere_up_to_the_border():
    images, labels = strokes(4000, seed=0)
    for label in range(4):
        reached = images[labels == label].sum(axis=(0, 1)) > 0
        # Only the two corners that lie across a slanting stroke's direction are out of its reach.
        assert reached[[0, -1], :].any() and reached[:, [0, -1]].any() and reached.mean() > 0.8


def test_another_seed_draws_other_strokes_and_the_same_seed_the_same():
    (first, again, other) = (strokes(50, seed)[0] for seed in (3, 3, 4))
    assert np.array_equal(first, again) and not np.array_equal(first, other)


def test_noise_is_added_to_the_same_strokes():
    clean, _ = strokes(200, seed=5)
    noisy, _ = strokes(200, seed=5, noise=0.2)
    assert noisy.dtype == np.float32 and abs(np.std(noisy - clean) - 0.2) < 0.01


@pytest.mark.parametrize(
    "wrong, named",
    [
        ({"length": 17}, "length"),
        ({"length": 0}, "length"),
        ({"count": 0}, "count"),
        ({"noise": -1.0}, "noise"),
        ({"noise": np.nan}, "noise"),
    ],
)
def test_what_cannot_be_drawn_is_an_error_that_names_the_argument(wrong, named):
    with pytest.raises(ValueError, match=f"^{named}: "):
        strokes(**({"count": 10, "seed": 0} | wrong))


def test_relus_stand_where_they_were_asked_for():
    for place, index in zip(PLACES, (1, 3, 5, 8)):
        names = stroke_network([place]).names()
        assert [i for i, name in enumerate(names) if name.endswith("ReLU")] == [index]
    assert not any(name.endswith("ReLU") for name in stroke_network(()).names())


def test_networks_with_relus_at_other_places_start_with_the_same_weights():
    start = stroke_network((), seed=7).parameters
    assert np.array_equal(start, stroke_network(PLACES, seed=7).parameters)
    assert not np.array_equal(start, stroke_network((), seed=8).parameters)


@pytest.mark.parametrize("wrong", ["head", ["conv3"], ("conv1", "mean")])
def test_a_place_that_there_is_not_is_an_error(wrong):
    with pytest.raises(ValueError, match="relu_after"):
        stroke_network(wrong)


@pytest.mark.parametrize("images", [strokes(60, 1)[0], strokes(60, 2, noise=0.3)[0],
                                    np.random.default_rng(0).normal(size=(60, 1, 16, 16))])  # fmt: skip
def test_behind_linear_convolutions_a_mean_is_sum_of_kernel_times_sum_of_image_without_any_rest(images):
    network = stroke_network(("head",), width=(3, 5)).copy(np.float64)
    network.layers[0].params["bias"][...] = [0.5, -1, 2]
    network.layers[2].params["bias"][...] = np.arange(5)
    first, second = network.layers[0].params, network.layers[2].params
    # Each layer multiplies the sum by its kernels' sums; its bias is added once at every place of its own result.
    total = images.sum(axis=(1, 2, 3), dtype=np.float64)[:, None]
    total = total @ first["weight"].sum(axis=(2, 3)).T + 18**2 * first["bias"]
    total = total @ second["weight"].sum(axis=(2, 3)).T + 20**2 * second["bias"]
    np.testing.assert_allclose(pooled_features(network, images.astype(np.float64)), total / 20**2, rtol=1e-12)


def test_so_all_strokes_look_alike_without_a_relu_before_the_mean_and_not_with_one():
    images = strokes(100, seed=0)[0].astype(np.float64)
    for places in [(), ("pool",), ("head",), ("pool", "head")]:
        features = pooled_features(stroke_network(places).copy(np.float64), images)
        assert np.ptp(features, axis=0).max() < 1e-15
        assert np.ptp(stroke_network(places).copy(np.float64)(images), axis=0).max() < 1e-14
    for places in [("conv1",), ("conv2",), ("conv1", "conv2")]:
        assert np.ptp(pooled_features(stroke_network(places).copy(np.float64), images), axis=0).max() > 1e-3
