"""The panel at the end of each lesson: which exercises are done, which are open, and which comes next."""

import html
import re
from collections.abc import Sequence

from helpers import logbook
from helpers.exercises.declare import Listed, listing
from helpers.notebooks import COURSE, NotANotebook, display_bundle, lesson_files, read_cells

SYMBOLS = {"passed": "✓", "tried": "◐", "to do": "○"}
BORDER = "1px solid var(--jp-border-color2, #8a8a8a)"


def progress_panel(lesson: int | None = None) -> None:
    """Show which exercises are done, which are open, and which comes next.

    Parameters
    ----------
    lesson : int, optional
        Show this lesson only.

    Raises
    ------
    ValueError
        If no exercise belongs to that lesson.
    """
    exercises: Sequence[Listed] = listing()
    if lesson is not None:
        exercises = [exercise for exercise in exercises if exercise.lesson == int(lesson)]
        if not exercises:
            lessons = sorted({exercise.lesson for exercise in listing()})
            raise ValueError(f"lesson: expected one of {lessons}, got {lesson!r}")
    known = logbook.known()
    display_bundle({"text/html": as_html(exercises, known), "text/plain": as_text(exercises, known)})


def as_text(exercises: Sequence[Listed], known: logbook.Known) -> str:
    """The panel as plain text."""
    lines = [f"Progress: {_passed(exercises, known)} of {len(exercises)} exercises passed"]
    for lesson, members in _by_lesson(exercises).items():
        lines.append(f"{notebook_of(lesson)[1]}: {_passed(members, known)} of {len(members)}")
        for exercise in members:
            state = known.status(exercise.name)
            told = f"{_optional(exercise)}{state}{_broken(exercise, known)}"
            lines.append(f"  {SYMBOLS[state]} {exercise.number} {exercise.name} ({told})")
    upcoming = _next(exercises, known)
    lines.append(
        f"Next: {upcoming.number} {upcoming.name}{_left_over(upcoming)}" if upcoming else "Everything here is done."
    )
    return "\n".join(lines + ([known.note] if known.note else []))


def as_html(exercises: Sequence[Listed], known: logbook.Known) -> str:
    """The panel as HTML."""
    upcoming = _next(exercises, known)
    rows = [_lesson_html(lesson, members, known) for lesson, members in _by_lesson(exercises).items()]
    if upcoming:
        file, title = notebook_of(upcoming.lesson)
        where = f"{upcoming.number} <code>{upcoming.name}</code>, {html.escape(upcoming.title)}{_left_over(upcoming)}"
        following = f"<b>Next:</b> {where}, in {_link(file, title)}"
    else:
        following = "<b>Everything here is done.</b>"
    note = html.escape(known.note)
    warning = f'<p style="margin:8px 0 0">⚠ <b>Note:</b> {note}</p>' if note else ""
    return (
        f'<section role="status" aria-label="Progress" style="border:{BORDER};border-radius:4px;padding:8px 12px;'
        'max-width:46em;color:var(--jp-ui-font-color1, inherit);font-family:var(--jp-ui-font-family, sans-serif)">'
        f'<p style="margin:0 0 6px"><b>Progress: {_passed(exercises, known)} of {len(exercises)} exercises passed</b></p>'
        + "".join(rows)
        + f'<p style="margin:8px 0 0">{following}</p>{warning}</section>'
    )


def _lesson_html(lesson: int, members: Sequence[Listed], known: logbook.Known) -> str:
    done, total = _passed(members, known), len(members)
    begun = any(known.status(exercise.name) != "to do" for exercise in members)
    # Open where there is something to do: lessons that are finished or not begun stay one line each.
    opened = " open" if begun and done < total else ""
    state = "passed" if done == total else "tried" if begun else "to do"
    word = {"passed": "done", "tried": "begun", "to do": "not begun"}[state]
    items = "".join(_exercise_html(exercise, known) for exercise in members)
    file, title = notebook_of(lesson)
    # Beside what can be folded, not in it: a link within a summary is lost to screen readers.
    link = _link(file, "open", label=f"Open {title}") if file else ""
    return (
        f'<div style="border-top:{BORDER};padding:4px 0;display:flex;justify-content:space-between;gap:1em">'
        f'<details{opened}><summary style="cursor:pointer">'
        f"{SYMBOLS[state]} {html.escape(title)}: {done} of {total}, {word}</summary>"
        f'<ul style="list-style:none;margin:4px 0;padding-left:2em">{items}</ul></details>{link}</div>'
    )


def _exercise_html(exercise: Listed, known: logbook.Known) -> str:
    state = known.status(exercise.name)
    return (
        f'<li style="margin:0">{SYMBOLS[state]} {exercise.number} <code>{exercise.name}</code> '
        f"{html.escape(exercise.title)} ({_optional(exercise)}{state}{_broken(exercise, known)})</li>"
    )


def _optional(exercise: Listed) -> str:
    return "optional, " if exercise.optional else ""


def _broken(exercise: Listed, known: logbook.Known) -> str:
    """Say how many wrong versions were exposed in "Break it"; whoever leaves that out is told nothing of it."""
    count = len(known.exposed.get(exercise.name, ()))
    return f", {count} wrong version{'s' * (count != 1)} exposed" if count else ""


def _link(file: str, title: str, label: str = "") -> str:
    if not file:
        return html.escape(title)
    said = f' aria-label="{html.escape(label)}"' if label else ""
    # Where a page sets no colour for links, the text's own has the contrast that one of ours could not have on any page.
    style = "color:var(--jp-content-link-color, inherit);text-decoration:underline"
    return f'<a href="{html.escape(file)}"{said} style="{style}">{html.escape(title)}</a>'


def _by_lesson(exercises: Sequence[Listed]) -> dict[int, list[Listed]]:
    lessons: dict[int, list[Listed]] = {}
    for exercise in exercises:
        lessons.setdefault(exercise.lesson, []).append(exercise)
    return lessons


def _passed(exercises: Sequence[Listed], known: logbook.Known) -> int:
    return sum(known.status(exercise.name) == "passed" for exercise in exercises)


def _left_over(upcoming: Listed) -> str:
    return " (optional, as all that is left)" if upcoming.optional else ""


def _next(exercises: Sequence[Listed], known: logbook.Known) -> Listed | None:
    """The first exercise that is open; an optional one only where nothing else is."""
    still_open = [exercise for exercise in exercises if known.status(exercise.name) != "passed"]
    return min(still_open, key=lambda exercise: exercise.optional, default=None)


# ---- the lessons -----------------------------------------------------------------------------------------------------


def notebook_of(lesson: int) -> tuple[str, str]:
    """Find the file name and the title of a lesson: ``("04_train_a_cnn.ipynb", "04 · Train a CNN")``.

    The files in ``lessons/`` are all there is to go by; without one, the file name is empty.
    """
    for folder in ("lessons", "solutions"):
        for file in lesson_files(COURSE / folder):
            if file.name.startswith(f"{lesson:02d}_"):
                return file.name, _title(file)
    return "", f"Lesson {lesson:02d}"


def _title(file) -> str:
    """The notebook's first heading up to the colon; where there is none, the words of the file's name."""
    try:
        cells = read_cells(file)
    except NotANotebook:
        cells = []
    heading = re.match(r"#\s+([^:\n]+)", cells[0].source) if cells else None
    if heading:
        return heading.group(1).strip()
    number, _, words = file.stem.partition("_")
    return f"{number} · {words.replace('_', ' ').capitalize()}"
