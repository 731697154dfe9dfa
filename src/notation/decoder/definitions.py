"""Which symbols prose defines, and as what: one rule for each way of defining.

Takes pieces of prose (:mod:`notation.decoder.prose`) and the words that define; gives a definition for each symbol. What is no
clear definition ("x is positive", "y is drawn from p") gives nothing, for a definition goes before all that the dictionary knows.
"""

from __future__ import annotations

from notation.decoder.clauses import MAX_WORDS, Clauses
from notation.decoder.prose import Definition, Found, Phrases, Piece, joined

MAX_NAME = 6
MAX_BRACKET = 6
MAX_CLAUSE = 40


class Text(Clauses):
    """Prose as pieces, and the rules that look for a definition at a formula in it."""

    def __init__(self, phrases: Phrases, pieces: list[Piece]) -> None:
        super().__init__(phrases, pieces)
        self.named: set[int] = set()
        self.named_so: set[int] = set()
        self.written = 0

    # A name in front of the symbol

    def named_in_front(self, at: int) -> Found:
        """ "the learning rate η", "a matrix A of weights", "with temperature τ", "the running time (T)", "a rank-r matrix"."""
        if self.at(at - 1).text == "-" and self.at(at - 1).tight and self.at(at - 2).word in self.words.hyphened:
            return dict.fromkeys(self.at(at).heads[:1], self._definition(self.pieces[at - 2 : at - 1]))
        end = self._name_end(at)
        start = self._name_start(end)
        if start is None or not self._is_name(start, end) or self.at(at + 1).word in self.words.times | self.words.occasions:
            return {}
        if self.at(end).word == "," and self._verb(start - 1 - self.article_at(start - 1)):  # X is a metric space, E ⊂ X
            return {}
        self.named.add(at)
        heads, after = self._subjects(at)
        words = self.pieces[start:end]
        if len(heads) > 1:
            if not self.words.is_plural(words[-1].word):
                if self._verb(after) in self.words.plural_verbs:
                    return {}
                heads = list(self.at(at).heads)[:1] if len(self.at(at).heads) == 1 else []
            return dict.fromkeys(heads, self._definition(words, singular=True))
        if self.at(after).word in ("of", "between"):
            words = [*words, *self._phrase(after)[0]]
        if len(words) == 1 and words[0].word in self.words.vague:
            return {}
        return dict.fromkeys(heads, self._definition(words))

    def _name_end(self, at: int) -> int:
        """Where a name in front of a formula ends: before it, its bracket, its commas, or "of" as in "a rate of η"."""
        before, after = self.at(at - 1), self.at(at + 1)
        if before.word == "(" and before.tight:
            return at  # TD(λ), O(n): no name of what stands in the bracket
        if (before.word, after.word) in (("(", ")"), (",", ",")):
            return at - 1
        measured = before.word in ("of", "=") and self.at(at - 2).word in self.words.measures
        if measured and any(self.at(at - n).word in self.words.indefinite for n in (3, 4, 5)):
            return at - 1
        return at

    def _name_start(self, end: int) -> int | None:
        """Where the name that ends before ``end`` begins, if an article, a preposition or a list tells that it is one."""
        start = end
        while end - start < MAX_NAME:
            word = self.at(start - 1).word
            if word == "of" and start < end and self.at(start - 2).word in self.words.quantities:
                start -= 2
            elif word in self.words.articles or word in self.words.before:
                verb = word == "to" and self.at(start).word in self.words.infinitives
                return start if start < end and not verb else None
            elif start < end and word in self.words.not_nouns and self.at(start - 2).word == "to":
                return start
            elif start > 0 and self._is_part_of_name(word, start):
                start -= 1
            else:
                break
        if start == end or end - start > 3 or self.at(start - 1).word not in self.words.joins:
            return None
        beside = start - 2 - (self.at(start - 2).word in (",", ")"))
        return start if beside in self.named else None

    def _is_part_of_name(self, word: str, at: int) -> bool:
        """Whether the word before ``at`` may belong to a name: a noun or what qualifies it."""
        plain = word.replace("-", "").isalnum() and not word.isdigit()
        return plain and (word not in self.words.not_nouns or self._leads_noun(at))

    def _leads_noun(self, at: int) -> bool:
        """Whether the verb before ``at`` is part of a name, for an article stands in front of it: "a compute budget"."""
        return self.at(at - 2).word in self.words.articles and bool(self.at(at).word)

    def _is_name(self, start: int, end: int) -> bool:
        """Whether the words may name a thing: the last one is a noun, as far as its looks tell."""
        last = self.at(end - 1).word
        if last in self.words.not_names | self.words.not_nouns | self.words.prepositions | self.words.adverbs or last.endswith(
            "ly"
        ):
            return False
        if last.endswith("ed") and last not in self.words.measures:
            return False
        one = self.at(start - 1).word in self.words.indefinite
        if one and self.words.is_plural(last) and not any(p.word == "of" for p in self.pieces[start:end]):
            return False
        return end - start > 1 or self.article_at(start - 1) or not last.endswith("ing") or last.endswith("dding")

    # How many there are

    def counted(self, at: int) -> Found:
        """ "has N data points", "composes K invertible maps": how many of them there are."""
        if len(self.at(at).heads) != 1 or at in self.named or self._continues_list(at) or self.words.states(self.at(at).text):
            return {}
        nouns: list[Piece] = []
        collected = self.at(at - 1).word == "of" and self.at(at - 2).word in self.words.collections
        for piece in self.pieces[at + 1 : at + 5]:
            verbal = self.words.not_nouns if nouns or collected else self.words.not_nouns | self.words.acting
            known_otherwise = piece.word in verbal and not (nouns and self.words.is_plural(piece.text))
            if not piece.word.replace("-", "").isalpha() or known_otherwise or piece.tight:
                break
            nouns.append(piece)
            if self.words.is_plural(piece.text):
                break
        if not nouns or not self.words.is_plural(nouns[-1].text):
            return {}
        licensed = any(self.has(at - len(v), v) for v in self.words.counts)
        doing = self.at(at - 1).word.endswith(("s", "ing")) and self.at(at - 1).word not in self.words.not_nouns
        if not licensed and not (doing and len(nouns) > 1 and not nouns[0].word.endswith("ly")):
            return {}
        return {self.at(at).heads[0]: Definition("number of " + joined(nouns))}

    # A name given to a thing

    def in_brackets(self, at: int) -> Found:
        """ "η (the step size)", "the rate falls with η, the step size, …"."""
        opened = self.at(at + 1).word
        if opened not in ("(", ",") or len(self.at(at).heads) != 1:
            return {}
        phrase, _, end = self._phrase(at + 2)
        first = self.at(at + 2).word
        told = first in self.words.articles or (opened == "(" and first in self.words.quantities)
        closed = self.at(end).word in ((")",) if opened == "(" else (",", "."))
        short = len(phrase) <= MAX_BRACKET or opened == "("
        if not (told and closed and short) or (opened == "," and self._led(at)) or any(p.heads for p in phrase):
            return {}
        return {self.at(at).heads[0]: self._definition(phrase)}

    def _led(self, at: int) -> bool:
        """Whether the clause of the symbol only leads up to what follows: "For sets A and B, the size …", "If x, the …"."""
        start = at
        while start > max(0, at - MAX_CLAUSE) and (self.at(start - 1).heads or self.at(start - 1).word not in self.words.stops):
            start -= 1
        first = self.at(start).word
        leading = self.words.before | self.words.prepositions | self.words.not_nouns
        return start < at and first in leading and first not in self.words.adverbs

    def denoted(self, at: int) -> Found:
        """ "the mean is denoted by μ", "denote the mean by μ", "let the mean be μ", "we write μ for the mean", "refer to μ as
        the mean"."""
        heads, after = self._subjects(at)
        if self.at(after).word == "as" and self.at(at - 1).word == "to" and self.at(at - 2).word in self.words.refers:
            phrase, more, _ = self._phrase(after + 1)
            return dict.fromkeys(heads, self._definition(phrase, more))
        before = at - 1 - 2 * (self.at(at - 1).word in self.words.signs and self.article_at(at - 2))
        listed = 0 < self.written <= before and all(self.at(n).word in self.words.joins for n in range(self.written, before + 1))
        written = self.at(before).word in self.words.writes or listed
        if self.at(after).word == "for" and self.article_at(after + 1) and written:
            phrase, _, self.written = self._phrase(after + 1)
            return dict.fromkeys(heads, self._definition(phrase))
        phrase = self._before_denoted(at) or self._before_being(at) or self._between_naming(at)
        return self._given(heads, phrase, after) if phrase else {}

    def _given(self, heads: list[str], phrase: list[Piece], end: int) -> Found:
        """A phrase for one symbol, or its parts for several: "the slope and the offset" for a and b."""
        if len(heads) > 1 and any(piece.word in self.words.joins for piece in phrase):
            return self._shared_out(heads, phrase, end)
        return dict.fromkeys(heads, self._definition(phrase, singular=len(heads) > 1))

    def _before_being(self, at: int) -> list[Piece]:
        """What stands before "is" where the symbol alone stands behind it: "where the slope is a", no "the value at x is a"."""
        behind = self.at(at + 1).word in self.words.stops | self.words.joins
        text = self.at(at).text
        states = self.words.states(text) and not self.words.gives_rule(text)
        if not behind or not self.has(at - 1, ("is",)) or len(self.at(at).heads) != 1 or states:
            return []
        start = at - 1
        while at - start < MAX_NAME and start > 0 and self.at(start - 1).word not in self.words.stops | self.words.joins | {""}:
            start -= 1
        begins = self.article_at(start) and (start == 0 or self.at(start - 1).word in self.words.stops | self.words.joins)
        words = self.pieces[start + 1 : at - 1]
        vague = len(words) == 1 and words[0].word in self.words.vague
        if not begins or not words or vague or any(p.word in self.words.relatives for p in words):
            return []
        return words if self._is_name(start + 1, at - 1) else []

    def _before_denoted(self, at: int) -> list[Piece]:
        """What stands before "is denoted by": from the first article of the clause, or all of it."""
        verb = next((v for v in self.words.denoted if self.has(at - len(v), v)), None)
        if verb is None:
            return []
        end = at - len(verb)
        end -= self.at(end - 1).word == ","
        start = end
        while (
            end - start < MAX_WORDS and not self.at(start - 1).heads and self.at(start - 1).word not in self.words.stops | {","}
        ):
            start -= 1
        opening = next((n for n in range(start, end) if self.article_at(n)), start)
        return self.pieces[opening:end]

    def _between_naming(self, at: int) -> list[Piece]:
        """What stands between "denote" or "let" and "by" or "be"."""
        if self.at(at - 1).word not in ("by", "be", "to", "as"):
            return []
        for start in range(at - 2, max(-1, at - 2 - MAX_WORDS), -1):
            piece = self.at(start)
            again = piece.word in self.words.joins and start - 1 in self.named_so
            if piece.word in self.words.namings or again:
                self.named_so.add(at)
                return self.pieces[start + 1 : at - 1] if self.article_at(start + 1) else []
            if piece.heads or piece.word in self.words.stops:
                break
        return []

    # What is said of the symbol

    def explained(self, at: int) -> Found:
        """ "λ is the penalty", "α and β are the shape and the rate, respectively", "η is the step and L the loss"."""
        heads, after = self._subjects(at)
        verb = self._verb(after)
        if verb is None:
            return self._apposed(at, heads, after)
        if verb in self.words.acts and at in self.named:
            return {}
        plural = verb in self.words.plural_verbs or (verb in self.words.acts and not verb[0].endswith("s"))
        if self._continues_list(at) and (plural or after > at + 1):
            return {}
        belongs = verb not in self.words.free_verbs and self._belongs(at, len(heads) > 1)
        if belongs or (not plural and len(heads) > len(self.at(at).heads)):
            return {}
        start = self._past_adverbs(self._past_adverbs(after) + len(verb))
        phrase, more, end = self._phrase(start, several=len(heads) > 1)
        if not self.words.defines(phrase):
            return {}
        if verb[0] in ("counts", "count"):
            phrase = [Piece("number"), Piece("of"), *phrase[self.article_at(start) :]]
        found = self._shared_out(heads, phrase, end) if len(heads) > 1 else {}
        found = found or dict.fromkeys(heads, self._definition(phrase, more, singular=len(heads) > 1))
        return self._elliptic(end) | found

    def _continues_list(self, at: int) -> bool:
        """Whether a symbol stands before this one, as in "α, β"; a word that is a symbol, too ("attention, g"), is none."""
        before = self.at(at - 2)
        is_word = before.text.isalpha() and len(before.text) > 1
        return self.at(at - 1).word in self.words.joins and bool(before.heads) and not is_word

    def _belongs(self, at: int, several: bool) -> bool:
        """Whether the symbol ends a phrase on something else: "the norm of x is …", "the gradient of the loss L is …"; what is
        one thing is no name of several symbols: "in this model α and β are …"."""
        if self.at(at - 1).word in self.words.prepositions:
            return True
        start = self._name_start(at)
        if several and not self.words.is_plural(self.at(at - 1).word):
            return False
        if start is None:
            return False
        return self.at(start - 1 - self.article_at(start - 1)).word in self.words.prepositions

    def _apposed(self, at: int, heads: list[str], after: int) -> Found:
        """ "with I the identity", "using ε as a small constant": the article follows the symbol, or an "as"."""
        after += self.at(after).word == "as" and self.at(at - 1).word in self.words.takes
        if self.at(at - 1).word not in self.words.takes or not self.article_at(after):
            return {}
        phrase, more, end = self._phrase(after, several=len(heads) > 1)
        given = self._given(heads, phrase, end) if len(heads) > 1 else dict.fromkeys(heads, self._definition(phrase, more))
        return self._elliptic(end) | given

    def _elliptic(self, end: int) -> Found:
        """ "…, and L the loss": definitions behind one, whose verb is left out."""
        found: Found = {}
        while True:
            start = self._past_aside(end)
            at = start
            while self.at(at).word in self.words.joins and at < start + 2:
                at += 1
            if at == start or not self.at(at).heads:
                return found
            heads, after = self._subjects(at)
            after += self.at(after).word in self.words.standing and self.article_at(after + 1)
            phrase, more, end = self._phrase(after)
            if not self.article_at(after) and not self._is_bare_noun(phrase, end):
                return found
            found = dict.fromkeys(heads, self._definition(phrase, more)) | found

    def _is_bare_noun(self, phrase: list[Piece], end: int) -> bool:
        """Whether a phrase is a name without an article, as in "K denotes kernel size, S stride and P padding"."""
        if not 0 < len(phrase) <= 3 or any(p.heads or p.word in self.words.not_nouns for p in phrase):
            return False
        ends = self.at(end).word in self.words.stops or (self.at(end).word in self.words.joins and bool(self.at(end + 1).heads))
        return ends and not self.words.is_plural(phrase[0].text) and self.words.defines(phrase)

    def _is_plural_of(self, lead: list[Piece]) -> bool:
        """Whether several things of one kind are meant, "the widths of" the box and the circle, each with its own."""
        return len(lead) > 1 and self.words.is_plural(lead[-2].word)

    def _shared_out(self, heads: list[str], phrase: list[Piece], end: int) -> Found:
        """ "the shape and the rate, respectively": one part for each symbol."""
        around = [*phrase, *self.pieces[end : end + 3]]
        told = any(p.word in self.words.respectively for p in around)
        parts: list[list[Piece]] = [[]]
        for piece in phrase:
            if piece.word in self.words.joins:
                parts.append([])
            elif piece.word not in self.words.respectively:
                parts[-1].append(piece)
        parts = [p for p in parts if p]
        counted = [p for p in parts[0][:5] if p.word == "of"] if parts else []
        if len(parts) != len(heads) or not (told or parts[0][0].word == "the"):
            return {}
        if len(parts[0]) == 2 and parts[0][1].word in self.words.not_names:
            parts = [[*p, *parts[-1][1:]] for p in parts[:-1]] + parts[-1:]
        if counted:
            lead = parts[0][: parts[0].index(counted[0]) + 1]
            if told or not self._is_plural_of(lead):
                parts = [parts[0], *(p if self.words.articles & {p[0].word} else [*lead, *p] for p in parts[1:])]
            elif len(set(heads)) == len(heads):
                parts = [parts[0], *(p if counted[0].word in {q.word for q in p[:3]} else [*lead, *p] for p in parts[1:])]
            else:
                return {}
        return {head: self._definition(part) for head, part in zip(heads, parts, strict=True)}
