"""The collapse explorer: every panel is what the layers make of the grid, and the one matrix exists exactly when it should."""

import io
import math

import numpy as np
import pytest
from explorer_tools import FUNCTIONS, NAMES, Moved
from PIL import Image
from scipy import linalg

from helpers.explorers import CollapseExplorer
from helpers.explorers.collapse_explorer import DEEPEST, MARGIN, plane_network
from helpers.figures import style


@pytest.fixture(scope="module")
def explorer():
    moved = Moved(CollapseExplorer())
    yield moved
    moved.explorer.close()


def layer_by_layer(name, depth, seed, points):
    """Points after each layer, the input first."""
    weights, biases = plane_network(seed)
    stages = [points]
    for W, b in list(zip(weights, biases))[:depth]:
        stages.append(FUNCTIONS[name](np.einsum("oi,ni->no", W, stages[-1]) + b))
    return stages


@pytest.mark.parametrize("depth", [1, 2, 3, 5, 8])
def test_without_an_activation_the_one_matrix_and_bias_do_the_same(depth, explorer):
    shown = explorer.show(activation="identity", depth=depth, seed=4)
    # An affine map is known from where it takes three points.
    zero, right, up = layer_by_layer("identity", depth, 4, np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]]))[-1]
    assert shown["exists"] is True and shown["difference"] < 1e-13
    assert np.abs(shown["bias"] - zero).max() < 1e-9
    assert np.abs(np.array(shown["matrix"]).T - [right - zero, up - zero]).max() < 1e-9
    # One layer is itself, to the last digit: there is nothing to be rounded.
    assert ("to the last digit" if depth == 1 else "which is rounding") in shown["readout"]
    assert "0e" not in shown["readout"] and "0e" not in explorer.words.get_text()


@pytest.mark.parametrize("name", NAMES[1:])
def test_with_an_activation_no_matrix_does_the_same_and_the_best_misses_by_what_is_said(name, explorer):
    shown, points = explorer.show(activation=name, depth=6, seed=2), explorer.points
    target = layer_by_layer(name, 6, 2, points)[-1]
    # By a QR decomposition, where the explorer uses a singular value decomposition.
    q, _ = linalg.qr(np.column_stack([np.ones(len(points)), points]), mode="economic")
    miss = q @ (q.T @ target) - target
    assert shown["exists"] is False and shown["matrix"] is None
    assert shown["difference"] == pytest.approx(np.abs(miss).max(), rel=1e-9)
    assert shown["rms miss"] == pytest.approx(linalg.norm(miss) / linalg.norm(target - target.mean(axis=0)), rel=1e-9)
    for words in (explorer.words.get_text(), shown["readout"]):
        assert f"{shown['rms miss']:.0%} of the" in words and "least squares" in words
    assert "no matrix does the same" in shown["readout"] and "none exists" in explorer.words.get_text()


def corners(cells):
    """The points at which the drawn cells meet, in a fixed order."""
    drawn = np.concatenate([path.vertices[:4] for path in cells.get_paths()])
    return np.unique(drawn.round(9) + 0.0, axis=0)


@pytest.mark.parametrize("name", NAMES)
def test_every_panel_shows_the_grid_after_its_layer(name, explorer):
    explorer.show(activation=name, depth=4, seed=7)
    stages = layer_by_layer(name, 4, 7, explorer.points)
    for (_, cells, _, title, _), points, words in zip(explorer.slots, stages, ["input", *"1234"]):
        assert title.get_text().endswith(words)
        assert np.array_equal(corners(cells), np.unique(points.round(9) + 0.0, axis=0))


def test_the_framed_panel_shows_what_the_one_layer_does(explorer):
    explorer.show(activation="identity", depth=3)
    last, single = explorer.slots[3], explorer.slots[4]
    assert single[3].get_text() == "one layer" and single[4].get_visible() and not last[4].get_visible()
    assert np.abs(corners(single[1]) - corners(last[1])).max() < 1e-8
    # Drawn to one scale, so that the two can be compared.
    assert single[0].get_xlim() == last[0].get_xlim()
    explorer.show(activation="relu", depth=3)
    assert corners(single[1]).shape != corners(last[1]).shape


def test_every_grid_point_is_inside_its_panel(explorer):
    explorer.show(activation="leaky_relu", depth=8, seed=13)
    for ax, cells, *_ in explorer.slots:
        if cells.get_visible():
            points = corners(cells)
            for limits, values in ((ax.get_xlim(), points[:, 0]), (ax.get_ylim(), points[:, 1])):
                assert limits[0] <= values.min() and values.max() <= limits[1]


@pytest.mark.parametrize("depth", range(1, DEEPEST + 1))
def test_there_is_a_panel_for_each_layer_and_strips_only_as_needed(depth, explorer):
    explorer.show(activation="relu", depth=depth)
    titles = [title.get_text() for _, _, _, title, _ in explorer.slots if title.get_visible()]
    assert titles == ["input", *(f"layer {number}" for number in range(1, depth + 1)), "one layer"]
    assert [slot[4].get_visible() for slot in explorer.slots].index(True) == depth + 1
    strips = 1 + sum(explorer.panels[f"strip {number}"][0] is not None for number in (2, 3, 4))
    assert strips == -(-(depth + 2) // 3)


def test_the_page_below_stands_still_when_a_layer_is_added(explorer):
    pictures = next(child for child in explorer.widget.children if explorer.picture in getattr(child, "children", ()))
    explorer.show(activation="relu", depth=DEEPEST)
    first, words, *places = pictures.children
    size = Image.open(io.BytesIO(bytes(first.value))).size
    for place in places:
        (image,) = place.children
        assert Image.open(io.BytesIO(bytes(image.value))).size == size
        # Fixed, and there without its picture, too.
        room = tuple(f"{side // style.SHARPNESS + 2 * MARGIN}px" for side in size)
        assert (place.layout.width, place.layout.height) == room
    explorer.show(activation="relu", depth=1)
    assert all(place.layout.display != "none" == place.children[0].layout.display for place in places)
    assert "none" not in (first.layout.display, words.layout.display)


def test_the_matrix_in_the_picture_and_in_the_sentence_is_the_one_in_the_numbers(explorer):
    shown = explorer.show(activation="identity", depth=5, seed=11)
    for entry in [*np.ravel(shown["matrix"]), *shown["bias"]]:
        for words in (explorer.words.get_text(), shown["readout"]):
            assert f"{entry:.3f}" in words.replace("−", "-")
    assert "largest difference" in explorer.words.get_text()


def test_another_seed_is_another_network_and_the_same_seed_the_same(explorer):
    first, other, again = (explorer.show(depth=2, seed=seed)["matrix"] for seed in (3, 4, 3))
    assert first == again != other


def test_every_seed_leaves_something_to_look_at_after_every_layer():
    points = np.stack(np.meshgrid(*[np.linspace(-1, 1, 13)] * 2), axis=-1).reshape(-1, 2)
    for seed in range(21):
        for after in layer_by_layer("relu", DEEPEST, seed, points)[1:]:
            thickness = np.linalg.svd(after - after.mean(axis=0), compute_uv=False)[-1] / math.sqrt(len(after))
            assert thickness > 0.15, seed
