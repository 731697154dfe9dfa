"""How many atoms of a corpus have a curated meaning: ``python benchmarks/coverage.py FILE…``, one formula a line.

Prints, for each file, the share of atoms with a meaning from the dictionary, the prose or a macro, and below it every atom
without one, the most frequent first, with the first formula that has it. An atom is a symbol at a place of a formula.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from notation import Decoding

SHOWN = 90


class Coverage:
    """Counts atoms, and those without a meaning by how they are written."""

    def __init__(self) -> None:
        self.atoms = 0
        self.missing: Counter[str] = Counter()
        self.seen_in: dict[str, str] = {}

    def count(self, result: Decoding) -> None:
        """Adds the atoms of one formula. What is only named by Unicode has no meaning, nor has what is unknown."""
        self.atoms += sum(len(row.spans) for row in result.symbols if row.kind == "symbol")
        self.atoms += sum(len(unknown.spans) for unknown in result.unknown)
        named = [row for row in result.symbols if row.kind == "symbol" and row.source == "unicode"]
        for latex, spans in [(row.latex, row.spans) for row in named] + [(it.latex, it.spans) for it in result.unknown]:
            self.missing[latex] += len(spans)
            self.seen_in.setdefault(latex, result.input)

    def lacking(self, most: int | None = None) -> list[tuple[str, int]]:
        """What has no meaning and how often it stands there, the most frequent first."""
        return self.missing.most_common(most)

    def __str__(self) -> str:
        share = 1 - self.missing.total() / max(1, self.atoms)
        return f"{self.atoms} atoms, {share:.3%} with a curated meaning"


def formulas_of(name: str) -> list[str]:
    """The formulas of a file, one a line; empty lines are none."""
    return [line for line in Path(name).read_text(encoding="utf-8").splitlines() if line.strip()]


def main(files: list[str]) -> int:
    """Prints the table of each file; gives the exit status, 2 for wrong usage."""
    from notation import Dictionary, NotationError

    if not files:
        print("usage: python benchmarks/coverage.py FILE…", file=sys.stderr)
        return 2
    dictionary = Dictionary.shipped()
    for name in files:
        coverage, failed = Coverage(), 0
        for latex in formulas_of(name):
            try:
                coverage.count(dictionary.decode(latex))
            except NotationError:
                failed += 1
        print(f"{Path(name).stem}: {coverage}" + (f"; {failed} formula{'s' * (failed > 1)} not decoded" if failed else ""))
        for latex, number in coverage.lacking():
            print(f"{number:>7}  {latex:<12}  {coverage.seen_in[latex][:SHOWN]}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
