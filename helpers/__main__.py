"""The front door: ``python -m helpers`` opens the course.

This file must be readable by any Python, however old, so that an old one can say what is wrong.
"""

import sys

if sys.version_info < (3, 11):
    sys.exit(
        "This course needs Python 3.11 or newer, and this is Python %d.%d: install a newer one from python.org, "
        "then start again with it, for example  python3.12 -m helpers" % tuple(sys.version_info[:2])
    )

# The folder that the command was started in comes last, so that a random.py of your own there stands for no part of
# Python. The course is already found.
sys.path.append(sys.path.pop(0))

from helpers.tools.commands import main

sys.exit(main(sys.argv[1:]))
