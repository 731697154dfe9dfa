"""Results in a notebook: the essentials are there, and nothing in a result is taken for markup."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

import cli_stub
from notation import Dictionary, notebook
from notation.explanations import Alternative, Decoding, Recognised, Unknown
from notation.results import Confusion, LookupResult, Match, Pointer, SenseInfo, Typed

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


HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</td></table><iframe src=//example.org>",
    "&lt;b&gt; &amp; &#60;i&#62;",
    "javascript:alert(1)",
    "$\\href{javascript:alert(1)}{x}$ \\(y\\)",
    "<!-- <![CDATA[ ]]> -->",
    "a\x00\x1b[31m\u202e\u2028b\ud800",
    "`](x) | --- | **",
)


class Tags(HTMLParser):
    """What a browser would see: tags with their attributes, and text."""

    def __init__(self, shown: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, tuple[tuple[str, str | None], ...]]] = []
        self.text = ""
        self.feed(shown)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, tuple(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")

    def handle_pi(self, data: str) -> None:
        raise AssertionError(f"an instruction: {data}")


def with_all(bad: str) -> list[str]:
    """Every result with ``bad`` in each of its texts, as HTML."""
    place = Pointer(bad, bad, bad, bad)
    sense = SenseInfo(bad, bad, bad, bad, bad, bad, (place,), bad)
    confused = (Confusion(bad, bad, bad, bad),)
    match = Match(bad, bad, bad, bad, (bad,), bad, 1.0, bad, bad, (sense,), bad, (bad,), (bad,), confused, Typed(bad, bad))
    bare = Match(bad, bad, bad, bad, (bad,), bad, 1.0, bad, bad, ())
    row = cli_stub.row(
        bad, bad, bad, kind=bad, say=bad, meaning=bad, field=bad, id=bad, why=bad, source=bad, confidence="guess",
        spans=((0, 1),), alternatives=(Alternative(bad, bad, bad, bad),), resources=(place,),
    )  # fmt: skip
    known = Recognised(bad, bad, bad, ((0, 1),), (place,))
    decoding = Decoding(bad, bad, (row,), (known,), (Unknown(bad, ((0, 1),)),), (bad,))
    found = LookupResult(bad, (match, bare), (bad,), (bad,))
    nothing = LookupResult(bad, (), (bad,), (bad,))
    return [
        notebook.match_html(match), notebook.match_html(bare), notebook.decoding_html(decoding), notebook.lookup_html(found),
        notebook.lookup_html(nothing),
    ]  # fmt: skip


@pytest.mark.parametrize("bad", HOSTILE)
def test_html_of_hostile_texts_has_only_our_tags(bad: str) -> None:
    harmless = [Tags(shown).tags for shown in with_all("word")]
    shown = with_all(bad)
    assert [Tags(page).tags for page in shown] == harmless
    said = " ".join("".join(c if c.isprintable() else " " for c in bad).split())
    for page in shown:
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]", page)
        assert said.replace("\ud800", "?")[:6] in " ".join(Tags(page).text.split())
        page.encode("utf-8")


@pytest.mark.parametrize("url", ['https://example.org/a"onclick=alert(1)', "https://example.org/?a=1&b='<x>", "http://e.org/x y"])
def test_links_cannot_break_out_of_their_attribute(url: str) -> None:
    match = Match(
        "a",
        "symbol",
        "a",
        "a",
        (),
        None,
        1.0,
        "name",
        "a",
        (SenseInfo("a.a", "a", "f", "m", "", "", (Pointer("p", "T", "w", url),)),),
    )
    tags = [tag for tag in Tags(notebook.match_html(match)).tags if tag[0] == "a"]
    assert all(name == "href" for _, attributes in tags for name, _ in attributes)
    assert all(value == url for _, attributes in tags for _, value in attributes)


def test_html_of_what_is_decoded_escapes_the_snippet(dictionary: Dictionary) -> None:
    page = dictionary.decode(r"x < y <script>alert(1)</script> \text{<img src=x>} > 0")._repr_html_()
    assert {tag for tag, _ in Tags(page).tags} <= {"div", "p", "table", "thead", "tbody", "tr", "th", "td", "strong", "code", "a"}


@pytest.mark.parametrize("show", [notebook.decoding_markdown, notebook.decoding_html])
def test_every_decoding_shows(show: object) -> None:
    assert callable(show)
    assert show(cli_stub.decoding(""))
