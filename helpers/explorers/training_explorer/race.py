"""Two networks side by side, identity and ReLU: same data, same seed, same batches, one difference. No widgets here."""

import numpy as np

from helpers.activations import softmax
from helpers.base import check_count
from helpers.convolution import AvgPool2d, MaxPool2d
from helpers.digits import load_digits
from helpers.exercises import current, learners_function
from helpers.experiments.digit_networks import digit_network
from helpers.experiments.fitting import training_step
from helpers.explorers.digit_networks import EPOCHS, LAYERS, NAMES, TASKS, task_data
from helpers.explorers.frame import check_choice, quick_enough
from helpers.layers import ReLU
from helpers.optimizers import Adam
from helpers.training import LEARNING_RATE

POOLINGS = {"average": AvgPool2d, "max": MaxPool2d}
RATES = (3e-4, 1e-3, LEARNING_RATE, 1e-2, 3e-2)
BATCH = 64
# Test accuracy is measured after every so many steps: twice an epoch, at places that no pause and no pace can move.
EVERY = 11
SLOW_STEP = 0.03


class Tools:
    """The functions that a race is run with: the learner's own where they have passed and are quick enough.

    Parameters
    ----------
    own : bool
        False for the course's functions in any case.

    Attributes
    ----------
    own, slow : lists of str
        The learner's functions that are used, and those that are right but too slow.
    step : callable
        ``step(network, images, labels, optimizer)`` → the loss before the update.
    """

    def __init__(self, own=True):
        self.allowed, self.own, self.slow, self._tried = own, [], [], {}
        z = np.linspace(-3, 3, BATCH * 8 * 8 * 8, dtype=np.float32).reshape(BATCH, 8, 8, 8)
        self.makers = {name: self._maker(LAYERS[name], name, f"{name}_grad", z) for name in NAMES}
        data, network = load_digits(), digit_network(ReLU, AvgPool2d)
        trial = network, data.train_images[:BATCH], data.train_labels[:BATCH], Adam(network)
        self.step = self._own("training_step", *trial, limit=SLOW_STEP) or training_step

    def _own(self, name, *trial, limit=0.002):
        """The learner's function, or None where the course's has to do."""
        if not self.allowed:
            return None
        function = self._tried[name] = current(name)
        if function is not learners_function(name):
            return None
        quick = quick_enough(function, *trial, limit=limit)
        (self.own if quick else self.slow).append(name)
        return function if quick else None

    @property
    def outdated(self):
        """Whether an exercise has been passed, or lost again, since."""
        return any(current(name) is not function for name, function in self._tried.items())

    def _maker(self, kind, function, derivative, z):
        own = {"function": self._own(function, z), "derivative": self._own(derivative, z)}

        def make():
            layer = kind()
            # An entry of the instance goes before the method of its class.
            layer.__dict__.update({key: value for key, value in own.items() if value is not None})
            return layer

        return make


class Runner:
    """One of the two networks, with everything that its curves need.

    Attributes
    ----------
    losses : list of float, one per step
    accuracies : dict, number of steps → share of the test images that were read rightly
    """

    def __init__(self, network, learning_rate):
        self.network, self.optimizer = network, Adam(network, learning_rate)
        self.losses, self.accuracies = [], {}
        self._read_at, self._probabilities = None, None

    def probabilities(self, images):
        """What the network makes of the test images now, (N, 10); worked out once for each step."""
        if self._read_at != len(self.losses):
            self._probabilities = softmax(self.network.forward(images), axis=1)
            self._read_at = len(self.losses)
            # What a backward pass would need is megabytes, and an explorer may keep many races.
            for layer in self.network.layers:
                layer.cache = None
        return self._probabilities


class Race:
    """The two networks in training, always at the same step.

    Parameters
    ----------
    task : str, "plain" or "flipped"
    pooling : str, "average" or "max"
    seed : int
        Draws the initial weights and the order of the images.
    learning_rate : float
    epochs : int
    tools : Tools, optional

    Raises
    ------
    ValueError
        If an argument is outside these.

    Examples
    --------
    >>> race = Race("plain", epochs=1)
    >>> race.run()
    22
    >>> int(race.confusion("relu").sum())
    397
    """

    def __init__(
        self, task="flipped", pooling="average", seed=0, learning_rate=LEARNING_RATE, epochs=EPOCHS, tools=None
    ):
        check_choice("task", task, TASKS)
        check_choice("pooling", pooling, POOLINGS)
        check_count("seed", seed, least=0)
        check_count("epochs", epochs)
        self.tools = Tools() if tools is None else tools
        self.data, self.epochs = task_data(task), epochs
        self.steps_per_epoch = -(-len(self.data.train_labels) // BATCH)
        self.last_step = epochs * self.steps_per_epoch
        self.steps = 0
        networks = {name: digit_network(self.tools.makers[name], POOLINGS[pooling], seed) for name in NAMES}
        self.runners = {name: Runner(network, learning_rate) for name, network in networks.items()}
        self._batches = batches(len(self.data.train_labels), epochs, seed)
        self._batch = None
        self._measure()

    @property
    def finished(self):
        return self.steps == self.last_step

    @property
    def epochs_done(self):
        return self.steps / self.steps_per_epoch

    def step(self):
        """Train both networks on the next batch; does nothing after the last epoch.

        Where a step raises an error, the batch is kept: the next call gives it to the networks that have not had it.
        """
        if self.finished:
            return
        if self._batch is None:
            self._batch = next(self._batches)
        images, labels = self.data.train_images[self._batch], self.data.train_labels[self._batch]
        for runner in self.runners.values():
            if len(runner.losses) == self.steps:
                runner.losses.append(float(self.tools.step(runner.network, images, labels, runner.optimizer)))
        self._batch = None
        self.steps += 1
        if self.steps % EVERY == 0:
            self._measure()

    def run(self, steps=None):
        """Train for so many steps, or to the end; return how many were done."""
        before = self.steps
        while not self.finished and (steps is None or self.steps < before + steps):
            self.step()
        return self.steps - before

    def _measure(self):
        for name, runner in self.runners.items():
            runner.accuracies[self.steps] = self.accuracy(name)

    # ---- what the test images show ----------------------------------------------------------------------------------

    def probabilities(self, name):
        """The probabilities that a network gives to the ten digits for each test image, (N, 10)."""
        return self.runners[name].probabilities(self.data.test_images)

    def read(self, name):
        """The digit that a network reads in each test image, (N,)."""
        return self.probabilities(name).argmax(axis=1)

    def accuracy(self, name):
        """The share of the test images that a network reads rightly."""
        return float(np.mean(self.read(name) == self.data.test_labels))

    def confusion(self, name):
        """How often a digit (row) was read as another (column), (10, 10)."""
        table = np.zeros((10, 10), dtype=int)
        np.add.at(table, (self.data.test_labels, self.read(name)), 1)
        return table

    def worst(self, name, count):
        """The test images that were misread with the most confidence: a list of (index, read as, probability)."""
        read, sure = self.read(name), self.probabilities(name).max(axis=1)
        wrong = np.flatnonzero(read != self.data.test_labels)
        chosen = wrong[np.argsort(-sure[wrong], kind="stable")[:count]]
        return [(int(index), int(read[index]), float(sure[index])) for index in chosen]


def batches(count, epochs, seed):
    """The indices of every batch of every epoch, drawn as ``training_steps`` draws them."""
    rng = np.random.default_rng(seed)
    for _ in range(epochs):
        order = rng.permutation(count)
        yield from (order[start : start + BATCH] for start in range(0, count, BATCH))
