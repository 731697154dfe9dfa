"""The command line by itself, with a small dictionary behind it: arguments, exit statuses, JSON, views, bad input."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner, Result

import cli_stub
from notation import __version__
from notation.cli import common, plain, read, render, safe, view
from notation.cli.app import app
from notation.errors import EntryError, InputError
from notation.explanations import Alternative
from notation.results import LookupResult

STUB = Path(cli_stub.__file__)


@pytest.fixture(autouse=True)
def stub(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(common, "open_dictionary", lambda symbols: cli_stub.StubDictionary())
    monkeypatch.setenv("COLUMNS", "80")


def run(*arguments: str, given: str | bytes = "") -> Result:
    return CliRunner().invoke(app, arguments, input=given, prog_name="notation")


def process(*arguments: str, given: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, str(STUB), *arguments]
    return subprocess.run(command, input=given, capture_output=True, env={**os.environ, **environment}, timeout=60)


# Arguments and exit statuses


def test_the_package_runs_as_the_command() -> None:
    done = subprocess.run([sys.executable, "-m", "notation", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout == f"notation {__version__}\n"


def test_version() -> None:
    assert run("--version").stdout == f"notation {__version__}\n"


@pytest.mark.parametrize(
    "words", [["nabla"], ["upside", "down", "triangle"], ["\\nabla"], ["->"], ["<="], ["-"], ["-x"], ["--", "--x"]]
)
def test_any_words_are_a_query(words: list[str]) -> None:
    asked = [word for word in words if word != "--"]
    result = run("lookup", "--json", *words)
    assert result.exit_code == 0
    assert json.loads(result.stdout)["query"] == " ".join(asked)


@pytest.mark.parametrize(
    "arguments",
    [
        ["lookup"],
        ["lookup", ""],
        ["lookup", "  "],
        ["lookup", "nabla", "--limit", "many"],
        ["lookup", "nabla", "--jsno"],
        ["lookup", "nabla", "--symbols", "no-such-file.yaml"],
        ["lookup", "nabla", "--jsonl"],
        ["decode", "x", "y"],
        ["decode", "x", "--jsonl"],
        ["decode"],
        ["decode", " \n"],
        ["no-such-command"],
        ["--no-such-option"],
        [],
    ],
)
def test_wrong_usage_is_2(arguments: list[str]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.output.strip()


def test_mistyped_option_is_named() -> None:
    assert "did you mean --json?" in run("lookup", "nabla", "--jsno").stderr


def test_help_for_short() -> None:
    assert run("-h").stdout == run("--help").stdout
    assert run("decode", "-h").stdout == run("decode", "--help").stdout


def test_no_match_is_1_with_suggestions_on_standard_error() -> None:
    result = run("lookup", "xyzzy")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("No match for “xyzzy”. Did you mean: nabla, del?\nTo describe a shape, name its parts")


def test_no_match_as_json_is_1_too() -> None:
    result = run("lookup", "xyzzy", "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["matches"] == []


def test_error_is_1_and_points_at_the_place() -> None:
    result = run("decode", "a {{{")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "Error: a brace is not closed (at character 3); close it with }\n  a {{{\n    ^\n"


def test_mistakes_in_own_entries_are_1(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(symbols: object) -> None:
        raise EntryError(["mine.yaml:3: nabla: no name, add one", "mine.yaml:9: del: no glyph, add one"])

    monkeypatch.setattr(common, "open_dictionary", broken)
    result = run("lookup", "nabla")
    assert result.exit_code == 1
    assert "mine.yaml:9: del: no glyph" in result.stderr


def test_own_mistake_shows_no_traceback() -> None:
    done = process("lookup", "boom")
    assert done.returncode == 1
    assert done.stderr.startswith(b"Error: this is a mistake in notation")
    assert b"Traceback" not in done.stderr


# Reading


@pytest.mark.parametrize("arguments", [["decode"], ["decode", "-"]])
def test_snippet_from_a_pipe(arguments: list[str]) -> None:
    assert json.loads(run(*arguments, "--json", given="\\nabla f\r\n").stdout)["input"] == "\\nabla f"


@pytest.mark.parametrize(
    ("data", "text", "warned"),
    [
        (b"\xef\xbb\xbf\xe2\x88\x87\n", "∇", False),
        ("∇ f\r\n".encode("utf-16"), "∇ f", False),
        (b"caf\xe9 x", "caf\ufffd x", True),
        (b"a\0b", "a b", True),
        ("\\nabla f".encode("utf-16-le"), "\\nabla f", False),
        ("\\nabla f".encode("utf-16-be"), "\\nabla f", False),
        ("∇ f".encode("utf-32"), "∇ f", False),
        (b"x \xed\xa0\xb5 y", "x \ufffd\ufffd\ufffd y", True),
        (b"\xff\xfe", "", False),
        (b"a\r\nb\rc\n\n", "a\nb\nc", False),
        (b"", "", False),
    ],
)
def test_bytes_become_text(data: bytes, text: str, warned: bool) -> None:
    given = read.decoded(data)
    assert (given.text, bool(given.warnings)) == (text, warned)


def test_binary_is_refused() -> None:
    with pytest.raises(InputError, match="not text"):
        read.decoded(b"\x89PNG\r\n\x1a\n\0\0\0\xff")


def test_argument_of_broken_bytes_is_mended() -> None:
    given = read.from_argument("x\udce9")
    assert given.text == "x\ufffd"
    assert given.warnings


def test_argument_in_the_encoding_of_a_plain_locale_is_whole() -> None:
    given = read.from_argument("∇".encode().decode("ascii", "surrogateescape"))
    assert given == read.Given("∇")


@pytest.mark.parametrize("places", [{"PYTHONIOENCODING": "ascii"}, {"PYTHONIOENCODING": "latin-1"}, {"LC_ALL": "C", "LANG": "C"}])
@pytest.mark.parametrize("words", [["decode", "∇ \x1b[31mf\x1b]0;x\x07"], ["decode", "∇{{{"], ["lookup", "xyzzy ∇\x1b[31m"]])
def test_plain_console_and_escapes_end_in_an_answer(places: dict[str, str], words: list[str]) -> None:
    done = process(*words, given=b"", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0", **places)
    printed = done.stdout + done.stderr
    assert b"Traceback" not in printed
    assert b"\x1b" not in printed
    assert b"\x07" not in printed
    assert printed.strip()


def test_endless_pipe_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read, "LIMIT", 10)
    result = run("decode", given="x" * 11)
    assert result.exit_code == 1
    assert "longer than" in result.stderr


def test_leading_dash_is_a_formula() -> None:
    assert json.loads(run("decode", "-h(x)", "--json").stdout)["input"] == "-h(x)"


# JSON


def test_json_has_the_promised_keys() -> None:
    match = json.loads(run("lookup", "nabla", "--json").stdout)["matches"][0]
    promised = {"id", "kind", "symbol", "name", "latex", "codepoint", "score", "matched", "matched_text", "senses"}
    assert promised <= match.keys()
    decoded = json.loads(run("decode", "x", "--json").stdout)
    assert {"input", "reading", "symbols", "recognised", "unknown", "warnings"} <= decoded.keys()


@pytest.mark.parametrize(("options", "count"), [([], 6), (["--limit", "0"], 1), (["--limit", "2"], 3), (["--all"], 10)])
def test_limit_counts_the_other_matches(options: list[str], count: int) -> None:
    assert len(json.loads(run("lookup", "nabla", "--json", *options).stdout)["matches"]) == count


def test_json_is_ascii_where_the_output_cannot_carry_more() -> None:
    done = process("lookup", "nabla", "--json", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert done.returncode == 0
    assert json.loads(done.stdout)["matches"][0]["symbol"] == "∇"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that is always full is needed")
@pytest.mark.parametrize("arguments", [["lookup", "nabla"], ["lookup", "nabla", "--json"], ["--version"]])
def test_full_disk_is_said(arguments: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([sys.executable, str(STUB), *arguments], stdout=full, stderr=subprocess.PIPE, timeout=60)
    assert done.returncode == 1
    assert done.stderr.startswith(b"Error: ")
    assert done.stderr.count(b"\n") == 1


@pytest.mark.skipif(os.name == "nt", reason="a shell is needed")
@pytest.mark.parametrize("command", ["decode <&-", "decode --jsonl <&-", "lookup nabla >&-", "lookup xyzzy 2>&-"])
def test_closed_streams_show_no_traceback(command: str) -> None:
    done = subprocess.run(f"'{sys.executable}' '{STUB}' {command}", shell=True, capture_output=True, timeout=60)
    assert not any(words in done.stderr for words in (b"Traceback", b"Exception ignored", b"a mistake in notation"))


# Views


def test_card_says_the_essentials() -> None:
    card = run("lookup", "nabla").stdout
    for words in ("∇  nabla, say “del”", "&nabla; (HTML)", "U+2207", "gradient (vector calculus)", "“the gradient of f”"):
        assert words in card
    assert "https://example.org/mml#5.2" in card
    assert "… and 2 more: --all" in card
    assert "Δ  capital delta: Delta points up" in card
    assert "Meaning number 6." in run("lookup", "nabla", "--all").stdout


def test_character_without_an_entry_says_so() -> None:
    assert "No curated meaning yet" in run("lookup", "☃").stdout


def test_glossary_leaves_the_elementary_to_one_line() -> None:
    short, full = run("decode", "x").stdout, run("decode", "x", "--all").stdout
    assert "Also: = equals, + plus" in short
    assert "What equals is." not in short
    assert "What equals is." in full
    assert "guess: it stands below a gradient; or: angle, temperature" in short
    assert "Not in the dictionary: \\foo" in short


@pytest.mark.parametrize("columns", [40, 80])
def test_plain_text_keeps_to_the_width(columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    for line in (run("lookup", "nabla").stdout + run("decode", "x").stdout).splitlines():
        assert plain.width(line) <= columns or "https://" in line


@pytest.mark.parametrize("columns", [40, 80, 200])
def test_terminal_view_keeps_to_the_width(
    columns: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    render.show_lookup(cli_stub.StubDictionary().lookup("nabla"), False)
    render.show_decoding(cli_stub.decoding("x [bold]y[/bold] :smile:"), False)
    printed = capsys.readouterr().out
    assert max(map(plain.width, printed.splitlines())) <= columns
    for words in ("[bold]y[/bold] :smile:", "gradient", "Other matches", "Aᵀ  transpose “flip”", "Also: = equals, + plus"):
        assert words in printed


def test_what_was_hit_stands_out(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(render, "_console", lambda: Console(force_terminal=True, width=80, highlight=False, markup=False))
    found = LookupResult("flip", (cli_stub.TRANSPOSE, cli_stub.TRANSPOSE))
    render.show_lookup(found, False)
    printed = capsys.readouterr().out
    assert "alias: “\x1b[1;33mflip\x1b[0m”" in printed
    assert "transpose “\x1b[1;33mflip\x1b[0m” (linear algebra)" in printed
    assert "\x1b" not in "".join(plain.card(found[0], every=True))


@pytest.mark.parametrize(
    ("text", "hit", "marked"),
    [
        ("Learning rate, small", "learning rate", ["Learning rate"]),
        ("sin x, x", "x", ["x", "x"]),
        ("expected", "ex", []),
        ("a (b|c)", "(b|c)", ["(b|c)"]),
        ("anything", "", []),
    ],
)
def test_a_hit_is_whole_words(text: str, hit: str, marked: list[str]) -> None:
    pieces = view.marked(text, hit)
    assert "".join(piece for piece, _ in pieces) == text
    assert [piece for piece, is_hit in pieces if is_hit] == marked


def test_pipe_does_not_import_rich() -> None:
    code = f"""
import runpy, sys
sys.argv = ["notation", "lookup", "nabla"]
try:
    runpy.run_path({str(STUB)!r}, run_name="__main__")
finally:
    heavy = {{"rich", "rapidfuzz", "pylatexenc", "yaml"}} & set(sys.modules)
    print(sorted(heavy), file=sys.stderr)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=60, cwd=STUB.parent)
    assert done.stderr.decode().strip() == "[]"


def test_poor_console_does_not_crash() -> None:
    for arguments in (["lookup", "nabla"], ["decode", "∇"], ["lookup", "xyzzy ∇"]):
        done = process(*arguments, PYTHONIOENCODING="ascii", PYTHONUTF8="0")
        assert b"Traceback" not in done.stderr
        assert done.stdout or done.stderr


def test_control_characters_are_never_echoed() -> None:
    for arguments in (
        ["decode", "\x1b[31mx\x9b\u202e\x07"],
        ["lookup", "xyzzy\x1b[2J"],
        ["decode", "\x1b{{{"],
        ["lookup", "--\x1bx"],
    ):
        result = run(*arguments)
        assert not set(result.output) & set("\x1b\x9b\x07\u202e")


def test_safe_result_reaches_every_string() -> None:
    wild = cli_stub.row("\x1b", "\x1b", "\x1b", alternatives=(Alternative("a", "\x1b", "\x1b", "\x1b"),))
    assert "\\x1b" not in repr(safe.safe_result(wild))
    assert "␛" in repr(safe.safe_result(wild))


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "https://a b", ""])
def test_only_the_web_is_linked(url: str) -> None:
    assert view.web_address(url) == ""


@pytest.mark.skipif(os.name == "nt", reason="a pseudo-terminal is needed")
def test_paste_at_a_terminal_says_how_to_end() -> None:
    master, slave = os.openpty()
    command = [sys.executable, str(STUB), "decode"]
    with subprocess.Popen(command, stdin=slave, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stderr is not None
        assert running.stdout is not None
        assert b"Ctrl-D" in running.stderr.readline()
        os.write(master, b"\\nabla f\n\x04")
        assert running.stdout.read().startswith(b"\\nabla f\n")
        assert running.wait(30) == 0
    os.close(slave)
    os.close(master)


@pytest.mark.skipif(os.name == "nt", reason="signals are needed")
def test_interrupt_is_130() -> None:
    import signal

    def heeded() -> None:
        """A run in the background of a shell ignores interrupts, and so would what it starts."""
        signal.signal(signal.SIGINT, signal.SIG_DFL)

    master, slave = os.openpty()
    command = [sys.executable, str(STUB), "decode"]
    with subprocess.Popen(command, stdin=slave, stderr=subprocess.PIPE, preexec_fn=heeded) as running:
        assert running.stderr is not None
        running.stderr.readline()
        running.send_signal(signal.SIGINT)
        assert running.wait(30) == 130
        assert b"Traceback" not in running.stderr.read()
    os.close(slave)
    os.close(master)
