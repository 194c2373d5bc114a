"""Exercises of lesson 04: the loss, the backward passes, the training step, and the logits of a flipped image.

The hints. The course's own answers are in `lesson_04_reference`, what is tried in `lesson_04_probes` and
`lesson_04_step_probes`, and the mistakes that are recognised in the modules beside them, such as
`lesson_04_max_pool_mistakes`.
"""

from helpers.exercises import lesson_04_probes as probes
from helpers.exercises import lesson_04_reference as reference
from helpers.exercises.core import Exercise, register
from helpers.exercises.lesson_04_avg_pool_mistakes import AVG_POOL_SHARES
from helpers.exercises.lesson_04_avg_pool_place_mistakes import AVG_POOL_PLACES
from helpers.exercises.lesson_04_conv_mistakes import CONV_VALUES
from helpers.exercises.lesson_04_conv_place_mistakes import CONV_PLACES
from helpers.exercises.lesson_04_dense_mistakes import DENSE_VALUES
from helpers.exercises.lesson_04_dense_product_mistakes import DENSE_PRODUCTS
from helpers.exercises.lesson_04_flip_mistakes import FLIPPED_LOGITS
from helpers.exercises.lesson_04_loss_formula_mistakes import FORMULA
from helpers.exercises.lesson_04_loss_mistakes import SLIPS
from helpers.exercises.lesson_04_loss_range_mistakes import RANGE
from helpers.exercises.lesson_04_max_pool_mistakes import MAX_POOL_CHOICES
from helpers.exercises.lesson_04_max_pool_place_mistakes import MAX_POOL_PLACES
from helpers.exercises.lesson_04_relu_mistakes import RELU_BACKWARD
from helpers.exercises.lesson_04_step_mistakes import STEP_VALUES
from helpers.exercises.lesson_04_step_order_mistakes import STEP_ORDER
from helpers.exercises.lesson_04_step_probes import STEP_PROBES
from helpers.losses import cross_entropy

register(
    Exercise(
        name="cross_entropy",
        number="4.1",
        title="Cross-entropy",
        reference=cross_entropy,
        probes=probes.CROSS_ENTROPY_PROBES,
        hints=(
            "For one image: the logarithm of the sum of all exponentials, minus the logit of the right class. No "
            "probability is ever computed, so none can underflow.",
            "Subtracting each row's largest logit from that row changes nothing in the result and keeps the "
            "exponentials small. Do it once, and use the shifted rows in both terms.",
            "To pick one entry from each row, index with two arrays: the row numbers and the labels. `np.arange` "
            "counts the rows.",
            "Three lines: shift the rows; the logarithm of each row's sum of exponentials; the mean of that minus "
            "the picked logits. `axis=1` runs along a row, and `keepdims=True` keeps the maxima lined up with theirs.",
        ),
        mistakes=(*RANGE, *FORMULA, *SLIPS),
    )
)

register(
    Exercise(
        name="relu_backward",
        number="4.2",
        title="ReLU, backwards",
        reference=reference.relu_backward,
        probes=probes.RELU_PROBES,
        hints=(
            "By the chain rule: what arrives from above, times the slope of ReLU. What are the two slopes?",
            "`z` decides, entry by entry, whether the gate was open. The gradient itself may have either sign.",
            "A comparison of `z` with 0 gives True and False. Multiplied by a gradient they act as 1 and 0.",
        ),
        mistakes=RELU_BACKWARD,
    )
)

register(
    Exercise(
        name="dense_backward",
        number="4.3",
        title="A dense layer, backwards",
        reference=reference.dense_backward,
        probes=probes.DENSE_PROBES,
        hints=(
            "Take one sample and one weight: the weight joins one input with one output. Its gradient is that input "
            "times that output's gradient, added up over the samples.",
            "Each of `grad_x` and `grad_w` is one matrix product. Write down the shapes of `grad_out`, `x` and `w`; "
            "the wanted shape tells you which two to multiply.",
            "(N, out) times (out, in) gives (N, in). For (out, in) the samples must disappear: which factor has to "
            "be transposed?",
            "The bias is added to every sample, so its gradient adds up over them: a sum along the first axis.",
        ),
        mistakes=(*DENSE_PRODUCTS, *DENSE_VALUES),
    )
)

register(
    Exercise(
        name="avg_pool2d_backward",
        number="4.4",
        title="Average pooling, backwards",
        reference=reference.avg_pool2d_backward,
        probes=probes.AVG_POOL_PROBES,
        hints=(
            "If one pixel of a 2 × 2 window grows by 4, the mean grows by 1. Which share of the gradient does it get?",
            "Start with zeros in the shape of `x`. Then each window is filled with one number, its gradient over the "
            "number of its pixels.",
            "Window (i, j) begins in row `i * size` and column `j * size`. Loop over the windows, or stretch the "
            "whole gradient at once: `np.repeat` with an `axis` repeats each entry in its place.",
            "The stretched gradient may be smaller than `x`: write it into the top left part of the zeros, and the "
            "dropped edge stays 0.",
        ),
        mistakes=(*AVG_POOL_SHARES, *AVG_POOL_PLACES),
    )
)

register(
    Exercise(
        name="max_pool2d_backward",
        number="4.5",
        title="Max pooling, backwards",
        reference=reference.max_pool2d_backward,
        probes=probes.MAX_POOL_PROBES,
        hints=(
            "Start with zeros in the shape of `x`. For each window, find the largest pixel in `x` and put the "
            "window's gradient there.",
            "Loop over images, channels, rows and columns of `grad_out`; `np.ndindex` runs through all four at once. "
            "Window (i, j) begins in row `i * size` and column `j * size`.",
            "`np.argmax` gives the first of the largest, which is just what you want in a tie. It counts through the "
            "window as one long row.",
            "`np.unravel_index` turns that count into a row and a column of the window. Add where the window begins, "
            "and you have the place in the image.",
        ),
        mistakes=(*MAX_POOL_CHOICES, *MAX_POOL_PLACES),
    )
)

register(
    Exercise(
        name="conv2d_backward",
        number="4.6",
        title="A convolution, backwards",
        reference=reference.conv2d_backward,
        probes=probes.CONV_PROBES,
        hints=(
            "Begin with the bias, which was added to every pixel of its feature; and with one image, one channel, "
            "one kernel and no padding. Loop over the output pixels (i, j).",
            "Each output pixel came from the window that begins at row i and column j. Two lines in the loop: the "
            "window of `grad_x` gets the kernel times the pixel's gradient, `grad_w` gets the window of `x` times "
            "it. Both with `+=`.",
            "More images, channels and kernels: more loops, or let a product do it. What has features on both sides "
            "sums over features; what has images on both sides sums over images.",
            "Pad rows and columns of `x` first, work with the padded one throughout, and keep of `grad_x` what lies "
            "behind the padding: from `padding` up to `padding` plus the height, and the same for the width.",
        ),
        mistakes=(*CONV_VALUES, *CONV_PLACES),
    )
)

register(
    Exercise(
        name="training_step",
        number="4.7",
        title="A training step",
        reference=reference.training_step,
        probes=STEP_PROBES,
        hints=(
            "Five things, in order: forward, loss, gradient of the loss, backward, update. The last two change the "
            "network; you return the second.",
            "The forward pass gives logits. Keep them: the loss and its gradient both need them, and the labels.",
            "The network wants the gradient of the loss with respect to the logits, which `cross_entropy_grad` works "
            "out. After that the optimiser knows what to do, and needs no arguments.",
        ),
        mistakes=(*STEP_ORDER, *STEP_VALUES),
        observe=reference.loss_and_parameters,
    )
)

register(
    Exercise(
        name="flipped_logits",
        number="4.8",
        title="The logits of a flipped image",
        reference=reference.flipped_logits,
        probes=probes.FLIP_PROBES,
        hints=(
            "f(x) = A x + b and f(−x) = −A x + b. Only one of the two terms has changed its sign.",
            "You know f(x) and b. What is A x, written with those two alone?",
            "A x is f(x) − b. Put that into −A x + b and collect: how often does b appear?",
        ),
        mistakes=FLIPPED_LOGITS,
    )
)
