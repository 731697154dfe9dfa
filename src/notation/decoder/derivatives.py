"""How far the sign of a derivative reaches: ``∇f(x)ᵀ`` on its own, and ``∂ xᵀBx`` over ``∂x``.

Takes the parser behind the sign, or the fraction that it stands in, and gives the node.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from notation.decoder.tree import Node, bottom_up, leaf, node, without_scripts

if TYPE_CHECKING:
    from notation.decoder.lexicon import Lexicon, OperatorClass
    from notation.decoder.structure import Parser

_TIGHT = 45


def reach_of_derivative(parser: Parser, sign: Node, operator: OperatorClass) -> Node:
    sign = _run_on_variable(parser, sign)
    after = parser.peek()
    if after is None or not parser.begins_factor(after) or (parser.integrals and parser.at_differential()):
        return sign
    operand = parser.expression(_TIGHT)
    if operand.kind == "superscript" and _marks_whole(operand, parser.lexicon):
        base, mark = operand.children
        return node("superscript", sign.head, [node("prefix", sign.head, [sign, base]), mark], end=operand.end)
    return node("prefix", sign.head, [sign, operand])


def _marks_whole(operand: Node, lexicon: Lexicon) -> bool:
    """Whether a raised mark belongs to all of ``∇f(x)``: the transpose, or an inverse behind a bracket."""
    base, raised = operand.children
    inverse = raised.kind == "prefix" and raised.children[0].atom is not None and raised.children[0].atom.operator == "addition"
    return (inverse and base.kind == "apply") or raised.head in lexicon.raised_marks.values()


def _run_on_variable(parser: Parser, sign: Node) -> Node:
    """``∇θ J`` typed without LaTeX: a letter glued to the bare sign, and a factor set apart from it, is a subscript."""
    if sign.atom is None or len(sign.atom.latex) != 1 or parser.position + 1 >= len(parser.lexemes):
        return sign
    letter, after = parser.lexemes[parser.position : parser.position + 2]
    glued = letter.atom is not None and letter.start == sign.end and letter.atom.kind == "symbol" and letter.atom.base.isalpha()
    if not glued or letter.atom is None or after.start <= letter.end or not parser.begins_factor(after):
        return sign
    if letter.atom.applied and after.atom is not None and parser.operator(after).name == "open":
        return sign  # ∇f (x) is the gradient of f, whatever the space
    parser.position += 1
    return node("subscript", sign.head, [sign, leaf(letter.atom)])


def with_whole_numerator(fraction: Node) -> Node:
    """``∂ xᵀBx`` over ``∂x``: in a fraction that is one derivative, the upper sign takes all of the product behind it."""
    if fraction.kind != "fraction" or not _is_derivative(fraction.children[1]):
        return fraction
    above, below = fraction.children
    first, *rest = above.children if above.kind == "product" else (above,)
    marked = first.kind == "superscript"
    derivative = first.children[0] if marked else first
    if not (rest or marked) or not _is_derivative(derivative) or any(map(_is_derivative, bottom_up(node("row", "", rest)))):
        return fraction
    sign, operand = derivative.children
    if marked:
        operand = node("superscript", operand.head, [operand, first.children[1]], end=first.end)
    whole = node("product", "", [operand, *rest]) if rest else operand
    return node("fraction", fraction.head, [node("prefix", sign.head, [sign, whole]), below], fraction.start, fraction.end)


def _is_derivative(found: Node) -> bool:
    """Whether it is the sign of a derivative with what it is taken of."""
    sign = without_scripts(found.children[0]).atom if found.kind == "prefix" else None
    return sign is not None and sign.operator == "derivative"
