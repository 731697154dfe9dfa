"""Rows of the benchmarks' one table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """What was measured, on which input, our figure, the peer and its figure, and what the two say together."""

    what: str
    on: str
    ours: str
    peer: str = ""
    theirs: str = ""
    ratio: str = ""


HEADINGS = Row("measured", "on", "notation", "peer", "peer's", "ratio")


def show(rows: Iterable[Row]) -> None:
    """Prints the rows in columns."""
    cells = [[row.what, row.on, row.ours, row.peer, row.theirs, row.ratio] for row in (HEADINGS, *rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for line in cells:
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())
