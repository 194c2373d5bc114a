"""A word on the page while an explorer prepares what it is going to show."""

import html
import sys

from helpers.notebooks import display_bundle

# It makes way for the explorer, in the same cell, as soon as that is there.
_STYLE = "<style>.jp-OutputArea-child:has(.course-wait):has(~.jp-OutputArea-child .course-still){display:none}</style>"


def announce(words):
    """Say in a notebook what is being done and takes a while; anywhere else, nothing."""
    if "IPython" in sys.modules and sys.modules["IPython"].get_ipython() is not None:
        display_bundle({"text/html": f'<p class="course-wait">{_STYLE}{html.escape(words)}</p>', "text/plain": words})
