"""How far along you are: what is done, what comes next, and how to start over.

``progress_panel()`` shows it. Every check records itself; ``reset("1.3")`` and ``reset_all(confirm=True)`` forget.
The file behind it is described in `progress_file`.
"""

import datetime
import html
import json
import re
from pathlib import Path

from helpers import progress_file
from helpers.exercises.core import all_exercises, get

COURSE = Path(__file__).resolve().parents[1]
SYMBOLS = {"passed": "✓", "tried": "◐", "to do": "○"}


def record(name_or_number, passed):
    """Remember the outcome of a check.

    Attempts are counted until the exercise passes; once passed, it stays passed.

    Parameters
    ----------
    name_or_number : str
        ``"relu"`` or ``"1.3"``.
    passed : bool

    Returns
    -------
    note : str
        One line for the learner if the progress could not be stored as usual; else empty. Never raises for a file.
    """
    name = get(name_or_number).name

    def count(entries):
        entry = entries.setdefault(name, {"status": "tried", "attempts": 0, "first_passed": None})
        if entry["status"] == "passed":
            return
        entry["attempts"] += 1
        if passed:
            entry["status"] = "passed"
            entry["first_passed"] = datetime.date.today().isoformat()

    return progress_file.update(count)


def status(name_or_number):
    """Return ``"passed"``, ``"tried"`` or ``"to do"`` for an exercise."""
    entries, _ = progress_file.load()
    return _status(entries, get(name_or_number))


def reset(name_or_number):
    """Forget one exercise; the file is copied first. The notebook's cells are not touched.

    Parameters
    ----------
    name_or_number : str
        ``"relu"`` or ``"1.3"``.

    Raises
    ------
    KeyError
        If there is no such exercise.
    """
    exercise = get(name_or_number)
    _forget(f"Exercise {exercise.number} {exercise.name} is open again.", [exercise.name])


def reset_all(confirm=False):
    """Forget all progress; the file is copied first. The notebooks' cells are not touched.

    Parameters
    ----------
    confirm : bool
        Nothing happens without ``confirm=True``.
    """
    entries, _ = progress_file.load()
    done = sum(entry["status"] == "passed" for entry in entries.values())
    if confirm is not True:
        print(
            f"This would forget your progress: {len(entries)} exercises begun, {done} of them passed. Your notebooks "
            "would stay as they are.\nIf you mean it: reset_all(confirm=True)"
        )
        return
    _forget("All exercises are open again.", list(entries))


def _forget(message, names):
    try:
        copy = progress_file.backup()
    except OSError as error:
        print(f"Nothing was changed: no copy of your progress could be made first ({error.strerror}).")
        return

    def forget(entries):
        for name in names:
            entries.pop(name, None)

    note = progress_file.update(forget)
    entries, _ = progress_file.load()
    if any(name in entries for name in names):
        print(f"Nothing was changed. {note}")
        return
    kept = f" What was stored before is kept as {copy.name}." if copy else ""
    print(message + kept + (f"\n{note}" if note else ""))


# --- the panel ------------------------------------------------------------------------------------------------------


def progress_panel(lesson=None):
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
    exercises = all_exercises()
    if lesson is not None:
        exercises = [exercise for exercise in exercises if exercise.lesson == int(lesson)]
        if not exercises:
            known = sorted({exercise.lesson for exercise in all_exercises()})
            raise ValueError(f"lesson: expected one of {known}, got {lesson!r}")
    entries, note = progress_file.load()
    text = _as_text(exercises, entries, note)
    try:
        from IPython import get_ipython
        from IPython.display import display
    except ImportError:
        print(text)
        return
    if get_ipython() is None:
        print(text)
        return
    display({"text/html": _as_html(exercises, entries, note), "text/plain": text}, raw=True)


def _status(entries, exercise):
    return entries.get(exercise.name, {}).get("status", "to do")


def _by_lesson(exercises):
    lessons = {}
    for exercise in exercises:
        lessons.setdefault(exercise.lesson, []).append(exercise)
    return lessons


def notebook_of(lesson):
    """Find the file name and the title of a lesson: ``("04_train_a_cnn.ipynb", "04 · Train a CNN")``.

    The files in ``lessons/`` are all there is to go by; without one, the file name is empty.
    """
    for folder in ("lessons", "solutions"):
        for file in sorted((COURSE / folder).glob(f"{lesson:02d}_*.ipynb")):
            # A learner's own copies stand beside the lesson and have longer names.
            if "-" not in file.stem:
                return file.name, _title(file)
    return "", f"Lesson {lesson:02d}"


def _title(file):
    """The notebook's first heading up to the colon; where there is none, the words of the file's name."""
    try:
        first = json.loads(file.read_text(encoding="utf-8"))["cells"][0]["source"]
        heading = re.match(r"#\s+([^:\n]+)", first if isinstance(first, str) else "".join(first))
    except (OSError, ValueError, LookupError, TypeError):
        heading = None
    if heading:
        return heading.group(1).strip()
    number, _, words = file.stem.partition("_")
    return f"{number} · {words.replace('_', ' ').capitalize()}"


def _count(entries, exercises):
    return sum(_status(entries, exercise) == "passed" for exercise in exercises)


def _next(exercises, entries):
    """The first exercise that is not passed, or None."""
    return next((exercise for exercise in exercises if _status(entries, exercise) != "passed"), None)


def _as_text(exercises, entries, note):
    lines = [f"Progress: {_count(entries, exercises)} of {len(exercises)} exercises passed"]
    for lesson, members in _by_lesson(exercises).items():
        lines.append(f"{notebook_of(lesson)[1]}: {_count(entries, members)} of {len(members)}")
        for exercise in members:
            state = _status(entries, exercise)
            lines.append(f"  {SYMBOLS[state]} {exercise.number} {exercise.name} ({state})")
    upcoming = _next(exercises, entries)
    lines.append(f"Next: {upcoming.number} {upcoming.name}" if upcoming else "Everything here is done.")
    return "\n".join(lines + ([note] if note else []))


BORDER = "1px solid var(--jp-border-color2, #8a8a8a)"


def _as_html(exercises, entries, note):
    done, total = _count(entries, exercises), len(exercises)
    upcoming = _next(exercises, entries)
    rows = [_lesson_html(lesson, members, entries) for lesson, members in _by_lesson(exercises).items()]
    if upcoming:
        file, title = notebook_of(upcoming.lesson)
        where = f"{upcoming.number} <code>{upcoming.name}</code>, {html.escape(upcoming.title)}"
        following = f"<b>Next:</b> {where}, in {_link(file, title)}"
    else:
        following = "<b>Everything here is done.</b>"
    warning = f'<p style="margin:8px 0 0">⚠ <b>Note:</b> {html.escape(note)}</p>' if note else ""
    return (
        f'<section role="status" aria-label="Progress" style="border:{BORDER};border-radius:4px;padding:8px 12px;'
        'max-width:46em;color:var(--jp-ui-font-color1, inherit);font-family:var(--jp-ui-font-family, sans-serif)">'
        f'<p style="margin:0 0 6px"><b>Progress: {done} of {total} exercises passed</b></p>'
        + "".join(rows)
        + f'<p style="margin:8px 0 0">{following}</p>{warning}</section>'
    )


def _lesson_html(lesson, members, entries):
    done, total = _count(entries, members), len(members)
    begun = any(_status(entries, exercise) != "to do" for exercise in members)
    # Open where there is something to do: lessons that are finished or not begun stay one line each.
    opened = " open" if begun and done < total else ""
    state = "passed" if done == total else "tried" if begun else "to do"
    word = {"passed": "done", "tried": "begun", "to do": "not begun"}[state]
    file, title = notebook_of(lesson)
    items = "".join(
        f'<li style="margin:0">{SYMBOLS[_status(entries, exercise)]} {exercise.number} <code>{exercise.name}</code> '
        f"{html.escape(exercise.title)} ({_status(entries, exercise)})</li>"
        for exercise in members
    )
    return (
        f'<details{opened} style="border-top:{BORDER};padding:4px 0"><summary style="cursor:pointer">'
        f"{SYMBOLS[state]} {_link(file, title)}: {done} of {total}, {word}</summary>"
        f'<ul style="list-style:none;margin:4px 0;padding-left:2em">{items}</ul></details>'
    )


def _link(file, title):
    if not file:
        return html.escape(title)
    style = "color:var(--jp-content-link-color, #2b8cd6)"
    return f'<a href="{html.escape(file)}" style="{style}">{html.escape(title)}</a>'
