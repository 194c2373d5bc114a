"""Three small data sets in the plane, and a network small enough to be trained while a slider moves."""

from itertools import pairwise

import numpy as np

from helpers.explorers.frame import check_choice

TASKS = ("xor", "moons", "spiral")

# The factor on the random weights that keeps signals alive for each activation; the sigmoid's slope of at most a
# quarter asks for the most.
GAIN = {"identity": 1.0, "relu": 2**0.5, "leaky_relu": 2**0.5, "tanh": 1.5, "sigmoid": 4.0}


def make_task(task, count=200, seed=0):
    """Points in the plane with two classes.

    Parameters
    ----------
    task : str, "xor" (four clouds), "moons" (two crescents) or "spiral" (two arms)
    count : int
    seed : int

    Returns
    -------
    (points (count, 2) within about -2 and 2, labels (count,) of 0 and 1)

    Raises
    ------
    ValueError
        If there is no such task.

    Examples
    --------
    >>> points, labels = make_task("xor")
    >>> points.shape, labels.sum()
    ((200, 2), np.int64(100))
    """
    check_choice("task", task, TASKS)
    rng = np.random.default_rng(seed)
    labels = np.arange(count) % 2
    if task == "xor":
        corners = np.array([[[-1, -1], [1, 1]], [[-1, 1], [1, -1]]], dtype=float)
        return corners[labels, np.arange(count) // 2 % 2] + rng.normal(scale=0.25, size=(count, 2)), labels
    if task == "moons":
        angle = rng.uniform(0, np.pi, count)
        points = np.column_stack([np.cos(angle), np.sin(angle)])
        points[labels == 1] = [1, 0.5] - points[labels == 1]
        return 1.15 * (points - [0.5, 0.25]) + rng.normal(scale=0.1, size=(count, 2)), labels
    along = rng.uniform(0.05, 1, count) ** 0.6
    angle = 3 * np.pi * along + np.pi * labels
    points = 1.7 * along[:, None] * np.column_stack([np.cos(angle), np.sin(angle)])
    return points + rng.normal(scale=0.04, size=(count, 2)), labels


class SmallNet:
    """A dense network 2 → width → … → 1 for two classes; positive means class 1.

    Parameters
    ----------
    activation, derivative : functions of z
    depth, width : int, hidden layers and units in each
    gain : float, factor on the random weights
    seed : int
    """

    def __init__(self, activation, derivative, depth, width, gain=1.0, seed=0):
        rng = np.random.default_rng(seed)
        sizes = [2] + [width] * depth + [1]
        self.shapes = [(out, into) for into, out in pairwise(sizes)] + [(out, 1) for out in sizes[1:]]
        self.activation, self.derivative = activation, derivative
        weights = [rng.normal(size=(out, into)) * gain / np.sqrt(into) for into, out in pairwise(sizes)]
        biases = [rng.normal(size=(out, 1)) * 0.5 for out in sizes[1:]]
        # One array holds every parameter, so that a step of Adam is a handful of operations however many layers.
        self.parameters = np.concatenate([array.ravel() for array in weights + biases])
        self.weights, self.biases = self._split(self.parameters)

    def _split(self, flat):
        """Views of a flat array as weights (out, in) and biases (out, 1)."""
        ends = np.cumsum([rows * columns for rows, columns in self.shapes])
        views = [flat[end - rows * columns : end].reshape(rows, columns)
                 for end, (rows, columns) in zip(ends, self.shapes)]  # fmt: skip
        layers = len(views) // 2
        return views[:layers], views[layers:]

    def hidden(self, points):
        """All pre-activations of the hidden layers, and what each layer hands on, the points first; (units, N) each."""
        before, after = [], [points.T]
        for W, b in zip(self.weights[:-1], self.biases[:-1]):
            before.append(W @ after[-1] + b)
            after.append(self.activation(before[-1]))
        return before, after

    def output(self, points):
        """The score of each point, (N,)."""
        return self._score(self.hidden(points)[1][-1])

    def _score(self, last):
        return (self.weights[-1] @ last + self.biases[-1])[0]

    def look(self, points):
        """The score of each point, its pattern, and every hidden unit's pre-activation there.

        A pattern is a number that tells which hidden units are on. Two points with the same pattern lie in the same
        linear piece of a ReLU network.

        Returns
        -------
        (score (N,), pattern (N,), list of pre-activations, (N,) each)
        """
        before, after = self.hidden(points)
        rng = np.random.default_rng(0)
        pattern = np.zeros(len(points))
        for z in before:
            pattern += rng.integers(1, 2**45, size=len(z)).astype(float) @ (z > 0).astype(float)
        return self._score(after[-1]), pattern, [unit for z in before for unit in z]

    def fit_last_layer(self, points, labels):
        """Set the last layer by ridge regression on ±1: a head start that costs one small linear system."""
        design = np.column_stack([self.hidden(points)[1][-1].T, np.ones(len(points))])
        target = 2.0 * labels - 1
        solution = np.linalg.solve(design.T @ design + 0.01 * np.eye(design.shape[1]), design.T @ target)
        self.weights[-1][0], self.biases[-1][0, 0] = solution[:-1], solution[-1]

    def train(self, points, labels, steps=150, learning_rate=0.04):
        """Minimise the logistic loss over all layers with Adam on all points at once."""
        mean, square = np.zeros_like(self.parameters), np.zeros_like(self.parameters)
        for step in range(1, steps + 1):
            rate = learning_rate * (1 - 0.9 * step / steps)
            gradient = self.gradient(points, labels)
            mean += 0.1 * (gradient - mean)
            square += 0.01 * (gradient**2 - square)
            self.parameters -= rate * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)

    def gradient(self, points, labels):
        """The gradient of the mean logistic loss, flat as ``parameters``."""
        before, after = self.hidden(points)
        # tanh does not overflow where exp(-score) would.
        grad = ((0.5 + 0.5 * np.tanh(self._score(after[-1]) / 2) - labels) / len(points))[None]
        flat = np.empty_like(self.parameters)
        weights, biases = self._split(flat)
        for layer in reversed(range(len(weights))):
            weights[layer][...] = grad @ after[layer].T
            biases[layer][...] = grad.sum(axis=1, keepdims=True)
            if layer:
                grad = (self.weights[layer].T @ grad) * self.derivative(before[layer - 1])
        return flat
