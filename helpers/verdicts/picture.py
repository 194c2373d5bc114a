"""The certificate as a picture, an A4 page."""

import textwrap
from typing import Any

from matplotlib.font_manager import FontProperties, findfont, get_font

from helpers.figures import style

WIDTH, HEIGHT = 8.27, 11.69  # A4, in inches
LEFT, RIGHT = 0.09, 0.91
INK, BLUE, LINE = "#1b1b1b", "#1f4e79", "#999999"
LETTERS = 92  # to a line of the text, at its size


def can_write(text: str) -> bool:
    """Whether the picture's font has every letter of a text."""
    letters = get_font(findfont(FontProperties(family="DejaVu Sans"))).get_charmap()
    return all(ord(letter) in letters for letter in text)


def draw(page: Any, kind: str, title: str, no_answer: str) -> bytes:
    """Draw the certificate.

    Parameters
    ----------
    page : `helpers.verdicts.certificate.Page`
    kind, title : str
        The line above the title, and the title.
    no_answer : str
        What stands in the place of an answer that was not written.

    Returns
    -------
    png : bytes
        150 pixels an inch, on white.
    """
    fig = style.blank(WIDTH, HEIGHT)
    fig.set_facecolor("white")
    pen = _Pen(fig, 0.93)
    pen.write([kind])
    pen.down(0.006)
    pen.write(textwrap.wrap(title, 50), 16, BLUE, "bold")
    pen.down(0.012)
    # The name shrinks until it fits; one that this font cannot write leaves an empty line.
    name = page.name if can_write(page.name) else ""
    pen.write(textwrap.wrap(name, 60) or [""], 15 if len(name) <= 40 else 11)
    pen.rule(INK)
    pen.write(textwrap.wrap(f"{page.done} Date: {page.date}.", LETTERS))
    pen.heading("Numbers")
    for shown, what, whose in page.numbers:
        pen.write(textwrap.wrap(f"{what}: {shown} ({whose})", LETTERS), indent=0.015)
    pen.heading("The answer, in my own words")
    pen.write(_paragraphs(page.answer or no_answer, pen.lines_left()), indent=0.015)
    fig.text(
        LEFT, 0.045, "Nobody examined this: it says what was done, and whose the numbers are.", color=INK, fontsize=8
    )
    return style.png(fig, dpi=150, compress_level=6)


def _paragraphs(text: str, most: int) -> list[str]:
    lines = [line for part in text.split("\n") for line in textwrap.wrap(part, LETTERS) or [""]]
    return lines if len(lines) <= most else [*lines[: most - 1], "… (the HTML page has all of it)"]


class _Pen:
    """Writes down a page, line by line."""

    STEP = 0.0175

    def __init__(self, fig, top):
        self.fig, self.at = fig, top

    def write(self, lines, size=9.5, color=INK, weight="normal", indent=0.0):
        for line in lines:
            self.fig.text(
                LEFT + indent, self.at, line, fontsize=size, color=color, weight=weight, va="top", parse_math=False
            )
            self.at -= self.STEP * size / 9.5

    def heading(self, words):
        self.down(0.012)
        self.write([words], 11.5, BLUE, "bold")
        self.down(0.003)

    def rule(self, color):
        from matplotlib.lines import Line2D

        self.fig.add_artist(Line2D([LEFT, RIGHT], [self.at, self.at], color=color, linewidth=0.8))
        self.down(0.01)

    def down(self, height):
        self.at -= height

    def lines_left(self):
        return max(1, int((self.at - 0.07) / self.STEP))
