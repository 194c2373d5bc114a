"""The figures of other bends: every number that was measured is drawn, and said in as few digits as it deserves."""

import numpy as np
import pytest

from helpers import figures


def test_every_seed_of_a_dose_is_a_dot_and_the_line_goes_through_the_means(drawn):
    by_slope, by_share = {0: [0.9, 0.8], 0.5: [0.7, 0.7], 1: [0.2, 0.3]}, {1: [0.9], 0.1: [0.6], 0: [0.2]}
    figure, alt = drawn(figures.dose_and_response, by_slope, by_share)
    for ax, results in zip(figure.axes, (by_slope, by_share)):
        line, *dots = ax.lines[: 1 + len(results)]
        assert line.get_ydata() == pytest.approx([np.mean(values) for values in results.values()])
        assert [list(one.get_ydata()) for one in dots] == list(results.values())
    assert "0.5: about 70 %" in alt and "0.1: about 60 %" in alt


def test_every_point_that_comes_back_is_drawn_under_its_error(drawn):
    points = np.array([[0.0, 1.0], [2.0, -1.0]])
    figure, alt = drawn(figures.spirals_and_back, points, {2: (points / 2, 0.5), 30: (points, 0.001)})
    assert [len(ax.collections[0].get_offsets()) for ax in figure.axes] == [2, 2, 2]
    assert np.allclose(figure.axes[1].collections[0].get_offsets(), points / 2)
    assert figure.axes[1].get_title("left") == "2 ReLUs\nerror 50%" and "30 ReLUs, below 1%" in alt


def test_the_directions_say_after_how_many_steps_half_of_each_is_learned(drawn):
    steps = np.arange(100)[:, None]
    path = np.clip((steps - [0, 20, 40]) / 40, 0, 1)
    figure, alt = drawn(figures.directions_over_time, {"a product": path}, (4, 2, 1))
    lines = figure.axes[0].lines
    assert [list(line.get_ydata()) for line in lines] == path.T.tolist()
    assert len({line.get_linestyle() for line in lines}) == 3
    assert [text.get_text() for text in figure.axes[0].get_legend().get_texts()] == [f"strength {n}" for n in (4, 2, 1)]
    assert "a product, 20, 40, 60." in alt
