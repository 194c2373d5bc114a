"""What an exercise is: its reference, the inputs that test it, its hints and the mistakes people make in it.

The catalogues (``lesson_00`` and so on) are lists of such exercises and import nothing of the teaching half but this
module. A catalogue is imported when somebody first asks for an exercise, so a cell that checks ``relu`` does not pay
for anything it does not use.
"""

import difflib
import importlib
import importlib.util
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

_LESSONS = tuple(f"lesson_{number:02d}" for number in range(7))
_exercises: dict[str, "Exercise"] = {}
_loaded = False


@dataclass(frozen=True, eq=False)
class Probe:
    """One input on which the learner's function is compared with the reference.

    Parameters
    ----------
    label : str
        What is special about this input, as the card shows it: ``"a tie"``, ``"a batch of one"``.
    args, kwargs : tuple, dict
        The arguments. Every call gets fresh copies of the arrays in them, with the same memory layout.
    make : callable, optional
        Returns ``(args, kwargs)``; for objects that cannot simply be copied, such as networks. It must build the
        same objects every time.
    rtol, atol : float, optional
        Tolerances for this probe in place of the engine's own.
    """

    label: str
    args: tuple = ()
    kwargs: dict = field(default_factory=dict)
    make: Callable[[], tuple[tuple, dict]] | None = None
    rtol: float | None = None
    atol: float | None = None


@dataclass(frozen=True, eq=False)
class Mistake:
    """A wrong implementation that people really write, and the sentence that helps them.

    Parameters
    ----------
    key : str
        A short name in ``snake_case``, unique within the exercise.
    wrong : callable
        The wrong implementation. It must fail at least one probe.
    sentence : str
        One to three short sentences: what the mistake is and what to do next. Never the solution.
    """

    key: str
    wrong: Callable
    sentence: str


@dataclass(frozen=True, eq=False)
class Exercise:
    """An exercise: one function to write, and all that is needed to give feedback on it.

    Parameters
    ----------
    name : str
        The name of the function: ``"relu"``.
    number : str
        Its place, lesson and position: ``"1.3"``.
    title : str
        A few words for the progress panel.
    reference : callable
        A right implementation; its results on the probes are what is expected.
    probes : tuple of Probe
        The inputs, simplest first.
    hints : tuple of str
        From a nudge to nearly the answer; code between backticks.
    mistakes : tuple of Mistake
        The most specific first: the first that explains every outcome is shown.
    observe : callable, optional
        ``observe(result, args)`` returns what is compared, an array or a tuple of arrays. The default is the result
        itself. Useful where several answers are right, or where the effect on an argument is what counts.
    entries : tuple of str
        What the entries of the result are called, where they have names: ``("Corner 00", …)``.
    note : str
        A remark shown on the card when the exercise passes.

    Examples
    --------
    >>> three = Probe("three", (3.0,))
    >>> double = Exercise("double", "9.1", "Twice", lambda z: 2 * z, (three,), ("Add `z` to itself.",))
    >>> double.lesson
    9
    """

    name: str
    number: str
    title: str
    reference: Callable
    probes: tuple[Probe, ...]
    hints: tuple[str, ...]
    mistakes: tuple[Mistake, ...] = ()
    observe: Callable[[Any, tuple], Any] | None = None
    entries: tuple[str, ...] = ()
    note: str = ""

    @property
    def lesson(self) -> int:
        """The number of the lesson the exercise belongs to."""
        return int(self.number.split(".")[0])


def register(exercise: Exercise) -> Exercise:
    """Add an exercise to the course and return it.

    Raises
    ------
    ValueError
        If another exercise already has its name or its number, or two of its mistakes share a key.
    """
    for other in _exercises.values():
        if (other.name == exercise.name) != (other.number == exercise.number):
            raise ValueError(
                f"exercise {exercise.number} {exercise.name}: the course already has {other.number} {other.name}"
            )
    keys = [mistake.key for mistake in exercise.mistakes]
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if twice:
        raise ValueError(f"exercise {exercise.number} {exercise.name}: two mistakes are called {', '.join(twice)}")
    _exercises[exercise.name] = exercise
    return exercise


def get(name_or_number: str) -> Exercise:
    """Find an exercise by the name of its function or by its number.

    Raises
    ------
    KeyError
        If there is no such exercise; the message names those there are.

    Examples
    --------
    >>> get("1.3").name
    'relu'
    """
    _load_catalogues()
    wanted = str(name_or_number).strip()
    for exercise in _exercises.values():
        if wanted in (exercise.name, exercise.number):
            return exercise
    known = ", ".join(f"{exercise.number} {exercise.name}" for exercise in all_exercises())
    raise KeyError(f"there is no exercise {wanted!r}; the course has {known}")


def all_exercises() -> list[Exercise]:
    """Return every exercise of the course, in the order of their numbers (1.2 before 1.10)."""
    _load_catalogues()
    return sorted(_exercises.values(), key=lambda exercise: _place(exercise.number))


def near_exercises(number: str, name: str, most: int = 4) -> list[Exercise]:
    """Return the exercises that may be meant by a number and a function's name that are both unknown, nearest first.

    Examples
    --------
    >>> [exercise.name for exercise in near_exercises("", "sofmax")]
    ['softmax']
    """
    by_name = {exercise.name: exercise for exercise in all_exercises()}
    alike = difflib.get_close_matches(name, by_name, n=most, cutoff=0.6)
    within = [other for other in by_name if other in name or name and name in other]
    same_lesson = [other for other in by_name if number.split(".")[0] == str(by_name[other].lesson)]
    return [by_name[other] for other in dict.fromkeys(alike + within + same_lesson)][:most]


def _place(number: str) -> tuple[int, ...]:
    return tuple(int(part) for part in number.split("."))


def _load_catalogues() -> None:
    """Import each catalogue once. One that does not exist is skipped; one that exists and is broken is an error."""
    global _loaded
    if _loaded:
        return
    for lesson in _LESSONS:
        module = f"{__package__}.{lesson}"
        if importlib.util.find_spec(module) is not None:
            importlib.import_module(module)
    _loaded = True
