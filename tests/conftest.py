"""Shared fixtures, and ``--update-goldens``, which rewrites the files of expected readings."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from notation import Dictionary

CASES = Path(__file__).parent / "cases"
ROOT = Path(__file__).parents[1]

# The tests ask the dictionary as it is shipped, whatever entries of their own the person who runs them has.
os.environ["XDG_CONFIG_HOME"] = str(CASES / "no-such-folder")
os.environ.pop("NOTATION_PATH", None)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-goldens", action="store_true", help="write what the tool says now into tests/cases/readings")


@pytest.fixture(scope="session")
def dictionary() -> Dictionary:
    """The shipped dictionary."""
    return Dictionary.shipped()
