"""The numbers of a picture as tables, for readers who would rather have them than the picture.

They are read off what was drawn: curves, dots, bars and small images. So no figure has to say its numbers twice.
"""

import html
import re

import numpy as np
from matplotlib.collections import PathCollection
from matplotlib.container import BarContainer

# As many rows as are read in one go; of a longer curve every so many-th point is told.
ROWS = 12
# Entries of a kernel or a small matrix; larger images are for looking at.
LARGEST_IMAGE = 40
# More curves than this without a name are a grid or a texture: nobody asks for the numbers of one of them.
NAMELESS = 6
# How far from the middle of its row a dot may be put, so that it hides no other.
NEAR = 0.3


def tables_html(figure):
    """The numbers that a figure was drawn from, folded away under a line that says so.

    Parameters
    ----------
    figure : Figure, drawn: the words at its ticks are known

    Returns
    -------
    str
        HTML in one line, or nothing where no numbers were drawn.
    """
    # Axes without a frame hold a drawing, whose places mean nothing.
    tables = [table for ax in figure.axes if ax.get_visible() and ax.axison for table in _tables(ax)]
    if not tables:
        return ""
    title = "The numbers in this picture"
    return f'<details class="course-numbers"><summary>{title}</summary>{"".join(tables)}</details>'


def _tables(ax):
    """The tables of one pair of axes."""
    across, up = _Axis(ax.xaxis), _Axis(ax.yaxis)
    caption = ax.get_title("left") or ax.get_title() or up.name
    drawn = _curves(ax)
    if all(up.has_words_at(y) for _, _, y in drawn):
        yield from _by_row(drawn, across, up, caption)
    else:
        curves = [(_heading(name, up.name), *_columns(across, up, x, y)) for name, x, y in drawn]
        for columns in _with_one_x(curves):
            yield _table(caption, [across.name or "x", *columns[0]], zip(*columns[1:]))
    yield from _bars(ax, across, up, caption)
    for image in ax.images:
        values = np.asarray(image.get_array(), dtype=float)
        if values.ndim == 2 and values.size <= LARGEST_IMAGE:
            heads = ["", *(f"column {column}" for column in range(values.shape[1]))]
            yield _table(caption, heads, [(f"row {row}", *map(number, line)) for row, line in enumerate(values)])


def _bars(ax, across, up, caption):
    """All bars of the axes as one table: where each stands, and how long it is."""
    containers = [one for one in ax.containers if isinstance(one, BarContainer)]
    lying = any(one.orientation == "horizontal" for one in containers)
    place, length = (up, across) if lying else (across, up)
    rows = [
        (bar.get_y() + bar.get_height() / 2, bar.get_width())
        if lying
        else (bar.get_x() + bar.get_width() / 2, bar.get_height())
        for bars in containers
        for bar in bars
    ]
    if rows:
        names = place.name, length.name or "length"
        yield _table(caption, names, [(place.say(at), number(size)) for at, size in rows])


def _by_row(drawn, across, up, caption):
    """Where a row of dots stands for each name: the numbers of each row."""
    rows = {}
    for _, x, y in drawn:
        for value, place in zip(x, y):
            rows.setdefault(up.say(place), []).append(across.say(value))
    if rows:
        yield _table(caption, ["", across.name], [(name, ", ".join(values)) for name, values in rows.items()])


def _curves(ax):
    """What was drawn point by point, (name, x, y) each: lines and dots in the units of the axes."""
    curves = list(_all_curves(ax))
    nameless = sum(not name for name, *_ in curves)
    return [curve for curve in curves if curve[0] or nameless <= NAMELESS]


def _all_curves(ax):
    for line in ax.lines:
        # Lines that only divide, from end to end of the axes, are in other units; marks at a place are level or upright.
        points = np.asarray(line.get_xydata(), dtype=float)
        stroke = len(points) == 2 and not _name(line) and line.get_marker() in (None, "None", "")
        mark = stroke and 0 in np.ptp(points, axis=0)
        if line.get_transform() == ax.transData and line.get_visible() and not mark:
            yield _name(line), *_points(points)
    for dots in ax.collections:
        if isinstance(dots, PathCollection):
            yield _name(dots), *_points(np.ma.getdata(dots.get_offsets()))


def _points(points):
    points = np.asarray(points, dtype=float).reshape(-1, 2)
    points = points[np.isfinite(points).all(axis=1)]
    if len(points) > ROWS:
        points = points[np.linspace(0, len(points) - 1, ROWS).round().astype(int)]
    return points.T


def _columns(across, up, x, y):
    return tuple(map(across.say, x)), tuple(map(up.say, y))


def _with_one_x(curves):
    """Curves over the same places as columns of one table: (names, places, values of the first, …) each."""
    groups = {}
    for name, x, y in curves:
        if x:
            names, *values = groups.setdefault(x, [[]])
            groups[x] = [[*names, name], *values, y]
    return [(names, x, *values) for x, (names, *values) in groups.items()]


def _heading(name, axis):
    return ", ".join(filter(None, [name, axis])) or "y"


def _name(artist):
    # Matplotlib calls what nobody has named _child0, _child1, …
    label = str(artist.get_label())
    return "" if label.startswith("_") else label


class _Axis:
    """An axis: its name, and its numbers as they are read on it."""

    def __init__(self, axis):
        self.name = axis.get_label_text()
        ticks = zip(axis.get_majorticklocs(), (label.get_text() for label in axis.get_majorticklabels()))
        self._words = {place: " ".join(words.split()) for place, words in ticks if words and not _is_number(words)}

    def has_words_at(self, values):
        """Whether every value stands in a row with a name; names at some places of a scale are not enough."""
        return all(self._word_at(value) for value in values)

    def say(self, value):
        """A number, or the word at the tick that is nearest to it where ticks are words."""
        return self._word_at(value) or number(value)

    def _word_at(self, value):
        return next((words for place, words in self._words.items() if abs(place - value) <= NEAR), "")


def _is_number(words):
    # Powers of ten are written as formulas, between dollars.
    return words.startswith("$") or re.fullmatch(r"[−-]?[\d.,]+ ?%?", words) is not None


def number(value):
    """A number in a few digits, with a proper minus, and none before zero."""
    return f"{value + 0.0:.3g}".replace("-", "−")


def _table(caption, heads, rows):
    heads = [
        f"{name}, no. {seen + 1}" if name and (seen := list(heads[:i]).count(name)) else name
        for i, name in enumerate(heads)
    ]
    rows = [[html.escape(str(cell)) for cell in row] for row in rows]
    # A screen reader would read an empty heading out before every cell below it.
    head = "".join(f'<th scope="col">{html.escape(name)}</th>' if name else "<td></td>" for name in heads)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    title = f"<caption>{html.escape(' '.join(caption.split()))}</caption>" if caption.strip() else ""
    return f"<table>{title}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
