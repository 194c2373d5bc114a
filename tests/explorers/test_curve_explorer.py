"""The curve explorer: the fit and its error are true, what was tried is kept, and each question gets its answer."""

import numpy as np
import pytest
from explorer_tools import FUNCTIONS, Moved

from helpers.experiments.curve_fit import CURVES, INPUTS, random_hidden
from helpers.explorers import CurveExplorer
from helpers.explorers.curve_explorer.explorer import NAMES, QUESTIONS
from helpers.explorers.frame import functions
from helpers.figures.curves import FLOOR

ACTIVATIONS = {**FUNCTIONS, "square": np.square, "cube": lambda z: z**3}


@pytest.fixture(scope="module")
def shared():
    moved = Moved(CurveExplorer())
    yield moved
    moved.explorer.close()


@pytest.fixture
def explorer(shared):
    """The explorer with nothing tried yet."""
    shared.explorer._runs.clear()
    return shared


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("curve, depth", [("sine", 1), ("bump", 2), ("steps", 3)])
def test_the_line_is_the_least_squares_fit_and_its_error_is_shown(explorer, name, curve, depth):
    state = explorer.show(curve=curve, activation=name, depth=depth, units=3, seed=2)
    hidden = np.column_stack([random_hidden(INPUTS, ACTIVATIONS[name], 3, depth, 2), np.ones(len(INPUTS))])
    y = CURVES[curve](INPUTS)
    fitted = hidden @ np.linalg.pinv(hidden, rcond=1e-12) @ y
    np.testing.assert_allclose(explorer.picture_of_fit.fit.get_ydata(), fitted, atol=1e-6)
    assert state["off"] == pytest.approx(np.sqrt(np.mean((fitted - y) ** 2)), rel=1e-6, abs=1e-12)
    np.testing.assert_array_equal(explorer.picture_of_fit.data.get_ydata(), y[::4])


def test_the_thin_lines_are_the_outputs_of_the_units(explorer):
    explorer.show(activation="relu", units=5)
    drawn = np.array([line[:, 1] for line in explorer.picture_of_fit.units.get_segments()])
    hidden = random_hidden(INPUTS, ACTIVATIONS["relu"], 5).T
    np.testing.assert_allclose(drawn, hidden / hidden.max(axis=1, keepdims=True), atol=1e-12)


def test_what_was_tried_stays_and_the_best_so_far_only_falls(explorer):
    tried = {units: explorer.show(activation="relu", units=units)["off"] for units in (8, 2, 30, 4)}
    marks = explorer.errors.marks["relu"]
    assert dict(zip(marks.get_xdata(), marks.get_ydata())) == pytest.approx(tried)
    assert list(marks.get_xdata()) == [2, 4, 8, 30]
    best = explorer.errors.best["relu"].get_ydata()
    assert np.all(np.diff(best) <= 0) and best[-1] == pytest.approx(min(tried.values()))
    explorer.show(activation="identity", units=9)
    assert explorer.errors.present.get_xdata() == [9]
    assert len(marks.get_xdata()) == 4 and "Best: ReLU, 30 units" in explorer.errors.title.get_text()
    assert explorer.show(curve="bump")["tried"] == 1
    assert len(marks.get_xdata()) == 1


def test_an_error_that_is_mere_rounding_is_drawn_at_the_edge_and_not_told_in_digits(explorer):
    state = explorer.show(curve="line", activation="identity")
    assert state["off"] < 1e-9 and explorer.errors.present.get_ydata() == [FLOOR]
    assert "off by less than 0.0001" in state["readout"]


def test_how_few_are_enough_is_answered_from_what_was_tried(explorer):
    assert "No number of ReLU units that you tried here is below 0.05" in explorer.show(units=4)["readout"]
    errors = {units: explorer.show(units=units)["off"] for units in (40, 20, 12, 8)}
    fewest = min(units for units, error in errors.items() if error < 0.05)
    assert f"tried here that are below 0.05: {fewest}." in explorer.show(units=40)["readout"]
    assert "No number of identity units" in explorer.show(activation="identity", units=64)["readout"]


@pytest.mark.parametrize("name, degree", [("square", 2), ("cube", 3), ("identity", 1)])
def test_the_units_that_do_as_well_and_the_degree_are_told(explorer, name, degree):
    for units in (1, 2, 3, 10):
        state = explorer.show(curve="bump", activation=name, units=units, ask="stop")
    assert state["as good"] == degree
    assert f"{degree} did as well." in state["readout"]
    assert f"a polynomial, of degree {degree} at most" in state["readout"]
    assert f"of degree {degree**3} at most" in explorer.show(activation=name, depth=3, ask="stop")["readout"]


def test_relus_are_no_polynomial_and_more_of_them_do_better(explorer):
    for units in (8, 64):
        state = explorer.show(activation="relu", units=units, ask="stop")
    assert state["as good"] == 64 and "did as well" not in state["readout"]
    assert "no polynomial of a fixed degree" in state["readout"]


def test_a_straight_line_is_called_one_and_only_that(explorer):
    for depth in (1, 3):
        state = explorer.show(activation="identity", units=64, depth=depth, ask="line")
        assert state["off a line"] < 1e-9 and "The fit is a straight line" in state["readout"]
    for name in ("relu", "square"):
        state = explorer.show(activation=name, units=64, ask="line")
        assert state["off a line"] > 0.1 and "strays from a straight line" in state["readout"]


def test_each_question_stands_above_the_picture_while_it_is_asked(explorer):
    for ask, question in QUESTIONS.items():
        explorer.show(ask=ask)
        assert question.split("?")[0] in explorer.asked.value


def test_a_slow_function_is_replaced_and_said_to_be(explorer, monkeypatch):
    expected = explorer.show(activation="tanh")["off"]
    monkeypatch.setattr(functions, "learners", lambda name: lambda z: pytest.fail("called in spite of being slow"))
    monkeypatch.setattr("helpers.explorers.curve_explorer.explorer.quick_enough", lambda *arguments: False)
    state = explorer.show(activation="tanh", seed=0)
    assert state["off"] == expected and "loops too slowly" in state["readout"]


def test_a_curve_of_one_s_own_is_fitted():
    explorer = CurveExplorer(activation="square", units=2, own=lambda x: x**2 - x)
    assert explorer.value("curve") == "your own" and explorer.state()["off"] < 1e-9
    explorer.close()


@pytest.mark.parametrize("own, message", [
    (lambda x: 1.0, "own: expected 201 finite numbers, got 1"),
    (lambda x: x / 0, "own: expected 201 finite numbers"),
    ("sine", "own: expected a function of an array, got TypeError"),
])  # fmt: skip
@pytest.mark.filterwarnings("ignore:divide by zero", "ignore:invalid value")
def test_a_curve_that_is_none_is_refused_in_words(own, message):
    with pytest.raises(ValueError, match=message):
        CurveExplorer(own=own)


def test_many_moves_add_nothing_to_the_pictures(explorer):
    figures = [explorer.canvas.figure, explorer.errors.canvas.figure]
    before = [len(figure.findobj()) for figure in figures]
    for units in range(10, 20):
        explorer.show(units=units, activation=NAMES[units % 6])
    assert [len(figure.findobj()) for figure in figures] == before
