"""The explorer on XOR: what it calls parted is parted, by linear programming too, and pointing does what controls do."""

import itertools

import numpy as np
import pytest
from explorer_tools import FUNCTIONS, NAMES, Moved, drag, point, tap
from scipy import optimize

from helpers.exercises import decorator
from helpers.explorers import XorExplorer
from helpers.explorers.frame import functions
from helpers.explorers.xor_explorer.explorer import FARTHEST, START
from helpers.explorers.xor_explorer.panels import GRID, RIMS, SEEN
from helpers.explorers.xor_explorer.parting import ROUNDING, landed_together, widest_gap
from helpers.explorers.xor_explorer.questions import QUESTIONS, opposite

CORNERS = {"00": (0, 0), "01": (0, 1), "10": (1, 0), "11": (1, 1)}
BENT = NAMES[1:]
XOR = "0110", "1001"
# Two parallel lines: between them lie 01 and 10, and the unit of the second tells 11 from 00.
BY_HAND = {"angle 1": 45, "offset 1": -0.35, "angle 2": 45, "offset 2": 0.0}


@pytest.fixture(scope="module")
def moved():
    one = Moved(XorExplorer())
    yield one
    one.explorer.close()


@pytest.fixture
def explorer(moved):
    """The explorer as it is at first, with nothing solved; after the test, nothing has gone wrong."""
    for solved in moved.explorer.solved.values():
        solved.clear()
    moved.explorer._bent = "relu"
    moved.show()
    for solved in moved.explorer.solved.values():
        solved.clear()
    yield moved
    assert "error" not in moved.state()


def wanting(question):
    """The settings of the four corners by which a question is asked."""
    return {f"corner {name}": answer == "1" for name, answer in zip(CORNERS, question)}


def chosen(question):
    return np.array([answer == "1" for answer in question])


def on_steps(rng):
    """Any lines, on the sliders' own steps."""
    places = {}
    for number in (1, 2):
        places[f"angle {number}"] = int(5 * rng.integers(0, 73))
        places[f"offset {number}"] = float(np.round(0.05 * rng.integers(-15, 16), 2))
    return places


def landed(name, settings):
    """Where the corners land, by hand: four times the distance from each line, and the activation."""
    places = []
    for x1, x2 in CORNERS.values():
        z = [
            4 * ((x1 - 0.5) * np.cos(np.deg2rad(angle)) + (x2 - 0.5) * np.sin(np.deg2rad(angle)) - offset)
            for angle, offset in ((settings[f"angle {n}"], settings[f"offset {n}"]) for n in (1, 2))
        ]
        places.append(FUNCTIONS[name](np.array(z)))
    return np.array(places)


def room(points, yes):
    """How much room the best line leaves, by linear programming: above 0 where one parts the points."""
    sign = np.where(yes, -1.0, 1.0)[:, None]
    rows = np.column_stack([sign * np.column_stack([points, np.ones(len(points))]), np.ones(len(points))])
    bounds = [(-1, 1), (-1, 1), (None, None), (None, None)]
    return -optimize.linprog([0, 0, 0, -1], A_ub=rows, b_ub=np.zeros(len(points)), bounds=bounds).fun


# ---- what a line parts ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(40))
def test_a_gap_is_found_where_linear_programming_finds_one_and_the_line_lies_in_its_middle(seed):
    rng = np.random.default_rng(seed)
    points = rng.integers(-3, 4, size=(4, 2)).astype(float) if seed % 2 else rng.normal(size=(4, 2))
    for question in QUESTIONS:
        yes = chosen(question)
        if yes.all() or not yes.any():
            continue
        direction, gap, middle = widest_gap(points, yes)
        assert (gap > ROUNDING) == (room(points, yes) > 1e-7), (question, points)
        if gap > ROUNDING:
            beyond = np.where(yes, 1, -1) * (points @ direction - middle)
            assert np.hypot(*direction) == pytest.approx(1) and beyond.min() == pytest.approx(gap / 2)


def test_no_line_leaves_a_wider_gap_than_the_one_that_is_found():
    rng = np.random.default_rng(5)
    directions = np.stack([np.cos(np.linspace(0, 2 * np.pi, 3001)), np.sin(np.linspace(0, 2 * np.pi, 3001))])
    for _ in range(50):
        points, yes = rng.normal(size=(4, 2)), chosen(rng.choice(QUESTIONS[1:8]))
        along = points @ directions
        best = (along[yes].min(axis=0) - along[~yes].max(axis=0)).max()
        gap = widest_gap(points, yes)[1]
        assert gap <= 0 or best <= gap + 1e-12 and best == pytest.approx(gap, abs=5e-3)


def test_points_that_lie_on_one_another_are_parted_by_nothing():
    assert widest_gap(np.full((4, 2), 0.7), chosen("0110"))[1] <= ROUNDING
    assert widest_gap(np.array([[0, 0], [1, 0], [1, 0], [2, 0]]) / 3, chosen("0100"))[1] <= ROUNDING
    assert landed_together(np.full((4, 2), 0.7)) == [[0, 1, 2, 3]]


def test_without_an_activation_no_setting_claims_xor_by_rounding():
    rng = np.random.default_rng(0)
    largest = 0.0
    for angles in itertools.product(range(0, 361, 15), repeat=2):
        offsets = np.round(rng.uniform(-FARTHEST, FARTHEST, size=2) / 0.05) * 0.05
        settings = {
            f"{what} {n + 1}": pair[n] for what, pair in (("angle", angles), ("offset", offsets)) for n in (0, 1)
        }
        largest = max(largest, widest_gap(landed("identity", settings), chosen("0110"))[1])
    assert largest < 1e-3 * ROUNDING


# ---- how many of the sixteen -----------------------------------------------------------------------------------------


def test_there_are_sixteen_questions_and_below_each_on_the_board_stands_its_opposite():
    assert len(set(QUESTIONS)) == 16 and set(QUESTIONS) == set(map("".join, itertools.product("01", repeat=4)))
    assert [opposite(question) for question in QUESTIONS[:8]] == list(QUESTIONS[8:])


def test_without_an_activation_fourteen_of_sixteen_are_solved_and_xor_and_its_opposite_are_left(explorer):
    for question in QUESTIONS:
        shown = explorer.show(**wanting(question))
        assert shown["solved"] is (question not in XOR), question
    assert shown["without"] == 14 and shown["with"] == 0
    assert "14 of 16 without an activation (the most there can be), 0 of 16 with ReLU" in shown["readout"]


def test_without_an_activation_no_lines_on_the_sliders_solve_xor(explorer):
    rng = np.random.default_rng(1)
    for _ in range(25):
        shown = explorer.show(**on_steps(rng), **wanting(rng.choice(XOR)))
        assert shown["solved"] is False and shown["without"] == 0
        assert "no line parts them" in shown["readout"]
        assert explorer.inputs_panel.sides.edge.get_xydata().size == 0


@pytest.mark.parametrize("name", BENT)
@pytest.mark.whole
def test_with_an_activation_all_sixteen_are_within_reach_of_the_sliders(name, explorer):
    lines = [
        BY_HAND,
        {f"{what} {n}": value for n, line in enumerate(START, 1) for what, value in zip(("angle", "offset"), line)},
    ]
    for key, value in itertools.chain(*(settings.items() for settings in lines)):
        slider = explorer.controls[key]
        steps = (value - slider.min) / slider.step
        assert steps == pytest.approx(round(steps)) and slider.min <= value <= slider.max
    for question in QUESTIONS:
        assert any(explorer.show(activation=name, **settings, **wanting(question))["solved"] for settings in lines)
    assert explorer.state()["with"] == 16 and explorer.state()["without"] == 0


@pytest.mark.parametrize("name", NAMES)
def test_no_two_lines_solve_more_than_fourteen_at_once_whatever_the_activation(name):
    # Of any four points in a plane, one lies within the triangle of the others or two pairs cross.
    rng = np.random.default_rng(2)
    for _ in range(100):
        points = landed(name, on_steps(rng))
        solved = [widest_gap(points, chosen(question))[1] > ROUNDING for question in QUESTIONS[1:8]]
        assert 2 + 2 * sum(solved) <= 14


def test_with_the_lines_from_the_start_relu_does_not_solve_xor_so_that_something_is_left_to_find(explorer):
    assert explorer.show(activation="relu")["solved"] is False


def test_what_was_solved_is_kept_for_each_activation_and_the_boards_fill(explorer):
    explorer.show(**wanting("0111"))
    shown = explorer.show(activation="tanh", **wanting("0001"))
    assert (shown["without"], shown["with"]) == (1, 1)
    assert "1 of 16 without an activation, 1 of 16 with tanh" in shown["readout"]
    # Without an activation again, the second board stays with the one that was there before.
    shown = explorer.show(**wanting("0000"))
    assert (shown["without"], shown["with"]) == (2, 1) and "with tanh" in explorer.boards["with"].title.get_text()
    for side, questions in (("without", {"0111", "0000"}), ("with", {"0001"})):
        board = explorer.boards[side]
        assert {q for q, frame in zip(QUESTIONS, board.solved) if frame.get_visible()} == questions
        filled = [len(dots.get_xdata()) for (_, done), dots in board.dots.items() if done]
        assert sum(filled) == 4 * len(questions)
        assert board.title.get_text().endswith(f": {len(questions)} of 16")
    assert explorer.show(activation="relu")["with"] == 0


def test_nothing_counts_as_solved_that_was_not_asked(explorer):
    assert explorer.show()["without"] == 0
    assert explorer.show(activation="relu", **BY_HAND)["with"] == 1


# ---- the words ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.whole
def test_whatever_is_set_the_words_are_true(name, explorer):
    rng = np.random.default_rng(NAMES.index(name))
    solved = 0
    for turn in range(40):
        settings, question = on_steps(rng), str(rng.choice(QUESTIONS))
        if turn % 4 == 0:
            settings |= {"angle 2": settings["angle 1"]}
        shown = explorer.show(activation=name, **settings, **wanting(question))
        words, yes, points = shown["readout"], chosen(question), landed(name, settings)
        assert np.abs(np.array(shown["points"]) - points).max() < 1e-12
        assert words.startswith("Without an activation:" if name == "identity" else "With ")
        if yes.all() or not yes.any():
            assert f"all four corners are to be {'yes' if yes.all() else 'no'}, so no line is needed." in words
            assert shown["solved"]
            continue
        names = [[corner for corner, answer in zip(CORNERS, yes) if answer == wanted] for wanted in (True, False)]
        listed = [", ".join(some[:-1]) + " and " * (len(some) > 1) + some[-1] for some in names]
        best = room(points, yes)
        if abs(best) > 1e-6:
            assert shown["solved"] == (best > 0), (settings, question)
        if shown["solved"]:
            solved += 1
            assert f"a line in the hidden plane parts yes ({listed[0]}) from no ({listed[1]})" in words
            assert ("barely" in words) == (shown["gap"] < 0.01 * np.ptp(SEEN[name]))
        elif "have landed on one point" in words:
            told = [
                list(CORNERS).index(corner)
                for corner in words.split(": ")[1].split(" have")[0].replace(" and ", ", ").split(", ")
            ]
            assert np.ptp(points[told], axis=0).max() < 1e-9 and len(set(yes[told])) == 2
        elif yes.sum() == 2:
            assert f"the stretch between {listed[0]} meets the one between {listed[1]}" in words
        else:
            lone = min(names, key=len)[0]
            assert f"{lone} lies in the triangle of the other three" in words
    assert solved > 8


def test_corners_that_have_landed_on_one_point_are_told_and_their_names_are_written_once(explorer):
    shown = explorer.show(activation="relu", **BY_HAND, **wanting("0100"))
    assert "01 and 10 have landed on one point, so no line parts them" in shown["readout"]
    written = [text.get_text() for text in explorer.hidden.names]
    assert sorted(written) == ["", "00", "01, 10", "11"]
    shown = explorer.show(activation="relu", **BY_HAND | {"offset 1": 0.75, "offset 2": 0.75}, **wanting("0001"))
    assert "00, 01, 10 and 11 have landed on one point" in shown["readout"]


@pytest.mark.whole
def test_the_room_for_the_sentence_is_as_large_as_the_longest_one(explorer):
    explorer.solved["identity"] |= {question for question in QUESTIONS if question not in XOR}
    explorer.solved["leaky_relu"] |= set(QUESTIONS)
    longest = 0
    for lines in (BY_HAND, {"angle 1": 0, "angle 2": 90}):
        for question, name in itertools.product(QUESTIONS, ("leaky_relu", "identity")):
            longest = max(longest, len(explorer.show(activation=name, **lines, **wanting(question))["readout"]))
    assert explorer.longest - 30 <= longest <= explorer.longest


def test_the_title_of_the_hidden_plane_says_in_words_whether_a_line_parts_them(explorer):
    for question, words in (
        ("0110", "no line parts them"),
        ("0001", "a line parts them"),
        ("1111", "no line is needed"),
    ):
        explorer.show(**wanting(question))
        assert explorer.hidden.title.get_text() == f"hidden plane: {words}"


# ---- what is drawn --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_each_corner_stands_on_the_colour_of_its_answer_in_both_planes_where_one_line_parts_them(name, explorer):
    rng, solved = np.random.default_rng(7), 0
    while solved < 6:
        shown = explorer.show(activation=name, **on_steps(rng), **wanting(str(rng.choice(QUESTIONS))))
        if not shown["solved"] or shown["gap"] is not None and shown["gap"] < 0.3 * np.ptp(SEEN[name]) / 4:
            continue
        solved += 1
        for panel, places in ((explorer.inputs_panel, CORNERS.values()), (explorer.hidden, shown["points"])):
            no, yes = (fill.get_path() for fill in panel.sides.fills)
            for place, answer in zip(places, chosen(shown["wanted"])):
                assert (no.contains_point(place), yes.contains_point(place)) == (not answer, answer), shown["wanted"]


def test_without_an_activation_the_boundary_among_the_inputs_is_straight_and_with_relu_it_can_bend(explorer):
    def stray():
        edge = explorer.inputs_panel.sides.edge.get_xydata()
        edge = edge[np.isfinite(edge).all(axis=1)]
        return np.linalg.svd(edge - edge.mean(axis=0), compute_uv=False)[-1]

    explorer.show(**wanting("0111"))
    assert stray() < 1e-9
    explorer.show(activation="relu", **wanting("0111"))
    assert stray() > 0.1


@pytest.mark.parametrize("seed", range(12))
def test_an_arrow_leads_from_its_line_to_the_side_where_its_unit_is_on_and_its_grip_is_seen(seed, explorer):
    settings = on_steps(np.random.default_rng(seed))
    explorer.show(activation="relu", **settings)
    panel, function = explorer.inputs_panel, explorer.function()[0]
    for index in (0, 1):
        on = explorer.hide(panel.lines[index].get_xydata(), function)[:, index]
        assert np.abs(on).max() < 1e-9, "the line is where the unit is at its bend"
        grip = np.ravel(panel.grips[index].get_data())
        assert explorer.hide(grip[None], function)[0, index] > 0.1 and np.abs(grip - 0.5).max() < 1.25 - 0.08
        assert panel.numbers[index].get_text() == str(index + 1)
    assert np.hypot(*(panel.grips[0].get_xydata() - panel.grips[1].get_xydata())[0]) > 0.2


def test_yes_and_no_differ_in_shape_and_the_two_lines_in_their_dashes(explorer):
    panel = explorer.inputs_panel
    explorer.show(**wanting("0001"))
    no, yes = panel.dots
    assert no.get_marker() != yes.get_marker() and len(no.get_xdata()) == 3 and yes.get_xydata().tolist() == [[1, 1]]
    assert panel.lines[0].get_linestyle() != panel.lines[1].get_linestyle()
    legend = [text.get_text() for text in panel.ax.get_legend().get_texts()]
    assert legend == ["z > 0", "no", "yes"]


def test_every_corner_and_every_name_is_seen_in_the_hidden_plane(explorer):
    rng = np.random.default_rng(3)
    renderer = explorer.hidden.canvas.figure.canvas.get_renderer()
    for name in NAMES:
        for _ in range(6):
            extremes = {key: rng.choice([-FARTHEST, FARTHEST]) for key in ("offset 1", "offset 2")}
            shown = explorer.show(activation=name, **on_steps(rng) | extremes)
            low, high = SEEN[name]
            assert low < np.min(shown["points"]) and np.max(shown["points"]) < high
            box = explorer.hidden.ax.get_window_extent()
            for text in explorer.hidden.names:
                if text.get_text():
                    place = text.get_window_extent(renderer)
                    assert box.x0 - 2 <= place.x0 and place.x1 <= box.x1 + 2, text.get_text()
                    assert box.y0 - 2 <= place.y0 and place.y1 <= box.y1 + 2, text.get_text()


# ---- pointing -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", CORNERS)
def test_a_tap_on_a_corner_flips_what_is_wanted_of_it_as_its_box_does(name, explorer):
    explorer.show(activation="relu")
    control, (x1, x2) = explorer.controls[f"corner {name}"], CORNERS[name]
    before = control.value
    tap(explorer.explorer, explorer.inputs_panel.ax, x1 + 0.07, x2 - 0.07)
    assert control.value is not before
    touched = explorer.state(), bytes(explorer.picture.value)
    control.value = before
    control.value = not before
    assert (explorer.state(), bytes(explorer.picture.value)) == touched
    others = [other for other in CORNERS if other != name]
    assert [explorer.value(f"corner {other}") for other in others] == [
        answer == "1" for other, answer in zip(CORNERS, "0110") if other != name
    ]


def test_a_finger_that_scrolls_the_page_or_a_drag_from_a_corner_flips_nothing_and_moves_no_line(explorer):
    explorer.show(activation="relu")
    before = explorer.state()
    drag(explorer.explorer, explorer.inputs_panel.ax, (0, 1), (0.02, 1.02))
    drag(explorer.explorer, explorer.inputs_panel.ax, (0, 1), (0.4, 0.6), (1, 0))
    assert explorer.state() == before


def test_a_line_near_by_comes_to_the_place_pointed_at_as_by_its_slider_and_one_far_away_stays(explorer):
    lines = {"angle 1": 0, "offset 1": -0.3, "angle 2": 0, "offset 2": 0.4}
    # Halfway between the two lines, and far from both, a finger that scrolls past moves nothing.
    for x, moved, offset in ((0.3, 1, -0.2), (0.97, 2, 0.45), (0.55, 1, -0.3), (-0.5, 1, -0.3), (1.7, 2, 0.4)):
        explorer.show(activation="relu", **lines)
        point(explorer.explorer, explorer.inputs_panel.ax, x, 0.4)
        expected = {**lines, f"offset {moved}": offset}
        assert {key: explorer.value(key) for key in lines} == expected
        touched = explorer.state(), bytes(explorer.panels["hidden"][1].value)
        explorer.show(activation="relu", **expected)
        assert (explorer.state(), bytes(explorer.panels["hidden"][1].value)) == touched


def test_a_line_that_is_dragged_across_the_other_stays_the_one_that_is_held(explorer):
    explorer.show(**{"angle 1": 0, "offset 1": -0.3, "angle 2": 0, "offset 2": 0.2})
    drag(explorer.explorer, explorer.inputs_panel.ax, (0.2, 0.5), (0.75, 0.5), (1.0, 0.9))
    assert (explorer.value("offset 1"), explorer.value("offset 2")) == (0.5, 0.2)


@pytest.mark.parametrize("number, angle, start", [(1, 100, 0), (2, 250, 45), (1, 355, 300), (2, 0, 350)])
def test_a_line_turns_as_its_number_is_drawn_round_the_square(number, angle, start, explorer):
    other = 3 - number
    explorer.show(**{f"angle {number}": start, f"angle {other}": (start + 180) % 360})
    rim = RIMS[number - 1]

    def place(degrees):
        return 0.5 + rim * np.cos(np.deg2rad(degrees)), 0.5 + rim * np.sin(np.deg2rad(degrees))

    offsets = [explorer.value(f"offset {n}") for n in (1, 2)]
    # Held a little beside its middle, which must not make it jump.
    drag(explorer.explorer, explorer.inputs_panel.ax, place(start + 2), place(angle + 3))
    assert explorer.value(f"angle {number}") % 360 == angle
    assert explorer.value(f"angle {other}") == (start + 180) % 360
    assert [explorer.value(f"offset {n}") for n in (1, 2)] == offsets


def test_a_tap_on_a_small_square_of_either_board_asks_its_question(explorer):
    for board in explorer.boards.values():
        for question in QUESTIONS[::3]:
            column, row = board.place(question)
            tap(explorer.explorer, board.ax, column + 0.3, row - 0.3)
            assert explorer.state()["wanted"] == question
            assert board.asked.get_xy() == pytest.approx((column - 0.43, row - 0.43))
    drag(explorer.explorer, board.ax, (0, 0), (1, 0))
    assert explorer.state()["wanted"] == QUESTIONS[-1], "only a tap asks"


def test_pointing_into_the_hidden_plane_moves_nothing(explorer):
    before = explorer.show()
    tap(explorer.explorer, explorer.hidden.ax, 0.5, 0.5)
    drag(explorer.explorer, explorer.hidden.ax, (0.1, 0.1), (0.9, 0.9))
    assert explorer.state() == before


# ---- the learner's function -----------------------------------------------------------------------------------------


def test_a_learners_function_that_loops_is_replaced_and_said_to_be(explorer, monkeypatch):
    now, calls = [0.0], []

    def slow(z):
        calls.append(np.shape(z))
        now[0] += 0.1
        return np.maximum(z, 0)

    monkeypatch.setattr(functions, "_quick", {})
    monkeypatch.setattr(functions.time, "perf_counter", lambda: now[0])
    monkeypatch.setattr(decorator, "_passed", {"relu": slow})
    shown = explorer.show(activation="relu", **BY_HAND)
    assert shown["solved"] and "Your function loops too slowly for this" in shown["readout"]
    assert calls == [GRID.shape] * 2, "called to see how long it takes, and no more"
    assert "Your function" not in explorer.show(activation="tanh")["readout"]


def test_a_tap_on_a_board_chooses_its_activation_too_and_only_that_board_has_a_frame(explorer):
    explorer.show(activation="tanh")
    for side, name in (("without", "identity"), ("with", "tanh")):
        board = explorer.boards[side]
        tap(explorer.explorer, board.ax, *board.place("0111"))
        assert (explorer.value("activation"), explorer.explorer.wanted()) == (name, "0111")
        assert [other.asked.get_visible() for other in explorer.boards.values()] == [side == "without", side == "with"]
