"""The schema for editors says what the loader and the checker say, as far as a schema can."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from conftest import CASES, ROOT
from notation.compile.schema import schema

SYMBOLS = ROOT / "symbols"
SHIPPED = sorted(SYMBOLS.rglob("*.yaml"))
# What is wrong with these is no matter of shape, or stands in YAML that an editor's own parser reports.
BEYOND_SHAPE = {
    "alias", "around-is-a-sentence", "around-without-an-example", "paraphrase-of-nothing",
    "duplicate-id", "duplicate-key", "escaped-control-character", "example-too-deep", "hole-not-in-a-pattern",
    "latex-in-double-quotes", "means-with-a-hole-not-in-a-pattern", "merge-key", "missing-example", "missing-field",
    "missing-pointer", "pattern-only-a-hole", "pattern-too-deep", "reads-needs-a-hole", "rest-not-last",
    "same-pattern-twice", "sentence-begins-with-its-name", "unknown-concept", "unknown-cue-word", "unknown-field",
    "unknown-operator-class", "unknown-pointer", "unknown-sense-of-a-sign", "unreadable-pattern",
}  # fmt: skip


def validator() -> jsonschema.Draft7Validator:
    made = schema()
    jsonschema.Draft7Validator.check_schema(made)
    return jsonschema.Draft7Validator(made)


def as_an_editor_reads(path: Path) -> Any:
    """The file with numbers and truth values as YAML has them; keys are text, as in JSON."""
    return texts(yaml.safe_load(path.read_text(encoding="utf-8")))


def texts(value: Any) -> Any:
    if isinstance(value, dict):
        return {"null" if key is None else str(key): texts(inner) for key, inner in value.items()}
    return [texts(inner) for inner in value] if isinstance(value, list) else value


def test_the_file_is_what_the_code_says() -> None:
    told = "symbols/schema.json is behind; run `python -m notation.compile.schema > symbols/schema.json`"
    assert json.loads((SYMBOLS / "schema.json").read_text(encoding="utf-8")) == schema(), told


@pytest.mark.parametrize("path", SHIPPED, ids=lambda p: p.relative_to(SYMBOLS).as_posix())
def test_every_shipped_file_is_valid(path: Path) -> None:
    errors = [f"{'.'.join(map(str, e.path))}: {e.message}" for e in validator().iter_errors(as_an_editor_reads(path))]
    assert errors == []


@pytest.mark.parametrize("path", sorted((CASES / "rejected").glob("*.yaml")), ids=lambda p: p.stem)
def test_what_the_checker_rejects_for_its_shape_the_schema_rejects(path: Path) -> None:
    try:
        content = as_an_editor_reads(path)
    except yaml.YAMLError:
        return
    assert validator().is_valid(content) == (path.stem in BEYOND_SHAPE)
