"""Whether letters typed without a command are one word: what stands side by side, and what can be a name.

Takes tokens or their letters, and the lexicon where a word may be known.
"""

from __future__ import annotations

from string import digits
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from notation.decoder.latex import Token
    from notation.decoder.lexicon import Lexicon


def glued(one: Token, other: Token, spread: bool) -> bool:
    """Whether two tokens are letters typed side by side; where a space parts all tokens (``spread``), with one between them."""
    letters = one.kind == other.kind == "char" and one.text.isascii() and one.text.isalpha() and other.text.isalpha()
    apart = other.start - one.end
    return letters and other.text.isascii() and ((apart == 0 and not other.spaced) or (spread and apart == 1))


def is_differential(letters: str, lexicon: Lexicon) -> bool:
    r"""Whether two letters are a ``dt`` that is set upright, and no word such as ``\mathrm{df}``."""
    if len(letters) != 2 or letters[0] not in lexicon.differentials or lexicon.find(letters):
        return False
    variable = lexicon.find(letters[1])
    return variable is not None and not variable.applied


def is_indices(word: str, lexicon: Lexicon, spread: bool) -> bool:
    r"""Whether two letters are two indices, whatever word they spell: ``g^{kl}``; where spaces part all letters (``spread``),
    also small ones and capitals that number things: ``\gamma ^ { M N }``."""
    letters, indices = set(word), lexicon.index_runs
    return letters <= indices["pairs"] or (spread and (word.islower() or letters <= indices["capitals"]))


def is_numbered(word: str, lexicon: Lexicon) -> bool:
    r"""Whether it is a name that ends in a number (``\mathrm{Top2}``), and no known name before one (``\mathrm{ln2}``)."""
    name = word.rstrip(digits)
    return len(name) > 1 and name != word and name.isalpha() and lexicon.find(name) is None


def is_label(word: str, lexicon: Lexicon, spread: bool = False) -> bool:
    """Whether a script typed in bare letters is a name: three or more capitals that are no indices, or a longer run that can be
    spoken or begins with a capital ("Hint"). Where spaces part all letters (``spread``), three of them must be a syllable
    ("reg")."""
    letters, indices = set(word), lexicon.index_runs
    if letters <= indices["tensor"] or (spread and len(word) == 3 and not (word.isupper() or _is_syllable(word, indices))):
        return False
    run = "".join(chr(ord(word[0]) + i) for i in range(len(word)))
    voiced = not indices["spoken"].isdisjoint(word.lower())
    spoken = voiced and word != run and (len(word) > 3 or not letters & indices["counting"])
    titled = len(word) > 3 and word.istitle() and word != run
    capitals = word.isupper() and word != run and len(letters) > 1 and not letters <= indices["capitals"]
    return len(word) > 2 and (capitals or spoken or titled)


def _is_syllable(word: str, letters: Mapping[str, frozenset[str]]) -> bool:
    """Whether a vowel stands in the middle of three letters, and none beside it."""
    return word[1] in letters["spoken"] and letters["vowels"].isdisjoint((word[0], word[2]))
