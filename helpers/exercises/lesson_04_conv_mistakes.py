"""Mistakes recognised in lesson 04: the backward pass of a convolution, its kernels, sums and results.

The wrong versions change one or two of the three right gradients, so that each can be read beside `conv2d_backward`
in `lesson_04_reference`. What goes wrong with the padding and with the places of windows is in
`lesson_04_conv_place_mistakes`.
"""

import numpy as np

from helpers.exercises.core import Mistake
from helpers.exercises.lesson_04_reference import conv2d_backward


def change(which, how):
    """Return the right gradients with one of them, 0 for grad_x, 1 for grad_w, 2 for grad_b, replaced."""

    def wrong(grad_out, x, w, padding=0):
        gradients = list(conv2d_backward(grad_out, x, w, padding))
        gradients[which] = how(grad_out, x, w, padding)
        return tuple(gradients)

    return wrong


def change_all(how):
    """Return what `how` makes of the three right gradients and of the batch size."""
    return lambda grad_out, x, w, padding=0: how(*conv2d_backward(grad_out, x, w, padding), len(x))


def _with_kernel(turn):
    """Use turned kernels for grad_x."""
    return change(0, lambda grad_out, x, w, padding: conv2d_backward(grad_out, x, turn(w), padding)[0])


def _both_flipped(grad_out, x, w, padding=0):
    grad_x, grad_w, grad_b = conv2d_backward(grad_out, x, w[:, :, ::-1, ::-1], padding)
    return grad_x, grad_w[:, :, ::-1, ::-1], grad_b


def _kernel_and_window_swapped(grad_out, x, w, padding=0):
    kh, kw = w.shape[2:]
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    grad_padded, grad_w = np.zeros_like(padded), np.zeros_like(w)
    for n, f, i, j in np.ndindex(*grad_out.shape):
        window = (slice(None), slice(i, i + kh), slice(j, j + kw))
        grad_padded[n][window] += grad_out[n, f, i, j] * padded[n][window]
        grad_w[f] += grad_out[n, f, i, j] * w[f]
    grad_x = grad_padded[:, :, padding : padding + x.shape[2], padding : padding + x.shape[3]]
    return grad_x, grad_w, grad_out.sum(axis=(0, 2, 3))


def _last_kernel(grad_out, x, w, padding):
    return conv2d_backward(grad_out[:, -1:], x, w[-1:], padding)[0]


def _last_image(grad_out, x, w, padding):
    return conv2d_backward(grad_out[-1:], x[-1:], w, padding)[1]


def _channels_added_up(grad_out, x, w, padding):
    grad_w = conv2d_backward(grad_out, x, w, padding)[1]
    return np.repeat(grad_w.sum(axis=1, keepdims=True), w.shape[1], axis=1)


def _pixels_averaged(grad_out, x, w, padding):
    return conv2d_backward(grad_out, x, w, padding)[1] / (grad_out.shape[2] * grad_out.shape[3])


CONV_VALUES = (
    Mistake(
        "kernel_flipped",
        _with_kernel(lambda w: w[:, :, ::-1, ::-1]),
        "In `grad_x` the kernel is the wrong way round. If you give each window its kernel back, do not flip it; if "
        "you slide over the padded gradient, do flip it, rows and columns.",
    ),
    Mistake(
        "kernel_rows_flipped",
        _with_kernel(lambda w: w[:, :, ::-1]),
        "In `grad_x` the kernel is flipped along one axis too many or too few: its rows are upside down. Flip both "
        "axes or none, depending on your way of computing.",
    ),
    Mistake(
        "kernel_columns_flipped",
        _with_kernel(lambda w: w[:, :, :, ::-1]),
        "In `grad_x` the kernel is flipped along one axis too many or too few: its columns are reversed. Flip both "
        "axes or none, depending on your way of computing.",
    ),
    Mistake(
        "kernel_transposed",
        _with_kernel(lambda w: w.swapaxes(2, 3)),
        "In `grad_x` the kernel is transposed: rows and columns have changed places. A half turn flips both axes, it "
        "does not exchange them.",
    ),
    Mistake(
        "kernel_turned_by_ninety_degrees",
        _with_kernel(lambda w: np.rot90(w, axes=(2, 3))),
        "In `grad_x` the kernel is turned by 90 degrees. If you slide over the padded gradient, turn it by 180: that "
        "flips rows and columns.",
    ),
    Mistake(
        "kernel_features_and_channels_swapped",
        _with_kernel(lambda w: w.swapaxes(0, 1)),
        "In `grad_x` the sum runs over the channels of the kernels. It must run over the features, the first axis of "
        "`w`: they are what `grad_out` has, and the channels remain.",
    ),
    Mistake(
        "grad_w_flipped",
        change(1, lambda grad_out, x, w, padding: conv2d_backward(grad_out, x, w, padding)[1][:, :, ::-1, ::-1]),
        "`grad_w` is upside down and reversed. Its first entry is what the first pixel of each window was multiplied "
        "by: nothing needs to be flipped here.",
    ),
    Mistake(
        "both_flipped",
        _both_flipped,
        "Both the kernel in `grad_x` and `grad_w` are flipped, as if the forward pass flipped the kernel. This "
        "course's convolution does not: it lays the kernel on the window as it is.",
    ),
    Mistake(
        "kernel_and_window_swapped",
        _kernel_and_window_swapped,
        "Kernel and window have changed roles. Where a product has two factors, each gets the gradient times the "
        "*other* one: the window gets the kernel, the kernel gets the window.",
    ),
    Mistake(
        "last_kernel_only",
        change(0, _last_kernel),
        "`grad_x` has heard of the last kernel only. Every kernel looked at every window: add up over the features.",
    ),
    Mistake(
        "last_image_only",
        change(1, _last_image),
        "Only the last image is in `grad_w`. All images were seen by the same kernels: add, with `+=`, and set to "
        "zero once, before the loop.",
    ),
    Mistake(
        "channels_added_up",
        change(1, _channels_added_up),
        "`grad_w` is the same for every channel: you added the channels up. Each channel has its own slice of the "
        "kernel, so keep that axis.",
    ),
    Mistake(
        "grad_w_axes_swapped",
        change(1, lambda grad_out, x, w, padding: conv2d_backward(grad_out, x, w, padding)[1].swapaxes(0, 1)),
        "`grad_w` has its first two axes exchanged. It must look like `w`: features first, then channels.",
    ),
    Mistake(
        "grad_w_divided",
        change(1, lambda grad_out, x, w, padding: conv2d_backward(grad_out, x, w, padding)[1] / len(x)),
        "`grad_w` is divided by the number of images. That division has already happened in the loss, which is a mean.",
    ),
    Mistake(
        "grad_w_averaged_over_pixels",
        change(1, _pixels_averaged),
        "`grad_w` is divided by the number of output pixels. The same kernel was used at every place, and all those "
        "contributions add up.",
    ),
    Mistake(
        "grad_w_and_b_divided",
        change_all(lambda grad_x, grad_w, grad_b, n: (grad_x, grad_w / n, grad_b / n)),
        "`grad_w` and `grad_b` are divided by the number of images. The loss is a mean and has divided already; here "
        "the contributions just add up.",
    ),
    Mistake(
        "everything_divided",
        change_all(lambda grad_x, grad_w, grad_b, n: (grad_x / n, grad_w / n, grad_b / n)),
        "All three gradients are divided by the number of images. That division has already happened in the loss.",
    ),
    Mistake(
        "grad_b_mean",
        change(2, lambda grad_out, x, w, padding: grad_out.mean(axis=(0, 2, 3))),
        "`grad_b` is a mean. The bias was added to every output pixel of its feature, so their gradients add up.",
    ),
    Mistake(
        "grad_b_divided",
        change(2, lambda grad_out, x, w, padding: grad_out.sum(axis=(0, 2, 3)) / len(x)),
        "`grad_b` is divided by the number of images. That division has already happened in the loss: add up.",
    ),
    Mistake(
        "grad_b_for_each_image",
        change(2, lambda grad_out, x, w, padding: grad_out.sum(axis=(2, 3))),
        "`grad_b` has a row for each image. They all used the same bias: sum over the images too.",
    ),
    Mistake(
        "grad_b_first_image",
        change(2, lambda grad_out, x, w, padding: grad_out[0].sum(axis=(1, 2))),
        "`grad_b` counts the first image only. They all used the same bias: sum over the images too.",
    ),
    Mistake(
        "grad_b_for_each_pixel",
        change(2, lambda grad_out, x, w, padding: grad_out.sum(axis=0)),
        "`grad_b` is summed over the images only. The bias of a feature was added at every place: sum over rows and "
        "columns too.",
    ),
    Mistake(
        "grad_b_over_the_features",
        change(2, lambda grad_out, x, w, padding: grad_out.sum(axis=(1, 2, 3))),
        "`grad_b` has one number for each image. The bias has one for each feature: keep the second axis of "
        "`grad_out`, and sum over the others.",
    ),
    Mistake(
        "grad_b_over_everything",
        change(2, lambda grad_out, x, w, padding: grad_out.sum()),
        "`grad_b` is a single number. Each feature has a bias of its own: sum over all axes but the second.",
    ),
    Mistake(
        "grad_b_kept_axes",
        change(2, lambda grad_out, x, w, padding: grad_out.sum(axis=(0, 2, 3), keepdims=True)),
        "The values are right, but `grad_b` has four axes. Return it with shape (F,), like the bias.",
    ),
    Mistake(
        "grad_b_column",
        change(2, lambda grad_out, x, w, padding: grad_out.sum(axis=(0, 2, 3))[:, None]),
        "The values are right, but `grad_b` is a column of shape (F, 1). Return it with shape (F,), like the bias.",
    ),
    Mistake(
        "order_w_x_b",
        change_all(lambda grad_x, grad_w, grad_b, n: (grad_w, grad_x, grad_b)),
        "All three are right, but the first two have changed places: return the gradient of `x` first.",
    ),
    Mistake(
        "order_w_b_x",
        change_all(lambda grad_x, grad_w, grad_b, n: (grad_w, grad_b, grad_x)),
        "All three are right, but in another order: the gradient of `x` comes first, then the weights', then the "
        "bias's.",
    ),
    Mistake(
        "order_x_b_w",
        change_all(lambda grad_x, grad_w, grad_b, n: (grad_x, grad_b, grad_w)),
        "All three are right, but the last two have changed places: the weights' gradient comes before the bias's.",
    ),
    Mistake(
        "grad_b_left_out",
        change_all(lambda grad_x, grad_w, grad_b, n: (grad_x, grad_w)),
        "Only two gradients came back. The bias has one too: return three.",
    ),
    Mistake(
        "only_grad_x",
        change_all(lambda grad_x, grad_w, grad_b, n: grad_x),
        "Only `grad_x` came back. Kernels and bias want to learn too: return all three.",
    ),
)
