"""Clues from a line on which an array stands where one number is wanted, or one number where an array is."""

import ast
import re

import numpy as np

from helpers.exercises.words.own_frame import statement


def yes_or_no(error, text, frame):
    """Name what asked an array for one yes or no: ``if``, ``or``, `max` and the like."""
    if not isinstance(error, ValueError) or "truth value of a" not in text or frame is None:
        return ""
    asking = list(dict.fromkeys(_asking(frame)))
    if len(asking) != 1:
        return ""
    # The part that failed may be all of it, as `max(z, 0)` is; a name or a single comparison is the array itself.
    part = frame.part
    itself = isinstance(part, ast.Name) or isinstance(part, ast.Compare) and len(part.ops) == 1
    has = f"`{ast.unparse(part)}` has" if itself and len(ast.unparse(part)) <= 30 else "an array has"
    needs = "need" if asking[0] == _BOTH else "needs"
    said = f"{asking[0]} {needs} one yes or no, and {has} one for each entry."
    if asking[0] == _BOTH:
        return (
            f"{said} `np.maximum` and `np.minimum` choose entry by entry; `np.max` and `np.min` take one of them all."
        )
    if asking[0] == _CALLS["sorted"]:
        return f"{said} `np.sort` puts the numbers of an array in order, along an axis."
    return (
        f"{said} To choose entry by entry, there are NumPy functions such as `np.where` and `np.maximum`; for one answer "
        "about all entries, `np.all` and `np.any`."
    )


_BOTH = "Python's `max` and `min`"
_CALLS = {"max": _BOTH, "min": _BOTH, "sorted": "`sorted`", "bool": "`bool`"}


def _asking(frame):
    """Yield everything on the line that asks for a yes or no, in words."""
    trees = [tree for tree in (frame.statement, frame.part) if tree is not None][:1]
    for node in (node for tree in trees for node in ast.walk(tree)):
        if isinstance(node, ast.BoolOp):
            yield "`and`" if isinstance(node.op, ast.And) else "`or`"
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            yield "`not`"
        elif isinstance(node, (ast.If, ast.IfExp)) or isinstance(node, ast.comprehension) and node.ifs:
            yield "Python's `if`"
        elif isinstance(node, ast.While):
            yield "`while`"
        elif isinstance(node, ast.Compare) and len(node.ops) > 1:
            yield "A comparison of three things"
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") in _CALLS:
            yield _CALLS[node.func.id]


def rows_of_a_single_row(error, text, frame):
    """In ``for row in z``, `row` is one number where `z` is a single row."""
    fails = (
        r"is not iterable|has no len|invalid index to scalar|not subscriptable|iteration over a 0-d|axis \S+ is out of"
    )
    if frame is None or not isinstance(error, (TypeError, IndexError, ValueError)) or not re.search(fails, text):
        return ""
    loops = [*map(statement, frame.loops), *_comprehensions(frame.statement)]
    used = {node.id for node in ast.walk(frame.part) if isinstance(node, ast.Name)} if frame.part else set()
    for loop in loops:
        if not isinstance(loop, (ast.For, ast.comprehension)) or not isinstance(loop.iter, ast.Name):
            continue
        name, over = getattr(loop.target, "id", ""), loop.iter.id
        value, rows = frame.values.get(name), frame.values.get(over)
        number = isinstance(value, (int, float, np.number))
        if name in used and number and isinstance(rows, np.ndarray) and rows.ndim == 1:
            return (
                f"On this input `{over}` is a single row, and `for {name} in {over}` goes through its numbers: "
                f"`{name}` is one number here, and no row."
            )
    return ""


def _comprehensions(line):
    return [node for node in ast.walk(line) if isinstance(node, ast.comprehension)] if line is not None else []


def start_of_a_product(error, text, frame):
    """A running product in a loop that begins with 1, with zeros or with an identity matrix of another size."""
    if frame is None or not isinstance(error, ValueError) or not _is_product(text):
        return ""
    for node, other, side in _sides(frame.part):
        value = frame.values.get(node.id) if isinstance(node, ast.Name) else None
        if isinstance(value, (int, float)) and "enough dimensions" in text:
            return _begins_with_a_number(node.id, value, frame)
        start, matrix = _untouched(value), _value(other, frame)
        # An argument may be zeros, too, and so may be what a layer gave: only where zeros were put there is it a start.
        if (
            start
            and _starts_empty(node.id, frame)
            and node.id in _assigned(frame)
            and isinstance(matrix, np.ndarray)
            and matrix.ndim == 2
        ):
            rows, columns = matrix.shape
            sizes = f"{rows} rows" if side == "left" else f"{columns} columns"
            return (
                f"`{node.id}` still is {start}, its start, and `{ast.unparse(other)}` has {sizes}. A running product has to "
                "begin with something that fits the first matrix it meets, or with that matrix itself."
            )
    return ""


def _starts_empty(name, frame):
    """Whether a line before this one gives a name zeros or an identity matrix."""
    start = re.compile(rf"^[^=]*\b{re.escape(name)}\b[^=]*=.*\b(?:zeros|zeros_like|eye|identity)\(")
    return name not in frame.arguments and any(start.match(line) for line in frame.above)


def _value(node, frame):
    """The value of a name, of an entry of a list, or of either transposed."""
    if isinstance(node, ast.Attribute) and node.attr == "T":
        value = _value(node.value, frame)
        return value.T if isinstance(value, np.ndarray) else None
    if isinstance(node, ast.Name):
        return frame.values.get(node.id)
    if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name):
        values, at = frame.values.get(node.value.id), node.slice
        at = frame.values.get(at.id) if isinstance(at, ast.Name) else getattr(at, "value", None)
        inside = isinstance(values, list) and type(at) is int and -len(values) <= at < len(values)
        return values[at] if inside else None
    return None


def _begins_with_a_number(name, value, frame):
    # A number that NumPy made is no start: a product of two rows gives one.
    if name in _assigned(frame) and type(value) in (int, float) and name not in frame.arguments:
        return (
            f"`@` multiplies arrays, and `{name}` still is the number {value:g}, its start. A running product begins "
            "with an array: the first matrix, or `np.eye` of the size of the input."
        )
    return f"`@` multiplies arrays, and `{name}` is the number {value:g} here. A number times an array is written `*`."


def _is_product(text):
    return re.search(r"enough dimensions|matmul.*is different from|shapes \(.*\) and \(.*\) not aligned", text)


def _sides(part):
    """Yield each side of a matrix product with the other, however it is written, and which of the two it is."""
    sides = []
    if isinstance(part, ast.BinOp) and isinstance(part.op, ast.MatMult):
        sides = [part.left, part.right]
    elif isinstance(part, ast.Call) and getattr(part.func, "attr", "") in ("dot", "matmul"):
        sides = part.args[:2] if len(part.args) == 2 else [part.func.value, *part.args[:1]]
    yield from zip(sides, reversed(sides), ("left", "right"))


def _untouched(value):
    """Say what an array is that holds nothing yet: an identity matrix, or zeros; empty if it holds more than that."""
    if not isinstance(value, np.ndarray) or value.size < 2:
        return ""
    if value.ndim == 2 and value.shape[0] == value.shape[1] and np.array_equal(value, np.eye(len(value))):
        return f"the identity matrix of size {len(value)}"
    return f"{value.size} zeros" if value.ndim == 1 and not value.any() else ""


def _assigned(frame):
    """The names that the line, in a loop, gives a new value to."""
    line = frame.statement
    if not frame.loops or not isinstance(line, (ast.Assign, ast.AugAssign)):
        return set()
    targets = line.targets if isinstance(line, ast.Assign) else [line.target]
    return {node.id for target in targets for node in ast.walk(target) if isinstance(node, ast.Name)}


def power(error, text, frame):
    """A ``^`` on the line that failed, such as ``tanh^2(z)``, which Python reads as something quite different."""
    if frame is None or not isinstance(error, TypeError):
        return ""
    nodes = [node for tree in (frame.part, frame.statement) if tree is not None for node in ast.walk(tree)]
    powers = [node for node in nodes if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitXor)]
    # Between two comparisons it is what it is meant to be, "either or".
    powers = [node for node in powers if not isinstance(node.left, ast.Compare)]
    if not powers:
        return ""
    rest = " Call the function first; it is its value that has a power." if any(map(_of_a_function, powers)) else ""
    return f"`^` is not a power in Python: write `**`.{rest}"


def _of_a_function(node):
    """Whether a function itself stands before the ``^``: as in ``1 - np.tanh^2``, which Python groups differently."""
    left = node.left
    while isinstance(left, (ast.BinOp, ast.UnaryOp)):
        left = left.right if isinstance(left, ast.BinOp) else left.operand
    # `np.e` is a number, and nothing to call.
    before = isinstance(left, ast.Attribute) and getattr(left.value, "id", "") == "np" and left.attr not in ("e", "pi")
    return before or isinstance(node.right, ast.Call) and isinstance(node.right.func, ast.Constant)


def written_into(error, text, frame):
    """A line that would put fractions into an array of whole numbers which is an argument, or part of one."""
    if not isinstance(error, TypeError) or "Cannot cast ufunc" not in text or frame is None:
        return ""
    target = _written(frame.statement)
    value = frame.values.get(target)
    if not isinstance(value, np.ndarray):
        return ""
    for name in frame.arguments:
        given = frame.values.get(name)
        for array in given if isinstance(given, (list, tuple)) else [given]:
            if isinstance(array, np.ndarray) and np.may_share_memory(array, value):
                return (
                    f"This line writes into the argument `{name}`, which the caller still needs. Here it holds whole "
                    "numbers, too, and has no room for fractions. Make a new array, of floats."
                )
    return ""


def _written(line):
    """The name of what a line changes, by ``+=`` and its like or by ``out=``; empty where it does neither."""
    target = line.target if isinstance(line, ast.AugAssign) else None
    for node in ast.walk(line) if line is not None else ():
        if isinstance(node, ast.keyword) and node.arg == "out":
            target = node.value
    while isinstance(target, ast.Subscript):
        target = target.value
    return getattr(target, "id", "")
