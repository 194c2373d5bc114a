"""Where the course is published: read from one place, and written by one command to wherever it is needed.

::

    python -m helpers publish https://github.com/ann/why-activations

Standard library only, so that it runs before anything is installed.
"""

import argparse
import re
import sys
import tomllib
from urllib.parse import quote

from helpers.notebooks import COURSE
from helpers.tools.commands import FIRST_LESSON

_PLACE = re.compile(r"https://github\.com/[\w.-]+/[\w.-]+")


def published_at(course=COURSE):
    """The address of the course's repository; empty while it has none."""
    project = tomllib.loads((course / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return project.get("urls", {}).get("Repository", "")


def binder_link(address, notebook=FIRST_LESSON):
    """Open a notebook of the published course on Binder.

    Examples
    --------
    >>> binder_link("https://github.com/ann/course", "lessons/01.ipynb")
    'https://mybinder.org/v2/gh/ann/course/HEAD?urlpath=lab%2Ftree%2Flessons%2F01.ipynb'
    """
    return f"https://mybinder.org/v2/gh/{_repository(address)}/HEAD?urlpath={quote(f'lab/tree/{notebook}', safe='')}"


def source_link(address, file):
    """Where a file of the published course can be read."""
    return f"{address}/blob/HEAD/{file}"


def hub_link(address, hub="https://hub.example.org"):
    """Fetch the course into a learner's home on a JupyterHub with nbgitpuller, and open its first lesson."""
    folder = _repository(address).split("/")[1]
    place = quote(f"lab/tree/{folder}/{FIRST_LESSON}", safe="")
    return f"{hub}/hub/user-redirect/git-pull?repo={quote(address, safe='')}&urlpath={place}"


def _repository(address):
    return address.removeprefix("https://github.com/")


# ---- writing it --------------------------------------------------------------------------------------------------------


def badge(address):
    """The badge at the top of the README, which opens the course on Binder."""
    return f"[![Open in Binder](https://mybinder.org/badge_logo.svg)]({binder_link(address)})"


def clone(address):
    """The line that fetches the course, and the folder it makes."""
    return f"```\ngit clone {address}\ncd {_repository(address).split('/')[1]}\n```"


def hub(address):
    """The link that an instructor gives out who has a JupyterHub."""
    return f"```\n{hub_link(address)}\n```"


BLOCKS = {"badge": badge, "clone": clone, "hub": hub}
PAGES = ("README.md", "INSTRUCTORS.md")


def publish(address, course=COURSE):
    """Write the address into every file that names it.

    Parameters
    ----------
    address : str
        As in ``https://github.com/ann/why-activations``.
    course : Path

    Returns
    -------
    list of str
        The files that changed.

    Raises
    ------
    ValueError
        If it is no address of a repository on GitHub.
    """
    address = address.strip().removesuffix("/").removesuffix(".git")
    if not _PLACE.fullmatch(address):
        raise ValueError(f"address: expected one such as https://github.com/ann/why-activations, got {address!r}")
    changed = []
    for name, write in WRITERS.items():
        before = (course / name).read_text(encoding="utf-8")
        after = write(before, address)
        if after != before:
            (course / name).write_text(after, encoding="utf-8")
            changed.append(name)
    return changed


def _project(text, address):
    text = re.sub(r'\[project\.urls\]\nRepository = ".*"\n\n', "", text)
    return text.replace("[tool.flit.module]", f'[project.urls]\nRepository = "{address}"\n\n[tool.flit.module]')


def _citation(text, address):
    text = re.sub(r"repository-code: .*\n", "", text)
    return text.replace("date-released:", f"repository-code: {address}\ndate-released:")


def _page(text, address):
    """Fill the places of a page that are kept for the address: between ``<!-- published: … -->`` and its end."""

    def fill(found):
        return f"{found[1]}\n{BLOCKS[found[2]](address)}\n{found[3]}"

    return re.sub(r"(<!-- published: (\w+) -->)\n.*?(<!-- end -->)", fill, text, flags=re.DOTALL)


WRITERS = {"pyproject.toml": _project, "CITATION.cff": _citation} | dict.fromkeys(PAGES, _page)


def main(arguments=None):
    parser = argparse.ArgumentParser(
        prog="python -m helpers publish", description="Write the public address of the course wherever it is needed."
    )
    parser.add_argument("address", help="the repository, such as https://github.com/ann/why-activations")
    chosen = parser.parse_args(arguments)
    try:
        changed = publish(chosen.address)
    except ValueError as error:
        parser.error(str(error))
    print(f"Written to: {', '.join(changed)}." if changed else "Every file says so already.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
