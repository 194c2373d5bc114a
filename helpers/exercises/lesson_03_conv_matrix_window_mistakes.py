"""Mistakes recognised in lesson 03: the kernel and its windows, before they become a matrix."""

import numpy as np

from helpers.exercises.core import Mistake
from helpers.exercises.lesson_03_reference import conv_matrix


def _with_counts(count):
    """Place the kernel as a block, at ``count(height, width, kh, kw)`` places in each direction."""

    def wrong(kernel, height, width):
        kh, kw = kernel.shape
        oh, ow = count(height, width, kh, kw)
        M = np.zeros((oh, ow, height, width))
        for i, j in np.ndindex(oh, ow):
            M[i, j, i : i + kh, j : j + kw] = kernel
        return M.reshape(oh * ow, height * width)

    return wrong


def _turned_block(kernel, height, width):
    kh, kw = kernel.shape
    oh, ow = height - kh + 1, width - kw + 1
    M = np.zeros((oh, ow, height, width))
    for i, j in np.ndindex(oh, ow):
        M[i, j, i : i + kh, j : j + kw] = kernel.T
    return M.reshape(oh * ow, height * width)


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


def _cut_off_at_the_edge(kernel, height, width):
    M = np.zeros((height, width, height, width))
    for i, j in np.ndindex(height, width):
        window = M[i, j, i : i + kernel.shape[0], j : j + kernel.shape[1]]
        window[...] = kernel[: window.shape[0], : window.shape[1]]
    return M.reshape(height * width, height * width)


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


def _last_row_and_column_left_out(kernel, height, width):
    M = conv_matrix(kernel, height, width)
    windows = M.reshape(height - kernel.shape[0] + 1, width - kernel.shape[1] + 1, height * width)
    windows[-1] = 0
    windows[:, -1] = 0
    return M


CONV_MATRIX_WINDOW = (
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
        "height_and_width_swapped",
        lambda kernel, height, width: conv_matrix(kernel, width, height),
        "Height and width are swapped. The arguments come as in a shape: the height first.",
    ),
    Mistake(
        "image_taken_as_square",
        lambda kernel, height, width: conv_matrix(kernel, height, height),
        "The height is used in place of the width, too. The image need not be square.",
    ),
    Mistake(
        "kernel_taken_as_square",
        _square_kernel,
        "The kernel's height is used for its width, too. Kernels need not be square: read both sizes from its shape.",
    ),
    Mistake(
        "one_window_too_few",
        _with_counts(lambda height, width, kh, kw: (height - kh, width - kw)),
        "The last window is missing in both directions. A kernel as wide as the image fits once, not 0 times.",
    ),
    Mistake(
        "one_window_too_many",
        _with_counts(lambda height, width, kh, kw: (height - kh + 2, width - kw + 2)),
        "You place more windows than fit, and the last one runs over the edge. Count on paper: how often does a kernel "
        "as wide as the image fit?",
    ),
    Mistake(
        "a_window_at_every_pixel",
        _with_counts(lambda height, width, kh, kw: (height, width)),
        "A window begins at every pixel, and those near the edge do not fit. Without padding the output is smaller "
        "than the image.",
    ),
    Mistake(
        "as_many_rows_as_pixels",
        _padded_to_same_size,
        "Your output is as large as the image, as if there were padding. Without it, only windows that lie wholly "
        "inside count.",
    ),
    Mistake(
        "windows_cut_off_at_the_edge",
        _cut_off_at_the_edge,
        "Your matrix is square: a window begins at every pixel, and what stands out over the edge is cut off. Without "
        "padding, only windows that lie wholly inside have a row.",
    ),
    Mistake(
        "last_row_and_column_left_out",
        _last_row_and_column_left_out,
        "The last row and column of windows are left out: `range` stops before its second number.",
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
