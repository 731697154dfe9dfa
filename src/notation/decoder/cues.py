"""Weighing of cues: how much speaks for a sense or notation in a formula, and what speaks loudest.

Takes a cue, the :class:`Scene` and what surrounds the symbol; gives a :class:`Verdict`, or ``None`` where the
cue forbids the sense.
"""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from notation.model import as_use

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from notation.model import Cue

NEAR, USE, WORDS, WITHIN = 8.0, 10.0, 20.0, 30.0
_MORE = 3


@dataclass(slots=True)
class Scene:
    """What surrounds every symbol of a snippet: the heads of its atoms, how they look, the prose, the field asked for.

    ``hints`` is how much each symbol tells where it stands near: one that many senses ask for tells little.
    """

    heads: frozenset[str] = frozenset()
    glyphs: dict[str, str] = dataclasses.field(default_factory=dict)
    prose: str = ""
    field: str = ""
    hints: Mapping[str, float] = dataclasses.field(default_factory=dict)
    regions: list[tuple[str, int, int]] = dataclasses.field(default_factory=list)

    def mentions(self, words: str) -> bool:
        """Whether the prose has these words, at the beginning of a word."""
        return re.search(rf"\b{re.escape(words.lower())}", self.prose) is not None


class Verdict(NamedTuple):
    """How much speaks for it, the kind of the strongest reason, and what the reason is about."""

    score: float
    why: str = ""
    about: str = ""


NOTHING = Verdict(0)
# A sense that says when it is the right one, and of which nothing holds, stands behind one that asks for nothing.
UNMET = Verdict(-5)


def surroundings(scene: Scene, uses: Iterable[str], head: str = "") -> frozenset[str]:
    """All that cues may ask for: what stands near a symbol (``head``, which is not near itself), and how it is used."""
    return (scene.heads - {head}).union(map(as_use, uses))


def weigh(cue: Cue, scene: Scene, around: frozenset[str], span: tuple[int, int]) -> Verdict | None:
    """The verdict of a cue on a symbol with these surroundings, or ``None`` where it says that the sense is impossible."""
    if not cue.bars.isdisjoint(around):
        return None
    near = not cue.asks.isdisjoint(around)
    if not near and not cue.within and not (cue.words and scene.prose):
        return UNMET if cue.asks or cue.words else NOTHING
    reasons = [*(_met(cue, scene, around) if near else ())]
    if scene.prose and (words := [w for w in cue.words if scene.mentions(w)]):
        reasons.append((WORDS, "words", f"“{words[0]}”"))
    if cue.within and (region := _inside(cue, scene, span)):
        reasons.append((WITHIN, "within", region))
    if not reasons:
        return UNMET
    _, why, about = max(reasons, key=lambda r: r[0])
    return Verdict(sum(r[0] for r in reasons), why, about)


def _met(cue: Cue, scene: Scene, around: frozenset[str]) -> Iterator[tuple[float, str, str]]:
    if near := cue.near & around:
        ranked = sorted(near, key=lambda h: (-scene.hints.get(h, NEAR), h))[:3]
        score = sum(scene.hints.get(h, NEAR) / (1 + place) for place, h in enumerate(ranked))
        yield score, "near", ", ".join(scene.glyphs.get(h, h) for h in ranked)
    if used := [word for word in cue.use if as_use(word) in around]:
        yield USE + _MORE * (len(used) - 1), "use", min(used)


def _inside(cue: Cue, scene: Scene, span: tuple[int, int]) -> str:
    start, end = span
    return next((name for name, first, last in scene.regions if name in cue.within and first <= start and end <= last), "")
