"""Formulas with what an explanation has to say: ``cases/decode`` must hold, ``cases/gaps`` is known to fail.

A case has ``latex``, perhaps ``context``, ``field`` and ``macros``, and checks: ``reading`` (patterns in order), ``symbols``
(for an atom as written, what its row must or must not say), ``explains`` (what some row must say).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from conftest import CASES
from notation import Decoding, Dictionary, Row

OPTIONS = ("context", "field", "macros")


def cases(folder: str) -> Iterator[Any]:
    for path in sorted((CASES / folder).glob("*.yaml")):
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        for case in data["cases"]:
            shared = {k: data[k] for k in OPTIONS if k in data}
            yield pytest.param({**shared, **case}, id=f"{path.stem}/{case['id']}")


def bare(latex: str) -> str:
    return re.sub(r"[\s{}]", "", latex)


def words(row: Row) -> str:
    return f"{row.name} {row.meaning}"


def has(pattern: str, text: str) -> bool:
    return re.search(pattern, text, re.IGNORECASE) is not None


def failures(case: dict[str, Any], result: Decoding) -> Iterator[str]:
    at = 0
    for pattern in case.get("reading", []):
        found = re.compile(pattern, re.IGNORECASE).search(result.reading, at)
        if found is None:
            yield f"the reading lacks {pattern!r} after character {at}: {result.reading!r}"
            break
        at = found.end()
    for atom, want in case.get("symbols", {}).items():
        said = [words(r) for r in result.symbols if bare(r.latex) == bare(atom)]
        if not any(has(want["is"], s) for s in said):
            yield f"{atom}: expected {want['is']!r}, rows say {said}"
        if "not" in want and any(has(want["not"], s) for s in said):
            yield f"{atom}: must not say {want['not']!r}, rows say {said}"
    for pattern in case.get("explains", []):
        if not any(has(pattern, words(r)) for r in result.symbols):
            yield f"no row explains {pattern!r}: {[r.name for r in result.symbols]}"


def decoded(dictionary: Dictionary, case: dict[str, Any]) -> Decoding:
    return dictionary.decode(case["latex"], **{k: case.get(k) for k in OPTIONS})


@pytest.mark.parametrize("case", list(cases("decode")))
def test_case(dictionary: Dictionary, case: dict[str, Any]) -> None:
    assert list(failures(case, decoded(dictionary, case))) == []


@pytest.mark.parametrize("case", list(cases("gaps")))
@pytest.mark.xfail(strict=True, reason="known gap: when this passes, move the case to cases/decode")
def test_gap(dictionary: Dictionary, case: dict[str, Any]) -> None:
    assert list(failures(case, decoded(dictionary, case))) == []


def test_every_file_of_cases_is_used() -> None:
    used = {p for folder in ("decode", "gaps") for p in (CASES / folder).glob("*.yaml")}
    assert used == {p for p in Path(CASES).rglob("*.yaml") if p.parent.name in ("decode", "gaps")}
