"""Whether a bracket behind a piece is what the piece is applied to, as in ``f(x + y)``, or a factor, as in ``a(b + c)``.

Takes the two pieces, already parsed, and the lexicon.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from notation.decoder.forms import nucleus
from notation.decoder.tree import EMPTY, Node, bottom_up, same, shifted, without_scripts

if TYPE_CHECKING:
    from notation.decoder.lexicon import Lexicon

ARITHMETIC = frozenset({"symbol", "number", "unknown", "hole"})
_ARGUMENT_LISTS = frozenset({"comma", "such-that", "separator", "bar", "relation", "implication", "set-operation"})
_SIMPLE = frozenset({"subscript", "superscript", "apply", "accent", "primed", EMPTY})


def applies(function: Node, arguments: Node, often: bool, lexicon: Lexicon) -> bool:
    """Whether ``function`` before a bracket is applied to it (``f(x + y)``) or multiplied by it (``a(b + c)``)."""
    content = arguments.children[0]
    if content.kind == "matrix" and function.kind == "apply":
        return False  # h(x) times a matrix
    base = without_scripts(function)
    if base.kind == "fence":
        inside = base.children[0]
        made = base.head == "()" and (inside.kind in ("product", "multiplication") or _is_derivative(inside))
        place = without_scripts(content) if _is_derivative(inside) else content
        point = content.kind == "comma" or (place.atom is not None and place.kind in ARITHMETIC and place.kind != "number")
        return made and point
    if base.kind == "apply" and base.children[1].head == "()" and content.kind in ("addition", "prefix"):
        return False  # a value times a difference, f'(a)(x - a); but a transform at a place, L{f}(s - a)
    marked = function.kind == "superscript" and function.children[1].head in lexicon.raised_marks.values()
    if function.kind == "superscript" and _is_broken(function.children[1]):
        return False  # a root or its inverse, D^{-1/2} (A + I), is no function's
    if function.kind in ("number", EMPTY) or marked:
        return marked and often and is_point(arguments)
    if arguments.head.startswith("{"):
        return often and content.kind not in ("comma", "separator")
    if base.kind == "symbol" and _is_step(content, lexicon):
        return True
    if content.kind == "addition" and _is_coefficient(function, content):
        return False
    if arguments.head.startswith("["):
        simple = content.atom is not None and content.kind in ARITHMETIC
        if content.kind == "comma" and _is_capital(content.children[0]) and not _is_capital(base) and base.kind == "symbol":
            return False  # a commutator: g[A, B]
        functional = _is_capital(base) and (
            content.kind in _SIMPLE or (content.kind == "comma" and not _is_capital(content.children[0]))
        )
        return often or simple or functional or _counts(content, lexicon)
    if often:
        return True
    if content.kind in _ARGUMENT_LISTS or content.atom is not None or content.kind in _SIMPLE:
        return True
    return nucleus(base).atom is not None and base.kind != "fence" and _is_product(content)


def _is_broken(raised: Node) -> bool:
    """Whether a raised piece is a fraction of numbers, with or without a sign: ``-1/2``."""
    inner = raised.children[-1] if raised.kind == "prefix" else raised
    return inner.kind in ("fraction", "multiplication") and all(
        part.kind == "number" for part in inner.children[:: 1 if inner.kind == "fraction" else 2]
    )


def _is_step(content: Node, lexicon: Lexicon) -> bool:
    """Whether it is a later or earlier step, ``t + 1``, at which something is rather than by which it is multiplied."""
    letter = shifted(content)
    return letter is not None and letter.atom is not None and letter.atom.entry in lexicon.index_letters["times"]


def _is_derivative(inside: Node) -> bool:
    r"""Whether it is a sign with the function that it differentiates: ``\nabla f``."""
    sign = nucleus(inside.children[0]).atom if inside.kind == "prefix" else None
    return sign is not None and sign.operator == "derivative"


def _is_coefficient(function: Node, total: Node) -> bool:
    """Whether a piece before a bracketed sum is a factor by its scripts or its style, or stands in the sum itself."""
    if _is_matrix_of_vectors(function, total) or _is_raised(function) or _is_tensor(function) or _is_bold_power(function):
        return True
    return any(same(function, term) for term in total.children[::2]) or _stands_in(function, total)


def _stands_in(function: Node, total: Node) -> bool:
    """Whether a bare letter stands in the sum behind it as a number, and so is one: ``h (log(2n/h) + 1)``."""
    if function.atom is None:
        return False
    inside = bottom_up(total)
    held = {id(piece.children[0]) for piece in inside if piece.kind in ("apply", "subscript", "superscript")}
    held |= {id(n) for piece in inside if piece.kind in ("subscript", "superscript") for n in bottom_up(piece.children[1])}
    return any(piece.atom is not None and piece.head == function.head and id(piece) not in held for piece in inside)


def _is_matrix_of_vectors(function: Node, total: Node) -> bool:
    """Whether a letter that a macro makes a matrix stands before a sum of vectors: ``H(x - a)`` of the Hessian."""
    styles = [atom.style if (atom := nucleus(piece).atom) is not None else "" for piece in (function, *total.children[::2])]
    return styles[0] == "matrix" and set(styles[1:]) <= {"vector"}


def _is_bold_power(function: Node) -> bool:
    """Whether it is a matrix with a raised mark, such as an inverse, which multiplies: ``Q^{-1} (c + b)`` in bold."""
    atom = nucleus(function).atom
    return function.kind == "superscript" and atom is not None and atom.style in ("bold", "matrix")


def _is_capital(node: Node) -> bool:
    atom = nucleus(node).atom
    return atom is not None and atom.base.isupper()


def is_point(arguments: Node) -> bool:
    """Whether a bracket holds one letter or a list of things, which nobody puts in brackets but to apply a function."""
    content = without_scripts(arguments.children[0])
    return content.kind == "comma" or (content.atom is not None and content.kind in ARITHMETIC)


def _is_product(content: Node) -> bool:
    """Whether letters and numbers side by side stand there, which need no brackets to be multiplied; but for bold letters and
    capitals, which may be vectors and matrices: ``f(kx)``, but ``A(BC)``."""
    bare = [without_scripts(f).atom if f.atom is not None or f.kind == "subscript" else None for f in content.children]
    letters = [atom for atom in bare if atom is not None and atom.kind in ARITHMETIC and atom.style == "plain"]
    small = any(not atom.base.isupper() for atom in letters)
    return content.kind == "product" and len(letters) == len(bare) and small


def _counts(content: Node, lexicon: Lexicon) -> bool:
    """Whether a letter that counts stands there with a number or another one, as in ``y[n - 1]`` and ``y[n - k]``."""
    if content.kind != "addition" or len(content.children) != 3:
        return False
    letter, shift = content.children[0].atom, content.children[2]
    if letter is None or letter.entry not in lexicon.index_letters["all"]:
        return False
    counting = frozenset().union(*(lexicon.index_letters[kind] for kind in ("usual", "paired", "several")))
    return shift.kind == "number" or (shift.atom is not None and {letter.entry, shift.atom.entry} <= counting)


def _is_raised(function: Node) -> bool:
    """Whether the letter carries a power or indices, so that a bracketed sum behind it is a factor: ``p^k (1 - p)``."""
    raised = function.children[1] if function.kind == "superscript" else None
    return raised is not None and (raised.atom is not None or raised.kind in ("product", "addition", "fraction"))


def _is_tensor(function: Node) -> bool:
    r"""Whether the letter has two indices side by side, and is a component: ``g_{ij} (x + y)``."""
    while function.kind in ("superscript", "primed"):
        function = function.children[0]
    return function.kind == "subscript" and function.children[1].kind == "product"
