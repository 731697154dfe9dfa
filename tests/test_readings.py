"""Readings as whole sentences, one file a topic: a formula, a tab, what is read. ``--update-goldens`` rewrites them.

The sign ⏎ in a formula stands for the end of a line.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import CASES
from notation import Dictionary

LINE_END = "⏎"
FILES = sorted((CASES / "readings").glob("*.txt"))


def lines(path: Path) -> list[tuple[str, str]]:
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#"))
    return [(row[0], row[1] if len(row) > 1 else "") for row in rows]


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_readings(dictionary: Dictionary, path: Path, request: pytest.FixtureRequest) -> None:
    expected = lines(path)
    said = [(latex, dictionary.decode(latex.replace(LINE_END, "\n")).reading) for latex, _ in expected]
    if request.config.getoption("--update-goldens"):
        head = [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
        path.write_text("\n".join([*head, *("\t".join(row) for row in said)]) + "\n", encoding="utf-8")
        return
    assert said == expected, "if the new readings are better, run pytest --update-goldens and read the difference"
