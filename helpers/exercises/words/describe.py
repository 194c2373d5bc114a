"""Describe what is wrong with a result when no known mistake explains it.

First what kind of problem it is, then its shape: a flipped sign, a constant factor, only negative entries, only
float32 and so on. Whatever is said is checked on every failing probe before it is said.
"""

from itertools import permutations

import numpy as np

from helpers.exercises.compare import close, equal, is_number, parts, tolerance
from helpers.exercises.plain import text_of
from helpers.exercises.words.errors import explain_error
from helpers.exercises.words.inputs import another_argument, default_patterns, one_value
from helpers.exercises.words.kinds import kind_reason, several_reason, wrong_type
from helpers.exercises.words.of_the_source import hidden_nan, may_be_a_quotient, remarks
from helpers.exercises.words.patterns import entry_patterns, probe_patterns, small_step
from helpers.exercises.words.places import (
    axes_reordered,
    first_wrong_place,
    gives,
    place_patterns,
    shape_reason,
    short,
)
from helpers.exercises.words.relations import whole_patterns
from helpers.exercises.words.several import by_part, part_patterns


def problem(trial) -> str:
    """Name what is wrong with one trial, or return an empty string.

    The names are ``stopped``, ``error``, ``look``, ``none``, ``type``, ``shape``, ``nan``, ``values``, ``changed``
    and ``memory``; where several apply, the first of them.
    """
    expected, got = trial.expected, trial.got
    if got.stopped:
        return "stopped"
    if got.error is not None:
        return "error"
    if got.look_error is not None:
        return "look"
    if got.value is None:
        return "none"
    kind = _value_problem(trial, expected.value, got.value)
    if kind:
        return kind
    if set(got.changed) - set(expected.changed):
        return "changed"
    return "" if got.forgetful else "memory"


def _value_problem(trial, expected, got):
    several = isinstance(expected, (tuple, list))
    if several and (not isinstance(got, (tuple, list)) or len(got) != len(expected)):
        return "type"
    if not several and isinstance(got, (tuple, list)):
        return "type"
    pairs = list(zip(parts(expected), parts(got)))
    if any(wrong_type(e, g) for e, g in pairs):
        return "type"
    if any(np.shape(e) != np.shape(g) for e, g in pairs):
        return "shape"
    if any(np.isnan(g).any() and not np.isnan(e).any() for e, g in pairs if is_number(e)):
        return "nan"
    return "" if equal(trial.probe, expected, got, trial.args) else "values"


def describe(exercise, trials, smallest, source) -> str:
    """Say what is wrong, in a few short sentences of plain text.

    Parameters
    ----------
    exercise : Exercise
    trials : list of Trial
        All of them: that something fails *only* on some inputs can be seen from the others.
    smallest : Trial
        The failing trial to speak about.
    source : Source
        The learner's code, where it is known.
    """
    say = _SENTENCES[smallest.problem]
    said = say(exercise, [trial for trial in trials if trial.problem], trials, smallest, source)
    if smallest.problem in ("error", "shape", "nan", "values"):
        said = "\n".join([said, *remarks(source), *_made_zero(trials, source), *_elsewhere(trials, smallest)])
    return said


def _made_zero(trials, source):
    """What made 0 of nan, if there may have been one wherever a value is wrong."""
    said = hidden_nan(source)
    wrong = [trial for trial in trials if trial.problem == "values"] if said else []
    values = [pair for trial in wrong for pair in zip(parts(trial.got.value), _good_entries(trial))]
    return [said] if values and not any(np.any(np.asarray(value)[~good]) for value, good in values) else []


_ELSEWHERE = {
    "error": "On some other inputs it stops with an error.",
    "none": "On some other inputs it returns None.",
    "type": "On some other inputs the result is of another kind.",
    "shape": "On some other inputs the result has another shape than it should.",
    "nan": "On some other inputs nan comes out.",
}


def _elsewhere(trials, smallest):
    """Say what else goes wrong: what was said of the values, or of the shape, holds where there are such."""
    if smallest.problem == "error":
        return []
    others = {trial.problem: trial for trial in reversed(trials) if trial.problem != smallest.problem}
    return [words + _what_shape(others[name]) for name, words in _ELSEWHERE.items() if name in others][:1]


def _what_shape(trial):
    """Say of a shape what it is and what it should be, where there is only one."""
    value = trial.expected.value
    if trial.problem != "shape" or isinstance(value, (tuple, list)):
        return ""
    return f" {np.shape(trial.got.value)} where {np.shape(value)} is wanted, for instance."


# --- one function for each kind of problem --------------------------------------------------------------------------


def _stopped(exercise, failing, trials, smallest, source):
    if smallest.got.stopped == "interrupt":
        return "You stopped the check. Nothing is lost: run the cell again when you like."
    if smallest.got.stopped == "all":
        return (
            "All calls together took more than half a minute, and the check was stopped. Each call takes long: look for "
            "a loop over far more steps than there are entries."
        )
    return (
        "Your function did not come to an end within a few seconds and was stopped. Look for a `while` loop whose "
        "condition never becomes false, or a loop over far more steps than there are entries."
    )


def _error(exercise, failing, trials, smallest, source):
    return "\n".join([explain_error(smallest, exercise), *default_patterns(exercise, trials)])


def _look(exercise, failing, trials, smallest, source):
    return f"The result is not what is needed. {text_of(smallest.got.look_error)}"


def _none(exercise, failing, trials, smallest, source):
    printed = " `print` only shows a value; `return` hands it back." if smallest.got.output else ""
    some = any(trial.got.value is not None for trial in trials)
    where = (
        " On some other inputs it returns something: does the `return` stand inside a loop or an `if`?" if some else ""
    )
    return (
        "Your function returns None: it ends without a `return`, or nothing stands after it, or something that gives None "
        f"itself, as `.fill(…)` and `.sort()` do.{printed}{where}"
    )


def _type(exercise, failing, trials, smallest, source):
    expected, got = smallest.expected.value, smallest.got.value
    names = result_names(exercise, len(parts(expected)))
    if isinstance(expected, (tuple, list)):
        return several_reason(names, expected, got)
    return kind_reason(expected, got, right=_right_among(trials))


def _right_among(trials):
    """The place of the one of several things that came back which is right on every input; None where there is none."""
    things = [trial.got.value for trial in trials]
    if not all(isinstance(value, (tuple, list)) and len(value) == len(parts(things[0])) for value in things):
        return None

    def right(i):
        return all(equal(trial.probe, trial.expected.value, trial.got.value[i], trial.args) for trial in trials)

    return next(filter(right, range(len(things[0]))), None)


def _shape(exercise, failing, trials, smallest, source):
    expected, got = parts(smallest.expected.value), parts(smallest.got.value)
    others = [trial for trial in failing if trial is not smallest]
    if said := _other_order(exercise, trials, len(expected)):
        return said
    for part, name in enumerate(result_names(exercise, len(expected))):
        want, have = np.shape(expected[part]), np.shape(got[part])
        if want != have:
            who = f"The result `{name}`" if len(expected) > 1 else "The result"
            reason = _constant(trials, part) or shape_reason([smallest, *others], part)
            wanted = f"have shape {want}" if want else "be one number"
            return f"{who} should {wanted}, and yours has shape {have}. {reason}".rstrip()
    return ""


def _other_order(exercise, trials, count):
    """Say it if the results have the shapes of the expected ones on every input, in another order."""
    pairs = [
        ([np.shape(part) for part in parts(trial.expected.value)], [np.shape(part) for part in parts(trial.got.value)])
        for trial in trials
        if trial.problem in ("", "shape", "values", "nan")
    ]
    for order in permutations(range(count)):
        if all(got == [wanted[i] for i in order] != wanted for wanted, got in pairs):
            names = result_names(exercise, count)
            theirs, yours = (", ".join(f"`{names[i]}`" for i in places) for places in (range(count), order))
            return f"By their shapes, your results come in the order {yours}. Asked for are {theirs}, in this order."
    return ""


def _constant(trials, part):
    """Say it if the same number comes back from every input although an array is wanted."""
    values = [parts(trial.got.value)[part] if trial.problem in ("shape", "values", "") else None for trial in trials]
    if len(values) < 3 or not all(is_number(v) and np.ndim(v) == 0 and v == values[0] for v in values):
        return ""
    pairs = [(trial.args[0] if trial.args else 0.0, parts(trial.expected.value)[part]) for trial in trials]
    alike = all(is_number(z) and np.shape(z) == np.shape(value) for z, value in pairs)
    # Elsewhere it may be one for each window, or for each class.
    of = f"One number is wanted for each entry of `{trials[0].names[0]}`, in an array of the same shape."
    return f"You return {short(values[0])}, whatever you are given. {of if alike else 'An array of numbers is wanted.'}"


def _nan(exercise, failing, trials, smallest, source):
    lines = [
        "The result contains nan, “not a number”: somewhere an operation has no answer, such as infinity minus "
        "infinity, 0/0, the mean of an empty array, or the logarithm or the root of a negative number."
    ]
    example = _first_entry(smallest, lambda e, g: np.isnan(g) & ~np.isnan(e))
    return "\n".join(lines + ([example] if example else []))


def _values(exercise, failing, trials, smallest, source):
    wrong = [trial for trial in failing if trial.problem == "values"]
    reordered = axes_reordered(failing)
    whole = _relation(exercise, wrong, trials) or ([reordered] if reordered else [])
    count = len(parts(smallest.expected.value))
    whole = whole or (part_patterns(exercise, result_names(exercise, count), trials) if count > 1 else [])
    whole = whole or one_value(trials) or another_argument(exercise, trials)
    quotient = small_step(exercise, trials) if may_be_a_quotient(source) else []
    lines = [] if whole or quotient else [_how_many(exercise, smallest, trials)]
    if any(getattr(part, "dtype", None) == np.float16 for part in parts(smallest.got.value)):
        lines.append(
            "Your result is float16, which keeps three digits only. Is it asked for? Or is a function such as `np.exp` given "
            "Booleans? Of these it makes float16."
        )
    part = _first_wrong_part(smallest)
    if exercise.entries and not whole:
        return "\n".join([*lines, *_named_entries(exercise, smallest)])
    alone = all(trial.problem == "values" for trial in failing)
    lines += (
        whole or quotient or entry_patterns(wrong, alone) or _of_part(place_patterns(failing, part), exercise, smallest)
    )
    if not quotient and len(lines) == 1 and not whole:
        lines[0] += _right_on(trials)
    if not quotient:
        lines += default_patterns(exercise, trials) or probe_patterns(exercise, trials)
    example = _first_entry(smallest, lambda e, g: ~close(e, g, *tolerance(smallest.probe, e, g, smallest.args)))
    if not example and not whole:
        example = "".join(_of_part([first_wrong_place(smallest, part)], exercise, smallest))
    return "\n".join(lines + ([example] if example else []))


def _relation(exercise, wrong, trials):
    """What all wrong results have in common; of "every value" it speaks only if no input gives a right one."""
    said = whole_patterns(exercise, wrong)
    if not said or not any(trial.problem == "" for trial in trials) or whole_patterns(exercise, _with_values(trials)):
        return said
    # One input that goes wrong shows no rule.
    if len(wrong) < 2:
        return []
    pairs = {(_number_of(trial.expected.value), _number_of(trial.got.value)) for trial in wrong}
    if len(pairs) == 1 and None not in (pair := pairs.pop()):
        return [f"Where it is wrong, it gives {short(pair[1])}, and {short(pair[0])} is wanted."]
    return [f"Where it is wrong: {words[0].lower()}{words[1:]}" for words in said]


def _with_values(trials):
    return [trial for trial in trials if trial.problem in ("", "values")]


def _number_of(value):
    return float(value) if is_number(value) and np.ndim(value) == 0 else None


def _good_entries(trial):
    """For each of the results, which of its entries are right."""
    pairs = zip(parts(trial.expected.value), parts(trial.got.value))
    return [close(e, g, *tolerance(trial.probe, e, g, trial.args)) for e, g in pairs]


def _first_wrong_part(trial):
    return next((part for part, good in enumerate(_good_entries(trial)) if not good.all()), 0)


def _of_part(lines, exercise, trial):
    """Of several results, say which of them it is that the lines are about."""
    count = len(parts(trial.expected.value))
    if count < 2:
        return lines
    name = result_names(exercise, count)[_first_wrong_part(trial)]
    return [f"In `{name}`: {line[0].lower()}{line[1:]}" for line in lines if line]


def _how_many(exercise, trial, trials=()):
    results = _good_entries(trial)
    names = result_names(exercise, len(results))
    if len(results) == 1 and results[0].size == 1 and (same := _always_the_same(trials)):
        return same
    said = [_of_one(name if len(results) > 1 else "", good) for name, good in zip(names, results) if not good.all()]
    each = (by_part(trials, len(results)) if len(results) > 1 else None) or []
    for name, good, row in zip(names, results, each):
        if good.all() and any(one.problem for one in row):
            said.append(f"The result `{name}` is wrong on other inputs.")
    return " ".join(said)


def _right_on(trials):
    """Where nothing is known about how it is wrong: an input on which it is right may tell."""
    right = [trial for trial in trials if not trial.problem]
    if not right:
        return ""
    count = f"{len(right)} of {len(trials)} inputs"
    return f" It is right on {count}{', for instance' if len(right) > 1 else ':'} on “{right[0].probe.label}”."


def _of_one(name, good):
    if good.size == 1:
        return f"The {f'result `{name}`' if name else 'value'} is not the expected one."
    wrong = int((~good).sum())
    are = "is" if wrong == 1 else "are"
    who = f"In the result `{name}`" if name else "In the result"
    return f"{who}, {f'{wrong} of {good.size} entries {are} wrong' if good.any() else 'no entry is right'}."


def _always_the_same(trials):
    values = [trial.got.value for trial in trials]
    if len(values) < 3 or not all(is_number(value) and np.ndim(value) == 0 and value == values[0] for value in values):
        return ""
    # Not "they play no part": what is made of them may be cut off, or come out as 0 for another reason.
    return "Your function gives the same value on every input, as if its arguments played no part."


def _named_entries(exercise, trial):
    """Tell of each wrong entry, where entries have names, what it is and what it should be."""
    rows = zip(exercise.entries, trial.expected.value, trial.got.value, _good_entries(trial)[0])
    return [gives(name, g, e) for name, e, g, good in rows if not good]


def _first_entry(trial, wrong):
    """For a function that works entry by entry, show the first wrong one with its input."""
    value, z = trial.expected.value, trial.args[0] if trial.args else None
    if not (is_number(value) and is_number(z) and np.shape(z) == np.shape(value) == np.shape(trial.got.value)):
        return ""
    # By its kind: a list of arrays of different shapes has no number of axes.
    if np.ndim(value) == 0 or sum(isinstance(arg, (list, tuple)) or np.ndim(arg) > 0 for arg in trial.args) > 1:
        return ""
    places = np.argwhere(wrong(np.asarray(value), np.asarray(trial.got.value)))
    if not len(places):
        return ""
    place = tuple(int(i) for i in places[0])
    return (
        f"For example {trial.names[0]} = {short(z[place])}: expected {short(value[place])}, got"
        f" {short(trial.got.value[place])}."
    )


def _changed(exercise, failing, trials, smallest, source):
    positions = sorted(set(smallest.got.changed) - set(smallest.expected.changed))
    names = " and ".join(f"`{smallest.names[i]}`" for i in positions if i < len(smallest.names))
    arguments = "argument" if len(positions) == 1 else "arguments"
    right = all(trial.problem == "changed" for trial in failing)
    kind = "list" if all(isinstance(smallest.args[i], list) for i in positions if i < len(smallest.args)) else "array"
    begin = "The values are right, but your function changes" if right else "Your function changes"
    return (
        f"{begin} its {arguments} {names}. Whoever called it still needs the old values: work on a copy, or build a new "
        f"{kind}."
    )


def _memory(exercise, failing, trials, smallest, source):
    return (
        "The same input gives another answer the second time. Something is kept between calls, such as a global "
        "variable, a default argument that is a list or an array, or random numbers; or an `np.empty` is not filled."
    )


_SENTENCES = {
    "stopped": _stopped,
    "error": _error,
    "look": _look,
    "none": _none,
    "type": _type,
    "shape": _shape,
    "nan": _nan,
    "values": _values,
    "changed": _changed,
    "memory": _memory,
}


def result_names(exercise, count) -> tuple:
    """Return what the parts of a result are called."""
    return exercise.results if len(exercise.results) == count else tuple(f"result {i + 1}" for i in range(count))
