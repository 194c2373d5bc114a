"""One command makes the environment and does nothing the second time; what was interrupted or moved is made anew."""

import ast
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement

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
    assert setup.installed_from_here() is None


def test_a_stamp_is_read_alike_in_every_encoding(course, monkeypatch, tmp_path):
    name = os.fsdecode("Übung".encode())
    (tmp_path / name).mkdir()
    monkeypatch.setattr(setup, "COURSE", tmp_path / name)
    setup.write_stamp(tmp_path, "a fingerprint")
    assert (tmp_path / setup.STAMP).read_bytes() == os.fsencode(tmp_path) + "/Übung\na fingerprint\n".encode()
    assert setup.read_stamp(tmp_path) == "a fingerprint"


def test_metadata_lying_in_the_folder_does_not_count_as_installed(monkeypatch, tmp_path):
    metadata = tmp_path / "why_activations-1.0.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: why-activations\nVersion: 1.0.0\n")
    (metadata / "direct_url.json").write_text(f'{{"url": "{tmp_path.as_uri()}"}}')
    monkeypatch.setattr(setup, "COURSE", tmp_path)
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    assert setup.installed_from_here() is None
    elsewhere = tmp_path / "site-packages"
    elsewhere.mkdir()
    metadata.rename(elsewhere / metadata.name)
    monkeypatch.setattr(sys, "path", ["", str(elsewhere)])
    assert setup.installed_from_here().locate_file("") == elsewhere


# ---- the file that leads to the course -----------------------------------------------------------------------------


@pytest.fixture
def packages(tmp_path, monkeypatch):
    """The packages of an environment, with the course installed in place, from a folder with an accent."""
    folder = tmp_path / "Übung"
    (folder / "helpers").mkdir(parents=True)
    (folder / "helpers" / "__init__.py").write_text("")
    monkeypatch.setattr(setup, "COURSE", folder)
    (tmp_path / "packages").mkdir()
    (tmp_path / "packages" / "helpers.pth").write_text(str(folder), encoding="utf-8")
    return tmp_path / "packages"


FOUND = "import site, sys; site.addsitedir(sys.argv[1]); import helpers; print(ascii(helpers.__file__))"


def found_from(packages, **variables):
    """The file of the helpers that a Python finds with these packages."""
    done = subprocess.run([sys.executable, "-I", "-S", "-c", FOUND, str(packages)], capture_output=True, text=True,
                          env=os.environ | variables)  # fmt: skip
    return done.stdout.strip()


def test_in_a_folder_with_an_accent_the_course_is_found_whatever_the_encoding(packages):
    ascii_only = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0"}
    setup.lead_to_the_course(packages)
    assert (packages / "helpers.pth").read_bytes().isascii()
    for variables in ({}, ascii_only):
        assert found_from(packages, **variables).endswith("bung/helpers/__init__.py'".replace("/", ascii(os.sep)[1:-1]))


def test_another_package_of_that_name_beside_it_comes_second(packages, monkeypatch, tmp_path):
    plain = (tmp_path / "Übung").rename(tmp_path / "plain")
    monkeypatch.setattr(setup, "COURSE", plain)
    (packages / "helpers.pth").write_text(str(plain), encoding="utf-8")
    setup.lead_to_the_course(packages)
    assert (packages / "helpers.pth").read_text(encoding="utf-8") == str(plain), "there is nothing to mend"
    (packages / "helpers").mkdir()
    (packages / "helpers" / "__init__.py").write_text("")
    assert "plain" not in found_from(packages)
    setup.lead_to_the_course(packages)
    assert "plain" in found_from(packages)


def test_every_start_mends_what_leads_to_the_course(course, packages, monkeypatch):
    write_course(setup.COURSE)
    monkeypatch.setattr(setup, "packages_of", lambda _: [packages])
    start()
    assert (packages / "helpers.pth").read_bytes().isascii()
    (packages / "helpers.pth").write_text("/Übung", encoding="utf-8")
    start()
    assert (packages / "helpers.pth").read_bytes().isascii() and course.count("make") == 1


# ---- uv where it is found, else pip --------------------------------------------------------------------------------


@pytest.fixture
def two_ways(course, monkeypatch):
    """What is tried, where uv and pip do what they are told to."""
    monkeypatch.undo()
    tried, does = [], {"uv": True, "missing": []}
    monkeypatch.setattr(setup, "install_with_uv", lambda *_: tried.append("uv") or does["uv"])
    monkeypatch.setattr(setup, "install_with_pip", lambda *_: tried.append("pip"))
    monkeypatch.setattr(setup, "missing", lambda *_: does["missing"].pop() if does["missing"] else [])
    return tried, does


def test_what_uv_installed_is_not_installed_again(two_ways):
    setup.install(Path(sys.executable), setup.REQUIREMENTS)
    assert two_ways[0] == ["uv"]


def test_where_uv_fails_or_installs_elsewhere_pip_does_it(two_ways):
    tried, does = two_ways
    does["uv"] = False
    setup.install(Path(sys.executable), setup.REQUIREMENTS)
    does.update(uv=True, missing=[["numpy"]])
    setup.install(Path(sys.executable), setup.REQUIREMENTS)
    assert tried == ["uv", "pip", "uv", "pip"]


def test_packages_that_arrive_elsewhere_are_no_success(two_ways):
    two_ways[1]["missing"] = [["numpy"], ["numpy"]]
    with pytest.raises(SetupError, match="were not installed into the course's folder .venv"):
        setup.install(Path(sys.executable), setup.REQUIREMENTS)


@pytest.mark.parametrize("marker, holds", [
    ("", True), ("python_full_version < '3.9'", False), ("python_full_version >= '3.9'", True),
    ("sys_platform == 'no system'", False), ("os_name != 'nt' or sys_platform == 'win32'", True),
    ("implementation_name != 'PyPy'", True),
])  # fmt: skip
def test_a_line_counts_where_its_marker_holds(marker, holds):
    assert setup.applies(marker) is holds


def test_as_many_packages_are_announced_as_are_installed():
    lines = map(Requirement, setup.REQUIREMENTS.read_text(encoding="utf-8").splitlines())
    here = [line for line in lines if line.marker is None or line.marker.evaluate()]
    assert setup.packages_that_apply(setup.REQUIREMENTS) == len(here)


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
    # Settings of the user that would send the packages elsewhere, or ask for others.
    settings = f"user = true\nprefix = {tmp_path / 'prefix'}\nconstraint = {tmp_path / 'others.txt'}"
    folder = tmp_path / "a course [1]"
    write_course(folder)
    use(folder, monkeypatch)
    (folder / "backend.py").write_text(BACKEND)
    (folder / "pyproject.toml").write_text(IN_TREE)
    for version in ("1.0", "2.0"):
        write_wheel(tmp_path, version)
    # What is about the network is kept, from a file as well.
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    (tmp_path / "pip.conf").write_text(f"[global]\nfind-links =\n  {tmp_path.as_uri()}\n[install]\n{settings}\n")
    monkeypatch.delenv("PIP_FIND_LINKS", raising=False)
    monkeypatch.setenv("PIP_CONFIG_FILE", str(tmp_path / "pip.conf"))
    (tmp_path / "others.txt").write_text("some==2.0\n")
    for name, value in {"TARGET": "target", "CONSTRAINT": "others.txt", "REQUIRE_HASHES": "1"}.items():
        monkeypatch.setenv(f"PIP_{name}", str(tmp_path / value) if name != "REQUIRE_HASHES" else value)
    (tmp_path / "lent").mkdir()
    (tmp_path / "lent" / "some.py").write_text("version = 'not this one'")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "lent"))
    python = start()
    code = "import some, sys, importlib.metadata as m; print(some.version, m.version('why-activations'), sys.prefix)"
    found = subprocess.run([python, "-c", code], capture_output=True, text=True, cwd=tmp_path, env=setup.isolated())
    assert found.stdout.split(maxsplit=2) == ["1.0", "1.0.0", f"{folder / '.venv'}\n"]
    assert not (tmp_path / "prefix").exists() and not (tmp_path / "target").exists()
    monkeypatch.setattr(setup, "install", lambda *_: pytest.fail("a second start asks pip nothing"))
    assert start() == python
