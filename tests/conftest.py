"""Settings for every test."""

import os
import tempfile
from pathlib import Path

# Before anything of the course is imported: no test, and no kernel that a test starts, may touch a learner's progress.
_folder = tempfile.TemporaryDirectory(prefix="course-tests-")
os.environ["COURSE_PROGRESS_FILE"] = str(Path(_folder.name) / "progress.jsonl")

import pytest

COSTS = pytest.StashKey[float]()
CPU = "seconds of CPU"
SHOWN = 20


def _cpu():
    """Seconds of CPU that this process and its finished children have used."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_setup(item):
    item.stash[COSTS] = _cpu()
    return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    # A worker's report reaches the process that prints with its user properties, and with nothing else of its own.
    if call.when == "teardown" and COSTS in item.stash:
        item.user_properties.append((CPU, _cpu() - item.stash[COSTS]))
    return (yield)


def pytest_terminal_summary(terminalreporter, config):
    """What each file of tests cost: a slow one shows before the whole is slow."""
    costs = {}
    for reports in terminalreporter.stats.values():
        for report in reports:
            spent = dict(getattr(report, "user_properties", ())).get(CPU)
            if spent is not None and report.when == "teardown":
                path = report.nodeid.split("::")[0]
                count, seconds = costs.get(path, (0, 0.0))
                costs[path] = count + 1, seconds + spent
    if len(costs) < 2:
        return
    total = sum(seconds for _, seconds in costs.values())
    terminalreporter.section(f"{total:.0f} seconds of CPU, the {min(SHOWN, len(costs))} dearest files first")
    for path, (count, seconds) in sorted(costs.items(), key=lambda entry: -entry[1][1])[:SHOWN]:
        terminalreporter.write_line(f"{seconds:7.1f} s  {count:5} tests  {path}")
