"""What the failing line itself tells about an error, beyond the words of Python and NumPy.

The same message can come from different slips. Where the line is known, it is read as Python reads it, and a clue is
given only if what stands there leaves no doubt; otherwise `plain_words` has the sentence.
"""

import ast
import linecache
import re
import textwrap

import numpy as np


class OwnFrame:
    """A place in the learner's code: the line, the part of it that was being worked out, and the names known there.

    Attributes
    ----------
    lineno : int
    source : str
        The line without its indentation; empty where it is not known.
    names : list of str
    values : dict
        The local variables.
    part : ast.expr or None
        The expression that failed, where Python remembers its place.
    statement : ast.stmt or None
        The whole line, where it is a statement of its own.
    in_loop : bool
    """

    def __init__(self, frame, lineno, step):
        lines = linecache.getlines(frame.f_code.co_filename)
        line = lines[lineno - 1] if 0 < lineno <= len(lines) else ""
        self.lineno, self.source = lineno, line.strip()
        self.names = list(frame.f_locals) + [name for name in frame.f_globals if not name.startswith("_")]
        self.values = dict(frame.f_locals)
        self.part = _expression(_piece(lines, list(frame.f_code.co_positions())[step // 2]))
        self.statement = _statement(self.source)
        self.in_loop = _is_in_loop(lines[:lineno])


def _piece(lines, place):
    """Cut a piece out of the source; Python counts its columns in bytes."""
    first, last, start, end = place
    if None in place or last > len(lines):
        return ""
    rows = [line.encode() for line in lines[first - 1 : last]]
    rows[-1] = rows[-1][:end]
    rows[0] = rows[0][start:]
    return b"".join(rows).decode(errors="replace")


def _expression(source):
    try:
        return ast.parse(f"({source}\n)", mode="eval").body if source else None
    except SyntaxError:
        return None


def _statement(source):
    source = re.sub(r"^elif\b", "if", source)
    try:
        body = ast.parse(source + (" pass" if source.endswith(":") else "")).body
    except SyntaxError:
        return None
    return body[0] if body else None


def _is_in_loop(lines):
    """Tell whether the last of these lines is indented under a ``for`` or ``while`` of the same function."""
    depth = None
    for line in reversed([line for line in lines if line.strip()]):
        indent = len(line) - len(line.lstrip())
        if depth is None or indent < depth:
            if re.match(r"\s*(for|while)\b", line):
                return True
            if re.match(r"\s*def\b", line):
                return False
            depth = indent
    return False


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
    for find in (_arguments, _shape_wanted, _arrays_compared, _loop_over, _unpacked, _before_its_value, _star):
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
    many = re.search(r"takes (?:from )?(\d+)(?: to \d+)? positional arguments? but (\d+) (?:was|were) given", text)
    if not isinstance(error, TypeError) or not (missing or many):
        return ""
    who, line = _OUTSIDE if frame is None else _INSIDE
    if missing:
        return f"{who} was called without {missing[1]}. {line}"
    takes = f"{who} takes {many[1]} arguments and" if frame is None else f"{who} that takes {many[1]} arguments"
    return f"{takes} was given {many[2]}. {line}"


def _shape_wanted(error, text, frame):
    part = frame and frame.part
    if not isinstance(error, TypeError) or not isinstance(part, ast.Call) or not part.args:
        return ""
    maker = part.func.attr if isinstance(part.func, ast.Attribute) else getattr(part.func, "id", "")
    given = part.args[0]
    if maker not in ("ones", "zeros", "empty", "full") or not isinstance(given, ast.Name):
        return ""
    value = frame.values.get(given.id)
    if not isinstance(value, np.ndarray) or value.ndim == 0:
        return ""
    return f"`np.{maker}` takes a shape: give it `{given.id}.shape`, or use `np.{maker}_like({given.id})`."


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
    calls = [node.func for node in _within(frame) if isinstance(node, ast.Call)]
    index = any(isinstance(func, ast.Attribute) and func.attr in ("index", "remove", "count") for func in calls)
    if "truth value" in text and index and not compares:
        return "To find an array in a list, every entry is compared. Keep its position, for instance with `enumerate`."
    if not alike or ("truth value" not in text and not isinstance(frame.part, ast.Compare)):
        return ""
    return (
        "Two arrays are compared here, and that gives an answer for each entry. In a loop over layers, compare positions "
        "and not arrays; to choose entry by entry, there is `np.where`."
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
    over = ast.unparse(loops[0].iter)
    return f"A loop cannot run over one whole number. To count up to it, write `range({textwrap.shorten(over, 40)})`."


def _unpacked(error, text, frame):
    if not isinstance(error, ValueError) or "values to unpack" not in text or frame is None:
        return ""
    loops = [node for node in _within(frame) if isinstance(node, (ast.For, ast.comprehension))]
    if not loops or not isinstance(loops[0].target, ast.Tuple):
        return ""
    over = loops[0].iter
    if isinstance(over, ast.Tuple) and len(over.elts) > 1:
        lists = ", ".join(ast.unparse(part) for part in over.elts)
        return f"A loop over `{lists}` takes one list after the other, whole. `zip({lists})` takes an entry of each."
    if not isinstance(over, ast.Name):
        return ""
    names = len(loops[0].target.elts)
    return (
        f"In each round a single entry of `{over.id}` is spread over {names} names. To take an entry of each of several "
        "lists, use `zip`."
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
            f"This line makes `{name}` a variable of your function, and so the function of that name cannot be called in "
            "it. Give the result another name."
        )
    if any(getattr(node, "id", "") == name for node in ast.walk(line.value)):
        return f"`{name}` has no value yet that this line could use. Give it one {_before(frame)}."
    return ""


def _before(frame):
    return "before the loop" if frame.in_loop else "before this line"


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
        f"`*` multiplies entry by entry, and shapes ({rows}, {inner}) and ({inner}, {columns}) do not line up for that. "
        "Is the matrix product `@` meant?"
    )
