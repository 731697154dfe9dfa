"""Finds entries for a question: a sign, LaTeX, a code point, a name, a meaning, a shape, or an expression.

Takes the table that :mod:`notation.compile.search_index` made, and the question. Gives hits, best first. Exact keys are
tried first; words are then matched by weight, and only for words that nobody knows does rapidfuzz look for near ones.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any, NamedTuple

from notation import expressions
from notation import text as folding

Section = Mapping[str, Any]

EXACT = 100.0
NEAR = 95.0  # the most that a match which is not exact can have
FLOOR = 42.0
RELATED = 40.0  # the look-alikes and relatives of an exact hit
_SYNONYM = 0.82  # how much a word of the same meaning counts
_LONGEST = 400
_WORDS = 16
_LETTERS_IN_EXPRESSION = 60
_IN_FIELD = 12.0


class Hit(NamedTuple):
    """An entry that was found. ``sense`` is the full id of the sense that the question names, or ""."""

    id: str
    kind: str
    score: float
    matched: str
    matched_text: str
    sense: str = ""


class _PhraseKind(NamedTuple):
    """``matched`` as a hit says it, how near matches weigh, and how exact ones rank."""

    matched: str
    weight: float
    rank: float


_PHRASE_KINDS = {
    "n": _PhraseKind("name", 1.0, 10),
    "m": _PhraseKind("meaning", 0.98, 9),
    "a": _PhraseKind("alias", 0.96, 8),
    "c": _PhraseKind("meaning", 0.9, 6),
    "s": _PhraseKind("shape", 0.94, 5),
    "l": _PhraseKind("latex", 0.95, 10),
    "u": _PhraseKind("alias", 0.85, 7),
    "t": _PhraseKind("meaning", 0.55, 0),
}
_KIND_RANK = {"symbol": 1.0, "notation": -2.5, "formula": -3.5}
_SIGN_RANK = 30.0
_WORD_RANK = 11.0  # a sign that is a word, such as log
_LATEX_RANK = 9.9


class _Found(NamedTuple):
    """The best match of one entry so far; ``order`` is the number of the sense, or -1."""

    score: float
    rank: float
    matched: str
    text: str
    order: int = -1


def find(section: Section, query: str, *, field: str | None = None, limit: int | None = 10) -> list[Hit]:
    """The entries that ``query`` may mean, best first; ``field`` lifts the senses of a field and of those below it."""
    query = query.strip()[:_LONGEST]
    if not query:
        return []
    search = _Search(section, field or "")
    text = next((text for text in search.readings(query) if search.exactly(text)), "")
    if text:
        search.follow(text)
    else:
        search.nearly(query)
    return search.hits(limit)


def suggestions(section: Section, query: str) -> list[str]:
    """Names that look like a question to which there is no answer."""
    from rapidfuzz import fuzz, process

    names = [name for name in section["texts"][: section["names"]] if len(name) > 3]
    found = process.extract(query[:_LONGEST], names, scorer=fuzz.WRatio, limit=9, score_cutoff=55)
    return list(dict.fromkeys(name for name, _, _ in found))[:3]


class _Search:
    """One question being answered."""

    def __init__(self, section: Section, field: str) -> None:
        self.section = section
        self.language = section["language"]
        self.found: dict[int, _Found] = {}
        self.field = self._field(field)

    def _field(self, said: str) -> str:
        row = self.section["fields"].get(folding.search_key(said))
        return str(row[0]) if row else ""

    # What the question asks, without what it only says

    def readings(self, query: str) -> Iterator[str]:
        """The question, then ever more of it dropped: "what does ∇ mean", "∇ mean", "∇"."""
        yield query
        words = query.strip("?\"'“”„`. ").split()
        words = self._without_field(words)
        yield " ".join(words)
        for dropped, front in (("before", True), ("after", False), ("before", True), ("after", False)):
            while count := self._dropped(words, self.language[dropped], front):
                words = words[count:] if front else words[:-count]
                yield " ".join(words).strip("?\"'“”,")

    def _dropped(self, words: list[str], phrases: Mapping[str, int], front: bool) -> int:
        """How many words at one end are a phrase that says nothing; never all of them."""
        for count in range(min(5, len(words) - 1), 0, -1):
            part = " ".join(words[:count] if front else words[-count:])
            # A capital by itself is a letter that is asked about, not an article.
            if part.casefold().strip("?\"',:") in phrases and not (len(part) == 1 and part.isupper() and len(words) > 2):
                return count
        return 0

    def _without_field(self, words: list[str]) -> list[str]:
        """Takes the field from a question that ends with "in statistics"."""
        for at in range(1, len(words) - 1):
            rest = self._field(" ".join(words[at + 1 :]))
            if rest and words[at] in self.language["field-words"]:
                self.field = self.field or rest
                return words[:at]
        return words

    # Exact keys

    def exactly(self, text: str) -> bool:
        """Whether ``text`` is a key, word for word; what it leads to is then found."""
        if not text:
            return False
        formal = _is_formal(text)
        if self._signs(text) and (formal or len(text) == 1):
            return True
        spelled = self._codes(text)
        if formal and not spelled:
            self._expression(text)
        if not (formal and self.found) and len(text) > 1:
            self._phrases(text, formal)
        return bool(self.found)

    def _signs(self, text: str) -> bool:
        bare = unicodedata.normalize("NFC", text.strip("$ "))
        char = "" if len(bare) == 1 else folding.character(text) or folding.bare_code(text)
        for sign in folding.faces(char or bare):
            numbers = self.section["glyphs"].get(sign, "").split()
            first = _SIGN_RANK if len(sign) == 1 or not sign.isalpha() else _WORD_RANK
            for place, number in enumerate(numbers):
                self._add(int(number), EXACT, first - place / 10, "codepoint" if char else "symbol", sign)
            if numbers:
                return True
        return False

    def _codes(self, text: str) -> bool:
        rows = self.section["codes"].get(folding.code_key(text), "")
        for row in rows.splitlines():
            number, spelling = row.split(" ", 1)
            sign = not any(c.isalpha() or c == "\\" for c in spelling)
            self._add(int(number), EXACT, 20.0 if sign else _LATEX_RANK, "symbol" if sign else "latex", spelling)
        typed = dict(self.language["typed"]).get(text.strip()) if not rows else None
        return bool(rows) or bool(typed and self._signs(typed))

    def _phrases(self, text: str, formal: bool) -> None:
        key = " ".join(folding.phrase_words(text, self.language))
        if formal and (len(key) < 3 or any(c in self.section["glyphs"] for c in text if not c.isascii())):
            return  # the words are not the whole of the question
        for number in self.section["exact"].get(key, "").split():
            phrase = int(number)
            kind = _PHRASE_KINDS[self.section["kinds"][phrase]]
            words = self.section["texts"][phrase]
            rank = kind.rank + (3 if words == text else 0)
            for entry, order in self._targets(phrase):
                self._add(entry, EXACT, rank, kind.matched, words, order)

    def _targets(self, phrase: int) -> Iterator[tuple[int, int]]:
        for group in self.section["targets"][phrase].split():
            for target in self.section["groups"][int(group)].split():
                entry, _, order = target.partition(".")
                yield int(entry), int(order)

    # Expressions

    def _expression(self, text: str) -> None:
        """Notations whose pattern has this form: ``B^T`` has that of ``?A^T``."""
        tokens = expressions.tokens(text, self.section["commands"], self.language)[:_LETTERS_IN_EXPRESSION]
        if not tokens:
            return
        if len(tokens) == 1:
            self._signs(tokens[0])
            return
        for form in dict.fromkeys((" ".join(tokens), " ".join(expressions.applied(tokens)))):
            self._patterns(form.split(" "), text)
            if self.found:
                return

    def _patterns(self, tokens: list[str], text: str) -> None:
        rows = self.section["expressions"].get(expressions.skeleton(tokens), "")
        for row in rows.splitlines():
            number, pattern, forms = row.split("\t")
            held = expressions.binding(pattern.split(" "), tokens)
            if held is None:
                continue
            literal = sum(token[0] != "?" for token in pattern.split(" "))
            fit = expressions.fitting(held, forms)
            score = EXACT if not held else min(NEAR, 90.0 + fit)
            self._add(int(number), EXACT if score == EXACT else NEAR, 10.0 * literal + 4 * fit, "symbol", text)

    def _inside(self, text: str) -> None:
        """The signs of an expression, those first that are no letters."""
        tokens = expressions.tokens(text, self.section["commands"], self.language)[:_LETTERS_IN_EXPRESSION]
        telling = [t for t in tokens if not (t.isascii() and (t.isalnum() or t in "^_()[],.?'\""))]
        for place, token in enumerate(dict.fromkeys(telling)):
            for number in self.section["glyphs"].get(token, "").split()[:1]:
                self._add(int(number), 75.0 - (token.isalpha() * 10) - place / 10, 0.0, "symbol", token)

    # Words

    def follow(self, text: str) -> None:
        """What else an answered question may mean: relatives of a sign, other entries with the same words."""
        best = sorted(self.found.items(), key=lambda item: (-item[1].score, -item[1].rank))[:1]
        for entry, found in best:
            if found.matched in ("symbol", "latex", "codepoint", "name"):
                for place, number in enumerate(self.section["entries"][entry][5].split()):
                    self._add(int(number), RELATED - place, 0.0, "symbol", self.section["entries"][entry][3])
        if len(text) > 2 and not _is_formal(text):
            self._words(self._expanded(folding.content_words(text, self.language), correct=False))

    def nearly(self, query: str) -> None:
        """Entries with most of the question's words in one name, alias, shape or meaning."""
        *_, text = self.readings(query)
        if _is_formal(text):
            self._inside(text)
            if self.found and not _WORD.search(text):
                return
        words = folding.content_words(text.replace("\\", " "), self.language)
        self._words(self._expanded(words, correct=False))
        if max((found.score for found in self.found.values()), default=0.0) < 60 or self._unknown(words):
            self._words(self._expanded(words, correct=True))

    def _unknown(self, words: list[str]) -> bool:
        return any(word not in self.section["tokens"] and word not in self.language["synonyms"] for word in words)

    def _expanded(self, words: list[str], *, correct: bool) -> list[tuple[float, dict[str, float]]]:
        """Each word's weight, and the known words that it may stand for with how sure that is."""
        tokens = self.section["tokens"]
        words = [part for word in dict.fromkeys(words) for part in self._named(word)][:_WORDS]
        expanded = []
        for at, word in enumerate(words):
            likely = {other: _SYNONYM for other in self.language["synonyms"].get(word, ()) if other in tokens}
            for pair in ("".join(words[at : at + 2]), "".join(words[max(0, at - 1) : at + 1])):
                if pair != word and pair in tokens:
                    likely[pair] = 0.95
            if word in tokens:
                likely[word] = 1.0
            elif correct and not likely:
                likely.update(self._near_words(word))
            expanded.append((self._weight(word, likely), likely))
        return expanded

    def _named(self, word: str) -> list[str]:
        """A word, or the name of the sign that it is."""
        numbers = self.section["glyphs"].get(word, "").split() if not word.isascii() else ()
        return self.section["entries"][int(numbers[0])][0].split("-") if numbers else [word]

    def _weight(self, word: str, likely: Mapping[str, float]) -> float:
        rows = [self.section["tokens"][w] for w in ([word] if likely.get(word) == 1.0 else likely)]
        return min((float(row.split(" ", 1)[0]) for row in rows), default=5.0)

    def _near_words(self, word: str) -> dict[str, float]:
        """Known words that ``word`` is a misspelling or the beginning of."""
        if len(word) < 3:
            return {}
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        known = list(islice(self.section["tokens"], self.section["correctable"]))
        least = 0.6 if len(word) < 5 else 0.68
        found = process.extract(word, known, scorer=OSA.normalized_similarity, limit=6, score_cutoff=least)
        near = {other: sure * (1.0 if other[0] == word[0] else 0.93) for other, sure, _ in found}
        if len(word) > 3:
            for other in known:
                if other.startswith(word):
                    near[other] = max(near.get(other, 0.0), 0.6 + 0.38 * len(word) / len(other))
        return near

    def _words(self, expanded: list[tuple[float, dict[str, float]]]) -> None:
        asked = sum(weight for weight, _ in expanded)
        covered: dict[int, float] = {}
        for weight, likely in expanded:
            for phrase, sure in self._posted(likely).items():
                covered[phrase] = covered.get(phrase, 0.0) + weight * sure
        for phrase, weight in covered.items():
            if weight > 0.42 * asked:
                self._near_phrase(phrase, weight, asked)

    def _posted(self, likely: Mapping[str, float]) -> dict[int, float]:
        """The phrases that have one of these words, with the surest of them."""
        found: dict[int, float] = {}
        for word, sure in sorted(likely.items(), key=lambda item: item[1]):
            found.update(dict.fromkeys(map(int, self.section["tokens"][word].split(" ")[1:]), sure))
        return found

    def _near_phrase(self, phrase: int, weight: float, asked: float) -> None:
        kind = _PHRASE_KINDS[self.section["kinds"][phrase]]
        said = min(1.0, 100 * weight / max(1, self.section["norms"][phrase]))
        fit = weight / asked * (1.0 if kind.rank == 0 else 0.55 + 0.45 * said)
        score = NEAR * kind.weight * fit
        if score >= FLOOR:
            for entry, order in self._targets(phrase):
                self._add(entry, score, 0.0, kind.matched, self.section["texts"][phrase], order)

    # Results

    def _add(self, entry: int, score: float, rank: float, matched: str, text: str, order: int = -1) -> None:
        """Notes a match of an entry, unless a better one is known."""
        rank += self._standing(entry, order)
        if score < NEAR:
            score = max(0.0, min(NEAR, score + 0.4 * rank - 2))
        known = self.found.get(entry)
        if known is None or (score, rank) > (known.score, known.rank):
            kept = known.order if known and order < 0 and known.score == score else order
            self.found[entry] = _Found(score, rank, matched, text, kept)
        elif known.order < 0 <= order and known.score == score:
            self.found[entry] = _Found(known.score, known.rank, known.matched, known.text, order)

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

    def _within(self, field: str) -> bool:
        return self.field in self.section["fields"].get(field.replace("-", " "), (field,))

    def hits(self, limit: int | None) -> list[Hit]:
        found = sorted(self.found.items(), key=lambda item: (-item[1].score, -item[1].rank, item[0]))
        return [self._hit(entry, match) for entry, match in found[:limit]]

    def _hit(self, entry: int, found: _Found) -> Hit:
        name, kind, _, _, senses, *_ = self.section["entries"][entry]
        rows = [row.split(" ") for row in senses.split("\n")] if senses else []
        order = found.order
        if order < 0 and self.field:
            fitting = [at for at, row in enumerate(rows) if self._within(row[2])]
            order = max(fitting, key=lambda at: (int(rows[at][1]), -at), default=-1)
        sense = f"{name}.{rows[order][0]}" if order >= 0 else ""
        text = found.text or (rows[order][0].replace("-", " ") if order >= 0 else name.replace("-", " "))
        return Hit(name, kind, round(found.score, 1), found.matched, text, sense)


_FORMAL = re.compile(r"[^\w\s'’\-.,?;\"“”&]|[_&]|\d")
_WORD = re.compile(r"(?<![\\A-Za-z])[A-Za-z]{3}")


def _is_formal(text: str) -> bool:
    """Whether there is more to ``text`` than words: a sign, a script, a digit, or a letter of no plain alphabet."""
    return _FORMAL.search(text) is not None or not text.isascii()
