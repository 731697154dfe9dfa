"""What must hold for every formula: exact spans, nothing lost, no LaTeX in a reading, the same answer each time."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from conftest import CASES
from notation import Dictionary, NotationError
from test_decode_cases import cases

FORMULAS = [line for line in (CASES / "formulas.txt").read_text(encoding="utf-8").splitlines() if line]
CONFIDENCES = {"certain", "likely", "guess"}
SOURCES = {"dictionary", "context", "macro", "unicode"}


@pytest.mark.parametrize("latex", FORMULAS)
def test_formula(dictionary: Dictionary, latex: str) -> None:
    result = dictionary.decode(latex)
    assert result == dictionary.decode(latex)
    assert result.reading
    assert not re.search(r"[\\{}$^_\x00-\x1f]", result.reading), result.reading
    for row in result.symbols:
        assert row.confidence in CONFIDENCES
        assert row.source in SOURCES
        assert row.confidence != "guess" or row.alternatives
        assert 0 < len(row.meaning) <= 200
        assert row.why
        for start, end in row.spans:
            assert 0 <= start < end <= len(latex)
    first = [row.spans[0][0] for row in result.symbols]
    assert first == sorted(first)


@pytest.mark.parametrize("latex", [f for f in FORMULAS if not re.search(r"\\(newcommand|def|Declare)", f)])
def test_every_letter_is_explained_or_unknown(dictionary: Dictionary, latex: str) -> None:
    result = dictionary.decode(latex)
    spans = [span for row in result.symbols for span in row.spans] + [span for row in result.unknown for span in row.spans]
    covered = {i for start, end in spans for i in range(start, end)}
    plain = re.sub(
        r"\\(text|mathrm|operatorname|begin|end|mbox|label|textrm)\*?\s*\{[^{}]*\}|\\[A-Za-z]+", lambda m: " " * len(m[0]), latex
    )
    letters = {m.start() for m in re.finditer(r"[A-Za-zΑ-ω]", plain)}
    assert not letters - covered, [latex[i] for i in sorted(letters - covered)]


@pytest.mark.parametrize("case", list(cases("decode")))
def test_rows_of_symbols_are_what_the_user_typed(dictionary: Dictionary, case: dict[str, Any]) -> None:
    latex = case["latex"]
    result = dictionary.decode(latex, context=case.get("context"), macros=case.get("macros"))
    for row in result.symbols:
        if row.kind == "symbol" and row.source != "macro" and "newcommand" not in latex and "\\def" not in latex:
            typed = re.sub(r"\s+", "", latex[row.spans[0][0] : row.spans[0][1]])
            assert (
                re.sub(r"\s+|\\not", "", row.latex) in (typed, typed.removesuffix("}"), typed.removeprefix("{")) or not row.latex
            )


HOSTILE = sorted((CASES / "hostile").glob("*"))


@pytest.mark.parametrize("path", HOSTILE, ids=lambda p: p.stem)
def test_hostile_input_gets_an_answer_or_a_clear_error(dictionary: Dictionary, path: Path) -> None:
    text = path.read_text(encoding="utf-8", errors="surrogateescape")
    try:
        result = dictionary.decode(text)
    except NotationError as error:
        assert str(error)
    else:
        assert isinstance(result.reading, str)


MADE = {
    "open braces": "{" * 100_000,
    "closed braces": "}" * 100_000,
    "nested brackets": "(" * 5_000 + "x" + ")" * 5_000,
    "nested scripts": "x^{" * 3_000,
    "fractions": r"\frac{1}{" * 3_000,
    "self-made macro": r"\def\a{\a\a}\a",
    "macro ring": r"\def\a{\b}\def\b{\a}\a",
    "bars": "|" * 10_000,
    "primes": "x" + "'" * 10_000,
    "minus signs": "-" * 10_000 + "x",
    "long sum": "+".join(["x"] * 10_000),
    "long product": "x" * 10_000,
    "wide matrix": r"\begin{matrix}" + "&".join(["x"] * 5_000) + r"\end{matrix}",
    "dollars": "$" * 10_000,
    "hats": r"\hat" * 5_000,
    "begins": r"\begin{a}" * 5_000,
    "lefts": r"\left" * 5_000,
    "radicals": r"\sqrt" * 5_000,
    "sums": r"\sum" * 5_000,
    "lone surrogate": "\ud800 + x",
    "nul": "x\x00y",
    "too long": "x" * 1_000_001,
}


@pytest.mark.parametrize("name", MADE)
def test_made_input_gets_an_answer_or_a_clear_error(dictionary: Dictionary, name: str) -> None:
    try:
        assert isinstance(dictionary.decode(MADE[name]).reading, str)
    except NotationError as error:
        assert str(error)
