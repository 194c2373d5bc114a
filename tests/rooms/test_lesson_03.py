"""Lesson 03: references from outside, what is tried, and which of its mistakes are recognised together."""

import numpy as np
import pytest
from answers import result_of, right_answers
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.lib.stride_tricks import sliding_window_view

from helpers.exercises import check
from helpers.exercises.declare import get
from helpers.exercises.mistakes import compiled

EXERCISES = ("correlate2d", "conv2d", "avg_pool2d", "conv_matrix", "compose_kernels", "superposition_gap")


@pytest.fixture(scope="module")
def signal():
    return pytest.importorskip("scipy.signal")


def args_of(probe):
    args, kwargs = probe.make() if probe.make else (probe.args, probe.kwargs)
    return (*args, *kwargs.values())


def pad(x, p):
    return np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)))


# --- the references, against references from outside ----------------------------------------------------------------


def test_convolution_and_pooling_agree_with_pytorch_on_every_probe():
    torch = pytest.importorskip("torch")
    for probe in get("conv2d").probes:
        x, w, b, *more = args_of(probe)
        # PyTorch takes no whole numbers here.
        arrays = [torch.from_numpy(np.ascontiguousarray(array, np.result_type(x, w, b))) for array in (x, w, b)]
        stride, padding = (*more, 1, 0)[:2] if len(more) != 1 else (more[0], 0)
        expected = torch.nn.functional.conv2d(*arrays, stride=stride, padding=padding).numpy()
        np.testing.assert_allclose(get("conv2d").reference(x, w, b, *more), expected, rtol=1e-5, atol=1e-5)
    for probe in get("avg_pool2d").probes:
        x, size = (*args_of(probe), 2)[:2]
        expected = torch.nn.functional.avg_pool2d(
            torch.from_numpy(np.ascontiguousarray(x * np.float32(1))), size
        ).numpy()
        np.testing.assert_allclose(get("avg_pool2d").reference(x, size), expected, rtol=1e-6, atol=1e-6)


drawn = settings(max_examples=40, deadline=None, derandomize=True)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    seed=st.integers(0, 10**6),
    sizes=st.tuples(*[st.integers(1, 3)] * 5),
    more=st.tuples(*[st.integers(0, 4)] * 2),
    stride=st.integers(1, 4),
    padding=st.integers(0, 3),
)
def test_convolution_is_scipys_correlation_of_the_padded_image_at_every_stride(
    signal, seed, sizes, more, stride, padding
):
    (n, c, f, kh, kw), rng = sizes, np.random.default_rng(seed)
    x, w = rng.standard_normal((n, c, kh + more[0], kw + more[1])), rng.standard_normal((f, c, kh, kw))
    b = rng.standard_normal(f)
    maps = [[signal.correlate(image, kernel, mode="valid")[0] for kernel in w] for image in pad(x, padding)]
    expected = np.array(maps)[:, :, ::stride, ::stride] + b[:, None, None]
    np.testing.assert_allclose(get("conv2d").reference(x, w, b, stride, padding), expected, rtol=1e-10, atol=1e-10)


@drawn
@given(seed=st.integers(0, 10**6), kernel=st.tuples(*[st.integers(1, 4)] * 2), more=st.tuples(*[st.integers(0, 4)] * 2))
def test_the_sliding_window_is_scipys_correlation(signal, seed, kernel, more):
    rng = np.random.default_rng(seed)
    image, kernel = rng.standard_normal(np.add(kernel, more)), rng.standard_normal(kernel)
    expected = signal.correlate2d(image, kernel, mode="valid")
    np.testing.assert_allclose(get("correlate2d").reference(image, kernel), expected, rtol=1e-10, atol=1e-10)


@drawn
@given(seed=st.integers(0, 10**6), kernel=st.tuples(*[st.integers(1, 4)] * 2), more=st.tuples(*[st.integers(0, 4)] * 2))
def test_the_matrix_of_a_convolution_does_what_scipys_correlation_does(signal, seed, kernel, more):
    rng = np.random.default_rng(seed)
    kernel = rng.standard_normal(kernel)
    image = rng.standard_normal(np.add(kernel.shape, more))
    M = get("conv_matrix").reference(kernel, *image.shape)
    expected = signal.correlate2d(image, kernel, mode="valid")
    np.testing.assert_allclose(M @ image.ravel(), expected.ravel(), rtol=1e-10, atol=1e-10)
    assert M.shape == (expected.size, image.size)
    assert np.count_nonzero(M) == expected.size * kernel.size


@drawn
@given(seed=st.integers(0, 10**6), sizes=st.tuples(*[st.integers(1, 4)] * 4))
def test_the_composed_kernel_is_scipys_full_convolution_and_does_what_the_two_do(signal, seed, sizes):
    rng = np.random.default_rng(seed)
    first, second = rng.standard_normal(sizes[:2]), rng.standard_normal(sizes[2:])
    both = get("compose_kernels").reference(first, second)
    np.testing.assert_allclose(both, signal.convolve2d(first, second), rtol=1e-10, atol=1e-10)
    image = rng.standard_normal((9, 8))
    one_after_the_other = signal.correlate2d(signal.correlate2d(image, first, mode="valid"), second, mode="valid")
    np.testing.assert_allclose(
        signal.correlate2d(image, both, mode="valid"), one_after_the_other, rtol=1e-10, atol=1e-10
    )


@drawn
@given(seed=st.integers(0, 10**6))
def test_four_paths_make_any_kernel_of_5_by_5(seed):
    rest = np.random.default_rng(seed).standard_normal((5, 5))
    kernel, made = rest.copy(), np.zeros((5, 5))
    for top, left in ((0, 0), (0, 2), (2, 0), (2, 2)):
        first, second = np.zeros((3, 3)), rest[top : top + 3, left : left + 3].copy()
        first[top, left] = 1
        rest[top : top + 3, left : left + 3] = 0
        made += get("compose_kernels").reference(first, second)
    np.testing.assert_allclose(made, kernel)


@drawn
@given(seed=st.integers(0, 10**6), a=st.floats(-3, 3), b=st.floats(-3, 3))
def test_the_gap_of_a_matrix_and_a_bias_is_0_and_that_of_a_square_is_known(seed, a, b):
    superposition_gap = get("superposition_gap").reference
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
    assert any(x[0] == x[1] == w[0] and x[2] == x[3] and w[2] == w[3] for x, w in shapes)
    for _, w, *_ in probes:
        if w[0, 0].size > 1:
            assert not np.array_equal(w, w[:, :, ::-1, ::-1])


def test_sliding_windows_are_tried_on_sizes_that_differ_and_on_kernels_that_are_not_symmetric():
    pairs = [args_of(probe) for probe in get("correlate2d").probes]
    assert sum(len({*image.shape, *kernel.shape}) >= 3 for image, kernel in pairs) >= 4
    assert any(image.shape == kernel.shape for image, kernel in pairs)
    assert any(image.shape == image.T.shape and kernel.shape == kernel.T.shape for image, kernel in pairs)
    assert all(kernel.size == 1 or not np.array_equal(kernel, kernel[::-1, ::-1]) for _, kernel in pairs)


def test_convolutions_are_tried_with_much_padding_and_with_strides_that_do_not_divide():
    probes = [(*args_of(probe), 1, 0) for probe in get("conv2d").probes]
    # With padding there are at least two channels, so that padding which reaches the channels is an error.
    padded = [args_of(probe) for probe in get("conv2d").probes if len(args_of(probe)) == 5]
    assert {args[4] for args in padded} >= {1, 2} and all(args[0].shape[1] > 1 for args in padded)
    assert any(args[4] >= max(args[1].shape[2:]) for args in padded)
    rests = {(x.shape[2] - w.shape[2]) % s for x, w, _, s, *_ in probes if s > 1}
    assert 0 in rests and len(rests) > 1


@pytest.mark.parametrize("name", EXERCISES)
def test_every_exercise_is_tried_in_float32_on_whole_numbers_and_on_arrays_that_are_not_contiguous(name):
    arrays = [arg for probe in get(name).probes for arg in args_of(probe) if isinstance(arg, np.ndarray)]
    assert {array.dtype for array in arrays} == {np.dtype(np.float32), np.dtype(np.float64), np.dtype(int)}
    assert name == "superposition_gap" or any(not array.flags.c_contiguous for array in arrays)


def test_largest_gaps_of_both_signs_are_tried_and_biases_that_are_not_0():
    signs, biases = set(), []
    for f, x, y, a, b in map(args_of, get("superposition_gap").probes):
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
    way = data.draw(st.sampled_from(list(get(name).catalogue.ways)))
    answer, rng = right_answers(name)[way], np.random.default_rng(seed)

    def with_noise(relative):
        def noisy(*args, **named):
            out = np.asarray(answer(*args, **named))
            single = any(getattr(arg, "dtype", None) == np.float32 for arg in args)
            unit = 1e-6 if single else 1e-14
            noise = relative if relative else 20 * unit
            return out + noise * np.maximum(1, np.abs(out)) * rng.choice([-1.0, 1.0], out.shape)

        return check(name, noisy)

    # Noise is not the same in a second call, but it is far below what is noticed.
    assert with_noise(0).passed
    assert not with_noise(0.01).passed


# --- several slips at once, and the input that is shown -------------------------------------------------------------


def scipys_correlate_and_nothing_else():
    signal = pytest.importorskip("scipy.signal")
    return lambda x, w, b, stride=1, padding=0: np.array(
        [[signal.correlate(image, kernel, mode="valid")[0] for kernel in w] for image in x]
    )


def scipys_convolve2d(with_padding, with_bias):
    signal = pytest.importorskip("scipy.signal")

    def wrong(x, w, b, stride=1, padding=0):
        x = pad(x, padding) if with_padding else x
        maps = [[sum(map(signal.convolve2d, image, kernel, ["valid"] * len(image))) for kernel in w] for image in x]
        return np.array(maps)[:, :, ::stride, ::stride] + with_bias * b[:, None, None]

    return wrong


def no_bias_and_no_stride(x, w, b, stride=1, padding=0):
    return np.einsum("ncijuv,fcuv->nfij", sliding_window_view(pad(x, padding), w.shape[2:], axis=(2, 3)), w)


def bias_in_the_sum_and_windows_one_pixel_apart(x, w, b, stride=1, padding=0):
    x, (kh, kw) = pad(x, padding), w.shape[2:]
    y = np.zeros((len(x), len(w), (x.shape[2] - kh) // stride + 1, (x.shape[3] - kw) // stride + 1))
    for n, f, i, j in np.ndindex(*y.shape):
        y[n, f, i, j] = np.sum(x[n, :, i : i + kh, j : j + kw] * w[f] + b[f])
    return y


FLIPPED = "the kernel is flipped, and a convolution layer leaves it as it is"


@pytest.mark.parametrize(
    "make, words",
    [
        (
            scipys_correlate_and_nothing_else,
            "Three things: the bias is missing; `stride` has no effect; and `padding` has no effect.",
        ),
        (lambda: scipys_convolve2d(True, False), f"Two things: {FLIPPED}; and the bias is missing."),
        (lambda: scipys_convolve2d(False, True), f"Two things: {FLIPPED}; and `padding` has no effect."),
        (lambda: no_bias_and_no_stride, "Two things: the bias is missing; and `stride` has no effect."),
        (
            lambda: bias_in_the_sum_and_windows_one_pixel_apart,
            "Two things: the bias is added once for every weight, not once after the sum; and the windows start one "
            "pixel apart, whatever the `stride`.",
        ),
    ],
)
def test_several_slips_at_once_are_named_one_by_one(make, words):
    assert check("conv2d", make()).message == f"{words} Mend one after the other."


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
    assert result_of("conv2d", key).failing.probe.label == label


# --- first attempts that were met -----------------------------------------------------------------------------------

HEAD = """
def conv2d(x, w, b, stride=1, padding=0):
    N, C, H, W = x.shape
    F, _, kH, kW = w.shape
    xp = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    out = np.zeros((N, F, (H + 2 * padding - kH) // stride + 1, (W + 2 * padding - kW) // stride + 1))
"""
AMONG_ZEROS = HEAD.replace(
    "np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))",
    "np.zeros((N, C, H + 2 * padding, W + 2 * padding))\n    PLACE = x",
)
ALL_AT_A_PLACE = """
    for i, j in np.ndindex(*out.shape[2:]):
        window = xp[:, :, i * stride : i * stride + kH, j * stride : j * stride + kW]
        out[:, :, i, j] = np.sum(window * w, axis=(1, 2, 3)) + b
    return out
"""
ONE_BY_ONE = """
    for n, f, i, j in np.ndindex(*out.shape):
        window = xp[n, :, i * stride : i * stride + kH, j * stride : j * stride + kW]
        out[n, f, i, j] = np.sum(window * w[f]) + b[f]
    return out
"""
PIXELS = """
    for n, f, i, j in np.ndindex(*out.shape):
        total = 0
        for c, u, v in np.ndindex(C, kH, kW):
            total += w[f, c, u, v] * xp[n, c, i * stride + u, j * stride + v]
        out[n, f, i, j] = total + b[f]
    return out
"""


@pytest.mark.parametrize(
    "source, key",
    [
        (HEAD + ALL_AT_A_PLACE, "images_meet_kernels"),
        (AMONG_ZEROS.replace("PLACE", "xp[:, :, padding:-padding, padding:-padding]") + ONE_BY_ONE,
         "padding_slice_empty_without_padding"),
        (HEAD + PIXELS.replace("xp", "x"), "padding_missing_where_pixels_are_read"),
        ((HEAD + ONE_BY_ONE).replace("kH", "k").replace("kW", "k"), "kernel_taken_as_square_by_its_width"),
        ((HEAD + PIXELS).replace("kH", "k").replace("kW", "k"), "kernel_taken_as_square_by_its_width"),
        (AMONG_ZEROS.replace("PLACE", "xp[:, :, padding:, padding:]") + ONE_BY_ONE, "image_placed_where_it_does_not_fit"),
    ],
)  # fmt: skip
def test_first_attempts_at_a_convolution_get_their_names(source, key):
    assert check("conv2d", compiled(source, "conv2d")).mistake == key


def test_windows_at_the_end_of_the_shape_are_named_although_nothing_was_cut_off():
    def wrong(x, size=2):
        n, c, h, w = x.shape
        return x.reshape(n, c, h // size, w // size, size, size).mean(axis=(4, 5))

    message = check("avg_pool2d", wrong).message
    assert message.startswith("Two things: the groups are not windows")


def test_pooling_by_a_convolution_that_adds_the_channels_is_named():
    def wrong(x, size=2):
        c = x.shape[1]
        return get("conv2d").reference(x, np.ones((c, c, size, size)) / size**2, np.zeros(c), stride=size)

    assert check("avg_pool2d", wrong).mistake == "channels_added"


def test_a_window_around_its_place_is_not_said_to_begin_there():
    def wrong(image, kernel):
        kh, kw = kernel.shape
        y = np.zeros((image.shape[0] - kh + 1, image.shape[1] - kw + 1))
        for i, j in np.ndindex(*y.shape):
            window = image[i - kh // 2 : i + kh // 2 + 1, j - kw // 2 : j + kw // 2 + 1]
            y[i, j] = np.sum(window * kernel)
        return y

    assert "Does one begin at every pixel, or lie around it?" in check("correlate2d", wrong).message
