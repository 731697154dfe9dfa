"""Where the user's own entries are: the files and folders that lie over the shipped dictionary at every run.

Takes the environment; gives paths, those that go over the others last. Reads no file.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

VARIABLE = "NOTATION_PATH"
_NAME = "notation"


def places() -> list[Path]:
    """The config folder, where it holds entries, then what ``NOTATION_PATH`` names, from left to right."""
    folder = config_folder()
    try:
        inhabited = any(name.endswith(".yaml") for name in os.listdir(folder))  # noqa: PTH208 - a glob compiles its pattern
    except OSError:
        inhabited = False
    named = [_home(name) for name in os.environ.get(VARIABLE, "").split(os.pathsep) if name.strip()]
    return [folder, *named] if inhabited else named


def config_folder() -> Path:
    """The folder for entries of one's own, which need not exist: ``$XDG_CONFIG_HOME/notation``, or where the system has it."""
    home = Path(os.environ.get("XDG_CONFIG_HOME", ""))
    if home.is_absolute():
        return home / _NAME
    if os.name == "nt":
        return _home(os.environ.get("APPDATA") or r"~\AppData\Roaming") / _NAME
    return _home("~/Library/Application Support" if sys.platform == "darwin" else "~/.config") / _NAME


def _home(path: str) -> Path:
    """A path whose ``~`` is the home, or stays where there is none, for which ``Path`` would raise an error."""
    return Path(os.path.expanduser(path))  # noqa: PTH111
