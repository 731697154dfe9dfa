"""``python -m notation.compile [FOLDER [FILE]]``: checks the dictionary's sources and builds the compiled file."""

from __future__ import annotations

import sys
from pathlib import Path

from notation.compile.build import build
from notation.dictionary import COMPILED, SOURCES
from notation.errors import NotationError


def main(arguments: list[str]) -> int:
    """Compiles; gives the exit status: 0, or 1 with every problem on standard error."""
    folder = Path(arguments[0]) if arguments else SOURCES
    target = Path(arguments[1]) if len(arguments) > 1 else COMPILED
    try:
        store = build(folder, target)
    except NotationError as error:
        print(error, file=sys.stderr)
        return 1
    counts = ", ".join(f"{len(store.ids(kind))} {kind}" for kind in ("symbols", "concepts", "notations", "formulas"))
    print(f"compiled {counts}: {target.stat().st_size / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
