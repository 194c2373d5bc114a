"""Mistakes recognised in lesson 03: the rows and columns of a convolution's matrix.

A row belongs to one output pixel (i, j), a column to one input pixel. These slips put weights into a wrong one.
"""

import numpy as np

from helpers.exercises.core import Mistake
from helpers.exercises.lesson_03_reference import conv_matrix


def _rows(kernel, height, width):
    """The right matrix with its rows and columns still apart: (oH, oW, height, width)."""
    oh, ow = height - kernel.shape[0] + 1, width - kernel.shape[1] + 1
    return conv_matrix(kernel, height, width).reshape(oh, ow, height, width)


def _entry_by_entry(row, column, shape=None):
    """Write each weight into ``M[row(i, j, s), column(i, j, u, v, s)]``; s has the sizes as attributes."""

    def wrong(kernel, height, width):
        s = _Sizes(kernel, height, width)
        M = np.zeros(shape(s) if shape else (s.oh * s.ow, height * width))
        for i, j, u, v in np.ndindex(s.oh, s.ow, s.kh, s.kw):
            M[row(i, j, s), column(i, j, u, v, s)] = kernel[u, v]
        return M

    return wrong


class _Sizes:
    def __init__(self, kernel, height, width):
        self.kh, self.kw = kernel.shape
        self.height, self.width = height, width
        self.oh, self.ow = height - self.kh + 1, width - self.kw + 1


def _row(i, j, s):
    return i * s.ow + j


def _column(i, j, u, v, s):
    return (i + u) * s.width + j + v


def _row_by_column(i, j, s):
    """Number the output pixels column by column."""
    return j * s.oh + i


def _column_by_column(i, j, u, v, s):
    """Number the input pixels column by column."""
    return (j + v) * s.height + i + u


def _in_one_piece(start):
    """Write the flattened kernel into each row, beginning at ``start(row, sizes)``."""

    def wrong(kernel, height, width):
        s = _Sizes(kernel, height, width)
        M = np.zeros((s.oh * s.ow, height * width))
        for row in range(len(M)):
            begin = start(row, s)
            M[row, begin : begin + kernel.size] = kernel.ravel()
        return M

    return wrong


def _no_jump_at_the_end_of_a_line(kernel, height, width):
    s = _Sizes(kernel, height, width)
    first = conv_matrix(kernel, height, width)[0]
    return np.array([np.roll(first, row) for row in range(s.oh * s.ow)])


def _row_not_cleared(kernel, height, width):
    M = conv_matrix(kernel, height, width)
    row = np.zeros(height * width)
    image = row.reshape(height, width)
    s = _Sizes(kernel, height, width)
    for number, (i, j) in enumerate(np.ndindex(s.oh, s.ow)):
        image[i : i + s.kh, j : j + s.kw] = kernel
        M[number] = row
    return M


def _every_row_is_the_last(kernel, height, width):
    M = _row_not_cleared(kernel, height, width)
    M[:] = M[-1]
    return M


def _only(which):
    """A matrix of which only one row is filled."""

    def wrong(kernel, height, width):
        right = conv_matrix(kernel, height, width)
        M = np.zeros_like(right)
        M[which] = right[which]
        return M

    return wrong


CONV_MATRIX_PLACE = (
    Mistake(
        "matrix_transposed",
        lambda kernel, height, width: conv_matrix(kernel, height, width).T,
        "Your matrix is transposed: rows belong to output pixels, columns to input pixels.",
    ),
    Mistake(
        "matrix_transposed_and_kernel_flipped",
        lambda kernel, height, width: conv_matrix(kernel[::-1, ::-1], height, width).T,
        "Two things: the kernel is flipped, and nothing is flipped here; and your matrix is transposed: rows belong to "
        "output pixels, columns to input pixels.",
    ),
    Mistake(
        "four_axes",
        _rows,
        "Every weight is in its place, but the result still has four axes. Flatten the first two into one, and the "
        "last two likewise.",
    ),
    Mistake(
        "three_axes",
        lambda kernel, height, width: conv_matrix(kernel, height, width).reshape(-1, height, width),
        "There is one picture for each output pixel, which is right. Flatten each picture, so that it becomes a row.",
    ),
    Mistake(
        "kernel_in_one_piece",
        _in_one_piece(lambda row, s: row // s.ow * s.width + row % s.ow),
        "Each row holds the kernel in one piece. Only the pixels of one line are neighbours: from one row of the "
        "window to the next it is `width` numbers.",
    ),
    Mistake(
        "kernel_in_one_piece_and_no_jump",
        _in_one_piece(lambda row, s: row),
        "Each row holds the kernel in one piece, one place further each time. Draw the numbers of the pixels: which of "
        "them lie under the first window, and which under the first window of the next line?",
    ),
    Mistake(
        "no_jump_at_the_end_of_a_line",
        _no_jump_at_the_end_of_a_line,
        "The first line of windows is right. Then the window jumps to the next line of the image, and your rows go on "
        "as before: the window would lie half on the right edge, half on the left.",
    ),
    Mistake(
        "lines_as_long_as_the_height",
        _entry_by_entry(_row, lambda i, j, u, v, s: (i + u) * s.height + j + v),
        "A line of the image has as many pixels as the image is wide. You count with the height.",
    ),
    Mistake(
        "lines_as_long_as_the_height_in_the_result",
        _entry_by_entry(lambda i, j, s: i * s.oh + j, _column),
        "A line of the result has as many pixels as the result is wide. You count with its height, so rows overwrite "
        "each other or run out.",
    ),
    Mistake(
        "lines_as_long_as_in_the_image",
        _entry_by_entry(lambda i, j, s: i * s.width + j, _column),
        "The rows of the matrix number the output pixels, and a line of the output is shorter than a line of the "
        "image. Count with the width of the output.",
    ),
    Mistake(
        "lines_as_long_as_in_the_result",
        _entry_by_entry(_row, lambda i, j, u, v, s: (i + u) * s.ow + j + v),
        "The columns of the matrix number the input pixels, and a line of the image is longer than one of the output. "
        "Count with the width of the image.",
    ),
    Mistake(
        "numbered_column_by_column",
        _entry_by_entry(_row_by_column, _column_by_column),
        "You number the pixels column by column. `x.ravel()` goes row by row, for the input and for the output.",
    ),
    Mistake(
        "input_numbered_column_by_column",
        _entry_by_entry(_row, _column_by_column),
        "You number the input pixels column by column. `x.ravel()` goes row by row.",
    ),
    Mistake(
        "output_numbered_column_by_column",
        _entry_by_entry(_row_by_column, _column),
        "You number the output pixels column by column. They go row by row, like the input pixels.",
    ),
    Mistake(
        "offset_forgotten",
        _entry_by_entry(_row, lambda i, j, u, v, s: u * s.width + v),
        "Every row holds the kernel in the same place, the upper left corner. Where does the window of output pixel "
        "(i, j) begin?",
    ),
    Mistake(
        "row_not_cleared",
        _row_not_cleared,
        "Each row still holds the kernels of the rows before it. Begin every row with zeros.",
    ),
    Mistake(
        "every_row_is_the_same_array",
        _every_row_is_the_last,
        "All rows are equal: the list holds one array many times. Make a new array of zeros for every row.",
    ),
    Mistake(
        "only_the_first_row",
        _only(0),
        "Only the first row is filled. Does the `return` stand inside the loop?",
    ),
    Mistake(
        "only_the_last_row",
        _only(-1),
        "Only the last row is left. Is the matrix made anew inside the loop?",
    ),
)
