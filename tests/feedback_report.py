"""Measure the feedback: ``python tests/feedback_report.py``.

Every known mistake is handed in, and every right answer under ``right_answers``. Printed are the shares that were
recognised and accepted, for each lesson and in all, and how long a check takes together with its card. The command
fails if a mistake is not recognised as itself, a right answer is refused, or the median is above 150 ms.
"""

import importlib
import os
import statistics
import sys
import time
from pathlib import Path

os.environ["COURSE_PROGRESS_FILE"] = ":memory:"
sys.path[:0] = [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parents[1])]

from helpers.exercises import check  # noqa: E402
from helpers.exercises.cards import card_html, card_text  # noqa: E402
from helpers.exercises.core import all_exercises  # noqa: E402

MEDIAN_MS = 150


def timed(name, function):
    """Check a function and make its card; return the result and the milliseconds."""
    start = time.perf_counter()
    result = check(name, function)
    card_html(result)
    card_text(result)
    return result, 1000 * (time.perf_counter() - start)


def right_answers(lesson):
    """Return the right answers of a lesson as a dict from name to functions; empty where nobody has written any."""
    if not Path(__file__).with_name("right_answers").joinpath(f"lesson_{lesson:02d}.py").exists():
        return {}
    return importlib.import_module(f"right_answers.lesson_{lesson:02d}").RIGHT


def measure():
    """Hand everything in; return (rows by lesson, times, complaints)."""
    rows, times, complaints = {}, [], []
    for exercise in all_exercises():
        row = rows.setdefault(exercise.lesson, [0, 0, 0, 0])
        for mistake in exercise.mistakes:
            result, milliseconds = timed(exercise.name, mistake.wrong)
            times.append((milliseconds, exercise.name, mistake.key))
            row[0] += result.mistake == mistake.key
            row[1] += 1
            if result.mistake != mistake.key:
                complaints.append(f"{exercise.name}: the mistake {mistake.key} is taken for {result.mistake}")
        for i, answer in enumerate(right_answers(exercise.lesson).get(exercise.name, ())):
            result, milliseconds = timed(exercise.name, answer)
            times.append((milliseconds, exercise.name, f"right answer {i + 1}"))
            row[2] += result.passed
            row[3] += 1
            if not result.passed:
                complaints.append(f"{exercise.name}: the right answer {i + 1} is refused: {result.message}")
    return rows, times, complaints


def main():
    """Print the report and return the exit status."""
    rows, times, complaints = measure()
    print("lesson   mistakes recognised / tried   right answers accepted / tried")
    for lesson, row in rows.items():
        print(f"{lesson:02d}       {row[0]:>19} / {row[1]:<5}   {row[2]:>22} / {row[3]}")
    total = [sum(column) for column in zip(*rows.values())]
    print(f"all      {total[0]:>19} / {total[1]:<5}   {total[2]:>22} / {total[3]}")
    milliseconds = sorted(time for time, *_ in times)
    median = statistics.median(milliseconds)
    worst = max(times)
    print(
        f"check and card: median {median:.1f} ms, 95th percentile {milliseconds[int(0.95 * len(times))]:.1f} ms, "
        f"longest {worst[0]:.1f} ms ({worst[1]}, {worst[2]})"
    )
    for complaint in complaints:
        print(complaint)
    return 1 if complaints or median > MEDIAN_MS else 0


if __name__ == "__main__":
    sys.exit(main())
