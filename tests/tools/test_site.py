"""The site to read: every lesson is a page, every link leads somewhere, and nothing needs a network or a script."""

import html
import re

import nbformat
import pytest

from helpers.notebooks import LESSONS, SOLUTIONS, lesson_files
from helpers.tools.site import build, pictures, text
from helpers.tools.site.lesson_page import ANSWER, PREDICTED, code_cell, lesson_page
from helpers.tools.site.page import Page, write_page


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("site")
    build.build(made)
    return made


@pytest.fixture(scope="module")
def pages(folder):
    return {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.html")}


def test_every_lesson_the_glossary_and_the_front_have_a_page(pages):
    lessons = {f"{path.stem}.html" for path in lesson_files()}
    assert set(pages) == lessons | {"index.html", "glossary.html", "instructors.html"}


def test_every_link_leads_to_a_page_and_a_place_on_it(pages):
    known = {name: set(re.findall(r'\bid="([^"]+)"', page)) for name, page in pages.items()}
    dead = []
    for name, page in pages.items():
        for link in map(html.unescape, re.findall(r'<a [^>]*href="([^"]+)"', page)):
            if "://" in link:
                continue
            file, _, place = link.partition("#")
            target = known.get(file or name)
            if target is None or (place and place not in target):
                dead.append((name, link))
    assert dead == []


def test_no_page_asks_the_network_for_anything(pages):
    for name, page in pages.items():
        assert re.findall(r'(?:src|srcset)="(?!data:)[^"]*"', page) == [], name
        assert re.findall(r"<link\b|@import|url\((?!data:|\"data:|'data:)", page) == [], name


def test_every_picture_has_words_for_those_who_cannot_see_it(pages):
    for page in pages.values():
        assert all(re.search(r'\balt="[^"]{10,}"', picture) for picture in re.findall(r"<img [^>]*>", page))


def test_every_stored_picture_of_a_solution_is_on_its_page(pages):
    for path in lesson_files(SOLUTIONS):
        outputs = [o for c in nbformat.read(path, as_version=4).cells for o in c.get("outputs", [])]
        pictures = [o for o in outputs if "image/png" in o.get("data", {})]
        assert pages[f"{path.stem}.html"].count("<img ") >= len(pictures)


def test_an_answer_is_folded_and_stands_nowhere_else(pages):
    for path in lesson_files():
        lesson, solution = (nbformat.read(folder / path.name, as_version=4) for folder in (LESSONS, SOLUTIONS))
        worked = {cell.id: cell.source for cell in solution.cells}
        pairs = [(cell.source, worked[cell.id]) for cell in lesson.cells if cell.cell_type == "code"]
        answers = sum(asked != answer or "@break_it(" in asked for asked, answer in pairs)
        page = pages[f"{path.stem}.html"]
        assert page.count(f"<summary>{ANSWER}</summary>") == answers > 0
        open_part = re.sub(r"<details>.*?</details>", "", page, flags=re.DOTALL)
        assert "BEGIN SOLUTION" not in html.unescape(re.sub(r"<[^>]+>", "", open_part))


def test_what_comes_out_after_a_prediction_is_folded_until_it_is_revealed():
    page, _ = lesson_page(LESSONS / "02_linear_collapse.ipynb")
    assert page.count(PREDICTED) >= 5
    _, after = page.split("predict</span>", 1)
    assert "What came:" not in re.sub(r"<details>.*?</details>", "", after.split(PREDICTED)[0], flags=re.DOTALL)


def test_a_formula_becomes_mathml():
    shown = text.as_html("so $z > 0$ and\n\n$$W_2 W_1$$\n", [])
    assert shown.count("<math") == 2 and "<msub>" in shown and "$" not in shown


def test_every_formula_of_the_lessons_becomes_mathml(pages):
    for name, page in pages.items():
        words = html.unescape(
            re.sub(
                r"<pre.*?</pre>|<code.*?</code>|<style.*?</style>|<script.*?</script>|<[^>]+>",
                " ",
                page,
                flags=re.DOTALL,
            )
        )
        assert re.findall(r"\$|\\[a-z]{2,}", words) == [], name


def test_printed_text_is_shown_as_it_is_and_not_as_markup():
    worked = nbformat.v4.new_code_cell("print(1)", outputs=[nbformat.v4.new_output("stream", text="<b>1 & 2</b>\n")])
    assert "&lt;b&gt;1 &amp; 2&lt;/b&gt;" in code_cell("print(1)", worked, "")


def test_no_bar_of_progress_stands_still_on_a_page_at_its_beginning(pages):
    bar = nbformat.v4.new_output("display_data", data={"text/plain": "MyCNN:   0%|          | 0/90 [00:00<?, ?step/s]"})
    assert "<details>" not in code_cell("fit()", nbformat.v4.new_code_cell("fit()", outputs=[bar]), PREDICTED)
    assert [name for name, page in pages.items() if "[00:00&lt;?" in page] == []
    assert sum(path.read_text(encoding="utf-8").count("[00:00<?") for path in lesson_files(SOLUTIONS)) > 10


def test_the_doors_to_run_a_lesson_follow_the_public_address(tmp_path):
    page = Page("02_b.html", "<h1>02 · B: c</h1>", [text.Heading(1, "b", "02 · B: c")])
    contents = [("01_a.html", "01 · A"), ("02_b.html", "02 · B"), ("03_c.html", "03 · C")]
    unpublished = write_page(tmp_path, page, contents, "").read_text(encoding="utf-8")
    assert "index.html#start" in unpublished and "mybinder" not in unpublished
    published = write_page(tmp_path, page, contents, "https://github.com/ann/c").read_text(encoding="utf-8")
    assert "https://mybinder.org/v2/gh/ann/c/HEAD?urlpath=lab%2Ftree%2Flessons%2F02_b.ipynb" in published
    assert "https://github.com/ann/c/blob/HEAD/lessons/02_b.ipynb" in published
    assert "<title>02 · B · Why activations?</title>" in published
    assert "Next: 03 · C" in published and 'aria-current="page">02 · B<' in published


def test_a_file_in_the_place_of_the_folder_is_named(tmp_path, capsys):
    (tmp_path / "there").write_text("")
    with pytest.raises(SystemExit):
        build.main([str(tmp_path / "there")])
    assert "is a file" in capsys.readouterr().err


# ---- the README's pictures -------------------------------------------------------------------------------------------


def test_the_pictures_of_the_readme_are_those_that_the_lessons_have_stored():
    readme = build.read("README.md")
    for name, place in pictures.STORED.items():
        light, dark, alt = pictures.stored_picture(*place)
        assert (pictures.FOLDER / f"{name}-light.png").read_bytes() == light, name
        assert (pictures.FOLDER / f"{name}-dark.png").read_bytes() == dark, name
        assert f'alt="{html.escape(alt)}"' in readme
        assert f".github/pictures/{name}-light.png" in readme and f".github/pictures/{name}-dark.png" in readme


def test_every_picture_of_the_readme_is_written_by_the_one_command(tmp_path):
    written = {path.name for path in pictures.write_pictures(tmp_path)}
    shown = set(re.findall(r"\.github/pictures/([\w-]+\.png)", build.read("README.md")))
    assert written == shown == {path.name for path in pictures.FOLDER.iterdir()}


def test_a_cell_without_a_picture_is_named():
    with pytest.raises(ValueError, match="01_activations, cell code-01"):
        pictures.stored_picture("01_activations", "code-01")
