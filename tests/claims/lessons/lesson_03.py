"""What lesson 03 says: a convolution is a matrix, which layers are linear, and a CNN as ten templates."""

import numpy as np
from scipy.signal import convolve2d, correlate2d

from claims.claim import Claim, decades
from claims.settings import UNTRAINED
from claims.trained import reads, run, task
from helpers.collapse import TOLERANCE, NotLinearError, collapse, superposition
from helpers.convolution import AvgPool2d, Conv2d, MaxPool2d
from helpers.experiments.fitting import share_read
from helpers.layers import BatchNorm2d, Dropout, Flatten, Identity, LeakyReLU, ReLU, Sigmoid, Softmax, Tanh
from helpers.network import Sequential

LINEAR = [AvgPool2d(2), Flatten(), BatchNorm2d(2), Dropout(0.5), Identity()]
BENT = [MaxPool2d(2), ReLU(), LeakyReLU(), Tanh(), Sigmoid(), Softmax()]


def picture(setting):
    """A random kernel and a random image, larger for larger widths."""
    (side,) = setting.sized(8)
    rng = np.random.default_rng(setting.seed)
    return rng.normal(size=(3, 3)), rng.normal(size=(side + 4, side + 4))


def matrix_of(kernel, side):
    network = Sequential([Conv2d(1, 1, 3)], (1, side, side), dtype=np.float64)
    network.layers[0].params["weight"][...] = kernel
    return collapse(network)[0]


def convolution_is_matrix(setting):
    """The difference between a sliding window (SciPy's) and the matrix, against 1e-12."""
    kernel, image = picture(setting)
    slid = correlate2d(image, kernel, mode="valid").ravel()
    difference = np.max(np.abs(matrix_of(kernel, len(image)) @ image.ravel() - slid))
    return decades(difference / np.max(np.abs(slid)), 1e-12)


def nine_in_each_row(setting):
    kernel, image = picture(setting)
    return 0.5 - np.max(np.abs(np.count_nonzero(matrix_of(kernel, len(image)), axis=1) - 9))


def composed(setting):
    """The difference between 3×3 twice and 5×5 once, against 1e-12."""
    first, image = picture(setting)
    second = np.random.default_rng(setting.seed + 1000).normal(size=(3, 3))
    twice = correlate2d(correlate2d(image, first, mode="valid"), second, mode="valid")
    difference = np.max(np.abs(correlate2d(image, convolve2d(first, second), mode="valid") - twice))
    return decades(difference / np.max(np.abs(twice)), 1e-12)


def cannot_split(setting):
    """What of a random 5×5 kernel no two 3×3 kernels can make, in the best of five searches, relative to its size."""
    rng = np.random.default_rng([setting.seed, round(10 * setting.width)])
    kernel, best = rng.normal(size=(5, 5)), np.inf
    units = np.eye(9).reshape(9, 3, 3)
    for _ in range(5):
        half = rng.normal(size=(3, 3))
        for _ in range(100):
            # With one of the two fixed, the other is a least-squares problem; they take turns.
            made = np.stack([convolve2d(half, unit).ravel() for unit in units], axis=1)
            solution = np.linalg.lstsq(made, kernel.ravel(), rcond=None)[0]
            miss = np.linalg.norm(made @ solution - kernel.ravel()) / np.linalg.norm(kernel)
            half = solution.reshape(3, 3) / np.linalg.norm(solution)
        best = min(best, miss)
    return best - 0.05


def gap(layer, setting):
    return superposition(layer, (2, 6, 6), setting.seed).gap


def linear_layers(setting):
    """The largest gap of a linear layer, against the tolerance of ``collapse``."""
    layers = [Conv2d(2, *setting.sized(4), 3, padding=1, rng=np.random.default_rng(setting.seed)), *LINEAR]
    return decades(max(gap(layer, setting) for layer in layers), TOLERANCE)


def bent_layers(setting):
    """The same tolerance, against the smallest gap of the others."""
    return decades(TOLERANCE, min(gap(layer, setting) for layer in BENT))


def norm_in_training(setting):
    """The tolerance, against what batch norm misses superposition by while it trains."""
    norm, rng = BatchNorm2d(2), np.random.default_rng(setting.seed)
    x, y = rng.normal(size=(2, *setting.sized(8), 2, 6, 6))
    f0, fx, fy, mixed = (norm.forward(batch) for batch in (0 * x, x, y, 2 * x - 3 * y))
    return decades(TOLERANCE, np.max(np.abs((mixed - f0) - 2 * (fx - f0) + 3 * (fy - f0))))


def by_matrix_and_by_network(setting):
    network, images = run("linear", "plain", setting).network, task("plain", setting).test_images
    matrix, bias = collapse(network)
    return images.reshape(len(images), -1) @ matrix.T + bias, network(images)


def same_logits(setting):
    matrix, network = by_matrix_and_by_network(setting)
    return decades(np.max(np.abs(matrix - network)) / np.max(np.abs(network)), 1e-5)


def same_digits(setting):
    matrix, network = by_matrix_and_by_network(setting)
    return 0.5 - np.sum(matrix.argmax(axis=1) != network.argmax(axis=1))


def collapse_refuses(setting):
    """0.5 if collapse names the first ReLU."""
    try:
        collapse(run("ReLU", "plain", setting).network)
    except NotLinearError as error:
        return 0.5 if str(error).startswith("layer 1 ReLU is not linear") else -0.5
    return -0.5


def local_templates(network, image):
    """The ten templates that hold for one image: how each logit moves with each pixel, (10, 64)."""
    network(np.repeat(image[None], 10, axis=0))
    return network.backward(np.eye(10, dtype=image.dtype)).reshape(10, -1)


def templates_change(kind, setting):
    """How far the templates of two images differ, on average, relative to their size."""
    network, images = run(kind, "plain", setting).network, task("plain", setting).test_images[:21]
    first, *others = (local_templates(network, image) for image in images)
    return np.mean([np.linalg.norm(other - first) for other in others]) / np.linalg.norm(first)


def middle_of_zero(setting):
    """How many of the four pixels in the middle speak against a 0 in the template for 0."""
    matrix, _ = collapse(run("linear", "plain", setting).network)
    return int(np.sum(matrix[0].reshape(8, 8)[3:5, 3:5] < 0))


def mirrored(setting):
    """How far the ReLU network's logits of inverted images are from mirrored at those of plain grey, relatively."""
    network, images = run("ReLU", "plain", setting).network, task("plain", setting).test_images
    inverted = network(-images)
    return np.max(np.abs(2 * network(0 * images[:1]) - network(images) - inverted)) / np.max(np.abs(inverted))


def hole_of_the_zero(setting):
    """How far the weights in the middle of the template for 0 stay below zero, relative to the largest weight."""
    matrix, _ = collapse(run("linear", "plain", setting).network)
    return -np.max(matrix[0].reshape(8, 8)[3:5, 3:5]) / np.max(np.abs(matrix))


def inverted(kind, setting):
    data = task("plain", setting)
    return share_read(run(kind, "plain", setting).network, -data.test_images, data.test_labels)


CLAIMS = [
    Claim(
        "convolution-is-matrix",
        "03",
        "A convolution and its matrix agree to rounding error.",
        convolution_is_matrix,
        UNTRAINED,
        "decades",
    ),
    Claim(
        "nine-in-each-row",
        "03",
        "The matrix of a 3×3 kernel has nine nonzero entries in each row.",
        nine_in_each_row,
        UNTRAINED,
        "entries",
    ),
    Claim("two-kernels-are-one", "03", "3×3 twice is one 5×5, to rounding error.", composed, UNTRAINED, "decades"),
    Claim(
        "most-kernels-do-not-split",
        "03",
        "Most 5×5 kernels do not split into two 3×3 ones: the best split leaves more than 5 %.",
        cannot_split,
        UNTRAINED,
        "of the kernel",
    ),
    Claim(
        "layers-that-are-linear",
        "03",
        "Convolution, average pooling, flatten, and batch norm and dropout in use are linear.",
        linear_layers,
        UNTRAINED,
        "decades",
    ),
    Claim(
        "layers-that-bend",
        "03",
        "Max pooling and every activation but the identity are not.",
        bent_layers,
        UNTRAINED,
        "decades",
    ),
    Claim(
        "norm-bends-in-training",
        "03",
        "Batch norm is not linear while it trains.",
        norm_in_training,
        UNTRAINED,
        "decades",
    ),
    Claim(
        "cnn-is-one-matrix",
        "03",
        "A trained linear CNN and its 10 × 64 matrix give the same logits, to 1e-5.",
        same_logits,
        unit="decades",
    ),
    Claim("same-digits", "03", "They name the same digit for every test image.", same_digits, unit="digits"),
    Claim(
        "ink-in-the-middle-of-zero",
        "03",
        "In the template for 0 at least three of the four pixels in the middle speak against a 0.",
        lambda s: middle_of_zero(s) - 2.5,
        unit="pixels",
    ),
    Claim(
        "collapse-names-relu",
        "03",
        "With ReLUs there is no such matrix, and collapse names the first of them.",
        collapse_refuses,
        unit="names",
    ),
    Claim(
        "templates-depend-on-the-image",
        "03",
        "With ReLUs the templates of two images differ by more than a fifth of their size.",
        lambda s: templates_change("ReLU", s) - 0.2,
        unit="of their size",
    ),
    Claim(
        "templates-do-not-depend",
        "03",
        "Without they are the same for every image (to 1e-4).",
        lambda s: decades(templates_change("linear", s), 1e-4),
        unit="decades",
    ),
    Claim(
        "hole-of-the-zero",
        "03",
        "In the template for 0, all four pixels in the middle have negative weights.",
        hole_of_the_zero,
        unit="of the largest weight",
    ),
    Claim(
        "cards-read-nine-in-ten",
        "03",
        "Ten cards read about nine in ten of the test digits: nearer to that than to six in ten.",
        lambda s: reads("linear", "plain", s) - 0.75,
    ),
    Claim(
        "never-seen-inverted",
        "03",
        "Trained on plain digits alone, neither network reads a third of the inverted ones.",
        lambda s: 1 / 3 - max(inverted("ReLU", s), inverted("linear", s)),
    ),
    Claim(
        "relu-does-not-mirror",
        "03",
        "With ReLUs flipping the contrast does not mirror the logits: they are off by more than a fifth.",
        lambda s: mirrored(s) - 0.2,
        unit="of the largest logit",
    ),
    Claim(
        "norm-does-not-help",
        "03, 05",
        "Identity and batch norm: fewer than half of the flipped digits.",
        lambda s: 0.5 - reads("batch norm", "flipped", s),
    ),
]
