"""Folding of text: one place for Unicode normal forms, styled letters and scripts.

Takes single characters or short strings and gives their plain form. Facts come from the Unicode Character
Database as Python ships it.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

PLAIN = "plain"

# A word of a character's Unicode name, and the style that it stands for; the first that occurs counts.
_STYLE_WORDS = (
    ("DOUBLE-STRUCK", "blackboard"),
    ("SCRIPT", "calligraphic"),
    ("FRAKTUR", "fraktur"),
    ("BLACK-LETTER", "fraktur"),
    ("SANS-SERIF", "sans"),
    ("MONOSPACE", "typewriter"),
    ("BOLD", "bold"),
)

# Styles and the words by which Unicode names their letters, the usual one first.
_STYLE_NAMES = {
    "blackboard": ("MATHEMATICAL DOUBLE-STRUCK", "DOUBLE-STRUCK"),
    "calligraphic": ("MATHEMATICAL SCRIPT", "SCRIPT"),
    "fraktur": ("MATHEMATICAL FRAKTUR", "BLACK-LETTER"),
    "sans": ("MATHEMATICAL SANS-SERIF",),
    "typewriter": ("MATHEMATICAL MONOSPACE",),
    "bold": ("MATHEMATICAL BOLD ITALIC", "MATHEMATICAL BOLD"),
}

# Characters that people and documents put for others, which no normal form unites.
_LOOK_ALIKES = {
    "−": "-", "‐": "-", "‑": "-", "–": "-", "﹣": "-", "－": "-",
    "∣": "|", "│": "|", "❘": "|", "∥": "‖", "║": "‖",
    "ʹ": "′", "’": "'", "‘": "'", "´": "'",
    "·": "⋅", "∙": "⋅", "•": "⋅", "・": "⋅",
    "Ω": "Ω", "∊": "∈", "∶": ":", "～": "~", "˜": "~", "〈": "⟨", "〉": "⟩", "\u2329": "⟨", "\u232a": "⟩",
    "ɛ": "ε", "Ɛ": "ε", "ɑ": "α", "ß": "β", "ɣ": "γ", "ɸ": "φ", "ʋ": "υ", "Ʃ": "Σ", "ʃ": "∫", "є": "∈", "ƛ": "λ",
    "∕": "/", "⁄": "/", "，": ",", "（": "(", "）": ")", "。": ".",
}  # fmt: skip


@lru_cache(maxsize=4096)
def fold(char: str) -> tuple[str, str]:
    """The plain character behind ``char`` and its style: ``𝝈`` gives ``("σ", "bold")``."""
    if char.isascii():
        return char, PLAIN
    if char in _LOOK_ALIKES:
        return _LOOK_ALIKES[char], PLAIN
    base = unicodedata.normalize("NFKC", char)
    if base == char or len(base) != 1:
        return char, PLAIN
    return base, style_of(char)


def style_of(char: str) -> str:
    """The style that a character's Unicode name tells: ``bold``, ``blackboard``, …, or ``plain``."""
    name = unicodedata.name(char, "")
    return next((style for word, style in _STYLE_WORDS if word in name), PLAIN)


@lru_cache(maxsize=4096)
def styled(base: str, style: str) -> str:
    """``base`` (one letter or digit) in ``style`` as a Unicode character, or ``base`` where Unicode has none."""
    name = unicodedata.name(base, "") if len(base) == 1 else ""
    letter = re.sub(r"^(LATIN|GREEK) |LETTER ", "", name).replace("SMALL FINAL", "FINAL")
    for prefix in _STYLE_NAMES.get(style, ()):
        try:
            return unicodedata.lookup(f"{prefix} {letter}")
        except KeyError:
            continue
    return base


@lru_cache(maxsize=1024)
def script_of(char: str) -> tuple[str, str] | None:
    """``("_", "i")`` for ``ᵢ``, ``("^", "2")`` for ``²``; ``None`` for what is no raised or lowered character."""
    if char.isascii():
        return None
    mapping = unicodedata.decomposition(char).split()
    if len(mapping) != 2 or mapping[0] not in ("<sub>", "<super>"):
        return None
    return ("_" if mapping[0] == "<sub>" else "^"), chr(int(mapping[1], 16))


@lru_cache(maxsize=256)
def fraction_of(char: str) -> tuple[str, str] | None:
    """``("1", "2")`` for ``½``; ``None`` for what is no fraction drawn as one character."""
    mapping = unicodedata.decomposition(char).split()
    if mapping[:1] != ["<fraction>"]:
        return None
    above, _, below = "".join(chr(int(code, 16)) for code in mapping[1:]).partition("\u2044")
    return (above, below) if below else None


def is_combining(char: str) -> bool:
    """Whether the character sits on the one before it."""
    return not char.isascii() and unicodedata.category(char) == "Mn"


def is_invisible(char: str) -> bool:
    """Whether the character shows nothing and takes no room: a control, a joiner, a direction mark, a variation selector."""
    return unicodedata.category(char) in ("Cc", "Cf") or "\ufe00" <= char <= "\ufe0f"


def unicode_name(char: str) -> str:
    """The character's Unicode name in lower case, or "" for none."""
    return unicodedata.name(char, "").lower() if len(char) == 1 else ""


def is_mathematical(char: str) -> bool:
    """Whether a character belongs to mathematics: a sign, arrow, bracket, letter or shape of its alphabets."""
    return unicodedata.category(char) in {"Sm", "So", "Sk", "Lu", "Ll", "Lo", "Lm", "Ps", "Pe", "Pd", "Po", "No"}


def faces(sign: str) -> Iterator[str]:
    """A sign, then the same letter in the style's usual character, then the plain letter."""
    yield sign
    if len(sign) == 1:
        base, style = fold(sign)
        yield styled(base, style)
        yield base
