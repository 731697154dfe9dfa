"""What must hold for every formula: exact spans, nothing lost, no LaTeX in a reading, the same answer each time."""

from __future__ import annotations

import json
import re
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from conftest import CASES, ROOT
from notation import Dictionary, LimitError, NotationError
from promises import broken
from test_decode_cases import cases
from test_readings import lines
from unexplained import unexplained

FORMULAS = [line for line in (CASES / "formulas.txt").read_text(encoding="utf-8").splitlines() if line]
CORPUS = ROOT.parent / "shared" / "corpus" / "arxiv-formulas.txt"
SAMPLE = CORPUS.read_text(encoding="utf-8").splitlines()[::200] if CORPUS.exists() else []


@pytest.mark.parametrize("latex", FORMULAS)
def test_formula(dictionary: Dictionary, latex: str) -> None:
    result = dictionary.decode(latex)
    assert result == dictionary.decode(latex)
    assert result.reading
    assert not re.search(r"[\^_\x00-\x1f]", result.reading), result.reading
    assert not broken(latex, result)


@pytest.mark.parametrize("latex", [*FORMULAS, *SAMPLE])
def test_every_atom_is_explained_or_unknown(dictionary: Dictionary, latex: str) -> None:
    assert unexplained(latex, dictionary.decode(latex), dictionary) == []


def test_an_atom_without_a_row_is_seen(dictionary: Dictionary) -> None:
    result = dictionary.decode(r"\alpha + b")
    fewer = replace(result, symbols=tuple(row for row in result.symbols if row.latex != r"\alpha"))
    assert unexplained(r"\alpha + b", fewer, dictionary) == [r"\alpha"]


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
        if path.suffix == ".yaml":
            Dictionary(path)
            return
        request = {"latex": text} if path.suffix == ".txt" else json.loads(text)
        query = request.pop("query", None)
        text = request.pop("latex", query)
        result = dictionary.lookup(text, **request) if query else dictionary.decode(text, **request)
    except NotationError as error:
        assert str(error)
    else:
        assert not broken(text, result)


# Pieces that are repeated: for a megabyte, which a bound must stop, and as often as no bound stops them.
REPEATED = [
    "{", "}", "_", "^", "$", "$x ", "$$ x $", r"\( x ", r"\[ x ", "<", "<math ", "<mi>", "</mi>", "<math><mrow>",
    "<!--", "&", "&amp;", r"\left(", r"\left", "'", "x'", "\u0301", "x\u0301", "\u0338", "²", "|", "|x|", "|x⟩ ", "(",
    ")", "[", "\\\\", "\\", "%", "`", "~", "!", "-", ",", "x^", "x_i ", "√", "∑", r"\hat", r"\not", r"\sqrt",
    r"\frac", r"\over ", r"\mathbf ", r"\operatorname", r"\quad ", r"\text{", r"\text{$", r"\xrightarrow{",
    r"\begin{align} x ", r"\begin{a}", r"\begin{matrix}", r"\end{matrix}", r"\sum ", r"\def", r"\newcommand", r"\let",
    r"\tag{", r"{\displaystyle ", "d/", "∂f/∂x ", "<u,", "x^(", "\u202e", "\x1b[31m", "\ud800", "\x00",
]  # fmt: skip
MADE = {
    "nested brackets": "(" * 5_000 + "x" + ")" * 5_000,
    "braces in braces": "{" * 100_000 + "x" + "}" * 100_000,
    "nested scripts": "x^{" * 3_000,
    "fractions": r"\frac{1}{" * 3_000,
    "mathml in mathml": "<math>" + "<msqrt>" * 20_000,
    "self-made macro": r"\def\a{\a\a}\a",
    "growing macro": r"\def\a#1{\a{#1#1}}\a{x}",
    "macro ring": r"\def\a{\b}\def\b{\a}\a",
    "long macro often": r"\def\a{" + "x" * 10_000 + "}" + r"\a" * 10_000,
    "thousand macros": "".join(rf"\def\m{n:04b}{{\m{n + 1:04b}\m{n + 1:04b}}}" for n in range(1_000)).translate(
        {ord("0"): "o", ord("1"): "i"}
    )
    + r"\moooo",
    "long sum": "+".join(["x"] * 10_000),
    "long sum of indices": "+".join(f"x_{{{n}}}" for n in range(10_000)),
    "long product": "x" * 10_000,
    "wide matrix": r"\begin{matrix}" + "&".join(["x"] * 5_000) + r"\end{matrix}",
    "high matrix": r"\begin{matrix}" + r"\\".join(["x"] * 5_000) + r"\end{matrix}",
    "many formulas": "let $x$ be " * 10_000,
    "many definitions": "".join(f"where $x_{{{n}}}$ is the rate of $y_{{{n}}}$. " for n in range(1_000)),
    "different signs": "".join(chr(0x4E00 + n) for n in range(20_000)),
    "long number": "1" * 50_000,
    "lone surrogate": "\ud800 + x",
    "nul": "x\x00y",
    "ten megabytes": "x+" * 5_000_000,
    **{f"{piece!r} for a megabyte": piece * (1_000_000 // len(piece)) for piece in REPEATED},
    **{f"{piece!r} often": piece * (6_000 // len(piece)) for piece in REPEATED},
}
# Generous: each takes about a second at most on a machine that does nothing else.
SECONDS = 20.0


@pytest.mark.parametrize("name", MADE)
def test_made_input_gets_an_answer_or_a_clear_error(dictionary: Dictionary, name: str) -> None:
    start = time.perf_counter()
    try:
        assert not broken(MADE[name], dictionary.decode(MADE[name]))
    except NotationError as error:
        assert str(error)
    assert time.perf_counter() - start < SECONDS


@pytest.mark.parametrize(
    ("latex", "bound"),
    [
        ("x" * 1_000_001, "1,000,000"),
        ("x" * 60_001, "60,000 symbols"),
        ("$x$ " * 2_001, "2,000 formulas"),
        (r"\def\a{\a\a}\a", "10,000 times"),
        (r"\def\a#1{\a{#1#1}}\a{x}", "60,000 symbols"),
        (r"\sqrt{" * 100 + "x", "60 levels"),
        (r"\alpha" + "{" * 201, "200 braces"),
        ("x" + "^a" * 61, "60 levels"),
        (r"a \over " * 61 + "b", "60 levels"),
        ("x" + "|_a" * 61, "60 levels"),
        ("<math>" + "<mrow>" * 301, "300 elements"),
        ("<mn>1</mn>" * 50_001, "100,000 tags"),
    ],
)
def test_each_bound_is_named(dictionary: Dictionary, latex: str, bound: str) -> None:
    with pytest.raises(LimitError, match=bound):
        dictionary.decode(latex)


def test_a_bound_says_what_is_too_long(dictionary: Dictionary) -> None:
    with pytest.raises(LimitError, match="the context is"):
        dictionary.decode("x", context="x" * 1_000_001)
    with pytest.raises(LimitError, match="the text of the macros is"):
        dictionary.decode("x", macros="x" * 1_000_001)


PASTES = [latex.replace("⏎", "\n") for latex, _ in lines(CASES / "readings" / "pastes.txt")]


@pytest.mark.parametrize("text", PASTES)
def test_paste(dictionary: Dictionary, text: str) -> None:
    result = dictionary.decode(text)
    assert result == dictionary.decode(text)
    assert not re.search(r"\\[A-Za-z]|[$\x00-\x1f]|</?m", result.reading), result.reading
    for row in result.symbols:
        for start, end in row.spans:
            assert 0 <= start < end <= len(text)
            if row.kind == "symbol" and row.source != "macro":
                assert text[start:end].strip(), row
