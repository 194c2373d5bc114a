"""The public address is named in one place, and one command writes it wherever a reader needs it."""

import re
import shutil
import tomllib
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml

from helpers.notebooks import COURSE
from helpers.tools import address, commands

FILES = ("pyproject.toml", "CITATION.cff", *address.PAGES)
HERE = "https://github.com/ann/why-activations"


@pytest.fixture
def copy(tmp_path):
    for name in FILES:
        shutil.copy(COURSE / name, tmp_path / name)
    return tmp_path


def text(folder, name):
    return (folder / name).read_text(encoding="utf-8")


def test_the_address_is_written_to_every_file_that_names_it(copy):
    assert set(address.publish(HERE, copy)) == set(FILES)
    assert address.published_at(copy) == HERE
    assert yaml.safe_load(text(copy, "CITATION.cff"))["repository-code"] == HERE
    assert f"git clone {HERE}\ncd why-activations\n" in text(copy, "README.md")
    assert "hub.example.org/hub/user-redirect/git-pull?repo=https%3A%2F%2Fgithub.com%2Fann" in text(
        copy, "INSTRUCTORS.md"
    )


def test_the_badge_opens_the_first_lesson_of_the_published_course(copy):
    address.publish(HERE, copy)
    (badge,) = re.findall(r"\]\((https://mybinder.org/v2[^)]+)\)", text(copy, "README.md"))
    parts = urlsplit(badge)
    assert parts.path == "/v2/gh/ann/why-activations/HEAD"
    assert parse_qs(parts.query) == {"urlpath": [f"lab/tree/{commands.FIRST_LESSON}"]}
    assert (COURSE / commands.FIRST_LESSON).is_file()


def test_a_second_address_takes_the_place_of_the_first(copy):
    address.publish(HERE, copy)
    once = {name: text(copy, name) for name in FILES}
    address.publish("https://github.com/bo/another", copy)
    named = {who for name in FILES for who in re.findall(r"(?:github\.com(?:/|%2F)|/gh/)(\w+)", text(copy, name))}
    assert named == {"bo", "ann"}, "the second stands in the example of the command alone"
    assert sum(text(copy, name).count("/ann/") for name in FILES) == 1
    assert "cd another\n" in text(copy, "README.md")
    address.publish(f"{HERE}.git", copy)
    assert {name: text(copy, name) for name in FILES} == once
    assert address.publish(f"{HERE}/", copy) == []


@pytest.mark.parametrize(
    "wrong", ["", "why-activations", "http://example.org/x/y", "https://github.com/ann", f"{HERE} x"]
)
def test_what_is_no_address_of_a_repository_is_refused_by_name(copy, wrong):
    before = {name: text(copy, name) for name in FILES}
    with pytest.raises(ValueError, match=r"^address: expected one such as .*, got "):
        address.publish(wrong, copy)
    assert {name: text(copy, name) for name in FILES} == before


def test_all_else_in_the_published_files_stays_as_it_was(copy):
    kept = re.compile(r"(<!-- published: \w+ -->).*?(<!-- end -->)", re.DOTALL)
    before = {name: kept.sub(r"\1\2", text(copy, name)).splitlines() for name in FILES}
    address.publish(HERE, copy)
    for name in FILES:
        after = kept.sub(r"\1\2", text(copy, name)).splitlines()
        added = [line for line in after if line not in before[name]]
        assert [line for line in before[name] if line not in after] == []
        assert all("urls" in line or HERE in line for line in added)
    assert tomllib.loads(text(copy, "pyproject.toml"))["project"]["urls"] == {"Repository": HERE}


def test_no_page_shows_a_placeholder_to_a_reader():
    for name in (*FILES, "CONTRIBUTING.md", "CHANGELOG.md", "GLOSSARY.md"):
        assert "OWNER" not in text(COURSE, name), name
