"""The functions of NumPy and of Python as they were when the course began: a learner's code may replace them.

``np.maximum = None``, or ``builtins.sum = …``, would decide every later verdict. `mend` puts them back.
"""

import builtins
import math

import numpy as np

# What IPython and the kernel put in place of Python's own, cell by cell.
_NOTEBOOK = {"_", "input", "exit", "quit", "help", "open", "display", "get_ipython", "breakpoint", "print"}


def _public(module):
    return {name: value for name, value in vars(module).items() if not name.startswith("_") and name not in _NOTEBOOK}


_MODULES = {"np": np, "np.linalg": np.linalg, "np.random": np.random, "math": math, "": builtins}
_AT_FIRST = {name: _public(module) for name, module in _MODULES.items()}


def mend() -> list[str]:
    """Put back what was replaced or deleted, and return its names: ``["np.maximum"]``.

    Examples
    --------
    >>> kept, np.maximum = np.maximum, None
    >>> mend()
    ['np.maximum']
    >>> np.maximum is kept
    True
    """
    mended = []
    for prefix, module in _MODULES.items():
        now = vars(module)
        for name, value in _AT_FIRST[prefix].items():
            if now.get(name, mend) is not value:
                setattr(module, name, value)
                mended.append(f"{prefix}.{name}" if prefix else name)
    return mended
