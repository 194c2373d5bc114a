"""Check the exercises of one notebook, in a process of its own. `mark` starts it and reads what it writes.

Only what the exercises need is run: their own functions, and the imports, functions and constants those use. So no
training, no figures and no widgets: marking is quick, and a broken cell elsewhere costs nothing. An exercise is found
by its decorator in the source, which is then taken off, so nothing depends on what the notebook calls ``exercise``.
"""

import ast
import dis
import json
import linecache
import re
import sys
from dataclasses import dataclass

from helpers.exercises.checking import check
from helpers.exercises.declare import get, listing
from helpers.exercises.run import sandbox
from helpers.notebooks import NotANotebook, exercises_in, read_cells

# Importing a large library for the first time can take this long on a slow machine.
STATEMENT_SECONDS = 30.0


@dataclass
class Statement:
    """One statement of the notebook: its code, the names it uses and binds, and the exercise it solves, if any."""

    code: object
    place: str
    uses: set
    binds: set
    function: str = ""
    exercise: object = None


def statements(cells):
    """Split cells into statements.

    Returns
    -------
    found : list of Statement
        In the order of the notebook.
    broken : dict
        From the number of an exercise to the syntax error in its cell.
    """
    found, broken = [], {}
    for number, source in enumerate(cells, start=1):
        place = f"code cell {number}"
        try:
            plain = _without_magics(source)
            linecache.cache[place] = (len(plain), None, plain.splitlines(keepends=True), place)
            found += [_statement(node, place) for node in ast.parse(plain).body]
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            reason = f"{error.msg}, line {error.lineno}" if isinstance(error, SyntaxError) else str(error)
            for marked in exercises_in(source):
                broken[marked] = f"There is a syntax error in {place}: {reason}."
    return found, broken


def _without_magics(source):
    """Turn the lines that only IPython understands (``%matplotlib``, ``!pip``) into Python."""
    from IPython.core.inputtransformer2 import TransformerManager

    return TransformerManager().transform_cell(source)


def _statement(node, place):
    function, solves = "", None
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        function = node.name
        solves = _exercise_of(node)
        node.decorator_list = [decorator for decorator in node.decorator_list if not _number(decorator)]
    code = compile(ast.Module([node], []), place, "exec")
    used, bound = _names(code)
    for part in ast.walk(node):
        # `table[0] = 1` and `options.depth = 2` also make a name what it is.
        if isinstance(part, (ast.Subscript, ast.Attribute)) and isinstance(part.ctx, ast.Store):
            bound |= {name.id for name in ast.walk(part.value) if isinstance(name, ast.Name)}
    if isinstance(node, ast.ImportFrom) and any(alias.name == "*" for alias in node.names):
        bound.add("*")
    return Statement(code, place, used, bound, function, solves)


def _number(decorator):
    """The argument of an ``@exercise("1.3")``, else None."""
    if not (isinstance(decorator, ast.Call) and len(decorator.args) == 1):
        return None
    called = decorator.func.attr if isinstance(decorator.func, ast.Attribute) else getattr(decorator.func, "id", "")
    argument = decorator.args[0]
    return str(argument.value) if called == "exercise" and isinstance(argument, ast.Constant) else None


def _exercise_of(node):
    numbers = {number for number in map(_number, node.decorator_list) if number}
    return next((get(one.name) for one in listing() if numbers & {one.name, one.number}), None)


def _names(code):
    """The global names that a piece of compiled code uses, and those that it binds."""
    used, bound = set(), set()
    for step in dis.get_instructions(code):
        if step.opname.startswith(("LOAD_NAME", "LOAD_GLOBAL", "LOAD_FROM_DICT_OR_GLOBALS")):
            used.add(step.argval)
        elif step.opname in ("STORE_NAME", "STORE_GLOBAL"):
            bound.add(step.argval)
    for constant in code.co_consts:
        if hasattr(constant, "co_code"):
            inner_used, _ = _names(constant)
            used |= inner_used
    return used, bound


def needed(found):
    """Keep the statements that solve an exercise, and those that bind a name these need, directly or not."""
    kept = [statement.exercise is not None or "*" in statement.binds for statement in found]
    names = set().union(*(statement.uses for statement, keep in zip(found, kept) if keep))
    grown = True
    while grown:
        grown = False
        for i, statement in enumerate(found):
            if not kept[i] and statement.binds & names:
                kept[i] = grown = True
                names |= statement.uses
    return [statement for statement, keep in zip(found, kept) if keep]


def expected_exercises(name, found, broken):
    """List the exercises a notebook should have: those of its lesson, by what is in it or else by its file name."""
    marked = {statement.exercise.number for statement in found if statement.exercise} | set(broken)
    lessons = {one.lesson for one in listing() if marked & {one.number, one.name}}
    if not lessons:
        lessons = {int(number) for number in re.findall(r"(?<!\d)(\d\d)_", name)[-1:]}
    return [get(one.name) for one in listing() if one.lesson in lessons]


def mark(path, say, skip=()):
    """Check every exercise of a notebook.

    Parameters
    ----------
    path : str
    say : callable
        Called with one dictionary for each thing that is known; see `mark.read_results`.
    skip : collection of str
        Exercises that ended the process before, and must not be tried again.
    """
    try:
        cells = [cell.source for cell in read_cells(path) if cell.kind == "code"]
    except NotANotebook as error:
        say({"problem": str(error)})
        return
    found, broken = statements(cells)
    expected = expected_exercises(re.split(r"[\\/]", path)[-1], found, broken)
    decorated = {statement.exercise for statement in found if statement.exercise}
    for exercise in expected:
        if exercise not in decorated:
            _find_undecorated(exercise, found)
    say({"expected": [[exercise.number, exercise.name] for exercise in expected]})

    namespace = {"__name__": "__main__", "__builtins__": __builtins__}
    for exercise in expected:
        # As in the notebook: until an exercise passes, its name stands for the course's own version.
        namespace[exercise.name] = exercise.reference
    for statement in needed(found):
        if statement.exercise in expected:
            _mark_exercise(statement, namespace, say, skip)
        else:
            _execute(statement, namespace)
    for exercise in expected:
        message = broken.get(exercise.number) or broken.get(exercise.name)
        if message and exercise not in decorated:
            say({"exercise": exercise.number, "status": "error", "message": message})
    say({"end": True})


def _find_undecorated(exercise, found):
    """A learner who deleted the decorator still gets an answer; an import of the course's function is none."""
    for statement in found:
        if statement.function == exercise.name and statement.exercise is None:
            statement.exercise = exercise


def _mark_exercise(statement, namespace, say, skip):
    exercise = statement.exercise
    if exercise.number in skip:
        return
    say({"start": exercise.number})
    namespace.pop(exercise.name, None)
    error = _execute(statement, namespace)
    function = namespace.get(exercise.name)
    answer = {"exercise": exercise.number, "status": "error", "message": error}
    if not error and callable(function):
        result = check(exercise.name, function)
        answer = {"exercise": exercise.number, "status": result.status, "mistake": result.mistake}
        answer["message"] = "" if result.passed else result.message
    elif not error:
        answer["message"] = f"The cell does not define a function {exercise.name}."
    if answer["status"] != "passed":
        namespace[exercise.name] = exercise.reference
    say(answer)


def _execute(statement, namespace):
    """Run one statement inside the fence; return what went wrong, in a line, or an empty string."""
    done = sandbox.run(
        lambda: exec(statement.code, namespace),
        [lambda: ((), {})],
        lambda result, args, kwargs: None,
        seconds=STATEMENT_SECONDS,
    )
    call = done.calls[0]
    if call.stopped:
        return f"{statement.place} did not come to an end."
    if call.error is not None:
        return f"{statement.place} stopped with {type(call.error).__name__}: {call.error}"
    return ""


def limit_resources(megabytes, seconds):
    """Limit what this process may take, where the system can (Linux, in part macOS)."""
    try:
        import resource
    except ImportError:
        return
    for kind, limit in (
        ("RLIMIT_AS", megabytes * 1024**2),
        ("RLIMIT_CPU", int(seconds) + 5),
        ("RLIMIT_FSIZE", 64 * 1024**2),
        ("RLIMIT_CORE", 0),
    ):
        try:
            hard = resource.getrlimit(getattr(resource, kind))[1]
            if hard != resource.RLIM_INFINITY:
                limit = min(limit, hard)
            resource.setrlimit(getattr(resource, kind), (limit, limit))
        except (ValueError, OSError):
            pass


def main():
    # The order comes by standard input, not by arguments, which the notebook's code could read.
    order = json.loads(sys.stdin.read())
    limit_resources(order["memory"], order["timeout"])
    with open(order["results"], "a", encoding="utf-8") as results:

        def say(fact):
            results.write(json.dumps({"token": order["token"], **fact}) + "\n")
            results.flush()

        mark(order["notebook"], say, order["skip"])


if __name__ == "__main__":
    main()
