"""Lexemes to a tree: one Pratt loop over the operator table.

Takes arranged lexemes and a lexicon, gives a :class:`~notation.decoder.tree.Node`. Settles what a script, a bracket, a
sum, an integral or a function reaches, and whether ``f(x)`` applies or multiplies, before any meaning is known. Never
fails: what cannot stand where it stands becomes a leaf, with a warning where a reader should know.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from notation.decoder import constructs
from notation.decoder.application import applies
from notation.decoder.lexicon import OperatorClass
from notation.decoder.lookahead import INFIX_CONSTRUCTS, JUNCTIONS, NEGATION, Lookahead, join_terms, stands_before
from notation.decoder.tree import EMPTY, RANGING, Node, Parsed, empty, leaf, node
from notation.errors import LimitError

if TYPE_CHECKING:
    from notation.decoder.lexeme import Lexeme
    from notation.decoder.lexicon import Lexicon

MAX_DEPTH = 60
PRODUCT = 40
_PHRASE = 2
_CONNECTIVE = 3
_JOINT = 39
_ACTING = RANGING | {"function", "derivative"}


def parse(lexemes: list[Lexeme], lexicon: Lexicon) -> Parsed:
    """The tree of a whole formula. Raises :class:`LimitError` where it nests deeper than :data:`MAX_DEPTH`."""
    parser = Parser(lexemes, lexicon)
    rows = [[parser.row()]]
    while (lexeme := parser.peek()) is not None:
        parser.position += 1
        if lexeme.kind == "newline":
            rows.append([])
        rows[-1].append(parser.row())
    filled = [kept for row in rows if (kept := [piece for piece in row if piece.kind != EMPTY])] or [[empty()]]
    lines = [row[0] if len(row) == 1 else node("row", "", row) for row in filled]
    return Parsed(lines[0] if len(lines) == 1 else node("lines", "", lines), parser.warnings)


class Parser(Lookahead):
    """A position in a list of lexemes. Every method reads from there on and leaves the position after what it read."""

    def __init__(self, lexemes: list[Lexeme], lexicon: Lexicon) -> None:
        super().__init__(lexemes, lexicon)
        self.depth = 0
        self.integrals = 0
        self.waiting: list[Node] = []
        self.led: set[int] = set()
        self.warnings: list[str] = []
        if any(x.atom is not None and x.atom.operator in JUNCTIONS for x in lexemes) and join_terms(lexemes, self):
            tighter = {name: lexicon.operators[name]._replace(strength=_JOINT) for name in (*JUNCTIONS, NEGATION)}
            self.operators = {**lexicon.operators, **tighter}
        self.marks = self._usable_marks()
        self.factors = {x.atom.entry for x, after in pairwise(lexemes) if x.atom is not None and stands_before(x.atom, after)}

    # Rows and expressions

    def row(self) -> Node:
        """Everything up to the end of the row."""
        self.enter()
        found = self.expression(0)
        levels = 0
        while (lexeme := self.peek()) is not None and lexeme.kind == "construct" and lexeme.name in INFIX_CONSTRUCTS:
            self.position += 1
            levels += 1
            self.bound(levels)
            kind = {"over": "fraction", "choose": "binomial", "atop": "stacked"}[lexeme.name]
            found = node(kind, kind, [found, self.expression(0)])
        self.depth -= 1
        return found

    def enter(self) -> None:
        self.depth += 1
        self.bound(self.depth)

    def bound(self, levels: int) -> None:
        """Raises :class:`LimitError` where ``levels`` pieces stand in one another."""
        if levels > MAX_DEPTH:
            lexeme = self.peek()
            raise LimitError(
                f"the formula nests more than {MAX_DEPTH} levels deep",
                position=lexeme.start if lexeme else None,
                hint="decode its parts one by one",
            )

    def expression(self, least: int) -> Node:
        """An expression whose operators hold at least as tightly as ``least``."""
        left = self.operand()
        postfixes = 0
        while self.waiting or not self.ends(self.peek()):
            lexeme = self.peek()
            if self.waiting or lexeme is None:
                if least > PRODUCT:
                    break
                left = self.product(left)
                continue
            if self.integrals and self.at_differential():
                break
            if self.is_infix(lexeme):
                operator = self.operator(lexeme)
                if least <= PRODUCT and self.at_evaluation():
                    self.position += 2
                    postfixes += 1
                    self.bound(postfixes)
                    left = node("evaluated", "", [left, self.argument()], end=self.before())
                    continue
                if operator.strength < least:
                    break
                left = self.chain(left, operator)
            elif self.operator(lexeme).fixity == "postfix":
                self.position += 1
                postfixes += 1
                self.bound(postfixes)
                left = node("postfix", lexeme.name, [left, leaf(lexeme.atom)] if lexeme.atom else [left])
                left = self.scripts(left)
            elif lexeme.kind in ("_", "^", "'"):
                left = self.scripts(left)
            elif not self.begins_factor(lexeme):
                if least > _PHRASE:
                    break
                left = self.phrases(left)
            elif least > PRODUCT:
                break
            else:
                left = self.product(left)
        return left

    def chain(self, left: Node, operator: OperatorClass) -> Node:
        """``a = b < c`` as one flat node: operands and operators of one class, in turn."""
        if operator.name in ("phrase", "connective"):
            return self.phrases(left)
        children = [left]
        while (lexeme := self.peek()) is not None and not self.ends(lexeme):
            if not self.is_infix(lexeme) or self.operator(lexeme) != operator or (self.integrals and self.at_differential()):
                break
            self.position += 1
            sign = self.scripts(leaf(lexeme.atom)) if lexeme.atom else empty(lexeme.start)
            after = self.peek()
            right = empty(lexeme.end) if after is None or self.ends(after) else self.expression(operator.strength + 1)
            children += [sign, right]
        ends_row = operator.name == "comma" or self.ends(self.peek())
        if children[-1].kind == EMPTY and operator.name in ("comma", "separator") and ends_row:
            del children[-2:]
        return children[0] if len(children) == 1 else node(operator.name, children[1].head, children)

    def phrases(self, left: Node) -> Node:
        """Statements side by side, with wide spaces or words between them."""
        children = [] if left.kind == EMPTY else [left]
        while (lexeme := self.peek()) is not None and not self.ends(lexeme):
            before = self.position
            operator = self.operator(lexeme)
            if lexeme.kind == "phrase":
                self.position += 1
                continue
            if operator.name in ("phrase", "connective") and lexeme.atom:
                self.position += 1
                children.append(self.scripts(leaf(lexeme.atom)))
                continue
            children.append(self.expression(_CONNECTIVE + 1))
            if self.position == before and not self.waiting:
                self.position += 1
        children = [c for c in children if c.kind != EMPTY]
        return children[0] if len(children) == 1 else node("row", "", children)

    def product(self, left: Node) -> Node:
        factors = [left]
        while self.waiting or self.factor_follows():
            factors.append(self.expression(PRODUCT + 1))
        return node("product", "", factors)

    def factor_follows(self) -> bool:
        lexeme = self.peek()
        return lexeme is not None and self.begins_factor(lexeme) and not (self.integrals and self.at_differential())

    def nothing(self) -> Node:
        """An empty place here, or behind the last lexeme."""
        lexeme = self.peek()
        return empty(lexeme.start if lexeme else self.lexemes[-1].end if self.lexemes else 0)

    # Operands

    def operand(self) -> Node:
        """One operand with its scripts: an atom, a bracket, a construct, or a prefix operator with what it reaches."""
        if self.waiting:
            return self.scripts(self.waiting.pop())
        while (lexeme := self.peek()) is not None and lexeme.kind == "phrase":
            self.position += 1
        if lexeme is None or self.ends(lexeme):
            return self.nothing()
        if lexeme.kind in ("_", "^"):
            return self.scripts(empty(lexeme.start))
        if lexeme.kind == "{":
            return self.group()
        if lexeme.kind == "begin":
            return self.scripts(constructs.environment(self))
        if lexeme.kind == "construct":
            return self.scripts(constructs.build(self, lexeme))
        if lexeme.atom is None:
            self.position += 1
            return self.expression(PRODUCT + 1)
        return self.atom_operand(lexeme)

    def atom_operand(self, lexeme: Lexeme) -> Node:
        atom, operator = lexeme.atom, self.operator(lexeme)
        assert atom is not None
        if lexeme.side == "open" or (operator.fixity == "open" and not lexeme.side):
            return self.applied(self.scripts(constructs.fence(self)), False)
        if self.is_infix(lexeme) and not operator.prefix:
            return self.lone(lexeme)
        self.position += 1
        if operator.fixity == "accent":
            return self.accented(self.accent(lexeme))
        if operator.fixity == "prefix" or operator.prefix:
            return self.prefix(lexeme, operator)
        if atom.kind == "number":
            return self.scripts(self.number(lexeme))
        often = (atom.applied and atom.entry not in self.factors) or atom.kind in ("word", "hole")
        return self.applied(self.scripts(self.leaf(lexeme)), often)

    def accented(self, found: Node) -> Node:
        """An accented symbol acts as the symbol does: ``\\hat f(x)`` applies, ``\\hat{\\mathbb{E}}[x]`` reaches."""
        inner = found.children[1].atom
        operator = self.lexicon.operators[inner.operator if inner is not None else "ordinary"]
        if operator.fixity == "prefix":
            return self.reaching(self.scripts(found), operator)
        return self.applied(self.scripts(found), inner is not None and (inner.applied or inner.kind == "word"))

    def lone(self, lexeme: Lexeme) -> Node:
        """An operator without a left operand: a mark by itself (``x^*``, ``A_{:,i}``), or one that lacks its operand."""
        after = self.lexemes[self.position + 1] if self.position + 1 < len(self.lexemes) else None
        alone = after is None or self.ends(after) or (self.is_infix(after) and not self.operator(after).prefix)
        if not alone or self.operator(lexeme).name in ("phrase", "connective", "comma"):
            return empty(lexeme.start)
        self.position += 1
        return self.scripts(self.leaf(lexeme))

    def number(self, lexeme: Lexeme) -> Node:
        """Digits, with a decimal point between digits, as one number."""
        first = lexeme.atom
        assert first is not None
        digits = first.base
        while (following := self.peek()) is not None and following.atom is not None:
            atom = following.atom
            wide = following.end - following.start > 1  # 10{,}000
            mark = (atom.base == "." and "." not in digits) or (atom.base == "," and (wide or self.thousands_follow(digits)))
            if atom.kind != "number" and not (mark and self.number_follows()):
                break
            digits, first.end = digits + atom.base, atom.end
            self.position += 1
        first.base = digits
        return leaf(first)

    def applied(self, function: Node, often: bool) -> Node:
        """``f(x)``: an application, unless the bracket reads better as a factor, which then waits for the product."""
        calls = 0
        while (lexeme := self.peek()) is not None and lexeme.atom is not None and not self.waiting:
            if lexeme.atom.operator != "open" or lexeme.atom.base not in ("(", "[", "{") or lexeme.side == "close":
                break
            arguments = constructs.fence(self)
            factor = self.is_raised_factor(arguments, often) or self.is_matrix_factor(function, arguments, often, self.marks)
            if factor or not applies(function, arguments, often, self.lexicon):
                self.waiting.append(arguments)
                break
            calls += 1
            self.bound(calls)
            function = self.scripts(node("apply", function.head, [function, arguments]))
        return function

    def prefix(self, lexeme: Lexeme, operator: OperatorClass) -> Node:
        """An operator and what it reaches; the operator alone where nothing follows that it could act on."""
        assert lexeme.atom is not None
        return self.reaching(self.scripts(self.leaf(lexeme)), operator)

    def reaching(self, sign: Node, operator: OperatorClass) -> Node:
        """The operator and its operand, also over a wide space as in laid-out optimisation problems."""
        while (after := self.peek()) is not None and after.kind == "phrase":
            self.position += 1
        if after is None or self.ends(after) or (self.is_infix(after) and not self.operator(after).prefix):
            return sign
        led = operator.name in RANGING and sign.kind in ("subscript", "superscript")  # \min_x -f(x), not \max - \min
        if operator.name in _ACTING and self.is_infix(after) and not led:
            return sign
        reach = constructs.REACH.get(operator.name, constructs.reach_by_strength)
        self.enter()
        found = reach(self, sign, operator)
        self.depth -= 1
        return found

    # Groups, arguments and scripts

    def group(self) -> Node:
        """A braced group: transparent, unless scripts hang on it."""
        opening = self.peek()
        assert opening is not None
        self.position += 1
        content = self.isolated()
        closing = self.peek()
        if closing is not None and closing.kind == "}":
            self.position += 1
        after = self.peek()
        if after is None or after.kind not in ("_", "^", "'"):
            return content
        bare = content.atom is not None or content.kind in (EMPTY, "subscript", "superscript", "fence", "accent", "apply")
        return self.scripts(content if bare else node("fence", "", [content]))

    def isolated(self) -> Node:
        """A row of its own, which no differential outside it ends."""
        rows = [self.isolated_cell()]
        while (lexeme := self.peek()) is not None and lexeme.kind == "newline":
            self.position += 1
            rows.append(self.isolated_cell())
        return rows[0] if len(rows) == 1 else node("lines", "", rows)

    def isolated_cell(self) -> Node:
        """One cell of a table."""
        integrals, self.integrals = self.integrals, 0
        waiting, self.waiting = self.waiting, []
        found = self.row()
        self.integrals, self.waiting = integrals, waiting
        return found

    def argument(self) -> Node:
        """The argument of a command or script: a group, or one symbol."""
        lexeme = self.peek()
        if lexeme is None or self.ends(lexeme):
            return self.nothing()
        if lexeme.kind == "{":
            self.position += 1
            content = self.isolated()
            if (closing := self.peek()) is not None and closing.kind == "}":
                self.position += 1
            return content
        if lexeme.kind == "construct":
            return constructs.build(self, lexeme)
        self.position += 1
        if lexeme.atom is None:
            return empty(lexeme.start)
        return self.accent(lexeme) if self.operator(lexeme).fixity == "accent" else self.leaf(lexeme)

    def accent(self, lexeme: Lexeme) -> Node:
        """An accent that has been read, on the argument that follows."""
        self.enter()
        found = [self.leaf(lexeme), self.argument()]
        self.depth -= 1
        return node("accent", lexeme.name, found, end=self.lexemes[self.position - 1].end)

    def leaf(self, lexeme: Lexeme) -> Node:
        """The node of a symbol; it reaches as far as the braces around it, so that what is built of it is whole LaTeX."""
        assert lexeme.atom is not None
        found = leaf(lexeme.atom)
        found.start, found.end = lexeme.start, lexeme.end
        return found

    def scripts(self, nucleus: Node) -> Node:
        """The nucleus with the primes and scripts that follow: subscript inside, superscript outside."""
        lower: list[tuple[Node, int]] = []
        raised: list[tuple[Node, int]] = []
        primes, primes_end = "", -1
        while (lexeme := self.peek()) is not None and lexeme.kind in ("_", "^", "'"):
            self.position += 1
            if lexeme.kind == "'" and lower and constructs.ranges(nucleus):  # max_a' is the maximum over a'
                lower[-1] = (node("primed", "'", [lower[-1][0]], end=lexeme.end), lexeme.end)
            elif lexeme.kind == "'":
                primes, primes_end = primes + "'", lexeme.end
            elif lexeme.kind == "_":
                lower.append((self.argument(), self.before()))
            else:
                content = self.argument()
                count, content = constructs.primes(content, self.lexicon)
                if count:
                    primes, primes_end = primes + "'" * count, self.before()
                if content.kind != EMPTY or not count:
                    raised.append((constructs.raised_mark(content, self.marks, nucleus), self.before()))
        self.bound(len(lower) + len(raised))
        if primes:
            nucleus = node("primed", primes, [nucleus], end=primes_end)
        for script, end in (pair for pair in lower if pair[0].kind != EMPTY):
            nucleus = node("subscript", nucleus.head, [nucleus, script], end=end)
        for script, end in (pair for pair in raised if pair[0].kind != EMPTY):
            nucleus = node("superscript", nucleus.head, [nucleus, script], end=end)
        return nucleus

    def before(self) -> int:
        """Where the lexeme that has just been read ends."""
        return self.lexemes[self.position - 1].end if self.position else -1

    def _usable_marks(self) -> dict[str, str]:
        """The letters that may be read as raised marks: those that stand nowhere in the formula but raised and alone."""
        marks = dict(self.lexicon.raised_marks)
        for before, lexeme in zip([None, *self.lexemes], self.lexemes, strict=False):
            if lexeme.name in marks and (before is None or before.kind != "^"):
                marks.pop(lexeme.name)
        return marks
