"""The numerical half stands on its own, is found from everywhere, and runs its matrix products on one thread."""

import ast
import doctest
import importlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HELPERS = ROOT / "helpers"
# In reading order; each may import those before it.
NUMERICAL = ["activations", "base", "dropout_batchnorm", "layers", "pooling", "convolution", "recurrent", "network", "losses", "optimizers",
             "training", "collapse", "digits"]  # fmt: skip
THREAD_VARIABLES = ["OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS",
                    "VECLIB_MAXIMUM_THREADS"]  # fmt: skip


def imports(path):
    """Every module that a file imports, also inside its functions."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}: write imports in full"
            # "from helpers import style" imports helpers.style.
            found |= {f"helpers.{alias.name}" for alias in node.names} if node.module == "helpers" else {node.module}
    return found


def python(code, cwd=ROOT, **variables):
    """What a fresh Python prints."""
    environment = {key: value for key, value in os.environ.items() if key not in THREAD_VARIABLES} | variables
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.parametrize("module", NUMERICAL)
def test_a_numerical_module_imports_only_those_before_it(module):
    before = {f"helpers.{name}" for name in NUMERICAL[: NUMERICAL.index(module)]}
    outside = {"numpy", "tqdm.auto", "collections.abc", "copy", "math", "types", "typing", "dataclasses", "pathlib"}
    assert imports(HELPERS / f"{module}.py") <= before | outside


def test_using_the_numerical_half_loads_nothing_of_the_teaching_half():
    code = f"import sys; {'; '.join(f'import helpers.{name}' for name in NUMERICAL)}; print(*sys.modules)"
    loaded = set(python(code).split())
    allowed = {"helpers", *(f"helpers.{name}" for name in NUMERICAL)}
    assert {name for name in loaded if name.split(".")[0] == "helpers"} == allowed
    assert not loaded & {"matplotlib", "ipywidgets", "IPython", "tqdm", "torch", "scipy", "sklearn"}


@pytest.mark.parametrize("module", NUMERICAL)
def test_every_example_in_the_numerical_half_runs(module):
    outcome = doctest.testmod(importlib.import_module(f"helpers.{module}"))
    assert outcome.failed == 0


def test_importing_the_package_alone_loads_neither_numpy_nor_anything_else_of_it():
    loaded = python("import sys, helpers; print(*sys.modules)").split()
    assert "numpy" not in loaded
    assert [name for name in loaded if name.startswith("helpers.")] == []


COUNT_THREADS = "from threadpoolctl import threadpool_info; import numpy; numpy.ones((9, 9)) @ numpy.ones((9, 9)); " \
                "print([lib['num_threads'] for lib in threadpool_info() if lib['user_api'] == 'blas'])"  # fmt: skip


ORDERS = ["import helpers, numpy", "import numpy, helpers", "import numpy.linalg; import helpers.layers"]


@pytest.mark.parametrize("order", ORDERS)
def test_matrix_products_run_on_one_thread_in_whatever_order_the_imports_come(order):
    counts = set(ast.literal_eval(python(f"{order}; {COUNT_THREADS}")))
    if not counts:
        pytest.skip("this NumPy's BLAS has no threads that could be counted")
    assert counts == {1}


@pytest.mark.skipif((os.cpu_count() or 1) < 2, reason="one core has one thread anyway")
@pytest.mark.parametrize("order", ["import helpers, numpy", "import numpy, helpers"])
def test_a_number_of_threads_that_you_chose_yourself_is_kept(order):
    counts = set(ast.literal_eval(python(f"{order}; {COUNT_THREADS}", OPENBLAS_NUM_THREADS="2", OMP_NUM_THREADS="2")))
    assert not counts or counts == {2}


@pytest.mark.parametrize("chosen", ["", "many"])
def test_a_number_of_threads_that_is_none_does_not_stop_the_course(chosen):
    assert python("import numpy, helpers; print('here')", OPENBLAS_NUM_THREADS=chosen) == "here"


@pytest.mark.parametrize("folder", ["lessons", "solutions", "."])
def test_the_package_is_found_from_where_a_notebook_runs(folder):
    code = "import sys; sys.path.remove(''); import helpers.layers; print(helpers.__file__)"
    place = ROOT / folder
    if not place.is_dir():
        pytest.skip(f"there is no {folder} folder here")
    assert Path(python(code, cwd=place)).resolve() == HELPERS / "__init__.py"
