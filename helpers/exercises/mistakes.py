"""Known mistakes as edits of a right answer, read from the data file of an exercise.

A mistake is what a learner wrote in place of a piece of a right answer, and that is how it is declared. ``NAME.toml``
holds right ways to write the function, and below them one table for each mistake::

    [ways]
    where = '''
    def relu(z):
        return np.where(z > 0, z, 0)
    '''

    [absolute_value]
    edits = [["z, 0", "z, -z"]]
    says = "Negative entries come out positive. ReLU gives 0 there."

An edit is tried on every way in which all its pieces stand, so that one entry covers all ways of writing. What no edit
can say is written out whole, under ``instead``.

A mistake is recognised by what a function does, so a sentence may only speak of that. One that speaks of how it is
written names in ``if_source`` what must stand in the learner's code; without it, the next entry that fits is heard.

Some files end in a table of mistakes that learners are shown in "Break it", each with a hint of the kind of input on
which it goes wrong, and never the input itself::

    [break_it]
    absolute_value = "On which side of 0 have you looked?"
"""

import itertools
import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

# Tables of a file that are no mistakes: the ways that edits are tried on, further answers that must pass, and the
# mistakes that "Break it" shows.
WAYS, RIGHT, BREAK_IT = "ways", "right", "break_it"
KEYS = {"edits", "instead", "way", "says", "short", "about", "also", "if_source"}


@dataclass(frozen=True, eq=False)
class Mistake:
    """A wrong implementation that people really write, and the sentence that helps them.

    Parameters
    ----------
    key : str
        The name of its table, in ``snake_case``. Several implementations may share one: the same slip, made in
        different ways of writing.
    wrong : callable
        The wrong implementation.
    says : str
        One to three short sentences: what the mistake is and what to do next. Never the solution.
    about : str
        The one of several results that it spoils, where it says nothing about the others.
    if_source : tuple of str
        Patterns that must all be found in the learner's code, as `Source` gives it; where it is not known, they are not.
    short : str
        A clause that stays true beside any other slip; empty where there is none.
    """

    key: str
    wrong: Callable
    says: str
    about: str = ""
    if_source: tuple[str, ...] = ()
    short: str = ""

    @property
    def is_several(self) -> bool:
        """Whether it stands for two slips or more at once, as its sentence says."""
        return re.match(r"(?:Two|Three|Several) things", self.says) is not None

    def is_true_of(self, code: str) -> bool:
        """Tell whether what it says of the source is true of this code.

        Examples
        --------
        >>> Mistake("two", len, "Your loop runs twice.", if_source=(r"\\bfor\\b",)).is_true_of("return 2 * z")
        False
        """
        return all(re.search(pattern, code) for pattern in self.if_source)


class Catalogue:
    """The right ways and the known mistakes of one exercise.

    Parameters
    ----------
    path : path
        The data file. It is read when something in it is first asked for, so a right answer never pays for it.
    name : str
        The name of the function.

    Attributes
    ----------
    ways, right : dict of str to str
        Sources of right answers: those that edits are tried on, and others.
    entries : dict of str to dict
        The tables of the mistakes, in the order of the file: the most specific first.
    """

    def __init__(self, path: Path, name: str):
        self.path, self.name = path, name

    @cached_property
    def _content(self) -> dict[str, Any]:
        with open(self.path, "rb") as file:
            return tomllib.load(file)

    @property
    def ways(self) -> dict[str, str]:
        return self._content[WAYS]

    @property
    def right(self) -> dict[str, str]:
        return self._content.get(RIGHT, {})

    @cached_property
    def entries(self) -> dict[str, dict[str, Any]]:
        return {key: entry for key, entry in self._content.items() if key not in (WAYS, RIGHT, BREAK_IT)}

    @property
    def to_break(self) -> dict[str, str]:
        """The mistakes that "Break it" shows, each with a hint of the kind of input that exposes it."""
        return self._content.get(BREAK_IT, {})

    @cached_property
    def mistakes(self) -> tuple[Mistake, ...]:
        """Every entry on every way in which it stands, in the order of the file."""
        return tuple(
            Mistake(
                key,
                compiled(source, self.name),
                entry["says"],
                entry.get("about", ""),
                _patterns([entry]),
                entry.get("short", ""),
            )
            for key, entry in self.entries.items()
            for source in self.sources(key)
        )

    def sources(self, key: str) -> list[str]:
        """Return the different sources of one entry.

        Raises
        ------
        ValueError
            If a piece stands twice in a way: which of the two is meant would be a guess.
        """
        entry = self.entries[key]
        whole = entry.get("instead", [])
        found = [whole] if isinstance(whole, str) else list(whole)
        for way in self._ways_of(entry):
            edited = apply(self.ways[way], entry.get("edits", []), f"{self.path.name}: [{key}] on the way {way}")
            if edited is not None and edited != self.ways[way]:
                found.append(edited)
        return list(dict.fromkeys(found))

    def _ways_of(self, entry) -> list[str]:
        if "edits" not in entry:
            return []
        chosen = entry.get("way", list(self.ways))
        return [chosen] if isinstance(chosen, str) else chosen

    def compounds(self, most: int = 3) -> Iterator[Mistake]:
        """Yield two mistakes at once, then three: entries with a ``short`` form, where they touch different places.

        Different places are such that the order of the edits does not matter. One way is enough: the first on which
        they go together.
        """
        frequent = [key for key, entry in self.entries.items() if "short" in entry]
        go_together: set[tuple[str, ...]] = {()}
        for count in range(1, most + 1):
            for keys in itertools.combinations(frequent, count):
                # Three touch different places only if every two of them do.
                if not go_together.issuperset(itertools.combinations(keys, count - 1)):
                    continue
                source = self._together(keys)
                if source:
                    go_together.add(keys)
                if source and count > 1:
                    entries = [self.entries[key] for key in keys]
                    said = together([entry["short"] for entry in entries])
                    yield Mistake("_and_".join(keys), compiled(source, self.name), said, if_source=_patterns(entries))

    def _together(self, keys) -> str | None:
        entries = [self.entries[key] for key in keys]
        shared = [way for way in self.ways if all(way in self._ways_of(entry) for entry in entries)]
        for way in shared:
            orders = {
                apply(self.ways[way], [edit for entry in order for edit in entry["edits"]])
                for order in itertools.permutations(entries)
            }
            (source, *others) = orders
            if source is not None and not others:
                return source
        return None


def _patterns(entries):
    return tuple(entry["if_source"] for entry in entries if "if_source" in entry)


def together(shorts: list[str]) -> str:
    """Join the short forms of mistakes made at once to what the card says.

    Examples
    --------
    >>> together(["the sum is missing", "the bias is added twice"])
    'Two things: the sum is missing; and the bias is added twice. Mend one after the other.'
    """
    count = {2: "Two", 3: "Three"}.get(len(shorts), "Several")
    return f"{count} things: {'; '.join(shorts[:-1])}; and {shorts[-1]}. Mend one after the other."


def apply(source: str, edits: list[list[str]], where: str = "") -> str | None:
    """Make edits one after the other.

    Parameters
    ----------
    source : str
    edits : list of [old, new]
    where : str
        What to name if an edit is refused. Without it, such an edit does not apply.

    Returns
    -------
    str or None
        None where a piece does not stand in the source.

    Raises
    ------
    ValueError
        If a piece stands more than once and `where` is given.

    Examples
    --------
    >>> apply("a + b", [["+", "-"]])
    'a - b'
    """
    for old, new in edits:
        count = source.count(old)
        if count > 1 and where:
            raise ValueError(f"{where}: {old!r} stands there {count} times; take a longer piece, or name another way")
        if count != 1:
            return None
        source = source.replace(old, new)
    return source


def compiled(source: str, name: str) -> Callable:
    """Return the function of that name which a source defines, compiled when it is first called.

    A source that is an expression, such as ``lambda z: -z``, is the function itself. The function carries its text with
    it as ``source``.

    Examples
    --------
    >>> compiled("lambda z: -z", "negative")(2)
    -2
    """
    made: list[Callable] = []

    def function(*args, **kwargs):
        if not made:
            namespace: dict[str, Any] = {"np": np}
            exec(f"{name} = {source}" if source.startswith("lambda") else source, namespace)
            made.append(namespace[name])
        return made[0](*args, **kwargs)

    function.__name__ = name
    vars(function)["source"] = source
    return function
