"""The prose between formulas, as it is read: LaTeX's commands for text become what they print.

Takes a piece of the user's text and a lexicon; gives words. Accents are put on their letters, what only refers, marks or lays
out is gone, and the argument of any other command stays.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from notation.decoder import latex
from notation.decoder.commands import past

if TYPE_CHECKING:
    from notation.decoder.latex import Token
    from notation.decoder.lexicon import Lexicon

_ACCENTS = {
    "'": "\u0301", "`": "\u0300", "^": "\u0302", '"': "\u0308", "~": "\u0303", "=": "\u0304", ".": "\u0307", "u": "\u0306",
    "v": "\u030c", "H": "\u030b", "c": "\u0327", "d": "\u0323", "b": "\u0331", "k": "\u0328", "r": "\u030a",
}  # fmt: skip
_DOTLESS = {"\\i": "i", "\\j": "j", "ı": "i", "ȷ": "j"}
_NAMED = frozenset({"\\begin", "\\end", "\\item", "\\bibliographystyle", "\\documentclass", "\\usepackage"})
# What is not said as it is printed: a tie is a space, and a backslash nothing.
_PRINTED = {"~": " ", "\\": ""}
_LIGATURES = (("``", "“"), ("''", "”"), ("---", "—"), ("--", "–"))
# Marks of formulas and of Markdown, which are no words.
MARKS = ("$", "\\(", "\\)", "\\[", "\\]", "**", "`")
_PRINTED_TOGETHER = str.maketrans({"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl"})
_TIE = re.compile(r"(?<=\S)~(?!\s)")
_COMMENT_LINE = re.compile(r"(?<=\n)[^\S\n]*%[^\n]*")
_LINE_MARK = re.compile(r"(?<=\n)[^\S\n]*(?:>|[-*+]|\d+[.)]|#{1,6})[^\S\n]+")
_STYLE_COMMAND = re.compile(r"\\[A-Za-z]+\*?|[\\{}$]")


def said(text: str, start: int, end: int, lexicon: Lexicon, expand: Callable[[list[Token]], list[Token]]) -> str:
    """The prose ``text[start:end]`` as it is read; ``expand`` takes definitions out of tokens and expands macros."""
    prose = text[start:end]
    if "&" in prose:
        from html import unescape

        prose = unescape(prose)
    line = "" if start and text[start - 1] != "\n" else "\n"
    prose = _TIE.sub(" ", _LINE_MARK.sub("", _COMMENT_LINE.sub("", line + prose)))
    if "\\" in prose:
        short = len(prose) <= latex.MAX_SYMBOLS
        prose = words(expand(latex.tokens(prose, lexicon)), lexicon) if short else _STYLE_COMMAND.sub("", prose)
    for mark in MARKS:
        prose = prose.replace(mark, "")
    return prose.translate(_PRINTED_TOGETHER)


def words(tokens: Sequence[Token], lexicon: Lexicon) -> str:
    """What the tokens of a piece of prose print."""
    out: list[str] = []
    accent = ""
    at = 0
    while at < len(tokens):
        token = tokens[at]
        at += 1
        if token.kind in ("{", "}", "math", "style"):
            out.append(" " if token.spaced else "")
            continue
        if token.kind == "macro" and token.text[1:] in _ACCENTS and not accent:
            accent = _ACCENTS[token.text[1:]]
            out.append(" " if token.spaced else "")
            continue
        if token.kind == "macro" and (lexicon.commands.get(token.text) == "skip-argument" or token.text in _NAMED):
            at = _after_arguments(tokens, at)
            continue
        shown = _shown(token, lexicon)
        shown = "" if token.start == token.end else _PRINTED.get(shown, shown)
        if accent and shown:
            shown, accent = unicodedata.normalize("NFC", _DOTLESS.get(shown, shown) + accent), ""
            out.append(shown)
            continue
        out.append((" " if token.spaced else "") + shown)
    text = "".join(out)
    for typed, printed in _LIGATURES:
        text = text.replace(typed, printed)
    return " ".join(text.split())


def _shown(token: Token, lexicon: Lexicon) -> str:
    if token.kind != "macro":
        return token.text
    name = token.text[1:]
    if len(name) == 1 and not name.isalpha():
        return name if name in "%&$#_" else " "
    known = lexicon.find(token.text)
    return lexicon.characters.get(token.text) or (known.glyph if known is not None and not known.glyph.isalpha() else "")


def _after_arguments(tokens: Sequence[Token], at: int) -> int:
    """The position after the star, the options and the argument of a command."""
    while at < len(tokens) and tokens[at].text == "*":
        at += 1
    for opening, close in (("[", "]"), ("{", "}")):
        if at < len(tokens) and tokens[at].text == opening:
            at = past(tokens, at, opening, close)
    return at
