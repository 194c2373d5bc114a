"""Words that were drawn before are laid on a picture as they are, and nobody can tell."""

import numpy as np
import pytest

from helpers.figures import style
from helpers.figures.paper import pages, writing


def figure_with_words():
    """Words of every kind: upright and slanted, small and large, in a hue, see-through, turned, cut off, mathematical."""
    figure, ax = style.figure(4, 2)
    figure.set_layout_engine("none")
    ax.text(0.013, 0.1, "Äpfel, jQ", style="italic", fontsize=13.7)
    ax.text(0.4, 0.137, "two lines\nof a hue", color=style.COLOURS["tanh"], fontsize=9)
    ax.text(0.1, 0.5, "see-through", alpha=0.4, weight="bold")
    ax.text(0.7, 0.3, "turned", rotation=40)
    ax.text(0.9, 0.8, "cut off at the frame", clip_on=True)
    ax.text(0.2, 0.8, r"$\sigma^2 = \frac{2}{n}$")
    ax.axhspan(0.2, 0.6, color=style.COLOURS["relu"])
    for x, y in np.random.default_rng(0).uniform(0, 0.9, (30, 2)):
        ax.text(x, y, f"{x:.2f}", color="white", fontsize=8)
    return figure


@pytest.fixture(autouse=True)
def nothing_kept():
    writing._lines.clear()
    yield
    writing._lines.clear()


@pytest.mark.parametrize("page", [pages.LIGHT, pages.DARK])
def test_words_that_are_kept_look_exactly_as_those_that_are_drawn(page):
    figure = figure_with_words()
    drawn = pages.pixels(figure, page)
    assert not any(writing._lines.values())
    again = [pages.pixels(figure, page) for _ in range(2)]
    assert sum(line is not None for line in writing._lines.values()) >= 6
    for picture in again:
        np.testing.assert_array_equal(picture, drawn)


def test_a_changed_word_look_or_place_is_seen_at_once():
    figure = figure_with_words()
    slanted = figure.axes[0].texts[0]
    pages.pixels(figure)
    before = pages.pixels(figure)
    changes = [
        lambda: slanted.set_text("Birnen"),
        lambda: slanted.set_fontsize(15),
        lambda: slanted.set_color(style.COLOURS["relu"]),
        lambda: slanted.set_x(0.05),
        lambda: figure.set_dpi(2 * figure.dpi),
    ]
    for change in changes:
        change()
        after = pages.pixels(figure)
        assert after.shape != before.shape or np.any(after != before)
        before = after


def test_only_so_many_lines_are_kept_and_the_newest_of_them(monkeypatch):
    monkeypatch.setattr(writing, "KEPT", 3)
    figure = style.blank(2, 1)
    word = figure.text(0.1, 0.5, "")
    for number in "012344":
        word.set_text(number)
        pages.pixels(figure)
    assert [key[0] for key in writing._lines] == ["2", "3", "4"]
    assert [line is not None for line in writing._lines.values()] == [False, False, True]
