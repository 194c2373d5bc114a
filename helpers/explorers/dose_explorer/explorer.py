"""Explorer: how bent must a network be, and how many of its units?"""

import asyncio
import time

import ipywidgets as widgets

from helpers.explorers.digit_networks import task_data
from helpers.explorers.dose_explorer.doses import (
    ALONG,
    NO_BEND,
    RELU,
    UNITS,
    Dose,
    Run,
    along,
    check_networks,
    crossing,
    ends,
    reading,
)
from helpers.explorers.dose_explorer.panels import CurvePanel, DigitsPanel
from helpers.explorers.frame import Explorer, only_if, set_near, slider, toggles

# Seconds of training between two turns for everybody else.
SLICE = 0.03
VARIED = (("How bent?", "slope"), ("How many?", "kept"))


class DoseExplorer(Explorer):
    """Networks with a chosen dose of bend, trained on flipped digits while you wait, and what they read.

    A network takes a fraction of a second. The one that the sliders ask for is trained first; a move drops it for the
    next, and nothing queues. What was trained once is kept.

    Parameters
    ----------
    networks : dict, optional
        Trained already, by (slope, kept) as in ``bent_network``: a Sequential each, or a list with one for each seed.

    Raises
    ------
    ValueError
        If a key of ``networks`` is not a pair of numbers from 0 to 1, or a value no Sequential.

    Examples
    --------
    >>> explorer = DoseExplorer()
    >>> explorer.state()["share"] > 0.85
    True
    >>> explorer.controls["kept"].value = 50
    >>> explorer.measure()
    >>> explorer.state()["share"] > 0.8
    True
    """

    question = "Guess where half is lost, then measure: how bent must a network be, and how many of its units?"
    alt = (
        "Two pictures. The share of flipped test digits read, against the slope on the left of 0 or against the share "
        "of hidden ReLUs kept: a diamond for each trained network, a line through the means, dotted lines for no bend, "
        "for ReLU and half-way between, and your guess as a dashed line. Beside it the bend itself and ten test digits, "
        "each with a tick or a cross and what the network reads."
    )

    pointing = "Or point at your guess in the curve's picture."

    def __init__(self, networks=None):
        self.readings = {(dose, 0): found for dose, found in ends().items()}
        self.readings.update(check_networks(networks or {}))
        self.trouble, self._task, self._closed, self._loop = "", None, False, running_loop()
        super().__init__()

    # ---- controls ---------------------------------------------------------------------------------------------------

    def build(self):
        self.add("vary", toggles("", VARIED, "slope"))
        self.add("slope", slider("Slope on the left", 0.0, 0.0, 1.0, 0.05))
        self.add("kept", slider("ReLUs kept, in %", 100, 0, 100, 1))
        self.add("guess_slope", slider("My guess: half is lost at slope", 0.5, 0.0, 1.0, 0.05))
        self.add("guess_kept", slider("My guess: half is lost at % kept", 50, 0, 100, 1))
        self.add("seed", slider("Seed", 0, 0, 4, 1)).layout.width = "200px"
        run = widgets.ToggleButton(description="Measure the curve", icon="play", layout=widgets.Layout(width="180px"))
        self.add("run", run)
        data = task_data("flipped")
        self.curve, self.digits = CurvePanel(), DigitsPanel(data.test_images, data.test_labels)
        self.panel("digits", self.digits.canvas)
        return self.curve.canvas

    def arrange(self):
        c = self.controls
        return self.frame(
            self.row(c["vary"], c["guess_slope"], c["guess_kept"]),
            self.row(c["run"], c["seed"]),
            self.row(c["slope"], c["kept"]),
        )

    def inputs(self):
        return (*super().inputs(), len(self.readings), self.trouble)

    def reach(self, axes, x, y):
        """Move the guess to where the reader points in the curve's picture."""
        if axes is self.curve.ax:
            axis = self.value("vary")
            set_near(self.controls[f"guess_{axis}"], x / 100 if axis == "slope" else x)

    @property
    def dose(self):
        """The dose that the sliders ask for."""
        return Dose(round(100 * self.value("slope")), self.value("kept"))

    def reading_of(self, dose, seed):
        return self.readings.get((dose.plain, seed))

    # ---- training ---------------------------------------------------------------------------------------------------

    def wanted(self):
        """The dose and the seed to train next, or None: what the sliders ask for, and then what the curve lacks."""
        axis, seed = self.value("vary"), self.value("seed")
        doses = [self.dose]
        if self.value("run"):
            doses += [self.dose._replace(**{axis: value}) for value in ALONG[axis]]
            # Without both ends there is no half-way.
            doses += [NO_BEND, RELU]
        return next(((dose.plain, seed) for dose in doses if not self.reading_of(dose, seed)), None)

    def measure(self):
        """Train all that is wanted and draw, without an event loop; an error is shown below the pictures."""
        with self.lock:
            try:
                while (wanted := self.wanted()) is not None:
                    self.readings[wanted] = Run(*wanted).finish()
            except Exception as error:  # noqa: BLE001
                self.trouble = in_short(error)
            self.controls["run"].value = False
            self.draw()

    def _moved(self, change):
        if change["owner"] is not self.controls["run"] or change["new"]:
            self.trouble = ""
        super()._moved(change)

    def draw(self, force=False):
        """Draw what is known by now, and see to it that what is missing is trained."""
        super().draw(force)
        missing = self.wanted() is not None or self.value("run")
        if missing and self._loop and self._task is None and not self.trouble and not self._closed:
            # JupyterLab may have a control answered in a thread of its own; training stays where the cells run.
            self._loop.call_soon_threadsafe(self._begin)

    def _begin(self):
        if self._task is None and not self._closed:
            self._task = asyncio.ensure_future(self._train())

    async def _train(self):
        try:
            await self._slices()
        except Exception as error:  # noqa: BLE001
            self.trouble = in_short(error)
        self._task = None
        self.controls["run"].value = False
        self.draw()

    async def _slices(self):
        """Train a little, draw if a network is done, and hand the loop back: then everybody else has a turn."""
        run, trained = None, None
        while (wanted := self.wanted()) is not None:
            if wanted != trained:
                run, trained = Run(*wanted), wanted
            start, more = time.perf_counter(), True
            while more and time.perf_counter() < start + SLICE:
                with self.lock:
                    more = run.step()
            if not more:
                self.readings[trained] = reading(run.network.eval())
                self.draw()
            await asyncio.sleep(0.001)

    def close(self):
        """Stop the training, take the explorer off the page and free its widgets and figures."""
        self._closed = True
        if self._task is not None:
            self._task.cancel()
            self._task = None
        super().close()

    # ---- what is seen -----------------------------------------------------------------------------------------------

    def update(self):
        axis, seed, dose = self.value("vary"), self.value("seed"), self.dose
        run = self.controls["run"]
        run.description, run.icon = ("Pause", "pause") if run.value else ("Measure the curve", "play")
        for name in ALONG:
            only_if(axis == name, self.controls[f"guess_{name}"])
        other = "kept" if axis == "slope" else "slope"
        line = along(self.readings, axis, getattr(dose, other))
        low, high = (self.mean_of(end) for end in (NO_BEND, RELU))
        guess = round(100 * self.value("guess_slope")) if axis == "slope" else self.value("guess_kept")
        complete = all(value in line for value in ALONG[axis])
        passes = crossing(line, (low + high) / 2) if complete else None
        found = self.reading_of(dose, seed)
        present = getattr(dose, axis), found and found.share
        self.curve.show(axis, line, (low, high), guess, present, passes)
        bent = round(dose.kept / 100 * UNITS)
        self.digits.show(dose.slope / 100, bent, found and found.read)
        shown = {
            "share": found and found.share,
            "read": found and list(found.read),
            "line": line,
            "half-way": (low + high) / 2,
            "passes": passes,
            "complete": complete,
            "trained": len(self.readings),
        }
        return shown, self._in_words(shown, axis, bent, guess)

    def mean_of(self, dose):
        """The mean share over the seeds that were trained at a dose."""
        shares = [found.share for (there, _), found in self.readings.items() if there == dose]
        return sum(shares) / len(shares)

    # ---- in words ---------------------------------------------------------------------------------------------------

    def _in_words(self, shown, axis, bent, guess):
        if self.trouble:
            return f"Training stopped: {self.trouble}. Move a slider, and it is tried again."
        slope, seed, share = self.value("slope"), self.value("seed"), shown["share"]
        now = f"Slope {slope:g}, {bent} of {UNITS} units bent, seed {seed}: "
        if share is not None:
            now += f"the network reads {share:.0%} of the flipped test digits."
        else:
            now += "in training…" if self._loop else "not trained yet; no event loop runs here, so call measure()."
        return f"{now} {self._half_way(shown, axis, guess)}"

    def _half_way(self, shown, axis, guess):
        half, passes = shown["half-way"], shown["passes"]
        if not shown["complete"]:
            return f"Half-way between no bend and ReLU is {half:.0%}. Set your guess, then choose Measure the curve."
        if passes is None:
            return f"With this setting of the other slider the curve never passes half-way, {half:.0%}."
        if axis == "slope":
            found, guessed = f"at a slope of about {passes / 100:.2f}", f"{guess / 100:.2f}"
            dose, there = 50, "Half as bent as ReLU, at a slope of 0.5,"
        else:
            found = f"with about {passes:.0f}% of the ReLUs, {passes * UNITS / 100:.0f} of {UNITS}"
            guessed, dose, there = f"{guess}%", 10, "With 10% of them"
        share = sum(shown["line"][dose]) / len(shown["line"][dose])
        return (
            f"The curve passes half-way ({half:.0%}) {found}; your guess was {guessed}. {there} it reads {share:.0%}."
        )


def in_short(error):
    """An error in one line."""
    return f"{type(error).__name__}: {error}"


def running_loop():
    """The event loop that runs in this thread, or None."""
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None
