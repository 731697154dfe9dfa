"""The marks that set formulas apart in a text: dollars, ``\\(…\\)``, ``\\[…\\]``, equation environments, Wikipedia's
``{\\displaystyle …}`` and Markdown's code.

Takes a text; gives the formulas that are marked in it and the prose between them, with their offsets. Every pass is linear,
whatever is left open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from notation.decoder.snippet import COMMANDS, LONGEST_DRAWN, MATHS, WORDS, Part

_DISPLAYS = "equation|align|gather|multline|eqnarray|displaymath|math|flalign|alignat"
# What begins a formula, or is skipped so that it begins none: \$ and other escapes.
_OPENING = re.compile(
    r"\\\\[(\[]|\\[(\[]|\$\$|\$|```[^\n`]*\n|(?<!`)`(?!`)"
    rf"|\\begin\{{(?:{_DISPLAYS})\*?\}}|(?<!\S)\{{\\(?:display|text)style\b|\\."
    r"|(?<!\d)(?<!\d\s)%[^\n]*"
)
_PRICE = re.compile(r"\$\d[\d.,]*+(?:[^$]*+\$\d|\s+[A-Za-z]{2}[^$]*\s\$)")
_TEXT_COMMAND = re.compile(r"\\(?:text|mbox|hbox|textrm|textnormal|intertext)\s?\Z")
_ANY_MARK = re.compile(rf"[$`]|\\[(\[]|\\begin\{{(?:{_DISPLAYS})|\{{\\(?:display|text)style\b")
_CLOSING = {"\\(": "\\)", "\\[": "\\]", "\\\\(": "\\\\)", "\\\\[": "\\\\]", "$$": "$$", "`": "`", "```": "```"}
_NESTING = re.compile(r"\\.|\$\$?|[{}]", re.DOTALL)
# What stands between formulas and says nothing: white space, \tag{…}, \label{…}, rules of Markdown.
_LAYOUT = re.compile(r"(?:\s|\\[A-Za-z]+\*?(?:\{[^{}]*\})?|`|\*\*)*+")
# A formula as Wikipedia draws it, one sign a line, in front of its LaTeX.
_DRAWN = re.compile(r"(?:^|(?<=\n))(?:[^\S\n]*+[^\s\\]{0,6}[^\S\n]*+\n)++[^\S\n]*+\Z")
_MIN_WORDS_AROUND = 2


def parts_of(text: str) -> list[Part]:
    """The formulas that marks set apart and what is said between them; none where no mark encloses a formula."""
    parts = [p for p in marked_parts(text) if p.start < p.end] if _ANY_MARK.search(text) else []
    if not any(p.formula for p in parts):
        return []
    return [p for p in parts if p.formula or not _LAYOUT.fullmatch(text, p.start, p.end)]


def marked_parts(text: str) -> Iterator[Part]:
    """All formulas that marks set apart, and all that stands between them."""
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
    return not COMMANDS.search(rest) and (len(WORDS.findall(rest)) >= _MIN_WORDS_AROUND or "\n" in text.strip())


def _before_drawn(text: str, start: int, end: int) -> int:
    """Where the signs begin that draw once more, one a line, the formula that begins at ``end``."""
    drawn = _DRAWN.search(text, max(start, end - LONGEST_DRAWN), end)
    return end if drawn is None else drawn.start()
