"""The benchmarks that count, on a corpus of a few lines: what they print can be trusted."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from conftest import ROOT


def printed(*arguments: str, status: int = 0) -> str:
    command = [sys.executable, str(ROOT / "benchmarks" / "coverage.py"), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == status, done.stderr
    return done.stdout


def test_coverage_counts_atoms_and_names_what_is_missing(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus.txt"
    corpus.write_text("a + b\n\n\\foo + \\foo\nx = \\bar y \\foo \\qux\n" + "{" * 99 + "\n", encoding="utf-8")
    first, *rest = printed(str(corpus)).splitlines()
    assert first == "corpus: 12 atoms, 66.667% with a curated meaning; 1 formula not decoded"
    assert [line.split() for line in rest] == [
        ["3", "\\foo", "\\foo", "+", "\\foo"],
        ["1", "\\qux", *"x = \\bar y \\foo \\qux".split()],
    ]


def test_coverage_of_a_character_that_only_unicode_names(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus.txt"
    corpus.write_text("a ⧣ b\n", encoding="utf-8")
    assert printed(str(corpus)).splitlines() == [
        "corpus: 3 atoms, 66.667% with a curated meaning",
        "      1  ⧣             a ⧣ b",
    ]


def test_coverage_without_a_file() -> None:
    assert printed(status=2) == ""
