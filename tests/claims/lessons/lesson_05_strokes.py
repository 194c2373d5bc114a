"""What lesson 05 says of strokes: the experiment that answers the course's question."""

import numpy as np

from claims.claim import Claim, decades
from claims.settings import UNTRAINED
from claims.trained import stroke_data, stroke_reads, stroke_run, trained
from helpers.convolution import AvgPool2d, Conv2d, MaxPool2d
from helpers.experiments.ablation import STROKE_LEARNING_RATE
from helpers.experiments.fitting import share_read
from helpers.experiments.strokes import pooled_features, stroke_network, strokes
from helpers.layers import Dense, Flatten
from helpers.network import Sequential


def sum_of_kernel_times_sum_of_image(setting):
    """The difference between the pooled features and the proof's formula, for noisy images, against 1e-5."""
    images, _ = strokes(50, setting.data, noise=0.1)
    network = stroke_network((), seed=setting.seed, width=setting.sized(8, 8)).copy(np.float64)
    first, second = (layer.params["weight"].sum(axis=(2, 3)) for layer in (network.layers[0], network.layers[2]))
    measured = pooled_features(network, images)
    places = network.layers[4].kernel_size[0] ** 2
    predicted = images.sum(axis=(1, 2, 3), dtype=np.float64)[:, None] * (second @ first)[:, 0] / places
    return decades(np.max(np.abs(measured - predicted)) / np.max(np.abs(predicted)), 1e-5)


def features_differ(places, setting):
    """How far the pooled features of a trained network differ between strokes, relative to their size."""
    images = stroke_data(setting)[2]
    features = pooled_features(stroke_run(places, setting).network, images)
    return np.max(np.ptp(features, axis=0)) / np.max(np.abs(features))


def max_pool_before_the_mean(setting):
    """What a network without activations reads whose only bend is a max pooling before the mean."""
    images, labels, *test = stroke_data(setting)
    first, second, third = setting.sized(8, 8, 8)
    layers = [Conv2d(1, first, 3, padding=2), Conv2d(first, second, 3, padding=2), MaxPool2d(2)]
    layers += [Conv2d(second, third, 3, padding=2), AvgPool2d(12), Flatten(), Dense(third, 4)]
    network = Sequential(layers, (1, 16, 16), setting.seed)
    return share_read(trained(network, images, labels, setting, STROKE_LEARNING_RATE).network, *test)


def answers(places, setting, head=32):
    """How many different answers a trained network gives to all test strokes."""
    images = stroke_data(setting)[2]
    return len(set(stroke_run(places, setting, head).network.predict(images)))


CLAIMS = [
    Claim(
        "pooled-is-sum-times-sum",
        "05",
        "Behind two linear convolutions and a mean stands (sum of the kernels) × (sum of "
        "the image), over the number of places.",
        sum_of_kernel_times_sum_of_image,
        UNTRAINED,
        "decades",
    ),
    Claim(
        "linear-features-alike",
        "05",
        "So all strokes look the same to the head behind linear convolutions, to 1e-4…",
        lambda s: decades(features_differ(("head",), s), 1e-4),
        unit="decades",
    ),
    Claim(
        "relu-features-differ",
        "05",
        "… and differ by more than a tenth behind convolutions with ReLUs.",
        lambda s: features_differ(("conv1", "conv2", "head"), s) - 0.1,
        unit="of their size",
    ),
    Claim(
        "head-alone-is-blind",
        "05",
        "With a ReLU in the head alone, the network gives one and the same answer to every stroke: 25 %.",
        lambda s: 1.5 - answers(("head",), s),
        unit="answers",
    ),
    Claim(
        "after-the-mean-is-too-late",
        "05",
        "ReLUs after the mean and in the head do not help either.",
        lambda s: 1.5 - answers(("pool", "head"), s),
        unit="answers",
    ),
    Claim(
        "wide-head-is-blind",
        "05",
        "With 256 hidden units in place of 32 in the head it is still one answer.",
        lambda s: 1.5 - answers(("head",), s, 256),
        unit="answers",
    ),
    Claim(
        "right-after-the-mean-is-too-late",
        "05",
        "One ReLU, right after the mean: one answer.",
        lambda s: 1.5 - answers(("pool",), s),
        unit="answers",
    ),
    Claim(
        "both-convolutions-see",
        "05",
        "With a ReLU after each convolution and in the head it reads more than 90 %.",
        lambda s: stroke_reads(("conv1", "conv2", "head"), s) - 0.9,
    ),
    Claim(
        "first-suffices",
        "05",
        "One ReLU in all, after the first convolution: more than 90 %.",
        lambda s: stroke_reads(("conv1",), s) - 0.9,
    ),
    Claim(
        "second-suffices",
        "05",
        "One ReLU in all, after the second convolution: more than 90 %.",
        lambda s: stroke_reads(("conv2",), s) - 0.9,
    ),
    Claim(
        "second-and-head-see",
        "05",
        "With ReLUs after the second convolution and in the head it reads more than 90 %.",
        lambda s: stroke_reads(("conv2", "head"), s) - 0.9,
    ),
    Claim(
        "max-pooling-before-the-mean-sees",
        "05",
        "Without any activation, but with a max pooling before the mean: more than 90 %.",
        lambda s: max_pool_before_the_mean(s) - 0.9,
    ),
]
