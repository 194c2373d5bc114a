"""Each command of ``python -m helpers`` does what the usage says, and its exit code comes through."""

import importlib
import importlib.util
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import tomllib
import urllib.request
from pathlib import Path

import pytest
from jupyter_client import BlockingKernelClient

from helpers.tools import build, commands, setup

WORDS = re.findall(r"^  ([\w-]+)  ", commands.USAGE, re.MULTILINE)


def run(*words, **options):
    """Run ``python -m helpers`` as a learner does."""
    command = [sys.executable, "-m", "helpers", *words]
    return subprocess.run(command, capture_output=True, encoding="utf-8", **({"cwd": setup.COURSE} | options))


@pytest.fixture
def line(monkeypatch):
    """What a command would run, and in which folder."""
    started = []
    monkeypatch.setattr(commands, "run", lambda command, folder: started.append((command, folder)) or 0)

    def started_by(*words):
        assert commands.main(list(words)) == 0
        return started.pop()

    return started_by


# ---- the words -----------------------------------------------------------------------------------------------------


def test_the_usage_names_every_command_and_no_other():
    assert sorted(WORDS) == sorted(
        ["lab", "test", *commands.TOOLS, *(word for word in commands.FILES if " " not in word)]
    )


@pytest.mark.parametrize("word", ["--help", "-h", "help"])
def test_the_usage_is_there_for_who_asks(word, capsys):
    assert commands.main([word]) == 0
    assert capsys.readouterr().out == commands.USAGE + "\n"


def test_an_unknown_command_is_an_error_that_shows_the_known_ones():
    done = run("tset")
    assert done.returncode == 2 and done.stdout == ""
    assert done.stderr.startswith("There is no command 'tset'.\n") and commands.USAGE in done.stderr


def test_without_a_command_the_course_opens(line):
    assert line() == line("lab")
    assert line("--no-browser") == line("lab", "--no-browser")


def command_line(command, *rest):
    return commands.command_line("python", command, list(rest))


def test_every_tool_is_there_to_be_run():
    for module in commands.TOOLS.values():
        assert importlib.util.find_spec(module), module
    for file in commands.FILES.values():
        assert (commands.COURSE / file).is_file(), file


def test_what_is_no_part_of_the_package_runs_from_its_file():
    assert command_line("bench", "--full")[1:] == [
        str(commands.COURSE / "tests/benchmarks/training_speed.py"),
        "--full",
    ]
    assert command_line("bench", "explorers", "3")[1:] == [str(commands.COURSE / "tests/benchmarks/explorers.py"), "3"]


@pytest.mark.parametrize("word, module", commands.TOOLS.items())
def test_a_tool_that_is_asked_for_help_calls_itself_by_the_command_that_starts_it(word, module, capsys):
    with pytest.raises(SystemExit) as end:
        importlib.import_module(module).main(["--help"])
    assert end.value.code == 0 and capsys.readouterr().out.startswith(f"usage: python -m helpers {word} ")


# ---- what they run -------------------------------------------------------------------------------------------------


def test_options_are_passed_on_as_they_are():
    for word, module in commands.TOOLS.items():
        assert command_line(word, "--a", "b c") == ["python", "-m", module, "--a", "b c"]
    assert command_line("bench", "explorers", "--a")[2:] == ["--a"]
    assert command_line("test", "-k", "relu") == ["python", "-m", "pytest", "-k", "relu"]
    assert command_line("test")[3:] == ["--numprocesses=2", "--dist=worksteal"]
    assert command_line("lab", "--no-browser")[-1] == "--no-browser"


def test_the_browser_tests_run_only_when_they_are_asked_for():
    settings = tomllib.loads((setup.COURSE / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["pytest"]
    assert "not browser and not whole" in settings["ini_options"]["addopts"]
    one = "tests/browser/test_lessons_in_browser.py"
    done = run("test", "--browser", "--collect-only", "-q", one)
    assert done.returncode == 0 and f"{one}::test_" in done.stdout and "deselected" not in done.stdout


def test_the_exit_code_of_what_was_run_comes_through(tmp_path):
    assert run("mark", "no-such-folder", cwd=tmp_path).returncode == 2


@pytest.mark.skipif(os.name == "nt", reason="Windows has no signals to die of")
def test_a_command_that_is_killed_counts_as_a_shell_would_count_it():
    assert commands.run([sys.executable, "-c", "import os; os.kill(os.getpid(), 9)"], None) == 128 + 9


def test_tests_and_lessons_run_in_the_course_and_marking_where_you_are(line):
    assert line("test")[1] == line("lab")[1] == line("build")[1] == setup.COURSE
    assert line("mark", "folder")[1] is None and line("nbgrader", "folder")[1] is None


def test_marking_takes_and_leaves_files_where_you_are(tmp_path):
    (tmp_path / "handed in").mkdir()
    shutil.copy(setup.COURSE / commands.FIRST_LESSON, tmp_path / "handed in")
    done = run("mark", "handed in", "--report", "report.md", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "00_start_here" in (tmp_path / "marks.csv").read_text(encoding="utf-8") and (tmp_path / "report.md").exists()


def test_build_check_tells_whether_the_lessons_are_up_to_date():
    done = run("build", "--check")
    stale = build.out_of_date()
    assert done.returncode == bool(stale), done.stderr
    assert all(name in done.stdout for name in stale) and (stale or "every lesson is up to date" in done.stdout)


def test_only_what_works_on_the_course_asks_for_what_the_tests_need_and_an_update_for_nothing(monkeypatch):
    monkeypatch.setattr(setup, "environment", lambda requirements: requirements)
    others = dict.fromkeys(["test", "site", *commands.FILES], setup.TEST_REQUIREMENTS)
    others |= dict.fromkeys(["update", "publish"], sys.executable)
    for word in WORDS:
        assert commands.python_for(word) == others.get(word, setup.REQUIREMENTS)


def test_a_set_up_that_fails_is_one_sentence_and_no_traceback(monkeypatch, capsys):
    def fail(_):
        raise setup.SetupError("The disk is full: free about 1 GB and start again.")

    monkeypatch.setattr(setup, "environment", fail)
    assert commands.main(["lab"]) == 1
    assert capsys.readouterr().err == "The disk is full: free about 1 GB and start again.\n"


def test_ctrl_c_during_the_set_up_is_no_traceback_either(monkeypatch, capsys):
    def interrupted(_):
        raise KeyboardInterrupt

    monkeypatch.setattr(setup, "environment", interrupted)
    assert commands.main(["lab"]) == 130
    assert "Stopped" in capsys.readouterr().err


def test_ctrl_c_is_left_to_what_is_running():
    class Child:
        """JupyterLab asks whether it should stop; on the second Ctrl-C it does."""

        asked = 0

        def wait(self):
            self.asked += 1
            if self.asked <= 2:
                raise KeyboardInterrupt
            return 0

    child = Child()
    assert commands.wait(child) == 0 and child.asked == 3


# As on Windows, where what is redirected into a file is written in an old encoding.
OLD = {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "LC_ALL": "C"}


def without_utf8(code):
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONIOENCODING"} | OLD
    done = subprocess.run([sys.executable, "-c", code], cwd=setup.COURSE, env=environment, capture_output=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "cp437"])
def test_a_console_without_a_letter_shows_another_and_no_error(encoding):
    code = f"""\
import sys
from helpers.tools import commands
sys.stdout.reconfigure(encoding={encoding!r}, errors="strict")
commands.USAGE = chr(0x2713) + " done"
sys.exit(commands.main(["--help"]))
"""
    assert without_utf8(code).strip() == b"? done"


def test_nor_do_the_tools_fail_on_such_a_console():
    code = """\
import sys
from helpers.tools import commands
sys.exit(commands.run([sys.executable, "-c", "print(chr(0x2713), 'done')"], None))
"""
    assert without_utf8(code).strip() in (b"? done", "✓ done".encode())


# ---- JupyterLab ----------------------------------------------------------------------------------------------------


def test_another_notebook_can_be_named(line):
    words, _ = line("lab", "lessons/02_linear_collapse.ipynb")
    assert words[-1] == "lessons/02_linear_collapse.ipynb" and not any("default_url" in word for word in words)


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """JupyterLab as the command starts it, with nothing of the user's: how to ask it, its output, its process."""
    folder = tmp_path_factory.mktemp("lab")
    # What a machine may be set to: another kernel called python3, a server that is configured for another environment,
    # a program that runs first in every kernel, pictures in windows.
    other = {"argv": ["no-such-python", "{connection_file}"], "display_name": "Other", "language": "python"}
    for name in ("python3", "other"):
        (folder / "other" / "kernels" / name).mkdir(parents=True)
        (folder / "other" / "kernels" / name / "kernel.json").write_text(json.dumps(other))
    (folder / "other" / "jupyter_server_config.py").write_text("import a_package_of_another_environment")
    (folder / "first.py").write_text("import a_package_of_another_environment")
    others = {"JUPYTER_PATH": str(folder / "other"), "JUPYTER_CONFIG_PATH": str(folder / "other"),
              "JUPYTER_PREFER_ENV_PATH": "0", "PYTHONSTARTUP": str(folder / "first.py"), "MPLBACKEND": "tkagg"}  # fmt: skip
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    own = {"CONFIG": "JUPYTER_CONFIG_DIR", "DATA": "JUPYTER_DATA_DIR", "RUNTIME": "JUPYTER_RUNTIME_DIR",
           "SETTINGS": "JUPYTERLAB_SETTINGS_DIR", "WORKSPACES": "JUPYTERLAB_WORKSPACES_DIR",
           "IPYTHON": "IPYTHONDIR"}  # fmt: skip
    environment = os.environ | others | {variable: str(folder / name) for name, variable in own.items()}
    words = ["--no-browser", f"--port={port}", "--ServerApp.port_retries=0", "--IdentityProvider.token=t"]
    with open(folder / "log", "w", encoding="utf-8") as log:
        process = subprocess.Popen([sys.executable, "-m", "helpers", "lab", *words], cwd=setup.COURSE, env=environment,
                                   stdout=log, stderr=subprocess.STDOUT)  # fmt: skip

        def ask(path, method="GET", told=None):
            question = urllib.request.Request(f"http://127.0.0.1:{port}/{path}?token=t", method=method,
                                              data=json.dumps(told).encode() if told else None)  # fmt: skip
            with urllib.request.urlopen(question, timeout=10) as answer:
                return answer.read().decode("utf-8")

        for _ in range(240):
            try:
                ask("api")
                break
            except OSError:
                assert process.poll() is None, (folder / "log").read_text(encoding="utf-8")
                time.sleep(0.25)
        yield ask, folder / "log", process
        if process.poll() is None:
            ask("api/shutdown", method="POST")
        process.wait(30)


def test_the_address_in_the_terminal_leads_to_lesson_00(lab):
    ask, log, _ = lab
    (address, *_) = re.findall(r"http://127\.0\.0\.1:\d+/(\S*)\?token", log.read_text(encoding="utf-8"))
    assert address == f"lab/tree/{commands.FIRST_LESSON}"
    assert "jupyter-config-data" in ask(address)


def test_the_whole_course_is_shown(lab):
    ask, _, _ = lab
    shown = {entry["name"] for entry in json.loads(ask("api/contents/"))["content"]}
    assert {"lessons", "solutions", "helpers", "README.md"} <= shown


def test_jupyterlab_has_all_its_settings_and_asks_about_no_news(lab):
    ask, _, _ = lab
    settings = {entry["id"]: entry for entry in json.loads(ask("lab/api/settings/"))["settings"]}
    news = settings["@jupyterlab/apputils-extension:notification"]["schema"]["properties"]
    assert news["fetchNews"]["default"] == "false" and news["checkForUpdates"]["default"] is False
    assert "@jupyterlab/notebook-extension:tracker" in settings and len(settings) > 40
    # Settings that a person makes for this JupyterLab, and those of other packages, still have their usual place.
    page = json.loads(re.search(r'<script id="jupyter-config-data"[^>]*>(.*?)</script>', ask("lab"), re.DOTALL)[1])
    assert Path(page["appSettingsDir"]) == Path(sys.prefix) / "share" / "jupyter" / "lab" / "settings"


def test_the_widgets_are_there(lab):
    ask, _, _ = lab
    page = json.loads(re.search(r'<script id="jupyter-config-data"[^>]*>(.*?)</script>', ask("lab"), re.DOTALL)[1])
    assert "@jupyter-widgets/jupyterlab-manager" in {found["name"] for found in page["federated_extensions"]}


def test_a_lesson_is_opened_as_a_valid_notebook_on_the_kernel_of_the_courses_own_python(lab):
    ask, log, _ = lab
    opened = json.loads(ask(f"api/contents/{commands.FIRST_LESSON}"))
    assert opened["type"] == "notebook" and "message" not in opened, (
        "what the server says of a notebook that is not valid"
    )
    specs = json.loads(ask("api/kernelspecs"))
    assert specs["default"] == "python3" and "other" in specs["kernelspecs"], "other kernels are there to be chosen"
    told = {"path": commands.FIRST_LESSON, "type": "notebook", "name": "", "kernel": {"name": "python3"}}
    kernel = json.loads(ask("api/sessions", "POST", told))["kernel"]["id"]
    client = BlockingKernelClient(connection_file=str(log.parent / "RUNTIME" / f"kernel-{kernel}.json"))
    client.load_connection_file()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=60)
        code = "import os, sys, helpers; print(sys.prefix, helpers.__file__, os.environ.get('MPLBACKEND'), sep='\\n')"
        said = []
        client.execute_interactive(code, timeout=60, output_hook=lambda message: said.append(message["content"]))
    finally:
        client.stop_channels()
        ask(f"api/kernels/{kernel}", "DELETE")
    text = "".join(content.get("text", content.get("evalue", "")) for content in said)
    assert text.splitlines()[:2] == [sys.prefix, str(setup.COURSE / "helpers" / "__init__.py")]
    assert text.splitlines()[2] != "tkagg", "the kernel's own choice, so that pictures are in the notebook"


@pytest.mark.skipif(os.name == "nt", reason="on Windows nobody is told before a process is ended")
def test_ending_the_command_ends_jupyterlab(lab):
    ask, _, process = lab
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 0
    with pytest.raises(OSError):
        ask("api")


# ---- the server without what it does not need, and its folders -----------------------------------------------------


def within(code, **variables):
    """What is printed by a Python that begins as JupyterLab's does, up to the server's own start."""
    begin = "import sys, types; sys.modules['jupyterlab'] = types.ModuleType('jupyterlab'); import helpers.tools.lab as lab\n"
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "IPYTHON"))}
    done = subprocess.run([sys.executable, "-c", begin + code], cwd=setup.COURSE, capture_output=True, text=True,
                          env=environment | variables)  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_slow_parser_is_kept_out_of_the_server_which_still_tells_valid_notebooks_from_others(tmp_path):
    code = """\
lab.surroundings = dict
sys.modules["jupyterlab"].labapp = types.SimpleNamespace(main=lambda: 0)
try:
    lab.main()
except SystemExit:
    pass
import jupyterlab, nbformat, jupyter_server.serverapp, jsonschema
assert "lark" not in sys.modules
notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1")])
nbformat.validate(notebook)
notebook.cells[0].outputs = "none"
try:
    nbformat.validate(notebook)
except nbformat.ValidationError:
    print("not valid")
jsonschema.FormatChecker().check("2026-01-31", "date")
"""
    assert within(code) == "not valid\n"


FOLDERS = """\
import json
sys.prefix = PREFIX
print(json.dumps(lab.surroundings() | {"home": lab.os.path.expanduser("~")}))
"""


def folders(prefix, **variables):
    return json.loads(within(f"PREFIX = {str(prefix)!r}\n{FOLDERS}", **variables))


@pytest.mark.skipif(os.name == "nt", reason="the paths are those of other systems")
def test_with_a_home_that_is_not_there_everything_goes_to_the_environment(tmp_path):
    found = folders(tmp_path, HOME="/dev/null/nobody", XDG_DATA_HOME="")
    assert found["home"] == str(tmp_path / "jupyter" / "home")
    for variable in ("JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "JUPYTER_CONFIG_DIR", "JUPYTERLAB_SETTINGS_DIR",
                     "IPYTHONDIR"):  # fmt: skip
        assert Path(found[variable]).is_relative_to(tmp_path / "jupyter") and Path(found[variable]).is_dir()


@pytest.mark.skipif(os.name == "nt", reason="the paths are those of other systems")
def test_where_the_environment_cannot_be_written_either_a_temporary_folder_is_used_and_removed(tmp_path):
    found = folders("/dev/null/environment", HOME="/dev/null/nobody", TMPDIR=str(tmp_path))
    assert Path(found["JUPYTER_RUNTIME_DIR"]).is_relative_to(tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="the paths are those of other systems")
def test_settings_and_trusted_notebooks_stay_at_home_and_what_others_configured_does_not_count(tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    found = folders(tmp_path / "environment", HOME=str(home), JUPYTER_PATH="/others", JUPYTER_CONFIG_PATH="/others")
    assert Path(found["JUPYTERLAB_SETTINGS_DIR"]) == home / ".jupyter" / "lab" / "user-settings"
    assert Path(found["JUPYTER_DATA_DIR"]).is_relative_to(home)
    for variable in ("JUPYTER_CONFIG_DIR", "IPYTHONDIR"):
        assert Path(found[variable]).is_relative_to(tmp_path / "environment")
    assert found["JUPYTER_PATH"].split(os.pathsep) == [str(tmp_path / "environment" / "share" / "jupyter"), "/others"]
    assert found["JUPYTER_CONFIG_PATH"] == ""


@pytest.mark.skipif(os.name == "nt", reason="the paths are those of other systems")
def test_a_folder_at_home_that_belongs_to_somebody_else_is_replaced_alone(tmp_path):
    (tmp_path / "home" / ".local").mkdir(parents=True)
    (tmp_path / "home" / ".local" / "share").write_text("no folder can be made here")
    found = folders(tmp_path / "environment", HOME=str(tmp_path / "home"), XDG_DATA_HOME="")
    assert found["home"] == str(tmp_path / "home")
    assert Path(found["JUPYTER_DATA_DIR"]).is_relative_to(tmp_path / "environment") or sys.platform == "darwin"


def test_a_file_that_stands_for_a_part_of_python_is_named(line, monkeypatch, tmp_path, capsys):
    for name in ("re.py", "numpy.py", "mine.py", "types.ipynb"):
        (tmp_path / "lessons" / name).parent.mkdir(exist_ok=True)
        (tmp_path / "lessons" / name).touch()
    monkeypatch.setattr(commands, "COURSE", tmp_path)
    line("lab")
    said = capsys.readouterr().err
    assert said.startswith("lessons/re.py has the name of a part of Python") and said.count("\n") == 1


def test_a_file_beside_the_front_door_stands_for_no_part_of_python(tmp_path):
    (tmp_path / "random.py").write_text("raise SystemError('the wrong one')")
    (tmp_path / "tempfile.py").write_text("raise SystemError('the wrong one')")
    shutil.copytree(setup.COURSE / "helpers", tmp_path / "helpers", ignore=shutil.ignore_patterns("data", "lesson_*"))
    done = run("--help", cwd=tmp_path)
    assert done.stdout == commands.USAGE + "\n", done.stderr
