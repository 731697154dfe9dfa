"""Results in a notebook: takes a match, a look-up or a decoding and gives it as Markdown or HTML.

Each result becomes a few neutral blocks of escaped cells, which two short writers then spell. Nothing in a result is
taken for markup, for mathematics to typeset, or for a link that leads elsewhere than to the web.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from notation.explanations import Decoding, Recognised, Row
    from notation.results import LookupResult, Match, Pointer, SenseInfo

_MARKDOWN_SIGNS = re.compile(r"([\\`*_{}\[\]()<>#+!|~$&=-])")
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words in one ``style``: plain, strong, code or link (to ``url``)."""

    text: str
    style: str = "plain"
    url: str = ""


Cell = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One line of words."""

    cell: Cell


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its heads and its rows."""

    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


Blocks = list[Paragraph | Grid]


def match_markdown(match: Match) -> str:
    """The card of a match as Markdown."""
    return _markdown(_match(match))


def match_html(match: Match) -> str:
    """The card of a match as HTML."""
    return _html(_match(match))


def lookup_markdown(result: LookupResult) -> str:
    """The best match as a card and the others as a table, as Markdown."""
    return _markdown(_lookup(result))


def lookup_html(result: LookupResult) -> str:
    """The best match as a card and the others as a table, as HTML."""
    return _html(_lookup(result))


def decoding_markdown(decoding: Decoding) -> str:
    """The reading and the glossary of a formula as Markdown."""
    return _markdown(_decoding(decoding))


def decoding_html(decoding: Decoding) -> str:
    """The reading and the glossary of a formula as HTML."""
    return _html(_decoding(decoding))


def _match(match: Match) -> Blocks:
    typed = (*match.latex, match.codepoint, match.typed.html, match.typed.typst)
    blocks: Blocks = [Paragraph((Piece(match.symbol, "strong"), Piece(f" {match.name}")))]
    blocks.append(Paragraph((Piece("Type: "), *_spaced([Piece(it, "code") for it in typed if it]))))
    if match.aliases:
        blocks.append(Paragraph((Piece(f"Also called: {', '.join(match.aliases)}"),)))
    if match.senses:
        blocks.append(Grid(("Meaning", "Field", "Example", "Learn"), tuple(map(_sense, match.senses))))
    else:
        blocks.append(Paragraph((Piece("No curated meaning yet: this is what Unicode calls it."),)))
    return blocks + [_told(it.symbol, it.name, it.tell) for it in match.confused]


def _told(symbol: str, name: str, tell: str) -> Paragraph:
    return Paragraph((Piece("Easily confused with "), Piece(symbol, "strong"), Piece(f" {name}: {tell}")))


def _sense(sense: SenseInfo) -> tuple[Cell, ...]:
    around = f", {sense.around}" if sense.around else ""
    example = (Piece(sense.example, "code"), Piece(f" {sense.example_reading}{around}")) if sense.example else ()
    return _meant(sense.name, sense.meaning), (Piece(sense.field),), example, _learn(sense.resources)


def _meant(name: str, meaning: str) -> Cell:
    return (Piece(name, "strong"), Piece(f" {meaning}")) if meaning else (Piece(name, "strong"),)


def _learn(pointers: Sequence[Pointer]) -> Cell:
    return _spaced([Piece(", ".join(filter(None, (it.title, it.where))), "link", it.url) for it in pointers])


def _spaced(pieces: list[Piece]) -> Cell:
    gaps = [(piece, Piece(" · ")) for piece in pieces]
    return tuple(part for pair in gaps for part in pair)[:-1]


def _lookup(result: LookupResult) -> Blocks:
    if not result.matches:
        near = f" Did you mean: {', '.join(result.suggestions)}?" if result.suggestions else ""
        return [Paragraph((Piece(f"No match for “{result.query}”.{near}"),))]
    blocks = _match(result.matches[0])
    if others := result.matches[1:]:
        blocks.append(Grid(("Other matches", "Name", "Meaning"), tuple(map(_other, others))))
    return blocks + _warned(result.warnings)


def _other(match: Match) -> tuple[Cell, ...]:
    meaning = _meant(match.senses[0].name, match.senses[0].meaning) if match.senses else ()
    return (Piece(match.symbol, "strong"),), (Piece(match.name),), meaning


def _decoding(decoding: Decoding) -> Blocks:
    blocks: Blocks = [_recognised(it) for it in decoding.recognised]
    if decoding.reading:
        blocks.append(Paragraph((Piece(decoding.reading, "strong"),)))
    if rows := tuple(_row(row) for row in decoding.symbols if not row.elementary):
        blocks.append(Grid(("Symbol", "Meaning", "Field", "Why", "Learn"), rows))
    if decoding.unknown:
        names = [Piece(name, "code") for name in dict.fromkeys(it.latex for it in decoding.unknown)]
        blocks.append(Paragraph((Piece("Not in the dictionary: "), *_spaced(names))))
    return blocks + _warned(decoding.warnings)


def _recognised(found: Recognised) -> Paragraph:
    return Paragraph((Piece("This is "), *_meant(found.name, found.meaning), Piece(" "), *_learn(found.resources)))


def _row(row: Row) -> tuple[Cell, ...]:
    symbol = (Piece(row.symbol, "strong"), Piece(" "), Piece(row.latex, "code"))
    why = row.why if row.confidence == "certain" else f"{row.confidence}: {row.why}"
    if row.confidence == "guess" and row.alternatives:
        why += f"; or: {', '.join(it.name for it in row.alternatives)}"
    return symbol, _meant(row.name, row.meaning), (Piece(row.field),), (Piece(why),), _learn(row.resources[:1])


def _warned(warnings: Sequence[str]) -> Blocks:
    return [Paragraph((Piece(f"Warning: {it}"),)) for it in warnings]


def _markdown(blocks: Blocks) -> str:
    return "\n\n".join(map(_markdown_block, blocks)) + "\n"


def _markdown_block(block: Paragraph | Grid) -> str:
    if isinstance(block, Paragraph):
        return _markdown_cell(block.cell)
    heads = [f"| {' | '.join(block.heads)} |", f"|{' --- |' * len(block.heads)}"]
    return "\n".join([*heads, *(f"| {' | '.join(map(_markdown_cell, row))} |" for row in block.rows)])


def _markdown_cell(cell: Cell) -> str:
    return "".join(map(_markdown_piece, cell)).strip()


def _markdown_piece(piece: Piece) -> str:
    if piece.style == "code":
        # HTML, because a Markdown code span cannot hold a backtick or, within a table, a bar.
        return f"<code>{_MARKDOWN_SIGNS.sub(_entity, _one_line(piece.text))}</code>"
    text = _MARKDOWN_SIGNS.sub(r"\\\1", _one_line(piece.text))
    if piece.style == "strong" and text.strip():
        return f"**{text.strip()}**"
    address = _address(piece.url)
    return f"[{text}](<{address}>)" if piece.style == "link" and address else text


def _entity(sign: re.Match[str]) -> str:
    return f"&#{ord(sign.group())};"


def _html(blocks: Blocks) -> str:
    # The classes keep MathJax from typesetting LaTeX that is shown as LaTeX.
    return f'<div class="tex2jax_ignore mathjax_ignore">{"".join(map(_html_block, blocks))}</div>'


def _html_block(block: Paragraph | Grid) -> str:
    if isinstance(block, Paragraph):
        return f"<p>{_html_cell(block.cell)}</p>"
    heads = "".join(f"<th>{head}</th>" for head in block.heads)
    rows = "".join(f"<tr>{''.join(f'<td>{_html_cell(cell)}</td>' for cell in row)}</tr>" for row in block.rows)
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"


def _html_cell(cell: Cell) -> str:
    return "".join(map(_html_piece, cell)).strip()


def _html_piece(piece: Piece) -> str:
    text = html.escape(_one_line(piece.text))
    if piece.style in ("strong", "code"):
        return f"<{piece.style}>{text}</{piece.style}>"
    address = _address(piece.url)
    return f'<a href="{html.escape(address)}">{text}</a>' if piece.style == "link" and address else text


def _one_line(text: str) -> str:
    return _UNSEEN.sub(" ", text.encode("utf-8", "replace").decode("utf-8"))


def _address(url: str) -> str:
    safe = url.startswith(("https://", "http://")) and not re.search(r"[\s<>|\\]", url)
    return url if safe else ""
