"""An update brings the new version and never touches what a learner wrote, tried with real clones."""

import json
import os
import subprocess
import sys

import pytest

from helpers.notebooks import COURSE
from helpers.tools import update as tool
from helpers.tools.update import UpdateError, update

LESSON = "lessons/01_a.ipynb"
MINE = "lessons/01_a-mine-*.ipynb"


def git(folder, *arguments):
    identity = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main"]
    done = subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True, encoding="utf-8")
    return done.stdout


def write(folder, name, text):
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")


def read(folder, name):
    return (folder / name).read_text(encoding="utf-8")


def publish(course, **files):
    """A new version of the course, with these files."""
    for name, text in files.items():
        write(course, name, text)
    git(course, "add", "--all")
    git(course, "commit", "-qm", "new version")


@pytest.fixture
def course(tmp_path):
    """The published course."""
    git(tmp_path, "init", "-q", "course")
    ignored = (COURSE / ".gitignore").read_text(encoding="utf-8")
    names = [LESSON, "lessons/02_b.ipynb", "solutions/01_a.ipynb", "helpers/layers.py", "lessons/[é] größe.ipynb"]
    publish(tmp_path / "course", **{name: f"{name}, version 1" for name in names}, **{".gitignore": ignored})
    return tmp_path / "course"


@pytest.fixture
def learner(course):
    """A learner's clone of it, in a path with a space."""
    git(course.parent, "clone", "-q", "course", "a learner")
    return course.parent / "a learner"


def status(folder):
    return git(folder, "status", "--porcelain")


def test_a_clone_without_changes_becomes_the_new_version(course, learner, capsys):
    publish(course, **{LESSON: "version 2", "lessons/05_new.ipynb": "new"})
    assert update(learner) == []
    assert read(learner, LESSON) == "version 2" and read(learner, "lessons/05_new.ipynb") == "new"
    assert status(learner) == ""
    assert "Files that changed: 2." in capsys.readouterr().out


def test_without_a_new_version_nothing_happens(learner, capsys):
    write(learner, LESSON, "my answers")
    assert update(learner) == []
    assert read(learner, LESSON) == "my answers" and list(learner.glob(MINE)) == []
    assert "is up to date" in capsys.readouterr().out


def test_a_lesson_that_both_changed_is_kept_beside_the_new_one(course, learner):
    write(learner, LESSON, "my answers")
    publish(course, **{LESSON: "version 2"})
    (copy,) = update(learner)
    assert copy.match(MINE) and copy.read_text(encoding="utf-8") == "my answers"
    assert read(learner, LESSON) == "version 2"
    assert status(learner) == "", "git ignores the copy"


def notebook(source, outputs=(), cell=(), **metadata):
    cell = {"cell_type": "code", "id": "a", "metadata": {}, "source": source, "outputs": list(outputs)} | dict(cell)
    return json.dumps({"cells": [cell], "metadata": metadata, "nbformat": 4, "nbformat_minor": 5})


def test_a_lesson_that_was_only_opened_needs_no_copy(course, learner):
    publish(course, **{LESSON: notebook("x = ...")})
    update(learner)
    kernel = {"kernelspec": {"name": "python3"}, "language_info": {"version": "3.12.1"}}
    write(learner, LESSON, notebook(["x = ", "..."], **kernel))
    publish(course, **{LESSON: "version 3"})
    assert update(learner) == [] and read(learner, LESSON) == "version 3"


WORK = [notebook("x = 1"), notebook("x = ...", [{"text": "seen"}]), "{", "[]", '{"cells": [3]}',
        notebook("x = ...", cell={"attachments": {"drawing.png": {"image/png": "aGk="}}}),
        notebook("x = ...", cell={"metadata": {"tags": ["to do again"]}}), notebook("x = ...", title="my notes"),
        notebook("x = ...", cell={"execution_count": 3})]  # fmt: skip


@pytest.mark.parametrize("mine", WORK)
def test_a_lesson_in_which_anything_was_written_or_run_is_kept(course, learner, mine):
    publish(course, **{LESSON: notebook("x = ...")})
    update(learner)
    write(learner, LESSON, mine)
    publish(course, **{LESSON: "version 3"})
    (copy,) = update(learner)
    assert copy.read_text() == mine and read(learner, LESSON) == "version 3"


def test_every_update_keeps_a_copy_of_its_own(course, learner):
    for version in "234":
        write(learner, LESSON, f"my answers to {version}")
        publish(course, **{LESSON: f"version {version}"})
        update(learner)
    assert sorted(copy.read_text() for copy in learner.glob(MINE)) == [f"my answers to {version}" for version in "234"]


def test_a_file_that_only_the_learner_changed_stays_as_it_is(course, learner):
    write(learner, LESSON, "my answers")
    write(learner, "helpers/layers.py", "my experiment")
    publish(course, **{"lessons/02_b.ipynb": "version 2"})
    assert update(learner) == []
    assert read(learner, LESSON) == "my answers" and read(learner, "helpers/layers.py") == "my experiment"
    assert read(learner, "lessons/02_b.ipynb") == "version 2"


@pytest.mark.parametrize("name", ["solutions/01_a.ipynb", "helpers/layers.py", "lessons/[é] größe.ipynb"])
def test_the_same_holds_outside_the_lessons_and_for_any_letters_in_a_name(course, learner, name):
    write(learner, name, "mine")
    publish(course, **{name: "version 2"})
    (copy,) = update(learner)
    assert copy.parent == (learner / name).parent and copy.suffix == (learner / name).suffix
    assert copy.read_text(encoding="utf-8") == "mine" and read(learner, name) == "version 2"
    assert status(learner) == ""


def test_a_name_that_git_could_read_as_a_pattern_stands_for_itself(course, learner):
    publish(course, **{"lessons/[ab].ipynb": "version 1", "lessons/a.ipynb": "version 1"})
    update(learner)
    write(learner, "lessons/[ab].ipynb", "mine")
    write(learner, "lessons/a.ipynb", "my answers")
    git(learner, "add", "lessons/a.ipynb")
    publish(course, **{"lessons/[ab].ipynb": "version 2"})
    update(learner)
    assert read(learner, "lessons/[ab].ipynb") == "version 2"
    assert read(learner, "lessons/a.ipynb") == "my answers" and status(learner) == "M  lessons/a.ipynb\n"


@pytest.mark.parametrize("then", ["", "changed again"])
def test_what_was_staged_is_kept_too(course, learner, then):
    write(learner, LESSON, "staged")
    git(learner, "add", "--all")
    if then:
        write(learner, LESSON, then)
    publish(course, **{LESSON: "version 2"})
    (copy,) = update(learner)
    assert copy.read_text() == (then or "staged") and read(learner, LESSON) == "version 2" and status(learner) == ""


@pytest.mark.parametrize("staged", [False, True])
def test_a_new_file_of_the_learners_is_kept_when_the_new_version_has_one_of_that_name(course, learner, staged):
    write(learner, "lessons/05_new.ipynb", "my own lesson")
    if staged:
        git(learner, "add", "--all")
    publish(course, **{"lessons/05_new.ipynb": "new"})
    (copy,) = update(learner)
    assert copy.read_text() == "my own lesson" and read(learner, "lessons/05_new.ipynb") == "new"


def test_a_clone_of_the_newest_version_alone_is_updated_too(course, tmp_path):
    git(tmp_path, "clone", "-q", "--depth", "1", course.as_uri(), "shallow")
    write(tmp_path / "shallow", LESSON, "my answers")
    publish(course, **{LESSON: "version 2"})
    (copy,) = update(tmp_path / "shallow")
    assert copy.read_text() == "my answers" and read(tmp_path / "shallow", LESSON) == "version 2"


def test_files_that_git_does_not_know_are_left_alone(course, learner):
    write(learner, "lessons/my_notes.ipynb", "notes")
    write(learner, ".progress.jsonl", "{}")
    publish(course, **{LESSON: "version 2"})
    update(learner)
    assert read(learner, "lessons/my_notes.ipynb") == "notes" and read(learner, ".progress.jsonl") == "{}"


@pytest.mark.parametrize("how", ["deleted", "staged", "renamed"])
@pytest.mark.parametrize("new", [None, "version 2"])
def test_a_lesson_that_was_deleted_comes_back(course, learner, how, new):
    if how == "renamed":
        git(learner, "mv", LESSON, "lessons/my_version.ipynb")
    else:
        (learner / LESSON).unlink()
    if how == "staged":
        git(learner, "add", "--all")
    if new:
        publish(course, **{LESSON: new})
    assert update(learner) == []
    assert read(learner, LESSON) == (new or f"{LESSON}, version 1")
    assert how != "renamed" or read(learner, "lessons/my_version.ipynb") == f"{LESSON}, version 1"


def test_a_lesson_that_the_new_version_drops_is_kept_if_it_was_changed(course, learner):
    write(learner, LESSON, "my answers")
    (course / LESSON).unlink()
    publish(course)
    (copy,) = update(learner)
    assert copy.read_text() == "my answers" and not (learner / LESSON).exists()


@pytest.mark.parametrize("new", [None, "version 2"])
def test_a_folder_in_the_place_of_a_lesson_is_kept_with_all_that_is_in_it(course, learner, new):
    (learner / LESSON).unlink()
    write(learner, f"{LESSON}/notes.txt", "mine")
    if new:
        publish(course, **{LESSON: new})
    update(learner)
    (kept,) = learner.glob(MINE)
    assert read(kept, "notes.txt") == "mine" and read(learner, LESSON) == (new or f"{LESSON}, version 1")


def test_a_folder_where_the_new_version_has_a_file_is_kept_too(course, learner):
    write(learner, "lessons/05_new.ipynb/notes.txt", "mine")
    publish(course, **{"lessons/05_new.ipynb": "new"})
    (kept,) = update(learner)
    assert read(kept, "notes.txt") == "mine" and read(learner, "lessons/05_new.ipynb") == "new"


@pytest.mark.skipif(os.name == "nt", reason="on Windows not everybody may make links")
@pytest.mark.parametrize("leads_to", ["my lesson", "nowhere"])
def test_a_link_in_the_place_of_a_lesson_is_kept_and_so_is_what_it_leads_to(course, learner, leads_to):
    write(learner, "my lesson", "my answers")
    (learner / LESSON).unlink()
    (learner / LESSON).symlink_to(learner / leads_to)
    publish(course, **{LESSON: "version 2"})
    (kept,) = update(learner)
    assert os.readlink(kept) == str(learner / leads_to) and read(learner, "my lesson") == "my answers"
    assert read(learner, LESSON) == "version 2" and not (learner / LESSON).is_symlink()


def write_history_anew(course, **files):
    for name, text in files.items():
        write(course, name, text)
    git(course, "add", "--all")
    git(course, "commit", "-q", "--amend", "-m", "another history")


@pytest.mark.parametrize("updated_before", [False, True])
def test_where_the_course_wrote_its_history_anew_a_learner_without_commits_is_updated(course, learner, updated_before):
    publish(course, **{LESSON: "version 2", "lessons/03_c.ipynb": "c"})
    if updated_before:
        update(learner)
    else:
        git(learner, "pull", "-q")
    write(learner, LESSON, "my answers")
    write(learner, "lessons/03_c.ipynb", "only mine")
    write_history_anew(course, **{LESSON: "version 3"})
    (copy,) = update(learner)
    assert copy.read_text() == "my answers" and read(learner, LESSON) == "version 3"
    assert read(learner, "lessons/03_c.ipynb") == "only mine"
    assert git(learner, "rev-parse", "HEAD") == git(course, "rev-parse", "HEAD")


def test_a_clone_that_was_never_updated_follows_a_new_history_too(course, learner):
    write_history_anew(course, **{LESSON: "version 2"})
    update(learner)
    assert read(learner, LESSON) == "version 2" and status(learner) == ""


# ---- when it cannot be done: one sentence, and everything as it was --------------------------------------------------


def snapshot(folder):
    files = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file() and ".git" not in path.parts}
    return files, status(folder), git(folder, "rev-parse", "HEAD")


def refused(learner, said):
    write(learner, "lessons/02_b.ipynb", "my answers")
    before = snapshot(learner)
    with pytest.raises(UpdateError, match=said):
        update(learner)
    assert snapshot(learner) == before


def test_offline_nothing_is_changed(course, learner):
    course.rename(course.with_name("gone"))
    refused(learner, "could not be fetched .*check that this computer is online")


def test_commits_of_the_learners_own_are_theirs_to_merge(course, learner):
    write(learner, LESSON, "committed")
    git(learner, "commit", "-qam", "my answers")
    publish(course, **{LESSON: "version 2"})
    refused(learner, "commits of your own.*git merge")


def test_commits_of_the_learners_own_are_theirs_after_a_new_history_too(course, learner):
    write(learner, LESSON, "committed")
    git(learner, "commit", "-qam", "my answers")
    write_history_anew(course, **{LESSON: "version 2"})
    refused(learner, "commits of your own.*git merge")


def test_a_clone_that_belongs_to_somebody_else_gets_the_command_that_git_names(course, learner, monkeypatch):
    publish(course, **{LESSON: "version 2"})
    with monkeypatch.context() as patch, pytest.raises(UpdateError) as error:
        patch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
        patch.setenv("LANGUAGE", "de")
        update(learner)
    assert "dubious ownership" in str(error.value) and "\n" not in str(error.value)
    assert "git config --global --add safe.directory" in str(error.value) and str(learner) in str(error.value)


@pytest.mark.skipif(os.name == "nt", reason="on Windows not everybody may make links")
def test_lessons_that_are_a_link_to_another_folder_are_not_touched(course, learner):
    (learner / "lessons").rename(learner / "elsewhere")
    (learner / "lessons").symlink_to(learner / "elsewhere")
    refused(learner, "lessons is a link .*give it another name")


def test_commits_of_the_learners_own_do_not_matter_where_nothing_is_new(learner, capsys):
    write(learner, LESSON, "committed")
    git(learner, "commit", "-qam", "my answers")
    assert update(learner) == [] and "is up to date" in capsys.readouterr().out


def test_a_detached_head_is_led_back_to_its_branch(course, learner):
    git(learner, "checkout", "-q", "--detach")
    publish(course, **{LESSON: "version 2"})
    refused(learner, "git switch main")


def test_a_branch_that_follows_nothing_is_led_back(learner):
    git(learner, "switch", "-qc", "mine")
    refused(learner, "git switch main")


def test_a_merge_under_way_is_finished_first(course, learner):
    write(learner, LESSON, "committed")
    git(learner, "commit", "-qam", "my answers")
    publish(course, **{LESSON: "version 2"})
    git(learner, "fetch", "-q")
    with pytest.raises(subprocess.CalledProcessError):
        git(learner, "merge", "origin/main")
    refused(learner, "merge is under way")


def test_a_new_version_that_git_cannot_put_in_place_leaves_the_files_as_they_were(course, learner):
    write(learner, LESSON, "my answers")
    # A file of the learner's stands where the new version has a folder.
    write(learner, "lessons/pictures", "mine")
    publish(course, **{LESSON: "version 2", "lessons/pictures/new.txt": "new"})
    refused(learner, "could not be put in place.*your files are as they were")


def test_a_folder_that_is_no_clone_is_said_to_be_none(tmp_path):
    with pytest.raises(UpdateError, match="not a git clone"):
        update(tmp_path)


def test_a_copy_that_lies_inside_a_clone_of_something_else_leaves_that_alone(course, learner):
    write(learner, "unzipped/lessons/01_a.ipynb", "my answers")
    publish(course, **{LESSON: "version 2"})
    with pytest.raises(UpdateError, match="not a git clone"):
        update(learner / "unzipped")
    assert read(learner, LESSON) == f"{LESSON}, version 1"


def test_without_git_the_learner_is_told_where_to_get_it(learner, monkeypatch):
    monkeypatch.setenv("PATH", os.devnull)
    with pytest.raises(UpdateError, match="git is not installed: get it from git-scm.com"):
        update(learner)


def test_the_command_prints_one_sentence_and_fails(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(tool, "update", lambda: update(tmp_path))
    assert tool.main([]) == 1
    said = capsys.readouterr()
    assert said.out == "" and said.err.startswith("Not updated: this folder is not a git clone")
    assert said.err.count("\n") == 1 and said.err.endswith(".\n")


def test_an_update_needs_none_of_the_packages():
    code = "import sys, helpers.tools.update; print(*{name.split('.')[0] for name in sys.modules})"
    loaded = subprocess.run([sys.executable, "-S", "-c", code], cwd=COURSE, capture_output=True, text=True, check=True)
    assert set(loaded.stdout.split()) <= sys.stdlib_module_names | {"helpers", "__main__"}
