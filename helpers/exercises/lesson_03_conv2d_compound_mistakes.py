"""Mistakes recognised in lesson 03: two slips or more in one convolution.

Without these a first attempt, which has neither padding nor bias yet, would be met by "no entry is right". The
versions are put together from single slips, one of the kernel, one of the bias and one of the places, and so are their
sentences.
"""

from itertools import product

import numpy as np

from helpers.exercises.core import Mistake
from helpers.exercises.lesson_03_reference import conv2d
from helpers.exercises.lesson_03_sliding import fits, spans, with_spans

# Each slip is a name, what is wrong, and what is said about it; the right way comes first and has no name.
_KERNELS = (
    ("", lambda w: w, ()),
    (
        "kernel_flipped",
        lambda w: w[:, :, ::-1, ::-1],
        ("the kernel is flipped, and a convolution layer leaves it as it is",),
    ),
)
_BIASES = (
    ("", lambda b, w: b, ()),
    ("bias_forgotten", lambda b, w: np.zeros_like(b), ("the bias is missing",)),
    (
        "bias_in_every_product",
        lambda b, w: w[0].size * b,
        ("the bias is added once for every weight, not once after the sum",),
    ),
)
_PLACES = (
    ("", conv2d, ()),
    ("padding_ignored", lambda x, w, b, stride=1, padding=0: conv2d(x, w, b, stride), ("`padding` is never used",)),
    ("stride_ignored", lambda x, w, b, stride=1, padding=0: conv2d(x, w, b, 1, padding), ("`stride` is never used",)),
    (
        "stride_and_padding_ignored",
        lambda x, w, b, stride=1, padding=0: conv2d(x, w, b),
        ("`stride` is never used", "`padding` is never used"),
    ),
    (
        "stride_ignored_where_windows_start",
        with_spans(lambda size, k, s, p: spans(fits(size, k, s), 1, k)),
        ("the windows start one pixel apart, whatever the `stride`",),
    ),
)


def _compound(kernel, bias, place):
    """Return the version with all three slips."""
    (_, change_kernel, _), (_, change_bias, _), (_, convolve, _) = kernel, bias, place

    def wrong(x, w, b, stride=1, padding=0):
        return convolve(x, change_kernel(w), change_bias(b, w), stride, padding)

    return wrong


def _sentence(clauses):
    count = {2: "Two", 3: "Three", 4: "Four"}[len(clauses)]
    return f"{count} things: {'; '.join(clauses[:-1])}; and {clauses[-1]}. Mend one after the other."


def _compounds():
    """Return every combination of two named slips or three."""
    for slips in product(_KERNELS, _BIASES, _PLACES):
        names = [name for name, *_ in slips if name]
        if len(names) > 1:
            yield Mistake("_and_".join(names), _compound(*slips), _sentence(sum((said for *_, said in slips), ())))


CONV2D_COMPOUND = (
    Mistake(
        "stride_and_padding_ignored",
        lambda x, w, b, stride=1, padding=0: conv2d(x, w, b),
        "Right with stride 1 and no padding. Now use the other two arguments: pad first, then let the window step by "
        "`stride`.",
    ),
    *_compounds(),
)
