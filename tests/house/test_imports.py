"""The direction of imports: the numerical half stands below the teaching half, and nothing goes round in a circle."""

import ast
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HELPERS = ROOT / "helpers"
NUMERICAL = {
    "activations", "base", "dropout_batchnorm", "layers", "pooling", "convolution", "recurrent", "network", "losses", "optimizers", "training",
    "collapse", "digits",
}  # fmt: skip


def module_name(path):
    """Return the name under which a file of the course is imported."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


FILES = {module_name(path): path for path in sorted(HELPERS.rglob("*.py")) if "data" not in path.parts}


def imports(path):
    """Return the modules of the course that a file imports, those inside its functions too."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}: write imports in full"
            inside = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {name if name in FILES else node.module for name in inside}
    return {name for name in found if name in FILES} - {module_name(path)}


GRAPH = {name: imports(path) for name, path in FILES.items()}


def room(name):
    """Return the room of a module in the house: a package below helpers, or a file that stands there alone."""
    return name.split(".")[1] if "." in name else ""


def assert_no_circle(graph):
    TopologicalSorter(graph).prepare()


def test_no_module_imports_itself_by_a_detour():
    assert_no_circle(GRAPH)


def test_no_two_rooms_import_each_other():
    rooms = {}
    for name, imported in GRAPH.items():
        rooms.setdefault(room(name), set()).update(map(room, imported))
    assert_no_circle({here: there - {here, ""} for here, there in rooms.items()})


def test_a_circle_is_noticed():
    with pytest.raises(ValueError, match="cycle"):
        assert_no_circle({"one": {"two"}, "two": {"three"}, "three": {"one"}})


@pytest.mark.parametrize("name", sorted(NUMERICAL))
def test_the_numerical_half_imports_nothing_of_the_teaching_half(name):
    assert {room(imported) for imported in GRAPH[f"helpers.{name}"]} <= NUMERICAL


def test_the_files_of_the_numerical_half_are_read_in_one_sitting():
    lines = {name: len(FILES[f"helpers.{name}"].read_text(encoding="utf-8").splitlines()) for name in NUMERICAL}
    assert sum(lines.values()) <= 2100
    assert max(lines.values()) <= 330, lines


def test_no_folder_of_the_course_holds_more_than_sixteen_files_of_code():
    tracked = subprocess.run(["git", "ls-files", "*.py", "*.js", "*.html"], cwd=ROOT, capture_output=True, text=True)
    paths = [Path(line) for line in tracked.stdout.splitlines()] if tracked.returncode == 0 else []
    folders = {}
    for path in paths or [path.relative_to(ROOT) for path in FILES.values()]:
        folders.setdefault(path.parent, []).append(path.name)
    crowded = {str(folder): len(names) for folder, names in folders.items() if len(names) > 16}
    assert crowded == {}


def test_the_notebooks_import_from_the_course_by_name():
    for path in [*(ROOT / "lessons").glob("*.ipynb"), *(ROOT / "solutions").glob("*.ipynb")]:
        assert "import *" not in path.read_text(encoding="utf-8"), path.name


def test_the_check_of_a_right_answer_loads_no_other_exercise_and_no_widget():
    code = (
        "import sys, numpy as np; from helpers.exercises import check; "
        "assert check('relu', lambda z: np.maximum(z, 0)).passed; print(*sys.modules)"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"ipywidgets", "matplotlib", "IPython"} & set(loaded)
    assert "helpers.exercises.lesson_01.softmax" not in loaded
