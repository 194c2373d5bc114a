"""TrainingExplorer: a race that nothing but its settings can change, and that never hides an error."""

import asyncio
import base64
import sys
import threading
import types
import weakref

import ipywidgets
import numpy as np
import pytest

from helpers import training
from helpers.convolution import AvgPool2d, MaxPool2d
from helpers.digits import flip_contrast, load_digits
from helpers.exercises import decorator, exercise
from helpers.experiments.digit_networks import digit_network
from helpers.explorers import TrainingExplorer
from helpers.explorers.digit_networks import EPOCHS, LAYERS, NAMES
from helpers.explorers.frame import stage
from helpers.explorers.training_explorer import race
from helpers.explorers.training_explorer.race import Race

FULL_SPEED = float("inf")


@pytest.fixture(scope="module")
def shared():
    return TrainingExplorer()


@pytest.fixture
def explorer(shared):
    """The explorer as on its first day; making a new one for each test would take most of the time."""
    shared.races, shared.trouble, shared.epochs = {}, "", EPOCHS
    start = {"task": "flipped", "pooling": "average", "seed": 0, "look": "identity", "pace": FULL_SPEED}
    for name, value in start.items():
        shared.controls[name].value = value
    return shared


def choose(explorer, epochs=EPOCHS, **settings):
    """Change settings, as the controls do; ``epochs`` counts for races that have not begun."""
    explorer.epochs, explorer.races = epochs, {}
    with explorer.together():
        for name, value in settings.items():
            explorer.controls[name].value = value


def weights(of):
    return np.concatenate([of.runners[name].network.parameters for name in NAMES])


@pytest.fixture
def no_exercise_passed(monkeypatch):
    monkeypatch.setattr(decorator, "_passed", {})
    monkeypatch.setattr(decorator, "_latest", {})


# ---- the numbers ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("task", "pooling", "pool"), [("flipped", "average", AvgPool2d), ("plain", "max", MaxPool2d)])
def test_a_race_is_the_course_s_own_training_twice(explorer, task, pooling, pool):
    choose(explorer, epochs=2, task=task, pooling=pooling, seed=3)
    explorer.advance(30)
    digits = load_digits()
    images = digits.train_images if task == "plain" else flip_contrast(digits.train_images, seed=1)
    for name, runner in explorer.race.runners.items():
        network = digit_network(LAYERS[name], pool, seed=3)
        steps = training.training_steps(network, images, digits.train_labels, epochs=2, seed=3)
        losses = [next(steps).loss for _ in range(30)]
        np.testing.assert_array_equal(runner.network.parameters, network.parameters)
        np.testing.assert_allclose(runner.losses, losses, rtol=1e-6)
        assert explorer.state()["loss"][name] == pytest.approx([losses[-1]], rel=1e-6)


def test_the_shown_accuracy_is_that_of_evaluate_on_the_test_images(explorer):
    choose(explorer, epochs=1)
    explorer.advance(22)
    digits = load_digits()
    images = flip_contrast(digits.test_images, seed=2)
    for name in NAMES:
        expected = training.evaluate(explorer.race.runners[name].network.copy(), images, digits.test_labels)[1]
        assert explorer.state()["accuracy"][name] == pytest.approx(expected)


def test_the_confusion_matrix_counts_every_test_image_once(explorer):
    choose(explorer, epochs=1, task="plain")
    explorer.advance(22)
    for name in NAMES:
        explorer.controls["look"].value = name
        table = np.array(explorer.state()["confusion"])
        np.testing.assert_array_equal(table.sum(axis=1), np.bincount(load_digits().test_labels, minlength=10))
        assert np.trace(table) / 397 == pytest.approx(explorer.state()["accuracy"][name])


def test_the_mistakes_are_the_misread_images_with_the_surest_first(explorer):
    choose(explorer, epochs=2, task="plain")
    explorer.advance(44)
    digits, network = load_digits(), explorer.race.runners["identity"].network
    logits = network(digits.test_images).astype(float)
    p = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    shown = explorer.state()["worst"]
    assert [sure for *_, sure in shown] == sorted((sure for *_, sure in shown), reverse=True)
    for index, read, sure in shown:
        assert read == p[index].argmax() != digits.test_labels[index]
        assert sure == pytest.approx(p[index, read], rel=1e-4)
    wrong = p.argmax(axis=1) != digits.test_labels
    assert shown[0][2] == pytest.approx(p[wrong].max(), rel=1e-4)


def test_without_relu_and_with_average_pooling_flipped_digits_cannot_be_read(explorer):
    assert explorer.advance(1000) == 330
    right = explorer.state()["accuracy"]
    assert right["relu"] > 0.85 and right["identity"] < 0.35
    assert "Finished after 15 epochs" in explorer.state()["readout"]
    assert explorer.controls["run"].disabled
    assert explorer.advance(1) == 0


# ---- start, pause, settings -----------------------------------------------------------------------------------------


async def until(condition):
    while not condition():
        await asyncio.sleep(0.002)


def test_pausing_and_going_on_gives_the_weights_of_a_run_without_a_pause(explorer):
    choose(explorer, epochs=2)

    async def interrupted():
        run, pauses = explorer.controls["run"], []
        while not explorer.race.finished:
            run.value = True
            await asyncio.sleep(0.04)
            run.value = False
            await until(lambda: not explorer.running)
            pauses.append(explorer.race.steps)
            await asyncio.sleep(0.01)
            assert explorer.race.steps == pauses[-1]
        return pauses

    pauses = asyncio.run(interrupted())
    assert len(set(pauses)) > 1
    straight = Race(epochs=2)
    straight.run()
    np.testing.assert_array_equal(weights(explorer.race), weights(straight))
    assert explorer.race.runners["relu"].accuracies == straight.runners["relu"].accuracies


def test_a_pause_in_the_middle_of_a_slice_is_said_too(explorer):
    right = explorer.race.tools.step

    def paused_in_the_step(*arguments):
        explorer.controls["run"].value = False
        return right(*arguments)

    async def paused():
        explorer.race.tools.step = paused_in_the_step
        explorer.controls["run"].value = True
        await until(lambda: explorer.race.steps and not explorer.running)

    asyncio.run(paused())
    assert "Paused at step" in explorer.state()["readout"] and not explorer.state()["running"]
    assert not explorer.buttons["step"].disabled


def test_training_leaves_turns_to_others_and_stops_by_itself():
    async def watched():
        # Made while the loop runs, as in a cell of a notebook.
        explorer = TrainingExplorer(epochs=5)
        explorer.controls["pace"].value = FULL_SPEED
        explorer.controls["run"].value = True
        turns = []
        while not explorer.race.finished or explorer.running:
            turns.append(explorer.race.steps)
            await asyncio.sleep(0)
        return explorer, turns

    explorer, turns = asyncio.run(watched())
    assert len(set(turns)) > 3
    assert explorer.state()["finished"] and not explorer.controls["run"].value
    assert "Finished after 5 epochs" in explorer.state()["readout"]
    assert 1 < explorer.draws < explorer.race.steps


def test_nothing_but_pause_can_be_pressed_while_training_runs(explorer):
    async def pressed():
        explorer.controls["run"].value = True
        await until(lambda: explorer.race.steps >= 3)
        held, race_then = explorer.buttons["reset"].disabled, explorer.race
        explorer.reset()
        assert explorer.advance(5) == 0
        assert held and explorer.buttons["step"].disabled and explorer.race is race_then
        explorer.controls["run"].value = False
        await until(lambda: not explorer.running)

    asyncio.run(pressed())
    assert not explorer.buttons["reset"].disabled
    explorer.reset()
    assert explorer.race.steps == 0
    np.testing.assert_array_equal(weights(explorer.race), weights(Race()))


def test_another_task_chosen_while_training_runs_is_trained_from_then_on(explorer):
    async def changed():
        first = explorer.race
        explorer.controls["run"].value = True
        await until(lambda: first.steps >= 3)
        explorer.controls["task"].value = "plain"
        second = explorer.race
        await until(lambda: second.steps >= 3)
        kept = first.steps
        explorer.controls["run"].value = False
        await until(lambda: not explorer.running)
        assert first.steps == kept < first.last_step and second is not first

    asyncio.run(changed())


def test_closing_ends_the_training():
    async def closed():
        explorer = TrainingExplorer()
        explorer.controls["run"].value = True
        await until(lambda: explorer.race.steps >= 3)
        explorer.close()
        steps = explorer.race.steps
        await asyncio.sleep(0.1)
        assert explorer.race.steps == steps and not explorer.running
        assert [task for task in asyncio.all_tasks() if task is not asyncio.current_task()] == []

    asyncio.run(closed())


def test_a_control_that_another_thread_answers_leaves_standard_output_alone(explorer, monkeypatch):
    # So does JupyterLab, where a cell may print meanwhile.
    ours, seen, update = sys.stdout, [], explorer.update

    def looking():
        seen.append(sys.stdout is ours)
        return update()

    monkeypatch.setattr(explorer, "update", looking)
    thread = threading.Thread(target=lambda: explorer.advance(1))
    thread.start()
    thread.join()
    assert seen == [True] and explorer.state()["step"] == 1
    assert sys.stdout is ours


def test_each_setting_keeps_its_own_networks(explorer):
    explorer.advance(5)
    before = weights(explorer.race).copy()
    explorer.controls["task"].value = "plain"
    assert explorer.state()["step"] == 0
    explorer.advance(7)
    explorer.controls["task"].value = "flipped"
    assert explorer.state()["step"] == 5
    np.testing.assert_array_equal(weights(explorer.race), before)


def test_where_no_loop_runs_the_start_button_says_what_to_do(explorer):
    explorer.controls["run"].value = True
    assert not explorer.controls["run"].value and not explorer.running
    assert "advance(steps)" in explorer.state()["readout"]


def test_one_step_is_one_step_of_both(explorer):
    explorer.buttons["step"].click()
    assert explorer.state()["step"] == 1
    assert [len(runner.losses) for runner in explorer.race.runners.values()] == [1, 1]


# ---- the learner's own functions ------------------------------------------------------------------------------------


def test_an_error_in_a_step_is_shown_and_costs_no_batch(explorer):
    choose(explorer, epochs=1)
    right, calls = explorer.race.tools.step, []

    def fails_once(*arguments):
        calls.append(arguments)
        if len(calls) == 8:
            raise RuntimeError("no more ink")
        return right(*arguments)

    explorer.race.tools.step = fails_once
    # The eighth call is the second network's part of the fourth step.
    assert explorer.advance(10) == 3
    assert "RuntimeError: no more ink" in explorer.state()["readout"]
    explorer.advance(22)
    straight = Race(epochs=1)
    straight.run()
    np.testing.assert_array_equal(weights(explorer.race), weights(straight))
    assert "no more ink" not in explorer.state()["readout"]


def test_an_error_while_training_runs_by_itself_stops_it_and_is_shown(explorer):
    def broken(*arguments):
        raise ZeroDivisionError("by nothing")

    async def failing():
        explorer.race.tools.step = broken
        explorer.controls["run"].value = True
        await until(lambda: explorer.trouble)

    asyncio.run(failing())
    assert not explorer.running and not explorer.controls["run"].value
    assert "ZeroDivisionError: by nothing" in explorer.state()["readout"]


def test_functions_that_passed_are_the_ones_that_train(explorer, no_exercise_passed, capsys):
    seen = []

    @exercise("relu")
    def relu(z):
        seen.append(np.shape(z))
        return np.where(z > 0, z, np.zeros_like(z))

    explorer.epochs = 1
    explorer.draw()
    seen.clear()
    explorer.advance(2)
    assert (64, 8, 8, 8) in seen
    assert explorer.state()["own"] == ["relu"]
    plain = Race(epochs=1, tools=race.Tools(own=False))
    plain.run(2)
    np.testing.assert_allclose(weights(explorer.race), weights(plain), atol=1e-6)


def test_a_step_of_the_learner_s_own_trains(explorer, monkeypatch):
    def training_step(network, images, labels, optimizer):
        loss = race.training_step(network, images, labels, optimizer)
        network.parameters[...] += 1
        return loss

    monkeypatch.setattr(race, "current", lambda name: training_step if name == "training_step" else None)
    monkeypatch.setattr(race, "learners_function", lambda name: training_step)
    choose(explorer, epochs=1)
    assert "your own training_step" in explorer.state()["readout"]
    explorer.advance(1)
    plain = Race(epochs=1, tools=race.Tools(own=False))
    plain.run(1)
    np.testing.assert_allclose(weights(explorer.race), weights(plain) + 1, atol=1e-5)


def test_a_right_but_slow_function_is_replaced_and_that_is_said(explorer, no_exercise_passed, capsys):
    @exercise("relu")
    def relu(z):
        out = np.array(z, dtype=np.result_type(z, np.float32), ndmin=1)
        for index in np.ndindex(*out.shape):
            out[index] = max(out[index], 0)
        return out.reshape(np.shape(z))

    choose(explorer, epochs=1)
    assert explorer.state()["own"] == []
    assert "too slow" in explorer.state()["readout"] and "relu" in explorer.state()["readout"]


# ---- the frame ------------------------------------------------------------------------------------------------------


def test_a_reset_lets_go_of_the_old_networks(explorer):
    explorer.advance(2)
    old = weakref.ref(explorer.race)
    explorer.reset()
    assert old() is None


@pytest.mark.parametrize(
    ("name", "value"),
    [("task", "fipped"), ("task", ["plain"]), ("pooling", "median"), ("seed", 10), ("seed", -1), ("seed", 1.0),
     ("epochs", 0), ("epochs", 101), ("epochs", True)],
)  # fmt: skip
def test_a_wrong_argument_is_named(name, value):
    with pytest.raises(ValueError, match=rf"^{name}: expected .*got "):
        TrainingExplorer(**{name: value})


@pytest.mark.parametrize("steps", [0, -1, 2.0, None])
def test_advance_wants_a_number_of_steps(explorer, steps):
    with pytest.raises(ValueError, match="^steps: expected"):
        explorer.advance(steps)


def test_redrawing_makes_no_new_artists_and_no_new_widgets(explorer):
    explorer.advance(5)
    draws = explorer.draws
    canvases = [explorer.canvas, *(canvas for canvas, _ in explorer.panels.values())]

    def size():
        artists = sum(len(ax.get_children()) for canvas in canvases for ax in canvas.figure.axes)
        return artists, len(ipywidgets.widget._instances)

    before = size()
    for look in ("relu", "identity") * 2:
        explorer.controls["look"].value = look
        explorer.advance(1)
    assert size() == before
    assert explorer.draws == draws + 8


def test_until_it_has_begun_a_reader_without_a_kernel_gets_a_finished_race(explorer, monkeypatch):
    explorer.draw(force=True)
    kept, update = [], lambda still, metadata: kept.append((still, metadata))
    shown = types.SimpleNamespace(update=update)
    monkeypatch.setattr(stage.live, "show", lambda *bundle, close: kept.append(bundle[1:]) or shown)
    asyncio.run(show_in_a_loop(explorer))
    explorer.shown, explorer._at_rest = {}, None
    assert explorer.race.steps == 0, "the live race waits for the learner"
    (first, _), (bundle, metadata) = kept
    assert "Nothing learned yet" in first["text/html"] and "Finished after 15 epochs" in bundle["text/html"]
    explorer.advance(explorer.race.last_step)
    assert explorer.bundle()[0]["image/png"] == bundle["image/png"]
    assert base64.b64decode(bundle["image/png"]).startswith(b"\x89PNG")
    assert "dashed" in metadata["image/png"]["alt"] and 'alt="' in bundle["text/html"]
    assert metadata["image/png"]["width"] <= 680


async def show_in_a_loop(explorer):
    explorer.show()


def test_nothing_is_promised_that_cannot_happen_in_the_lesson(explorer, no_exercise_passed):
    explorer.draw(force=True)
    assert explorer.state()["readout"].endswith("Training uses the course's functions.")


def test_every_control_can_be_named_by_a_screen_reader(explorer):
    assert all(control.description for control in [*explorer.controls.values(), *explorer.buttons.values()])
