"""Figures of gradients: the numbers on them are those of the chain rule, and a wrong gradient is seen to be wrong."""

import numpy as np
import pytest

from helpers import figures
from helpers.figures import style


def words(figure):
    return [text.get_text() for ax in figure.axes for text in ax.texts]


@pytest.mark.parametrize("x, w, target", [(2, 3, 5), (-1.5, 4, 0), (0.5, 0.5, 1)])
def test_the_numbers_of_the_chain_rule_are_those_of_nudging(x, w, target, drawn):
    figure, alt = drawn(figures.chain_rule, x, w, target)

    def loss(x, w):
        return (w * x - target) ** 2

    h = 1e-6
    for_x = (loss(x + h, w) - loss(x - h, w)) / (2 * h)
    for_w = (loss(x, w + h) - loss(x, w - h)) / (2 * h)
    shown = " ".join(words(figure)).replace("−", "-")
    assert f"= {for_w:.4g}" in shown and f"= {for_x:.4g}" in shown
    assert f"L = {loss(x, w):.4g}" in shown
    assert f"keeps {2 * (w * x - target):.4g} · x = {for_w:.4g}" in alt.replace("−", "-")


def test_right_entries_lie_on_the_line_and_wrong_ones_are_crosses(drawn):
    right = np.array([1.0, -2.0, 0.5, 0.0])
    figure, alt = drawn(figures.gradient_check, {"mine": (right, right), "wrong": (right + [0, 1, 0, 0], right)})
    for ax, off in zip(figure.axes, (0, 1)):
        _, dots, crosses = ax.lines
        assert len(dots.get_xdata()) == 4 - off and len(crosses.get_xdata()) == off
        assert np.array_equal(dots.get_xdata(), dots.get_ydata())
        assert crosses.get_marker() == "X" and crosses.get_color() == style.HIGHLIGHT
    assert "mine: all 4 on the line" in alt and "wrong: 1 of 4 are off" in alt


def test_rounding_does_not_count_as_wrong(drawn):
    gradient = np.linspace(-1, 1, 7)
    _, alt = drawn(figures.gradient_check, {"mine": (gradient + 1e-9, gradient)})
    assert "all 7 on the line" in alt


def test_pooling_shares_the_gradient_out_or_gives_it_to_the_largest(drawn):
    _, average = drawn(figures.pooling_backward, [[1, 4], [-2, 3]], 8)
    _, largest = drawn(figures.pooling_backward, [[1, 4], [-2, 3]], 8, "max")
    assert "has the mean 1.5" in average and "becomes 2, 2; 2, 2" in average
    assert "has the largest 4" in largest and "becomes 0, 8; 0, 0" in largest


def test_a_convolution_sends_kernel_times_gradient_to_the_window_it_came_from(drawn):
    image, kernel = np.arange(12.0).reshape(3, 4), np.array([[1.0, -1.0], [0.0, 2.0]])
    figure, alt = drawn(figures.convolution_backward, image, kernel, (1, 2), -3)
    assert "Back to the window goes −3, 3; 0, −6" in alt
    assert "to the kernel goes −18, −21; −30, −33" in alt
    back = {(text.get_position()): text.get_text() for text in figure.axes[3].texts}
    assert back == {(2.5, 1.5): "−3", (3.5, 1.5): "3", (2.5, 2.5): "0", (3.5, 2.5): "−6"}


def test_loss_curves_are_drawn_in_full_with_lines_that_differ(drawn):
    one, other = np.linspace(2.3, 0.1, 50), np.linspace(2.3, 1.8, 50)
    figure, alt = drawn(figures.loss_curves, {"one": one, "other": other}, np.log(10))
    first, second = figure.axes[0].lines[:2]
    assert np.array_equal(first.get_ydata(), one) and np.array_equal(second.get_ydata(), other)
    assert first.get_linestyle() != second.get_linestyle()
    assert "“one” falls to a fraction" in alt and "“other” falls." in alt


def test_curves_that_lie_on_each_other_are_said_to(drawn):
    losses = np.linspace(2.3, 0.1, 50)
    _, alt = drawn(figures.loss_curves, {"mine": losses, "theirs": losses + 1e-9})
    assert alt.endswith("the two curves lie on each other.")
