"""Definitions in prose: "where λ is the penalty", "the learning rate η", "N data points".

Takes prose with formulas marked in it and gives, for each symbol that the prose defines, what it says. The phrases that define
stand in ``symbols/prose.yaml``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

MAX_WORDS = 14
_WORD = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*|[^\w\s]|\S", re.UNICODE)


@dataclass(frozen=True, slots=True)
class Definition:
    """What the prose says that a symbol is; ``words`` is the phrase, without article."""

    words: str
    plural: bool = False

    @property
    def meaning(self) -> str:
        text = self.words[:1].upper() + self.words[1:]
        return text if text.endswith(".") else f"{text}."


@dataclass(frozen=True, slots=True)
class Piece:
    """A word of prose, or (``heads`` not empty) a formula with the heads of the symbols that it is a list of."""

    text: str
    heads: tuple[str, ...] = ()


def pieces_of(prose: str, formulas: Sequence[tuple[int, int, tuple[str, ...]]], symbol: Callable[[str], str]) -> list[Piece]:
    """The prose as pieces. ``formulas`` are start, end and heads of the formulas in it; ``symbol`` gives the head of a word
    that is itself a symbol of the formula (``η``), or ""."""
    out: list[Piece] = []
    position = 0
    for start, end, heads in [*formulas, (len(prose), len(prose), ())]:
        for match in _WORD.finditer(prose[position:start]):
            head = symbol(match[0])
            out.append(Piece(match[0], (head,) if head else ()))
        if end > start:
            out.append(Piece(prose[start:end], heads or ("",)))
        position = end
    return out


class Phrases:
    """The phrases that define, from the dictionary."""

    def __init__(self, section: Mapping[str, Any]) -> None:
        lists = {name: [tuple(p.split()) for p in phrases] for name, phrases in section.get("phrases", {}).items()}
        self.verbs: list[tuple[str, ...]] = sorted(lists.get("is", []), key=len, reverse=True)
        self.counts: list[tuple[str, ...]] = lists.get("count-verbs", [])
        self.articles = {p[0] for p in lists.get("articles", [])}
        self.stops = {p[0] for p in lists.get("stops", [])}
        self.joins = {p[0] for p in lists.get("joins", [])}
        self.respectively = {p[0] for p in lists.get("respectively", [])}
        self.not_nouns = {p[0] for p in lists.get("not-nouns", [])}
        self.before = {p[0] for p in lists.get("before-name", [])}

    def definitions(self, pieces: Sequence[Piece]) -> dict[str, Definition]:
        """What the pieces define; an explicit definition ("λ is …") goes before a name in front ("the penalty λ")."""
        found: dict[str, Definition] = {}
        for rule in (self._named_in_front, self._counted, self._explained):
            for at, piece in enumerate(pieces):
                if piece.heads:
                    found |= rule(pieces, at)
        return {head: d for head, d in found.items() if head}

    def _explained(self, pieces: Sequence[Piece], at: int) -> dict[str, Definition]:
        heads, after = self._subjects(pieces, at)
        verb = next((v for v in self.verbs if self._words_at(pieces, after, v)), None)
        if verb is None:
            return {}
        phrase, end = self._phrase(pieces, after + len(verb))
        if not phrase:
            return {}
        if len(heads) > 1 and (shared := self._shared_out(heads, phrase, pieces, end)):
            return shared
        return dict.fromkeys(heads, Definition(self._bare(phrase)))

    def _subjects(self, pieces: Sequence[Piece], at: int) -> tuple[list[str], int]:
        """The symbols of "α, β and γ" that end at or after ``at``, and the position behind them."""
        heads = list(pieces[at].heads)
        after = at + 1
        while after + 1 < len(pieces) and pieces[after].text.lower() in self.joins and pieces[after + 1].heads:
            heads += pieces[after + 1].heads
            after += 2
        return heads, after

    def _shared_out(self, heads: list[str], phrase: list[str], pieces: Sequence[Piece], end: int) -> dict[str, Definition]:
        """ "the shape and the rate, respectively": one part for each symbol."""
        told = any(w in self.respectively for w in phrase) or any(
            p.text.lower() in self.respectively for p in pieces[end : end + 3]
        )
        parts: list[list[str]] = [[]]
        for word in phrase:
            if word.lower() in self.joins:
                parts.append([])
            elif word not in self.respectively:
                parts[-1].append(word)
        parts = [p for p in parts if p]
        if not told and len(parts) != len(heads):
            return {}
        return (
            {head: Definition(self._bare(part)) for head, part in zip(heads, parts, strict=False)}
            if len(parts) == len(heads)
            else {}
        )

    def _phrase(self, pieces: Sequence[Piece], start: int) -> tuple[list[str], int]:
        """The words from ``start`` to where the definition ends, and that position."""
        words: list[str] = []
        at = start
        while at < len(pieces) and len(words) < MAX_WORDS:
            text = pieces[at].text
            after = pieces[at + 1] if at + 1 < len(pieces) else None
            if text in self.stops or text.lower() in self.stops:
                break
            if text.lower() in self.joins and (after is None or after.heads or after.text.lower() in self.joins):
                break
            if text == "," and after is not None and not self._listed_noun(pieces, at + 1):
                break
            words.append(text)
            at += 1
        while words and (words[-1] in (",", ".") or words[-1].lower() in self.joins):
            words.pop()
        return words, at

    def _listed_noun(self, pieces: Sequence[Piece], at: int) -> bool:
        return at < len(pieces) and pieces[at].text.lower() in self.articles and not any(p.heads for p in pieces[at : at + 4])

    def _named_in_front(self, pieces: Sequence[Piece], at: int) -> dict[str, Definition]:
        """ "the learning rate η", "a matrix A of weights", "with temperature τ"."""
        start = at
        while start > 0 and at - start < 4 and pieces[start - 1].text.replace("-", "").isalpha() and not pieces[start - 1].heads:
            if pieces[start - 1].text.lower() in self.not_nouns:
                break
            start -= 1
            if pieces[start].text.lower() in self.articles or pieces[start].text.lower() in self.before:
                break
        words = [p.text for p in pieces[start:at]]
        if len(words) < 2 or not (words[0].lower() in self.articles or words[0].lower() in self.before):
            return {}
        if at + 2 < len(pieces) and pieces[at + 1].text.lower() == "of" and not pieces[at + 2].heads:
            tail, _ = self._phrase(pieces, at + 1)
            words += tail
        return dict.fromkeys(pieces[at].heads[:1] if len(pieces[at].heads) == 1 else (), Definition(self._bare(words[1:])))

    def _counted(self, pieces: Sequence[Piece], at: int) -> dict[str, Definition]:
        """ "has N data points": how many data points there are."""
        before = any(self._words_at(pieces, at - len(v), v) for v in self.counts)
        following = pieces[at + 1 : at + 4]
        nouns: list[str] = []
        for piece in following:
            if piece.heads or not piece.text.isalpha() or piece.text.lower() in self.not_nouns:
                break
            nouns.append(piece.text)
            if piece.text.endswith("s") and len(piece.text) > 3:
                break
        if not before or not nouns or not nouns[-1].endswith("s") or len(pieces[at].heads) != 1:
            return {}
        return {pieces[at].heads[0]: Definition("number of " + " ".join(nouns))}

    def _words_at(self, pieces: Sequence[Piece], at: int, words: tuple[str, ...]) -> bool:
        if at < 0 or at + len(words) > len(pieces):
            return False
        return all(not p.heads and p.text.lower() == w for p, w in zip(pieces[at : at + len(words)], words, strict=True))

    def _bare(self, words: Sequence[str]) -> str:
        """The words without the article in front, joined as they were written."""
        kept = list(words)
        if kept and kept[0].lower() in self.articles:
            kept = kept[1:]
        return re.sub(r"\s+([,.;:)])", r"\1", " ".join(kept))
