"""The whole suite in one table: ``python benchmarks/run.py [FILE…]``; files hold formulas, one a line.

Without files, decoding is measured on ``sample.txt``. Install the package first, not in editable mode, and let Python write
bytecode, or start-up measures the compiling of our sources; ``pip install latex2mathml`` and ``npm install`` in ``peers`` add
peers. What is said of speed are ratios within one run: a busy machine is busy for both sides. The share of questions answered
next to other symbol finders comes from ``search.py``; what breaks a promise over a corpus, from ``corpus.py``.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from rapidfuzz import fuzz, process

import decoding
import memory
import search
import startup
from notation import Dictionary
from notation.search import find
from table import Row, show

ROUNDS, LINES = 15, 10_000
OPEN = "import time; start = time.perf_counter(); import notation; {}; print(time.perf_counter() - start)"


def rows(files: list[Path]) -> Iterator[Row]:
    """All rows, those that take longest last."""
    yield from startup.rows(ROUNDS)
    yield from loading()
    yield from lookups()
    yield from decoding.rows(files)
    yield from memory.rows(LINES, files)


def loading() -> Iterator[Row]:
    """What a program waits for: the import, the dictionary, the first answers."""
    steps = {
        "import notation": "notation",
        "and open the dictionary": "notation.Dictionary.shipped()",
        "and look ∇ up": "notation.lookup('∇')",
        "and decode \\nabla f": "notation.decode(r'\\nabla f')",
    }
    for name, step in steps.items():
        command = [sys.executable, "-c", OPEN.format(step)]
        taken = [float(subprocess.run(command, capture_output=True, text=True, check=True).stdout) for _ in range(ROUNDS)]
        yield Row("in a program", name, f"{statistics.median(taken) * 1000:.1f} ms")


def lookups() -> Iterator[Row]:
    """The median question of each set of cases, next to rapidfuzz over the same strings."""
    section = Dictionary.shipped().store.group("search")
    strings = [text for text in section["texts"] if text]
    for path in filter(Path.exists, search.SETS):
        queries = [case["query"] for case in search.cases_of(path)]
        ours = statistics.median(search.fastest(lambda q: find(section, q), query, 3) for query in queries)
        bare = statistics.median(
            search.fastest(lambda q: process.extract(q, strings, scorer=fuzz.ratio, limit=10), query, 1) for query in queries
        )
        on = f"{path.parent.name} {path.stem}, {len(queries)}"
        yield Row("a look-up", on, f"{ours:.2f} ms", "rapidfuzz, plain ratio", f"{bare:.2f} ms", f"{ours / bare:.2f} times")


if __name__ == "__main__":
    show(rows([Path(name) for name in sys.argv[1:]] or [decoding.SAMPLE]))
