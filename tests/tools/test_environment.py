"""The pins cover what is needed and agree with each other and with what is installed, for pip, conda and Binder."""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, requires
from importlib.metadata import version as installed_version
from pathlib import Path

import pytest
import yaml
from jupyter_client.manager import start_new_kernel
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from helpers.notebooks import COURSE
from helpers.tools import setup

PROJECT = tomllib.loads((COURSE / "pyproject.toml").read_text(encoding="utf-8"))
NEEDED = {
    setup.REQUIREMENTS: PROJECT["project"]["dependencies"],
    setup.TEST_REQUIREMENTS: PROJECT["project"]["dependencies"] + PROJECT["project"]["optional-dependencies"]["test"],
}
CONDA = yaml.safe_load((COURSE / "environment.yml").read_text(encoding="utf-8"))


def lines(path):
    """The lines of a requirements file, as requirements."""
    return [Requirement(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def by_name(path):
    found = {}
    for pinned in lines(path):
        found.setdefault(canonicalize_name(pinned.name), []).append(pinned)
    return found


def pin(requirement):
    """The one exact version of a line."""
    (specifier,) = requirement.specifier
    assert specifier.operator == "==" and "*" not in specifier.version, requirement
    return specifier.version


def name_of(path):
    return path.relative_to(COURSE).as_posix()


# ---- the pins ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", NEEDED, ids=name_of)
def test_every_line_pins_one_version_and_names_no_place(path):
    for pinned in lines(path):
        assert pin(pinned) and pinned.url is None


@pytest.mark.parametrize("path", NEEDED, ids=name_of)
def test_everything_needed_is_pinned_within_its_range(path):
    pinned = by_name(path)
    for needed in map(Requirement, NEEDED[path]):
        for line in pinned[canonicalize_name(needed.name)]:
            assert needed.specifier.contains(pin(line)), f"{line} is outside {needed}"


# The oldest Python that the course allows, the one that Binder has, and newer ones; on each system.
MACHINES = [
    {"python_version": python, "python_full_version": f"{python}.9", "sys_platform": system, "os_name": os_name}
    for python in ("3.11", "3.12", "3.13", "3.14")
    for system, os_name in (("linux", "posix"), ("darwin", "posix"), ("win32", "nt"))
]


@pytest.mark.parametrize("path", NEEDED, ids=name_of)
@pytest.mark.parametrize("machine", MACHINES, ids=lambda m: f"{m['sys_platform']}-{m['python_version']}")
def test_on_each_system_and_python_a_package_has_one_version(path, machine):
    needed = {canonicalize_name(Requirement(text).name) for text in NEEDED[path]}
    for name, pinned in by_name(path).items():
        there = [line for line in pinned if line.marker is None or line.marker.evaluate(machine)]
        assert len(there) <= 1, f"{name} has {len(there)} versions"
        assert there or name not in needed, f"{name} is missing"


def test_the_tests_run_on_the_versions_that_learners_have():
    course, tests = by_name(setup.REQUIREMENTS), by_name(setup.TEST_REQUIREMENTS)
    assert {name: list(map(str, pinned)) for name, pinned in course.items()} == {
        name: list(map(str, tests.get(name, []))) for name in course
    }


# Where the oldest or newest versions are tried, on purpose nothing is as it is pinned.
as_pinned = pytest.mark.skipif(os.environ.get("COURSE_VERSIONS") == "other", reason="other versions are tried here")


@as_pinned
def test_what_is_installed_here_is_what_is_pinned():
    here = [line for line in lines(setup.TEST_REQUIREMENTS) if line.marker is None or line.marker.evaluate()]
    assert len(here) > 50
    assert {line.name: installed_version(line.name) for line in here} == {line.name: pin(line) for line in here}


@as_pinned
def test_the_pins_are_complete_so_that_pip_adds_nothing_of_its_own_choice():
    pinned = set(by_name(setup.TEST_REQUIREMENTS))
    for name in pinned:
        try:
            needs = requires(name) or []
        except PackageNotFoundError:
            continue  # for another system or Python
        for needed in map(Requirement, needs):
            if needed.marker is None or needed.marker.evaluate({"extra": ""}):
                assert canonicalize_name(needed.name) in pinned, f"{name} needs {needed}"


def test_the_set_up_reads_the_pins_as_pip_does():
    for path in NEEDED:
        found, lines_of = setup.pins(path), by_name(path)
        assert {canonicalize_name(name) for name in found} == set(lines_of)
        for name, (versions, everywhere) in found.items():
            pinned = lines_of[canonicalize_name(name)]
            assert versions == {pin(line) for line in pinned}
            assert everywhere == all(line.marker is None for line in pinned)


def test_what_builds_the_package_is_pinned_too():
    for needed in map(Requirement, PROJECT["build-system"]["requires"]):
        assert pin(needed)


def test_the_oldest_python_is_the_same_everywhere():
    oldest = PROJECT["project"]["requires-python"].removeprefix(">=")
    for name in ("helpers/__main__.py", "helpers/tools/setup.py"):
        assert f"version_info < ({oldest.replace('.', ', ')})" in (COURSE / name).read_text(encoding="utf-8")
    assert f"Python {oldest} or newer" in (COURSE / "README.md").read_text(encoding="utf-8")


# ---- conda and Binder ----------------------------------------------------------------------------------------------


def test_conda_installs_the_pinned_requirements_and_nothing_else_with_pip():
    *packages, by_pip = CONDA["dependencies"]
    assert by_pip == {"pip": ["-r requirements.txt", "-e ."]}
    # Whatever else conda brought could drift from the pins.
    assert [package.split("=")[0] for package in packages] == ["python", "pip"]
    assert CONDA["name"] == PROJECT["project"]["name"] and CONDA["channels"] == ["conda-forge"]


def test_binder_builds_from_the_same_file_with_the_python_it_asks_for(monkeypatch):
    conda = pytest.importorskip("repo2docker.buildpacks.conda", reason="repo2docker cannot be imported on this system")
    monkeypatch.chdir(COURSE)
    pack = conda.CondaBuildPack("base:image")
    pack.platform = "linux/amd64"
    assert pack.detect(), "another file would be used in place of environment.yml"
    dockerfile = pack.render(build_args={})
    asked = next(package for package in CONDA["dependencies"] if str(package).startswith("python="))
    assert pack.python_version == asked.removeprefix("python=")
    assert re.search(r'env update -p \S+ --file "environment.yml"', dockerfile)
    # -r and -e name files of the course, so all of it must be there before it is installed.
    assert dockerfile.index("COPY --chown=1000:1000 src/") < dockerfile.index('--file "environment.yml"')
    lock = f"environment.py-{pack.python_version}-linux-64.lock"
    assert any(lock in str(source) for source in pack.get_build_script_files())


@pytest.mark.parametrize("folder", ["binder", ".binder"])
def test_no_folder_replaces_the_environment_file_on_binder(folder):
    assert not (COURSE / folder).exists()


# ---- the installed package and its kernels -------------------------------------------------------------------------


def test_a_lessons_kernel_finds_the_course_and_runs_on_one_blas_thread():
    # NumPy first, as a learner may do in a notebook of their own.
    code = """\
import json, numpy, helpers, helpers.layers
from threadpoolctl import threadpool_info
threads = [library["num_threads"] for library in threadpool_info() if library["user_api"] == "blas"]
print(json.dumps([helpers.__file__, threads]))"""
    environment = {name: value for name, value in os.environ.items() if not name.endswith("_NUM_THREADS")}
    manager, client = start_new_kernel(kernel_name="python3", cwd=str(COURSE / "lessons"), env=environment)
    try:
        printed = []
        client.execute_interactive(code, timeout=60, output_hook=lambda message: printed.append(message["content"]))
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    (text,) = [content["text"] for content in printed if content.get("name") == "stdout"]
    file, threads = json.loads(text)
    assert Path(file) == COURSE / "helpers" / "__init__.py"
    assert set(threads) <= {1}


def test_a_learners_file_hides_neither_the_course_nor_its_packages_and_can_still_be_imported(tmp_path):
    settings = COURSE / "helpers" / "tools" / "jupyterlab" / "etc" / "ipython" / "ipython_kernel_config.json"
    (tmp_path / "profile_default").mkdir()
    shutil.copy(settings, tmp_path / "profile_default")
    for name in ("helpers.py", "numpy.py", "mine.py"):
        (tmp_path / name).write_text("is_mine = True")
    code = "import helpers, numpy, mine; print(*(hasattr(module, 'is_mine') for module in (helpers, numpy, mine)), In)"
    manager, client = start_new_kernel(kernel_name="python3", cwd=str(tmp_path),
                                       env=os.environ | {"IPYTHONDIR": str(tmp_path)})  # fmt: skip
    try:
        printed = []
        client.execute_interactive(code, timeout=60, output_hook=lambda message: printed.append(message["content"]))
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    (text,) = [content["text"] for content in printed if content.get("name") == "stdout"]
    assert text == f"False False True {['', code]}\n", "and the kernel counts from one as ever"


def test_what_is_set_for_jupyterlab_and_its_kernels_is_part_of_the_installed_package():
    folder = COURSE / PROJECT["tool"]["flit"]["external-data"]["directory"]
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*.json")}
    assert files == {"etc/ipython/ipython_kernel_config.json",
                     "share/jupyter/lab/settings/overrides.d/why-activations.json"}  # fmt: skip


def test_the_package_is_installed_in_place():
    code = "import importlib.metadata as m; print(m.distribution('why-activations').read_text('direct_url.json'))"
    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout)["dir_info"] == {"editable": True}
    assert setup.installed_from_here()


# ---- nothing of any one machine ------------------------------------------------------------------------------------

# Written in pieces, so that this file does not contain what it looks for.
PLACES = {
    "an address of an index": r"(?:index-" + r"url|find-" + r"links)[\s=:]+['\"]?\w+:|\b(?:pypi|npmjs|anaconda)\."
    + r"(?:org|com)\b|python" + r"hosted\.org",
    "a folder of a person": r"(?<![\w.])/(?:home|Users)" + r"/(?!jovyan\b)\w+/|\b[A-Z]:" + r"\\+Users\\+\w+|"
    + r"(?<![\w./])/root" + r"/",
    "a folder of a machine": r"(?<![\w./])/work" + r"/|(?<![\w./])/opt" + r"/\w|/tmp/(?:ipy" + r"kernel|pytest)|file:"
    + r"///\w",
}  # fmt: skip


@pytest.fixture(scope="module")
def published():
    """Everything that is published: text by name, of the files that git knows and of its messages."""
    if not (COURSE / ".git").exists():
        pytest.skip("this is no git clone, so nobody knows which files belong to it")

    def git(*words):
        return subprocess.run(["git", *words], cwd=COURSE, capture_output=True, encoding="utf-8", check=True).stdout

    names = [name for name in git("ls-files", "-z").split("\0") if name and not name.endswith((".npz", ".png"))]
    texts = {name: (COURSE / name).read_text(encoding="utf-8") for name in names if (COURSE / name).exists()}
    assert len(texts) > 100
    return texts | {"messages": git("log", "--format=%B")}


@pytest.mark.parametrize("place", PLACES)
def test_nothing_that_is_published_names(place, published):
    found = {name: match[0] for name, text in published.items() for match in re.finditer(PLACES[place], text)}
    assert found == {}


@pytest.mark.parametrize(
    "place, text",
    [
        ("an address of an index", "--extra-index-" + "url=file:something"),
        ("an address of an index", "--find-" + "links https://a.b/wheels"),
        ("an address of an index", "https://files.python" + "hosted.org/packages/a"),
        ("an address of an index", "registry = 'https://pypi." + "org/simple'"),
        ("a folder of a person", '"/home' + '/ann/course/lessons"'),
        ("a folder of a person", "C:" + "\\\\Users\\\\ann"),
        ("a folder of a machine", "/tmp/ipy" + "kernel_123/1.py:3: UserWarning"),
    ],
)
def test_and_it_would_be_found(place, text):
    assert re.search(PLACES[place], text)
