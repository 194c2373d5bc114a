"""What does one learner cost?  ``python -m helpers bench learner [LESSON …]``

Every solution is run cell by cell in a kernel of its own, as a learner's lesson would be: seconds of CPU for the whole
lesson and for its slowest cell, and the memory that the kernel holds at the end. The first cell is compared with
importing NumPy and Matplotlib alone. A cell above 5 seconds, or ten lessons above 60, is an error.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat
import psutil
from jupyter_client.manager import start_new_kernel

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "browser")]

from jupyterlab import Server

SLOWEST_CELL, ALL_LESSONS, FIRST_CELL = 5, 60, 0.5
PLAIN = "import numpy, matplotlib; from matplotlib.figure import Figure"


def cpu(process):
    times = process.cpu_times()
    return times.user + times.system


def run(path):
    """Run one notebook. Returns seconds of CPU of every code cell, and the kernel's memory in MB."""
    manager, client = start_new_kernel(cwd=str(path.parent))
    try:
        kernel, seconds = psutil.Process(manager.provisioner.pid), []
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type != "code":
                continue
            start = cpu(kernel)
            reply = client.execute_interactive(cell.source, timeout=300, output_hook=lambda message: None)
            if reply["content"]["status"] != "ok":
                raise SystemExit(f"{path.name}: {reply['content']['evalue']}")
            seconds.append(cpu(kernel) - start)
        return seconds, kernel.memory_full_info().uss / 2**20
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def plain_imports():
    """Seconds of CPU for importing NumPy and Matplotlib, in a process that has done nothing else."""
    code = f"import time; start = time.process_time(); {PLAIN}; print(time.process_time() - start)"
    return min(float(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout)
               for _ in range(3))  # fmt: skip


def server_memory():
    """MB that JupyterLab's server holds before anybody works, and the seconds of CPU of its start."""
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder) / "lab")
        try:
            time.sleep(2)
            process = psutil.Process(server.process.pid)
            return process.memory_full_info().uss / 2**20, cpu(process)
        finally:
            server.stop()


def main(words=None):
    """Run the benchmark, print a table, and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m helpers bench learner", description=__doc__.split("\n\n")[0])
    parser.add_argument("lessons", nargs="*", metavar="LESSON", help="such as 02; all if none")
    options = parser.parse_args(words)
    paths = [path for path in sorted((ROOT / "solutions").glob("*.ipynb"))
             if not options.lessons or path.name[:2] in options.lessons]  # fmt: skip
    if not paths:
        parser.error(f"there is no lesson {options.lessons[0]!r}")
    trouble, total, first, largest = [], 0.0, [], 0.0
    print(f"{'lesson':34}  {'cells':>5}  {'CPU':>7}  {'slowest cell':>12}  {'memory':>8}")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["COURSE_PROGRESS_FILE"] = str(Path(folder) / "progress.jsonl")
        for path in paths:
            seconds, memory = run(path)
            total, largest = total + sum(seconds), max(largest, memory)
            first.append(seconds[0])
            if max(seconds) > SLOWEST_CELL:
                trouble.append(f"{path.name}: a cell of {max(seconds):.1f} s")
            print(f"{path.stem:34}  {len(seconds):5}  {sum(seconds):5.1f} s  {max(seconds):10.1f} s  {memory:5.0f} MB",
                  flush=True)  # fmt: skip
    beyond = sorted(first)[len(first) // 2] - plain_imports()
    memory, start = server_memory()
    print(f"\nAll together: {total:.0f} s of CPU. The first cell: {beyond:.2f} s beyond NumPy and Matplotlib (the middle "
          f"one). One learner: a server of {memory:.0f} MB ({start:.1f} s of CPU to start) and kernels of {largest:.0f} MB "
          f"at most.")  # fmt: skip
    if len(paths) == 10 and total > ALL_LESSONS:
        trouble.append(f"all lessons together: {total:.0f} s")
    if beyond > FIRST_CELL:
        trouble.append(f"the first cell: {beyond:.2f} s")
    for line in trouble:
        print("too slow:", line)
    return 1 if trouble else 0


if __name__ == "__main__":
    sys.exit(main())
