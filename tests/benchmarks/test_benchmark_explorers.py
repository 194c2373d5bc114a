"""The benchmark of the explorers moves what a learner can move, and fails on what is slow, broken or leaking."""

import explorers as bench
import ipywidgets as widgets
import numpy as np
import pytest

from helpers import explorers
from helpers.explorers.frame import Canvas, Explorer, checkbox, dropdown, number, only_if, slider, toggles
from helpers.figures import style

# Each measurement counts all objects that there are, many times.
pytestmark = pytest.mark.whole


class Bar(Explorer):
    """A bar as long as the slider says; the base of the faulty ones below."""

    question = "How long is the bar?"
    alt = "A bar."

    def build(self):
        self.add("length", slider("Length", 1, 0, 50, 1))
        figure, ax = style.figure(2, 1)
        self.bar = ax.barh([0], [1])[0]
        return Canvas(figure, [self.bar])

    def update(self):
        self.bar.set_width(self.value("length"))
        return {"length": self.value("length")}, f"It is {self.value('length')} long."


def ticking(step):
    """A clock that moves on by ``step`` seconds each time it is read."""
    reading = [0.0]

    def clock():
        reading[0] += step
        return reading[0]

    return clock


@pytest.fixture
def measured():
    """A function that measures an explorer of a given class in 20 moves, and closes it."""
    open_ones = []

    def run(kind, clock=ticking(0.01), **options):
        open_ones.append(kind())
        return bench.measure(open_ones[-1], moves=20, clock=clock, **options)

    yield run
    for explorer in open_ones:
        explorer.close()


# ---- what it measures -----------------------------------------------------------------------------------------------


def test_a_sound_explorer_passes_with_a_time_for_every_move(measured):
    result = measured(Bar, clock=ticking(0.02))
    assert result.seconds == pytest.approx([0.02] * 20)
    assert (result.trouble, result.widgets, result.figures) == ([], 0, 0)
    assert result.picture > 100


def test_the_picture_is_counted_with_all_its_panels(measured):
    class TwoBars(Bar):
        def build(self):
            canvas = super().build()
            self.panel("again", canvas)
            return canvas

    assert measured(TwoBars).picture == pytest.approx(2 * measured(Bar).picture, rel=0.02)


# ---- what it fails on -----------------------------------------------------------------------------------------------


def test_a_slow_explorer_fails(measured):
    assert measured(Bar, clock=ticking(0.101)).trouble == ["the median is above 100 ms"]
    assert measured(Bar, clock=ticking(0.099)).trouble == []


def test_an_explorer_that_makes_widgets_at_every_move_fails(measured):
    class Leaking(Bar):
        def update(self):
            self.kept = [*getattr(self, "kept", []), widgets.HTML("")]
            return super().update()

    result = measured(Leaking)
    assert result.widgets >= 20
    assert f"{result.widgets} more widgets than before" in result.trouble


def test_an_explorer_that_makes_figures_at_every_move_fails(measured):
    class Leaking(Bar):
        def update(self):
            self.kept = [*getattr(self, "kept", []), style.figure(1, 1)]
            return super().update()

    result = measured(Leaking)
    assert result.figures == 20
    assert result.trouble == ["20 more figures than before"]


def test_an_explorer_whose_memory_grows_fails(measured):
    class Hoarding(Bar):
        def update(self):
            self.kept = [*getattr(self, "kept", []), np.ones(2**19)]
            return super().update()

    trouble = measured(Hoarding).trouble
    assert len(trouble) == 1 and trouble[0].startswith("memory grew by")


def test_an_explorer_that_cannot_draw_fails_with_its_error(measured):
    class Broken(Bar):
        def update(self):
            if self.draws:
                raise ZeroDivisionError("no length")
            return super().update()

    assert measured(Broken).trouble == ["could not draw: ZeroDivisionError: no length"]


def test_an_explorer_that_does_not_answer_a_control_fails(measured):
    class Deaf(Bar):
        def inputs(self):
            return ()

    assert measured(Deaf).trouble == ["20 of 20 moves drew nothing"]


# ---- how it moves ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "control, allowed",
    [
        (slider("whole", 3, 1, 5, 2), {1, 5}),
        (slider("fine", 0.5, 0.0, 1.0, 0.5), {0.0, 1.0}),
        (dropdown("pairs", [("one", 1), ("two", 2), ("three", 3)], 2), {1, 3}),
        (toggles("words", ["a", "b"], "a"), {"b"}),
        (checkbox("box", True), {False}),
        (number("field", 0.5), {k / 2 for k in range(-6, 7)} - {0.5}),
    ],
    ids=lambda value: getattr(value, "description", ""),
)
def test_a_control_gets_every_other_value_and_never_the_one_it_has(control, allowed):
    rng = np.random.default_rng(0)
    assert {bench.other_value(control, rng) for _ in range(200)} == allowed


@pytest.mark.parametrize("control", [widgets.Button(), widgets.Textarea(), dropdown("only", ["one"], "one")])
def test_what_has_no_other_value_is_not_moved(control):
    assert bench.other_value(control, np.random.default_rng(0)) is None


def test_only_controls_that_can_be_seen_are_moved():
    class Hiding(Bar):
        def build(self):
            self.add("hidden", slider("Hidden", 1, 0, 50, 1))
            return super().build()

        def update(self):
            only_if(False, self.controls["hidden"])
            return super().update()

    explorer, rng = Hiding(), np.random.default_rng(0)
    for _ in range(20):
        bench.move(explorer, rng)
    assert explorer.value("hidden") == 1
    explorer.close()


def test_other_moves_take_their_turn(measured):
    calls = []

    def other(explorer, rng):
        calls.append(explorer)
        explorer.draw(force=True)

    assert measured(Bar, other_move=other).trouble == []
    assert 3 < len(calls) < 21


# ---- the command ----------------------------------------------------------------------------------------------------


def test_the_command_prints_a_line_for_each_explorer(monkeypatch, capsys):
    monkeypatch.setattr(bench, "SLOWEST", np.inf)
    assert bench.main(["CollapseExplorer", "ConvolutionExplorer", "--moves", "20"]) == 0
    header, collapse, convolution = capsys.readouterr().out.splitlines()[2:]
    assert header.split() == ["median", "95", "%", "worst", "memory", "widgets", "figures", "picture"]
    assert collapse.startswith("CollapseExplorer ") and collapse.count(" ms") == 3 and " +0 " in collapse
    assert convolution.startswith("ConvolutionExplorer ")


def test_the_command_fails_if_one_explorer_does(monkeypatch, capsys):
    monkeypatch.setattr(bench, "make", lambda name: Bar())
    monkeypatch.setattr(bench, "judge", lambda *numbers: ["the median is above 100 ms"])
    assert bench.main(["CollapseExplorer", "--moves", "2", "--cpu"]) == 1
    text = capsys.readouterr().out
    assert "the median is above 100 ms" in text and "processor time" in text


@pytest.mark.parametrize("arguments", [["--moves", "0"], ["NoExplorer"], ["--seed", "red"]])
def test_settings_that_make_no_sense_are_refused(arguments, capsys):
    with pytest.raises(SystemExit):
        bench.main(arguments)
    assert "error" in capsys.readouterr().err


def test_every_registered_explorer_can_be_made_without_a_lesson_around_it():
    assert set(bench.ARGUMENTS) | set(bench.OTHER_MOVES) <= set(explorers.__all__)
    explorer = bench.make("SwitchExplorer")
    assert explorer.state()["on"] == 2
    explorer.close()
