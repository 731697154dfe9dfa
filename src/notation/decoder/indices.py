r"""Which raised letters are upper indices and no powers: ``F^{\mu\nu}``, ``g_{ij} x^i x^j``, ``\delta^a_b``; which two lowered
digits are two indices: ``a_{12}``.

Takes a parsed formula and the lexicon; wraps each raised piece that is an index in a node of kind ``index``, and parts digits
that are two indices. Decided by what stands around: several letters side by side, the same letter as a lower index elsewhere,
other indices of the same kind.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from notation.decoder.forms import INDEX, nucleus
from notation.decoder.tree import REACHING, Node, bottom_up, leaf, node, without_scripts

if TYPE_CHECKING:
    from notation.decoder.lexicon import Lexicon

# Rows and columns are few where they are written out.
_TWO_INDICES = re.compile("[1-4]{2}")
# What is numbered and raised to as many letters as this has versions (an anchor, a positive, a negative), no powers.
_VERSIONS = 3


def mark_indices(root: Node, order: Sequence[Node], lexicon: Lexicon) -> None:
    """Wraps the upper indices of the formula; ``order`` is its nodes, as they were parsed."""
    raised = [n for n in order if n.kind == "superscript" and _may_carry(n.children[0], lexicon)]
    if not raised:
        return
    around = _Surroundings(lexicon, _sides(root))
    for found in order:
        around.see(found)
    letters = {id(n): list(_letters(n.children[1], lexicon)) for n in raised}
    known = {x for n in raised if around.is_index(n, letters[id(n)]) for x in letters[id(n)]}
    for found in raised:
        base, script = found.children
        own = letters[id(found)]
        others = own and (known.issuperset(own) or (known and around.are(["usual"], own)))
        if others or around.is_index(found, own) or around.is_number(found):
            found.children = (base, node(INDEX, "", [script]))


def part_digits(order: Sequence[Node]) -> None:
    """Makes two indices of two small digits below a letter, unless that letter is numbered with one digit, too (x₁, …, x₁₂)."""
    lowered = [n for n in order if n.kind == "subscript" and n.children[1].kind == "number"]
    counted = {n.children[0].head for n in lowered if len(n.children[1].head) == 1}
    for found in lowered:
        letter, script = found.children
        first = script.atom
        if first is None or not _TWO_INDICES.fullmatch(first.base) or not _is_letter(letter) or letter.head in counted:
            continue
        parted = first.end - first.start == len(first.base)  # else something stands between or around them, and both are there
        middle, again = (first.start + 1,) * 2 if parted else (first.end, first.start)
        halves = (replace(first, base=first.base[0], end=middle), replace(first, base=first.base[1], start=again))
        found.children = (letter, node("product", "", [leaf(half) for half in halves]))


def _is_letter(piece: Node) -> bool:
    atom = nucleus(piece).atom
    return atom is not None and atom.kind in ("symbol", "unknown") and atom.operator == "ordinary"


def _sides(root: Node) -> dict[int, int]:
    """For each node, by its identity, the number of the side of a relation that it stands in; 0 where it stands in none."""
    sides = {id(root): 0}
    stack, count = [root], 0
    while stack:
        current = stack.pop()
        for child in current.children:
            side = sides[id(current)]
            if current.kind == "relation" and not side:
                count += 1
                side = count
            sides[id(child)] = side
            stack.append(child)
    return sides


def _may_carry(base: Node, lexicon: Lexicon) -> bool:
    """Whether a piece may carry an upper index: a letter or a derivative sign, but no number, nor what carries powers."""
    core = without_scripts(base)
    while core.kind in ("primed", "accent"):
        core = without_scripts(core.children[1 if core.kind == "accent" else 0])
    atom = core.atom
    return (
        atom is not None
        and atom.kind in ("symbol", "unknown")
        and atom.entry not in lexicon.index_letters["powers"]
        and atom.style != "blackboard"
        and atom.operator in ("ordinary", "derivative")
    )


def _letters(script: Node, lexicon: Lexicon) -> Iterator[str]:
    """The entries of a script that is one letter, or several side by side; nothing where anything else stands in it."""
    parts = script.children[:: 1 if script.kind == "product" else 2] if script.kind in ("product", "comma") else (script,)
    entries: list[str] = []
    for part in parts:
        core = nucleus(part)
        if core.kind == "number" and len(parts) > 1 and (entries or core.head == "0"):
            continue
        if core.atom is None or part.kind == "fence" or core.atom.entry not in lexicon.index_letters["all"]:
            return
        entries.append(core.atom.entry)
    yield from entries


class _Surroundings:
    """What a formula tells of its indices: letters that stand below, those that a sum counts over (and does not take from a
    set), those raised over nothing that stands below and those over each base, pieces that are applied, raised in brackets or
    varied in a derivative, and whether a script holds several letters of the kind that is always an index."""

    def __init__(self, lexicon: Lexicon, sides: dict[int, int]) -> None:
        self.lexicon = lexicon
        self.sides = sides
        self.below: set[str] = set()
        self.beside: set[tuple[int, str]] = set()
        self.counted: set[str] = set()
        self.applied: set[int] = set()
        self.doubly: set[int] = set()
        self.varied: set[int] = set()
        self.raised: Counter[str] = Counter()
        self.carried: dict[str, set[str]] = {}
        self.powers: set[str] = set()
        self.tensors = False

    def see(self, found: Node) -> None:
        if found.kind == "apply":
            self.applied.add(id(found.children[0]))
        elif found.kind == "superscript" and found.children[0].kind == "fence":
            self.doubly.add(id(found.children[0].children[0]))
        elif found.kind == "fraction":
            self.varied.update(id(n.children[1]) for n in _factors(found.children[1]) if _differentiates(n))
        if found.kind not in ("subscript", "superscript"):
            return
        core = nucleus(found.children[0])
        letters = list(_letters(found.children[1], self.lexicon))
        if core.atom is not None and core.atom.operator in REACHING:
            bounds = [
                n.children[0] for n in bottom_up(found.children[1]) if n.kind == "relation" and not _is_large(n.children[2])
            ]
            self.counted.update(n.atom.entry for n in bounds if n.atom is not None)
        elif found.kind == "subscript":
            self.below.update(letters)
            self.beside.update((self.sides[id(found)], letter) for letter in letters)
        else:
            self.raised.update(letters)
            self.carried.setdefault(found.children[0].signature, set()).update(letters)
            if len(letters) == 1 and found.children[0].kind != "subscript":
                self.powers.update(letters)
        several = len(letters) > 1 and _may_carry(found.children[0], self.lexicon)
        self.tensors |= several and (self.are(["always", "greek"], letters) or any(self.are(["always"], [x]) for x in letters))

    def are(self, kinds: Sequence[str], letters: Sequence[str]) -> bool:
        """Whether all letters are of one of the kinds."""
        return all(any(letter in self.lexicon.index_letters[kind] for kind in kinds) for letter in letters)

    def stands_below(self, found: Node, letter: str) -> bool:
        """Whether a letter raised in ``found`` is a lower index, too: for one that is seldom an upper index, on the same side
        of a relation, so that ``u_k = A^k u_0`` has a power."""
        return (self.sides[id(found)], letter) in self.beside or (letter in self.below and self.are(["usual", "greek"], [letter]))

    def is_number(self, found: Node) -> bool:
        """Whether a raised 0 or 1, a list in brackets, or a number in a power of its own (``(x^2)^2``) numbers the base: nobody
        writes these powers."""
        base, script = found.children
        if script.kind == "fence":
            return script.children[0].kind == "comma"
        small = script.head in ("0", "1") and (base.kind == "subscript" or self.tensors)
        return small or (script.kind == "number" and id(found) in self.doubly)

    def is_of_step(self, base: Node) -> bool:
        """Whether a piece is numbered with a later or earlier step, ``w_{t+1}``: it has versions rather than powers."""
        if base.kind != "subscript" or base.children[1].kind != "addition":
            return False
        first = base.children[1].children[0].atom
        return first is not None and first.entry in self.lexicon.index_letters["times"]

    def is_index(self, found: Node, letters: list[str]) -> bool:
        """Whether letters raised on a base number it."""
        base = found.children[0]
        if not letters:
            return False
        if id(found) in self.varied or any(self.are(["always"], [letter]) for letter in letters):
            return True
        if self.tensors and (len(letters) > 1 or not self.are(["several"], letters)):
            return True
        summed = [x for x in letters if self.stands_below(found, x) and x not in self.counted]
        if summed and not self.are(["several"], summed):
            return True
        over = list(_letters(base.children[1], self.lexicon)) if base.kind == "subscript" else []
        if (over and len(self.carried[base.signature]) >= _VERSIONS) or self.is_of_step(base):
            return True
        kinds = ["usual"]
        if len(letters) > 1 or len(over) > 1:
            kinds += ["paired"]
        if _is_large(base):
            kinds += ["large"] if len(letters) == len(over) == 1 else ["large", "greek", "several"] if len(letters) > 1 else []
        again = min(self.raised[letter] for letter in letters) > 1
        if len(letters) > 2 or (again and over and not self.powers.intersection(letters)):
            kinds += ["paired", "large"]
        numbered = again or base.kind == "subscript" or len(letters) > 1 or id(found) in self.applied | self.doubly
        return numbered and self.are(kinds, letters)


def _factors(piece: Node) -> Sequence[Node]:
    return piece.children if piece.kind == "product" else (piece,)


def _differentiates(piece: Node) -> bool:
    r"""Whether it is ``\partial x`` and the like."""
    sign = piece.children[0].atom if piece.kind == "prefix" else None
    return sign is not None and sign.operator == "derivative"


def _is_large(base: Node) -> bool:
    """Whether it is a capital, a Greek letter or a derivative sign, on which several letters are seldom a power."""
    atom = nucleus(base).atom
    return atom is not None and (atom.base.isupper() or not atom.base.isascii())
