"""uv and pip are told what the machine says about the network and nothing else, and one sees that they are at work."""

import io
import os
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from helpers.tools import install, setup


class Screen(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture
def nothing_set(monkeypatch):
    """A machine that says nothing about pip and uv."""
    for name in list(os.environ):
        if name.startswith(("PIP_", "UV_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)


@pytest.fixture
def uv(tmp_path, monkeypatch, nothing_set):
    """A uv that writes down what it is told, and ends with the code in a file beside it."""
    if os.name == "nt":
        pytest.skip("Windows runs no script as uv")
    program = tmp_path / "bin" / "uv"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\nfor word; do echo \"$word\"; done > {tmp_path}/words\nenv > {tmp_path}/variables\n"
                       f"exit $(cat {tmp_path}/code)\n")  # fmt: skip
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(program.parent), prepend=os.pathsep)
    (tmp_path / "code").write_text("0")
    return tmp_path


def try_uv(folder):
    progress = install.Progress(1, [])
    return install.install_with_uv(sys.executable, folder / "requirements.txt", folder, progress)


def test_uv_installs_into_the_environment_and_the_course_in_place(uv):
    assert try_uv(uv)
    words = (uv / "words").read_text().split("\n")
    assert words[:2] == ["pip", "install"] and f"--python={sys.executable}" in words and "--no-config" in words
    assert words[-5:] == ["-r", str(uv / "requirements.txt"), "-e", ".", ""]


def test_a_uv_that_fails_or_is_not_there_has_installed_nothing(uv, monkeypatch):
    (uv / "code").write_text("2")
    assert not try_uv(uv)
    monkeypatch.setenv("PATH", os.devnull)
    assert not try_uv(uv)


def test_uv_is_told_where_pip_looks_and_keeps_only_its_own_settings_about_the_network(uv, monkeypatch):
    (uv / "pip.conf").write_text(
        "[global]\nindex-url = //a.invalid/simple\ncert = /a.pem\nconstraint = /c.txt\n"
        "extra-index-url =\n  //b.invalid\n  //c.invalid\n[install]\nindex-url = //d.invalid\n"
    )
    monkeypatch.setenv("PIP_CONFIG_FILE", str(uv / "pip.conf"))
    monkeypatch.setenv("PIP_FIND_LINKS", "/wheels")
    monkeypatch.setenv("UV_TARGET", "/elsewhere")
    monkeypatch.setenv("UV_CONSTRAINT", "/c.txt")
    monkeypatch.setenv("UV_CACHE_DIR", "/cache")
    monkeypatch.setenv("PYTHONPATH", "/lent")
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    assert try_uv(uv)
    words, variables = (uv / "words").read_text().split(), (uv / "variables").read_text().splitlines()
    assert [word for word in words if "invalid" in word or "wheels" in word] == [
        "--index-url=//d.invalid", "--extra-index-url=//b.invalid", "--extra-index-url=//c.invalid",
        "--find-links=/wheels"]  # fmt: skip
    assert "SSL_CERT_FILE=/a.pem" in variables and "UV_CACHE_DIR=/cache" in variables
    names = {line.partition("=")[0] for line in variables}
    assert not {"UV_TARGET", "UV_CONSTRAINT", "PYTHONPATH"} & names and not any(name[:4] == "PIP_" for name in names)


def test_where_pip_has_a_setting_that_uv_does_not_know_pip_is_used(uv, monkeypatch):
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    assert not try_uv(uv) and not (uv / "words").exists()


def test_what_pip_is_told_about_the_network_is_found_in_files_and_variables(nothing_set, monkeypatch, tmp_path):
    file = tmp_path / "pip.conf"
    file.write_text("[global]\ntimeout = 7\nproxy = http://p.invalid\ntarget = /t\nuser = true\nquiet = 1\n")
    monkeypatch.setenv("PIP_CONFIG_FILE", str(file))
    monkeypatch.setenv("PIP_PROXY", "http://q.invalid")
    monkeypatch.setenv("PIP_REQUIRE_HASHES", "1")
    found = install.network_settings(sys.executable)
    assert found["proxy"] == "http://q.invalid" and found["timeout"] == "7"
    assert not {"target", "user", "require-hashes", "constraint"} & set(found)


# ---- how far it is -------------------------------------------------------------------------------------------------


def arrive(folder, *names):
    for name in names:
        (folder / f"{name}-1.0.dist-info").mkdir()


def test_packages_are_counted_as_they_are_fetched_and_as_they_are_installed(tmp_path):
    arrive(tmp_path, "pip")
    progress = install.Progress(4, [tmp_path])
    for line in ("Collecting a==1.0 (from -r requirements.txt)", "  Downloading a-1.0.whl", "Collecting b==1.0"):
        progress.read(line + "\n")
    assert progress.sentence() == f"[{'#####':<20}] 2 of 4 packages fetched, 0 s"
    arrive(tmp_path, "a", "b", "c")
    assert progress.sentence() == f"[{'#' * 15:<20}] 3 of 4 packages installed, 0 s"
    arrive(tmp_path, "d", "the course itself")
    assert progress.sentence() == f"[{'#' * 20}] all 4 packages installed, and being compiled, 0 s"


def test_on_a_screen_a_bar_moves_and_leaves_no_trace(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "stdout", Screen())
    monkeypatch.setattr(install, "SCREEN", 0.01)
    with install.Progress(4, [tmp_path]):
        time.sleep(0.2)
        shown = sys.stdout.getvalue()
    assert shown.count("\r  [") > 1 and "\n" not in shown
    assert sys.stdout.getvalue().endswith(f"\r{'':<78}\r")


def test_without_a_screen_there_is_a_line_every_ten_seconds(monkeypatch, tmp_path, capsys):
    assert install.ELSEWHERE == 10
    monkeypatch.setattr(install, "ELSEWHERE", 0.05)
    with install.Progress(4, [tmp_path]):
        time.sleep(0.3)
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) > 1 and all(line.endswith(" s") and "0 of 4 packages" in line for line in lines)


def test_an_installation_that_is_stopped_ends_the_progress_and_the_process(tmp_path):
    class Stopped(install.Progress):
        def read(self, line):
            raise KeyboardInterrupt

    progress = Stopped(1, [])
    command = [sys.executable, "-u", "-c", "import time; print('Collecting a'); time.sleep(0.1)"]
    with pytest.raises(KeyboardInterrupt):
        install.watched(command, tmp_path, dict(os.environ), progress)
    assert not progress.thread.is_alive()


def test_the_standard_library_is_all_that_it_needs():
    code = "import sys, helpers.tools.setup; print(*{name.split('.')[0] for name in sys.modules})"
    course = Path(install.__file__).parents[2]
    loaded = subprocess.run([sys.executable, "-S", "-c", code], cwd=course, capture_output=True, text=True, check=True)
    assert set(loaded.stdout.split()) <= sys.stdlib_module_names | {"helpers", "__main__"}


@pytest.mark.parametrize(
    "requirements", [setup.REQUIREMENTS, setup.TEST_REQUIREMENTS], ids=lambda path: path.parent.name
)
def test_every_condition_in_the_requirements_can_be_told_here(requirements):
    assert 50 < setup.packages_that_apply(requirements) <= len(requirements.read_text(encoding="utf-8").splitlines())
