"""What was pasted, as prose and formulas.

Takes the user's text; gives its parts in order, each with its offsets. A text in which :mod:`notation.decoder.marks` finds no
marked formula is one formula, unless it reads like prose. Pasted pages go to :mod:`notation.decoder.page`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from typing import NamedTuple

from notation.text import is_invisible

# One of these is in every text with a marked formula.
_MARKING = ("$", "`", "\\(", "\\[", "\\begin", "style")
_COMMENT = re.compile(r"(?<![\\\d])(?<!\d\s)%[^\n]*")
WORDS = re.compile(r"[A-Za-z]{2,}(?:[-'’][a-z]+)*")
_NAMES_OF_FUNCTIONS = re.compile(r"(?<![A-Za-z])[A-Za-z]++\(")
MATHS = re.compile(r"[\\^_={}<>+*/|‖±·×÷∀-⋿←-⇿⟀-⟯⨀-⫿]|[Α-ω𝐀-𝟿ℂ-ℿ]|\d")
_PAGE = re.compile(
    r"<(?:[A-Za-z][\w.-]*:)?(?:math|mi|mn|mo|mrow|mfrac|msup|msub|msubsup|msqrt|mover|munder|munderover|mstyle|mtable)\b"
    r"|application/x-tex|[\"']math/tex"
)
_REFERENCE = re.compile(r"&#?\w{1,31};")
COMMANDS = re.compile(r"\\[A-Za-z]+")
LONGEST_DRAWN = 2_000
_SHORTEST_DRAWN = 3
_TEX_MARK = re.compile(r"\\[A-Za-z]+|[\\{}^_]")
MIN_PROSE_WORDS = 4


class Tongue(NamedTuple):
    """What tells prose from formulas: words that stand in no formula ("the", "is"), letters that are words, too, words that are a
    sign: typed for one ("is in"), its name (``log``), or a word of formulas alone (``minimise``, ``theta``), and signs beside
    which a letter is no word, or that make a statement."""

    telling: frozenset[str]
    letters: frozenset[str]
    typed: Collection[str]
    is_name: Callable[[str], bool]
    is_formal: Callable[[str], bool]
    acting: frozenset[str]
    relating: frozenset[str]

    def relates(self, text: str) -> bool:
        """Whether a sign stands in the text that makes a statement."""
        return not self.relating.isdisjoint(text)

    def without_typed(self, text: str) -> list[str]:
        """The words of a text, in small letters, but for those that are typed for a sign."""
        said = f" {' '.join(text.lower().split())} "
        for phrase in self.typed:
            said = said.replace(f" {phrase} ", "  ")
        return said.split()


class Part(NamedTuple):
    """A formula (MathML with ``markup``), or prose; ``start`` and ``end`` are offsets of its content in the user's text."""

    formula: bool
    start: int
    end: int
    markup: bool = False


def is_page(text: str) -> bool:
    """Whether the text is, or holds, markup of a page with MathML or TeX in it."""
    return "<" in text and _PAGE.search(text) is not None


def parts_of(text: str, tongue: Tongue | None = None) -> list[Part]:
    """The parts of a snippet. A snippet that is one formula gives one part; where ``tongue`` tells prose, formulas are also found
    where nothing marks them.

    Raises :class:`~notation.errors.InputError` for a page whose formulas are in no form that can be read.
    """
    if is_page(text):
        from notation.decoder import page

        return page.parts_of(text)
    if any(mark in text for mark in _MARKING):
        from notation.decoder import marks

        if marked := marks.parts_of(text):
            return marked
    drawn = _drawn_twice(text)
    if drawn is None and tongue is not None and not tongue.telling.isdisjoint(text.lower().split()):
        from notation.decoder import unmarked

        return unmarked.parts_of(text, tongue) or [Part(not is_prose(text, tongue), 0, len(text))]
    return [drawn or Part(not is_prose(text, tongue), 0, len(text))]


def _drawn_twice(text: str) -> Part | None:
    """The LaTeX in the middle of a formula as KaTeX is copied: ``E=mc2E=mc^2E=mc2``, drawn, typed and drawn again."""
    first_mark, last_mark = _TEX_MARK.search(text), max(map(text.rfind, "\\{}^_"))
    if len(text) > LONGEST_DRAWN or first_mark is None or not ("\\" in text or "^" in text or "_" in text):
        return None
    longest = min(first_mark.start(), len(text) - 1 - last_mark)  # What is drawn has no marks.
    if longest < _SHORTEST_DRAWN:
        return None
    places = [at for at, char in enumerate(text) if not char.isspace() and not is_invisible(char)]
    shown = "".join(text[at] for at in places)
    for size in range(_SHORTEST_DRAWN, min(longest + 1, len(shown) // 2)):
        first, middle, last = shown[:size], shown[size:-size], shown[-size:]
        if first[-1] in "\\^_{" or _TEX_MARK.search(first) or sorted(first) != sorted(last):
            continue
        typed = "".join(_TEX_MARK.sub("", text[places[size] : places[-size]]).split())
        if typed != middle and sorted(c for c in first if c.isascii()) == sorted(typed):
            return Part(True, places[size], places[-size])
    return None


def is_prose(text: str, tongue: Tongue | None = None) -> bool:
    """Whether an unmarked text is words rather than a formula; of words that are typed for signs ``tongue`` knows."""
    text = _COMMENT.sub("", text)
    bare = re.sub(r"\\[A-Za-z]+\s*\{[^{}]*\}|\\[A-Za-z]+", " ", text)
    words = WORDS.findall(_NAMES_OF_FUNCTIONS.sub("", bare))
    least = max(MIN_PROSE_WORDS, 1 + max(len(MATHS.findall(text)), 2 * len(COMMANDS.findall(text))))
    if len(words) < least or tongue is None:
        return len(words) >= least
    left = tongue.without_typed(" ".join(words))
    return not tongue.telling.isdisjoint(left) or sum(not tongue.is_formal(word) for word in left) >= least


def without_markup(text: str, parts: list[Part]) -> str:
    """The text of a page without its tags and with its character references resolved, all that stays in its place; of what is one
    formula only that; another text as it is."""
    alone = len(parts) == 1 and parts[0].formula
    if not is_page(text) and not alone:
        return text
    out = [" "] * len(text)
    for part in parts:
        if not part.markup:
            out[part.start : part.end] = text[part.start : part.end]
    return _REFERENCE.sub(_in_its_place, "".join(out))


def _in_its_place(reference: re.Match[str]) -> str:
    """What a character reference shows, as wide as the reference."""
    from html import unescape

    return unescape(reference[0])[: len(reference[0])].ljust(len(reference[0]))
