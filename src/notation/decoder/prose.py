"""Prose around formulas, as pieces: words, and formulas with the symbols that they name.

Takes text with formulas marked in it; gives the pieces that :mod:`notation.decoder.definitions` looks for definitions in, and the
words that define, which stand in ``symbols/prose.yaml``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

_WORD = re.compile(
    r"\n|(?:[^\W\d_]\.){2,}"  # a line's end, i.i.d.
    r"|\\?[^\W_]+(?:[-'’.][^\W_]+)*(?:_(?:\{[^{}]*\}|\w))?"  # word, i-th, x_i, \lambda
    r"|[^\w\s]|\S"
)
_STYLING = re.compile(r"\\(?:math[a-z]+|boldsymbol|bm|bf|rm|text|vec|operatorname)\b\s*|[{}$]")
_COMMAND = re.compile(r"\\([A-Za-z]+)\s*")
_CLOSING_MARKS = ",.;:=)"
_COUNT = re.compile(r"\s*[\d.,]+\s*$")


class Definition(NamedTuple):
    """What the prose says that a symbol is: ``words`` is the phrase, without article, ``more`` a clause that follows it."""

    words: str
    more: str = ""

    @property
    def meaning(self) -> str:
        text = f"{self.words} {self.more}".strip()
        text = text[:1].upper() + text[1:]
        return text if text.endswith(".") else f"{text}."


class Piece(NamedTuple):
    """A word of prose, or (``heads`` not empty) a formula with the heads of the symbols that it is a list of.

    ``tight`` says that no space stands before it.
    """

    text: str
    heads: tuple[str, ...] = ()
    tight: bool = False

    @property
    def word(self) -> str:
        """The word in lower case; "" for a formula."""
        return "" if self.heads else self.text.lower()


END = Piece(".")
Found = dict[str, Definition]


def pieces_of(
    prose: str, formulas: Sequence[tuple[int, int, tuple[str, ...]]], symbol: Callable[[str], str], phrases: Phrases
) -> list[Piece]:
    """The prose as pieces. ``formulas`` are start, end and heads of the formulas in it; ``symbol`` gives the head of a word
    that is itself a symbol of the formula (``η``), or ""."""
    out: list[Piece] = []
    position = 0
    for start, end, heads in [*formulas, (len(prose), len(prose), ())]:
        for match in _WORD.finditer(prose[position:start]):
            word = match[0] in phrases.letter_words and not phrases.follows_letter(prose, position + match.end())
            head = "" if word else symbol(_stem(match[0]))
            at, after = position + match.start(), prose[position + match.end() : position + match.end() + 1]
            tight = (at > 0 and not prose[at - 1].isspace()) or (match[0] == "-" and after.isalpha())
            out.append(Piece(match[0], (head,) if head else (), tight))
        if end > start:
            out.append(Piece(_plain(prose[start:end], phrases), heads or ("",)))
        position = end
    return out


def _plain(latex: str, phrases: Phrases) -> str:
    """A formula within a phrase, with characters instead of the commands that have one."""
    return _COMMAND.sub(lambda m: phrases.drawn.get(m[1]) or _greek(m[1]) or m[0], _STYLING.sub("", latex))


def _greek(name: str) -> str:
    size = "CAPITAL" if name[:1].isupper() else "SMALL"
    try:
        return unicodedata.lookup(f"GREEK {size} LETTER {name.removeprefix('var').replace('lambda', 'lamda').upper()}")
    except KeyError:
        return ""


def _stem(word: str) -> str:
    """A word without the scripts behind it: ``x_i``, ``xᵢ`` and ``x0`` give ``x``."""
    word = re.sub(r"(?<=^[^\W\d_])\d+$", "", word.partition("_")[0])
    return re.sub(r"(?<=.)[⁰-₟ᵃ-ᵪ¹²³]+$", "", word)


class Phrases:
    """The words that define, from the dictionary."""

    def __init__(self, section: Mapping[str, Any]) -> None:
        lists = section.get("phrases", {})

        def phrases(name: str) -> list[tuple[str, ...]]:
            return sorted((tuple(p.split()) for p in lists.get(name, [])), key=len, reverse=True)

        def words(name: str) -> frozenset[str]:
            return frozenset(lists.get(name, []))

        self.plural_verbs = frozenset(phrases("are"))
        self.acts = frozenset(phrases("does"))
        self.verbs_from: dict[str, list[tuple[str, ...]]] = {}
        for verb in sorted((*phrases("is"), *self.plural_verbs, *self.acts), key=lambda v: (-len(v), v)):
            self.verbs_from.setdefault(verb[0], []).append(verb)
        self.counts, self.denoted, self.namings = phrases("count-verbs"), phrases("denoted-by"), words("namings")
        self.articles, self.before, self.joins = words("articles"), words("before-name"), words("joins")
        self.indefinite = words("indefinite")
        self.stops, self.relatives, self.adverbs = words("stops"), words("relatives"), words("adverbs")
        self.respectively, self.not_nouns, self.not_names = words("respectively"), words("not-nouns"), words("not-names")
        self.not_definitions, self.quantities = words("not-definitions"), words("quantities")
        self.measures, self.prepositions, self.writes = words("measures"), words("prepositions"), words("writes")
        self.contrasts, self.standing, self.takes = words("contrasts"), words("standing"), words("takes")
        self.times, self.occasions = words("times"), words("occasions")
        self.free_verbs, self.signs = frozenset(phrases("free-verbs")), words("signs")
        self.refers, self.clauses, self.acting = words("refers"), words("clauses"), words("verbs")
        self.vague, self.collections, self.infinitives = words("vague"), words("collections"), words("infinitives")
        self.hyphened = words("hyphened")
        self.letter_words, self.after_letter = words("letter-words"), words("after-letter")
        self.singular_in_s, self.qualities = tuple(words("singular-in-s")), tuple(words("qualities"))
        self.singulars: Mapping[str, str] = section.get("singulars", {})
        self.drawn: Mapping[str, str] = section.get("drawn", {})
        self.stating, self.mapping = words("stating"), words("mapping")

    def states(self, formula: str) -> bool:
        """Whether a formula states something, as H = log m does, and not how many there are, as N = 100 does."""
        places = ((formula.find(sign), len(sign)) for sign in self.stating)
        return any(at >= 0 and not _COUNT.match(formula, at + length) for at, length in places)

    def gives_rule(self, formula: str) -> bool:
        """Whether a formula is the rule of a function, which is defined by it all the same: "the decoder is g(c) = D c"."""
        applied = formula.partition("=")[0].rstrip(": ")
        return applied != formula and applied.endswith(")") and not self.states(applied)

    def follows_letter(self, prose: str, at: int) -> bool:
        """Whether what stands in the prose at ``at`` follows a letter, where the letter might be a word ("a is the rate")."""
        word = _WORD.match(rest) if (rest := prose[at:].lstrip()) else None
        return word is None or word[0] in self.after_letter or word[0] in _CLOSING_MARKS

    def is_plural(self, word: str) -> bool:
        """Whether a word looks like a plural noun: parameters, GPUs; not: bias, loss, radius, axis, series, dynamics."""
        if not word.endswith("s"):
            return False
        return word[:-1].isupper() or (len(word) > 3 and not word.endswith(self.singular_in_s))

    def singular_of(self, word: str) -> str:
        """A plural noun in the singular; another word as it is."""
        if not self.is_plural(word):
            return word
        for plural, single in self.singulars.items():
            if word.endswith(plural):
                return word[: -len(plural)] + single
        return word[:-1]

    def defines(self, phrase: list[Piece]) -> bool:
        """Whether a phrase behind "is" says what something is, not how it is: "the step", but not "drawn from p" nor "large"."""
        if not phrase or phrase[0].heads or not phrase[0].text[:1].isalpha():
            return False
        if phrase[0].word in self.articles | self.clauses:
            return len(phrase) > 1
        if phrase[0].word in self.not_definitions | self.prepositions:
            return False
        head = self.head_of(phrase).word
        return not (head in self.not_names or (head.endswith(self.qualities) and head not in self.measures))

    def head_of(self, phrase: Sequence[Piece]) -> Piece:
        """The noun that a phrase is about: "size" of "batch size of the data"; of "drawn from p" it is "drawn"."""
        stops = self.prepositions | self.joins
        end = next((n for n, piece in enumerate(phrase) if piece.word in stops), len(phrase))
        return phrase[max(end - 1, 0)]


def lines_joined(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces without ends of lines, but for those that part the rows of a list ("κ: …")."""
    out: list[Piece] = []
    for at, piece in enumerate(pieces):
        if piece.text != "\n":
            out.append(piece)
        elif _begins_row(pieces[at + 1 : at + 4]):
            out.append(END)
    return out


def _begins_row(pieces: Sequence[Piece]) -> bool:
    """Whether a symbol, perhaps behind a bullet, and a colon or the like stand here."""
    return any(p.heads for p in pieces[:2]) and any(p.text in (":", "=", "-", "–", "—", "|") for p in pieces[1:])


def spaced(words: Sequence[Piece]) -> Iterator[str]:
    for piece in words:
        yield piece.text if piece.tight else f" {piece.text}"


def joined(words: Sequence[Piece]) -> str:
    """The words as they were written."""
    return re.sub(r"\s+([,.;:)])", r"\1", "".join(spaced(words)).strip())
