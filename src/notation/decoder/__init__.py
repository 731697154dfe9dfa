"""From a snippet to an explanation, stage by stage::

    text ──▶ latex ──▶ structure ──▶ meaning ──▶ senses ──▶ reading + glossary
            tokens     tree         notations    choices     words

``snippet`` sets prose apart from formulas, ``latex`` and ``macros`` make tokens, ``atoms`` and ``arrange`` lexemes,
``structure`` a tree; ``meaning`` finds the notations in it, ``senses`` what each symbol means, with ``prose`` for what the text
defines; ``reading`` and ``glossary`` put it into words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from notation.decoder import front, macros, wording
from notation.decoder.context import Formula, defined_in, listed, scene_of, speak_of_things, told_of
from notation.decoder.glossary import Glossary
from notation.decoder.latex import Token, check_length, check_symbols, tokens
from notation.decoder.meaning import meaning_of
from notation.decoder.reading import Reader
from notation.decoder.saying import Sayer
from notation.decoder.senses import senses_of
from notation.decoder.snippet import Part, parts_of, without_markup
from notation.errors import InputError, LimitError
from notation.explanations import Decoding

if TYPE_CHECKING:
    from notation.decoder.lexicon import Lexicon
    from notation.dictionary import Dictionary

__all__ = ["decode"]

MAX_FORMULAS = 2_000
_LONGEST_NAME = 4
# What stands close behind a formula: a comma, a plural's or owner's s, the second half of "L-smooth".
_OPEN = re.compile(r"(?<=[(\[“]) ")
_CLOSE = re.compile(r" ([,.;:)](?!\w)|['’]s\b|-(?=[A-Za-z]))")


def decode(dictionary: Dictionary, snippet: str, *, context: str, field: str, macros: str) -> Decoding:
    """The whole way. See :meth:`notation.dictionary.Dictionary.decode`."""
    check_length(snippet)
    check_length(context, "the context")
    check_length(macros, "the text of the macros")
    warnings: list[str] = []
    known = _known_macros(dictionary, macros, warnings)
    parts = parts_of(snippet, dictionary.tongue)
    formulas, said = _parsed(dictionary, snippet, parts, known, warnings)
    around, about = _context(dictionary, context, known)
    shown, context = without_markup(snippet, parts), without_markup(context, around)
    field, warning = dictionary.known_field(field)
    warnings += [warning] if warning else []
    scene = scene_of(dictionary, formulas, shown, context, field)
    defined = defined_in(dictionary, shown, formulas) | defined_in(dictionary, context, about, formulas)
    scene.told = told_of(defined)
    meanings = [meaning_of(f.root, dictionary, scene) for f in formulas]
    speak_of_things(snippet, formulas, meanings, dictionary)
    roles = senses_of(meanings, dictionary, scene, defined)
    table = dictionary.store.section("reading")
    glossary = Glossary(dictionary, snippet, roles, defined, table)
    say = Sayer(dictionary, roles, {key: words for m in meanings for key, words in m.uses.items()}, table["words"])
    readings = {id(f): Reader(m, table, say).read() for f, m in zip(formulas, meanings, strict=True)}
    recognised = glossary.recognised(meanings)
    if not formulas:
        warnings.append("this reads like prose; put formulas in it between dollar signs")
    return Decoding(
        input=snippet,
        reading=_woven(said, parts, formulas, readings, [r.name for r in recognised], table["words"]),
        symbols=glossary.rows(meanings, say),
        recognised=recognised,
        unknown=glossary.unknown(),
        warnings=tuple(dict.fromkeys(warnings)),
    )


def _known_macros(dictionary: Dictionary, given: str, warnings: list[str]) -> macros.KnownMacros:
    """The macros that apply: a set that is asked for by name; of every known set those that stand for nothing else; and before
    them all what is given."""
    sets = dictionary.store.section("macros")
    if given in sets:
        first, others = sets[given], [table for name, table in sets.items() if name != given]
        return macros.KnownMacros([first, *others], lambda name: name in first or dictionary.is_free(name))
    known = macros.KnownMacros(list(sets.values()), dictionary.is_free)
    if given:
        _, known.own = macros.expand(tokens(given, dictionary.lexicon), known)
        if not known.own:
            warnings.append(f"no macro is defined in {given[:40]!r}, nor is it the name of a known set ({', '.join(sets)})")
    return known


def _parsed(
    dictionary: Dictionary, text: str, parts: list[Part], known: macros.KnownMacros, warnings: list[str]
) -> tuple[list[Formula], dict[int, str]]:
    """The formulas of a text, and what the prose between them says, by where it begins; definitions of macros take effect."""
    out: list[Formula] = []
    said: dict[int, str] = {}
    symbols = 0
    if sum(p.formula for p in parts) > MAX_FORMULAS:
        raise LimitError(f"the text has more than {MAX_FORMULAS:,} formulas", hint="decode it in parts")
    for part in parts:
        if not part.formula:
            expand = partial(_expanded, known=known)
            said[part.start] = wording.said(text, part.start, part.end, dictionary.lexicon, expand)
            continue
        expanded = _expanded(_tokens(text, part, dictionary.lexicon), known)
        symbols += len(expanded)
        check_symbols(symbols)
        parsed = front.tree_of(expanded, text, dictionary.lexicon)
        warnings += parsed.warnings
        out.append(Formula(part, parsed.root, listed(parsed.root)))
    return out, said


def _expanded(found: list[Token], known: macros.KnownMacros) -> list[Token]:
    """The tokens without macros; what they define is known from now on."""
    expanded, own = macros.expand(found, known)
    known.own |= own
    return expanded


def _tokens(text: str, part: Part, lexicon: Lexicon) -> list[Token]:
    if part.markup:
        from notation.decoder import mathml

        return mathml.tokens(text, part.start, part.end)
    return tokens(text[part.start : part.end], lexicon, offset=part.start)


def _context(dictionary: Dictionary, context: str, known: macros.KnownMacros) -> tuple[list[Part], list[Formula]]:
    """The parts of the text around and its formulas; markup without anything that can be read tells nothing."""
    if not context:
        return [], []
    try:
        parts = parts_of(context)
        return parts, _parsed(dictionary, context, parts, known, [])[0]
    except InputError:
        return [], []


def _woven(
    said: dict[int, str],
    parts: list[Part],
    formulas: list[Formula],
    readings: dict[int, str],
    names: list[str],
    words: Mapping[str, str],
) -> str:
    """The reading: of a single formula its own, with its name in front; of prose the prose with the formulas read in it."""
    if len(formulas) == 1 and len(parts) == 1:
        reading = readings[id(formulas[0])]
        return words["recognised"].format(names[0][:1].upper() + names[0][1:], reading) if len(names) == 1 else reading
    by_start = {f.part.start: readings[id(f)] for f in formulas}
    out: list[str] = []
    for part in parts:
        text = by_start[part.start] if part.formula else said[part.start]
        out.append(_continued(out[-1], text, words["article"]) if part.formula and out else text)
    text = " ".join(" ".join(o for o in out if o).split())
    return _OPEN.sub("", _CLOSE.sub(r"\1", text))


def _continued(prose: str, reading: str, article: str) -> str:
    """A reading without the name that the prose has just said: "the loss", "the loss of θ"."""
    if not reading.startswith(article):
        return reading
    end = " " + " ".join(prose.lower().split()[-_LONGEST_NAME:])
    words = reading.removeprefix(article).split(" ")
    for count in range(min(_LONGEST_NAME, len(words) - 1), 0, -1):
        if end.endswith(" " + " ".join(words[:count])):
            return " ".join(words[count:])
    return reading
