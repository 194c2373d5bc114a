"""Install packages with uv or with pip, and show how far it is. Standard library only.

On a screen a bar grows; elsewhere a line is written every ten seconds. Whatever the machine tells uv and pip about the
network (indexes, proxies, certificates) is kept; whatever else it tells them (constraints, hashes, other folders) is
kept away, because it is meant for other projects.
"""

import ast
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time

# Seconds from one look to the next, on a screen and elsewhere.
SCREEN, ELSEWHERE = 0.2, 10

# What is about the network. Those of the first line mean the same to uv, under the same names.
SHARED = ("index-url", "extra-index-url", "find-links", "trusted-host", "cert", "proxy")
NETWORK = (*SHARED, "no-index", "client-cert", "timeout", "default-timeout", "retries", "keyring-provider",
           "use-feature", "use-deprecated", "cache-dir", "no-cache-dir")  # fmt: skip
# Those that uv may do without.
WAITING = ("timeout", "default-timeout", "retries", "cache-dir", "no-cache-dir")
UV_KEEPS = re.compile(
    r"UV_(CACHE_DIR|NO_CACHE|\w*INDEX\w*|FIND_LINKS|HTTP_\w+|INSECURE_HOST|NATIVE_TLS|SYSTEM_CERTS|OFFLINE|LINK_MODE|"
    r"CONCURRENT_\w+|KEYRING_PROVIDER)"
)
# What would lend the environment other packages, or run first in every kernel.
OUTSIDE = ("PYTHONPATH", "PYTHONHOME", "PYTHONSTARTUP")


class InstallError(Exception):
    """pip failed; ``said`` is what it wrote to its standard error."""

    def __init__(self, said):
        super().__init__(said)
        self.said = said


# ---- the two ways --------------------------------------------------------------------------------------------------


def install_with_uv(python, requirements, course, progress):
    """Install with uv, if it is there; return whether it did."""
    uv = shutil.which("uv")
    if uv is None:
        return False
    network = network_settings(python)
    if not set(network) <= {*SHARED, *WAITING}:
        return False
    environment = {name: value for name, value in plain().items() if name[:3] != "UV_" or UV_KEEPS.fullmatch(name)}
    for name, variable in (("cert", "SSL_CERT_FILE"), ("proxy", "HTTPS_PROXY")):
        if name in network:
            environment.setdefault(variable, network[name])
    options = [f"--{name}={value}" for name in SHARED[:4] for value in network.get(name, "").split()]
    if "extra-index-url" in network:
        # As pip does: the pinned version, whichever index has it.
        options.append("--index-strategy=unsafe-best-match")
    # Compiled now, as pip does: where .venv cannot be written later, every kernel would compile everything again.
    command = [uv, "pip", "install", "--no-config", "--compile-bytecode", f"--python={python}", *options,
               "-r", str(requirements), "-e", "."]  # fmt: skip
    try:
        code, _ = watched(command, course, environment, progress)
    except OSError:
        return False
    return code == 0


def install_with_pip(python, requirements, course, progress):
    """Install with pip.

    Raises
    ------
    InstallError
        If pip fails.
    """
    # "-e ." and not the path itself, in which brackets would ask for an extra.
    command = [str(python), "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--progress-bar=off",
               "-r", str(requirements), "-e", "."]  # fmt: skip
    variables = {f"PIP_{name.upper().replace('-', '_')}": value for name, value in network_settings(python).items()}
    environment = plain() | variables | {"PIP_CONFIG_FILE": os.devnull, "PIP_USER": "0", "PYTHONIOENCODING": "utf-8"}
    code, said = watched(command, course, environment, progress)
    if code != 0:
        raise InstallError(said)


def plain():
    """The environment variables, without what would lend packages or send them somewhere else."""
    return {name: value for name, value in os.environ.items() if name not in OUTSIDE and not name.startswith("PIP_")}


def network_settings(python):
    """What pip's files and variables say about the network, by the name of the option."""
    found = {}
    # The list, too, is shortened by a "user" or a "quiet" in pip's files, unless a variable takes them back.
    environment = plain() | {"PIP_USER": "0", "PIP_QUIET": "0", "PYTHONIOENCODING": "utf-8"}
    if "PIP_CONFIG_FILE" in os.environ:
        environment["PIP_CONFIG_FILE"] = os.environ["PIP_CONFIG_FILE"]
    command = [str(python), "-m", "pip", "config", "list"]
    listed = subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace", env=environment)
    # In order: what [global] says comes before what [install] says, and goes after it.
    for section, name, value in re.findall(r"^(global|install)\.([\w-]+)=(.*)$", listed.stdout, re.MULTILINE):
        found[name] = " ".join(str(ast.literal_eval(value)).split())
    for name in NETWORK:
        value = os.environ.get(f"PIP_{name.upper().replace('-', '_')}", found.get(name))
        found[name] = value
    return {name: found[name] for name in NETWORK if found[name]}


# ---- how far it is -------------------------------------------------------------------------------------------------


def watched(command, folder, environment, progress):
    """Run a command to its end while a progress looks on; return its exit code and what it said to standard error."""
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as complaints:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=complaints, encoding="utf-8",
                                   errors="replace", cwd=folder, env=environment)  # fmt: skip
        with process, progress:
            for line in process.stdout:
                progress.read(line)
        complaints.seek(0)
        return process.returncode, complaints.read()


class Progress:
    """Show how many of the packages are there, for as long as the ``with`` block runs.

    Parameters
    ----------
    total : int
        How many there are going to be.
    places : list of Path
        The folders that they go to.
    """

    def __init__(self, total, places):
        self.total, self.places = max(total, 1), places
        self.fetched, self.before, self.began = 0, self.unpacked(), time.monotonic()
        self.screen = sys.stdout.isatty()
        self.over = threading.Event()
        self.thread = threading.Thread(target=self.look_on, daemon=True)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        self.thread.join()
        if self.screen:
            print(f"\r{'':<78}\r", end="", flush=True)

    def read(self, line):
        """Note what pip says. uv says nothing of the kind, and is done before it matters."""
        if line.split()[:1] in (["Collecting"], ["Requirement"]):
            self.fetched += 1

    def unpacked(self):
        return sum(1 for place in self.places for _ in place.glob("*.dist-info"))

    def look_on(self):
        while not self.over.wait(SCREEN if self.screen else ELSEWHERE):
            if self.screen:
                print(f"\r  {self.sentence():<76.76}", end="", flush=True)
            else:
                print(f"  {self.sentence()}", flush=True)

    def sentence(self):
        """Such as ``[#####          ] 31 of 97 packages fetched, 12 s``."""
        done, fetched = min(self.unpacked() - self.before, self.total), min(self.fetched, self.total)
        seconds = round(time.monotonic() - self.began)
        # Each package is fetched first and unpacked afterwards, and both take about as long.
        bar = "#" * (20 * (max(fetched, done) + done) // (2 * self.total))
        what = f"{done} of {self.total} packages installed" if done else f"{fetched} of {self.total} packages fetched"
        if done == self.total:
            what = f"all {self.total} packages installed, and being compiled"
        return f"[{bar:<20}] {what}, {seconds} s"
