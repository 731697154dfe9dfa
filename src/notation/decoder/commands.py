"""Commands that stand for no symbol: text, named operators, sized brackets, environments, what is only layout.

Every function takes the atomiser, the tokens and the position of the command, and gives the position after what it has read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from notation.decoder.angles import BRACKETS
from notation.decoder.lexeme import Lexeme
from notation.decoder.lexicon import stronger
from notation.decoder.tree import Atom

if TYPE_CHECKING:
    from notation.decoder.atoms import Atomiser
    from notation.decoder.latex import Token

_DISTANCE = re.compile(r"\[-?\d*[.,]?\d+(?:pt|em|ex|cm|mm|in|mu|px|pc|bp|sp)?\]|\[-?[\d.]*\\[A-Za-z]+\]")
_LONGEST_DISTANCE = 16


def labelled_arrow(atomiser: Atomiser, tokens: Sequence[Token], at: int) -> int:
    r"""``\xrightarrow{d}``: the arrow, and the note raised."""
    token, plain = tokens[at], atomiser.lexicon.find(atomiser.lexicon.labelled_arrows[tokens[at].text])
    assert plain is not None
    place = (atomiser.latex(token), token.start, token.end, token.macro)
    atomiser.emit(Atom("symbol", plain.entry, plain.glyph, "plain", plain.operator, *place))
    atomiser.out.append(Lexeme("^", "^", token.end, token.end))
    after = at + 1
    return past(tokens, after, "[", "]") if after < len(tokens) and tokens[after].text == "[" else after


def script_mark(atomiser: Atomiser, tokens: Sequence[Token], at: int) -> int:
    r"""``\sp`` and ``\sb``, the old names of ``^`` and ``_``."""
    token = tokens[at]
    mark = "^" if atomiser.lexicon.commands[token.text] == "raised" else "_"
    atomiser.out.append(Lexeme(mark, mark, token.start, token.end))
    return at + 1


def skip(atomiser: Atomiser, tokens: Sequence[Token], at: int) -> int:
    return at + 1


def skip_argument(atomiser: Atomiser, tokens: Sequence[Token], at: int) -> int:
    at += 1
    while at < len(tokens) and tokens[at].text == "*":
        at += 1
    if at < len(tokens) and tokens[at].text == "[":
        at = past(tokens, at, "[", "]")
    return past(tokens, at, "{", "}") if at < len(tokens) and tokens[at].kind == "{" else at


def newline(atomiser: Atomiser, tokens: Sequence[Token], at: int) -> int:
    r"""``\\``, with the star and the distance of ``\\*[2pt]``."""
    token = tokens[at]
    atomiser.out.append(Lexeme("newline", "newline", token.start, token.end))
    after = at + 1
    if after < len(tokens) and tokens[after].text == "*" and not tokens[after].spaced:
        after += 1
    if after < len(tokens) and tokens[after].text == "[" and not tokens[after].spaced:
        end = past(tokens[after : after + _LONGEST_DISTANCE], 0, "[", "]")
        if _DISTANCE.fullmatch("".join(t.text for t in tokens[after : after + end])):
            return after + end
    return after


def style_of_word(atomiser: Atomiser, tokens: Sequence[Token], at: int) -> int:
    atomiser.pending = ("upright", tokens[at])
    return at + 1 + (at + 1 < len(tokens) and tokens[at + 1].text == "*")


def sided(atomiser: Atomiser, tokens: Sequence[Token], at: int) -> int:
    atomiser.side = atomiser.lexicon.commands[tokens[at].text].removesuffix("-side").replace("any", "")
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    if after is not None and after.text == "." and atomiser.side in ("open", "close"):
        nothing = Atom("symbol", "", "", "plain", atomiser.side, "", after.start, after.end)
        atomiser.emit(nothing)
        return at + 2
    if after is not None and after.text in BRACKETS and atomiser.side:
        atomiser.emit(atomiser.symbol(after._replace(kind="char", written=after.text), BRACKETS[after.text]))
        return at + 2
    return at + 1


def text_command(atomiser: Atomiser, tokens: Sequence[Token], at: int) -> int:
    r"""``\text{…}``: a known word is a symbol, other text stays text, ``$…$`` in it is read as mathematics."""
    start, at = tokens[at], at + 1
    if at >= len(tokens) or tokens[at].kind != "{":
        return at
    end = past(tokens, at, "{", "}")
    inside = tokens[at + 1 : end - 1 if tokens[end - 1].kind == "}" else end]
    last = tokens[end - 1].end
    pieces = _split_at_dollars(inside)
    if len(pieces) == 1:
        text_piece(atomiser, pieces[0], start, last)
        return end
    for number, piece in enumerate(pieces):
        if number % 2 == 0:
            if piece:
                text_piece(atomiser, piece, piece[0], piece[-1].end)
        else:
            position = 0
            while position < len(piece):
                position = atomiser.step(piece, position)
    return end


def text_piece(atomiser: Atomiser, piece: Sequence[Token], start: Token, end: int) -> None:
    commands = atomiser.lexicon.commands
    said = ((" " if t.spaced else "", "" if commands.get(t.text) == "text" else _as_text(t)) for t in piece)
    words = "".join(space + text for space, text in said).strip()
    place = Atom("text", "", "", "plain", "ordinary", atomiser.latex(start), start.start, start.end, start.macro)
    if words and all(c.isalpha() or c == "-" for c in words):
        if len(words) == 1:
            latex = atomiser.latex(start) if start.macro else atomiser.text[start.start : end]
            atomiser.emit(atomiser.letter(words, stronger("upright", atomiser.style), (latex, start.start, end, start.macro)))
        else:
            atomiser.word(words, place, end)
    elif words:
        known = atomiser.lexicon.find(words)
        atomiser.word(words, place, end, "symbol" if known else "text")


def environment(atomiser: Atomiser, tokens: Sequence[Token], at: int) -> int:
    r"""``\begin{…}`` and ``\end{…}``."""
    kind = atomiser.lexicon.commands[tokens[at].text]
    start, at = tokens[at], at + 1
    if at >= len(tokens) or tokens[at].kind != "{":
        return at
    end = past(tokens, at, "{", "}")
    name = "".join(t.text for t in tokens[at + 1 : end - 1])
    if kind == "begin" and name in atomiser.lexicon.environments_with_argument:
        if end < len(tokens) and tokens[end].text == "[":
            end = past(tokens, end, "[", "]")
        if end < len(tokens) and tokens[end].kind == "{":
            end = past(tokens, end, "{", "}")
    if name in atomiser.lexicon.environments:
        atomiser.out.append(Lexeme(kind, name, start.start, tokens[end - 1].end))
    return end


def negate(atomiser: Atomiser, tokens: Sequence[Token], at: int) -> int:
    atomiser.negated = True
    return at + 1


def past(tokens: Sequence[Token], at: int, opening: str, close: str) -> int:
    """The position after the bracket that closes the one at ``at``."""
    depth = 0
    while at < len(tokens):
        depth += (tokens[at].text == opening) - (tokens[at].text == close)
        at += 1
        if depth == 0:
            break
    return at


def _split_at_dollars(tokens: Sequence[Token]) -> list[list[Token]]:
    pieces: list[list[Token]] = [[]]
    for token in tokens:
        if token.kind == "math":
            pieces.append([])
        else:
            pieces[-1].append(token)
    return pieces


_UNSAID = frozenset("{}$")


def _as_text(token: Token) -> str:
    bare = token.text.lstrip("\\")
    if bare in _UNSAID:
        return ""
    return " " if token.text in ("\\ ", "~", "\\,", "\\;") else bare


BY_CONSTRUCT: dict[str, Callable[[Atomiser, Sequence[Token], int], int]] = {
    "raised": script_mark,
    "lowered": script_mark,
    "skip": skip,
    "transparent": skip,
    "skip-argument": skip_argument,
    "negated": negate,
    "newline": newline,
    "name": style_of_word,
    "text": text_command,
    "begin": environment,
    "end": environment,
    "open-side": sided,
    "close-side": sided,
    "middle-side": sided,
    "any-side": sided,
}
