"""Right answers to lesson 04."""

import math

import numpy as np
import scipy.special

from helpers.activations import relu_grad
from helpers.losses import cross_entropy, cross_entropy_grad
from right_answers import backward_passes

# --- cross_entropy ----------------------------------------------------------------------------------------------------


def loss_shifted_rows(logits, labels):
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_sum = np.log(np.exp(shifted).sum(axis=1))
    return np.mean(log_sum - shifted[np.arange(len(labels)), labels])


def loss_log_softmax_picked(logits, labels):
    m = np.max(logits, axis=1)
    log_p = logits - (m + np.log(np.sum(np.exp(logits - m[:, None]), axis=1)))[:, None]
    return -log_p[range(len(labels)), labels].sum() / len(labels)


def loss_one_hot(logits, labels):
    one_hot = np.zeros_like(logits)
    one_hot[np.arange(logits.shape[0]), labels] = 1
    z = logits - np.amax(logits, axis=-1, keepdims=True)
    log_p = z - np.log(np.sum(np.exp(z), axis=-1, keepdims=True))
    return float(-np.sum(one_hot * log_p) / logits.shape[0])


def loss_row_by_row(logits, labels):
    total = 0.0
    for row, label in zip(logits, labels):
        m = max(row)
        total += math.log(sum(math.exp(v - m) for v in row)) + m - row[label]
    return total / len(labels)


def loss_scipy(logits, labels):
    losses = scipy.special.logsumexp(logits, axis=1) - np.take_along_axis(logits, labels[:, None], axis=1)[:, 0]
    return losses.mean()


def loss_logaddexp(logits, labels):
    return np.mean(np.logaddexp.reduce(logits, axis=1) - logits[np.arange(labels.size), labels])


def loss_differences_to_the_right_logit(logits, labels):
    gaps = logits - logits[np.arange(len(labels)), labels].reshape(-1, 1)
    top = gaps.max(axis=1)
    return np.average(top + np.log(np.exp(gaps - top.reshape(-1, 1)).sum(axis=1)))


def loss_boolean_mask(logits, labels):
    right = np.arange(logits.shape[1]) == labels[:, None]
    shifted = logits - logits.max(1)[:, None]
    return np.array((np.log(np.exp(shifted).sum(1)) - shifted[right]).mean())


# --- relu_backward ----------------------------------------------------------------------------------------------------


def relu_loops(grad_out, z):
    out = []
    for g, value in zip(grad_out.ravel(), z.ravel()):
        out.append(g if value > 0 else 0.0)
    return np.array(out).reshape(z.shape)


def relu_copy_and_close(grad_out, z):
    grad_z = grad_out.copy()
    grad_z[z <= 0] = 0
    return grad_z


def relu_open_the_gates(grad_out, z):
    grad_z = np.zeros_like(z)
    grad_z[z > 0] = grad_out[z > 0]
    return grad_z


def relu_activated_value(grad_out, z):
    activated = np.maximum(0, z)
    return grad_out * (activated > 0).astype(grad_out.dtype)


# --- dense_backward ---------------------------------------------------------------------------------------------------


def dense_products(grad_out, x, w):
    return grad_out @ w, grad_out.T @ x, grad_out.sum(axis=0)


def dense_einsum(grad_out, x, w):
    grad_x = np.einsum("no,oi->ni", grad_out, w)
    grad_w = np.einsum("no,ni->oi", grad_out, x)
    return grad_x, grad_w, np.einsum("no->o", grad_out)


def dense_turned(grad_out, x, w):
    return [np.dot(w.T, grad_out.T).T, np.dot(x.T, grad_out).T, np.ones(len(x)) @ grad_out]


def dense_sample_by_sample(grad_out, x, w):
    grad_x, grad_w, grad_b = np.zeros_like(x), np.zeros_like(w), np.zeros(w.shape[0])
    for n in range(x.shape[0]):
        grad_x[n] = w.T @ grad_out[n]
        grad_w += np.outer(grad_out[n], x[n])
        grad_b += grad_out[n]
    return grad_x, grad_w, grad_b


def dense_three_loops(grad_out, x, w):
    grad_x, grad_w, grad_b = np.zeros(x.shape), np.zeros(w.shape), np.zeros(len(w))
    for n in range(len(x)):
        for o in range(len(w)):
            grad_b[o] += grad_out[n, o]
            for i in range(x.shape[1]):
                grad_x[n, i] += grad_out[n, o] * w[o, i]
                grad_w[o, i] += grad_out[n, o] * x[n, i]
    return grad_x, grad_w, grad_b


def dense_outer_products_summed(grad_out, x, w):
    grad_x = (grad_out[:, :, None] * w).sum(axis=1)
    grad_w = (grad_out[:, :, np.newaxis] * x[:, np.newaxis, :]).sum(axis=0)
    return grad_x, grad_w, sum(grad_out)


def dense_bias_as_a_weight(grad_out, x, w):
    with_ones = np.hstack([x, np.ones((len(x), 1))])
    both = np.tensordot(grad_out, with_ones, axes=(0, 0))
    return np.tensordot(grad_out, w, axes=1), both[:, :-1], both[:, -1]


# --- training_step ----------------------------------------------------------------------------------------------------


def step_in_the_usual_order(network, images, labels, optimizer):
    logits = network.forward(images)
    loss = cross_entropy(logits, labels)
    network.backward(cross_entropy_grad(logits, labels))
    optimizer.step()
    return loss


def step_calls_the_network(network, images, labels, optimizer):
    logits = network(images)
    grad = cross_entropy_grad(logits, labels)
    network.backward(grad)
    loss = cross_entropy(logits, labels)
    optimizer.step()
    return float(loss)


def step_loss_last(network, images, labels, optimizer):
    scores = network(images)
    network.backward(grad=cross_entropy_grad(scores, labels), input_grad=False)
    optimizer.step()
    return np.float64(cross_entropy(scores, labels))


def step_own_loss(network, images, labels, optimizer):
    logits = network.train().forward(images)
    network.backward(
        scipy.special.softmax(logits, axis=1) / len(labels) - np.eye(logits.shape[1])[labels] / len(labels)
    )
    optimizer.step()
    return loss_scipy(logits, labels)


def step_clears_the_gradients(network, images, labels, optimizer):
    network.gradients[...] = 0
    logits = network.forward(images)
    network.backward(cross_entropy_grad(logits, labels))
    optimizer.step()
    network.gradients[...] = 0
    return cross_entropy(logits, labels)


def step_layer_by_layer(network, images, labels, optimizer):
    x = images
    for layer in network.layers:
        x = layer(x)
    network.backward(cross_entropy_grad(x, labels))
    optimizer.step()
    return np.array(cross_entropy(x, labels))


# --- flipped_logits ---------------------------------------------------------------------------------------------------


def flipped_row_by_row(logits, bias):
    rows = []
    for row in logits:
        without_bias = row - bias
        rows.append(-without_bias + bias)
    return np.array(rows)


def flipped_entry_by_entry(logits, bias):
    out = np.empty_like(logits)
    for n, k in np.ndindex(*logits.shape):
        out[n, k] = bias[k] + bias[k] - logits[n, k]
    return out


RIGHT = {
    "cross_entropy": [
        loss_shifted_rows,
        loss_log_softmax_picked,
        loss_one_hot,
        loss_row_by_row,
        loss_scipy,
        loss_logaddexp,
        loss_differences_to_the_right_logit,
        loss_boolean_mask,
    ],
    "relu_backward": [
        lambda grad_out, z: grad_out * (z > 0),
        lambda grad_out, z: np.where(z > 0, grad_out, 0),
        lambda grad_out, z: relu_grad(z) * grad_out,
        lambda grad_out, z: np.multiply(np.heaviside(z, 0), grad_out),
        lambda grad_out, z: grad_out * np.maximum(np.sign(z), 0),
        lambda grad_out, z: np.select([z > 0], [grad_out]),
        relu_loops,
        relu_copy_and_close,
        relu_open_the_gates,
        relu_activated_value,
    ],
    "dense_backward": [
        dense_products,
        dense_einsum,
        dense_turned,
        dense_sample_by_sample,
        dense_three_loops,
        dense_outer_products_summed,
        dense_bias_as_a_weight,
    ],
    "avg_pool2d_backward": [
        backward_passes.avg_repeat,
        backward_passes.avg_loops,
        backward_passes.avg_offset_by_offset,
        backward_passes.avg_kron,
        backward_passes.avg_reshaped_view,
        backward_passes.avg_pixel_by_pixel,
    ],
    "max_pool2d_backward": [
        backward_passes.max_loops_argmax,
        backward_passes.max_search_by_hand,
        backward_passes.max_put_along_axis,
        backward_passes.max_first_true,
        backward_passes.max_one_hot,
        backward_passes.max_tournament,
        backward_passes.max_index_arrays,
    ],
    "conv2d_backward": [
        backward_passes.conv_output_pixels,
        backward_passes.conv_kernel_offsets,
        backward_passes.conv_full_correlation,
        backward_passes.conv_im2col,
        backward_passes.conv_seven_loops,
        backward_passes.conv_scipy,
        backward_passes.conv_by_its_matrix,
    ],
    "training_step": [
        step_in_the_usual_order,
        step_calls_the_network,
        step_loss_last,
        step_own_loss,
        step_clears_the_gradients,
        step_layer_by_layer,
    ],
    "flipped_logits": [
        lambda logits, bias: 2 * bias - logits,
        lambda logits, bias: bias - (logits - bias),
        lambda logits, bias: -(logits - bias) + bias,
        lambda logits, bias: -logits + bias + bias,
        lambda logits, bias: np.subtract(bias * 2, logits),
        lambda logits, bias: np.tile(2 * bias, (len(logits), 1)) - logits,
        lambda logits, bias: -1 * logits + np.outer(np.ones(len(logits)), 2 * bias),
        flipped_row_by_row,
        flipped_entry_by_entry,
    ],
}
