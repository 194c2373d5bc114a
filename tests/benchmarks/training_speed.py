"""How fast is a training step, beside PyTorch?  ``python -m helpers bench [--sweep] [--plot FILE.png]``

All train the same network on the same images in one process, on one thread each, taking turns in blocks of twenty
steps, as training does them: whatever else the machine does meets all alike. What counts is each one's best block, in
seconds of CPU. Before the clock starts, all must have the same loss and the same gradients.
"""

import argparse
import os
import sys
import time
from pathlib import Path

for variable in ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS"):
    os.environ.setdefault(variable, "1")

import numpy as np

sys.path[:0] = [str(Path(__file__).resolve().parents[folders]) for folders in (0, 2)]

from contestants import Course, Task, contestants, find_torch

SIDES = (8, 16, 28)
BLOCK = 20
# Two correct float32 implementations differ by rounding, some 1e-7 of the largest gradient, times a little for sums
# of thousands of terms; a wrong formula differs in the first digits.
AGREEMENT = 1e-4
SWEEPS = {
    "batch": [Task(batch=batch) for batch in (1, 4, 16, 64, 256, 512)],
    "side": [Task(side=side) for side in (8, 12, 16, 24, 28, 32, 48)],
    "side, average pooling": [Task(side=side, pool="avg") for side in (8, 16, 28, 48)],
    "channels": [Task(side=16, channels=(maps, 2 * maps)) for maps in (4, 8, 16, 32, 64)],
    "depth": [Task(side=16, channels=(16,) * depth) for depth in (2, 4, 8, 16)],
}
# What each sweep varies, as one number, for the plot and for the exponent.
SIZE_OF = {
    "batch": lambda task: task.batch,
    "channels": lambda task: task.channels[0],
    "depth": lambda task: len(task.channels),
}


def difference(ours, theirs):
    """How far two pairs of loss and gradients are apart, relative to the loss and to the largest gradient."""
    (loss, gradients), (their_loss, their_gradients) = ours.gradients(), theirs.gradients()
    gap = np.max(np.abs(gradients - their_gradients)) / np.max(np.abs(their_gradients))
    return max(float(gap), abs(loss - their_loss) / their_loss)


def take_turns(racers, rounds, block):
    """The best block of each, in milliseconds of CPU a step; who goes first changes from round to round."""
    for racer in racers:
        racer.step()
    best = [float("inf")] * len(racers)
    for turn in range(rounds):
        order = range(len(racers))
        for i in order if turn % 2 == 0 else reversed(order):
            start = time.process_time()
            for _ in range(block):
                racers[i].step()
            best[i] = min(best[i], (time.process_time() - start) / block * 1e3)
    return best


def race(task, rounds, block, naive):
    """Milliseconds a step of everybody, by name, and the largest difference of their gradients from the course's."""
    racers = contestants(task, naive)
    gap = max((difference(Course(task), other) for other in racers[1:]), default=0.0)
    times = take_turns(racers, rounds, block) if gap < AGREEMENT else [float("nan")] * len(racers)
    return dict(zip((racer.name for racer in racers), times)), gap


def exponent(sizes, times):
    """The power of the size with which the time grows: the slope of a straight line through both logarithms."""
    return float(np.polyfit(np.log(sizes), np.log(times), 1)[0])


def kernel():
    """Which BLAS multiplies the matrices, and for which processor."""
    import threadpoolctl

    found = [f"{info['internal_api']} {info['version']}, kernels for {info.get('architecture', 'an unknown processor')}"
             for info in threadpoolctl.threadpool_info() if info["user_api"] == "blas"]  # fmt: skip
    return found[0] if found else "a BLAS that does not say which it is"


def line(label, times, gap):
    """One line of a table: milliseconds of all, and how many times as fast the course is as each of the others."""
    ours = times["course"]
    cells = [f"{label:>12}"] + [f"{value:9.3f}" for value in times.values()]
    cells += [f"{value / ours:8.2f}" for name, value in times.items() if name != "course"]
    return "  ".join(cells) + (f"  gradients differ by {gap:.1e}: nothing to compare" if gap >= AGREEMENT else "")


def head(label, names):
    others = [f"{'÷ course' if name == 'course' else name + ' ÷':>8}" for name in names if name != "course"]
    return "  ".join([f"{label:>12}"] + [f"{name:>9}" for name in names] + others)


def table(label, tasks, size_of, rounds, block, naive=False):
    """Race over some tasks and print a line for each; returns the times by name, and whether all agreed."""
    results, fine = {}, True
    for task in tasks:
        times, gap = race(task, rounds, block, naive)
        if not results:
            print(head(label, times))
        for name, value in times.items():
            results.setdefault(name, []).append(value)
        print(line(str(size_of(task)), times, gap), flush=True)
        fine = fine and gap < AGREEMENT
    if len(tasks) > 2 and fine:
        sizes = [size_of(task) for task in tasks]
        print("  ".join([f"{'exponent':>12}"] + [f"{exponent(sizes, times):9.2f}" for times in results.values()]))
    print()
    return results, fine


def plot(sweeps, path):
    """Draw every sweep, time a step against size, both logarithmic, and write it as a file."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    fig = Figure(figsize=(3.6 * len(sweeps), 3.4), dpi=150, layout="constrained")
    FigureCanvasAgg(fig)
    axes = fig.subplots(1, len(sweeps), squeeze=False)[0]
    for ax, (label, (sizes, results)) in zip(axes, sweeps.items()):
        for (name, times), marker, style in zip(results.items(), "os^Dv", ("-", "--", ":", "-.", (0, (1, 3)))):
            ax.plot(sizes, times, marker=marker, linestyle=style, label=name)
        ax.set(xscale="log", yscale="log", xlabel=label)
        ax.set_xticks(sizes, [str(size) for size in sizes])
        ax.minorticks_off()
    axes[0].set_ylabel("milliseconds of CPU a step")
    axes[0].legend()
    fig.savefig(path)


def main(argv=None):
    """Run the benchmark, print its tables, and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m helpers bench", description=__doc__.split("\n\n")[0])
    parser.add_argument("--sides", type=int, nargs="+", default=SIDES, help="heights of the square images")
    parser.add_argument("--rounds", type=int, default=15, help="blocks of twenty steps of each")
    parser.add_argument("--sweep", action="store_true", help="also vary batch, side, channels, depth and pooling")
    parser.add_argument("--plot", type=Path, metavar="FILE.png", help="draw the sweep, and write it here")
    options = parser.parse_args(argv)
    if options.rounds < 1 or min(options.sides) < 4:
        parser.error("expected at least 1 round, and images of at least 4×4")

    torch = find_torch()
    print(f"One training step: forward, loss, backward, Adam; float32, one thread each. Milliseconds of CPU a step in "
          f"the best of {options.rounds} blocks of {BLOCK}; then how many times as fast the course is.")  # fmt: skip
    beside = "PyTorch is not installed here" if torch is None else f"PyTorch {torch.__version__}"
    print(f"NumPy {np.__version__}, {kernel()}; {beside}.")
    print("course: this course; eager: PyTorch as most write it; best: PyTorch with channels_last and fused Adam; im2col "
          "and einsum: the course's network with a convolution as most tutorials write it.\n")  # fmt: skip
    fine = True
    for pool, label in (("max", "max pooling"), ("avg", "average"))[: 2 if options.sweep else 1]:
        tasks = [Task(side=side, pool=pool) for side in options.sides]
        _, agreed = table(label, tasks, lambda task: task.side, options.rounds, BLOCK, naive=True)
        fine = fine and agreed
    if options.sweep or options.plot:
        drawn = {}
        for label, tasks in SWEEPS.items():
            size_of = SIZE_OF.get(label, lambda task: task.side)
            # The large ones of a sweep take long enough to be measured in shorter blocks.
            results, agreed = table(
                label.split(",")[-1].strip(), tasks, size_of, max(3, options.rounds // 3), max(1, BLOCK // 4)
            )
            drawn[label], fine = ([size_of(task) for task in tasks], results), fine and agreed
        if options.plot:
            plot(drawn, options.plot)
            print(f"Drawn: {options.plot}")
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
