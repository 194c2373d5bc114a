"""The catalogue of lesson 04: the loss, the backward passes, the training step and the flipped logits.

That right answers pass and each mistake gets its own sentence is tried for every lesson in one place; here is what only
lesson 04 has. The references are held against PyTorch, and against central differences of forward passes written here.
"""

import numpy as np
import pytest
import scipy.signal
import scipy.special
from finite_differences import TOLERANCE, numerical_gradient
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from right_answers import lesson_04 as right

from helpers.exercises import check, lesson_04_probes, lesson_04_reference, lesson_04_step_probes
from helpers.exercises.core import get
from helpers.layers import Dense, ReLU
from helpers.losses import cross_entropy, cross_entropy_grad
from helpers.network import Sequential
from helpers.optimizers import SGD, Adam

NAMES = list(right.RIGHT)

few_examples = settings(max_examples=15, deadline=None, derandomize=True)
some_examples = settings(max_examples=40, deadline=None, derandomize=True)


def arguments(probe):
    return probe.make()[0] if probe.make else probe.args


# --- the same slips in other words than the catalogue uses ------------------------------------------------------------


def _loss_loop_returns_early(logits, labels):
    for row, label in zip(logits, labels):
        m = row.max()
        return m + np.log(np.exp(row - m).sum()) - row[label]


def _loss_loop_total(logits, labels):
    return sum(scipy.special.logsumexp(row) - row[label] for row, label in zip(logits, labels))


def _loss_of_clipped_probabilities(logits, labels):
    p = scipy.special.softmax(logits, axis=1).clip(1e-12, 1.0)
    one_hot = np.eye(logits.shape[1])[labels]
    return -np.sum(one_hot * np.log(p)) / logits.shape[0]


def _loss_of_probabilities_to_base_two(logits, labels):
    return -np.log2(scipy.special.softmax(logits, axis=1)[range(len(labels)), labels]).mean()


def _relu_multiplies_in_place(grad_out, z):
    grad_out *= z > 0
    return grad_out


def _dense_loop_divides(grad_out, x, w):
    n = x.shape[0]
    return np.dot(grad_out, w), np.dot(grad_out.T, x) / n, np.sum(grad_out, axis=0) / n


def _avg_kron_undivided(grad_out, x, size=2):
    spread = np.kron(grad_out, np.ones((size, size)))
    return np.pad(spread, [(0, have - got) for have, got in zip(x.shape, spread.shape)])


def _dense_loop_assigns(grad_out, x, w):
    grad_x = np.zeros_like(x)
    for n in range(len(x)):
        grad_x[n] = grad_out[n] @ w
        grad_w = np.outer(grad_out[n], x[n])
        grad_b = grad_out[n]
    return grad_x, grad_w, grad_b


def _avg_stops_one_window_early(grad_out, x, size=2):
    grad_x = np.zeros(x.shape)
    for i in range(grad_out.shape[2] - 1):
        for j in range(grad_out.shape[3] - 1):
            share = grad_out[:, :, i : i + 1, j : j + 1] / size**2
            grad_x[:, :, i * size : (i + 1) * size, j * size : (j + 1) * size] = share
    return grad_x


def _avg_of_the_edge_too(grad_out, x, size=2):
    rows = np.minimum(np.arange(x.shape[2]) // size, grad_out.shape[2] - 1)
    columns = np.minimum(np.arange(x.shape[3]) // size, grad_out.shape[3] - 1)
    return grad_out[:, :, rows][..., columns] / size**2


def _max_mask(grad_out, x, size=2):
    h, w = grad_out.shape[2] * size, grad_out.shape[3] * size
    windows = x[:, :, :h, :w].reshape(*grad_out.shape[:3], size, grad_out.shape[3], size)
    mask = windows == windows.max(axis=(3, 5), keepdims=True)
    grad_x = np.zeros_like(x)
    grad_x[:, :, :h, :w] = (mask * grad_out[:, :, :, None, :, None]).reshape(*grad_out.shape[:2], h, w)
    return grad_x


def _max_mask_of_the_covered_part(grad_out, x, size=2):
    h, w = grad_out.shape[2] * size, grad_out.shape[3] * size
    return _max_mask(grad_out, x[:, :, :h, :w], size)


def _max_loops(grad_out, x, size=2, stop=0, divisor=1):
    grad_x = np.zeros(x.shape)
    n_images, channels, oh, ow = grad_out.shape
    for n in range(n_images):
        for c in range(channels):
            for i in range(oh - stop):
                for j in range(ow - stop):
                    window = x[n, c, i * size : (i + 1) * size, j * size : (j + 1) * size]
                    u, v = divmod(int(window.argmax()), size)
                    grad_x[n, c, i * size + u, j * size + v] = grad_out[n, c, i, j] / divisor
    return grad_x


def _max_search_from_zero_at_the_corner(grad_out, x, size=2):
    grad_x = np.zeros(x.shape)
    for n, c, i, j in np.ndindex(*grad_out.shape):
        best, row, column = 0, 0, 0
        for u, v in np.ndindex(size, size):
            if x[n, c, i * size + u, j * size + v] > best:
                best, row, column = x[n, c, i * size + u, j * size + v], u, v
        grad_x[n, c, i * size + row, j * size + column] = grad_out[n, c, i, j]
    return grad_x


def _max_later_ties_win(grad_out, x, size=2):
    grad_x = np.zeros(x.shape)
    for n, c, i, j in np.ndindex(*grad_out.shape):
        best, place = -np.inf, None
        for u, v in np.ndindex(size, size):
            value = x[n, c, i * size + u, j * size + v]
            if value >= best:
                best, place = value, (n, c, i * size + u, j * size + v)
        grad_x[place] = grad_out[n, c, i, j]
    return grad_x


def _max_starts_at_zero(grad_out, x, size=2):
    grad_x = np.zeros(x.shape)
    for n, c, i, j in np.ndindex(*grad_out.shape):
        best, place = 0, None
        for u, v in np.ndindex(size, size):
            value = x[n, c, i * size + u, j * size + v]
            if value > best:
                best, place = value, (n, c, i * size + u, j * size + v)
        if place is not None:
            grad_x[place] = grad_out[n, c, i, j]
    return grad_x


def _conv(grad_out, x, w, padding, flip=False, assign=False, cut=True):
    """Four loops with a choice of slips."""
    kh, kw = w.shape[2:]
    xp = np.pad(x, [(0, 0), (0, 0), (padding, padding), (padding, padding)])
    dxp, dw = np.zeros_like(xp), np.zeros_like(w)
    kernels = np.rot90(w, 2, axes=(2, 3)) if flip else w
    for n, f, i, j in np.ndindex(*grad_out.shape):
        g = grad_out[n, f, i, j]
        if assign:
            dxp[n, :, i : i + kh, j : j + kw] = g * kernels[f]
        else:
            dxp[n, :, i : i + kh, j : j + kw] += g * kernels[f]
        dw[f] += g * xp[n, :, i : i + kh, j : j + kw]
    dx = dxp[:, :, padding:-padding, padding:-padding] if cut else dxp
    return dx, dw, grad_out.sum(axis=(0, 2, 3))


def _conv_stops_one_window_early(grad_out, x, w, padding=0, bias_in_the_loop=True):
    kh, kw = w.shape[2:]
    xp = np.pad(x, [(0, 0), (0, 0), (padding, padding), (padding, padding)])
    dxp, dw, db = np.zeros(xp.shape), np.zeros(w.shape), np.zeros(len(w))
    for i in range(grad_out.shape[2] - 1):
        for j in range(grad_out.shape[3] - 1):
            g = grad_out[:, :, i, j]
            dxp[:, :, i : i + kh, j : j + kw] += np.einsum("nf,fcuv->ncuv", g, w)
            dw += np.einsum("nf,ncuv->fcuv", g, xp[:, :, i : i + kh, j : j + kw])
            db += g.sum(axis=0)
    dx = dxp[:, :, padding : padding + x.shape[2], padding : padding + x.shape[3]]
    return dx, dw, db if bias_in_the_loop else np.einsum("nfij->f", grad_out)


def _conv_full_without_flip(grad_out, x, w, padding=0):
    dx = np.zeros((*x.shape[:2], x.shape[2] + 2 * padding, x.shape[3] + 2 * padding))
    for n, f, c in np.ndindex(len(x), *w.shape[:2]):
        dx[n, c] += scipy.signal.correlate2d(grad_out[n, f], w[f, c], mode="full")
    dx = dx[:, :, padding : padding + x.shape[2], padding : padding + x.shape[3]]
    return dx, *lesson_04_reference.conv2d_backward(grad_out, x, w, padding)[1:]


def _step_brackets_forgotten(network, images, labels, optimizer):
    logits = network.forward(images)
    loss = cross_entropy(logits, labels)
    network.backward(cross_entropy_grad(logits, labels))
    optimizer.step  # noqa: B018
    return loss


def _step_divides(gradient=False, loss=False):
    def step(network, images, labels, optimizer):
        n, logits = len(images), network(images)
        network.backward(cross_entropy_grad(logits, labels) / (n if gradient else 1))
        optimizer.step()
        return cross_entropy(logits, labels) / (n if loss else 1)

    return step


def _step_along_the_sum(network, images, labels, optimizer):
    logits = network(images)
    one_hot = np.eye(logits.shape[1])[labels]
    network.backward(scipy.special.softmax(logits, axis=1) - one_hot)
    optimizer.step()
    return -np.sum(one_hot * scipy.special.log_softmax(logits, axis=1))


def _step_of_probabilities_that_is_not_taken(network, images, labels, optimizer):
    p = scipy.special.softmax(network(images), axis=1)
    network.backward(cross_entropy_grad(p, labels))
    return cross_entropy(p, labels)


def _step_then_backward(network, images, labels, optimizer):
    logits = network(images)
    loss = cross_entropy(logits, labels)
    optimizer.step()
    network.backward(cross_entropy_grad(logits, labels))
    return loss


def _step_loss_recomputed(network, images, labels, optimizer):
    network.backward(cross_entropy_grad(network(images), labels))
    optimizer.step()
    return cross_entropy(network(images), labels)


def _step_prints_the_loss(network, images, labels, optimizer):
    logits = network(images)
    network.backward(cross_entropy_grad(logits, labels))
    optimizer.step()
    print(cross_entropy(logits, labels))


def _step_in_the_way_of_pytorch(network, images, labels, optimizer):
    optimizer.zero_grad()
    loss = cross_entropy(network(images), labels)
    loss.backward()
    optimizer.step()
    return loss


def _step_asks_the_loss(network, images, labels, optimizer):
    loss = np.float32(cross_entropy(network(images), labels))
    loss.backward()
    optimizer.step()
    return loss


OTHER_WORDS = [
    ("cross_entropy", _loss_loop_total, "sum_for_mean"),
    ("cross_entropy", _loss_loop_returns_early, "first_image_only"),
    ("cross_entropy", _loss_of_clipped_probabilities, "epsilon_1e-12"),
    ("cross_entropy", _loss_of_probabilities_to_base_two, "base_two_and_underflow"),
    ("cross_entropy", lambda z, k: np.mean(np.logaddexp.reduce(z, axis=1) - z[:, k]), "columns_for_all_images"),
    ("cross_entropy", lambda z, k: -np.log(scipy.special.softmax(z, axis=1)[np.arange(len(k)), k]).mean(), "underflow"),
    (
        "cross_entropy",
        lambda z, k: -scipy.special.log_softmax(z, axis=0)[np.arange(len(k)), k].mean(),
        "over_the_images",
    ),
    ("cross_entropy", lambda z, k: -scipy.special.log_softmax(z)[np.arange(len(k)), k].mean(), "over_the_batch"),
    ("cross_entropy", lambda z, k: (np.log(np.exp(z).sum(1)) - z[np.arange(len(k)), k]).mean(), "overflow_in_the_sum"),
    ("cross_entropy", lambda z, k: -(scipy.special.log_softmax(z, 1)[np.arange(len(k)), k]), "one_loss_per_image"),
    ("relu_backward", lambda grad_out, z: np.where(z >= 0, grad_out, 0), "gate_open_at_zero"),
    ("relu_backward", lambda grad_out, z: np.maximum(grad_out, 0), "gate_from_the_gradient"),
    ("relu_backward", lambda grad_out, z: grad_out, "always_open"),
    ("relu_backward", lambda grad_out, z: np.greater(z, 0) * 1.0, "only_the_gate"),
    ("relu_backward", lambda grad_out, z: grad_out - grad_out * (z > 0), "gate_negated_with_zero"),
    ("relu_backward", _relu_multiplies_in_place, "overwrites_the_gradient"),
    ("dense_backward", _dense_loop_divides, "grad_w_and_b_divided"),
    ("dense_backward", lambda g, x, w: (np.dot(g, w), np.dot(x.T, g), np.sum(g, axis=0)), "grad_w_transposed"),
    ("dense_backward", lambda g, x, w: (g @ w, np.einsum("no,ni->noi", g, x), g.sum(0)), "outer_products_not_summed"),
    ("dense_backward", lambda g, x, w: (g.dot(w.T), g.T.dot(x), g.sum(0)), "w_transposed"),
    ("dense_backward", lambda g, x, w: (g @ w, g.T @ x, np.mean(g, 0)), "grad_b_mean"),
    ("dense_backward", _dense_loop_assigns, "grad_w_and_b_last_sample"),
    ("avg_pool2d_backward", _avg_kron_undivided, "not_divided"),
    ("avg_pool2d_backward", _avg_stops_one_window_early, "last_row_and_column_left_out"),
    ("avg_pool2d_backward", _avg_of_the_edge_too, "edge_filled"),
    ("max_pool2d_backward", _max_mask, "all_ties"),
    ("max_pool2d_backward", _max_later_ties_win, "last_of_the_ties"),
    ("max_pool2d_backward", _max_starts_at_zero, "nothing_below_zero"),
    ("max_pool2d_backward", _max_search_from_zero_at_the_corner, "search_starts_from_zero"),
    ("max_pool2d_backward", _max_mask_of_the_covered_part, "all_ties_and_edge_missing"),
    ("max_pool2d_backward", lambda g, x, size=2: _max_loops(g, x, size, divisor=size**2), "divided_by_the_area"),
    ("max_pool2d_backward", lambda g, x, size=2: _max_loops(g, x, size, stop=1), "last_row_and_column_left_out"),
    ("conv2d_backward", lambda g, x, w, padding=0: _conv(g, x, w, padding), "minus_zero_slice"),
    ("conv2d_backward", lambda g, x, w, padding=0: _conv(g, x, w, padding, cut=False), "padding_not_removed"),
    ("conv2d_backward", _conv_full_without_flip, "kernel_flipped"),
    ("conv2d_backward", _conv_stops_one_window_early, "last_row_and_column_left_out"),
    (
        "conv2d_backward",
        lambda g, x, w, padding=0: _conv_stops_one_window_early(g, x, w, padding, bias_in_the_loop=False),
        "last_row_and_column_left_out_but_in_grad_b",
    ),
    ("training_step", _step_brackets_forgotten, "nothing_learned"),
    ("training_step", _step_divides(gradient=True), "gradient_divided_again"),
    ("training_step", _step_divides(loss=True), "loss_divided_again"),
    ("training_step", _step_divides(gradient=True, loss=True), "both_divided_again"),
    ("training_step", _step_along_the_sum, "sum_of_the_losses"),
    ("training_step", _step_of_probabilities_that_is_not_taken, "softmax_first_and_no_update"),
    ("training_step", _step_then_backward, "along_old_gradients"),
    ("training_step", _step_loss_recomputed, "loss_after_the_update"),
    ("training_step", _step_prints_the_loss, "returns_nothing"),
    ("training_step", _step_in_the_way_of_pytorch, "optimizer_zero_grad"),
    ("training_step", _step_asks_the_loss, "loss_backward_numpy_number"),
    ("flipped_logits", lambda logits, bias: np.negative(logits), "everything_flipped"),
    ("flipped_logits", lambda logits, bias: -(logits - bias), "bias_added_once"),
    ("flipped_logits", lambda logits, bias: -(logits + bias), "bias_subtracted"),
    ("flipped_logits", lambda logits, bias: np.fliplr(logits), "order_of_classes_flipped"),
]


@pytest.mark.parametrize("name, wrong, key", OTHER_WORDS, ids=lambda part: part if isinstance(part, str) else "")
def test_a_mistake_is_recognised_in_other_words_too(name, wrong, key):
    result = check(name, wrong)
    assert not result.passed
    assert result.mistake == key, result.message


@pytest.mark.parametrize(
    "name, key, label",
    [
        ("relu_backward", "always_open", "three numbers: z negative, zero, positive"),
        ("avg_pool2d_backward", "tiled", "two windows"),
        ("avg_pool2d_backward", "edge_missing", "5 × 2: the last row is dropped"),
        ("max_pool2d_backward", "place_of_the_window_forgotten", "two windows"),
        ("max_pool2d_backward", "edge_missing", "5 × 2: the last row is dropped"),
        ("conv2d_backward", "padding_not_removed", "padding 1, one image"),
        ("conv2d_backward", "last_image_only", "two images"),
        ("conv2d_backward", "channels_added_up", "two channels"),
    ],
)
def test_the_input_that_is_shown_has_nothing_special_but_what_the_mistake_is_about(name, key, label):
    (wrong,) = [mistake.wrong for mistake in get(name).mistakes if mistake.key == key]
    assert check(name, wrong).failing.probe.label == label


# --- answers that are right, whatever they leave behind ---------------------------------------------------------------


def in_float64(answer):
    """The same answer, computed in float64 whatever comes in."""

    def wrapped(*args):
        return answer(*(arg.astype(float) if getattr(arg, "dtype", None) == np.float32 else arg for arg in args))

    return wrapped


@pytest.mark.parametrize("name", [name for name in NAMES if name != "training_step"])
def test_right_answers_may_compute_in_float64_throughout(name):
    for answer in right.RIGHT[name]:
        result = check(name, in_float64(answer))
        assert result.passed, result.message


@pytest.mark.parametrize("number", [float, np.float32, np.float64, np.array])
def test_a_training_step_may_return_any_kind_of_number(number):
    def step(network, images, labels, optimizer):
        return number(lesson_04_reference.training_step(network, images, labels, optimizer))

    assert check("training_step", step).passed


def test_an_update_that_the_layers_do_not_see_is_no_training_step():
    def step(network, images, labels, optimizer):
        logits = network.forward(images)
        network.backward(cross_entropy_grad(logits, labels))
        network.parameters = network.parameters - optimizer.learning_rate * network.gradients
        return cross_entropy(logits, labels)

    assert check("training_step", step).mistake == "nothing_learned"


def test_measuring_the_accuracy_after_the_update_is_allowed():
    def step(network, images, labels, optimizer):
        loss = lesson_04_reference.training_step(network, images, labels, optimizer)
        np.mean(network.predict(images) == labels)
        return loss

    assert check("training_step", step).passed


# --- the references, against PyTorch ----------------------------------------------------------------------------------

SEEDS = st.integers(0, 10**6)
SIZES = st.integers(1, 4)


def torch_gradients(f, grad_out, *arrays):
    """The gradients of Σ grad_out · f(arrays) with respect to each array, by PyTorch."""
    torch = pytest.importorskip("torch")
    leaves = [torch.tensor(array, requires_grad=True) for array in arrays]
    f(torch, *leaves).backward(torch.tensor(grad_out))
    return [leaf.grad.numpy() for leaf in leaves]


@some_examples
@given(seed=SEEDS, n=SIZES, k=st.integers(2, 10), size=st.sampled_from([1.0, 30.0, 1e3, 1e4]))
def test_cross_entropy_agrees_with_pytorch(seed, n, k, size):
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(seed)
    logits, labels = rng.uniform(-size, size, (n, k)), rng.integers(0, k, n)
    expected = torch.nn.functional.cross_entropy(torch.tensor(logits), torch.tensor(labels)).item()
    np.testing.assert_allclose(get("cross_entropy").reference(logits, labels), expected, rtol=1e-12, atol=1e-12)


@some_examples
@given(seed=SEEDS, shape=st.lists(SIZES, min_size=1, max_size=4))
def test_relu_backward_agrees_with_pytorch(seed, shape):
    rng = np.random.default_rng(seed)
    grad_out, z = rng.normal(size=shape), rng.integers(-1, 2, shape).astype(float)
    (expected,) = torch_gradients(lambda torch, z: torch.relu(z), grad_out, z)
    np.testing.assert_array_equal(lesson_04_reference.relu_backward(grad_out, z), expected)


@some_examples
@given(seed=SEEDS, n=SIZES, n_in=SIZES, n_out=SIZES)
def test_dense_backward_agrees_with_pytorch(seed, n, n_in, n_out):
    rng = np.random.default_rng(seed)
    grad_out, x, w, b = (rng.normal(size=shape) for shape in ((n, n_out), (n, n_in), (n_out, n_in), (n_out,)))
    expected = torch_gradients(lambda torch, x, w, b: torch.nn.functional.linear(x, w, b), grad_out, x, w, b)
    for got, wanted in zip(lesson_04_reference.dense_backward(grad_out, x, w), expected):
        np.testing.assert_allclose(got, wanted, rtol=1e-12, atol=1e-12)


@some_examples
@given(seed=SEEDS, n=SIZES, c=SIZES, size=st.integers(1, 3), height=st.integers(3, 7), width=st.integers(3, 7))
def test_both_poolings_agree_with_pytorch_on_ties_and_dropped_edges(seed, n, c, size, height, width):
    rng = np.random.default_rng(seed)
    x = rng.integers(-1, 2, (n, c, height, width)).astype(float)
    grad_out = rng.normal(size=(n, c, height // size, width // size))
    (largest,) = torch_gradients(lambda torch, x: torch.nn.functional.max_pool2d(x, size), grad_out, x)
    (mean,) = torch_gradients(lambda torch, x: torch.nn.functional.avg_pool2d(x, size), grad_out, x)
    np.testing.assert_array_equal(lesson_04_reference.max_pool2d_backward(grad_out, x, size), largest)
    np.testing.assert_allclose(lesson_04_reference.avg_pool2d_backward(grad_out, x, size), mean, rtol=1e-12)


@some_examples
@given(seed=SEEDS, n=SIZES, c=SIZES, f=SIZES, kh=SIZES, kw=SIZES, oh=SIZES, ow=SIZES, padding=st.integers(0, 3))
def test_conv2d_backward_agrees_with_pytorch(seed, n, c, f, kh, kw, oh, ow, padding):
    height, width = oh + kh - 1 - 2 * padding, ow + kw - 1 - 2 * padding
    assume(height > 0 and width > 0)
    rng = np.random.default_rng(seed)
    grad_out, x = rng.normal(size=(n, f, oh, ow)), rng.normal(size=(n, c, height, width))
    w, b = rng.normal(size=(f, c, kh, kw)), rng.normal(size=f)
    expected = torch_gradients(
        lambda torch, x, w, b: torch.nn.functional.conv2d(x, w, b, padding=padding), grad_out, x, w, b
    )
    for got, wanted in zip(lesson_04_reference.conv2d_backward(grad_out, x, w, padding), expected):
        np.testing.assert_allclose(got, wanted, rtol=1e-11, atol=1e-11)


@pytest.mark.parametrize("ours, theirs", [(SGD, "SGD"), (Adam, "Adam")])
def test_three_training_steps_agree_with_pytorch(ours, theirs):
    torch = pytest.importorskip("torch")
    network = Sequential([Dense(3, 5), ReLU(), Dense(5, 4)], seed=1, dtype=np.float64)
    twin = torch.nn.Sequential(torch.nn.Linear(3, 5), torch.nn.ReLU(), torch.nn.Linear(5, 4)).double()
    with torch.no_grad():
        for layer, ours_too in zip(twin[::2], network.layers[::2]):
            layer.weight.copy_(torch.tensor(ours_too.params["weight"]))
            layer.bias.copy_(torch.tensor(ours_too.params["bias"]))
    optimizer = ours(network, learning_rate=0.1)
    their_optimizer = getattr(torch.optim, theirs)(twin.parameters(), lr=0.1)
    rng = np.random.default_rng(2)
    for _ in range(3):
        images, labels = rng.normal(size=(6, 3)), rng.integers(0, 4, 6)
        their_optimizer.zero_grad()
        their_loss = torch.nn.functional.cross_entropy(twin(torch.tensor(images)), torch.tensor(labels))
        their_loss.backward()
        their_optimizer.step()
        loss = lesson_04_reference.training_step(network, images, labels, optimizer)
        np.testing.assert_allclose(loss, their_loss.item(), rtol=1e-10)
        _, parameters = lesson_04_reference.loss_and_parameters(loss, (network,))
        theirs_now = np.concatenate([parameter.detach().numpy().ravel() for parameter in twin.parameters()])
        np.testing.assert_allclose(parameters, theirs_now, rtol=1e-9, atol=1e-10)


# --- the references, against central differences ----------------------------------------------------------------------


def dense(x, w, b):
    return np.array([[sum(x[n] * w[o]) + b[o] for o in range(len(w))] for n in range(len(x))])


def pooled(choose, x, size):
    n, c, height, width = x.shape
    out = np.zeros((n, c, height // size, width // size))
    for n, c, i, j in np.ndindex(*out.shape):
        out[n, c, i, j] = choose(x[n, c, i * size : (i + 1) * size, j * size : (j + 1) * size])
    return out


def convolved(x, w, b, padding):
    frame = ((padding, padding), (padding, padding))
    return np.array(
        [
            [
                b[f]
                + sum(scipy.signal.correlate2d(np.pad(x[n, c], frame), w[f, c], "valid") for c in range(w.shape[1]))
                for f in range(len(w))
            ]
            for n in range(len(x))
        ]
    )


def agrees_with_differences(gradients, grad_out, forward, arrays):
    """Compare the gradient of Σ grad_out · forward(arrays) with respect to each array with central differences."""
    arrays = [array.copy() for array in arrays]
    for gradient, array in zip(gradients, arrays):
        # `numerical_gradient` nudges the array itself, which is one of those that the forward pass reads.
        numerical = numerical_gradient(lambda _: float(np.sum(grad_out * forward(*arrays))), array)
        np.testing.assert_allclose(gradient, numerical, **TOLERANCE)


@few_examples
@given(seed=SEEDS, n=SIZES, n_in=SIZES, n_out=SIZES)
def test_dense_backward_agrees_with_central_differences(seed, n, n_in, n_out):
    rng = np.random.default_rng(seed)
    grad_out, x, w, b = (rng.normal(size=shape) for shape in ((n, n_out), (n, n_in), (n_out, n_in), (n_out,)))
    agrees_with_differences(lesson_04_reference.dense_backward(grad_out, x, w), grad_out, dense, (x, w, b))


@few_examples
@given(seed=SEEDS, kh=SIZES, kw=SIZES, padding=st.integers(0, 2), sizes=st.tuples(*[st.integers(1, 2)] * 5))
def test_conv2d_backward_agrees_with_central_differences(seed, kh, kw, padding, sizes):
    n, c, f, oh, ow = sizes
    height, width = oh + kh - 1 - 2 * padding, ow + kw - 1 - 2 * padding
    assume(height > 0 and width > 0)
    rng = np.random.default_rng(seed)
    grad_out, x = rng.normal(size=(n, f, oh, ow)), rng.normal(size=(n, c, height, width))
    w, b = rng.normal(size=(f, c, kh, kw)), rng.normal(size=f)
    gradients = lesson_04_reference.conv2d_backward(grad_out, x, w, padding)
    agrees_with_differences(gradients, grad_out, lambda x, w, b: convolved(x, w, b, padding), (x, w, b))


@few_examples
@given(seed=SEEDS, size=st.integers(1, 3), height=st.integers(3, 6), width=st.integers(3, 6))
def test_both_poolings_agree_with_central_differences_where_there_are_no_ties(seed, size, height, width):
    rng = np.random.default_rng(seed)
    # Whole numbers, all different: nudging one never changes which is the largest.
    x = rng.permutation(2 * height * width).astype(float).reshape(1, 2, height, width)
    grad_out = rng.normal(size=(1, 2, height // size, width // size))
    largest = lesson_04_reference.max_pool2d_backward(grad_out, x, size)
    agrees_with_differences([largest], grad_out, lambda x: pooled(np.max, x, size), (x,))
    mean = lesson_04_reference.avg_pool2d_backward(grad_out, x, size)
    agrees_with_differences([mean], grad_out, lambda x: pooled(np.mean, x, size), (x,))


@few_examples
@given(seed=SEEDS, n=SIZES, k=st.integers(2, 5))
def test_a_small_training_step_lowers_the_loss_by_the_squared_slope(seed, n, k):
    rng = np.random.default_rng(seed)
    network = Sequential([Dense(3, k)], seed=seed, dtype=np.float64)
    images, labels = rng.normal(size=(n, 3)), rng.integers(0, k, n)
    rate = 1e-6
    before = lesson_04_reference.training_step(network, images, labels, SGD(network, learning_rate=rate))
    slope = numerical_gradient(lambda parameters: cross_entropy(network(images), labels), network.parameters)
    after = cross_entropy(network(images), labels)
    np.testing.assert_allclose((before - after) / rate, np.sum(slope**2), rtol=1e-3, atol=1e-6)


@few_examples
@given(seed=SEEDS, n=SIZES)
def test_flipped_logits_are_what_a_linear_network_says_to_the_negative(seed, n):
    rng = np.random.default_rng(seed)
    network = Sequential([Dense(6, 4), Dense(4, 10)], seed=seed, dtype=np.float64)
    network.parameters[...] = rng.normal(size=network.parameters.size)
    x = rng.normal(size=(n, 6))
    bias = network(np.zeros((1, 6)))[0]
    got = lesson_04_reference.flipped_logits(network(x), bias)
    np.testing.assert_allclose(got, network(-x), rtol=1e-10, atol=1e-10)


# --- the probes cover what makes answers differ -----------------------------------------------------------------------


@pytest.mark.parametrize("name", [name for name in NAMES if name != "training_step"])
def test_probes_come_in_both_precisions_and_not_always_contiguous(name):
    arrays = [arguments(probe)[0] for probe in get(name).probes]
    assert {array.dtype for array in arrays} == {np.dtype(np.float32), np.dtype(np.float64)}
    assert any(not array.flags.c_contiguous for array in arrays)
    assert any(len(array) == 1 for array in arrays) and any(len(array) > 1 for array in arrays)


def test_cross_entropy_is_tried_on_the_first_and_last_class_and_on_logits_far_apart():
    tried = [arguments(probe) for probe in lesson_04_probes.CROSS_ENTROPY_PROBES]
    assert {logits.shape[1] for logits, _ in tried} >= {2, 3, 10}
    assert any(0 in labels for _, labels in tried)
    assert any(logits.shape[1] - 1 in labels for logits, labels in tried)
    assert {labels.dtype for _, labels in tried} == {np.dtype(np.int32), np.dtype(np.int64)}
    assert any(np.ptp(logits, axis=1).max() >= 2e4 for logits, _ in tried)
    assert any((logits.argmax(axis=1) != labels).any() for logits, labels in tried)


def test_relu_is_tried_where_z_is_exactly_zero_and_where_the_gradient_is_negative():
    tried = [arguments(probe) for probe in lesson_04_probes.RELU_PROBES]
    assert sum(bool(((z == 0) & (grad_out != 0)).any()) for grad_out, z in tried) >= 3
    assert any(((z > 0) & (grad_out < 0)).any() for grad_out, z in tried)
    assert any(((z < 0) & (grad_out < 0)).any() for grad_out, z in tried)


def test_poolings_are_tried_on_ties_dropped_edges_and_three_sizes_of_window():
    tried = [arguments(probe) for probe in lesson_04_probes.MAX_POOL_PROBES]
    sizes = [args[2] if len(args) == 3 else 2 for args in tried]
    assert set(sizes) == {1, 2, 3}
    dropped = [args[1].shape[2] % size > 0 and args[1].shape[3] % size > 0 for args, size in zip(tried, sizes)]
    assert sum(dropped) >= 2
    ties = [len(np.unique(args[1])) == 1 and args[1].size > 1 for args in tried]
    assert sum(ties) >= 2
    assert any((args[1] < 0).all() for args in tried)
    assert any(args[1].shape[0] != args[1].shape[1] != args[1].shape[2] != args[1].shape[3] for args in tried)


def test_the_largest_pixel_lies_in_the_dropped_edge_of_a_pooled_image():
    for pool in (lesson_04_probes.AVG_POOL_PROBES, lesson_04_probes.MAX_POOL_PROBES):
        probe = next(probe for probe in pool if "dropped" in probe.label)
        _, x = arguments(probe)
        assert x[..., :-1, :-1].max() < x.max()


def test_convolutions_are_tried_with_every_size_different_and_with_all_equal():
    shapes = [(args[0].shape, args[1].shape, args[2].shape) for args in map(arguments, lesson_04_probes.CONV_PROBES)]
    paddings = {args[3] if len(args) == 4 else 0 for args in map(arguments, lesson_04_probes.CONV_PROBES)}
    assert paddings == {0, 1, 2}
    assert any(len({x[0], x[1], w[0]}) == 3 and w[2] != w[3] for _, x, w in shapes)
    assert any(x[2] != x[3] for _, x, _ in shapes)
    assert any(len({*grad, *w}) == 1 for grad, _, w in shapes)
    assert any(w[2:] == (1, 1) for _, _, w in shapes)
    for args in map(arguments, lesson_04_probes.CONV_PROBES):
        # Sliding a flipped kernel over the gradient, padded by what is left, is a right way only then.
        assert len(args) == 3 or args[3] < min(args[2].shape[2:])


def test_every_network_of_the_training_step_is_made_anew_and_the_same():
    for probe in lesson_04_step_probes.STEP_PROBES:
        (one, images, _, _), (other, same_images, _, _) = arguments(probe), arguments(probe)
        assert one is not other
        np.testing.assert_array_equal(one.parameters, other.parameters)
        np.testing.assert_array_equal(one(images), other(same_images))


def test_the_network_has_old_gradients_where_the_step_is_the_second():
    seconds = [probe for probe in lesson_04_step_probes.STEP_PROBES if "second" in probe.label]
    assert len(seconds) == 2
    for probe in seconds:
        network, _, _, optimizer = arguments(probe)
        assert np.abs(network.gradients).max() > 0.01
        assert isinstance(optimizer, (SGD, Adam))
