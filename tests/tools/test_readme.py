"""Every command, link and number in the README is right."""

import re
import shlex
import tomllib

import nbformat
import pytest
import yaml

from helpers.notebooks import COURSE
from helpers.tools import address, commands, setup

README = (COURSE / "README.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads((COURSE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
ADDRESS = address.published_at()

FENCED = [line for block in re.findall(r"```\n(.*?)```", README, re.DOTALL) for line in block.splitlines()]
IN_TEXT = re.findall(r"`((?:python|pip|uv|git|conda) [^`]+)`", re.sub(r"```.*?```", "", README, flags=re.DOTALL))
COMMANDS = [shlex.split(line) for line in FENCED + IN_TEXT]


def commands_of(*words):
    """What follows these words, in each command that begins with them."""
    return [command[len(words) :] for command in COMMANDS if command[: len(words)] == list(words)]


# ---- commands ------------------------------------------------------------------------------------------------------


def test_every_command_is_one_that_the_tests_below_know():
    known = {"python -m helpers", "git clone", "git switch", "cd why-activations", "conda env create", "conda activate",
             "uv pip compile", "pip install"}  # fmt: skip
    for command in COMMANDS:
        assert any(" ".join(command).startswith(words) for words in known), command


def test_every_word_after_the_front_door_is_a_command_of_it():
    words = {rest[0] for rest in commands_of("python", "-m", "helpers") if rest}
    files = {word for word in commands.FILES if " " not in word}
    assert words == {"test", *commands.TOOLS, *files}, "every command is in the README, and none that is not there"
    assert [] in commands_of("python", "-m", "helpers"), "the one command that opens the course"


SOURCES = {tool: f"{module.replace('.', '/')}.py" for tool, module in commands.TOOLS.items()} | commands.FILES


@pytest.mark.parametrize("tool, file", SOURCES.items())
def test_every_option_of_a_tool_is_one_that_it_has(tool, file):
    source = (COURSE / file).read_text(encoding="utf-8")
    for rest in commands_of("python", "-m", "helpers", tool):
        for option in (word for word in rest if word.startswith("--")):
            assert f'"{option}"' in source, option


def test_the_test_command_is_the_one_that_runs_for_every_change():
    runs = (COURSE / ".ci" / "run").read_text(encoding="utf-8").strip().splitlines()
    assert runs[-1] == "python3 -m helpers test --browser"
    # As a newcomer meets it, before anything optional is there.
    assert "python3 -m helpers test" in runs[: next(i for i, line in enumerate(runs) if "torch==" in line)]
    assert ["--browser"] in commands_of("python", "-m", "helpers", "test")


def test_the_conda_commands_make_and_use_the_environment_of_the_file():
    (file,) = commands_of("conda", "env", "create", "-f")
    described = yaml.safe_load((COURSE / file[0]).read_text(encoding="utf-8"))
    assert commands_of("conda", "activate") == [[described["name"]]]


def test_the_pins_are_made_for_every_system_from_what_is_needed_and_without_addresses():
    made = {}
    for options in commands_of("uv", "pip", "compile"):
        assert options[0] == "pyproject.toml" and {"--universal", "--no-header"} <= set(options)
        assert not [option for option in options if option.startswith("--emit")]
        assert f">={options[options.index('--python-version') + 1]}" == PROJECT["requires-python"]
        extra = options[options.index("--extra") + 1] if "--extra" in options else None
        made[options[options.index("--output-file") + 1]] = extra
    assert made == {"requirements.txt": None, "tests/requirements.txt": "test"}


def test_what_pip_is_to_install_is_an_extra_of_the_course_or_the_tool_for_the_pins():
    for words in commands_of("pip", "install"):
        extras = re.findall(r"\[(\w+)\]", " ".join(words))
        assert words == ["uv"] or set(extras) <= set(PROJECT["optional-dependencies"]) and extras


def test_every_file_and_folder_that_is_named_is_there():
    named = set(re.findall(r"`([\w.-]+/[\w./-]*|[\w-]+\.(?:yml|toml|txt))`", README))
    named |= {word for words in commands_of("python", "-m", "helpers", "test") for word in words if "/" in word}
    assert len(named) > 10
    assert sorted(name for name in named if not (COURSE / name).exists()) == []


# ---- links ---------------------------------------------------------------------------------------------------------

LINKS = re.findall(r"\]\(([^)\s]+)\)", README)


def test_every_link_within_the_course_leads_to_a_file():
    inside = [link for link in LINKS if "://" not in link]
    assert len(inside) > 5
    assert [link for link in inside if not (COURSE / link).is_file()] == []


def test_the_readme_names_the_place_where_the_course_is_published_and_no_other():
    assert commands_of("git", "clone") == ([[ADDRESS]] if ADDRESS else [])
    assert commands_of("cd") == [[ADDRESS.rsplit("/", 1)[-1] or PROJECT["name"]]], "the folder that the course is in"
    named = set(re.findall(r"(?:github\.com|/v2/gh)/([\w.-]+/[\w.-]+)", README)) - {"ann/why-activations"}
    assert named == ({ADDRESS.removeprefix("https://github.com/")} if ADDRESS else set())


# ---- lessons and numbers -------------------------------------------------------------------------------------------

ROWS = re.findall(r"^\| (\d\d) \| \[([^\]]+)\]\(([^)]+)\): .+ \| (\d+) \|$", README, re.MULTILINE)


def test_the_table_has_every_lesson_in_order():
    lessons = sorted((COURSE / "solutions").glob("[0-9][0-9]_*.ipynb"))
    assert [link for _, _, link, _ in ROWS] == [f"lessons/{path.name}" for path in lessons]
    assert all(link.startswith(f"lessons/{number}_") for number, _, link, _ in ROWS)


@pytest.mark.parametrize("number, title, link, minutes", ROWS)
def test_a_lesson_has_the_title_and_the_minutes_that_it_gives_itself(number, title, link, minutes):
    top = nbformat.read(COURSE / link, as_version=4).cells[0].source
    assert top.splitlines()[0].startswith(f"# {number} · {title}")
    assert f"**Time:** about {minutes} minutes" in top


def test_what_the_troubleshooting_quotes_is_what_the_course_says():
    names = ("__main__.py", "tools/setup.py", "tools/commands.py")
    files = [COURSE / "helpers" / name for name in names]
    sources = "".join(path.read_text(encoding="utf-8") for path in files)
    quoted = re.findall(r'^\| "([^"]+)"', README, re.MULTILINE)
    assert len(quoted) > 5
    from_others = {"No module named helpers", "detected dubious ownership"}
    assert [text for text in quoted if text not in sources and text not in from_others] == []


def test_the_room_on_the_disk_is_the_room_that_the_set_up_asks_for():
    assert re.findall(r"free about \d+ GB", README) == re.findall(r"free about \d+ GB", setup.FULL)


def test_the_variable_and_the_file_of_the_progress_have_these_names():
    source = (COURSE / "helpers" / "logbook" / "__init__.py").read_text(encoding="utf-8")
    named = set(re.findall(r"`([A-Z]+_[A-Z_]+|\.progress[\w.]*)`", README)) - {"HTTPS_PROXY"}
    assert named == {"COURSE_PROGRESS_FILE", ".progress.jsonl", ".progress.json"}
    assert all(name in source for name in named)
