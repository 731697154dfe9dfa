"""What holds for every entry of the dictionary, asked of the compiled file that the tool reads."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from conftest import ROOT
from notation import Dictionary
from notation.compile import check
from notation.compile.patterns import filing_key, spelt
from notation.decoder import front
from notation.decoder.patterns import keys_of
from notation.model import Notation, Sense

SYMBOLS = ROOT / "symbols"
MAX_MEANING, MAX_LINES = 200, 1500
END = re.compile(r"[.!?][”\"')]*$")
GREEK = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau upsilon phi chi psi omega"
)
RESOURCES = sorted((SYMBOLS / "resources").glob("*.yaml"))


def senses_of_symbols(dictionary: Dictionary) -> Iterator[Sense]:
    for name in dictionary.store.ids("symbols"):
        symbol = dictionary.symbol(name)
        assert symbol is not None
        yield from symbol.senses


def notations(dictionary: Dictionary) -> Iterator[Notation]:
    for kind in ("notations", "formulas"):
        yield from (dictionary.notation(name) for name in dictionary.store.ids(kind))


def concepts(dictionary: Dictionary) -> Iterator[Sense]:
    for name in dictionary.store.ids("concepts"):
        concept = dictionary.concept(name)
        assert concept is not None
        yield concept


def meanings(dictionary: Dictionary) -> Iterator[Sense | Notation]:
    """Whatever has a sentence of its own."""
    yield from senses_of_symbols(dictionary)
    yield from concepts(dictionary)
    yield from notations(dictionary)
    for style in dictionary.store.ids("styles"):
        for letters in ("lower", "capital", "other"):
            yield from dictionary.style_senses(style, letters)


def resources(dictionary: Dictionary) -> dict[str, dict[str, Any]]:
    return {name: dictionary.store.record("resources", name) or {} for name in dictionary.store.ids("resources")}


def test_every_symbol_has_a_sense(dictionary: Dictionary) -> None:
    symbols = dictionary.store.ids("symbols")
    assert [name for name in symbols if not getattr(dictionary.symbol(name), "senses", ())] == []


def test_no_id_of_a_notation_is_that_of_a_formula(dictionary: Dictionary) -> None:
    assert set(dictionary.store.ids("notations")) & set(dictionary.store.ids("formulas")) == set()


def test_every_meaning_says_where_to_learn_it(dictionary: Dictionary) -> None:
    parts = {part for resource in resources(dictionary).values() for part in resource["parts"]}
    assert [m.id for m in meanings(dictionary) if not m.learn] == []
    assert [(m.id, part) for m in meanings(dictionary) for part in m.learn if part not in parts] == []


def test_every_sentence_is_one(dictionary: Dictionary) -> None:
    texts = {m.id: m.means for m in meanings(dictionary)}
    assert {i: len(t) for i, t in texts.items() if not 0 < len(t) <= MAX_MEANING} == {}
    assert {i: t for i, t in texts.items() if not END.search(t)} == {}
    assert {i: t for i, t in texts.items() if t != " ".join(t.split())} == {}
    assert {i: t for i, t in texts.items() if t[0].islower() or t[0] in "\"'“"} == {}


def test_no_sentence_begins_with_its_own_name(dictionary: Dictionary) -> None:
    def own(name: str) -> re.Pattern[str]:
        return re.compile(rf"(the |an? )?{re.escape(name)}\b", re.IGNORECASE)

    assert {m.id: m.means for m in meanings(dictionary) if own(m.name).match(m.means)} == {}


def test_no_symbol_says_the_same_twice(dictionary: Dictionary) -> None:
    said = Counter((sense.id.split(".")[0], *re.findall(r"\w+", sense.means.lower())) for sense in senses_of_symbols(dictionary))
    assert [" ".join(row) for row, times in said.items() if times > 1] == []


def test_every_id_is_unique(dictionary: Dictionary) -> None:
    entries = Counter((entry.kind, entry.id) for entry in dictionary.entries())
    assert [row for row, times in entries.items() if times > 1] == []
    # The ids of senses begin with that of their symbol or style, so these two may share none.
    assert set(dictionary.store.ids("styles")) & set(dictionary.store.ids("symbols")) == set()
    parts = Counter(part for resource in resources(dictionary).values() for part in resource["parts"])
    assert [part for part, times in parts.items() if times > 1] == []


def test_every_field_is_known(dictionary: Dictionary) -> None:
    known = {field.name: field for field in dictionary.fields()}
    assert [m.id for m in meanings(dictionary) if dictionary.field(m.field) not in known] == []
    above = {field.under for field in known.values() if field.under}
    assert above <= {field.id for field in known.values()}
    words = Counter(word.lower() for field in known.values() for word in {field.id, field.name, *field.aliases})
    assert [word for word, times in words.items() if times > 1] == []


def test_every_reference_leads_to_an_entry(dictionary: Dictionary) -> None:
    store = dictionary.store
    symbols, concepts = set(store.ids("symbols")), set(store.ids("concepts"))
    keys = concepts | {sense.key for sense in senses_of_symbols(dictionary)}
    senses = {sense.id for sense in senses_of_symbols(dictionary)}
    for name in symbols:
        record = store.record("symbols", name) or {}
        assert record.get("confused", {}).keys() <= symbols, name
        assert record.get("base", name) in symbols or len(record["base"]) == 1, name
    for notation in notations(dictionary):
        assert {hole.concept for hole in notation.holes.values() if hole.concept} <= keys, notation.id
    for name, by_head in store.section("senses").items():
        assert set(by_head.values()) <= senses, name


def test_the_guide_names_no_more_characters_than_the_checker_takes(dictionary: Dictionary) -> None:
    assert check.MAX_MEANING == MAX_MEANING


def test_every_link_is_secure(dictionary: Dictionary) -> None:
    links = [row["url"] for r in resources(dictionary).values() for row in (r, *r["parts"].values())]
    assert [url for url in links if not re.fullmatch(r"https?://[^\s<>\"]+", url)] == []


@pytest.mark.parametrize("kind", ["symbols", "notations", "formulas"])
def test_every_example_is_understood(dictionary: Dictionary, kind: str) -> None:
    entries = senses_of_symbols(dictionary) if kind == "symbols" else (dictionary.notation(n) for n in dictionary.store.ids(kind))
    wrong = []
    for entry in entries:
        told = dictionary.decode(entry.example) if entry.example else None
        if told is None or told.unknown or told.warnings or not told.reading:
            wrong.append((entry.id, entry.example, told and (told.unknown, told.warnings)))
    assert wrong == []


def test_every_pattern_is_filed_where_a_formula_of_its_shape_looks(dictionary: Dictionary) -> None:
    missed = []
    for entry in notations(dictionary):
        for pattern in entry.patterns:
            root = front.tree(pattern, dictionary.lexicon, holes=True).root
            if filing_key(spelt(root, {})) not in set(keys_of(root)):
                missed.append((entry.id, pattern))
    assert missed == []


def test_every_example_has_its_reading(dictionary: Dictionary) -> None:
    found: list[Sense | Notation] = [*senses_of_symbols(dictionary), *notations(dictionary)]
    assert [entry.id for entry in found if not entry.heard] == []


def test_no_file_is_too_long() -> None:
    files = {p.relative_to(SYMBOLS).as_posix(): p for p in SYMBOLS.rglob("*.yaml")}
    lengths = {name: len(p.read_text(encoding="utf-8").splitlines()) for name, p in files.items()}
    assert {name: n for name, n in lengths.items() if n > MAX_LINES} == {}


@pytest.mark.parametrize("name", GREEK.split())
def test_greek(dictionary: Dictionary, name: str) -> None:
    for given, kind in ((name, "SMALL"), (f"capital-{name}", "CAPITAL")):
        symbol = dictionary.symbol(given)
        assert symbol is not None, given
        said = name.upper().replace("LAMBDA", "LAMDA")
        assert unicodedata.normalize("NFKC", symbol.glyph) == unicodedata.lookup(f"GREEK {kind} LETTER {said}")
        assert dictionary.lookup(symbol.glyph)[0].id == given
        assert dictionary.lookup(symbol.name)[0].id in (name, f"capital-{name}")


@pytest.mark.parametrize("path", RESOURCES, ids=lambda p: p.stem)
def test_every_resource_is_used(dictionary: Dictionary, path: Any) -> None:
    used = {part for m in meanings(dictionary) for part in m.learn}
    names = re.findall(r"^  ([a-z0-9-]+):", path.read_text(encoding="utf-8"), re.MULTILINE)
    known = resources(dictionary)
    assert names
    assert [name for name in names if not used & set(known[name]["parts"])] == []
