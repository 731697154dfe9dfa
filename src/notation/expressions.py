"""Expressions as search compares them: LaTeX or Unicode as a row of plain tokens, and patterns that fit such a row.

Takes what somebody typed, or a notation's pattern with its holes. Gives tokens in one spelling, their skeleton, and what
each hole of a pattern holds.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from notation import text as folding

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

MOST_TOKENS = 60  # how much of an expression is compared
_EXPRESSION_TOKEN = re.compile(r"\?\??[A-Za-z][A-Za-z0-9]*|\\[A-Za-z]+|\\.|[A-Za-z]+|\d+(?:\.\d+)?|[^\s{}]")
_STARRED = re.compile(r"(\\[A-Za-z]+)\*(?=\s*\{)")
_FRACTION = re.compile(r"\\[a-z]*frac\s*(?:\{([^{}]*)\}|(\d)|(?<=\s)([A-Za-z]))\s*(?:\{([^{}]*)\}|(\w))")

_SCRIPT = re.compile(r"[_^]\s*(?:\{(?:[^{}]|\{[^{}]*\})*\}|\\[A-Za-z]+|.)")
# One letter with the command of its style or accent, or one that has its style by itself.
_STYLED = re.compile(r"\\[A-Za-z]+(?:\s*\{\s*\w\s*\}|\s+[A-Za-z0-9](?![A-Za-z]))|[^\W\x00-\x7f]")
_PLAIN = re.compile(r"[A-Za-z0-9^_()\[\],.?'\"]")
_WORDS = re.compile(r"(?<![\\A-Za-z])[A-Za-z]{2,}[,;]?\s+[A-Za-z]{2}")
_WORD = re.compile(r"(?<![\\A-Za-z])[A-Za-z]{3}")


def tokens(text: str, commands: Mapping[str, str], language: Mapping[str, Any]) -> list[str]:
    """The atoms of an expression, LaTeX or Unicode, in one spelling; the holes of a pattern stay as ``?x``.

    ``commands`` gives what a LaTeX command draws ("" for what draws nothing), and which runs of letters are one word. A
    command's name without its backslash is taken for it: ``sigma^2``.
    """
    text = _fenced(_FRACTION.sub(r"\1\2\3/\4\5", text.strip().strip("`").strip("$")), language["fences"])
    text = _STARRED.sub(r"\1", text)
    for typed, sign in language["typed"]:
        text = text.replace(typed, sign)
    found: list[str] = []
    running = ""  # the script that the characters before stand in: x⁽ⁱ⁾ has one ^
    for raw in _EXPRESSION_TOKEN.findall(_accents_first(text, language["accents"])):
        script = folding.script_of(raw) if len(raw) == 1 else None
        if fraction := folding.fraction_of(raw) if len(raw) == 1 else None:
            found += [fraction[0], "/", fraction[1]]
        elif script is None:
            found.extend(_plain_tokens(raw, commands))
        else:
            found.extend(script[1] if script[0] == running else script)
        running = script[0] if script else ""
    return found


def _fenced(text: str, fences: Iterable[Sequence[str]]) -> str:
    """``<x, y>`` as ``⟨x, y⟩``: typed brackets around the whole expression as the signs that they stand for."""
    for opening, closing, left, right in fences:
        if text.startswith(opening) and text.endswith(closing) and len(text) > len(opening + closing):
            return f"{left}{text[len(opening) : -len(closing)]}{right}"
    return text


def _accents_first(text: str, accents: Mapping[str, str]) -> str:
    """``ŷ`` as ``\\hat y``: combining accents become the LaTeX command in front of their letter."""
    if text.isascii():
        return text
    written: list[str] = []
    for char in unicodedata.normalize("NFD", text):
        if folding.is_combining(char) and written and char in accents:
            written[-1] = f"\\{accents[char]} {written[-1]}"
        else:
            written.append(char)
    return unicodedata.normalize("NFC", "".join(written))


def _plain_tokens(raw: str, commands: Mapping[str, str]) -> list[str]:
    """The tokens that one piece of an expression stands for."""
    if raw[0] == "?" and len(raw) > 1:
        return [raw]
    if raw[0] == "\\":
        drawn = commands.get(raw, raw[1:])
    elif raw.isascii() and raw.isalpha():
        drawn = (len(raw) > 1 and (commands.get(f"\\{raw}") or commands.get(raw))) or " ".join(raw)
    else:
        drawn = raw
    return [folding.fold(token)[0] if len(token) == 1 else token for token in drawn.split(" ") if token]


def levels(text: str) -> tuple[str, str]:
    """What of an expression stands on the line, and what in its scripts."""
    return _SCRIPT.sub(" ", text), " ".join(_SCRIPT.findall(text))


def telling(text: str, commands: Mapping[str, str], language: Mapping[str, Any]) -> list[str]:
    """What of an expression may be looked up by itself: signs, styled letters, and words, ``\\arg\\max`` as one."""
    row = tokens(text, commands, language)[:MOST_TOKENS]
    pairs = ("".join(pair) for pair in pairwise(row) if all(len(token) > 1 for token in pair))
    prose = _WORDS.search(text) is not None
    found = dict.fromkeys((*_STYLED.findall(text), *pairs, *row))
    return [token for token in found if not (_PLAIN.fullmatch(token) or (prose and token.isascii() and token.isalpha()))]


def has_words(text: str) -> bool:
    """Whether there is a word of a language in an expression."""
    return _WORD.search(text) is not None


def skeleton(tokens: list[str]) -> str:
    """An expression with every letter, number and hole as a blank: ``A^T`` and ``?x^{?n}`` have the same."""
    return " ".join("□" if is_blank(token) else token for token in tokens)


def is_blank(token: str) -> bool:
    """Whether a token of an expression may vary: a single letter, a number, or a hole."""
    return (len(token) == 1 and token.isalpha()) or token[0].isdigit() or (token[0] == "?" and len(token) > 1)


def applied(tokens: list[str]) -> list[str]:
    """The expression with ``J ( θ )`` as ``J``: a function with its argument fills a hole like its letter."""
    short: list[str] = []
    at = 0
    while at < len(tokens):
        short.append(tokens[at])
        call = tokens[at + 1 : at + 4]
        applied = len(call) == 3 and (call[0], call[2]) == ("(", ")") and len(tokens) > 4
        at += 4 if applied and is_blank(tokens[at]) and is_blank(call[1]) else 1
    return short


def unsigned(tokens: list[str]) -> list[str]:
    """The expression without the minus in front of a whole script or bracket: ``e^{-x}`` has the form of ``e^x``."""
    return [t for at, t in enumerate(tokens) if not (t == "-" and at and tokens[at - 1] in ("^", "_", "("))]


def binding(pattern: list[str], tokens: list[str]) -> dict[str, str] | None:
    """What each hole of the pattern holds; ``None`` where a letter differs or a hole holds two things."""
    held: dict[str, str] = {}
    for wanted, token in zip(pattern, tokens, strict=True):
        if wanted[0] == "?" and len(wanted) > 1:
            if held.setdefault(wanted, token) != token:
                return None
        elif wanted != token:
            return None
    return held


_LETTER_FORMS = {"capital", "matrix", "set", "random", "distribution"}, {"lower", "vector", "index", "function"}


def fitting(held: Mapping[str, str], forms: str) -> float:
    """How well the letters suit the forms that the pattern's holes ask for: each that does counts 1, others -1."""
    asked = dict(row.split(" ", 1) for row in forms.split(";") if " " in row)
    score = 0.0
    for hole, wanted in asked.items():
        token = held.get(hole, "")
        kinds = {"number", "integer"} if token[:1].isdigit() else {"letter", *_LETTER_FORMS[token.islower()]}
        score += 1.0 if not {"simple", *kinds}.isdisjoint(wanted.split()) else -1.0
    return score
