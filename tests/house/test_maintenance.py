"""What surrounds the code: the workflow calls what exists, and what names the course's address names one."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml

from helpers.tools import address, commands

ROOT = Path(__file__).resolve().parents[2]
WORKFLOW = yaml.safe_load((ROOT / ".github" / "workflows" / "check.yml").read_text(encoding="utf-8"))
RUNS = [step["run"] for job in WORKFLOW["jobs"].values() for step in job["steps"] if "run" in step]


def test_the_workflow_calls_commands_that_there_are():
    assert any(".ci/run" in line for line in RUNS) and (ROOT / ".ci" / "run").exists()
    named = [word for line in RUNS for word in re.findall(r"-m helpers (\w+)", line)]
    assert named and set(named) <= {"lab", "test", *commands.TOOLS, *commands.FILES}


def test_the_workflow_tries_every_system_and_every_python_that_is_promised():
    matrix = WORKFLOW["jobs"]["systems"]["strategy"]["matrix"]
    assert {name.split("-")[0] for name in matrix["os"]} == {"ubuntu", "macos", "windows"}
    needed = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["requires-python"]
    assert needed == ">=" + min(matrix["python"])


def test_the_citation_names_the_address_and_the_licence_of_the_project():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation.get("repository-code", "") == address.published_at()
    assert citation["license"] == [project["license"], "CC-BY-4.0"]
    for name, words in (("LICENSE", "MIT License"), ("LICENSE-TEXT.md", "CC BY 4.0")):
        assert words in (ROOT / name).read_text(encoding="utf-8")
    assert {"cff-version", "message", "title", "authors"} <= set(citation)


@pytest.mark.parametrize("path", sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.md")), ids=lambda path: path.stem)
def test_a_template_of_an_issue_has_a_head_that_github_reads(path):
    head = yaml.safe_load(path.read_text(encoding="utf-8").split("---")[1])
    assert head["name"] and head["about"] and "title" in head
