"""Draws formulas at random and prints their readings, to be judged by ear: ``python benchmarks/readings.py FILE…``.

``--count`` formulas (one number for each file, or one for all) are drawn with ``--seed``, so that the same call draws the same
formulas again. Each reading counts as good (a lecturer would say so), clumsy (right, but nobody would say so) or wrong.
"""

from __future__ import annotations

import argparse
import random
import textwrap
from pathlib import Path

from notation import Dictionary, NotationError

WIDTH = 150


def main() -> None:
    """Prints the drawn formulas with their numbers and readings."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="formulas, one a line")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--count", type=int, nargs="+", default=[60], help="how many of each file")
    given = parser.parse_intermixed_args()
    counts = given.count if len(given.count) == len(given.files) else given.count[:1] * len(given.files)
    draw = random.Random(given.seed)
    dictionary = Dictionary.shipped()
    number = 0
    for path, count in zip(given.files, counts, strict=True):
        formulas = [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        for latex in draw.sample(formulas, min(count, len(formulas))):
            number += 1
            print(f"{number}. {latex}\n{textwrap.indent(textwrap.fill(reading_of(latex, dictionary), WIDTH), '   ')}\n")


def reading_of(latex: str, dictionary: Dictionary) -> str:
    """The reading, or what went wrong."""
    try:
        return dictionary.decode(latex).reading
    except NotationError as error:
        return f"{type(error).__name__}: {error}"


if __name__ == "__main__":
    main()
