"""The page to keep: it says what was done and whose the numbers are, takes any name, and overwrites nothing."""

import datetime
import io
import os
import re
import warnings
from html.parser import HTMLParser

import pytest
from PIL import Image

from helpers import logbook
from helpers.exercises.declare import listing
from helpers.progress import measured
from helpers.verdicts import certificate, my_answer, picture
from helpers.verdicts.certificate import KIND, LATER, STYLE, TITLE, as_document, as_name, as_text, keep, page_of

NAMES = {
    "markup": "<script>alert(1)</script>",
    "quotes": """O'Neill "the & only\"""",
    "half a letter": "Ada \ud800 Lovelace",
    "from right to left": "ابن رشد",
    "a turn of direction": "Ada \u202e Lovelace",
    "letters that the picture lacks": "王小明",
    "a formula": "$x_1$ and $x_2$",
    "many letters": "A" * 120,
    "lines": "Ada\n  Lovelace\t",
}


class Page(HTMLParser):
    """Collects the text and the tags, and fails on one that is left open."""

    OPEN = {"meta"}

    def __init__(self, source):
        super().__init__()
        self.text, self.tags, self.stack = "", [], []
        self.feed(source)
        assert self.stack == []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        if tag not in self.OPEN:
            self.stack.append(tag)

    def handle_endtag(self, tag):
        assert self.stack.pop() == tag

    def handle_data(self, data):
        self.text += data


def saved(folder):
    return sorted(os.listdir(folder))


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_any_name_can_be_saved_and_changes_nothing_but_itself(name, tmp_path, capsys):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        certificate(name, tmp_path)
    assert saved(tmp_path) == ["certificate.html", "certificate.png"]
    page = Page((tmp_path / "certificate.html").read_text(encoding="utf-8"))
    assert page.tags == Page(as_document(page_of("Ada", logbook.known()))).tags or "$" in name
    assert "script" not in page.tags
    assert as_name(name) in page.text
    assert Image.open(tmp_path / "certificate.png").size == (1240, 1753)


@pytest.mark.parametrize("name", [None, 3, b"Ada"])
def test_what_is_no_text_is_no_name(name):
    with pytest.raises(TypeError, match="certificate: name: expected a text in quotes, got"):
        certificate(name)


def test_a_name_that_is_too_long_is_an_error_with_its_length():
    with pytest.raises(ValueError, match="certificate: name: expected at most 120 letters, got 1,000"):
        certificate("A" * 1000)


@pytest.mark.parametrize("blank", ["", "  \n"])
def test_without_a_name_it_is_shown_and_nothing_is_written(blank, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    certificate(blank)
    out = capsys.readouterr().out
    assert saved(tmp_path) == [] and "Saved" not in out
    assert LATER in out and not re.search(r"20\d\d", out), "what is shown is the same on every day"


def test_nothing_is_ever_overwritten_and_nothing_saved_twice(tmp_path, capsys):
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "certificate.html").write_text("somebody else's")
    (folder / "certificate-2.png").mkdir()
    certificate("Ada", folder)
    assert saved(folder) == ["certificate-2.html", "certificate-2.png", "certificate.html", "certificate.png"]
    before = {name: (folder / name).stat().st_mtime_ns for name in saved(folder)}
    certificate("Ada", folder)
    assert {name: (folder / name).stat().st_mtime_ns for name in saved(folder)} == before
    certificate("Grace", folder)
    assert {"certificate-3.html", "certificate-3.png"} <= set(saved(folder))
    assert (folder / "certificate.html").read_text() == "somebody else's"
    assert "Grace" in (folder / "certificate-3.html").read_text()


def test_a_file_that_appears_in_the_same_moment_is_left_alone(tmp_path, monkeypatch):
    real, made = open, []

    def late(file, mode="r", *more):
        if mode == "xb" and not made:
            made.append(file.write_bytes(b"of another notebook"))
        return real(file, mode, *more)

    monkeypatch.setattr("builtins.open", late)
    assert keep(tmp_path, "page", ".html", b"mine") == "page-2.html"
    assert (tmp_path / "page.html").read_bytes() == b"of another notebook"


def test_where_nothing_can_be_written_the_page_is_shown_and_the_reason_said(tmp_path, capsys):
    certificate("Ada", tmp_path / "missing")
    out = capsys.readouterr().out
    assert "Ada" in out and out.count("It could not be saved as") == 2


def test_it_says_what_was_done_and_no_more(capsys):
    required = [one for one in listing() if not one.optional]
    text = as_text(page_of("Ada", logbook.known()))
    assert f"0 of {len(required)} exercises passed" in text and "No answer was written." in text
    for one in required[:3]:
        logbook.record_check(one.name, True)
    measured("strokes_relu_in_head_only", [0.25, 0.26])
    my_answer("Because of <b>bends</b>.")
    page = page_of("Ada", logbook.known())
    assert f"3 of {len(required)} exercises passed" in as_text(page)
    whose = {what: (shown, own) for what, shown, own in ((what, shown, own) for shown, what, own in page.numbers)}
    [(shown, own)] = [pair for what, pair in whose.items() if "in the head only" in what]
    assert (shown, own) == ("25 to 26 %", "own")
    assert sum(own == "own" for _, own in whose.values()) == 1 and len(whose) >= 6
    assert "Because of <b>bends</b>." in Page(as_document(page)).text
    today = datetime.date.today()
    assert f"{today.day} " in page.date and str(today.year) in page.date


def test_it_needs_nothing_from_elsewhere_and_knows_how_to_be_printed():
    document = as_document(page_of("Ada", logbook.known()))
    assert document.startswith("<!DOCTYPE html>") and '<meta charset="utf-8">' in document
    assert not re.search(r"https?:|src=|url\(|@import", document)
    assert "@media print" in STYLE and "@page" in STYLE
    assert f"<h1>{TITLE}</h1>" in document


def test_the_picture_leaves_out_a_name_that_its_font_cannot_write_and_says_so(tmp_path, capsys):
    assert can_write_all("Ada Łukasz Ωμέγα ابن") and not picture.can_write("王小明")
    certificate("王小明", tmp_path)
    assert "The picture leaves the name out" in capsys.readouterr().out
    assert "王小明" in (tmp_path / "certificate.html").read_text(encoding="utf-8")


def can_write_all(words):
    return all(picture.can_write(word) for word in words.split())


def test_the_picture_shows_the_name_and_has_room_for_a_long_answer():
    page = page_of("Ada", logbook.known())

    def pixels(one):
        return Image.open(io.BytesIO(picture.draw(one, KIND, TITLE, "No answer."))).convert("L").tobytes()

    assert pixels(page) == pixels(page) != pixels(page._replace(name="Eva"))
    long = page._replace(answer="word " * 5000)
    image = Image.open(io.BytesIO(picture.draw(long, KIND, TITLE, ""))).convert("L")
    bottom = image.crop((0, 1700, 1240, 1753))
    assert bottom.getextrema() == (255, 255), "nothing runs over the edge"
