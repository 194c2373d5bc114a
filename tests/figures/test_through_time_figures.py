"""Figures of lesson 08: rows in time, ten templates in a row, gradients on their way back."""

import numpy as np

from helpers import figures
from helpers.figures import style

RNG = np.random.default_rng(0)


def test_every_step_shows_its_row_and_its_hidden_state(drawn):
    image, states = RNG.uniform(-1, 1, size=(5, 8)), RNG.normal(size=(5, 3))
    figure, alt = drawn(figures.unrolled, image, states, 7)
    (ax,) = figure.axes
    whole, *steps = [picture.get_array() for picture in ax.images]
    assert np.array_equal(whole, image)
    for t in range(5):
        assert np.array_equal(steps[2 * t], image[t : t + 1])
        assert np.array_equal(steps[2 * t + 1], states[t][:, None])
    assert "A 7" in alt and "5 steps of 8 pixels" in alt and "3 numbers" in alt


def test_the_rows_with_ink_are_told(drawn):
    image = np.full((4, 4), -1.0)
    image[1:3] = 0.5
    _, alt = drawn(figures.unrolled, image, RNG.normal(size=(4, 2)), 1)
    assert "ink in rows 2 to 3" in alt


def test_templates_stand_in_rows_each_with_its_own_scale(drawn):
    classifiers = {"small": RNG.normal(size=(10, 64)), "large": 100 * RNG.normal(size=(10, 64))}
    figure, alt = drawn(figures.template_rows, classifiers)
    assert len(figure.axes) == 20
    for ax, row in zip(figure.axes, np.concatenate(list(classifiers.values()))):
        assert np.array_equal(ax.images[0].get_array(), row.reshape(8, 8))
    assert figure.axes[0].images[0].get_clim()[1] == np.abs(classifiers["small"]).max()
    # All pictures of a row stand at the same distance.
    lefts = [ax.get_position().x0 for ax in figure.axes[:10]]
    np.testing.assert_allclose(np.diff(lefts), np.diff(lefts)[0])
    assert "small; large" in alt


def test_gradients_are_drawn_as_they_are_and_their_ends_are_told_in_powers_of_ten(drawn):
    curves = {"radius 1.1": 1.1 ** np.arange(51), "radius 0.9": 0.9 ** np.arange(51)}
    figure, alt = drawn(figures.gradients_back, {"identity": curves, "tanh": curves})
    for ax, name in zip(figure.axes, ("identity", "tanh")):
        lines = [line for line in ax.lines if len(line.get_xdata()) == 51]
        for line, sizes in zip(lines, curves.values()):
            assert np.array_equal(line.get_ydata(), sizes)
            assert line.get_color() == style.COLOURS[name]
        assert [line.get_marker() for line in lines] == ["o", "^"]
        assert ax.get_yscale() == "log"
    # 1.1^50 is 117, and 0.9^50 is 0.005.
    assert "identity, radius 1.1, about 10 to the 2; identity, radius 0.9, about 10 to the −2; tanh" in alt
