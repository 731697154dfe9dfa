"""Pasted HTML and MathML, cut into pieces with their places: tags, text, character references.

One regular expression that never goes back reads the tags, so that the work is linear on any input. The standard library's
``html.parser`` is not: fourteen kilobytes of ``<math `` take it seconds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from html import unescape

from notation.errors import LimitError

MAX_TAGS = 100_000
_TAG = re.compile(
    r"""<(?P<close>/?)(?:[A-Za-z][\w.-]*+:)?(?P<name>[A-Za-z][\w.-]*+)(?P<rest>(?:[^<>"']++|"[^"]*+"|'[^']*+')*+)>"""
    r"|<[!?][^<>]*+>|<[^<>]*+\Z"
)
_ATTRIBUTE = re.compile(r"""([A-Za-z][\w:.-]*+)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'<>]++))""")
_REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_VOID = frozenset("area base br col embed hr img input link meta source track wbr none mprescripts mspace".split())


@dataclass(frozen=True)
class Tag:
    """A start tag, or (``closes``) an end tag; ``name`` is in lower case and without a namespace."""

    name: str
    start: int
    end: int
    rest: str
    closes: bool = False

    @property
    def empty(self) -> bool:
        """Whether no end tag is to come."""
        return not self.closes and (self.rest.endswith("/") or self.name in _VOID)

    @cached_property
    def attributes(self) -> dict[str, str]:
        """Names in lower case and values, character references resolved."""
        return {m[1].lower(): unescape(m[2] or m[3] or m[4] or "").strip() for m in _ATTRIBUTE.finditer(self.rest)}


@dataclass(frozen=True, slots=True)
class Text:
    """What stands between two tags, as offsets."""

    start: int
    end: int


def pieces(text: str, start: int, end: int) -> Iterator[Tag | Text]:
    """The tags of ``text[start:end]`` and the text between them; comments and a tag cut off at the end are passed over.

    Raises :class:`LimitError` for more than :data:`MAX_TAGS` tags.
    """
    position = start
    for number, match in enumerate(_TAG.finditer(text, start, end)):
        if number == MAX_TAGS:
            raise LimitError(f"the markup has more than {MAX_TAGS:,} tags", hint="decode it in parts")
        if match.start() > position:
            yield Text(position, match.start())
        position = match.end()
        if match["name"]:
            yield Tag(match["name"].lower(), match.start(), match.end(), match["rest"], bool(match["close"]))
    if position < end:
        yield Text(position, end)


def characters(text: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    """Each character that ``text[start:end]`` shows, with its place: ``&nabla;`` is one character."""
    position = start
    for match in _REFERENCE.finditer(text, start, end):
        yield from ((text[at], at, at + 1) for at in range(position, match.start()))
        drawn = unescape(match[0])
        if drawn == match[0]:
            yield from ((text[at], at, at + 1) for at in range(*match.span()))
        else:
            yield from ((char, *match.span()) for char in drawn)
        position = match.end()
    yield from ((text[at], at, at + 1) for at in range(position, end))
