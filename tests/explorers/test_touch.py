"""Pictures that can be reached into: a place in a picture becomes a setting of the controls."""

import math

import numpy as np
import pytest
from explorer_tools import drag, point, tap, touch_of

from helpers.explorers import (
    ActivationExplorer,
    BoundaryExplorer,
    CollapseExplorer,
    ConvolutionExplorer,
    DoseExplorer,
    XorExplorer,
)
from helpers.explorers.convolution_explorer.explorer import CELLS
from helpers.explorers.frame.touch import DRAGGED, REACHED, Touch


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


def test_how_to_point_is_told_for_the_view_that_is_shown(made):
    explorer = made(ConvolutionExplorer())
    for view, words, other in (
        ("one", "its left half to take 0.5 away", "row of the matrix"),
        ("matrix", "row of the matrix", "kernel"),
    ):
        explorer.controls["view"].value = view
        (told,) = [part.value for part in explorer.widget.children if "Or point at" in getattr(part, "value", "")]
        assert words in told and other not in told


# ---- the numbers of a kernel ----------------------------------------------------------------------------------------


def numbers_of(explorer):
    return [explorer.value(name) for name in CELLS]


@pytest.mark.parametrize("index", range(9))
def test_a_tap_in_the_right_half_of_a_kernels_number_adds_a_half_and_in_the_left_half_takes_it_off(made, index):
    explorer = made(ConvolutionExplorer("emboss"))
    axes, (row, column), before = explorer.views["one"].kernel.image.axes, divmod(index, 3), numbers_of(explorer)
    for aside, change in ((0.3, 0.5), (0.3, 1), (-0.3, 0.5), (-0.2, 0), (-0.45, -0.5)):
        tap(explorer, axes, column + aside, row - 0.2)
        expected = [*before]
        expected[index] += change
        assert numbers_of(explorer) == expected and explorer.value("preset") == "your own"
        assert explorer.state()["kernel"] == np.reshape(expected, (3, 3)).tolist()
        written = explorer.views["one"].kernel.numbers[index].get_text()
        assert float(written.replace("−", "-")) == expected[index]


def test_a_kernels_number_follows_a_drag_to_either_side_and_out_of_the_picture(made):
    explorer = made(ConvolutionExplorer("identity"))
    axes, k22 = explorer.views["one"].kernel.image.axes, explorer.controls["k22"]
    for across, value in ((1.2, 1), (1.26, 1.5), (1.9, 2.5), (4, 7), (1.0, 1), (-3, -7)):
        drag(explorer, axes, (1, 1), (across, 1.4))
        assert k22.value == value
        k22.value = 1.0
    drag(explorer, axes, (1, 1), (2, 1), (1.05, 1))
    assert k22.value == 1
    assert (explorer.value("top"), explorer.value("left")) == (64, 47), "the window has stayed where it was"


def test_a_press_that_goes_nowhere_leaves_a_named_kernel_exact(made):
    explorer = made(ConvolutionExplorer("blur"))
    axes = explorer.views["one"].kernel.image.axes
    # A finger that begins to scroll the page presses, and lets go without a tap.
    drag(explorer, axes, (1.3, 1), (1.32, 1.1))
    assert explorer.value("preset") == "blur" and explorer.state()["kernel"][1][1] == 1 / 9
    tap(explorer, axes, 1.3, 1)
    assert numbers_of(explorer) == [*[0.111] * 4, 0.611, *[0.111] * 4]


def test_a_kernel_changed_in_the_picture_is_the_one_changed_in_its_fields(made):
    pointed, typed = made(ConvolutionExplorer("sharpen")), made(ConvolutionExplorer("sharpen"))
    drag(pointed, pointed.views["one"].kernel.image.axes, (2, 0), (1.3, 0))
    typed.controls["k13"].value = -1.0
    assert pointed.state() == typed.state() and bytes(pointed.picture.value) == bytes(typed.picture.value)


# ---- strokes --------------------------------------------------------------------------------------------------------


def test_a_drag_that_leaves_the_axes_goes_on_in_their_units_and_ends_at_the_last_step(made):
    explorer = made(ActivationExplorer())
    axes = explorer.sides["slope", "first"].ax
    drag(explorer, axes, (1, 0), (2, 0), (99, 0))
    assert explorer.value("z") == 5
    photograph = made(ConvolutionExplorer())
    # On to the kernel beside it, which is another's.
    drag(photograph, photograph.views["one"].image.axes, (0.5, 0.5), (1.6, 0.5))
    assert photograph.value("left") == 69 and photograph.value("preset") == "edges, vertical"


def test_a_stroke_that_begins_outside_all_axes_moves_nothing_inside_them(made):
    explorer = made(ActivationExplorer())
    before = explorer.state()
    point(explorer, explorer.sides["slope", "first"].ax, 3, 0, began=[0.0, 0.0], stroke=1)
    assert explorer.state() == before


@pytest.mark.parametrize("began", [None, [0.5], "ab", [math.nan, 0], [0.5, "0"], 3])
def test_where_the_page_tells_no_beginning_a_place_is_its_own(made, began):
    explorer = made(ActivationExplorer())
    point(explorer, explorer.sides["slope", "first"].ax, 3, 0, began=began, stroke=began, tapped="yes")
    assert explorer.value("z") == 3


# ---- all of them ----------------------------------------------------------------------------------------------------


def test_only_a_picture_in_which_something_is_dragged_up_and_down_keeps_a_finger_from_scrolling(made):
    for explorer in (made(XorExplorer()), made(ConvolutionExplorer())):
        held = [DRAGGED in image._dom_classes for image in explorer._images()]
        assert held == [isinstance(explorer, XorExplorer), *[False] * (len(held) - 1)]


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
