"""Everything that can be wrong with an entry, by tables of keys and a short loop for each kind.

Takes the loaded data and adds to its problems, each with the place and what to write instead.
"""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING, Any

from notation.compile.shapes import (
    CUES,
    HOLE,
    KEYS,
    KINDS,
    PAGES,
    PART,
    REQUIRED,
    SENSE,
    SENSE_REQUIRED,
    STYLE_SENSE,
    STYLES,
    TABLES,
    fill,
    misfits,
)
from notation.decoder.forms import FORM_NAMES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from notation.compile.load import Data

MAX_MEANING = 200
MOST_PROBLEMS = 1_000

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_HOLES = re.compile(r"\?\??([A-Za-z]+)")
_CODE_POINT = re.compile(r"U\+[0-9A-F]{4,5}")
_SLOTS = re.compile(r"\{(\w+)\}")


def check(data: Data, own: Data | None = None) -> bool:
    """Checks every entry of every kind, or only those that ``own`` has too; takes away those that have no entry's shape.

    False where there are so many problems that it stops before the end.
    """
    chosen = data if own is None else own
    for kind in chosen.kinds.keys() - KINDS:
        data.problem((kind,), f"{kind!r} is no kind of entry{_nearest(kind, KINDS)}")
    entries = [(kind, name) for kind in (*KEYS, *TABLES, *PAGES) for name in chosen.kinds.get(kind, {})]
    shapeless = []
    for kind, name in entries:
        if not _Checker(data, (kind, name)).has_shape(kind, data.kinds[kind][name]):
            shapeless.append((kind, name))
        if len(data.problems) >= MOST_PROBLEMS:
            data.problems.append(f"… and perhaps more: the check stops at {MOST_PROBLEMS:,} problems; mend these first")
            return False
    for kind, name in shapeless:
        del data.kinds[kind][name]
    for kind, name in entries:
        if kind in _BY_KIND and name in data.kinds[kind]:
            _BY_KIND[kind](_Checker(data, (kind, name)), data.kinds[kind][name])
    return True


class _Checker:
    """The checks of one entry; ``path`` says which."""

    def __init__(self, data: Data, path: tuple[str, ...]) -> None:
        self.data = data
        self.path = path

    def problem(self, text: str) -> None:
        self.data.problem(self.path, text)

    def known(self, kind: str) -> dict[str, Any]:
        return self.data.kinds.get(kind, {})

    def uses(self) -> Iterable[str]:
        """The words for how a symbol is used: those for which there is a reason to give."""
        words: dict[str, str] = self.known("reading").get("uses", {})
        return words

    def concepts(self) -> set[str]:
        """What a hole may be said to hold: a concept, or the last part of the id of any symbol's sense."""
        if not self.data.sense_keys:
            symbols = self.known("symbols").values()
            self.data.sense_keys = {*self.known("concepts"), *(key for s in symbols for key in s.get("senses") or {})}
        return self.data.sense_keys

    def has_shape(self, kind: str, entry: Any) -> bool:
        """Whether an entry of this kind is made of the right pieces; unknown and missing keys are only problems."""
        if kind not in KEYS:
            if kind in PAGES and self.path[1] not in PAGES[kind]:
                self.problem(f"is no key of {kind}{_nearest(self.path[1], PAGES[kind])}")
                return False
            shape = PAGES[kind][self.path[1]] if kind in PAGES else TABLES[kind]
            well = self.formed(entry, shape)
            if well:
                fill(self.data.kinds[kind], {self.path[1]: shape})
            return well
        if not isinstance(entry, dict):
            self.problem("expected keys and values below the id")
            return False
        if kind in _IDENTIFIED and not _ID.fullmatch(self.path[1]):
            self.problem("the id is not kebab-case; write lower-case words with hyphens")
        well = self.shape(entry, KEYS[kind], REQUIRED.get(kind, ()))
        senses = entry.get("senses") if kind in ("symbols", "styles") else {}
        inner = [self.sense_has_shape(*pair) for pair in senses.items()] if isinstance(senses, dict) else []
        return well and all(inner)

    def sense_has_shape(self, key: str, sense: Any) -> bool:
        inner = _Checker(self.data, (*self.path, "senses", key))
        sense = {} if sense == "" else sense
        if not isinstance(sense, dict):
            inner.problem("expected keys and values, or nothing where a concept says it all")
            return False
        required = () if key in self.known("concepts") else SENSE_REQUIRED
        return inner.shape(sense, STYLE_SENSE if self.path[0] == "styles" else SENSE, required)

    def formed(self, value: Any, shape: Any, key: str = "it") -> bool:
        found = list(misfits(key, value, shape))
        for text in found:
            self.problem(text)
        return not found

    def shape(self, entry: dict[str, Any], keys: dict[str, Any], required: Iterable[str]) -> bool:
        """Whether all known keys hold what they should; a missing key is only a problem, and an unknown one goes, too."""
        well = True
        for key, value in list(entry.items()):
            if key not in keys:
                self.problem(f"has no key {key!r}{_nearest(key, keys)}")
                del entry[key]
            else:
                well &= self.formed(value, keys[key], key)
        for key in required:
            if not entry.get(key):
                self.problem(f"lacks {key!r}")
        if well:
            fill(entry, keys)
        return well

    def words(self, values: Iterable[str], allowed: Iterable[str], what: str) -> None:
        for value in values:
            if value not in allowed:
                self.problem(f"{what} {value!r} is not known{_nearest(value, allowed)}")

    def explained(self, entry: dict[str, Any]) -> None:
        """What has a meaning: its sentence, its field, where it is explained, its cues."""
        means, name = entry.get("means", ""), entry.get("name", "")
        if len(means) > MAX_MEANING:
            self.problem(f"means has {len(means)} characters; {MAX_MEANING} is the most")
        if means and not means.rstrip("”\"')").endswith((".", "!", "?")):
            self.problem("means is no whole sentence; end it with a full stop")
        if name and re.match(rf"(the |an? )?{re.escape(name)}\b", means, re.IGNORECASE):
            self.problem("means begins with its own name; say what it is for a reader")
        if around := entry.get("around", ""):
            self.around(around, entry)
        if "field" in entry:
            names = {row.get("name", "") for row in self.known("fields").values()}
            self.words([entry["field"]], names | set(self.known("fields")), "the field")
        parts = {p for r in self.known("resources").values() for p in r.get("parts", {})}
        self.words(entry.get("learn", []), parts, "the part of a resource")
        if not entry.get("common", "3").isdigit() or not 1 <= int(entry.get("common", "3")) <= 5:
            self.problem("common is a number from 1 (rare) to 5 (what most readers meet first)")
        cues = entry.get("cues") or {}
        self.words(cues, CUES, "the cue")
        for key in ("use", "unless"):
            self.words(cues.get(key, []), self.uses(), f"the word of {key}")
        self.words(cues.get("in", []), {*self.known("notations"), *self.known("formulas")}, "the notation")

    def around(self, around: str, entry: dict[str, Any]) -> None:
        """The prose around an example is shown after it, as the end of a sentence."""
        if not entry.get("example"):
            self.problem("has 'around' without an example that it stands around")
        if around[0].isupper() or around.endswith("."):
            self.problem("around is shown after the example; begin it in lower case and leave out the full stop")

    def symbol(self, entry: dict[str, Any]) -> None:
        self.words([entry.get("operator", "ordinary")], self.known("operators"), "the operator class")
        if "style" in entry:
            self.words([entry["style"]], STYLES, "the style")
        self.words(entry.get("confused") or {}, self.known("symbols"), "the look-alike")
        self.senses(entry)
        for key, sense in (entry.get("senses") or {}).items():
            if "example" not in (sense or {}):
                _Checker(self.data, (*self.path, "senses", key)).problem("lacks 'example'")

    def senses(self, entry: dict[str, Any]) -> None:
        for key, sense in (entry.get("senses") or {}).items():
            inner = _Checker(self.data, (*self.path, "senses", key))
            inner.words((sense or {}).get("styles", []), STYLES, "the style")
            inner.explained(sense or {})

    def notation(self, entry: dict[str, Any]) -> None:
        self.explained(entry)
        holes = set(_HOLES.findall(" ".join(entry.get("patterns", []))))
        for hole, body in (entry.get("holes") or {}).items():
            body = body or {}
            self.words([hole], holes, "the hole")
            self.words(body, HOLE, "the key of a hole")
            self.words(body.get("is", []), FORM_NAMES, "the form")
            self.words(body.get("use", []), self.uses(), "the word of use")
            if "concept" in body:
                self.words([body["concept"]], self.concepts(), "the concept")
        for text in (entry.get("reads", ""), entry.get("means", "")):
            self.words(_SLOTS.findall(text), holes, "the hole")

    def resource(self, entry: dict[str, Any]) -> None:
        for part, row in (entry.get("parts") or {}).items():
            for key in PART:
                if not (row or {}).get(key):
                    self.problem(f"its part {part!r} lacks {key!r}")

    def paraphrases(self, _: list[str]) -> None:
        symbols = self.known("symbols").items()
        full = {f"{name}.{key}" for name, entry in symbols for key in entry.get("senses") or {}}
        entries = {name for kind in ("symbols", "notations", "formulas") for name in self.known(kind)}
        self.words([self.path[1]], self.concepts() | full | entries, "the sense or entry")

    def search(self, entry: Any) -> None:
        """What ``search.yaml`` files by a code point, or by a pair of brackets."""
        if self.path[1] == "accents":
            for code in entry:
                if not _CODE_POINT.fullmatch(code):
                    self.problem(f"{code!r} is no code point; write it as U+0302")
        elif self.path[1] == "fences":
            for typed, drawn in entry.items():
                if not len(typed.split(" ")) == len(drawn.split(" ")) == 2:
                    self.problem(f"{typed!r}: write both brackets with a space between them, as in 'ceil( )': '⌈ ⌉'")

    def operator(self, entry: dict[str, Any]) -> None:
        if not entry.get("strength", "0").isdecimal():
            self.problem("strength is a number; the tighter the sign binds, the larger")

    def macros(self, entry: dict[str, Any]) -> None:
        for at, row in enumerate(entry.get("definitions") or [], start=1):
            named = row and ("name" in row or "names" in row or {"family", "letters", "body"} <= row.keys())
            told = row and ("body" in row or "definition" in row) and row.get("arguments", "0").isdecimal()
            if not (named and told):
                self.problem(f"definition {at} needs a body and a name, names, or a family with its letters")


_IDENTIFIED = ("symbols", "concepts", "notations", "formulas")
_BY_KIND: dict[str, Callable[[_Checker, Any], None]] = {
    "symbols": _Checker.symbol,
    "styles": _Checker.senses,
    "concepts": _Checker.explained,
    "resources": _Checker.resource,
    "operators": _Checker.operator,
    "macros": _Checker.macros,
    "paraphrases": _Checker.paraphrases,
    "search": _Checker.search,
    "notations": _Checker.notation,
    "formulas": _Checker.notation,
}


def _nearest(word: str, words: Iterable[str]) -> str:
    near = difflib.get_close_matches(word, list(words), 1)
    return f"; did you mean {near[0]!r}?" if near else ""
