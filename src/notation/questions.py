"""What a question asks, without what it only says.

Takes a question and the phrases of ``search.yaml`` that say nothing at its beginning or end. Gives ever shorter readings of it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from notation import keys

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_MARKS = "?\"'“”„`. "
_LONGEST_PHRASE = 5
_FORMAL = re.compile(r"[^\w\s'’\-.,?;\"“”&]|[_&]|\d")


def is_formal(text: str) -> bool:
    """Whether there is more to ``text`` than words: a sign, a script, a digit, or a letter of no plain alphabet."""
    return _FORMAL.search(text) is not None or not text.isascii()


def alphabet(query: str, language: Mapping[str, Any]) -> str:
    """The alphabet of which a letter is asked for, as Unicode calls it: "greek letter that looks like a v"."""
    asked = keys.search_key(query).split()
    return next((word.upper() for word in asked if word in language["alphabets"]), "") if len(asked) > 1 else ""


def words(query: str) -> list[str]:
    """The words of a question without the marks around it."""
    return query.strip(_MARKS).split()


def shortened(words: Sequence[str], language: Mapping[str, Any]) -> Iterator[str]:
    """A question, then ever more of it dropped: "what does ∇ mean", "∇ mean", "∇"."""
    yield " ".join(words)
    for dropped, front in (("before", True), ("after", False), ("before", True), ("after", False)):
        while count := _dropped(words, language[dropped], front):
            words = words[count:] if front else words[:-count]
            yield " ".join(words).strip("?\"'“”,")


def _dropped(words: Sequence[str], phrases: Mapping[str, int], front: bool) -> int:
    """How many words at one end are a phrase that says nothing; never all of them."""
    for count in range(min(_LONGEST_PHRASE, len(words) - 1), 0, -1):
        part = " ".join(words[:count] if front else words[-count:])
        # A capital by itself is a letter that is asked about, not an article.
        if part.casefold().strip("?\"',:") in phrases and not (len(part) == 1 and part.isupper() and len(words) > 2):
            return count
    return 0
