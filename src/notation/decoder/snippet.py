"""What was pasted, as prose and formulas.

Takes the user's text; gives its parts in order, each with its offsets. Dollars, ``\\(…\\)``, ``\\[…\\]`` and equation
environments mark formulas; a text without any of them is one formula, unless it reads like prose. Of MathML and of the HTML
around it the TeX annotation is taken.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from notation.errors import InputError

_DISPLAYS = "equation|align|gather|multline|eqnarray|displaymath|math|flalign|alignat"
_MARKED = re.compile(
    r"\$\$(?P<a>.+?)\$\$|\\\[(?P<b>.+?)\\\]|\\\((?P<c>.+?)\\\)|(?<!\\)\$(?P<d>(?:\\.|[^$\\])+?)\$"
    rf"|(?P<e>\\begin\{{(?P<env>(?:{_DISPLAYS})\*?)\}}.+?\\end\{{(?P=env)\}})",
    re.DOTALL,
)
_WORDS = re.compile(r"[A-Za-z]{2,}(?:[-'’][a-z]+)*")
_MATHS = re.compile(r"[\\^_={}<>+*/|∀-⋿←-⇿]|[Α-ω𝐀-𝟿ℂ-ℿ]|\d")
_TEX = "application/x-tex"
_ANNOTATION = re.compile(r"<annotation\b[^<>]*application/x-tex[^<>]*>([^<]+)<")
_COMMANDS = re.compile(r"\\[A-Za-z]+")
# What stands between formulas and says nothing: white space, \tag{…}, \label{…}.
_LAYOUT = re.compile(r"(?:\s|\\[A-Za-z]+\*?(?:\{[^{}]*\})?)*")
MIN_PROSE_WORDS = 4


@dataclass(frozen=True, slots=True)
class Part:
    """A formula, or prose; ``start`` and ``end`` are offsets of its content in the user's text."""

    formula: bool
    start: int
    end: int


def parts_of(text: str) -> list[Part]:
    """The parts of a snippet. A snippet that is one formula gives one part."""
    if "<math" in text or _TEX in text:
        return _annotations(text)
    parts: list[Part] = []
    position = 0
    for match in _MARKED.finditer(text):
        if match.start() > position:
            parts.append(Part(False, position, match.start()))
        name = next(n for n in "abcde" if match[n] is not None)
        parts.append(Part(True, *match.span(name)))
        position = match.end()
    if not parts:
        return [Part(not is_prose(text), 0, len(text))]
    if position < len(text):
        parts.append(Part(False, position, len(text)))
    if any(not p.formula and _is_latex(text[p.start : p.end]) for p in parts):
        return [Part(True, 0, len(text))]
    return [p for p in parts if p.formula or not _LAYOUT.fullmatch(text, p.start, p.end)]


def _annotations(text: str) -> list[Part]:
    """The TeX that KaTeX, MathJax and Wikipedia leave in the MathML of a page.

    Raises :class:`InputError` for MathML without it.
    """
    found = [Part(True, *match.span(1)) for match in _ANNOTATION.finditer(text)]
    if not found:
        raise InputError(
            "this is MathML without its TeX, which cannot be read", text=text, hint="copy the formula's LaTeX instead"
        )
    return found


def _is_latex(text: str) -> bool:
    """Whether what stands between dollars is itself a formula, as around the ``\\text{$x$}`` of a larger one."""
    commands = len(_COMMANDS.findall(_LAYOUT.sub("", text, count=1)))
    return commands >= MIN_PROSE_WORDS and 2 * commands > len(_WORDS.findall(_COMMANDS.sub(" ", text)))


def is_prose(text: str) -> bool:
    """Whether an unmarked text is words rather than a formula."""
    bare = re.sub(r"\\[A-Za-z]+\s*\{[^{}]*\}|\\[A-Za-z]+", " ", text)
    words = len(_WORDS.findall(bare))
    signs = max(len(_MATHS.findall(text)), 2 * len(_COMMANDS.findall(text)))
    return words >= MIN_PROSE_WORDS and words > signs
