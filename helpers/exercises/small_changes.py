"""Small changes to a function's syntax tree, made one at a time and taken back.

Each generator changes the tree in place, yields the line of the change, and restores the tree before the next one, so
that whoever iterates can compile the tree as it stands. What is offered is what people mix up: comparisons, operators,
the order of two things, axes, numbers, signs, an index or a call too many, and where a statement stands.
"""

import ast
from collections.abc import Iterator

_COMPARISONS = (ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.Eq, ast.NotEq)
_OPERATORS = (ast.Add, ast.Sub, ast.Mult, ast.MatMult, ast.Div, ast.FloorDiv)
_REDUCTIONS = ("sum", "mean", "max", "min", "argmax", "any", "all", "prod")
_AXES = (0, 1, -1, (0, 1), (2, 3), (1, 2, 3), (0, 2, 3), (2, 3, 4))
_TWINS = {
    "sum": ("mean", "max"),
    "mean": ("sum", "max"),
    "max": ("sum", "min", "mean", "maximum"),
    "min": ("max", "minimum"),
    "argmax": ("max", "argmin"),
    "argmin": ("argmax",),
    "maximum": ("minimum",),
    "minimum": ("maximum",),
    "floor": ("ceil",),
    "ceil": ("floor",),
    "log2": ("log",),
    "log10": ("log",),
    "zeros_like": ("ones_like",),
    "ones_like": ("zeros_like",),
}


def small_changes(function: ast.AST) -> Iterator[int]:
    """Make every small change but those of names.

    Yields
    ------
    int
        The line of the change that the tree holds at this moment, counted in the tree's own source.
    """
    given = {node.arg for node in ast.walk(function) if isinstance(node, ast.arg)}
    for parent, field, index, node in list(_places(function)):
        for new in _instead_of(node):
            # To return what went in throws all the work away: that is no small change.
            handed_on = isinstance(parent, ast.Return) and getattr(new, "id", "") in given
            if ast.dump(new) != ast.dump(node) and not handed_on:
                yield from _put(parent, field, index, node, new)
    for owner in list(ast.walk(function)):
        if isinstance(owner, (ast.FunctionDef, ast.For, ast.While, ast.If)):
            yield from _moved_statements(owner)


def exchanged_names(function: ast.AST) -> Iterator[int]:
    """Put every other name of the function in place of each name that is read."""
    assigned = {
        node.id for node in ast.walk(function) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }
    names = sorted(assigned | {node.arg for node in ast.walk(function) if isinstance(node, ast.arg)})
    needed = {name for name in assigned if _reads(function, name) == 1}
    for parent, field, index, node in list(_places(function)):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in names:
            # Without its only use, all that made it would be thrown away: that is no small change.
            if node.id in needed:
                continue
            for other in names:
                if other != node.id and not _into_itself(parent, field, other):
                    yield from _put(parent, field, index, node, ast.Name(other, ast.Load()))


def _reads(function, name):
    """How often the value of a name is used, and not only added to, as in ``values.append(…)``."""
    owners = {id(node.func.value) for node in ast.walk(function) if isinstance(node, ast.Call)
              and isinstance(node.func, ast.Attribute)}  # fmt: skip
    return sum(
        isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Load) and id(node) not in owners
        for node in ast.walk(function)
    )


def _into_itself(parent, field, name):
    """Whether a list would be put into itself: to make an array of such a list takes NumPy for ever."""
    if isinstance(parent, ast.Call) and field == "args" and isinstance(parent.func, ast.Attribute):
        return getattr(parent.func.value, "id", "") == name
    targets = parent.targets if isinstance(parent, ast.Assign) and field == "value" else []
    return any(isinstance(target, ast.Subscript) and getattr(target.value, "id", "") == name for target in targets)


def _places(tree):
    """Yield (parent, field, index or None, node) for every node below the root, the checks of the clock left out."""
    for parent in ast.walk(tree):
        for field, value in ast.iter_fields(parent):
            for index, node in enumerate(value) if isinstance(value, list) else [(None, value)]:
                if isinstance(node, (ast.expr, ast.stmt)) and not _is_ours(node):
                    yield parent, field, index, node


def _is_ours(node):
    node = node.value if isinstance(node, ast.Expr) else node
    node = node.func if isinstance(node, ast.Call) else node
    return isinstance(node, ast.Name) and node.id.startswith("__")


def _put(parent, field, index, old, new):
    ast.fix_missing_locations(ast.copy_location(new, old))
    _set(parent, field, index, new)
    try:
        yield old.lineno
    finally:
        _set(parent, field, index, old)


def _set(parent, field, index, node):
    if index is None:
        setattr(parent, field, node)
    else:
        getattr(parent, field)[index] = node


def _instead_of(node):
    """Yield what may have been meant in place of one expression or statement."""
    change = _CHANGES.get(type(node))
    if change:
        yield from change(node)


def _compare(node):
    for operator in _COMPARISONS:
        if not isinstance(node.ops[0], operator):
            yield ast.Compare(node.left, [operator(), *node.ops[1:]], node.comparators)


def _binary(node):
    for operator in _OPERATORS:
        if not isinstance(node.op, operator):
            yield ast.BinOp(node.left, operator(), node.right)
    yield node.left
    yield node.right
    yield ast.BinOp(node.right, node.op, node.left)
    if isinstance(node.op, ast.MatMult):
        yield ast.BinOp(_transposed(node.left), node.op, node.right)
        yield ast.BinOp(node.left, node.op, _transposed(node.right))


def _transposed(node):
    return ast.Attribute(node, "T", ast.Load())


def _negated(node):
    return ast.UnaryOp(ast.USub(), node)


def _unary(node):
    yield node.operand


def _constant(node):
    if isinstance(node.value, bool):
        yield ast.Constant(not node.value)
    elif isinstance(node.value, (int, float)):
        for value in dict.fromkeys((node.value + 1, node.value - 1, -node.value, 0, 1, 2, 2 * node.value)):
            if value != node.value:
                yield ast.Constant(value)


def _attribute(node):
    if node.attr == "T" and isinstance(node.ctx, ast.Load):
        yield node.value


def _name(node):
    if isinstance(node.ctx, ast.Load):
        yield _negated(node)


def _called(node):
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _call(node):
    for i in range(len(node.keywords)):
        yield ast.Call(node.func, node.args, node.keywords[:i] + node.keywords[i + 1 :])
    name = _called(node)
    if name in _REDUCTIONS:
        others = [keyword for keyword in node.keywords if keyword.arg != "axis"]
        for axis in _AXES:
            yield ast.Call(node.func, node.args, [*others, ast.keyword("axis", ast.Constant(axis))])
        others = [keyword for keyword in node.keywords if keyword.arg != "keepdims"]
        yield ast.Call(node.func, node.args, [*others, ast.keyword("keepdims", ast.Constant(True))])
    if isinstance(node.func, ast.Attribute):
        for twin in _TWINS.get(name, ()):
            yield ast.Call(ast.Attribute(node.func.value, twin, ast.Load()), node.args, node.keywords)
        if not (isinstance(node.func.value, ast.Name) and node.func.value.id == "np"):
            yield node.func.value
    yield from (arg for arg in node.args[:2] if not isinstance(arg, ast.Starred))
    for i in range(min(len(node.args), 3) - 1):
        yield ast.Call(node.func, _exchanged(node.args, i), node.keywords)


def _exchanged(parts, i):
    return [*parts[:i], parts[i + 1], parts[i], *parts[i + 2 :]]


def _subscript(node):
    if isinstance(node.ctx, ast.Load):
        yield node.value


def _tuple(node):
    for i in range(len(node.elts) - 1):
        yield ast.Tuple(_exchanged(node.elts, i), node.ctx)


def _assign(node):
    if len(node.targets) == 1 and not isinstance(node.targets[0], ast.Tuple):
        yield ast.AugAssign(node.targets[0], ast.Add(), node.value)


def _augmented(node):
    yield ast.Assign([node.target], node.value)
    for operator in _OPERATORS:
        if not isinstance(node.op, operator):
            yield ast.AugAssign(node.target, operator(), node.value)


_CHANGES = {
    ast.Compare: _compare,
    ast.BinOp: _binary,
    ast.UnaryOp: _unary,
    ast.Constant: _constant,
    ast.Attribute: _attribute,
    ast.Name: _name,
    ast.Call: _call,
    ast.Subscript: _subscript,
    ast.Tuple: _tuple,
    ast.Assign: _assign,
    ast.AugAssign: _augmented,
}


def _moved_statements(owner):
    """Leave one statement of a block out, or move its last one behind the block."""
    body = owner.body
    for i, statement in enumerate(body):
        if not isinstance(statement, ast.Return) and not _is_text(statement) and not _is_ours(statement):
            yield from _put(owner, "body", i, statement, ast.Pass())
    yield from _moved_out(owner)


def _is_text(statement):
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def _moved_out(owner):
    for i, block in enumerate(owner.body):
        if isinstance(block, (ast.For, ast.While, ast.If)) and block.body and not _is_ours(block.body[-1]):
            before, inside = owner.body, block.body
            last = inside[-1]
            block.body = inside[:-1] or [ast.copy_location(ast.Pass(), last)]
            owner.body = [*before[: i + 1], last, *before[i + 1 :]]
            try:
                yield last.lineno
            finally:
                owner.body, block.body = before, inside
