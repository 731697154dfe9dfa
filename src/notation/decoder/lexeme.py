"""The piece that the parser sees: a symbol, a brace, a script mark, or a command that builds something."""

from __future__ import annotations

from dataclasses import dataclass

from notation.decoder.tree import Atom

SLASH = "/"


@dataclass(slots=True, eq=False)
class Lexeme:
    """One piece that the parser sees. ``kind`` is atom, {, }, _, ^, ', &, newline, phrase, begin, end, or construct;
    ``name`` says which; ``side`` is open, close or middle for a delimiter that tells."""

    kind: str
    name: str
    start: int
    end: int
    atom: Atom | None = None
    side: str = ""


def replace_latex(atom: Atom, latex: str) -> Atom:
    """The atom, written so."""
    atom.latex = latex
    return atom
