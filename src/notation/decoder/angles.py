"""Angle brackets before a row is parsed: ``<`` and ``>`` that can be no relations, bras and kets.

Takes the lexemes of one formula; gives them with every angle bracket told from a relation, and with the bar that belongs to a
bra or a ket as its other bracket. Every pass is linear.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from notation.decoder.lexeme import Lexeme

if TYPE_CHECKING:
    from notation.decoder.lexicon import Lexicon

BRACKETS = {"<": "⟨", ">": "⟩"}
ANGLES = "".join(BRACKETS.values())
_SIGNS = "".join(BRACKETS)
_OPENING = frozenset({"{", "begin"})
_CLOSING = frozenset({"}", "end"})


def settled(lexemes: list[Lexeme], lexicon: Lexicon) -> list[Lexeme]:
    """The lexemes with their angle brackets settled."""
    bases = {x.atom.base for x in lexemes if x.atom is not None}
    if _SIGNS[0] in bases or (_SIGNS[1] in bases and "|" in bases):
        lexemes = _Signs(lexicon).run(lexemes)
        bases.update(ANGLES)
    if not bases.isdisjoint(ANGLES) and any(_is_bar(x) for x in lexemes):
        _open_kets(lexemes)
        _close_bras(lexemes)
    return lexemes


def _is_bar(lexeme: Lexeme) -> bool:
    return lexeme.atom is not None and lexeme.atom.operator == "bar"


def _opens(lexeme: Lexeme) -> bool:
    return lexeme.kind in _OPENING or lexeme.side == "open" or (lexeme.atom is not None and lexeme.atom.operator == "open")


def _closes(lexeme: Lexeme) -> bool:
    return lexeme.kind in _CLOSING or lexeme.side == "close" or (lexeme.atom is not None and lexeme.atom.operator == "close")


class _Signs:
    """Settles ``<`` and ``>`` from left to right. ``<`` where an operand is expected opens a bracket, which the next ``>`` on its
    level closes (``< x y > = 0``); so does a bar, where no operand follows (``|0> + |1>``). ``levels`` has what is open."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.levels: list[list[Lexeme]] = [[]]
        self.expecting = True

    def run(self, lexemes: list[Lexeme]) -> list[Lexeme]:
        out: list[Lexeme] = []
        for lexeme, after in zip(lexemes, [*lexemes[1:], None], strict=True):
            atom = lexeme.atom
            parts = [lexeme]
            if self.levels[-1] and not self.expecting and atom is not None and atom.latex.replace(" ", "") == f"{_SIGNS[1]}=":
                parts = self.parted(lexeme)
            for part, following in zip(parts, [*parts[1:], after], strict=True):
                self.settle(part, following)
                out.append(part)
        return out

    def settle(self, lexeme: Lexeme, after: Lexeme | None) -> None:
        base, opened = lexeme.atom.base if lexeme.atom is not None else "", self.levels[-1]
        if base == _SIGNS[0] and self.expecting:
            opened.append(lexeme)
        elif base == "|" and _is_bar(lexeme):
            self.meet_bar(lexeme, opened)
        elif base == _SIGNS[1] and opened and not self.expecting and not (_is_bar(opened[0]) and self.begins_operand(after)):
            if not _is_bar(opening := opened[0]):
                self.become(opening, ANGLES[0])
            self.become(lexeme, ANGLES[1])
            opened.clear()
        elif _opens(lexeme):
            self.levels.append([])
        elif _closes(lexeme) and len(self.levels) > 1:
            self.levels.pop()
        elif lexeme.kind in ("newline", "phrase"):
            opened.clear()
        self.expecting = _opens(lexeme) or lexeme.kind in ("newline", "phrase", "&") or self.fixity(lexeme) == "infix"

    def meet_bar(self, bar: Lexeme, opened: list[Lexeme]) -> None:
        """A bar behind an operand closes one that is open, else it may open a ket; those within ``< >`` stand between."""
        if opened and not _is_bar(opened[0]):
            return
        if opened and not self.expecting:
            opened.pop()
        else:
            opened.append(bar)

    def fixity(self, lexeme: Lexeme) -> str:
        atom = lexeme.atom
        return self.lexicon.operators[atom.operator].fixity if atom is not None and atom.kind != "text" else ""

    def begins_operand(self, after: Lexeme | None) -> bool:
        """Whether an operand follows, as behind a relation."""
        if after is None or after.atom is None or after.atom.kind == "text":
            return after is not None and after.kind in ("{", "construct", "begin")
        return self.fixity(after) not in ("infix", "close") and not _is_bar(after)

    def parted(self, joined: Lexeme) -> list[Lexeme]:
        """``> =``, which was joined to one sign, as two."""
        atom, equals, greater = joined.atom, self.lexicon.find("="), self.lexicon.find(_SIGNS[1])
        if atom is None or equals is None or greater is None:
            return [joined]
        signs = ((greater, atom.start, atom.start + 1), (equals, atom.end - 1, atom.end))
        atoms = [
            replace(atom, entry=known.entry, base=known.glyph, operator=known.operator, latex=known.glyph, start=start, end=end)
            for known, start, end in signs
        ]
        return [Lexeme("atom", a.head, a.start, a.end, a) for a in atoms]

    def become(self, lexeme: Lexeme, bracket: str) -> None:
        known = self.lexicon.find(bracket)
        if lexeme.atom is not None and known is not None:
            lexeme.atom.entry, lexeme.atom.base, lexeme.atom.operator = known.entry, known.glyph, known.operator
            lexeme.name = lexeme.atom.head


def _open_kets(lexemes: list[Lexeme]) -> None:
    r"""The bar of ``|\psi\rangle`` is an opening bracket, where the angle bracket has no partner of its own."""
    levels: list[list[Lexeme]] = [[]]
    for lexeme in lexemes:
        atom = lexeme.atom
        if lexeme.kind in _OPENING or (atom is not None and atom.operator == "open"):
            levels.append([lexeme])
        elif atom is not None and atom.base == ANGLES[1] and atom.operator == "close":
            partner = levels[-1][0] if levels[-1] else None
            paired = partner is not None and partner.atom is not None and partner.atom.base == ANGLES[0]
            bars = [x for x in levels[-1] if _is_bar(x)]
            if not paired and bars and bars[-1].atom is not None:
                bars[-1].atom.operator, bars[-1].side = "open", ""
            elif len(levels) > 1:
                levels.pop()
        elif (_closes(lexeme) and not _is_bar(lexeme) and len(levels) > 1) or _ends_bra(lexeme, levels[-1]):
            levels.pop()
        elif _is_bar(lexeme):
            levels[-1].append(lexeme)


def _ends_bra(lexeme: Lexeme, level: list[Lexeme]) -> bool:
    r"""Whether it is the bar of ``\left<\psi\right|``, which its side makes the other bracket of the bra."""
    opening = level[0].atom if level else None
    return _is_bar(lexeme) and lexeme.side == "close" and opening is not None and opening.base == ANGLES[0]


def _close_bras(lexemes: list[Lexeme]) -> None:
    r"""The first bar of ``\langle\psi|`` is a closing bracket, where the angle bracket has no partner of its own."""
    open_brackets: list[tuple[Lexeme, list[Lexeme]]] = []
    for lexeme in lexemes:
        atom = lexeme.atom
        if lexeme.kind in _OPENING or (atom is not None and atom.operator == "open"):
            open_brackets.append((lexeme, []))
        elif lexeme.kind in _CLOSING or (atom is not None and atom.operator == "close"):
            angle = atom is not None and atom.base == ANGLES[1]
            while open_brackets:
                opening, bars = open_brackets.pop()
                if angle or opening.atom is None or opening.atom.base != ANGLES[0]:
                    break
                _close_bra(opening, bars)
        elif _is_bar(lexeme) and open_brackets:
            open_brackets[-1][1].append(lexeme)
    for opening, bars in open_brackets:
        _close_bra(opening, bars)


def _close_bra(opening: Lexeme, bars: list[Lexeme]) -> None:
    atom = bars[0].atom if bars else None
    if opening.atom is not None and opening.atom.base == ANGLES[0] and atom is not None:
        atom.operator, bars[0].side = "close", ""
