"""The ``--jsonl`` loops: one answer a line, in order and at once, errors in their place."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import cli_stub
from notation.cli import common, jsonl
from notation.cli.app import app
from notation.errors import LimitError
from piped import answers_each_before_the_next, says_nothing_to_a_reader_that_leaves

STUB = Path(cli_stub.__file__)


@pytest.fixture(autouse=True)
def stub(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(common, "open_dictionary", lambda symbols: cli_stub.StubDictionary())


def lines(command: str, *requests: object, options: tuple[str, ...] = ()) -> tuple[int, list[dict[str, Any]]]:
    given = "".join(line if isinstance(line, str) else json.dumps(line) + "\n" for line in requests)
    result = CliRunner().invoke(app, [command, "--jsonl", *options], input=given)
    assert result.stderr == ""
    return result.exit_code, [json.loads(line) for line in result.stdout.splitlines()]


def test_lines_are_answered_in_order_with_their_ids() -> None:
    status, answers = lines("lookup", {"id": 7, "query": "nabla"}, {"id": "b", "query": "xyzzy"}, {"query": "del"})
    assert status == 0
    assert [(answer["id"], answer["query"], len(answer["matches"])) for answer in answers] == [
        (7, "nabla", 6), ("b", "xyzzy", 0), (None, "del", 6),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("request_line", "kind", "name"),
    [
        ("{not json\n", "InputError", None),
        ("\n", "InputError", None),
        ("[1]\n", "InputError", None),
        ("[" * 100_000 + "\n", "LimitError", None),
        ('{"id": 1e999, "latex": "x"}\n', "InputError", None),
        ('{"id": NaN, "latex": "x"}\n', "InputError", None),
        ({"id": 3}, "InputError", 3),
        ({"id": 4, "latex": 5}, "InputError", 4),
        ({"id": 5, "latex": "x", "context": ["y"]}, "InputError", 5),
        ({"id": [6], "latex": "x"}, "InputError", None),
        ({"id": 7, "latex": "{{{"}, "InputError", 7),
        ({"id": 8, "latex": "boom"}, "InternalError", 8),
    ],
)
def test_bad_line_is_an_error_in_its_place(request_line: object, kind: str, name: object) -> None:
    status, answers = lines("decode", {"id": 1, "latex": "a"}, request_line, {"id": 2, "latex": "b"})
    assert status == 1
    assert [answer["id"] for answer in answers] == [1, name, 2]
    assert answers[1]["error"]["type"] == kind
    assert answers[1]["error"]["message"]
    assert answers[1].keys() == {"id", "error"}


def test_lone_surrogate_comes_back() -> None:
    assert lines("decode", '{"id": 1, "latex": "\\ud835"}\n')[1][0]["input"] == "\ud835"


@pytest.mark.parametrize(
    "line",
    [
        b'{"id": 1, "latex": "caf\xe9"}\n',
        '{"id": 1, "latex": "∇"}\n'.encode("utf-16"),
        b'{"id": 1, "latex": "x\0y"}\n',
        b'{"id": 1, \x1b[31m\n',
        b"\x89PNG\r\n",
        b"\xed\xa0\xb5\n",
    ],
)
def test_a_line_that_is_no_json_in_utf_8_is_an_error_in_its_place(line: bytes) -> None:
    command = [sys.executable, str(STUB), "decode", "--jsonl"]
    given = line + b'\xef\xbb\xbf{"id": 2, "latex": "x"}\n'
    done = subprocess.run(command, input=given, capture_output=True, timeout=60)
    answers = [json.loads(answer) for answer in done.stdout.splitlines()]
    assert (done.returncode, done.stderr) == (1, b"")
    assert answers[0]["error"]["type"] == "InputError"
    assert b"\x1b" not in done.stdout
    assert answers[-1]["id"] == 2 or line.startswith(b"\xff\xfe")


def test_long_line_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsonl, "LIMIT", 40)
    long = {"id": 1, "latex": "x" * 200}
    status, answers = lines("decode", long, {"id": 2, "latex": "y"})
    assert status == 1
    assert (answers[0]["error"]["type"], answers[1]["input"]) == (LimitError.__name__, "y")


def test_each_line_is_answered_before_the_next_is_read() -> None:
    answers_each_before_the_next([sys.executable, str(STUB), "decode", "--jsonl"])


def test_reader_that_leaves_is_no_error_to_see() -> None:
    command = [sys.executable, str(STUB), "decode", "--jsonl"]
    says_nothing_to_a_reader_that_leaves(command, b'{"id": 1, "latex": "x"}\n' * 50)
