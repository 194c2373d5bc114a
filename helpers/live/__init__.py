"""A live widget in a notebook, and the still picture of it that is left when its kernel is gone.

A widget lives as long as its kernel. In a notebook that is opened later, JupyterLab finds no more than the number of a
widget, and says "Error displaying widget: model not found". So a cell puts out two things: first the still picture, as
HTML that needs nothing and stays in the file, and then the widget. While the widget is alive, a rule of style hides
the still picture; when it is not, the rule hides the widget's place. A reader on GitHub, in an exported page or in a
notebook that is not trusted has the still picture alone.
"""

import functools
import sys
import uuid
from collections.abc import Callable
from pathlib import Path

import anywidget
import ipywidgets as widgets
import traitlets

from helpers.notebooks import WIDGET_VIEW, display_bundle

# One rule hides a still picture before a widget that is alive, the other the place of a widget that is not. JupyterLab
# names the mime type on every kind of output but this one.
_STYLE = (
    "<style>"
    ".jp-OutputArea-child:has(.course-still):has(+.jp-OutputArea-child .course-alive),"
    ".jp-OutputArea-child:has(.course-still)"
    "+.jp-OutputArea-child:not(:has(.course-alive))"
    f':not(:has([data-mime-type]:not([data-mime-type="{WIDGET_VIEW}"])))'
    "{display:none}"
    # And the place of any other widget that is gone, which holds words alone: tqdm's bars leave such places behind.
    ".jp-OutputArea-output.jupyter-widgets:not(:has(*))"
    "{display:none}</style>"
)

# By name, what closes the widget that was shown under it last.
_closing: dict[str, Callable[[], None]] = {}


class Alive(anywidget.AnyWidget):
    """Nothing to be seen: it marks the page around it as alive for as long as the kernel answers."""

    _esm = Path(__file__).with_name("live.js").read_text(encoding="utf-8")
    me = traitlets.Unicode().tag(sync=True)

    def __init__(self):
        me = uuid.uuid4().hex
        super().__init__(model_id=me, me=me, layout=widgets.Layout(display="none"))


class Shown:
    """What ``show`` has put on the page."""

    def __init__(self, handle=None):
        self._handle = handle

    def update(self, still: dict, metadata: dict | None = None) -> None:
        """Put another still picture in the place of the one that the notebook's file would keep."""
        if self._handle:
            self._handle.update(_marked(still), raw=True, metadata=metadata)


def show(
    widget: widgets.DOMWidget,
    still: dict,
    metadata: dict | None = None,
    *,
    name: str | None = None,
    close: Callable[[], None] | None = None,
) -> Shown:
    """Show a widget, with its still picture for readers without its kernel.

    Parameters
    ----------
    widget : DOMWidget
    still : dict
        The still picture by mime type; ``"text/html"`` and ``"text/plain"`` must be there. Outside a notebook, the
        plain text is printed, and that is all.
    metadata : dict, optional
        By mime type, as ``IPython.display.display`` takes it.
    name : str, optional
        What was shown under the same name before is closed, so that running a cell again leaves nothing behind in the
        kernel. By default the name is that of the cell, as JupyterLab tells it.
    close : callable, optional
        Closes the widget and all that belongs to it; `close_tree` by default.

    Returns
    -------
    shown : Shown
        For another still picture, when the widget has changed.
    """
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    if shell is None:
        display_bundle(still)
        return Shown()
    from IPython.display import display

    alive = Alive()
    whole = widgets.VBox([widget, alive])
    name = name or _cell(shell)
    if name is not None:
        _closing.pop(name, lambda: None)()
        _closing[name] = functools.partial(_close_all, whole, alive, close or (lambda: close_tree(widget)))
    handle = display(_marked(still), metadata=metadata, raw=True, display_id=True)
    view = {"version_major": 2, "version_minor": 0, "model_id": whole.model_id}
    display({WIDGET_VIEW: view}, raw=True)
    return Shown(handle)


def _marked(still: dict) -> dict:
    return still | {"text/html": f'<div class="course-still">{_STYLE}{still["text/html"]}</div>'}


def _cell(shell) -> str | None:
    return shell.get_parent().get("metadata", {}).get("cellId")


def _close_all(whole: widgets.VBox, alive: Alive, close: Callable[[], None]) -> None:
    # The widget itself is left to ``close``: it may stand on the page in a second place.
    close()
    close_tree(alive)
    _close_one(whole)


def close_tree(widget: widgets.DOMWidget) -> None:
    """Close a widget and all that is inside it, so that the kernel and the page forget them."""
    for child in getattr(widget, "children", ()):
        close_tree(child)
    _close_one(widget)


def _close_one(widget: widgets.DOMWidget) -> None:
    for part in (widget.layout, getattr(widget, "style", None)):
        if isinstance(part, widgets.Widget):
            part.close()
    widget.close()
