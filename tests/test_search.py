"""Look-ups as people ask them, one case a line in ``cases/search``, and the promises that hold for all of them."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from notation.compile.search_index import search_section
from notation.keys import character, joined_words
from notation.phrases import arrangement
from notation.ranking import Hit
from notation.search import EXACT, find, suggestions

HERE = Path(__file__).parent
SYMBOLS = HERE.parent / "symbols"
CASES = [
    (path.stem, case)
    for path in sorted((HERE / "cases" / "search").glob("*.yaml"))
    for case in yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)["cases"]
]
KINDS = {"symbol": "symbols", "notation": "notations", "formula": "formulas"}
Data = dict[str, dict[str, Any]]


@pytest.fixture(scope="session")
def data() -> Data:
    kinds: Data = {}
    for path in sorted(SYMBOLS.rglob("*.yaml")):
        for kind, entries in yaml.load(path.read_text(encoding="utf-8"), getattr(yaml, "CBaseLoader", yaml.BaseLoader)).items():
            kinds.setdefault(kind, {}).update(entries)
    return kinds


@pytest.fixture(scope="session")
def section(data: Data) -> dict[str, Any]:
    """The table as it is read back from the compiled file."""
    table: dict[str, Any] = json.loads(json.dumps(search_section(data)))
    return table


def _glyph(data: Data, hit: Hit) -> str:
    entry = data[KINDS[hit.kind]][hit.id]
    return str(entry.get("glyph") or entry.get("written") or "")


def _senses(data: Data, hit: Hit) -> list[str]:
    """Name and meaning of each sense of a hit, the named one first."""
    entry = data[KINDS[hit.kind]][hit.id]
    if hit.kind != "symbol":
        return [f"{entry.get('name', '')} {entry.get('means', '')}"]
    rows = sorted(entry["senses"].items(), key=lambda row: (f"{hit.id}.{row[0]}" != hit.sense, -int(row[1].get("common", 3))))
    concepts = data["concepts"]
    return [" ".join(body.get(k) or concepts.get(key, {}).get(k, "") for k in ("name", "means")) for key, body in rows]


def _answers(data: Data, case: dict[str, Any], hit: Hit) -> bool:
    named = case.get("named")
    called = f"{data[KINDS[hit.kind]][hit.id]['name']} {_senses(data, hit)[0]}"
    right = _glyph(data, hit) in case["expect"] or bool(named and re.search(named, called, re.IGNORECASE))
    return right and re.search(case.get("sense", ""), " ".join(_senses(data, hit)), re.IGNORECASE) is not None


@pytest.mark.parametrize(("group", "case"), CASES, ids=[f"{group}: {case['query']}" for group, case in CASES])
def test_case(group: str, case: dict[str, Any], data: Data, section: dict[str, Any]) -> None:
    hits = find(section, case["query"], field=case.get("field"))
    near = hits[: int(case.get("top", 1))]
    got = [(_glyph(data, hit), hit.id, hit.score, hit.matched, hit.sense) for hit in hits[:5]]
    assert any(_answers(data, case, hit) for hit in near), f"{case['query']!r} gave {got}, not {case['expect']}"


def test_scores_fall_and_only_exact_ones_are_full(section: dict[str, Any]) -> None:
    for _, case in CASES:
        scores = [hit.score for hit in find(section, case["query"], limit=None)]
        assert scores == sorted(scores, reverse=True)
        assert all(score == EXACT or score <= 95 for score in scores)


def test_the_name_is_what_was_matched(section: dict[str, Any]) -> None:
    assert find(section, "nabla")[0] == Hit("nabla", "symbol", EXACT, "name", "nabla", "")
    assert find(section, "\\nabla")[0].matched == "latex"
    assert find(section, "U+2207")[0].matched == "codepoint"
    assert find(section, "∇")[0].matched == "symbol"


def test_a_field_lifts_its_senses(section: dict[str, Any]) -> None:
    assert find(section, "σ", field="statistics")[0].sense == "sigma.standard-deviation"
    assert find(section, "σ", field="deep learning")[0].sense == "sigma.logistic-sigmoid"


def test_a_meaning_names_its_sense(section: dict[str, Any]) -> None:
    assert find(section, "standard deviation")[0].sense == "sigma.standard-deviation"


ODD = ["", "   ", "?", "blah blah", "qqqqq", "\\", "$$", "{}", "^", "x" * 5000, "\\a" * 500, "∇ " * 900, "\x00", "\ud800"]


@pytest.mark.parametrize("query", ODD)
def test_odd_questions_do_no_harm(section: dict[str, Any], query: str) -> None:
    find(section, query)
    suggestions(section, query)


def test_above_and_below_are_told_apart(section: dict[str, Any]) -> None:
    language = section["language"]
    same = ("minus with a plus underneath", "minus over plus", "plus below minus", "plus with a minus above")
    assert {str(arrangement(joined_words(words, language), language)) for words in same} == {"({'minus'}, {'plus'})"}
    assert arrangement(["circle"], language) == (set(), set())


def test_a_letter_is_looked_for_in_the_alphabet_that_is_named(section: dict[str, Any]) -> None:
    assert find(section, "v")[0].id == "v"
    greek = [hit.id for hit in find(section, "greek letter that looks like a v")]
    assert greek and not {"v", "capital-v", "or"} & set(greek)


def test_what_is_said_of_a_sign_names_its_sense(section: dict[str, Any]) -> None:
    for query in ("lambda regularization", "regularisation λ", "lambda in ridge regression"):
        assert find(section, query)[0].sense == "lambda.regularisation-strength"
    assert find(section, "discount factor reinforcement learning")[0].sense == "gamma.discount-factor"


def test_a_crossed_out_sign_is_found_by_what_it_crosses_out(section: dict[str, Any]) -> None:
    assert find(section, "crossed out subset sign")[0].id == "not-subset"


def test_no_match_gets_suggestions(section: dict[str, Any]) -> None:
    assert find(section, "zzyzx plugh") == []
    assert len(suggestions(section, "gradientish")) == 3


def test_characters() -> None:
    assert [character(q) for q in ("∇", "U+2207", "&#8711;", "&nabla;", "face", "nabla")] == ["∇", "∇", "∇", "∇", "", ""]


def test_rapidfuzz_stays_unloaded_while_exact_keys_answer(section: dict[str, Any], tmp_path: Path) -> None:
    table = tmp_path / "section.json"
    table.write_text(json.dumps(section), encoding="utf-8")
    code = (
        "import json, sys; from notation.search import find\n"
        f"section = json.load(open({str(table)!r}, encoding='utf-8'))\n"
        "for query in ('∇', '\\\\nabla', 'nabla', 'U+2207', 'learning rate', 'what does ∇ mean'): find(section, query)\n"
        "sys.exit('rapidfuzz' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_line_of_an_expression_comes_before_its_scripts(section: dict[str, Any]) -> None:
    assert [hit.id for hit in find(section, "\\mathop{\\mathbb{E}}_{x \\sim p}")[:2]] == ["blackboard-e", "tilde-operator"]
    assert find(section, "\\arg\\max_\\theta")[0].id == "arg-max"
    assert find(section, "\\operatorname*{argmax}_{a}")[0].id == "arg-max"


def test_an_accent_is_found_over_any_letter(section: dict[str, Any]) -> None:
    assert {find(section, f"{letter} with a tilde")[0].id for letter in "vwzQ"} == {"tilde-accent"}
    assert find(section, "o with a flag on top")[0].id == "sigma"


def test_a_letter_in_unknown_surroundings_is_that_letter(section: dict[str, Any]) -> None:
    assert find(section, "beta in Adam")[0].id == "beta"
    assert find(section, "not in the set")[0].id == "not-element-of"


def test_the_forms_of_a_word_find_one_another(section: dict[str, Any]) -> None:
    assert {find(section, query)[0].id for query in ("rounds down", "rounding down", "rounded down")} == {"left-floor"}


def test_a_paraphrase_counts_as_a_whole(section: dict[str, Any]) -> None:
    assert find(section, "how fast do the weights change")[0].sense.endswith(".learning-rate")
    assert find(section, "the set of real numbers")[0].id == "blackboard-r"
