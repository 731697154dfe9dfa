"""Decoding, next to what others do with the same formulas in the same run: ``python benchmarks/decoding.py [FILE…]``.

Formulas a second beside pylatexenc's bare parse, its ``latex2text``, latex2mathml, and MathJax with the Speech Rule Engine
(``npm install`` in ``benchmarks/peers``; left out where it is missing); and the time of one formula by its length, with the
exponent of the power law that fits it (1 is linear). All of it on the files given, one formula a line, else on our sample.
"""

from __future__ import annotations

import json
import math
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from pylatexenc import latex2text, latexwalker

from notation import Dictionary, NotationError
from table import Row, show

HERE = Path(__file__).parent
SAMPLE = HERE / "sample.txt"
SPEECH = HERE / "peers" / "speech.mjs"
LENGTHS = (100, 300, 1_000, 3_000, 10_000, 30_000, 100_000)
SLICE, MOST, SPOKEN = 20, 2_000, 150
Work = Callable[[str], object]


def rows(files: list[Path]) -> Iterator[Row]:
    """The rows of every file, then those by length."""
    for path in files:
        formulas = formulas_of(path)
        yield from throughput(path.stem, formulas[:: max(1, len(formulas) // MOST)])
    yield from by_length(formulas_of(files[0]))


def formulas_of(path: Path) -> list[str]:
    """The formulas of a file, one a line."""
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def throughput(name: str, formulas: list[str]) -> Iterator[Row]:
    """One row for each peer. Each reads all formulas once untimed; then they take turns, a few formulas each, so that a busy
    machine is busy for all of them."""
    decode = Dictionary.shipped().decode
    works: dict[str, Work] = {"notation": decode, **peers()}
    seconds = dict.fromkeys(works, 0.0)
    for work in works.values():
        for latex in formulas:
            attempt(work, latex)
    for at in range(0, len(formulas), SLICE):
        for peer, work in works.items():
            start = time.perf_counter()
            for latex in formulas[at : at + SLICE]:
                attempt(work, latex)
            seconds[peer] += time.perf_counter() - start
    ours = seconds.pop("notation")
    for peer, taken in seconds.items():
        yield compared(name, len(formulas), ours, peer, taken, len(formulas))
    yield from spoken(name, formulas[:: max(1, len(formulas) // SPOKEN)], decode)


def compared(name: str, count: int, ours: float, peer: str, theirs: float, their_count: int) -> Row:
    """A row of formulas a second, with how many times the peer's time we take, or how many times as many formulas."""
    mine, other = count / ours, their_count / theirs
    ratio = f"{other / mine:.2f} times its time" if other > mine else f"{mine / other:.1f} times as many"
    return Row("formulas a second", f"{name}, {count}", f"{mine:,.0f}", peer, f"{other:,.0f}", ratio)


def attempt(work: Work, latex: str) -> None:
    """Runs the work; a formula that a peer cannot read costs it only its time."""
    try:
        work(latex)
    except Exception as error:
        if isinstance(error, NotationError):
            raise


def peers() -> dict[str, Work]:
    """The peers that run in this process."""
    context = latexwalker.get_default_latex_context_db()
    text = latex2text.LatexNodes2Text()

    def parse(latex: str) -> object:
        return latexwalker.LatexWalker(latex, latex_context=context, tolerant_parsing=True).get_latex_nodes()

    found: dict[str, Work] = {"pylatexenc, bare parse": parse, "pylatexenc, latex2text": text.latex_to_text}
    try:
        from latex2mathml.converter import convert
    except ModuleNotFoundError:
        print("latex2mathml is not installed: left out", file=sys.stderr)
    else:
        found["latex2mathml"] = convert
    return found


def spoken(name: str, formulas: list[str], decode: Work) -> Iterator[Row]:
    """MathJax and the Speech Rule Engine on some of the formulas, and ours on the same ones right after it."""
    if shutil.which("node") is None or not (SPEECH.parent / "node_modules").is_dir():
        print("no node, or no `npm install` in benchmarks/peers: the Speech Rule Engine is left out", file=sys.stderr)
        return
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
        file.write("\n".join(formulas))
        file.flush()
        done = subprocess.run(["node", str(SPEECH), file.name], capture_output=True, text=True, check=False)
    if done.returncode:
        print(f"the Speech Rule Engine failed: {done.stderr.strip().splitlines()[-1:]}", file=sys.stderr)
        return
    theirs = json.loads(done.stdout)
    start = time.perf_counter()
    for latex in formulas:
        attempt(decode, latex)
    ours = time.perf_counter() - start
    yield compared(name, len(formulas), ours, "MathJax and Speech Rule Engine", theirs["seconds"], theirs["formulas"])


def by_length(formulas: list[str]) -> Iterator[Row]:
    """Milliseconds for formulas of growing length, put together from those of the file, and the exponent that fits."""
    decode, points = Dictionary.shipped().decode, []
    for length in LENGTHS:
        latex = long_formula(formulas, length)
        try:
            taken = min(timed(decode, latex) for _ in range(3))
        except NotationError as error:
            yield Row("one long formula", f"{length:,} characters", str(error))
            continue
        points.append((math.log(len(latex)), math.log(taken)))
        yield Row("one long formula", f"{len(latex):,} characters", f"{taken * 1000:,.1f} ms")
    slope = statistics.linear_regression(*zip(*points, strict=True)).slope
    yield Row("time by length, as a power", f"{len(points)} lengths", f"{slope:.2f}", "", "", "1 is linear")


def long_formula(formulas: list[str], length: int) -> str:
    """Whole formulas without environments or comments, added up to about ``length`` characters."""
    short = [f for f in formulas if len(f) < 200 and not any(piece in f for piece in ("begin", "left", "%", "&", "\\\\"))]
    short = [f for f in short if all(f.count(a) == f.count(b) for a, b in ("()", "[]", "{}", "||"))]
    out, at = short[0], 0
    while len(out) < length:
        at += 1
        out += " + " + short[at % len(short)]
    return out


def timed(work: Work, latex: str) -> float:
    """Seconds of one run."""
    start = time.perf_counter()
    work(latex)
    return time.perf_counter() - start


if __name__ == "__main__":
    show(rows([Path(name) for name in sys.argv[1:]] or [SAMPLE]))
