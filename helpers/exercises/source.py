"""The learner's function as Python reads it: without comments, docstring and decorators, and with blanks of one kind.

A sentence about how something is written may be said only if the code was looked at, and two answers are the same if
they are the same in this form. Where the code of a function is not known, nothing is said about it.
"""

import ast
import inspect
import linecache
import textwrap
from collections.abc import Callable
from functools import cached_property
from types import FunctionType


class Source:
    """What is known of a function's code.

    Parameters
    ----------
    function : callable, optional
        Functions of a catalogue carry their text with them as ``source``; of all others Python is asked.

    Examples
    --------
    >>> def double(z):
    ...     "Twice as much."
    ...     return 2*z  # or z + z
    >>> double.source = "def double(z):\\n    'Twice as much.'\\n    return 2*z  # or z + z"
    >>> Source(double).code
    'return 2 * z'
    """

    def __init__(self, function: Callable | None = None):
        self.function = function

    @cached_property
    def statements(self) -> list[ast.stmt]:
        """The statements of the body; none where the code is not known."""
        # Anything else than a plain function may run code of the learner's when it is asked about itself.
        if type(self.function) is not FunctionType:
            return []
        text = vars(self.function).get("source")
        try:
            text = text if isinstance(text, str) else "".join(_lines_of(self.function.__code__))
        except (OSError, TypeError, ValueError, SyntaxError):
            return []
        return _function_body(text, self.function.__name__)

    @cached_property
    def code(self) -> str:
        """The body in one way of writing; empty where it is not known."""
        return _written(self.statements)


def definition_of(function: Callable) -> tuple[str, int] | None:
    """Return the text of a function defined by ``def``, without its decorators, and the line on which it begins.

    None where it is not known, or is not Python by itself.
    """
    try:
        code = inspect.unwrap(function).__code__
        lines, first = _lines_of(code), code.co_firstlineno
    except (OSError, AttributeError, ValueError):
        return None
    start = next((i for i, line in enumerate(lines) if line.lstrip().startswith("def ")), None)
    if start is None:
        return None
    text = textwrap.dedent("".join(lines[start:]))
    try:
        ast.parse(text)
    except SyntaxError:
        return None
    return text, max(first, 1) + start


def _lines_of(code):
    # As `inspect.getsource` has them, which first looks through all modules there are for the one that holds the code.
    linecache.checkcache(code.co_filename)
    lines = linecache.getlines(code.co_filename)
    if len(lines) < code.co_firstlineno:
        raise OSError("the source is not known")
    return inspect.getblock(lines[code.co_firstlineno - 1 :])


def code_in(text: str, name: str = "") -> str:
    """Return a text in the same one way of writing: the body of the function of that name, or all of it.

    Examples
    --------
    >>> code_in("x=1  # one")
    'x = 1'
    >>> code_in("def double(z):\\n    return 2*z", "double")
    'return 2 * z'
    """
    return _written(_function_body(text, name) if name else _parsed(text))


def _parsed(text):
    try:
        return ast.parse(textwrap.dedent(text)).body
    except (SyntaxError, ValueError, RecursionError):
        return []


def _written(statements):
    try:
        return "\n".join(map(ast.unparse, statements))
    except (ValueError, RecursionError):
        return ""


def _function_body(text, name):
    statements = _parsed(text)
    nodes = [node for statement in statements for node in ast.walk(statement)]
    named = [node for node in nodes if isinstance(node, ast.FunctionDef) and node.name == name]
    if named:
        return _without_docstring(named[0].body)
    # Of several functions on one line it is not known which is meant.
    alone = [function for statement in statements for function in _outermost(statement)]
    if len(alone) == 1 and isinstance(alone[0], ast.Lambda):
        return [ast.copy_location(ast.Return(alone[0].body), alone[0].body)]
    return []


def _outermost(node):
    """Yield the functions in a piece of code that are not inside another."""
    if isinstance(node, (ast.FunctionDef, ast.Lambda)):
        yield node
    else:
        for child in ast.iter_child_nodes(node):
            yield from _outermost(child)


def _without_docstring(body):
    first = body[0]
    words = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str)
    return body[1:] if words else body
