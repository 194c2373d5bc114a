"""Right answers to lesson 00."""

import math

import numpy as np


def pre_activation_loop(x, w, b):
    total = b
    for value, weight in zip(x, w):
        total = total + value * weight
    return total


def pre_activation_index(x, w, b):
    z = 0.0
    for i in range(len(x)):
        z += x[i] * w[i]
    return z + b


def pre_activation_as_matrix(x, w, b):
    return (w.reshape(1, -1) @ x.reshape(-1, 1) + b)[0, 0]


def pre_activation_bias_as_weight(x, w, b):
    return np.append(w, b) @ np.append(x, 1)


def pre_activation_float(x, w, b):
    return float(np.dot(x, w) + b)


RIGHT = {
    "pre_activation": [
        lambda x, w, b: np.dot(w, x) + b,
        lambda x, w, b: x @ w + b,
        lambda x, w, b: np.sum(w * x) + b,
        lambda x, w, b: sum(w * x) + b,
        lambda x, w, b: (x * w).sum() + b,
        lambda x, w, b: np.inner(w, x) + b,
        lambda x, w, b: np.einsum("i,i->", w, x) + b,
        lambda x, w, b: math.fsum(weight * value for weight, value in zip(w, x)) + b,
        pre_activation_loop,
        pre_activation_index,
        pre_activation_as_matrix,
        pre_activation_bias_as_weight,
        pre_activation_float,
    ],
}
