"""How fast is a training step, beside PyTorch?  ``python -m helpers bench``

Both train the same network on the same 64 images in one process, on one thread each, taking turns: whatever else the
machine does meets both alike. Before the clock starts, both must have the same loss and the same gradients.
"""

import argparse
import statistics
import sys
import time
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from helpers.convolution import Conv2d, MaxPool2d
from helpers.layers import Dense, Flatten, ReLU
from helpers.losses import cross_entropy, cross_entropy_grad
from helpers.network import Sequential
from helpers.optimizers import Adam

SIZES = (8, 16, 28)
BATCH = 64
# Two correct float32 implementations differ by rounding, some 1e-7 of the largest gradient, times a little for sums
# of thousands of terms; a wrong formula differs in the first digits.
AGREEMENT = 1e-5


class Course:
    """The course's network: conv3×3(8) – ReLU – pool – conv3×3(16) – ReLU – pool – dense(10)."""

    name = "this course, NumPy"

    def __init__(self, images, labels):
        self.images, self.labels, size = images, labels, images.shape[-1]
        self.network = Sequential(
            [
                Conv2d(1, 8, 3, padding=1),
                ReLU(),
                MaxPool2d(2),
                Conv2d(8, 16, 3, padding=1),
                ReLU(),
                MaxPool2d(2),
                Flatten(),
                Dense(16 * (size // 4) ** 2, 10),
            ],
            input_shape=images.shape[1:],
        )
        self.optimizer = Adam(self.network)

    def gradients(self):
        """Forward, loss, backward. Returns the loss and every gradient in one array."""
        logits = self.network(self.images)
        loss = cross_entropy(logits, self.labels)
        self.network.backward(cross_entropy_grad(logits, self.labels), input_grad=False)
        return loss, self.network.gradients

    def step(self):
        """One whole training step."""
        self.gradients()
        self.optimizer.step()


class PyTorch:
    """The same network, with the same weights, in PyTorch's eager mode."""

    name = "PyTorch, eager"

    def __init__(self, torch, course):
        nn, size = torch.nn, course.images.shape[-1]
        self.torch = torch
        self.images, self.labels = torch.tensor(course.images), torch.tensor(course.labels)
        self.network = nn.Sequential(
            nn.Conv2d(1, 8, 3, padding=1),
            nn.ReLU(),
            nn.MaxPool2d(2),
            nn.Conv2d(8, 16, 3, padding=1),
            nn.ReLU(),
            nn.MaxPool2d(2),
            nn.Flatten(),
            nn.Linear(16 * (size // 4) ** 2, 10),
        )
        ours = [value for layer in course.network.layers for value in layer.params.values()]
        with torch.no_grad():
            for parameter, value in zip(self.network.parameters(), ours, strict=True):
                parameter.copy_(torch.tensor(value))
        self.loss = nn.CrossEntropyLoss()
        self.optimizer = torch.optim.Adam(self.network.parameters())

    def backward(self):
        self.optimizer.zero_grad()
        loss = self.loss(self.network(self.images), self.labels)
        loss.backward()
        return loss.item()

    def gradients(self):
        loss = self.backward()
        return loss, np.concatenate([parameter.grad.numpy().ravel() for parameter in self.network.parameters()])

    def step(self):
        self.backward()
        self.optimizer.step()


def difference(ours, theirs):
    """How far two pairs of loss and gradients are apart, relative to the loss and to the largest gradient."""
    (loss, gradients), (their_loss, their_gradients) = ours.gradients(), theirs.gradients()
    gap = np.max(np.abs(gradients - their_gradients)) / np.max(np.abs(their_gradients))
    return max(float(gap), abs(loss - their_loss) / their_loss)


def take_turns(contestants, steps):
    """Time ``steps`` steps of each, in turns, each going first as often as the other. Returns a list each."""
    for contestant in contestants:
        for _ in range(max(3, steps // 10)):
            contestant.step()
    seconds = [[] for _ in contestants]
    for turn in range(steps):
        order = range(len(contestants))
        for i in order if turn % 2 == 0 else reversed(order):
            start = time.perf_counter()
            contestants[i].step()
            seconds[i].append(time.perf_counter() - start)
    return seconds


def find_torch():
    """PyTorch, told to use one thread, or None where it is not installed."""
    try:
        import torch
    except ImportError:
        return None
    torch.set_num_threads(1)
    return torch


def compare(size, steps, torch):
    """Race on images of ``size`` × ``size``. Returns one line of text and whether all is well."""
    rng = np.random.default_rng(0)
    ours = Course(rng.normal(size=(BATCH, 1, size, size)).astype(np.float32), rng.integers(0, 10, size=BATCH))
    if torch is None:
        (seconds,) = take_turns([ours], steps)
        return f"{size:>2}×{size:<2}  {describe(seconds)}", True
    theirs = PyTorch(torch, ours)
    gap = difference(ours, theirs)
    if not gap < AGREEMENT:
        return f"{size:>2}×{size:<2}  gradients differ by {gap:.1e}: nothing to compare", False
    mine, other = take_turns([ours, theirs], steps)
    ratio = statistics.median(other) / statistics.median(mine)
    return f"{size:>2}×{size:<2}  {describe(mine)}  {describe(other)}  {ratio:>6.2f}  {gap:>9.0e}", True


def describe(seconds):
    median = statistics.median(seconds)
    return f"{median * 1e3:>8.2f} ms {BATCH / median:>9,.0f}/s"


def main(argv=None):
    """Run the benchmark, print a table, and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m helpers bench", description=__doc__.split("\n\n")[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="heights of the square images")
    parser.add_argument("--steps", type=int, default=300, help="training steps of each, per size")
    options = parser.parse_args(argv)
    if options.steps < 1 or min(options.sizes) < 4:
        parser.error("expected at least 1 step, and images of at least 4×4")

    torch = find_torch()
    print(f"One training step on {BATCH} images: forward, loss, backward, Adam; float32, one thread each; medians of "
          f"{options.steps} steps, and images per second.")  # fmt: skip
    if torch is None:
        print("PyTorch is not installed here, so these are the course's own times only.\n")
        print(f"{'':5}  {Course.name:>23}")
    else:
        print(f"NumPy {np.__version__}, PyTorch {torch.__version__}. The ratio says how many times as fast this course "
              f"is.\n")  # fmt: skip
        print(f"{'':5}  {Course.name:>23}  {PyTorch.name:>23}  {'ratio':>6}  {'gradients':>9}")
    fine = True
    for size in options.sizes:
        line, agreed = compare(size, options.steps, torch)
        print(line, flush=True)
        fine = fine and agreed
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
