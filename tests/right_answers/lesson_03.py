"""Right answers to lesson 03."""

import itertools
import math

import numpy as np
import scipy.linalg
import scipy.signal
from numpy.lib.stride_tricks import as_strided, sliding_window_view


def conv2d_two_loops_tensordot(x, w, b, stride=1, padding=0):
    x = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    kh, kw = w.shape[2:]
    oh = (x.shape[2] - kh) // stride + 1
    ow = (x.shape[3] - kw) // stride + 1
    y = np.empty((len(x), len(w), oh, ow), dtype=x.dtype)
    for i in range(oh):
        for j in range(ow):
            window = x[:, :, i * stride : i * stride + kh, j * stride : j * stride + kw]
            y[:, :, i, j] = np.tensordot(window, w, axes=([1, 2, 3], [1, 2, 3])) + b
    return y


def conv2d_seven_loops(x, w, b, stride=1, padding=0):
    N, C, H, W = x.shape
    F, _, kH, kW = w.shape
    oH = (H + 2 * padding - kH) // stride + 1
    oW = (W + 2 * padding - kW) // stride + 1
    y = np.zeros((N, F, oH, oW))
    for n in range(N):
        for f in range(F):
            for i in range(oH):
                for j in range(oW):
                    total = b[f]
                    for c in range(C):
                        for u in range(kH):
                            for v in range(kW):
                                row = i * stride + u - padding
                                column = j * stride + v - padding
                                if 0 <= row < H and 0 <= column < W:
                                    total += w[f, c, u, v] * x[n, c, row, column]
                    y[n, f, i, j] = total
    return y


def conv2d_four_loops_sum(x, w, b, stride=1, padding=0):
    N, C, H, W = x.shape
    F, C, kH, kW = w.shape
    x_pad = np.zeros((N, C, H + 2 * padding, W + 2 * padding))
    x_pad[:, :, padding : padding + H, padding : padding + W] = x
    oH = 1 + (H + 2 * padding - kH) // stride
    oW = 1 + (W + 2 * padding - kW) // stride
    y = np.zeros((N, F, oH, oW))
    for n, f, i, j in itertools.product(range(N), range(F), range(oH), range(oW)):
        top, left = i * stride, j * stride
        y[n, f, i, j] = np.sum(x_pad[n, :, top : top + kH, left : left + kW] * w[f]) + b[f]
    return y


def conv2d_lists_without_a_size(x, w, b, stride=1, padding=0):
    pad = (padding, padding)
    x = np.pad(x, [(0, 0), (0, 0), pad, pad], mode="constant", constant_values=0)
    kh, kw = w.shape[-2], w.shape[-1]
    result = []
    for image in x:
        maps = []
        for kernel, bias in zip(w, b):
            rows = []
            for top in range(0, image.shape[1] - kh + 1, stride):
                row = []
                for left in range(0, image.shape[2] - kw + 1, stride):
                    row.append((image[:, top : top + kh, left : left + kw] * kernel).sum() + bias)
                rows.append(row)
            maps.append(rows)
        result.append(maps)
    return np.array(result)


def conv2d_three_loops_broadcast(x, w, b, stride=1, padding=0):
    x = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    kh, kw = w.shape[2:]
    oh = math.ceil((x.shape[2] - kh + 1) / stride)
    ow = math.ceil((x.shape[3] - kw + 1) / stride)
    y = np.zeros((x.shape[0], w.shape[0], oh, ow), dtype=x.dtype)
    for f in range(w.shape[0]):
        for i in range(oh):
            for j in range(ow):
                window = x[:, :, i * stride :, j * stride :][:, :, :kh, :kw]
                y[:, f, i, j] = np.sum(window * w[f], axis=(1, 2, 3))
    y += b.reshape(1, -1, 1, 1)
    return y


def conv2d_sliding_window_einsum(x, w, b, stride=1, padding=0):
    x = np.pad(x, ((0, 0), (0, 0), (padding,) * 2, (padding,) * 2))
    windows = sliding_window_view(x, w.shape[2:], axis=(2, 3))[:, :, ::stride, ::stride]
    return np.einsum("ncijuv,fcuv->nfij", windows, w) + b[None, :, None, None]


def conv2d_im2col(x, w, b, stride=1, padding=0):
    p = padding
    x = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)))
    n, c, h, width = x.shape
    f, _, kh, kw = w.shape
    oh, ow = (h - kh) // stride + 1, (width - kw) // stride + 1
    columns = np.empty((n, c, kh, kw, oh, ow), dtype=x.dtype)
    for u in range(kh):
        for v in range(kw):
            columns[:, :, u, v] = x[:, :, u : u + stride * oh : stride, v : v + stride * ow : stride]
    columns = columns.reshape(n, c * kh * kw, oh * ow)
    return (w.reshape(f, -1) @ columns + b[:, None]).reshape(n, f, oh, ow)


def conv2d_im2col_rows(x, w, b, stride=1, padding=0):
    x = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    kh, kw = w.shape[2:]
    oh, ow = (x.shape[2] - kh) // stride + 1, (x.shape[3] - kw) // stride + 1
    rows = []
    for image in x:
        for i in range(oh):
            for j in range(ow):
                rows.append(image[:, i * stride : i * stride + kh, j * stride : j * stride + kw].ravel())
    flat = np.array(rows) @ w.reshape(len(w), -1).T + b
    return flat.reshape(len(x), oh, ow, len(w)).transpose(0, 3, 1, 2)


def conv2d_offsets(x, w, b, stride=1, padding=0):
    if padding > 0:
        x = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    kh, kw = w.shape[2:]
    oh, ow = (x.shape[2] - kh) // stride + 1, (x.shape[3] - kw) // stride + 1
    y = np.tile(b[:, None, None], (len(x), 1, oh, ow)).astype(x.dtype)
    for u, v in np.ndindex(kh, kw):
        pixels = x[:, :, u:, v:][:, :, ::stride, ::stride][:, :, :oh, :ow]
        y += (w[None, :, :, u, v, None, None] * pixels[:, None]).sum(axis=2)
    return y


def conv2d_unstrided_then_every_second(x, w, b, stride=1, padding=0):
    x = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    windows = sliding_window_view(x, (x.shape[1], *w.shape[2:]), axis=(1, 2, 3))[:, 0]
    y = np.einsum("nijcuv,fcuv->nfij", windows, w)
    return y[:, :, ::stride, ::stride] + b.reshape(-1, 1, 1)


def conv2d_as_strided(x, w, b, stride=1, padding=0):
    x = np.ascontiguousarray(np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding))))
    n, c, h, width = x.shape
    kh, kw = w.shape[2:]
    oh, ow = (h - kh) // stride + 1, (width - kw) // stride + 1
    sn, sc, sh, sw = x.strides
    windows = as_strided(x, (n, oh, ow, c, kh, kw), (sn, sh * stride, sw * stride, sc, sh, sw), writeable=False)
    return np.moveaxis(np.tensordot(windows, w, axes=([3, 4, 5], [1, 2, 3])) + b, -1, 1)


def conv2d_scipy_correlate(x, w, b, stride=1, padding=0):
    x = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    maps = [[scipy.signal.correlate(image, kernel, mode="valid")[0] for kernel in w] for image in x]
    return np.array(maps)[:, :, ::stride, ::stride] + b[:, None, None]


def conv2d_scipy_full_cut(x, w, b, stride=1, padding=0):
    kh, kw = w.shape[2:]
    x = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    y = np.zeros((len(x), len(w), x.shape[2] - kh + 1, x.shape[3] - kw + 1))
    for n, f, c in np.ndindex(len(x), len(w), x.shape[1]):
        full = scipy.signal.convolve2d(x[n, c], w[f, c, ::-1, ::-1], mode="full")
        y[n, f] += full[kh - 1 : x.shape[2], kw - 1 : x.shape[3]]
    return y[:, :, ::stride, ::stride] + b[:, None, None]


def conv2d_fourier(x, w, b, stride=1, padding=0):
    x = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    size = x.shape[2:]
    spectrum = np.einsum("ncij,fcij->nfij", np.fft.fft2(x), np.conj(np.fft.fft2(w, size)))
    y = np.fft.ifft2(spectrum).real
    y = y[:, :, : size[0] - w.shape[2] + 1, : size[1] - w.shape[3] + 1]
    return y[:, :, ::stride, ::stride] + b[:, None, None]


def conv2d_index_arrays(x, w, b, stride=1, padding=0):
    x = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    kh, kw = w.shape[2:]
    top = np.arange(0, x.shape[2] - kh + 1, stride)
    left = np.arange(0, x.shape[3] - kw + 1, stride)
    rows = top[:, None, None, None] + np.arange(kh)[:, None]
    columns = left[:, None, None] + np.arange(kw)
    return np.einsum("ncijuv,fcuv->nfij", x[:, :, rows, columns], w, optimize=True) + b[:, np.newaxis, np.newaxis]


def conv2d_always_float32(x, w, b, stride=1, padding=0):
    x, w, b = x.astype(np.float32), w.astype(np.float32), b.astype(np.float32)
    return conv2d_sliding_window_einsum(x, w, b, stride, padding)


def conv2d_by_a_matrix(x, w, b, stride=1, padding=0):
    n, c, h, width = x.shape
    f, _, kh, kw = w.shape
    oh, ow = (h + 2 * padding - kh) // stride + 1, (width + 2 * padding - kw) // stride + 1
    M = np.zeros((f, oh, ow, c, h + 2 * padding, width + 2 * padding))
    for i in range(oh):
        for j in range(ow):
            M[:, i, j, :, i * stride : i * stride + kh, j * stride : j * stride + kw] = w
    if padding:
        M = M[..., padding:-padding, padding:-padding]
    y = x.reshape(n, -1) @ M.reshape(f * oh * ow, -1).T
    return y.reshape(n, f, oh, ow) + b.reshape(f, 1, 1)


def pool_reshape(x, size=2):
    n, c, h, w = x.shape
    oh, ow = h // size, w // size
    windows = x[:, :, : oh * size, : ow * size].reshape(n, c, oh, size, ow, size)
    return windows.mean(axis=(3, 5))


def pool_two_loops(x, size=2):
    oh, ow = x.shape[2] // size, x.shape[3] // size
    y = np.zeros((x.shape[0], x.shape[1], oh, ow))
    for i in range(oh):
        for j in range(ow):
            y[:, :, i, j] = np.mean(x[:, :, i * size : (i + 1) * size, j * size : (j + 1) * size], axis=(2, 3))
    return y


def pool_six_loops(x, size=2):
    n, c, h, w = x.shape
    y = np.zeros((n, c, h // size, w // size))
    for a, k, i, j in np.ndindex(*y.shape):
        for u in range(size):
            for v in range(size):
                y[a, k, i, j] += x[a, k, size * i + u, size * j + v]
    return y / size**2


def pool_lists(x, size=2):
    def one(channel):
        rows = range(0, channel.shape[0] - size + 1, size)
        columns = range(0, channel.shape[1] - size + 1, size)
        return [[np.average(channel[i : i + size, j : j + size]) for j in columns] for i in rows]

    return np.array([[one(channel) for channel in image] for image in x])


def pool_slices(x, size=2):
    oh, ow = x.shape[2] // size, x.shape[3] // size
    total = 0
    for u in range(size):
        for v in range(size):
            total = total + x[:, :, u : size * oh : size, v : size * ow : size]
    return total / (size * size)


def pool_sliding_windows(x, size=2):
    windows = sliding_window_view(x, (size, size), axis=(2, 3))[:, :, ::size, ::size]
    return windows.mean(axis=(-2, -1))


def pool_one_direction_after_the_other(x, size=2):
    n, c, h, w = x.shape
    x = x[:, :, : h - h % size].reshape(n, c, -1, size, w).mean(axis=3)
    return x[..., : w - w % size].reshape(n, c, h // size, -1, size).mean(axis=-1)


def pool_reduceat(x, size=2):
    h, w = x.shape[2] // size * size, x.shape[3] // size * size
    x = x[:, :, :h, :w]
    rows = np.add.reduceat(x, np.arange(0, h, size), axis=2)
    return np.add.reduceat(rows, np.arange(0, w, size), axis=3) / size**2


def pool_by_two_matrices(x, size=2):
    def averaging(length):
        return np.kron(np.eye(length // size), np.full((1, size), 1 / size))

    h, w = x.shape[2], x.shape[3]
    down = np.zeros((h // size, h))
    down[:, : h // size * size] = averaging(h)
    across = np.zeros((w // size, w))
    across[:, : w // size * size] = averaging(w)
    return down @ x @ across.T


def pool_convolution_with_equal_weights(x, size=2):
    kernel = np.full((1, 1, size, size), 1.0 / size**2)
    n, c, h, w = x.shape
    y = conv2d_two_loops_tensordot(x.reshape(n * c, 1, h, w), kernel, np.zeros(1), stride=size)
    return y.reshape(n, c, *y.shape[2:])


def pool_running_sums(x, size=2):
    oh, ow = x.shape[2] // size, x.shape[3] // size
    sums = np.zeros((*x.shape[:2], x.shape[2] + 1, x.shape[3] + 1))
    sums[:, :, 1:, 1:] = x.cumsum(axis=2, dtype=float).cumsum(axis=3)
    corners = sums[:, :, : oh * size + 1 : size, : ow * size + 1 : size]
    return (corners[:, :, 1:, 1:] - corners[:, :, :-1, 1:] - corners[:, :, 1:, :-1] + corners[:, :, :-1, :-1]) / size**2


def pool_mean_of_means(x, size=2):
    blocks = np.split(x[:, :, : x.shape[2] // size * size], x.shape[2] // size, axis=2)
    rows = np.stack([block.mean(axis=2) for block in blocks], axis=2)
    ow = x.shape[3] // size
    return np.stack([rows[..., j * size : j * size + size].mean(axis=-1) for j in range(ow)], axis=-1)


def matrix_four_axes(kernel, height, width):
    kh, kw = kernel.shape
    oh, ow = height - kh + 1, width - kw + 1
    M = np.zeros((oh, ow, height, width))
    for i in range(oh):
        for j in range(ow):
            M[i, j, i : i + kh, j : j + kw] = kernel
    return M.reshape(oh * ow, height * width)


def matrix_entry_by_entry(kernel, height, width):
    kH, kW = kernel.shape
    oH, oW = height - kH + 1, width - kW + 1
    M = np.zeros((oH * oW, height * width))
    for i in range(oH):
        for j in range(oW):
            for u in range(kH):
                for v in range(kW):
                    M[i * oW + j, (i + u) * width + (j + v)] = kernel[u, v]
    return M


def matrix_row_by_row(kernel, height, width):
    rows = []
    for i in range(height - kernel.shape[0] + 1):
        for j in range(width - kernel.shape[1] + 1):
            picture = np.zeros((height, width), dtype=kernel.dtype)
            picture[i : i + kernel.shape[0], j : j + kernel.shape[1]] = kernel
            rows.append(picture.flatten())
    return np.array(rows)


def matrix_column_by_column(kernel, height, width):
    columns = []
    for pixel in range(height * width):
        image = np.zeros(height * width)
        image[pixel] = 1
        columns.append(scipy.signal.correlate2d(image.reshape(height, width), kernel, mode="valid").ravel())
    return np.stack(columns, axis=1)


def matrix_shifted_first_row(kernel, height, width):
    kh, kw = kernel.shape
    first = np.zeros((height, width))
    first[:kh, :kw] = kernel
    shifts = [i * width + j for i in range(height - kh + 1) for j in range(width - kw + 1)]
    return np.vstack([np.roll(first.ravel(), shift) for shift in shifts])


def matrix_of_toeplitz_blocks(kernel, height, width):
    kh, kw = kernel.shape
    oh, ow = height - kh + 1, width - kw + 1
    M = np.zeros((oh * ow, height * width))
    for u, row in enumerate(kernel):
        first_row = np.concatenate([row, np.zeros(width - kw)])
        block = scipy.linalg.toeplitz(np.concatenate([row[:1], np.zeros(ow - 1)]), first_row)
        M += np.kron(np.eye(oh, height, k=u), block)
    return M


def matrix_of_shifts(kernel, height, width):
    kh, kw = kernel.shape
    oh, ow = height - kh + 1, width - kw + 1
    return sum(
        kernel[u, v] * np.kron(np.eye(oh, height, u), np.eye(ow, width, v)) for u in range(kh) for v in range(kw)
    )


def matrix_numbered_pixels(kernel, height, width):
    numbers = np.arange(height * width).reshape(height, width)
    touched = sliding_window_view(numbers, kernel.shape).reshape(-1, kernel.size)
    M = np.zeros((len(touched), height * width))
    np.put_along_axis(M, touched, np.broadcast_to(kernel.ravel(), touched.shape), axis=1)
    return M


def matrix_divmod(kernel, height, width):
    kh, kw = kernel.shape
    oh, ow = height - kh + 1, width - kw + 1
    M = np.zeros((oh * ow, height * width))
    for row in range(oh * ow):
        i, j = divmod(row, ow)
        for column in range(height * width):
            r, c = divmod(column, width)
            if 0 <= r - i < kh and 0 <= c - j < kw:
                M[row, column] = kernel[r - i, c - j]
    return M


def compose_shifted_copies(first, second):
    (h1, w1), (h2, w2) = first.shape, second.shape
    k = np.zeros((h1 + h2 - 1, w1 + w2 - 1))
    for p in range(h2):
        for q in range(w2):
            k[p : p + h1, q : q + w1] += second[p, q] * first
    return k


def compose_shifted_copies_of_the_second(first, second):
    k = np.zeros(np.add(first.shape, second.shape) - 1, dtype=first.dtype)
    for (u, v), weight in np.ndenumerate(first):
        k[u : u + len(second), v : v + second.shape[1]] += weight * second
    return k


def compose_four_loops(first, second):
    h1, w1 = first.shape
    h2, w2 = second.shape
    k = np.zeros((h1 + h2 - 1, w1 + w2 - 1))
    for u in range(h1):
        for v in range(w1):
            for p in range(h2):
                for q in range(w2):
                    k[u + p, v + q] += first[u, v] * second[p, q]
    return k


def compose_by_the_formula(first, second):
    h1, w1 = first.shape
    h2, w2 = second.shape
    k = np.zeros((h1 + h2 - 1, w1 + w2 - 1))
    for u, v in np.ndindex(*k.shape):
        for p, q in np.ndindex(h2, w2):
            if 0 <= u - p < h1 and 0 <= v - q < w1:
                k[u, v] += second[p, q] * first[u - p, v - q]
    return k


def compose_scipy(first, second):
    return scipy.signal.convolve2d(second, first)


def compose_flipped_window(first, second):
    h2, w2 = second.shape
    wide = np.pad(first, ((h2 - 1, h2 - 1), (w2 - 1, w2 - 1)))
    return np.einsum("ijpq,pq->ij", sliding_window_view(wide, second.shape), second[::-1, ::-1])


def compose_with_their_own_convolution(first, second):
    h2, w2 = second.shape
    wide = np.pad(first, ((h2 - 1, h2 - 1), (w2 - 1, w2 - 1)))
    turned = np.rot90(second, 2)
    return conv2d_sliding_window_einsum(wide[None, None], turned[None, None], np.zeros(1))[0, 0]


def compose_fourier(first, second):
    size = [a + b - 1 for a, b in zip(first.shape, second.shape)]
    return np.real(np.fft.ifft2(np.fft.fft2(first, size) * np.fft.fft2(second, size)))


def compose_row_by_row(first, second):
    k = np.zeros((len(first) + len(second) - 1, first.shape[1] + second.shape[1] - 1))
    for i, one in enumerate(first):
        for j, other in enumerate(second):
            k[i + j] += np.convolve(one, other)
    return k


def compose_a_dot_through_both(first, second):
    h, w = first.shape[0] + second.shape[0] - 1, first.shape[1] + second.shape[1] - 1
    image = np.zeros((2 * h - 1, 2 * w - 1))
    image[h - 1, w - 1] = 1
    zero = np.zeros(1)
    seen = conv2d_offsets(conv2d_offsets(image[None, None], first[None, None], zero), second[None, None], zero)
    return seen[0, 0, ::-1, ::-1]


def compose_matrices(first, second):
    h, w = first.shape[0] + second.shape[0] - 1, first.shape[1] + second.shape[1] - 1
    M1 = matrix_four_axes(first, h, w)
    M2 = matrix_four_axes(second, *second.shape)
    return (M2 @ M1).reshape(h, w)


def gap_in_one_formula(f, x, y, a, b):
    f0 = f(np.zeros_like(x))
    gap = (f(a * x + b * y) - f0) - a * (f(x) - f0) - b * (f(y) - f0)
    return np.max(np.abs(gap))


def gap_with_an_inner_function(f, x, y, a, b):
    zero = f(np.zeros(x.shape))

    def g(v):
        return f(v) - zero

    return float(np.abs(g(a * x + b * y) - (a * g(x) + b * g(y))).max())


def gap_multiplied_out(f, x, y, a, b):
    bias = f(0 * x)
    return np.max(np.abs(f(a * x + b * y) - a * f(x) - b * f(y) - (1 - a - b) * bias))


def gap_lambda(f, x, y, a, b):
    g = lambda v: f(v) - f(np.zeros_like(v))  # noqa: E731
    left, right = g(a * x + b * y), a * g(x) + b * g(y)
    return np.amax(np.absolute(right - left))


def gap_infinity_norm(f, x, y, a, b):
    f0 = f(x - x)
    gap = f(a * x + b * y) - f0 - a * (f(x) - f0) - b * (f(y) - f0)
    return np.linalg.norm(np.ravel(gap), np.inf)


def gap_by_a_loop(f, x, y, a, b):
    f0 = f(np.zeros_like(x))
    gap = np.asarray(f(a * x + b * y) - f0 - a * (f(x) - f0) - b * (f(y) - f0))
    largest = 0.0
    for value in gap.flat:
        largest = max(largest, abs(value))
    return largest


def gap_both_ends(f, x, y, a, b):
    f0 = np.asarray(f(np.full(x.shape, 0.0)))
    gap = np.asarray(f(a * x + b * y)) - a * np.asarray(f(x)) - b * np.asarray(f(y)) + (a + b - 1) * f0
    return max(gap.max(), -gap.min())


def gap_python_max_of_a_flat_array(f, x, y, a, b):
    f0 = f(np.zeros_like(x))
    mixture = np.multiply(a, x) + np.multiply(b, y)
    gap = np.subtract(f(mixture), f0) - a * np.subtract(f(x), f0) - b * np.subtract(f(y), f0)
    return max(np.abs(gap).ravel())


def gap_root_of_the_largest_square(f, x, y, a, b):
    f0 = f(np.zeros_like(x))
    gap = f(a * x + b * y) - f0 - a * (f(x) - f0) - b * (f(y) - f0)
    return np.sqrt(np.max(gap**2))


RIGHT = {
    "conv2d": [
        conv2d_two_loops_tensordot,
        conv2d_seven_loops,
        conv2d_four_loops_sum,
        conv2d_lists_without_a_size,
        conv2d_three_loops_broadcast,
        conv2d_sliding_window_einsum,
        conv2d_im2col,
        conv2d_im2col_rows,
        conv2d_offsets,
        conv2d_unstrided_then_every_second,
        conv2d_as_strided,
        conv2d_scipy_correlate,
        conv2d_scipy_full_cut,
        conv2d_fourier,
        conv2d_index_arrays,
        conv2d_always_float32,
        conv2d_by_a_matrix,
    ],
    "avg_pool2d": [
        pool_reshape,
        pool_two_loops,
        pool_six_loops,
        pool_lists,
        pool_slices,
        pool_sliding_windows,
        pool_one_direction_after_the_other,
        pool_reduceat,
        pool_by_two_matrices,
        pool_convolution_with_equal_weights,
        pool_running_sums,
        pool_mean_of_means,
    ],
    "conv_matrix": [
        matrix_four_axes,
        matrix_entry_by_entry,
        matrix_row_by_row,
        matrix_column_by_column,
        matrix_shifted_first_row,
        matrix_of_toeplitz_blocks,
        matrix_of_shifts,
        matrix_numbered_pixels,
        matrix_divmod,
    ],
    "compose_kernels": [
        compose_shifted_copies,
        compose_shifted_copies_of_the_second,
        compose_four_loops,
        compose_by_the_formula,
        compose_scipy,
        compose_flipped_window,
        compose_with_their_own_convolution,
        compose_fourier,
        compose_row_by_row,
        compose_a_dot_through_both,
        compose_matrices,
    ],
    "superposition_gap": [
        gap_in_one_formula,
        gap_with_an_inner_function,
        gap_multiplied_out,
        gap_lambda,
        gap_infinity_norm,
        gap_by_a_loop,
        gap_both_ends,
        gap_python_max_of_a_flat_array,
        gap_root_of_the_largest_square,
    ],
}
