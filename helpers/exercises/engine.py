"""Check a learner's function against an exercise: run it, compare, recognise the mistake, describe the rest.

``check`` is all there is to feedback: the decorator in the notebooks, the marking command and the tests call it, and
none of them decides anything by itself.
"""

import dis
import inspect
import re
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np

from helpers.exercises import sandbox
from helpers.exercises.compare import as_plain, copy_argument, equal, parts, precision, same_argument, shapes
from helpers.exercises.core import Exercise, Mistake, Probe, get
from helpers.exercises.describe import describe, problem
from helpers.exercises.errors import explain_error, explain_warnings, text_of


@dataclass(frozen=True)
class Outcome:
    """What a function did on one probe: a value, an error, and the traces it left."""

    value: Any = None
    error: BaseException | None = None
    look_error: Exception | None = None
    stopped: str = ""
    changed: tuple = ()
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


@dataclass(frozen=True)
class Result:
    """What a check found out; it holds everything the card shows.

    Attributes
    ----------
    passed : bool
    mistake : str or None
        The key of the recognised mistake.
    message : str
        What to do next, in plain text.
    status : str
        ``"passed"``, ``"not yet"`` or ``"not started"``.
    tried : tuple of (str, bool or None)
        The label of each probe and whether it went well; None where it was not reached.
    failing : Trial or None
        The smallest input on which the function fails.
    expected, got : object
        The values on that input, where there are any.
    notes : tuple of str
        Remarks that do not decide anything: warnings, global variables put back.
    output : str
        What the function printed.
    error_line, error_source : int or None, str
        The line of the learner's cell where an exception came from.
    """

    exercise: Exercise
    passed: bool
    mistake: str | None
    message: str
    status: str
    tried: tuple = ()
    failing: Trial | None = None
    expected: Any = None
    got: Any = None
    notes: tuple = ()
    output: str = ""
    error_line: int | None = None
    error_source: str = ""
    trials: tuple = field(default=(), repr=False)


def check(name_or_number, function) -> Result:
    """Check a function against the exercise of that name or number; display nothing.

    Parameters
    ----------
    name_or_number : str
        ``"relu"`` or ``"1.3"``.
    function : callable
        The learner's function. Whatever it does, this function returns normally.

    Returns
    -------
    Result

    Raises
    ------
    KeyError
        If there is no such exercise.
    TypeError
        If `function` cannot be called.

    Examples
    --------
    >>> check("relu", lambda z: np.maximum(z, 0)).passed
    True
    >>> check("relu", lambda z: np.minimum(z, 0)).status
    'not yet'
    """
    exercise = get(name_or_number)
    if not callable(function):
        raise TypeError(f"function: expected a function, got {type(function).__name__}")
    if is_stub(function):
        return _not_started(exercise)
    try:
        trials, run = _run(exercise, function)
    except KeyboardInterrupt:
        return _interrupted(exercise)
    if any(_is_unfinished(trial.got) for trial in trials):
        return _not_started(exercise, trials)
    return _judge(exercise, trials, run)


# --- running --------------------------------------------------------------------------------------------------------


def _run(exercise, function):
    """Run every probe twice: a function that remembers something between calls answers differently."""
    probes = exercise.probes
    inputs = [_Input(probe) for probe in probes * 2]
    run = sandbox.run(function, inputs, _look(exercise))
    outcomes = [_outcome(exercise, call, given) for call, given in zip(run.calls, inputs)]
    expected = _expected(exercise)
    names = _argument_names(exercise)
    trials = []
    for i, probe in enumerate(probes[: len(outcomes)]):
        args, kwargs = probe.make() if probe.make else (probe.args, probe.kwargs)
        got = outcomes[i]
        if i + len(probes) < len(outcomes):
            got = _with_memory(probe, got, outcomes[i + len(probes)], args)
        trial = Trial(probe, args, kwargs, names, expected[i], got)
        trials.append(Trial(probe, args, kwargs, names, expected[i], got, problem(trial)))
    return trials, run


class _Input:
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


def _look(exercise):
    """Return what to keep of a result: a copy, since later calls may write into the same array."""

    def look(result, args, kwargs):
        if inspect.iscoroutine(result):
            result.close()
        unfinished = result is None or result is Ellipsis
        if exercise.observe is not None and not unfinished:
            result = exercise.observe(result, args)
        return copy_argument(as_plain(result))

    return look


def _outcome(exercise, call, given):
    return Outcome(
        value=call.value,
        error=call.error,
        look_error=call.look_error,
        stopped=call.stopped,
        changed=() if call.error or call.stopped else given.changed(),
        output=call.output,
        warnings=tuple(call.warnings),
    )


def _with_memory(probe, first, second, args):
    if second.stopped or same_outcome(probe, first, second, args):
        return first
    return Outcome(**{**vars(first), "forgetful": False})


@cache
def _expected(exercise):
    """The reference's outcomes, computed once."""
    return tuple(_run_ours(exercise, exercise.reference, probe) for probe in exercise.probes)


def _run_ours(exercise, function, probe):
    """Run the course's own code, right or wrong on purpose, on one probe; it needs no fence."""
    given = _Input(probe)
    look = _look(exercise)
    with np.errstate(all="ignore"):
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


def _argument_names(exercise):
    return tuple(inspect.signature(exercise.reference).parameters)


def _flatten(value):
    if isinstance(value, (list, tuple)):
        for part in value:
            yield from _flatten(part)
    else:
        yield value


# --- judging --------------------------------------------------------------------------------------------------------


def _judge(exercise, trials, run):
    failing = [trial for trial in trials if trial.problem]
    notes = _notes(trials, run)
    tried = tuple((trial.probe.label, not trial.problem) for trial in trials)
    tried += tuple((probe.label, None) for probe in exercise.probes[len(trials) :])
    common = {"exercise": exercise, "tried": tried, "notes": notes, "trials": tuple(trials)}
    if not failing and len(trials) == len(exercise.probes):
        shown = trials[0].got.output if trials else ""
        message = exercise.note or "Every answer is right."
        return Result(passed=True, mistake=None, message=message, status="passed", output=shown, **common)

    smallest = min(failing, key=lambda trial: (trial.size, trials.index(trial)))
    stopped = next((trial for trial in failing if trial.got.stopped), None)
    smallest = stopped or smallest
    mistake = None if stopped else recognise(exercise, trials)
    line, source = None, ""
    if smallest.got.error is not None:
        reason, line, source = explain_error(smallest.got.error, exercise, smallest)
    else:
        reason = describe(exercise, trials, smallest)
    return Result(
        passed=False,
        mistake=mistake.key if mistake else None,
        message=mistake.sentence if mistake else reason,
        status="not yet",
        failing=smallest,
        expected=smallest.expected.value,
        got=smallest.got.value,
        output=smallest.got.output,
        error_line=line,
        error_source=source,
        **common,
    )


def _notes(trials, run):
    notes = list(explain_warnings(trials)) + _precision_notes(trials)
    if run.changed_globals:
        names = ", ".join(f"`{name}`" for name in run.changed_globals)
        notes.append(f"Your function changed {names} outside itself. The check has put that back.")
    if run.left_behind:
        notes.append("Your code could not be stopped and still runs. If the notebook becomes slow, restart the kernel.")
    return tuple(notes)


def _precision_notes(trials):
    """A result in fewer digits than its input is right as far as it goes, but worth a word."""
    for trial in trials:
        values = parts(trial.got.value) if not trial.problem else ()
        if precision(*trial.args, trial.expected.value) == "double" and precision(*values) == "single":
            return [f"Your result is float32 although the input was float64 ({trial.probe.label}): digits are lost."]
    return []


# --- recognising ----------------------------------------------------------------------------------------------------


def recognise(exercise, trials) -> Mistake | None:
    """Find the first mistake of the catalogue that does on every probe what the learner's function did."""
    for mistake in exercise.mistakes:
        if all(_explains(exercise, mistake, i, trial) for i, trial in enumerate(trials)):
            return mistake
    return None


def _explains(exercise, mistake, i, trial):
    return same_outcome(trial.probe, _outcome_of_mistake(exercise, mistake, i), trial.got, trial.args)


@cache
def _outcome_of_mistake(exercise, mistake, i):
    probe = exercise.probes[i]
    first = _run_ours(exercise, mistake.wrong, probe)
    args = probe.make()[0] if probe.make else probe.args
    return _with_memory(probe, first, _run_ours(exercise, mistake.wrong, probe), args)


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


def _same_error(one, other):
    """Compare two errors by class and by the words of the message, leaving out sizes and names of functions."""
    return type(one) is type(other) and _words(one) == _words(other)


def _words(error):
    text = re.sub(r"[\w.<>]+\(\)", "", text_of(error))
    return " ".join(re.findall(r"[A-Za-z]+", text))[:60]


# --- not started ----------------------------------------------------------------------------------------------------


def is_stub(function) -> bool:
    """Tell whether a function has no body yet: a docstring with ``...``, ``pass`` or ``raise NotImplementedError``.

    Examples
    --------
    >>> def relu(z):
    ...     "Cut off what is negative."
    ...     ...
    >>> is_stub(relu)
    True
    """
    code = getattr(function, "__code__", None)
    if code is None or code.co_name == "<lambda>" or code.co_flags & (inspect.CO_GENERATOR | inspect.CO_COROUTINE):
        return False
    steps = [step for step in dis.get_instructions(code) if step.opname not in ("RESUME", "NOP", "CACHE")]
    names = [step.opname for step in steps]
    if names in (["LOAD_CONST", "RETURN_VALUE"], ["RETURN_CONST"]):
        return steps[0].argval in (None, Ellipsis)
    return code.co_names == ("NotImplementedError",) and names[-1] == "RAISE_VARARGS" and len(names) <= 6


def _is_unfinished(outcome):
    """Tell whether the result is still the placeholder of the stub, or the function says so itself."""
    if isinstance(outcome.error, NotImplementedError):
        return True
    values = outcome.value if isinstance(outcome.value, (tuple, list)) else (outcome.value,)
    return any(value is Ellipsis for value in values)


def _interrupted(exercise):
    return Result(
        exercise=exercise,
        passed=False,
        mistake=None,
        message="You stopped the check. Nothing is lost: run the cell again when you like.",
        status="not yet",
        tried=tuple((probe.label, None) for probe in exercise.probes),
    )


def _not_started(exercise, trials=()):
    return Result(
        exercise=exercise,
        passed=False,
        mistake=None,
        message="Write your code in place of the `...`, then run the cell again. Nothing else in the lesson waits for it.",
        status="not started",
        tried=tuple((probe.label, None) for probe in exercise.probes),
        trials=tuple(trials),
    )
