"""Weighing of cues: how much speaks for a sense or notation in a formula, and what speaks loudest.

Takes a cue, the :class:`Scene` and what surrounds the symbol; gives a number, or ``None`` where the cue forbids the sense, and in
words the strongest reason.
"""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from notation.model import as_use

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from notation.model import Cue

NEAR, USE, WORDS, WITHIN = 8.0, 10.0, 20.0, 30.0
_MORE = 3
_MOST_WORDS = 3
# Shorter words ("of", "the") tell nothing; longer ones are the same where they begin alike ("normal", "normally").
_TELLING_LENGTH, _STEM = 4, 5


@dataclass(slots=True, eq=False)
class Scene:
    """What surrounds every symbol of a snippet: the heads of its atoms, how they look, the prose, the field asked for.

    ``hints`` is how much each symbol tells where it stands near: one that many senses ask for tells little. ``told`` holds the
    words with which the prose defines a letter; ``mentioned`` whether the prose has words that have been looked for.
    """

    heads: frozenset[str] = frozenset()
    glyphs: dict[str, str] = dataclasses.field(default_factory=dict)
    prose: str = ""
    field: str = ""
    hints: Mapping[str, float] = dataclasses.field(default_factory=dict)
    regions: list[tuple[str, int, int]] = dataclasses.field(default_factory=list)
    told: dict[str, str] = dataclasses.field(default_factory=dict)
    mentioned: dict[str, bool] = dataclasses.field(default_factory=dict)

    def mentions(self, words: str) -> bool:
        """Whether the prose has these words, at the beginning of a word; the prose is gone through once for each."""
        if not self.prose:
            return False
        found = self.mentioned.get(words)
        if found is None:
            found = self.mentioned[words] = re.search(rf"\b{re.escape(words.lower())}", self.prose) is not None
        return found

    def tells_otherwise(self, letter: str, known: str) -> bool:
        """Whether the prose defines a letter, and with no word of what is ``known`` of it: "N is the visit count" has none of
        "normal distribution"."""
        words = re.findall(rf"\w{{{_TELLING_LENGTH},}}", self.told.get(letter, ""))
        known = re.sub(r"[\s-]", "", known)
        return bool(words) and not any(word[:_STEM] in known for word in words)


# A sense that says when it is the right one, and of which nothing holds, stands behind one that asks for nothing.
NOTHING, UNMET = 0.0, -5.0


def surroundings(scene: Scene, uses: Iterable[str], head: str = "") -> frozenset[str]:
    """All that cues may ask for: what stands near a symbol (``head``, which is not near itself), and how it is used."""
    return (scene.heads - {head}).union(map(as_use, uses))


def weigh(cue: Cue, scene: Scene, around: frozenset[str], span: tuple[int, int]) -> float | None:
    """How much a cue speaks for a symbol with these surroundings (more than 0 where anything of it holds), or ``None`` where it
    says that the sense is impossible."""
    if not cue.bars.isdisjoint(around):
        return None
    met = 0.0
    if not cue.asks.isdisjoint(around):
        near = cue.near & around
        used = len(cue.asks & around) - len(near)
        met = _nearness(near, scene) + (USE + _MORE * (used - 1) if used else 0)
    if scene.prose and (said := sum(map(scene.mentions, cue.words))):
        met += WORDS + _MORE * (min(said, _MOST_WORDS) - 1)
    if cue.within and _inside(cue, scene, span):
        met += WITHIN
    return met or (UNMET if cue.asks or cue.words or cue.within else NOTHING)


def reason(cue: Cue, scene: Scene, around: frozenset[str], span: tuple[int, int]) -> tuple[str, str]:
    """The kind of the strongest thing that speaks for a cue that is met, and what that is about."""
    near, used = cue.near & around, [word for word in cue.use if as_use(word) in around]
    words = next((f"“{w}”" for w in cue.words if scene.mentions(w)), "")
    region = _inside(cue, scene, span)
    reasons = [
        (_nearness(near, scene), "near", ", ".join(scene.glyphs.get(h, h) for h in _telling(near, scene))),
        (USE + _MORE * (len(used) - 1) if used else 0, "use", min(used, default="")),
        (WORDS if words else 0, "words", words),
        (WITHIN if region else 0, "within", region),
    ]
    _, why, about = max(reasons, key=lambda r: r[0])
    return why, about


def _nearness(near: frozenset[str], scene: Scene) -> float:
    """How much the neighbours say together: the most telling in full, the next by half, the third by a third."""
    hints = [scene.hints.get(head, NEAR) for head in near]
    if len(hints) < 2:  # as nearly always
        return hints[0] if hints else 0.0
    hints.sort(reverse=True)
    return sum([hint / place for place, hint in enumerate(hints[:3], 1)])


def _telling(near: frozenset[str], scene: Scene) -> list[str]:
    return sorted(near, key=lambda head: (-scene.hints.get(head, NEAR), head))[:3]


def _inside(cue: Cue, scene: Scene, span: tuple[int, int]) -> str:
    start, end = span
    return next((name for name, first, last in scene.regions if name in cue.within and first <= start and end <= last), "")
