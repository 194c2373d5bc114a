"""Fetch the newest version of the course without touching what a learner wrote.

Every lesson that was changed is first copied to a name of its own (``02_linear_collapse-mine-2026-01-31.ipynb``), which
git ignores. Then the lessons are put back as they came, and the new version is pulled: a pull that cannot conflict.
"""

import subprocess
import sys
from pathlib import Path

from helpers.tools.build import ROOT, keep_a_copy


def git(*arguments, root):
    return subprocess.run(["git", *arguments], cwd=root, capture_output=True, text=True)


def changed_lessons(root):
    """The lessons that differ from the version that came with the course."""
    listed = git("diff", "--name-only", "HEAD", "--", "lessons", root=root)
    if listed.returncode != 0:
        raise RuntimeError("this folder is not a git clone of the course, so it cannot be updated: clone it again "
                           "next to this one, and keep this one with your work")
    return [Path(root) / name for name in listed.stdout.splitlines()]


def update(root=ROOT):
    """Keep copies of changed lessons, restore the originals, pull. Returns the copies.

    Raises
    ------
    RuntimeError
        If this is no clone, or the pull fails; nothing a learner wrote is lost in either case.
    """
    copies = []
    for lesson in changed_lessons(root):
        if lesson.exists():
            copies.append(keep_a_copy(lesson))
        git("checkout", "HEAD", "--", str(lesson), root=root)
    pulled = git("pull", "--ff-only", root=root)
    if pulled.returncode != 0:
        reason = (pulled.stderr.strip().splitlines() or ["git gave no reason"])[-1]
        raise RuntimeError(f"the new version could not be fetched ({reason}); your copies are safe in lessons/")
    print(pulled.stdout.strip().splitlines()[-1])
    return copies


def main():
    try:
        update()
    except RuntimeError as error:
        print(f"Not updated: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
