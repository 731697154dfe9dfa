"""MathML to tokens: presentation markup as the LaTeX that says the same, each token at its own place.

Takes the offsets of a piece of MathML in the user's text; gives the tokens that :mod:`notation.decoder.latex` gives for
LaTeX. Markup that is broken is read as far as it goes; content MathML is an :class:`InputError`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from notation.decoder.latex import Token, check_symbols, with_scripts
from notation.decoder.markup import Tag, characters, pieces
from notation.errors import InputError, LimitError
from notation.text import is_invisible

MAX_NESTING = 300

_VARIANTS = {
    "normal": "upright", "bold": "bold", "bold-italic": "bold", "double-struck": "blackboard", "script": "calligraphic",
    "bold-script": "calligraphic", "fraktur": "fraktur", "bold-fraktur": "fraktur", "sans-serif": "sans",
    "bold-sans-serif": "sans", "sans-serif-italic": "sans", "sans-serif-bold-italic": "sans", "monospace": "typewriter",
}  # fmt: skip
# Characters that steer LaTeX, and the commands that print them.
_LITERAL = {c: f"\\{c}" for c in "{}_&%#$"} | {"\\": "\\backslash", "^": "\\wedge", "~": "\\sim"}
_ABOVE = {
    "^": "\\hat", "ˆ": "\\hat", "\u0302": "\\hat", "~": "\\tilde", "˜": "\\tilde", "∼": "\\tilde", "\u0303": "\\tilde",
    "¯": "\\bar", "‾": "\\overline", "_": "\\overline", "―": "\\overline", "\u0304": "\\bar", "\u0305": "\\overline",
    "-": "\\bar", "−": "\\bar", "˙": "\\dot", ".": "\\dot", "\u0307": "\\dot", "¨": "\\ddot", "..": "\\ddot",
    "\u0308": "\\ddot", "→": "\\vec", "⟶": "\\vec", "⃗": "\\vec", "⇀": "\\vec", "←": "\\overleftarrow",
    "↔": "\\overleftrightarrow", "ˇ": "\\check", "\u030c": "\\check", "˘": "\\breve", "\u0306": "\\breve",
    "´": "\\acute", "`": "\\grave", "˚": "\\mathring", "⏞": "\\overbrace", "⏜": "\\overarc", "⎴": "\\overbracket",
}  # fmt: skip
_BELOW = {"_": "\\underline", "‾": "\\underline", "¯": "\\underline", "\u0332": "\\underline", "⏟": "\\underbrace",
          "⎵": "\\underbracket", "―": "\\underline"}  # fmt: skip
_BRACES = frozenset({"\\underbrace", "\\overbrace", "\\underbracket", "\\overbracket"})
_SIDES = {"prefix": "\\left", "open": "\\left", "postfix": "\\right", "close": "\\right"}
_FENCES = frozenset("()[]{}|‖∥∣⟨⟩〈〉⌊⌋⌈⌉")
_TOKEN_ELEMENTS = frozenset({"mi", "mn", "mo", "mtext", "ms"})
_CONTENT = frozenset({"apply", "ci", "cn", "csymbol", "bind", "bvar", "reln", "piecewise", "lambda", "cerror"})
_WIDE_SPACE = 0.9  # in em


@dataclass(slots=True, eq=False)
class _Built:
    """An element that has been read: its name, its tokens and its place."""

    name: str
    tokens: list[Token]
    start: int
    end: int

    @property
    def text(self) -> str:
        return "".join(t.text for t in self.tokens if t.kind in ("char", "macro"))


@dataclass(slots=True, eq=False)
class _Element:
    """An element that is still open: what it holds so far."""

    tag: Tag
    children: list[_Built] = field(default_factory=list)
    drawn: list[tuple[str, int, int]] = field(default_factory=list)

    def get(self, name: str) -> str:
        return self.tag.attributes.get(name, "")

    def child(self, number: int) -> _Built:
        at = self.children[-1].end if self.children else self.tag.end
        return self.children[number] if number < len(self.children) else _Built("none", [], at, at)


def tokens(text: str, start: int, end: int) -> list[Token]:
    """The tokens of the MathML in ``text[start:end]``.

    Raises :class:`InputError` for content MathML, :class:`LimitError` where it nests deeper than
    :data:`MAX_NESTING` or has too many symbols.
    """
    stack = [_Element(Tag("math", start, start, ""))]
    for piece in pieces(text, start, end):
        if not isinstance(piece, Tag):
            _fill(stack, text, piece.start, piece.end)
        elif piece.closes:
            _leave(stack, piece)
        else:
            _enter(stack, piece, text)
    while len(stack) > 1:
        _close(stack, end)
    found = _row(stack[0], end)
    check_symbols(len(found))
    return with_scripts(found)


def _enter(stack: list[_Element], tag: Tag, text: str) -> None:
    if stack[-1].tag.name in _TOKEN_ELEMENTS and tag.name in BUILDERS:
        _close(stack, tag.start)
    if tag.name in _CONTENT and not any(e.tag.name.startswith("annotation") for e in stack):
        raise InputError(
            "this is content MathML, which says what a formula computes and not how it is written",
            text=text,
            position=tag.start,
            hint="copy presentation MathML (<mi>, <mo>, <mfrac> …) or the formula's LaTeX instead",
        )
    if len(stack) > MAX_NESTING:
        raise LimitError(f"the MathML nests more than {MAX_NESTING} elements deep", text=text, position=tag.start)
    stack.append(_Element(tag))
    if tag.empty:
        _close(stack, tag.end)


def _leave(stack: list[_Element], tag: Tag) -> None:
    """The end of the innermost open element of this name; one that ends nothing is passed over."""
    depth = next((at for at in range(len(stack) - 1, 0, -1) if stack[at].tag.name == tag.name), 0)
    while depth and len(stack) > depth:
        _close(stack, tag.end)


def _close(stack: list[_Element], end: int) -> None:
    element = stack.pop()
    built = BUILDERS.get(element.tag.name, _row)(element, end)
    stack[-1].children.append(_Built(element.tag.name, built, element.tag.start, end))


def _fill(stack: list[_Element], text: str, start: int, end: int) -> None:
    """Text of the open element; between the elements, where none should stand, each character is a symbol."""
    drawn = list(characters(text, start, end))
    if stack[-1].tag.name not in BUILDERS or stack[-1].tag.name in _TOKEN_ELEMENTS:
        stack[-1].drawn += drawn
    else:
        stack[-1].children += [_Built("mo", [_char(*place)], *place[1:]) for place in drawn if not place[0].isspace()]


# Symbols, numbers, text


def _char(char: str, start: int, end: int) -> Token:
    return Token("macro" if char in _LITERAL else "char", _LITERAL.get(char, char), start, end)


def _zero(kind: str, text: str, at: int) -> Token:
    return Token(kind, text, at, at)


def _visible(element: _Element) -> list[tuple[str, int, int]]:
    return [place for place in element.drawn if not place[0].isspace() and not is_invisible(place[0])]


def _styled(style: str, inside: list[Token]) -> list[Token]:
    if not style or not inside:
        return inside
    start, end = inside[0].start, inside[-1].end
    return [_zero("style", style, start), _zero("{", "{", start), *inside, _zero("}", "}", end)]


def _identifier(element: _Element, end: int) -> list[Token]:
    drawn = _visible(element)
    letters = "".join(char for char, _, _ in drawn)
    style = _VARIANTS.get(element.get("mathvariant"), "")
    if len(letters) > 1 and letters.replace("-", "").isalpha():
        style = style or "upright"
    elif style == "upright" and not (letters.isascii() and letters.isalpha()):
        style = ""
    return _styled(style, [_char(*place) for place in drawn])


def _number(element: _Element, end: int) -> list[Token]:
    """Digits; the comma between thousands is no comma of a list."""
    drawn = _visible(element)
    kept = [p for at, p in enumerate(drawn) if p[0] != "," or not all(q[0].isdigit() for q in drawn[at + 1 : at + 4])]
    return _styled(_VARIANTS.get(element.get("mathvariant"), ""), [_char(*place) for place in kept])


def _operator(element: _Element, end: int) -> list[Token]:
    found = _identifier(element, end)
    side = _SIDES.get(element.get("form")) or _SIDES.get(element.get("data-mjx-texclass").lower(), "")
    fences = len(found) == 1 and found[0].text.lstrip("\\") in _FENCES
    return [_zero("macro", side, found[0].start), *found] if side and fences else found


def _text(element: _Element, end: int) -> list[Token]:
    if not any(char.isalpha() for char, _, _ in element.drawn):
        return _operator(element, end)
    inside, spaced = [], False
    for place in element.drawn:
        if not place[0].isspace():
            inside.append(_char(*place)._replace(spaced=spaced))
        spaced = place[0].isspace()
    first, last = inside[0].start, inside[-1].end
    return [_zero("macro", "\\text", first), _zero("{", "{", first), *inside, _zero("}", "}", last)]


def _space(element: _Element, end: int) -> list[Token]:
    width = element.get("width").removesuffix("em")
    wide = width.replace(".", "", 1).isdigit() and float(width) >= _WIDE_SPACE
    return [Token("macro", "\\quad", element.tag.start, end)] if wide else []


# Rows and arguments


def _nothing(element: _Element, end: int) -> list[Token]:
    return []


def _first(element: _Element, end: int) -> list[Token]:
    return element.child(0).tokens


def _row(element: _Element, end: int) -> list[Token]:
    """The children side by side; a brace before a table, which nothing closes, and the brackets of a binomial are seen to."""
    children = element.children
    for at, child in enumerate(children):
        if (
            _is_binomial(child)
            and at
            and at + 1 < len(children)
            and children[at - 1].text == "("
            and children[at + 1].text == ")"
        ):
            children[at - 1].tokens = children[at + 1].tokens = []
    found = [token for child in children for token in child.tokens]
    if len(children) > 1 and children[-1].name == "mtable" and children[-2].text.endswith("\\{"):
        found += [_zero("macro", "\\right", end), _zero("char", ".", end)]
    return found


def _group(built: _Built) -> list[Token]:
    """An argument: its braces stand where the element begins and ends."""
    return [_zero("{", "{", built.start), *built.tokens, _zero("}", "}", built.end)]


def _command(name: str, element: _Element, *arguments: _Built) -> list[Token]:
    at = element.tag.start
    return [_zero("macro", name, at), *(token for argument in arguments for token in _group(argument))]


def _is_binomial(built: _Built) -> bool:
    return built.name == "mfrac" and bool(built.tokens) and built.tokens[0].text == "\\binom"


def _fraction(element: _Element, end: int) -> list[Token]:
    bare = element.get("linethickness").rstrip("ptxem%") in ("0", "0.0")
    return _command("\\binom" if bare else "\\frac", element, element.child(0), element.child(1))


def _square_root(element: _Element, end: int) -> list[Token]:
    return _command("\\sqrt", element, _Built("mrow", _row(element, end), element.tag.end, end))


def _root(element: _Element, end: int) -> list[Token]:
    radicand, index = element.child(0), element.child(1)
    sign, *inside = _command("\\sqrt", element, radicand)
    return [sign, _zero("char", "[", index.start), *index.tokens, _zero("char", "]", index.end), *inside]


def _enclosed(element: _Element, end: int) -> list[Token]:
    drawn = {"radical": "\\sqrt", "top": "\\overline", "bottom": "\\underline"}.get(element.get("notation"))
    return _command(drawn, element, _Built("mrow", _row(element, end), element.tag.end, end)) if drawn else _row(element, end)


def _fenced(element: _Element, end: int) -> list[Token]:
    """``mfenced``, whose brackets and commas stand in its start tag, or nowhere."""
    tag, given = element.tag, element.tag.attributes
    separators = "".join(given.get("separators", ",").split())
    found = [_zero("macro", "\\left", tag.start), *_fence(given.get("open", "("), tag.start, tag.end)]
    for number, child in enumerate(element.children):
        if number and separators:
            found.append(_char(separators[min(number, len(separators)) - 1], tag.start, tag.end))
        found += child.tokens
    return [*found, _zero("macro", "\\right", end), *_fence(given.get("close", ")"), tag.start, tag.end)]


def _fence(drawn: str, start: int, end: int) -> list[Token]:
    return [_char(char, start, end) for char in drawn[:1]] or [_zero("char", ".", start)]


# Scripts


def _with_marks(base: _Built, lower: _Built | None, upper: _Built | None) -> list[Token]:
    braced = bool(base.tokens) and base.tokens[0].text in _BRACES
    found = base.tokens if braced or not base.tokens else _group(base)
    for mark, script in (("_", lower), ("^", upper)):
        if script is not None and script.tokens:
            found += [_zero("char", mark, script.start), *_group(script)]
    return found


def _spanning(element: _Element, end: int) -> None:
    """Lets the base begin where the element does and the last script end there, so that all of it is one piece."""
    if element.children:
        element.children[0].start = element.tag.start
        element.children[-1].end = end


def _scripts(lower: int, upper: int) -> Callable[[_Element, int], list[Token]]:
    """Scripts that are the children of these numbers; 0 for none."""

    def scripts(element: _Element, end: int) -> list[Token]:
        _spanning(element, end)
        marks = [element.child(number) if number else None for number in (lower, upper)]
        return _with_marks(element.child(0), *marks)

    return scripts


def _limits(lower: int, upper: int) -> Callable[[_Element, int], list[Token]]:
    """What stands under and over: an accent, a brace, the bounds of an operator, or a note."""

    def limits(element: _Element, end: int) -> list[Token]:
        _spanning(element, end)
        base, found = element.child(0), element.child(0)
        bounds: list[_Built | None] = [None, None]
        for place, (number, accents, note) in enumerate(((lower, _BELOW, "\\underset"), (upper, _ABOVE, "\\overset"))):
            script = element.child(number) if number else None
            if script is None or not script.tokens:
                continue
            sign = _sign_of(script, base)
            if sign in accents:
                command = script.tokens[0]._replace(kind="macro", text=accents[sign], end=script.tokens[-1].end)
                found = _Built("mover", [command, *_group(found)], element.tag.start, end)
            elif _is_letter(base):
                found = _Built("mover", _command(note, element, script, found), element.tag.start, end)
            else:
                bounds[place] = script
        return _with_marks(found, *bounds) if any(bounds) else found.tokens

    return limits


def _sign_of(script: _Built, base: _Built) -> str:
    """The sign over or under a base as one string; a note on an arrow or relation is never an accent."""
    if base.name == "mo" and not base.text.isalpha():
        return ""
    shown = {command: char for char, command in _LITERAL.items()}
    return "".join(shown.get(t.text, t.text) for t in script.tokens if t.kind in ("char", "macro"))


def _is_letter(base: _Built) -> bool:
    return base.name in ("mi", "mn") and sum(t.kind == "char" for t in base.tokens) == 1


def _multiscripts(element: _Element, end: int) -> list[Token]:
    """Scripts behind the base, then those before it, in pairs."""
    _spanning(element, end)
    children = element.children
    split = next((at for at, child in enumerate(children) if child.name == "mprescripts"), len(children))
    before = _paired(children[split + 1 :])
    return [*before, *_with_marks(element.child(0), None, None), *_paired(children[1:split])]


def _paired(scripts: Sequence[_Built]) -> list[Token]:
    nothing = _Built("none", [], 0, 0)
    pairs = [scripts[at : at + 2] for at in range(0, len(scripts), 2)]
    return [token for pair in pairs for token in _with_marks(nothing, pair[0], pair[1] if len(pair) > 1 else None)]


# Tables


def _environment(name: str, inside: list[Token], start: int, end: int) -> list[Token]:
    def mark(command: str, at: int) -> list[Token]:
        return [_zero("macro", command, at), _zero("{", "{", at), *(_zero("char", c, at) for c in name), _zero("}", "}", at)]

    return [*mark("\\begin", start), *inside, *mark("\\end", end)]


def _table(element: _Element, end: int) -> list[Token]:
    """A matrix; a table whose columns are pushed together in pairs is several lines of one formula."""
    inside: list[Token] = []
    for number, row in enumerate(element.children):
        inside += [_zero("macro", "\\\\", row.start)] if number else []
        inside += row.tokens
    aligned = element.get("columnalign").startswith("right left") or "aligned" in element.get("class").split()
    return _environment("aligned" if aligned else "matrix", inside, element.tag.start, end)


def _table_row(element: _Element, end: int) -> list[Token]:
    cells = element.children[element.tag.name == "mlabeledtr" :]
    inside: list[Token] = []
    for number, cell in enumerate(cells):
        inside += [_zero("char", "&", cell.start)] if number else []
        inside += cell.tokens
    return inside


BUILDERS: dict[str, Callable[[_Element, int], list[Token]]] = {
    "mi": _identifier, "mn": _number, "mo": _operator, "mtext": _text, "ms": _text, "mspace": _space,
    "math": _row, "mrow": _row, "mstyle": _row, "mpadded": _row, "merror": _row, "mtd": _row, "a": _row,
    "mphantom": _nothing, "annotation": _nothing, "annotation-xml": _nothing, "none": _nothing, "mprescripts": _nothing,
    "semantics": _first, "maction": _first,
    "mfrac": _fraction, "msqrt": _square_root, "mroot": _root, "menclose": _enclosed, "mfenced": _fenced,
    "msub": _scripts(1, 0), "msup": _scripts(0, 1), "msubsup": _scripts(1, 2), "mmultiscripts": _multiscripts,
    "munder": _limits(1, 0), "mover": _limits(0, 1), "munderover": _limits(1, 2),
    "mtable": _table, "mtr": _table_row, "mlabeledtr": _table_row,
}  # fmt: skip
