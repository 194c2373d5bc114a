"""Which page the explorers stand on: the light or the dark one, as JupyterLab's theme has it."""

from pathlib import Path

import anywidget
import ipywidgets as widgets

from helpers.figures.paper import pages

# What was told last: whoever is made later is drawn for it at once.
_told = [pages.LIGHT]


def current():
    """The page that was told last, the light one if none was."""
    return _told[0]


class Theme(anywidget.AnyWidget):
    """Nothing to be seen: it hears from the page which of the two it is.

    Parameters
    ----------
    changed : callable without arguments
        Called whenever the page has told; ``current`` knows what.
    """

    # As text: of a file anywidget keeps, for good, every widget that was made with it.
    _esm = Path(__file__).with_name("theme.js").read_text(encoding="utf-8")

    def __init__(self, changed):
        super().__init__(layout=widgets.Layout(display="none"))
        self._changed = changed
        self.on_msg(self._hear)

    def _hear(self, _, content, buffers):
        _told[0] = pages.DARK if content.get("dark") else pages.LIGHT
        self._changed()
