"""What every answer promises, whatever was asked.

Takes an answer and the text that it is for; gives the promise that is broken.
"""

from __future__ import annotations

import json
import re

from notation import Decoding, Dictionary, LookupResult
from notation.decoder.snippet import parts_of

CONFIDENCES = {"certain", "likely", "guess"}
SOURCES = {"dictionary", "context", "macro", "unicode"}
MATCHED = {"symbol", "latex", "name", "alias", "shape", "meaning", "codepoint"}
LONGEST_MEANING = 200
_LATEX = re.compile(r"[\\$]")
_BRACE = re.compile(r"[{}]")


def broken(text: str, answer: Decoding | LookupResult) -> str:
    """The promise that an answer for ``text`` breaks, or ""."""
    if json.loads(json.dumps(answer.to_dict())) is None:
        return "no JSON"
    return broken_by_decoding(text, answer) if isinstance(answer, Decoding) else broken_by_lookup(text, answer)


def broken_by_decoding(text: str, answer: Decoding) -> str:
    if answer.input != text:
        return "not the input"
    # Prose keeps what it has between braces: "h: X → {0, 1}".
    braced = _BRACE.search(answer.reading) and all(part.formula for part in parts_of(text, Dictionary.shipped().tongue))
    if _LATEX.search(answer.reading) or braced:
        return "LaTeX in the reading"
    places = [row.spans for part in (answer.symbols, answer.recognised, answer.unknown) for row in part]
    for spans in places:
        if not spans or any(not 0 <= start < end <= len(text) for start, end in spans):
            return "a span outside the input"
    for row in answer.symbols:
        if row.confidence not in CONFIDENCES or row.source not in SOURCES or not row.why:
            return "a row without a known source, confidence or reason"
        if row.confidence == "guess" and not row.alternatives:
            return "a guess without alternatives"
        if not 0 < len(row.meaning) <= LONGEST_MEANING:
            return "a meaning of a wrong length"
    first = [row.spans[0][0] for row in answer.symbols]
    return "" if first == sorted(first) else "rows out of their order"


def broken_by_lookup(text: str, answer: LookupResult) -> str:
    if answer.query != text:
        return "not the query"
    for match in answer:
        if match.matched not in MATCHED or not 0 <= match.score <= 100:
            return "a match of an unknown kind or score"
    scores = [match.score for match in answer]
    return "" if scores == sorted(scores, reverse=True) else "matches out of their order"
