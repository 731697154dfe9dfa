"""From the tree to concepts: which notations and well-known formulas stand where.

Takes a tree and the dictionary; gives a :class:`Meaning`: for each node the notation that it is, the formulas recognised in
it, and what these say of the symbols in their holes. What matches nothing keeps the plain reading of its kind.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from notation.decoder.cues import UNMET, Scene, surroundings, weigh
from notation.decoder.features import present
from notation.decoder.forms import nucleus
from notation.decoder.tree import Node, bottom_up
from notation.decoder.usage import SHAPE_USES, Uses, cores, named, uses_of

if TYPE_CHECKING:
    from notation.decoder.patterns import Found
    from notation.dictionary import Dictionary
    from notation.model import Notation

_FORMULA_BONUS = 15
_CUE = 3
_FAMILIAR = 4  # how common a notation must be to be taken although nothing of what its cues ask for is there
_LITERAL_BONUS = 40


class Fact(NamedTuple):
    """What a notation says of a symbol: the concept (or, for the notation's own symbols, the sense) that it has there."""

    concept: str
    notation: str
    weight: int
    literal: bool = False
    formula: bool = False


@dataclass(slots=True, eq=False)
class Choice:
    """The notation that a piece is, the others that it could be (the likeliest first), and whether cues told it."""

    notation: Notation
    found: Found
    others: list[Notation] = field(default_factory=list)
    told: bool = False


@dataclass(slots=True, eq=False)
class Meaning:
    """All that the notations say of one formula."""

    root: Node
    order: list[Node]
    uses: Uses
    whole: dict[int, Choice] = field(default_factory=dict)
    parts: list[Choice] = field(default_factory=list)
    formulas: list[Choice] = field(default_factory=list)
    facts: dict[int, list[Fact]] = field(default_factory=lambda: defaultdict(list))
    _letters: dict[str, set[str]] = field(default_factory=dict)

    def uses_of_letter(self, head: str) -> set[str]:
        """All uses that a letter has in the formula."""
        if not self._letters:
            for node in self.order:
                if node.atom is not None:
                    self._letters.setdefault(node.head, set()).update(self.uses[id(node)])
        return self._letters.get(head, set())


def meaning_of(root: Node, dictionary: Dictionary, scene: Scene) -> Meaning:
    """What the formula means, bottom-up."""
    order = bottom_up(root)
    meaning = Meaning(root, order, uses_of(root, order))
    bits = present(order)
    for node in order:
        if node.children:
            _understand(node, bits[id(node)], dictionary, scene, meaning)
        if node.kind == "apply" and node.children[1].head == "()" and _is_list(node.children[1]):
            meaning.whole.pop(id(node.children[1]), None)  # what stands behind f in f(x, y) is no pair
    for node in order:
        if node.kind in ("product", "comma") and id(node) not in meaning.whole:
            _join_runs(node, meaning)
    scene.regions += [(c.notation.id, c.found.start, c.found.end) for c in meaning.formulas]
    scene.regions += [(c.notation.id, c.found.start, c.found.end) for c in meaning.whole.values()]
    meaning.formulas = _outermost(meaning.formulas)
    return meaning


def _is_list(fence: Node) -> bool:
    return any(child.kind == "comma" for child in fence.children)


def _understand(node: Node, bits: int, dictionary: Dictionary, scene: Scene, meaning: Meaning) -> None:
    """The notations of one node: the best for the whole, the best for each run of its children, every formula."""
    by_place: dict[tuple[bool, int, int], list[tuple[float, Found, Notation, bool]]] = {}
    for found in dictionary.patterns.find(node, bits):
        notation = dictionary.notation(found.notation)
        met = weigh(notation.cue, scene, _around(found, notation, scene, meaning), (found.start, found.end))
        unmet = met == UNMET and (notation.formula or notation.common < _FAMILIAR)
        if met is None or unmet or _contradicted(found, notation, scene):
            continue
        rank = found.specificity * 2 + met * _CUE + notation.common
        place = (notation.formula, found.start, found.end)
        by_place.setdefault(place, []).append((rank, found, notation, met > 0))
    for (formula, _, _), candidates in by_place.items():
        candidates.sort(key=lambda c: -c[0])
        _, found, notation, told = candidates[0]
        others = [n for _, _, n, _ in candidates[1:] if n.id != notation.id]
        choice = Choice(notation, found, list({n.id: n for n in others}.values()), told)
        _file(choice, formula, node, meaning)
        _tell(choice, dictionary, meaning)


def _contradicted(found: Found, notation: Notation, scene: Scene) -> bool:
    """Whether the text says that a letter which the notation spells out is something else than what would be read aloud, and
    never speaks of the notation: what the text says goes first."""
    if notation.formula or not notation.reads or not scene.told or scene.mentions(notation.name):
        return False
    letters = [head for head, node in found.literals if node.atom is not None and node.atom.operator == "ordinary"]
    known = " ".join((notation.name, *notation.aliases)).lower() if letters else ""
    return any(scene.tells_otherwise(head, known) for head in letters)


def _around(found: Found, notation: Notation, scene: Scene, meaning: Meaning) -> frozenset[str]:
    """What cues of a notation may ask for: what stands in the snippet, and how the letters in its holes are used anywhere in
    the formula: the bars of ``|S|`` count the members of an S that stands below a sum, too."""
    if not notation.cue.use:
        return scene.heads
    held = {core.head for piece in found.holes.values() for core in cores(piece)}
    return surroundings(scene, (word for head in held for word in meaning.uses_of_letter(head)))


def _file(choice: Choice, formula: bool, node: Node, meaning: Meaning) -> None:
    if formula:
        meaning.formulas.append(choice)
    elif choice.found.whole:
        meaning.whole[id(node)] = choice
        _absorb(choice, node, meaning)
    else:
        meaning.parts.append(choice)


def _join_runs(product: Node, meaning: Meaning) -> None:
    """Factors of a product, or items of a list, that are a notation together become one, and are read as that notation."""
    runs = [c for c in meaning.parts if c.found.node is product and c.notation.reads and not c.notation.elementary]
    for choice in sorted(runs, key=lambda c: -c.found.specificity):
        first, last = choice.found.start, choice.found.end
        run = [c for c in product.children if first <= c.start and c.end <= last]
        if len(run) < 2 or run[0].start != first or run[-1].end != last:
            continue
        at = product.children.index(run[0])
        joined = Node(product.kind, "", tuple(run), None, first, last)
        product.children = (*product.children[:at], joined, *product.children[at + len(run) :])
        choice.found.node = joined
        meaning.parts.remove(choice)
        meaning.whole[id(joined)] = choice


def _absorb(choice: Choice, node: Node, meaning: Meaning) -> None:
    """What is only the shape of a larger notation is no notation by itself: the bounds of a sum, the squares of ∂²/∂t², the
    indexed letter of E_x[f]. A notation without words of its own leaves its parts to be read as what they are."""
    if not choice.notation.reads:
        return
    spelt = {id(literal) for _, literal in choice.found.literals}
    for part in choice.found.shape:
        inner = meaning.whole.get(id(part))
        core = nucleus(part)
        sign = core.atom is not None and (core.atom.operator != "ordinary" or (part.kind == "subscript" and id(core) in spelt))
        if part is not node and inner is not None and (inner.notation.elementary or sign):
            del meaning.whole[id(part)]


def _tell(choice: Choice, dictionary: Dictionary, meaning: Meaning) -> None:
    """Files what a notation says of its holes and of its own symbols."""
    notation, found = choice.notation, choice.found
    weight = found.specificity + (_FORMULA_BONUS if notation.formula else 0)
    for name, held in found.holes.items():
        hole = notation.holes.get(name)
        if hole is None:
            continue
        for atom in named(held) if hole.concept else ():
            meaning.facts[id(atom)].append(Fact(hole.concept, notation.id, weight, formula=notation.formula))
        for atom in cores(held) if hole.use else ():
            meaning.uses[id(atom)] -= SHAPE_USES
            meaning.uses[id(atom)].update(hole.use)
    senses = dictionary.store.section("senses").get(notation.id, {})
    for head, node in found.literals:
        if head in senses:
            meaning.facts[id(node)].append(Fact(senses[head], notation.id, weight + _LITERAL_BONUS, literal=True))


def _outermost(formulas: list[Choice]) -> list[Choice]:
    """The formulas that stand in no larger one, each once, in the order of the text."""
    kept: list[Choice] = []
    for choice in sorted(formulas, key=lambda c: (c.found.start - c.found.end, -c.found.specificity)):
        inside = any(k.found.start <= choice.found.start and choice.found.end <= k.found.end for k in kept)
        if not inside:
            kept.append(choice)
    return sorted(kept, key=lambda c: c.found.start)
