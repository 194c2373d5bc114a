"""The catalogue of lesson 03: references from outside, mistakes in other words, and what is said about unknown ones."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.lib.stride_tricks import sliding_window_view

from helpers.exercises import check, lesson_03_probes
from helpers.exercises.core import get
from helpers.exercises.lesson_03_reference import (
    avg_pool2d,
    compose_kernels,
    conv2d,
    conv_matrix,
    superposition_gap,
)
from right_answers.lesson_03 import RIGHT

signal = pytest.importorskip("scipy.signal")

AXES = ([1, 2, 3], [1, 2, 3])
EXERCISES = ("conv2d", "avg_pool2d", "conv_matrix", "compose_kernels", "superposition_gap")


def args_of(probe):
    return probe.make()[0] if probe.make else probe.args


def pad(x, p):
    return np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)))


# --- the references, against references from outside ----------------------------------------------------------------


def test_convolution_and_pooling_agree_with_pytorch_on_every_probe():
    torch = pytest.importorskip("torch")
    for probe in get("conv2d").probes:
        x, w, b, *more = args_of(probe)
        arrays = [torch.from_numpy(np.ascontiguousarray(array)) for array in (x, w, b)]
        stride, padding = (*more, 1, 0)[:2] if len(more) != 1 else (more[0], 0)
        expected = torch.nn.functional.conv2d(*arrays, stride=stride, padding=padding).numpy()
        np.testing.assert_allclose(conv2d(x, w, b, *more), expected, rtol=1e-5, atol=1e-5)
    for probe in get("avg_pool2d").probes:
        x, size = (*args_of(probe), 2)[:2]
        expected = torch.nn.functional.avg_pool2d(torch.from_numpy(np.ascontiguousarray(x)), size).numpy()
        np.testing.assert_allclose(avg_pool2d(x, size), expected, rtol=1e-6, atol=1e-6)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    seed=st.integers(0, 10**6),
    sizes=st.tuples(*[st.integers(1, 3)] * 5),
    more=st.tuples(*[st.integers(0, 4)] * 2),
    stride=st.integers(1, 4),
    padding=st.integers(0, 3),
)
def test_convolution_is_scipys_correlation_of_the_padded_image_at_every_stride(seed, sizes, more, stride, padding):
    (n, c, f, kh, kw), rng = sizes, np.random.default_rng(seed)
    x, w = rng.standard_normal((n, c, kh + more[0], kw + more[1])), rng.standard_normal((f, c, kh, kw))
    b = rng.standard_normal(f)
    maps = [[signal.correlate(image, kernel, mode="valid")[0] for kernel in w] for image in pad(x, padding)]
    expected = np.array(maps)[:, :, ::stride, ::stride] + b[:, None, None]
    np.testing.assert_allclose(conv2d(x, w, b, stride, padding), expected, rtol=1e-10, atol=1e-10)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(seed=st.integers(0, 10**6), kernel=st.tuples(*[st.integers(1, 4)] * 2), more=st.tuples(*[st.integers(0, 4)] * 2))
def test_the_matrix_of_a_convolution_does_what_scipys_correlation_does(seed, kernel, more):
    rng = np.random.default_rng(seed)
    kernel = rng.standard_normal(kernel)
    image = rng.standard_normal(np.add(kernel.shape, more))
    M = conv_matrix(kernel, *image.shape)
    expected = signal.correlate2d(image, kernel, mode="valid")
    np.testing.assert_allclose(M @ image.ravel(), expected.ravel(), rtol=1e-10, atol=1e-10)
    assert M.shape == (expected.size, image.size)
    assert np.count_nonzero(M) == expected.size * kernel.size


@settings(max_examples=40, deadline=None, derandomize=True)
@given(seed=st.integers(0, 10**6), sizes=st.tuples(*[st.integers(1, 4)] * 4))
def test_the_composed_kernel_is_scipys_full_convolution_and_does_what_the_two_do(seed, sizes):
    rng = np.random.default_rng(seed)
    first, second = rng.standard_normal(sizes[:2]), rng.standard_normal(sizes[2:])
    both = compose_kernels(first, second)
    np.testing.assert_allclose(both, signal.convolve2d(first, second), rtol=1e-10, atol=1e-10)
    image = rng.standard_normal((9, 8))
    one_after_the_other = signal.correlate2d(signal.correlate2d(image, first, mode="valid"), second, mode="valid")
    np.testing.assert_allclose(
        signal.correlate2d(image, both, mode="valid"), one_after_the_other, rtol=1e-10, atol=1e-10
    )


numbers = st.floats(-3, 3)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(seed=st.integers(0, 10**6), a=numbers, b=numbers)
def test_the_gap_of_a_matrix_and_a_bias_is_0_and_that_of_a_square_is_known(seed, a, b):
    rng = np.random.default_rng(seed)
    W, bias, x, y = rng.standard_normal((3, 2)), rng.standard_normal(3), *rng.standard_normal((2, 2))
    assert superposition_gap(lambda v: W @ v + bias, x, y, a, b) < 1e-12
    expected = np.max(np.abs((a * a - a) * x**2 + (b * b - b) * y**2 + 2 * a * b * x * y))
    assert superposition_gap(np.square, x, y, a, b) == pytest.approx(expected, rel=1e-9, abs=1e-12)


# --- what is tried --------------------------------------------------------------------------------------------------


def test_convolutions_are_tried_on_sizes_that_differ_and_on_kernels_that_are_not_symmetric():
    probes = [(*args_of(probe), 1, 0) for probe in get("conv2d").probes]
    shapes = [(x.shape, w.shape) for x, w, *_ in probes]
    assert sum(x[2] != x[3] and w[2] != w[3] and len({x[0], x[1], w[0]}) == 3 for x, w in shapes) >= 4
    assert any(len({*x, *w[:1]}) <= 2 and w[2] == w[3] for x, w in shapes)
    for _, w, *_ in probes:
        if w[0, 0].size > 1:
            assert not np.array_equal(w, w[:, :, ::-1, ::-1])
    # With padding there are at least two channels; see lesson_03_probes.
    padded = [args_of(probe) for probe in get("conv2d").probes if len(args_of(probe)) == 5]
    assert {args[4] for args in padded} >= {1, 2} and all(args[0].shape[1] > 1 for args in padded)
    assert any(args[4] >= max(args[1].shape[2:]) for args in padded)
    rests = {(x.shape[2] - w.shape[2]) % s for x, w, _, s, *_ in probes if s > 1}
    assert 0 in rests and len(rests) > 1


@pytest.mark.parametrize("name", EXERCISES)
def test_every_exercise_is_tried_in_float32_and_on_arrays_that_are_not_contiguous(name):
    arrays = [arg for probe in get(name).probes for arg in args_of(probe) if isinstance(arg, np.ndarray)]
    assert {array.dtype for array in arrays} == {np.dtype(np.float32), np.dtype(np.float64)}
    assert name == "superposition_gap" or any(not array.flags.c_contiguous for array in arrays)


def test_largest_gaps_of_both_signs_are_tried_and_biases_that_are_not_0():
    signs, biases = set(), []
    for f, x, y, a, b in map(args_of, lesson_03_probes.SUPERPOSITION_PROBES):
        f0 = f(np.zeros_like(x))
        gap = np.ravel(f(a * x + b * y) - f0 - a * (f(x) - f0) - b * (f(y) - f0))
        if np.abs(gap).max() > 1e-6:
            signs.add(np.sign(gap[np.abs(gap).argmax()]))
        biases.append(np.abs(f0).max())
    assert signs == {-1, 1}
    assert 0 in biases and max(biases) > 0.4


@pytest.mark.parametrize("name", EXERCISES)
@settings(max_examples=3, deadline=None, derandomize=True)
@given(data=st.data(), seed=st.integers(0, 100))
def test_rounding_in_another_order_is_forgiven_and_a_hundredth_is_not(name, data, seed):
    answer, rng = data.draw(st.sampled_from(RIGHT[name][:6])), np.random.default_rng(seed)

    def with_noise(relative):
        def noisy(*args):
            out = np.asarray(answer(*args))
            single = any(getattr(arg, "dtype", None) == np.float32 for arg in args)
            unit = 1e-6 if single else 1e-14
            noise = relative if relative else 20 * unit
            return out + noise * np.maximum(1, np.abs(out)) * rng.choice([-1.0, 1.0], out.shape)

        return check(name, noisy)

    # Noise is not the same in a second call, but it is far below what is noticed.
    assert with_noise(0).passed
    assert not with_noise(0.01).passed


# --- the same slips in other words than the catalogue uses ----------------------------------------------------------


def _four_loops(x, w, b, stride, padding, window_of, total=lambda window, kernel, bias: np.sum(window * kernel) + bias):
    """The four loops that most people write; ``window_of(image, i, j, stride, kh, kw)`` cuts the window."""
    x = pad(x, padding)
    kh, kw = w.shape[2:]
    oh, ow = 1 + (x.shape[2] - kh) // stride, 1 + (x.shape[3] - kw) // stride
    y = np.zeros((len(x), len(w), oh, ow))
    for n in range(len(x)):
        for f in range(len(w)):
            for i in range(oh):
                for j in range(ow):
                    y[n, f, i, j] = total(window_of(x[n], i, j, stride, kh, kw), w[f], b[f])
    return y


def right_window(image, i, j, s, kh, kw):
    return image[:, i * s : i * s + kh, j * s : j * s + kw]


def loops(window_of=right_window, **more):
    return lambda x, w, b, stride=1, padding=0: _four_loops(x, w, b, stride, padding, window_of, **more)


def scipys_convolve(x, w, b, stride=1, padding=0):
    maps = [[signal.convolve(image, kernel, mode="valid")[0] for kernel in w] for image in pad(x, padding)]
    return np.array(maps)[:, :, ::stride, ::stride] + b[:, None, None]


def scipys_convolve2d_for_each_channel(x, w, b, stride=1, padding=0):
    x = pad(x, padding)
    y = [[sum(signal.convolve2d(xc, wc, "valid") for xc, wc in zip(im, k)) + c for k, c in zip(w, b)] for im in x]
    return np.array(y)[:, :, ::stride, ::stride]


def pads_all_axes(x, w, b, stride=1, padding=0):
    return loops()(np.pad(x, padding), w, b, stride)


def forgets_to_read_the_padded_array(x, w, b, stride=1, padding=0):
    kh, kw = w.shape[2:]
    oh, ow = (x.shape[2] + 2 * padding - kh) // stride + 1, (x.shape[3] + 2 * padding - kw) // stride + 1
    y = np.zeros((len(x), len(w), oh, ow))
    for n, f, i, j in np.ndindex(*y.shape):
        y[n, f, i, j] = np.sum(right_window(x[n], i, j, stride, kh, kw) * w[f]) + b[f]
    return y


def assigns_in_seven_loops(x, w, b, stride=1, padding=0):
    x = pad(x, padding)
    kh, kw = w.shape[2:]
    y = np.zeros((len(x), len(w), (x.shape[2] - kh) // stride + 1, (x.shape[3] - kw) // stride + 1))
    for n, f, i, j in np.ndindex(*y.shape):
        for c, u, v in np.ndindex(*w.shape[1:]):
            y[n, f, i, j] = x[n, c, i * stride + u, j * stride + v] * w[f, c, u, v]
        y[n, f, i, j] += b[f]
    return y


def size_of_the_padded_image(x, w, b, stride=1, padding=0):
    x = pad(x, padding)
    windows = sliding_window_view(x, w.shape[2:], axis=(2, 3))[:, :, ::stride, ::stride]
    small = np.einsum("ncijuv,fcuv->nfij", windows, w) + b[:, None, None]
    y = np.zeros((len(x), len(w), *x.shape[2:]))
    y[:, :, : small.shape[2], : small.shape[3]] = small
    return y


def sums_over_the_batch(x, w, b, stride=1, padding=0):
    x = pad(x, padding)
    kh, kw = w.shape[2:]
    y = np.zeros((len(x), len(w), (x.shape[2] - kh) // stride + 1, (x.shape[3] - kw) // stride + 1))
    for f, i, j in np.ndindex(*y.shape[1:]):
        window = x[:, :, i * stride : i * stride + kh, j * stride : j * stride + kw]
        y[:, f, i, j] = np.sum(window * w[f]) + b[f]
    return y


def reshapes_the_product(x, w, b, stride=1, padding=0):
    windows = sliding_window_view(pad(x, padding), w.shape[2:], axis=(2, 3))[:, :, ::stride, ::stride]
    n, _, oh, ow = windows.shape[:4]
    columns = np.moveaxis(windows, 1, 3).reshape(n * oh * ow, -1)
    return (columns.dot(w.reshape(len(w), -1).T) + b).reshape(n, len(w), oh, ow)


def square_kernel(multiply):
    def wrong(x, w, b, stride=1, padding=0):
        x = pad(x, padding)
        k = w.shape[2]
        y = np.zeros((len(x), len(w), (x.shape[2] - k) // stride + 1, (x.shape[3] - k) // stride + 1))
        for i, j in np.ndindex(*y.shape[2:]):
            y[:, :, i, j] = multiply(x[:, :, i * stride : i * stride + k, j * stride : j * stride + k], w) + b
        return y

    return wrong


def no_stride_no_padding(x, w, b, stride=1, padding=0):
    return np.einsum("ncijuv,fcuv->nfij", sliding_window_view(x, w.shape[2:], axis=(2, 3)), w) + b.reshape(-1, 1, 1)


def scipys_correlate_and_nothing_else(x, w, b, stride=1, padding=0):
    return np.array([[signal.correlate(image, kernel, mode="valid")[0] for kernel in w] for image in x])


def scipys_convolve2d_without_bias(x, w, b, stride=1, padding=0):
    return scipys_convolve2d_for_each_channel(x, w, 0 * b, stride, padding)


def scipys_convolve2d_without_padding(x, w, b, stride=1, padding=0):
    return scipys_convolve2d_for_each_channel(x, w, b, stride)


def no_bias_and_no_stride(x, w, b, stride=1, padding=0):
    return loops(total=lambda window, kernel, bias: np.vdot(window, kernel))(x, w, b, 1, padding)


def stops_one_window_early(x, w, b, stride=1, padding=0):
    x = pad(x, padding)
    kh, kw = w.shape[2:]
    oh, ow = (x.shape[2] - kh) // stride + 1, (x.shape[3] - kw) // stride + 1
    y = np.zeros((len(x), len(w), oh, ow))
    for i in range(oh - 1):
        for j in range(ow - 1):
            window = x[:, :, i * stride : i * stride + kh, j * stride : j * stride + kw]
            y[:, :, i, j] = np.tensordot(window, w, AXES) + b
    return y


def pool_slices_fixed(x, size=2):
    even_rows, odd_rows = x[:, :, 0::2], x[:, :, 1::2]
    return (even_rows[..., 0::2] + even_rows[..., 1::2] + odd_rows[..., 0::2] + odd_rows[..., 1::2]) * 0.25


def pool_loops(span, reduce=np.mean, count=lambda length, size: length // size):
    def pool(x, size=2):
        rows, columns = range(count(x.shape[2], size)), range(count(x.shape[3], size))
        cells = [[[[(span(i, size), span(j, size)) for j in columns] for i in rows] for _ in im] for im in x]
        out = [
            [[[reduce(ch[slice(*r), slice(*q)]) for r, q in row] for row in grid] for ch, grid in zip(im, grids)]
            for im, grids in zip(x, cells)
        ]
        return np.array(out)

    return pool


def pool_stops_one_window_early(x, size=2):
    oh, ow = x.shape[2] // size, x.shape[3] // size
    y = np.zeros((*x.shape[:2], oh, ow))
    for i in range(oh - 1):
        for j in range(ow - 1):
            y[:, :, i, j] = x[:, :, i * size : (i + 1) * size, j * size : (j + 1) * size].mean((2, 3))
    return y


def pool_steps_stop_before_the_edge(x, size=2):
    y = np.zeros((*x.shape[:2], x.shape[2] // size, x.shape[3] // size))
    for i in range(0, x.shape[2] - size, size):
        for j in range(0, x.shape[3] - size, size):
            y[:, :, i // size, j // size] = x[:, :, i : i + size, j : j + size].mean((2, 3))
    return y


def uncut(summarise):
    def pool(x, size=2):
        n, c, height, width = x.shape
        return summarise(summarise(x.reshape(n, c, height // size, size, width // size, size), 5), 3)

    return pool


def matrix_stops_one_window_early(kernel, height, width):
    (kh, kw), M = kernel.shape, []
    for i in range(height - kh + 1):
        for j in range(width - kw + 1):
            row = np.zeros((height, width))
            if i < height - kh and j < width - kw:
                row[i : i + kh, j : j + kw] = kernel
            M.append(row.ravel())
    return np.array(M)


def matrix_with_an_if_at_the_edge(kernel, height, width):
    M = np.zeros((height * width, height * width))
    for r, c, u, v in np.ndindex(height, width, *kernel.shape):
        if r + u < height and c + v < width:
            M[r * width + c, (r + u) * width + c + v] += kernel[u, v]
    return M


def matrix_by_slices(kernel, height, width):
    kh, kw = kernel.shape
    M = np.zeros(((height - kh + 1) * (width - kw + 1), height * width))
    for r in range(len(M)):
        start = r // (width - kw + 1) * width + r % (width - kw + 1)
        M[r, start : start + kh * kw] = kernel.flatten()
    return M


def matrix_by_toeplitz_of_the_first_row(kernel, height, width):
    linalg = pytest.importorskip("scipy.linalg")
    kh, kw = kernel.shape
    first = np.zeros((height, width))
    first[:kh, :kw] = kernel
    rows = (height - kh + 1) * (width - kw + 1)
    wide = linalg.toeplitz(np.r_[kernel[0, 0], np.zeros(rows - 1)], first.ravel())
    return wide


def compose_with_equals(first, second):
    k = np.zeros((len(first) + len(second) - 1, first.shape[1] + second.shape[1] - 1))
    for p, row in enumerate(second):
        for q, weight in enumerate(row):
            k[p : p + first.shape[0], q : q + first.shape[1]] = first * weight
    return k


def formula(add):
    """Four loops over the formula; ``add(k, first, second, u, v, p, q)`` adds one term of it, or none."""

    def compose(first, second):
        (h1, w1), (h2, w2) = first.shape, second.shape
        k = np.zeros((h1 + h2 - 1, w1 + w2 - 1))
        for u in range(h1 + h2 - 1):
            for v in range(w1 + w2 - 1):
                for p in range(h2):
                    for q in range(w2):
                        add(k, first, second, u, v, p, q)
        return k

    return compose


def every_term(k, first, second, u, v, p, q):
    k[u, v] += second[p, q] * first[u - p, v - q]


def terms_from_the_beginning(k, first, second, u, v, p, q):
    if u >= p and v >= q:
        every_term(k, first, second, u, v, p, q)


def terms_up_to_the_end(k, first, second, u, v, p, q):
    if u - p < len(first) and v - q < len(first[0]):
        every_term(k, first, second, u, v, p, q)


def terms_that_do_not_fail(k, first, second, u, v, p, q):
    try:
        every_term(k, first, second, u, v, p, q)
    except IndexError:
        pass


def terms_with_rows(k, first, second, u, v, p, q):
    if u - p in range(len(first)):
        every_term(k, first, second, u, v, p, q)


def terms_with_columns(k, first, second, u, v, p, q):
    if v - q in range(len(first[0])):
        every_term(k, first, second, u, v, p, q)


def terms_after_the_first(k, first, second, u, v, p, q):
    if u - p in range(1, len(first)) and v - q in range(1, len(first[0])):
        every_term(k, first, second, u, v, p, q)


def exchanged(compose):
    return lambda first, second: compose(second, first)


def gap_without_brackets(f, x, y, a, b):
    f0 = f(np.zeros_like(x))
    return np.abs(f(a * x + b * y) - f0 - a * f(x) - f0 - b * f(y) - f0).max()


def gap_with_a_plain_zero(f, x, y, a, b):
    g = lambda v: f(v) - f(0.0)  # noqa: E731
    return abs(g(a * x + b * y) - a * g(x) - b * g(y)).max()


def gap_of_two_sides(f, x, y, a, b):
    f0 = f(np.zeros_like(x))
    left, right = f(a * x + b * y) - f0, a * (f(x) - f0) + b * (f(y) - f0)
    return bool(np.allclose(left, right))


def adding(total):
    """Four loops with another way to make one number of a window, a kernel and a bias."""
    return loops(total=total)


def after(change):
    """A right average, which is then changed: ``change(y, x, size)``."""
    return lambda x, size=2: change(avg_pool2d(x, size), x, size)


OTHER_WORDS = {
    "conv2d": [
        (scipys_convolve, "kernel_and_channels_flipped"),
        (scipys_convolve2d_for_each_channel, "kernel_flipped"),
        (adding(lambda window, kernel, bias: np.sum(window * np.fliplr(kernel)) + bias), "kernel_upside_down"),
        (adding(lambda window, kernel, bias: np.mean(window * kernel) + bias), "mean_for_sum"),
        (adding(lambda window, kernel, bias: np.sum(window * kernel + bias)), "bias_in_every_product"),
        (adding(lambda window, kernel, bias: np.sum(window * kernel)), "bias_forgotten"),
        (adding(lambda window, kernel, bias: np.sum(window[0] * kernel[0]) + bias), "first_channel_only"),
        (adding(lambda window, kernel, bias: np.sum(window @ kernel) + bias), "matrix_product"),
        (adding(lambda window, kernel, bias: np.sum(window * kernel, (1, 2))), "channels_not_summed_at_one_place"),
        (adding(lambda window, kernel, bias: max(0, np.sum(window * kernel) + bias)), "relu_applied"),
        (loops(lambda im, i, j, s, h, w: im[:, i : i + h, j : j + w]), "stride_ignored_where_windows_start"),
        (loops(lambda im, i, j, s, h, w: im[:, i * s : i + h, j * s : j + w]), "stride_forgotten_where_windows_end"),
        (square_kernel(lambda windows, w: np.sum(windows[:, None] * w[None], (2, 3, 4))), "kernel_taken_as_square"),
        (square_kernel(lambda windows, w: np.tensordot(w, windows, AXES).T), "kernel_taken_as_square_tensordot"),
        (square_kernel(lambda windows, w: np.einsum("fcuv,ncuv->nf", w, windows)), "kernel_taken_as_square_einsum"),
        (pads_all_axes, "padding_on_every_axis"),
        (forgets_to_read_the_padded_array, "reads_the_image_without_its_padding"),
        (assigns_in_seven_loops, "last_product_only"),
        (size_of_the_padded_image, "result_as_large_as_the_padded_image"),
        (sums_over_the_batch, "images_added_together"),
        (reshapes_the_product, "rows_reshaped_at_once"),
        (lambda x, w, b, stride=1, padding=0: conv2d(pad(x, padding), w, b), "stride_ignored"),
        (lambda x, w, b, stride=1, padding=0: conv2d(x, w, b, stride, 2 * padding), "padding_twice_as_wide"),
        (lambda *args: np.einsum("nfij->fnij", conv2d(*args)), "maps_before_images"),
        (stops_one_window_early, "last_row_and_column_left_out"),
        (no_stride_no_padding, "stride_and_padding_ignored"),
        (scipys_correlate_and_nothing_else, "bias_forgotten_and_stride_and_padding_ignored"),
        (scipys_convolve2d_without_bias, "kernel_flipped_and_bias_forgotten"),
        (scipys_convolve2d_without_padding, "kernel_flipped_and_padding_ignored"),
        (no_bias_and_no_stride, "bias_forgotten_and_stride_ignored"),
        (
            loops(lambda im, i, j, s, h, w: im[:, i:, j:][:, :h, :w], total=lambda im, k, bias: np.sum(im * k + bias)),
            "bias_in_every_product_and_stride_ignored_where_windows_start",
        ),
    ],
    "avg_pool2d": [
        (pool_loops(lambda i, s: (i * s, i * s + s), np.max), "max_for_mean"),
        (pool_loops(lambda i, s: (i * s, i * s + s), np.sum), "sum_for_mean"),
        (pool_loops(lambda i, s: (i, i + s)), "windows_start_one_pixel_apart"),
        (pool_loops(lambda i, s: (i, i + s), count=lambda n, s: n - s + 1), "windows_overlap"),
        (pool_loops(lambda i, s: (i * s, i * s + s), count=lambda n, s: -(-n // s)), "incomplete_windows_kept"),
        (pool_slices_fixed, "four_slices_added"),
        (after(lambda y, x, size: y * size), "divided_by_the_size"),
        (after(lambda y, x, s: x[:, :, ::s, ::s][:, :, : y.shape[2], : y.shape[3]]), "first_pixel_of_each_window"),
        (lambda x, size=2: np.mean(x, axis=(-1, -2)), "whole_image_averaged"),
        (pool_stops_one_window_early, "last_row_and_column_left_out"),
        (pool_steps_stop_before_the_edge, "last_window_left_out"),
        (uncut(np.max), "max_for_mean_and_left_over_not_cut"),
        (uncut(np.sum), "sum_for_mean_and_left_over_not_cut"),
    ],
    "conv_matrix": [
        (matrix_by_slices, "kernel_in_one_piece"),
        (matrix_by_toeplitz_of_the_first_row, "no_jump_at_the_end_of_a_line"),
        (lambda kernel, height, width: conv_matrix(np.rot90(kernel, 2), height, width), "kernel_flipped"),
        (lambda kernel, height, width: np.transpose(conv_matrix(kernel, height, width)), "matrix_transposed"),
        (lambda kernel, *size: conv_matrix(np.rot90(kernel, 2), *size).T, "matrix_transposed_and_kernel_flipped"),
        (matrix_stops_one_window_early, "last_row_and_column_left_out"),
        (matrix_with_an_if_at_the_edge, "windows_cut_off_at_the_edge"),
    ],
    "compose_kernels": [
        (compose_with_equals, "overwritten"),
        (lambda first, second: signal.correlate2d(first, second), "second_flipped"),
        (lambda first, second: signal.correlate2d(second, first), "first_flipped"),
        (lambda first, second: signal.convolve2d(first, second, mode="same"), "as_large_as_the_first"),
        (lambda first, second: np.multiply(second, first), "entry_by_entry"),
        (formula(every_term), "formula_without_its_edges"),
        (formula(terms_from_the_beginning), "formula_without_its_edges"),
        (formula(terms_that_do_not_fail), "negative_index_caught_in_part"),
        (formula(terms_up_to_the_end), "negative_index"),
        (exchanged(formula(every_term)), "formula_without_its_edges_exchanged"),
        (exchanged(formula(terms_that_do_not_fail)), "negative_index_caught_in_part_exchanged"),
        (exchanged(formula(terms_up_to_the_end)), "negative_index_exchanged"),
        (formula(terms_with_rows), "edges_of_the_rows_only"),
        (formula(terms_with_columns), "edges_of_the_columns_only"),
        (formula(terms_after_the_first), "first_row_and_column_left_out"),
    ],
    "superposition_gap": [
        (gap_without_brackets, "bias_removed_three_times"),
        (gap_with_a_plain_zero, "plain_zero"),
        (gap_of_two_sides, "yes_or_no"),
        (lambda f, x, y, a, b: abs(f(a * x + b * y) - (a * f(x) + b * f(y))).max(), "bias_not_removed"),
    ],
}


@pytest.mark.parametrize(
    "name, wrong, key",
    [
        pytest.param(name, wrong, key, id=f"{name}-{key}")
        for name, cases in OTHER_WORDS.items()
        for wrong, key in cases
    ],
)
def test_a_mistake_is_recognised_in_other_words_too(name, wrong, key):
    result = check(name, wrong)
    assert not result.passed
    assert result.mistake == key


def test_several_slips_at_once_are_named_one_by_one():
    result = check("conv2d", scipys_correlate_and_nothing_else)
    assert result.message.startswith("Three things: the bias is missing; ")
    assert "`stride` is never used" in result.message and "`padding` is never used" in result.message


@pytest.mark.parametrize(
    "key, label",
    [
        ("padding_ignored", "padding 1"),
        ("padding_mirrors_the_image", "padding 1"),
        ("stride_ignored", "stride 2"),
        ("first_channel_only", "two channels"),
        ("first_kernel_for_every_map", "two kernels"),
        ("first_image_for_all", "two images"),
    ],
)
def test_the_input_that_is_shown_has_nothing_special_but_what_the_mistake_is_about(key, label):
    (wrong,) = [mistake.wrong for mistake in get("conv2d").mistakes if mistake.key == key]
    assert check("conv2d", wrong).failing.probe.label == label


# --- what is said about mistakes that nobody has met ----------------------------------------------------------------


def spoilt(change):
    """A right convolution whose result is then changed: ``change(y, x, w, b, stride, padding)``."""

    def wrong(x, w, b, stride=1, padding=0):
        y = conv2d(x, w, b, stride, padding)
        changed = change(y, x, w, stride, padding)
        return y if changed is None else changed

    return wrong


def _second_map(y, x, w, stride, padding):
    y[:, 1:] += np.sin(y[:, 1:]) + 2


def _last_column(y, x, w, stride, padding):
    y[..., -1] = 7


def _edge(y, x, w, stride, padding):
    if padding:
        for edge in (y[:, :, 0], y[:, :, -1], y[..., 0], y[..., -1]):
            edge += 1


def _last_entry(y, x, w, stride, padding):
    y[-1, -1, -1, -1] += 0.5


@pytest.mark.parametrize(
    "change, words",
    [
        (_last_entry, "Only the very last entry is wrong."),
        (_last_column, "All wrong entries lie in the last column."),
        (_second_map, "No wrong entries have index 0 along axis 1."),
        (_second_map, "It fails only for more than one kernel."),
        (_edge, "All wrong entries lie at the edge"),
        (_edge, "It fails wherever `padding` is not 0, and nowhere else."),
        (lambda y, x, w, s, p: y + (s - 1) * np.cos(y), "It fails wherever `stride` is not 1, and nowhere else."),
        (lambda y, x, w, s, p: y + (x.shape[1] - 1) * (y + y**2), "only for images with more than one channel"),
        (lambda y, x, w, s, p: y.transpose(1, 2, 3, 0), "the axes are in another order: (1, 2, 3, 0)"),
        (lambda y, x, w, s, p: y[..., :-1], "one entry too short along axis 3"),
        (lambda y, x, w, s, p: y[..., :-1], "Where both have entries, the values agree."),
        (lambda y, x, w, s, p: np.repeat(y, 3, axis=2), "The size differs along axis 2."),
        (lambda y, x, w, s, p: y.sum(axis=1), "Axis 1 is lost"),
    ],
)
def test_a_wrong_result_with_four_axes_is_described_by_its_places_and_arguments(change, words):
    result = check("conv2d", spoilt(change))
    assert result.mistake is None
    assert words in result.message


def test_the_first_wrong_entry_of_a_large_result_is_shown_with_its_place():
    result = check("conv2d", spoilt(_last_entry))
    place = tuple(size - 1 for size in result.expected.shape)
    where = ", ".join(map(str, place))
    assert f"[{where}]: expected {result.expected[place]:.6g}, got {result.got[place]:.6g}" in result.message


def test_what_is_said_of_places_holds_on_every_failing_input():
    """The last column in all probes but one: then it must not be named."""

    def wrong(x, w, b, stride=1, padding=0):
        y = conv2d(x, w, b, stride, padding)
        y[..., 0 if padding == 2 else -1] += 1
        return y

    message = check("conv2d", wrong).message
    assert "last column" not in message and "entries" in message


def test_an_answer_that_changes_from_call_to_call_is_called_just_that():
    rng = np.random.default_rng(0)
    old = {}

    def adds_to_an_old_array(*args):
        y = conv2d(*args)
        y = old[y.shape] = old.get(y.shape, 0) + y
        return y

    for wrong in (adds_to_an_old_array, lambda *args: rng.normal(size=conv2d(*args).shape)):
        result = check("conv2d", wrong)
        assert result.mistake == "adds_to_what_was_there"
        assert "A second call with the same input gives another answer" in result.message


def test_a_kernel_of_one_row_is_not_called_a_batch_of_one():
    def wrong(kernel, height, width):
        M = conv_matrix(kernel, height, width)
        return M * np.linspace(1, 2, M.size).reshape(M.shape) if len(kernel) == 1 else M

    assert "batch" not in check("conv_matrix", wrong).message


def _pads_three_axes(x, w, b, stride=1, padding=0):
    return conv2d(np.pad(x, ((padding, padding),) * 3) if padding else x, w, b, stride)


def _einsum_without_a_letter(x, w, b, stride=1, padding=0):
    return np.einsum("ncuv,fcu->nf", x, w)


def _window_too_large(x, w, b, stride=1, padding=0):
    return sliding_window_view(x, (9, 9), axis=(2, 3))


def _tensordot_of_different_sizes(x, w, b, stride=1, padding=0):
    return np.tensordot(x, w, AXES)


def _einsum_of_different_sizes(x, w, b, stride=1, padding=0):
    return np.einsum("ncuv,fcuv->nf", x, w)


def _half_a_row(x, w, b, stride=1, padding=0):
    return x[:, :, : x.shape[2] / 2]


def _negative_size(x, w, b, stride=1, padding=0):
    return np.zeros((2, w.shape[2] - 9))


@pytest.mark.parametrize(
    "wrong, words",
    [
        (_pads_three_axes, "one pair of numbers for each axis"),
        (_einsum_without_a_letter, "Give every axis one letter"),
        (_window_too_large, "`sliding_window_view` is larger than the array"),
        (_tensordot_of_different_sizes, "`tensordot` adds over axes of different sizes"),
        (_einsum_of_different_sizes, "one letter stands for axes of different sizes"),
        (_half_a_row, "A division `/` gives a float"),
        (_negative_size, "A size came out negative"),
    ],
)
def test_errors_that_convolutions_raise_are_explained_in_plain_words(wrong, words):
    result = check("conv2d", wrong)
    assert result.mistake is None
    assert words in result.message
