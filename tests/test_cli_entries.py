"""``notation list``, ``fields``, ``resources`` and ``check``, with the real dictionary behind them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from notation import Dictionary
from notation.catalogue import group_of
from notation.cli.app import app
from test_compile import OWN, written


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments, prog_name="notation", env={"COLUMNS": "80"})


def told(*arguments: str) -> Any:
    result = run(*arguments, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


# Lists


def test_counts_are_those_of_the_entries() -> None:
    listed = told("list")
    entries = listed["entries"]
    ids = [(entry["kind"], entry["id"]) for entry in entries]
    assert len(ids) == len(set(ids))
    for kind, counts in listed["counts"].items():
        of_kind = [entry for entry in entries if entry["kind"] == kind]
        assert counts["all"] == len(of_kind)
        groups = {group: n for group, n in counts.items() if group != "all"}
        assert groups == {g: sum(e["group"] == g for e in of_kind) for g in groups}
    assert set(listed["counts"]) == {"symbol", "sense", "concept", "notation", "formula"}
    assert set(listed["counts"]["sense"]) == {"all", "greek", "latin", "sign", "word", "style"}


def test_an_entry_of_each_kind() -> None:
    by_id = {(entry["kind"], entry["id"]): entry for entry in told("list")["entries"]}
    sense = by_id["sense", "sigma.standard-deviation"]
    assert (sense["symbol"], sense["field"], sense["group"]) == ("σ", "statistics", "greek")
    assert sense["meaning"].endswith(".")
    assert sense["learn"]
    assert by_id["symbol", "sigma"]["latex"][0] == r"\sigma"
    assert by_id["notation", "conditional-probability"]["symbol"]
    assert by_id["formula", "ridge-regression"]["group"] == "formula"
    assert by_id["concept", "learning-rate"]["field"] == "optimisation"


@pytest.mark.parametrize(
    ("glyph", "group"),
    [
        *((glyph, "greek") for glyph in ("σ", "Ω", "𝝈", "ϵ")),
        *((glyph, "latin") for glyph in ("x", "ℝ", "𝒩", "ℓ")),
        *((glyph, "word") for glyph in ("log", "a.s.")),
        *((glyph, "sign") for glyph in ("∇", "∂", "ℵ", "⟶ᵈ", "◌̂", "!")),
    ],
)
def test_groups(glyph: str, group: str) -> None:
    assert group_of(glyph) == group


def test_kind_and_field_choose() -> None:
    entries = told("list", "--kind", "sense", "--field", "statistics")["entries"]
    assert {(entry["kind"], entry["field"]) for entry in entries} == {("sense", "statistics")}
    line = run("list", "--kind", "sense", "--field", "statistics").stdout.splitlines()
    assert len(line) == len(entries)
    assert any("sigma.standard-deviation" in row and "σ" in row for row in line)


def test_what_cannot_be_listed() -> None:
    assert run("list", "--kind", "sign").exit_code == 1
    assert "there are symbol, sense, concept, notation, formula" in run("list", "--kind", "sign").stderr
    assert "no field is called 'cookery'" in run("list", "--field", "cookery").stderr
    assert "taken as statistics" in run("list", "--field", "statistik").stderr
    assert run("list", "--kindd", "x").exit_code == 2


def test_own_entries_are_listed(tmp_path: Path) -> None:
    entries = told("list", "--symbols", str(written(tmp_path, OWN)))["entries"]
    assert "brier-score.forecast-score" in {entry["id"] for entry in entries}


def test_fields_count_their_meanings() -> None:
    entries = [e for e in told("list")["entries"] if e["kind"] in ("sense", "notation", "formula")]
    fields = {field["name"]: field for field in told("fields")["fields"]}
    assert fields["statistics"]["count"] == sum(e["field"] == "statistics" for e in entries)
    assert sum(field["count"] for field in fields.values()) == len(entries)
    assert all(field["count"] == sum(field["counts"].values()) for field in fields.values())
    assert f"{fields['statistics']['count']}  statistics" in run("fields").stdout


def test_resources_count_what_points_to_them() -> None:
    entries = [e for e in told("list")["entries"] if e["kind"] in ("sense", "notation", "formula")]
    resources = told("resources")["resources"]
    assert [r["count"] for r in resources] == sorted((r["count"] for r in resources), reverse=True)
    for resource in resources:
        parts = {part["id"] for part in resource["parts"]}
        assert resource["count"] == sum(not parts.isdisjoint(e["learn"]) for e in entries)
    lines = run("resources").stdout.splitlines()
    assert len(lines) == len(resources)
    assert all(resource["url"] in line for resource, line in zip(resources, lines, strict=True))


def test_the_library_lists_the_same(dictionary: Dictionary) -> None:
    assert [entry.to_dict() for entry in dictionary.entries(kind="formula")] == [
        {**entry, "latex": tuple(entry["latex"]), "learn": tuple(entry["learn"])}
        for entry in told("list", "--kind", "formula")["entries"]
    ]


# Check


def test_no_problem_is_0(tmp_path: Path) -> None:
    result = run("check", str(written(tmp_path, OWN)))
    assert (result.exit_code, result.stdout) == (0, "no problems in 1 file\n")


def test_problems_are_1(tmp_path: Path) -> None:
    path = written(tmp_path, OWN.replace("field: physics", "field: phsics").replace("zero is perfect.", "zero is perfect"))
    result = run("check", str(path), str(path))
    assert result.exit_code == 1
    assert [line.removeprefix(f"{path}:").split(": ")[0] for line in result.stdout.splitlines()] == ["8", "19", "26"]
    assert "did you mean 'physics'?" in result.stdout


def test_a_folder_with_its_folders(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    written(tmp_path, "")
    written(tmp_path / "deep", "symbols:\n  x: {nmae: y}\n")
    written(tmp_path, "symbols: [", "not-yaml.txt")
    result = run("check", str(tmp_path))
    assert result.exit_code == 1
    assert f"{tmp_path / 'deep' / 'mine.yaml'}:2: x: has no key 'nmae'" in result.stdout
    assert "not-yaml" not in result.stdout


@pytest.mark.parametrize("arguments", [[], ["nowhere.yaml"], ["--schema", "x"], ["--no-such-option"]])
def test_wrong_usage_is_2(arguments: list[str]) -> None:
    assert run("check", *arguments).exit_code == 2


def test_a_folder_without_entries_is_1(tmp_path: Path) -> None:
    result = run("check", str(tmp_path))
    assert result.exit_code == 1
    assert "there is no *.yaml file in this folder" in result.stderr


def test_schema() -> None:
    assert json.loads(run("check", "--schema").stdout)["title"] == "Entries of notation"


# The user's places


def test_a_broken_place_is_a_warning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NOTATION_PATH", str(written(tmp_path, "symbols: [")))
    result = run("lookup", "nabla", "--limit", "0")
    assert result.exit_code == 0
    assert result.stdout.startswith("∇")
    assert result.stderr.startswith("Warning: ")
    assert "is left out" in result.stderr


def test_a_broken_option_is_an_error(tmp_path: Path) -> None:
    result = run("decode", "x", "--symbols", str(written(tmp_path, "symbols: [")))
    assert result.exit_code == 1
    assert "is not YAML" in result.stderr
