"""Check a learner's function against an exercise: run it, compare, recognise the mistake, describe the rest.

``check`` is all there is to feedback: the decorator in the notebooks, the marking command and the tests call it, and
none of them decides anything by itself.
"""

import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from helpers.exercises.card.steps import Step, steps, where_nan_begins
from helpers.exercises.compare import parts, precision
from helpers.exercises.declare import Exercise, get
from helpers.exercises.diagnose import diagnose
from helpers.exercises.outcomes import Given, Trial, expected_outcomes, look_at, of_call, with_memory
from helpers.exercises.plain import clean
from helpers.exercises.repair import where_to_look
from helpers.exercises.run import originals, sandbox
from helpers.exercises.run.borrowed import Borrowed, Reference
from helpers.exercises.run.global_names import bound_to_itself, global_names
from helpers.exercises.source import Source
from helpers.exercises.stubs import is_stub, is_unfinished
from helpers.exercises.words.describe import problem
from helpers.exercises.words.errors import NOT_YET, explain_warnings, last_own_frame


@dataclass(frozen=True)
class Result:
    """What a check found out; it holds everything the card shows.

    Attributes
    ----------
    passed : bool
    mistake : str or None
        The key of the recognised mistake; the first one's where several results have each their own.
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
    source : Source
        The learner's code, where it is known.
    error_line, error_source : int or None, str
        The line of the learner's cell where an exception came from.
    look_line, look_source : int or None, str
        The line where a small change would make every answer right; for answers that nothing else explains.
    steps : tuple of Step
        What the parts of the learner's code give on the failing input; for answers that nothing else explains.
    """

    exercise: Exercise
    passed: bool
    mistake: str | None
    message: str
    status: str
    tried: tuple[tuple[str, bool | None], ...] = ()
    failing: Trial | None = None
    expected: Any = None
    got: Any = None
    notes: tuple[str, ...] = ()
    output: str = ""
    error_line: int | None = None
    error_source: str = ""
    look_line: int | None = None
    look_source: str = ""
    steps: tuple[Step, ...] = ()
    trials: tuple[Trial, ...] = field(default=(), repr=False)
    source: Source = field(default_factory=Source, repr=False)


def check(name_or_number: str, function: Callable, when_slow: Callable[[str], None] | None = None) -> Result:
    """Check a function against the exercise of that name or number; display nothing.

    Parameters
    ----------
    name_or_number : str
        ``"relu"`` or ``"1.3"``.
    function : callable
        The learner's function. What it raises, prints, changes or returns does not matter: this function returns
        normally. Only a single call into C code that never ends cannot be stopped. While it runs, the course's own
        version of the exercise does not answer it.
    when_slow : callable, optional
        Called with a sentence if the check takes more than a moment.

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
    >>> import numpy as np
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
    replaced = originals.mend()
    trials: list[Trial] = []
    try:
        trials, run = _run(exercise, function, when_slow)
        if any(is_unfinished(trial.got) for trial in trials):
            return _not_started(exercise, trials)
        return _judge(exercise, function, trials, run, replaced)
    except KeyboardInterrupt:
        return _interrupted(exercise)
    except Exception as error:
        return _without_words(exercise, trials, error)


def _run(exercise: Exercise, function: Callable, when_slow=None) -> tuple[list[Trial], sandbox.Run]:
    """Run every probe twice: a function that remembers something between calls answers differently."""
    probes = exercise.probes
    inputs = [Given(probe) for probe in probes * 2]

    def slow(done):
        if when_slow is not None:
            when_slow(
                f"This takes longer than usual: {done} of {len(probes)} inputs in {sandbox.WORD_AFTER:.0f} seconds. "
                f"The check ends after {sandbox.ALL_SECONDS:.0f} seconds at the latest."
            )

    # The course's own version passes its own check; as an answer the decorator does not take it.
    own = Reference(None if function is exercise.reference else exercise.reference, exercise.name)
    with bound_to_itself(function, exercise.name), own.refusing(inputs) as fresh:
        run = sandbox.run(
            function, fresh, look_at(exercise), None, global_names(function), confirming=len(probes), when_slow=slow
        )
    outcomes = [of_call(call, given) for call, given in zip(run.calls, inputs)]
    expected = expected_outcomes(exercise)
    names = tuple(inspect.signature(exercise.reference).parameters)
    trials = []
    for i, probe in enumerate(probes[: len(outcomes)]):
        args, kwargs = probe.make() if probe.make else (probe.args, probe.kwargs)
        got = outcomes[i]
        if i + len(probes) < len(outcomes):
            got = with_memory(probe, got, outcomes[i + len(probes)], args)
        trial = Trial(probe, args, kwargs, names, expected[i], got)
        trials.append(Trial(probe, args, kwargs, names, expected[i], got, problem(trial)))
    return trials, run


def _judge(exercise, function, trials: list[Trial], run: sandbox.Run, replaced: list[str]) -> Result:
    failing = [trial for trial in trials if trial.problem]
    notes = _notes(function, trials, run, replaced)
    tried: tuple[tuple[str, bool | None], ...] = tuple((trial.probe.label, not trial.problem) for trial in trials)
    tried += tuple((probe.label, None) for probe in exercise.probes[len(trials) :])
    source = Source(function)
    common = {"exercise": exercise, "tried": tried, "notes": notes, "trials": tuple(trials), "source": source}
    if not failing and len(trials) == len(exercise.probes):
        printed = trials[0].got.output if trials else ""
        message, common["notes"] = _praise(exercise, notes)
        return Result(passed=True, mistake=None, message=message, status="passed", output=printed, **common)

    shown = _to_show(trials)
    if any(isinstance(trial.got.error, Borrowed) for trial in trials):
        return _borrowed(exercise, common)
    found = diagnose(exercise, trials, shown, source)
    place = None if found.mistake or shown.got.stopped else where_to_look(exercise, function, trials)
    frame = last_own_frame(shown.got.error)
    seen = () if found.mistake else steps(exercise, function, shown)
    return Result(
        passed=False,
        mistake=found.mistake,
        message=found.message + (where_nan_begins(seen) if shown.problem == "nan" else ""),
        status="not yet",
        failing=shown,
        expected=shown.expected.value,
        got=shown.got.value,
        output=shown.got.output,
        error_line=frame.lineno if frame else None,
        error_source=frame.source if frame else "",
        look_line=place[0] if place else None,
        look_source=place[1] if place else "",
        steps=seen,
        **common,
    )


def _borrowed(exercise, common):
    """The card of an answer that leaves the work to the course's own version."""
    first = next(trial for trial in common["trials"] if isinstance(trial.got.error, Borrowed))
    frame = last_own_frame(first.got.error)
    return Result(
        passed=False,
        mistake=None,
        message=(
            f"Your function calls the course's own `{exercise.name}`, and while yours is checked that one does not "
            "answer. Write down what it has to calculate."
        ),
        status="not yet",
        failing=first,
        expected=first.expected.value,
        error_line=frame.lineno if frame else None,
        error_source=frame.source if frame else "",
        **common,
    )


def _to_show(trials: list[Trial]) -> Trial:
    """Choose the trial to speak about: one that did not end, else the smallest input that tells something.

    An error or a wrong value comes before a right one that left a trace: with those mended, the trace may be gone. A
    plain input comes before an extreme one.
    """
    failing = [trial for trial in trials if trial.problem]
    stopped = next((trial for trial in failing if trial.got.stopped), None)
    wrong = [trial for trial in failing if trial.problem not in ("changed", "memory")] or failing
    return stopped or min(
        wrong, key=lambda trial: (trial.says_little, trial.is_extreme, trial.size, trials.index(trial))
    )


def _praise(exercise, notes):
    """What to say of a right answer, and the notes that are left; a goal beside the right values gets its own tick."""
    message = exercise.note or "Every answer is right."
    if not exercise.no_overflow:
        return message, notes
    missed = tuple(note for note in notes if note.startswith(NOT_YET))
    # Not "nothing overflowed": a warning may have been switched off.
    tick = "".join(f"○ {note}" for note in missed) or "✓ Without overflow: NumPy reported none."
    return f"{message}\n{tick}", tuple(note for note in notes if note not in missed)


def _notes(function, trials, run, replaced):
    notes = []
    if replaced:
        notes.append(f"{_listed(replaced)} had been replaced in this notebook. The check has put back the original.")
    notes += _few(explain_warnings(trials, function)) + _precision_notes(trials) + _trace_notes(trials)
    if run.changed:
        notes.append(f"Your function changed {_listed(run.changed)} outside itself. The check has put that back.")
    if not run.limited:
        notes.append("The check ran without a time limit: no thread could be started for it here.")
    if run.left_behind:
        notes.append("Your code could not be stopped and still runs. If the notebook becomes slow, restart the kernel.")
    return tuple(notes)


def _few(notes, most=5):
    """A card is read, not searched: what is one of many is counted."""
    return [*notes] if len(notes) <= most else [*notes[:most], f"And {len(notes) - most} more warnings."]


def _listed(names, most=5):
    shown = ", ".join(f"`{clean(name, 40)}`" for name in names[:most])
    return shown if len(names) <= most else f"{shown} and {len(names) - most} more"


def _trace_notes(trials):
    """Where the values are wrong, a changed argument or an answer that varies is a second thing to mend."""
    for trial in trials:
        positions = set(trial.got.changed) - set(trial.expected.changed)
        if trial.problem in ("values", "shape", "nan", "none", "type") and positions:
            names = " and ".join(f"`{trial.names[i]}`" for i in sorted(positions) if i < len(trial.names))
            return [f"Your function also changes {names}, which the caller still needs."]
        if trial.problem in ("values", "shape", "nan") and not trial.got.forgetful and not positions:
            return [
                "The same input gives another answer the second time. Are there random numbers in your function, or an "
                "`np.empty` that is not filled?"
            ]
    return []


def _precision_notes(trials):
    """A result in fewer digits than its input is right as far as it goes, but worth a word."""
    for trial in trials:
        values = parts(trial.got.value) if not trial.problem else ()
        if precision(*trial.args, trial.expected.value) == "double" and precision(*values) == "single":
            return [f"Your result is float32 although the input was float64 ({trial.probe.label}): digits are lost."]
    return []


def _interrupted(exercise):
    return Result(
        exercise=exercise,
        passed=False,
        mistake=None,
        message="You stopped the check. Nothing is lost: run the cell again when you like.",
        status="not yet",
        tried=tuple((probe.label, None) for probe in exercise.probes),
    )


def _without_words(exercise, trials, error):
    """A plain card where the learner's code has done something that the words for it were not made for."""
    tried = tuple((trial.probe.label, not trial.problem) for trial in trials)
    return Result(
        exercise=exercise,
        passed=False,
        mistake=None,
        message=(
            "Your function does not give the expected answers, and what it does could not be put into words "
            f"({type(error).__name__}). Compare it with the hints."
        ),
        status="not yet",
        tried=tried + tuple((probe.label, None) for probe in exercise.probes[len(tried) :]),
    )


def _not_started(exercise, trials=()):
    return Result(
        exercise=exercise,
        passed=False,
        mistake=None,
        message="Write your code in place of the `...`, then run the cell again. The rest of the lesson does not wait.",
        status="not started",
        tried=tuple((probe.label, None) for probe in exercise.probes),
        trials=tuple(trials),
    )
