"""Search while one types, driven by keys through a pipe and through a pseudo-terminal."""

from __future__ import annotations

import base64
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from prompt_toolkit.formatted_text import fragment_list_to_text
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput
from typer.testing import CliRunner

import cli_stub
import notation
from notation.cli import common, live, lookups
from notation.cli.app import app
from notation.results import LookupResult

UP, DOWN, PAGE_DOWN, ENTER, ESCAPE, COPY, COPY_LATEX, ERASE = "\x1b[A", "\x1b[B", "\x1b[6~", "\r", "\x1b", "\x19", "\x0c", "\x7f"


class Terminal(DummyOutput):
    """An output that keeps what is sent to the terminal itself."""

    def __init__(self) -> None:
        self.sent = ""

    def write_raw(self, data: str) -> None:
        self.sent += data


STUB = cli_stub.StubDictionary()


def drive(*keys: str, look_up: live.LookUp = STUB.lookup) -> tuple[live.Live, Terminal]:
    terminal = Terminal()
    with create_pipe_input() as given:
        given.send_text("".join(keys) + ESCAPE)
        return live.run(look_up, given, terminal), terminal


def shown(state: live.Live) -> str:
    return fragment_list_to_text(state.body())


def test_results_narrow_as_one_types() -> None:
    asked: list[str] = []

    def look_up(text: str) -> LookupResult:
        asked.append(text)
        return STUB.lookup(text)

    state, _ = drive("nab", ERASE, look_up=look_up)
    assert asked == ["n", "na", "nab", "na"]
    assert state.result.query == "na"


def test_the_real_dictionary_answers_what_is_half_typed() -> None:
    state, _ = drive("upside down tri", look_up=notation.lookup)
    assert state.chosen is not None
    assert state.chosen.symbol == "∇"
    assert "∇" in shown(state)


@pytest.mark.parametrize(("keys", "at"), [([DOWN], 1), ([DOWN, DOWN, UP], 1), ([UP], 0), ([DOWN] * 40, 9), ([DOWN, "x"], 0)])
def test_arrows_move(keys: list[str], at: int) -> None:
    assert drive("nabla", *keys)[0].at == at


def test_the_chosen_line_is_marked_and_what_was_hit_stands_out() -> None:
    pieces = drive("nabla", DOWN)[0].body()
    assert ("class:chosen class:symbol", " Aᵀ  ") in pieces
    assert ("class:chosen class:hit", "flip") in pieces


def test_enter_shows_the_card_and_the_list_again() -> None:
    state, _ = drive("nabla", ENTER)
    assert "Meaning number 6." in shown(state)
    assert "Aᵀ" in shown(drive("nabla", ENTER, DOWN)[0])
    assert "Meaning number 6." not in shown(drive("nabla", ENTER, ENTER)[0])


def test_a_long_card_scrolls_within_itself() -> None:
    top = shown(drive("nabla", ENTER)[0])
    further = shown(drive("nabla", ENTER, PAGE_DOWN)[0])
    assert further != top
    assert top.endswith(further)
    assert shown(drive("nabla", ENTER, PAGE_DOWN * 50)[0])


@pytest.mark.parametrize(("key", "copied"), [(COPY, "∇"), (COPY_LATEX, "\\nabla")])
def test_a_key_copies_through_the_terminal(key: str, copied: str) -> None:
    state, terminal = drive("nabla", key)
    assert terminal.sent == f"\x1b]52;c;{base64.b64encode(copied.encode()).decode()}\x07"
    assert state.foot() == [("class:hint", f"Copied {copied}")]


def test_nothing_is_copied_where_there_is_nothing() -> None:
    for keys, note in ((["xyzzy", COPY], "Nothing to copy."), (["☃", COPY_LATEX], "No LaTeX to copy.")):
        state, terminal = drive(*keys)
        assert (terminal.sent, state.note) == ("", note)


def test_no_match_says_what_to_try() -> None:
    state, _ = drive("xyzzy", ENTER, DOWN)
    assert "Did you mean: nabla, del?" in shown(state)
    assert "name its parts" in shown(state)
    assert shown(drive()[0]) == ""


def test_control_characters_are_not_drawn() -> None:
    assert "\x1b" not in shown(drive("\x1b[200~xyzzy \x07\x1b[201~")[0])


# The command


def lookup_at_terminal(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> tuple[int, str]:
    monkeypatch.setattr(lookups, "_at_terminal", lambda: True)
    monkeypatch.setattr(common, "open_dictionary", lambda symbols: STUB)
    result = CliRunner().invoke(app, ["lookup", *arguments])
    return result.exit_code, result.stderr


def test_without_the_package_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "notation.cli.live")
    monkeypatch.delattr("notation.cli.live")
    monkeypatch.setitem(sys.modules, "prompt_toolkit.application", None)
    status, said = lookup_at_terminal(monkeypatch)
    assert status == 2
    assert "pip install 'notation-lookup[live]'" in said


def test_scripts_get_the_usage_error_at_a_terminal_too(monkeypatch: pytest.MonkeyPatch) -> None:
    status, said = lookup_at_terminal(monkeypatch, "--json")
    assert (status, "nothing to look up" in said) == (2, True)


def test_off_a_terminal_the_usage_error_stays() -> None:
    done = subprocess.run(
        [sys.executable, cli_stub.__file__, "lookup"], stdin=subprocess.DEVNULL, capture_output=True, timeout=60
    )
    assert done.returncode == 2
    assert b"nothing to look up" in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="a pseudo-terminal is needed")
def test_at_a_terminal_it_draws_and_leaves() -> None:
    master, slave = os.openpty()
    environment = {**os.environ, "TERM": "xterm-256color"}
    command = [sys.executable, str(Path(cli_stub.__file__)), "lookup"]
    with subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave, env=environment) as running:
        os.close(slave)
        seen = read_until(master, b"Look up:")
        os.write(master, b"nabla")
        seen += read_until(master, "Aᵀ".encode())
        os.write(master, b"\x1b")
        seen += read_until(master, b"\x1b[?1049l")
        assert running.wait(30) == 0
    os.close(master)
    assert b"Traceback" not in seen


def read_until(terminal: int, wanted: bytes) -> bytes:
    seen, end = b"", time.monotonic() + 30
    while wanted not in seen and time.monotonic() < end:
        seen += os.read(terminal, 65536)
        if b"\x1b[6n" in seen:  # the question where the cursor is
            os.write(terminal, b"\x1b[1;1R")
            seen = seen.replace(b"\x1b[6n", b"")
    assert wanted in seen
    return seen
