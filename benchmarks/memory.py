"""Memory and size: ``python benchmarks/memory.py [LINES [FILE…]]``.

Files hold formulas, one a line, which are given in turn until there are enough of them.

Peak memory of ``notation decode --jsonl`` after a tenth of the lines and after all of them (flat means that it does not grow with
their number), of a single look-up and of ``import notation``; and the size of the installed package. Linux only: read from
``/proc``.
"""

from __future__ import annotations

import itertools
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import notation
from decoding import SAMPLE, formulas_of
from table import Row, show

RUN = "from notation.cli import main; main()"
LINES = 10_000


def rows(lines: int, files: list[Path]) -> Iterator[Row]:
    """The rows."""
    early, late = jsonl_peaks(lines, [latex for file in files or [SAMPLE] for latex in formulas_of(file)])
    yield Row("peak memory", "decode --jsonl", f"{late:.0f} MB", f"after {lines // 10:,} of {lines:,} lines", f"{early:.0f} MB")
    base = peak(["-c", "pass"])
    for name, arguments in (
        ("import notation", ["-c", "import notation"]),
        ("lookup ∇", ["-c", RUN, "lookup", "∇"]),
        ("decode '\\nabla f'", ["-c", RUN, "decode", "\\nabla f"]),
    ):
        yield Row("peak memory", name, f"{peak(arguments):.0f} MB", "python -c pass", f"{base:.0f} MB")
    package = Path(notation.__file__).parent
    size = sum(p.stat().st_size for p in package.rglob("*") if p.is_file() and p.suffix != ".pyc")
    yield Row("installed size", "the package, without bytecode", f"{size / 1e6:.1f} MB")


def jsonl_peaks(lines: int, formulas: list[str]) -> tuple[float, float]:
    """Megabytes at their highest after a tenth of the lines, and after all."""
    command = [sys.executable, "-c", RUN, "decode", "--jsonl"]
    early = 0.0
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        for number, latex in zip(range(lines), itertools.cycle(formulas), strict=False):
            running.stdin.write(json.dumps({"id": number, "latex": latex}).encode() + b"\n")
            running.stdin.flush()
            running.stdout.readline()
            if number == lines // 10:
                early = highest(running.pid)
        late = highest(running.pid)
        running.stdin.close()
    return early, late


def highest(process: int) -> float:
    """The most memory that a process has held so far, in megabytes."""
    status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    found = re.search(r"VmHWM:\s*(\d+) kB", status)
    return int(found[1]) / 1024 if found else 0.0


def peak(arguments: list[str]) -> float:
    """Megabytes of a whole run of Python."""
    code = "import resource, subprocess, sys; subprocess.run([sys.executable, *sys.argv[1:]], stdout=subprocess.DEVNULL)"
    code += "; print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)"
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True)
    return float(done.stdout)


if __name__ == "__main__":
    show(rows(int(sys.argv[1]) if len(sys.argv) > 1 else LINES, list(map(Path, sys.argv[2:]))))
