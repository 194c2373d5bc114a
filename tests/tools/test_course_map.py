"""The map of the course shows what the lessons say of themselves, and the stored picture is the one that is drawn."""

import html
import io
import re

import numpy as np
import pytest
from matplotlib.colors import to_rgb
from matplotlib.text import Text
from PIL import Image

from helpers.figures.paper import pages
from helpers.notebooks import COURSE, lesson_files, read_cells
from helpers.tools.site import course_map, pictures

README = (COURSE / "README.md").read_text(encoding="utf-8")
LESSONS = course_map.stations()
# A word that differs changes a patch by more; how another machine sets the same word, by much less.
PATCH, ANOTHER = 20, 12


@pytest.fixture(scope="module")
def drawn():
    return course_map.course_map()


@pytest.fixture(scope="module")
def words(drawn):
    return [text.get_text() for text in drawn.findobj(Text) if text.get_text()]


def test_the_map_has_every_lesson_once_in_a_part_and_with_a_question():
    numbers = [path.name[:2] for path in lesson_files()]
    assert [one.number for one in LESSONS] == numbers
    assert [number for part in course_map.PARTS.values() for number in part] == numbers
    assert list(course_map.QUESTIONS) == numbers
    assert all(question.endswith("?") for question in course_map.QUESTIONS.values())


@pytest.mark.parametrize("one, path", list(zip(LESSONS, lesson_files())), ids=[one.number for one in LESSONS])
def test_title_minutes_and_what_it_builds_on_are_those_of_the_lesson_and_of_the_table(one, path):
    first = read_cells(path)[0].source
    assert first.startswith(f"# {one.number} · {one.title}")
    assert f"**Time:** about {one.minutes} minutes" in first
    assert {f"({link})" for link in re.findall(r"\(([\w.]+)\)", first.split("**Builds on:**")[1])} == {
        f"({other.name})" for other in lesson_files() if other.name[:2] in one.builds_on
    }
    row = rf"^\| {one.number} \| \[{re.escape(one.title)}\]\(lessons/{path.name}\): .+ \| {one.minutes} \|$"
    assert re.search(row, README, re.MULTILINE)


def test_everything_that_a_lesson_says_of_itself_stands_on_the_map(words):
    for one in LESSONS:
        wanted = {one.number, one.title, f"{one.minutes} min", course_map.QUESTIONS[one.number]}
        assert wanted <= set(words)
    assert set(course_map.PARTS) <= set(words)


def test_every_lesson_but_the_first_is_reached_and_every_line_leads_on_to_the_last():
    lines = course_map.lines(LESSONS)
    first, *_, last = (one.number for one in LESSONS)
    assert {end for _, end in lines} == {one.number for one in LESSONS} - {first}
    assert {start for start, _ in lines} == {one.number for one in LESSONS} - {last}
    assert all(start < end for start, end in lines)


def test_no_line_runs_through_a_station_that_it_does_not_belong_to():
    places, _, _ = course_map.layout()
    heights = [y for _, y in places.values()]
    for start, end in course_map.lines(LESSONS):
        path = course_map.line_between(places[start], places[end], heights)
        line = path.interpolated(20).to_polygons(closed_only=False)[0]
        for number in set(places) - {start, end}:
            away = np.hypot(*(line - places[number]).T).min()
            assert away > course_map.RADIUS + 3, f"{start} to {end} runs through {number}"


def test_no_words_meet_other_words_or_leave_the_map(drawn):
    drawn.canvas.draw()
    boxes = [(text.get_text(), text.get_window_extent()) for text in drawn.findobj(Text) if text.get_text()]
    for index, (one, box) in enumerate(boxes):
        assert box.x0 >= 0 and box.x1 <= course_map.WIDTH and box.y0 >= 0 and box.y1 <= drawn.bbox.height, one
        assert [other for other, another in boxes[index + 1 :] if box.overlaps(another)] == [], one


@pytest.mark.parametrize("page", [pages.LIGHT, pages.DARK], ids=["light", "dark"])
def test_all_words_have_the_contrast_of_the_course(drawn, page):
    for text in drawn.findobj(Text):
        shade = pages.word_colour(to_rgb(text.get_color()), page)
        assert pages.contrast(shade, page.colour) >= pages.LEGIBLE, text.get_text()


def test_a_lesson_that_builds_on_all_before_it_gathers_the_lines_that_would_end():
    first = "# {} · {}\n\n**Time:** about 5 minutes. **Builds on:** {}.".format
    cells = [first("00", "A", "Python"), first("01", "B", "[00](00_a.ipynb)"), first("02", "C", "[00](00_a.ipynb)"),
             first("03", "D", "all lessons before, above all [00](00_a.ipynb)")]  # fmt: skip
    lines = course_map.lines([course_map.station(cell) for cell in cells])
    assert lines == [("00", "01"), ("00", "02"), ("00", "03"), ("01", "03"), ("02", "03")]


def test_the_readme_tells_the_map_to_those_who_cannot_see_it():
    alt = html.escape(course_map.in_words(LESSONS))
    assert f'alt="{alt}"' in README, f"what the map says has changed; in the README it is to be: {alt}"
    assert README.index(".github/pictures/map-dark.png") < README.index(".github/pictures/map-light.png")


@pytest.mark.parametrize("page, new", list(zip(("light", "dark"), pictures.drawn_map()[:2])))
def test_the_stored_map_is_the_one_that_is_drawn(page, new):
    old = (pictures.FOLDER / f"map-{page}.png").read_bytes()
    old, new = (np.asarray(Image.open(io.BytesIO(one)).convert("RGB"), dtype=float) for one in (old, new))
    assert old.shape == new.shape and old.shape[1] == 2 * course_map.WIDTH
    high, wide = (size // PATCH * PATCH for size in old.shape[:2])
    apart = np.abs(old - new).mean(axis=2)[:high, :wide].reshape(high // PATCH, PATCH, wide // PATCH, PATCH)
    assert apart.mean(axis=(1, 3)).max() < ANOTHER, "python -m helpers site --pictures draws it anew"
