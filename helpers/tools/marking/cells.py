"""Which cells of a notebook have to be run to see its exercises as the notebook shows them.

Everything that a learner wrote or changed is run. The course's own cells, unchanged, are known: they show and measure,
some for minutes, and no exercise depends on what they show. One is run if a learner's cell names something that it
binds or touches.
"""

import ast
import builtins
import dis
import re
from dataclasses import dataclass

from helpers.exercises.declare import get, listing
from helpers.notebooks import LESSONS, SOLUTIONS, NotANotebook, exercises_in, read_cells

# Whoever asks for these may mean any name, or what an earlier cell has shown.
ANY_NAME = re.compile(r"globals|locals|vars|dir|eval|exec|In|Out|_\d+|_i\d*|_{1,3}")
ANY_MODULE = re.compile(r"sys\.modules|__main__|get_ipython")
BARE = re.compile(r"^\s*@\s*[\w.]*exercise\b.*\n\s*def (\w+)", re.MULTILINE)


@dataclass
class Piece:
    """A cell, or an import of one of the course's own cells; `names` is None where it is always run."""

    cell: int
    source: str
    names: set | None = None
    is_import: bool = False


def to_run(cells):
    """Choose what to run.

    Parameters
    ----------
    cells : list of str
        The code cells of the notebook.

    Returns
    -------
    list of Piece
    """
    own = courses_own(lessons_of(cells))
    theirs = [source for source in cells if _bare(source) not in own]
    trees = {i: _tree(source) for i, source in enumerate(cells) if _bare(source) in own}
    if None in trees.values() or any(_may_mean_any(source) for source in theirs):
        return [Piece(i, source) for i, source in enumerate(cells)]
    imported = {name for tree in trees.values() for node in tree.body for name in _bound_by_import(node)}
    aside = imported | set(dir(builtins)) | {one.name for one in listing()}
    pieces = []
    for i, source in enumerate(cells):
        if i not in trees:
            pieces.append(Piece(i, source))
            continue
        for node in trees[i].body:
            if _bound_by_import(node):
                pieces.append(Piece(i, ast.unparse(node), _bound_by_import(node), True))
        pieces.append(Piece(i, source, _names_in_cell(source) - aside))
    return _needed(pieces, set().union(*map(_names_in_cell, theirs)))


def _needed(pieces, wanted):
    keep = [piece.names is None for piece in pieces]
    grown = True
    while grown:
        grown = False
        for k, piece in enumerate(pieces):
            if not keep[k] and piece.names & wanted:
                keep[k] = grown = True
                wanted |= _names_in_cell(piece.source)
    kept = [piece for piece, kept in zip(pieces, keep) if kept]
    whole = {piece.cell for piece in kept if not piece.is_import}
    return [piece for piece in kept if not piece.is_import or piece.cell not in whole]


def _may_mean_any(source):
    reads, binds = _global_names(source)
    return bool(ANY_MODULE.search(source)) or any(ANY_NAME.fullmatch(name) for name in reads - binds)


def _names_in_cell(source):
    return set().union(*_global_names(source))


def _tree(source):
    """The syntax tree of a cell, its magics written as calls; None if there is none."""
    from IPython.core.inputtransformer2 import TransformerManager

    try:
        return ast.parse(TransformerManager().transform_cell(source))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _global_names(source):
    """The names that a cell reads, and those that it binds, outside its functions' own; none where it cannot be run."""
    tree = _tree(source)
    if tree is None:
        return set(), set()
    try:
        reads, binds = _names_in(compile(tree, "cell", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return set(), set()
    # What stands in the line of a magic, or below it, is a text to Python.
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and "get_ipython" in ast.dump(call.func):
            texts = [part.value for part in ast.walk(call) if isinstance(part, ast.Constant)]
            reads |= {name for text in texts if isinstance(text, str) for name in re.findall(r"\w+", text)}
    return reads, binds


def _names_in(code):
    reads, binds = set(), set()
    for step in dis.get_instructions(code):
        if step.opname.startswith(("LOAD_NAME", "LOAD_GLOBAL", "LOAD_FROM_DICT_OR_GLOBALS")):
            reads.add(step.argval)
        elif step.opname in ("STORE_NAME", "STORE_GLOBAL", "DELETE_NAME", "DELETE_GLOBAL"):
            binds.add(step.argval)
    for inner in code.co_consts:
        if hasattr(inner, "co_code"):
            more = _names_in(inner)
            reads, binds = reads | more[0], binds | more[1]
    return reads, binds


def _bound_by_import(node):
    if not isinstance(node, (ast.Import, ast.ImportFrom)):
        return set()
    return {(alias.asname or alias.name).split(".")[0] for alias in node.names}


def courses_own(lessons):
    """The code cells of some lessons, solved and unsolved, that hold no exercise."""
    found = set()
    for folder in (LESSONS, SOLUTIONS):
        for lesson in lessons:
            for path in folder.glob(f"{lesson:02d}_*.ipynb"):
                found |= {_bare(cell.source) for cell in _cells(path) if cell.kind == "code"}
    return {source for source in found if "@exercise" not in source}


def _cells(path):
    try:
        return read_cells(path)
    except NotANotebook:
        return []


def _bare(source):
    """A cell's text without what programs change when they save it."""
    return "\n".join(line.rstrip() for line in source.splitlines()).strip()


def lessons_of(cells, name=""):
    """The lessons that a notebook belongs to, by the exercises in it or else by its file name."""
    marked = {number for source in cells for number in exercises_in(source)}
    marked |= {function for source in cells for function in BARE.findall(source)}
    lessons = {one.lesson for one in listing() if marked & {one.number, one.name}}
    if not lessons:
        lessons = {int(number) for number in re.findall(r"(?<!\d)(\d\d)_", name)[-1:]}
    return lessons


def expected_exercises(lessons):
    """The exercises of some lessons, in their order."""
    return [get(one.name) for one in listing() if one.lesson in lessons]
