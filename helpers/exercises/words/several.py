"""Results of several parts: each part on its own, as if it were the only one."""

from dataclasses import replace

import numpy as np

from helpers.exercises.compare import equal, parts
from helpers.exercises.words.relations import whole_patterns


def single(trial, part):
    """Return a trial in which one part is all that was expected and all that came; None where not all parts came."""
    expected, got = trial.expected.value, trial.got.value
    if trial.problem not in ("", "values", "shape", "nan") or len(parts(got)) != len(parts(expected)):
        return None
    wanted, came = replace(trial.expected, value=expected[part]), replace(trial.got, value=got[part])
    one = replace(trial, expected=wanted, got=came)
    if np.shape(expected[part]) != np.shape(got[part]):
        return replace(one, problem="shape")
    return replace(one, problem="" if equal(trial.probe, expected[part], got[part], trial.args) else "values")


def by_part(trials, count):
    """Return, for each of `count` parts, the trials of that part alone; None if some result has not that many."""
    each = [[single(trial, part) for trial in trials] for part in range(count)]
    return None if any(trial is None for row in each for trial in row) else each


def part_patterns(exercise, names, trials) -> list:
    """Say of each wrong part what all its values have in common, and which parts are right on every input.

    Returns
    -------
    list of str
        Empty unless something is known about a wrong part.
    """
    each = by_part(trials, len(names))
    if each is None:
        return []
    wrong = [[trial for trial in row if trial.problem] for row in each]
    said = []
    for name, row, failing in zip(names, each, wrong):
        comparable = failing and all(trial.problem == "values" for trial in failing)
        found = whole_patterns(exercise, failing) if comparable else []
        # Of "every value" it speaks only if that is so on the other inputs, too.
        everywhere = found and (len(failing) == len(row) or whole_patterns(exercise, row) == found)
        where = "" if everywhere else "where it is wrong, "
        for words in found:
            said.append(f"`{name}`: {where}{words[0].lower()}{words[1:]}")
    right = [f"`{name}`" for name, failing in zip(names, wrong) if not failing]
    if said and right:
        said.append(f"{' and '.join(right)} {'is' if len(right) == 1 else 'are'} right.")
    return said
