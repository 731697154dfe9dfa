"""Results for a person at a terminal: takes a safe result and prints coloured cards and tables. The only importer of rich.

Everything is built from ``Text``, never from markup, so that brackets in a formula stay brackets.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console, Group
from rich.padding import Padding
from rich.panel import Panel
from rich.style import Style
from rich.table import Table
from rich.text import Text

from notation.cli import view

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

    from notation.explanations import Decoding, Recognised, Row
    from notation.results import Confusion, LookupResult, Match, Pointer, SenseInfo

_SYMBOL = "bold cyan"
_NAME = "bold"
_FIELD = "magenta"
_LABEL = "dim"
_LATEX = "green"
_GUESS = "yellow"
_LINK = "blue underline"
_HIT = "bold yellow"
_SYMBOL_AT_MOST = 16
_ROOMY = 72
_WIDEST = 100


def show_lookup(result: LookupResult, every: bool) -> None:
    """Print the card of the best match and a line for each other one."""
    console = _console()
    best, others = result.matches[0], result.matches[1:]
    console.print(Panel(Group(*_card(best, every)), border_style="cyan", padding=(0, 1)))
    if others:
        console.print(Text("Other matches", style=_NAME))
        for line in _others(others):
            console.print(line, no_wrap=True, overflow="ellipsis")


def show_decoding(decoding: Decoding, every: bool) -> None:
    """Print the formula, its reading and its glossary."""
    console = _console()
    rows, also = view.explained(decoding, every)
    console.print(Panel(Group(*_head(decoding)), border_style="cyan", padding=(0, 1)))
    if rows:
        console.print(_glossary(rows, console.width >= _ROOMY))
    notes = ((also, _LABEL), (view.unknown(decoding), _GUESS), *((f"Warning: {it}", _GUESS) for it in decoding.warnings))
    for line, style in notes:
        if line:
            console.print(Text(line, style=style))


def _console() -> Console:
    console = Console(highlight=False, emoji=False, markup=False)
    console.width = min(console.width, _WIDEST)
    return console


def _card(match: Match, every: bool) -> Iterator[RenderableType]:
    hit = match.matched_text
    yield Text.assemble((match.symbol, _SYMBOL), "  ", _marked(view.title(match), hit, _NAME))
    yield _facts(view.facts(match), hit)
    senses, rest = view.shown_senses(match, every)
    for sense in senses:
        yield Text()
        yield from _sense(sense, hit, every)
    for line in filter(None, (rest, view.no_sense(match))):
        yield Text(f"\n{line}", style=_LABEL)
    if match.confused:
        yield Text("\nEasily confused with", style=_NAME)
        yield _confused(match.confused)


def _marked(text: str, hit: str, style: str = "") -> Text:
    """``text``, with what the query hit standing out."""
    return Text.assemble(*((piece, _HIT if is_hit else style) for piece, is_hit in view.marked(text, hit)))


def _facts(facts: Sequence[tuple[str, str]], hit: str) -> Table:
    grid = _grid()
    for label, text in facts:
        grid.add_row(Text(label, style=_LABEL), _marked(text, hit, _LATEX if label == "LaTeX" else ""))
    return grid


def _sense(sense: SenseInfo, hit: str, every: bool) -> Iterator[RenderableType]:
    yield _named(sense.name, sense.field, hit)
    yield Padding(Text(sense.meaning), (0, 0, 0, 2))
    grid = _grid()
    if sense.example:
        grid.add_row(Text("e.g.", style=_LABEL), Text(view.example(sense), style=_LATEX))
    for number, place in enumerate(_places(sense.resources, every)):
        grid.add_row(Text("" if number else "Learn", style=_LABEL), place)
    yield Padding(grid, (0, 0, 0, 2))


def _named(name: str, field: str, hit: str = "") -> Text:
    return Text.assemble(_marked(name, hit, _NAME), (f"  {field}" if field else "", _FIELD))


def _places(pointers: Sequence[Pointer], every: bool = False) -> list[Text]:
    return [_place(place) for place in view.places(pointers, every)]


def _place(place: view.Place) -> Text:
    if not place.url:
        return Text(place.words)
    return Text.assemble((place.words or place.url, Style.parse(_LINK) + Style(link=place.url)))


def _confused(confused: Sequence[Confusion]) -> Table:
    grid = _grid()
    for other in confused:
        grid.add_row(Text(other.symbol, style=_SYMBOL), Text.assemble((other.name, _NAME), f": {other.tell}"))
    return grid


def _others(others: Sequence[Match]) -> Iterator[Text]:
    wide = min(_SYMBOL_AT_MOST, max(cell_len(match.symbol) for match in others))
    for match in others:
        gap = " " * (2 + max(0, wide - cell_len(match.symbol)))
        yield Text.assemble("  ", (match.symbol, _SYMBOL), gap, _marked(view.with_hit(match), match.matched_text))


def _grid() -> Table:
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    return grid


def _head(decoding: Decoding) -> Iterator[RenderableType]:
    yield Text(view.pasted(decoding), style=_LATEX)
    for found in decoding.recognised:
        yield Text()
        yield from _recognised(found)
    if decoding.reading:
        yield Text.assemble(("\n“", _LABEL), (decoding.reading, _NAME), ("”", _LABEL))


def _recognised(found: Recognised) -> Iterator[RenderableType]:
    yield Text.assemble("This is ", (found.name, _SYMBOL), f": {found.meaning}" if found.meaning else "")
    yield from _places(found.resources)


def _glossary(rows: Sequence[Row], roomy: bool) -> Table:
    table = Table(box=SIMPLE_HEAD, header_style=_LABEL, padding=(0, 2, 0, 0), pad_edge=False, expand=roomy)
    table.add_column("Symbol", max_width=_SYMBOL_AT_MOST, overflow="fold")
    table.add_column("Meaning", ratio=3 if roomy else None, overflow="fold")
    if roomy:
        table.add_column("Field and reason", ratio=2, overflow="fold")
    for row in rows:
        table.add_row(_symbol(row), *_cells(row, roomy))
    return table


def _symbol(row: Row) -> Text:
    symbol, *latex = view.symbol_lines(row)
    return Text.assemble((symbol, _SYMBOL), *((f"\n{line}", _LATEX) for line in latex))


def _cells(row: Row, roomy: bool) -> list[RenderableType]:
    why = Text(view.reason(row), style=_GUESS if row.confidence == "guess" else _LABEL)
    meaning = [Text(row.meaning)] if row.meaning else []
    learn = _places(row.resources[:1])
    if roomy:
        beside = [Text(row.field, style=_FIELD)] if row.field else []
        return [Group(Text(row.name, style=_NAME), *meaning, *learn, Text()), Group(*beside, why, Text())]
    return [Group(_named(row.name, row.field), *meaning, *([why] if why else []), *learn, Text())]
