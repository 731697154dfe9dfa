"""Capital letters typed for the sign of a sum or a product: ``Σ_j exp(z_j)``, ``Σ p(x) log p(x)``, ``Π p(x_i|θ)``.

Takes the tokens of a text without commands, and the lexicon; gives the tokens with the sign where a letter stands like one. A
formula is looked through once, whatever it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from notation.decoder.typed import glued

if TYPE_CHECKING:
    from notation.decoder.latex import Token
    from notation.decoder.lexicon import Lexicon

_LONGEST_NAME = 12


def marked(found: list[Token], lexicon: Lexicon) -> list[Token]:
    """The tokens with the sign for each letter that adds up or multiplies."""
    adding = lexicon.typed_signs["adding"]
    out, closing = list(found), len(found)
    surroundings = _Surroundings.of(found, lexicon)
    for at in reversed(range(len(found))):  # from the end, so that the next closing brace is known
        token = found[at]
        closing = at if token.kind == "}" else closing
        if token.text in adding and surroundings.ask_for_sum(at, closing):
            out[at] = token._replace(text=adding[token.text])
    return out


@dataclass(frozen=True, slots=True)
class _Surroundings:
    """What stands around a letter: the formula, the positions behind its brackets, on which sides of its relations each text
    stands, and where it stands last."""

    found: list[Token]
    lexicon: Lexicon
    behind: Mapping[int, int]
    side: list[int]
    sides: Mapping[str, set[int]]
    last: Mapping[str, int]

    @classmethod
    def of(cls, found: list[Token], lexicon: Lexicon) -> _Surroundings:
        """Looks once through the whole formula."""
        opened: list[int] = []
        behind: dict[int, int] = {}
        side: list[int] = []
        sides = defaultdict[str, set[int]](set)
        for at, token in enumerate(found):
            side.append((side[-1] if side else 0) + (token.text in lexicon.typed_neighbours["relating"]))
            sides[token.text].add(side[at])
            if token.text == "(":
                opened.append(at)
            elif token.text == ")" and opened:
                behind[opened.pop()] = at + 1
        return cls(found, lexicon, behind, side, sides, {token.text: at for at, token in enumerate(found)})

    def ask_for_sum(self, at: int, closing: int) -> bool:
        """Whether the letter at a position adds up: where an operand is expected, what has an index or is made to be added up;
        anywhere, a function called by its name, or what has its index again. ``closing`` is where the next brace closes."""
        indexed = self.is_indexed(at + 1, closing)
        if self.begins_term(at) and (indexed or self.is_summand(at + 1)):
            return True
        return self.is_named_function(at + 1) or (indexed and self.recurs(at))

    def begins_term(self, at: int) -> bool:
        """Whether a term may begin at a position: behind a sign, or set apart from a number, a bracket or a fraction."""
        before, sign = self.found[at - 1].text if at else "=", self.found[at - 2].text if at > 1 else ""
        return before in self.lexicon.typed_neighbours["before-term"] or (
            self.found[at].spaced and (before.isdigit() or before in (")", "]") or sign == "/") and sign != "^"
        )

    def is_indexed(self, at: int, closing: int) -> bool:
        """Whether an index, alone or in braces up to ``closing``, stands at a position, and behind it, set apart, what to add."""
        found = self.found
        if at + 2 >= len(found) or found[at].text != "_":
            return False
        end = closing + 1 if found[at + 1].kind == "{" else at + 2
        while end < len(found) and found[end].text == "'":
            end += 1
        operand = self.lexicon.typed_neighbours["operand"]
        return end < len(found) and found[end].spaced and (found[end].text.isalnum() or found[end].text in operand)

    def recurs(self, at: int) -> bool:
        """Whether a factor stands before the letter at a position, and its index comes again: ``γ Σ_k r_k``."""
        index = next((n for n in range(at + 2, min(at + 4, len(self.found))) if self.found[n].text.isalpha()), len(self.found))
        raised = at > 1 and self.found[at - 2].text == "^"
        factor = at > 0 and self.found[at].spaced and self.found[at - 1].text.isalpha() and not raised
        return factor and index < len(self.found) and self.last[self.found[index].text] > index

    def is_named_function(self, at: int) -> bool:
        """Whether the name of a function stands at a position, set apart: ``argmax_θ Σ log p(x|θ)``."""
        end = at
        while end < min(len(self.found), at + _LONGEST_NAME) and self.found[end].text.isalpha():
            if end > at and not glued(self.found[end - 1], self.found[end]):
                break
            end += 1
        known = self.lexicon.find("".join(token.text for token in self.found[at:end])) if end > at + 1 else None
        return known is not None and known.operator == "function" and self.found[at].spaced

    def is_summand(self, at: int) -> bool:
        """Whether a summand begins at a position, behind a letter without an index: a function, ``Σ x p(x)``, brackets with a
        power or others behind, ``Σ(x − x̄)²``, or what has an index of its own side: ``Σ x_i / n``, not ``Σ u_i = λ_i u_i``."""
        texts = [token.text for token in self.found[at : at + 4]]
        if not texts or not texts[0].isalpha():
            return self.is_product_of_brackets(at)
        if "(" in texts[1:3]:
            return all(map(str.isalpha, texts[: texts.index("(")]))
        index = next((text for text in texts[2:] if text != "{"), "") if texts[1:2] == ["_"] else ""
        return self.sides.get(index) == {self.side[at]}

    def is_product_of_brackets(self, at: int) -> bool:
        """Whether a bracket stands at a position that is multiplied by another one, or by itself."""
        after = self.behind.get(at, len(self.found))
        factor = [token.text for token in self.found[after : after + 3]]
        return factor[:1] == ["("] or (factor[:1] == ["^"] and "".join(factor[1:]).lstrip("{")[:1].isdigit())
