"""How fast does an explorer redraw, and does it leave anything behind?  ``python -m helpers bench explorers``

Every explorer of the course is moved a thousand times: a control that can be seen is chosen at random and given another
value, as a learner would. One that is slow (a median above 100 ms), fails to draw, or leaves widgets or figures behind
is an error.
"""

import argparse
import gc
import statistics
import sys
import time
from collections import Counter
from typing import NamedTuple

import ipywidgets as widgets
import numpy as np
import psutil
from matplotlib.figure import Figure

from helpers import explorers
from helpers.convolution import AvgPool2d
from helpers.digits import load_digits
from helpers.explorers.digit_networks import digit_network
from helpers.layers import ReLU

MOVES = 1000
# A redraw that takes longer is seen as a lag behind the hand.
SLOWEST = 0.100
# Caches fill up during the first moves; what grows further by this many bytes is a leak, not rounding of the allocator.
LARGEST_GROWTH = 48 * 2**20


class Result(NamedTuple):
    """What a thousand moves did.

    Attributes
    ----------
    seconds : list of float, one for each move
    trouble : list of str, why the explorer does not pass
    growth : int, bytes of memory that the process holds more than after the warm-up
    widgets, figures : int, how many more are alive than after the warm-up
    picture : int, bytes of the largest picture, all panels together
    """

    seconds: list
    trouble: list
    growth: int
    widgets: int
    figures: int
    picture: int


# ---- the explorers ------------------------------------------------------------------------------------------------


def untrained_network():
    """The arguments of the explorer that shows a learner's own network: untrained, which takes as long to draw."""
    digits = load_digits()
    return digit_network(ReLU, AvgPool2d), digits.test_images, digits.test_labels


def draw_strokes(explorer, rng):
    """A move on the drawing board."""
    strokes = [(True, rng.integers(20, 236, size=(12, 2)).tolist()) for _ in range(rng.integers(1, 4))]
    explorer.put_strokes(strokes)


ARGUMENTS = {"SwitchExplorer": untrained_network}
# What learners do besides moving controls.
OTHER_MOVES = {"DrawExplorer": draw_strokes, "TrainingExplorer": lambda explorer, rng: explorer.advance(1)}


def make(name):
    """An explorer by its name, as a lesson shows it."""
    return getattr(explorers, name)(*ARGUMENTS.get(name, tuple)())


# ---- moving -------------------------------------------------------------------------------------------------------


def other_value(control, rng):
    """A random value for a control, different from the present one; None if the control is not one to be moved.

    Examples
    --------
    >>> other_value(widgets.Checkbox(value=True), np.random.default_rng(0))
    False
    """
    if isinstance(control, widgets.Checkbox):
        return not control.value
    if hasattr(control, "options"):
        values = [option[1] if isinstance(option, tuple) else option for option in control.options]
    elif hasattr(control, "step") and hasattr(control, "min"):
        steps = round((control.max - control.min) / control.step)
        values = [type(control.value)(control.min + control.step * k) for k in range(steps + 1)]
    elif isinstance(control, widgets.FloatText):
        values = [half / 2 for half in range(-6, 7)]
    else:
        return None
    values = [value for value in values if value != control.value]
    return values[rng.integers(len(values))] if values else None


def move(explorer, rng, other_move=None):
    """Give a random control that can be seen another value; as often as each of these, make the other move."""
    visible = [control for control in explorer.controls.values() if control.layout.display != "none"]
    choices = [control for control in visible if other_value(control, rng) is not None]
    chosen = rng.integers(len(choices) + (other_move is not None))
    if chosen == len(choices):
        other_move(explorer, rng)
    else:
        choices[chosen].value = other_value(choices[chosen], rng)


# ---- measuring ----------------------------------------------------------------------------------------------------


def footprint():
    """What this process holds once the garbage is collected: bytes of memory, and how many widgets and figures."""
    # Twice: what a finaliser lets go in the first pass is garbage for the second.
    gc.collect()
    gc.collect()
    kinds = Counter(map(type, gc.get_objects()))
    alive = [sum(count for kind, count in kinds.items() if issubclass(kind, base)) for base in (widgets.Widget, Figure)]
    return psutil.Process().memory_info().rss, *alive


def measure(explorer, moves=MOVES, seed=0, other_move=None, clock=time.perf_counter):
    """Move an explorer so many times.

    Parameters
    ----------
    explorer : Explorer
    moves : int
    seed : int
    other_move : function of (explorer, rng), optional
    clock : function without arguments that returns seconds

    Returns
    -------
    Result
    """
    rng = np.random.default_rng(seed)
    for _ in range(max(1, moves // 5)):
        move(explorer, rng, other_move)
    before = footprint()
    seconds, errors, idle, picture = [], {}, 0, 0
    for _ in range(moves):
        draws, start = explorer.draws, clock()
        move(explorer, rng, other_move)
        seconds.append(clock() - start)
        idle += explorer.draws == draws
        if "error" in explorer.state():
            errors[explorer.state()["error"]] = None
        picture = max(picture, sum(len(image.value) for image in pictures(explorer)))
    growth = [after - earlier for after, earlier in zip(footprint(), before)]
    trouble = [f"could not draw: {error}" for error in errors]
    if idle and not errors:
        trouble.append(f"{idle} of {moves} moves drew nothing")
    return Result(seconds, trouble + judge(seconds, *growth), *growth, picture)


def pictures(explorer):
    """The image widgets of an explorer."""
    return [explorer.picture, *(image for _, image in explorer.panels.values())]


def judge(seconds, more_memory, more_widgets, more_figures):
    """What is wrong with these numbers, as a list of sentences."""
    trouble = []
    if statistics.median(seconds) > SLOWEST:
        trouble.append(f"the median is above {SLOWEST * 1e3:.0f} ms")
    if more_widgets > 0:
        trouble.append(f"{more_widgets} more widgets than before")
    if more_figures > 0:
        trouble.append(f"{more_figures} more figures than before")
    if more_memory > LARGEST_GROWTH:
        trouble.append(f"memory grew by {more_memory / 2**20:.0f} MB")
    return trouble


# ---- printing -----------------------------------------------------------------------------------------------------

HEADER = (
    f"{'':20} {'median':>7} {'95 %':>7} {'worst':>7}   {'memory':>8} {'widgets':>7} {'figures':>7}   {'picture':>7}"
)


def describe(name, result):
    """A line of the table."""
    times = statistics.median(result.seconds), np.quantile(result.seconds, 0.95), max(result.seconds)
    median, high, worst = (f"{second * 1e3:.0f} ms" for second in times)
    memory, picture = f"{result.growth / 2**20:+.1f} MB", f"{result.picture / 1024:.0f} kB"
    return (
        f"{name:20} {median:>7} {high:>7} {worst:>7}   {memory:>8} {result.widgets:>+7} {result.figures:>+7}"
        f"   {picture:>7}"
    )


def run(name, moves, seed, clock):
    """Measure one explorer, print what came of it, and return whether all is well."""
    explorer = make(name)
    try:
        result = measure(explorer, moves, seed, OTHER_MOVES.get(name), clock)
    finally:
        explorer.close()
    print(describe(name, result), flush=True)
    for sentence in result.trouble:
        print(f"{'':20} {sentence}", flush=True)
    return not result.trouble


def main(argv=None):
    """Run the benchmark, print a table, and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m helpers bench explorers", description=__doc__.split("\n\n")[0])
    parser.add_argument("names", nargs="*", metavar="explorer", help="such as CollapseExplorer; all by default")
    parser.add_argument("--moves", type=int, default=MOVES, help="moves of each, after a fifth as many to warm up")
    parser.add_argument("--seed", type=int, default=0, help="which moves")
    parser.add_argument("--cpu", action="store_true", help="count only this process's own time: for a busy machine")
    options = parser.parse_args(argv)
    unknown = [name for name in options.names if name not in explorers.__all__]
    if unknown:
        parser.error(f"no explorer {', '.join(unknown)}; there are {', '.join(explorers.__all__)}")
    if options.moves < 1:
        parser.error("expected at least 1 move")

    clock, kind = (time.process_time, "processor time") if options.cpu else (time.perf_counter, "time")
    print(f"{options.moves} moves of each explorer, over all its controls; {kind} from the new value to the new "
          "picture, in the kernel.\n")  # fmt: skip
    print(HEADER)
    # Every one is run, also after one that fails.
    fine = [run(name, options.moves, options.seed, clock) for name in options.names or explorers.__all__]
    return 0 if all(fine) else 1


if __name__ == "__main__":
    sys.exit(main())
