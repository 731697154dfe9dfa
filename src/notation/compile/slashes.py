"""Patterns of formulas as they are typed: ``a/b`` for ``\\frac{a}{b}``.

Takes a compiled pattern (:mod:`notation.decoder.patterns`) and the lexicon; gives it and its variants. A variant has slashes
for all fractions, for whoever types one types all of them so.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from notation.decoder.lexeme import SLASH
from notation.decoder.tree import EMPTY

if TYPE_CHECKING:
    from notation.decoder.lexicon import Lexicon

_LEAVES = frozenset({"=", "?", "??", "|", EMPTY})


def with_slashes(tree: list[Any], lexicon: Lexicon) -> Iterator[list[Any]]:
    """The pattern; that with slashes, each in brackets of its own; and that with slashes typed without brackets."""
    yield tree
    slash = lexicon.find(SLASH)
    if slash is not None:
        sign = ["=", slash.entry]
        yield _bracketed(tree, sign)
        yield _running(tree, sign, lexicon)


def _bracketed(tree: list[Any], slash: list[Any]) -> list[Any]:
    if tree[0] in _LEAVES:
        return tree
    parts = [_bracketed(child, slash) for child in tree[2:]]
    return _divided(parts, slash) if tree[0] == "fraction" else [*tree[:2], *_spliced(tree, parts)]


def _running(tree: list[Any], slash: list[Any], lexicon: Lexicon) -> list[Any]:
    """Without brackets, a slash divides the whole product, or the function, before it by the whole product behind it."""
    if tree[0] in _LEAVES:
        return tree
    parts = [_running(child, slash, lexicon) for child in tree[2:]]
    if tree[0] == "fraction":
        return _divided(parts, slash)
    divides = [child[0] != "multiplication" and part[0] == "multiplication" for child, part in zip(tree[2:], parts, strict=True)]
    if tree[0] == "product" and divides[-1]:
        return _divided([["product", "*", *parts[:-1], parts[-1][2]], parts[-1][4]], slash)
    if tree[0] == "product" and divides[0]:
        return _divided([parts[0][2], ["product", "*", parts[0][4], *parts[1:]]], slash)
    if tree[0] == "prefix" and divides[-1] and _is_function(tree[2], lexicon):
        return _divided([["prefix", "*", parts[0], parts[1][2]], parts[1][4]], slash)
    return [*tree[:2], *_spliced(tree, parts)]


def _divided(parts: list[Any], slash: list[Any]) -> list[Any]:
    above, below = parts
    return ["multiplication", "*", above, slash, below]


def _spliced(tree: list[Any], parts: list[Any]) -> list[Any]:
    """The parts of a node; a row of factors with signs between them takes the factors of a fraction as its own."""
    if tree[0] != "multiplication":
        return parts
    fractions = [child[0] == "fraction" for child in tree[2:]]
    return [piece for part, one in zip(parts, fractions, strict=True) for piece in (part[2:] if one else [part])]


def _is_function(sign: list[Any], lexicon: Lexicon) -> bool:
    while sign[0] in ("subscript", "superscript"):
        sign = sign[2]
    try:
        return sign[0] == "=" and lexicon.entries[sign[1]].operator == "function"
    except KeyError:  # a number, or a letter in a style
        return False
