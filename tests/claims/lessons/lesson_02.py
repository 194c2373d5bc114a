"""What lesson 02 says: the collapse, XOR, and straight pieces. Nothing is trained."""

from functools import cache

import numpy as np

from claims.claim import Claim, decades
from claims.settings import UNTRAINED
from helpers.activations import identity, relu, sigmoid, softmax, tanh
from helpers.collapse import collapse
from helpers.experiments.bends import forward, pieces_on_a_line, random_network, teeth, tent
from helpers.experiments.curve_fit import INPUTS, cube, error_against_width, fit_curve, square
from helpers.experiments.imitation import relative_rms
from helpers.experiments.xor import CORNERS, XOR, corner_gap, solved_by_chance
from helpers.layers import Dense
from helpers.network import Sequential

LINE = [-4.0, -3.0], [4.0, 3.0]
TRIES = 40


def stack(setting):
    """The lesson's network of four layers, and 1,000 inputs."""
    weights, biases = random_network([2, *setting.sized(8, 8, 8), 2], setting.seed)
    return weights, biases, np.random.default_rng(setting.data + 2).normal(size=(1000, 2))


def one_layer(setting):
    """The difference between four layers and one, relative to their outputs, against 1e-12."""
    weights, biases, x = stack(setting)
    layers = [Dense(w.shape[1], w.shape[0]) for w in weights]
    network = Sequential(layers, (2,), dtype=np.float64)
    network.parameters[...] = np.concatenate([part.ravel() for pair in zip(weights, biases) for part in pair])
    matrix, bias = collapse(network)
    deep = forward(x, weights, biases, identity)
    return decades(np.max(np.abs(deep - x @ matrix.T - bias)) / np.max(np.abs(deep)), 1e-12)


def missed(activation, setting):
    weights, biases, x = stack(setting)
    return relative_rms(x, forward(x, weights, biases, activation))


def parallelogram(setting):
    """How far the middle of two points strays from the middle, against 1e-12."""
    weights, biases = random_network([2, *setting.sized(2, 2), 2], setting.seed)
    a, b = np.random.default_rng(setting.data).normal(size=(2, 500, 2))
    fa, fb, middle = (forward(x, weights, biases, identity) for x in (a, b, (a + b) / 2))
    return decades(np.max(np.abs((fa + fb) / 2 - middle)) / np.max(np.abs(middle)), 1e-12)


def changes_of_answer(answers):
    """The largest number of times that the answer changes along a line; answers (lines, steps)."""
    return int(np.sum(answers[:, 1:] != answers[:, :-1], axis=1).max())


def answers_on_lines(setting, outputs):
    """The outputs of the linear network of the lesson along 200 random lines, (lines, steps, outputs)."""
    weights, biases = random_network([2, *setting.sized(8, 8, 8), outputs], setting.seed)
    start, end = np.random.default_rng(setting.data).normal(size=(2, 200, 1, 2), scale=5)
    x = start + np.linspace(0, 1, 500)[None, :, None] * (end - start)
    return forward(x.reshape(-1, 2), weights, biases, identity).reshape(200, 500, outputs)


def sigmoid_boundary(setting):
    return 1.5 - changes_of_answer(sigmoid(answers_on_lines(setting, 1))[:, :, 0] > 0.5)


def moved_by_sigmoid(setting):
    """How many points get another answer by sigmoid > ½ than by z > 0."""
    z = answers_on_lines(setting, 1)
    return int(np.sum((sigmoid(z) > 0.5) != (z > 0)))


def softmax_boundary(setting):
    """Along a line no class comes back once another has won: the regions have flat sides."""
    winner = softmax(answers_on_lines(setting, 4), axis=2).argmax(axis=2)
    returns = max(changes_of_answer(winner == label) - 2 for label in range(4))
    return 0.5 - max(returns, 0)


def corner_sum(setting):
    weights, biases = random_network([2, *setting.sized(8, 8), 1], setting.seed)
    return decades(abs(corner_gap(lambda x: forward(x, weights, biases, identity)[:, 0])), 1e-12)


@cache
def share_solved(activation, setting):
    """The share of random networks that solve XOR, with four hidden units times the setting's width."""
    return solved_by_chance(activation, *setting.sized(4), 100_000, setting.seed) / 100_000


def hand_made(setting):
    """Two hidden ReLUs that solve XOR, with units of any size: the sizes cancel between the layers."""
    a, b = np.exp(np.random.default_rng(setting.seed).normal(size=2) * setting.width)
    return [np.array([[a, a], [b, b]]), np.array([[1 / a, -2 / b]])], [np.array([0, -b]), np.zeros(1)]


def on_the_right_side(network, activation):
    """For each corner, how far its output is from ½ on its own side."""
    return (forward(CORNERS, *network, activation)[:, 0] - 0.5) * (2 * XOR - 1)


def hidden_plane(setting):
    """The gap in the hidden plane between the two pairs of corners, across the line that the last layer draws."""
    weights, biases = hand_made(setting)
    h = relu(CORNERS @ weights[0].T + biases[0])
    direction = weights[1][0]
    height = h @ direction
    return height[[1, 2]].min() - height[[0, 3]].max()


@cache
def pieces(layers, setting):
    """The mean number of pieces of random ReLU networks with 64 units (times the width) in equal layers."""
    (units,) = setting.sized(64 // layers)
    sizes = [2] + [units] * layers + [1]
    first = 1000 * setting.seed
    return np.mean([pieces_on_a_line(*random_network(sizes, first + i), *LINE) for i in range(TRIES)])


def pieces_without(layers, setting):
    """The same for one network without activations, seen as second differences that are not rounding error."""
    (units,) = setting.sized(64 // layers)
    network = random_network([2] + [units] * layers + [1], setting.seed)
    output = forward(np.linspace(*LINE, 20_001), *network, identity)[:, 0]
    return 1 + int(np.sum(np.abs(np.diff(output, n=2)) > 1e-9 * np.abs(output).max()))


def most_pieces_of_a_layer(setting):
    (units,) = setting.sized(64)
    networks = (random_network([2, units, 1], 1000 * setting.seed + i) for i in range(TRIES))
    return units + 1.5 - max(pieces_on_a_line(*network, *LINE) for network in networks)


def folds_of(setting):
    """2 to 13 folds, other ones for other settings."""
    return 1 + setting.seed + round(np.log2(2 * setting.width)) * 2 + 1


def tent_pieces(setting):
    folds = folds_of(setting)
    network = tent(folds)
    return 0.5 - abs(pieces_on_a_line(*network, [0.0], [1.0]) - 2**folds) - abs(teeth(*network) - 2 ** (folds - 1))


def tent_lead(setting):
    """By how many pieces at least three folds exceed the most that one layer with as many units can have."""
    folds = folds_of(setting) + 1
    return pieces_on_a_line(*tent(folds), [0.0], [1.0]) - (2 * folds + 1)


def sine(setting):
    """The lesson's sine, moved along for other settings."""
    return lambda x: np.sin(5 * x + 1 + setting.data)


def off_the_polynomial(activation, degree, units, depth, setting):
    """How far a fit is from the polynomial of least squares, against 1e-6."""
    y = sine(setting)(INPUTS)
    fit = fit_curve(INPUTS, y, activation, units, depth, setting.seed)
    best = np.polynomial.Polynomial.fit(INPUTS, y, degree)
    return decades(np.max(np.abs(fit.fitted - best(INPUTS))), 1e-6)


def as_many_as_its_degree(activation, degree, setting):
    (many,) = setting.sized(64)
    return min(off_the_polynomial(activation, degree, units, 1, setting) for units in (degree, many))


def more_relus(setting):
    """By how many halvings more than one the error falls with four times as many ReLUs."""
    (units,) = setting.sized(16)
    few, many = error_against_width(sine(setting), relu, (units, 4 * units), [setting.seed])[0]
    return np.log2(few / many) - 1


def fewest_units(activation, setting):
    """How many units bring the error below 0.05: the median of a few draws, which differ with the width as well."""
    first = 100 * setting.seed + round(10 * setting.width)
    errors = error_against_width(sine(setting), activation, range(1, 33), range(first, first + 5))
    return np.median(1 + np.argmax(errors < 0.05, axis=1))


CLAIMS = [
    Claim(
        "four-layers-are-one",
        "02",
        "Four dense layers without activations and one layer agree to rounding error (1e-12).",
        one_layer,
        UNTRAINED,
        "decades",
    ),
    Claim(
        "least-squares-copies",
        "02",
        "Without activations least squares finds six numbers that do what four layers do, to a millionth.",
        lambda s: decades(missed(identity, s), 1e-6),
        UNTRAINED,
        "decades",
    ),
    Claim(
        "no-layer-fits-relu",
        "02",
        "With ReLU in between, even the best single layer misses by more than a fifth of "
        "the spread (root mean square).",
        lambda s: missed(relu, s) - 0.2,
        UNTRAINED,
        "of the spread",
    ),
    Claim(
        "no-layer-fits-tanh",
        "02",
        "With tanh it misses by more than a tenth of the spread.",
        lambda s: missed(tanh, s) - 0.1,
        UNTRAINED,
        "of the spread",
    ),
    Claim(
        "grid-stays-parallelogram",
        "02",
        "Without activations the middle of two points stays in the middle: the grid remains a parallelogram.",
        parallelogram,
        UNTRAINED,
        "decades",
    ),
    Claim(
        "sigmoid-boundary-flat",
        "02",
        "With a sigmoid on the output alone, the answer changes at most once along any straight line.",
        sigmoid_boundary,
        UNTRAINED,
        "changes",
    ),
    Claim(
        "sigmoid-moves-no-point",
        "02",
        "Not one of many random points gets another answer from sigmoid > ½ than from z > 0.",
        lambda s: 0.5 - moved_by_sigmoid(s),
        UNTRAINED,
        "points",
    ),
    Claim(
        "softmax-boundary-flat",
        "02",
        "With a softmax on the output alone, no class comes back along a straight line once it has been left.",
        softmax_boundary,
        UNTRAINED,
        "returns",
    ),
    Claim(
        "xor-sums-equal",
        "02",
        "f(0,0) + f(1,1) = f(0,1) + f(1,0) for every network without hidden activations.",
        corner_sum,
        UNTRAINED,
        "decades",
    ),
    Claim(
        "xor-no-linear",
        "02",
        "Of 100,000 random linear networks not one solves XOR.",
        lambda s: 0.5 / 100_000 - share_solved(identity, s),
        UNTRAINED,
        "of the networks",
    ),
    Claim(
        "xor-some-relu",
        "02",
        "Of 100,000 random networks with hidden ReLUs some solve XOR…",
        lambda s: share_solved(relu, s),
        UNTRAINED,
        "of the networks",
    ),
    Claim(
        "xor-few-relu",
        "02",
        "… and fewer than 1 in 100.",
        lambda s: 0.01 - share_solved(relu, s),
        UNTRAINED,
        "of the networks",
    ),
    Claim(
        "xor-two-relus",
        "02",
        "Two hidden ReLUs, chosen by hand, get all four corners right.",
        lambda s: on_the_right_side(hand_made(s), relu).min(),
        UNTRAINED,
        "output",
    ),
    Claim(
        "xor-sums-without-relu",
        "02",
        "The same weights without the ReLUs give both pairs of corners the same sum.",
        lambda s: decades(abs(corner_gap(lambda x: forward(x, *hand_made(s), identity)[:, 0])), 1e-12),
        UNTRAINED,
        "decades",
    ),
    Claim(
        "xor-hidden-plane",
        "02",
        "In the hidden plane the ReLUs have moved the middles of the two pairs apart, and a straight line passes.",
        hidden_plane,
        UNTRAINED,
        "output",
    ),
    Claim(
        "one-piece-without",
        "02",
        "Without activations there is one straight piece, at any depth.",
        lambda s: 0.5 - sum(pieces_without(layers, s) - 1 for layers in (1, 2, 4)),
        UNTRAINED,
        "pieces",
    ),
    Claim(
        "wide-has-more-pieces",
        "02",
        "Of random ReLU networks with equally many units, those with one layer have more "
        "pieces on average than those with two…",
        lambda s: pieces(1, s) - pieces(2, s),
        UNTRAINED,
        "pieces",
    ),
    Claim(
        "deep-has-fewer-pieces",
        "02",
        "… and those with two more than those with four.",
        lambda s: pieces(2, s) - pieces(4, s),
        UNTRAINED,
        "pieces",
    ),
    Claim(
        "eight-layers-fewest-pieces",
        "02",
        "… and those with four more than those with eight.",
        lambda s: pieces(4, s) - pieces(8, s),
        UNTRAINED,
        "pieces",
    ),
    Claim(
        "a-bend-for-a-unit",
        "02",
        "A unit of a single hidden layer bends a line at most once: n units, n + 1 pieces.",
        most_pieces_of_a_layer,
        UNTRAINED,
        "pieces",
    ),
    Claim(
        "most-units-bend",
        "02",
        "In one random layer most units do bend the line from (−4, −3) to (4, 3).",
        lambda s: pieces(1, s) - 1 - s.sized(64)[0] / 2,
        UNTRAINED,
        "pieces",
    ),
    Claim(
        "tent-doubles",
        "02",
        "k layers of two chosen units fold the tent into exactly 2^k pieces, which are 2^(k−1) teeth.",
        tent_pieces,
        UNTRAINED,
        "pieces",
    ),
    Claim(
        "tent-beats-one-layer",
        "02",
        "From three folds on these are more pieces than any one layer with as many units can have.",
        tent_lead,
        UNTRAINED,
        "pieces",
    ),
    Claim(
        "curve-one-best-line",
        "02",
        "Without activations 64 units in each of three hidden layers fit the very line that a single unit fits.",
        lambda s: min(off_the_polynomial(identity, 1, *size, s) for size in ((1, 1), (s.sized(64)[0], 3))),
        UNTRAINED,
        "decades",
    ),
    Claim(
        "curve-more-relus-closer",
        "02",
        "Four times as many random ReLUs, from 16 on, more than halve the error of the fit to a sine.",
        more_relus,
        UNTRAINED,
        "halvings",
    ),
    Claim(
        "curve-dozen-relus",
        "02",
        "About a dozen random ReLUs, 8 to 16, bring the error of the fit to the sine below 0.05.",
        lambda s: 4.5 - abs(fewest_units(relu, s) - 12),
        UNTRAINED,
        "units",
    ),
    Claim(
        "curve-smooth-units-fewer",
        "02",
        "The sine is smooth, and fewer random tanh or sigmoid units than ReLUs get there.",
        lambda s: fewest_units(relu, s) - max(fewest_units(tanh, s), fewest_units(sigmoid, s)),
        UNTRAINED,
        "units",
    ),
    Claim(
        "curve-squares-stop",
        "02",
        "Two squares fit a curve as well as 64: the polynomial of degree 2 that is closest.",
        lambda s: as_many_as_its_degree(square, 2, s),
        UNTRAINED,
        "decades",
    ),
    Claim(
        "curve-cubes-stop",
        "02",
        "Three cubes fit it as well as 64: the polynomial of degree 3 that is closest.",
        lambda s: as_many_as_its_degree(cube, 3, s),
        UNTRAINED,
        "decades",
    ),
]
