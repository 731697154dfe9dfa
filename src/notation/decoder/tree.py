"""The mathematical tree: atoms, and nodes made of them.

A tree is walked by :func:`bottom_up`, never by recursion, so that no input can exhaust the stack.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True, eq=False)
class Atom:
    r"""One symbol with its own style but without its scripts.

    ``entry`` is the id of its dictionary entry ("" for none), ``base`` the plain character or word, ``operator`` its
    class in the operator table, ``latex`` how it is written, ``start`` and ``end`` its offsets in the user's text. ``look``
    is the style that one sees, where ``style`` is a meaning that a macro gives (``\\va`` is a vector, and looks bold).
    ``kind`` is symbol, number, word, text, hole, rest, or unknown; ``macro`` the macro that it came out of.
    """

    kind: str
    entry: str
    base: str
    style: str
    operator: str
    latex: str
    start: int
    end: int
    macro: str = ""
    applied: bool = False
    look: str = ""

    @property
    def head(self) -> str:
        """What makes two atoms the same symbol: the entry (or character) and the style that one sees."""
        name, look = self.entry or self.base, self.look or self.style
        return name if look in ("plain", "upright") else f"{look} {name}"


@dataclass(slots=True, eq=False)
class Node:
    """A piece of a formula: a kind, the head it is known by, its children in the order in which they are written."""

    kind: str
    head: str
    children: tuple[Node, ...] = ()
    atom: Atom | None = None
    start: int = 0
    end: int = 0

    @property
    def signature(self) -> str:
        """Kind and head in one word, by which patterns are filed."""
        return f"{self.kind} {self.head}"


def accented(node: Node) -> str:
    """The head of a letter with its accents, the outer one first, as cues name it."""
    heads = [node.head]
    while node.kind == "accent":
        node = node.children[1]
        heads.append(node.head)
    return " ".join(heads)


EMPTY = "empty"
# Heads of fences that are the same piece as what stands in them; "" is the head of braces that only group.
TRANSPARENT = frozenset({"()", "[]", ""})
# Classes of operators that say below themselves what they run over (``max``, ``∑``); those that reach over all that follows;
# those that bind a letter.
RANGING = frozenset({"big", "optimum"})
REACHING = RANGING | {"integral"}
BINDING = REACHING | {"quantifier"}
# Kinds whose children stand in a row, of which a pattern may match a run: operands and, but for products, operators in turn.
FLAT = frozenset(
    {
        "product",
        "addition",
        "multiplication",
        "relation",
        "comma",
        "implication",
        "conjunction",
        "disjunction",
        "set-operation",
        "such-that",
        "separator",
        "row",
    }
)


def leaf(atom: Atom) -> Node:
    """The node of one atom."""
    return Node(atom.kind, atom.head, (), atom, atom.start, atom.end)


def node(kind: str, head: str, children: list[Node] | tuple[Node, ...], start: int = -1, end: int = -1) -> Node:
    """A node over ``children``, from the first offset to the last that they cover unless told otherwise; where they all are
    empty, it stands where they would."""
    there = [c for c in children if c.kind != EMPTY]
    first = min((c.start for c in there or children), default=0)
    last = max((c.end for c in there or children), default=0)
    return Node(
        kind,
        head,
        tuple(children),
        None,
        first if start < 0 else min(start, first) if there else start,
        last if end < 0 else max(end, last) if there else end,
    )


def empty(at: int = 0) -> Node:
    """Nothing, in a place where something may stand."""
    return Node(EMPTY, "", (), None, at, at)


def without_scripts(found: Node) -> Node:
    """The piece that the scripts hang on."""
    while found.kind in ("subscript", "superscript"):
        found = found.children[0]
    return found


def is_connective(found: Node) -> bool:
    """Whether it is words between statements: "if", "subject to", text of any kind."""
    return found.kind == "text" or (found.atom is not None and found.atom.operator in ("connective", "phrase"))


def shifted(total: Node) -> Node | None:
    """What a number is added to or taken from, the t of ``t + 1``; ``None`` for what is no such sum."""
    plain = total.kind == "addition" and len(total.children) == 3 and total.children[2].kind == "number"
    return total.children[0] if plain else None


def bottom_up(root: Node) -> list[Node]:
    """All nodes of the tree, every child before its parent, siblings from left to right."""
    out: list[Node] = []
    stack = [root]
    while stack:
        current = stack.pop()
        out.append(current)
        stack.extend(current.children)
    out.reverse()
    return out


def same(one: Node, other: Node) -> bool:
    """Whether two pieces are written alike."""
    if one.kind != other.kind or one.head != other.head or len(one.children) != len(other.children):
        return False
    return [(n.kind, n.head) for n in bottom_up(one)] == [(n.kind, n.head) for n in bottom_up(other)]


@dataclass(slots=True, eq=False)
class Parsed:
    """A formula's tree, with what went wrong while it was read."""

    root: Node
    warnings: list[str] = field(default_factory=list)
