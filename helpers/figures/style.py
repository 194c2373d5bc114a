"""One visual language for every picture of the course.

The same hue, line style and marker always mean the same activation, and no picture relies on colour alone. Text and
axes are in the ink of the light page; ``pages`` draws the same figure for JupyterLab's dark one, and the notebook keeps
both.

Importing this module sets Matplotlib's defaults, so the learner's own figures look the same and fit both themes.
"""

import base64
import html

import matplotlib
from cycler import cycler
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure

from helpers import notebooks
from helpers.figures.paper import encode, numbers, pages

LIGHT_PAGE, DARK_PAGE = pages.LIGHT.colour, pages.DARK.colour

# Another on the dark page; see ``pages``.
TEXT = pages.INK
# For lines that only divide, the same on both pages.
GRID = "#8a8a8a"

# One hue for each activation. Each has a contrast of 3 to 1 or more with both pages, and they also differ in lightness:
# a reader without red, green or blue receptors still sees any two of them at least 24 CIELAB units apart.
COLOURS = {
    "identity": "#676767",
    "sigmoid": "#d860b4",
    "tanh": "#1aa363",
    "relu": "#2468cc",
    "leaky_relu": "#b78a08",
    "softmax": "#ad4524",
}

LINE_STYLES = {
    "identity": (0, (5, 2)),
    "sigmoid": (0, (8, 1.5, 1.5, 1.5)),
    "tanh": (0, (3, 1)),
    "relu": "-",
    "leaky_relu": (0, (8, 1.5, 1.5, 1.5, 1.5, 1.5)),
    "softmax": (0, (1, 1)),
}

MARKERS = {"identity": "s", "sigmoid": "o", "tanh": "^", "relu": "D", "leaky_relu": "v", "softmax": "P"}

LABELS = {
    "identity": "identity",
    "sigmoid": "sigmoid",
    "tanh": "tanh",
    "relu": "ReLU",
    "leaky_relu": "leaky ReLU",
    "softmax": "softmax",
}

# For what is no activation, in hues that none of them has: two classes, paired with the markers in ROLE_MARKERS, and
# what a picture points at, always with a shape of its own (a tangent, a frame, a cross).
FIRST = "#8a63f5"
SECOND = "#8b9133"
HIGHLIGHT = "#f0465a"
ROLE_MARKERS = ("o", "^")
# Dots that may lie on each other: in full colour, as a paler one would have too little contrast, with an edge that tells
# them apart.
DOTS = {"markeredgecolor": TEXT, "markeredgewidth": 0.6}

SEQUENTIAL = matplotlib.colormaps["cividis"]
# Lightness rises all the way from negative to positive, so the sign survives a greyscale print; zero is a middle
# grey that stands out from neither page more than from the other.
DIVERGING = LinearSegmentedColormap.from_list(
    "course_diverging", ["#12408f", "#3f7fc4", "#8f8f8f", "#dd9a3c", "#ffd585"]
)

# The pixels of the page to an inch of a figure, and those of a picture to one of the page: enough for a screen with two,
# and for a page enlarged twice.
DPI = 100
SHARPNESS = 2

RC = {
    "figure.dpi": DPI,
    "figure.facecolor": LIGHT_PAGE,
    "savefig.facecolor": "auto",
    "savefig.edgecolor": "none",
    "axes.facecolor": "none",
    "axes.edgecolor": TEXT,
    "axes.labelcolor": TEXT,
    "axes.titlecolor": TEXT,
    "axes.titlesize": 11,
    "axes.titlelocation": "left",
    "axes.labelsize": 10.5,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": False,
    "axes.unicode_minus": True,
    "axes.prop_cycle": cycler(color=[FIRST, SECOND, HIGHLIGHT, TEXT]) + cycler(linestyle=["-", "--", ":", "-."]),
    "grid.color": GRID,
    "grid.alpha": 0.3,
    "text.color": TEXT,
    "xtick.color": TEXT,
    "ytick.color": TEXT,
    "xtick.labelsize": 10,
    "ytick.labelsize": 10,
    "font.family": "DejaVu Sans",
    "font.size": 10.5,
    "legend.frameon": False,
    "legend.fontsize": 10,
    "legend.labelcolor": TEXT,
    "lines.linewidth": 2.2,
    "hatch.linewidth": 0.8,
    "image.cmap": "cividis",
    "image.interpolation": "nearest",
}


def use():
    """Make the course's style Matplotlib's default in this session."""
    matplotlib.rcParams.update(RC)


def line(name):
    """The look of an activation's curve, as keyword arguments for ``ax.plot``.

    Parameters
    ----------
    name : str, a key of ``COLOURS``

    Returns
    -------
    dict with ``color``, ``linestyle`` and ``label``

    Raises
    ------
    ValueError
        If no activation has that name.

    Examples
    --------
    >>> line("relu")
    {'color': '#2468cc', 'linestyle': '-', 'label': 'ReLU'}
    """
    if name not in COLOURS:
        raise ValueError(f"name: expected one of {', '.join(COLOURS)}, got {name!r}")
    return {"color": COLOURS[name], "linestyle": LINE_STYLES[name], "label": LABELS[name]}


def figure(width=6.4, height=3.2, rows=1, columns=1, *, layout="constrained", **options):
    """A figure in the course's style, with its axes; it is not registered with pyplot, so nothing keeps it alive.

    Parameters
    ----------
    width, height : float
        In inches of 100 pixels. 6.4 fits a notebook's column and is still readable on a narrow window.
    rows, columns : int
        The grid of axes.
    layout : str or None
        Matplotlib's layout engine.
    **options
        Passed on to ``Figure.subplots``, for instance ``sharex=True`` or ``width_ratios=[2, 1]``.

    Returns
    -------
    (Figure, Axes), or (Figure, array of Axes) where there are several

    Examples
    --------
    >>> fig, ax = figure(4, 3)
    >>> fig.get_size_inches().tolist()
    [4.0, 3.0]
    """
    fig = blank(width, height, layout=layout)
    return fig, fig.subplots(rows, columns, **options)


def blank(width, height, *, layout=None):
    """A figure without axes, for an arrangement that rows and columns cannot express."""
    fig = Figure(figsize=(width, height), dpi=DPI, layout=layout)
    pages.PageCanvas(fig)
    return fig


def png(fig, *, dpi=None, compress_level=1):
    """A figure on the light page as PNG bytes.

    Parameters
    ----------
    fig : Figure
    dpi : float, optional
        The figure's own by default.
    compress_level : int, 0 to 9, from fast to small

    Returns
    -------
    bytes
    """
    return encode.quick(pages.pixels(fig, dpi=dpi), compress_level)


def picture_bundle(light, dark, alt, width):
    """What the notebook stores for a picture: every form a reader may need, each with its alternative text.

    JupyterLab drops the alternative text of a plain PNG output, so the picture also comes as an HTML ``<img>``, which
    JupyterLab prefers. nbconvert, nbviewer and documentation builders read the text from the PNG's metadata. The page's
    own theme chooses the dark picture, by a rule of style; where styles are removed, as on GitHub and in a notebook
    that is not trusted, the light one remains, and it reads on any page, as it brings its own white along.

    Parameters
    ----------
    light, dark : bytes, a PNG for each page
    alt : str
    width : int, in pixels on the page

    Returns
    -------
    (dict, dict) : the data by mime type, and its metadata
    """
    encoded, night = (base64.b64encode(data).decode("ascii") for data in (light, dark))
    # The attribute rather than a style keeps the size in an untrusted notebook, where styles are removed.
    image = (
        f'<img alt="{html.escape(alt)}" width="{width}" class="course-picture" src="data:image/png;base64,{encoded}"'
        f' style="--dark:url(data:image/png;base64,{night})">{_THEME}'
    )
    bundle = {"text/html": image, "image/png": encoded, "text/plain": alt}
    return bundle, {"image/png": {"alt": alt, "width": width}}


# JupyterLab and the pages that nbconvert writes both say so of themselves.
_THEME = '<style>[data-jp-theme-light="false"] .course-picture{content:var(--dark)}</style>'


def show(fig, alt):
    """Show a figure in the notebook, with a text that says what can be seen in it.

    Parameters
    ----------
    fig : Figure
    alt : str
        One or two sentences for those who cannot see the picture. Keep numbers out that differ between machines.

    Raises
    ------
    ValueError
        If ``alt`` is empty.
    """
    if not isinstance(alt, str) or not alt.strip():
        raise ValueError(f"alt: expected a sentence that says what the picture shows, got {alt!r}")
    width = round(fig.get_size_inches()[0] * DPI)
    light = encode.small(pages.pixels(fig, pages.LIGHT, SHARPNESS * DPI))
    # Laid out by now, which is a third of the work of a drawing; a second time nothing would move.
    if fig.get_layout_engine() is not None:
        fig.set_layout_engine("none")
    dark = encode.small(pages.pixels(fig, pages.DARK, SHARPNESS * DPI))
    data, metadata = picture_bundle(light, dark, alt, width)
    data["text/html"] += numbers.tables_html(fig)
    _close(fig)
    notebooks.display_bundle(data, metadata)


def _close(fig):
    # A figure made with pyplot would otherwise be shown a second time at the end of the cell.
    from matplotlib import pyplot

    pyplot.close(fig)


use()
