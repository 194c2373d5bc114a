"""Ablation: the same training again and again with one thing changed, and several seeds to see how much is luck."""

from helpers.convolution import AvgPool2d, MaxPool2d
from helpers.experiments.digit_networks import digit_network
from helpers.experiments.fitting import fit, share_read
from helpers.experiments.strokes import stroke_network, strokes
from helpers.layers import Identity, ReLU

# Strokes are learned with longer steps than digits: with a third of this, or three times as much, every network that
# can see them still reads them all after fifteen epochs.
STROKE_LEARNING_RATE = 1e-2


def digit_ablation(task, seeds=(0, 1, 2), activations=(Identity, ReLU), pools=(AvgPool2d, MaxPool2d), **training):
    """What each combination of activation and pool reads of the test digits, once for every seed.

    Parameters
    ----------
    task : function of a seed that returns Digits
        So that the flips can differ from seed to seed: ``lambda seed: flipped(digits, seed)``.
    seeds : sequence of int
        Each draws its own initial weights and order of the images.
    activations, pools : sequences of layer classes
    **training : optional
        Passed on to ``fit``: ``epochs``, ``learning_rate``, ``step``, …

    Returns
    -------
    dict
        (activation's name, pool's name) → list of shares, one for each seed.

    Examples
    --------
    >>> from helpers.digits import load_digits
    >>> digits = load_digits()
    >>> list(digit_ablation(lambda seed: digits, seeds=[0], pools=[AvgPool2d], epochs=0))
    [('Identity', 'AvgPool2d'), ('ReLU', 'AvgPool2d')]
    """
    shares = {}
    for activation in activations:
        for pool in pools:
            shares[activation.__name__, pool.__name__] = reads = []
            for seed in seeds:
                network, digits = digit_network(activation, pool, seed), task(seed)
                fit(network, digits.train_images, digits.train_labels, seed=seed, **training)
                reads.append(share_read(network, digits.test_images, digits.test_labels))
    return shares


def stroke_task(seed, noise=0.0):
    """Strokes to learn from, and others to be tested with.

    Parameters
    ----------
    seed : int
    noise : float

    Returns
    -------
    (train_images, train_labels, test_images, test_labels)
        1,000 and 400 of them.

    Examples
    --------
    >>> [len(part) for part in stroke_task(0)]
    [1000, 1000, 400, 400]
    """
    return *strokes(1000, 2 * seed + 1, noise=noise), *strokes(400, 2 * seed + 2, noise=noise)


def stroke_ablation(places, seeds=(0, 1, 2), head=32, noise=0.0, learning_rate=STROKE_LEARNING_RATE, **training):
    """What networks with ReLUs at different places read of the test strokes, once for every seed.

    Parameters
    ----------
    places : sequence of collections of str
        For each network, after which layers a ReLU stands: see ``stroke_network``.
    seeds : sequence of int
        Each draws its own weights, strokes and order.
    head : int
    noise, learning_rate : float
    **training : optional
        Passed on to ``fit``.

    Returns
    -------
    dict
        Tuple of places → list of shares, one for each seed.

    Examples
    --------
    >>> stroke_ablation([["head"]], seeds=[0], epochs=0)
    {('head',): [0.25]}
    """
    shares = {tuple(relu_after): [] for relu_after in places}
    for seed in seeds:
        images, labels, *test = stroke_task(seed, noise)
        for relu_after, reads in shares.items():
            network = stroke_network(relu_after, head, seed)
            fit(network, images, labels, seed=seed, learning_rate=learning_rate, **training)
            reads.append(share_read(network, *test))
    return shares
