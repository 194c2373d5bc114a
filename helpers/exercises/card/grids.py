"""Images on a card: small tables in which the first wrong entry, and the window it is made from, are marked."""

import html
import inspect

import numpy as np

from helpers.exercises.card.showing import show
from helpers.exercises.compare import close, is_number, tolerance

# As many numbers as one array may have here; a larger one is written as NumPy shortens it.
_MOST_ENTRIES = 60
_CELL = (
    "text-align: right; padding: 0.05em 0.5em; background: none; border: 1px solid var(--jp-border-color2, #8885); "
    "font-family: var(--jp-code-font-family, monospace); font-size: var(--jp-code-font-size, 0.9em)"
)
_MARK = "background: none; color: inherit; font-weight: 700; text-decoration: underline; text-underline-offset: 0.2em"
_GRID = "border: none; border-collapse: collapse; margin: 0.2em 0; color: inherit; display: inline-table"
_TITLE = "caption-side: top; text-align: left; white-space: nowrap; padding: 0; color: inherit; font-size: 0.9em"


def grids(result) -> dict:
    """Return the arrays of the shown input as tables, by the names of their rows, and a sentence that says what is marked.

    Returns
    -------
    dict, name → HTML
        The sentence is under ``"marked"``. Empty where the exercise does not say which window an entry is made from, or
        where the result has another shape than the expected one.
    """
    trial, window = result.failing, result.exercise.window
    if trial is None or window is None or trial.problem not in ("values", "nan"):
        return {}
    if not _comparable(result.expected, result.got):
        return {}
    rtol, atol = tolerance(trial.probe, result.expected, result.got, trial.args)
    wrong = np.argwhere(~close(result.expected, result.got, rtol, atol))
    if not len(wrong):
        return {}
    place = tuple(int(i) for i in wrong[0])
    given = inspect.signature(result.exercise.reference).bind(*trial.args, **trial.kwargs)
    given.apply_defaults()
    made_from = window(place, *given.args)
    arrays = {trial.names[i]: (trial.args[i], index) for i, index in made_from.items()}
    arrays |= {"expected": (result.expected, place), "got": (result.got, place)}
    if any(np.size(array) > _MOST_ENTRIES for array, _ in arrays.values()):
        return {}
    found = {name: _grids_html(array, index) for name, (array, index) in arrays.items()}
    # Where only padding lies under the kernel, or no window covers a pixel, there is nothing to mark.
    marked = [i for i, index in made_from.items() if trial.args[i][index].size]
    names = " and ".join(f"<code>{html.escape(trial.names[i])}</code>" for i in marked)
    found["marked"] = (
        f"Underlined: the first entry that differs{f', and what of {names} it is made from' if names else ''}."
    )
    return found


def _comparable(expected, got):
    numbers = (
        isinstance(expected, np.ndarray) and isinstance(got, np.ndarray) and is_number(expected) and is_number(got)
    )
    return numbers and expected.shape == got.shape and expected.ndim >= 2


def _grids_html(array, index):
    """One table for each image of an array, with the entries at an index marked."""
    marked = np.zeros(array.shape, bool)
    marked[index] = True
    shape = f"shape {array.shape}"
    places = list(np.ndindex(array.shape[:-2]))
    titles = [shape if len(places) == 1 else f"[{', '.join(map(str, place))}]" for place in places]
    tables = [_grid_html(title, array[place], marked[place]) for title, place in zip(titles, places)]
    return "&ensp;".join(tables) if len(places) == 1 else f"<div>{shape}</div>{'&ensp;'.join(tables)}"


def _grid_html(title, image, marked):
    rows = "".join(f'<tr style="background: none">{"".join(map(_cell_html, *row))}</tr>' for row in zip(image, marked))
    caption = f'<caption style="{_TITLE}">{title}</caption>'
    return f'<table style="{_GRID}">{caption}<tbody>{rows}</tbody></table>'


def _cell_html(value, is_marked):
    text = html.escape(show(value + 0).replace("-", "−"))
    return f'<td style="{_CELL}">{f"""<mark style="{_MARK}">{text}</mark>""" if is_marked else text}</td>'
