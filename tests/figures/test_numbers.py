"""The numbers of a picture: what was drawn can be read as a table, and nothing else is in it."""

import re
from xml.etree import ElementTree

import numpy as np
import pytest

from helpers.figures import style
from helpers.figures.paper import pages
from helpers.figures.paper.numbers import ROWS, tables_html


@pytest.fixture
def axes():
    return style.figure(4, 3)


def tables_of(figure):
    """The tables beside a drawn figure: (caption, rows of cells, the heads first) each."""
    pages.pixels(figure)
    text = tables_html(figure)
    if not text:
        return []
    found = []
    for table in ElementTree.fromstring(text).iter("table"):
        rows = [["".join(cell.itertext()) for cell in row] for row in table.iter("tr")]
        found.append((getattr(table.find("caption"), "text", ""), rows))
    return found


def test_a_named_curve_is_a_column_beside_its_places(axes):
    figure, ax = axes
    ax.plot([1, 2, 3], [0.5, -0.25, 1234567], label="ReLU")
    ax.set(title="Loss", xlabel="epoch", ylabel="loss")
    assert tables_of(figure) == [("Loss", [["epoch", "ReLU, loss"], ["1", "0.5"], ["2", "−0.25"], ["3", "1.23e+06"]])]


def test_curves_over_the_same_places_share_a_table_and_others_have_their_own(axes):
    figure, ax = axes
    for name, x in (("a", [1, 2]), ("b", [1, 2]), ("c", [3, 4, 5])):
        ax.plot(x, np.square(x), label=name)
    assert [rows[0] for _, rows in tables_of(figure)] == [["x", "a", "b"], ["x", "c"]]


def test_of_a_long_curve_some_points_are_told_from_its_first_to_its_last(axes):
    figure, ax = axes
    ax.plot(np.arange(1001), np.arange(1001) / 1000, label="long")
    ((_, rows),) = tables_of(figure)
    assert len(rows) == 1 + ROWS
    assert rows[1] == ["0", "0"] and rows[-1] == ["1e+03", "1"]


def test_rows_with_names_are_told_by_their_names(axes):
    figure, ax = axes
    for row, values in enumerate([[3, 4], [1, 1]]):
        ax.plot(values, [row, row + 0.1], "o")
        ax.plot([np.mean(values)] * 2, [row - 0.3, row + 0.3])
    ax.set_yticks([0, 1], ["one matrix", "ReLU"])
    ax.set(xlabel="misread", title=" ")
    assert tables_of(figure) == [("", [["", "misread"], ["one matrix", "3, 4"], ["ReLU", "1, 1"]])]


def test_names_at_some_places_of_a_scale_do_not_make_rows_of_it(axes):
    figure, ax = axes
    ax.plot([1, 2], [0, 0.45], "o")
    ax.set_yticks([0, 1], ["none", "all"])
    assert tables_of(figure) == [("", [["x", "y"], ["1", "none"], ["2", "0.45"]])]


def test_numbers_within_a_name_do_not_make_a_number_of_it(axes):
    figure, ax = axes
    ax.plot([3, 4], [0, 1], "o")
    ax.set_yticks([0, 1], ["slope 0.9, 15 epochs", "slope 1"])
    assert [row[0] for row in tables_of(figure)[0][1][1:]] == ["slope 0.9, 15 epochs", "slope 1"]


def test_columns_that_nobody_has_named_are_told_apart(axes):
    figure, ax = axes
    ax.plot([1, 2], [3, 4])
    ax.plot([1, 2], [5, -0.0])
    assert tables_of(figure) == [("", [["x", "y", "y, no. 2"], ["1", "3", "5"], ["2", "4", "0"]])]


def test_bars_that_were_drawn_one_by_one_share_a_table(axes):
    figure, ax = axes
    for row in range(3):
        ax.barh(row, row)
    ((_, rows),) = tables_of(figure)
    assert len(rows) == 4


@pytest.mark.parametrize("lying", [True, False])
def test_bars_are_told_with_the_words_at_their_ticks(axes, lying):
    figure, ax = axes
    (ax.barh if lying else ax.bar)([0, 1], [0.25, 0.75])
    (ax.set_yticks if lying else ax.set_xticks)([0, 1], ["<cat>", "dog"])
    (ax.set_xlabel if lying else ax.set_ylabel)("share")
    ((_, rows),) = tables_of(figure)
    assert rows == [["", "share"], ["<cat>", "0.25"], ["dog", "0.75"]]


def test_a_small_image_is_told_number_by_number_and_a_large_one_not(axes):
    figure, ax = axes
    ax.imshow([[1, -2], [0, 0.5]])
    ((_, rows),) = tables_of(figure)
    assert rows == [["", "column 0", "column 1"], ["row 0", "1", "−2"], ["row 1", "0", "0.5"]]
    other, ax = style.figure(4, 3)
    ax.imshow(np.zeros((28, 28)))
    assert tables_of(other) == []


def test_drawings_grids_and_lines_that_only_divide_have_no_numbers(axes):
    figure, ax = axes
    ax.axhline(0)
    ax.plot([1, 1], [0, 2])
    assert tables_of(figure) == []
    for shift in range(20):
        ax.plot([shift, shift + 1, shift], [0, 1, 2])
    assert tables_of(figure) == []
    ax.plot([0, 1], [0, 1], label="a curve")
    assert len(tables_of(figure)) == 1
    ax.axis("off")
    assert tables_of(figure) == []


def test_no_heading_is_empty(axes):
    figure, ax = axes
    ax.bar([0, 1], [1, 2])
    ax.plot([3, 4], [0, 1], "o")
    ax.set_yticks([0, 1], ["one", "two"])
    pages.pixels(figure)
    headings = re.findall(r"<th scope[^>]*>([^<]*)", tables_html(figure))
    assert headings and all(headings)


def test_what_is_not_finite_is_left_out(axes):
    figure, ax = axes
    ax.plot([1, 2, 3], [np.nan, np.inf, 4], label="f")
    ((_, rows),) = tables_of(figure)
    assert rows[1:] == [["3", "4"]]


def test_a_shown_picture_brings_its_numbers_folded_away(axes, monkeypatch):
    figure, ax = axes
    ax.plot([1, 2], [3, 4], label="f")
    shown = []
    monkeypatch.setattr("helpers.notebooks.display_bundle", lambda *bundle: shown.append(bundle))
    style.show(figure, "A line.")
    ((data, _),) = shown
    (details,) = re.findall("<details.*?</details>", data["text/html"])
    assert "<details class" in details and " open" not in details
    assert "\n" not in details
