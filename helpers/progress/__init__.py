"""How far along you are: what is done, what comes next, and how to start over.

``progress_panel()`` shows it. Every check records itself; ``reset("1.3")`` and ``reset_all(confirm=True)`` open
exercises again. ``measured("key", value)`` keeps a number for the last lesson. What is stored, and where, is described in
`helpers.logbook`.
"""

from helpers import logbook
from helpers.exercises.declare import Listed, listing
from helpers.progress.measurements import latest, measured
from helpers.progress.panel import progress_panel

__all__ = ["latest", "measured", "progress_panel", "record", "reset", "reset_all", "status"]


def record(name_or_number: str, passed: bool, mistake: str | None = None) -> str:
    """Remember the outcome of a check.

    Parameters
    ----------
    name_or_number : str
        ``"relu"`` or ``"1.3"``.
    passed : bool
    mistake : str, optional
        The key of the mistake that was recognised.

    Returns
    -------
    note : str
        One line for the learner if the progress could not be stored as usual; else empty. Never raises for a file.

    Raises
    ------
    KeyError
        If there is no such exercise.
    """
    return logbook.record_check(_listed(name_or_number).name, passed, mistake)


def status(name_or_number: str) -> str:
    """Return ``"passed"``, ``"tried"`` or ``"to do"`` for an exercise."""
    return logbook.known().status(_listed(name_or_number).name)


def reset(name_or_number: str) -> None:
    """Open one exercise again. The notebook's cells are not touched.

    Parameters
    ----------
    name_or_number : str
        ``"relu"`` or ``"1.3"``.

    Raises
    ------
    KeyError
        If there is no such exercise.
    """
    exercise = _listed(name_or_number)
    note = logbook.record_reset(exercise.name)
    print(f"Exercise {exercise.number} {exercise.name} is open again. {note}".rstrip())


def reset_all(confirm: bool = False) -> None:
    """Open all exercises again, and forget predictions, quizzes and measurements. The notebooks' cells are not touched.

    Parameters
    ----------
    confirm : bool
        Nothing happens without ``confirm=True``.
    """
    if confirm is not True:
        begun = logbook.known().exercises.values()
        done = sum(entry.status == "passed" for entry in begun)
        print(
            f"This would open everything again: {len(begun)} exercises begun, {done} of them passed. Your notebooks "
            "would stay as they are.\nIf you mean it: reset_all(confirm=True)"
        )
        return
    note = logbook.record_reset()
    counted = (
        "All exercises are open again, and all predictions and quizzes; what you measured and wrote counts no more."
    )
    print(f"{counted} {note}".rstrip())


def _listed(name_or_number: str) -> Listed:
    wanted = str(name_or_number).strip()
    for one in listing():
        if wanted in (one.name, one.number):
            return one
    known = ", ".join(f"{one.number} {one.name}" for one in listing())
    raise KeyError(f"there is no exercise {wanted!r}; the course has {known}")
