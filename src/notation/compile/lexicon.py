"""The section ``lexicon``: what the decoder's front end knows of symbols and commands.

Takes the loaded data, gives plain tables for :meth:`notation.decoder.lexicon.Lexicon.load`.
"""

from __future__ import annotations

import html
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from notation import text as folding
from notation.compile import characters
from notation.decoder import atoms, notes
from notation.decoder.latex import tokens
from notation.decoder.lexicon import Lexicon

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from notation.compile.load import Data
    from notation.decoder.tree import Atom

_DOTTED_CIRCLE = "◌"
_COMMAND = re.compile(r"\\([A-Za-z]+\*?|.)")
_WORD_COMMAND = re.compile(
    r"\\(?:operatorname\*?|mathrm|text|mathop|textrm|mathsf)\s*\{\\?(?:mathrm\{)?([A-Za-z][A-Za-z0-9 .\-]*)\}+"
)


def lexicon_section(data: Data) -> dict[str, Any]:
    """All tables, first those of single spellings, then, read by the front end itself, those of spellings in pieces."""
    symbols = data.kinds.get("symbols", {})
    commands = data.kinds.get("commands", {})
    tables: dict[str, Any] = {
        "spellings": {},
        "styled": _styled(symbols, data.kinds.get("styles", {})),
        "sequences": {},
        "entries": {i: [e["glyph"], e.get("operator", "ordinary"), int(e.get("applied") == "often")] for i, e in symbols.items()},
        "operators": {name: _operator(row) for name, row in data.kinds.get("operators", {}).items()},
        "commands": {name: kind for kind, names in commands.items() for name in names},
        "letter_styles": _turned(data.kinds.get("letter-styles", {})),
        "style_switches": _turned(data.kinds.get("style-switches", {})),
        "sided": {c: [side, plain] for side, row in data.kinds.get("sided", {}).items() for c, plain in row.items()},
        "environments": _turned(data.kinds.get("environments", {})),
        "environments_with_argument": list(_turned(data.kinds.get("environments-with-argument", {}))),
        "environment_fences": data.kinds.get("environment-fences", {}),
        "differentials": [],
        "labelled_arrows": _turned(data.kinds.get("labelled-arrows", {})),
        "noted_signs": {},
        "typed_words": _turned(data.kinds.get("typed-words", {})),
        "typed_alone": _turned(data.kinds.get("typed-alone", {})),
        "typed_signs": {kind: _turned(signs) for kind, signs in data.kinds.get("typed-signs", {}).items()},
        "typed_neighbours": data.kinds.get("typed-neighbours", {}),
        "raised_marks": {},
        "index_letters": {},
        "index_runs": {kind: "".join(letters) for kind, letters in data.kinds.get("index-runs", {}).items()},
        "noted_accents": {},
        "looks": {name: style["like"] for name, style in data.kinds.get("styles", {}).items() if "like" in style},
        "characters": {},
    }
    _spell(tables, symbols)
    arrows = tables["labelled_arrows"].items()
    tables["labelled_arrows"] = {command: plain for command, plain in arrows if plain in tables["spellings"]}
    _spell_in_pieces(tables, symbols)
    _mark(tables, data)
    known = (
        tables["spellings"].keys() | tables["commands"].keys() | tables["letter_styles"].keys() | tables["style_switches"].keys()
    )
    tables["characters"] = {c: char for c, char in characters.by_command().items() if c not in known}
    return tables


def _operator(row: Mapping[str, Any]) -> list[Any]:
    return [row["fixity"], int(row.get("strength", 0)), row.get("prefix") == "true"]


def _turned(groups: Mapping[str, Iterable[str]]) -> dict[str, str]:
    return {name: group for group, names in groups.items() for name in names}


def _styled(symbols: Mapping[str, Any], styles: Mapping[str, Any]) -> dict[str, str]:
    """Entries of styled letters by ``style character``, for the styles that macros give as well."""
    own = {}
    for entry, body in symbols.items():
        if "style" in body:
            base = symbols.get(body.get("base", ""), {}).get("glyph", body.get("base", ""))
            own[f"{body['style']} {base}"] = entry
    for name, style in styles.items():
        if like := style.get("like"):
            own |= {
                f"{name} {key.split(' ', 1)[1]}": e
                for key, e in list(own.items())
                if key.startswith(f"{like} ") and name not in ("set",)
            }
    return own


def _spell(tables: dict[str, Any], symbols: Mapping[str, Any]) -> None:
    """Single characters, commands and words; what an entry calls its own glyph goes before what others list."""
    spellings = tables["spellings"]
    for entry, body in symbols.items():
        glyph = body["glyph"].removeprefix(_DOTTED_CIRCLE) or body["glyph"]
        if "style" not in body or not glyph.isascii():
            spellings.setdefault(glyph, entry)
    for entry, body in symbols.items():
        for latex in body.get("latex", []):
            if len(latex) == 1 or _COMMAND.fullmatch(latex):
                spellings.setdefault(latex, entry)
            elif word := _WORD_COMMAND.fullmatch(latex):
                spellings.setdefault(word[1].replace(" ", "") if "." not in word[1] else word[1], entry)
    for entry, body in symbols.items():
        for char in [body["glyph"], *body.get("latex", []), *body.get("aliases", [])]:
            if len(char) == 1:
                spellings.setdefault(folding.fold(char)[0] if "style" not in body else char, entry)


def _spell_in_pieces(tables: dict[str, Any], symbols: Mapping[str, Any]) -> None:
    r"""Spellings of several symbols (``:=``, ``\arg\max``), each as a join of two; short ones first, so that longer ones
    can build on them (``<=>`` is ``<=`` and ``>``)."""
    lexicon = Lexicon.load(tables)
    written = [(latex, entry) for entry, body in symbols.items() for latex in body.get("latex", [])]
    for latex, entry in sorted(written, key=lambda pair: len(pair[0])):
        if latex in tables["spellings"] or _WORD_COMMAND.fullmatch(latex):
            continue
        pieces = atoms.Atomiser(latex, lexicon).run(tokens(latex, lexicon))
        if len(pieces) == 2 and all(x.atom and x.atom.entry for x in pieces):
            tables["sequences"].setdefault(f"{pieces[0].name} {pieces[1].name}", entry)
        elif pieces and (noted := notes.noted(pieces, 0)) and noted.end == len(pieces):
            tables["noted_signs"].setdefault(noted.key, entry)


def _mark(tables: dict[str, Any], data: Data) -> None:
    """Tables whose keys are single symbols as typed, filed under the symbols' heads."""
    lexicon = Lexicon.load(tables)

    def atom(written: str) -> Atom | None:
        pieces = atoms.Atomiser(written, lexicon).run(tokens(written, lexicon))
        return pieces[0].atom if len(pieces) == 1 else None

    for written, meant in data.kinds.get("raised-marks", {}).items():
        mark, target = atom(written), lexicon.find(meant)
        if mark is not None and target is not None:
            tables["raised_marks"][mark.head] = target.entry
    for written, meant in data.kinds.get("noted-accents", {}).items():
        if (note := atom(written)) is not None:
            tables["noted_accents"][note.head] = meant
    letters = _turned(data.kinds.get("differentials", {}))
    tables["differentials"] = [a.head for written in letters if (a := atom(written)) is not None]
    kinds = {
        k: [a.entry for w in group if (a := atom(w)) is not None] for k, group in data.kinds.get("index-letters", {}).items()
    }
    numbering = [entry for kind, group in kinds.items() if kind not in ("powers", "steps", "times") for entry in group]
    tables["index_letters"] = {**kinds, "all": numbering}


def entity_of(glyph: str) -> str:
    """The HTML entity of a character, ``&nabla;``, or "" where it has none."""
    if len(glyph) != 1:
        return ""
    usual = html.entities.codepoint2name.get(ord(glyph))
    return f"&{usual};" if usual else _shortest_entities().get(glyph, "")


@lru_cache(maxsize=1)
def _shortest_entities() -> dict[str, str]:
    """For each character that has an entity the shortest one, of several the first in the alphabet."""
    names = sorted((n for n in html.entities.html5 if n.endswith(";")), key=lambda n: (len(n), n), reverse=True)
    return {html.entities.html5[name]: f"&{name}" for name in names}
