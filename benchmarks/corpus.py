"""Runs the decoder over files of formulas, one a line: ``python benchmarks/corpus.py FILE…``.

Prints, for each file, formulas a second next to pylatexenc's bare parse of the same formulas in the same run (a ratio), errors,
the share of atoms with a curated meaning, and what breaks a promise: LaTeX left in a reading, spans outside the input, atoms
of which nothing is said. The most frequent atoms without a meaning come last. Exit status 1 where anything is broken.
"""

from __future__ import annotations

import re
import sys
import time
from pathlib import Path

from pylatexenc import latexwalker

from coverage import Coverage, formulas_of
from notation import Decoding, Dictionary, NotationError
from unexplained import unexplained

_LATEX = re.compile(r"[\\{}$^_]")
SHOWN = 12


def main(files: list[str]) -> int:
    """Prints the table; gives the exit status."""
    broken = 0
    for name in files:
        broken += measure(Path(name).stem, formulas_of(name))
    return 1 if broken else 0


def measure(name: str, formulas: list[str]) -> int:
    """Decodes all formulas and prints what was found; gives how many broke a promise."""
    dictionary = Dictionary.shipped()
    dictionary.decode("x")
    coverage = Coverage()
    problems: list[str] = []
    taken = 0.0
    for latex in formulas:
        start = time.perf_counter()
        try:
            result = dictionary.decode(latex)
        except NotationError as error:
            problems.append(f"{type(error).__name__}: {error}: {latex[:60]}")
            continue
        finally:
            taken += time.perf_counter() - start
        problems += broken_promises(latex, result, dictionary)
        coverage.count(result)
    bare = bare_parse(formulas)
    speed = f"{len(formulas) / taken:.0f} a second, {taken / bare:.1f} times a bare pylatexenc parse"
    print(f"{name}: {len(formulas)} formulas, {speed}")
    print(f"  {coverage}; {len(problems)} problems")
    print("  without: " + ", ".join(f"{latex} ({n})" for latex, n in coverage.lacking(SHOWN)))
    for problem in problems[:SHOWN]:
        print("  " + problem)
    return len(problems)


def broken_promises(latex: str, result: Decoding, dictionary: Dictionary) -> list[str]:
    """What an answer may not be: with LaTeX in its reading, with spans that are none, silent about an atom."""
    problems = []
    if _LATEX.search(result.reading):
        problems.append(f"LaTeX in the reading: {latex[:60]} → {result.reading[:60]}")
    outside = [row.latex for row in result.symbols if any(not 0 <= a < b <= len(latex) for a, b in row.spans)]
    problems += [f"span outside the input: {written} in {latex[:60]}" for written in outside]
    if silent := unexplained(latex, result, dictionary):
        problems.append(f"nothing is said of {', '.join(silent)} in {latex[:60]}")
    return problems


def bare_parse(formulas: list[str]) -> float:
    """Seconds that pylatexenc takes to parse the same formulas."""
    context = latexwalker.get_default_latex_context_db()
    start = time.perf_counter()
    for latex in formulas:
        latexwalker.LatexWalker(latex, latex_context=context, tolerant_parsing=True).get_latex_nodes()
    return time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
