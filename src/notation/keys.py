"""Keys of look-ups: what is typed, as the tables of search have it.

Takes words, LaTeX or the name of a character as somebody typed them, and the language of search (a table made of ``search.yaml``)
where words are concerned. Gives one spelling for all that mean the same.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

_NOT_WORD = re.compile(r"[^\w]+")


def search_key(text: str) -> str:
    """Words as search compares them: case folded, accents and hyphens gone, single spaces."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return _NOT_WORD.sub(" ", plain).strip()


_DELIMITED = re.compile(r"(?:\$\$?|\\\(|\\\[)(.*?)(?:\$\$?|\\\)|\\\])", re.DOTALL)
_COMMAND_MARK = re.compile(r"\\(?=[A-Za-z])")
_NO_CODE = re.compile(r"\s|(?<!\\)[{}]")


def code_key(text: str) -> str:
    """LaTeX or typed signs as search compares them: no dollars, spaces, braces, nor backslashes before letters."""
    text = unicodedata.normalize("NFC", text).strip().strip("`")
    inner = _DELIMITED.fullmatch(text)
    text = (inner[1] if inner else text).strip()
    return _NO_CODE.sub("", _COMMAND_MARK.sub("", text)) or text


_POSSESSIVE = re.compile(r"['’]s\b")
_KEPT_ENDINGS = ("ss", "us", "is")


def canonical_word(word: str, language: Mapping[str, Any]) -> str:
    """A lower-case word in British spelling and in the singular, as far as ``language`` (data of search) tells."""
    word = language["spellings"].get(word, word)
    for american, british in language["endings"]:
        if word.endswith(american) and len(word) > len(american) + 2:
            word = word[: -len(american)] + british
            break
    if word in language["plurals"]:
        return str(language["plurals"][word])
    if len(word) < 4 or not word.endswith("s") or word.endswith(_KEPT_ENDINGS):
        return word
    return word[:-3] + "y" if word.endswith("ies") and len(word) > 4 else word[:-1]


def phrase_words(text: str, language: Mapping[str, Any]) -> list[str]:
    """The words of ``text``, each in its canonical form; every word counts."""
    return [canonical_word(word, language) for word in search_key(_POSSESSIVE.sub("", text)).split()]


def content_words(text: str, language: Mapping[str, Any]) -> list[str]:
    """The words that carry meaning: phrases that ``language`` joins are one word, stop words are gone.

    The article is told from the letter: a capital, or the last word, is the letter.
    """
    words = joined_words(text, language)
    letter = re.search(r"(?<=\s)A\b|^A(?=\s\S+$)", text) is not None
    stop = language["stop"]
    kept = [w for i, w in enumerate(words) if w not in stop or (len(w) == 1 and (letter or i == len(words) - 1))]
    return kept or words


def joined_words(text: str, language: Mapping[str, Any]) -> list[str]:
    """All words of ``text``, with the phrases that ``language`` joins as one word."""
    return _join(phrase_words(text, language), language["joined"])


def _join(words: list[str], joined: Mapping[str, str]) -> list[str]:
    """``words`` with every run that ``joined`` names written as one word, longer runs first."""
    found: list[str] = []
    at = 0
    while at < len(words):
        for size in (3, 2):
            run = " ".join(words[at : at + size])
            if run in joined and at + size <= len(words):
                found.append(joined[run])
                at += size
                break
        else:
            found.append(words[at])
            at += 1
    return found


def character(query: str) -> str:
    """The one character that a question is or names by code point or HTML entity, or ""."""
    query = query.strip()
    if len(query) == 1:
        return query
    code = _CODE_POINT.fullmatch(query)
    if code:
        number = int(code[2] or code[1], 10 if code[2] else 16)
        return chr(number) if 32 < number < 0x110000 and not 0xD800 <= number < 0xE000 else ""
    if query[0] == "&" and query[-1] == ";":
        from html import unescape

        drawn = unescape(query)
        return drawn if len(drawn) == 1 else ""
    return ""


def bare_code(text: str) -> str:
    """``2207`` may be a code point; a word such as ``face`` is none."""
    return chr(int(text, 16)) if _BARE_CODE.fullmatch(text) else ""


_CODE_POINT = re.compile(r"(?i)(?:u\+?|0x|\\u|\\x|&#x)\{?([0-9a-f]{2,6})\}?;?|&#(\d{2,7});?")
_BARE_CODE = re.compile(r"(?=[A-Fa-f]*\d)[0-9A-Fa-f]{4}|1[dD][0-9A-Fa-f]{3}")
