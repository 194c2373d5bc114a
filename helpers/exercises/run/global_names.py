"""The global variables of a learner's function, and what its own name stands for among them."""

import contextlib


def global_names(function):
    """The global variables of a function, also where `np.vectorize` or a wrapper stands around it; None if unknown."""
    for inner in (getattr(function, "pyfunc", None), getattr(function, "__wrapped__", None), function):
        namespace = getattr(inner, "__globals__", None)
        if isinstance(namespace, dict):
            return namespace
    return None


@contextlib.contextmanager
def bound_to_itself(function, name):
    """Let the name stand for the function while it is checked.

    The decorator runs before Python binds the name, which still stands for an earlier attempt or for the course's own
    version. A function that only calls itself would borrow its answers from there, and pass.
    """
    namespace = global_names(function)
    if namespace is None or getattr(function, "__name__", "") != name:
        yield
        return
    nothing = object()
    before = namespace.get(name, nothing)
    namespace[name] = function
    try:
        yield
    finally:
        if before is nothing:
            namespace.pop(name, None)
        else:
            namespace[name] = before
