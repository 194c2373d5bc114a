"""A fence around the learner's code: what it may not touch for good, and how it is put back.

While a check runs, ``exit()`` does not end the kernel, ``input()`` does not wait for anybody, printing is collected,
and memory is limited. Afterwards the notebook's own variables, the functions of NumPy and of Python, the random
generators, and the settings listed in `settings` are as they were. This guards against accidents, not against malice: a
program that forks, kills its own process by a signal, writes files or overwrites memory is not held back.
"""

import builtins
import contextlib
import io
import os
import sys
import threading
import time
import warnings

import numpy as np

from helpers.exercises.compare import copy_argument, same_argument
from helpers.exercises.run import originals
from helpers.exercises.run.settings import settings_put_back

try:
    import resource
except ImportError:  # Windows has no such limits
    resource = None

# Far above what any exercise needs, far below what makes a small machine start swapping.
MEMORY_HEADROOM = 2 * 1024**3
# Enough to see what was printed; an endless loop that prints must not fill the memory.
MOST_OUTPUT = 4000


class Refused(Exception):
    """Raised inside the learner's code by a call that would wait for ever or end the kernel."""


def refuse(name):
    """Return a function that stands in for `name` during a check and raises `Refused`."""

    def stand_in(*args, **kwargs):
        raise Refused(name)

    return stand_in


class Output(io.TextIOBase):
    """Collects what one thread prints; what other threads print passes through."""

    def __init__(self, passed_on):
        self.passed_on = passed_on
        self.thread = None
        self.no_more_sleep = False
        self._pieces = []
        self._size = 0

    def write(self, text):
        """Keep the text, up to ``MOST_OUTPUT`` characters since it was last taken."""
        if threading.get_ident() != self.thread:
            return self.passed_on.write(text)
        room = MOST_OUTPUT - self._size
        if room > 0:
            self._pieces.append(text[:room])
            self._size += len(text)
        return len(text)

    def flush(self):
        """Do nothing: there is nothing waiting to be sent."""

    def take(self):
        """Return what was collected and start afresh."""
        text, self._pieces, self._size = "".join(self._pieces), [], 0
        return text


@contextlib.contextmanager
def fence(namespace=None):
    """Guard the process while the learner's code runs in another thread.

    Parameters
    ----------
    namespace : dict, optional
        The global variables of the learner's function, put back afterwards.

    Yields
    ------
    Fenced
        ``.output`` collects what is printed, ``.warnings`` the warnings; after the block, ``.changed`` holds the names
        of the global variables that were put back.
    """
    fenced = Fenced(Output(sys.stdout))
    with contextlib.ExitStack() as stack:
        stack.enter_context(settings_put_back())
        stack.enter_context(_globals_put_back(namespace, fenced))
        fenced.warnings = stack.enter_context(warnings.catch_warnings(record=True))
        warnings.simplefilter("always")
        stack.enter_context(_replaced(_stand_ins(fenced.output)))
        stack.enter_context(_limited_memory())
        yield fenced
    fenced.changed += tuple(originals.mend())


class Fenced:
    """What was collected inside the fence."""

    def __init__(self, output):
        self.output = output
        self.warnings = []
        self.changed = ()


def _stand_ins(output):
    """List (object, attribute, stand-in) for everything that must not be called during a check."""
    found = [
        (sys, "stdout", output),
        (sys, "stderr", output),
        (sys, "stdin", io.StringIO()),
        (sys, "breakpointhook", refuse("breakpoint")),
        # A higher limit turns endless recursion from an error into a crash of the whole kernel.
        (sys, "setrecursionlimit", lambda limit: None),
        (builtins, "input", refuse("input")),
        (os, "_exit", refuse("exit")),
        (os, "abort", refuse("exit")),
        (time, "sleep", _interruptible_sleep(output)),
    ]
    found += [(builtins, name, refuse("exit")) for name in ("exit", "quit") if hasattr(builtins, name)]
    # In a notebook `exit` is not Python's: it asks IPython to shut the kernel down, without raising anything.
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    if shell is not None and hasattr(shell, "ask_exit"):
        found.append((shell, "ask_exit", refuse("exit")))
        # `display` would show its output once for every call of the check; it is collected like what is printed.
        found.append((shell.display_pub, "publish", _collect_display(output)))
    return found


def _collect_display(output):
    def publish(data, *args, **kwargs):
        output.write(data.get("text/plain", "") + "\n")

    return publish


def _interruptible_sleep(output):
    """Return a `time.sleep` that the learner's thread can be woken from: a single long sleep cannot be stopped.

    While the thread is being stopped it does not sleep at all. A loop that catches everything and sleeps in between
    would else be asleep nearly every time an exception arrives.
    """
    sleep = time.sleep

    def stand_in(seconds):
        if threading.get_ident() != output.thread or seconds < 0:
            return sleep(seconds)
        end = time.monotonic() + seconds
        while not output.no_more_sleep and (left := end - time.monotonic()) > 0:
            sleep(min(left, 0.01))

    return stand_in


@contextlib.contextmanager
def _replaced(stand_ins):
    originals = [(owner, name, getattr(owner, name), name in vars(owner)) for owner, name, _ in stand_ins]
    for owner, name, stand_in in stand_ins:
        setattr(owner, name, stand_in)
    try:
        yield
    finally:
        for owner, name, original, own in originals:
            if own:
                setattr(owner, name, original)
            else:
                delattr(owner, name)


@contextlib.contextmanager
def _globals_put_back(namespace, fenced):
    if namespace is None:
        yield
        return
    before = dict(namespace)
    # What names refer to is compared for all; what is *in* it only for small containers, which copies quickly.
    contents = {name: copy_argument(value) for name, value in before.items() if _is_small_container(name, value)}
    try:
        yield
    finally:
        changed = {name for name in namespace if name not in before and not name.startswith("_")}
        for name in changed:
            del namespace[name]
        for name, value in before.items():
            if namespace.get(name, fenced) is not value:
                namespace[name] = value
                changed.add(name)
            if name in contents and not same_argument(contents[name], value):
                _put_contents_back(value, contents[name])
                changed.add(name)
        fenced.changed = tuple(sorted(changed))


def _is_small_container(name, value):
    if name.startswith("_") or name in ("In", "Out"):
        return False
    if isinstance(value, np.ndarray):
        return value.size <= 10_000 and value.dtype != object and value.flags.writeable
    if isinstance(value, (list, dict)):
        inside = value.values() if isinstance(value, dict) else value
        return len(value) <= 100 and all(isinstance(part, (int, float, str, np.ndarray)) for part in inside)
    return False


def _put_contents_back(value, saved):
    if isinstance(value, np.ndarray):
        value[...] = saved
    elif isinstance(value, list):
        value[:] = saved
    else:
        value.clear()
        value.update(saved)


@contextlib.contextmanager
def _limited_memory():
    """Let the process grow by ``MEMORY_HEADROOM``, so that a huge array is an error and not a frozen machine.

    Only where the system can tell and limit the address space: Linux. Elsewhere a request beyond what exists still
    raises an error at once; one that just fits is granted.
    """
    in_use = _address_space()
    if resource is None or in_use is None:
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = in_use + MEMORY_HEADROOM
    if soft != resource.RLIM_INFINITY and soft <= wanted:
        yield
        return
    resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def _address_space():
    try:
        with open("/proc/self/statm", encoding="ascii") as statm:
            return int(statm.read().split()[0]) * resource.getpagesize()
    except (OSError, ValueError, AttributeError):
        return None
