"""Right answers to lesson 02."""

from functools import reduce

import numpy as np


def forward_last_layer_apart(x, weights, biases, activation):
    h = x
    for W, b in zip(weights[:-1], biases[:-1]):
        h = activation(h @ W.T + b)
    return h @ weights[-1].T + biases[-1]


def forward_asks_for_the_last(x, weights, biases, activation):
    for i in range(len(weights)):
        x = np.dot(x, weights[i].T) + biases[i]
        if i < len(weights) - 1:
            x = activation(x)
    return x


def forward_activates_before_all_but_the_first(x, weights, biases, activation):
    for i, (W, b) in enumerate(zip(weights, biases)):
        if i > 0:
            x = activation(x)
        x = x @ W.T + b
    return x


def forward_recursive(x, weights, biases, activation):
    z = x @ weights[0].T + biases[0]
    if len(weights) == 1:
        return z
    return forward_recursive(activation(z), weights[1:], biases[1:], activation)


def forward_columns(x, weights, biases, activation):
    h = x.T
    for W, b in zip(weights[:-1], biases[:-1]):
        h = activation(W @ h + b[:, None])
    return (weights[-1] @ h + biases[-1][:, None]).T


def forward_one_sample_at_a_time(x, weights, biases, activation):
    logits = []
    for sample in x:
        h = sample
        for W, b in zip(weights[:-1], biases[:-1]):
            h = activation(W @ h + b)
        logits.append(weights[-1] @ h + biases[-1])
    return np.array(logits)


def forward_einsum(x, weights, biases, activation):
    *hidden, last = list(zip(weights, biases))
    for W, b in hidden:
        x = activation(np.einsum("ni,oi->no", x, W) + b)
    W, b = last
    return np.einsum("ni,oi->no", x, W) + b


def collapse_running(weights, biases):
    W, b = weights[0], biases[0]
    for next_W, next_b in zip(weights[1:], biases[1:]):
        W = next_W @ W
        b = next_W @ b + next_b
    return W, b


def collapse_from_identity(weights, biases):
    W = np.eye(weights[0].shape[1])
    b = np.zeros(weights[0].shape[1])
    for i in range(len(weights)):
        W = np.dot(weights[i], W)
        b = np.dot(weights[i], b) + biases[i]
    return W, b


def collapse_from_the_last(weights, biases):
    W, b = weights[-1], biases[-1]
    for earlier_W, earlier_b in zip(weights[-2::-1], biases[-2::-1]):
        b = b + W @ earlier_b
        W = W @ earlier_W
    return W, b


def collapse_by_probing(weights, biases):
    def network(x):
        for W, b in zip(weights, biases):
            x = x @ W.T + b
        return x

    n_in = weights[0].shape[1]
    b = network(np.zeros(n_in))
    return (network(np.eye(n_in)) - b).T, b


def collapse_with_a_column_of_biases(weights, biases):
    n_in = weights[0].shape[1]
    total = np.eye(n_in + 1)
    for W, b in zip(weights, biases):
        layer = np.zeros((W.shape[0] + 1, W.shape[1] + 1))
        layer[:-1, :-1] = W
        layer[:-1, -1] = b
        layer[-1, -1] = 1
        total = layer @ total
    return total[:-1, :-1], total[:-1, -1]


def collapse_reduce(weights, biases):
    def join(first, second):
        return second[0] @ first[0], second[0] @ first[1] + second[1]

    return reduce(join, zip(weights, biases))


def collapse_recursive(weights, biases):
    if len(weights) == 1:
        return weights[0], biases[0]
    W, b = collapse_recursive(weights[:-1], biases[:-1])
    return weights[-1] @ W, weights[-1] @ b + biases[-1]


def collapse_transposed_bias(weights, biases):
    W = weights[0].copy()
    b = biases[0].copy()
    for k in range(1, len(weights)):
        b = b @ weights[k].T + biases[k]
        W = (W.T @ weights[k].T).T
    return [W, b]


def xor_textbook():
    return np.array([[1, 1], [1, 1]]), np.array([0, -1]), np.array([[1, -2]]), np.array([0])


def xor_two_directions():
    W1 = np.array([[1.0, -1.0], [-1.0, 1.0]])
    return W1, np.zeros(2), np.ones((1, 2)), np.zeros(1)


def xor_lists():
    return [[1, 1], [1, 1]], [0, -1], [[1, -2]], [0]


def xor_from_the_other_end():
    W1 = -np.ones((2, 2))
    b1 = np.array([1.0, 2.0])
    W2 = np.array([[-2.0, 1.0]])
    b2 = np.array([0.0])
    return W1, b1, W2, b2


def xor_output_bias():
    W1 = np.array([[1.0, 1.0], [-1.0, -1.0]])
    b1 = np.array([-1.0, 1.0])
    return W1, b1, np.array([[-1.0, -1.0]]), np.array([1.0])


def xor_scaled_thirds():
    return np.array([[3, 3], [1 / 3, 1 / 3]]), np.array([0, -1 / 3]), np.array([[1 / 3, -6]]), np.array([0.0])


def xor_float32():
    W1 = np.array([[2, 2], [2, 2]], dtype=np.float32)
    return [W1, np.array([-2, 0], np.float32), np.array([[-1, 0.5]], np.float32), np.zeros(1, np.float32)]


RIGHT = {
    "forward": [
        forward_last_layer_apart,
        forward_asks_for_the_last,
        forward_activates_before_all_but_the_first,
        forward_recursive,
        forward_columns,
        forward_one_sample_at_a_time,
        forward_einsum,
    ],
    "collapse": [
        collapse_running,
        collapse_from_identity,
        collapse_from_the_last,
        collapse_by_probing,
        collapse_with_a_column_of_biases,
        collapse_reduce,
        collapse_recursive,
        collapse_transposed_bias,
    ],
    "xor_weights": [
        xor_textbook,
        xor_two_directions,
        xor_lists,
        xor_from_the_other_end,
        xor_output_bias,
        xor_scaled_thirds,
        xor_float32,
    ],
}
