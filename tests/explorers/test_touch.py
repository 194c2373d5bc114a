"""Pictures that can be reached into: a place in a picture becomes a setting of the controls."""

import math

import numpy as np
import pytest

from helpers.explorers import ActivationExplorer, BoundaryExplorer, CollapseExplorer, ConvolutionExplorer, DoseExplorer
from helpers.explorers.frame.touch import REACHED, Touch


def touch_of(explorer):
    (found,) = [part for part in explorer.widget.children if isinstance(part, Touch)]
    return found


def point(explorer, axes, x, y):
    """Tell the explorer, as the page would, that a reader points at a place in the units of some axes."""
    canvases = explorer._drawn()
    (picture,) = [i for i, canvas in enumerate(canvases) if canvas and axes in canvas.figure.axes]
    across, up = axes.figure.transFigure.inverted().transform(axes.transData.transform((x, y)))
    touch_of(explorer)._hear(None, {"picture": picture, "x": across, "y": 1 - up}, [])


@pytest.fixture
def made():
    """Make explorers that are closed after the test."""
    explorers = []

    def make(explorer):
        explorers.append(explorer)
        return explorer

    yield make
    for explorer in explorers:
        explorer.close()


@pytest.mark.parametrize("side", ["first", "second"])
def test_the_point_on_a_curve_comes_to_where_a_reader_points(made, side):
    explorer = made(ActivationExplorer())
    point(explorer, explorer.sides["slope", side].ax, -2.34, 0.1)
    assert explorer.value("z") == -2.3 and explorer.state()["z"] == -2.3
    explorer.controls["view"].value = "layer"
    point(explorer, explorer.sides["layer", side].ax, -1.5, 0.5)
    assert explorer.value("width") == 1.5
    explorer.controls["view"].value = "large"
    point(explorer, explorer.sides["large", side].ax, 333, 0)
    assert explorer.value("large_z") == 330


@pytest.mark.parametrize("degrees", [0, 35, 90, 145])
def test_the_dashed_line_turns_to_the_place_and_to_the_one_opposite(made, degrees):
    explorer = made(BoundaryExplorer())
    direction = np.array([math.cos(math.radians(degrees)), math.sin(math.radians(degrees))])
    for place in (1.5 * direction, -0.7 * direction):
        explorer.controls["angle"].value = 70
        point(explorer, explorer.path.axes, *place)
        assert explorer.value("angle") % 180 == degrees
    point(explorer, explorer.curve.axes, 0.5, 0.5)
    assert explorer.value("angle") % 180 == degrees


def test_an_output_pixel_is_chosen_in_the_output_in_the_image_and_in_the_matrix(made):
    explorer = made(ConvolutionExplorer())
    explorer.controls["view"].value = "matrix"
    view = explorer.views["matrix"]
    # Panels run from 0 to 1 both ways, with row 0 on top.
    for axes, x, y, pixel in (
        (view.output.axes, 1.5 / 6, 1 - 4.5 / 6, (4, 1)),
        (view.image.axes, 3.5 / 8, 1 - 1.5 / 8, (0, 2)),
        (view.image.axes, 0.01, 0.99, (0, 0)),
        (view.image.axes, 0.99, 0.01, (5, 5)),
        (view.matrix.axes, 40, 20, (3, 2)),
    ):
        point(explorer, axes, x, y)
        assert (explorer.value("row"), explorer.value("column")) == pixel
        assert explorer.state()["index"] == 6 * pixel[0] + pixel[1]
    explorer.controls["view"].value = "two"
    point(explorer, explorer.views["two"].once.axes, 0.1, 0.1)
    assert (explorer.value("row"), explorer.value("column")) == (3, 2)


def test_the_window_comes_to_where_a_reader_points_in_the_photograph_or_in_a_result(made):
    explorer = made(ConvolutionExplorer())
    view = explorer.views["one"]
    for axes, x, y, window in (
        (view.image.axes, 10.5 / 72, 1 - 30.5 / 72, (29, 9)),
        (view.before.axes, 10.5 / 70, 1 - 30.5 / 70, (30, 10)),
        (view.after.axes, 0.999, 0.001, (69, 69)),
        (view.image.axes, 0.001, 0.999, (0, 0)),
        (view.kernel.image.axes, 1, 1, (0, 0)),
    ):
        point(explorer, axes, x, y)
        assert (explorer.value("top"), explorer.value("left")) == window


def test_only_pictures_that_can_be_pointed_at_say_so_by_their_class(made):
    explorer = made(ConvolutionExplorer())
    for view, reached in (("one", True), ("two", False), ("matrix", True)):
        explorer.controls["view"].value = view
        assert all((REACHED in image._dom_classes) is reached for image in explorer._images())
        (words,) = [part for part in explorer.widget.children if "Or point at" in getattr(part, "value", "")]
        assert (words.layout.display != "none") is reached
    assert not any(REACHED in image._dom_classes for image in made(CollapseExplorer())._images())


def test_a_guess_is_put_where_a_reader_points(made):
    explorer = made(DoseExplorer())
    point(explorer, explorer.curve.ax, 72, 0.5)
    assert explorer.value("guess_slope") == 0.7
    explorer.controls["vary"].value = "kept"
    point(explorer, explorer.curve.ax, 12, 0.5)
    assert explorer.value("guess_kept") == 12


def test_one_touch_is_one_drawing(made):
    explorer = made(ConvolutionExplorer())
    explorer.controls["view"].value = "matrix"
    before = explorer.draws
    point(explorer, explorer.views["matrix"].output.axes, 0.05, 0.95)
    assert explorer.draws == before + 1


def test_a_place_outside_all_axes_and_what_is_no_place_change_nothing(made):
    explorer = made(ActivationExplorer())
    before = explorer.state()
    for content in (
        {},
        {"picture": 99, "x": 0.5, "y": 0.5},
        {"picture": -1, "x": 0.5, "y": 0.5},
        {"picture": 0, "x": math.nan, "y": 0.5},
        {"picture": 0, "x": "0.5", "y": 0.5},
        {"picture": 0, "x": 0.0, "y": 0.0},
        {"picture": 0, "x": -3, "y": 7},
    ):
        touch_of(explorer)._hear(None, content, [])
        assert explorer.state() == before, content


def test_where_pointing_does_nothing_no_page_is_asked_for_it(made):
    explorer = made(CollapseExplorer())
    assert not any(isinstance(part, Touch) for part in explorer.widget.children)
    assert explorer.pointing == ""


def test_while_a_reader_points_sliders_send_nothing_back_and_afterwards_they_do(made):
    explorer = made(ActivationExplorer())
    z = explorer.controls["z"]
    touch_of(explorer)._hear(None, {"picture": 0, "x": 0.5, "y": 0.5}, [])
    assert z.continuous_update is False
    touch_of(explorer)._hear(None, {"released": True}, [])
    assert z.continuous_update is True


def test_every_touch_is_answered_even_where_it_fails(made, monkeypatch):
    explorer = made(ActivationExplorer())
    touch, sent = touch_of(explorer), []
    monkeypatch.setattr(touch, "send", sent.append)
    touch._hear(None, {}, [])
    touch._touched = lambda *place: 1 / 0
    with pytest.raises(ZeroDivisionError):
        touch._hear(None, {"picture": 0, "x": 0.5, "y": 0.5}, [])
    assert sent == [{"answered": True}] * 2
