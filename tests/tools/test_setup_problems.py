"""What is missing on a machine is said in one sentence with the remedy, and nothing half-made is relied on."""

import contextlib
import os
import re
import subprocess
import sys
import tempfile
from collections import namedtuple
from pathlib import Path

import pytest

from helpers.tools import setup
from helpers.tools.setup import SetupError


def one_sentence(error):
    text = str(error.value)
    assert "\n" not in text and text.endswith(".")
    return text


@pytest.mark.parametrize("module", ["venv", "ensurepip"])
def test_without_a_complete_venv_module_the_package_is_named(monkeypatch, tmp_path, module):
    monkeypatch.setattr(setup.importlib.util, "find_spec", lambda name: None if name == module else object())
    with pytest.raises(SetupError) as error:
        setup.make_environment(tmp_path / ".venv")
    assert f"sudo apt install python3.{sys.version_info.minor}-venv" in one_sentence(error)


def test_an_ensurepip_that_fails_is_an_incomplete_venv_module_too(monkeypatch, tmp_path):
    said = "Error: Command '['python', '-m', 'ensurepip', '--upgrade']' returned non-zero exit status 1."
    monkeypatch.setattr(setup.subprocess, "run", lambda *_, **__: subprocess.CompletedProcess([], 1, "", said))
    monkeypatch.setattr(setup, "COURSE", tmp_path)
    with pytest.raises(SetupError) as error:
        setup.make_environment(tmp_path / ".venv")
    assert one_sentence(error) == setup.NO_VENV


def test_a_full_disk_is_noticed_before_pip_begins(monkeypatch, tmp_path):
    failed = subprocess.CompletedProcess([], 1, "", "ensurepip failed")
    monkeypatch.setattr(setup.subprocess, "run", lambda *_, **__: failed)
    monkeypatch.setattr(setup.shutil, "disk_usage", lambda _: namedtuple("usage", "total used free")(10**9, 10**9, 0))
    monkeypatch.setattr(setup, "COURSE", tmp_path)
    with pytest.raises(SetupError) as error:
        setup.make_environment(tmp_path / ".venv")
    assert one_sentence(error) == setup.FULL


@contextlib.contextmanager
def unwritable(folder):
    """Take away the right to write in a folder; root, who may write anywhere, is nobody for the while."""
    folder.chmod(0o555)
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)
        folder.chmod(0o755)


@pytest.mark.skipif(os.name == "nt", reason="a folder on Windows has no mode that forbids writing")
@pytest.mark.parametrize("there_is_one", [False, True])
def test_a_folder_that_cannot_be_written_is_named(monkeypatch, capsys, there_is_one):
    monkeypatch.setattr(setup, "has_everything", lambda _: False)
    monkeypatch.setattr(setup.importlib.util, "find_spec", lambda name: object())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        monkeypatch.setattr(setup, "COURSE", folder)
        if there_is_one:
            (folder / ".venv").mkdir(mode=0o555)
        with unwritable(folder), pytest.raises(SetupError) as error:
            setup.environment(setup.REQUIREMENTS)
        assert f"{folder} cannot be written: copy it to a folder of your own" in one_sentence(error)
    assert capsys.readouterr().out == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk that is always full")
def test_a_disk_that_is_full_says_so_wherever_it_is_noticed():
    with pytest.raises(OSError) as error, open("/dev/full", "w", buffering=1) as disk:
        disk.write("a stamp\n")
    assert setup.why_not_written(error.value) == setup.FULL


def test_a_refused_connection_is_a_matter_of_the_network(monkeypatch, tmp_path):
    (tmp_path / "requirements.txt").write_text("no-such-package==1.0\n")
    monkeypatch.setattr(setup, "COURSE", tmp_path)
    monkeypatch.delenv("PIP_FIND_LINKS", raising=False)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_INDEX_URL", "https://index.invalid/simple")
    monkeypatch.setenv("PIP_RETRIES", "0")
    for name in ("HTTPS_PROXY", "https_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with pytest.raises(SetupError) as error:
        setup.install(Path(sys.executable), tmp_path / "requirements.txt")
    assert one_sentence(error) == setup.OFFLINE


# What pip writes, shortened, and what the learner reads.
SAID = {
    "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device": "The disk is full",
    "ERROR: Could not install packages due to an OSError: [WinError 112] There is not enough space on the disk": (
        "The disk is full"
    ),
    "ERROR: Could not install packages due to an OSError: [Errno 2] No such file or directory: 'C:\\a\\b'\n"
    "HINT: This error might have occurred since this system does not have Windows Long Path support enabled.": (
        "too long for Windows"
    ),
    "WARNING: Retrying (Retry(total=0)) after connection broken by 'NameResolutionError(\"Failed to resolve 'a.b'\")'\n"
    "ERROR: No matching distribution found for anyio==4.16.0": "could not be downloaded",
    "WARNING: Retrying after connection broken by 'SSLError(SSLCertVerificationError('CERTIFICATE_VERIFY_FAILED'))'\n"
    "ERROR: No matching distribution found for anyio==4.16.0": "could not be downloaded",
    "ERROR: Could not find a version that satisfies the requirement anyio==4.16.0 (from versions: none)\n"
    "ERROR: No matching distribution found for anyio==4.16.0": "could not be downloaded",
    "ERROR: Could not find a version that satisfies the requirement anyio==9 (from versions: 1.0, 2.0)\n"
    "ERROR: No matching distribution found for anyio==9": r"for Python 3\.\d+ \(ERROR: No matching distribution found",
    "ERROR: Cannot install a and b because these package versions have conflicting dependencies.\n"
    "ERROR: ResolutionImpossible: for help visit the page": "ResolutionImpossible",
    "": "pip gave no reason",
}


@pytest.mark.parametrize("said", SAID, ids=lambda said: SAID[said][:24])
def test_what_pip_says_becomes_one_sentence_with_a_remedy(said):
    answer = setup.why_pip_failed(said)
    assert re.search(SAID[said], answer)
    assert "\n" not in answer and answer.endswith(".")
