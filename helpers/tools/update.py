"""Fetch the newest version of the course without touching what a learner wrote.

A lesson that you deleted comes back as it was. Nothing else is changed before the new version has arrived. A file that
only you changed stays as it is. Where both you and the new version changed a file, yours is first copied to a name of
its own (``02_linear_collapse-mine-2026-01-31.ipynb``), and so is all that stands in a file's place and is none: a folder
or a link. A notebook that was only opened needs no copy: nothing in it differs but what JupyterLab notes about the
kernel. Standard library only: an update must also work where the set-up does not.
"""

import argparse
import itertools
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from helpers.notebooks import COURSE

NO_GIT = "git is not installed: get it from git-scm.com, and start again"
NO_CLONE = (
    "this folder is not a git clone of the course, so it cannot be updated: get the new version next to this one, and "
    "keep this one with your work"
)


class UpdateError(RuntimeError):
    """The course was not updated. The message says why and what to do; nothing a learner wrote is lost."""


def update(root=COURSE):
    """Bring a clone of the course to the newest version.

    Parameters
    ----------
    root : path

    Returns
    -------
    list of Path
        The copies of what both the learner and the new version had changed.

    Raises
    ------
    UpdateError
        If this is no clone that can be updated, or the new version cannot be had. The files are then as they were.
    """
    root = Path(root)
    check_the_clone(root)
    bring_back_lessons(root)
    try:
        git("fetch", "--quiet", root=root)
    except UpdateError as error:
        raise UpdateError(f"the new version could not be fetched ({error}): check that this computer is online, and "
                          "start again; nothing was changed") from None  # fmt: skip
    behind = git("rev-list", "HEAD..@{upstream}", root=root)
    if behind and git("rev-list", "@{upstream}..HEAD", root=root) and not was_published(root):
        raise UpdateError("you have commits of your own, which only you can join with the new version: do so with "
                          "git merge, or clone the course again next to this folder; nothing was changed")  # fmt: skip
    copies = move_forward(root) if behind else []
    if not behind:
        print("The course is up to date.")
    return copies


# ---- git -------------------------------------------------------------------------------------------------------------


def git(*arguments, root):
    """Run git in a folder and return what it printed.

    Raises
    ------
    UpdateError
        With git's own reason, if it fails.
    """
    # Names are taken as they are, whatever letters, brackets or stars are in them.
    done = subprocess.run(["git", "--literal-pathspecs", *arguments], cwd=root, capture_output=True,
                          env=os.environ | {"LC_ALL": "C", "LANGUAGE": ""})  # fmt: skip
    if done.returncode != 0:
        lines = done.stderr.decode("utf-8", "replace").strip().splitlines() or ["git gave no reason"]
        reason = next((line for line in lines if line.startswith(("fatal:", "error:"))), lines[-1])
        # Where the folder belongs to somebody else, git names the command that allows it.
        allow = next((line.strip() for line in lines if "safe.directory" in line), None)
        raise UpdateError(f"{reason}: if you trust it, say so with  {allow}  and start again" if allow else reason)
    # As Python reads names itself, so that they come back to git as the same bytes, whatever the encoding is.
    return os.fsdecode(done.stdout)


def changed(*arguments, root):
    """The files that differ. A renamed one counts as one that is gone and one that is new."""
    return set(git("diff", "--name-only", "--no-renames", "-z", *arguments, root=root).split("\0")) - {""}


def check_the_clone(root):
    """Raise if there is nothing that could be updated, before anything is done."""
    if shutil.which("git") is None:
        raise UpdateError(NO_GIT)
    if not (root / ".git").exists():
        # It may still lie inside a clone of something else, which must be left alone.
        raise UpdateError(NO_CLONE)
    git("rev-parse", "HEAD", root=root)
    if not is_a_folder(root / "lessons") and os.path.lexists(root / "lessons"):
        raise UpdateError("lessons is a link or a file of yours, where the course has a folder: give it another name")
    if changed("--diff-filter=U", root=root):
        raise UpdateError("a merge is under way: finish it with git commit, or undo it with git merge --abort")
    try:
        git("rev-parse", "@{upstream}", root=root)
    except UpdateError:
        raise UpdateError(
            "the clone is not on the course's own branch: go back to it with  git switch main  and start again"
        ) from None


def was_published(root):
    """Is this commit one that the course has published, and has taken back since? Then it is none of the learner's."""
    try:
        last = git("merge-base", "--fork-point", "@{upstream}", "HEAD", root=root)
        return last == git("rev-parse", "HEAD", root=root)
    except UpdateError:
        return False


# ---- the learner's files -------------------------------------------------------------------------------------------


def move_forward(root):
    """Change the files to the new version, keeping copies of those that the learner changed too."""
    incoming = changed("HEAD", "@{upstream}", root=root)
    known = set(git("ls-tree", "-r", "-z", "--name-only", "HEAD", root=root).split("\0"))
    mine = (incoming & changed("HEAD", root=root)) | {name for name in incoming - known if is_there(root / name)}
    copies = {}
    try:
        for name in sorted(mine):
            if is_there(root / name) and not only_opened(root, name):
                copies[name] = keep_a_copy(root / name)
            put_back(root, name, name in known)
        if git("rev-list", "@{upstream}..HEAD", root=root):
            # The course's history was written anew. Only the files that differ are touched, as by a merge.
            git("reset", "--keep", "--quiet", "@{upstream}", root=root)
        else:
            git("merge", "--ff-only", "--quiet", "@{upstream}", root=root)
    except (UpdateError, OSError) as error:
        for name, copy in copies.items():
            (root / name).unlink(missing_ok=True)
            copy.replace(root / name)
        raise UpdateError(f"the new version could not be put in place ({error}); your files are as they were") from None
    print(f"The course is up to date now. Files that changed: {len(incoming)}. Restart JupyterLab to use them.")
    return list(copies.values())


def is_a_folder(path):
    return path.is_dir() and not path.is_symlink()


def is_there(path):
    """Is there anything of this name, be it a link that leads nowhere?"""
    return os.path.lexists(path)


def only_opened(root, name):
    """Is it a notebook in which nothing was changed or run? JupyterLab notes the kernel in all that it opens."""
    path = root / name
    if not path.is_file() or path.is_symlink():
        return False
    try:
        return contents(path.read_bytes()) == contents(os.fsencode(git("show", f"HEAD:{name}", root=root)))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, UpdateError):
        return False


def contents(notebook):
    """All that a notebook says, without what is written anew whenever it is opened."""
    told = json.loads(notebook)
    metadata = {key: value for key, value in told["metadata"].items() if key not in ("kernelspec", "language_info")}
    # A text may be stored whole, or as a list of its lines.
    cells = [cell | {"source": "".join(cell["source"])} for cell in told["cells"]]
    return metadata, cells


def put_back(root, name, known):
    """Make a file as it is in HEAD, where it may not be at all."""
    git("reset", "--quiet", "--", name, root=root)
    if known:
        git("checkout", "HEAD", "--", name, root=root)
    else:
        (root / name).unlink(missing_ok=True)


def bring_back_lessons(root):
    """Restore the lessons that are not there any more."""
    for name in sorted(changed("--diff-filter=D", "HEAD", "--", "lessons", root=root)):
        if is_there(root / name):
            keep_a_copy(root / name)
        put_back(root, name, known=True)
        print(f"{name} is back as it came.")


def keep_a_copy(path):
    """Copy a file to a free name that git ignores, and return that path. A folder or a link goes there itself."""
    day = time.strftime("%Y-%m-%d")
    numbers = itertools.chain([""], (f"-{i}" for i in itertools.count(2)))
    candidates = (path.with_name(f"{path.stem}-mine-{day}{number}{path.suffix}") for number in numbers)
    copy = next(candidate for candidate in candidates if not is_there(candidate))
    if path.is_file() and not path.is_symlink():
        copy.write_bytes(path.read_bytes())
    else:
        path.rename(copy)
    print(f"{path.name} had been changed; that version is kept as {copy.name}")
    return copy


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="python -m helpers update", description=__doc__.split("\n\n")[0])
    parser.parse_args(arguments)
    try:
        update()
    except UpdateError as error:
        print(f"Not updated: {error}.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
