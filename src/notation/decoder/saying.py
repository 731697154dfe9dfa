"""How one symbol is said in the place where it stands.

Takes the roles and uses of a snippet's symbols; gives the words of a symbol's node: as its sense says, else as the symbol is
called, else as it is written.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from notation import text as folding
from notation.decoder.atoms import NEGATED
from notation.decoder.senses import CERTAIN, GUESS
from notation.decoder.tree import Atom, Node
from notation.decoder.usage import BELOW, BETWEEN

if TYPE_CHECKING:
    from notation.decoder.senses import Role, Roles
    from notation.dictionary import Dictionary
    from notation.model import Sense, Symbol


def is_letter(atom: Atom) -> bool:
    """Whether it is a plain letter, which is said by its name where its meaning is only a guess."""
    return len(atom.base) == 1 and atom.base.isalpha() and atom.operator == "ordinary"


def label_word(atom: Atom) -> str:
    r"""The word typed in letters, bare or as text, that usually means something else, such as an operator; "" for none. A raised
    one is a label, and said as it is written: the ``sup`` of ``L^{sup}``, the ``st`` of ``x^{\mathrm{st}}``."""
    word = atom.latex.rpartition("{")[2].rstrip("}")
    return word if len(word) > 1 and word.isalpha() and (atom.operator != "ordinary" or word != atom.base) else ""


_NO_USE: frozenset[str] = frozenset()


class Sayer:
    """Words for symbols; calling it with a symbol's node gives them. ``words`` is the table of the section ``reading``."""

    def __init__(self, dictionary: Dictionary, roles: Roles, uses: Mapping[int, set[str]], words: Mapping[str, str]) -> None:
        self.dictionary = dictionary
        self.roles = roles
        self.uses = uses
        self.words = words
        self.letters = {role.atom.base for role in roles.values()}

    def __call__(self, node: Node) -> str:
        atom = node.atom
        assert atom is not None
        symbol = self.dictionary.symbol(atom.entry) if atom.entry else None
        said = self.as_meant(node, atom, symbol) or self.as_called(atom, symbol)
        said = self.capital(said, atom)
        return self.negated(said) if atom.look == NEGATED else said

    def capital(self, said: str, atom: Atom) -> str:
        """A capital is called one only where its small letter occurs, too: else "Sigma" says enough."""
        name = said.removeprefix(f"{self.words['capital']} ")
        if name == said or atom.base.lower() in self.letters:
            return said
        return name[:1].upper() + name[1:]

    def as_meant(self, node: Node, atom: Atom, symbol: Symbol | None) -> str:
        """What the symbol's sense says, where its place lets it speak."""
        role = self.roles.get(id(node))
        sense: Sense | None = role.best.sense if role is not None and role.definition is None and role.best is not None else None
        if sense is None:
            return ""
        uses = self.uses.get(id(node), _NO_USE)
        if symbol is not None and self.stands_alone(atom, uses):
            return symbol.name
        if (
            symbol is not None
            and atom.operator == "derivative"
            and ("applied" not in uses or uses & {"accented", "superscripted"})
        ):
            return symbol.say
        if symbol is not None and "subscript" in uses and atom.base.isascii() and atom.base.isalpha():
            named = len(atom.base) == 1 and not symbol.say.startswith(self.words["article"])
            return symbol.say if named else atom.base
        if symbol is not None and "superscript" in uses and is_letter(atom) and sense.say.startswith(self.words["article"]):
            return symbol.say
        if symbol is not None and "superscript" in uses and "applied" not in uses and (label := label_word(atom)):
            return label
        if symbol is not None and role is not None and is_letter(atom) and "applied" not in uses and self.is_guess(role, sense):
            return symbol.say
        single = symbol is not None and role is not None and len(atom.base) == 1 and atom.base.isalpha()
        if single and symbol is not None and role is not None and "applied" not in uses and self.is_unbacked(role, sense):
            return symbol.name if symbol.say.startswith(self.words["article"]) else symbol.say
        if symbol is not None and role is not None and self.is_numbered(atom, sense, role, uses):
            return symbol.say
        return sense.below or sense.say.removeprefix(f"{self.words['is']} ") if BELOW in uses else sense.say

    def is_unbacked(self, role: Role, sense: Sense) -> bool:
        """Whether nothing in the text speaks for a sense that is read as a thing of its own: it is only the most common one."""
        return sense.say.startswith(self.words["article"]) and role.best is not None and role.best.why == "common"

    def is_guess(self, role: Role, sense: Sense) -> bool:
        """Whether nothing of what the sense asks for is there, though the symbol may have no other."""
        unmet = role.best is not None and role.best.why == "only" and bool(sense.cue.asks)
        return role.confidence == GUESS or (unmet and sense.say.startswith(self.words["article"]))

    def is_numbered(self, atom: Atom, sense: Sense, role: Role, uses: set[str] | frozenset[str]) -> bool:
        """Whether it is a letter with an index or an accent, of which "the graph 2" would be said were its meaning sure."""
        marked = uses & {"subscripted", "accented", "superscripted"}
        if marked and is_letter(atom) and sense.say.endswith(f" {self.words['of']}"):
            return True
        article = sense.say.startswith(self.words["article"])
        return article and role.confidence != CERTAIN and is_letter(atom) and bool(uses & {"subscripted", "accented"})

    def stands_alone(self, atom: Atom, uses: set[str] | frozenset[str]) -> bool:
        """Whether a sign that belongs between operands stands without them: ``[a]_\\sim``."""
        return self.dictionary.lexicon.operators[atom.operator].name == "relation" and BETWEEN not in uses

    def as_called(self, atom: Atom, symbol: Symbol | None) -> str:
        if symbol is not None:
            return symbol.say
        return folding.unicode_name(atom.base) if atom.kind == "symbol" and not atom.base.isalnum() else atom.base

    def negated(self, said: str) -> str:
        first, _, rest = said.partition(" ")
        return self.words["negated-is"].format(rest) if first == self.words["is"] else self.words["negated"].format(said)
