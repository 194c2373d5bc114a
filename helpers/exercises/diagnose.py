"""Which known mistake it is: the one that does on every probe what the learner's function did.

A mistake is recognised by what it does, not by how it is written: it must agree with the learner's function in values,
errors, shapes, and the traces it leaves. `diagnose` asks one diagnoser after the other, and the first that has an answer
is heard; the last describes in general what is wrong, and always has one.
"""

from dataclasses import dataclass, replace
from functools import cache, partial
from typing import Any

import numpy as np

from helpers.exercises.compare import equal, same_argument
from helpers.exercises.declare import Exercise
from helpers.exercises.mistakes import Mistake, together
from helpers.exercises.outcomes import Outcome, Trial, expected_outcomes, run_ours, same_outcome, with_memory
from helpers.exercises.slips import beside
from helpers.exercises.slips.whole_numbers import (
    by_first_result,
    digits_lost,
    holds_whole_numbers,
    is_cut,
    is_taken_over,
    taken_over,
    with_floats,
)
from helpers.exercises.source import Source
from helpers.exercises.words.describe import describe
from helpers.exercises.words.errors import explain_error
from helpers.exercises.words.inputs import kinds_of_input
from helpers.exercises.words.of_the_source import lost_step
from helpers.exercises.words.several import by_part


@dataclass(frozen=True)
class Diagnosis:
    """What is wrong, in the words of the card.

    Attributes
    ----------
    message : str
    mistake : str or None
        The key of the recognised mistake; where there are several, of the first.
    """

    message: str
    mistake: str | None = None


def diagnose(exercise: Exercise, trials: list[Trial], shown: Trial, source: Source) -> Diagnosis:
    """Find out what was done wrong.

    Parameters
    ----------
    exercise : Exercise
    trials : list of Trial
        All of them, at least one with a problem.
    shown : Trial
        The one that the card shows; what is said in general speaks about it.
    source : Source
        The learner's code, where it is known: some sentences are true only of what is written in a certain way.
    """
    if not shown.got.stopped:
        for ask in (_lost_step, _whole_numbers, _one, _by_first_result, _with_floats, _by_result, _at_once, _by_rule,
                    _in_place, _beside, partial(_among, shown)):  # fmt: skip
            found = ask(exercise, trials, source)
            if found:
                return found
    return Diagnosis(describe(exercise, trials, shown, source))


# --- a step that is lost ----------------------------------------------------------------------------------------------


def _lost_step(exercise, trials, source):
    """A difference quotient whose step is too small: in the numbers alone it cannot be told from other zeros."""
    said = lost_step(source) if exercise.slope else ""
    if not said:
        return None
    # Only of numbers from 2 on is it certain that the step is lost.
    slopes = [trial.got.value[np.abs(trial.args[0]) >= 2] for trial in trials if trial.problem == "values"]
    lost = any(part.size for part in slopes) and not any(map(np.any, slopes))
    return Diagnosis(f"{said} So the difference is 0.", "lost_step") if lost else None


# --- one mistake ------------------------------------------------------------------------------------------------------


def _one(exercise, trials, source):
    """One mistake of the catalogue that explains every outcome."""
    mistake = _explaining(exercise.mistakes, exercise, trials, range(len(trials)), source)
    return mistake and Diagnosis(_said_of(mistake, exercise, trials), mistake.key)


VALUES_RIGHT = "The values are right, but "


def _said_of(mistake, exercise, trials):
    """What a mistake says; that the values are right only of inputs on which they come, and are."""
    rest = mistake.says.removeprefix(VALUES_RIGHT)
    wrong = [trial for trial in trials if trial.problem in ("error", "values")]
    if rest == mistake.says or not wrong:
        return mistake.says
    stopped = [trial for trial in wrong if trial.problem == "error"]
    if len(stopped) == len(wrong):
        more = f"On some other inputs it stops. {explain_error(stopped[0], exercise)}"
        return f"Where values come out, they are right, but {rest}\n{more}"
    if stopped:
        return rest[0].upper() + rest[1:]
    if not all(map(holds_whole_numbers, wrong)):
        # Values that only stand elsewhere are right, and not where they should be.
        return mistake.says
    return f"Where numbers have a point, the values are right, but {rest}\nAmong whole numbers they lose their digits."


def _explaining(mistakes, exercise, trials, places, source):
    """Return the first mistake that does on these inputs what the learner's function did, and is true of its code."""
    # The last inputs are the least plain, so nearly all mistakes drop out at the first comparison.
    fits = (m for m in mistakes if all(_explains(exercise, m, i, trials[i]) for i in reversed(places)))
    return next((mistake for mistake in fits if mistake.is_true_of(source.code)), None)


def _explains(exercise, mistake, i, trial):
    first = _first_outcome(exercise, mistake, i)
    if trial.got.forgetful and not same_outcome(trial.probe, first, trial.got, trial.args):
        return False
    return same_outcome(trial.probe, outcome_of(exercise, mistake, i), trial.got, trial.args)


@cache
def _first_outcome(exercise, mistake, i):
    return run_ours(exercise, mistake.wrong, exercise.probes[i])


@cache
def outcome_of(exercise: Exercise, mistake: Mistake, i: int) -> Outcome:
    """Return what a known mistake does on a probe, called twice as the learner's function is."""
    probe = exercise.probes[i]
    args = probe.make()[0] if probe.make else probe.args
    first = _first_outcome(exercise, mistake, i)
    return with_memory(probe, first, run_ours(exercise, mistake.wrong, probe), args)


def _by_rule(exercise, trials, source):
    """A mistake that stands for a whole range of numbers."""
    found = exercise.rule and exercise.rule(trials)
    return found and Diagnosis(found[1], found[0])


# --- whole numbers ----------------------------------------------------------------------------------------------------


def _whole_numbers(exercise, trials, source):
    """An array that takes over the type of whole numbers, alone or beside one other mistake."""
    places, others = _whole_and_other(trials)
    if not any(digits_lost(trials[i]) for i in places) or not others or by_first_result(source):
        return None
    said = taken_over(source.code)
    if not _wrong(trials, others):
        return (
            Diagnosis(said, "type_taken_over")
            if all(digits_lost(trials[i]) for i in places if trials[i].problem)
            else None
        )
    if any(digits_lost(trials[i]) for i in others) or not is_taken_over(source.code):
        return None
    mistake = _explaining(exercise.mistakes, exercise, trials, others, source)
    if not mistake or _explaining((mistake,), exercise, trials, places, source):
        return None
    return Diagnosis(f"{mistake.says}\nAnd one thing more: {said[0].lower()}{said[1:]}", mistake.key)


def _whole_and_other(trials):
    """The places of the inputs that hold whole numbers, and of those that do not."""
    whole = [i for i, trial in enumerate(trials) if holds_whole_numbers(trial)]
    return whole, [i for i in range(len(trials)) if i not in whole]


def _by_first_result(exercise, trials, source):
    """All results have the type of the first one, a whole number."""
    if not by_first_result(source) or not all(is_cut(trial) for trial in trials if trial.problem):
        return None
    return Diagnosis(
        "`np.vectorize` gives all results the type of the first one. Where that is a whole number, the others lose their "
        "digits: let your function return floats only, or add `otypes=[float]`.",
        "type_of_the_first_result",
    )


def _with_floats(exercise, trials, source):
    """One mistake of the catalogue, made by a function that turns whole numbers into floats first."""
    places, others = _whole_and_other(trials)
    if not _wrong(trials, places) or _wrong(trials, others) < FEWEST_WRONG:
        return None
    for mistake in exercise.mistakes:
        known = all(_explains(exercise, mistake, i, trials[i]) for i in reversed(others))
        if known and mistake.is_true_of(source.code):
            as_floats = (run_ours(exercise, mistake.wrong, with_floats(trials[i])) for i in places)
            if all(
                same_outcome(trials[i].probe, did, trials[i].got, trials[i].args) for i, did in zip(places, as_floats)
            ):
                return Diagnosis(_said_of(mistake, exercise, trials), mistake.key)
    return None


# --- one for each of several results ----------------------------------------------------------------------------------


def _by_result(exercise, trials, source):
    """Two or more independent mistakes, each of which explains one wrong result and spoils no other."""
    if len(exercise.results) < 2:
        return None
    each = by_part(trials, len(exercise.results))
    if each is None or any(trial.got.changed or not trial.got.forgetful for trial in trials):
        return None
    wrong = [part for part, row in enumerate(each) if any(trial.problem for trial in row)]
    found = [_mistake_in(exercise, part, each[part], source) for part in wrong]
    if len(found) < 2 or not all(found):
        return None
    count = {2: "Two", 3: "Three"}.get(len(found), "Several")
    return Diagnosis("\n".join([f"{count} things.", *(mistake.says for mistake in found)]), found[0].key)


def _mistake_in(exercise, part, trials, source):
    about = (mistake for mistake in exercise.mistakes if mistake.about == exercise.results[part])
    fits = (m for m in about if _explains_part(exercise, m, part, trials) and m.is_true_of(source.code))
    # That a mistake spoils one result alone is asked last: it takes every probe.
    return next((mistake for mistake in fits if _spoils_only(exercise, mistake, part)), None)


def _explains_part(exercise, mistake, part, trials):
    for i in reversed(range(len(trials))):
        outcome, trial = _first_outcome(exercise, mistake, i), trials[i]
        if not isinstance(outcome.value, (tuple, list)) or len(outcome.value) != len(exercise.results):
            return False
        if not equal(trial.probe, outcome.value[part], trial.got.value, trial.args):
            return False
    return True


@cache
def _spoils_only(exercise: Exercise, mistake: Mistake, part: int) -> bool:
    """Whether a known mistake gives whole results that are wrong in one part and in no other."""
    for i, (probe, expected) in enumerate(zip(exercise.probes, expected_outcomes(exercise))):
        got: Any = outcome_of(exercise, mistake, i)
        if got.error or got.look_error or got.changed or not got.forgetful or not isinstance(got.value, (tuple, list)):
            return False
        if len(got.value) != len(expected.value):
            return False
        args = probe.make()[0] if probe.make else probe.args
        if not all(equal(probe, e, g, args) for k, (e, g) in enumerate(zip(expected.value, got.value)) if k != part):
            return False
    return True


# --- several at once --------------------------------------------------------------------------------------------------


def _at_once(exercise, trials, source):
    """Two or three mistakes of the catalogue in different places of one answer."""
    mistake = _explaining(compounds(exercise), exercise, trials, range(len(trials)), source)
    return mistake and Diagnosis(mistake.says, mistake.key)


@cache
def compounds(exercise: Exercise) -> tuple[Mistake, ...]:
    """Return the mistakes of the catalogue that can be made at once."""
    return tuple(exercise.catalogue.compounds()) if exercise.catalogue else ()


# --- one with a slip of form ------------------------------------------------------------------------------------------


def _beside(exercise, trials, source):
    """One mistake whose whole result is turned, cut or scaled besides."""
    if any(trial.got.changed or not trial.got.forgetful for trial in trials):
        return None
    if not beside.varied([trial.got.value for trial in trials if not trial.got.error]):
        return None
    short = [mistake for mistake in exercise.mistakes if mistake.short]
    # A sentence that was not made to stand beside another does so only where all numbers are as it says.
    other = [one for one in exercise.mistakes if not one.short and not one.says.startswith(VALUES_RIGHT)]
    form, numbers = list(beside.of_form(trials)), list(beside.of_numbers(trials))
    for known, changes in ((short, form + numbers), (other, form)):
        for words, change in changes:
            if _is_all(change, trials):
                continue
            for mistake in known:
                if mistake.is_true_of(source.code) and _does_then(exercise, mistake, change, trials):
                    more = f"{mistake.says}\nAnd one thing more: {words}."
                    return Diagnosis(together([mistake.short, words]) if mistake.short else more, mistake.key)
    return None


def _is_all(change, trials):
    """Whether a change of the right result is all that there is: then no mistake stands before it."""
    for trial in trials:
        if trial.got.error or trial.got.look_error:
            return False
        with np.errstate(all="ignore"):
            value = change(trial, trial.expected.value)
        if value is None or not equal(trial.probe, value, trial.got.value, trial.args):
            return False
    return True


def _does_then(exercise, mistake, change, trials):
    """Whether a mistake and then a change of its result do what came on all inputs, and the mistake alone does not."""
    shows = 0
    for i in reversed(range(len(trials))):
        # What a second call adds is asked last: the first has been made before, and nearly always tells enough.
        trial, outcome = trials[i], _first_outcome(exercise, mistake, i)
        if outcome.error or outcome.look_error or trial.got.error or trial.got.look_error:
            if not same_outcome(trial.probe, outcome, trial.got, trial.args):
                return False
            continue
        with np.errstate(all="ignore"):
            value = change(trial, outcome.value)
        if value is None or not equal(trial.probe, value, trial.got.value, trial.args):
            return False
        outcome = outcome_of(exercise, mistake, i)
        if (outcome.changed, outcome.forgetful) != (trial.got.changed, trial.got.forgetful):
            return False
        shows += not equal(trial.probe, outcome.value, trial.got.value, trial.args)
    return shows >= beside.FEWEST


# --- among some inputs ------------------------------------------------------------------------------------------------

# On fewer inputs than this, or if fewer of them give wrong values, that a known mistake fits may be chance. An error
# does not count: many slips end in the same one.
FEWEST, FEWEST_WRONG = 3, 2


def _among(shown, exercise, trials, source):
    """One mistake that explains all inputs of one kind, where those of the other kind tell of something else besides."""
    only_changed = all(trial.problem in ("", "changed") for trial in trials)
    # Where values are wrong as well, that others are right and an argument was changed is not what explains them.
    no_sign = ("error",) if only_changed else ("error", "changed", "memory")
    ends = [trial.problem != "error" for trial in trials]
    for words, members in (*kinds_of_input(exercise, trials), ("on which it comes to an end", ends)):
        inside = [i for i, holds in enumerate(members) if holds]
        outside = [i for i, holds in enumerate(members) if not holds]
        values = [i for i in inside if trials[i].problem not in no_sign]
        if len(inside) < FEWEST or not _wrong(trials, outside) or _wrong(trials, values) < FEWEST_WRONG:
            continue
        # Whoever reads "where `slope` is not 0.01" looks for it in the input that the card shows.
        if trials.index(shown) not in inside:
            continue
        # Of two slips one may not show on these inputs at all.
        single = [known for known in exercise.mistakes if not known.is_several]
        mistake = _explaining(single, exercise, trials, inside, source)
        if mistake:
            before = f"For every input {words}:\n"
            more = f"\nLook at the other inputs afterwards{_what_more(trials, outside)}."
            return Diagnosis(mistake.says if only_changed else f"{before}{mistake.says}{more}", mistake.key)
    return None


def _what_more(trials, places):
    """What is seen of the second thing, where it is the same on all inputs that show it."""
    problems = {trials[i].problem for i in places} - {""}
    first = next(trials[i] for i in places if trials[i].problem)
    if problems == {"error"}:
        return ": they stop with an error"
    wanted = first.expected.value
    if problems != {"shape"} or isinstance(wanted, (tuple, list)):
        return ""
    return f": shape {np.shape(first.got.value)} comes out where {np.shape(wanted)} is wanted, for instance"


# --- beside a changed argument ----------------------------------------------------------------------------------------


def _in_place(exercise, trials, source):
    """A mistake in a function that writes into its argument besides, of which a note on the card tells.

    Whole numbers are left out: what is written into an array of them loses its digits, or finds no room there.
    """
    if not any(trial.got.changed for trial in trials):
        return None
    whole, places = _whole_and_other(trials)
    wrong = [i for i in places if trials[i].problem == "values"]
    unchanged = [replace(trial, got=replace(trial.got, changed=trial.expected.changed)) for trial in trials]
    if len(places) < FEWEST or len(wrong) < FEWEST_WRONG:
        return None
    # The values may be wrong for no other reason than that an argument was changed before it was read.
    may_be_all = not all(_is_what_comes_out(trials[i]) for i in wrong if trials[i].got.changed)
    if may_be_all and not any(trial.problem == "error" for trial in trials):
        return Diagnosis(_COPY_FIRST)
    known = (*exercise.mistakes, *compounds(exercise))
    mistake = _explaining(known, exercise, unchanged, places, source)
    if not mistake:
        stops = any(trials[i].problem == "error" for i in places)
        return Diagnosis(_COPY_FIRST) if may_be_all and not stops else None
    more = [trials[i].problem for i in whole if not _explains(exercise, mistake, i, unchanged[i])]
    if not more:
        return Diagnosis(mistake.says, mistake.key)
    lost = "the digits after the point are lost: the argument has no room for them"
    instead = "it stops with an error" if "error" in more else lost
    return Diagnosis(
        f"Where numbers have a point:\n{mistake.says}\nAmong whole numbers {instead}. Make a new array, of floats.",
        mistake.key,
    )


_COPY_FIRST = (
    "Your function changes an argument and may read it again. Work on a copy, and look at the values afterwards."
)


def _is_what_comes_out(trial):
    """Whether the argument that was changed is the result: then it was made in the wrong place, and that is all."""
    return any(same_argument(after, trial.got.value) for after in trial.got.after.values())


def _wrong(trials, places):
    return sum(bool(trials[i].problem) for i in places)
