"""The pages beside the lessons: every link leads somewhere, and the glossary says of each word where it is explained."""

import re

import pytest

from helpers.exercises.declare import listing
from helpers.notebooks import COURSE, LESSONS, SOLUTIONS, read_cells
from helpers.tools import commands

PAGES = ("README.md", "CONTRIBUTING.md", "INSTRUCTORS.md", "GLOSSARY.md")
LINK = re.compile(r"\]\(([^)\s]+)\)")


def page(name):
    """The text of a page without its blocks of code."""
    return re.sub(r"```.*?```", "", (COURSE / name).read_text(encoding="utf-8"), flags=re.DOTALL)


def anchor(heading):
    """What GitHub makes of a heading: small letters, hyphens for blanks, nothing that is not a letter or a number."""
    plain = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", heading).strip().lower()
    return re.sub(r"[^\w\- ]", "", plain).replace(" ", "-")


def anchors(text):
    return {anchor(heading) for heading in re.findall(r"^#+ (.+)$", text, re.MULTILINE)}


def dead(name):
    """The links of a page that lead to no file or to no heading."""
    text, found = page(name), []
    for link in LINK.findall(text):
        file, _, place = link.partition("#")
        if "://" in link or file.endswith(".svg"):
            continue
        target = COURSE / file if file else COURSE / name
        there = target.exists() and (not place or target.suffix == ".md" and place in anchors(page(target.name)))
        found += [] if there else [link]
    return found


@pytest.mark.parametrize("name", PAGES)
def test_every_link_of_a_page_leads_to_a_file_and_a_heading(name):
    assert dead(name) == []


def test_a_link_to_a_heading_that_is_not_there_is_noticed(tmp_path, monkeypatch):
    (tmp_path / "a.md").write_text("# One\n\n[one](#one) [two](#two) [b](b.md)", encoding="utf-8")
    monkeypatch.setattr("test_pages.COURSE", tmp_path)
    assert dead("a.md") == ["#two", "b.md"]


def test_the_readme_leads_to_the_other_pages():
    assert {"CONTRIBUTING.md", "INSTRUCTORS.md", "GLOSSARY.md"} <= set(LINK.findall(page("README.md")))


# ---- the glossary ----------------------------------------------------------------------------------------------------

ENTRY = r"^## (.+)\n\n((?:.+\n)+)\nLesson \[(\d\d)\]\(([^\s)]+)\)$"
ENTRIES = re.findall(ENTRY, page("GLOSSARY.md"), re.MULTILINE)
TEXTS = {
    path.name[:2]: "\n".join(cell.source for cell in read_cells(path) if cell.kind == "markdown")
    for path in sorted(SOLUTIONS.glob("*.ipynb"))
}


def test_the_glossary_is_in_alphabetical_order_and_says_every_term_once():
    terms = [term.lower() for term, *_ in ENTRIES]
    assert terms == sorted(set(terms)) and 60 <= len(terms) <= 80
    assert len(terms) == page("GLOSSARY.md").count("\n## "), "every entry has its text and its lesson"


@pytest.mark.parametrize("term, text, lesson, file", ENTRIES, ids=[entry[0] for entry in ENTRIES])
def test_a_term_stands_in_the_lesson_that_is_named_and_is_explained_in_a_sentence_or_two(term, text, lesson, file):
    word = re.escape(term)
    assert file.startswith(f"lessons/{lesson}_")
    assert re.search(rf"\b{word}", TEXTS[lesson], re.IGNORECASE), f"lesson {lesson} does not speak of it"
    assert 1 <= len(re.findall(r"[.:](?:\s|$)", text)) <= 4 and text.endswith(".\n")
    assert len(text.split()) <= 55


@pytest.mark.parametrize("lesson", TEXTS)
def test_a_lesson_links_to_terms_that_the_glossary_has_and_links_each_once(lesson):
    linked = re.findall(r"\[\*\*([^*]+)\*\*\]\(\.\./GLOSSARY\.md#([\w-]+)\)", TEXTS[lesson])
    assert len(linked) == TEXTS[lesson].count("GLOSSARY.md"), "only words in bold, with their place on the page"
    # JupyterLab tells capitals from small letters in a place on a page, GitHub knows small ones only.
    headings = {term.replace(" ", "-"): named for term, _, named, _ in ENTRIES if term.islower()}
    for word, place in linked:
        assert place in headings, word
        assert headings[place] >= lesson or place in ("convolution", "identity"), f"{word} is explained before"
    assert len({place for _, place in linked}) == len(linked)
    assert linked or lesson > "05"


# ---- for instructors -------------------------------------------------------------------------------------------------

INSTRUCTORS = page("INSTRUCTORS.md")


def test_the_guide_has_a_plan_for_every_lesson_and_names_only_exercises_that_are_there():
    plans = re.findall(r"^### (\d\d) · (.+)$", INSTRUCTORS, re.MULTILINE)
    assert [number for number, _ in plans] == [
        path.name[:2] for path in sorted(LESSONS.glob("0?_*.ipynb")) if "-" not in path.stem
    ]
    known = {(one.number, one.name) for one in listing()}
    assert set(re.findall(r"(\d\.\d+) `(\w+)`", INSTRUCTORS)) - known == set()
    named = {number for number, _ in re.findall(r"(\d\.\d+) `(\w+)`", INSTRUCTORS)}
    assert {number.split(".")[0] for number in named} == {str(one.lesson) for one in listing()}


def test_the_minutes_of_the_guide_are_those_of_the_readme():
    minutes = dict(re.findall(r"^\| (\d\d) \|.*\| (\d+) \|$", page("README.md"), re.MULTILINE))
    assert dict(re.findall(r"^### (\d\d) · .+\n\n\*(\d+) minutes", INSTRUCTORS, re.MULTILINE)) == minutes


def test_every_command_of_the_guide_is_one_of_the_course():
    text = (COURSE / "INSTRUCTORS.md").read_text(encoding="utf-8")
    words = set(re.findall(r"python -m helpers ([\w-]+)", text))
    assert words and words <= set(commands.TOOLS)
