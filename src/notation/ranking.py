"""What a question has found so far, and in which order it is answered.

Takes matches of entries, one by one; keeps the best of each entry and gives them as hits, best first: by how well they match,
then by how common the entry is, its kind, and the field that is asked for.
"""

import unicodedata
from collections.abc import Mapping
from typing import Any, NamedTuple

from notation import text as folding

Section = Mapping[str, Any]

NEAR = 95.0  # the most that a match which is not exact can have
_IN_FIELD = 12.0
_KIND_RANK = {"symbol": 1.0, "notation": -2.5, "formula": -3.5}


class Hit(NamedTuple):
    """An entry that was found. ``sense`` is the full id of the sense that the question names, or ""."""

    id: str
    kind: str
    score: float
    matched: str
    matched_text: str
    sense: str = ""


class Match(NamedTuple):
    """The best match of one entry so far; ``order`` is the number of the sense, or -1."""

    score: float
    rank: float
    matched: str
    text: str
    order: int = -1


class Ranking:
    """The matches of one question; ``alphabet`` leaves only its letters, ``field`` lifts the senses of a field."""

    def __init__(self, section: Section, field: str = "", alphabet: str = "") -> None:
        self.section = section
        self.field = field
        self.alphabet = alphabet
        self.matches: dict[int, Match] = {}

    def __len__(self) -> int:
        return len(self.matches)

    def best(self) -> float:
        """The score of the best match; 0 where there is none."""
        return max((match.score for match in self.matches.values()), default=0.0)

    def ordered(self) -> list[tuple[int, Match]]:
        """The numbers of entries with their matches, best first."""
        return sorted(self.matches.items(), key=lambda item: (-item[1].score, -item[1].rank, item[0]))

    def taken(self) -> list[tuple[int, Match]]:
        """All matches by their rank, of which none is kept."""
        found = sorted(self.matches.items(), key=lambda item: -item[1].rank)
        self.matches = {}
        return found

    def add(self, entry: int, score: float, rank: float, matched: str, text: str, order: int = -1) -> None:
        """Notes a match of an entry, unless a better one is known."""
        if self.alphabet and not self._lettered(entry):
            return
        rank += self._standing(entry, order)
        if score < NEAR:
            score = max(0.0, min(NEAR, score + 0.4 * rank - 2))
        known = self.matches.get(entry)
        if known is None or (score, rank) > (known.score, known.rank):
            kept = known.order if known and order < 0 and known.score == score else order
            self.matches[entry] = Match(score, rank, matched, text, kept)
        elif known.order < 0 <= order and known.score == score:
            self.matches[entry] = Match(known.score, known.rank, known.matched, known.text, order)

    def _standing(self, entry: int, order: int) -> float:
        """How much the commoner, the curated and the field asked for come first."""
        row = self.section["entries"][entry]
        common, field, first = row[2], row[6], 0.0
        if order >= 0:
            _, often, field = row[4].split("\n")[order].split(" ")
            common = int(often)
            # Who asks for a meaning wants its sign, rather than a word such as `std`.
            first = (1.5 if common == row[2] else 0.0) - (1.0 if len(row[3]) > 1 and row[3].isalnum() else 0.0)
        lifted = _IN_FIELD if self.field and self._within(field) else 0.0
        return float(2 * common + first + lifted + _KIND_RANK[row[1]])

    def _lettered(self, entry: int) -> bool:
        """Whether an entry is a letter of the alphabet that is asked for."""
        glyph = self.section["entries"][entry][3]
        return bool(glyph) and self.alphabet in unicodedata.name(folding.fold(glyph[0])[0], "")

    def _within(self, field: str) -> bool:
        return self.field in self.section["fields"].get(field.replace("-", " "), (field,))

    def hits(self, limit: int | None) -> list[Hit]:
        """The entries found, best first."""
        return [self._hit(entry, match) for entry, match in self.ordered()[:limit]]

    def _hit(self, entry: int, found: Match) -> Hit:
        name, kind, _, _, senses, *_ = self.section["entries"][entry]
        rows = [row.split(" ") for row in senses.split("\n")] if senses else []
        order = found.order
        if order < 0 and self.field:
            fitting = [at for at, row in enumerate(rows) if self._within(row[2])]
            order = max(fitting, key=lambda at: (int(rows[at][1]), -at), default=-1)
        sense = f"{name}.{rows[order][0]}" if order >= 0 else ""
        text = found.text or (rows[order][0].replace("-", " ") if order >= 0 else name.replace("-", " "))
        return Hit(name, kind, round(found.score, 1), found.matched, text, sense)
