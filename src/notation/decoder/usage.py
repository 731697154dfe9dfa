"""How each symbol of a formula is used: applied, subscripted, a bound index, on the left of a relation …

Takes the tree; gives for every atom's node (by identity) the set of words that cues of the dictionary may ask for. The words
are those of ``symbols/README.md``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator

from notation.decoder.forms import INDEX, nucleus
from notation.decoder.lexeme import SLASH
from notation.decoder.tree import BINDING, EMPTY, FLAT, TRANSPARENT, Node, bottom_up, shifted

Uses = dict[int, set[str]]
# Not a word of cues: says that a sign stands where it is read in its short form.
BELOW = "below"
# A sign that stands between its operands, as signs of operations and relations do.
BETWEEN = "between"
# What only the shape says; where a notation says how its part is used, these give way.
SHAPE_USES = frozenset({"operand", "in-denominator", "argument", "coefficient"})
_SPREAD = frozenset({"product", "addition", "comma", "multiplication", "rest"})


def uses_of(root: Node, order: list[Node]) -> Uses:
    """The uses of every atom below ``root``; ``order`` is its nodes, children first."""
    uses: Uses = defaultdict(set)
    if (alone := nucleus(root)).atom is not None:
        uses[id(alone)].add("alone")
    for node in reversed(order):
        if node.kind in FLAT and node.kind != "product":
            for before, sign in zip(node.children[::2], node.children[1::2], strict=False):
                if before.kind != EMPTY or node.kind != "multiplication":  # a line that goes on begins with its relation
                    uses[id(nucleus(sign))].add(BETWEEN)
        if rule := _RULES.get(node.kind):
            for target, word in rule(node):
                for atom in cores(target):
                    uses[id(atom)].add(word)
    return uses


def cores(node: Node) -> Iterator[Node]:
    """The atoms that a piece is about: its nucleus, a function's letter, each factor or term."""
    core = nucleus(node)
    if core.kind == "apply":
        core = nucleus(core.children[0])
    if core.atom is not None:
        yield core
    elif core.kind in _SPREAD:
        for child in core.children[:: 1 if core.kind == "product" else 2]:
            inner = nucleus(child)
            if inner.kind == "apply":
                inner = nucleus(inner.children[0])
            if inner.atom is not None:
                yield inner


def named(node: Node) -> Iterator[Node]:
    """The atoms that a piece stands for as a whole, so that what is said of the piece is said of them: of ``x_i`` and ``x^{(i)}``
    it is x, of ``L(w)`` it is L, of a list each item; of a power, a product or a sum none."""
    while node.kind != "comma":
        if node.kind in ("subscript", "primed", INDEX) or (node.kind == "fence" and node.head in TRANSPARENT):
            node = node.children[0]
        elif node.kind == "accent":
            node = node.children[1]
        elif (node.kind == "superscript" and not is_power(node.children[1])) or node.kind == "apply":
            node = node.children[0]
        else:
            break
    if node.atom is not None:
        yield node
    elif node.kind == "comma":
        for child in node.children[::2]:
            yield from named(child)


def is_power(raised: Node) -> bool:
    """Whether a raised piece is a power or the like, and no mark or number of an example in brackets."""
    return raised.kind == "number" or (raised.atom is None and raised.kind not in ("fence", INDEX))


def _atoms(node: Node) -> Iterator[Node]:
    return (n for n in bottom_up(node) if n.atom is not None)


def _subscript(node: Node) -> Iterator[tuple[Node, str]]:
    yield node.children[0], "subscripted"
    core = nucleus(node.children[0])
    reaching = core.atom is not None and core.atom.operator in BINDING
    for atom in _atoms(node.children[1]):
        yield atom, "subscript"
        if reaching:
            yield atom, BELOW


def _superscript(node: Node) -> Iterator[tuple[Node, str]]:
    base, raised = node.children
    yield base, "superscripted"
    if raised.kind not in ("fence", INDEX, EMPTY) and (raised.atom is None or raised.atom.base.isalnum()):
        yield base, "power"
        yield base, "exponent-base"
    if raised.kind == "number" and raised.head == "2" and nucleus(base).kind != "addition":  # (a + b)² squares neither a nor b
        yield base, "squared"
    for atom in _atoms(raised):
        yield atom, "superscript"
    if raised.kind == "fence" and (letter := shifted(raised.children[0])) is not None:
        yield letter, "stepped"


def _apply(node: Node) -> Iterator[tuple[Node, str]]:
    yield node.children[0], "applied"
    content = node.children[1].children[0] if node.children[1].kind == "fence" else node.children[1]
    yield content, "argument"
    if content.kind in ("such-that", "bar", "separator"):
        yield content.children[0], "argument"


def _given(content: Node) -> Iterator[tuple[Node, str]]:
    """What stands behind the bar inside brackets; the colon of an index range such as ``x_{1:T}`` conditions on nothing."""
    for child in content.children[2:] if content.kind in ("such-that", "bar") else ():
        yield child, "conditioned"


def _prefix(node: Node) -> Iterator[tuple[Node, str]]:
    sign, operand = node.children[0], node.children[1]
    core = nucleus(sign)
    operator = core.atom.operator if core.atom is not None else ""
    if operator == "addition":
        return
    yield from _given(operand)
    yield sign, "applied"
    yield operand, "operand" if operator == "derivative" else "argument"
    if operator == "quantifier":
        for atom in _atoms(operand):
            yield atom, BELOW
        yield operand.children[0] if operand.kind == "relation" else operand, "bound"
    while sign.kind in ("subscript", "superscript"):
        script = sign.children[1]
        for atom in _atoms(script.children[0] if script.kind == "such-that" else script):
            yield atom, BELOW
        if operator == "derivative" and sign.kind == "subscript":
            yield script, "differentiated"
        elif operator in BINDING and sign.kind == "subscript":
            yield script.children[0] if script.kind == "relation" else script, "bound"
        elif operator in BINDING:
            yield script.children[0] if script.kind == "fence" else script, "upper-limit"
        sign = sign.children[0]


def _integral(node: Node) -> Iterator[tuple[Node, str]]:
    for differential in node.children[2:]:
        if differential.kind == "differential":
            yield differential.children[1], "bound"
    yield from _prefix(node)


def _fence(node: Node) -> Iterator[tuple[Node, str]]:
    """``{x ∈ A : …}``: the sign in front of the colon is read in its short form."""
    content = node.children[0]
    yield from _given(content)
    if node.head == "{}" and content.kind == "such-that":
        for atom in _atoms(content.children[0]):
            yield atom, BELOW


def _listed(node: Node) -> Iterator[tuple[Node, str]]:
    return ((child, "listed") for child in node.children)


def _relation(node: Node) -> Iterator[tuple[Node, str]]:
    yield node.children[0], "left-side"
    for child in node.children[2::2]:
        yield child, "right-side"


def _product(node: Node) -> Iterator[tuple[Node, str]]:
    first, second = node.children[0], node.children[1]
    yield first, "coefficient"
    if first.kind == "number":
        yield second, "multiple"
    after = nucleus(second)
    if after.atom is not None and after.atom.style in ("bold", "vector", "random-vector"):
        yield first, "multiplies-vector"


def _fraction(node: Node) -> Iterator[tuple[Node, str]]:
    if node.children[1].kind != EMPTY:
        for atom in _atoms(node.children[1]):
            yield atom, "in-denominator"


def _multiplication(node: Node) -> Iterator[tuple[Node, str]]:
    """Factors with signs between them; behind a slash stands a denominator, and beside slashes alone no factor."""
    slashes = [sign.atom is not None and sign.atom.base == SLASH for sign in node.children[1::2]]
    for at, factor in enumerate(node.children[::2]):
        if not all(slashes[max(at - 1, 0) : at + 1]):
            yield factor, "times"
        if at and slashes[at - 1]:
            for atom in _atoms(factor):
                yield atom, "in-denominator"


_RULES: dict[str, Callable[[Node], Iterator[tuple[Node, str]]]] = {
    "subscript": _subscript,
    "superscript": _superscript,
    "primed": lambda node: iter([(node.children[0], "primed")]),
    "accent": lambda node: iter([(node.children[1], "accented")]),
    "apply": _apply,
    "prefix": _prefix,
    "integral": _integral,
    "comma": _listed,
    "fence": _fence,
    "relation": _relation,
    "product": _product,
    "multiplication": _multiplication,
    "fraction": _fraction,
}
