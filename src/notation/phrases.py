"""Weighs names, meanings and shapes against the words of a question.

Takes the table of search and words in their canonical form. Gives the phrases that have most of these words, and the entries
that have them in several phrases together, each with the share of the question that it covers.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping, Sequence

LEAST = 0.42  # the share of a question that a phrase must cover
_SYNONYM = 0.82  # how much a word of the same meaning counts
_INFLECTED = 0.9  # and another form of the same word
_STEM = 4  # the fewest letters of a word before its ending
_WORDS = 12
_CORRECTED = 6  # how many words of a question may be misspelt
_WEIGHED = 7  # how many of the weightiest words places are looked for by
_UNKNOWN = 5.0  # the weight of a word that may yet be a misspelling, and of one that is none
_IDLE = 2.0
_IN_SENTENCE = 0.5  # how much a word counts that only the sentence of a meaning has


class PhraseKind(NamedTuple):
    """``matched`` as a hit says it, how near matches weigh, how exact ones rank, and what is left of a phrase said in part."""

    matched: str
    weight: float
    rank: float
    part: float = 0.55


PHRASE_KINDS = {
    "n": PhraseKind("name", 1.0, 10),
    "m": PhraseKind("meaning", 0.98, 9),
    "a": PhraseKind("alias", 0.96, 8),
    "c": PhraseKind("meaning", 0.9, 6),
    "s": PhraseKind("shape", 0.94, 5),
    "l": PhraseKind("latex", 0.95, 10),
    "u": PhraseKind("alias", 0.85, 7),
    "p": PhraseKind("meaning", 0.92, 4, 0.3),  # a paraphrase is one as a whole
    "t": PhraseKind("meaning", 0.55, 0, 1.0),
}


class Word(NamedTuple):
    """A word of the question: how much it tells, and the known words that it may stand for with how sure that is."""

    weight: float
    likely: dict[str, float]


class Place(NamedTuple):
    """A sense of an entry (its order, or -1 for the entry itself) that several phrases told together."""

    entry: int
    order: int
    share: float
    phrase: int


class Phrases:
    """The phrases of a table."""

    def __init__(self, section: Mapping[str, Any]) -> None:
        self.section = section
        self.language = section["language"]
        self._targets: Sequence[str] = section["targets"]
        self._groups: Sequence[str] = section["groups"]
        self._led: dict[str, list[tuple[int, int]]] = {}

    def kind(self, phrase: int) -> PhraseKind:
        return PHRASE_KINDS[self._kinds[phrase]]

    def text(self, phrase: int) -> str:
        """The words of a phrase, "" for the sentence of a meaning."""
        return str(self.section["texts"][phrase])

    @cached_property
    def _kinds(self) -> str:
        return str(self.section["kinds"])

    @cached_property
    def _norms(self) -> Sequence[int]:
        norms: Sequence[int] = self.section["norms"]
        return norms

    def targets(self, phrase: int) -> list[tuple[int, int]]:
        """The entries that a phrase leads to, each with the order of its sense, or -1."""
        first, *others = self._targets[phrase].split(" ")
        targets = self._members(first)
        return targets + [target for group in others for target in self._members(group)] if others else targets

    def _members(self, group: str) -> list[tuple[int, int]]:
        """The targets of a group, to which many phrases lead."""
        members = self._led.get(group)
        if members is None:
            pairs = [target.split(".") for target in self._groups[int(group)].split()]
            self._led[group] = members = [(int(entry), int(order)) for entry, order in pairs]
        return members

    # From words to known words

    def strange(self, words: Sequence[str]) -> bool:
        """Whether a word is neither in a phrase nor a synonym of one that is."""
        return any(word not in self.section["tokens"] and word not in self.language["synonyms"] for word in words)

    def expanded(self, words: Sequence[str], *, correct: bool) -> list[Word]:
        """Each word with what it may stand for; where ``correct``, also as a misspelling."""
        tokens = self.section["tokens"]
        words = [part for word in dict.fromkeys(words) for part in self._named(word)][:_WORDS]
        expanded, mended = [], 0
        for at, word in enumerate(words):
            likely = {other: _SYNONYM for other in self.language["synonyms"].get(word, ()) if other in tokens}
            for pair in ("".join(words[at : at + 2]), "".join(words[max(0, at - 1) : at + 1])):
                if pair != word and pair in tokens:
                    likely[pair] = 0.95
            if word in tokens:
                likely[word] = 1.0
            elif correct and not likely and (mended := mended + 1) <= _CORRECTED:
                likely.update(self._near_words(word, last=at == len(words) - 1))
            likely = {other: _INFLECTED for other in self._inflected(word) if other in tokens and other != word} | likely
            weight = self._weight(word, likely, _IDLE if correct else _UNKNOWN)
            # Letters that only stand by, as in "the circle between f and g", must not outweigh the words.
            expanded.append(Word(min(weight, _IDLE) if correct and len(word) == 1 and len(words) > 2 else weight, likely))
        return expanded

    def _inflected(self, word: str) -> Iterator[str]:
        """The other forms of a verb: "rounded" for "round", "maximising" for "maximise"."""
        endings = self.language["inflections"]
        for ending in endings:
            stem = word[: len(word) - len(ending)]
            if word.endswith(ending) and len(stem) >= _STEM:
                yield from (stem + other for other in endings)
                if ending:
                    return

    def opposed(self, words: Sequence[Word]) -> list[Word]:
        """The words, each that says above also as one that says below: "plus under minus" is "minus over plus"."""
        over, under = (set(self.language[side]) & self.section["tokens"].keys() for side in ("over", "under"))
        return [
            Word(word.weight, dict.fromkeys(over | under, _SYNONYM) | word.likely)
            if word.likely.keys() & (over | under)
            else word
            for word in words
        ]

    def _named(self, word: str) -> list[str]:
        """A word, or the name of the sign that it is."""
        numbers = self.section["glyphs"].get(word, "").split() if not word.isascii() else ()
        return self.section["entries"][int(numbers[0])][0].split("-") if numbers else [word]

    def _weight(self, word: str, likely: Mapping[str, float], otherwise: float) -> float:
        rows = [self.section["tokens"][w] for w in ([word] if likely.get(word) == 1.0 else likely)]
        return min((float(row.split(" ", 1)[0]) for row in rows), default=otherwise)

    def _near_words(self, word: str, last: bool) -> dict[str, float]:
        """Known words that ``word`` is a misspelling or the beginning of; the last word may be one that is being typed."""
        if len(word) < 2:
            return {}
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        known = self._correctable
        least = 0.6 if len(word) < 5 else 0.68
        found = process.extract(word, known, scorer=OSA.normalized_similarity, limit=6, score_cutoff=least)
        near = {other: sure * (1.0 if other[0] == word[0] else 0.93) for other, sure, _ in found}
        if last or len(word) > 3:
            for other in known:
                if other.startswith(word):
                    near[other] = max(near.get(other, 0.0), 0.6 + 0.38 * len(word) / len(other))
        return near

    @cached_property
    def _correctable(self) -> list[str]:
        return list(self.section["correctable"])

    # From known words to phrases and places

    def covering(self, words: Sequence[Word]) -> Iterator[tuple[int, float]]:
        """Phrases with enough of the words, and the share of the question that each covers.

        A word of a phrase answers one word of the question: "hook at the start" is not told twice by "tail".
        """
        asked = sum(word.weight for word in words) or 1.0
        covered: dict[int, float] = {}
        used: dict[int, list[str]] = {}
        for word in sorted(words, key=lambda word: -max(word.likely.values(), default=0.0)):
            for phrase, (sure, token) in self._posted(word.likely).items():
                tokens = used.get(phrase)
                if tokens is None:
                    used[phrase] = [token]
                    covered[phrase] = word.weight * sure
                elif token not in tokens:
                    tokens.append(token)
                    covered[phrase] += word.weight * sure
        for phrase, weight in covered.items():
            if weight > LEAST * asked:
                yield phrase, weight / asked

    def _posted(self, likely: Mapping[str, float]) -> dict[int, tuple[float, str]]:
        """The phrases that have one of these words, with the surest of them."""
        found: dict[int, tuple[float, str]] = {}
        for token, sure in sorted(likely.items(), key=lambda item: item[1]):
            found.update(dict.fromkeys(map(int, self.section["tokens"][token].split(" ")[1:]), (sure, token)))
        return found

    def fit(self, phrase: int, share: float, asked: float) -> float:
        """How well a phrase suits the question: what it covers, less for what else it says."""
        kind = PHRASE_KINDS[self._kinds[phrase]]
        said = min(1.0, 100 * share * asked / max(1, self._norms[phrase]))
        return kind.weight * share * (kind.part + (1 - kind.part) * said)

    def together(self, words: Sequence[Word], only: Container[int] | None = None) -> Iterator[Place]:
        """Entries whose name, looks and one meaning have enough of the words together.

        Where ``only`` names entries, none but these, and then also by the words in the sentences of their meanings.
        """
        asked = sum(word.weight for word in words) or 1.0
        telling = sorted(words, key=lambda word: -word.weight)[:_WEIGHED]
        kinds = self._kinds
        places: dict[tuple[int, int], list[float]] = {}
        best: dict[tuple[int, int], tuple[float, int]] = {}
        for at, word in enumerate(telling):
            for phrase, (sure, _) in self._posted(word.likely).items():
                told = kinds[phrase] == "t"
                if kinds[phrase] == "p" or (told and only is None):
                    continue
                value = word.weight * sure * (_IN_SENTENCE if told else 1.0)
                for place in self.targets(phrase):
                    if only is not None and place[0] not in only:
                        continue
                    row = places.setdefault(place, [0.0] * len(telling))
                    row[at] = max(row[at], value)
                    best[place] = max(best.get(place, (0.0, 0)), (value, phrase))
        for (entry, order), row in places.items():
            own = places.get((entry, -1), row)
            share = sum(map(max, row, own)) / asked
            if share > LEAST:
                yield Place(entry, order, share, best[entry, order][1])


def suggestions(section: Mapping[str, Any], query: str) -> list[str]:
    """Names that look like a question to which there is no answer."""
    from rapidfuzz import fuzz, process

    names = [name for name in section["texts"][: section["names"]] if len(name) > 3]
    found = process.extract(query, names, scorer=fuzz.WRatio, limit=9, score_cutoff=55)
    return list(dict.fromkeys(name for name, _, _ in found))[:3]


def arrangement(words: Sequence[str], language: Mapping[str, Any]) -> tuple[set[str], set[str]]:
    """What stands above and what below, as words tell it: "minus with a plus underneath", "minus over plus"."""
    for at, word in enumerate(words):
        if word not in language["over"] and word not in language["under"]:
            continue
        before, after = list(words[:at]), [w for w in words[at + 1 :] if w not in language["stop"]]
        if not after and language["beside"].keys() & before:
            cut = next(i for i in range(at - 1, -1, -1) if before[i] in language["beside"])
            before, after = before[cut + 1 :], before[:cut]
        first, second = ({w for w in side if w not in language["stop"]} for side in (before, after))
        return (first, second) if word in language["over"] else (second, first)
    return set(), set()
