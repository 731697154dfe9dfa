"""What both views say: takes parts of a safe result and gives the words, which plain.py and render.py then lay out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from notation.explanations import Decoding, Row
    from notation.results import LookupResult, Match, Pointer, SenseInfo

DESCRIBE = (
    "To describe a shape, name its parts, where they are, how many, and which way they are turned: "
    "“circle with a plus”, “backwards E”, “two wavy lines”, “arrow with a hook at its tail”."
)
FEW_SENSES = 4
_FEW_WORDS = 6
_FEW_POINTERS = 2
_LONG_INPUT = 600
_WIDE_LATEX = 16
_PLAIN_HITS = frozenset({"symbol", "latex", "name", "codepoint"})


class Place(NamedTuple):
    """A place to learn from: its words, and its address where that is one of the web."""

    words: str
    url: str


def title(match: Match) -> str:
    """The name of an entry and how it is said, where that differs."""
    name = match.name or match.id
    return f"{name}, say “{match.say}”" if match.say and match.say != match.name else name


def facts(match: Match) -> list[tuple[str, str]]:
    """Labelled lines about the entry itself: how to type it, and what else it is called."""
    lines = [
        ("LaTeX", "  ".join(match.latex[:_FEW_WORDS])),
        ("Type", " · ".join(_typed(match))),
        ("Also", _some(match.aliases)),
        ("Looks like", _some(match.shapes)),
        ("Found by", f"{match.matched}: “{match.matched_text}”" if match.matched not in _PLAIN_HITS else ""),
    ]
    return [(label, text) for label, text in lines if text]


def _typed(match: Match) -> list[str]:
    ways = ((match.codepoint or "", "Unicode"), (match.typed.html, "HTML"), (match.typed.typst, "Typst"))
    return [f"{spelling} ({where})" for spelling, where in ways if spelling]


def _some(words: Sequence[str]) -> str:
    return ", ".join(words[:_FEW_WORDS]) + (", …" if len(words) > _FEW_WORDS else "")


def shown_senses(match: Match, every: bool) -> tuple[tuple[SenseInfo, ...], str]:
    """The senses to print, and a line that counts the rest."""
    shown = match.senses if every else match.senses[:FEW_SENSES]
    rest = len(match.senses) - len(shown)
    return shown, f"… and {rest} more: --all" if rest else ""


def no_sense(match: Match) -> str:
    """What stands in the place of senses where there are none."""
    return "" if match.senses else "No curated meaning yet: this is what Unicode calls it."


def example(sense: SenseInfo) -> str:
    """The example as LaTeX, how it is read aloud, and the prose that it stands in."""
    reading = sense.example_reading or sense.say
    around = f", {sense.around}" if sense.around else ""
    return f"{sense.example}  “{reading}”{around}" if sense.example and reading else sense.example + around


def places(pointers: Sequence[Pointer], every: bool = False) -> list[Place]:
    """Where to learn more, the first few."""
    some = pointers if every else pointers[:_FEW_POINTERS]
    return [Place(", ".join(filter(None, (it.title, it.where))), web_address(it.url)) for it in some]


def web_address(url: str) -> str:
    """``url`` where it leads to the web, else "": a link must not start a program."""
    return url if url.startswith(("https://", "http://")) and not any(c.isspace() for c in url) else ""


def brief(match: Match) -> str:
    """What another match is, for its one line: its name, then its first meaning."""
    if not match.senses:
        return match.name
    first = match.senses[0]
    sense = first.meaning if first.name == match.name else f"{first.name}: {first.meaning}"
    return f"{match.name} ({first.field}): {sense}" if first.field else f"{match.name}: {sense}"


def with_hit(match: Match) -> str:
    """The line of a match at a terminal: behind the name what the query hit, where the rest does not say so."""
    line = brief(match)
    if match.matched in _PLAIN_HITS or any(is_hit for _, is_hit in marked(line, match.matched_text)):
        return line
    return f"{match.name} “{match.matched_text}”{line[len(match.name) :]}"


def marked(text: str, hit: str) -> list[tuple[str, bool]]:
    """``text`` in pieces, each with whether it is what the query hit; a hit is made of whole words, in capitals or not."""
    word = rf"(?<!\w){re.escape(hit)}(?!\w)" if hit.strip() else r"(?!)"
    pieces, at = [], 0
    for found in re.finditer(word, text, re.IGNORECASE):
        pieces += [(text[at : found.start()], False), (found[0], True)]
        at = found.end()
    return [(piece, is_hit) for piece, is_hit in (*pieces, (text[at:], False)) if piece]


def no_match(result: LookupResult) -> list[str]:
    """What to say where nothing was found: the nearest guesses, and how to describe a shape."""
    near = f" Did you mean: {', '.join(result.suggestions)}?" if result.suggestions else ""
    return [f"No match for “{result.query}”.{near}", DESCRIBE]


def pasted(decoding: Decoding) -> str:
    """The formula as it was given, the first part of it where it is long."""
    text = decoding.input.strip("\n")
    return text if len(text) <= _LONG_INPUT else text[:_LONG_INPUT].rstrip() + " …"


def explained(decoding: Decoding, every: bool) -> tuple[list[Row], str]:
    """The rows of the glossary, and one line that names the elementary ones that it leaves out."""
    if every:
        return list(decoding.symbols), ""
    rows = [row for row in decoding.symbols if not row.elementary]
    left = dict.fromkeys(f"{row.symbol} {row.name}" for row in decoding.symbols if row.elementary)
    return rows, f"Also: {', '.join(left)}" if left else ""


def symbol_lines(row: Row) -> list[str]:
    """The first cell of a row: the symbol, and below it the LaTeX where that is short and different."""
    latex = row.latex.strip()
    if latex == row.symbol or not 0 < len(latex) <= _WIDE_LATEX or "\n" in latex:
        return [row.symbol or latex]
    return [row.symbol, latex] if row.symbol else [latex]


def reason(row: Row) -> str:
    """Why the row says what it says, and how sure that is; a guess names what else it could be."""
    if row.confidence == "certain":
        return row.why
    words = f"{row.confidence}: {row.why}" if row.why else row.confidence
    if row.confidence != "guess" or not row.alternatives:
        return words
    return f"{words}; or: {', '.join(it.name for it in row.alternatives)}"


def unknown(decoding: Decoding) -> str:
    """A line that names what no dictionary has."""
    names = dict.fromkeys(it.latex for it in decoding.unknown)
    return f"Not in the dictionary: {'  '.join(names)}" if names else ""
