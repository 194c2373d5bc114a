"""Exercises that answer at once: what to type, what happened, what to try next.

``exercise`` is the decorator on top of every exercise cell, ``check`` the plain function underneath it, ``current``
the best implementation there is so far: the learner's own if it passed, else the course's; ``whose`` says which it is.
``verdict`` is what counts of the attempts at an exercise; marking goes by it.
``break_it`` is the decorator on top of a cell whose function returns an input that exposes wrong implementations.
"""

_HOMES = {
    "exercise": "decorator",
    "current": "decorator",
    "learners_function": "decorator",
    "whose": "decorator",
    "verdict": "decorator",
    "break_it": "breaking",
    "check": "checking",
    "Result": "checking",
}

__all__ = ["Result", "break_it", "check", "current", "exercise", "learners_function", "verdict", "whose"]


def __getattr__(name):
    # Imported on first use: the exercises need ``declare`` alone, and must not pull in the notebook display.
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
