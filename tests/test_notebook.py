"""Results in a notebook: the essentials are there, and nothing in a result is taken for markup."""

from __future__ import annotations

import pytest

import cli_stub
from notation import notebook
from notation.results import Match, Pointer, SenseInfo

WILD = Match(
    "w", "symbol", "<b>|$x$", "a | b `c` *d*\n# e", ("\\a|`",), None, 1.0, "name", "w",
    (SenseInfo("w.w", "<script>", "f", "[x](javascript:y)", "", "$$|", (Pointer("p", "T]", "§ 1|2", "javascript:alert(1)"),)),),
)  # fmt: skip


def test_markdown_card() -> None:
    card = notebook.match_markdown(cli_stub.NABLA)
    assert card.startswith("**∇** nabla\n")
    assert "[Mathematics for Machine Learning, Section 5.2](<https://example.org/mml#5.2>)" in card


def test_html_of_a_decoding() -> None:
    shown = notebook.decoding_html(cli_stub.decoding("x"))
    for words in ("<strong>∇</strong> <code>\\nabla</code>", "guess: it stands below", "or: angle, temperature", "\\foo"):
        assert words in shown
    assert "What equals is." not in shown


def test_lookup_lists_the_others_and_says_where_there_is_none() -> None:
    stub = cli_stub.StubDictionary()
    assert "Other matches" in notebook.lookup_markdown(stub.lookup("nabla"))
    assert "Did you mean: nabla, del?" in notebook.lookup_html(stub.lookup("xyzzy"))


def test_html_escapes_everything() -> None:
    shown = notebook.match_html(WILD)
    assert "<b>" not in shown
    assert "<script" not in shown
    assert "href" not in shown


def test_markdown_escapes_everything() -> None:
    shown = notebook.match_markdown(WILD)
    assert "<b>" not in shown
    assert "](" not in shown.replace(r"\]\(", "")
    rows = [line for line in shown.splitlines() if line.startswith("|")]
    assert {line.replace(r"\|", "").count("|") for line in rows} == {5}
    assert "\n# e" not in shown
    assert not any(sign in shown.replace(r"\$", "") for sign in ("$", "`c`"))


@pytest.mark.parametrize("show", [notebook.decoding_markdown, notebook.decoding_html])
def test_every_decoding_shows(show: object) -> None:
    assert callable(show)
    assert show(cli_stub.decoding(""))
