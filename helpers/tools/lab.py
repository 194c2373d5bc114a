"""JupyterLab as the course starts it: the course's own kernel, whatever Jupyter on this machine is set to.

Another kernel called ``python3``, a server configuration that needs packages of another environment, files that IPython
runs first, a home folder that is not there or cannot be written: none of them is the course's, and each would keep a
lesson from running. So what Jupyter reads and writes is in a folder of the environment, or in a temporary one where
that cannot be written. What is a learner's own stays where it is, wherever it can be written: the settings made in
JupyterLab, and the list of notebooks that are trusted. A folder that is named in a variable of Jupyter's counts too.
"""

import atexit
import functools
import os
import shutil
import sys
import tempfile
from pathlib import Path


def main():
    # jsonschema imports this package to check a format that no notebook and no setting uses, and the package builds its
    # parsers as it is imported: 1.2 to 1.9 s of CPU, two thirds of the server's start. jsonschema does without it.
    sys.modules["rfc3987_syntax"] = None
    os.environ.update(surroundings())
    # Pictures belong into the notebook, whatever Matplotlib is set to elsewhere.
    os.environ.pop("MPLBACKEND", None)
    from jupyterlab import labapp

    sys.exit(labapp.main())


def surroundings():
    """The environment variables that say where Jupyter and IPython find things, and where they leave them."""
    home = os.path.expanduser("~")
    # All that is looked for at home, by whatever package, is then looked for there.
    found = {} if home != "~" and usable(home) else {"HOME": made(own_folder() / "home")}
    os.environ.update(found)
    from jupyter_core import paths

    settings = os.path.join(paths.jupyter_config_dir(), "lab", "user-settings")
    found["JUPYTER_DATA_DIR"] = chosen("JUPYTER_DATA_DIR", paths.jupyter_data_dir())
    found["JUPYTER_RUNTIME_DIR"] = chosen("JUPYTER_RUNTIME_DIR", os.path.join(found["JUPYTER_DATA_DIR"], "runtime"))
    found["JUPYTERLAB_SETTINGS_DIR"] = chosen("JUPYTERLAB_SETTINGS_DIR", settings)
    found["JUPYTER_CONFIG_DIR"] = chosen("JUPYTER_CONFIG_DIR")
    found["IPYTHONDIR"] = chosen("IPYTHONDIR")
    # The environment's own kernel comes first. Others are still there to be chosen.
    places = [os.path.join(sys.prefix, "share", "jupyter"), *os.environ.get("JUPYTER_PATH", "").split(os.pathsep)]
    found["JUPYTER_PATH"] = os.pathsep.join(filter(None, places))
    return found | {"JUPYTER_PREFER_ENV_PATH": "1", "JUPYTER_CONFIG_PATH": ""}


def chosen(variable, usual=None):
    """The folder that a variable names, else the usual one, else one of the course's own: the first that can be used."""
    folder = os.environ.get(variable) or usual
    return folder if folder and usable(folder) else made(own_folder() / variable.lower())


def usable(folder):
    """Can files be written in a folder, which is made if it is not there?"""
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


@functools.cache
def own_folder():
    """A folder that is the course's alone."""
    folder = Path(sys.prefix) / "jupyter"
    if usable(folder):
        return folder
    folder = Path(tempfile.mkdtemp(prefix="course-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def made(folder):
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return str(folder)


if __name__ == "__main__":
    main()
