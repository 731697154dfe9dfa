"""Clauses of prose: the symbols that one is about, the verb behind them, the phrase behind that, and what definition it makes.

Takes pieces of prose (:mod:`notation.decoder.prose`) and the words that define; :mod:`notation.decoder.definitions` has the rules
that ask for clauses.
"""

from __future__ import annotations

from collections.abc import Sequence

from notation.decoder.prose import END, Definition, Phrases, Piece, joined

MAX_WORDS = 18
MAX_LISTED = 12
MAX_SIGNATURE = 8


class Clauses:
    """Prose as pieces, and what stands where in it."""

    def __init__(self, phrases: Phrases, pieces: list[Piece]) -> None:
        self.words = phrases
        self.pieces = pieces

    def at(self, position: int) -> Piece:
        """The piece at a position, or a full stop beyond the text."""
        return self.pieces[position] if 0 <= position < len(self.pieces) else END

    def has(self, position: int, words: Sequence[str]) -> bool:
        return position >= 0 and all(self.at(position + n).word == w for n, w in enumerate(words))

    def article_at(self, position: int) -> bool:
        return self.at(position).word in self.words.articles

    def _subjects(self, at: int) -> tuple[list[str], int]:
        """The symbols of "α, β and γ" that begin at ``at``, and the position behind them and behind their arguments."""
        heads = list(self.at(at).heads)
        after = self._past_argument(at + 1)
        while True:
            following = after
            while self.at(following).word in self.words.joins and following < after + 2:
                following += 1
            if following == after or not self.at(following).heads or len(heads) >= MAX_LISTED:
                return heads, after
            heads += self.at(following).heads
            after = self._past_argument(following + 1)

    def _past_argument(self, at: int) -> int:
        """The position behind an argument typed without marks: the "(p_j)" of "L(p_j)", the ": A → B" of "f: A → B"."""
        if self.at(at).word == ":":
            return self._past_signature(at)
        if self.at(at).word != "(" or not self.at(at).tight:
            return at
        closing = next((n for n in range(at + 1, at + 5) if self.at(n).word == ")"), None)
        return at if closing is None else closing + 1

    def _past_signature(self, at: int) -> int:
        """The position behind a colon, two sets with an arrow between them, and what stands close behind the second."""
        arrow = next((n for n in range(at + 1, at + MAX_SIGNATURE) if self._maps(n)), None)
        if arrow is None or any(piece.word in self.words.stops for piece in self.pieces[at + 1 : arrow]):
            return at
        end = arrow + (1 if self.at(arrow).heads else 2)  # a formula holds the second set, too
        while self.at(end).tight and self.at(end).word not in self.words.stops | self.words.joins:
            end += 1
        return end

    def _maps(self, at: int) -> bool:
        """Whether an arrow stands at a position, or a formula with one."""
        piece = self.at(at)
        return piece.word in self.words.mapping or (bool(piece.heads) and any(sign in piece.text for sign in self.words.mapping))

    def _past_adverbs(self, at: int) -> int:
        """The position behind "also", "again", and ", respectively,"."""
        while True:
            if self.at(at).word in self.words.adverbs:
                at += 1
            elif self.at(at).word == "," == self.at(at + 2).word and self.at(at + 1).word in self.words.adverbs:
                at += 3
            else:
                return at

    def _past_aside(self, at: int) -> int:
        """The position behind a bracket that stands here: "gravity (9.81 m/s²) and t the time"."""
        if self.at(at).word != "(":
            return at
        closing = next((n for n in range(at + 1, at + MAX_WORDS) if self.at(n).word == ")"), None)
        return at if closing is None else closing + 1

    def _verb(self, after: int) -> tuple[str, ...] | None:
        """The verb that defines what stands before ``after``: "is", "denotes", "stands for", a colon, a dash with space."""
        after = self._past_adverbs(after)
        found = next((v for v in self.words.verbs_from.get(self.at(after).word, ()) if self.has(after, v)), None)
        dash = found in (("-",), ("–",), ("—",), ("|",))
        return None if dash and (self.at(after).tight or self.at(after + 1).tight) else found

    def _phrase(self, start: int, *, several: bool = False) -> tuple[list[Piece], list[Piece], int]:
        """The words from ``start`` to where the definition ends, a clause that follows them without a comma, and its end.

        ``several`` says that the phrase may hold definitions of several symbols."""
        end = start
        while end - start < MAX_WORDS and not self._ends_phrase(end, several):
            end += 1
        words = self.pieces[start:end]
        more: list[Piece] = []
        if self.at(end).word in self.words.relatives and words and words[-1].word not in self.words.prepositions:
            begun = end
            end += 1
            while end - start < MAX_WORDS and not self._ends_phrase(end, several):
                end += 1
            more = self._trimmed(self.pieces[begun:end])
        return self._trimmed(words), more, end

    def _ends_phrase(self, at: int, several: bool) -> bool:
        """Whether a phrase ends before this piece: at a stop, or at a "," or "and" behind which something else begins."""
        word, following = self.at(at).word, self.at(at + 1)
        if word in self.words.contrasts and self._is_quality(at - 1) and self._is_quality(at + 1):
            return False
        if word in self.words.stops or word in self.words.relatives:
            return True
        if word not in self.words.joins:
            return False
        if following.heads:
            listed = bool(self.at(at - 1).heads) and self.at(at + 2) is not END
            return not listed or self.article_at(at + 2) or self._verb(self._past_argument(at + 2)) is not None
        if several and word == "," and following.word in self.words.joins:
            return False
        if following.word in self.words.articles:
            return not several or self._next_is_named(at + 1)
        if following.word in self.words.joins | self.words.not_nouns | self.words.stops:
            return True
        return word == "," and not several

    def _is_quality(self, at: int) -> bool:
        """Whether a word says how something is: "fixed", "unknown"."""
        word = self.at(at).word
        return word in self.words.not_names or word.endswith(self.words.qualities)

    def _next_is_named(self, at: int) -> bool:
        """Whether an article stands at ``at`` and a name with its symbol behind it: "and the matrix X collects"."""
        if not self.article_at(at):
            return False
        for piece in self.pieces[at + 1 : at + 5]:
            if piece.heads or piece.word in self.words.prepositions | self.words.joins | self.words.stops:
                return bool(piece.heads)
        return False

    def _trimmed(self, words: list[Piece]) -> list[Piece]:
        """The words without what leads on to something that was cut off."""
        while words and (words[-1].word in self.words.joins | self.words.prepositions | self.words.articles | {",", "."}):
            words = words[:-1]
        return words

    def _definition(self, words: Sequence[Piece], more: Sequence[Piece] = (), *, singular: bool = False) -> Definition:
        kept = list(words)
        if kept and kept[0].word in self.words.articles:
            kept = kept[1:]
        if singular and kept:
            head = self.words.head_of(kept)
            kept = [Piece(self.words.singular_of(p.text), p.heads, p.tight) if p is head else p for p in kept]
        return Definition(joined(kept), joined(more))
