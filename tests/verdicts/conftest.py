"""Every test here begins with no progress, and writes none of a learner's."""

import pytest

from helpers import logbook


@pytest.fixture(autouse=True)
def progress(tmp_path, monkeypatch):
    file = tmp_path / "progress" / ".progress.jsonl"
    monkeypatch.setenv("COURSE_PROGRESS_FILE", str(file))
    monkeypatch.setattr(logbook, "_waiting", {})
    return file
