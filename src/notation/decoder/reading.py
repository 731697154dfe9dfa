"""From meaning to words: the formula as a lecturer would say it.

Takes a :class:`~notation.decoder.meaning.Meaning` and the roles of its symbols; gives one sentence. Notations are read from their
templates, plain constructs from those of ``symbols/reading.yaml``. Readings are put together bottom-up, each node once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from notation.decoder.forms import INDEX, nucleus
from notation.decoder.phrasing import (
    GROUPING,
    PAUSE,
    SIGNS,
    begins_with_sign,
    ends_in_statement,
    finished,
    has_comma,
    holds_statement,
    is_dots,
    is_function,
    is_index_before_prime,
    is_label,
    is_raised_whole,
    is_simple,
    names,
    ordinals,
    reaches,
    shares_relation,
    unwrapped,
    without_prime,
    without_second_sign,
)
from notation.decoder.tree import EMPTY, REACHING, Node, is_connective, without_scripts

if TYPE_CHECKING:
    from notation.decoder.meaning import Choice, Meaning

_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")
_SLOT = re.compile(r"\{(\w+)\}")
_SPACE_BEFORE = re.compile(r"\s+([,;:])")
_LOOSE = frozenset({"addition", "implication", "set-operation", "conjunction", "disjunction"})
_TIGHT = _LOOSE | {"product", "multiplication", "prefix", "fraction", "relation", "integral"}
_OPEN = frozenset({"relation", "comma", "such-that", "separator", "row", "implication", "lines", "bar"})
_SCRIPTED = frozenset({"subscript", "superscript", "primed", "postfix"})


class Reader:
    """The words of one formula. ``say`` gives the words of a symbol's node, ``table`` the section ``reading``."""

    def __init__(self, meaning: Meaning, table: Mapping[str, Any], say: Callable[[Node], str]) -> None:
        self.meaning = meaning
        self.templates: Mapping[str, str] = table["templates"]
        self.words: Mapping[str, str] = table["words"]
        self.plurals: Mapping[str, str] = table["plurals"]
        self.ordinals: Mapping[str, str] = table["ordinals"]
        self.say = say
        self.readings: dict[int, str] = {}

    def read(self) -> str:
        """The whole formula in words."""
        for node in self.meaning.order:
            self.readings[id(node)] = self.node(node)
        of = self.words["of"]
        text = re.sub(rf"\b{of}( {of}\b)+", of, finished(self.of(self.meaning.root)))
        for unfinished in (self.words["up-to"], self.words["down-to"]):
            if text.endswith(unfinished):
                text = text.removesuffix(f" {unfinished}")
        return re.sub(rf"\b({self.words['up-to']}|{self.words['down-to']}),", r"\1", text)

    def of(self, node: Node) -> str:
        """The reading of a node that has been read; of a piece that only a rest-hole holds, its parts one by one."""
        if id(node) not in self.readings:
            self.readings[id(node)] = self.node(node)
        return self.readings[id(node)]

    def node(self, node: Node) -> str:
        choice = self.meaning.whole.get(id(node))
        if choice is not None and choice.notation.reads and not is_index_before_prime(node):
            text = self.by_template(choice)
        elif node.atom is not None:
            return self.say(node)
        else:
            text = _PLAIN.get(node.kind, Reader.joined)(self, node)
        if node.kind == "comma" and shares_relation(node) and text.endswith(last := self.of(node.children[-1])):
            text = text.removesuffix(last) + self.plural(last)
        return text

    # Templates

    def by_template(self, choice: Choice) -> str:
        """A notation's template, each hole filled; a part in square brackets goes where a hole of it is empty."""
        holes, notation = choice.found.holes, choice.notation

        def optional(part: re.Match[str]) -> str:
            return part[1] if all(name in holes for name in _SLOT.findall(part[1])) else ""

        template = _OPTIONAL.sub(optional, notation.reads) if "[" in notation.reads else notation.reads
        node = choice.found.node

        def fill(slot: re.Match[str]) -> str:
            held = holes.get(slot[1])
            if held is None:
                return self.words["nothing"]
            at_edge = slot.start() == 0 or slot.end() == len(template)
            given = notation.holes.get(slot[1])
            if given and given.say:
                return given.say
            behind_of = template[: slot.start()].endswith(f" {self.words['of']} ")
            if behind_of and is_function(node) and self.is_spoken_product(unwrapped(held)):
                return self.quantity(unwrapped(held))
            return self.operand(held, node, at_edge, slot.start() == 0)

        text = _SLOT.sub(fill, ordinals(template, holes, self.ordinals))
        summed = node.kind == "subscript" and node.children[1].kind in _LOOSE
        summed = summed or (node.kind == "apply" and holds_statement(unwrapped(node.children[1])))
        spelt = node.kind == "fraction" and len(holes) > 1
        return text + PAUSE if spelt or summed else text

    def operand(self, held: Node, node: Node, at_edge: bool, in_front: bool) -> str:
        """An operand in its place, as "the quantity …" where its words could be taken apart."""
        text = self.of(held)
        core = unwrapped(held)
        if not at_edge or node.kind in _OPEN:
            return text.removesuffix(PAUSE)
        if node.kind == "subscript" and not in_front and held is not node.children[0]:
            return text.removesuffix(PAUSE)
        base = node.kind in _SCRIPTED and (in_front or held is node.children[0])
        if base and core.kind in ("apply", "prefix") and is_raised_whole(node):
            return text.rstrip(PAUSE) + PAUSE
        groups = _TIGHT if base else _LOOSE
        if node.kind == "fraction" and held is node.children[1] and f" {self.words['times']} " in text:
            groups = _LOOSE | {core.kind}
        if core.kind in groups and not self.has_own_words(core):
            return self.quantity(core)
        return text + PAUSE if node.kind == "fraction" and in_front and has_comma(text) else text

    def is_spoken_product(self, node: Node) -> bool:
        """Whether "times" is said between the factors, so that a listener may take only the first for the argument."""
        return node.kind == "product" and f" {self.words['times']} " in self.of(node)

    def has_own_words(self, node: Node) -> bool:
        """Whether the node is read as one named thing ("the determinant of A"), which needs no grouping."""
        choice = self.meaning.whole.get(id(node))
        named = choice is not None and choice.notation.reads.startswith(self.words["article"]) and node.kind not in _LOOSE
        return named and not (node.kind in ("prefix", "integral") and reaches(node.children[0]))

    def quantity(self, node: Node) -> str:
        return self.templates["quantity"].format(self.of(node).rstrip(PAUSE)) + PAUSE

    # Plain constructs

    def template(self, name: str, *children: Node) -> str:
        return self.templates[name].format(*(self.of(c) for c in children))

    def joined(self, node: Node) -> str:
        """Operands and operators in turn: "a plus b minus c"."""
        if node.kind == "comma" or (node.kind == "rest" and all(c.head == node.children[1].head for c in node.children[1::2])):
            return self.listed([self.item(c).rstrip(PAUSE) for c in node.children[::2]])
        if node.kind == "separator":
            return "; ".join(finished(self.of(c)) for c in node.children[::2] if c.kind != EMPTY)
        children = node.children[:-2] if node.kind == "such-that" and node.children[-1].kind == EMPTY else node.children
        parts = [self.of(c) for c in without_second_sign(children) if c.kind != EMPTY]
        if node.children and (last := node.children[-1]).atom is not None and last.atom.operator == "dots":
            parts[-1] = self.words["and-so-on"]
            if node.kind == "addition" and len(parts) > 2:
                del parts[-2]
        if node.kind in ("relation", "addition"):
            parts = [p.rstrip(PAUSE) for p in parts] if node.kind == "relation" else parts
            open_ends = [ends_in_statement(c) for c in without_second_sign(children) if c.kind != EMPTY]
            heard = zip(parts, [*open_ends, *[False] * len(parts)], strict=False)
            parts = [*([p + PAUSE if has_comma(p) or ends else p for p, ends in heard][:-1]), *parts[-1:]]
        return _SPACE_BEFORE.sub(r"\1", " ".join(p for p in parts if p))

    def item(self, node: Node) -> str:
        """One of a list; a sum of more than letters and numbers is called a quantity, so that one hears where it ends."""
        long = node.kind == "addition" and (has_comma(self.of(node)) or f" {self.words['times']} " in self.of(node))
        return self.quantity(node) if long else self.of(node)

    def plural(self, text: str) -> str:
        """A statement said of several things: "x is an element of" becomes "x are elements of"."""
        for one, several in self.plurals.items():
            if f" {one} " in text:
                return text.replace(f" {one} ", f" {several} ", 1)
        return text

    def product(self, node: Node) -> str:
        """Factors side by side; "times" where one of them is more than a letter or number."""
        out = said = ""
        before: Node | None = None
        for factor in (c for c in node.children if c.kind != EMPTY):
            text = self.factor(factor)
            if before is not None:
                article, lacks_operand = self.words["article"], reaches(before)
                plain = is_simple(before) and is_simple(factor) and not (before.kind == "number" == factor.kind)
                plain = plain and not text.startswith(article) and (lacks_operand or not said.startswith(article))
                plain = plain and not (before.kind == "superscript" and self.ends_loosely(before))
                plain = (
                    plain
                    or factor.kind == "remainder"
                    or without_scripts(before).kind == EMPTY
                    or (self.is_named(factor) and (is_simple(before) or self.is_named(before)))
                )
                out += " " if plain or not text else f" {self.words['times']} "
            out += text
            before, said = factor, text
        return out

    def is_named(self, factor: Node) -> bool:
        """Whether a bracket is read as a name of its own, without an article: "ket psi"."""
        choice = self.meaning.whole.get(id(factor))
        if factor.kind != "fence" or factor.head in GROUPING or choice is None:
            return False
        return bool(choice.notation.reads) and not choice.notation.reads.startswith(self.words["article"])

    def ends_loosely(self, power: Node) -> bool:
        return power.children[1].kind not in ("number", "symbol", "word", INDEX)

    def factor(self, factor: Node) -> str:
        if factor.kind == "fence" and factor.head in GROUPING:
            return self.fence(factor)
        return self.quantity(factor) if factor.kind in _LOOSE else self.of(factor)

    def fence(self, node: Node) -> str:
        choice = self.meaning.whole.get(id(node))
        if choice is not None and choice.notation.reads:
            return self.by_template(choice)
        content = node.children[0]
        if node.head in ("||",):
            return self.template("absolute", content)
        if node.head == "{}" and content.kind not in _LOOSE:
            return self.template("set", content)
        if content.kind in _LOOSE:
            return self.quantity(content)
        return self.of(content)

    def apply(self, node: Node) -> str:
        function, arguments = node.children
        inside = arguments.children[0] if arguments.kind == "fence" else arguments
        words = self.quantity(inside) if inside.kind in _LOOSE or self.is_spoken_product(inside) else self.of(inside)
        text = self.templates["apply"].format(self.of(function), words)
        return text + PAUSE if holds_statement(inside) else text

    def prefix(self, node: Node) -> str:
        sign, operand = node.children
        core = nucleus(sign)
        operator = core.atom.operator if core.atom is not None else ""
        kind = _PREFIXES.get(operator, "big")
        words = self.quantity(operand) if operand.kind in _LOOSE and kind != "big" else self.of(operand)
        return self.templates[kind].format(self.of(sign), words)

    def script(self, node: Node) -> str:
        base, script = node.children
        core = nucleus(base)
        if core.atom is not None and core.atom.operator in REACHING and core is without_prime(without_scripts(base)):
            if node.kind == "superscript" and base.kind == "subscript" and self.has_plain_bounds(base):
                return self.template("from-to", *base.children, script)
            return self.template("bounded" if node.kind == "subscript" else "bounded-above", base, script)
        if core.atom is not None and node.kind in ("subscript", "superscript") and core.atom.operator in SIGNS:
            return (
                self.of(base)
                if nucleus(script).kind == "number"
                else self.template("noted" if node.kind == "subscript" else "noted-above", base, script) + PAUSE
            )
        if base.kind == EMPTY and node.kind == "superscript":
            return self.of(script).rstrip(PAUSE)
        if is_index_before_prime(node):
            indexed = self.templates["subscript"].format(self.of(base.children[0]), self.of(script).rstrip(PAUSE))
            return self.templates["primed"].format(indexed, self.prime(base))
        words = self.operand(base, node, True, True)
        if script.atom is None and script.kind not in ("number",) and not self.of(script):
            return words
        raised = self.of(script).rstrip(PAUSE)
        if script.kind in _LOOSE and node.kind == "superscript":
            raised = self.quantity(script)
        if script.kind == INDEX:
            return self.templates["upper"].format(words, raised)
        label = is_label(script) or is_label(unwrapped(script)) or names(base, script)
        return self.templates["subscript" if label else node.kind].format(words, raised)

    def has_plain_bounds(self, lower: Node) -> bool:
        """Whether a sign with bounds runs from one value to another, and does not say of what it is taken over."""
        sign = nucleus(lower).atom
        return sign is not None and (sign.operator == "integral" or lower.children[1].kind == "number")

    def primed(self, node: Node) -> str:
        return self.templates["primed"].format(self.of(node.children[0]), self.prime(node))

    def prime(self, node: Node) -> str:
        names = ("one-prime", "two-primes", "three-primes", "more-primes")
        return self.words[names[min(len(node.head), 4) - 1]]

    def root(self, node: Node) -> str:
        radicand, index = node.children
        words = self.quantity(radicand) if radicand.kind in _LOOSE else self.of(radicand)
        return self.templates["root" if index.kind == EMPTY else "root-with-index"].format(words, self.of(index))

    def fraction(self, node: Node) -> str:
        above, below = (self.quantity(c) if c.kind in _LOOSE else self.of(c) for c in node.children)
        return self.templates[node.kind].format(above + PAUSE if has_comma(above) else above, below) + PAUSE

    def integral(self, node: Node) -> str:
        sign, body, *differentials = node.children
        words = self.quantity(body) if body.kind in _LOOSE else self.of(body)
        variables = self.enumerated([self.of(d.children[1]).rstrip(PAUSE) for d in differentials])
        if not words:
            return f"{self.of(sign)} {self.templates['differential'].format(variables)}"
        return self.templates["integral"].format(self.of(sign), words, self.templates["differential"].format(variables))

    def enumerated(self, items: list[str]) -> str:
        """ "x", "x and y", "x, y and z"."""
        *most, last = items
        return f"{', '.join(most)} {self.words['and']} {last}" if most else last

    def differential(self, node: Node) -> str:
        return self.template("differential", node.children[1])

    def lines(self, node: Node) -> str:
        out = ""
        for row in node.children:
            text = finished(self.of(row))
            out += ("" if not out else ", " if begins_with_sign(row) else "; ") + text if text else ""
        return out

    def row(self, node: Node) -> str:
        out = ""
        for child in node.children:
            text = finished(self.of(child))
            word = is_connective(child)
            out += ("" if not out else " " if word or out.endswith(_JOINING) else ", ") + text + (_JOINING if word else "")
        return re.sub(r",\s*,", ",", out.replace(_JOINING, ""))

    def cases(self, node: Node) -> str:
        rows = []
        for cells in node.children:
            value, *conditions = (finished(self.of(c)).rstrip(",") for c in cells.children)
            condition = " ".join(conditions)
            worded = any(is_connective(n) for c in cells.children[1:] for n in (c, *c.children))
            rows.append(self.templates["case-with-words" if worded else "case"].format(value, condition) if condition else value)
        return self.templates["cases"].format("; ".join(rows))

    def matrix(self, node: Node) -> str:
        rows = [self.listed([finished(self.of(c)) for c in cells.children if c.kind != EMPTY]) for cells in node.children]
        if len(rows) == 1 and not node.head and sum(c.kind != EMPTY for c in node.children[0].children) < 2:
            return rows[0]
        if len(rows) == 1 or all(len(cells.children) == 1 for cells in node.children):
            return self.templates["row-vector" if len(rows) == 1 else "column-vector"].format(self.listed(rows))
        dots = {at for at, cells in enumerate(node.children) if all(is_dots(c) for c in cells.children)}
        words = [self.templates["later-row"].format(row) for row in rows]
        words[0] = self.templates["first-row"].format(rows[0])
        for at in dots - {0, len(rows) - 1}:
            words[at] = f"{self.words['and-so-on']} {self.words['down-to']}"
        table = self.templates["matrix"].format("; ".join(words))
        return self.templates[f"matrix {node.head}"].format(table) if f"matrix {node.head}" in self.templates else table

    def listed(self, items: list[str]) -> str:
        """Items with commas between them, but none behind "and so on up to"."""
        ends = (self.words["up-to"], self.words["down-to"])
        *most, last = [i for i in items if i] or [""]
        return "".join(i + (" " if i.endswith(ends) else ", ") for i in most) + last

    def by_kind(self, node: Node) -> str:
        return self.template(node.kind, *node.children)


_JOINING = "\u0002"
_PREFIXES = {"function": "function", "addition": "sign", "derivative": "function", "quantifier": "sign", "negation": "sign"}
_PLAIN: dict[str, Callable[[Reader, Node], str]] = {
    EMPTY: lambda reader, node: "",
    INDEX: lambda reader, node: reader.of(unwrapped(node.children[0])),
    "product": Reader.product,
    "fence": Reader.fence,
    "apply": Reader.apply,
    "prefix": Reader.prefix,
    "subscript": Reader.script,
    "superscript": Reader.script,
    "primed": Reader.primed,
    "root": Reader.root,
    "fraction": Reader.fraction,
    "stacked": Reader.fraction,
    "binomial": Reader.by_kind,
    "accent": Reader.by_kind,
    "evaluated": Reader.by_kind,
    "annotated": Reader.by_kind,
    "above": Reader.by_kind,
    "below": Reader.by_kind,
    "postfix": Reader.by_kind,
    "remainder": Reader.by_kind,
    "integral": Reader.integral,
    "differential": Reader.differential,
    "lines": Reader.lines,
    "row": Reader.row,
    "cases": Reader.cases,
    "matrix": Reader.matrix,
}
