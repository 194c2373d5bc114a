"""The dose explorer: networks are the lesson's own, the newest wish is trained, and the curve says where half is lost."""

import asyncio

import numpy as np
import pytest
from explorer_tools import Moved

from helpers import training
from helpers.digits import flip_contrast, load_digits
from helpers.experiments.dose import bent_network
from helpers.explorers import DoseExplorer
from helpers.explorers.dose_explorer import doses
from helpers.explorers.dose_explorer.doses import ALONG, NO_BEND, RELU, Dose, Reading, Run, along, crossing


def made_up(dose, seed=0):
    """A reading as if trained: about what is measured, at no cost."""
    bend = (1 - dose.slope / 100) ** 0.5 * (dose.kept / 100) ** 0.3
    return Reading(0.2 + 0.7 * bend + seed / 100, tuple(range(10)))


class Quick(Run):
    """A run of three steps that trains nothing."""

    begun = []

    def __init__(self, dose, seed):
        self.dose, self.seed, self.left, self.network = dose, seed, 3, bent_network()
        self.network.predicts = dose, seed
        Quick.begun.append((dose, seed))

    def step(self):
        self.left -= 1
        return self.left >= 0

    def finish(self):
        return made_up(self.dose, self.seed)


@pytest.fixture
def quick(monkeypatch):
    """Networks that are trained in no time."""
    module = "helpers.explorers.dose_explorer.explorer"
    monkeypatch.setattr(f"{module}.Run", Quick)
    monkeypatch.setattr(f"{module}.reading", lambda network: made_up(*network.predicts))
    monkeypatch.setattr(f"{module}.ends", lambda: {end: made_up(end) for end in (NO_BEND, RELU)})
    Quick.begun = []
    return Quick.begun


class Measured(Moved):
    """An explorer that has no event loop to train in, and is asked to train after each move."""

    def show(self, **values):
        super().show(**values)
        self.explorer.measure()
        return self.explorer.state()


@pytest.fixture
def explorer(quick):
    moved = Measured(DoseExplorer())
    yield moved
    moved.explorer.close()


# ---- the numbers ----------------------------------------------------------------------------------------------------


def test_a_run_is_the_course_s_own_training_of_the_bent_network():
    digits, network = load_digits(), bent_network(0.5, 0.25, seed=3)
    images = flip_contrast(digits.train_images, seed=1)
    training.train(network, images, digits.train_labels, epochs=15, seed=3, progress=False)
    test_images = flip_contrast(digits.test_images, seed=2)
    expected = training.evaluate(network, test_images, digits.test_labels)[1]
    found = Run(Dose(50, 25), seed=3).finish()
    assert found.share == pytest.approx(expected)
    assert found.read == tuple(network.predict(test_images[:10]))


def test_a_little_bend_and_few_units_go_a_long_way_and_none_leads_nowhere():
    explorer = Measured(DoseExplorer())
    assert explorer.state()["share"] > 0.85
    assert explorer.show(slope=1.0)["share"] < 0.35
    assert explorer.show(slope=0.5)["share"] > 0.75
    assert explorer.show(kept=10)["share"] > 0.65
    explorer.close()


def test_where_no_event_loop_runs_nothing_is_trained_unasked(quick):
    explorer = DoseExplorer()
    explorer.controls["kept"].value = 40
    assert quick == [] and "call measure()" in explorer.state()["readout"]
    explorer.measure()
    assert explorer.state()["share"] == made_up(Dose(0, 40)).share
    explorer.close()


def test_a_line_through_the_doses_holds_one_point_for_each_network_on_it():
    readings = {
        (Dose(50, 100), 0): 0.8,
        (Dose(50, 100), 1): 0.9,
        (Dose(0, 10), 0): 0.7,
        (RELU, 0): 0.95,
        (NO_BEND, 0): 0.2,
    }
    readings = {key: Reading(share, ()) for key, share in readings.items()}
    assert along(readings, "slope", 100) == {0: [0.95], 50: [0.8, 0.9], 100: [0.2]}
    assert along(readings, "kept", 0) == {0: [0.2], 10: [0.7], 100: [0.95]}
    assert along(readings, "kept", 50) == {0: [0.2], 100: [0.8, 0.9]}


def test_half_way_is_where_the_mean_crosses_the_level():
    assert crossing({0: [0.9], 80: [0.7, 0.5], 100: [0.2]}, 0.4) == pytest.approx(90)
    assert crossing({0: [0.2], 2: [0.4], 10: [0.8], 100: [0.9]}, 0.6) == pytest.approx(6)
    assert crossing({0: [0.3], 100: [0.2]}, 0.6) is None


# ---- what is trained, and when --------------------------------------------------------------------------------------


def test_without_a_bend_all_doses_are_one_network(explorer, quick):
    explorer.show(slope=1.0, kept=40)
    explorer.show(slope=0.3, kept=0)
    assert quick == [] and explorer.state()["share"] == made_up(NO_BEND).share


def test_measuring_the_curve_trains_what_it_lacks_once_and_ends(explorer, quick):
    state = explorer.show(run=True)
    assert set(quick) == {(Dose(slope, 100), 0) for slope in ALONG["slope"]} - {(RELU, 0), (Dose(100, 100), 0)}
    assert len(quick) == len(set(quick)) and state["complete"] and not explorer.value("run")
    explorer.show(run=True)
    assert len(quick) == len(ALONG["slope"]) - 2
    assert len(explorer.show(seed=1, run=True)["line"][50]) == 2
    assert len(explorer.curve.points.get_xdata()) == 2 * len(ALONG["slope"])


def test_the_guess_is_compared_with_where_the_curve_passes(explorer):
    assert "Set your guess" in explorer.state()["readout"] and len(explorer.curve.line.get_xdata()) == 0
    state = explorer.show(vary="kept", run=True, guess_kept=60)
    # Half of what ReLU gains is left where kept ** 0.3 is one half, about 10 %.
    assert state["passes"] == pytest.approx(100 * 0.5 ** (1 / 0.3), abs=1)
    assert f"about {state['passes']:.0f}% of the ReLUs" in state["readout"] and "your guess was 60%" in state["readout"]
    assert f"With 10% of them it reads {made_up(Dose(0, 10)).share:.0%}." in state["readout"]
    assert explorer.curve.guess.get_xdata() == [60, 60]
    state = explorer.show(vary="slope", run=True, guess_slope=0.4)
    assert state["passes"] == pytest.approx(75, abs=1)
    assert "at a slope of about 0.7" in state["readout"] and "your guess was 0.40" in state["readout"]


def test_a_curve_that_never_comes_so_low_or_so_high_is_said_to(explorer):
    assert "never passes half-way" in explorer.show(vary="kept", slope=0.9, run=True)["readout"]


async def until(condition):
    while not condition():
        await asyncio.sleep(0.002)


def test_of_many_moves_only_the_last_is_trained_to_the_end(quick):
    async def dragged():
        explorer = DoseExplorer()
        for kept in (90, 70, 50, 30):
            explorer.controls["kept"].value = kept
        assert explorer.state()["share"] is None and "in training" in explorer.state()["readout"]
        assert all(text.get_text() == "…" for text in explorer.digits.readings)
        await until(lambda: explorer._task is None and explorer.state()["share"])
        explorer.close()
        return explorer

    explorer = asyncio.run(dragged())
    assert [dose for dose, _ in explorer.readings if dose not in (NO_BEND, RELU)] == [Dose(0, 30)]
    assert quick == [(Dose(0, 30), 0)]


def test_a_wish_made_during_training_drops_what_was_in_work(quick, monkeypatch):
    # The first would train for ever.
    monkeypatch.setattr(Quick, "step", lambda run: run.dose.kept == 80)

    async def changed():
        explorer = DoseExplorer()
        explorer.controls["kept"].value = 80
        await until(lambda: quick)
        explorer.controls["kept"].value = 30
        await until(lambda: explorer._task is None)
        explorer.close()
        return explorer

    explorer = asyncio.run(changed())
    assert quick == [(Dose(0, 80), 0), (Dose(0, 30), 0)]
    assert (Dose(0, 30), 0) in explorer.readings and (Dose(0, 80), 0) not in explorer.readings


def test_the_curve_fills_in_while_others_have_their_turn_and_can_be_paused(quick):
    async def filled():
        explorer, lengths = DoseExplorer(), []
        explorer.controls["run"].value = True
        while explorer.value("run"):
            lengths.append(len(explorer.state()["line"]))
            if len(lengths) == 3:
                assert explorer.controls["run"].description == "Pause"
            await asyncio.sleep(0)
        await until(lambda: explorer._task is None)
        complete = explorer.state()["complete"]
        explorer.controls["vary"].value = "kept"
        explorer.controls["run"].value = True
        await until(lambda: len(explorer.state()["line"]) >= 3)
        explorer.controls["run"].value = False
        await until(lambda: explorer._task is None)
        begun = len(quick)
        await asyncio.sleep(0.02)
        assert len(quick) == begun and explorer.controls["run"].description == "Measure the curve"
        explorer.close()
        return lengths, complete

    lengths, complete = asyncio.run(filled())
    assert complete and len(set(lengths)) > 3


def test_an_error_in_training_is_told_once_and_a_move_tries_again(quick, monkeypatch):
    def broken(run):
        raise RuntimeError("not today")

    async def failing():
        explorer = DoseExplorer()
        with monkeypatch.context() as patched:
            patched.setattr(Quick, "step", broken)
            explorer.controls["kept"].value = 40
            await until(lambda: "RuntimeError: not today" in explorer.state()["readout"])
            await asyncio.sleep(0.02)
            assert len(quick) == 1
        explorer.controls["kept"].value = 41
        await until(lambda: explorer.state()["share"])
        assert "not today" not in explorer.state()["readout"]
        explorer.close()

    asyncio.run(failing())


def test_closing_ends_the_training(quick, monkeypatch):
    monkeypatch.setattr(Quick, "step", lambda run: True)

    async def closed():
        explorer = DoseExplorer()
        explorer.controls["kept"].value = 40
        await until(lambda: quick)
        explorer.close()
        await asyncio.sleep(0.01)
        assert [task for task in asyncio.all_tasks() if task is not asyncio.current_task()] == []

    asyncio.run(closed())


# ---- the learner's own networks, and the pictures -------------------------------------------------------------------


def test_networks_that_are_trained_already_are_points_of_the_curve_and_are_left_alone(quick):
    networks = [bent_network(0.5, seed=seed) for seed in (0, 1)]
    before = networks[1].parameters.copy()
    explorer = DoseExplorer({(0.5, 1.0): networks, (0.0, 0.1): networks[0]})
    digits = load_digits()
    images = flip_contrast(digits.test_images, seed=2)
    expected = [float(np.mean(network.predict(images) == digits.test_labels)) for network in networks]
    assert explorer.state()["line"][50] == pytest.approx(expected)
    explorer.controls["slope"].value = 0.5
    assert quick == [] and explorer.state()["share"] == pytest.approx(expected[0])
    assert np.array_equal(networks[1].parameters, before)
    explorer.close()


@pytest.mark.parametrize("networks, message", [
    ({0.5: bent_network()}, "networks: expected .slope, kept. from 0 to 1 as keys, got 0.5"),
    ({(0.5, 50): bent_network()}, r"networks: expected .slope, kept. from 0 to 1 as keys, got \(0.5, 50\)"),
    ({(0.5, 1.0): "relu"}, r"networks: expected a Sequential for \(0.5, 1.0\), got 'relu'"),
])  # fmt: skip
def test_what_is_no_network_of_a_dose_is_refused_in_words(networks, message):
    with pytest.raises(ValueError, match=message):
        doses.check_networks(networks)


def test_the_bend_and_the_digits_are_those_of_the_dose(explorer):
    explorer.show(slope=0.25, kept=50)
    np.testing.assert_array_equal(explorer.digits.function.get_ydata(), [-0.25, 0, 1])
    assert "384 units bend" in explorer.digits.words.get_text()
    labels = load_digits().test_labels[:10]
    for text, read, label in zip(explorer.digits.readings, range(10), labels):
        assert text.get_text() == f"{'✓' if read == label else '✗'} {read}"
    assert explorer.curve.present.get_xdata() == [25]


def test_only_the_guess_that_is_asked_for_can_be_moved(explorer):
    for axis, other in (("slope", "kept"), ("kept", "slope")):
        explorer.show(vary=axis)
        assert explorer.controls[f"guess_{axis}"].layout.display is None
        assert explorer.controls[f"guess_{other}"].layout.display == "none"
