"""The convolution explorer: every picture is what SciPy computes, in all three views."""

import itertools

import numpy as np
import pytest
from explorer_tools import FUNCTIONS, NAMES, Moved
from scipy import signal

from helpers.digits import load_digits
from helpers.explorers import ConvolutionExplorer
from helpers.explorers.convolution_explorer.explorer import CELLS
from helpers.explorers.convolution_explorer.kernels import KERNELS
from helpers.explorers.convolution_explorer.pictures import PICTURES, picture, small_picture
from helpers.figures import style


@pytest.fixture(scope="module")
def explorer():
    moved = Moved(ConvolutionExplorer(), apart_from=CELLS)
    yield moved
    moved.explorer.close()


def correlated(image, *ks):
    for kernel in ks:
        image = signal.correlate2d(image, np.array(kernel, dtype=float), mode="valid")
    return image


def digit(label):
    return picture(f"handwritten {label}")


def photograph():
    return picture("photograph")


def gap(shown, expected):
    return np.abs(np.asarray(shown) - expected).max()


# ---- one kernel -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("preset, name", list(itertools.product(KERNELS, ["photograph", "handwritten 7"])))
def test_one_kernel_gives_what_scipy_gives(preset, name, explorer):
    shown, view = explorer.show(preset=preset, picture=name), explorer.views["one"]
    before = correlated(picture(name), KERNELS[preset])
    largest = np.abs(before).max()
    assert gap(view.before.get_array(), before / largest) < 1e-12
    assert gap(view.after.get_array(), np.clip(before, 0, None) / largest) < 1e-12
    assert shown["negative"] == pytest.approx(np.mean(before < -1e-12), abs=0.01)
    assert shown["changed"] == pytest.approx(np.mean(before < -1e-12), abs=0.01)
    assert shown["sum"] == pytest.approx(np.sum(KERNELS[preset]))


@pytest.mark.parametrize("name", NAMES)
def test_what_comes_after_is_the_activation_of_what_came_before(name, explorer):
    explorer.show(activation=name, picture="handwritten 5")
    view = explorer.views["one"]
    before = correlated(digit(5), KERNELS["edges, vertical"])
    after = FUNCTIONS[name](before)
    # Both on one scale, with zero in the middle of the colours.
    largest = max(np.abs(before).max(), np.abs(after).max())
    assert gap(view.before.get_array(), before / largest) < 1e-12
    assert gap(view.after.get_array(), after / largest) < 1e-12
    assert view.before.get_clim() == view.after.get_clim() == (-1, 1)


def test_the_kernel_is_written_into_its_squares(explorer):
    explorer.show(preset="emboss")
    written = [text.get_text() for text in explorer.views["one"].kernel.numbers]
    assert written == ["−2", "−1", "0", "−1", "1", "1", "0", "1", "2"]
    explorer.show(preset="blur")
    assert explorer.views["one"].kernel.numbers[4].get_text() == ".11"


# ---- choosing and editing -------------------------------------------------------------------------------------------


def test_a_photograph_and_every_digit_can_be_chosen_in_every_view(explorer):
    for view, panel in (("one", "image"), ("two", "twice"), ("matrix", "image")):
        seen = set()
        for name in PICTURES:
            assert "error" not in explorer.show(view=view, picture=name)
            seen.add(getattr(explorer.views[view], panel).get_array().tobytes())
        assert len(seen) == 11
        assert explorer.controls["picture"].layout.display != "none"


def test_pictures_look_as_they_are_photograph_and_ink_on_paper(explorer):
    explorer.show()
    image = explorer.views["one"].image
    assert image.get_cmap().name == "gray"
    explorer.show(picture="handwritten 4")
    assert image.get_cmap().name == "gray_r"
    digits = load_digits()
    four = digits.train_images[np.flatnonzero(digits.train_labels == 4)[0], 0]
    assert gap(image.get_array(), (four + 1) / 2) < 1e-7


def test_the_photograph_is_real_and_its_small_version_its_average():
    photo = photograph()
    assert photo.shape == (72, 72) and len(np.unique(photo)) > 100 and 0 <= photo.min() < photo.max() <= 1
    assert small_picture("photograph")[2, 5] == pytest.approx(photo[18:27, 45:54].mean())
    assert np.array_equal(small_picture("handwritten 6"), digit(6))


def test_without_matplotlibs_samples_a_digit_stands_in_for_the_photograph(monkeypatch):
    def missing(*arguments, **options):
        raise FileNotFoundError("no samples here")

    monkeypatch.setattr("matplotlib.cbook.get_sample_data", missing)
    stand_in = picture.__wrapped__("photograph")
    assert stand_in.shape == (72, 72) and len(np.unique(stand_in)) < 20
    first = load_digits().train_images[0, 0]
    assert np.corrcoef(stand_in[4::9, 4::9].ravel(), first.ravel())[0, 1] < -0.99


def test_choosing_a_kernel_fills_its_fields_and_editing_a_field_makes_it_your_own(explorer):
    explorer.show(preset="sharpen")
    assert [explorer.value(name) for name in ("k11", "k12", "k22")] == [0, -1, 5]
    explorer.controls["k22"].value = 6.0
    assert explorer.value("preset") == "your own"
    assert explorer.state()["kernel"] == [[0, -1, 0], [-1, 6, -1], [0, -1, 0]]
    draws = explorer.draws
    explorer.controls["preset"].value = "Laplacian"
    assert explorer.value("k22") == -4 and explorer.value("k11") == 0
    assert explorer.draws == draws + 1


def test_a_named_kernel_is_used_exactly_although_its_fields_are_rounded(explorer):
    shown = explorer.show(preset="blur")
    assert explorer.value("k11") == 0.111
    assert gap(shown["kernel"], 1 / 9) < 1e-15
    assert "add up to 1," in shown["readout"]


def test_each_view_shows_its_own_controls_and_no_others(explorer):
    seen = {"one": {"activation", "top", "left"}, "two": {"between", "second"}, "matrix": {"row", "column"}}
    for view, own in seen.items():
        explorer.show(view=view)
        hidden = {name for name, control in explorer.controls.items() if control.layout.display == "none"}
        assert hidden == {"activation", "top", "left", "between", "second", "row", "column"} - own


@pytest.mark.parametrize(
    ("name", "top", "left"), [("photograph", 40, 8), ("photograph", 69, 0), ("handwritten 2", 5, 3)]
)
def test_the_framed_window_is_told_with_what_its_products_add_up_to_and_what_the_activation_leaves(
    name, top, left, explorer
):
    shown = explorer.show(picture=name, preset="edges, vertical", activation="relu", top=top, left=left)
    image, kernel = picture(name), np.array(KERNELS["edges, vertical"])
    total = np.sum(image[top : top + 3, left : left + 3] * kernel)
    assert (shown["before"], shown["after"]) == pytest.approx((total, max(total, 0)))
    assert f"Framed: row {top}, column {left}." in shown["readout"]
    view, side = explorer.explorer.views["one"], len(image)
    places = (
        (view.window, (left + 1.5) / side, (top + 1.5) / side),
        *((pixel, (left + 0.5) / (side - 2), (top + 0.5) / (side - 2)) for pixel in view.pixels),
    )
    for frame, across, down in places:
        (x, y), width = frame.get_xy(), frame.get_width()
        assert width >= 0.05 and (x + width / 2, y + width / 2) == pytest.approx((across, 1 - down))


def test_another_picture_keeps_the_window_inside_and_is_drawn_once(explorer):
    explorer.show(picture="photograph", top=69, left=69)
    shown = explorer.show(picture="handwritten 0")
    assert (explorer.value("top"), explorer.value("left")) == (5, 5)
    assert "Framed: row 5, column 5." in shown["readout"]
    explorer.show(picture="photograph", top=69)
    assert explorer.value("top") == 69


def test_relu_changes_as_many_results_as_are_negative_with_any_kernel(explorer):
    for preset in KERNELS:
        shown = explorer.show(preset=preset, activation="relu")
        assert shown["negative"] == shown["changed"], preset


@pytest.mark.parametrize(
    "preset, words",
    [("Laplacian", "comes out as 0."), ("blur", "comes out as it was."), ("emboss", "comes out as 1 times")],
)
def test_what_becomes_of_one_grey_is_said_plainly(preset, words, explorer):
    total = round(float(np.sum(KERNELS[preset])), 3)
    words = "comes out as it was." if total == 1 else words
    assert words in explorer.show(preset=preset)["readout"]


def test_the_photograph_is_named_after_whom_it_shows(explorer):
    assert ("photograph of Grace Hopper", "photograph") in explorer.controls["picture"].options


def test_a_kernel_of_zeros_breaks_nothing(explorer):
    explorer.show(preset="identity", picture="handwritten 1")
    explorer.controls["k22"].value = 0.0
    for view in ("one", "two", "matrix"):
        explorer.controls["view"].value = view
        assert "error" not in explorer.state()
        assert np.isfinite([value for value in explorer.state().values() if isinstance(value, float)]).all()


# ---- two kernels ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("first, second", [("emboss", "sharpen"), ("edges, vertical", "edges, horizontal")])
def test_two_kernels_are_the_one_that_scipy_composes(first, second, explorer):
    shown = explorer.show(view="two", preset=first, second=second)
    composed = signal.convolve2d(KERNELS[first], KERNELS[second])
    twice = correlated(photograph(), KERNELS[first], KERNELS[second])
    assert gap(shown["composed"], composed) < 1e-12
    assert shown["largest"] == pytest.approx(np.abs(twice).max())
    assert shown["difference"] < 1e-12 * shown["largest"] and "That is rounding" in shown["readout"]
    written = [text.get_text() for text in explorer.views["two"].composed.numbers]
    assert written[:2] == [f"{weight:.2g}".replace("-", "−") for weight in composed[0, :2]]


@pytest.mark.parametrize("name", NAMES[1:])
def test_an_activation_between_two_kernels_leaves_no_one_kernel(name, explorer):
    shown, view = explorer.show(view="two", between=name), explorer.views["two"]
    between = FUNCTIONS[name](correlated(photograph(), KERNELS["edges, vertical"]))
    twice = correlated(between, KERNELS["blur"])
    once = correlated(photograph(), KERNELS["edges, vertical"], KERNELS["blur"])
    largest = max(np.abs(once).max(), np.abs(twice).max())
    for panel, expected in ((view.twice, twice), (view.once, once), (view.gap, twice - once)):
        assert gap(panel.get_array(), expected / largest) < 1e-12
    assert gap(view.between.get_array(), between / np.abs(between).max()) < 1e-12
    assert shown["difference"] == pytest.approx(np.abs(twice - once).max()) and shown["difference"] > 0.01
    assert f"With {style.LABELS[name]} between them, the two are not that one convolution" in shown["readout"]


def test_two_kernels_open_with_nothing_between_them(explorer):
    assert "Two 3×3 convolutions are one 5×5 convolution" in explorer.show(view="two")["readout"]


def test_the_two_results_to_compare_are_of_one_size_at_one_height_and_all_kernels_on_one_scale(explorer):
    explorer.show(view="two", preset="edges, vertical", second="blur")
    view = explorer.views["two"]
    places = [panel.axes.get_window_extent() for panel in (view.between, view.twice, view.once, view.gap)]
    assert len({(round(place.y0), round(place.width), round(place.height)) for place in places}) == 1
    for panel, kernel in ((view.first, KERNELS["edges, vertical"]), (view.second, KERNELS["blur"])):
        assert gap(panel.image.get_array(), np.array(kernel) / 2) < 1e-12


# ---- as a matrix ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("row, column", [(0, 0), (2, 3), (5, 5), (0, 5)])
def test_the_chosen_output_pixel_lights_its_row_of_the_matrix_and_its_window(row, column, explorer):
    shown = explorer.show(view="matrix", preset="emboss", picture="handwritten 2", row=row, column=column)
    view, kernel = explorer.views["matrix"], np.array(KERNELS["emboss"], dtype=float)
    expected = np.sum(digit(2)[row : row + 3, column : column + 3] * kernel)
    assert shown["by row"] == pytest.approx(expected) and shown["by convolution"] == pytest.approx(expected)
    assert shown["index"] == row * 6 + column and shown["entries"] == np.count_nonzero(kernel)
    assert f"is row {shown['index']} of the matrix" in shown["readout"]
    lit = view.matrix.get_alpha()
    assert np.flatnonzero(lit.min(axis=1) == 1).tolist() == [shown["index"]] and lit.min() < 0.5
    matrix_row = np.zeros((8, 8))
    matrix_row[row : row + 3, column : column + 3] = kernel
    assert gap(view.matrix.get_array()[shown["index"]], matrix_row.ravel() / np.abs(kernel).max()) < 1e-12
    # Rows count downwards and a panel's y upwards.
    (x, y), high = view.window.get_xy(), view.window.get_height()
    assert (x * 8, 8 - (y + high) * 8) == pytest.approx((column, row))
    (x, y), high = view.pixel.get_xy(), view.pixel.get_height()
    assert (x * 6, 6 - (y + high) * 6) == pytest.approx((column, row))
    assert view.line.get_y() < shown["index"] < view.line.get_y() + view.line.get_height()


def test_the_whole_matrix_times_the_image_is_the_output(explorer):
    explorer.show(view="matrix", preset="sharpen", picture="handwritten 8")
    view = explorer.views["matrix"]
    matrix = np.asarray(view.matrix.get_array()) * np.abs(KERNELS["sharpen"]).max()
    expected = correlated(digit(8), KERNELS["sharpen"])
    assert gap(matrix @ digit(8).ravel(), expected.ravel()) < 1e-12
    assert gap(view.output.get_array(), expected / np.abs(expected).max()) < 1e-12
