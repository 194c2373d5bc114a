"""Does every sentence about an experiment still hold, for other seeds, widths, epochs, learning rates and data?

    python -m helpers claims [--quick] [--part SECONDS] [--only ID …] [--jobs 2] [--json FILE]

Each claim is measured under many settings. The table says how many of them keep it, and where it holds most narrowly.
The exit code is 1 if a claim keeps fewer than 95 % of its settings: then its sentence changes, not the settings.
"""

import argparse
import json
import math
import sys
import time
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[folders]) for folders in (1, 2)]

from claims import trained
from claims.lessons import CLAIMS
from claims.settings import quick

LEAST = 0.95


def by_id(claims, wanted):
    """The claims with these ids; all of them if none is given."""
    known = {claim.id: claim for claim in claims}
    unknown = [name for name in wanted if name not in known]
    if unknown:
        raise SystemExit(f"There is no claim {unknown[0]!r}. There are: {', '.join(known)}.")
    return [known[name] for name in wanted] or claims


def plan(claims, only_quick=False):
    """Which claims to measure under each setting: whatever was trained for one of them then serves all."""
    wanted = {}
    for claim in claims:
        for setting in quick(claim.settings) if only_quick else claim.settings:
            wanted.setdefault(setting, []).append(claim.id)
    return wanted


def measure(setting, names, claims=None):
    """The margins of some claims under one setting, and the seconds of CPU that they took."""
    start = time.process_time()
    margins = {claim.id: float(claim.measure(setting)) for claim in by_id(claims or CLAIMS, names)}
    trained.forget()
    return margins, time.process_time() - start


def measure_all(wanted, jobs=1, seconds=math.inf, claims=None):
    """Measure setting after setting, in the order of ``wanted``, and begin no more once the time is up.

    Yields
    ------
    (setting, margins, seconds of CPU)
    """
    start, waiting = time.monotonic(), list(wanted.items())
    if jobs == 1:
        for setting, names in waiting:
            if time.monotonic() - start < seconds:
                yield setting, *measure(setting, names, claims)
        return
    with ProcessPoolExecutor(jobs) as pool:
        running = {}
        while waiting or running:
            while waiting and len(running) < jobs and time.monotonic() - start < seconds:
                setting, names = waiting.pop(0)
                running[pool.submit(measure, setting, names)] = setting
            if not running:
                return
            for task in wait(running, return_when=FIRST_COMPLETED).done:
                yield running.pop(task), *task.result()


def summary(claim, margins):
    """What the table says of a claim, given its margin under each setting."""
    where = min(margins, key=lambda setting: (not math.isnan(margins[setting]), margins[setting]), default=None)
    return {
        "id": claim.id,
        "lesson": claim.lesson,
        "sentence": claim.sentence,
        "settings": len(margins),
        # NaN is no margin: a comparison with it is false.
        "kept": sum(margin > 0 for margin in margins.values()) / len(margins) if margins else None,
        "smallest": margins.get(where),
        "unit": claim.unit,
        "where": str(where) if margins else "",
        "margins": {str(setting): margin for setting, margin in margins.items()},
    }


def failed(row):
    return row["kept"] is not None and row["kept"] < LEAST


def table(rows):
    """The rows of ``summary`` as text."""
    lines = [("claim", "lesson", "settings", "kept", "smallest margin", "where")]
    for row in rows:
        known = row["kept"] is not None
        lines.append((
            ("✗ " if failed(row) else "  ") + row["id"], row["lesson"], str(row["settings"]),
            f"{row['kept']:.0%}" if known else "–",
            f"{row['smallest']:+.3g} {row['unit']}" if known else "–", row["where"],
        ))  # fmt: skip
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    printed = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths)).rstrip() for line in lines]
    return "\n".join([printed[0], "─" * max(map(len, printed)), *printed[1:]])


def arguments(words):
    parser = argparse.ArgumentParser(prog="python -m helpers claims", description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="a few representative settings of each claim")
    parser.add_argument("--part", type=float, default=math.inf, metavar="SECONDS", help="begin nothing after this time")
    parser.add_argument("--only", nargs="+", default=[], metavar="ID", help="these claims alone")
    parser.add_argument("--jobs", type=int, default=2, help="processes at once (2)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every margin to this file")
    return parser.parse_args(words)


def main(words=None):
    """Check the claims and return the exit code."""
    options, start = arguments(words), time.monotonic()
    claims = by_id(CLAIMS, options.only)
    wanted, margins, busy = plan(claims, options.quick), {claim.id: {} for claim in claims}, 0.0
    rows = [summary(claim, {}) for claim in claims]
    for done, (setting, measured, seconds) in enumerate(measure_all(wanted, options.jobs, options.part), 1):
        busy += seconds
        print(f"{done} of {len(wanted)}: {setting} ({seconds:.0f} s)", file=sys.stderr, flush=True)
        for name, margin in measured.items():
            margins[name][setting] = margin
        rows = [summary(claim, margins[claim.id]) for claim in claims]
        if options.json:
            # After every setting, so that an interruption loses no more than the last.
            options.json.write_text(json.dumps(rows, indent=1, ensure_ascii=False), encoding="utf-8")
    print(table(rows))
    wrong = [row for row in rows if failed(row)]
    for row in wrong:
        print(f"\n✗ {row['id']} (lesson {row['lesson']}): {row['sentence']}")
    print(
        f"\n{len(rows)} claims, {len(wrong)} of them kept by fewer than {LEAST:.0%} of their settings; "
        f"{busy:.0f} s of CPU, {time.monotonic() - start:.0f} s in all."
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
