"""What can be seen in the learner's code itself, and is true of it whatever else is wrong."""

import ast
import math

_DIGITS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def remarks(source) -> list[str]:
    """Return sentences about a `Source`: an e that was typed in, a value that nothing uses."""
    return [said for said in (_typed_e(source), _unused(source)) if said]


def _typed_e(source):
    nodes = [node for statement in source.statements for node in ast.walk(statement)]
    for node in nodes:
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
