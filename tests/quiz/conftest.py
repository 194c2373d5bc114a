"""The page that a test of predictions and quizzes looks at."""

import pytest
from shown import Page, restart

from helpers import live
from helpers.quiz import predictions


@pytest.fixture
def page(monkeypatch, tmp_path):
    shown = Page()
    monkeypatch.setattr(live, "show", shown.show)
    monkeypatch.setattr(predictions, "display_bundle", shown.outputs.append)
    monkeypatch.setenv("COURSE_PROGRESS_FILE", str(tmp_path / "progress.jsonl"))
    restart(monkeypatch)
    return shown
