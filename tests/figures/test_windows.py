"""A sliding window is worked out in numbers, and what an output pixel sees is framed."""

import numpy as np
import pytest

from helpers import figures

IMAGE = np.array([[3, 1, 2, 0], [0, 2, 5, 1], [1, 0, 1, 4]])
KERNEL = np.array([[1, -1], [2, 0]])


def numbers(figure):
    """Everything that stands in the figure's only axes, with a proper minus turned into Python's."""
    return [text.get_text().replace("−", "-") for text in figure.axes[0].texts]


def test_a_window_is_worked_out_to_the_number_it_gives(drawn):
    figure, alt = drawn(figures.sliding_window, IMAGE, KERNEL, (0, 1))
    texts = numbers(figure)
    assert texts[-1] == "1 + (-2) + 4 + 0 = 3"
    assert [texts.count(title) for title in ("image", "kernel", "products", "output")] == [1, 1, 1, 1]
    assert "The pixels 1, 2; 2, 5 times the weights 1, −1; 2, 0 are 1, −2; 4, 0. Their sum, 3, stands in row 0" in alt
    assert "which has 2 by 3 places" in alt


def test_only_the_number_that_was_worked_out_stands_in_the_output(drawn):
    figure, _ = drawn(figures.sliding_window, IMAGE, KERNEL, (1, 2))
    tables = IMAGE.size + KERNEL.size + KERNEL.size + 1
    signs, titles, sums = 3, 4, 1
    assert len(numbers(figure)) == tables + signs + titles + sums
    assert numbers(figure)[-1].endswith("= 6")


def test_products_of_all_channels_and_a_bias_go_into_one_number(drawn):
    figure, alt = drawn(figures.sliding_window, [IMAGE, IMAGE[::-1]], [KERNEL, 2 * KERNEL], (0, 0), bias=10)
    both = np.sum(IMAGE[:2, :2] * KERNEL) + np.sum(IMAGE[::-1][:2, :2] * 2 * KERNEL) + 10
    assert numbers(figure)[-1] == f"all products + 10 = {both}"
    assert "image, channel 1" in numbers(figure) and "kernel, channel 0" in numbers(figure)
    assert f"The sum of all of them and the bias 10, {both}, stands in row 0 and column 0" in alt


def test_a_window_frames_what_it_covers(drawn):
    figure, _ = drawn(figures.sliding_window, IMAGE, KERNEL, (1, 2))
    frames = [patch for patch in figure.axes[0].patches if patch.get_linewidth() > 2]
    assert [(frame.get_width(), frame.get_height()) for frame in frames] == [(2, 2), (1, 1)]
    assert frames[0].get_xy() == (2, 1)


def test_the_pixels_that_an_output_pixel_sees_are_framed_and_counted(drawn):
    one, other = np.zeros((8, 8)), np.zeros((8, 8))
    one[:3, :5], other[4:7, 2:7] = 1, -2
    figure, alt = drawn(figures.pixels_seen, {"one": one, "other": other})
    for ax, corner in zip(figure.axes, ((-0.5, -0.5), (1.5, 3.5))):
        (frame,) = ax.patches
        assert frame.get_xy() == pytest.approx(corner)
        assert (frame.get_width(), frame.get_height()) == (5, 3)
        assert ax.images[0].get_clim() == (-2, 2)
    assert "one, 15 weights that are not zero, in rows 0 to 2 and columns 0 to 4" in alt
    assert "other, 15 weights that are not zero, in rows 4 to 6 and columns 2 to 6" in alt
