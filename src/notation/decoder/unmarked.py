"""Formulas that nothing marks in prose, as a page copied from a PDF has them: "Let G = (V, E) be a graph with |V| = n nodes".

Takes text without marks; gives its parts, or none where it is no prose with a formula in it. Each run of characters between
spaces is a word, a sign of mathematics, a letter, or what may be in either (a number, ``log``); a formula is a run of all but
words in which there is a sign, or a single letter beside such formulas. One pass over the text, whatever it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from notation.decoder.snippet import MATHS, Part, Tongue

_MIN_WORDS = 2
_SHORT = 2
_PUNCTUATION = ".,;:?"  # a factorial has the other mark
_QUOTES = "\"'“”’‘"
_CHUNK = re.compile(r"\S+")
# A word, with joints (and/or, well-known, β-VAE), an abbreviation, a name with a number (GPT-4), an amount (175B), a reference
# ([12], (2020)).
_WORD = re.compile(
    r"[^\W\d_]{2,}(?:[-'’/][^\W\d_]+)*(?:\(s\))?|[^\W_]+[-'’][^\W\d_]{2,}(?:[-'’][^\W\d_]+)*"
    r"|(?:[^\W\d_]\.)+[^\W\d_]?|[A-Za-z]{2,}-?\d+|\[[\d, –-]+\]|\(\d+\)|[\d.,]+(?:%|[A-Z]|[a-z]{2,3})|[–—]+|--+"
)
_NUMBER = re.compile(r"[\[(]?\d[\d.,]*[\])]?")
# A letter with what is set above, below or behind it; Greek ones and those with an index are in no word (ηt, xᵢ, σ², x̄).
_MARKED = re.compile("[²³¹⁰-ₜᴬ-ᵪʰ-ˣ\u0300-\u036f]")
_GREEK = re.compile("[Α-Ωα-ω]")
_LETTER = re.compile(r"[(\[{]*[^\W\d_]['′!]*[)\]}]*")
_CALL = re.compile(r"[^\W\d_]{1,2}['′]?[(\[]|\|")
_CALLED = re.compile(r"([A-Za-z]+)[(\[{]")
_OPENS, _CLOSES = "([{⟨", ")]}⟩"

WORD, SIGN, LETTER, EITHER, NAME = range(5)


class _Chunk(NamedTuple):
    kind: int
    start: int
    end: int
    text: str
    """Without punctuation and quotation marks around it, which ``start`` and ``end`` leave out, too."""
    after: str
    """The punctuation behind it."""


def parts_of(text: str, tongue: Tongue) -> list[Part]:
    """Prose and formulas in turn; none where the text is no prose, or all of it is."""
    chunks = _chunks(text, tongue)
    words = [chunk.text.lower() for chunk in chunks if chunk.kind == WORD and chunk.text.isalpha()]
    if len(words) < _MIN_WORDS or tongue.telling.isdisjoint(words) or tongue.telling.isdisjoint(tongue.without_typed(text)):
        return []
    out, position = [], 0
    for first, last in _formulas(chunks, tongue):
        start, end = _inside(text, first.start, last.end, tongue)
        out += [Part(False, position, start), Part(True, start, end)]
        position = end
    out.append(Part(False, position, len(text)))
    return [part for part in out if text[part.start : part.end].strip()] if position else []


def _inside(text: str, start: int, end: int, tongue: Tongue) -> tuple[int, int]:
    """A statement in brackets without them, which belong to the prose: "(X ⊥ Y)"; a pair keeps its own."""
    inner = text[start + 1 : end - 1]
    bracketed = text[start] == "(" and text[end - 1] == ")" and "(" not in inner and "," not in inner
    return (start + 1, end - 1) if bracketed and tongue.relates(inner) else (start, end)


def _chunks(text: str, tongue: Tongue) -> list[_Chunk]:
    """The chunks between spaces; what stands in braces is no word."""
    out, depth = [], 0
    for match in _CHUNK.finditer(text):
        chunk = _chunk(match, tongue)
        out.append(chunk._replace(kind=EITHER) if depth > 0 and chunk.kind == WORD else chunk)
        depth += match[0].count("{") - match[0].count("}")
    return out


def _chunk(match: re.Match[str], tongue: Tongue) -> _Chunk:
    core = match[0].rstrip(_PUNCTUATION + _QUOTES) or match[0]
    if core[-1] == "!" and _is_word(core[:-1]):
        core = core[:-1]
    after = match[0][len(core) :]
    bare = core.lstrip(_QUOTES) or core
    start, end = match.start() + len(core) - len(bare), match.start() + len(core)
    if bare[:1] == "(" and ")" not in bare and _is_word(bare[1:]):
        bare, start = bare[1:], start + 1
    if bare[-1:] == ")" and "(" not in bare and (_is_word(bare[:-1]) or _NUMBER.fullmatch(bare[:-1])):
        bare, end = bare[:-1], end - 1
    return _Chunk(_kind(bare, tongue), start, end, bare, after)


def _is_word(bare: str) -> bool:
    greek = len(bare) <= _SHORT and _GREEK.search(bare) is not None
    return _WORD.fullmatch(bare) is not None and not greek and not _MARKED.search(bare)


def _kind(bare: str, tongue: Tongue) -> int:
    if _is_word(bare):
        return NAME if tongue.is_name(bare) else WORD
    if _MARKED.search(bare):
        return SIGN
    if _LETTER.fullmatch(bare):
        return SIGN if _GREEK.match(bare) else LETTER
    if _NUMBER.fullmatch(bare):
        return EITHER
    if (called := _CALLED.match(bare)) and tongue.is_name(called[1]):
        return SIGN
    return SIGN if MATHS.search(bare) or _CALL.match(bare) else EITHER if not any(map(str.isalnum, bare)) else WORD


def _formulas(chunks: list[_Chunk], tongue: Tongue) -> Iterator[tuple[_Chunk, _Chunk]]:
    """The first and the last chunk of each formula; letters by themselves only where there is a formula with a sign."""
    found = [run for run in _runs(chunks, tongue) if any(chunk.kind in (SIGN, LETTER) for chunk in run)]
    if any(chunk.kind == SIGN for run in found for chunk in run):
        yield from ((run[0], run[-1]) for run in found)


def _runs(chunks: list[_Chunk], tongue: Tongue) -> Iterator[list[_Chunk]]:
    run: list[_Chunk] = []
    depth, relates = 0, False
    for at, chunk in enumerate(chunks):
        after = chunks[at + 1] if at + 1 < len(chunks) else None
        if not _belongs(chunk, chunks[at - 1] if at else None, run, after, tongue):
            yield _trimmed(run)
            run, depth, relates = [], 0, False
            continue
        run.append(chunk)
        depth += sum((char in _OPENS) - (char in _CLOSES) for char in chunk.text)
        relates = relates or tongue.relates(chunk.text)
        goes_on = chunk.after == ":" and after is not None and after.kind != WORD  # f: A → B
        ends = (chunk.after == "," and relates) or chunk.after[:1] in tuple(".;:!?")
        if depth <= 0 and not goes_on and ends:
            yield _trimmed(run)
            run, depth, relates = [], 0, False
    yield _trimmed(run)


def _belongs(chunk: _Chunk, before: _Chunk | None, run: list[_Chunk], after: _Chunk | None, tongue: Tongue) -> bool:
    """Whether a chunk between two others may stand in a formula that ``run`` has begun."""
    if chunk.kind == LETTER and chunk.text in tongue.letters:
        acted = bool(run) and not run[-1].after and run[-1].text[-1:] in tongue.acting
        acts = after is not None and not chunk.after and after.text[:1] in tongue.acting
        article = chunk.text.isupper() and chunk.text.lower() in tongue.letters  # only where a sentence begins
        named = article and before is not None and before.after[-1:] not in tuple(".:!?")
        return acted or acts or named
    if chunk.kind == NAME:
        return bool(run) or (after is not None and after.kind == SIGN)
    return chunk.kind != WORD


def _trimmed(run: list[_Chunk]) -> list[_Chunk]:
    """A run without names and dashes at its end, which belong to the words behind it; nothing of a lone sign, nor of one
    whose brackets words take apart."""
    while run and (run[-1].kind == NAME or (run[-1].kind == EITHER and not run[-1].text[-1].isalnum())):
        run.pop()
    text = "".join(chunk.text for chunk in run)
    whole = any(map(str.isalnum, text)) and all(
        text.count(one) == text.count(other) for one, other in zip(_OPENS, _CLOSES, strict=True)
    )
    return run if whole else []
