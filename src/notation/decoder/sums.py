"""Capital letters typed for the sign of a sum or a product: ``Σ_j exp(z_j)``, ``Σ p(x) log p(x)``, ``Π p(x_i|θ)``.

Takes the tokens of a text without commands, and the lexicon; gives the tokens with the sign where a letter stands like one, and
leaves a matrix what it is: ``Σ v = λ v``, ``|Σ|``, ``Σ_{xy} Σ_{yy}⁻¹``. A few dozen tokens around each letter are looked at.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise, takewhile
from typing import TYPE_CHECKING

from notation.decoder.lexeme import SLASH
from notation.decoder.typed import adjacent, bracket

if TYPE_CHECKING:
    from notation.decoder.latex import Token
    from notation.decoder.lexicon import Lexicon

    Neighbours = Mapping[str, frozenset[str]]

_LONGEST_NAME = 12
_LONGEST_TERM = 40
_SHORTEST_LIMITS = 3  # an underscore and two braces with something between


def marked(found: list[Token], lexicon: Lexicon) -> list[Token]:
    """The tokens with the sign for each letter that adds up or multiplies."""
    adding, beside = lexicon.typed_signs["adding"], lexicon.typed_neighbours
    out, closing, lowered = list(found), len(found), set[int]()
    last = {token.text: at for at, token in enumerate(found)}
    for at in reversed(range(len(found) - 1)):  # from the end, so that the next closing brace and the next sum are known
        token = found[at]
        closing = at if token.kind == "}" else closing
        if token.text not in adding:
            continue
        copied = _is_lowered(found, at + 1, last) and (token.spaced or _begins_term(found, at, beside))
        if copied or _adds(out, at, _behind_index(found, at + 1, closing), last, lexicon):
            out[at] = token._replace(text=adding[token.text])
        if copied:
            lowered.add(at + 1)
    return [
        mark
        for at, token in enumerate(out)
        for mark in ((token._replace(text="_", end=token.start), token) if at in lowered else (token,))
    ]


def _adds(found: list[Token], at: int, end: int, last: Mapping[str, int], lexicon: Lexicon) -> bool:
    """Whether the letter at a position, whose index ends before ``end``, is a sign: it has limits or something to add behind it,
    and a term may begin there, or its index comes again."""
    adding, beside = lexicon.typed_signs["adding"], lexicon.typed_neighbours
    if end >= len(found) or _is_enclosed(found, at, end, beside):
        return False
    index = found[at + 1 : min(end, at + _LONGEST_TERM)]
    if not index and _is_named_function(found, end, lexicon):
        return True
    limited = len(index) > _SHORTEST_LIMITS and any(t.text == "=" for t in index)
    spread = bool(index) and found[end].spaced
    listed = _is_operand(found[end], adding, beside) if spread else _is_term(found[end : end + _LONGEST_TERM], beside)
    recurs = found[at].spaced and any(last[t.text] > end for t in index[:3] if t.text.isalpha()) and _may_multiply(found, at)
    return (limited or listed) and (recurs or _begins_term(found, at, beside))


def _is_lowered(found: list[Token], at: int, last: Mapping[str, int]) -> bool:
    """Whether a letter is an index whose line was lost when it was copied: close behind the sign, set apart from another letter,
    and coming again, ``Σx p(x)``."""
    index, after = found[at], found[at + 1] if at + 1 < len(found) else None
    letter = index.text.islower() and index.text.isascii() and adjacent(found[at - 1], index)
    follows = after is not None and after.spaced and after.text.isalpha() and after.text != index.text
    return letter and follows and last[index.text] > at


def _behind_index(found: list[Token], at: int, closing: int) -> int:
    """The position behind an index, alone or in braces up to ``closing``, with its primes; the same where none stands."""
    if found[at].text != "_" or at + 1 == len(found):
        return at
    end = min(closing + 1 if found[at + 1].kind == "{" else at + 2, len(found))
    while end < len(found) and found[end].text == "'":
        end += 1
    return end


def _is_enclosed(found: list[Token], at: int, end: int, beside: Neighbours) -> bool:
    """Whether the letter stands between bars: ``|Σ|``."""
    return at > 0 and found[at - 1].text == found[end].text in beside["bars"]


def _is_named_function(found: list[Token], at: int, lexicon: Lexicon) -> bool:
    """Whether the name of a function stands at a position, set apart: ``argmax_θ Σ log p(x|θ)``."""
    end = at
    while end < min(len(found), at + _LONGEST_NAME) and found[end].text.isalpha():
        if end > at and not adjacent(found[end - 1], found[end]):
            break
        end += 1
    known = lexicon.find("".join(token.text for token in found[at:end])) if end > at + 1 else None
    return known is not None and known.operator == "function" and found[at].spaced


def _begins_term(found: list[Token], at: int, beside: Neighbours) -> bool:
    """Whether a term may begin at a position: behind a sign or a ½, or set apart from a number, a bracket or a fraction."""
    before, sign = found[at - 1].text if at else "=", found[at - 2].text if at > 1 else ""
    if at and found[at - 1].kind == "}":
        return _before_group(found, at).kind == "}"
    return before in beside["before-term"] or (
        found[at].spaced and (before.isdigit() or before in (")", "]") or sign == "/") and sign != "^"
    )


def _may_multiply(found: list[Token], at: int) -> bool:
    """Whether a letter stands before a position that is no raised one: ``γ Σ_s``, ``max_a Σ_s``."""
    if at and found[at - 1].kind == "}":
        return _before_group(found, at).text == "_"
    return at > 0 and found[at - 1].text.isalpha() and (at == 1 or found[at - 2].text != "^")


def _before_group(found: list[Token], at: int) -> Token:
    """What stands before the group in braces that ends before a position."""
    opening = next((n for n in range(at - 1, max(0, at - _LONGEST_TERM), -1) if found[n].kind == "{"), 1)
    return found[opening - 1]


def _is_operand(after: Token, adding: Mapping[str, str], beside: Neighbours) -> bool:
    """Whether something to add stands here; a Sigma that adds nothing up makes the one before it a matrix."""
    return (after.text.isalnum() and after.text not in adding) or after.text in beside["operand"] or after.text in adding.values()


def _is_term(after: list[Token], beside: Neighbours) -> bool:
    """Whether a bare Sigma adds up what follows: a bracket, or letters with an index, a square, an argument, or over n."""
    if not after or after[0].text in ("(", "["):
        inside = bracket(after)
        raised = [t.text for t in after[len(inside) + 1 : len(inside) + 4]]
        inverted = raised[:1] == ["^"] and any(text in beside["signed"] for text in raised)  # Σ (Σ + σ²I)⁻¹
        return bool(inside) and not inverted and (after[0].spaced or any(t.text in beside["signed"] for t in inside))
    if after[0].text in beside["operand"]:
        return len(after) > 1 and adjacent(after[0], after[1])
    term = list(takewhile(lambda t: t.text not in beside["ends-term"], after))
    pairs = list(pairwise(t.text for t in term if t.text not in ("{", "}")))
    equal = [t.text for t in after[len(term) : len(term) + 2]]
    compared = len(equal) == 2 and equal[0] == "=" and equal[1].isalpha()  # Σ vᵢ = λᵢ vᵢ is of a matrix
    numbered = not compared and any(one == "_" and other in beside["counting"] for one, other in pairs)
    weighed = ("^", "2") in pairs or any(one == SLASH and other in beside["totals"] for one, other in pairs)
    applied = any(one.text.isalpha() and other.text == "(" and adjacent(one, other) for one, other in pairwise(term))
    return bool(term) and term[0].text.islower() and (applied or weighed or numbered)
