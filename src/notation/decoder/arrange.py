"""Lexemes to lexemes: what must be known about a row before it can be parsed.

Takes the lexemes of one formula; settles for every bar whether it opens, closes or separates, drops the alignment marks
that stand outside tables, and turns ``\\overset{note}{op}`` into an operator with a raised note. Every pass is linear.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from notation.decoder import angles
from notation.decoder.angles import ANGLES
from notation.decoder.lexeme import SLASH, Lexeme

if TYPE_CHECKING:
    from notation.decoder.lexicon import Lexicon

_LONGEST_BRACKET = 60
_POINTS = (".", "⋅")
_OPENING = frozenset({"{", "begin"})
_CLOSING = frozenset({"}", "end"})


def arrange(lexemes: list[Lexeme], lexicon: Lexicon) -> list[Lexeme]:
    """The lexemes, ready to be parsed."""
    bases = {x.atom.base for x in lexemes if x.atom is not None}
    kinds = [x.kind for x in lexemes]
    if "" in bases:
        lexemes = _without_silent_brackets(lexemes)
    if len(lexemes) > 1 and not bases.isdisjoint(_POINTS):
        lexemes = _without_full_stops(lexemes, lexicon)
    if ("{", "}") in pairwise(kinds):
        lexemes = _without_empty_groups(lexemes, lexicon)
    if SLASH in bases:
        lexemes = _with_derivatives(lexemes, lexicon)
    if "construct" in kinds:
        lexemes = _notes_on_operators(lexemes, lexicon)
    if "&" in kinds:
        lexemes = _without_alignment(lexemes, lexicon)
    lexemes = angles.settled(lexemes, lexicon)
    if any(_is_bar(x) for x in lexemes):
        lexemes = _Bars(lexicon).run(_single_bars(lexemes, lexicon))
        _separate(lexemes, lexicon)
    return lexemes


def _is_bar(lexeme: Lexeme) -> bool:
    return lexeme.atom is not None and lexeme.atom.operator == "bar"


def _is_point(lexeme: Lexeme) -> bool:
    return lexeme.atom is not None and lexeme.atom.base in _POINTS


def _is_silent(lexeme: Lexeme) -> bool:
    """Whether it is the bracket of ``\\left.`` or ``\\right.``, which shows nothing."""
    return lexeme.atom is not None and lexeme.atom.base == ""


def _without_silent_brackets(lexemes: list[Lexeme]) -> list[Lexeme]:
    """Without brackets that show nothing, but for one that ends what a bracket to be seen began."""
    out: list[Lexeme] = []
    opened: list[Lexeme] = []
    for lexeme in lexemes:
        side = lexeme.side or (lexeme.atom.operator if lexeme.atom is not None else "")
        partner = opened.pop() if side == "close" and opened else None
        if side == "open":
            opened.append(lexeme)
        if not _is_silent(lexeme) or (partner is not None and not _is_silent(partner)):
            out.append(lexeme)
    return out


def _is_digit(lexeme: Lexeme | None) -> bool:
    return lexeme is not None and lexeme.atom is not None and lexeme.atom.kind == "number"


def _without_full_stops(lexemes: list[Lexeme], lexicon: Lexicon) -> list[Lexeme]:
    """Points that end a sentence go, decimal points stay, and several in a row are dots."""
    dots = lexicon.find("\\dots")
    out: list[Lexeme] = []
    at = 0
    while at < len(lexemes):
        end = at
        while end < len(lexemes) and _is_point(lexemes[end]) and lexemes[end].name == lexemes[at].name:
            end += 1
        run, first = end - at, lexemes[at]
        raised = first.atom is not None and first.atom.base == _POINTS[1]
        if raised and run < 3:
            out += lexemes[at:end]
            at = end
            continue
        before, after = out[-1] if out else None, lexemes[end] if end < len(lexemes) else None
        if run > 1 and dots is not None and first.atom is not None:
            atom = replace(first.atom, entry=dots.entry, base=dots.glyph, operator=dots.operator, end=lexemes[end - 1].end)
            out.append(Lexeme("atom", atom.head, first.start, atom.end, atom))
        elif run == 1 and _is_digit(after) and (_is_digit(before) or (after is not None and after.start == first.end)):
            out.append(first)
        at = max(end, at + 1)
        if not run:
            out.append(first)
    return out


def _without_empty_groups(lexemes: list[Lexeme], lexicon: Lexicon) -> list[Lexeme]:
    r"""``{}`` between an operand and a script only shifts the script, as in ``\Gamma^a{}_{bc}``, and goes."""
    out: list[Lexeme] = []
    at = 0
    while at < len(lexemes):
        empty = [x.kind for x in lexemes[at : at + 2]] == ["{", "}"]
        script = at + 2 < len(lexemes) and lexemes[at + 2].kind in ("_", "^", "'")
        before = out[-1] if out else None
        atom = before.atom if before is not None else None
        operand = before is not None and (
            before.kind == "}" or (atom is not None and lexicon.operators[atom.operator].fixity in ("none", "close"))
        )
        if empty and script and operand:
            at += 2
            continue
        out.append(lexemes[at])
        at += 1
    return out


def _separate(lexemes: list[Lexeme], lexicon: Lexicon) -> None:
    r"""A single bar between two things is the separator ``\mid``, however it is typed."""
    single, separator = lexicon.find("|"), lexicon.find("\\mid")
    for lexeme in lexemes:
        atom = lexeme.atom
        if lexeme.side == "middle" and atom and single and separator and atom.entry == single.entry:
            atom.entry, atom.operator = separator.entry, separator.operator
            lexeme.name = atom.head


def _without_alignment(lexemes: list[Lexeme], lexicon: Lexicon) -> list[Lexeme]:
    tables: list[bool] = []
    out = []
    for lexeme in lexemes:
        if lexeme.kind == "begin":
            tables.append(lexicon.environments[lexeme.name] != "lines")
        elif lexeme.kind == "end" and tables:
            tables.pop()
        if lexeme.kind != "&" or (tables and tables[-1]):
            out.append(lexeme)
    return out


def _argument(lexemes: list[Lexeme], at: int) -> int:
    """The position after the argument that begins at ``at``: a group or one lexeme."""
    depth = 0
    while at < len(lexemes):
        depth += (lexemes[at].kind in _OPENING) - (lexemes[at].kind in _CLOSING)
        at += 1
        if depth <= 0:
            break
    return at


def _with_derivatives(lexemes: list[Lexeme], lexicon: Lexicon) -> list[Lexeme]:
    """``∂f/∂x`` and ``dy/dx`` as the fractions that they are."""
    out: list[Lexeme] = []
    at = 0
    while at < len(lexemes):
        slash = _operand_of_sign(lexemes, at, lexicon)
        end = _variables(lexemes, slash + 1, lexemes[at].name, lexicon) if slash and _is_slash(lexemes, slash) else 0
        if not end:
            out.append(lexemes[at])
            at += 1
            continue
        for first, last in ((at, slash), (slash + 1, end)):
            start, stop = lexemes[first].start, lexemes[last - 1].end
            opened = Lexeme("{", "{", start, start)
            out += [Lexeme("construct", "fraction", start, start)] if first == at else []
            out += [opened, *lexemes[first:last], Lexeme("}", "}", stop, stop)]
        at = end
    return out


def _is_slash(lexemes: list[Lexeme], at: int) -> bool:
    return at < len(lexemes) and (atom := lexemes[at].atom) is not None and atom.base == SLASH


def _is_derivative_sign(lexeme: Lexeme, lexicon: Lexicon) -> bool:
    return lexeme.atom is not None and (lexeme.atom.operator == "derivative" or lexeme.atom.base in lexicon.differentials)


def _is_bracket(lexeme: Lexeme, base: str) -> bool:
    return lexeme.atom is not None and lexeme.atom.base == base


def _after_scripts(lexemes: list[Lexeme], at: int) -> int:
    while at < len(lexemes) and lexemes[at].kind in ("_", "^", "'"):
        at = at + 1 if lexemes[at].kind == "'" else _argument(lexemes, at + 1)
    return at


def _operand_of_sign(lexemes: list[Lexeme], at: int, lexicon: Lexicon) -> int:
    """The position after ``∂f``, ``d^2 y``, ``∂L(θ)`` or ``∂(x + y)``, or after the sign before a slash; else 0."""
    if not _is_derivative_sign(lexemes[at], lexicon):
        return 0
    at = _after_scripts(lexemes, at + 1)
    if _is_slash(lexemes, at) or at >= len(lexemes):
        return at
    end = _letter(lexemes, at, lexicon)
    opening = end or at
    return _after_bracket(lexemes, opening) if _is_bracket(lexemes[min(opening, len(lexemes) - 1)], "(") else end


def _after_bracket(lexemes: list[Lexeme], at: int) -> int:
    """The position after the round bracket that opens at ``at``; 0 where it is too long, or never closed."""
    depths = accumulate(_is_bracket(n, "(") - _is_bracket(n, ")") for n in lexemes[at : at + _LONGEST_BRACKET])
    return next((end for end, depth in enumerate(depths, at + 1) if depth == 0), 0)


def _letter(lexemes: list[Lexeme], at: int, lexicon: Lexicon) -> int:
    """The position after a letter, perhaps under an accent, with its scripts; 0 where none stands."""
    at += at < len(lexemes) and (sign := lexemes[at].atom) is not None and sign.operator == "accent"
    atom = lexemes[at].atom if at < len(lexemes) else None
    if atom is None or lexicon.operators[atom.operator].fixity != "none" or not atom.base.isalpha():
        return 0
    return _after_scripts(lexemes, at + 1)


def _variables(lexemes: list[Lexeme], at: int, sign: str, lexicon: Lexicon) -> int:
    """The position after ``∂x`` or ``∂x ∂y``; 0 where they do not stand."""
    end = 0
    while at < len(lexemes) and lexemes[at].name == sign and (after := _letter(lexemes, at + 1, lexicon)):
        at = end = after
    return end


def _notes_on_operators(lexemes: list[Lexeme], lexicon: Lexicon) -> list[Lexeme]:
    out: list[Lexeme] = []
    at = 0
    while at < len(lexemes):
        lexeme = lexemes[at]
        out.append(lexeme)
        at += 1
        if lexeme.kind != "construct" or lexeme.name not in ("above", "below"):
            continue
        note = _argument(lexemes, at)
        base = lexemes[note] if note < len(lexemes) else None
        if base is not None and base.atom is not None and lexicon.operators[base.atom.operator].fixity in ("infix", "prefix"):
            mark = "^" if lexeme.name == "above" else "_"
            base.start = min(base.start, lexeme.start)
            out[-1:] = [base, replace(lexeme, kind=mark, name=mark), *lexemes[at:note]]
            at = note + 1
    return out


def _single_bars(lexemes: list[Lexeme], lexicon: Lexicon) -> list[Lexeme]:
    r"""``||`` split in two where a single bar before it waits for its partner (``|a||b|``); ``\left|\left|`` joined to one."""
    single, double = lexicon.find("|"), lexicon.find("\\|")
    if single is None:
        return lexemes
    out: list[Lexeme] = []
    waiting: list[bool] = [False]
    for lexeme in lexemes:
        if lexeme.kind in _OPENING or (lexeme.atom and lexeme.atom.operator == "open"):
            waiting.append(False)
        elif (lexeme.kind in _CLOSING or (lexeme.atom and lexeme.atom.operator == "close")) and len(waiting) > 1:
            waiting.pop()
        atom = lexeme.atom
        if double is not None and atom is not None and lexeme.side and _follows(out, lexeme, single.entry):
            both = replace(atom, entry=double.entry, base=double.glyph, latex="", start=out[-1].start)
            out[-1] = Lexeme("atom", both.head, both.start, both.end, both, lexeme.side)
            waiting[-1] = not waiting[-1]
            continue
        if atom is not None and atom.operator == "bar" and atom.entry == single.entry:
            waiting[-1] = not waiting[-1]
        elif atom is not None and atom.latex == "||" and waiting[-1]:
            for start in (lexeme.start, lexeme.start + 1):
                half = replace(atom, entry=single.entry, base=single.glyph, latex="|", start=start, end=start + 1)
                out.append(Lexeme("atom", half.head, start, start + 1, half))
            continue
        out.append(lexeme)
    return out


def _follows(out: list[Lexeme], bar: Lexeme, entry: str) -> bool:
    """Whether a bar whose side is written stands behind another such bar of the same side and entry."""
    before = out[-1].atom if out and out[-1].side == bar.side else None
    return before is not None and bar.atom is not None and before.entry == bar.atom.entry == entry


class _Level:
    """A bracket level: bars that are open in it, and how many bars of each kind are still to come."""

    def __init__(self, number: int, angle: bool = False) -> None:
        self.number = number
        self.angle = angle
        self.opened: list[int] = []
        self.expecting = True


class _Bars:
    """Settles each bar from left to right.

    Where an operand is expected a bar opens; after an operand it closes one that is open; else it separates, unless
    an even number of bars is left on its level, when it opens after an invisible product (``λ|w|``).
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    def run(self, lexemes: list[Lexeme]) -> list[Lexeme]:
        levels = self.numbered(lexemes)
        left = Counter((levels[i], x.name) for i, x in enumerate(lexemes) if _is_bar(x))
        stack = [_Level(0)]
        for at, lexeme in enumerate(lexemes):
            level = stack[-1]
            if _is_bar(lexeme) and level.angle and not lexeme.side:
                lexeme.side, level.expecting = "middle", True
            elif _is_bar(lexeme):
                self.settle(lexemes, at, level, left[levels[at], lexeme.name])
                left[levels[at], lexeme.name] -= 1
            elif self.opens(lexeme):
                stack.append(_Level(levels[at], angle=lexeme.atom is not None and lexeme.atom.base == ANGLES[0]))
            elif self.closes(lexeme):
                self.leave(lexemes, stack)
            else:
                script = at > 0 and lexemes[at - 1].kind in ("^", "_") and lexeme.kind == "atom"
                level.expecting = not script and self.expects(lexeme) and not self.is_placeholder(lexemes, at)
        for level in stack:
            self.give_up(lexemes, level)
        return lexemes

    def numbered(self, lexemes: list[Lexeme]) -> list[int]:
        """For each lexeme the number of the bracket level that it stands in."""
        out, stack, count = [], [0], 0
        for lexeme in lexemes:
            if self.closes(lexeme) and len(stack) > 1:
                stack.pop()
            out.append(stack[-1])
            if self.opens(lexeme):
                count += 1
                stack.append(count)
        return out

    def opens(self, lexeme: Lexeme) -> bool:
        return lexeme.kind in _OPENING or (
            lexeme.atom is not None and not _is_bar(lexeme) and (lexeme.side or lexeme.atom.operator) == "open"
        )

    def closes(self, lexeme: Lexeme) -> bool:
        return lexeme.kind in _CLOSING or (
            lexeme.atom is not None and not _is_bar(lexeme) and (lexeme.side or lexeme.atom.operator) == "close"
        )

    def expects(self, lexeme: Lexeme) -> bool:
        """Whether an operand must follow this lexeme."""
        if lexeme.kind == "atom" and lexeme.atom is not None:
            return self.lexicon.operators[lexeme.atom.operator].fixity in ("infix", "prefix", "accent")
        return lexeme.kind != "'"

    def is_placeholder(self, lexemes: list[Lexeme], at: int) -> bool:
        r"""Whether an operator stands for an operand: the dot in ``\|\cdot\|``."""
        before, after = lexemes[at - 1 : at], lexemes[at + 1 : at + 2]
        return bool(before and after) and _is_bar(before[0]) and before[0].side == "open" and before[0].name == after[0].name

    def settle(self, lexemes: list[Lexeme], at: int, level: _Level, left: int) -> None:
        bar = lexemes[at]
        partner = next((i for i in reversed(level.opened) if lexemes[i].name == bar.name), None)
        if not bar.side:
            if level.expecting:
                bar.side = "open" if left > 1 else "middle"
            elif partner is not None:
                bar.side = "close"
            else:
                bar.side = "open" if left % 2 == 0 and not self.is_evaluated(lexemes, at) else "middle"
        if bar.side == "open":
            level.opened.append(at)
        elif bar.side == "close" and not level.opened and not level.angle and (level.number or self.is_evaluated(lexemes, at)):
            bar.side = "middle"  # the bar of \left. f \right|_{x=0} closes nothing of the bracket it stands in
        elif bar.side == "close" and level.opened:
            del level.opened[level.opened.index(partner) if partner is not None else -1 :]
        level.expecting = bar.side != "close"

    def is_evaluated(self, lexemes: list[Lexeme], at: int) -> bool:
        """Whether the bar has an index, as in ``f|_{x=0}``, so that it cannot open."""
        return at + 1 < len(lexemes) and lexemes[at + 1].kind == "_"

    def leave(self, lexemes: list[Lexeme], stack: list[_Level]) -> None:
        self.give_up(lexemes, stack[-1])
        if len(stack) > 1:
            stack.pop()
        stack[-1].expecting = False

    def give_up(self, lexemes: list[Lexeme], level: _Level) -> None:
        """Bars that nothing closes separate."""
        for at in level.opened:
            lexemes[at].side = "middle"
        level.opened.clear()
