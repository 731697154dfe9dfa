"""Small questions and finishing touches of the reader: what a piece is to the ear, and where commas go.

Takes pieces of a formula or finished text; knows nothing of notations.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from notation.decoder.forms import nucleus
from notation.decoder.tree import EMPTY, REACHING, TRANSPARENT, Node, bottom_up

# Where a comma belongs if anything follows; dropped before other punctuation and at the end.
PAUSE = "\u0001"
_PAUSES = re.compile(rf"\s*{PAUSE}(?:\s*{PAUSE})*\s*(?=[,;:.)]|$)")
_SIMPLE = frozenset({"symbol", "number", "word", "unknown", "hole", "subscript", "superscript", "primed", "accent"})
_VALUED = frozenset({"function", "derivative"})
# Fences that a reading says as groups where no notation says more of them: set braces, too.
GROUPING = TRANSPARENT | {"{}"}
SIGNS = frozenset({"relation", "implication", "addition", "multiplication", "set-operation"})


def unwrapped(node: Node) -> Node:
    """The piece inside brackets that only group."""
    while node.kind == "fence" and node.head in GROUPING:
        node = node.children[0]
    return node


def shares_relation(listed: Node) -> bool:
    r"""Whether the relation behind the last of several letters holds for all: ``a, b \in S``, but not ``x_i, i \in S``."""
    *most, last = listed.children[::2]
    if not most or last.kind != "relation" or len(last.children) != 3 or not is_simple(last.children[0]):
        return False
    last_head = nucleus(last.children[0])
    dots = [m for m in most if m.atom is not None and m.atom.operator == "dots"]
    letters = [m for m in most if is_simple(m) and m not in dots]
    inner = {n.head for m in letters for n in bottom_up(m) if n.atom is not None and n is not nucleus(m)}
    return len(letters) + len(dots) == len(most) and bool(letters) and last_head.head not in inner


def without_second_sign(children: Sequence[Node]) -> list[Node]:
    """Operands and signs without the sign behind dots that repeats the one before: "a plus and so on up to z"."""
    out: list[Node] = []
    for at, child in enumerate(children):
        before = children[at - 1].atom if at > 1 else None
        if before is None or before.operator != "dots" or at % 2 == 0 or children[at - 2].head != child.head:
            out.append(child)
    return out


def begins_with_sign(row: Node) -> bool:
    """Whether a line goes on with the sum, product or chain of the line before."""
    first = row
    while first.children:
        if first.children[0].kind == EMPTY and first.kind in SIGNS:
            return True
        first = first.children[0]
    return first is not row and first.atom is not None and first.atom.operator == "addition"


def holds_statement(inside: Node) -> bool:
    """Whether an argument is a statement, or has one beside its bar, of which a listener must hear the end: ``p(x = 1 | y)``."""
    return inside.kind == "relation" or (
        inside.kind in ("such-that", "bar") and any(c.kind == "relation" for c in inside.children)
    )


def ends_in_statement(piece: Node) -> bool:
    """Whether the words of a piece end with those of a statement that is an argument."""
    while piece.kind == "product":
        piece = piece.children[-1]
    return piece.kind == "apply" and holds_statement(unwrapped(piece.children[1]))


def is_index_before_prime(piece: Node) -> bool:
    r"""Whether the index is written before the prime, ``x_i'``, and so said before it."""
    return piece.kind == "subscript" and piece.children[0].kind == "primed" and piece.children[1].start < piece.children[0].end


def is_label(script: Node) -> bool:
    """Whether a script is a mark and no power: a word, a list, a sign or begun by a sign: ``\\theta^-``, ``\\theta^{*(b)}``."""
    if script.atom is None:
        return script.kind == "comma" or (script.kind == "multiplication" and script.children[0].kind == EMPTY)
    named = len(script.atom.base) > 1 and script.atom.base.isalpha()
    return script.kind in ("text", "word") or (script.kind == "symbol" and (named or script.atom.operator != "ordinary"))


def is_raised_whole(power: Node) -> bool:
    """Whether all of a value is raised, ``f(x)^2`` or ``(f(x))^T``, so that a listener must hear the end of its argument."""
    if power.kind != "superscript":
        return False
    base, script = power.children
    core = unwrapped(base)
    reaching = nucleus(core.children[0]).atom if core.kind == "prefix" else None
    acts = core.kind == "apply" or (reaching is not None and reaching.operator in _VALUED)
    return acts and (base.kind == "fence" or script.atom is None or script.atom.base.isalnum())


def reaches(sign: Node) -> bool:
    """Whether it is an operator, with or without bounds, that acts on all that follows: a sum, an integral, a maximum."""
    core = nucleus(sign).atom
    return core is not None and core.operator in REACHING


def is_function(node: Node) -> bool:
    """Whether a node applies a function to what follows it: ``\\log x``, ``f(x)``."""
    sign = nucleus(node.children[0]).atom if node.kind == "prefix" else None
    return node.kind == "apply" or (sign is not None and sign.operator in _VALUED)


def is_letters(script: Node) -> bool:
    """Whether a script is letters side by side, which over a lower index are indices, too."""
    return script.kind == "product" and all(c.atom is not None and c.kind == "symbol" for c in script.children)


def names(base: Node, script: Node) -> bool:
    r"""Whether a script on a piece that is marked already names it: letters over an index, a word with what it is applied to
    (``\hat{A}_t^{\mathrm{GAE}(\gamma, \lambda)}``)."""
    applied = base.kind in ("subscript", "accent") and script.kind == "apply" and is_label(script.children[0])
    return applied or (base.kind == "subscript" and is_letters(script))


def is_simple(factor: Node) -> bool:
    """Whether a factor is a letter or number with its marks, said in a breath."""
    return factor.kind in _SIMPLE and nucleus(factor).atom is not None


def without_prime(base: Node) -> Node:
    return base.children[0] if base.kind == "primed" else base


def is_dots(cell: Node) -> bool:
    return cell.atom is not None and cell.atom.operator == "dots"


_ORDINAL_SLOT = re.compile(r"\{(\w+)\}-(?:th|st|nd|rd)\b")


def ordinals(template: str, holes: Mapping[str, Node], words: Mapping[str, str]) -> str:
    """``{i}-th`` with a number in the hole that has a word of its own: "the first x"."""

    def word(slot: re.Match[str]) -> str:
        held = holes.get(slot[1])
        return words.get(held.head, slot[0]) if held is not None and held.kind == "number" else slot[0]

    return _ORDINAL_SLOT.sub(word, template) if "}-" in template else template


def has_comma(text: str) -> bool:
    """Whether there is a comma in the text, or a pause that will be one."""
    return "," in text or (PAUSE in text and "," in finished(text))


def finished(text: str) -> str:
    """The text with pauses as commas, and none before other punctuation or at the end."""
    text = _PAUSES.sub("", text)
    return re.sub(r"\s+", " ", re.sub(rf"\s*{PAUSE}+", ",", text)).strip()
