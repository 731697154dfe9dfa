"""Everything that can be wrong with an entry, by tables of keys and a short loop for each kind.

Takes the loaded data and adds to its problems, each with the place and what to write instead.
"""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING, Any

from notation.decoder.forms import FORM_NAMES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from notation.compile.load import Data

MAX_MEANING = 200

_SENSE = {
    "name", "field", "means", "say", "below", "example", "around", "silent", "learn", "cues", "common", "styles", "elementary",
    "aliases",
}  # fmt: skip
_NOTATION = {
    "name", "field", "patterns", "holes", "senses", "written", "reads", "means", "example", "around", "aliases", "shapes",
    "common", "learn", "cues", "elementary",
}  # fmt: skip
KEYS = {
    "symbols": {
        "glyph", "latex", "name", "say", "aliases", "shapes", "confused", "operator", "applied", "typst", "html", "senses",
        "base", "style",
    },
    "concepts": {"name", "aliases", "field", "means", "learn", "say", "generic"},
    "notations": _NOTATION,
    "formulas": _NOTATION,
    "fields": {"name", "aliases", "under"},
    "resources": {"title", "author", "kind", "url", "about", "parts"},
    "styles": {"like", "senses"},
    "operators": {"fixity", "strength", "prefix"},
    "forms": {"concepts", "symbols"},
}  # fmt: skip
REQUIRED = {
    "symbols": ("glyph", "latex", "name"),
    "concepts": ("name", "field", "means", "learn"),
    "notations": ("name", "field", "means", "patterns", "example", "learn", "written"),
    "formulas": ("name", "field", "means", "patterns", "example", "learn"),
    "fields": ("name",),
    "resources": ("title", "author", "kind", "url", "about", "parts"),
    "operators": ("fixity",),
}
KINDS = KEYS.keys() | {
    "commands", "letter-styles", "style-switches", "sided", "environments", "environments-with-argument", "environment-fences",
    "labelled-arrows", "differentials", "raised-marks", "index-letters", "noted-accents", "macros", "prose", "search", "reading",
}  # fmt: skip
LISTS = {"latex", "aliases", "shapes", "learn", "patterns", "styles", "near", "in", "use", "unless", "without", "words", "is"}
CUES = {"near", "in", "use", "unless", "without", "words"}
STYLES = frozenset(["plain", "bold", "calligraphic", "blackboard", "fraktur", "sans", "typewriter", "upright"])
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_HOLES = re.compile(r"\?\??([A-Za-z]+)")
_SLOTS = re.compile(r"\{(\w+)\}")


def check(data: Data, own: Data | None = None) -> None:
    """Checks every entry of every kind, or only those that ``own`` has too."""
    chosen = data if own is None else own
    for kind in chosen.kinds.keys() - KINDS:
        data.problem((kind,), f"{kind!r} is no kind of entry{_nearest(kind, KINDS)}")
    for kind in KEYS:
        for name in chosen.kinds.get(kind, {}):
            entry = data.kinds[kind][name]
            checker = _Checker(data, (kind, name))
            if not isinstance(entry, dict):
                checker.problem("expected keys and values below the id")
                continue
            checker.shape(entry, KEYS[kind], REQUIRED.get(kind, ()))
            if kind in _BY_KIND:
                _BY_KIND[kind](checker, entry)
            if kind in ("symbols", "concepts", "notations", "formulas") and not _ID.fullmatch(name):
                checker.problem("the id is not kebab-case; write lower-case words with hyphens")


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

    def shape(self, entry: dict[str, Any], keys: set[str], required: Iterable[str]) -> None:
        for key in entry:
            if key not in keys:
                self.problem(f"has no key {key!r}{_nearest(key, keys)}")
            elif key in LISTS and not isinstance(entry[key], list):
                self.problem(f"{key} must be a list: [{entry[key]}]")
        for key in required:
            if not entry.get(key):
                self.problem(f"lacks {key!r}")

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
        cues = entry.get("cues", {})
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
        self.words(entry.get("confused", {}), self.known("symbols"), "the look-alike")
        self.senses(entry)
        for key, sense in (entry.get("senses") or {}).items():
            if "example" not in (sense or {}):
                _Checker(self.data, (*self.path, "senses", key)).problem("lacks 'example'")

    def senses(self, entry: dict[str, Any]) -> None:
        for key, sense in (entry.get("senses") or {}).items():
            inner = _Checker(self.data, (*self.path, "senses", key))
            sense = sense or {}
            if not isinstance(sense, dict):
                inner.problem("expected keys and values, or nothing where a concept says it all")
                continue
            allowed = _SENSE | {"letters"} if self.path[0] == "styles" else _SENSE
            required = () if key in self.known("concepts") else ("name", "field", "means", "learn")
            inner.shape(sense, allowed, required)
            inner.words(sense.get("styles", []), STYLES, "the style")
            inner.explained(sense)

    def notation(self, entry: dict[str, Any]) -> None:
        self.explained(entry)
        holes = set(_HOLES.findall(" ".join(entry.get("patterns", []))))
        for hole, body in entry.get("holes", {}).items():
            self.words([hole], holes, "the hole")
            self.words(body, {"is", "concept", "say", "use"}, "the key of a hole")
            self.words(body.get("is", []), FORM_NAMES, "the form")
            self.words(body.get("use", []), self.uses(), "the word of use")
            if "concept" in body:
                self.words([body["concept"]], self.concepts(), "the concept")
        for text in (entry.get("reads", ""), entry.get("means", "")):
            self.words(_SLOTS.findall(text), holes, "the hole")


_BY_KIND: dict[str, Callable[[_Checker, dict[str, Any]], None]] = {
    "symbols": _Checker.symbol,
    "styles": _Checker.senses,
    "concepts": _Checker.explained,
    "notations": _Checker.notation,
    "formulas": _Checker.notation,
}


def _nearest(word: str, words: Iterable[str]) -> str:
    near = difflib.get_close_matches(word, list(words), 1)
    return f"; did you mean {near[0]!r}?" if near else ""
