"""The promises of every answer, asked of formulas, requests and files of entries that Hypothesis makes up."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from notation import Dictionary, LookupResult, NotationError
from notation.compile.check import check
from notation.compile.load import load
from notation.compile.overlay import joined, overlaid
from notation.explanations import Decoding
from promises import broken

LETTERS = st.sampled_from(["a", "d", "f", "i", "k", "n", "p", "x", "y", "A", "E", "N", "X", "0", "1", "10", "3.5"])
COMMANDS = st.sampled_from(
    r"\alpha \sigma \nabla \partial \infty \cdot \times \in \le \mid \to \| \ldots \sum \prod \int \max \log \det \forall \quad "
    r"\mathbb{R} \mathbf{x} \operatorname{tr} \text{if} \prime \foo \, \left \right \middle \over \not".split()
).map(lambda command: f"{command} ")
SIGNS = st.sampled_from(list("+-=<>,;:!|/'~*.∇∑∫√θσ²ᵢᵀ′‖⟨⟩ℝ𝐱≤→∈\u0302\u200b"))
ATOMS = st.one_of(LETTERS, LETTERS, COMMANDS, SIGNS)
FENCES = st.sampled_from(
    [("(", ")"), ("[", "]"), (r"\{", r"\}"), ("|", "|"), (r"\left(", r"\right)"), (r"\|", r"\|"), ("[", ")"), (r"\langle ", "|")]
)
WRAPPED = [
    r"\frac{%s}{%s}", r"\binom{%s}{%s}", "{%s}_{%s}", "{%s}^{%s}", "%s^%s", r"\sqrt[%s]{%s}", r"\sum_{%s}^{%s}", r"\hat{%s} %s",
    r"\overset{%s}{%s}", r"\begin{pmatrix} %s & %s \end{pmatrix}", r"\begin{cases} %s \\ %s \end{cases}", r"\text{%s} %s",
    r"\begin{align} %s &= %s \end{align}", r"f(%s \mid %s)", r"\newcommand{\q}[1]{%s #1} \q{%s}", r"\def\q{%s} \q \q %s", "%s %s",
    r"\int %s \, d%s", "%s, %s", r"\mathbb{E}_{%s}[%s]", r"\lim_{%s} %s", r"$%s$ and \(%s\)",
]  # fmt: skip


def _larger(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    wrapped = st.builds(lambda shape, one, two: shape % (one, two), st.sampled_from(WRAPPED), inner, inner)
    fenced = st.builds(lambda fence, one: f"{fence[0]}{one}{fence[1]}", FENCES, inner)
    return st.one_of(wrapped, fenced, st.lists(inner, min_size=1, max_size=3).map("".join))


LATEX = st.recursive(ATOMS, _larger, max_leaves=12)
BROKEN = st.builds(lambda text, cut: text[: len(text) - cut], LATEX, st.integers(0, 6))
UNICODE = st.text(min_size=1, max_size=20)
MATHEMATICAL = st.text(st.characters(categories=["Sm", "Ll", "Lu", "Mn", "No", "Pd", "Ps", "Pe"]), min_size=1, max_size=20)
PROSE = st.builds(lambda words, latex, more: f"{words} ${latex}$ {more}", UNICODE, LATEX, UNICODE)
SNIPPETS = st.one_of(LATEX, BROKEN, UNICODE, MATHEMATICAL, PROSE)
MACROS = st.one_of(st.just(""), st.just("dlbook"), LATEX.map(lambda body: rf"\newcommand{{\foo}}{{{body}}}"))

generated = settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


def asked(ask: Any, text: str, **more: Any) -> Decoding | LookupResult | None:
    """The answer to a request, or ``None`` where it is refused in our own words; any other exception fails the test."""
    try:
        answer: Decoding | LookupResult = ask(text, **more)
    except NotationError as error:
        assert str(error)
        assert error.pointed()
        return None
    return answer


@generated
@given(LATEX)
def test_latex(latex: str) -> None:
    answer = asked(Dictionary.shipped().decode, latex)
    assert answer is None or not broken(latex, answer)


@generated
@given(SNIPPETS, PROSE, st.sampled_from(["", "statistics", "no such field", "∇"]), MACROS)
def test_snippets_with_all_that_may_come_with_them(snippet: str, context: str, field: str, macros: str) -> None:
    answer = asked(Dictionary.shipped().decode, snippet, context=context, field=field, macros=macros)
    assert answer is None or not broken(snippet, answer)


@generated
@given(SNIPPETS)
def test_the_same_snippet_has_the_same_answer(snippet: str) -> None:
    first, second = (asked(Dictionary.shipped().decode, snippet) for _ in range(2))
    assert first == second
    assert first is None or json.dumps(first.to_dict()) == json.dumps(second.to_dict() if second else None)


@generated
@given(LETTERS.filter(str.isalpha), st.sampled_from(["+", "=", r"\le", r"\in", r"\cdot"]), LETTERS.filter(str.isalpha))
def test_spans_point_at_what_was_typed(left: str, sign: str, right: str) -> None:
    latex = f"{left} {sign} {right}"
    rows = Dictionary.shipped().decode(latex).symbols
    for row in rows:
        if row.kind == "symbol":
            assert {latex[start:end] for start, end in row.spans} == {row.latex}
    typed = {latex[start:end] for row in rows if row.kind == "symbol" for start, end in row.spans}
    assert {left, right} <= typed


@generated
@given(st.one_of(UNICODE, MATHEMATICAL, LATEX), st.sampled_from([None, "statistics", "no such field"]))
def test_look_ups(query: str, field: str | None) -> None:
    answer = asked(Dictionary.shipped().lookup, query, field=field)
    assert answer is None or not broken(query, answer)


# Files of entries

TEXTS = st.one_of(st.sampled_from(["", "x", "Says what it is for.", r"\foo", "?a", "3", "true", "∇"]), UNICODE, LATEX)
VALUES = st.recursive(
    TEXTS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abxy"), inner, max_size=3), max_leaves=5
)
KEYS = st.sampled_from(
    "glyph latex name say aliases shapes confused operator senses field means example learn cues patterns holes reads written "
    "common definitions fixity strength parts styles".split()
)
ENTRY = st.dictionaries(KEYS, VALUES, max_size=6)
QUICK = {"symbols", "concepts", "notations", "formulas"}
KINDS = [*sorted(QUICK), "fields", "resources", "styles", "operators", "forms", "macros", "prose"]
FILES = st.dictionaries(
    st.sampled_from(KINDS), st.dictionaries(st.sampled_from(["sigma", "new-thing", "B"]), ENTRY | VALUES, max_size=2), max_size=2
)
WHOLE: dict[str, Any] = {
    "name": "knot", "field": "calculus", "patterns": [r"\knot(?a, ?b)"], "means": "Ties {a} to {b}.", "written": "knot(a, b)",
    "reads": "the knot of {a} and {b}", "example": r"\knot(a, b)", "learn": ["wiki-symbols"], "holes": {"a": {"is": ["letter"]}},
}  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return tmp_path_factory.mktemp("generated")


@settings(generated, max_examples=60, suppress_health_check=list(HealthCheck))
@given(FILES)
def test_files_of_entries_are_taken_or_their_mistakes_named(folder: Any, content: dict[str, Any]) -> None:
    _laid(folder, content)


@settings(generated, max_examples=40, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(sorted(WHOLE)), VALUES)
def test_an_entry_with_one_odd_value(folder: Any, key: str, value: Any) -> None:
    _laid(folder, {"notations": {"knot": WHOLE | {key: value}}})


def _laid(folder: Any, content: dict[str, Any]) -> None:
    path, store = folder / "entries.yaml", Dictionary.shipped().store
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8", errors="surrogatepass")
    if not content.keys() <= QUICK:  # everything would have to be compiled again: only checked
        own = load([path])
        check(joined(store, own), own)
        return
    try:
        laid = Dictionary.of(overlaid(store, [path]))
    except NotationError as error:
        assert str(error)
        return
    for latex in (r"\knot(a, b)", r"\sigma + x_i"):
        assert not broken(latex, laid.decode(latex))
