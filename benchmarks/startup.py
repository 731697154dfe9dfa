"""Start-up of the command line, side by side in one run: ``python benchmarks/startup.py [ROUNDS]``.

Runs, in turn, an empty Python, a Typer app that does nothing, and the commands; prints the median of each and its ratio to the
Typer app. Ratios within one run mean something on a noisy machine; milliseconds do not.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from table import Row, show

EMPTY_APP = """
import typer
app = typer.Typer()
@app.command()
def nothing() -> None: pass
app()
"""
PEER = "a Typer app that does nothing"
RUN = "from notation.cli import main; main()"


def rows(rounds: int) -> Iterator[Row]:
    """A row for each command, measured in turn."""
    with tempfile.TemporaryDirectory() as folder:
        app = Path(folder) / "app.py"
        app.write_text(EMPTY_APP, encoding="utf-8")
        commands = {
            "python -c pass": ["-c", "pass"],
            PEER: [str(app)],
            "import notation": ["-c", "import notation"],
            "lookup ∇": ["-c", RUN, "lookup", "∇"],
            "lookup gradient": ["-c", RUN, "lookup", "gradient"],
            "lookup lamda": ["-c", RUN, "lookup", "lamda"],
            "decode '\\nabla f'": ["-c", RUN, "decode", "\\nabla f"],
        }
        times: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(rounds):
            for name, arguments in commands.items():
                start = time.perf_counter()
                subprocess.run([sys.executable, *arguments], stdout=subprocess.DEVNULL, check=True)
                times[name].append(time.perf_counter() - start)
    medians = {name: statistics.median(values) for name, values in times.items()}
    base = medians.pop(PEER)
    for name, seconds in medians.items():
        yield Row("start-up", name, f"{seconds * 1000:.0f} ms", PEER, f"{base * 1000:.0f} ms", f"{seconds / base:.2f} times")


if __name__ == "__main__":
    show(rows(int(sys.argv[1]) if len(sys.argv) > 1 else 15))
