"""The forms that a hole of a notation may ask for: a letter, a number, a matrix, an index …

Takes a piece of a formula and a form's name; says whether the piece has the form by its looks alone, before its meaning is
known. What depends on the letters themselves comes from the dictionary (``forms.yaml``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from notation.decoder.tree import TRANSPARENT, Node

# The kind of node around a raised piece that is an index and no power.
INDEX = "index"
_SCRIPTED = frozenset({"subscript", "superscript", "primed"})
_BOLD = frozenset({"bold", "vector", "matrix", "random-vector", "random-matrix"})
_SETS = frozenset({"calligraphic", "blackboard", "set"})
_ATOMS = frozenset({"symbol", "unknown", "word", "hole"})


def nucleus(node: Node) -> Node:
    """The piece without scripts, primes, accents and grouping brackets."""
    while node.atom is None:
        if node.kind in _SCRIPTED:
            node = node.children[0]
        elif node.kind == "accent":
            node = node.children[1]
        elif node.kind in ("above", "below", "annotated") or (node.kind == "fence" and node.head in TRANSPARENT):
            node = node.children[0]
        else:
            break
    return node


def signless(node: Node) -> Node:
    """The piece without a sign before it."""
    signed = node.kind == "prefix" and node.children[0].atom is not None and node.children[0].atom.operator == "addition"
    return node.children[1] if signed else node


def _is_second_derivative(node: Node) -> bool:
    """``∇²f``, which is a matrix."""
    sign = node.children[0] if node.kind == "prefix" else node
    squared = sign.kind == "superscript" and sign.children[1].head == "2"
    core = nucleus(sign)
    return squared and core.atom is not None and core.atom.operator == "derivative"


class Forms:
    """The forms, with the entries of the dictionary that have those which depend on the letter.

    ``styles`` has the style of the styled letters that are entries of their own (ℝ is blackboard).
    """

    def __init__(self, entries: Mapping[str, Sequence[str]], styles: Mapping[str, str]) -> None:
        self.entries = {form: frozenset(names) for form, names in entries.items()}
        self.styles = dict(styles)

    def has(self, node: Node, form: str) -> bool:
        """Whether the piece has the form; an unknown form is had by nothing."""
        test = _FORMS.get(form)
        return test is not None and test(self, node)

    def has_any(self, node: Node, forms: Sequence[str]) -> bool:
        """Whether the piece has one of the forms."""
        for form in forms:  # noqa: SIM110 (half the time of a generator)
            if self.has(node, form):
                return True
        return False

    def letter(self, node: Node) -> bool:
        base = nucleus(node)
        return base.atom is not None and base.kind in _ATOMS and len(base.atom.base) == 1 and base.atom.base.isalpha()

    def capital(self, node: Node) -> bool:
        base = nucleus(node)
        return self.letter(node) and base.atom is not None and base.atom.base.isupper()

    def lower(self, node: Node) -> bool:
        base = nucleus(node)
        return self.letter(node) and base.atom is not None and not base.atom.base.isupper()

    def greek(self, node: Node) -> bool:
        base = nucleus(node)
        return self.letter(node) and base.atom is not None and "Ͱ" <= base.atom.base <= "Ͽ"

    def number(self, node: Node) -> bool:
        return signless(node).kind == "number"

    def integer(self, node: Node) -> bool:
        return self.number(node) and "." not in signless(node).head

    def word(self, node: Node) -> bool:
        base = nucleus(node)
        return base.atom is not None and base.kind in _ATOMS and len(base.atom.base) > 1

    def style(self, node: Node) -> str:
        base = nucleus(node)
        if base.atom is None:
            return ""
        return self.styles.get(base.atom.entry, base.atom.style) if base.atom.style == "plain" else base.atom.style

    def bold(self, node: Node) -> bool:
        return self.style(node) in _BOLD

    def vector(self, node: Node) -> bool:
        base = nucleus(node)
        arrow = node.kind == "accent" and node.head in self.entries.get("arrow-accent", frozenset())
        return (
            arrow
            or self.style(node) == "vector"
            or self.style(node) == "random-vector"
            or (self.bold(node) and base.atom is not None and not base.atom.base.isupper())
        )

    def matrix(self, node: Node) -> bool:
        base = nucleus(node)
        if base.kind == "apply":
            function, arguments = base.children
            if self.holds_matrices(arguments.children) and self.matrix(function) and not self.distribution(function):
                return True
            base = nucleus(function)
        if base.kind == "addition":
            return all(self.matrix(child) for child in base.children[::2])
        if base.kind == "product":
            return any(self.matrix(child) for child in base.children if child.kind != "number")
        if base.kind == "matrix" or _is_second_derivative(base):
            return True
        plain = self.style(node) in ("plain", "upright", "bold", "matrix", "random-matrix", "sans")
        return self.style(node) in ("matrix", "random-matrix") or (plain and self.capital(base))

    def holds_matrices(self, arguments: Sequence[Node]) -> bool:
        """Whether they are a list of matrices, as in ``K(X, X)``."""
        return len(arguments) == 1 and arguments[0].kind == "comma" and all(map(self.matrix, arguments[0].children[::2]))

    def set(self, node: Node) -> bool:
        base = nucleus(node)
        if base.kind == "set-operation":
            return True
        own = base.atom is not None and base.atom.entry in self.entries.get("set", frozenset())
        return own or (self.style(node) in _SETS and self.capital(base)) or (node.kind == "fence" and node.head == "{}")

    def listed(self, form: str) -> Callable[[Node], bool]:
        names = self.entries.get(form, frozenset())
        return lambda node: (base := nucleus(node)).atom is not None and base.atom.entry in names

    def function(self, node: Node) -> bool:
        base = nucleus(node)
        return node.kind == "primed" or (
            base.atom is not None and base.atom.applied and (base.kind != "word" or base.atom.operator == "function")
        )

    def distribution(self, node: Node) -> bool:
        return self.listed("distribution")(node) or self.style(node) == "calligraphic"

    def index(self, node: Node) -> bool:
        if node.kind in ("addition", "prefix"):
            return all(self.index(c) or self.number(c) or c.atom is not None for c in node.children)
        base = nucleus(node)
        return self.listed("index")(node) or (
            base.atom is not None and self.lower(node) and base.atom.base.isascii() and self.style(node) == "plain"
        )

    def upper_index(self, node: Node) -> bool:
        return node.kind == INDEX

    def direction(self, node: Node) -> bool:
        return self.listed("direction")(node)

    def count(self, node: Node) -> bool:
        return node.atom is not None and self.listed("count")(node)

    def counter(self, node: Node) -> bool:
        return node.atom is not None and self.listed("counter")(node)

    def random(self, node: Node) -> bool:
        return self.style(node).startswith("random") or (self.style(node) in ("plain", "upright") and self.capital(node))

    def simple(self, node: Node) -> bool:
        base = nucleus(node)
        return base.atom is not None and not self.text(base) and base.atom.operator == "ordinary"

    def text(self, node: Node) -> bool:
        return node.kind in ("text", "word") or self.word(node)

    def colon(self, node: Node) -> bool:
        return self.listed("colon")(node)

    def list(self, node: Node) -> bool:
        return node.kind == "comma"

    def statement(self, node: Node) -> bool:
        return node.kind == "relation"

    def universal(self, node: Node) -> bool:
        """Whether it ends with "for all", so that what comes next is said of each."""
        while node.kind == "row":
            node = node.children[-1]
        sign = node.children[0].atom if node.kind == "prefix" else None
        return sign is not None and sign.entry in self.entries.get("universal", frozenset())


FORM_NAMES = frozenset(
    "letter capital lower greek number integer word bold vector matrix set function distribution index random simple text colon "
    "list upper-index direction count counter statement universal".split()
)
_FORMS: dict[str, Callable[[Forms, Node], bool]] = {name: getattr(Forms, name.replace("-", "_")) for name in FORM_NAMES}
