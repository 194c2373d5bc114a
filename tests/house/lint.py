"""Keep the form of the house: ``python -m helpers lint``, and ``--fix`` to mend what can be mended by itself."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def commands(fix):
    """Return what is run, one after the other."""
    mend = ["--fix"] if fix else []
    return [
        ["ruff", "check", "--quiet", *mend, "."],
        ["ruff", "format", "--quiet", *([] if fix else ["--check", "--diff"]), "."],
        ["mypy"],
    ]


def main(arguments):
    """Run all of them, whatever the first say; return 1 if one complains."""
    codes = []
    for name, *options in commands("--fix" in arguments):
        print(f"{name} {' '.join(options)}".rstrip(), flush=True)
        codes.append(subprocess.run([sys.executable, "-m", name, *options], cwd=ROOT, check=False).returncode)
    return int(any(codes))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
