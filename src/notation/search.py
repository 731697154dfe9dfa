"""Finds entries for a question: a sign, LaTeX, a code point, a name, a meaning, a shape, or an expression.

Takes the table that :mod:`notation.compile.search_index` made, and the question. Gives hits, best first. Exact keys are
tried first; words are then matched by weight, and only for words that nobody knows does rapidfuzz look for near ones.
"""

from __future__ import annotations

import unicodedata
from functools import cached_property
from typing import TYPE_CHECKING

from notation import keys, questions
from notation import text as folding
from notation.ranking import NEAR, Hit, Ranking, Section

# A key that fits exactly needs neither `phrases` nor `expressions`, which are imported where they are first asked.
if TYPE_CHECKING:
    from collections.abc import Iterator

    from notation.phrases import Phrases, Word

EXACT = 100.0
FLOOR = 42.0
RELATED = 40.0  # the look-alikes and relatives of an exact hit
_ALONE = 74.0  # a sign of which something unknown is said
_TOGETHER = 72.0  # the most for words that are told by several phrases of one entry
_CLEAR = 78.0  # a match that leaves no need to put words together
_PLACED = 8.0
_NAMED = 2  # how many words may name the sign of which something is said
_SAYING = 9
_SAID = 0.5  # the share of what is said of a sign that its meaning must have
_LONGEST = 400
_ANY_LETTER = "A"  # what a script stands at that was asked for by itself
_CARRIER = "◌"  # stands for the letter in the glyphs of accents
_ON_THE_LINE = 75.0  # what a sign of an expression counts, also in a script, and how much less a letter does
_IN_A_SCRIPT = 60.0
_LETTER = 10.0
_SIGN_RANK = 30.0
_WORD_RANK = 11.0  # a sign that is a word, such as log
_LATEX_RANK = 9.9

_Arrangement = tuple[set[str], set[str]]
_NOWHERE: _Arrangement = (set(), set())


def find(section: Section, query: str, *, field: str | None = None, limit: int | None = 10) -> list[Hit]:
    """The entries that ``query`` may mean, best first; ``field`` lifts the senses of a field and of those below it."""
    query = query.strip()[:_LONGEST]
    if not query:
        return []
    alphabet = questions.alphabet(query, section["language"])
    hits = _Search(section, field or "", alphabet).answered(query, limit)
    return hits if hits or not alphabet else _Search(section, field or "").answered(query, limit)


def suggestions(section: Section, query: str) -> list[str]:
    """Names that look like a question to which there is no answer."""
    from notation.phrases import suggestions as near_names

    return near_names(section, query[:_LONGEST])


def _is_letter(word: str) -> bool:
    return len(word) == 1 and word.isalpha()


class _Search:
    """One question being answered."""

    def __init__(self, section: Section, field: str, alphabet: str = "") -> None:
        self.section = section
        self.language = section["language"]
        self.found = Ranking(section, self._field(field), alphabet)

    @cached_property
    def phrases(self) -> Phrases:
        from notation.phrases import Phrases

        return Phrases(self.section)

    def answered(self, query: str, limit: int | None) -> list[Hit]:
        """The hits of the first reading that is an exact key; else of a sign and what is said of it; else of near words."""
        text = next((text for text in self.readings(query) if self.exactly(text)), "")
        if not text:
            *_, text = self.readings(query)
            text = self._told(text.split())
        if text:
            self.follow(text)
        else:
            self.nearly(query)
        return self.found.hits(limit)

    def _field(self, said: str) -> str:
        row = self.section["fields"].get(keys.search_key(said))
        return str(row[0]) if row else ""

    # What the question asks, without what it only says

    def readings(self, query: str) -> Iterator[str]:
        """The question, then ever more of it dropped."""
        yield query
        yield from questions.shortened(self._without_field(questions.words(query)), self.language)

    def _without_field(self, words: list[str]) -> list[str]:
        """Takes the field from a question that ends with "in statistics"."""
        for at in range(1, len(words) - 1):
            rest = self._field(" ".join(words[at + 1 :]))
            if rest and words[at] in self.language["field-words"]:
                self.found.field = self.found.field or rest
                return words[:at]
        return words

    # Exact keys

    def exactly(self, text: str) -> bool:
        """Whether ``text`` is a key, word for word; what it leads to is then found."""
        if not text:
            return False
        formal = questions.is_formal(text)
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
        char = "" if len(bare) == 1 else keys.character(text) or keys.bare_code(text)
        for sign in folding.faces(char or bare):
            numbers = self.section["glyphs"].get(sign, "").split()
            first = _SIGN_RANK if len(sign) == 1 or not sign.isalpha() else _WORD_RANK
            for place, number in enumerate(numbers):
                self.found.add(int(number), EXACT, first - place / 10, "codepoint" if char else "symbol", sign)
            if numbers:
                return True
        return False

    def _codes(self, text: str) -> bool:
        rows = self.section["codes"].get(keys.code_key(text), "")
        for row in rows.splitlines():
            number, spelling = row.split(" ", 1)
            sign = not any(c.isalpha() or c == "\\" for c in spelling)
            self.found.add(int(number), EXACT, 20.0 if sign else _LATEX_RANK, "symbol" if sign else "latex", spelling)
        typed = dict(self.language["typed"]).get(text.strip()) if not rows else None
        return bool(rows) or bool(typed and self._signs(typed))

    def _phrases(self, text: str, formal: bool) -> None:
        key = " ".join(keys.phrase_words(text, self.language))
        if formal and (len(key) < 3 or any(c in self.section["glyphs"] for c in text if not c.isascii())):
            return  # the words are not the whole of the question
        if any(not any(map(str.isalnum, word)) for word in text.split()):
            return  # "what does := mean" asks for no mean
        for number in self.section["exact"].get(key, "").split():
            kind, words = self.phrases.kind(int(number)), self.phrases.text(int(number))
            if kind.matched == "latex" and keys.code_key(words) != keys.code_key(text):
                continue  # \\cdots is not the plural of \\cdot
            rank = kind.rank + (3 if words == text else 0)
            for entry, order in self.phrases.targets(int(number)):
                self.found.add(entry, EXACT, rank, kind.matched, words, order)

    # A sign, and what is said of it

    def _told(self, words: list[str]) -> str:
        """Finds "lambda regularisation", "discount factor reinforcement learning", "beta in Adam"; gives what was said."""
        if len(words) > _SAYING or any(not self.language[side].keys().isdisjoint(words) for side in ("beside", "over", "under")):
            return ""  # "x with a dot" says what a sign looks like
        joints = [at for at in range(1, len(words) - 1) if words[at] in self.language["field-words"]]
        splits = [(words[:at], words[at + 1 :]) for at in joints]
        if not splits:
            splits = [cut for at in range(1, len(words)) for cut in ((words[:at], words[at:]), (words[at:], words[:at]))]
        for sign, said in splits:
            area = self._field(" ".join(said))
            for text in dict.fromkeys(self.readings(" ".join(sign))) if area or len(sign) <= _NAMED else ():
                if self._in_field(text, area) if area else self._meaning(text, " ".join(said)):
                    return text
        return ""

    def _in_field(self, text: str, area: str) -> bool:
        self.found.field, before = area, self.found.field
        if not self.exactly(text):
            self.found.field = before
        return bool(self.found)

    def _meaning(self, text: str, said: str) -> bool:
        """Whether ``text`` is a sign or its name, and ``said`` tells one of its meanings."""
        signs = self._called(text)
        if not signs:
            return False
        words = self.phrases.expanded(keys.content_words(said, self.language), correct=False)
        for place in self.phrases.together(words, only=signs):
            if place.order >= 0 and place.share > _SAID:
                self.found.add(place.entry, NEAR, 10 * place.share, "meaning", self.phrases.text(place.phrase), place.order)
        return bool(self.found)

    def _called(self, text: str) -> list[int]:
        """The entries that ``text`` is a sign, command or name of, the likeliest first; nothing is noted as found."""
        if not (self._signs(text) or self._codes(text)):
            self._phrases(text, formal=False)
        return [at for at, match in self.found.taken() if match.matched in ("symbol", "latex", "codepoint", "name")]

    # Expressions

    def _expression(self, text: str) -> None:
        """Notations whose pattern has this form: ``B^T`` has that of ``?A^T``."""
        from notation import expressions

        tokens = expressions.tokens(text, self.section["commands"], self.language)[: expressions.MOST_TOKENS]
        if not tokens:
            return
        if len(tokens) == 1:
            self._signs(tokens[0])
            return
        if tokens[0] in ("^", "_"):
            tokens = [_ANY_LETTER, *tokens]
        forms = (tokens, expressions.applied(tokens), expressions.unsigned(tokens))
        for form in dict.fromkeys(map(" ".join, forms)):
            self._patterns(form.split(" "), text)
            if self.found:
                return

    def _patterns(self, tokens: list[str], text: str) -> None:
        from notation import expressions

        rows = self.section["expressions"].get(expressions.skeleton(tokens), "")
        for row in rows.splitlines():
            number, pattern, forms = row.split("\t")
            held = expressions.binding(pattern.split(" "), tokens)
            if held is None:
                continue
            literal = sum(token[0] != "?" for token in pattern.split(" "))
            fit = expressions.fitting(held, forms)
            score = EXACT if not held else min(NEAR, 90.0 + fit)
            self.found.add(int(number), EXACT if score == EXACT else NEAR, 10.0 * literal + 4 * fit, "symbol", text)

    def _inside(self, text: str) -> None:
        """The signs and words of an expression, those first that stand on the line and are no letters."""
        from notation import expressions

        for part, most in zip(expressions.levels(text), (_ON_THE_LINE, _IN_A_SCRIPT), strict=True):
            for place, token in enumerate(expressions.telling(part, self.section["commands"], self.language)):
                lowered = _LETTER * (len(token) == 1 and token.isalpha() and folding.fold(token)[0] == token)
                for number in self._drawn(token):
                    self.found.add(number, most - lowered - place / 10, 0.0, "symbol", token)

    def _drawn(self, token: str) -> list[int]:
        """The entry of a sign or word, or of an accent or styled letter by its command: none, or one."""
        numbers = self.section["glyphs"].get(token) or self.section["codes"].get(keys.code_key(token), "")
        return [int(number) for number in numbers.split()[:1]]

    # Words

    def follow(self, text: str) -> None:
        """What else an answered question may mean: relatives of a sign, other entries with the same words."""
        for entry, found in self.found.ordered()[:1]:
            if found.matched in ("symbol", "latex", "codepoint", "name"):
                for place, number in enumerate(self.section["entries"][entry][5].split()):
                    self.found.add(int(number), RELATED - place, 0.0, "symbol", self.section["entries"][entry][3])
        if len(text) > 2 and not questions.is_formal(text):
            self._words(self.phrases.expanded(keys.content_words(text, self.language), correct=False))

    def nearly(self, query: str) -> None:
        """Entries with most of the question's words in one name, alias, shape or meaning."""
        from notation import expressions
        from notation.phrases import arrangement

        arranged = arrangement(keys.joined_words(query, self.language), self.language)
        *_, text = (query,) if arranged[0] and arranged[1] else self.readings(query)
        if questions.is_formal(text):
            self._inside(text)
            if self.found and not expressions.has_words(text):
                return
        text = text.replace("\\", " ")
        words = [w for w in keys.content_words(text, self.language) if w.upper() != self.found.alphabet]
        known = self._known(words, arranged, correct=False)
        if self.phrases.strange(words) or (self.found.best() < 60 and any(len(word) == 1 for word in words)):
            known = self._known(words, arranged, correct=True)
        if self.found.best() < _CLEAR and len(known) > 1:
            self._together(known)
        self._over_a_letter(text)
        if self.found.best() < _CLEAR:
            self._letter_in(text.split())

    def _over_a_letter(self, text: str) -> None:
        """Accents, where something is said to stand on a letter: "v with a line on top" is a bar whatever the letter, "dot
        over v" a dot."""
        first, joint, *words = text.split() if len(text.split()) > 2 else ("", "", "")
        *accent, placing, letter = first, joint, *words
        if _is_letter(first) and joint in self.language["beside"]:
            said = words
        elif _is_letter(letter) and any(placing in self.language[place] for place in ("over", "upon", "under")):
            place = "under" if placing in self.language["under"] else "over"
            said = [*accent, next(iter(self.language[place]))]  # "over" itself is passed over by what goes through words
        else:
            return
        self._words(self.phrases.expanded(keys.content_words(" ".join(said), self.language), correct=False), only=_CARRIER)

    def _letter_in(self, words: list[str]) -> None:
        """A letter by itself, where nothing is known of it in what it is said to stand in: "beta in Adam"."""
        if len(words) > 2 and words[1] in self.language["field-words"]:
            known, self.found.matches = self.found.matches, {}
            signs, self.found.matches = self._called(words[0]), known
            for place, number in enumerate(signs):
                glyph = self.section["entries"][number][3]
                if len(glyph) == 1 and glyph.isalpha():
                    self.found.add(number, _ALONE - place, 0.0, "name", words[0])

    def _known(self, words: list[str], arranged: _Arrangement, *, correct: bool) -> list[Word]:
        """Notes the phrases with these words; gives what the words may stand for."""
        known = self.phrases.expanded(words, correct=correct)
        known = self.phrases.opposed(known) if arranged[0] and arranged[1] else known
        self._words(known, arranged)
        return known

    def _words(self, words: list[Word], arranged: _Arrangement = _NOWHERE, only: str = "") -> None:
        """Notes phrases with enough of the words; where ``only`` is given, those of entries with it in their glyph."""
        asked = sum(word.weight for word in words)
        placed = arranged[0] and arranged[1]
        for phrase, share in self.phrases.covering(words):
            more = self._arranged(phrase, arranged) if placed else 0.0
            score = min(NEAR - 1, NEAR * self.phrases.fit(phrase, share, asked) + more)
            if score >= FLOOR:
                matched, text = self.phrases.kind(phrase).matched, self.phrases.text(phrase)
                for entry, order in self.phrases.targets(phrase):
                    if not only or only in self.section["entries"][entry][3]:
                        self.found.add(entry, score, 0.0, matched, text, order)

    def _arranged(self, phrase: int, asked: _Arrangement) -> float:
        """More for a phrase that puts the same above and below as the question, less for one that has it the other way."""
        told = self.section["arranged"].get(str(phrase))
        if not told:
            return 0.0
        over, under = (words.split() for words in told)
        if not asked[0].isdisjoint(over) and not asked[1].isdisjoint(under):
            return _PLACED
        return -_PLACED if not asked[1].isdisjoint(over) and not asked[0].isdisjoint(under) else 0.0

    def _together(self, words: list[Word]) -> None:
        """Entries of which the question names one thing by its name or looks, and another by its meaning."""
        for place in self.phrases.together(words):
            score = _TOGETHER * place.share
            if score >= FLOOR:
                matched, text = self.phrases.kind(place.phrase).matched, self.phrases.text(place.phrase)
                self.found.add(place.entry, score, 0.0, matched, text, place.order)
