"""Run the cells of a notebook as a kernel does, with a limit of time for each."""

import contextlib
import signal
import threading
import time

from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config


class Shell(InteractiveShell):
    """IPython without a terminal and without windows: magics, `await` and `display` work, figures are not drawn."""

    def ask_exit(self):
        """Go on: in a notebook, too, the cells below can be run after the next start."""

    def enable_gui(self, gui=None):
        """Need no window."""

    def enable_matplotlib(self, gui=None):
        """Keep figures where nobody draws them."""
        return "inline", "agg"

    def enable_pylab(self, gui=None, import_all=True, welcome_message=False):
        """Import what `%pylab` imports."""
        from IPython.core.pylabtools import import_pylab

        import_pylab(self.user_ns, import_all)
        return "inline", "agg", []


def make_shell():
    """Make the one shell of this process; it keeps no history on disk."""
    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "nocolor"
    return Shell.instance(config=config)


class Limit:
    """Interrupts the main thread once a second from a moment on: a loop that catches the first goes on otherwise."""

    def __init__(self):
        self._end = None
        self._by_signal = hasattr(signal, "setitimer")
        if self._by_signal:
            signal.signal(signal.SIGALRM, self._interrupt)
        else:
            threading.Thread(target=self._watch, daemon=True).start()

    def start(self, seconds):
        """Interrupt after so many seconds."""
        self._end = time.monotonic() + seconds
        if self._by_signal:
            signal.setitimer(signal.ITIMER_REAL, seconds, 1.0)

    def stop(self):
        """Interrupt no more."""
        self._end = None
        if self._by_signal:
            signal.setitimer(signal.ITIMER_REAL, 0)

    def _interrupt(self, *_):
        if self._end is not None:
            raise KeyboardInterrupt

    def _watch(self):
        import _thread

        while True:
            time.sleep(1.0)
            end = self._end
            if end is not None and time.monotonic() > end:
                _thread.interrupt_main()


def run_cell(shell, source, limit, seconds):
    """Run one cell; return the exception that ended it, or None.

    Returns
    -------
    BaseException or None
        A ``SyntaxError`` where nothing of the cell was run.
    """
    limit.start(seconds)
    try:
        result = shell.run_cell(source, store_history=True)
        return result.error_before_exec or result.error_in_exec
    except BaseException as error:  # an interrupt that came between the cell and its end
        return error
    finally:
        with contextlib.suppress(KeyboardInterrupt):
            limit.stop()
        limit.stop()
