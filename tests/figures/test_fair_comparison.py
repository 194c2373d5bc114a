"""Figures that compare networks: every seed is a dot, and what is said is what was measured."""

import numpy as np
import pytest
from matplotlib.colors import to_hex

from helpers import figures
from helpers.experiments.strokes import DIRECTIONS, strokes
from helpers.figures import style

RNG = np.random.default_rng(0)


def test_every_seed_is_a_dot_at_its_number_and_the_bar_is_the_mean(drawn):
    results = {
        "identity, average pooling": [28, 34, 30],
        "ReLU, average pooling": [14, 23, 16],
        "one matrix": [9, 9, 9],
    }
    figure, alt = drawn(figures.dots_by_seed, results, "misread")
    (ax,) = figure.axes
    for row, (values, dots, bar) in enumerate(zip(results.values(), ax.lines[::2], ax.lines[1::2])):
        assert list(dots.get_xdata()) == values
        assert np.abs(np.array(dots.get_ydata()) - row).max() < 0.5
        assert list(bar.get_xdata()) == [np.mean(values)] * 2
    assert [label.get_text() for label in ax.get_yticklabels()] == list(results)
    assert "identity, average pooling, 28 to 34" in alt and "one matrix, 9." in alt


def test_a_row_wears_the_hue_and_marker_of_its_activation(drawn):
    figure, _ = drawn(figures.dots_by_seed, {"identity, max": [1, 2], "ReLU, max": [1, 2], "one matrix": [1, 2]}, "x")
    looks = [(to_hex(line.get_color()), line.get_marker()) for line in figure.axes[0].lines[::2]]
    assert looks[:2] == [(style.COLOURS[name], style.MARKERS[name]) for name in ("identity", "relu")]
    assert looks[2][0] not in style.COLOURS.values()


def test_dots_are_drawn_in_full_colour_with_an_edge_in_the_ink_that_tells_them_apart(drawn):
    figure, _ = drawn(figures.dots_by_seed, {"identity": [1, 1.01], "ReLU": [1, 1.01]}, "x")
    for dots in figure.axes[0].lines[::2]:
        assert dots.get_alpha() is None
        assert dots.get_markeredgecolor() == style.TEXT and dots.get_markeredgewidth() > 0


def test_a_bound_is_a_line_that_fits_into_the_picture_even_beyond_all_dots(drawn):
    figure, alt = drawn(figures.dots_by_seed, {"identity": [0.2, 0.3]}, "read", percent=True, bound=0.56)
    (ax,) = figure.axes
    assert [line for line in ax.lines if list(line.get_xdata()) == [0.56, 0.56]]
    assert ax.get_xlim()[1] > 0.56
    assert "20 to 30 %" in alt and "The bound of the proof is 56%" in alt


def test_each_digit_is_a_dot_and_the_correlation_stands_above(drawn):
    share = RNG.uniform(0.4, 0.6, 10)
    figure, alt = drawn(figures.luck_of_the_flips, [share, share], [2 * share - 1, 1 - 2 * share])
    for ax, sign in zip(figure.axes, (1, -1)):
        dots = ax.lines[-1]
        assert np.array_equal(dots.get_xdata(), share)
        assert dots.get_ydata() == pytest.approx(sign * (2 * share - 1))
    assert [ax.get_title("left")[-4:] for ax in figure.axes] == ["1.00", "1.00"]
    assert "−" not in figure.axes[0].get_title("left") and "−" in figure.axes[1].get_title("left")
    assert "1.00, −1.00" in alt


def test_the_pair_that_is_framed_is_the_most_opposite_one(drawn):
    kernels = RNG.normal(size=(5, 1, 3, 3))
    kernels[4] = -2 * kernels[1]
    figure, alt = drawn(figures.opposite_kernels, {"planted": kernels})
    framed = [index for index, ax in enumerate(figure.axes) if ax.patches]
    assert framed == [1, 4]
    assert "planted −1.00" in alt
    for ax, kernel in zip(figure.axes, kernels):
        assert np.array_equal(ax.images[0].get_array(), kernel[0])


def test_strokes_stand_under_their_directions_and_their_ink_is_told(drawn):
    images, labels = strokes(5, seed=0)
    figure, alt = drawn(figures.stroke_row, images, labels, DIRECTIONS)
    assert [ax.get_title() for ax in figure.axes] == [DIRECTIONS[label] for label in labels]
    assert "of 5 pixels" in alt


def test_rows_that_are_alike_up_to_rounding_are_said_to_be_the_same(drawn):
    alike = np.tile(RNG.normal(size=8), (4, 1))
    figure, alt = drawn(figures.what_the_head_sees, {"blind": alike + 1e-7, "seeing": RNG.random((4, 8))}, DIRECTIONS)
    assert "blind: every row is the same; seeing: the rows differ" in alt
    assert np.array_equal(figure.axes[0].images[0].get_array(), alike + 1e-7)
