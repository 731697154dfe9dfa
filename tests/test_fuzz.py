"""The fuzz target finds what is broken, makes it smaller, and writes it so that the tests try it again."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

import fuzz
from conftest import ROOT
from fuzz_inputs import Maker, Request
from notation import Dictionary, InputError


class Faulty(Dictionary):
    """A dictionary that fails at fractions, and refuses roots in our own words."""

    def decode(self, snippet: str, **more: Any) -> Any:
        if "\\frac" in snippet + (more["context"] or ""):
            raise ValueError
        if "\\sqrt" in snippet:
            raise InputError("roots are not read")
        return Dictionary.shipped().decode(snippet, **more)


@pytest.fixture
def harness(tmp_path: Path) -> fuzz.Harness:
    return fuzz.Harness(Faulty(), tmp_path)


def test_only_other_errors_than_ours_are_finds(harness: fuzz.Harness) -> None:
    assert harness.problem(Request("decode", "x + y"), again=True) == ""
    assert harness.problem(Request("decode", r"\sqrt{2}")) == ""
    assert harness.refused == {"InputError": 1}
    assert harness.problem(Request("decode", r"\frac{a}{b}")).startswith("ValueError in ")
    assert harness.problem(Request("lookup", "nabla")) == ""
    assert harness.problem(Request("dictionary", "symbols:\n  x: [")) == ""


def test_a_find_is_made_smaller_and_written(harness: fuzz.Harness, tmp_path: Path) -> None:
    request = Request("decode", r"x = \frac{a}{b} + \alpha", context="some prose", field="statistics", macros="dlbook")
    problem = harness.problem(request)
    assert harness.smaller(request, problem) == Request("decode", r"\frac")
    assert fuzz.written(tmp_path, Request("decode", r"\frac"), problem).read_text(encoding="utf-8") == r"\frac"
    again = Request("decode", "y", context=r"\frac12 is a half")
    found = fuzz.written(tmp_path, harness.smaller(again, problem), problem)
    assert Request.of(json.loads(found.read_text(encoding="utf-8"))) == Request("decode", "y", context=r"\frac")


def test_the_same_seed_makes_the_same_requests() -> None:
    one, two = (Maker(random.Random(5), ROOT, []) for _ in range(2))
    requests = [one.request() for _ in range(1000)]
    assert requests == [two.request() for _ in range(1000)]
    assert {request.kind for request in requests} == {"decode", "lookup", "dictionary"}
    assert len({request.text for request in requests}) > 250


def test_a_run_prints_executions_and_finds(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert fuzz.main(["--seconds", "0.3", "--seed", "2", "--finds", str(tmp_path)]) == 0
    assert "executions" in (printed := capsys.readouterr().out)
    assert "finds: 0 of 0 kinds" in printed
