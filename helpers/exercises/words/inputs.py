"""What tells of the input: kinds on which a function does something else, and values that are right for another one."""

import inspect

import numpy as np

from helpers.exercises.compare import equal, is_number


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
        ties = [has_ties(trial) for trial in trials]
        # A tie adds to what a mistake does. That something is true of inputs with ties alone is chance.
        kinds.append(("without ties", [not tie for tie in ties]))
    if all(_entry_by_entry_wanted(trial) for trial in trials):
        kinds.append((f"where `{trials[0].names[0]}` has one axis", [trial.args[0].ndim == 1 for trial in trials]))
    kinds.append(("of moderate size", [not trial.is_extreme for trial in trials]))
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


def has_ties(trial) -> bool:
    """Whether two entries of one of the arrays that were given are equal."""
    arrays = (arg for arg in trial.args if isinstance(arg, np.ndarray))
    # A set of Python's own: the first `np.unique` of a session loads a module, which took some 40 ms of a check.
    return any(len(set(array.ravel().tolist())) < array.size for array in arrays)


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


# --- right for something else than z ---------------------------------------------------------------------------------

_CHANGES = (
    ("2 · {z}", lambda z: 2 * z),
    ("{z} / 2", lambda z: z / 2),
    ("3 · {z}", lambda z: 3 * z),
    ("{z} / 3", lambda z: z / 3),
    ("10 · {z}", lambda z: 10 * z),
    ("{z} / 10", lambda z: z / 10),
    ("−{z}", lambda z: -z),
    ("|{z}|", np.abs),
    ("{z}²", lambda z: z * z),
    ("{z} + 1", lambda z: z + 1),
    ("{z} − 1", lambda z: z - 1),
)


def another_argument(exercise, trials) -> list[str]:
    """Say for which argument the values would be right on every input; only for functions that work entry by entry.

    Returns
    -------
    list of str
        One sentence, or nothing.
    """
    if not all(_entry_by_entry(trial) for trial in trials):
        return []
    for words, change in _CHANGES:
        with np.errstate(all="ignore"):
            same = (_same(exercise, trial, change) for trial in trials)
            if all(same):
                return [f"These values would be right for {words.format(z=trials[0].names[0])}."]
    return []


def one_value(trials) -> list[str]:
    """Say it if the same number stands at every place of every result, so that the argument plays no part.

    Returns
    -------
    list of str
        One sentence, or nothing.
    """
    if len(trials) < 3 or not all(_entry_by_entry(trial) for trial in trials):
        return _all_zeros(trials)
    values = {float(value) for trial in trials for value in np.unique(trial.got.value)}
    return (
        [f"Every value is {values.pop():.6g}, on every input, as if `{trials[0].names[0]}` played no part."]
        if len(values) == 1
        else []
    )


def _all_zeros(trials):
    """The same for results of other shapes than the arguments, where only a 0 tells something."""
    values = [trial.got.value for trial in trials]
    if len(trials) < 3 or not all(is_number(value) and np.size(value) > 1 and not np.any(value) for value in values):
        return []
    return ["Every value is 0, on every input. Is the result filled, and is it emptied again before it is returned?"]


def _entry_by_entry(trial):
    # Of softmax, whose entries hang together in rows, the same may be said: its result has the shape of its argument.
    shapes = [np.shape(value) for value in (trial.args[:1] or (0,))]
    return is_number(trial.got.value) and shapes == [np.shape(trial.expected.value)] == [np.shape(trial.got.value)] != [
        ()
    ]


def _entry_by_entry_wanted(trial):
    wanted = trial.expected.value
    given = trial.args[0] if trial.args else None
    return isinstance(given, np.ndarray) and is_number(wanted) and np.shape(wanted) == given.shape


def _same(exercise, trial, change):
    value = exercise.reference(change(trial.args[0]), *trial.args[1:], **trial.kwargs)
    return equal(trial.probe, value, trial.got.value, trial.args)
