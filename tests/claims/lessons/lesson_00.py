"""What lesson 00 says: hidden ReLUs switched off, and left out from the start."""

from claims.claim import Claim
from claims.trained import reads, run, task, untrained
from helpers.experiments.digit_networks import with_relus
from helpers.experiments.fitting import share_read


def switched(on, setting):
    """What the trained ReLU network reads of the flipped digits with some of its ReLUs switched off."""
    flips = task("flipped", setting)
    return share_read(with_relus(run("ReLU", "flipped", setting).network, on), flips.test_images, flips.test_labels)


def best_single(setting):
    return max(switched((True, False), setting), switched((False, True), setting))


CLAIMS = [
    Claim(
        "relu-has-no-parameters",
        "00",
        "A ReLU layer has no parameters: the network with ReLUs has as many as the one without.",
        lambda s: 0.5 - abs(untrained("ReLU", s).parameters.size - untrained("linear", s).parameters.size),
        unit="parameters",
    ),
    Claim(
        "relu-reads-flipped",
        "00, 05",
        "With its hidden ReLUs, the network reads more than three quarters of the contrast-flipped digits.",
        lambda s: reads("ReLU", "flipped", s) - 0.75,
    ),
    Claim(
        "switched-off",
        "00",
        "With both ReLUs switched off and all weights kept, it reads fewer than one in five.",
        lambda s: 0.2 - switched((False, False), s),
    ),
    Claim(
        "trained-without",
        "00, 05",
        "Trained from scratch without hidden activations, the same layers read fewer than half of the flipped digits.",
        lambda s: 0.5 - reads("linear", "flipped", s),
    ),
    Claim(
        "retrained-below-a-third",
        "00",
        "It reads less than a third of them.",
        lambda s: 1 / 3 - reads("linear", "flipped", s),
    ),
    Claim(
        "new-weights-help-a-little",
        "00",
        "Free to find other weights, the network without ReLUs reads more than the one whose ReLUs were switched off…",
        lambda s: reads("linear", "flipped", s) - switched((False, False), s),
    ),
    Claim(
        "new-weights-do-not-make-up",
        "00",
        "… but wins back less than half of what switching them off has cost.",
        lambda s: (reads("ReLU", "flipped", s) + switched((False, False), s)) / 2 - reads("linear", "flipped", s),
    ),
    Claim(
        "one-relu-keeps-something",
        "00",
        "One of the two ReLUs, the right one, keeps something alive that is lost with both off…",
        lambda s: best_single(s) - switched((False, False), s),
    ),
    Claim(
        "two-relus-keep-more",
        "00",
        "… and both read more than either alone.",
        lambda s: switched((True, True), s) - best_single(s),
    ),
    Claim(
        "plain-without",
        "00, 03, 05",
        "On plain digits the network without hidden activations reads more than 85 %.",
        lambda s: reads("linear", "plain", s) - 0.85,
    ),
]
