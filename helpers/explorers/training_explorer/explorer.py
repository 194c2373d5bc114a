"""Explorer: two networks in training side by side, with and without hidden ReLUs."""

import asyncio
import time

import ipywidgets as widgets
import numpy as np

from helpers.base import check_count
from helpers.explorers.digit_networks import EPOCHS, NAMES, TASKS
from helpers.explorers.frame import Explorer, button, check_choice, dropdown, say, slider, toggles
from helpers.explorers.training_explorer.panels import (
    CHANCE_LOSS,
    MISTAKES,
    ConfusionPanel,
    CurvePanel,
    MistakesPanel,
)
from helpers.explorers.training_explorer.race import POOLINGS, RATES, Race
from helpers.figures import style

# Seconds of training between two turns for everybody else, and between two pictures.
SLICE = 0.025
DRAW_EVERY = 0.15
PACES = (("5 steps a second", 5.0), ("an epoch a second", 22.0), ("full speed", float("inf")))
TASK_LABELS = {"plain": "plain digits", "flipped": "contrast-flipped digits"}
VERDICTS = {
    ("flipped", "average"): "Flipping an image turns every logit of the linear network round about its bias: what it "
    "learns on one contrast costs it the other.",
    ("flipped", "max"): "Max pooling is nonlinear as well, so the network without ReLUs is no linear map here.",
    ("plain", "average"): "Plain digits are nearly linear: ten templates go a long way.",
    ("plain", "max"): "Plain digits are nearly linear, and max pooling is nonlinear as well.",
}


class TrainingExplorer(Explorer):
    """Identity and ReLU in a race: loss, test accuracy, confusion matrix and worst mistakes while they train.

    Training runs in short slices on the notebook's own event loop. Between two slices buttons, page and other cells
    have their turn, so a pause always falls between two steps. Each combination of task, pooling, learning rate and
    seed has a pair of networks of its own, which waits where you left it.

    Parameters
    ----------
    task : str, "plain" or "flipped"
    pooling : str, "average" or "max"
    seed : int, 0 to 9
    epochs : int, 1 to 100
        After so many the training stops by itself.

    Raises
    ------
    ValueError
        If an argument is outside these.

    Examples
    --------
    >>> explorer = TrainingExplorer("plain", epochs=2)
    >>> explorer.advance(100)
    44
    >>> explorer.state()["finished"]
    True
    """

    question = "Same data, same start, same steps: what do hidden ReLUs change, and what does each network get wrong?"
    alt = (
        "Four pictures. The loss of both networks and their test accuracy, step by step, identity dashed and ReLU "
        "solid, with dotted lines for blind guessing. A table of which digit was read as which, and the test images "
        "that the chosen network misread with the most confidence."
    )

    def __init__(self, task="flipped", pooling="average", seed=0, epochs=EPOCHS):
        self._start = (
            check_choice("task", task, TASKS),
            check_choice("pooling", pooling, POOLINGS),
            check_choice("seed", seed, range(10)),
        )
        self.epochs = check_choice("epochs", epochs, range(1, 101))
        self.races, self.trouble = {}, ""
        self._task, self._draw_at, self._loop = None, 0.0, running_loop()
        super().__init__()

    # ---- controls ---------------------------------------------------------------------------------------------------

    def build(self):
        task, pooling, seed = self._start
        run = widgets.ToggleButton(description="Train", icon="play", layout=widgets.Layout(width="110px"))
        self.add("run", run).observe(self._switched, names="value")
        self.add("pace", dropdown("Pace", PACES, 22.0))
        self.add("task", dropdown("Task", [(text, name) for name, text in TASK_LABELS.items()], task))
        self.add("pooling", dropdown("Pooling", list(POOLINGS), pooling))
        self.add("rate", dropdown("Learning rate", [(f"{rate:g}", rate) for rate in RATES], RATES[2]))
        self.add("seed", slider("Seed", seed, 0, 9, 1)).layout.width = "220px"
        self.add("look", toggles("Mistakes of", [(style.LABELS[name], name) for name in NAMES], "identity"))
        self.buttons = {"step": button("One step", "step-forward"), "reset": button("Reset", "undo")}
        self.buttons["step"].on_click(lambda _: self.advance(1))
        self.buttons["reset"].on_click(lambda _: self.reset())
        self.loss, self.accuracy = CurvePanel("loss", self.epochs), CurvePanel("accuracy", self.epochs)
        self.confusion, self.worst = ConfusionPanel(), MistakesPanel()
        for name in ("accuracy", "confusion", "worst"):
            self.panel(name, getattr(self, name).canvas)
        return self.loss.canvas

    def arrange(self):
        c = self.controls
        return self.frame(
            self.row(c["run"], self.buttons["step"], self.buttons["reset"], c["pace"]),
            self.row(c["task"], c["pooling"], c["rate"]),
            self.row(c["seed"], c["look"]),
        )

    def inputs(self):
        return (*super().inputs(), id(self.race), self.race.steps, self.running, self.trouble)

    @property
    def race(self):
        """The race of the present settings; a new one the first time, and when functions pass before it has begun."""
        key = tuple(self.value(name) for name in ("task", "pooling", "seed", "rate"))
        race = self.races.get(key)
        if race is None or race.steps == 0 and race.tools.outdated:
            race = self.races[key] = Race(*key, self.epochs)
        return race

    # ---- training by hand -------------------------------------------------------------------------------------------

    def advance(self, steps):
        """Train so many steps and draw, without an event loop; return how many were done.

        An error in a step ends it and is shown below the pictures. While training runs by itself, nothing is done.

        Raises
        ------
        ValueError
            If ``steps`` is not a whole number of at least 1.
        """
        check_count("steps", steps)
        with self.lock:
            if self.running:
                return 0
            before, self.trouble = self.race.steps, ""
            try:
                self.race.run(steps)
            except Exception as error:  # noqa: BLE001
                self.trouble = in_short(error)
            self.draw()
            return self.race.steps - before

    def reset(self):
        """Start the present race afresh, with the functions that have passed by now; not while training runs."""
        with self.lock:
            if not self.running:
                old, self.trouble = self.race, ""
                self.races = {key: race for key, race in self.races.items() if race is not old}
                self.draw(force=True)

    # ---- training by itself -----------------------------------------------------------------------------------------

    @property
    def running(self):
        return self._task is not None

    def _switched(self, change):
        if not change["new"] or self.running:
            return
        loop = self._loop or running_loop()
        if loop is None:
            self.trouble = "no event loop runs here; call advance(steps) instead"
            self.controls["run"].value = False
        else:
            # JupyterLab may have a button answered in a thread of its own; training stays where the cells run.
            loop.call_soon_threadsafe(self._begin)

    def _begin(self):
        if self.value("run") and not self.running:
            self.trouble = ""
            self._task = asyncio.ensure_future(self._train())

    async def _train(self):
        try:
            await self._slices()
        except Exception as error:  # noqa: BLE001
            # The functions that are trained with are the learner's: an error belongs on the page, not in a log.
            self.trouble = in_short(error)
        self._task = None
        self.controls["run"].value = False
        self.draw()

    async def _slices(self):
        """Train a little, draw if it is time, and hand the loop back: then everybody else has a turn."""
        owed, before = 1.0, time.perf_counter()
        while self.value("run") and not self.race.finished:
            start, pace = time.perf_counter(), self.value("pace")
            # However long another cell has kept the loop busy, no more than a slice of it is made up for.
            owed, before = min(owed + pace * max(start - before, 1e-9), max(1.0, pace * SLICE)), start
            while owed >= 1 and time.perf_counter() < start + SLICE:
                with self.lock:
                    self.race.step()
                owed -= 1
            if time.perf_counter() >= self._draw_at:
                self.draw()
                self._draw_at = time.perf_counter() + DRAW_EVERY
            await asyncio.sleep(0.001 if owed >= 1 else min((1 - owed) / pace, SLICE))

    def _moved(self, change):
        # While training runs, it does the drawing: a moved control only brings the next picture forward.
        self._draw_at = 0.0
        if not self.running:
            super()._moved(change)

    def show(self):
        """Show the explorer; readers without a kernel get a finished race in place of one not begun, which is blank."""
        super().show()
        if self._at_rest and self.race.steps == 0:
            # The live explorer is on the page already: nobody waits for this.
            finished = TrainingExplorer(self.value("task"), self.value("pooling"), self.value("seed"), self.epochs)
            finished.advance(finished.race.last_step)
            kept = finished.bundle()
            finished.close()
            for shown in self.shown.values():
                shown.update(*kept)

    _ipython_display_ = show

    def close(self):
        """Stop the training, take the explorer off the page and free its widgets and figures."""
        if self.running:
            self._task.cancel()
            self._task = None
        super().close()
        # A start that the loop has not come to yet finds the button up.
        self.controls["run"].value = False

    # ---- what is seen -----------------------------------------------------------------------------------------------

    def update(self):
        race, look = self.race, self.value("look")
        self._set_buttons(race)
        right = {name: race.accuracy(name) for name in NAMES}
        for name in NAMES:
            runner = race.runners[name]
            self.loss.show(name, np.arange(1, race.steps + 1) / race.steps_per_epoch, runner.losses[: race.steps])
            at, shares = zip(*sorted({**runner.accuracies, race.steps: right[name]}.items()))
            words = f"{style.LABELS[name]} {right[name]:.0%}"
            self.accuracy.show(name, np.array(at) / race.steps_per_epoch, shares, words)
        table, worst = race.confusion(look), race.worst(look, MISTAKES)
        self.confusion.show(look, table)
        self.worst.show(look, race.data, worst)
        shown = {
            "step": race.steps,
            "running": self.running,
            "finished": race.finished,
            "accuracy": right,
            "loss": {name: race.runners[name].losses[: race.steps][-1:] for name in NAMES},
            "confusion": table.tolist(),
            "worst": worst,
            "own": list(race.tools.own),
        }
        return shown, self._sentence(race, right)

    def _set_buttons(self, race):
        run = self.controls["run"]
        run.description, run.icon = ("Pause", "pause") if run.value else ("Train", "play")
        run.disabled = race.finished and not run.value
        self.buttons["step"].disabled = run.value or race.finished
        self.buttons["reset"].disabled = run.value or race.steps == 0

    def _sentence(self, race, right):
        if self.trouble:
            return (
                f"Training stopped at step {race.steps}: {self.trouble}. Nothing is lost; Train tries the step again."
            )
        if self.running:
            # Said once an epoch, not at every picture: a screen reader reads each new sentence aloud.
            done = int(race.epochs_done)
            right = {name: race.runners[name].accuracies[done * race.steps_per_epoch] for name in NAMES}
            return f"Training. After {done} of {race.epochs} epochs, {both(right)} of the test digits rightly."
        if race.steps == 0:
            guess = f"a loss of {say(CHANCE_LOSS, '.1f')} and one in ten right"
            return f"Nothing learned yet. The dotted lines are blind guessing: {guess}. {whose(race.tools)}"
        score = f"{both(right)} of the {len(race.data.test_labels)} test digits rightly."
        if not race.finished:
            return f"Paused at step {race.steps}, nothing is lost. {score}"
        return f"Finished after {race.epochs} epochs. {score} {VERDICTS[self.value('task'), self.value('pooling')]}"


def both(right):
    """The accuracies of the two networks in a few words."""
    return " and ".join(f"{style.LABELS[name]} reads {right[name]:.0%}" for name in reversed(NAMES))


def whose(tools):
    """Whose functions a race is run with, as a sentence or two."""
    parts = []
    if tools.own:
        parts.append(f"Training uses your own {', '.join(tools.own)}.")
    if tools.slow:
        parts.append(f"Right but too slow for this: your {', '.join(tools.slow)}; the course's take their place.")
    if not parts:
        parts.append("Training uses the course's functions.")
    return " ".join(parts)


def in_short(error):
    """An error in one line."""
    return f"{type(error).__name__}: {error}"


def running_loop():
    """The event loop that runs in this thread, or None."""
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None
