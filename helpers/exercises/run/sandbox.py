"""Run the learner's function and survive whatever it does.

The function runs in a thread of its own, so that a loop without end can be stopped from outside: on every system,
Windows included, by raising an exception in that thread. A thread that is deep inside a single call of NumPy or of the
system cannot be reached; it is left behind. Where such a call holds the interpreter itself, as `sum(range(10**11))`
does, nothing here can stop it, and only a restart of the kernel helps.

Where no thread can be had, in a browser's own Python or at a limit of processes, the function runs without a limit.
"""

import contextlib
import contextvars
import ctypes
import gc
import os
import sys
import threading
import time
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from helpers.exercises.plain import clean, text_of
from helpers.exercises.run.fence import MOST_OUTPUT, fence

# A right answer needs milliseconds, in plain Python loops a few tenths of a second.
SECONDS = 3.0
# On a busy machine the clock on the wall runs on while the function waits for its turn, so processor time counts where
# it can be had, up to so many times the limit: a function that sleeps uses none.
PATIENT = 3
# For all calls together. Calls that only confirm others are left out once so much time has gone by.
ALL_SECONDS, ENOUGH = 30.0, 2.0
# A word to who waits; later than a loop without an end is stopped, which says so itself.
WORD_AFTER = 4.0
# Most loops end at the first exception; one that catches every exception takes a few thousand attempts.
PATIENCE = 1.5
# A function that warns of every entry needs no longer list.
MOST_WARNINGS = 100
# Deep enough that Python's own recursion limit is reached before the stack ends, also where threads get only 512 kB.
STACK = 64 * 1024 * 1024


class Stopped(BaseException):
    """Raised in the learner's thread to end it. Not an ``Exception``, so that ``except Exception`` lets it pass."""


@dataclass
class Call:
    """What one call of the learner's function did.

    Attributes
    ----------
    value : object
        What `look` made of the result.
    error : BaseException or None
        What the function raised.
    look_error : Exception or None
        What `look` raised on the result: the result is not of a kind that can be compared.
    stopped : str
        ``"time"`` if it ran too long, ``"all"`` if all calls together did, ``"interrupt"`` if the learner stopped it, else
        empty.
    output : str
        What it printed.
    warnings : list of (str, str)
        Category and text of each different warning.
    """

    value: Any = None
    error: BaseException | None = None
    look_error: Exception | None = None
    stopped: str = ""
    output: str = ""
    warnings: list = field(default_factory=list)


@dataclass
class Run:
    """All calls of one check, and what was put back afterwards."""

    calls: list
    changed: tuple = ()
    left_behind: bool = False
    limited: bool = True


# Two checks at once would put back each other's stand-ins.
_one_at_a_time = threading.RLock()


def run(function, inputs, look, seconds=None, namespace=None, confirming=None, when_slow=None):
    """Call a function on every input, inside the fence, and never raise.

    Parameters
    ----------
    function : callable
        The learner's function.
    inputs : list of callables
        Each returns fresh ``(args, kwargs)``.
    look : callable
        ``look(result, args, kwargs)`` returns what to keep of a result; it runs inside the fence, too.
    seconds : float, optional
        How long a single call may take; by default ``SECONDS``.
    namespace : dict, optional
        The global variables to put back afterwards; by default those of the function.
    confirming : int, optional
        From this input on, calls only confirm others and may be left out.
    when_slow : callable, optional
        Called once, with the number of calls that are done, when the calls take long.

    Returns
    -------
    Run
        Its calls end with the first that was stopped.
    """
    seconds = SECONDS if seconds is None else seconds
    work = _Work(function, inputs, look, confirming)
    with _one_at_a_time, fence(getattr(function, "__globals__", None) if namespace is None else namespace) as fenced:
        work.fenced = fenced
        thread = _start(work)
        if thread is None:
            stopped = _here(work)
        else:
            stopped = _wait(thread, work, seconds, when_slow)
            if stopped:
                _stop(thread, work)
    if stopped and work.calls:
        last = work.calls[-1]
        last.stopped, last.error = stopped, None
    if stopped and not work.calls:
        work.calls.append(Call(stopped=stopped))
    return Run(work.calls, fenced.changed, not work.over, thread is not None)


class _Work:
    """The loop over the inputs, as it runs in the learner's thread."""

    def __init__(self, function, inputs, look, confirming):
        self.function, self.inputs, self.look, self.confirming = function, inputs, look, confirming
        self.calls = []
        self.fenced = None
        self.done = threading.Event()
        self.begun = self.started = time.monotonic()
        self.processor = 0.0
        # True where no thread could be had: then an interrupt arrives here.
        self.here = False
        self.over = False
        # Set by the thread that waits, when it begins and when it has ceased to raise `Stopped` in this one.
        self.stopping = False
        self.ceased = threading.Event()

    def __call__(self):
        try:
            self._all()
        except KeyboardInterrupt:
            if self.here:
                self.over = True
                raise
        except BaseException:
            pass  # only `Stopped` comes this far, and the waiting thread knows why
        # Python delivers `Stopped` at calls and jumps only, so it cannot come between these lines and the one below.
        self.over = True
        while True:
            try:
                self.done.set()
                if self.stopping:
                    # One that is still on its way must arrive here and not in the machinery that ends a thread.
                    self.ceased.wait(1.0)
                return
            except Stopped:
                continue

    def _all(self):
        self.fenced.output.thread = threading.get_ident()
        # The notebook may have switched floating-point warnings off or turned them into errors.
        with np.errstate(all="warn", under="ignore"):
            for i, make in enumerate(self.inputs):
                if i == self.confirming and time.monotonic() - self.begun > ENOUGH:
                    return
                self._one(make)

    def _one(self, make):
        args, kwargs = make()
        call = Call()
        first_warning = len(self.fenced.warnings)
        self.calls.append(call)
        self.started, self.processor = time.monotonic(), time.thread_time()
        try:
            result = self.function(*args, **kwargs)
        except Stopped:
            raise
        except BaseException as error:
            if self.here and isinstance(error, KeyboardInterrupt):
                raise
            call.error = error
            text_of(error)  # asked for here, where an answer that never comes is stopped
        else:
            try:
                call.value = self.look(result, args, kwargs)
            except Stopped:
                raise
            except BaseException as error:
                call.look_error = error
                text_of(error)
        finally:
            call.output = clean(self.fenced.output.take(), MOST_OUTPUT + 1)
            met = [_warned(warning) for warning in self.fenced.warnings[first_warning:][:MOST_WARNINGS]]
            call.warnings = list(dict.fromkeys(met))


def _warned(warning):
    try:
        return clean(warning.category.__name__, 40), clean(str(warning.message))
    except Exception:
        return "Warning", ""


def _start(work):
    """Start the work in a thread; return None where there is none to be had."""
    size = None
    try:
        size = threading.stack_size(STACK)
        thread = threading.Thread(target=contextvars.copy_context().run, args=(work,), daemon=True, name="exercise")
        thread.start()
    except (RuntimeError, ValueError):
        return None
    finally:
        if size is not None:
            threading.stack_size(size)
    return thread


def _here(work):
    work.here = True
    try:
        contextvars.copy_context().run(work)
    except KeyboardInterrupt:
        return "interrupt"
    return ""


def _wait(thread, work, seconds, when_slow):
    """Wait for the work; return why it has to be stopped, or an empty string when it has ended by itself."""
    try:
        # In short slices: on Windows a wait without end could not be interrupted from the keyboard.
        while not work.done.wait(0.1):
            now = time.monotonic()
            if now - work.started > seconds and _has_used(thread, work, seconds, now):
                return "time"
            if now - work.begun > ALL_SECONDS:
                return "all"
            if when_slow is not None and now - work.begun > WORD_AFTER:
                when_slow(len(work.calls) - 1)
                when_slow = None
    except KeyboardInterrupt:
        return "interrupt"
    return ""


def _has_used(thread, work, seconds, now):
    """Whether a call has used up its seconds, and did not only wait for a busy machine."""
    if now - work.started > PATIENT * seconds:
        return True
    used = _processor_seconds(thread)
    return used is None or used - work.processor > 0.9 * seconds


def _processor_seconds(thread):
    """Return the processor time of a thread, or None where the system does not tell it: elsewhere than on Linux."""
    try:
        with open(f"/proc/self/task/{thread.native_id}/stat", encoding="ascii", errors="replace") as stat:
            user, system = stat.read().rpartition(")")[2].split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")
    except (OSError, ValueError, AttributeError):
        return None


def _stop(thread, work):
    """Raise ``Stopped`` in a thread again and again until the learner's code has ended.

    Once is not enough for ``while True`` around ``try`` and a bare ``except``: the loop swallows it and goes on. With
    a tiny switch interval the two threads take turns at nearly every step, so that soon the exception arrives between
    the ``except`` and the next ``try``.
    """
    raise_there = ctypes.pythonapi.PyThreadState_SetAsyncExc
    number = ctypes.c_ulong(thread.ident)
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with _finalisers_left_in_peace():
            work.stopping = True
            work.fenced.output.no_more_sleep = True
            end = time.monotonic() + PATIENCE
            while not work.over and time.monotonic() < end:
                raise_there(number, ctypes.py_object(Stopped))
                time.sleep(0)
            if work.over:
                raise_there(number, None)  # takes back one that has not arrived yet
    finally:
        sys.setswitchinterval(interval)
        work.ceased.set()
        _nothing_pending()
    thread.join(0.1)


class _Noticed(BaseException):
    """Raised in the thread that waits, and caught there at once."""


def _nothing_pending():
    """Let Python forget that there was an exception for some thread.

    Before 3.13 one flag says so for all threads, and only a thread that gets such an exception takes it down. If the
    last one was for a thread that has ended, the flag stays up for good: everything is slower then, and any traced
    function, in a debugger for instance, never comes to an end.
    """
    try:
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(threading.get_ident()), ctypes.py_object(_Noticed))
        for _ in range(100):
            pass
    except _Noticed:
        pass


@contextlib.contextmanager
def _finalisers_left_in_peace():
    """Let no finaliser of another object be hit by `Stopped`, or at least let nobody hear of it.

    The garbage collector runs finalisers in whatever thread is busy, so it waits. Those of the learner's own objects
    run there in any case. What they meet is put aside by a function written in C, in which no exception of this kind
    can arrive, and passed on afterwards unless it was `Stopped`.
    """
    collecting, hook, met = gc.isenabled(), sys.unraisablehook, []
    gc.disable()
    sys.unraisablehook = met.append
    try:
        yield
    finally:
        sys.unraisablehook = hook
        if collecting:
            gc.enable()
        for unraisable in met:
            if not issubclass(unraisable.exc_type, Stopped):
                hook(unraisable)
