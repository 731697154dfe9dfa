r"""Signs that a note above or below makes another sign: ``\overset{iid}{\sim}``, ``\xrightarrow{p}``, ``\stackrel{def}{=}``.

Takes the lexemes of one formula and its text; gives them with each such sign that the dictionary knows as one symbol, note and
all, so that the letters of the note mean nothing by themselves. One pass, each note read once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from notation.decoder.lexeme import Lexeme
from notation.decoder.tree import Atom

if TYPE_CHECKING:
    from collections.abc import Sequence

    from notation.decoder.lexicon import Lexicon

_MARKS = {"above": "^", "below": "_", "^": "^", "_": "_"}
_LONGEST = 12
_POINT = "."


class Noted(NamedTuple):
    """A sign with its note: what it is filed under, and where its lexemes end."""

    key: str
    end: int


def joined(lexemes: list[Lexeme], lexicon: Lexicon, text: str) -> list[Lexeme]:
    """The lexemes with known signs joined to their notes."""
    if not any(x.kind in _MARKS or x.name in _MARKS for x in lexemes):
        return lexemes
    out: list[Lexeme] = []
    at = 0
    while at < len(lexemes):
        found = noted(lexemes, at)
        entry = lexicon.noted_signs.get(found.key) if found else None
        if found is None or entry is None:
            out.append(lexemes[at])
            at += 1
            continue
        known = lexicon.entries[entry]
        parts = lexemes[at : found.end]
        start, end = min(x.start for x in parts), max(x.end for x in parts)
        sign = next(x.atom for x in (*parts[:1], *parts[-1:]) if x.atom is not None)
        latex = sign.latex if sign.macro else text[start:end]
        atom = Atom("symbol", entry, known.glyph, "plain", known.operator, latex, start, end, sign.macro)
        out.append(Lexeme("atom", atom.head, start, end, atom))
        at = found.end
    return out


def noted(lexemes: Sequence[Lexeme], at: int) -> Noted | None:
    """The sign with its note that begins at ``at``, in the order in which it is typed: the note first, or the sign."""
    first = lexemes[at]
    if first.kind == "construct" and first.name in _MARKS:
        note, end = _note(lexemes, at + 1)
        sign = lexemes[end].atom if note and end < len(lexemes) else None
        return Noted(f"{sign.head}{_MARKS[first.name]}{note}", end + 1) if sign is not None else None
    mark = lexemes[at + 1] if at + 1 < len(lexemes) else None
    if first.atom is None or mark is None or mark.kind not in ("^", "_"):
        return None
    note, end = _note(lexemes, at + 2)
    return Noted(f"{first.atom.head}{mark.kind}{note}", end) if note else None


def _note(lexemes: Sequence[Lexeme], at: int) -> tuple[str, int]:
    """The letters and signs of a note, without points, and the position behind it; no letters where it is anything else."""
    if at < len(lexemes) and lexemes[at].kind != "{":
        atom = lexemes[at].atom
        return (atom.base if len(atom.base) == 1 else atom.base.replace(_POINT, "")) if atom is not None else "", at + 1
    letters, depth = "", 0
    for position in range(at, min(at + _LONGEST, len(lexemes))):
        kind, atom = lexemes[position].kind, lexemes[position].atom
        depth += (kind == "{") - (kind == "}")
        if depth == 0:
            return letters, position + 1
        if atom is None and kind not in ("{", "}"):
            break
        letters += atom.base.replace(_POINT, "") if atom is not None else ""
    return "", at
