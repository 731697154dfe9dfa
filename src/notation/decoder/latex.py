"""Text to tokens: the reading of LaTeX, done by pylatexenc, which no other module imports, but for what one look decides:
letters, digits, braces, and commands of letters.

Takes a string and gives a flat list of :class:`Token`, each with the offsets it came from. Tokens rather than
pylatexenc's nodes, so that macros can be expanded as TeX does it and no nesting of the input can recurse. Raised and
lowered characters (``x²``) become ``^`` and ``_`` with a group, combining accents become the accent's own token, and
``&nabla;`` is one character.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from notation import text as folding
from notation.decoder.typed import as_typed, with_powers_of_ten
from notation.errors import LimitError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notation.decoder.lexicon import Lexicon

MAX_LENGTH = 1_000_000
MAX_SYMBOLS = 60_000
_ASCII_RUN = re.compile(r"[A-Za-z]+")
_COMMAND = re.compile(r"\\[A-Za-z]+")
_HOLE = re.compile(r"(\?\??)([A-Za-z]+)")
# The e of 1e-3 and 2.5e+6, a power of ten as programs write it; without a sign (1e6) nothing else may stand in the number.
_POWER_OF_TEN = re.compile(r"(?<=\d)([eE])(?:[+\-−]\d+|(?<=\d[eE])\d+)(?![\w.{^(])")
_REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_DIRECT = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+=()[],;:/|*^_.!<>?\"'`@-")
_KINDS = {
    "macro": "macro",
    "brace_open": "{",
    "brace_close": "}",
    "mathmode_inline": "math",
    "mathmode_display": "math",
}


class Token(NamedTuple):
    """One piece of LaTeX. ``kind`` is char, macro, {, }, math, hole, rest or style.

    ``start`` and ``end`` are offsets into the text as the user typed it, of the whole call where the token came out
    of the body of a macro; ``spaced`` says that white space stood before. ``macro`` is the macro that it came out
    of, and ``written`` the LaTeX to show for it, where that is not what the user typed.
    """

    kind: str
    text: str
    start: int
    end: int
    spaced: bool = False
    macro: str = ""
    written: str = ""


def tokens(text: str, lexicon: Lexicon | None = None, *, holes: bool = False, offset: int = 0) -> list[Token]:
    """All tokens of ``text``; with ``holes``, ``?x`` and ``??x`` are read as holes of a pattern. With a lexicon, what is typed as
    in a chat or a program is read as it is meant, too.

    Raises :class:`LimitError` for a text of more than :data:`MAX_LENGTH` characters or :data:`MAX_SYMBOLS` tokens.
    """
    check_length(text)
    found = list(islice(_read(text, holes), MAX_SYMBOLS + 1))
    check_symbols(len(found))
    if not text.isascii():
        found = with_scripts(found)
    if lexicon is not None and (places := [m.start(1) for m in _POWER_OF_TEN.finditer(text)]):
        found = with_powers_of_ten(found, frozenset(places), lexicon)
    if lexicon is not None and "\\" not in text:
        found = as_typed(found, lexicon)
    if offset:
        found = [t._replace(start=t.start + offset, end=t.end + offset) for t in found]
    return found


def check_length(text: str, what: str = "the snippet") -> None:
    """Raises :class:`LimitError` for a text that is too long to be read; ``what`` says which."""
    if len(text) > MAX_LENGTH:
        raise LimitError(
            f"{what} is {len(text):,} characters long, and {MAX_LENGTH:,} is the most that is read",
            hint="decode it in parts",
        )


def check_symbols(number: int) -> None:
    """Raises :class:`LimitError` for more symbols than a snippet may have."""
    if number > MAX_SYMBOLS:
        raise LimitError(f"the formulas have more than {MAX_SYMBOLS:,} symbols", hint="decode them in parts")


def _read(text: str, holes: bool) -> Iterator[Token]:
    position, spaced, walker = 0, False, None
    while position < len(text):
        char = text[position]
        if char.isspace() or (not " " < char < "\x7f" and folding.is_invisible(char)):
            position, spaced = position + 1, spaced or char.isspace()
            continue
        if char == "%" and (text[max(0, position - 2) : position].strip() or "x")[-1].isdigit():
            yield Token("char", char, position, position + 1, spaced)
            position, spaced = position + 1, False
            continue
        if char == "&" and (reference := _REFERENCE.match(text, position)) and (drawn := _resolved(reference[0])):
            shown = "" if drawn.isspace() else drawn
            yield from (Token("char", c, position, reference.end(), spaced) for c in shown)
            position, spaced = reference.end(), not shown
            continue
        if holes and char == "?" and (hole := _HOLE.match(text, position)):
            token = Token("rest" if hole[1] == "??" else "hole", hole[2], position, hole.end(), spaced)
        elif char in _DIRECT or not char.isascii():
            token = Token("char", char, position, position + 1, spaced)
        elif char in "{}":
            token = Token(char, char, position, position + 1, spaced)
        elif char == "\\" and (command := _COMMAND.match(text, position)):
            token = Token("macro", command[0], position, command.end(), spaced)
        else:
            walker = walker or _Walker(text)
            token = walker.token(position, spaced)
        position, spaced = token.end, False
        if token.kind == "macro" and token.text[1:].isalpha():
            spaced = position < len(text) and text[position].isspace()
        if token.kind:
            yield token


def _resolved(reference: str) -> str:
    """What an HTML character reference shows, or "" where it is none (``a &b;``)."""
    from html import unescape

    drawn = unescape(reference)
    return "" if drawn == reference else drawn


class _Walker:
    """pylatexenc's tokeniser over one text."""

    def __init__(self, text: str) -> None:
        from pylatexenc import latexwalker

        self.text = text
        self.end_of_stream = latexwalker.LatexWalkerEndOfStream
        self.walker = latexwalker.LatexWalker(text, latex_context=_known_commands(), tolerant_parsing=True)
        self.state = self.walker.make_parsing_state()

    def token(self, position: int, spaced: bool) -> Token:
        try:
            # Environments are read from their tokens: pylatexenc copies the rest of the text at each \\begin.
            found = self.walker.get_token(position, parsing_state=self.state, environments=False)
        except self.end_of_stream:
            return Token("", "\\", position, position + 1, spaced)  # nothing follows: a space that was cut off
        end = found.pos + found.len
        if found.tok == "macro":
            name = found.arg if found.arg.isascii() else _name_of(found.arg)
            shorter = len(name) < len(found.arg)
            end = position + 1 + len(name) if shorter else end - len(found.post_space)
            return Token("macro", "\\" + name, position, end, spaced)
        if found.tok == "comment":
            return Token("", "", position, end, spaced)
        if found.tok == "specials":
            return Token("char", found.arg.specials_chars, position, end, spaced)
        return Token(_KINDS.get(found.tok, "char"), found.arg, position, end, spaced)


def _name_of(run: str) -> str:
    r"""The command that a run of letters begins with: as in TeX, longer names have only letters of ASCII (``\cdotλ``)."""
    return found[0] if (found := _ASCII_RUN.match(run)) else run[0]


@lru_cache(maxsize=1)
def _known_commands() -> Any:
    """pylatexenc's table of commands, made once."""
    from pylatexenc import latexwalker

    return latexwalker.get_default_latex_context_db()


def with_scripts(found: list[Token]) -> list[Token]:
    """Runs of raised or lowered characters as ``^{…}`` and ``_{…}``, accents before their letters, ``½`` as a fraction."""
    out: list[Token] = []
    open_script = ""
    for token in found:
        script = folding.script_of(token.text) if token.kind == "char" else None
        if open_script and (script is None or script[0] != open_script or token.spaced):
            out.append(Token("}", "}", token.start, token.start))
            open_script = ""
        drawn = bool(out) and out[-1].start < out[-1].end  # MathML's brackets and braces are written nowhere
        if script is None and drawn and token.kind == "char" and folding.is_combining(token.text):
            out.insert(len(out) - 1, token)
            continue
        if script is None:
            out.extend(_taken_apart(token))
            continue
        if not open_script:
            open_script = script[0]
            out += [Token("char", open_script, token.start, token.start), Token("{", "{", token.start, token.start)]
        out.append(token._replace(text=script[1]))
    if open_script:
        out.append(Token("}", "}", found[-1].end, found[-1].end))
    return out


def _as_fraction(token: Token, above: str, below: str) -> list[Token]:
    r"""``½`` as ``\frac{1}{2}``, its braces written nowhere."""
    start, end = token.start, token.end
    out = [token._replace(kind="macro", text=r"\frac")]
    for number in (above, below):
        digits = [token._replace(text=digit, spaced=False) for digit in number]
        out += [Token("{", "{", start, start), *digits, Token("}", "}", end, end)]
    return out


def _taken_apart(token: Token) -> list[Token]:
    """A fraction drawn as one character as its numbers, an accented letter as its accents and the letter."""
    import unicodedata

    if token.kind != "char" or token.text.isascii():
        return [token]
    if fraction := folding.fraction_of(token.text):
        return _as_fraction(token, *fraction)
    parts = unicodedata.normalize("NFD", token.text)
    if len(parts) == 1 or not parts[0].isalpha() or folding.fold(token.text)[0] != token.text:
        return [token]
    return [token._replace(text=part) for part in (*parts[1:], parts[0])]
