"""Mistakes recognised in lesson 03: the formula of the composed kernel, taken literally at the edges of a kernel.

The formula reads ``first[u - p, v - q]`` everywhere, also where there is no such weight. Past the end Python raises an
error; before the beginning it does not, and counts from the end.
"""

import numpy as np

from helpers.exercises.core import Mistake


def _by_the_formula(weight):
    """Add up the formula, where ``weight(first, i, j)`` is what is taken for ``first[i, j]``."""

    def wrong(first, second):
        k = np.zeros((len(first) + len(second) - 1, first.shape[1] + second.shape[1] - 1))
        for u, v in np.ndindex(*k.shape):
            for p, q in np.ndindex(*second.shape):
                k[u, v] += second[p, q] * weight(first, u - p, v - q)
        return k

    return wrong


def _roles_exchanged(wrong):
    """The same slip where the loops run over ``first`` and the differences are read from ``second``."""
    return lambda first, second: wrong(second, first)


def _where(holds):
    """Take a weight where ``holds(i, j, height, width)``, and nothing elsewhere."""
    return _by_the_formula(lambda first, i, j: first[i, j] if holds(i, j, *first.shape) else 0)


def _unless_it_fails(first, i, j):
    try:
        return first[i, j]
    except IndexError:
        return 0


_literal = _where(lambda i, j, height, width: True)
_guarded_at_the_end = _where(lambda i, j, height, width: i < height and j < width)
_errors_caught = _by_the_formula(_unless_it_fails)

COMPOSE_FORMULA = (
    Mistake(
        "formula_without_its_edges",
        _literal,
        "At the edge the formula asks for weights that `first` does not have. Leave those terms out, on both sides: a "
        "negative index does not fail, it counts from the end.",
    ),
    Mistake(
        "formula_without_its_edges_exchanged",
        _roles_exchanged(_literal),
        "At the edge your sum asks for weights that `second` does not have. Leave those terms out, on both sides: a "
        "negative index does not fail, it counts from the end.",
    ),
    Mistake(
        "negative_index_caught_in_part",
        _errors_caught,
        "A negative index does not fail in Python, it counts from the end. Where `u - p` or `v - q` lies outside "
        "`first` there is no such hop: add nothing.",
    ),
    Mistake(
        "negative_index_caught_in_part_exchanged",
        _roles_exchanged(_errors_caught),
        "A negative index does not fail in Python, it counts from the end. Where a difference lies outside `second` "
        "there is no such hop: add nothing.",
    ),
    Mistake(
        "negative_index",
        _guarded_at_the_end,
        "What lies past the end of `first` is left out, what lies before its beginning is not. A negative index does "
        "not fail in Python, unless it is very negative: it counts from the end. Add nothing there, either.",
    ),
    Mistake(
        "negative_index_exchanged",
        _roles_exchanged(_guarded_at_the_end),
        "What lies past the end of `second` is left out, what lies before its beginning is not. A negative index does "
        "not fail in Python, unless it is very negative: it counts from the end. Add nothing there, either.",
    ),
    Mistake(
        "edges_of_the_rows_only",
        _where(lambda i, j, height, width: 0 <= i < height),
        "You leave out the rows that `first` does not have, and still ask for columns that it does not have. Treat "
        "`v - q` like `u - p`.",
    ),
    Mistake(
        "edges_of_the_columns_only",
        _where(lambda i, j, height, width: 0 <= j < width),
        "You leave out the columns that `first` does not have, and still ask for rows that it does not have. Treat "
        "`u - p` like `v - q`.",
    ),
    Mistake(
        "first_row_and_column_left_out",
        _where(lambda i, j, height, width: 0 < i < height and 0 < j < width),
        "The first row and column of `first` never count. Their number is 0, and that is an index like any other: "
        "include it where you compare.",
    ),
)
