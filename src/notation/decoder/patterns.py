"""Matching of notations: patterns with holes against pieces of a formula.

A compiled pattern is a nested list, made at build time from the same tree that input gives: ``["=", head]`` for a symbol,
``["?", name, [forms]]`` for a hole, ``["??", name]`` for the rest of a row, ``[kind, head, child, …]`` for a node (head "*"
where the children decide), ``["|", head, …]`` for any of several signs. A hole binds exactly one piece, so nothing backtracks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from notation.decoder.features import unwrapped
from notation.decoder.forms import INDEX, Forms, nucleus
from notation.decoder.tree import BINDING, FLAT, Node, same

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

MAX_WIDTH = 200
_SCRIPTS = frozenset({"subscript", "superscript"})
_SIGNS = frozenset({"addition", "multiplication", "relation"})
_LITERAL, _HOLE, _REST, _ANY = "=", "?", "??", "|"


@dataclass(slots=True, eq=False)
class Found:
    """A notation that matches: its id, how specific the pattern is, what its holes hold, where its own symbols stand, and the
    nodes (``shape``) that the pattern spells out.

    ``whole`` says that it matches the node and not only a run of its children; ``start`` and ``end`` are the offsets of
    what it matches.
    """

    notation: str
    specificity: int
    whole: bool
    holes: dict[str, Node]
    literals: list[tuple[str, Node]]
    shape: list[Node]
    start: int
    end: int
    node: Node


class _Binding:
    def __init__(self) -> None:
        self.holes: dict[str, Node] = {}
        self.literals: list[tuple[str, Node]] = []
        self.shape: list[Node] = []


class Patterns:
    """All patterns by number (``rows``), filed under what they must find: ``filed`` gives for a key rows of a number and the bits
    (``features``) without which it cannot match."""

    def __init__(
        self, filed: Callable[[str], Sequence[Sequence[int]] | None], rows: Sequence[Any], forms: Mapping[str, Any]
    ) -> None:
        self.rows = rows
        self.filed = filed
        self.forms = Forms(forms["entries"], forms["styles"])
        self._under_key: dict[str, list[tuple[int, int]]] = {}

    def find(self, node: Node, present: int) -> list[Found]:
        """Every notation that matches ``node``, which has the bits ``present``, or a run of its children, the most specific
        first."""
        numbers = {number: None for key in keys_of(node) for bits, number in self._under(key) if bits & present == bits}
        found = [f for number in numbers for f in self._match(number, node)]
        found.sort(key=lambda f: -f.specificity)
        return found

    def _under(self, key: str) -> list[tuple[int, int]]:
        known = self._under_key.get(key)
        if known is None:
            rows = self.filed(key) or ()
            known = self._under_key[key] = [(sum(1 << bit for bit in bits), number) for number, *bits in rows]
        return known

    def _match(self, number: int, node: Node) -> Iterator[Found]:
        notation, specificity, tree = self.rows[number]
        binding = _Binding()
        if self._fits(tree, node, binding):
            yield Found(notation, specificity, True, binding.holes, binding.literals, binding.shape, node.start, node.end, node)
        elif node.kind in FLAT and len(tree) - 2 < len(node.children):
            yield from self._runs(notation, specificity, tree, node)

    def _runs(self, notation: str, specificity: int, tree: Any, node: Node) -> Iterator[Found]:
        width, step = len(tree) - 2, 1 if node.kind in ("product", "row") else 2
        for first in range(0, min(len(node.children), MAX_WIDTH) - width + 1, step):
            run = node.children[first : first + width]
            binding = _Binding()
            if self._all(tree[2:], run, binding):
                start, end = _place(run)
                yield Found(notation, specificity, False, binding.holes, binding.literals, binding.shape, start, end, node)

    def _fits(self, tree: Any, node: Node, binding: _Binding) -> bool:
        kind = tree[0]
        if kind == _HOLE:
            return self._bind(tree, node, binding)
        if (node.kind == "fence" and kind != "fence") or (node.kind == INDEX and kind not in (INDEX, _LITERAL)):
            node = unwrapped(node)
        if kind == _LITERAL:
            if node.atom is None or node.head != tree[1]:
                return False
            binding.literals.append((tree[1], node))
            return True
        if kind == _ANY:
            binding.literals.append((node.head, node))
            return node.atom is not None and node.head in tree[1:]
        if node.kind != kind or (tree[1] != "*" and tree[1] != node.head):
            return False
        if kind in _SCRIPTS and tree[2][0] == _HOLE and _is_bounded(node):
            return False
        if kind == "superscript" and tree[3][0] == _HOLE and _is_sign(node.children[1]):
            return False
        binding.shape.append(node)
        return self._all(tree[2:], node.children, binding)

    def _all(self, trees: Sequence[Any], nodes: Sequence[Node], binding: _Binding) -> bool:
        if trees and trees[-1][0] == _REST:
            if len(nodes) < len(trees):
                return False
            kept = len(trees) - 1
            binding.holes[trees[-1][1]] = _rest(nodes[kept:])
            nodes, trees = nodes[:kept], trees[:-1]
        if len(trees) != len(nodes):
            return False
        for tree, node in zip(trees, nodes, strict=True):  # noqa: SIM110 (twice as fast as a generator)
            if not self._fits(tree, node, binding):
                return False
        return True

    def _bind(self, hole: Any, node: Node, binding: _Binding) -> bool:
        if node.kind == "empty" or is_reaching(node):
            return False
        held = binding.holes.get(hole[1])
        if held is not None:
            return same(_unmarked(held), _unmarked(node))
        if hole[2] and not self.forms.has_any(node, hole[2]):
            return False
        binding.holes[hole[1]] = node
        return True


def _unmarked(node: Node) -> Node:
    """A raised index as it is written: the k of ``w^k`` is that of ``n_k``."""
    return node.children[0] if node.kind == INDEX else node


def _is_bounded(node: Node) -> bool:
    """Whether scripts hang on an operator or function, where they are bounds or the like and no index or power."""
    base = nucleus(node)
    named = ("ordinary",) if node.kind == "subscript" else ("ordinary", "function")
    return base.atom is not None and base.atom.operator not in named


def _is_sign(raised: Node) -> bool:
    """Whether a superscript is a lone sign, a mark and no power: ``e^*``."""
    return raised.atom is not None and raised.atom.operator in _SIGNS


def is_reaching(node: Node) -> bool:
    """Whether it is an operator that lacks its operand, with or without bounds, which is nothing by itself."""
    base = nucleus(node)
    return base.atom is not None and base.atom.operator in BINDING


def _rest(nodes: Sequence[Node]) -> Node:
    """What remains of a row as one piece."""
    return nodes[0] if len(nodes) == 1 else Node("rest", "", tuple(nodes), None, *_place(nodes))


def _place(run: Sequence[Node]) -> tuple[int, int]:
    """Where a run begins and ends in the text, where a sign of it may be written elsewhere (the separators of ``<mfenced>``)."""
    return min(piece.start for piece in run), max(piece.end for piece in run)


def keys_of(node: Node) -> Iterator[str]:
    """What a pattern that matches ``node`` may be filed under: its kind, its head, and what its children are."""
    yield node.kind
    if node.kind not in FLAT:
        yield f"{node.kind} {node.head}"
        if node.kind == "prefix":
            yield f"prefix {node.head}>>{unwrapped(node.children[1]).kind}"
    for child in node.children[:MAX_WIDTH]:
        if child.kind == "fence":
            yield f"{node.kind}>{child.signature}"
        inner = unwrapped(child)
        if inner.atom is not None:
            yield f"{node.kind}>{inner.head}"
        else:
            yield f"{node.kind}>{inner.signature}"
            yield f"{node.kind}>>{inner.kind}"
