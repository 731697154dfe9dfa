"""What the parser builds apart from operators: brackets, fractions, tables, and how far each prefix operator reaches.

Every function takes the parser standing at the construct and gives its node.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from notation.decoder.application import ARITHMETIC
from notation.decoder.derivatives import reach_of_derivative, with_whole_numerator
from notation.decoder.forms import nucleus
from notation.decoder.tree import EMPTY, RANGING, Node, bottom_up, empty, is_connective, leaf, node, without_scripts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from notation.decoder.lexeme import Lexeme
    from notation.decoder.lexicon import Lexicon, OperatorClass
    from notation.decoder.structure import Parser

_IMPLICATION = 10
_SUM = 30
_TIGHT = 45
_FACTOR = 41


# Brackets


def fence(parser: Parser) -> Node:
    """A bracketed row; its head is the pair of brackets, so that ``(a, b]`` is another thing than ``(a, b)``."""
    opening = parser.peek()
    assert opening is not None and opening.atom is not None
    parser.position += 1
    content = parser.isolated()
    closing = parser.peek()
    while closing is not None and closing.kind in ("&", "newline"):
        parser.position += 1
        content = node("row", "", [content, parser.isolated()])
        closing = parser.peek()
    if closing is None or closing.atom is None or not parser.ends(closing):
        parser.warnings.append(f"{opening.atom.latex or opening.atom.base} is opened and never closed")
        return node("fence", opening.atom.base, [content], start=opening.start)
    parser.position += 1
    if _is_remainder(content, parser.lexicon):
        return node("remainder", "", [content.children[2]], start=opening.start, end=closing.end)
    head = opening.atom.base + closing.atom.base
    return node("fence", head, [_condition_joined(content) if head == "{}" else content], start=opening.start, end=closing.end)


def _condition_joined(content: Node) -> Node:
    """``{g : … for all y}``: words behind the condition of a set belong to it."""
    first = content.children[0] if content.kind == "row" else content
    if first is content or first.kind not in ("such-that", "bar"):
        return content
    condition = node("row", "", [first.children[-1], *content.children[1:]])
    return node(first.kind, first.head, [*first.children[:-1], condition])


def _is_remainder(content: Node, lexicon: Lexicon) -> bool:
    r"""Whether a bracket holds only what a remainder is taken by: ``(\mathrm{mod}\ n)``."""
    if content.kind != "multiplication" or len(content.children) != 3 or content.children[0].kind != EMPTY:
        return False
    sign, modulo = content.children[1].atom, lexicon.find("\\bmod")
    return sign is not None and modulo is not None and sign.entry == modulo.entry


# Scripts


def ranges(sign: Node) -> bool:
    """Whether it is a sign that says below itself what it runs over: ``max``, ``∑``."""
    return sign.atom is not None and sign.atom.operator in RANGING


def primes(content: Node, lexicon: Lexicon) -> tuple[int, Node]:
    r"""How many primes a superscript begins with (``x^{\prime\prime}``, ``x^{\prime 2}``), and what else stands in it."""
    prime = lexicon.find("'")
    marks = [n.atom for n in bottom_up(content) if n.atom is not None]
    if prime is not None and marks and all(mark.entry == prime.entry for mark in marks):
        return len(marks), empty()
    parts = content.children if content.kind == "product" else (content,)
    count = 0
    while prime is not None and count < len(parts) and (mark := parts[count].atom) is not None and mark.entry == prime.entry:
        count += 1
    rest = parts[count:]
    if not count:
        return 0, content
    return count, empty() if not rest else rest[0] if len(rest) == 1 else node("product", "", rest)


def raised_mark(content: Node, marks: Mapping[str, str], nucleus: Node) -> Node:
    """``T`` as a raised mark is the transpose, for instance: the same node as for the mark's own symbol."""
    entry = marks.get(content.head) if content.atom is not None else None
    base = without_scripts(nucleus)
    letter = base.kind not in ("number", EMPTY) and (base.atom is None or base.atom.operator == "ordinary")
    if entry and content.atom is not None and letter:
        content.atom.entry, content.atom.style, content.atom.operator = entry, "plain", "ordinary"
        return leaf(content.atom)
    return content


# How far prefix operators reach


def reach_by_strength(parser: Parser, sign: Node, operator: OperatorClass) -> Node:
    return node("prefix", sign.head, [sign, parser.expression(operator.strength + 1)])


def reach_of_optimum(parser: Parser, sign: Node, operator: OperatorClass) -> Node:
    """``max``, ``lim``: a bracket like a function; a whole sum where they lead, or stand behind one that does; else a product."""
    start = next(i for i in range(parser.position - 1, -1, -1) if parser.lexemes[i].start <= sign.start)
    leads = start in parser.led or parser.leads(start)
    if leads:
        parser.led.add(parser.position)
    after = parser.peek()
    if after is not None and after.atom is not None and after.atom.base == "(" and after.atom.operator == "open":
        bracket = fence(parser)
        if bracket.children[0].kind == "comma":
            return parser.scripts(node("prefix", sign.head, [sign, bracket.children[0]], end=bracket.end))
        parser.waiting.append(bracket)
    return node("prefix", sign.head, [sign, parser.expression(_SUM if leads else operator.strength + 1)])


def reach_of_function(parser: Parser, sign: Node, operator: OperatorClass) -> Node:
    """``log``: the bracket that follows, or the next factor; after a number or letter the plain factors beside it, too."""
    after = parser.peek()
    brackets = ("(", "[", "{") if operator.name == "function" else ("(", "[")
    if after is not None and after.atom is not None and after.atom.operator == "open" and after.atom.base in brackets:
        bracket = fence(parser)
        inside = bracket.children[0]
        applied = node("prefix", sign.head, [sign, inside if inside.kind != EMPTY else bracket], end=bracket.end)
        return parser.scripts(applied)
    factors = [parser.expression(_FACTOR)]
    while _plain(factors[-1]) and not parser.waiting and (following := parser.peek()) is not None:
        operand = parser.begins_factor(following) and following.atom is not None
        if (
            not operand
            or parser.operator(following).fixity not in ("none", "accent")
            or (parser.integrals and parser.at_differential())
        ):
            break
        factors.append(parser.expression(_FACTOR))
    operand_node = factors[0] if len(factors) == 1 else node("product", "", factors)
    return node("prefix", sign.head, [sign, operand_node])


def _plain(factor: Node) -> bool:
    while factor.kind in ("subscript", "superscript", "accent", "primed"):
        factor = factor.children[-1 if factor.kind == "accent" else 0]
    return factor.kind in ARITHMETIC


def reach_of_integral(parser: Parser, sign: Node, operator: OperatorClass) -> Node:
    """The integrand up to its ``dx``, which may stand first; without one, the next product."""
    parser.integrals += 1
    before = differentials(parser, leading=True)
    known = bool(before) or parser.differential_ahead()
    body = parser.expression(_SUM if known and not before else operator.strength + 1)
    parser.integrals -= 1
    after = differentials(parser) if not before else []
    if not before and not after:
        return node("prefix", sign.head, [sign, body])
    return node("integral", sign.head, [sign, body, *before, *after])


def differentials(parser: Parser, leading: bool = False) -> list[Node]:
    """The ``dx`` or ``dx dy`` that stand here; leading ones are not applied to what follows (``\\int d\\tau [f + g]``)."""
    found = []
    while parser.at_differential(brackets=leading):
        mark = parser.peek()
        assert mark is not None and mark.atom is not None
        parser.position += 1
        sign = parser.scripts(leaf(mark.atom))
        after = parser.peek()
        if after is None or not parser.begins_factor(after):
            variable = empty()
        elif leading and after.atom is not None and not _names_measure(parser):
            variable = fence(parser) if after.atom.base == "(" else parser.scripts(parser.argument())
        else:
            variable = parser.expression(_FACTOR)
        found.append(node("differential", sign.head, [sign, variable]))
    return found


def _names_measure(parser: Parser) -> bool:
    """Whether a letter with a letter in brackets stands here: ``\\int d\\mu(x) f(x)``."""
    ahead = [x.atom for x in parser.lexemes[parser.position : parser.position + 4]]
    return len(ahead) == 4 and all(ahead) and [a.base for a in ahead[1::2] if a] == ["(", ")"]


REACH: dict[str, Callable[[Parser, Node, OperatorClass], Node]] = {
    "optimum": reach_of_optimum,
    "function": reach_of_function,
    "derivative": reach_of_derivative,
    "integral": reach_of_integral,
}


def reach_of_quantifier(parser: Parser, sign: Node, operator: OperatorClass) -> Node:
    """``∀x, y ∈ A``: one statement, with the names that a comma puts before it."""
    names = [_statement(parser, operator)]
    while (
        names[-1].kind != "relation"
        and (comma := parser.peek()) is not None
        and comma.atom is not None
        and parser.operator(comma).name == "comma"
    ):
        parser.position += 1
        names += [leaf(comma.atom), _statement(parser, operator)]
    bound = names[0] if len(names) == 1 else node("comma", names[1].head, names)
    quantified = node("prefix", sign.head, [sign, bound])
    after = parser.peek()
    if after is None or not parser.begins_factor(after):
        return quantified
    return node("row", "", [quantified, parser.expression(_IMPLICATION)])


def _statement(parser: Parser, operator: OperatorClass) -> Node:
    """``x`` or ``x > 0``: what is bound, without the bracket that says something of it."""
    lexeme = parser.peek()
    if lexeme is None or lexeme.atom is None or parser.operator(lexeme).fixity != "none":
        return parser.expression(operator.strength + 1)
    parser.position += 1
    name = parser.scripts(parser.leaf(lexeme))
    after = parser.peek()
    related = after is not None and not parser.ends(after) and parser.operator(after).name == "relation"
    return parser.chain(name, parser.operator(after)) if related and after is not None else name


REACH["quantifier"] = reach_of_quantifier


# Commands and environments


def build(parser: Parser, lexeme: Lexeme) -> Node:
    """The node of a command that takes arguments."""
    parser.enter()
    parser.position += 1
    found = _BUILDERS.get(lexeme.name, _nothing)(parser, lexeme)
    parser.depth -= 1
    if found.kind != EMPTY and lexeme.start < found.start:
        found.start = lexeme.start
    return found


def _nothing(parser: Parser, lexeme: Lexeme) -> Node:
    return empty(lexeme.start)


def _two(kind: str) -> Callable[[Parser, Lexeme], Node]:
    def two(parser: Parser, lexeme: Lexeme) -> Node:
        children = [_digit_argument(parser), _digit_argument(parser)]
        end = parser.lexemes[parser.position - 1].end
        return with_whole_numerator(node(kind, kind, children, start=lexeme.start, end=end))

    return two


def _digit_argument(parser: Parser) -> Node:
    return parser.argument()


def _root(parser: Parser, lexeme: Lexeme) -> Node:
    index = empty(lexeme.end)
    after = parser.peek()
    if after is not None and after.atom is not None and after.atom.base == "[":
        index = fence(parser).children[0]
    typed_bare = lexeme.end - lexeme.start == 1
    after = parser.peek()
    if typed_bare and after is not None and after.atom is not None and after.atom.base == "(":
        radicand = fence(parser).children[0]
    else:
        radicand = parser.expression(_TIGHT) if typed_bare else parser.argument()
    end = parser.lexemes[parser.position - 1].end
    return node("root", "", [radicand, index], start=lexeme.start, end=end)


def _above(parser: Parser, lexeme: Lexeme) -> Node:
    note, base = parser.argument(), parser.argument()
    accent = parser.lexicon.find(parser.lexicon.noted_accents.get(note.head, "")) if lexeme.name == "above" else None
    if accent is not None and note.atom is not None:
        note.atom.entry, note.atom.base, note.atom.operator = accent.entry, accent.glyph, accent.operator
        return parser.accented(node("accent", accent.entry, [leaf(note.atom), base], start=lexeme.start))
    return node(lexeme.name, base.head, [base, note], start=lexeme.start)


def _annotated(parser: Parser, lexeme: Lexeme) -> Node:
    body, notes = parser.argument(), []
    while (after := parser.peek()) is not None and after.kind in ("_", "^"):
        parser.position += 1
        notes.append(parser.argument())
    return node("annotated", "", [body, *notes], start=lexeme.start) if notes else body


def _remainder(parser: Parser, lexeme: Lexeme) -> Node:
    return node("remainder", "", [parser.argument()], start=lexeme.start)


_BUILDERS: dict[str, Callable[[Parser, Lexeme], Node]] = {
    "fraction": _two("fraction"),
    "binomial": _two("binomial"),
    "root": _root,
    "above": _above,
    "below": _above,
    "annotated": _annotated,
    "cancelled": lambda parser, lexeme: parser.argument(),
    "remainder": _remainder,
}


def environment(parser: Parser) -> Node:
    r"""``\begin{…}`` to its ``\end``: rows of cells."""
    opening = parser.peek()
    assert opening is not None
    braced = parser.position > 0 and (before := parser.lexemes[parser.position - 1].atom) is not None and before.base == "{"
    parser.enter()
    parser.position += 1
    rows = [[parser.isolated_cell()]]
    while (lexeme := parser.peek()) is not None and lexeme.kind != "end":
        if lexeme.kind == "}" or (lexeme.atom is not None and parser.ends(lexeme)):
            parser.position += 1
            continue
        parser.position += 1
        if lexeme.kind == "&":
            rows[-1].append(parser.isolated_cell())
        elif lexeme.kind == "newline":
            rows.append([parser.isolated_cell()])
    end = parser.peek()
    parser.position += end is not None
    parser.depth -= 1
    kept = [row for row in rows if any(c.kind != EMPTY for c in row)] or [[empty(opening.start)]]
    return _table(parser, opening, kept, end.end if end is not None else opening.end, braced)


def _is_relation(cell: Node) -> bool:
    """Whether a cell holds a relation sign alone, as in equations laid out in three columns."""
    return cell.atom is not None and cell.atom.operator == "relation"


def _is_statement(cell: Node) -> bool:
    return _is_relation(cell) or cell.kind in ("relation", "implication")


def _related(row: list[Node]) -> Node:
    """The cells of a row of such a table as one equation or statement."""
    cells = [c for c in row if c.kind != EMPTY]
    if len(cells) == 2 and _is_relation(cells[0]):
        cells = [empty(cells[0].start), *cells]
    if len(cells) == 3 and _is_relation(cells[1]):
        return node("relation", cells[1].head, cells)
    joined: list[Node] = []
    for cell in cells:
        lead = nucleus(joined[-1]).atom if joined else None
        if joined and lead is not None and lead.operator == "optimum":
            joined[-1] = node("prefix", joined[-1].head, [joined[-1], cell])
        elif joined and cell.kind == "relation" and cell.children[0].kind == EMPTY:
            joined[-1] = node("relation", cell.head, [joined[-1], *cell.children[1:]])
        else:
            joined.append(cell)
    return joined[0] if len(joined) == 1 else node("row", "", joined)


def _table(parser: Parser, opening: Lexeme, rows: list[list[Node]], end: int, braced: bool) -> Node:
    kind = parser.lexicon.environments[opening.name]
    head = parser.lexicon.environment_fences.get(opening.name, "")
    if kind == "matrix" and not head and braced and any(len(row) > 1 for row in rows):
        kind = "cases"
    if kind == "matrix" and not head and any(is_connective(row[0]) or any(_is_statement(cell) for cell in row) for row in rows):
        kind, rows = "lines", [[_related(row)] for row in rows]
    if kind == "lines":
        return node("lines", "", [row[0] if len(row) == 1 else node("row", "", row) for row in rows], opening.start, end)
    return node(kind, head, [node("cells", "", row) for row in rows], opening.start, end)
