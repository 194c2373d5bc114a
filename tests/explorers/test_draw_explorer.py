"""DrawExplorer: strokes become images like the data's, and both networks read exactly what is shown."""

import base64
from itertools import pairwise

import ipywidgets
import numpy as np
import pytest

from helpers.activations import softmax
from helpers.convolution import AvgPool2d
from helpers.digits import load_digits
from helpers.experiments.digit_networks import digit_network
from helpers.explorers import DrawExplorer
from helpers.explorers.digit_networks import NAMES, trained_on_flipped_digits
from helpers.explorers.draw_explorer import board
from helpers.explorers.draw_explorer.strokes import distance
from helpers.layers import Dense, Flatten, Identity, ReLU
from helpers.network import Sequential


def arc(x, y, width, height, start, end):
    """Points of an ellipse, angles in degrees, clockwise on the board from the right."""
    angle = np.deg2rad(np.linspace(start, end, 24))
    return np.column_stack([x + width * np.cos(angle), y + height * np.sin(angle)])


# Ten digits as somebody wrote them, on a sheet of 100×100; 1 with a flag and 7 crossed, like those of the data set.
HANDWRITING = {
    0: [arc(50, 50, 28, 42, 0, 360)],
    1: [[[35, 25], [52, 10], [52, 90]]],
    2: [[*arc(50, 32, 25, 22, 180, 390), [30, 90], [80, 90]]],
    3: [[*arc(48, 30, 24, 20, 200, 450), *arc(48, 70, 26, 20, 270, 510)]],
    4: [[[60, 10], [22, 62], [82, 62]], [[60, 10], [60, 92]]],
    5: [[[75, 10], [32, 10], [30, 45], *arc(48, 65, 27, 25, 225, 500)]],
    6: [[[65, 10], *arc(62, 60, 36, 48, 250, 180), *arc(50, 68, 24, 22, 180, -180)]],
    7: [[[22, 12], [78, 12], [45, 90]], [[32, 50], [72, 50]]],
    8: [arc(50, 30, 20, 20, 90, 450), arc(50, 70, 25, 20, -90, 270)],
    9: [[*arc(50, 32, 22, 22, 0, -360), [72, 32], [66, 90]]],
}


def handwritten(digit, size=2.0, x=20, y=10):
    return [(True, np.asarray(line, float) * size + (x, y)) for line in HANDWRITING[digit]]


@pytest.fixture(scope="module")
def shared():
    return DrawExplorer()


@pytest.fixture
def explorer(shared):
    """The explorer with an empty sheet and its controls as at the start."""
    with shared.together():
        for name, value in {"invert": False, "fit": True, "look": "relu", "pen": "draw"}.items():
            shared.controls[name].value = value
    shared.put_strokes([])
    return shared


def draw_on_the_board(explorer, strokes, blank=False, revision=None):
    """What the board in the browser does: send what was drawn on it."""
    revision = explorer.revision if revision is None else revision
    lines = [board.flat(stroke) for stroke in strokes]
    explorer.board.set_state({"value": {"revision": revision, "blank": blank, "strokes": lines}})


# ---- from strokes to an image ---------------------------------------------------------------------------------------


def test_most_handwritten_digits_are_read_by_the_relu_network_in_both_contrasts_and_wherever_they_stand(explorer):
    right = {"relu": 0, "identity": 0}
    for digit in HANDWRITING:
        for size, x, y in ((2.3, 10, 10), (1.2, 110, 30)):
            explorer.put_strokes(handwritten(digit, size, x, y))
            for name in NAMES:
                right[name] += (explorer.state()[name] == digit) + (explorer.state()["inverted"][name] == digit)
    assert right["relu"] >= 32
    assert right["identity"] <= 20


def test_the_drawings_have_as_much_ink_as_the_data(explorer):
    inks = []
    for digit in HANDWRITING:
        explorer.put_strokes(handwritten(digit))
        inks.append(np.mean(explorer.state()["seen"]))
    data = np.mean(load_digits().train_images * 8 + 8)
    assert np.mean(inks) == pytest.approx(data, rel=0.1)


def test_distance_is_that_to_the_nearest_point_of_the_line():
    points = np.array([[40.0, 30.0], [200.0, 90.0], [120.0, 240.0]])
    fine = np.concatenate([np.linspace(a, b, 4000) for a, b in pairwise(points)])
    centres = (np.arange(32) + 0.5) * 8
    expected = [[np.min(np.hypot(*(fine - (x, y)).T)) for x in centres] for y in centres]
    np.testing.assert_allclose(distance(points), expected, atol=0.05)


def test_a_dot_fills_its_cell_and_spills_evenly_into_the_neighbours(explorer):
    explorer.controls["fit"].value = False
    explorer.put_strokes([(True, [[112, 144]])])
    seen = np.array(explorer.state()["seen"])
    assert seen[4, 3] == 16
    neighbours = seen[3, 3], seen[5, 3], seen[4, 2], seen[4, 4]
    assert len(set(neighbours)) == 1 and 0 < neighbours[0] < 8
    assert np.all(seen[:3] == 0) and np.all(seen[:, 5:] == 0)


def test_fitting_makes_place_and_size_not_matter(explorer):
    explorer.put_strokes(handwritten(4, 2.4, 10, 8))
    large = np.array(explorer.state()["seen"])
    explorer.put_strokes(handwritten(4, 1.2, 100, 90))
    np.testing.assert_array_equal(explorer.state()["seen"], large)
    assert large[0].any() and large[7].any() and not large[:, 0].any()
    explorer.controls["fit"].value = False
    small = np.array(explorer.state()["seen"])
    assert not small[:2].any() and small.any()


def test_a_wide_drawing_is_made_as_narrow_as_the_data(explorer):
    explorer.put_strokes([(True, [[10, 100], [246, 150]])])
    columns = np.flatnonzero(np.any(explorer.state()["seen"], axis=0))
    assert columns[0] >= 1 and columns[-1] <= 6


def test_erased_ink_is_gone_and_does_not_count_in_fitting(explorer):
    blot = [(True, [[230, 20]]), (False, [[230, 20]])]
    explorer.put_strokes(handwritten(3, 1.5, 20, 60))
    clean = explorer.state()["seen"]
    explorer.put_strokes([*handwritten(3, 1.5, 20, 60), *blot])
    np.testing.assert_array_equal(explorer.state()["seen"], clean)
    explorer.put_strokes(blot)
    assert "empty sheet" in explorer.state()["readout"]


# ---- what the networks make of it -----------------------------------------------------------------------------------


def test_turning_the_contrast_round_flips_the_linear_logits_about_the_bias(explorer):
    explorer.put_strokes(handwritten(5))
    network = explorer.networks["identity"]
    bias = network(np.zeros((1, 1, 8, 8), np.float32))[0]
    shown = []
    for inverted in (False, True):
        explorer.controls["invert"].value = inverted
        image = (np.array(explorer.state()["seen"], np.float32) - 8) / 8
        logits = network(image[None, None])[0]
        np.testing.assert_allclose(explorer.state()["probabilities"]["identity"], softmax(logits), rtol=1e-4)
        shown.append(logits)
    np.testing.assert_allclose(shown[1], 2 * bias - shown[0], atol=1e-4)
    assert explorer.state()["mirrored"] == {"identity": True, "relu": False}
    assert "mirrors every logit of identity at its bias, and not those of ReLU" in explorer.state()["readout"]
    explorer.controls["invert"].value = False
    assert "mirrors" not in explorer.state()["readout"]


def test_how_the_writers_drew_is_said_where_a_1_or_a_7_is_in_question(explorer):
    told = set()
    for digit in range(10):
        explorer.put_strokes(handwritten(digit))
        state = explorer.state()
        read = {*(state[name] for name in NAMES), *state["inverted"].values()}
        assert ("The writers of the data set" in state["readout"]) == bool({1, 7} & read)
        told.add("The writers of the data set" in state["readout"])
    assert told == {True, False}


def test_what_would_be_read_in_the_other_contrast_is_what_is_read_there(explorer):
    for digit in (2, 7, 9):
        explorer.controls["invert"].value = False
        explorer.put_strokes(handwritten(digit))
        promised = explorer.state()["inverted"]
        explorer.controls["invert"].value = True
        assert {name: explorer.state()[name] for name in NAMES} == promised


def test_a_test_image_is_read_as_it_is(explorer):
    digits = load_digits()
    explorer.load_test_image(11)
    np.testing.assert_array_equal(explorer.state()["seen"], digits.test_images[11, 0] * 8 + 8)
    explorer.controls["invert"].value = True
    np.testing.assert_array_equal(explorer.state()["seen"], 8 - digits.test_images[11, 0] * 8)
    assert f"Test image 11, a {digits.test_labels[11]}:" in explorer.state()["readout"]


@pytest.mark.parametrize("name", NAMES)
def test_the_feature_maps_are_the_network_s_own(explorer, name):
    explorer.load_test_image(3)
    explorer.controls["look"].value = name
    image = load_digits().test_images[3:4]
    stages = dict(explorer.networks[name].activations(image))
    kind = {"relu": "ReLU", "identity": "Identity"}[name]
    expected = [(stages["0 Conv2d"], stages[f"1 {kind}"]), (stages["3 Conv2d"], stages[f"4 {kind}"])]
    for (before, after), panel in zip(expected, explorer.maps):
        largest = np.percentile(np.abs(before), 97)
        for maps, image in zip((before, after), panel.images):
            drawn = image.get_array()
            step = panel.side + max(panel.side // 8, 1)
            for index in (0, 5, len(maps[0]) - 1):
                top, left = index // 8 * step, index % 8 * step
                tile = drawn[top : top + panel.side, left : left + panel.side]
                np.testing.assert_allclose(tile, maps[0, index] / largest, rtol=1e-5)
    assert np.array_equal(expected[0][0], expected[0][1]) == (name == "identity")


def test_a_caller_s_networks_are_read_and_left_alone():
    network = digit_network(ReLU, AvgPool2d, seed=5)
    before = network.parameters.copy()
    explorer = DrawExplorer(relu=network)
    explorer.put_strokes(handwritten(8))
    image = (np.array(explorer.state()["seen"], np.float32) - 8) / 8
    np.testing.assert_allclose(
        explorer.state()["probabilities"]["relu"], softmax(network(image[None, None])[0]), rtol=1e-4
    )
    network.parameters[...] = 0
    explorer.put_strokes(handwritten(9))
    assert np.ptp(explorer.state()["probabilities"]["relu"]) > 0
    assert np.array_equal(explorer.networks["relu"].parameters, before)
    assert explorer.networks["identity"] is not trained_on_flipped_digits("identity")


@pytest.mark.parametrize(
    "network",
    ["relu", Sequential([Flatten(), Dense(64, 10)]), digit_network(Identity, AvgPool2d).layers, None.__class__,
     Sequential([Dense(3, 10), ReLU(), Dense(10, 10)])],
    ids=["a name", "no maps", "layers only", "a class", "no images"],
)  # fmt: skip
def test_a_network_of_another_shape_is_named(network):
    with pytest.raises(ValueError, match=r"^identity: expected a Sequential .*got "):
        DrawExplorer(identity=network)


# ---- the sheet and the board ----------------------------------------------------------------------------------------


def test_what_the_board_sends_is_what_is_seen(explorer):
    draw_on_the_board(explorer, handwritten(6))
    on_the_board = explorer.state()["seen"]
    explorer.put_strokes(handwritten(6))
    np.testing.assert_allclose(explorer.state()["seen"], on_the_board, atol=2)
    assert np.any(on_the_board)


def test_strokes_for_a_sheet_that_is_gone_are_left_aside(explorer):
    old = explorer.revision
    explorer.buttons["clear"].click()
    draw_on_the_board(explorer, handwritten(6), revision=old)
    assert "empty sheet" in explorer.state()["readout"]


def test_the_example_makes_way_for_the_first_stroke_and_a_test_image_does_not(explorer):
    explorer.load_test_image(0, example=True)
    draw_on_the_board(explorer, [(True, np.array([[128, 128]]))], blank=True)
    assert "Your drawing" in explorer.state()["readout"]
    explorer.load_test_image(4)
    before = np.array(explorer.state()["seen"])
    draw_on_the_board(explorer, [(True, np.array([[16, 16]]))])
    after = np.array(explorer.state()["seen"])
    assert "drawn over" in explorer.state()["readout"]
    assert after[0, 0] == 16 and np.array_equal(after[3:], before[3:])


def test_undo_takes_back_strokes_and_then_the_test_image(explorer):
    explorer.buttons["test"].click()
    image = explorer.state()["seen"]
    draw_on_the_board(explorer, [(True, np.array([[16, 16]])), (False, np.array([[100, 100]]))])
    explorer.buttons["undo"].click()
    explorer.buttons["undo"].click()
    np.testing.assert_array_equal(explorer.state()["seen"], image)
    explorer.buttons["undo"].click()
    assert "empty sheet" in explorer.state()["readout"]


@pytest.mark.parametrize("known", [0, 1, 2])
def test_undo_takes_back_the_stroke_that_it_has_overtaken_on_its_way(explorer, known):
    explorer.buttons["test"].click()
    image, on_the_way = np.array(explorer.state()["seen"]), [(True, np.array([[16, y]])) for y in (16, 48, 80)]
    old = explorer.revision
    draw_on_the_board(explorer, on_the_way[:known])
    explorer.buttons["undo"].click()
    for count in range(known + 1, 4):
        draw_on_the_board(explorer, on_the_way[:count], revision=old)
    seen = np.array(explorer.state()["seen"])
    assert seen[0, 0] == seen[1, 0] == 16 and np.array_equal(seen[4:], image[4:])
    assert seen[2, 0] < 16
    assert explorer.board.sheet["strokes"] == [board.flat(stroke) for stroke in on_the_way[:2]]


def test_what_was_drawn_before_a_clear_does_not_come_back(explorer):
    old = explorer.revision
    draw_on_the_board(explorer, handwritten(1))
    explorer.buttons["undo"].click()
    explorer.buttons["clear"].click()
    draw_on_the_board(explorer, handwritten(4), revision=old)
    assert "empty sheet" in explorer.state()["readout"]


def test_the_test_images_come_one_after_the_other(explorer):
    explorer.load_test_image(396)
    explorer.buttons["test"].click()
    assert "Test image 0," in explorer.state()["readout"]
    explorer.buttons["clear"].click()
    explorer.buttons["test"].click()
    assert "Test image 1," in explorer.state()["readout"]


def test_the_board_is_told_what_to_show(explorer):
    explorer.put_strokes([(True, [[10, 20], [30, 40]])])
    explorer.controls["invert"].value = True
    explorer.controls["pen"].value = "erase"
    sheet = explorer.board.sheet
    assert sheet["strokes"] == [[1, 10, 20, 30, 40]] and sheet["cells"] is None
    assert sheet["inverted"] and sheet["erasing"] and sheet["revision"] == explorer.revision
    explorer.load_test_image(2)
    np.testing.assert_array_equal(explorer.board.sheet["cells"], load_digits().test_images[2].ravel() * 8 + 8)


@pytest.mark.parametrize("drawn", [
    {"revision": 1}, {"revision": 1, "blank": False, "strokes": [[1, 2]]}, {"revision": 1, "blank": 0, "strokes": [[1]]},
    {"revision": 1, "blank": False, "strokes": 3}, {"strokes": [], "blank": False}, {"x": 1},
])  # fmt: skip
def test_a_message_that_is_no_drawing_is_an_error_on_the_page(explorer, drawn):
    explorer.board.set_state({"value": drawn})
    assert "ValueError: strokes: expected a drawing from the board, got" in explorer.state()["readout"]
    explorer.board.value = {}
    assert "error" not in explorer.state()


@pytest.mark.parametrize("strokes", [[(True, [1, 2])], [(True, [[1, np.nan]])], [True], [(True, [])], [(1, "ab")]])
def test_strokes_that_are_none_are_named(explorer, strokes):
    with pytest.raises(ValueError, match="^strokes: expected .*got "):
        explorer.put_strokes(strokes)


# ---- the frame ------------------------------------------------------------------------------------------------------


def test_redrawing_makes_no_new_artists_and_no_new_widgets(explorer):
    canvases = [explorer.canvas, *(canvas for canvas, _ in explorer.panels.values())]

    def size():
        artists = sum(len(ax.get_children()) for canvas in canvases for ax in canvas.figure.axes)
        return artists, len(ipywidgets.widget._instances)

    before, draws = size(), explorer.draws
    for digit in range(10):
        explorer.put_strokes(handwritten(digit))
    assert size() == before
    assert explorer.draws == draws + 10


def test_the_still_picture_is_there_without_a_kernel(explorer):
    bundle, metadata = explorer.bundle()
    assert base64.b64decode(bundle["image/png"]).startswith(b"\x89PNG")
    assert "8×8 pixels" in metadata["image/png"]["alt"] and 'alt="' in bundle["text/html"]
    assert metadata["image/png"]["width"] <= 680


def test_the_board_can_be_named_and_worked_without_a_mouse(explorer):
    page = str(explorer.board._esm)
    assert 'tabindex="0"' in page and "aria-label=" in page and 'role="status"' in page
    shown = [control for name, control in explorer.controls.items() if name != "board"]
    assert all(control.description for control in [*shown, *explorer.buttons.values()])


def test_the_board_s_script_and_looks_stand_in_files_of_their_own(explorer):
    for source, name in ((explorer.board._esm, "board.js"), (explorer.board._css, "board.css")):
        assert str(source) == (board.HERE / name).read_text(encoding="utf-8")


def test_closing_takes_the_board_off_the_page_too():
    before = set(ipywidgets.widget._instances)
    explorer = DrawExplorer()
    explorer.close()
    assert set(ipywidgets.widget._instances) == before
