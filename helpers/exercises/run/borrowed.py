"""While an exercise is checked, the course's own version of it does not answer.

Whatever way a learner's function comes to it, by an import, by another name for the stand-in, by a layer of the course
or through `current`, in the end it calls one and the same function. So that function is given other code meanwhile.
"""

import contextlib
import sys
from types import FunctionType

from helpers.exercises.run.fence import Refused


class Borrowed(Refused):
    """Raised by the course's own version of an exercise when it is called by an answer to that exercise."""


def _refuses(*args, **kwargs):
    # The code runs with the global names of the function whose place it takes, so it brings its own along.
    from helpers.exercises.run.borrowed import Borrowed

    raise Borrowed("borrowed")


class Reference:
    """The course's own versions of an exercise, which can be told not to answer.

    Parameters
    ----------
    function : callable or None
        The one that is compared with; None if all shall go on answering.
    name : str
        Functions of this name elsewhere in the course are versions of it, too.
    """

    def __init__(self, function, name):
        self._function, self._name = function, name
        self._codes = {}
        self._loaded, self._found = 0, []

    def refuse(self):
        """Let them raise `Borrowed` from now on."""
        for function in [self._function, *self._namesakes()] if self._function is not None else []:
            if type(function) is FunctionType and not function.__code__.co_freevars and function not in self._codes:
                self._codes[function] = function.__code__
                function.__code__ = _refuses.__code__

    def answer(self):
        """Let them answer again."""
        for function, code in self._codes.items():
            function.__code__ = code
        self._codes.clear()

    def _namesakes(self):
        """Those in the modules that are loaded by now: the learner's function may have imported one since."""
        # Thousands of modules are loaded in a notebook, and this is asked before every input.
        if len(sys.modules) != self._loaded:
            self._loaded = len(sys.modules)
            modules = [module for path, module in list(sys.modules.items()) if path.startswith("helpers.")]
            found = [getattr(module, "__dict__", {}).get(self._name) for module in modules]
            self._found = [one for one in found if str(getattr(one, "__module__", "")).startswith("helpers.")]
        return self._found

    @contextlib.contextmanager
    def refusing(self, inputs):
        """Refuse from the making of each input to the making of the next: inputs themselves may need an answer.

        Yields
        ------
        list of callables
            The inputs, for `sandbox.run`.
        """

        def turned_away(make):
            def fresh():
                self.answer()
                made = make()
                self.refuse()
                return made

            return fresh

        try:
            yield [turned_away(make) for make in inputs]
        finally:
            self.answer()
