"""Exercises of lesson 03: convolution, average pooling, their matrix, composed kernels and the test for linearity.

What is asked, and the hints. The answers are in `lesson_03_reference`, the inputs in `lesson_03_probes`, and the
mistakes that are recognised in the modules beside this one, such as `lesson_03_conv2d_sum_mistakes`.
"""

from helpers.exercises import lesson_03_probes as probes
from helpers.exercises import lesson_03_reference as reference
from helpers.exercises.core import Exercise, register
from helpers.exercises.lesson_03_avg_pool2d_mean_mistakes import AVG_POOL2D_MEAN
from helpers.exercises.lesson_03_avg_pool2d_window_mistakes import AVG_POOL2D_WINDOW
from helpers.exercises.lesson_03_compose_formula_mistakes import COMPOSE_FORMULA
from helpers.exercises.lesson_03_compose_mistakes import COMPOSE_KERNELS
from helpers.exercises.lesson_03_conv2d_compound_mistakes import CONV2D_COMPOUND
from helpers.exercises.lesson_03_conv2d_padding_mistakes import CONV2D_PADDING
from helpers.exercises.lesson_03_conv2d_result_mistakes import CONV2D_RESULT
from helpers.exercises.lesson_03_conv2d_sum_mistakes import CONV2D_SUM
from helpers.exercises.lesson_03_conv2d_window_mistakes import CONV2D_WINDOW
from helpers.exercises.lesson_03_conv_matrix_place_mistakes import CONV_MATRIX_PLACE
from helpers.exercises.lesson_03_conv_matrix_window_mistakes import CONV_MATRIX_WINDOW
from helpers.exercises.lesson_03_gap_formula_mistakes import GAP_FORMULA
from helpers.exercises.lesson_03_gap_size_mistakes import GAP_SIZE

register(
    Exercise(
        name="conv2d",
        number="3.1",
        title="A convolution layer",
        reference=reference.conv2d,
        probes=probes.CONV2D_PROBES,
        hints=(
            "Begin without padding and with stride 1. Which pixels lie under the kernel at place (i, j)? Cut them out "
            "of all images at once, with a slice.",
            "Each window has shape (N, C, kH, kW) and each kernel (C, kH, kW). Multiply and add over the last three "
            "axes; what is left is one number for each image and each kernel.",
            "`np.pad` takes one pair of numbers for each axis, and only height and width are padded. After that, count "
            "the windows from the new shape: round down, then add 1.",
            "Two loops over the places (i, j) of the result are enough. The window begins `stride` times as far from "
            "the corner, and `np.tensordot` with three pairs of axes does all the multiplying and adding at one place.",
        ),
        mistakes=CONV2D_PADDING + CONV2D_WINDOW + CONV2D_SUM + CONV2D_RESULT + CONV2D_COMPOUND,
    )
)

register(
    Exercise(
        name="avg_pool2d",
        number="3.2",
        title="Average pooling",
        reference=reference.avg_pool2d,
        probes=probes.AVG_POOL2D_PROBES,
        hints=(
            "It is like the window of a convolution, with two differences: it moves by its own size, and it takes the "
            "mean.",
            "How many whole windows fit from top to bottom? Whole-number division tells, and drops what is left over.",
            "With two loops: window (i, j) begins `size` times as far from the corner as its number says. Average over "
            "height and width, and leave images and channels alone.",
            "Without loops: cut off what is left over, then `reshape` so that the height becomes two axes, windows and "
            "rows inside a window, and the width likewise. Average over the two inner ones.",
        ),
        mistakes=AVG_POOL2D_MEAN + AVG_POOL2D_WINDOW,
    )
)

register(
    Exercise(
        name="conv_matrix",
        number="3.3",
        title="A convolution as a matrix",
        reference=reference.conv_matrix,
        probes=probes.CONV_MATRIX_PROBES,
        hints=(
            "Take a kernel of 2 × 2 and an image of 3 × 4 and number the pixels on paper, row by row. Which numbers "
            "does the first window touch, which the second, and which the first one of the next line?",
            "One row of the matrix, turned back into a picture of the image's size, is all zeros with the kernel lying "
            "in it where the window is.",
            "So make one such picture for each output pixel: an array with four axes, where the last two are the "
            "picture. Put the kernel in with a slice.",
            "At the very end flatten with `reshape`: the first two axes become the rows of the matrix, the last two "
            "its columns. The numbering row by row comes by itself.",
        ),
        mistakes=CONV_MATRIX_WINDOW + CONV_MATRIX_PLACE,
    )
)

register(
    Exercise(
        name="compose_kernels",
        number="3.4",
        title="Two kernels in one",
        reference=reference.compose_kernels,
        probes=probes.COMPOSE_PROBES,
        hints=(
            "Try kernels of one row: (1, 2) and then (3, 5). Write down what one output pixel is made of, and collect "
            "what stands before each input pixel.",
            "You should get (3, 11, 10): every weight of the one meets every weight of the other, and products that "
            "land on the same offset are added.",
            "Start from zeros in the size of the result. Each weight of the second kernel adds a copy of the first "
            "one, multiplied by that weight.",
            "The weight in row p and column q of the second kernel shifts its copy by p rows and q columns. A slice of "
            "the size of the first kernel takes it.",
        ),
        mistakes=COMPOSE_KERNELS + COMPOSE_FORMULA,
    )
)

register(
    Exercise(
        name="superposition_gap",
        number="3.5",
        title="The test for linearity",
        reference=reference.superposition_gap,
        probes=probes.SUPERPOSITION_PROBES,
        hints=(
            "Translate the formula piece by piece. `f` is a function like any other: you may call it on any array of "
            "the shape of `x`.",
            "f(0) means `f` of an array of zeros, as large as `x`. Compute it once and keep it: it may be an array.",
            "Take it away from each of the three values of `f` before you multiply by `a` or `b`. Mind the brackets.",
            "The gap is an array. Take its absolute value first, then the largest entry over all axes.",
        ),
        mistakes=GAP_FORMULA + GAP_SIZE,
    )
)
