"""The front end as one call: LaTeX to a tree, for input and for the dictionary's patterns alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notation.decoder.arrange import arrange
from notation.decoder.atoms import Atomiser
from notation.decoder.indices import mark_indices, part_digits
from notation.decoder.latex import tokens
from notation.decoder.notes import joined
from notation.decoder.steps import mark_steps
from notation.decoder.structure import parse
from notation.decoder.tree import Parsed, bottom_up

if TYPE_CHECKING:
    from collections.abc import Sequence

    from notation.decoder.latex import Token
    from notation.decoder.lexeme import Lexeme
    from notation.decoder.lexicon import Lexicon


def tree(latex: str, lexicon: Lexicon, *, holes: bool = False) -> Parsed:
    """The tree of a piece of LaTeX without macros of its own; with ``holes``, ``?x`` is a hole."""
    return tree_of(tokens(latex, None if holes else lexicon, holes=holes), latex, lexicon)


def tree_of(found: Sequence[Token], text: str, lexicon: Lexicon) -> Parsed:
    """The tree of expanded tokens, whose offsets are offsets into ``text``."""
    atomiser = Atomiser(text, lexicon)
    parsed = parse(arrange(joined(atomiser.run(found), lexicon, text), lexicon), lexicon)
    order = bottom_up(parsed.root)
    part_digits(order)
    mark_steps(order, lexicon)
    mark_indices(parsed.root, order, lexicon)
    parsed.warnings[:0] = atomiser.warnings
    return parsed


def lexemes(latex: str, lexicon: Lexicon) -> list[Lexeme]:
    """The symbols of a piece of LaTeX, not yet parsed."""
    return joined(Atomiser(latex, lexicon).run(tokens(latex, lexicon)), lexicon, latex)
