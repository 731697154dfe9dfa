r"""Which raised letters count the steps of an algorithm and are no powers: ``x^{t+1} = x^t - \eta g^t``.

Takes a parsed formula and the lexicon; puts each such script in brackets, as in ``x^{(t+1)}``, which says the same. A letter
counts steps where one side of a relation is a single piece at one step and another side holds a piece at another step, or where
pieces with lower indices stand at two steps.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from notation.decoder.forms import nucleus
from notation.decoder.tree import Node, bottom_up, node, same, shifted

if TYPE_CHECKING:
    from notation.decoder.lexicon import Lexicon


@dataclass(frozen=True, slots=True)
class _Step:
    """A piece with a raised letter: the node, the letter's entry, and what is added to the letter ("" for nothing)."""

    node: Node
    letter: str
    shift: str

    @property
    def base(self) -> Node:
        return self.node.children[0]


def mark_steps(order: Sequence[Node], lexicon: Lexicon) -> None:
    """Puts the letters that count steps in brackets; ``order`` is all nodes of the formula."""
    steps = [s for n in order if n.kind == "superscript" and (s := _step(n, lexicon)) is not None]
    shifts = defaultdict[str, set[str]](set)
    for step in steps:
        shifts[step.letter].add(step.shift)
    if not any(found - {""} for found in shifts.values()):
        return
    powers = _multiplied(order, steps)
    divided = {id(n) for fraction in order if fraction.kind == "fraction" for n in bottom_up(fraction)}
    undivided = [step for step in steps if id(step.node) not in divided]
    counting = _counting_with_indices(undivided) | _counting_in_relations(order, steps, powers)
    at_steps = {s.base.signature for s in steps if s.shift}
    for step in steps:
        if step.letter in counting and step.base.head not in powers and (_is_latin(step.base) or step.base.signature in at_steps):
            base, script = step.node.children
            step.node.children = (base, node("fence", "()", [script]))


def _step(raised: Node, lexicon: Lexicon) -> _Step | None:
    """The step at which a piece may stand: a letter or its sum with a number, raised on a letter, perhaps with a lower index."""
    base, script = raised.children
    letter, shift = shifted(script), ""
    if letter is not None:
        shift = script.children[1].head + script.children[2].head
    atom, core = (letter or script).atom, nucleus(base).atom
    if atom is None or core is None or atom.entry not in lexicon.index_letters["steps"] or base.kind == "fence":
        return None
    if core.operator != "ordinary" or core.kind == "number" or core.entry in lexicon.index_letters["powers"]:
        return None
    return _Step(raised, atom.entry, shift)


def _is_latin(base: Node) -> bool:
    """Whether it is a Latin letter or has a lower index; a plain Greek letter may well have powers."""
    atom = nucleus(base).atom
    return base.kind == "subscript" or (atom is not None and atom.base.isascii())


def _counting_with_indices(steps: Iterable[_Step]) -> set[str]:
    """Letters raised over lower indices, bare and with a number added: ``h_v^{t+1}`` and ``h_u^t``, but no powers divided by each
    other, ``r_1^l / r_2^{l+1}``."""
    shifts = defaultdict[str, set[str]](set)
    for step in steps:
        if step.base.kind == "subscript":
            shifts[step.letter].add(step.shift)
    return {letter for letter, found in shifts.items() if len(found) > 1}


def _counting_in_relations(order: Iterable[Node], steps: Iterable[_Step], powers: set[str]) -> set[str]:
    """Letters by which one side of a relation is a single piece at one step, and another side holds one at another step."""
    known = {id(step.node): step for step in steps}
    counting: set[str] = set()
    for relation in order:
        made = known.get(id(_named(relation.children[0]))) if relation.kind == "relation" else None
        if made is None or made.base.head in powers:
            continue
        used = [known[id(n)] for side in relation.children[2::2] for n in bottom_up(side) if id(n) in known]
        if any(s.letter == made.letter and (s.shift != made.shift or (s.shift and _is_one_of_many(s, made))) for s in used):
            counting.add(made.letter)
    return counting


def _is_one_of_many(step: _Step, whole: _Step) -> bool:
    """Whether the letter that a side names stands on the other one with a lower index: ``w^{t+1}`` and ``w_k^{t+1}``."""
    return step.base.kind == "subscript" and same(step.base.children[0], whole.base)


def _named(side: Node) -> Node:
    """What a side of a relation names: itself, or the function in ``V^{k+1}(s)``."""
    return side.children[0] if side.kind == "apply" else side


def _multiplied(order: Iterable[Node], steps: Iterable[_Step]) -> set[str]:
    """The heads of letters that are raised and stand beside themselves in a product, and so have powers: ``x^{k+1} = x x^k``."""
    raised = {id(step.node): step.base for step in steps if step.base.atom is not None}
    powers: set[str] = set()
    for row in order:
        if row.kind in ("product", "multiplication"):
            bare = {factor.signature for factor in row.children}
            powers.update(raised[id(f)].head for f in row.children if id(f) in raised and raised[id(f)].signature in bare)
    return powers
