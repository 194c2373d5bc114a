"""What ``pytest --nbval solutions`` and ``pytest --nbval-lax lessons`` need, typed at the root with no other option."""

import os

# Each notebook runs in a kernel of its own and so begins with no progress, and a learner's file is never touched. The
# suite's own setting in tests/ comes later and goes first.
os.environ.setdefault("COURSE_PROGRESS_FILE", ":memory:")
