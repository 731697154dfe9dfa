r"""Tokens to lexemes: every symbol resolved, every command sorted by what it builds.

Takes expanded tokens and a lexicon; gives a flat list of :class:`Lexeme`, in which ``\mathbf{x}``, ``𝐱`` and ``\va``
are each one atom with a style, words are one atom, spacing is gone, and bars know whether they open, close or separate.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from notation import text as folding
from notation.decoder import commands, names
from notation.decoder.lexeme import Lexeme, replace_latex
from notation.decoder.lexicon import Lexicon, stronger
from notation.decoder.spelling import glued, is_differential, is_indices, is_label, is_numbered
from notation.decoder.tree import Atom
from notation.errors import LimitError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from notation.decoder.latex import Token

_WORD_STYLES = frozenset({"upright", "word"})
_STRUCTURE = frozenset("_^&")
_CAPITALS = re.compile(r"(?<![A-Za-z\\])[A-Z]{2,}(?![A-Za-z])")
_STRUCK = "\u0338"
NEGATED = "negated"
_POINT = "."
MAX_OPEN = 200


@dataclass(slots=True, eq=False)
class _Frame:
    """An open group: where its lexemes begin, the style of its letters, and the command that opened it."""

    begin: int
    style: str
    wrapper: Token | None
    switch: Token | None = None


class Atomiser:
    """One pass over the tokens of one formula; ``text`` is the user's whole text."""

    def __init__(self, text: str, lexicon: Lexicon) -> None:
        self.text = text
        self.lexicon = lexicon
        self.out: list[Lexeme] = []
        self.frames: list[_Frame] = []
        self.pending: tuple[str, Token] | None = None
        self.side = ""
        self.negated = False
        self.typed_plainly = False
        self.spread = False
        self.abbreviated: bool | None = None
        self.warnings: list[str] = []

    def run(self, tokens: Sequence[Token]) -> list[Lexeme]:
        self.typed_plainly = "\\" not in self.text
        self.spread = not self.typed_plainly and (" _ {" in self.text or " ^ {" in self.text)
        self.frames.append(_Frame(0, folding.PLAIN, None))
        position = 0
        while position < len(tokens):
            position = self.step(tokens, position)
        while len(self.frames) > 1:
            self.warnings.append("a brace is opened and never closed")
            self.close(None)
        self.join_words(self.frames[0])
        return self.out

    def step(self, tokens: Sequence[Token], at: int) -> int:
        """Reads the token at ``at`` and gives the position of the next one to read."""
        token = tokens[at]
        if self.pending and token.kind != "{":
            return self.styled_token(tokens, at)
        match token.kind:
            case "{":
                self.open(token)
            case "}":
                self.close(token)
            case "style":
                self.pending = (token.text, token)
            case "char":
                if token.text.isalpha() and (end := self.bare_word(tokens, at)):
                    return end
                if (times := self.lexicon.typed_signs["programs"].get(token.text)) and names.is_product(self, tokens, at):
                    token = token._replace(text=times)
                self.character(token)
            case "macro":
                return self.command(tokens, at)
            case "hole" | "rest":
                self.emit(Atom(token.kind, "", token.text, "plain", "ordinary", "", token.start, token.end))
        return at + 1

    # Groups and styles

    @property
    def style(self) -> str:
        return self.frames[-1].style

    def open(self, token: Token) -> None:
        style, wrapper = self.pending or (folding.PLAIN, None)
        self.pending = None
        self.enter(_Frame(len(self.out), stronger(self.style, style), wrapper))
        self.out.append(Lexeme("{", "{", token.start, token.end))

    def enter(self, frame: _Frame) -> None:
        """Opens a group. Raises :class:`LimitError` where too many are open."""
        self.frames.append(frame)
        if len(self.frames) > MAX_OPEN:
            at = self.out[frame.begin - 1].end if frame.begin else 0
            raise LimitError(f"more than {MAX_OPEN} braces are open at once", position=at, hint="is one never closed?")

    def close(self, token: Token | None) -> None:
        if len(self.frames) == 1:
            self.warnings.append("a brace is closed that was never opened")
            return
        frame = self.frames.pop()
        self.join_words(frame)
        inside = self.out[frame.begin + 1 :]
        if len(inside) == 1 and inside[0].kind == "atom":
            self.unwrap(frame, inside[0], token)
            return
        scripted = frame.begin and self.out[frame.begin - 1].kind in ("_", "^", "construct")
        if frame.wrapper is not None and not scripted and is_differential("".join(x.name for x in inside), self.lexicon):
            del self.out[frame.begin]
            return
        end = token.end if token else (inside[-1].end if inside else self.out[frame.begin].end)
        self.out.append(Lexeme("}", "}", end if token is None else token.start, end))

    def unwrap(self, frame: _Frame, lexeme: Lexeme, token: Token | None) -> None:
        """A group of one symbol is the symbol; its braces belong to the lexeme, the command that styles it to the symbol."""
        brace = self.out[frame.begin]
        self.out[frame.begin :] = [lexeme]
        if frame.switch is not None:
            self.widen(lexeme, frame.switch.start, lexeme.end)
        if frame.wrapper is not None:
            self.widen(lexeme, frame.wrapper.start, token.end if token else lexeme.end)
        if token is not None and token.kind == "}" and not token.macro:
            lexeme.start, lexeme.end = min(lexeme.start, brace.start), max(lexeme.end, token.end)
        self.merge()

    def widen(self, lexeme: Lexeme, start: int, end: int) -> None:
        """Lets the symbol's span take in the command that styles it: ``\\mathbf{x}`` is how the x is written."""
        atom = lexeme.atom
        if atom is not None and start <= atom.start and atom.end <= end:
            lexeme.start, lexeme.end = start, end
            atom.start, atom.end = start, end
            if not atom.macro or not self.inside_call(atom):
                atom.latex = self.text[start:end]

    def inside_call(self, atom: Atom) -> bool:
        """Whether the symbol is only a part of what a macro wrote, so that the call is not how it is written."""
        return bool(atom.latex) and atom.latex != self.text[atom.start : atom.end]

    def styled_token(self, tokens: Sequence[Token], at: int) -> int:
        r"""The argument of a style command without braces: ``\mathbf x``."""
        assert self.pending is not None
        style, wrapper = self.pending
        self.pending = None
        if tokens[at].kind == "char" and tokens[at].text in _STRUCTURE:
            return self.step(tokens, at)
        self.enter(_Frame(len(self.out), stronger(self.style, style), wrapper))
        self.out.append(Lexeme("{", "{", wrapper.start, wrapper.end))
        depth = len(self.frames)
        following = self.step(tokens, at)
        if len(self.frames) == depth and self.pending is None:
            self.close(tokens[following - 1])
        return following

    def join_words(self, frame: _Frame) -> None:
        """Letters of an upright group become one word; letters anywhere that spell a known word in a group do, too."""
        begin = frame.begin + (frame.begin < len(self.out) and self.out[frame.begin].kind == "{")
        inside = self.out[begin:]
        atoms = [x.atom for x in inside if x.atom is not None]
        letters = "".join(a.base for a in atoms)
        if is_differential(letters, self.lexicon):
            return
        pointed = letters.replace(_POINT, "").isalnum()
        known = letters[:1].isalpha() and pointed and self.lexicon.find(letters) is not None
        spelt = known or letters.replace("-", "").isalpha() or is_numbered(letters, self.lexicon)
        if len(atoms) < 2 or len(atoms) != len(inside) or not spelt:
            return
        if (
            frame.style in _WORD_STYLES
            or frame.style in ("sans", "typewriter")
            or (frame.wrapper is not None and self.lexicon.find(letters))
        ):
            self.out[begin:] = []
            self.word(letters, atoms[0], atoms[-1].end)

    # Symbols

    def emit(self, atom: Atom) -> None:
        if self.negated:
            self.negated = False
            atom = self.negation(atom)
        acts = self.lexicon.operators[atom.operator].fixity in _ACTING
        self.out.append(Lexeme("atom", atom.head, atom.start, atom.end, atom, "" if acts else self.side))
        self.side = ""
        self.merge()

    def negation(self, atom: Atom) -> Atom:
        r"""The symbol struck through: ``\not\in`` is ∉; one without a sign of its own is marked as negated."""
        known = self.lexicon.find(unicodedata.normalize("NFC", atom.base + _STRUCK))
        latex = f"\\not{atom.latex}"
        if known is not None:
            return replace(atom, entry=known.entry, base=known.glyph, operator=known.operator, latex=latex)
        return replace(atom, look=NEGATED, latex=latex)

    def merge(self) -> None:
        """Joins symbols that are written in several pieces: ``:=``, ``\\arg\\max``, ``\\perp\\!\\!\\perp``."""
        while len(self.out) > 1 and self.out[-1].atom and (before := self.out[-2].atom):
            last = self.out[-1].atom
            assert last is not None
            entry = self.lexicon.sequences.get(f"{before.head} {last.head}")
            typed = len(last.base) == 1 and last.base.isascii() and last.base != "=" and last.latex[:1] != "\\"
            doubled = before.operator == "relation" and before.head == last.head  # "< <", which is no relation of relations
            if entry is None or (typed and last.start > before.end and not doubled):
                return
            known = self.lexicon.entries[entry]
            start, end = before.start, max(before.end, last.end)
            joined = Atom("symbol", entry, known.glyph, "plain", known.operator, self.text[start:end], start, end, before.macro)
            if before.macro:
                joined.latex = before.latex
            self.out[-2:] = [Lexeme("atom", joined.head, start, end, joined, self.out[-2].side)]

    def character(self, token: Token) -> None:
        char = token.text
        if char in _STRUCTURE:
            self.out.append(Lexeme(char, char, token.start, token.end))
        elif char == "'" or self.is_prime(char):
            self.out.append(Lexeme("'", "'", token.start, token.end, self.symbol(token, char)))
        elif char == "~" and not self.typed_plainly:
            return  # a tie, which is a space in LaTeX; typed plainly it is the sign ∼
        elif char in self.lexicon.commands:
            self.out.append(Lexeme("construct", self.lexicon.commands[char], token.start, token.end))
        elif char.isdigit() and not self.has_styled_digit(char):
            self.emit(Atom("number", "", char, "plain", "ordinary", self.latex(token), token.start, token.end, token.macro))
        else:
            self.emit(self.symbol(token, char))

    def is_prime(self, char: str) -> bool:
        """Whether a character is the prime itself, as pages have it, behind a letter or bracket: ``f′``, but no ``5′``."""
        if char.isascii() or not self.out:
            return False
        before, prime = self.out[-1].atom, self.lexicon.find("'")
        carries = before is None or before.kind != "number"
        return carries and prime is not None and self.lexicon.find(char) == prime

    def bare_word(self, tokens: Sequence[Token], at: int) -> int:
        """Letters typed without a command that are a word (``log``, ``x_{model}``): the position behind them, or 0."""
        if (
            self.style != folding.PLAIN
            or not tokens[at].text.isascii()
            or (at and glued(tokens[at - 1], tokens[at], self.spread))
        ):
            return 0
        end = at + 1
        while end < len(tokens) and glued(tokens[end - 1], tokens[end], self.spread):
            end += 1
        word = "".join(t.text for t in tokens[at:end])
        if self.typed_plainly and (after := names.read(self, tokens, at, end)):
            return after
        indices = len(word) == 2 and is_indices(word, self.lexicon, self.spread)
        known = self.lexicon.find(word) if len(word) > 1 and not indices else None
        called = end < len(tokens) and tokens[end].text in ("(", "\\left")
        brief = called and (word.isupper() or self.lexicon.find(f"\\{word}") is known)
        named = known is not None and known.operator in ("function", "optimum") and (len(word) > 2 or brief)
        opened = len(self.out) > 1 and self.out[-1].kind == "{" and self.out[-2].kind in ("_", "^")
        closed = end < len(tokens) and tokens[end].kind == "}"
        label = opened and closed and (named or known is not None or is_label(word, self.lexicon, self.spread))
        spelt = self.spread and len(word) >= names.SHORTEST_WORD and known is not None and known.operator == "ordinary"
        short = word.isupper() and known is not None and known.operator == "ordinary" and self.has_abbreviations()
        if not named and not label and not spelt and not short:
            return 0
        first = tokens[at]
        self.word(
            word,
            Atom("word", "", word, "plain", "ordinary", self.latex(first), first.start, first.end, first.macro),
            tokens[end - 1].end,
        )
        return end

    def has_abbreviations(self) -> bool:
        """Whether two or more known names of capitals stand in the text, so that none is likely to be a product: ``TP + FN``."""
        if self.abbreviated is None:
            known = [self.lexicon.find(word) for word in set(_CAPITALS.findall(self.text))]
            self.abbreviated = sum(x is not None and x.operator == "ordinary" for x in known) > 1
        return self.abbreviated

    def has_styled_digit(self, char: str) -> bool:
        """Whether a digit stands alone in a style in which it means something (a bold 1), and not in a script under it."""
        return self.frames[-1].wrapper is not None and f"{self.style} {char}" in self.lexicon.styled

    def latex(self, token: Token) -> str:
        return token.written or self.text[token.start : token.end]

    def symbol(self, token: Token, char: str) -> Atom:
        """The atom of one character in the style of the group it stands in."""
        return self.letter(char, self.style, (self.latex(token), token.start, token.end, token.macro))

    def letter(self, char: str, style: str, place: tuple[str, int, int, str]) -> Atom:
        known, base, style = self.lexicon.letter(char, style)
        look = self.lexicon.looks.get(style, "")
        if known is not None:
            glyph = known.glyph if style == "plain" else base
            return Atom("symbol", known.entry, glyph, style, known.operator, *place, known.applied, look)
        kind = "symbol" if folding.is_mathematical(base) else "unknown"
        return Atom(kind, "", base, style, "ordinary", *place, look=look)

    def word(self, word: str, first: Atom, end: int, kind: str = "word") -> None:
        known = self.lexicon.find(word)
        latex = first.latex if first.macro and self.inside_call(first) else self.text[first.start : end]
        place = (latex, first.start, end, first.macro)
        if known is not None:
            self.emit(Atom("symbol", known.entry, known.glyph, "plain", known.operator, *place, True))
        else:
            self.emit(Atom(kind, "", word, "plain", "ordinary", *place, kind == "word"))

    # Commands

    def command(self, tokens: Sequence[Token], at: int) -> int:
        token = tokens[at]
        name = token.text
        construct = self.lexicon.commands.get(name)
        if name in self.lexicon.labelled_arrows:
            return commands.labelled_arrow(self, tokens, at)
        if construct is None:
            self.named(token)
            return at + 1
        if construct in commands.BY_CONSTRUCT:
            return commands.BY_CONSTRUCT[construct](self, tokens, at)
        kind = construct if construct == "phrase" else "construct"
        self.out.append(Lexeme(kind, construct, token.start, token.end))
        return at + 1

    def named(self, token: Token) -> None:
        """A command that stands for a symbol, a style, or nothing that is known."""
        name, lexicon, place = token.text, self.lexicon, (self.latex(token), token.start, token.end, token.macro)
        if name in lexicon.letter_styles:
            self.pending = (lexicon.letter_styles[name], token)
        elif name in lexicon.style_switches:
            self.frames[-1].style, self.frames[-1].switch = lexicon.style_switches[name], token
        elif name in lexicon.sided:
            self.side, plain = lexicon.sided[name]
            self.emit(replace_latex(self.symbol(token, plain), self.latex(token)))
        elif known := lexicon.find(name):
            letter = known.operator in _LETTER_CLASSES and known.glyph.isalpha()
            style = self.style if letter and self.style not in _PLAIN_STYLES else "plain"
            own = lexicon.styled.get(f"{style} {known.glyph}")
            known = lexicon.entries[own] if own else known
            style = "plain" if own else style
            look = lexicon.looks.get(style, "")
            self.emit(Atom("symbol", known.entry, known.glyph, style, known.operator, *place, known.applied, look))
        elif name in lexicon.characters:
            self.emit(replace_latex(self.symbol(token, lexicon.characters[name]), self.latex(token)))
        else:
            self.emit(Atom("unknown", "", name.lstrip("\\"), "plain", "ordinary", *place))


_PLAIN_STYLES = frozenset({"plain", "upright", "word"})
# Signs that act on what stands beside them, which no \left, \middle or \right makes a bracket.
_ACTING = frozenset({"prefix", "postfix", "accent", "infix"})
_LETTER_CLASSES = frozenset({"ordinary", "function"})
