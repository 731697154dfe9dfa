"""What was pasted, as prose and formulas.

Takes the user's text; gives its parts in order, each with its offsets. Dollars, ``\\(…\\)``, ``\\[…\\]``, equation
environments, Wikipedia's ``{\\displaystyle …}`` and Markdown's code mark formulas; a text without any of them is one formula,
unless it reads like prose. Pasted pages go to :mod:`notation.decoder.page`. Every pass is linear, whatever is left open.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from typing import NamedTuple

from notation.text import is_invisible

_DISPLAYS = "equation|align|gather|multline|eqnarray|displaymath|math|flalign|alignat"
# What begins a formula, or is skipped so that it begins none: \$ and other escapes.
_OPENING = re.compile(
    r"\\\\[(\[]|\\[(\[]|\$\$|\$|```[^\n`]*\n|(?<!`)`(?!`)"
    rf"|\\begin\{{(?:{_DISPLAYS})\*?\}}|(?<!\S)\{{\\(?:display|text)style\b|\\."
    r"|(?<!\d)(?<!\d\s)%[^\n]*"
)
_PRICE = re.compile(r"\$\d[\d.,]*+(?:[^$]*+\$\d|\s+[A-Za-z]{2}[^$]*\s\$)")
_COMMENT = re.compile(r"(?<![\\\d])(?<!\d\s)%[^\n]*")
_TEXT_COMMAND = re.compile(r"\\(?:text|mbox|hbox|textrm|textnormal|intertext)\s?\Z")
_ANY_MARK = re.compile(rf"[$`]|\\[(\[]|\\begin\{{(?:{_DISPLAYS})|\{{\\(?:display|text)style\b")
_CLOSING = {"\\(": "\\)", "\\[": "\\]", "\\\\(": "\\\\)", "\\\\[": "\\\\]", "$$": "$$", "`": "`", "```": "```"}
_NESTING = re.compile(r"\\.|\$\$?|[{}]", re.DOTALL)
_WORDS = re.compile(r"[A-Za-z]{2,}(?:[-'’][a-z]+)*")
MATHS = re.compile(r"[\\^_={}<>+*/|‖∀-⋿←-⇿⟀-⟯⨀-⫿]|[Α-ω𝐀-𝟿ℂ-ℿ]|\d")
_PAGE = re.compile(
    r"<(?:[A-Za-z][\w.-]*:)?(?:math|mi|mn|mo|mrow|mfrac|msup|msub|msubsup|msqrt|mover|munder|munderover|mstyle|mtable)\b"
    r"|application/x-tex|[\"']math/tex"
)
_REFERENCE = re.compile(r"&#?\w{1,31};")
_COMMANDS = re.compile(r"\\[A-Za-z]+")
# What stands between formulas and says nothing: white space, \tag{…}, \label{…}, rules of Markdown.
_LAYOUT = re.compile(r"(?:\s|\\[A-Za-z]+\*?(?:\{[^{}]*\})?|`|\*\*)*+")
# A formula as Wikipedia draws it, one sign a line, in front of its LaTeX.
_DRAWN = re.compile(r"(?:^|(?<=\n))(?:[^\S\n]*+[^\s\\]{0,6}[^\S\n]*+\n)++[^\S\n]*+\Z")
_LONGEST_DRAWN = 2_000
_SHORTEST_DRAWN = 3
_TEX_MARK = re.compile(r"\\[A-Za-z]+|[\\{}^_]")
MIN_PROSE_WORDS = 4
_MIN_WORDS_AROUND = 2


class Tongue(NamedTuple):
    """What tells prose from formulas: words that stand in no formula ("the", "is"), letters that are words, too, words that are a
    sign: typed for one ("is in"), or its name (``log``), and signs beside which a letter is no word, or that make a statement."""

    telling: frozenset[str]
    letters: frozenset[str]
    typed: Collection[str]
    is_name: Callable[[str], bool]
    acting: frozenset[str]
    relating: frozenset[str]

    def relates(self, text: str) -> bool:
        """Whether a sign stands in the text that makes a statement."""
        return not self.relating.isdisjoint(text)


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
    parts = [p for p in marked_parts(text) if p.start < p.end] if _ANY_MARK.search(text) else []
    if not any(p.formula for p in parts):
        drawn = _drawn_twice(text)
        if drawn is None and tongue is not None and not tongue.telling.isdisjoint(text.lower().split()):
            from notation.decoder import unmarked

            return unmarked.parts_of(text, tongue) or [Part(not is_prose(text), 0, len(text))]
        return [drawn or Part(not is_prose(text), 0, len(text))]
    return [p for p in parts if p.formula or not _LAYOUT.fullmatch(text, p.start, p.end)]


def marked_parts(text: str) -> Iterator[Part]:
    """The formulas that marks set apart, and the prose between them."""
    marks = _Marks(text)
    position = at = 0
    while (opening := _OPENING.search(text, at)) is not None:
        at = opening.end()
        found = marks.formula(opening)
        if found is None:
            continue
        part, at = found
        before = opening.start()
        if opening[0].startswith("{"):
            before = _before_drawn(text, position, before)
        yield Part(False, position, before)
        yield part
        position = at
    yield Part(False, position, len(text))


class _Marks:
    """The marks of one text. What was looked for once to the end in vain is not looked for again."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.absent: set[str] = set()
        self.dollars, self.braces, self.groups = _pairs(text)

    def formula(self, opening: re.Match[str]) -> tuple[Part, int] | None:
        """The formula that a mark opens, and where its closing mark ends."""
        mark, start = opening[0], opening.end()
        if mark == "$":
            end, after = -1 if self.in_text_command(opening.start()) else self.dollars.get(opening.start(), -1), 1
        elif mark.startswith("{"):
            return self.displayed(opening)
        elif mark.startswith("\\begin"):
            closing = "\\end" + mark.removeprefix("\\begin")
            after = len(closing)
            end = self.find(closing, start)
            return None if end < 0 else (Part(True, opening.start(), end + after), end + after)
        else:
            closing = _CLOSING.get("```" if mark.startswith("```") else mark, "")
            end, after = self.find(closing, start + 1) if closing else -1, len(closing)
        if end <= start or (mark == "`" and not self.is_code(start, end)):
            return None
        if mark == "$" and self.text[start : start + 1] == "`" == self.text[end - 1]:
            start, end, after = start + 1, end - 1, 2
        return Part(True, start, end), end + after

    def find(self, closing: str, start: int) -> int:
        if closing in self.absent:
            return -1
        found = self.text.find(closing, start)
        if found < 0:
            self.absent.add(closing)
        return found

    def in_text_command(self, at: int) -> bool:
        """Whether a dollar stands in the ``\\text{…}`` of a larger formula."""
        brace = self.groups.get(at, 0)
        return _TEXT_COMMAND.search(self.text, max(0, brace - 14), brace) is not None

    def is_code(self, start: int, end: int) -> bool:
        """Whether Markdown's code is a formula: on one line, with a sign of mathematics, and without dollars of its own."""
        inside = self.text[start:end]
        return "\n" not in inside and "$" not in inside and (len(inside) == 1 or MATHS.search(inside) is not None)

    def displayed(self, opening: re.Match[str]) -> tuple[Part, int] | None:
        """``{\\displaystyle …}`` between words, as Wikipedia's pages are copied."""
        end = self.braces.get(opening.start(), -1)
        if end < 0 or not self.worded:
            return None
        return Part(True, opening.start(), end + 1), end + 1

    @property
    def worded(self) -> bool:
        """Whether the text has words or drawn signs beside what stands in braces, and no marks of its own."""
        return "$" not in self.text and _has_words_outside(self.text, self.braces)


def _pairs(text: str) -> tuple[dict[int, int], dict[int, int], dict[int, int]]:
    """The dollars that belong together, the braces that do, and in which group a dollar stands. A dollar in a group, as in
    ``\\text{if $x$}``, belongs to one in the same group, unless braces are missing somewhere."""
    flat: dict[int, int] = {}
    nested: dict[int, int] = {}
    braces: dict[int, int] = {}
    groups: dict[int, int] = {}
    waiting, levels, opened, balanced = -1, [-1], list[int](), True
    for match in _NESTING.finditer(text):
        mark, at = match[0], match.start()
        if mark == "{":
            opened.append(at)
            levels.append(-1)
        elif mark == "}" and opened:
            braces[opened.pop()] = at
            levels.pop()
        elif mark == "}":
            balanced = False
        elif mark[0] == "$":
            groups[at] = opened[-1] if opened else 0
            waiting = _paired(text, flat, waiting, at, len(mark))
            levels[-1] = _paired(text, nested, levels[-1], at, len(mark))
    return (nested, braces, groups) if balanced and not opened else (flat, braces, {})


def _paired(text: str, pairs: dict[int, int], waiting: int, at: int, size: int) -> int:
    """Pairs the dollar at ``at`` with one that waits; gives the dollar that waits from now on, or -1."""
    if size == 2:
        if waiting < 0:
            return -1
        pairs[waiting] = at
        return at + 1
    if waiting < 0:
        return at
    if _PRICE.match(text, waiting, at + 2):
        return at
    pairs[waiting] = at
    return -1


def _has_words_outside(text: str, braces: dict[int, int]) -> bool:
    outside, position = [], 0
    for start in sorted(braces):
        if start >= position:
            outside.append(text[position:start])
            position = braces[start] + 1
    rest = " ".join([*outside, text[position:]])
    return not _COMMANDS.search(rest) and (len(_WORDS.findall(rest)) >= _MIN_WORDS_AROUND or "\n" in text.strip())


def _before_drawn(text: str, start: int, end: int) -> int:
    """Where the signs begin that draw once more, one a line, the formula that begins at ``end``."""
    drawn = _DRAWN.search(text, max(start, end - _LONGEST_DRAWN), end)
    return end if drawn is None else drawn.start()


def _drawn_twice(text: str) -> Part | None:
    """The LaTeX in the middle of a formula as KaTeX is copied: ``E=mc2E=mc^2E=mc2``, drawn, typed and drawn again."""
    first_mark, last_mark = _TEX_MARK.search(text), max(map(text.rfind, "\\{}^_"))
    if len(text) > _LONGEST_DRAWN or first_mark is None or not ("\\" in text or "^" in text or "_" in text):
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


def is_prose(text: str) -> bool:
    """Whether an unmarked text is words rather than a formula."""
    text = _COMMENT.sub("", text)
    bare = re.sub(r"\\[A-Za-z]+\s*\{[^{}]*\}|\\[A-Za-z]+", " ", text)
    words = len(_WORDS.findall(bare))
    signs = max(len(MATHS.findall(text)), 2 * len(_COMMANDS.findall(text)))
    return words >= MIN_PROSE_WORDS and words > signs


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
