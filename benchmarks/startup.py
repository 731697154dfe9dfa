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
from pathlib import Path

EMPTY_APP = """
import typer
app = typer.Typer()
@app.command()
def nothing() -> None: pass
app()
"""
RUN = "from notation.cli import main; main()"


def main(rounds: int) -> None:
    """Prints the table."""
    with tempfile.TemporaryDirectory() as folder:
        app = Path(folder) / "app.py"
        app.write_text(EMPTY_APP, encoding="utf-8")
        commands = {
            "python -c pass": ["-c", "pass"],
            "a Typer app that does nothing": [str(app)],
            "python -c 'import notation'": ["-c", "import notation"],
            "notation lookup ∇": ["-c", RUN, "lookup", "∇"],
            "notation lookup gradient": ["-c", RUN, "lookup", "gradient"],
            "notation lookup lamda": ["-c", RUN, "lookup", "lamda"],
            "notation decode '\\nabla f'": ["-c", RUN, "decode", "\\nabla f"],
        }
        times: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(rounds):
            for name, arguments in commands.items():
                start = time.perf_counter()
                subprocess.run([sys.executable, *arguments], stdout=subprocess.DEVNULL, check=True)
                times[name].append(time.perf_counter() - start)
    medians = {name: statistics.median(values) for name, values in times.items()}
    base = medians["a Typer app that does nothing"]
    for name, seconds in medians.items():
        print(f"{name:32} {seconds * 1000:7.1f} ms  {seconds / base:5.2f} times the Typer app")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 15)
