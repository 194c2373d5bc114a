"""Settings for every test."""

import os
import tempfile
from pathlib import Path

# Before anything of the course is imported: no test, and no kernel that a test starts, may touch a learner's progress.
_folder = tempfile.TemporaryDirectory(prefix="course-tests-")
os.environ["COURSE_PROGRESS_FILE"] = str(Path(_folder.name) / "progress.jsonl")
