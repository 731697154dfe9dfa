"""From hits of the search to matches: the entries in full, the sense that was asked for first.

Takes a dictionary and a query; gives a :class:`~notation.results.LookupResult`. A character without an entry still answers,
with its Unicode name.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from notation import keys, search
from notation import text as folding
from notation.results import Confusion, LookupResult, Match, SenseInfo, Typed

if TYPE_CHECKING:
    from notation.dictionary import Dictionary
    from notation.model import Notation, Sense, Symbol
    from notation.ranking import Hit


def lookup(dictionary: Dictionary, query: str, *, field: str | None, limit: int | None) -> LookupResult:
    """The matches of a query, best first. See :meth:`notation.dictionary.Dictionary.lookup`."""
    section = dictionary.store.group("search")
    wanted, warning = dictionary.known_field(field or "")
    hits = search.find(section, query, field=wanted or None, limit=limit)
    char = keys.character(query)
    matches = [_match(dictionary, hit, wanted) for hit in hits]
    if char and not any(h.score >= 100 for h in hits) and folding.is_mathematical(char):
        matches.insert(0, _bare(dictionary, char))
    guesses = () if matches else tuple(search.suggestions(section, query))
    return LookupResult(query, tuple(matches[:limit]), guesses, (warning,) if warning else ())


def _match(dictionary: Dictionary, hit: Hit, field: str) -> Match:
    if hit.kind == "symbol":
        symbol = dictionary.symbol(hit.id)
        assert symbol is not None
        return _symbol(dictionary, hit, symbol, field)
    return _notation(hit, dictionary, dictionary.notation(hit.id))


def _symbol(dictionary: Dictionary, hit: Hit, symbol: Symbol, field: str) -> Match:
    senses = sorted(symbol.senses, key=lambda s: (s.id != hit.sense, bool(field) and dictionary.field(s.field) != field))
    return Match(
        id=symbol.id,
        kind="symbol",
        symbol=symbol.glyph,
        name=symbol.name,
        latex=symbol.latex,
        codepoint=f"U+{ord(symbol.glyph):04X}" if len(symbol.glyph) == 1 else None,
        score=round(hit.score, 1),
        matched=hit.matched,
        matched_text=hit.matched_text,
        senses=tuple(_sense(dictionary, s, symbol.say) for s in senses),
        say=symbol.say,
        aliases=symbol.aliases,
        shapes=symbol.shapes,
        confused=tuple(_confusion(dictionary, name, tell) for name, tell in symbol.confused.items()),
        typed=Typed(symbol.html, symbol.typst),
    )


def _sense(dictionary: Dictionary, sense: Sense, say: str) -> SenseInfo:
    return SenseInfo(
        id=sense.id,
        name=sense.name,
        field=dictionary.field(sense.field),
        meaning=sense.means,
        say=sense.say or say,
        example=sense.example,
        resources=dictionary.pointers(sense.learn),
        example_reading=sense.heard,
        around=sense.around,
    )


def _confusion(dictionary: Dictionary, name: str, tell: str) -> Confusion:
    return Confusion(name, *dictionary.called(name), tell)


def _notation(hit: Hit, dictionary: Dictionary, notation: Notation) -> Match:
    """A notation or formula; its one sense is itself."""
    sense = SenseInfo(
        id=notation.id,
        name=notation.name,
        field=dictionary.field(notation.field),
        meaning=notation.means.replace("{", "").replace("}", ""),
        say=notation.heard,
        example=notation.example,
        resources=dictionary.pointers(notation.learn),
        example_reading=notation.heard,
        around=notation.around,
    )
    return Match(
        id=notation.id,
        kind=hit.kind,
        symbol=notation.written or notation.example,
        name=notation.name,
        latex=tuple(p.replace("?", "") for p in notation.patterns),
        codepoint=None,
        score=round(hit.score, 1),
        matched=hit.matched,
        matched_text=hit.matched_text,
        senses=(sense,),
        say=sense.say,
        aliases=notation.aliases,
        shapes=notation.shapes,
    )


def _bare(dictionary: Dictionary, char: str) -> Match:
    """A character of which only what Unicode says is on record."""
    name = unicodedata.name(char, "").lower() or "character without a name"
    commands = dictionary.store.section("lexicon")["characters"]
    return Match(
        id=f"u-{ord(char):04x}",
        kind="symbol",
        symbol=char,
        name=name,
        latex=tuple(c for c, drawn in commands.items() if drawn == char),
        codepoint=f"U+{ord(char):04X}",
        score=100.0,
        matched="symbol",
        matched_text=char,
        senses=(),
        say=name,
        shapes=(name,),
        source="unicode",
    )
