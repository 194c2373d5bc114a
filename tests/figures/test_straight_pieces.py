"""Straight pieces are drawn from bend to bend, exactly, and counted in words."""

import numpy as np
import pytest

from helpers import figures
from helpers.experiments.bends import forward, pieces_on_a_line, random_network, tent

NETWORKS = {"one": random_network([2, 16, 1], 4), "two": random_network([2, 5, 5, 1], 1)}
START, END = np.array([-4.0, -3.0]), np.array([4.0, 3.0])


def test_the_curve_is_the_networks_output_along_the_line(drawn):
    figure, _ = drawn(figures.straight_pieces, NETWORKS, START, END)
    for ax, network in zip(figure.axes, NETWORKS.values()):
        t, y = ax.lines[0].get_data()
        assert t[0] == 0 and t[-1] == 1
        between = np.linspace(0, 1, 999)
        exact = forward(START + between[:, None] * (END - START), *network)[:, 0]
        assert np.interp(between, t, y) == pytest.approx(exact)


def test_there_is_a_dot_for_each_bend_and_one_piece_more(drawn):
    figure, alt = drawn(figures.straight_pieces, NETWORKS, START, END)
    for ax, (name, network) in zip(figure.axes, NETWORKS.items()):
        pieces = pieces_on_a_line(*network, START, END)
        assert len(ax.lines[1].get_xdata()) == pieces - 1
        assert ax.get_title(loc="left") == f"{name}\n{pieces} straight pieces"
        assert f"{name}, {pieces} straight pieces" in alt


def test_dots_do_not_hide_a_curve_with_many_bends(drawn):
    figure, alt = drawn(figures.straight_pieces, {"ten folds": tent(10)}, [0], [1])
    assert len(figure.axes[0].lines) == 1 and alt.endswith("ten folds, 1,024 straight pieces.")


def test_one_piece_is_not_called_pieces(drawn):
    _, alt = drawn(figures.straight_pieces, {"no unit switches": random_network([2, 16, 1], 4)}, [90, 90], [91, 91])
    assert alt.endswith("no unit switches, 1 straight piece.")
