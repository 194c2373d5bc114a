"""The map of the course: its lessons as stations, what each settles, how long it takes, and what it builds on.

Names, minutes and lines are read from the lessons' own first cells. Only the questions, the parts and the tracks stand
here: what a lesson cannot say of itself.
"""

import re
from typing import NamedTuple

from matplotlib.patches import Circle, PathPatch, Polygon
from matplotlib.path import Path

from helpers.figures import style
from helpers.notebooks import lesson_files, read_cells

PARTS = {
    "The question": ("00",),
    "Activations, and what is left without them": ("01", "02"),
    "Convolution, and training": ("03", "04"),
    "The experiment": ("05",),
    "Which, where, how deep, through time": ("06", "07", "08"),
    "The answer": ("09",),
}
QUESTIONS = {
    "00": "Switch the activations off: what is left?",
    "01": "What does such a function let through?",
    "02": "What do many layers amount to without one?",
    "03": "Are convolution layers any different?",
    "04": "How does a network learn from its mistakes?",
    "05": "Where does a CNN need its ReLUs?",
    "06": "What counts as a bend, and how much will do?",
    "07": "Will a deep network learn at all?",
    "08": "What is a recurrent network without its activation?",
    "09": "Why is once, at the end, not enough?",
}
# The track that a lesson stands on, from left to right: 0 where none is named here.
TRACKS = {"06": 1, "07": 1, "08": 2}

# In pixels of the page. A phone shows the map at little more than half its size: its smallest words are then 9 high.
WIDTH, MARGIN = 650, 10
ROW, PART, TOTAL = 62, 46, 34
RADIUS, APART, WORDS = 17, 42, 146
TITLE_SIZE, WORD_SIZE = 20, 17
LONGEST_BEND = 56


class Station(NamedTuple):
    """A lesson on the map.

    Attributes
    ----------
    number, title : str
    minutes : int
    builds_on : tuple of str
        The numbers of the lessons that it names.
    on_all : bool
        Whether it says that it builds on all lessons before.
    """

    number: str
    title: str
    minutes: int
    builds_on: tuple
    on_all: bool


def stations():
    """The lessons, each as its first cell describes it.

    Returns
    -------
    list of Station
    """
    return [station(read_cells(path)[0].source) for path in lesson_files()]


def station(first_cell):
    """Read what the first cell of a lesson says of it.

    Examples
    --------
    >>> station("# 02 · B: c\\n\\n**Time:** about 75 minutes. **Builds on:** [01 · A](01_a.ipynb).")
    Station(number='02', title='B', minutes=75, builds_on=('01',), on_all=False)
    """
    number, title = re.match(r"# (\d\d) · ([^:\n]+)", first_cell).groups()
    time, builds_on = re.search(r"\*\*Time:\*\* about (\d+) minutes.*?\*\*Builds on:\*\* (.+)", first_cell).groups()
    named = re.findall(r"\]\((\d\d)_\w+\.ipynb\)", builds_on)
    return Station(number, title, int(time), tuple(sorted(named)), "all lessons before" in builds_on)


def lines(lessons):
    """The lines of the map, (from, to) by number.

    A lesson that builds on all before has a line from each that it names, and from those where a line would else end.
    """
    found = [(before, one.number) for one in lessons for before in one.builds_on]
    for one in lessons:
        if one.on_all:
            left = {before for before, _ in found}
            ends = (other.number for other in lessons if other.number < one.number and other.number not in left)
            found += [(end, one.number) for end in ends]
    return sorted(found)


def in_words(lessons):
    """What the map says, for those who cannot see it."""
    parts = []
    for name, numbers in PARTS.items():
        told = " ".join(_told(one) for one in lessons if one.number in numbers)
        parts.append(f"{name}: {told}")
    return f"A map of the course: its lessons, each with what it builds on. {' '.join(parts)} {_together(lessons)}."


def _told(one):
    title = one.title if one.title.endswith("?") else f"{one.title}."
    on = " and ".join(one.builds_on)
    if one.on_all:
        on = f"all before, above all {on}"
    built = f", builds on {on}" if on else ""
    return f"{one.number} {title} {QUESTIONS[one.number]} {one.minutes} minutes{built}."


def _together(lessons):
    """How long the lessons take together, to half an hour."""
    whole, half = divmod(round(sum(one.minutes for one in lessons) / 30), 2)
    return f"Together about {whole}{'½' if half else ''} hours"


def course_map():
    """Draw the map.

    Returns
    -------
    Figure
    """
    lessons = stations()
    places, headings, height = layout()
    fig = style.blank(WIDTH / style.DPI, height / style.DPI)
    ax = fig.add_axes((0, 0, 1, 1))
    ax.set_axis_off()
    ax.set_xlim(0, WIDTH)
    ax.set_ylim(height, 0)
    heights = [y for _, y in places.values()]
    for start, end in lines(lessons):
        line = line_between(places[start], places[end], heights)
        ax.add_patch(PathPatch(line, facecolor="none", edgecolor=style.FIRST, linewidth=3))
    for name, y in headings.items():
        words = ax.text(WORDS, y, name, color=style.FIRST, fontweight="bold", **_sized(WORD_SIZE))
        right = words.get_window_extent(fig.canvas.get_renderer()).x1
        ax.plot([right + 12, WIDTH - MARGIN], [y, y], color=style.GRID, linewidth=0.8, linestyle="-")
    for one in lessons:
        _draw_station(ax, one, *places[one.number], arrives=bool(one.builds_on))
    end = WIDTH - MARGIN, height - MARGIN - TOTAL / 2
    ax.text(*end, _together(lessons), horizontalalignment="right", **_sized(WORD_SIZE))
    return fig


def layout():
    """Where each station and the name of each part goes, and the height of the map."""
    places, headings, y = {}, {}, MARGIN
    for name, numbers in PARTS.items():
        headings[name] = y + 0.6 * PART
        y += PART
        for number in numbers:
            places[number] = MARGIN + RADIUS + 2 + TRACKS.get(number, 0) * APART, y + ROW / 2
            y += ROW
    return places, headings, y + TOTAL + MARGIN


def line_between(start, end, heights):
    """A line from station to station that runs on the outer one of their two tracks, and changes track in one bend.

    Parameters
    ----------
    start, end : (float, float)
        Where the stations are.
    heights : iterable of float
        Of all stations: beside the next one, a line has changed its track.

    Returns
    -------
    matplotlib Path
    """
    (x, y), (to_x, to_y) = start, end
    room = min(one for one in heights if one > y) - y if to_x > x else to_y - max(one for one in heights if one < to_y)
    bend = min(room - 2 * RADIUS, LONGEST_BEND)
    y, to_y = y + RADIUS, to_y - RADIUS
    points, codes = [(x, y)], [Path.MOVETO]
    if to_x > x:
        points += [(x, y + bend * 0.7), (to_x, y + bend * 0.3), (to_x, y + bend)]
        codes += [Path.CURVE4] * 3
    elif to_x < x:
        points += [(x, to_y - bend), (x, to_y - bend * 0.3), (to_x, to_y - bend * 0.7), (to_x, to_y)]
        codes += [Path.LINETO] + [Path.CURVE4] * 3
    return Path([*points, (to_x, to_y)], [*codes, Path.LINETO])


def _draw_station(ax, one, x, y, arrives):
    ax.add_patch(Circle((x, y), RADIUS, facecolor="none", edgecolor=style.FIRST, linewidth=2.5))
    if arrives:
        tip = y - RADIUS - 1
        ax.add_patch(Polygon([(x - 6, tip - 10), (x + 6, tip - 10), (x, tip)], facecolor=style.FIRST))
    ax.text(x, y, one.number, fontweight="bold", horizontalalignment="center", **_sized(WORD_SIZE - 1))
    ax.text(WORDS, y - 13, one.title, fontweight="bold", **_sized(TITLE_SIZE))
    ax.text(WIDTH - MARGIN, y - 13, f"{one.minutes} min", horizontalalignment="right", **_sized(WORD_SIZE))
    ax.text(WORDS, y + 14, QUESTIONS[one.number], **_sized(WORD_SIZE))


def _sized(pixels):
    """The options of a text of a size in pixels of the page."""
    return {"fontsize": pixels * 72 / style.DPI, "verticalalignment": "center_baseline"}
