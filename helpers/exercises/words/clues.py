"""What the failing line itself tells about an error, beyond the words of Python and NumPy.

The same message can come from different slips. Where the line is known, it is read as Python reads it, and a clue is
given only if what stands there leaves no doubt; otherwise `plain_words` has the sentence.
"""

import ast
import difflib
import re
import textwrap

import numpy as np

from helpers.exercises.words.clues_arrays import (
    power,
    rows_of_a_single_row,
    start_of_a_product,
    written_into,
    yes_or_no,
)
from helpers.exercises.words.own_frame import statement


def clue(error, text, frame) -> str:
    """Say what the failing line tells about an error; empty where it tells nothing for certain.

    Parameters
    ----------
    error : BaseException
    text : str
        Its message.
    frame : OwnFrame or None
        None where the error did not come from within the learner's function.
    """
    for find in _CLUES:
        said = find(error, text, frame)
        if said:
            return said
    return ""


_INSIDE = "A function", "Look at how this line calls it."
_OUTSIDE = "Your function", "Keep the arguments of the `def` line as they were given."


def _arguments(error, text, frame):
    """Tell a call in the learner's code from the check's own call of the learner's function."""
    missing = re.search(r"missing \d+ required (?:positional |keyword-only )?arguments?: (.*)", text)
    missing = missing or re.search(r"missing required argument ('\w+')", text)
    many = re.search(r"takes (?:from (\d+) to )?(\d+) positional arguments? but (\d+) (?:was|were) given", text)
    if not isinstance(error, TypeError) or not (missing or many):
        return ""
    who, line = _OUTSIDE if frame is None else _INSIDE
    if missing:
        return f"{who} was called without {missing[1]}. {line}"
    count = f"{many[1]} to {many[2]}" if many[1] else many[2]
    takes = f"{who} takes {count} arguments and" if frame is None else f"{who} that takes {count} arguments"
    return f"{takes} was given {many[3]}. {line}"


def _called(part):
    """Return the name of the function that an expression calls, without what stands before a dot."""
    func = getattr(part, "func", None)
    return func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")


def _array_for_a_number(error, text, frame):
    """An array where NumPy wants an axis, or where Python's own `float` and `int` want one number."""
    part = frame and frame.part
    if not isinstance(error, TypeError) or not isinstance(part, ast.Call) or not part.args:
        return ""
    name, by_numpy = _called(part), isinstance(part.func, ast.Attribute)
    if name in ("float", "int") and not by_numpy and re.search(r"only .* arrays can be converted", text):
        if isinstance(part.args[0], ast.Compare):
            return f"`{name}(…)` takes one number, and here it got an array. `.astype({name})` does it for all entries."
        # Where one number is wanted, to leave it out would not help.
        loses = "; it would drop the digits after the point, too" if name == "int" else ""
        return (
            f"`{name}(…)` takes one number, and here it got an array{loses}. Leave it out if an array is wanted: NumPy takes "
            "whole arrays. If one number is wanted, what makes one of its entries?"
        )
    if name in ("concatenate", "stack") and len(part.args) == 2 and "only integer scalar arrays" in text:
        return f"`np.{name}` takes the arrays together, in one list. The second argument is the axis already."
    # Of a method the first argument is the axis.
    if name in _REDUCTIONS and by_numpy and getattr(part.func.value, "id", "") == "np" and len(part.args) == 2:
        axis = f"The second argument of `np.{name}` is an axis, a whole number."
        if "only integer scalar arrays" in text:
            return f"{axis} Bring the two arrays together first."
        if "cannot be interpreted as an integer" in text:
            return f"{axis} What you gave there belongs into the formula, outside of the call or inside its first argument."
    return ""


_REDUCTIONS = ("sum", "mean", "max", "min", "prod", "argmax", "any", "all")


def _entries_for_places(error, text, frame):
    """In ``for i in x``, `i` is an entry of `x` and no place in it."""
    part = frame and frame.part
    if not isinstance(error, (IndexError, TypeError)) or not isinstance(part, ast.Subscript):
        return ""
    # What is indexed may be wrong, and not the index.
    if re.search(
        r"object is not subscriptable|does not support item assignment|too many indices|scalar variable", text
    ):
        return ""
    used = {node.id for node in ast.walk(part.slice) if isinstance(node, ast.Name)}
    for loop in map(statement, frame.loops):
        if isinstance(loop, ast.For) and getattr(loop.target, "id", "") in used and isinstance(loop.iter, ast.Name):
            name, over = loop.target.id, loop.iter.id
            # A list of places may well be gone through; only of what was given, or is indexed itself, it is a slip.
            whole = isinstance(frame.values.get(name), (int, np.integer))
            if whole and over not in frame.arguments and over != getattr(part.value, "id", ""):
                continue
            places = f"range(len({over}))"
            return f"`for {name} in {over}` goes through the entries, not their places. For those, write `{places}`."
    return ""


def _empty(error, text, frame):
    """An entry of a list or array that has none on this input."""
    part = frame and frame.part
    if not isinstance(error, IndexError) or not isinstance(part, ast.Subscript) or not isinstance(part.value, ast.Name):
        return ""
    values = frame.values.get(part.value.id)
    if not isinstance(values, (list, tuple, str)) or len(values):
        return ""
    return f"`{part.value.id}` is empty on this input: it has no entry to take. What should come out then?"


def _beyond_the_end(error, text, frame):
    """In the last round of a loop, ``x[i + 1]`` lies beyond the end."""
    part = frame and frame.part
    if not isinstance(error, IndexError) or not isinstance(part, ast.Subscript) or not isinstance(part.value, ast.Name):
        return ""
    at, values = part.slice, frame.values.get(part.value.id)
    if not isinstance(at, ast.BinOp) or not isinstance(at.op, ast.Add) or not isinstance(at.left, ast.Name):
        return ""
    if getattr(at.right, "value", None) != 1 or np.ndim(values) == 0 and not isinstance(values, (list, tuple)):
        return ""
    if not isinstance(values, (list, tuple, np.ndarray)) or frame.values.get(at.left.id) != len(values) - 1:
        return ""
    return (
        f"`{ast.unparse(part)}` lies beyond the end where `{at.left.id}` is the last place. Decide what is to happen "
        "there: nothing comes after it."
    )


def _pieces_for_places(error, text, frame):
    """The whole number that ``np.split`` takes is a number of pieces, and no place to cut at."""
    line = frame and frame.statement
    if not isinstance(error, ValueError) or "values to unpack" not in text or not isinstance(line, ast.Assign):
        return ""
    call = line.value
    owner = getattr(getattr(getattr(call, "func", None), "value", None), "id", "")
    if owner != "np" or _called(call) not in ("split", "array_split", "hsplit", "vsplit") or len(call.args) < 2:
        return ""
    how = call.args[1]
    number = frame.values.get(how.id) if isinstance(how, ast.Name) else getattr(how, "value", None)
    if type(number) is not int:
        return ""
    return (
        f"A whole number tells `np.{_called(call)}` into how many pieces to cut, here {number}. A list of whole numbers "
        "tells it at which places."
    )


def _keyword(error, text, frame):
    match = re.search(r"unexpected keyword argument '(\w+)'", text)
    if isinstance(error, TypeError) and match and frame is None:
        return f"Your function was called with `{match[1]}=…`, and its `def` line has no such name. {_OUTSIDE[1]}"
    # A function of the learner's own says its own name first; those of NumPy are reached through `np` or an array.
    if isinstance(error, TypeError) and match and match[1] in _OF_PYTORCH and _of_numpy(frame):
        several = _called(frame.part) in _OF_SEVERAL_AXES
        return f"`{match[1]}` is PyTorch's name for an argument: {'NumPy has `axes` here' if several else _OF_PYTORCH[match[1]]}."
    near = difflib.get_close_matches(match[1], ("keepdims", "axis", "dtype"), n=1) if match else []
    if not isinstance(error, TypeError) or not near or near[0] == match[1]:
        return ""
    return f"A function does not know the argument `{match[1]}`. Did you mean `{near[0]}`?"


def _of_numpy(frame):
    """Whether what failed is a call of a function of NumPy, or of a method of an array."""
    func = getattr(frame and frame.part, "func", None)
    return isinstance(func, ast.Attribute)


_OF_PYTORCH = {
    "dim": "NumPy's is `axis`",
    "dims": "NumPy's is `axis`",
    "keepdim": "NumPy's is `keepdims`",
    "unbiased": "NumPy's is `ddof`, the number that is subtracted from the count",
}
# These take several axes, under a name of their own.
_OF_SEVERAL_AXES = ("transpose", "tensordot")


def _shape_wanted(error, text, frame):
    part = frame and frame.part
    if not isinstance(error, TypeError) or not isinstance(part, ast.Call) or not part.args:
        return ""
    maker = _called(part)
    given = part.args[0]
    if maker not in ("ones", "zeros", "empty", "full") or not isinstance(given, ast.Name):
        return ""
    value = frame.values.get(given.id)
    if not isinstance(value, np.ndarray) or value.ndim == 0:
        return ""
    # An array of one's own may hold the sizes, as numbers with a point.
    if given.id not in frame.arguments and value.ndim == 1:
        return ""
    # Not `zeros_like`: of whole numbers it makes an array that has no room for fractions.
    return f"`np.{maker}` takes a shape, and `{given.id}` is an array: give it `{given.id}.shape`."


def _arrays_compared(error, text, frame):
    """In a loop over layers, ``W == weights[-1]`` asks every entry, and so do ``in`` and ``index``."""
    if not isinstance(error, ValueError) or not re.search(r"truth value|could not be broadcast", text) or not frame:
        return ""
    compares = [node for node in _within(frame) if isinstance(node, ast.Compare)]
    alike = any(
        isinstance(node.ops[0], (ast.Eq, ast.NotEq, ast.In, ast.NotIn))
        and not any(_is_number(side, frame) for side in (node.left, node.comparators[0]))
        for node in compares
    )
    # Beside another condition it may be that one which has an answer for each entry.
    alike = alike and not any(isinstance(node, ast.BoolOp) for node in _within(frame))
    calls = [node.func for node in _within(frame) if isinstance(node, ast.Call)]
    index = any(isinstance(func, ast.Attribute) and func.attr in ("index", "remove", "count") for func in calls)
    if "truth value" in text and index and not compares:
        return "To find an array in a list, every entry is compared. Keep its position, for instance with `enumerate`."
    if not alike or ("truth value" not in text and not isinstance(frame.part, ast.Compare)):
        return ""
    return (
        "An array is compared here, and that gives an answer for each entry. In a loop over layers, compare "
        "positions and not arrays; to choose entry by entry, there is `np.where`."
    )


def _within(frame):
    """Walk through what failed; for a line such as ``if …:``, whose condition is not always remembered, all of it."""
    for tree in (frame.part, frame.statement):
        yield from ast.walk(tree) if tree is not None else ()


def _is_number(side, frame):
    if isinstance(side, ast.UnaryOp):
        side = side.operand
    if isinstance(side, ast.Name):
        return isinstance(frame.values.get(side.id), (int, float, np.generic))
    return isinstance(side, ast.Constant)


def _loop_over(error, text, frame):
    if not isinstance(error, TypeError) or "'int' object is not iterable" not in text or frame is None:
        return ""
    loops = [node for node in _within(frame) if isinstance(node, (ast.For, ast.comprehension))]
    if not loops or isinstance(frame.part, ast.Call) and getattr(frame.part.func, "id", "") in ("sum", "max", "min"):
        return ""
    # `zip(x, 3)` fails with the same words: then it is one of its arguments that is a number.
    if isinstance(loops[0].iter, ast.Call) and _called(loops[0].iter) not in (
        "len",
        "int",
        "round",
        "max",
        "min",
        "sum",
    ):
        return ""
    over = ast.unparse(loops[0].iter)
    return f"A loop cannot run over one whole number. To count up to it, write `range({textwrap.shorten(over, 40)})`."


def _unpacked(error, text, frame):
    if not isinstance(error, ValueError) or "values to unpack" not in text or frame is None:
        return ""
    loops = [node for node in _within(frame) if isinstance(node, (ast.For, ast.comprehension))]
    if not loops or not isinstance(loops[0].target, ast.Tuple):
        return ""
    # On a line that spreads what the loop gives, too, it is not known which of the two fails.
    if isinstance(frame.statement, ast.Assign) and isinstance(frame.statement.targets[0], ast.Tuple):
        return ""
    over = loops[0].iter
    if isinstance(over, ast.Tuple) and len(over.elts) > 1:
        lists = ", ".join(ast.unparse(part) for part in over.elts)
        return f"A loop over `{lists}` takes one list after the other, whole. `zip({lists})` takes an entry of each."
    if not isinstance(over, ast.Name):
        return ""
    names = len(loops[0].target.elts)
    return (
        f"In each round a single entry of `{over.id}` is spread over {names} names. To take an entry of each of "
        "several lists, use `zip`."
    )


def _before_its_value(error, text, frame):
    match = re.search(r"variable '(\w+)'", text)
    if not isinstance(error, UnboundLocalError) or match is None or frame is None:
        return ""
    name, line = match[1], frame.statement
    if isinstance(line, ast.AugAssign) and getattr(line.target, "id", "") == name:
        start = "such as 0, " if isinstance(line.op, (ast.Add, ast.Sub)) else ""
        return f"`{name}` has no value yet that this line could change. Give it one, {start}{_before(frame)}."
    if not isinstance(line, ast.Assign) or getattr(line.targets[0], "id", "") != name:
        return ""
    if any(isinstance(node, ast.Call) and getattr(node.func, "id", "") == name for node in ast.walk(line.value)):
        return (
            f"This line makes `{name}` a variable of your function, and so the function of that name cannot be called "
            "in it. Give the result another name."
        )
    if any(getattr(node, "id", "") == name for node in ast.walk(line.value)):
        return f"`{name}` has no value yet that this line could use. Give it one {_before(frame)}."
    return ""


def _before(frame):
    return "before the loop" if frame.loops else "before this line"


def _function_in_product(error, text, frame):
    """`@` takes a function for an array without axes and complains of those."""
    part = frame and frame.part
    if not isinstance(part, ast.BinOp) or not isinstance(part.op, ast.MatMult) or "enough dimensions" not in text:
        return ""
    for side in (part.left, part.right):
        if isinstance(side, ast.Name) and callable(frame.values.get(side.id)):
            return f"`{side.id}` is a function: call it, with round brackets after its name, and do not multiply by it."
    return ""


def _inner(error, text, frame):
    """NumPy's message turns the second array round before it speaks of its shape."""
    part = frame and frame.part
    if not isinstance(part, ast.Call) or _called(part) != "inner" or "not aligned" not in text:
        return ""
    return (
        "`np.inner` adds over the last axis of both arrays, and these two differ in its size. If a matrix product is meant, it "
        "is written `@`."
    )


def _star(error, text, frame):
    """Where ``*`` cannot line two tables up and ``@`` could, ask which one is meant."""
    shapes = re.findall(r"\((\d+),(\d+)\)", text)
    part = frame and frame.part
    if not isinstance(error, ValueError) or "could not be broadcast" not in text or len(shapes) != 2:
        return ""
    if not (isinstance(part, ast.BinOp) and isinstance(part.op, ast.Mult)) or shapes[0][1] != shapes[1][0]:
        return ""
    (rows, inner), (_, columns) = shapes
    return (
        f"`*` multiplies entry by entry, and shapes ({rows}, {inner}) and ({inner}, {columns}) do not line up for "
        "that. Have both the shapes that you expect, or is the matrix product `@` meant?"
    )


_CLUES = (
    _arguments,
    _keyword,
    power,
    _shape_wanted,
    _array_for_a_number,
    _entries_for_places,
    _empty,
    _beyond_the_end,
    _pieces_for_places,
    rows_of_a_single_row,
    _arrays_compared,
    yes_or_no,
    _loop_over,
    _unpacked,
    _before_its_value,
    _function_in_product,
    start_of_a_product,
    written_into,
    _inner,
    _star,
)
