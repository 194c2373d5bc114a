"""One command makes the environment and does nothing the second time; what was interrupted or moved is made anew."""

import ast
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from helpers.tools import setup
from helpers.tools.setup import SetupError

FRONT_DOOR = [setup.COURSE / "helpers" / name for name in ("__init__.py", "__main__.py")]


# ---- a Python that is too old --------------------------------------------------------------------------------------

# What Python 2.7 and every later one can read. An old Python meets these two files before it can be told anything.
READABLE = {
    "Module", "Expr", "Constant", "Import", "ImportFrom", "alias", "If", "For", "Assign", "FunctionDef", "arguments",
    "arg", "Return", "Call", "keyword", "Attribute", "Name", "Tuple", "Subscript", "Slice", "Compare", "BoolOp",
    "UnaryOp", "BinOp", "Mod", "And", "Or", "Not", "In", "NotIn", "Is", "IsNot", "Lt", "LtE", "Gt", "GtE", "Eq",
    "NotEq", "Load", "Store",
}  # fmt: skip


@pytest.mark.parametrize("path", FRONT_DOOR, ids=lambda path: path.name)
def test_any_python_however_old_can_read_the_front_door(path):
    source = path.read_text(encoding="utf-8")
    assert source.isascii(), "Python 2 refuses other letters without a declaration"
    used = {type(node).__name__ for node in ast.walk(ast.parse(source))}
    assert used <= READABLE
    functions = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef)]
    assert not any(f.returns or f.args.kwonlyargs or f.args.posonlyargs for f in functions)


def test_an_old_python_is_told_what_to_install():
    code = ("import runpy, sys; sys.version_info = (3, 8, 18, 'final', 0); sys.argv = ['helpers', 'lab']; "
            "runpy.run_module('helpers', run_name='__main__')")  # fmt: skip
    done = subprocess.run([sys.executable, "-c", code], cwd=setup.COURSE, capture_output=True, text=True)
    assert done.returncode == 1 and done.stdout == ""
    assert done.stderr.strip().splitlines() == [done.stderr.strip()]
    assert "needs Python 3.11 or newer, and this is Python 3.8: install a newer one from python.org" in done.stderr


# ---- when what is made and installed -------------------------------------------------------------------------------


@pytest.fixture
def course(tmp_path, monkeypatch):
    """A course of three files, and a list of what was done to its environment."""
    write_course(tmp_path / "course")
    return watch(tmp_path / "course", monkeypatch)


def write_course(folder):
    (folder / "tests").mkdir(parents=True)
    for name in ("requirements.txt", "tests/requirements.txt", "pyproject.toml"):
        (folder / name).write_text(f"# {name}\nsome==1.0\n", encoding="utf-8")


def use(folder, monkeypatch):
    monkeypatch.setattr(setup, "COURSE", folder)
    monkeypatch.setattr(setup, "REQUIREMENTS", folder / "requirements.txt")
    monkeypatch.setattr(setup, "TEST_REQUIREMENTS", folder / "tests" / "requirements.txt")


def watch(folder, monkeypatch):
    """Use a course whose environment is an empty file, and return the list of what is done to it."""
    done = []

    def make(environment):
        done.append("make")
        shutil.rmtree(environment, ignore_errors=True)
        python_in(environment).parent.mkdir(parents=True)
        python_in(environment).touch()

    use(folder, monkeypatch)
    monkeypatch.setattr(setup, "make_environment", make)
    monkeypatch.setattr(setup, "install", lambda python, what: done.append(what.relative_to(folder).as_posix()))
    monkeypatch.setattr(setup, "works", Path.exists)
    return done


def python_in(environment):
    return environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def start(requirements="REQUIREMENTS"):
    return setup.environment(getattr(setup, requirements))


def test_the_first_start_makes_the_environment_and_the_second_does_nothing(course):
    python = start()
    assert Path(python) == python_in(setup.COURSE / ".venv")
    assert course == ["make", "requirements.txt"]
    assert start() == python
    assert course == ["make", "requirements.txt"]


@pytest.mark.parametrize("name", ["requirements.txt", "pyproject.toml", "helpers/tools/jupyterlab/a.json"])
def test_other_versions_are_installed_into_the_environment_that_is_there(course, name):
    start()
    (setup.COURSE / name).parent.mkdir(parents=True, exist_ok=True)
    (setup.COURSE / name).write_text("some==2.0\n", encoding="utf-8")
    start()
    assert course == ["make", "requirements.txt", "requirements.txt"]


def test_the_tests_need_more_than_the_course_and_the_course_nothing_more_than_the_tests(course):
    start()
    start("TEST_REQUIREMENTS")
    start()
    start("TEST_REQUIREMENTS")
    assert course == ["make", "requirements.txt", "tests/requirements.txt"]


@pytest.mark.parametrize("interruption", [KeyboardInterrupt, SetupError])
def test_an_installation_that_was_interrupted_begins_anew(course, monkeypatch, interruption):
    def interrupted(python, what):
        raise interruption

    with monkeypatch.context() as patch:
        patch.setattr(setup, "install", interrupted)
        with pytest.raises(interruption):
            start()
    start()
    assert course == ["make", "make", "requirements.txt"]


def test_a_folder_that_was_moved_gets_an_environment_for_its_new_place(course, tmp_path, monkeypatch):
    start()
    (tmp_path / "course").rename(tmp_path / "a new place")
    done = watch(tmp_path / "a new place", monkeypatch)
    start()
    start()
    assert done == ["make", "requirements.txt"]


def test_an_environment_without_a_working_python_is_made_anew(course):
    start()
    python_in(setup.COURSE / ".venv").unlink()
    start()
    assert course == ["make", "requirements.txt", "make", "requirements.txt"]


def test_an_environment_that_somebody_else_made_there_is_filled_and_not_thrown_away(course):
    python_in(setup.COURSE / ".venv").parent.mkdir(parents=True)
    python_in(setup.COURSE / ".venv").touch()
    start()
    assert course == ["requirements.txt"]


def test_a_stamp_that_was_cut_off_is_not_trusted(course):
    start()
    stamp = setup.COURSE / ".venv" / setup.STAMP
    stamp.write_text("", encoding="utf-8")
    start()
    assert course == ["make", "requirements.txt", "make", "requirements.txt"]


def test_a_python_that_has_all_of_it_is_used_as_it_is(monkeypatch):
    for name in ("make_environment", "install"):
        monkeypatch.setattr(setup, name, lambda *_: pytest.fail("nothing was to be done"))
    assert setup.environment(setup.TEST_REQUIREMENTS) == sys.executable


def test_another_copy_of_the_course_that_is_installed_does_not_count(monkeypatch, tmp_path):
    monkeypatch.setattr(setup, "COURSE", tmp_path)
    assert not setup.installed_from_here()


def test_metadata_lying_in_the_folder_does_not_count_as_installed(monkeypatch, tmp_path):
    metadata = tmp_path / "why_activations-1.0.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: why-activations\nVersion: 1.0.0\n")
    (metadata / "direct_url.json").write_text(f'{{"url": "{tmp_path.as_uri()}"}}')
    monkeypatch.setattr(setup, "COURSE", tmp_path)
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    assert not setup.installed_from_here()
    elsewhere = tmp_path / "site-packages"
    elsewhere.mkdir()
    metadata.rename(elsewhere / metadata.name)
    monkeypatch.setattr(sys, "path", ["", str(elsewhere)])
    assert setup.installed_from_here()


# ---- for real, without a network -----------------------------------------------------------------------------------

BACKEND = """\
import zipfile

def build_editable(folder, config_settings=None, metadata_directory=None):
    name = "why_activations-1.0.0-py3-none-any.whl"
    with zipfile.ZipFile(f"{folder}/{name}", "w") as wheel:
        for path, text in WHEEL.items():
            wheel.writestr(path, text)
    return name

WHEEL = {
    "why_activations.py": "",
    "why_activations-1.0.0.dist-info/METADATA": "Metadata-Version: 2.1\\nName: why-activations\\nVersion: 1.0.0\\n",
    "why_activations-1.0.0.dist-info/WHEEL": "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n",
    "why_activations-1.0.0.dist-info/RECORD": "",
}
"""


IN_TREE = """\
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]
"""


def write_wheel(folder, version):
    """Write a package named some, with nothing but its version in it."""
    with zipfile.ZipFile(folder / f"some-{version}-py3-none-any.whl", "w") as wheel:
        wheel.writestr("some.py", f"version = {version!r}\n")
        wheel.writestr(f"some-{version}.dist-info/METADATA", f"Metadata-Version: 2.1\nName: some\nVersion: {version}\n")
        wheel.writestr(f"some-{version}.dist-info/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        wheel.writestr(f"some-{version}.dist-info/RECORD", "")


def test_in_a_path_with_a_space_pip_installs_exactly_what_is_pinned(tmp_path, monkeypatch):
    folder = tmp_path / "a course [1]"
    write_course(folder)
    use(folder, monkeypatch)
    (folder / "backend.py").write_text(BACKEND)
    (folder / "pyproject.toml").write_text(IN_TREE)
    for version in ("1.0", "2.0"):
        write_wheel(tmp_path, version)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", tmp_path.as_uri())
    # Settings of the user that would send the packages elsewhere, or lend others.
    (tmp_path / "pip.conf").write_text("[install]\nuser = true\n")
    monkeypatch.setenv("PIP_CONFIG_FILE", str(tmp_path / "pip.conf"))
    monkeypatch.setenv("PIP_TARGET", str(tmp_path / "target"))
    (tmp_path / "lent").mkdir()
    (tmp_path / "lent" / "some.py").write_text("version = 'not this one'")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "lent"))
    python = start()
    code = "import some, sys, importlib.metadata as m; print(some.version, m.version('why-activations'), sys.prefix)"
    found = subprocess.run([python, "-c", code], capture_output=True, text=True, cwd=tmp_path, env=setup.isolated())
    assert found.stdout.split(maxsplit=2) == ["1.0", "1.0.0", f"{folder / '.venv'}\n"]
    monkeypatch.setattr(setup, "install", lambda *_: pytest.fail("a second start asks pip nothing"))
    assert start() == python
