"""Where to look, when it is not known what is wrong: one small change in the learner's own code that makes it right.

Every single small change is tried: another comparison or operator, operands exchanged, an axis, an index, a sign, ``+=``
for ``=``, a ``return`` one level further out. If all changes that help lie on one line, that is the line to look at. This
is program repair as in Singh, Gulwani and Solar-Lezama (PLDI 2013), turned round: the repair itself is never shown.

Nothing is said where the search did not come to its end, or where changes on different lines would help.
"""

import ast
import time
from collections.abc import Callable

import numpy as np

from helpers.exercises.compare import copy_argument, equal, same_argument
from helpers.exercises.declare import Exercise
from helpers.exercises.outcomes import Trial, look_at
from helpers.exercises.run import sandbox
from helpers.exercises.small_changes import exchanged_names, small_changes
from helpers.exercises.source import definition_of

# Seconds of processor time for the whole search; the clock on the wall only ends what hangs.
SECONDS, WALL_SECONDS = 1.0, 3.0
# A changed loop may never end. A right answer takes a few milliseconds on the largest input; seven nested loops of
# conv2d go 8,122 rounds there. Rounds are counted first, for they are as many on every machine, however busy.
ONE_CALL, ROUNDS = 0.05, 20_000


class _TooLong(BaseException):
    """Raised in a changed function that runs too long. Not an ``Exception``, so that ``except Exception`` lets it pass."""


def where_to_look(exercise: Exercise, function: Callable, trials: list[Trial]) -> tuple[int, str] | None:
    """Find the one line of the learner's cell on which a small change makes every answer right.

    Parameters
    ----------
    exercise : Exercise
    function : callable
        The learner's function.
    trials : list of Trial
        All of them; the smallest failing one is tried first.

    Returns
    -------
    (int, str) or None
        The number of the line in the cell, and the line itself. None where the source is not known, where no change
        helps, or where the changes that help lie on several lines.
    """
    source = definition_of(function)
    if source is None or len(trials) < len(exercise.probes):
        return None
    text, first_line = source
    search = _Search(exercise, function, ast.parse(text), trials)
    run = sandbox.run(search, [lambda: ((), {})], lambda *_: None, WALL_SECONDS, search.namespace)
    if not run.calls or run.calls[0].stopped or run.calls[0].error or not search.complete:
        return None
    if len(search.lines) != 1:
        return None
    (line,) = search.lines
    return first_line + line - 1, text.splitlines()[line - 1].strip()


class _Search:
    """Try one change after the other; called inside the fence."""

    def __init__(self, exercise, function, tree, trials):
        self.exercise, self.tree = exercise, tree
        self.name = function.__name__
        self.namespace = getattr(function, "__globals__", {})
        self.look = look_at(exercise)
        self.lines, self.complete, self.rounds = set(), False, 0
        failing = sorted((trial for trial in trials if trial.problem), key=lambda trial: trial.size)
        self.trials = failing + [trial for trial in trials if not trial.problem]
        _count_loops(self.tree)

    def __call__(self):
        end = time.thread_time() + SECONDS
        definition = self.tree.body[0]
        with np.errstate(all="ignore"):
            for line in small_changes(definition):
                if time.thread_time() > end:
                    return
                self._try(line)
            self.complete = True
            # Names are so many that this part of the search may end early.
            for line in exchanged_names(definition):
                if time.thread_time() > end:
                    return
                self._try(line)

    def _try(self, line):
        if line in self.lines:
            return
        namespace = {**self.namespace, "__tick": self._tick}
        try:
            exec(compile(self.tree, "a changed answer", "exec"), namespace)
            if all(map(self._passes(namespace[self.name]), range(len(self.trials)))):
                self.lines.add(line)
        except (_TooLong, Exception):
            return

    def _passes(self, function):
        def passes(i):
            trial = self.trials[i]
            args, kwargs = trial.probe.make() if trial.probe.make else copy_argument((trial.args, trial.kwargs))
            before = copy_argument(args)
            self.call_end, self.rounds = time.thread_time() + ONE_CALL, 0
            try:
                value = self.look(function(*args, **kwargs), args, kwargs)
                right = equal(trial.probe, trial.expected.value, value, before)
            except Exception:
                right = False
            if not trial.expected.changed:
                right = right and all(map(same_argument, before, args))
            if not right:
                # What one change got wrong, the next is likely to get wrong, too.
                self.trials.insert(0, self.trials.pop(i))
            return right

        return passes

    def _tick(self):
        self.rounds += 1
        if self.rounds > ROUNDS or self.rounds % 64 == 0 and time.thread_time() > self.call_end:
            raise _TooLong


def _count_loops(tree: ast.AST) -> None:
    """Let every round of a loop look at the clock, so that one without an end can be left."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.For, ast.While)):
            tick = ast.Expr(ast.Call(ast.Name("__tick", ast.Load()), [], []))
            node.body.insert(0, ast.fix_missing_locations(ast.copy_location(tick, node)))
