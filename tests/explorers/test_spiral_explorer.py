"""The spiral explorer draws what comes back, and keeps count of what was tried."""

import numpy as np
import pytest

from helpers.experiments.other_bends.bottleneck import spiral, through_relus
from helpers.explorers import SpiralExplorer


@pytest.fixture
def explorer():
    made = SpiralExplorer()
    yield made
    made.close()


def test_what_is_drawn_is_what_came_back(explorer):
    explorer.controls["units"].value = 7
    explorer.controls["draw"].value = 3
    points, error = through_relus(spiral(), 7, seed=3)
    assert np.array_equal(explorer.returned.get_offsets(), points)
    assert explorer.state()["error"] == pytest.approx(error)


def test_every_try_leaves_a_dot_and_the_fewest_that_kept_it_whole_are_remembered(explorer):
    for units in (30, 20, 1):
        explorer.controls["units"].value = units
    assert explorer.dots.get_xdata() == [2, 30, 20, 1]
    assert explorer.state()["fewest"] == 20
    assert "the fewest so far that kept it whole: 20" in explorer.state()["readout"]


def test_nothing_is_said_to_be_whole_before_it_was(explorer):
    assert explorer.state()["fewest"] is None
    assert "none so far" in explorer.state()["readout"]
