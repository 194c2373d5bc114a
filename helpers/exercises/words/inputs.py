"""Kinds of input that tell apart what a function does: a default against other values, ties against none."""

import inspect

import numpy as np


def kinds_of_input(exercise, trials) -> list:
    """List the kinds of input that an exercise has, in words, and which trials belong to each.

    Only kinds to which some trials belong and others do not are listed.

    Returns
    -------
    list of (str, list of bool)
        The words follow a noun: "every input *where `padding` is 0*".
    """
    kinds = []
    for words, values in _defaults(exercise, trials):
        kinds += [(f"where {words}", values), (f"where {words.replace(' is ', ' is not ')}", [not v for v in values])]
    if exercise.ties:
        ties = [_has_ties(trial) for trial in trials]
        kinds += [("without ties", [not tie for tie in ties]), ("with ties", ties)]
    return [(words, members) for words, members in kinds if any(members) and not all(members)]


def _defaults(exercise, trials):
    """Yield, for each argument that has a default, whether it has that value."""
    for i, parameter in enumerate(inspect.signature(exercise.reference).parameters.values()):
        if parameter.default is not inspect.Parameter.empty:
            given = [argument(trial, i, parameter) for trial in trials]
            yield f"`{parameter.name}` is {parameter.default}", [value == parameter.default for value in given]


def argument(trial, i, parameter):
    """Return the value of one argument of a trial, or its default."""
    return trial.args[i] if i < len(trial.args) else trial.kwargs.get(parameter.name, parameter.default)


def _has_ties(trial):
    arrays = (arg for arg in trial.args if isinstance(arg, np.ndarray))
    return any(np.unique(array).size < array.size for array in arrays)


def default_patterns(exercise, trials) -> list:
    """Say it if the function is right wherever an argument has its default, or fails nowhere but there."""
    said = []
    for words, default in _defaults(exercise, trials):
        wrong = [bool(trial.problem) for trial in trials]
        if all(bad != plain for bad, plain in zip(wrong, default)):
            said.append(f"It fails wherever {words.replace(' is ', ' is not ')}, and nowhere else.")
        elif not all(default) and any(default) and not any(bad and plain for bad, plain in zip(wrong, default)):
            said.append(f"It is right wherever {words}.")
    return said
