"""What the parts of the learner's own code give on the input that the card shows, for answers that nothing else explains.

The function runs once more, with every part of it watched: each product, call and index hands its value on as before,
and what it was is written down. Nothing here judges: a reader compares with what they meant, and sees the first step that
is not what they meant. It is shown only if the watched function does just what the learner's did.
"""

import ast
import copy
import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from helpers.exercises.card.showing import show
from helpers.exercises.compare import shapes
from helpers.exercises.declare import Exercise
from helpers.exercises.outcomes import Given, Trial, look_at, of_call, same_outcome
from helpers.exercises.run import sandbox
from helpers.exercises.source import definition_of

# The problems of which values say something.
TOLD = ("error", "shape", "nan", "values")
# A card is read, not searched; an array of more lines than this is known by its shape and its first rows.
MOST_STEPS, MOST_LINES, WIDEST = 8, 5, 68
SECONDS = 1.0
# What lies deeper in one expression than this is watched as a whole.
DEEPEST = 6
_WATCH = "__watch"


@dataclass(frozen=True)
class Step:
    """One part of the code: where it stands, how it is written, and the value that it had first.

    Attributes
    ----------
    line : int
        Of the learner's cell.
    code, value : str
    times : int
        How often it was reached; of several times the first is shown, or the first with nan, and the last where the
        function stopped with an error.
    first_nan : bool
        Whether it is the first part that held nan.
    last : bool
        Whether the last time is shown.
    """

    line: int
    code: str
    value: str
    times: int
    first_nan: bool = False
    last: bool = False


def where_nan_begins(steps: tuple[Step, ...]) -> str:
    """Say in which part of the code nan first came up, where that is known.

    Examples
    --------
    >>> where_nan_begins((Step(2, "z / z", "nan", 1, first_nan=True),))
    '\\nnan first comes up in line 2, in `z / z`.'
    """
    return next(
        (f"\nnan first comes up in line {step.line}, in `{step.code}`." for step in steps if step.first_nan), ""
    )


def steps(exercise: Exercise, function: Callable, trial: Trial) -> tuple[Step, ...]:
    """Watch the learner's function on one input.

    Parameters
    ----------
    exercise : Exercise
    function : callable
        The learner's function.
    trial : Trial
        The one that the card shows.

    Returns
    -------
    tuple of Step
        At most ``MOST_STEPS``, in the order in which they were reached; none where the source is not known, or where the
        watched function did something else.

    Examples
    --------
    >>> from helpers.exercises.checking import check
    >>> result = check("relu", lambda z: z + 1)
    >>> steps(result.exercise, len, result.failing)
    ()
    """
    source = definition_of(function)
    if source is None or trial.problem not in TOLD or not trial.got.forgetful:
        return ()
    # A name that is missing says by itself what to do.
    if isinstance(trial.got.error, (NameError, ImportError)):
        return ()
    text, first_line = source
    watched = _Watched()
    try:
        tree = watched.visit_whole(ast.parse(text))
    except RecursionError:
        return ()
    record = _watch_call(tree, function, exercise, trial, _Record())
    # What stopped it came up in the last round: the rounds are counted first, and shown when all is run again.
    stopped = trial.got.error is not None
    if record and stopped:
        record = _watch_call(
            tree, function, exercise, trial, _Record({n: times for n, (_, times) in record.met.items()})
        )
    if record is None:
        return ()
    return tuple(
        Step(
            first_line + watched.parts[i].line - 1,
            watched.parts[i].code,
            *record.met[i],
            i == record.first_nan,
            stopped,
        )
        for i in _chosen(watched.parts, record.met, record.first_nan)
    )


def _watch_call(tree, function, exercise, trial, record):
    """Call the watched function once; return the record, or None if it did something else than the learner's."""
    own = getattr(function, "__globals__", {})
    given = Given(trial.probe)
    run = sandbox.run(_defined(tree, function.__name__, own, record), [given], look_at(exercise), SECONDS, own)
    if not run.calls or not same_outcome(trial.probe, of_call(run.calls[0], given), trial.got, trial.args):
        return None
    return record


def _defined(tree, name, own, record):
    """A function that defines the watched one at its call, inside the fence: a default value is the learner's code, too."""

    def call(*args, **kwargs):
        namespace = {**own, _WATCH: record}
        exec(compile(tree, "a watched answer", "exec"), namespace)
        return namespace[name](*args, **kwargs)

    return call


@dataclass(frozen=True)
class _Part:
    line: int
    code: str
    depth: int
    # Watched for nan alone: what a total is changes in every round.
    hidden: bool = False


class _Record:
    """Called with the number of a part, its value, which it hands on, and the values of the names in that part.

    It shows the first time that a part is reached, or the one whose number is given for it.
    """

    def __init__(self, wanted=None):
        self.wanted = wanted or {}
        self.met = {}
        self.first_nan = None
        # Set where nan came in by something that nobody watched: then no part is called the first.
        self.from_elsewhere = False

    def __call__(self, number, value, names=()):
        if _can_be_shown(value):
            text, times = self.met.get(number, ("", 0))
            if self.first_nan is None and not self.from_elsewhere and _holds_nan(value):
                self.from_elsewhere = any(map(_holds_nan, names))
                if not self.from_elsewhere:
                    # Of a loop it is the round with nan that is shown then.
                    self.first_nan, text = number, _small(value)
            shown = times + 1 == self.wanted.get(number, 1)
            self.met[number] = text or (_small(value) if shown else ""), times + 1
        return value


# So many entries of a list are looked at: nearly all lists have fewer.
MOST_ENTRIES = 1000


def _can_be_shown(value):
    # By their types: nothing of the learner's own is asked anything.
    if type(value) in (list, tuple):
        return len(value) > 0 and all(_can_be_shown(part) for part in value[:8])
    if type(value) is np.ndarray:
        return value.dtype.kind in "fiub"
    return type(value) in (bool, int, float) or isinstance(value, np.generic) and value.dtype.kind in "fiub"


def _holds_nan(value):
    # By their types, as above; a float tells by itself in a tenth of the time that NumPy takes.
    if type(value) in (list, tuple):
        return any(map(_holds_nan, value[:MOST_ENTRIES]))
    if type(value) is np.ndarray:
        return value.dtype.kind == "f" and bool(np.isnan(value).any())
    return (type(value) is float or isinstance(value, np.floating)) and math.isnan(value)


def _small(value):
    lines = show(value).splitlines()
    if len(lines) <= MOST_LINES:
        return "\n".join(lines)
    return "\n".join([*([] if lines[0].startswith("shape") else [_size(value)]), *lines[: MOST_LINES - 1], "…"])


def _size(value):
    return f"shape {shapes(value)}" if type(value) is np.ndarray else f"{len(value)} entries"


def _chosen(parts, met, first_nan):
    """The numbers of the parts to show: whole statements first, then what they are made of, the outermost first."""
    order = {number: i for i, number in enumerate(met)}
    wanted, seen = [], set()

    def rank(number):
        return number != first_nan, _is_index(parts[number], met[number]), parts[number].depth, order[number]

    for number in sorted((n for n in met if n == first_nan or not parts[n].hidden), key=rank):
        part = parts[number]
        # The same piece of code with the same value needs one line, wherever it stands.
        said = part.code, met[number]
        if said not in seen:
            wanted.append(number)
            seen.add(said)
    statements = [number for number in wanted if parts[number].depth == 0 and number != first_nan]
    # Where there are many, the last are nearest to the result.
    if len(statements) > MOST_STEPS:
        wanted = wanted[: first_nan is not None] + statements[-MOST_STEPS + (first_nan is not None) :]
    return sorted(wanted[:MOST_STEPS], key=order.get)


def _is_index(part, met):
    """Whether a part is one whole number inside a statement: mostly a place, and rarely what is wrong."""
    return part.depth > 0 and met[0].lstrip("-").isdigit()


class _Watched(ast.NodeTransformer):
    """Put a watch around every part of a function's code that has a value worth a look.

    Functions inside it, lambdas and comprehensions are watched as a whole.
    """

    def __init__(self):
        self.parts = []
        self._depth = 0

    def visit_whole(self, tree):
        definition = tree.body[0]
        definition.body = self._block(definition.body)
        return ast.fix_missing_locations(tree)

    def _watch(self, node, code, line, names, hidden=False):
        part = _Part(line, _short(code), self._depth, hidden)
        self.parts.append(part)
        number = ast.Constant(len(self.parts) - 1)
        values = ast.Tuple([ast.Name(name, ast.Load()) for name in names], ast.Load())
        return ast.copy_location(ast.Call(ast.Name(_WATCH, ast.Load()), [number, node, values], []), node)

    # --- statements ---------------------------------------------------------------------------------------------------

    def _leave(self, node):
        return node

    visit_FunctionDef = visit_AsyncFunctionDef = visit_ClassDef = visit_Lambda = _leave
    visit_Global = visit_Nonlocal = visit_Import = visit_ImportFrom = visit_Delete = visit_JoinedStr = _leave
    visit_Await = visit_Yield = visit_YieldFrom = visit_GeneratorExp = _leave

    def visit_Return(self, node):
        # What is returned stands on the card already.
        if node.value is not None:
            node.value = self._parts_of(node.value)
        return node

    def visit_Assign(self, node):
        if node.value is not None and not isinstance(node.value, ast.Constant) and not _is_size(node.value):
            node.value = self._whole(node.value, ast.unparse(node), node.lineno)
        return node

    visit_AnnAssign = visit_Assign

    def visit_AugAssign(self, node):
        # What is added has a value here; what it is added to has another one in each round.
        code, names = ast.unparse(node), _names(node.value)
        node.value = self.visit(node.value)
        if any(isinstance(part, (ast.Call, ast.NamedExpr)) for part in ast.walk(node.target)):
            # To read it once more could do something once more.
            return node
        changed = copy.deepcopy(node.target)
        changed.ctx = ast.Load()
        return [node, ast.copy_location(ast.Expr(self._watch(changed, code, node.lineno, names, True)), node)]

    def _whole(self, value, code, line):
        """The value of a statement, under the statement's own words."""
        names = _names(value)
        inside = self._parts_of(value)
        return inside if isinstance(value, (ast.GeneratorExp, ast.Lambda)) else self._watch(inside, code, line, names)

    def _parts_of(self, value):
        return self._deeper(value, self._inside)

    def _inside(self, node):
        """Watch the parts of an expression, and not the expression itself."""
        if isinstance(node, _LEFT):
            return node
        return self.generic_visit(node) if not isinstance(node, ast.Call) else self._arguments(node)

    def visit_Expr(self, node):
        node.value = self._whole(node.value, ast.unparse(node), node.lineno)
        return node

    def visit_If(self, node):
        node.test = self._whole(node.test, f"if {ast.unparse(node.test)}", node.lineno)
        return self._blocks(node)

    def visit_While(self, node):
        node.test = self._whole(node.test, f"while {ast.unparse(node.test)}", node.lineno)
        return self._blocks(node)

    def visit_For(self, node):
        node.iter = self._deeper(node.iter, self.visit)
        return self._blocks(node)

    def visit_With(self, node):
        return self._blocks(node)

    visit_Try = visit_With

    def visit_Match(self, node):
        node.cases = [self._blocks(case) for case in node.cases]
        return node

    def _blocks(self, node):
        for name in ("body", "orelse", "finalbody"):
            if hasattr(node, name):
                setattr(node, name, self._block(getattr(node, name)))
        for handler in getattr(node, "handlers", []):
            handler.body = self._block(handler.body)
        return node

    def _block(self, statements):
        made = [self.visit(statement) for statement in statements]
        return [one for several in made for one in (several if isinstance(several, list) else [several])]

    def visit_Assert(self, node):
        return node

    visit_Raise = visit_Assert

    # --- expressions --------------------------------------------------------------------------------------------------

    def _deeper(self, node, inside):
        self._depth += 1
        node = inside(node)
        self._depth -= 1
        return node

    def visit_Call(self, node):
        return self._watch_part(node, self._arguments)

    def visit_BinOp(self, node):
        return self._watch_part(node, self.generic_visit)

    visit_BoolOp = visit_Compare = visit_IfExp = visit_BinOp

    def visit_UnaryOp(self, node):
        if isinstance(node.operand, ast.Constant):
            return node
        return self._watch_part(node, self.generic_visit)

    def visit_Subscript(self, node):
        if not isinstance(node.ctx, ast.Load) or getattr(node.value, "attr", "") == "shape":
            return node
        return self._watch_part(node, self._value)

    def visit_Attribute(self, node):
        if node.attr == "T":
            return self._watch_part(node, self.generic_visit)
        return node if isinstance(node.value, ast.Name) else self.generic_visit(node)

    def visit_ListComp(self, node):
        return self._watch_part(node, self._leave)

    visit_SetComp = visit_DictComp = _leave

    def _watch_part(self, node, inside):
        # What it is written like is asked before the watches stand in it.
        code, line, names = ast.unparse(node), node.lineno, _names(node)
        if self._depth < DEEPEST:
            node = self._deeper(node, inside)
        return self._watch(node, code, line, names) if names else node

    def _arguments(self, node):
        if isinstance(node.func, ast.Attribute):
            node.func.value = self.visit(node.func.value)
        node.args = [self.visit(arg) for arg in node.args]
        for keyword in node.keywords:
            keyword.value = self.visit(keyword.value)
        return node

    def _value(self, node):
        node.value = self.visit(node.value)
        return node

    visit_NamedExpr = _value


# In these a name means something of its own.
_OWN_NAMES = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.Lambda)
_LEFT = (*_OWN_NAMES, ast.JoinedStr, ast.Await, ast.Yield, ast.YieldFrom, ast.NamedExpr)


def _names(node):
    """The names whose values a part is made of."""
    found, waiting = [], [node]
    while waiting:
        part = waiting.pop()
        if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Load) and part.id != "np":
            found.append(part.id)
        if isinstance(part, _OWN_NAMES):
            waiting += [generator.iter for generator in getattr(part, "generators", [])[:1]]
        else:
            waiting += ast.iter_child_nodes(part)
    return list(dict.fromkeys(found))


_ROOM = {"zeros", "ones", "empty", "zeros_like", "ones_like", "empty_like", "len"}


def _is_size(value):
    """Whether a value makes room for a result, or asks how large something is: no number in it could be wrong."""
    if isinstance(value, ast.Subscript):
        value = value.value
    if isinstance(value, ast.Attribute):
        return value.attr == "shape"
    name = getattr(value.func, "attr", getattr(value.func, "id", "")) if isinstance(value, ast.Call) else ""
    return name in _ROOM or name == "copy" and not value.args


def _short(code):
    first = code.splitlines()[0]
    return first if len(first) <= WIDEST and first == code else f"{first[: WIDEST - 1]}…"
