"""One file for each learner: packed by the learner, marked again by the instructor, and a page of what the class did."""

import csv
import json
import re
import zipfile

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from helpers import logbook
from helpers.quiz.questions import predictions
from helpers.tools import hand_in
from helpers.tools.marking import class_of
from helpers.tools.marking.class_page import class_page

RIGHT = "import numpy as np\n\n@exercise('1.3')\ndef relu(z):\n    return np.maximum(z, 0)"
WRONG = RIGHT.replace("np.maximum(z, 0)", "np.abs(z)")
IMPORT = "from helpers.exercises import exercise"
QUESTION = next(iter(predictions().values()))


@pytest.fixture
def learner(tmp_path, monkeypatch):
    """A function that packs the work of a learner: the cell of an exercise, the mistakes before it, a prediction."""

    def packed(name, source, mistakes=(), choice=None):
        lessons = tmp_path / f"lessons of {name}"
        lessons.mkdir()
        monkeypatch.setenv("COURSE_PROGRESS_FILE", str(lessons / "p.jsonl"))
        picture = new_output("display_data", {"image/png": "A" * 100_000})
        cells = [new_code_cell(IMPORT), new_code_cell(source, outputs=[picture])]
        nbformat.write(new_notebook(cells=cells), lessons / "01_activations.ipynb")
        for mistake in mistakes:
            logbook.record_check("relu", False, mistake)
        logbook.record_check("relu", source == RIGHT, None if source == RIGHT else "absolute_value")
        if choice:
            logbook.record_answer("prediction", QUESTION.key, choice)
        folder = tmp_path / "handed in"
        folder.mkdir(exist_ok=True)
        hand_in.pack(folder / f"{name}.zip", lessons)
        return folder

    return packed


def test_what_is_packed_is_marked_again_and_added_up(learner, tmp_path, capsys):
    learner("Ann Ö", RIGHT, ["absolute_value", "absolute_value"], QUESTION.right)
    folder = learner("bo", WRONG, choice=next(one for one in QUESTION.choices if one != QUESTION.right))
    marks, page = tmp_path / "marks.csv", tmp_path / "class.html"
    assert class_of.main([str(folder), "--csv", str(marks), "--page", str(page)]) == 0
    assert "2 of 2 files, 2 notebooks" in capsys.readouterr().out
    rows = list(csv.DictReader(marks.open(encoding="utf-8-sig")))
    relu = next(heading for heading in rows[0] if heading.startswith("1.3"))
    assert {row["notebook"].split("/")[0]: row[relu].split(":")[0] for row in rows} == {
        "Ann Ö": "passed",
        "bo": "not yet",
    }
    shown = re.sub(r"<[^>]+>", "", page.read_text(encoding="utf-8"))
    assert (
        "1.3 relu: 1 of 2 passed; 3 attempts at the median, 2 from the first mistake that was named to the pass"
        in shown
    )
    assert "2 first predictions." in shown and "1: (a)" in shown
    assert "Ann" not in shown, "the page names nobody"


def test_a_pass_that_the_progress_claims_and_the_notebook_has_not_is_no_pass(learner, tmp_path):
    folder = learner("bo", WRONG)
    with zipfile.ZipFile(folder / "bo.zip") as packed:
        content = {name: packed.read(name) for name in packed.namelist()}
    line = json.dumps({"event": "check", "exercise": "relu", "passed": True, "mistake": None}).encode()
    with zipfile.ZipFile(folder / "bo.zip", "w") as forged:
        for name, data in content.items():
            forged.writestr(name, data + b"\n" + line if name == hand_in.PROGRESS else data)
    page = tmp_path / "class.html"
    class_of.main([str(folder), "--csv", str(tmp_path / "m.csv"), "--page", str(page)])
    assert "relu</code>: 0 of 1 passed" in page.read_text(encoding="utf-8")


def test_pictures_are_left_out_and_the_learners_own_notebook_is_not_touched(learner, tmp_path):
    folder = learner("ann", RIGHT)
    assert (folder / "ann.zip").stat().st_size < 10_000
    own = nbformat.read(tmp_path / "lessons of ann" / "01_activations.ipynb", as_version=4)
    assert own.cells[1].outputs[0].data["image/png"] == "A" * 100_000


def test_the_same_work_gives_the_same_bytes(learner, tmp_path):
    folder = learner("ann", RIGHT)
    hand_in.pack(tmp_path / "again.zip", tmp_path / "lessons of ann", tmp_path / "lessons of ann" / "p.jsonl")
    assert (folder / "ann.zip").read_bytes() == (tmp_path / "again.zip").read_bytes()


@pytest.mark.parametrize(
    "content, why",
    [
        ({}, "no lesson is in it"),
        ({"notes.txt": b"hello"}, "no lesson is in it"),
        ({"01_activations.ipynb": b" " * (class_of.MOST + 1)}, "larger than any lesson"),
    ],
)
def test_a_file_that_holds_something_else_is_left_out_with_the_reason(tmp_path, content, why):
    with zipfile.ZipFile(tmp_path / "odd.zip", "w", zipfile.ZIP_DEFLATED) as odd:
        for name, data in content.items():
            odd.writestr(name, data)
    with pytest.raises(class_of.NotHandedIn, match=why):
        class_of.unpack(tmp_path / "odd.zip", tmp_path / "place")


def test_what_is_no_archive_is_left_out_with_the_reason(tmp_path):
    (tmp_path / "odd.zip").write_bytes(b"not at all")
    with pytest.raises(class_of.NotHandedIn, match="cannot be unpacked"):
        class_of.unpack(tmp_path / "odd.zip", tmp_path / "place")


def test_a_name_in_a_file_never_leads_out_of_its_folder(tmp_path):
    with zipfile.ZipFile(tmp_path / "bad.zip", "w") as bad:
        bad.writestr("../../outside.ipynb", "{}")
        bad.writestr("/tmp/progress.jsonl", "")
    class_of.unpack(tmp_path / "bad.zip", tmp_path / "a" / "b" / "place")
    assert sorted(path.name for path in tmp_path.rglob("*") if path.is_file()) == [
        "bad.zip",
        "outside.ipynb",
        "progress.jsonl",
    ]
    assert (tmp_path / "a" / "b" / "place" / "outside.ipynb").is_file()


def test_a_folder_without_lessons_is_refused_by_name(tmp_path):
    with pytest.raises(FileNotFoundError, match="there is no lesson in"):
        hand_in.pack(tmp_path / "x.zip", tmp_path)


def test_what_learners_wrote_is_text_on_the_page_and_never_markup():
    log = logbook.Known()
    log.predictions[QUESTION.key] = logbook.Answer("<script>", "<script>")
    log.exercises["relu"] = logbook.Entry("tried", 1, None, ["<b>"], 1)
    assert "<script>" not in class_page([], {"ann": log}) and "<b>" not in class_page([], {"ann": log})
