"""What is tried in lesson 01: arrays of every shape, kind and size that an activation may meet."""

import numpy as np

from helpers.exercises.declare import Probe

GRID = np.array([[-1.5, 0.0, 2.0], [0.75, -0.25, 7.5]])
SQUARE = np.array([[0.5, -1.0, 2.0], [-3.0, 0.0, 1.5], [4.0, -0.5, -2.5]])
WIDE = np.arange(16.0).reshape(2, 8) / 4
IMAGES = np.round(np.random.default_rng(1).uniform(-3, 3, (2, 3, 2, 4)), 2)
LARGE = np.array([-1e4, -1000.0, -50.0, 0.0, 0.5, 50.0, 1000.0, 1e4])

# Loose enough for every right way of computing: a guard such as 1e-8 in a denominator, or s(1 - s) where s is close
# to 1 and its relative precision is lost. Tight enough for every known mistake, which is off by a thousandth or more.
DOUBLE = {"rtol": 1e-7, "atol": 1e-8}
SINGLE = {"rtol": 1e-5, "atol": 1e-6}
# Near 10,000 neighbouring float32 numbers are 0.001 apart, and the exponential turns that into a relative error.
SINGLE_LARGE = {"rtol": 2e-3, "atol": 1e-6}

# None has a single entry: there an `if` works by luck. Some begin with a negative number and some with a positive one,
# because `np.vectorize` takes its type from the first result; among the large ones, whose results may all be
# whole, stands one that is not. There is no 0-d and no empty array: `out[mask] = …` often
# fails on the one and `np.vectorize` on the other, which has nothing to do with the exercise.
ELEMENTWISE = (
    Probe("three numbers: negative, zero, positive", (np.array([-2.0, 0.0, 3.0]),), **DOUBLE),
    Probe("numbers with repeats", (np.array([0.5, -0.25, 2.5, -3.0, 0.0, 0.5, -3.0, 0.25]),), **DOUBLE),
    Probe("only negative numbers", (np.array([-0.5, -1.25, -4.0]),), **DOUBLE),
    Probe("a table, shape (2, 3)", (GRID,), **DOUBLE),
    Probe("a square table, shape (3, 3)", (SQUARE,), **DOUBLE),
    Probe("a batch of one, shape (1, 4)", (np.array([[1.5, -0.75, 0.0, -2.0]]),), **DOUBLE),
    Probe("images, shape (2, 3, 2, 4)", (IMAGES,), **DOUBLE),
    Probe("every second entry of a longer array", make=lambda: ((np.linspace(-2.0, 3.0, 11)[::2],), {}), **DOUBLE),
    Probe("a transposed table", make=lambda: ((GRID.copy().T,), {}), **DOUBLE),
    Probe("float32", (np.array([-2.5, -0.1, 0.0, 0.3, 1.75], np.float32),), **SINGLE),
    Probe("a float32 table that starts above zero", (np.array([[0.6, -1.2], [0.0, 8.5]], np.float32),), **SINGLE),
    Probe("whole numbers", (np.array([-2, 0, 3, 1]),), **DOUBLE),
    Probe("large numbers, up to ±10,000", (LARGE,), **DOUBLE),
    Probe("large numbers, up to ±10,000, float32", (LARGE.astype(np.float32),), **SINGLE),
)

# A slope above 1 tells a choice by sign from a choice by size.
SLOPES = ELEMENTWISE + (
    Probe("slope 0.2", (np.array([-2.0, 0.0, 3.0]), 0.2), **DOUBLE),
    Probe("slope 0.2, a table", (GRID,), {"slope": 0.2}, **DOUBLE),
    Probe("slope 1.5, steeper on the negative side", (np.array([-2.0, 0.0, 3.0, 0.5]), 1.5), **DOUBLE),
    Probe("slope 0.2, whole numbers", (np.array([[3, 0], [-2, -1]]), 0.2), **DOUBLE),
    Probe("slope 1.5, float32", (np.array([[1.0, -0.5, 0.0]], np.float32), 1.5), **SINGLE),
)

ROWS = (
    Probe("one row", (np.array([1.0, 2.0, 0.5]),), **DOUBLE),
    Probe("one row with ties and a negative entry", (np.array([-1.0, 0.0, 2.0, 2.0, -1.0]),), **DOUBLE),
    Probe("a table, shape (2, 3)", (GRID,), **DOUBLE),
    Probe("a square table, shape (3, 3)", (SQUARE,), **DOUBLE),
    Probe("a batch of one, shape (1, 4)", (np.array([[1.5, -0.75, 0.0, -2.0]]),), **DOUBLE),
    Probe("three axes, shape (2, 3, 4)", (IMAGES[:, :, 0],), **DOUBLE),
    Probe("four axes, shape (2, 3, 2, 4)", (IMAGES,), **DOUBLE),
    Probe("every second column of a wider table", make=lambda: ((WIDE.copy()[:, ::2],), {}), **DOUBLE),
    Probe("a transposed table", make=lambda: ((GRID.copy().T,), {}), **DOUBLE),
    Probe("float32", (np.array([[0.5, -1.5, 2.0], [3.0, 3.0, -0.25]], np.float32),), **SINGLE),
    Probe("whole numbers", (np.array([[1, 2, 3], [0, -1, 2]]),), **DOUBLE),
    Probe("large and close together", (np.array([1000.0, 1001.0, 1002.0]),), **DOUBLE),
    Probe("very negative and close together", (np.array([-1000.0, -1001.0, -1002.0]),), **DOUBLE),
    Probe("entries 1,000 apart in one row", (np.array([0.0, 1000.0]),), **DOUBLE),
    Probe("rows far apart", (np.array([[1e4, 9999.0, 1e4], [-1e4, -9999.0, -9998.0]]),), **DOUBLE),
    Probe("±10,000 in one row", (np.array([[-1e4, 0.0, 1e4], [1e4, 1e4, -1e4]]),), **DOUBLE),
    Probe("±10,000, float32", (np.array([[-1e4, 0.0, 1e4], [1e4, 1e4, -1e4]], np.float32),), **SINGLE_LARGE),
)
