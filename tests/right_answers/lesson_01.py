"""Right answers to lesson 01."""

import math

import numpy as np


def each_entry(function, z):
    """Apply a function of one number to every entry, in the order and shape of the array."""
    return np.array([function(value) for value in z.flat], dtype=z.dtype).reshape(z.shape)


def identity_loop(z):
    out = np.empty_like(z)
    for index in np.ndindex(z.shape):
        out[index] = z[index]
    return out


def identity_grad_fill(z):
    slopes = np.empty(z.shape)
    slopes.fill(1)
    return slopes


def identity_grad_difference(z):
    return np.round((z + 1.0) - z)


def identity_grad_add(z):
    slopes = np.zeros(z.shape)
    slopes += 1
    return slopes


def relu_mask_on_copy(z):
    out = z.copy()
    out[out < 0] = 0
    return out


def relu_mask_from_zeros(z):
    out = np.zeros_like(z)
    out[z > 0] = z[z > 0]
    return out


def relu_loop(z):
    out = np.zeros(z.shape)
    for index in np.ndindex(*z.shape):
        if z[index] > 0:
            out[index] = z[index]
    return out


def relu_nditer(z):
    out = np.array(z)
    for entry in np.nditer(out, op_flags=["readwrite"]):
        entry[...] = max(0.0, float(entry))
    return out


def relu_grad_mask(z):
    slopes = np.zeros_like(z)
    slopes[z > 0] = 1
    return slopes


def relu_grad_two_masks_on_copy(z):
    slopes = z.copy()
    slopes[z <= 0] = 0
    slopes[z > 0] = 1
    return slopes


def leaky_relu_mask_on_copy(z, slope=0.01):
    out = z.copy()
    out[z < 0] = slope * z[z < 0]
    return out


def leaky_relu_in_place_on_copy(z, slope=0.01):
    out = np.array(z)
    out[out < 0] *= slope
    return out


def leaky_relu_written_over(z, slope=0.01):
    out = slope * z
    out[z > 0] = z[z > 0]
    return out


def leaky_relu_renamed(z, alpha=0.01):
    return np.where(z >= 0, z, alpha * z)


def leaky_relu_by_factor(z, slope=0.01):
    factor = np.ones_like(z)
    factor[z < 0] = slope
    return factor * z


def leaky_relu_grad_mask(z, slope=0.01):
    slopes = np.ones_like(z)
    slopes[z <= 0] = slope
    return slopes


def leaky_relu_grad_full(z, slope=0.01):
    slopes = np.full(z.shape, slope)
    slopes[z > 0] = 1
    return slopes


def leaky_relu_grad_loop(z, slope=0.01):
    slopes = np.empty(z.shape)
    for index, value in np.ndenumerate(z):
        slopes[index] = 1 if value > 0 else slope
    return slopes


def sigmoid_two_sides(z):
    out = np.empty_like(z)
    positive = z >= 0
    out[positive] = 1 / (1 + np.exp(-z[positive]))
    powers = np.exp(z[~positive])
    out[~positive] = powers / (1 + powers)
    return out


def sigmoid_of_a_number(v):
    if v >= 0:
        return 1 / (1 + math.exp(-v))
    power = math.exp(v)
    return power / (1 + power)


def sigmoid_quiet(z):
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-z))


def sigmoid_as_two_class_softmax(z):
    largest = np.maximum(z, 0)
    return np.exp(z - largest) / (np.exp(z - largest) + np.exp(-largest))


def sigmoid_grad_two_lines(z):
    s = 1 / (1 + np.exp(-z))
    return s * (1 - s)


def sigmoid_grad_stable(z):
    power = np.exp(-np.abs(z))
    return power / (1 + power) ** 2


def sigmoid_grad_square(z):
    s = sigmoid_quiet(z)
    return s - s**2


def sigmoid_grad_both_sides(z):
    return sigmoid_quiet(z) * sigmoid_quiet(-z)


def sigmoid_grad_by_numbers(z):
    return each_entry(lambda v: sigmoid_of_a_number(v) * (1 - sigmoid_of_a_number(v)), z)


def tanh_stable(z):
    power = np.exp(-2 * np.abs(z))
    return np.sign(z) * (1 - power) / (1 + power)


def tanh_two_sides(z):
    result = np.empty_like(z)
    for index in np.ndindex(z.shape):
        v = z[index]
        power = np.exp(-2 * abs(v))
        result[index] = (1 - power) / (1 + power) if v >= 0 else (power - 1) / (power + 1)
    return result


def tanh_grad_two_lines(z):
    t = np.tanh(z)
    return 1 - t**2


def tanh_grad_stable(z):
    power = np.exp(-2 * np.abs(z))
    return 4 * power / (1 + power) ** 2


def tanh_grad_from_sigmoid(z):
    s = sigmoid_quiet(2 * z)
    return 4 * s * (1 - s)


def softmax_three_lines(z):
    shifted = z - z.max(axis=-1, keepdims=True)
    powers = np.exp(shifted)
    return powers / powers.sum(axis=-1, keepdims=True)


def softmax_new_axis(z):
    powers = np.exp(z - np.max(z, axis=-1)[..., None])
    return powers / np.sum(powers, axis=-1)[..., np.newaxis]


def softmax_copy_in_place(z):
    out = z.copy()
    out -= out.max(axis=-1, keepdims=True)
    np.exp(out, out=out)
    out /= out.sum(axis=-1, keepdims=True)
    return out


def softmax_rows(z):
    table = z.reshape(-1, z.shape[-1])
    rows = []
    for row in table:
        powers = np.exp(row - row.max())
        rows.append(powers / powers.sum())
    return np.array(rows).reshape(z.shape)


def softmax_of_one_row(row):
    powers = np.exp(row - max(row))
    return powers / sum(powers)


def softmax_along_axis(z):
    return np.apply_along_axis(softmax_of_one_row, -1, z)


def softmax_transposed(z):
    turned = np.moveaxis(z, -1, 0)
    powers = np.exp(turned - turned.max(axis=0))
    return np.moveaxis(powers / powers.sum(axis=0), 0, -1)


def softmax_from_logarithms(z):
    shifted = z - z.max(axis=-1, keepdims=True)
    return np.exp(shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True)))


def softmax_logaddexp(z):
    return np.exp(z - np.logaddexp.reduce(z, axis=-1, keepdims=True))


def softmax_pairwise(z):
    differences = z[..., None, :] - z[..., :, None]
    with np.errstate(over="ignore"):
        return 1 / np.exp(differences).sum(axis=-1)


def softmax_recursive(z):
    if z.ndim == 1:
        return softmax_of_one_row(z)
    return np.stack([softmax_recursive(part) for part in z])


RIGHT = {
    "identity": [
        lambda z: z,
        lambda z: z.copy(),
        lambda z: np.array(z),
        lambda z: +z,
        lambda z: 1 * z,
        lambda z: z + 0,
        lambda z: np.where(z > 0, z, z),
        lambda z: z[...],
        lambda z: each_entry(lambda v: v, z),
        identity_loop,
    ],
    "identity_grad": [
        lambda z: np.ones_like(z),
        lambda z: np.ones(z.shape),
        lambda z: np.full(z.shape, 1.0),
        lambda z: np.full_like(z, 1),
        lambda z: 0 * z + 1,
        lambda z: z**0,
        lambda z: np.where(z > 0, 1, 1),
        lambda z: np.vectorize(lambda v: 1)(z),
        lambda z: np.exp(0 * z),
        identity_grad_fill,
        identity_grad_add,
        identity_grad_difference,
    ],
    "relu": [
        lambda z: np.maximum(z, 0),
        lambda z: np.maximum(0.0, z),
        lambda z: np.fmax(z, 0),
        lambda z: np.where(z > 0, z, 0),
        lambda z: np.where(z < 0, 0, z),
        lambda z: z * (z > 0),
        lambda z: (z + np.abs(z)) / 2,
        lambda z: np.clip(z, 0, None),
        lambda z: z.clip(min=0),
        lambda z: np.piecewise(z, [z > 0], [lambda v: v, 0]),
        lambda z: np.select([z > 0], [z], default=0),
        lambda z: each_entry(lambda v: max(v, 0), z),
        lambda z: np.vectorize(lambda v: v if v > 0 else 0.0)(z),
        lambda z: -np.minimum(-z, 0),
        relu_mask_on_copy,
        relu_mask_from_zeros,
        relu_loop,
        relu_nditer,
    ],
    "relu_grad": [
        lambda z: np.where(z > 0, 1.0, 0.0),
        lambda z: np.where(z <= 0, 0, 1),
        lambda z: (z > 0).astype(z.dtype),
        lambda z: (z > 0).astype(float),
        lambda z: (z > 0).astype(int),
        lambda z: (z > 0) * 1,
        lambda z: 1.0 * (z > 0),
        lambda z: np.heaviside(z, 0),
        lambda z: np.sign(np.maximum(z, 0)),
        lambda z: (np.sign(z) > 0) + 0.0,
        lambda z: np.array(z > 0, dtype=np.float64),
        lambda z: np.vectorize(lambda v: 1 if v > 0 else 0)(z),
        lambda z: each_entry(lambda v: float(v > 0), z),
        relu_grad_mask,
        relu_grad_two_masks_on_copy,
    ],
    "leaky_relu": [
        lambda z, slope=0.01: np.where(z > 0, z, slope * z),
        lambda z, slope=0.01: np.where(z < 0, z * slope, z),
        lambda z, slope=0.01: np.maximum(z, 0) + slope * np.minimum(z, 0),
        lambda z, slope=0.01: z * (z > 0) + slope * z * (z <= 0),
        lambda z, slope=0.01: z * np.where(z > 0, 1, slope),
        lambda z, slope=0.01: np.select([z > 0, z <= 0], [z, slope * z]),
        lambda z, slope=0.01: np.clip(z, 0, None) - slope * np.clip(-z, 0, None),
        lambda z, slope=0.01: each_entry(lambda v: v if v > 0 else slope * v, z),
        lambda z, slope=0.01: np.vectorize(lambda v: float(v if v > 0 else slope * v))(z),
        lambda z, slope=0.01: (1 + slope) / 2 * z + (1 - slope) / 2 * np.abs(z),
        leaky_relu_mask_on_copy,
        leaky_relu_in_place_on_copy,
        leaky_relu_written_over,
        leaky_relu_renamed,
        leaky_relu_by_factor,
    ],
    "leaky_relu_grad": [
        lambda z, slope=0.01: np.where(z > 0, 1, slope),
        lambda z, slope=0.01: np.where(z <= 0, slope, 1.0),
        lambda z, slope=0.01: (z > 0) + slope * (z <= 0),
        lambda z, slope=0.01: slope + (1 - slope) * (z > 0),
        lambda z, slope=0.01: np.choose((z > 0).astype(int), [slope, 1.0]),
        lambda z, slope=0.01: np.array([slope, 1.0])[(z > 0).astype(int)],
        lambda z, slope=0.01: np.select([z > 0], [1.0], default=slope),
        lambda z, slope=0.01: np.vectorize(lambda v: 1.0 if v > 0 else slope)(z),
        lambda z, slope=0.01: each_entry(lambda v: 1.0 if v > 0 else slope, z),
        leaky_relu_grad_mask,
        leaky_relu_grad_full,
        leaky_relu_grad_loop,
    ],
    "sigmoid": [
        lambda z: 1 / (1 + np.exp(-z)),
        lambda z: 1.0 / (1.0 + np.power(np.e, -z)),
        lambda z: (1 + np.exp(-z)) ** -1.0,
        lambda z: np.reciprocal(1 + np.exp(-z)),
        lambda z: 0.5 * (1 + np.tanh(z / 2)),
        lambda z: np.where(z >= 0, 1, np.exp(-np.abs(z))) / (1 + np.exp(-np.abs(z))),
        lambda z: np.where(z >= 0, 1 / (1 + np.exp(-z)), np.exp(z) / (1 + np.exp(z))),
        lambda z: np.exp(-np.logaddexp(0, -z)),
        lambda z: 1 / (1 + np.exp(-np.clip(z, -80, 80))),
        lambda z: each_entry(sigmoid_of_a_number, z),
        lambda z: np.vectorize(sigmoid_of_a_number)(z),
        sigmoid_quiet,
        sigmoid_two_sides,
        sigmoid_as_two_class_softmax,
    ],
    "sigmoid_grad": [
        sigmoid_grad_two_lines,
        sigmoid_grad_stable,
        sigmoid_grad_square,
        sigmoid_grad_both_sides,
        sigmoid_grad_by_numbers,
        lambda z: 0.25 * (1 - np.tanh(z / 2) ** 2),
        lambda z: 0.25 / np.cosh(z / 2) ** 2,
        lambda z: 1 / (2 + np.exp(z) + np.exp(-z)),
        lambda z: np.exp(-np.abs(z)) / np.square(1 + np.exp(-np.abs(z))),
        lambda z: np.vectorize(lambda v: sigmoid_of_a_number(v) * sigmoid_of_a_number(-v))(z),
    ],
    "tanh": [
        lambda z: np.tanh(z),
        lambda z: 2 / (1 + np.exp(-2 * z)) - 1,
        lambda z: 1 - 2 / (np.exp(2 * z) + 1),
        lambda z: 2 * sigmoid_quiet(2 * z) - 1,
        lambda z: each_entry(math.tanh, z),
        lambda z: np.vectorize(math.tanh)(z),
        lambda z: np.sinh(np.clip(z, -50, 50)) / np.cosh(np.clip(z, -50, 50)),
        lambda z: np.where(z > 0, tanh_stable(z), -tanh_stable(-z)),
        lambda z: -np.expm1(-2 * np.abs(z)) / (1 + np.exp(-2 * np.abs(z))) * np.sign(z),
        tanh_stable,
        tanh_two_sides,
    ],
    "tanh_grad": [
        tanh_grad_two_lines,
        tanh_grad_stable,
        tanh_grad_from_sigmoid,
        lambda z: 1 - np.tanh(z) * np.tanh(z),
        lambda z: (1 - np.tanh(z)) * (1 + np.tanh(z)),
        lambda z: 1 - np.square(np.tanh(z)),
        lambda z: 1 / np.cosh(z) ** 2,
        lambda z: 4 / (np.exp(z) + np.exp(-z)) ** 2,
        lambda z: each_entry(lambda v: 1 - math.tanh(v) ** 2, z),
        lambda z: np.vectorize(lambda v: 1.0 - math.tanh(v) ** 2)(z),
    ],
    "softmax": [
        softmax_three_lines,
        softmax_new_axis,
        softmax_copy_in_place,
        softmax_rows,
        softmax_along_axis,
        softmax_transposed,
        softmax_from_logarithms,
        softmax_logaddexp,
        softmax_pairwise,
        softmax_recursive,
        lambda z: (lambda e: e / e.sum(-1, keepdims=True))(np.exp(z - np.amax(z, axis=z.ndim - 1, keepdims=True))),
    ],
}
