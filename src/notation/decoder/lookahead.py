"""What the parser can tell of the lexemes ahead: where a row ends, what begins a factor, where a ``dx`` stands.

Takes lexemes and a lexicon; answers questions about a position without moving it.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from notation.decoder.forms import nucleus
from notation.decoder.lexicon import OperatorClass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from notation.decoder.lexeme import Lexeme
    from notation.decoder.lexicon import Lexicon
    from notation.decoder.tree import Atom, Node

INFIX_CONSTRUCTS = frozenset({"over", "choose", "atop"})
JUNCTIONS = ("conjunction", "disjunction")
NEGATION = "negation"
_TERMINATORS = frozenset({"}", "&", "newline", "end"})
_SEARCHED_FOR_DIFFERENTIAL = 400


class Lookahead:
    """A position in a list of lexemes, and what follows it."""

    def __init__(self, lexemes: list[Lexeme], lexicon: Lexicon) -> None:
        self.lexemes = lexemes
        self.lexicon = lexicon
        self.operators = lexicon.operators
        self.position = 0

    def peek(self) -> Lexeme | None:
        return self.lexemes[self.position] if self.position < len(self.lexemes) else None

    def operator(self, lexeme: Lexeme) -> OperatorClass:
        operators = self.operators
        if lexeme.kind == "phrase":
            return operators["phrase"]
        if lexeme.atom is None:
            return operators["ordinary"]
        return operators["connective" if lexeme.atom.kind == "text" else lexeme.atom.operator]

    def ends(self, lexeme: Lexeme | None) -> bool:
        """Whether a row ends before this lexeme."""
        if lexeme is None or lexeme.kind in _TERMINATORS:
            return True
        if lexeme.kind == "construct":
            return lexeme.name in INFIX_CONSTRUCTS
        if lexeme.atom is None:
            return False
        return lexeme.side == "close" or (lexeme.atom.operator == "close" and lexeme.side != "open")

    def is_infix(self, lexeme: Lexeme) -> bool:
        return lexeme.side == "middle" or self.operator(lexeme).fixity == "infix"

    def begins_factor(self, lexeme: Lexeme) -> bool:
        """Whether a juxtaposed factor may begin here."""
        if self.ends(lexeme) or self.is_infix(lexeme) or lexeme.kind in ("_", "^", "'"):
            return False
        found = self.operator(lexeme)
        return found.name not in ("quantifier", "negation", "postfix", "phrase")

    def at_differential(self, brackets: bool = False) -> bool:
        """Whether a ``dx`` stands here, or (with ``brackets``) a ``d(x - y)``."""
        here = self.peek()
        if here is None or here.atom is None or here.name not in self.lexicon.differentials:
            return False
        after = self.position + 1
        if after < len(self.lexemes) and self.lexemes[after].kind == "^":
            after = self.after_argument(after + 1)
        following = self.lexemes[after] if after < len(self.lexemes) else None
        if following is None or following.atom is None:
            return False
        return self._is_letter(following) or (brackets and following.atom.base == "(")

    def after_argument(self, at: int) -> int:
        """The position behind the argument that begins at ``at``: a group, or one lexeme."""
        depth = 0
        for position in range(at, min(len(self.lexemes), at + _SEARCHED_FOR_DIFFERENTIAL)):
            kind = self.lexemes[position].kind
            depth += (kind == "{") - (kind == "}")
            if depth <= 0:
                return position + 1
        return len(self.lexemes)

    def at_evaluation(self) -> bool:
        """Whether a bar stands here whose index says where what stands before it is taken: ``f|_{x=0}``."""
        here = self.peek()
        index = self.position + 1
        if here is None or self.operator(here).name not in ("bar", "such-that") or index >= len(self.lexemes):
            return False
        after = self.after_argument(index + 1) if self.lexemes[index].kind == "_" else index
        following = self.lexemes[after] if after < len(self.lexemes) else None
        return after > index and (following is None or self.ends(following) or self.is_infix(following))

    def _is_letter(self, lexeme: Lexeme) -> bool:
        atom = lexeme.atom
        return (
            atom is not None and self.operator(lexeme).fixity in ("none", "accent") and atom.kind in ("symbol", "hole", "unknown")
        )

    def differential_ahead(self) -> bool:
        depth, start = 0, self.position
        for at in range(start, min(len(self.lexemes), start + _SEARCHED_FOR_DIFFERENTIAL)):
            lexeme = self.lexemes[at]
            found = self.operator(lexeme).name
            if lexeme.kind in ("{", "begin") or found == "open" or lexeme.side == "open":
                depth += 1
            elif self.ends(lexeme):
                depth -= 1
                if depth < 0:
                    return False
            elif depth == 0 and found == "relation":
                return False
            elif depth == 0 and at > start:
                self.position = at
                there = self.at_differential()
                self.position = start
                if there:
                    return True
        return False

    def number_follows(self) -> bool:
        """Whether a digit comes after the next lexeme."""
        after = self.lexemes[self.position + 1] if self.position + 1 < len(self.lexemes) else None
        return after is not None and after.atom is not None and after.atom.kind == "number"

    def thousands_follow(self, digits: str) -> bool:
        """Whether the comma that comes next parts thousands: three digits set close behind it, and no more."""
        around = self.lexemes[self.position : self.position + 5]
        if len(around) < 4 or not (1 <= len(digits[:4].partition(",")[0]) <= 3):
            return False
        number = [x.atom is not None and x.atom.kind == "number" for x in around[1:]]
        close = all(one.end == other.start for one, other in pairwise(around[:4]))
        before = self.lexemes[self.position - 1]
        return number[:3] == [True] * 3 and number[3:] != [True] and close and before.end == around[0].start

    def leads(self, at: int) -> bool:
        """Whether the lexeme at ``at`` is the first of its side: nothing, a relation, a comma or a bracket before it."""
        before = self.lexemes[at - 1] if at else None
        if before is None or before.kind in ("{", "&", "newline", "phrase", "construct") or before.side == "open":
            return True
        return self.operator(before).name in ("relation", "comma", "open", "phrase", "connective", "implication")

    def is_raised_factor(self, arguments: Node, often: bool) -> bool:
        """Whether a bracketed product that begins with a number is raised to a power, as in ``i (2p)^4``: a factor."""
        content = arguments.children[0]
        after = self.peek()
        numbered = content.kind == "product" and content.children[0].kind == "number"
        return not often and numbered and after is not None and after.kind == "^"

    def is_matrix_factor(self, function: Node, arguments: Node, often: bool, marks: Mapping[str, str]) -> bool:
        """Whether a bracket carries the transpose (one of ``marks``) or an inverse and is a factor for that: a sum or product
        behind a capital letter, as in ``P (I - K H)^T`` and ``B (A + C)^{-1}``, or a value behind a letter that is seldom a
        function, as in ``c (h(x))^T``; while the bracket of ``f(x)^T`` is an argument."""
        letter, inside = nucleus(function).atom, arguments.children[0].kind
        raised = self.lexemes[self.position : self.position + 5]
        marked = len(raised) > 1 and raised[0].kind == "^" and raised[1].name in {*marks, *marks.values()}
        if letter is None or not (marked or self.is_inverse(raised)):
            return False
        return (letter.base.isupper() and inside in ("addition", "product")) or (not often and inside == "apply")

    def is_inverse(self, raised: list[Lexeme]) -> bool:
        """Whether ``^{-1}`` stands there."""
        if [x.kind for x in raised] != ["^", "{", "atom", "atom", "}"]:
            return False
        sign, one = raised[2].atom, raised[3].atom
        return sign is not None and sign.operator == "addition" and one is not None and one.base == "1"


def stands_before(atom: Atom, after: Lexeme) -> bool:
    """Whether a letter that often names a function stands before another letter, so that it is a factor here: ``g b (x - y)``."""
    letter = after.atom is not None and after.atom.kind == "symbol" and after.atom.base.isalpha()
    return letter and atom.applied and atom.kind == "symbol"


def join_terms(lexemes: list[Lexeme], ahead: Lookahead) -> bool:
    r"""Whether ∧ and ∨ stand between terms of a relation (``c = a \wedge b``) and not between relations: whether between two of
    them, or before or behind them, stands no relation while another stands elsewhere on the same level."""
    levels: list[list[int]] = [[0]]
    for lexeme in lexemes:
        name = ahead.operator(lexeme).name
        if lexeme.kind in ("{", "begin") or name == "open":
            levels.append([0])
        elif lexeme.kind in ("}", "end") or name == "close":
            if len(levels) > 1 and _is_mixed(levels.pop()):
                return True
        elif lexeme.kind in ("&", "newline") or name in ("comma", "phrase", "implication"):
            if _is_mixed(levels[-1]):
                return True
            levels[-1] = [0]
        elif name in JUNCTIONS:
            levels[-1].append(0)
        elif name == "relation":
            levels[-1][-1] += 1
    return any(map(_is_mixed, levels))


def _is_mixed(relations: list[int]) -> bool:
    return len(relations) > 1 and any(relations) and not all(relations)
