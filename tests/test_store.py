"""The compiled file: whatever is put in comes out, whole or row by row, and nothing is found that is not there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from notation.errors import DictionaryError
from notation.store import Filed, Rows, Store, pack, write

ROWS = [["∇", number, 'a "quoted"\nline'] for number in range(700)]
TABLE = {f"word {number}": "∇" * (number % 7) for number in range(5000)}
RECORDS = {"signs": {"nabla": {"glyph": "∇"}, 'odd "name"': [1], "nab": 2}, "none": {}}


@pytest.fixture(params=["in memory", "read from a file"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    made = pack(
        {"long": ROWS, "numbers": list(range(700)), "short": [1, "two"], "table": {"a": "b"}, "filed": TABLE},
        RECORDS,
        {"version": "1"},
    )
    if request.param == "in memory":
        return made
    write(made, tmp_path / "dictionary.json")
    return Store.read(tmp_path / "dictionary.json")


def test_a_long_list_is_read_row_by_row(store: Store) -> None:
    rows = store.section("long")
    assert isinstance(rows, Rows)
    assert [rows[0], rows[311], rows[699], rows[311]] == [ROWS[0], ROWS[311], ROWS[699], ROWS[311]]
    assert len(rows) == 700


def test_a_long_list_is_also_a_whole_one(store: Store) -> None:
    rows = store.section("long")
    assert list(rows) == ROWS
    assert rows[:3] == ROWS[:3]
    assert rows[-1] == ROWS[-1]
    assert ROWS[5] in rows


@pytest.mark.parametrize("at", [700, 10**9])
def test_there_is_no_row_behind_the_last(store: Store, at: int) -> None:
    with pytest.raises(IndexError):
        store.section("long")[at]


def test_a_long_table_is_filed_in_small_ones(store: Store) -> None:
    table = store.section("filed")
    assert isinstance(table, Filed)
    assert [table["word 0"], table["word 6"], table.get("word 4999")] == ["", "∇" * 6, TABLE["word 4999"]]
    assert "word 17" in table
    assert dict(table) == TABLE
    assert len(table) == 5000


@pytest.mark.parametrize("key", ["word 5000", "", "\ud800", 17])
def test_what_no_table_has_is_not_found(store: Store, key: Any) -> None:
    table = store.section("filed")
    assert key not in table
    if isinstance(key, str):
        assert table.get(key) is None
        with pytest.raises(KeyError):
            table[key]


def test_other_tables_come_as_they_are(store: Store) -> None:
    assert store.section("numbers") == list(range(700))
    assert store.section("short") == [1, "two"]
    assert store.section("table") == {"a": "b"}


def test_records_are_found_by_their_whole_name(store: Store) -> None:
    assert store.record("signs", "nabla") == {"glyph": "∇"}
    assert store.record("signs", 'odd "name"') == [1]
    assert store.record("signs", "nab") == 2
    assert store.ids("signs") == ["nabla", 'odd "name"', "nab"]


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("signs", "abla"),
        ("signs", ""),
        ("signs", '"nab"'),
        ("signs", "nabla\n"),
        ("signs", "\ud800"),
        ("none", "nabla"),
        ("what", "x"),
    ],
)
def test_what_is_not_there_is_none(store: Store, kind: str, name: str) -> None:
    assert store.record(kind, name) is None


@pytest.mark.parametrize("cut", [-9, 20, 0])
def test_a_file_that_is_not_whole_is_refused(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "dictionary.json"
    write(pack({"long": ROWS}, RECORDS, {}), path)
    path.write_bytes(path.read_bytes()[:cut] + b"\n")
    with pytest.raises(DictionaryError, match="damaged or of another version"):
        Store.read(path)
