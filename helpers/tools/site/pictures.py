"""The README's pictures: the map of the course, and some that are taken from the stored outputs of the lessons.

None is made by hand, so they never show anything else than the lessons do.
"""

import base64
import html
import re

import nbformat

from helpers.figures import style
from helpers.figures.paper import encode, pages
from helpers.notebooks import COURSE, SOLUTIONS
from helpers.tools.site import course_map

FOLDER = COURSE / ".github" / "pictures"
# By name: the lesson, and the cell whose picture it is.
STORED = {
    "collapse": ("02_linear_collapse", "code-10"),
    "matrix": ("03_convolution_is_linear", "code-09"),
}
_PICTURE = re.compile(
    r'<img [^>]*?alt="(?P<alt>[^"]*)"[^>]*?src="data:image/png;base64,(?P<light>[^"]+)"'
    r'[^>]*?url\((?:"|&quot;|\')?data:image/png;base64,(?P<dark>[A-Za-z0-9+/=]+)'
)


def stored_picture(lesson, cell):
    """The picture that a cell of a solution has stored.

    Returns
    -------
    (bytes, bytes, str) : for a light page, for a dark one, and its alternative text

    Raises
    ------
    ValueError
        If the cell has stored none.
    """
    for one in nbformat.read(SOLUTIONS / f"{lesson}.ipynb", as_version=4).cells:
        for output in one.get("outputs", []) if one.id == cell else []:
            found = _PICTURE.search(output.get("data", {}).get("text/html", ""))
            if found:
                light, dark = (base64.b64decode(found[page]) for page in ("light", "dark"))
                return light, dark, html.unescape(found["alt"])
    raise ValueError(f"{lesson}, cell {cell}: expected a stored picture for both pages, got none")


def drawn_map():
    """The map of the course.

    Returns
    -------
    (bytes, bytes, str) : for a light page, for a dark one, and its alternative text
    """
    figure = course_map.course_map()
    light, dark = (
        encode.small(pages.pixels(figure, page, style.SHARPNESS * style.DPI)) for page in (pages.LIGHT, pages.DARK)
    )
    return light, dark, course_map.in_words(course_map.stations())


def all_pictures():
    """What the README shows, by name: for a light page, for a dark one, and its alternative text."""
    return {"map": drawn_map()} | {name: stored_picture(*place) for name, place in STORED.items()}


def with_pictures(text):
    """A text with the README's pictures in it, as they are in its files, in place of the names of the files."""

    def inlined(found):
        data = base64.b64encode((COURSE / found[2]).read_bytes()).decode("ascii")
        return f'{found[1]}="data:image/png;base64,{data}"'

    return re.sub(r'\b(src|srcset)="(\.github/pictures/[\w-]+\.png)"', inlined, text)


def write_pictures(folder=FOLDER):
    """Write the pictures that the README shows, each for a light page and for a dark one; return the files."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, (*both, _) in all_pictures().items():
        for page, content in zip(("light", "dark"), both):
            written.append(folder / f"{name}-{page}.png")
            written[-1].write_bytes(content)
    return written
