"""What a function did on each probe, and when two functions did the same."""

import re
import warnings
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np

from helpers.exercises.compare import copy_argument, equal, parts, same_argument, shapes
from helpers.exercises.declare import Probe
from helpers.exercises.plain import as_plain, text_of

# The exponential of 710 is infinity; and no input that is about something else has a number so large.
EXTREME = 500


@dataclass(frozen=True)
class Outcome:
    """What a function did on one probe: a value, an error, and the traces it left."""

    value: Any = None
    error: BaseException | None = None
    look_error: Exception | None = None
    stopped: str = ""
    changed: tuple = ()
    after: dict = field(default_factory=dict)  # what a changed argument then was, by its position
    forgetful: bool = True  # False when a second call with the same input gave another answer
    output: str = ""
    warnings: tuple = ()


@dataclass(frozen=True)
class Trial:
    """One probe with what was expected and what came; ``problem`` is empty if that is all right."""

    probe: Probe
    args: tuple
    kwargs: dict
    names: tuple
    expected: Outcome
    got: Outcome
    problem: str = ""

    @property
    def size(self) -> int:
        """How many numbers the input has; the smallest failing input is the one to show."""
        return sum(np.size(part) for part in _flatten(self.args) if isinstance(part, (np.ndarray, float, int)))

    @property
    def _arrays(self):
        return [part for part in _flatten(self.args) if isinstance(part, np.ndarray)]

    @property
    def is_extreme(self) -> bool:
        """Whether a number is so large that its exponential says more about the computer than about the formula."""
        return any(array.dtype.kind in "fiu" and bool(np.any(np.abs(array) > EXTREME)) for array in self._arrays)

    @property
    def says_little(self) -> bool:
        """Whether no array has more than one entry: then a sum, a mean and the one entry itself all look the same."""
        arrays = self._arrays
        return bool(arrays) and all(array.size <= 1 for array in arrays)


def _flatten(value):
    if isinstance(value, (list, tuple)):
        for part in value:
            yield from _flatten(part)
    else:
        yield value


class Given:
    """Fresh arguments of one probe, and a second copy to see what the call changed."""

    def __init__(self, probe):
        self.probe = probe
        self.args, self.before = None, None

    def __call__(self):
        args, kwargs = self.probe.make() if self.probe.make else (self.probe.args, self.probe.kwargs)
        if not self.probe.make:
            args, kwargs = copy_argument(args), copy_argument(kwargs)
        self.args, self.before = args, copy_argument(args)
        return args, kwargs

    def changed(self):
        """Return the positions of the arguments that are not what they were."""
        pairs = zip(self.before or (), self.args or ())
        return tuple(i for i, (before, after) in enumerate(pairs) if not same_argument(before, after))

    def after(self):
        """Return those of the changed arguments that are plain arrays still, or lists of them, as they are now."""
        return {i: copy_argument(self.args[i]) for i in self.changed() if _is_plain(self.args[i])}


def _is_plain(value):
    # A list may hold things of the learner's own by now, which nobody should ask anything outside the fence.
    return type(value) is np.ndarray or type(value) is list and all(type(part) is np.ndarray for part in value)


def look_at(exercise):
    """Return what to keep of a result: a copy, since later calls may write into the same array."""

    def look(result, args, kwargs):
        plain = as_plain(result)
        unfinished = plain is None or any(part is Ellipsis for part in parts(plain))
        if exercise.observe is None or unfinished:
            return plain
        return as_plain(exercise.observe(plain, args))

    return look


def of_call(call, given):
    """Return the outcome of a call that was made in the sandbox."""
    return Outcome(
        value=call.value,
        error=call.error,
        look_error=call.look_error,
        stopped=call.stopped,
        changed=() if call.error or call.stopped else given.changed(),
        after={} if call.error or call.stopped else given.after(),
        output=call.output,
        warnings=tuple(call.warnings),
    )


def with_memory(probe, first, second, args):
    """Return the first of two outcomes on the same input, marked if the second is another one."""
    if second.stopped:
        return second
    if same_outcome(probe, first, second, args):
        return first
    return Outcome(**{**vars(first), "forgetful": False})


@cache
def expected_outcomes(exercise):
    """The reference's outcomes, computed once."""
    return tuple(run_ours(exercise, exercise.reference, probe) for probe in exercise.probes)


def run_ours(exercise, function, probe):
    """Run the course's own code, right or wrong on purpose, on one probe; it needs no fence."""
    given = Given(probe)
    look = look_at(exercise)
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        args, kwargs = given()
        try:
            result = function(*args, **kwargs)
        except Exception as error:
            return Outcome(error=error)
        try:
            value = look(result, args, kwargs)
        except Exception as error:
            return Outcome(look_error=error, changed=given.changed())
        return Outcome(value=value, changed=given.changed())


def same_outcome(probe, one, other, args) -> bool:
    """Tell whether two functions did the same on a probe, for all that a learner can see."""
    if one.error is not None or other.error is not None:
        return _same_error(one.error, other.error)
    if one.look_error is not None or other.look_error is not None:
        return _same_error(one.look_error, other.look_error)
    if one.changed != other.changed or one.forgetful != other.forgetful or one.stopped != other.stopped:
        return False
    if not one.forgetful:
        # What such a function returns depends on how often it was called before; its shape does not.
        return shapes(one.value) == shapes(other.value)
    return equal(probe, one.value, other.value, args)


# `@`, `np.dot` and `np.einsum` complain in different words about the same thing: sizes inside a product that differ.
_PRODUCT = re.compile(
    r"matmul.*is different from|shapes \(.*\) and \(.*\) not aligned|remapped shapes .*newaxis", re.DOTALL
)


def _same_error(one, other):
    """Compare two errors by class and by the words of the message, leaving out sizes and names of functions."""
    if type(one) is not type(other):
        return False
    return _words(one) == _words(other) or all(_PRODUCT.search(text_of(error)) for error in (one, other))


def _words(error):
    # `np.pad` and `np.einsum` begin their complaints about shapes with the same 80 letters; only the latter names a
    # varying number of new axes.
    text = re.sub(r"[\w.<>]+\(\)|newaxis", "", text_of(error))
    return " ".join(re.findall(r"[A-Za-z]+", text))[:90]
