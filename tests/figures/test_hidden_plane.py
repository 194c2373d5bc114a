"""The hidden plane of XOR is right for every right answer, and says which corners have landed on one point."""

import numpy as np
import pytest

from helpers import figures
from helpers.experiments.xor import CORNERS, XOR

NO, YES = CORNERS[XOR == 0], CORNERS[XOR == 1]


def arrays(*parts):
    return [np.array(part, dtype=float) for part in parts]


# By name: weights, and the corners that land on one point.
ANSWERS = {
    "the sum of both": (arrays([[1, 1], [1, 1]], [0, -1], [[1, -2]], [0]), "01 and 10 have landed"),
    "the difference": (arrays([[1, -1], [-1, 1]], [0, 0], [[1, 1]], [0]), "00 and 11 have landed"),
    "from the other end": (arrays([[-1, -1], [-1, -1]], [1, 2], [[-2, 1]], [0]), "01 and 10 have landed"),
    "no two on one point": (arrays([[1, 3], [2, 4]], [0, -2], [[1, -1]], [0]), "all four corners lie apart"),
    "very different scales": (arrays([[3e4, 3e4], [1e-3, 1e-3]], [0, -1e-3], [[1 / 3e4, -2e3]], [0]), "01 and 10"),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_corners_stand_where_the_hidden_layer_sends_them(name, drawn):
    (W1, b1, W2, b2), words = ANSWERS[name]
    figure, alt = drawn(figures.hidden_plane, W1, b1, W2, b2)
    before, hidden, after = figure.axes
    for ax, place in ((before, lambda x: x), (hidden, lambda x: np.maximum(W1 @ x + b1, 0)), (after, lambda x: x)):
        no, yes = ax.collections[-2:]
        assert np.asarray(no.get_offsets()) == pytest.approx(np.array([place(x) for x in NO]))
        assert np.asarray(yes.get_offsets()) == pytest.approx(np.array([place(x) for x in YES]))
    assert words in alt and "4 of 4 corners are on their own side" in alt


@pytest.mark.parametrize("name", ANSWERS)
def test_the_middles_of_the_pairs_meet_among_the_inputs_and_part_in_the_hidden_plane(name, drawn):
    figure, _ = drawn(figures.hidden_plane, *ANSWERS[name][0])
    middles = [ax.lines[-1].get_xydata() for ax in figure.axes[:2]]
    assert middles[0].tolist() == [[0.5, 0.5], [0.5, 0.5]]
    assert np.abs(middles[1][0] - middles[1][1]).max() > 1e-4


@pytest.mark.parametrize("name", ANSWERS)
def test_the_border_in_the_hidden_plane_is_straight_with_yes_on_one_side(name, drawn):
    (W1, b1, W2, b2), _ = ANSWERS[name]
    figure, _ = drawn(figures.hidden_plane, W1, b1, W2, b2)
    border = figure.axes[1].collections[1].get_paths()[0].vertices
    assert border @ W2[0] + b2[0] == pytest.approx(0.5)


def test_an_answer_that_is_not_right_is_told_as_it_is(drawn):
    _, alt = drawn(figures.hidden_plane, *arrays([[1, 1], [1, 1]], [0, -1], [[1, -1]], [0]))
    assert "3 of 4 corners are on their own side" in alt


def test_corners_on_one_point_share_a_name(drawn):
    figure, _ = drawn(figures.hidden_plane, *ANSWERS["the difference"][0])
    names = [sorted(text.get_text() for text in ax.texts) for ax in figure.axes]
    assert names == [["00", "01", "10", "11"], ["00, 11", "01", "10"], []]
