"""LaTeX commands of characters, from pylatexenc's public tables.

They let the tool answer for characters that have no entry, and read commands that no entry spells.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_SIGNS = {"Sm", "So", "Sk", "Lu", "Ll", "Lo", "Lm", "Ps", "Pe", "Po", "Pd"}


@lru_cache(maxsize=1)
def by_command() -> dict[str, str]:
    """Characters by the command that writes them, mathematical ones only; the shortest command of several."""
    from pylatexenc.latexencode import get_builtin_uni2latex_dict

    found: dict[str, str] = {}
    for code, latex in get_builtin_uni2latex_dict().items():
        char = chr(code)
        command = latex.removeprefix("\\ensuremath{").removesuffix("}") if latex.startswith("\\ensuremath") else latex
        if command.startswith("\\") and command[1:].isalpha() and unicodedata.category(char) in _SIGNS:
            found.setdefault(command, char)
    return dict(sorted(found.items()))
