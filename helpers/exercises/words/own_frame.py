"""The place in the learner's code where an error came from, read as Python reads it."""

import ast
import linecache
import re


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
    loops : list of str
        The first lines of the loops around it, the innermost first.
    above : list of str
        The lines of the same function before it.
    arguments : list of str
    docstring : str
        Those of the learner's function itself, also where the place lies in another one that it calls.
    """

    def __init__(self, frame, lineno, step, outermost=None):
        lines = linecache.getlines(frame.f_code.co_filename)
        line = lines[lineno - 1] if 0 < lineno <= len(lines) else ""
        self.lineno, self.source = lineno, line.strip()
        self.names = list(frame.f_locals) + [name for name in frame.f_globals if not name.startswith("_")]
        self.values = dict(frame.f_locals)
        self.part = _expression(_piece(lines, list(frame.f_code.co_positions())[step // 2]))
        self.statement = statement(self.source)
        self.loops = _loops_around(lines[:lineno])
        self.above = lines[frame.f_code.co_firstlineno - 1 : lineno - 1]
        code = (outermost or frame).f_code
        self.arguments = list(code.co_varnames[: code.co_argcount + code.co_kwonlyargcount])
        first = code.co_consts[0] if code.co_consts else None
        self.docstring = first if isinstance(first, str) else ""


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


def statement(source):
    """Read a line as Python does; None where it is no whole statement."""
    source = re.sub(r"^elif\b", "if", source)
    try:
        body = ast.parse(source + (" pass" if source.endswith(":") else "")).body
    except SyntaxError:
        return None
    return body[0] if body else None


def _loops_around(lines):
    """Return the lines with ``for`` or ``while`` under which the last of these lines is indented, in its function."""
    depth, loops = None, []
    for line in reversed([line for line in lines if line.strip()]):
        indent = len(line) - len(line.lstrip())
        if depth is None or indent < depth:
            if re.match(r"\s*def\b", line):
                break
            if depth is not None and re.match(r"\s*(for|while)\b", line):
                loops.append(line.strip())
            depth = indent
    return loops
