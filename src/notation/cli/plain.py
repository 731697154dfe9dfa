"""Results as plain aligned text, for pipes and files: takes a safe result and prints it, without colours or rich."""

from __future__ import annotations

import shutil
import textwrap
import unicodedata
from typing import TYPE_CHECKING

from notation.cli import view

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from notation.explanations import Decoding, Recognised, Row
    from notation.results import Confusion, LookupResult, Match, Pointer, SenseInfo

_LABEL = 12
_SHORT_LABEL = 9
_SHORTEST_LABEL = 7
_SYMBOL_AT_MOST = 16
_NARROWEST = 30


def show_lookup(result: LookupResult, every: bool) -> None:
    """Print the card of the best match and a line for each other one."""
    best, others = result.matches[0], result.matches[1:]
    _print(card(best, every))
    if others:
        _print(["", "Other matches:", *_others(others)])


def show_decoding(decoding: Decoding, every: bool) -> None:
    """Print the formula, its reading and its glossary."""
    rows, also = view.explained(decoding, every)
    _print(view.pasted(decoding).split("\n"))
    for found in decoding.recognised:
        _print(["", *_recognised(found)])
    if decoding.reading:
        _print(["", *_wrapped(f"Reads: {decoding.reading}", "", "  ")])
    _print(_glossary(rows))
    for line in (also, view.unknown(decoding), *(f"Warning: {it}" for it in decoding.warnings)):
        if line:
            _print(["", *_wrapped(line, "", "  ")])


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        print(line)


def card(match: Match, every: bool) -> Iterator[str]:
    """The lines of the card of a match."""
    yield f"{match.symbol}  {view.title(match)}"
    for label, text in view.facts(match):
        yield from _labelled(label, text, "  ")
    senses, rest = view.shown_senses(match, every)
    for sense in senses:
        yield from ("", *_sense(sense, every))
    for line in filter(None, (rest, view.no_sense(match))):
        yield from ("", f"  {line}")
    if match.confused:
        yield from ("", "  Easily confused with:", *_confused(match.confused))


def _sense(sense: SenseInfo, every: bool) -> Iterator[str]:
    yield f"  {sense.name} ({sense.field})" if sense.field else f"  {sense.name}"
    yield from _wrapped(sense.meaning, "    ")
    if sense.example:
        yield from _labelled("Example", view.example(sense), "    ", _SHORT_LABEL)
    yield from _learn(sense.resources, "    ", every)


def _learn(pointers: Sequence[Pointer], indent: str, every: bool = False) -> Iterator[str]:
    for place in view.places(pointers, every):
        yield from _labelled("Learn", " ".join(filter(None, (place.words, place.url))), indent, _SHORT_LABEL)


def _confused(confused: Sequence[Confusion]) -> Iterator[str]:
    for other in confused:
        yield from _wrapped(f"{other.symbol}  {other.name}: {other.tell}", "    ", "       ")


def symbol_width(matches: Sequence[Match]) -> int:
    """How many columns to give the symbols of these matches."""
    return min(_SYMBOL_AT_MOST, max((width(match.symbol) for match in matches), default=0))


def _others(others: Sequence[Match]) -> Iterator[str]:
    wide = symbol_width(others)
    for match in others:
        yield _cut(f"  {padded(match.symbol, wide)}  {view.brief(match)}")


def _recognised(found: Recognised) -> Iterator[str]:
    yield from _wrapped(f"This is {found.name}: {found.meaning}" if found.meaning else f"This is {found.name}.", "", "  ")
    yield from _learn(found.resources, "  ")


def _glossary(rows: Sequence[Row]) -> Iterator[str]:
    firsts = [view.symbol_lines(row) for row in rows]
    wide = min(_SYMBOL_AT_MOST, max((width(line) for lines in firsts for line in lines), default=0))
    for row, first in zip(rows, firsts, strict=True):
        yield ""
        yield from _beside(first, list(_meaning(row, wide + 2)), wide)


def _beside(left: list[str], right: list[str], wide: int) -> Iterator[str]:
    """Two cells side by side; a left line that is too wide keeps a line of its own."""
    while left and width(left[0]) > wide:
        yield left.pop(0)
    for number in range(max(len(left), len(right))):
        first = left[number] if number < len(left) else ""
        second = right[number] if number < len(right) else ""
        yield f"{padded(first, wide)}  {second}".rstrip()


def _meaning(row: Row, indent: int) -> Iterator[str]:
    name = f"{row.name} ({row.field})" if row.field else row.name
    text = f"{name}: {row.meaning}" if row.meaning else name
    yield from _wrapped(text, less=indent)
    if why := view.reason(row):
        yield from _labelled("Why", why, "", _SHORTEST_LABEL, indent)
    for place in view.places(row.resources[:1]):
        yield from _labelled("Learn", " ".join(filter(None, (place.words, place.url))), "", _SHORTEST_LABEL, indent)


def _labelled(label: str, text: str, indent: str, wide: int = _LABEL, less: int = 0) -> list[str]:
    return _wrapped(text, f"{indent}{label + ':':<{wide}}", indent + " " * wide, less)


def _wrapped(text: str, first: str = "", rest: str | None = None, less: int = 0) -> list[str]:
    room = max(_NARROWEST, _columns() - less)
    lines = textwrap.wrap(
        text, room, initial_indent=first, subsequent_indent=first if rest is None else rest,
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip
    return lines or [first.rstrip()]


def _columns() -> int:
    return shutil.get_terminal_size().columns


def _cut(line: str) -> str:
    room = max(_NARROWEST, _columns())
    return line if width(line) <= room else line[: room - 1].rstrip() + "…"


def padded(text: str, wide: int) -> str:
    """``text`` with spaces behind it up to ``wide`` columns."""
    return text + " " * max(0, wide - width(text))


def width(text: str) -> int:
    """How many columns ``text`` takes: marks that sit on another character take none, East Asian ones two."""
    return sum(map(_char_width, text))


def _char_width(char: str) -> int:
    if char.isascii():
        return 1
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
