"""A name that has no value: what it stands for on the page, and what to write in its place.

The page speaks of σ, of n entries and of a function f. Whoever types these gets a NameError, and no cell to run would
help: only what a cell of the lesson defines can be got by running one.
"""

import ast
import builtins
import difflib
import re
from functools import cache
from pathlib import Path

import numpy as np

from helpers.exercises.declare import listing
from helpers.exercises.plain import text_of
from helpers.notebooks import SOLUTIONS, NotANotebook, read_cells


def undefined(error, frame, trial, exercise) -> str:
    """Say that a name is not defined, and what to do.

    Parameters
    ----------
    error : NameError
    frame : OwnFrame or None
        None where the error did not come from within the learner's function.
    trial : Trial
    exercise : Exercise
    """
    match = re.search(r"name '(\w+)'", text_of(error))
    name = (error.name if isinstance(error.name, str) else "") or (match.group(1) if match else "?")
    if name == "np":
        return "`np` is not known yet. Run the cell at the top that says `import numpy as np`."
    asked = _Asked(name, frame, trial, exercise)
    return f"The name `{name}` is not defined. {next(filter(None, (find(asked) for find in _FINDERS)))}"


class _Asked:
    """A name, and what is known of the place where it stands."""

    def __init__(self, name, frame, trial, exercise):
        self.name, self.frame, self.trial, self.exercise = name, frame, trial, exercise
        self.arguments = (frame and frame.arguments) or list(trial.names)
        self.docstring = frame.docstring if frame else ""
        trees = [frame.part, frame.statement] if frame else []
        self.nodes = [node for tree in trees if tree is not None for node in ast.walk(tree)]

    @property
    def numbers(self):
        return {one.name: one.number for one in listing()}


# Functions of `math` that NumPy has under another name.
_OTHER_NAMES = {"fsum": "sum", "pow": "power", "fabs": "abs", "dist": "linalg.norm"}
_MODULES = {"scipy", "torch", "tf", "tensorflow", "jax", "jnp", "pd", "pandas", "random", "plt", "statistics", "cmath"}


def _module(asked):
    if asked.name == "numpy":
        return "The notebook calls it `np`."
    if asked.name in _MODULES:
        return "It is the name of a module. NumPy is all that is needed here."
    if asked.name != "math":
        return ""
    used = (
        node.attr for node in asked.nodes if isinstance(node, ast.Attribute) and getattr(node.value, "id", "") == "math"
    )
    attribute = next(used, "")
    ours = _OTHER_NAMES.get(attribute, attribute)
    module = "It is a module of Python's that would have to be imported."
    if ours and hasattr(np, ours.partition(".")[0]):
        whole = ", which takes whole arrays" if callable(getattr(np, ours, np.sum)) else ""
        return f"{module} NumPy has `np.{ours}`{whole}."
    return f"{module} NumPy has functions of its own, for whole arrays."


_SIGMA_IS_THE_SIGMOID = (1, 2)


def _letter_of_the_page(asked):
    if asked.name in ("σ", "sigma"):
        # In later lessons it may be a deviation, or a singular value.
        if asked.exercise.lesson not in _SIGMA_IS_THE_SIGMOID:
            return ""
        if asked.exercise.name == "sigmoid":
            return "On the page it stands for the sigmoid, which you are writing here: write its formula."
        return f"On the page it stands for the sigmoid. In code that is `sigmoid`, exercise {asked.numbers['sigmoid']}."
    return "NumPy has it: `np.pi`." if asked.name == "π" else ""


def _numpy(asked):
    if not hasattr(np, asked.name):
        return ""
    if not callable(getattr(np, asked.name)):
        # `e` may be a number, but has no sum.
        parted = (node for node in asked.nodes if isinstance(node, (ast.Attribute, ast.Subscript)))
        if any(getattr(node.value, "id", "") == asked.name for node in parted):
            return ""
    elif not _is_called(asked):
        return f"NumPy has a function `np.{asked.name}`. If you mean its value, work it out before this line uses it."
    return f"NumPy has it: `np.{asked.name}`."


def _exercise(asked):
    number = asked.numbers.get(asked.name, "")
    here = number.split(".")[0] == asked.exercise.number.split(".")[0]
    return f"It is exercise {number}: run its cell first." if number and here else ""


def _exercise_of_another_lesson(asked):
    number = asked.numbers.get(asked.name, "")
    return (
        f"It is exercise {number} of another lesson, and not known in this notebook: write its formula."
        if number
        else ""
    )


def _functional(asked):
    """PyTorch's functions are often called ``F``, which in a docstring of ours is a size."""
    if asked.name in ("F", "nn") and any(
        isinstance(node, ast.Attribute) and getattr(node.value, "id", "") == asked.name for node in asked.nodes
    ):
        return "It is a part of PyTorch under its usual name. NumPy is all that is needed here."
    return ""


def _size(asked):
    """In the docstring ``x : shape (n,)``, the n is a size of x and has no value of its own."""
    where, text = (
        ("In the docstring it", asked.docstring) if asked.docstring else ("It", asked.exercise.reference.__doc__ or "")
    )
    for argument in asked.arguments:
        match = re.search(rf"\b{re.escape(argument)} *: *([^;\n(]*)\(([^()\n]*)\)", text)
        sizes = [size.strip() for size in match[2].split(",")] if match else []
        if match is None or asked.name not in sizes:
            continue
        if "list" in match[1]:
            return f"{where} stands for a size, another one for each of `{argument}`: ask an array for its `.shape`."
        at = sizes.index(asked.name)
        at = at - len(sizes) if "..." in sizes[:at] else at
        size = f"len({argument})" if at == 0 else f"{argument}.shape[{at}]"
        return f"{where} stands for a size of `{argument}`: `{size}` gives it."
    return ""


def _near(asked):
    other = asked.name.swapcase()
    if asked.frame and len(asked.name) == 1 and other in asked.frame.values:
        return f"Did you mean `{other}`? Small and large letters differ."
    known = (asked.frame.names if asked.frame else []) + dir(builtins)
    similar = difflib.get_close_matches(asked.name, known, n=1, cutoff=0.7)
    return f"Did you mean `{similar[0]}`?" if similar else ""


def _of_the_lesson(asked):
    verb = _defined_in(asked.exercise.lesson).get(asked.name, "")
    return f"A cell of this lesson {verb} it: run that one first." if verb else ""


def _of_the_docstring(asked):
    """A name that the docstring has for a result or on the way to it."""
    words = re.findall(r"\w+", asked.docstring)
    if asked.name not in words or asked.name in asked.arguments or _is_called(asked):
        return ""
    given = f" from {_listed(asked.arguments)}" if asked.arguments else ""
    return f"The docstring speaks of it, and your function has to make it{given}, before this line uses it."


def _known_outside(asked):
    """An argument of the learner's function, used in another function that was not given it."""
    if asked.name not in asked.arguments:
        return ""
    return "Your function is given it, and this line stands in another function: hand it over as an argument."


def _called(asked):
    if not _is_called(asked):
        return ""
    return f"{_nowhere(asked)}Call a function by the name that it has in code, or write its formula.{_own(asked)}"


def _given(asked):
    if not asked.arguments:
        return f"{_nowhere(asked)}Give it a value in your function, before this line uses it.{_own(asked)}"
    given = f"Your function is given {_listed(asked.arguments)}"
    lists = [name for name, value in zip(asked.trial.names, asked.trial.args) if isinstance(value, list)]
    if lists and lists[0] in asked.arguments and re.fullmatch(r"[A-Za-z]+\d+", asked.name):
        return f"{given}. `{lists[0]}` is a list, of one entry or many: `{lists[0]}[0]` is the first."
    return f"{_nowhere(asked)}{given}: work with that.{_own(asked)}"


# What is known for certain first, then what is near, then what there is to work with.
_FINDERS = (
    _known_outside,
    _module,
    _letter_of_the_page,
    _numpy,
    _exercise,
    _functional,
    _size,
    _of_the_lesson,
    _exercise_of_another_lesson,
    _near,
    _of_the_docstring,
    _called,
    _given,
)


def _nowhere(asked):
    known = _defined_in(asked.exercise.lesson)
    return "" if not known or asked.name in known else "No cell of this lesson defines it. "


def _own(asked):
    """A short name comes from the page; a long one may come from a cell that the learner has added."""
    return f" If a cell of your own defines `{asked.name}`, run that." if len(asked.name) > 3 else ""


def _is_called(asked):
    return any(isinstance(node, ast.Call) and getattr(node.func, "id", "") == asked.name for node in asked.nodes)


def _listed(names):
    *first, last = [f"`{name}`" for name in names]
    return f"{', '.join(first)} and {last}" if first else last


@cache
def _defined_in(lesson: int) -> dict[str, str]:
    """Return the names that the cells of a lesson give a meaning for all that follow.

    Returns
    -------
    dict of str to str
        For functions and modules the verb: "defines", "imports". For variables it is empty, since no exercise needs one
        that is not among its arguments.
    """
    found = {}
    for path in sorted(Path(SOLUTIONS).glob(f"{lesson:02d}_*.ipynb")):
        try:
            sources = [cell.source for cell in read_cells(path) if cell.kind == "code"]
        except NotANotebook:
            continue
        for source in sources:
            found |= _defined_by(source)
    return found


def _defined_by(source):
    found = {}
    try:
        statements = ast.parse(source).body
    except SyntaxError:
        return {}
    for statement in statements:
        if isinstance(statement, (ast.FunctionDef, ast.ClassDef)):
            found[statement.name] = "defines"
        elif isinstance(statement, (ast.Import, ast.ImportFrom)):
            found |= {(alias.asname or alias.name).partition(".")[0]: "imports" for alias in statement.names}
        else:
            names = (node for node in ast.walk(statement) if isinstance(node, ast.Name))
            found |= {node.id: "" for node in names if isinstance(node.ctx, ast.Store)}
    return found
