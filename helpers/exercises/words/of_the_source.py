"""What can be seen in the learner's code itself, and is true of it whatever else is wrong."""

import ast
import math

_DIGITS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


# Next to 2, a number smaller than this is lost in float64: half of the distance from 2 to the next smaller number.
LOST = 2.0**-53


def remarks(source) -> list[str]:
    """Return sentences about a `Source`: an e that was typed in, half of a number for its root, a loop of one round, …"""
    seen = (_typed_e, _half_a_root, _always_true, _ends_at_once, _unused)
    return [said for said in (look(source) for look in seen) if said]


def hidden_nan(source) -> str:
    """Say that nan is made into 0, where it is; it is for who asks to know that nan comes up at all."""
    for node in (node for statement in source.statements for node in ast.walk(statement)):
        called = isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "nan_to_num"
        if called and len(node.args) < 3 and not any(keyword.arg == "nan" for keyword in node.keywords):
            return "`np.nan_to_num` puts 0 in the place of nan, whatever number belongs there."
    return ""


def lost_step(source) -> str:
    """Say of a difference quotient that its step is lost beside the numbers that it is added to; else nothing."""
    nodes = [node for statement in source.statements for node in ast.walk(statement)]
    named = {
        node.targets[0].id: node.value
        for node in nodes
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    }
    for node in nodes:
        if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Sub)):
            step = named.get(getattr(node.right, "id", ""), node.right)
            value = step.value if isinstance(step, ast.Constant) else None
            if isinstance(value, float) and 0 < value < LOST and _divides(node, nodes):
                return f"{value!r} is too small for a step: a number from 2 on stays the same when it is added."
    return ""


def may_be_a_quotient(source) -> bool:
    """Whether a difference quotient may be among the code: a step that is added and divided by; True if it is not known."""
    nodes = [node for statement in source.statements for node in ast.walk(statement)]
    calls = [node.func for node in nodes if isinstance(node, ast.Call)]
    # Another function may do it, as `np.gradient` does.
    if not nodes or any(
        isinstance(func, ast.Name) or getattr(func, "attr", "") in ("gradient", "diff") for func in calls
    ):
        return True
    steps = [node for node in nodes if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Sub))]
    return any(_divides(node, nodes) for node in steps) or _divides_by_both(steps, nodes)


def _divides(addition, nodes):
    """Whether what is added somewhere divides elsewhere: a step, and no guard against a division by 0."""
    step = ast.dump(addition.right)
    for node in nodes:
        below = list(ast.walk(node.right)) if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div) else []
        if addition not in below and any(ast.dump(part) == step for part in below):
            return True
    return False


def _divides_by_both(steps, nodes):
    """Whether a small number is added or taken away, and twice that number divides: a step to either side."""
    added = {node.right.value for node in steps if isinstance(node.right, ast.Constant)}
    below = [node.right for node in nodes if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div)]
    divisors = {part.value for right in below for part in ast.walk(right) if isinstance(part, ast.Constant)}
    return any(isinstance(step, float) and 0 < step < 0.5 and 2 * step in divisors for step in added)


def _typed_e(source):
    nodes = [node for statement in source.statements for node in ast.walk(statement)]
    for node in _bases(nodes):
        value = node.value if isinstance(node, ast.Constant) else None
        digits = len(repr(value).partition(".")[2]) if isinstance(value, float) else 0
        # Rounded or cut off: then it is e that was meant.
        if 0 < digits < len(_DIGITS) and value in (round(math.e, digits), math.floor(math.e * 10**digits) / 10**digits):
            ending = "" if digits == 1 else "s"
            return (
                f"{value!r} is e with {_DIGITS[digits]} digit{ending} after the point. NumPy's exponential uses as many as a "
                "float holds."
            )
    return ""


def _bases(nodes):
    """What is taken to a power, or has a name: anywhere else 2.7 is a number like all others."""
    for node in nodes:
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow):
            yield node.left
        elif isinstance(node, ast.Assign):
            yield node.value
        elif isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            yield from node.args[:1] if name in ("pow", "power", "float_power") else ()


def _half_a_root(source):
    """``x ** 1 / 2``, which is half of x."""
    for node in (node for statement in source.statements for node in ast.walk(statement)):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div) and isinstance(node.left, ast.BinOp):
            power = node.left
            one = isinstance(power.op, ast.Pow) and getattr(power.right, "value", None) == 1
            if one and getattr(node.right, "value", None) == 2:
                return "Python takes the power before it divides: `** 1 / 2` gives half of the number, and `** 0.5` its root."
    return ""


def _always_true(source):
    """``kind == "dense" or "conv"``: a text, or a number, that stands alone in a condition."""
    for node in (node for statement in source.statements for node in ast.walk(statement)):
        test = node.test if isinstance(node, (ast.If, ast.While, ast.IfExp)) else None
        if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.Or):
            alone = [part.value for part in test.values if isinstance(part, ast.Constant) and part.value]
            if alone:
                return f"`… or {alone[0]!r}` is always true: compare both sides of `or`, or write `in (…)`."
    return ""


def _ends_at_once(source):
    """A `return` that stands in a loop under no condition."""
    loops = [node for statement in source.statements for node in ast.walk(statement) if isinstance(node, ast.For)]
    for loop in loops:
        if any(isinstance(line, ast.Return) for line in loop.body) and not _may_go_on(loop):
            return (
                f"The loop over `{ast.unparse(loop.target)}` ends in its first round: a `return` stands inside it. Should it "
                "stand behind the loop, further to the left?"
            )
    return ""


def _may_go_on(loop):
    return any(isinstance(node, ast.Continue) for node in ast.walk(loop))


def _unused(source):
    """In a loop over layers, what is computed and never handed on."""
    nodes = [node for statement in source.statements for node in ast.walk(statement)]
    read = {node.id for node in nodes if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Store)}
    read |= {name for node in nodes if isinstance(node, (ast.Global, ast.Nonlocal)) for name in node.names}
    for loop in (node for node in nodes if isinstance(node, (ast.For, ast.While))):
        for line in (node for node in ast.walk(loop) if isinstance(node, ast.Assign)):
            name = getattr(line.targets[0], "id", "_")
            if len(line.targets) == 1 and name not in read and not name.startswith("_"):
                return f"In the loop `{name}` gets a value that nothing uses."
    return ""
