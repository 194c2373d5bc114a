"""Mistakes recognised in lesson 03: the matrix of a convolution.

A row of the matrix belongs to one output pixel (i, j). Most slips put a weight into a wrong row or a wrong column.
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


def _with_sizes(choose):
    """Place the kernel as a block, in a number of windows that ``choose(sizes)`` gives."""

    def wrong(kernel, height, width):
        s = _Sizes(kernel, height, width)
        oh, ow, height, width = choose(s)
        M = np.zeros((oh, ow, height, width))
        for i, j in np.ndindex(oh, ow):
            M[i, j, i : i + s.kh, j : j + s.kw] = kernel
        return M.reshape(oh * ow, height * width)

    return wrong


def _turned_block(kernel, height, width):
    s = _Sizes(kernel, height, width)
    M = np.zeros((s.oh, s.ow, height, width))
    for i, j in np.ndindex(s.oh, s.ow):
        M[i, j, i : i + s.kh, j : j + s.kw] = kernel.T
    return M.reshape(s.oh * s.ow, height * width)


def _square_kernel(kernel, height, width):
    k = kernel.shape[0]
    oh, ow = height - k + 1, width - k + 1
    M = np.zeros((oh, ow, height, width))
    for i, j in np.ndindex(oh, ow):
        M[i, j, i : i + k, j : j + k] = kernel
    return M.reshape(oh * ow, height * width)


def _padded_to_same_size(kernel, height, width):
    kh, kw = kernel.shape
    up, left = kh // 2, kw // 2
    full = np.zeros((height, width, height + kh - 1, width + kw - 1))
    for i, j in np.ndindex(height, width):
        full[i, j, i : i + kh, j : j + kw] = kernel
    return full[:, :, up : up + height, left : left + width].reshape(height * width, height * width)


def _full(kernel, height, width):
    kh, kw = kernel.shape
    M = np.zeros((height + kh - 1, width + kw - 1, height + 2 * kh - 2, width + 2 * kw - 2))
    for i, j in np.ndindex(*M.shape[:2]):
        M[i, j, i : i + kh, j : j + kw] = kernel
    return M[:, :, kh - 1 : kh - 1 + height, kw - 1 : kw - 1 + width].reshape(-1, height * width)


def _goes_round(kernel, height, width):
    M = np.zeros((height, width, height, width))
    for i, j, u, v in np.ndindex(height, width, *kernel.shape):
        M[i, j, (i + u) % height, (j + v) % width] = kernel[u, v]
    return M.reshape(height * width, height * width)


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


CONV_MATRIX = (
    Mistake(
        "kernel_flipped",
        lambda kernel, height, width: conv_matrix(kernel[::-1, ::-1], height, width),
        "The kernel is flipped, as in the mathematicians' convolution. Here nothing is flipped: the upper left weight "
        "meets the upper left pixel of the window.",
    ),
    Mistake(
        "kernel_upside_down",
        lambda kernel, height, width: conv_matrix(kernel[::-1], height, width),
        "The kernel is upside down. Its first row meets the first row of the window.",
    ),
    Mistake(
        "kernel_left_to_right",
        lambda kernel, height, width: conv_matrix(kernel[:, ::-1], height, width),
        "The kernel is mirrored from left to right. Its first column meets the first column of the window.",
    ),
    Mistake(
        "kernel_transposed",
        _turned_block,
        "The kernel is transposed, so it does not fit into its window unless it is square. Place it as it is.",
    ),
    Mistake(
        "matrix_transposed",
        lambda kernel, height, width: conv_matrix(kernel, height, width).T,
        "Your matrix is transposed: rows belong to output pixels, columns to input pixels.",
    ),
    Mistake(
        "four_axes",
        _rows,
        "Every weight is in its place, but the result still has four axes. Flatten the first two into one, and the last "
        "two likewise.",
    ),
    Mistake(
        "three_axes",
        lambda kernel, height, width: conv_matrix(kernel, height, width).reshape(-1, height, width),
        "There is one picture for each output pixel, which is right. Flatten each picture, so that it becomes a row.",
    ),
    Mistake(
        "kernel_in_one_piece",
        _in_one_piece(lambda row, s: row // s.ow * s.width + row % s.ow),
        "Each row holds the kernel in one piece. Only the pixels of one line are neighbours: from one row of the window "
        "to the next it is `width` numbers.",
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
        "The rows of the matrix number the output pixels, and a line of the output is shorter than a line of the image. "
        "Count with the width of the output.",
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
        "height_and_width_swapped",
        lambda kernel, height, width: conv_matrix(kernel, width, height),
        "Height and width are swapped. The arguments come as in a shape: the height first.",
    ),
    Mistake(
        "image_taken_as_square",
        _with_sizes(lambda s: (s.oh, s.height - s.kw + 1, s.height, s.height)),
        "The height is used in place of the width, too. The image need not be square.",
    ),
    Mistake(
        "kernel_taken_as_square",
        _square_kernel,
        "The kernel's height is used for its width, too. Kernels need not be square: read both sizes from its shape.",
    ),
    Mistake(
        "one_window_too_few",
        _with_sizes(lambda s: (s.oh - 1, s.ow - 1, s.height, s.width)),
        "The last window is missing in both directions. A kernel as wide as the image fits once, not 0 times.",
    ),
    Mistake(
        "one_window_too_many",
        _with_sizes(lambda s: (s.oh + 1, s.ow + 1, s.height, s.width)),
        "You place more windows than fit, and the last one runs over the edge. Count on paper: how often does a kernel "
        "as wide as the image fit?",
    ),
    Mistake(
        "a_window_at_every_pixel",
        _with_sizes(lambda s: (s.height, s.width, s.height, s.width)),
        "A window begins at every pixel, and those near the edge do not fit. Without padding the output is smaller than "
        "the image.",
    ),
    Mistake(
        "as_many_rows_as_pixels",
        _padded_to_same_size,
        "Your output is as large as the image, as if there were padding. Without it, only windows that lie wholly "
        "inside count.",
    ),
    Mistake(
        "windows_that_stand_out",
        _full,
        "Your output is larger than the image: windows that stand out over the edge count, too. Without padding, only "
        "those that lie wholly inside do.",
    ),
    Mistake(
        "window_goes_round_the_edge",
        _goes_round,
        "Windows that leave the image on the right come in again on the left. Without padding, only windows that lie "
        "wholly inside count.",
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
    Mistake(
        "whole_numbers_only",
        lambda kernel, height, width: conv_matrix(kernel, height, width).astype(int),
        "The digits after the point are cut off: the matrix holds whole numbers. Leave out the `int`, so that it holds "
        "floats.",
    ),
    Mistake(
        "ones_for_weights",
        lambda kernel, height, width: conv_matrix(np.ones_like(kernel), height, width),
        "The places are right, but they hold 1. Write the weight there that lies on this pixel.",
    ),
)
