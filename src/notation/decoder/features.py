"""What a piece of a formula contains, as bits, so that most patterns are ruled out by one operation.

A *feature* is a symbol, a kind of node, or a node with a certain child: what a pattern spells out, a piece must contain.
Takes the nodes of a tree, children first, or a compiled pattern; gives integers whose bits are features (a Bloom filter: two
features may share a bit, so bits that are all there promise nothing, and a bit that is missing rules the pattern out).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any
from zlib import crc32

from notation.decoder.forms import INDEX
from notation.decoder.tree import FLAT, TRANSPARENT, Node

WIDTH = 1024
_HOLES = frozenset({"?", "??", "|"})


def unwrapped(node: Node) -> Node:
    """The piece inside brackets that only group, and inside the mark of an upper index."""
    while node.kind == INDEX or (node.kind == "fence" and node.head in TRANSPARENT):
        node = node.children[0]
    return node


@lru_cache(maxsize=1 << 16)
def bit_of(feature: str) -> int:
    """The number of a feature's bit."""
    return crc32(feature.encode(errors="surrogatepass")) % WIDTH


@lru_cache(maxsize=1 << 16)
def _bits(kind: str, head: str, place: str, leaf: bool) -> int:
    """The bits of a node in a place: by itself (place "") or as the child of a kind of node."""
    return sum({1 << bit_of(f) for f in _features(kind, head, place, leaf)})


def _features(kind: str, head: str, place: str, leaf: bool) -> Iterator[str]:
    if leaf:
        yield f"{place}={head}"
    else:
        yield f"{place}{kind}"
        if head:
            yield f"{place}{kind} {head}"


def _place(kind: str, at: int) -> str:
    """Children of rows may stand anywhere in them."""
    return f"{kind}/" if kind in FLAT else f"{kind}/{at}/"


def present(order: Sequence[Node]) -> dict[int, int]:
    """For each node (by identity) the bits of all that it contains; ``order`` has every child before its parent."""
    out: dict[int, int] = {}
    for node in order:
        bits = _bits(node.kind, node.head, "", node.atom is not None)
        for at, child in enumerate(node.children):
            place = _place(node.kind, at)
            bits |= out[id(child)] | _bits(child.kind, child.head, place, child.atom is not None)
            if child.kind in ("fence", INDEX) and (inner := unwrapped(child)) is not child:
                bits |= _bits(inner.kind, inner.head, place, inner.atom is not None)
        out[id(node)] = bits
    return out


def needed(tree: Any, head_of: Any) -> list[int]:
    """The numbers of the bits that a compiled pattern needs; ``head_of`` gives the head that a node of a pattern will have."""
    found: set[str] = set()
    stack = [(tree, "")]
    while stack:
        piece, place = stack.pop()
        if piece[0] in _HOLES:
            continue
        leaf = piece[0] == "="
        for spot in {place, ""}:
            found.update(_features(piece[0], head_of(piece), spot, leaf))
        if not leaf:
            stack += [(child, _place(piece[0], at)) for at, child in enumerate(piece[2:])]
    return sorted({bit_of(feature) for feature in found})
