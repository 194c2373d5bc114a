"""Settings of the process that a learner's code may change by accident, and that a check puts back."""

import contextlib
import gc
import locale
import os
import random
import sys
import threading

import numpy as np

# Python's own default is 1000. A limit that the notebook has raised turns endless recursion into a crash of the kernel.
DEEPEST_RECURSION = 3000


@contextlib.contextmanager
def settings_put_back():
    """Remember the settings, and put them back after the block."""
    with contextlib.ExitStack() as stack:
        for guard in (_numbers, _python, _system, _figures):
            stack.enter_context(guard())
        yield


@contextlib.contextmanager
def _numbers():
    """The random generators, and how NumPy prints."""
    numpy_state, python_state, options = np.random.get_state(), random.getstate(), np.get_printoptions()
    try:
        yield
    finally:
        np.random.set_state(numpy_state)
        random.setstate(python_state)
        np.set_printoptions(**options)


@contextlib.contextmanager
def _python():
    """The interpreter: where modules are looked for, how deep calls may go, what watches them."""
    path, recursion, interval, collecting = (
        list(sys.path),
        sys.getrecursionlimit(),
        sys.getswitchinterval(),
        gc.isenabled(),
    )
    trace, profile = threading.gettrace(), threading.getprofile()
    if recursion > DEEPEST_RECURSION:
        sys.setrecursionlimit(DEEPEST_RECURSION)
    set_limit = sys.setrecursionlimit
    try:
        yield
    finally:
        sys.path[:] = path
        sys.setswitchinterval(interval)
        (gc.enable if collecting else gc.disable)()
        threading.settrace(trace)
        threading.setprofile(profile)
        if sys.getrecursionlimit() != recursion:
            set_limit(recursion)


@contextlib.contextmanager
def _system():
    """What the system knows of the process: its folder, its variables, its language."""
    folder, variables, language = _folder(), dict(os.environ), locale.setlocale(locale.LC_ALL)
    mask = os.umask(0)
    os.umask(mask)
    try:
        yield
    finally:
        os.umask(mask)
        if folder is not None:
            with contextlib.suppress(OSError):
                os.chdir(folder)
        if dict(os.environ) != variables:
            os.environ.clear()
            os.environ.update(variables)
        if locale.setlocale(locale.LC_ALL) != language:
            with contextlib.suppress(locale.Error):
                locale.setlocale(locale.LC_ALL, language)


def _folder():
    try:
        return os.getcwd()
    except OSError:  # it was deleted
        return None


@contextlib.contextmanager
def _figures():
    """Pictures that were opened: the notebook would show each of them, once for every call."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    before = set(pyplot.get_fignums()) if pyplot else set()
    try:
        yield
    finally:
        pyplot = sys.modules.get("matplotlib.pyplot")
        for number in set(pyplot.get_fignums()) - before if pyplot else ():
            pyplot.close(number)
