"""What an exercise is, and where to find it.

Every exercise has a room of its own: two files in the folder of its lesson. ``lesson_01/relu.py`` says what is asked
and calls `declare`; ``lesson_01/relu.toml`` holds right ways to write it and the mistakes people make. The lesson's
``__init__.py`` lists its exercises in their order, which gives them their numbers. Asking for one exercise imports that
one and no other.
"""

import difflib
import importlib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from helpers.exercises.mistakes import Catalogue, Mistake

_HERE = Path(__file__).parent
_added: dict[str, "Exercise"] = {}


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
    catalogue : Catalogue, optional
        Right ways and known mistakes, from the data file.
    results : tuple of str
        What the parts of the result are called, where there are several: ``("grad_w", "grad_b")``.
    observe : callable, optional
        ``observe(result, args)`` returns what is compared, an array or a tuple of arrays. The default is the result
        itself. Useful where several answers are right, or where the effect on an argument is what counts.
    entries : tuple of str
        What the entries of the result are called, where they have names: ``("Corner 00", …)``.
    rule : callable, optional
        ``rule(trials)`` names a mistake that is one for a whole range of numbers: its key and its sentence, or None.
    window : callable, optional
        ``window(place, *args)`` says what the entry of the result at a place is made from: for the position of each
        argument that counts, the index of its part. The card marks it.
    slope : bool
        Whether the function is a derivative, taken entry by entry at its first argument.
    ties : bool
        Whether equal numbers in an array are a case of their own.
    batch : bool
        Whether the first axis of the first array, if it has several, counts samples.
    note : str
        A remark shown on the card when the exercise passes.
    no_overflow : bool
        Whether to come out right without an overflow on the way is a goal of its own: the card of a right answer says
        whether it is reached.
    optional : bool
        Whether the lesson goes on without it.

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
    catalogue: Catalogue | None = None
    results: tuple[str, ...] = ()
    observe: Callable[[Any, tuple], Any] | None = None
    entries: tuple[str, ...] = ()
    rule: Callable[[list], tuple[str, str] | None] | None = None
    window: Callable[..., dict[int, tuple]] | None = None
    slope: bool = False
    ties: bool = False
    batch: bool = True
    note: str = ""
    no_overflow: bool = False
    optional: bool = False

    @property
    def lesson(self) -> int:
        """The number of the lesson the exercise belongs to."""
        return int(self.number.split(".")[0])

    @property
    def mistakes(self) -> tuple[Mistake, ...]:
        """The known mistakes, the most specific first: the first that explains every outcome is shown."""
        return self.catalogue.mistakes if self.catalogue else ()


class Listed(NamedTuple):
    """What the list of a lesson says of an exercise, known without loading it."""

    name: str
    number: str
    title: str
    optional: bool = False

    @property
    def lesson(self) -> int:
        """The number of the lesson."""
        return int(self.number.split(".")[0])


def declare(module: str, **asked) -> Exercise:
    """Make the exercise that a module in a lesson's folder is about.

    Parameters
    ----------
    module : str
        The module's ``__name__``; its last part is the name of the function, and of the data file beside it.
    **asked
        The fields of `Exercise` from `reference` on.
    """
    _, lesson, name = module.rsplit(".", 2)
    listed = next(one for one in listing() if one.name == name)
    return Exercise(
        *listed[:3], optional=listed.optional, catalogue=Catalogue(_HERE / lesson / f"{name}.toml", name), **asked
    )


@cache
def _listed() -> tuple[Listed, ...]:
    found = []
    for folder in sorted(_HERE.glob("lesson_*")):
        listed = importlib.import_module(f"{__package__}.{folder.name}")
        lesson = int(folder.name.removeprefix("lesson_"))
        for place, (name, title) in enumerate(listed.TITLES.items(), 1):
            found.append(Listed(name, f"{lesson}.{place}", title, name in getattr(listed, "OPTIONAL", ())))
    return tuple(found)


def listing() -> tuple[Listed, ...]:
    """Return name, number and title of every exercise, in their order, without loading any of them."""
    return _listed() + tuple(Listed(one.name, one.number, one.title, one.optional) for one in _added.values())


def add(exercise: Exercise) -> Exercise:
    """Add an exercise that is no part of a lesson, and return it.

    Raises
    ------
    ValueError
        If another exercise already has its name or its number.
    """
    for other in listing():
        if (other.name == exercise.name) != (other.number == exercise.number):
            raise ValueError(
                f"exercise {exercise.number} {exercise.name}: the course already has {other.number} {other.name}"
            )
    _added[exercise.name] = exercise
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
    wanted = str(name_or_number).strip()
    for one in listing():
        if wanted in (one.name, one.number):
            return _load(one)
    known = ", ".join(f"{one.number} {one.name}" for one in listing())
    raise KeyError(f"there is no exercise {wanted!r}; the course has {known}")


def _load(one: Listed) -> Exercise:
    if one.name in _added:
        return _added[one.name]
    return importlib.import_module(f"{__package__}.lesson_{one.lesson:02d}.{one.name}").EXERCISE


def all_exercises() -> list[Exercise]:
    """Load every exercise of the course and return them in the order of their numbers (1.2 before 1.10)."""
    return [_load(one) for one in listing()]


def near_exercises(number: str, name: str, most: int = 4) -> list[Listed]:
    """Return the exercises that may be meant by a number and a function's name that are both unknown, nearest first.

    Examples
    --------
    >>> [exercise.name for exercise in near_exercises("", "sofmax")]
    ['softmax']
    """
    by_name = {one.name: one for one in listing()}
    alike = difflib.get_close_matches(name, by_name, n=most, cutoff=0.6)
    within = [other for other in by_name if other in name or name and name in other]
    same_lesson = [other for other in by_name if number.split(".")[0] == str(by_name[other].lesson)]
    return [by_name[other] for other in dict.fromkeys(alike + within + same_lesson)][:most]
