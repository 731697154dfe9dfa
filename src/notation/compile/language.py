"""What ``search.yaml`` says about words, as look-ups use it: takes the file's data, gives tables with canonical words as keys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from notation import keys


def language_of(said: Mapping[str, Any]) -> dict[str, Any]:
    """What ``search.yaml`` says about words, in the form that folding and search use."""
    language: dict[str, Any] = {
        "spellings": dict(said.get("spellings", {})),
        "endings": sorted((list(pair) for pair in said.get("endings", {}).items()), key=lambda pair: -len(pair[0])),
        "plurals": dict(said.get("plurals", {})),
        "joined": {},
        "stop": {},
    }
    groups = [[keys.phrase_words(member, language) for member in group] for group in said.get("synonyms", ())]
    language["joined"] = {" ".join(words): "".join(words) for group in groups for words in group if len(words) > 1}
    language["stop"] = {word: 1 for stop in said.get("stop", ()) for word in keys.phrase_words(stop, language)}
    language["synonyms"] = _synonyms([["".join(words) for words in group] for group in groups])
    language["inflections"] = [*said.get("inflections", ()), ""]
    language["typed"] = sorted((list(pair) for pair in said.get("typed", {}).items()), key=lambda pair: -len(pair[0]))
    language["fences"] = [[*typed.split(" "), *drawn.split(" ")] for typed, drawn in said.get("fences", {}).items()]
    language["accents"] = {chr(int(code[2:], 16)): name for code, name in said.get("accents", {}).items()}
    for name in ("before", "after", "field-words", "over", "under", "upon", "beside", "alphabets"):
        language[name] = {str(phrase): 1 for phrase in said.get(name, ())}
    return language


def _synonyms(groups: list[list[str]]) -> dict[str, list[str]]:
    found: dict[str, dict[str, int]] = {}
    for group in groups:
        for word in group:
            found.setdefault(word, {}).update({other: 1 for other in group if other != word})
    return {word: list(others) for word, others in found.items()}
