"""Figures of signals through layers: what is drawn is what was measured, and the words say the same."""

import numpy as np
import pytest

from helpers import figures
from helpers.figures import style
from helpers.figures.signals import quantiles

FALLING, RISING = 10.0 ** -np.arange(20), 10.0 ** np.arange(20)


def test_every_seed_of_a_series_is_a_line_and_the_words_say_by_what_power_it_changes(drawn):
    figure, alt = drawn(figures.sizes_by_layer, {"sigmoid": [FALLING, 2 * FALLING], "other": [RISING]}, "size")
    (ax,) = figure.axes
    assert ax.get_yscale() == "log"
    drawn_lines = [line.get_ydata() for line in ax.lines]
    for sizes in (FALLING, 2 * FALLING, RISING):
        assert any(np.array_equal(sizes, each) for each in drawn_lines)
    assert "sigmoid, about 10^−19; other, about 10^19" in alt
    assert {line.get_color() for line in ax.lines[:2]} == {style.COLOURS["sigmoid"]}


def test_a_gradient_is_told_from_the_last_layer_back(drawn):
    _, alt = drawn(figures.sizes_by_layer, {"tanh": [RISING]}, "size of the gradient", backwards=True)
    assert "from the last layer back to the first: tanh, about 10^−19" in alt


def test_the_grid_has_a_panel_for_each_pair_and_draws_everything_relative_to_the_first_layer(drawn):
    grid = {(start, name, width): [3 * FALLING, 5 * FALLING] for start in "ab" for name in ("tanh", "relu")
            for width in (50, 100)}  # fmt: skip
    figure, alt = drawn(figures.signal_grid, grid)
    assert len(figure.axes) == 4
    for ax in figure.axes:
        assert len(ax.lines) == 2
        assert ax.lines[0].get_ydata() == pytest.approx(FALLING)
        assert ax.lines[0].get_linestyle() != ax.lines[1].get_linestyle()
    assert "a, tanh: about 10^−19, about 10^−19" in alt


def test_a_gaussian_lies_on_the_diagonal_and_a_relu_output_does_not(drawn):
    z = np.random.default_rng(0).normal(size=4000)
    _, alt = drawn(figures.bell_or_not, {"z": (z, z), "its output": (np.maximum(z, 0), z)})
    assert "z: 0.0 before training, 0.0 after" in alt or "z: 0.1 before training, 0.1 after" in alt
    told = float(alt.split("its output: ")[1].split()[0])
    assert told > 0.5


def test_quantiles_are_those_of_scipy():
    norm = pytest.importorskip("scipy.stats").norm
    _, bell = quantiles(np.arange(10.0), count=9)
    np.testing.assert_allclose(bell, norm.ppf((np.arange(9) + 0.5) / 9), rtol=1e-6)


def test_each_layer_has_a_line_of_its_own_and_a_ratio_of_zero_stays_in_the_picture(drawn):
    ratios = np.stack([np.full(50, 1e-2), np.zeros(50)], axis=1)
    figure, alt = drawn(figures.ratios_over_time, {"a run": ratios})
    first, second, *_ = figure.axes[0].lines
    assert first.get_ydata() == pytest.approx(1e-2) and (np.array(second.get_ydata()) > 0).all()
    assert first.get_linestyle() != second.get_linestyle()
    assert "a run, from" in alt
