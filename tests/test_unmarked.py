"""Formulas that nothing marks in prose are found, and words stay words."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest

from notation import Dictionary, NotationError
from notation.decoder.latex import tokens
from notation.decoder.snippet import parts_of
from promises import broken

FOUND = {
    "Let G = (V, E) be a graph with |V| = n nodes, adjacency matrix A and degree matrix D.": ["G = (V, E)", "|V| = n", "A", "D"],
    "The entropy H(X) = −∑ p(x) log p(x) is maximal for the uniform distribution.": ["H(X) = −∑ p(x) log p(x)"],
    "where η is the learning rate and ∇θ J(θ) the gradient.": ["η", "∇θ J(θ)"],
    "Suppose X ~ N(μ, σ²). Then x̄ = (1/n) Σ xᵢ is the sample mean (see [12]).": ["X ~ N(μ, σ²)", "x̄ = (1/n) Σ xᵢ"],
    "Since a ≤ b, the function f : A → B is well-defined (Figure 2).": ["a ≤ b", "f : A → B"],
    "For every ε > 0 there is a δ > 0 such that |x − a| < δ, as we saw.": ["ε > 0", "δ > 0", "|x − a| < δ"],
    "X and Y are independent (X ⊥ Y), so the rank is r ≤ min(m, n).": ["X", "Y", "X ⊥ Y", "r ≤ min(m, n)"],
    "The operator T: V → W is bounded, and n is the following: the rank of T.": ["T: V → W", "n", "T"],
    "It has P(X = k) = λ^k e^{-λ} / k!, which is the best of all!": ["P(X = k) = λ^k e^{-λ} / k!"],
    "Let 𝒳 ⊆ ℝᵈ be the input space.": ["𝒳 ⊆ ℝᵈ"],
    "The Laplacian is L = I - D^{-1/2} A D^{-1/2}, which is symmetric.": ["L = I - D^{-1/2} A D^{-1/2}"],
    r"where \eta is the learning rate and \theta_t are the weights at step t": [r"\eta", r"\theta_t", "t"],
    r"the loss is L = \text{the mean of the errors} + \lambda R": [r"L = \text{the mean of the errors} + \lambda R"],
    "I think that a β-VAE is a model; its loss is L = R + βK.": ["L = R + βK"],
}
PROSE = (
    "In 2017, GPT-3 was the state-of-the-art model with 175B parameters and the loss is 2.3.",
    "Plan B is better than plan A, we think.",
    "It is 3 to 4 times as large (2020), as the 2nd part of [3, 5] and e.g. the appendix show.",
    "This is the end.",
)
FORMULAS = (
    "f(x) = { 1 if x > 0, 0 otherwise }",
    "f(x) is in [0, inf)",
    "for all x in R: x^2 >= 0",
    "minimize x^2 + y^2 subject to x + y = 1",
    "x_{the} = 3",
    "y = the",
    r"\text{where } x \text{ is the input}",
)


def steps(work: Callable[[], object]) -> int:
    """How many instructions of Python are carried out."""
    count = 0

    def note(frame: FrameType, event: str, _what: object) -> Any:
        nonlocal count
        frame.f_trace_opcodes = True
        count += event == "opcode"
        return note

    before = sys.gettrace()
    sys.settrace(note)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


def formulas_in(text: str) -> list[str]:
    parts = parts_of(text, Dictionary.shipped().tongue)
    return [text[part.start : part.end] for part in parts if part.formula]


@pytest.mark.parametrize("text", FOUND)
def test_formulas_are_found_among_words(text: str) -> None:
    assert formulas_in(text) == FOUND[text]


@pytest.mark.parametrize("text", PROSE)
def test_prose_without_formulas_has_none(text: str) -> None:
    assert formulas_in(text) == []


@pytest.mark.parametrize("text", FORMULAS)
def test_formulas_with_words_stay_whole(text: str) -> None:
    assert formulas_in(text) == [text]


@pytest.mark.parametrize("text", FOUND)
def test_parts_cover_all_that_is_not_blank(text: str) -> None:
    parts = parts_of(text, Dictionary.shipped().tongue)
    assert "".join("".join(text[p.start : p.end] for p in parts).split()) == "".join(text.split())


@pytest.mark.parametrize(
    "text",
    [
        "the is x = " + "(" * 5000,
        "the is " + "{ x = 1 the " * 3000,
        "the is " + "x " * 20000,
        "is the " + "a, " * 9000 + "= b",
        "the loss is " + "x, " * 19000,
    ],
    ids=lambda text: text[:14],
)
def test_odd_prose_gets_an_answer_or_a_clear_error(text: str) -> None:
    try:
        answer = Dictionary.shipped().decode(text)
    except NotationError:
        return
    assert not broken(text, answer)


@pytest.mark.parametrize("piece", ["x, ", "(x, ", "x = ", "{x ", "the x: ", "is a "])
def test_twice_the_prose_is_not_four_times_the_steps(piece: str) -> None:
    tongue = Dictionary.shipped().tongue
    assert steps(lambda: parts_of("the loss is " + piece * 400, tongue)) < 3 * steps(
        lambda: parts_of("the loss is " + piece * 200, tongue)
    )


def test_twice_the_sums_are_not_four_times_the_steps() -> None:
    lexicon = Dictionary.shipped().lexicon
    assert steps(lambda: tokens("Σ_{ " * 400, lexicon)) < 3 * steps(lambda: tokens("Σ_{ " * 200, lexicon))


def test_what_prose_says_of_unmarked_letters_counts() -> None:
    found = Dictionary.shipped().decode("We minimise L(θ) + λ‖θ‖², where λ is the weight decay and θ are the weights.")
    named = {row.symbol: row.name for row in found.symbols if row.kind == "symbol"}
    assert (named["λ"], named["θ"]) == ("weight decay", "weights")
    assert "lambda is the weight decay" in found.reading


def test_a_verb_in_front_is_no_name() -> None:
    found = Dictionary.shipped().decode("The discriminator D tries to maximise V(D, G).")
    assert [row.name for row in found.symbols if row.source == "context"] == ["discriminator"]


def test_a_name_is_not_said_twice() -> None:
    assert Dictionary.shipped().decode("The entropy $H(X)$ is large.").reading == "The entropy of X is large."
    assert Dictionary.shipped().decode("It has entropy $H(X)$.").reading == "It has entropy of X."


def test_statements_spoken_of_as_things() -> None:
    said = Dictionary.shipped().decode(r"For every $\epsilon > 0$, let $x \in S$ be fixed; then $x > 0$.").reading
    assert said == "For every epsilon greater than 0, let x in S be fixed; then x is greater than 0."


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("σ = Σ_j exp(z_j)", "sum over j of the exponential"),
        ("J = 1/N Σ_i (y_i - x_i)^2", "the sum over i of the quantity"),
        ("L = Σ_{i=1}^n y_i", "the sum over i from 1 to n of y i"),
        ("p(x) = Π_i p(x_i)", "the product over i of p of x i"),
        ("pθ(x) = qφ(z | x)", "^p theta of x equals q phi of z given x"),
        ("∇J ∝ Σ_s μ(s)", "sum over s of mu of s"),
        ("∇f (x) = 0", "^the gradient of f at x equals 0"),
        ("∇θ (L(θ) + R)", "with respect to theta$"),
        ("f(·)", "^f of its argument"),
        ("2πθ", "theta$"),
        ("μ^T Σ_k μ", "transpose Sigma k"),
        ("tr(Σ_k)", "the trace of Sigma k"),
        ("x* = 1", "^x star equals 1"),
        ("f(x*) = 0", "^f of x star equals 0"),
        ("a*b = 2", "^a times b"),
    ],
)
def test_signs_typed_for_others(typed: str, said: str) -> None:
    assert re.search(said, Dictionary.shipped().decode(typed).reading)


def test_several_things() -> None:
    assert Dictionary.shipped().decode(r"For all $u, v \in V$ it holds.").reading == "For all u, v in V it holds."
