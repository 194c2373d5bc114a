"""What has to wait until a hand has come to rest."""

import asyncio
import time

# Seconds without a move after which a drag is over.
REST = 0.4


class AtRest:
    """Calls a function once, when nothing has moved for a while.

    Parameters
    ----------
    function : callable without arguments
    loop : asyncio event loop
        Where it is called. Moves may be told from any thread.
    seconds : float
    """

    def __init__(self, function, loop, seconds=REST):
        self.function, self.loop, self.seconds = function, loop, seconds
        self._due, self._waiting = 0.0, False

    @classmethod
    def where_cells_run(cls, function):
        """One for the event loop of this thread, or None where there is no such loop."""
        try:
            return cls(function, asyncio.get_running_loop())
        except RuntimeError:
            return None

    def moved(self):
        """Tell that something has moved: the wait begins again."""
        self._due = time.monotonic() + self.seconds
        if not self._waiting:
            self._waiting = True
            self.loop.call_soon_threadsafe(self._wait)

    def _wait(self):
        left = self._due - time.monotonic()
        if left > 0:
            self.loop.call_later(left, self._wait)
            return
        # Before the call: what moves during it needs another one.
        self._waiting = False
        self.function()
