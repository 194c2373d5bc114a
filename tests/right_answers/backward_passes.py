"""Right answers to the backward passes of lesson 04: pooling and convolution."""

import numpy as np
import scipy.signal
from numpy.lib.stride_tricks import sliding_window_view

# --- the poolings -----------------------------------------------------------------------------------------------------


def avg_repeat(grad_out, x, size=2):
    share = grad_out.repeat(size, axis=2).repeat(size, axis=3) / (size * size)
    bottom, right = x.shape[2] - share.shape[2], x.shape[3] - share.shape[3]
    return np.pad(share, ((0, 0), (0, 0), (0, bottom), (0, right)))


def avg_loops(grad_out, x, size=2):
    grad_x = np.zeros(x.shape)
    n_images, channels, height, width = grad_out.shape
    for n in range(n_images):
        for c in range(channels):
            for i in range(height):
                for j in range(width):
                    rows, columns = slice(i * size, i * size + size), slice(j * size, j * size + size)
                    grad_x[n, c, rows, columns] += grad_out[n, c, i, j] / size**2
    return grad_x


def avg_offset_by_offset(grad_out, x, size=2):
    grad_x = np.zeros_like(x)
    h, w = grad_out.shape[2] * size, grad_out.shape[3] * size
    for u in range(size):
        for v in range(size):
            grad_x[:, :, u:h:size, v:w:size] = grad_out / size**2
    return grad_x


def avg_kron(grad_out, x, size=2):
    share = np.kron(grad_out, np.full((1, 1, size, size), 1 / size**2))
    grad_x = np.zeros_like(x)
    grad_x[:, :, : share.shape[2], : share.shape[3]] = share
    return grad_x


def avg_reshaped_view(grad_out, x, size=2):
    n, c, oh, ow = grad_out.shape
    grad_x = np.zeros(x.shape, grad_out.dtype)
    windows = grad_x[:, :, : oh * size, : ow * size].reshape(n, c, oh, size, ow, size)
    windows += grad_out[:, :, :, None, :, None] / size**2
    return grad_x


def avg_pixel_by_pixel(grad_out, x, size=2):
    rows, columns = np.arange(x.shape[2]) // size, np.arange(x.shape[3]) // size
    inside = (rows < grad_out.shape[2])[:, None] & (columns < grad_out.shape[3])
    rows, columns = np.minimum(rows, grad_out.shape[2] - 1), np.minimum(columns, grad_out.shape[3] - 1)
    return np.where(inside, grad_out[:, :, rows[:, None], columns] * (1 / size) * (1 / size), 0.0)


def max_loops_argmax(grad_out, x, size=2):
    grad_x = np.zeros(x.shape, dtype=grad_out.dtype)
    for n, c, i, j in np.ndindex(*grad_out.shape):
        window = x[n, c, i * size : (i + 1) * size, j * size : (j + 1) * size]
        u, v = divmod(window.argmax(), size)
        grad_x[n, c, i * size + u, j * size + v] += grad_out[n, c, i, j]
    return grad_x


def max_search_by_hand(grad_out, x, size=2):
    grad_x = np.zeros(x.shape)
    for n, c, i, j in np.ndindex(grad_out.shape):
        best, place = -np.inf, None
        for row in range(i * size, (i + 1) * size):
            for column in range(j * size, (j + 1) * size):
                if x[n, c, row, column] > best:
                    best, place = x[n, c, row, column], (row, column)
        grad_x[(n, c) + place] = grad_out[n, c, i, j]
    return grad_x


def _cut(x, oh, ow, size):
    """The windows as rows: (N, C, oH, oW, size²)."""
    n, c = x.shape[:2]
    windows = x[:, :, : oh * size, : ow * size].reshape(n, c, oh, size, ow, size)
    return windows.transpose(0, 1, 2, 4, 3, 5).reshape(n, c, oh, ow, size * size)


def _joined(rows, x, size):
    """The windows put back into an image of x's shape."""
    n, c, oh, ow, _ = rows.shape
    covered = rows.reshape(n, c, oh, ow, size, size).transpose(0, 1, 2, 4, 3, 5).reshape(n, c, oh * size, ow * size)
    return np.pad(covered, ((0, 0), (0, 0), (0, x.shape[2] - oh * size), (0, x.shape[3] - ow * size)))


def max_put_along_axis(grad_out, x, size=2):
    windows = _cut(x, *grad_out.shape[2:], size)
    rows = np.zeros_like(windows)
    np.put_along_axis(rows, windows.argmax(axis=-1)[..., None], grad_out[..., None], axis=-1)
    return _joined(rows, x, size)


def max_first_true(grad_out, x, size=2):
    windows = _cut(x, *grad_out.shape[2:], size)
    largest = windows == windows.max(axis=-1, keepdims=True)
    first = largest & (largest.cumsum(axis=-1) == 1)
    return _joined(first * grad_out[..., None], x, size)


def max_one_hot(grad_out, x, size=2):
    windows = _cut(x, *grad_out.shape[2:], size)
    return _joined(np.eye(size * size)[windows.argmax(axis=-1)] * grad_out[..., None], x, size)


def max_tournament(grad_out, x, size=2):
    h, w = grad_out.shape[2] * size, grad_out.shape[3] * size
    offsets = [(u, v) for u in range(size) for v in range(size)]
    best = np.max([x[:, :, u:h:size, v:w:size] for u, v in offsets], axis=0)
    grad_x, left = np.zeros_like(x), np.ones(best.shape, bool)
    for u, v in offsets:
        wins = left & (x[:, :, u:h:size, v:w:size] == best)
        grad_x[:, :, u:h:size, v:w:size] = np.where(wins, grad_out, 0)
        left &= ~wins
    return grad_x


def max_index_arrays(grad_out, x, size=2):
    views = sliding_window_view(x, (size, size), axis=(2, 3))[:, :, ::size, ::size]
    u, v = np.unravel_index(views.reshape(*grad_out.shape, -1).argmax(-1), (size, size))
    n, c, i, j = np.indices(grad_out.shape)
    grad_x = np.zeros_like(x)
    np.add.at(grad_x, (n, c, i * size + u, j * size + v), grad_out)
    return grad_x


# --- conv2d_backward --------------------------------------------------------------------------------------------------


def _pad(x, rows, columns):
    return np.pad(x, [(0, 0), (0, 0), (rows, rows), (columns, columns)])


def conv_output_pixels(grad_out, x, w, padding=0):
    xp = _pad(x, padding, padding)
    dxp, dw = np.zeros_like(xp), np.zeros_like(w)
    kh, kw = w.shape[-2:]
    for i in range(grad_out.shape[2]):
        for j in range(grad_out.shape[3]):
            g = grad_out[:, :, i, j]
            dxp[:, :, i : i + kh, j : j + kw] += np.einsum("nf,fcuv->ncuv", g, w)
            dw += np.einsum("nf,ncuv->fcuv", g, xp[:, :, i : i + kh, j : j + kw])
    return dxp[:, :, padding : padding + x.shape[2], padding : padding + x.shape[3]], dw, grad_out.sum((0, 2, 3))


def conv_kernel_offsets(grad_out, x, w, padding=0):
    xp = _pad(x, padding, padding)
    dxp, dw = np.zeros(xp.shape), np.zeros(w.shape)
    oh, ow = grad_out.shape[2:]
    for u, v in np.ndindex(*w.shape[2:]):
        part = np.s_[:, :, u : u + oh, v : v + ow]
        dxp[part] += np.tensordot(grad_out, w[:, :, u, v], axes=(1, 0)).transpose(0, 3, 1, 2)
        dw[:, :, u, v] = np.tensordot(grad_out, xp[part], axes=((0, 2, 3), (0, 2, 3)))
    end_h, end_w = dxp.shape[2] - padding, dxp.shape[3] - padding
    return dxp[:, :, padding:end_h, padding:end_w], dw, grad_out.sum(axis=3).sum(axis=2).sum(axis=0)


def conv_full_correlation(grad_out, x, w, padding=0):
    kh, kw = w.shape[2:]
    around = _pad(grad_out, kh - 1 - padding, kw - 1 - padding)
    views = sliding_window_view(around, (kh, kw), axis=(2, 3))
    grad_x = np.einsum("nfijuv,fcuv->ncij", views, np.flip(w, axis=(2, 3)))
    patches = sliding_window_view(_pad(x, padding, padding), grad_out.shape[2:], axis=(2, 3))
    grad_w = np.einsum("nfij,ncuvij->fcuv", grad_out, patches)
    return grad_x, grad_w, np.einsum("nfij->f", grad_out)


def conv_im2col(grad_out, x, w, padding=0):
    (n, c, height, width), (f, _, kh, kw) = x.shape, w.shape
    patches = sliding_window_view(_pad(x, padding, padding), (kh, kw), axis=(2, 3))
    columns = patches.transpose(1, 4, 5, 0, 2, 3).reshape(c * kh * kw, -1)
    g = grad_out.transpose(1, 0, 2, 3).reshape(f, -1)
    back = (w.reshape(f, -1).T @ g).reshape(c, kh, kw, n, *grad_out.shape[2:])
    grad_x = np.zeros((n, c, height + 2 * padding, width + 2 * padding), x.dtype)
    for u in range(kh):
        for v in range(kw):
            grad_x[:, :, u : u + grad_out.shape[2], v : v + grad_out.shape[3]] += back[:, u, v].transpose(1, 0, 2, 3)
    if padding > 0:
        grad_x = grad_x[:, :, padding:-padding, padding:-padding]
    return grad_x, (g @ columns.T).reshape(w.shape), g.sum(axis=1)


def conv_seven_loops(grad_out, x, w, padding=0):
    height, width = x.shape[2:]
    grad_x, grad_w, grad_b = np.zeros(x.shape), np.zeros(w.shape), np.zeros(len(w))
    for n in range(grad_out.shape[0]):
        for f in range(grad_out.shape[1]):
            for i in range(grad_out.shape[2]):
                for j in range(grad_out.shape[3]):
                    grad_b[f] += grad_out[n, f, i, j]
                    for c in range(w.shape[1]):
                        for u in range(w.shape[2]):
                            for v in range(w.shape[3]):
                                row, column = i + u - padding, j + v - padding
                                if 0 <= row < height and 0 <= column < width:
                                    grad_x[n, c, row, column] += grad_out[n, f, i, j] * w[f, c, u, v]
                                    grad_w[f, c, u, v] += grad_out[n, f, i, j] * x[n, c, row, column]
    return grad_x, grad_w, grad_b


def conv_scipy(grad_out, x, w, padding=0):
    xp = _pad(x, padding, padding)
    dxp, dw = np.zeros_like(xp), np.zeros_like(w)
    for n, f, c in np.ndindex(len(x), *w.shape[:2]):
        dxp[n, c] += scipy.signal.convolve2d(grad_out[n, f], w[f, c], mode="full")
        dw[f, c] += scipy.signal.correlate2d(xp[n, c], grad_out[n, f], mode="valid")
    rows, columns = np.arange(x.shape[2]) + padding, np.arange(x.shape[3]) + padding
    return dxp[:, :, rows[:, None], columns], dw, grad_out.reshape(*grad_out.shape[:2], -1).sum(-1).sum(0)


def conv_by_its_matrix(grad_out, x, w, padding=0):
    (n, c, height, width), (f, _, kh, kw) = x.shape, w.shape
    oh, ow = grad_out.shape[2:]
    frame = ((0, 0), (padding, padding), (padding, padding))
    index = np.pad(np.arange(c * height * width).reshape(c, height, width), frame, constant_values=-1)
    taps = sliding_window_view(index, (kh, kw), axis=(1, 2)).transpose(1, 2, 0, 3, 4).reshape(oh * ow, -1)
    choice = (taps[:, :, None] == np.arange(c * height * width)).astype(x.dtype)
    g = grad_out.reshape(n, f, oh * ow)
    grad_x = np.einsum("nfp,fk,pki->ni", g, w.reshape(f, -1), choice).reshape(x.shape)
    grad_w = np.einsum("nfp,pki,ni->fk", g, choice, x.reshape(n, -1)).reshape(w.shape)
    return grad_x, grad_w, g.sum(axis=2).sum(axis=0)
