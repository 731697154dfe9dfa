"""Which sense each symbol has: every candidate weighed, the strongest reason kept.

Takes a :class:`~notation.decoder.meaning.Meaning`, the scene and the definitions found in prose; gives a :class:`Role` for each
symbol in each way that it is used. One symbol in one role has one sense throughout the snippet.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from notation.decoder.cues import Scene, reason, surroundings, weigh
from notation.decoder.meaning import Fact, Meaning
from notation.decoder.tree import Atom, Node, accented
from notation.decoder.usage import is_power

if TYPE_CHECKING:
    from notation.decoder.prose import Definition
    from notation.dictionary import Dictionary
    from notation.model import Sense

COMMON = 2
FACT, FACT_STEP, GENERIC = 50, 0.5, 12
SAME, SHARED, SHARED_INSIDE, FIELD = 12, 30, 45, 15
_HOME = {1: 3, 0: 0, -1: -20}
MARGIN = 4
_ROLE_USES = ("applied", "bound", "subscript", "superscript")
CERTAIN, LIKELY, GUESS = "certain", "likely", "guess"


@dataclass(slots=True, eq=False)
class Candidate:
    """A sense with what speaks for it: a score, the kind of the strongest reason, and what that is about ("cue" stands for the
    reason that the sense's cue has, worked out for the best alone)."""

    sense: Sense
    score: float
    why: str = ""
    about: str = ""
    forced: bool = False


@dataclass(slots=True, eq=False)
class Role:
    """One symbol as it is used: where it stands, its sense, why, how sure, and what else it could be."""

    atoms: list[Node]
    uses: set[str]
    key: str = ""
    facts: list[Fact] = field(default_factory=list)
    candidates: list[Candidate] = field(default_factory=list)
    definition: Definition | None = None
    confidence: str = LIKELY

    @property
    def atom(self) -> Atom:
        found = self.atoms[0].atom
        assert found is not None
        return found

    @property
    def best(self) -> Candidate | None:
        return self.candidates[0] if self.candidates else None


Roles = dict[int, Role]


def defined_key(node: Node) -> str:
    """The key under which prose defines what a formula shows: a letter, a letter with its index, or a letter with its accent;
    "" for what is no name."""
    index = ""
    while node.kind in ("subscript", "superscript"):
        if node.kind == "superscript" and is_power(node.children[1]):
            return ""
        if node.kind == "subscript":
            index = f" _ {node.children[1].signature}"
        node = node.children[0]
    if node.kind == "apply":
        return defined_key(node.children[0])
    if node.kind == "accent" and (node.children[1].atom is not None or node.children[1].kind == "accent"):
        return accented(node)
    letter = node.atom is not None and node.kind in ("symbol", "unknown") and node.atom.operator in ("ordinary", "function")
    return node.head + index if letter else ""


def senses_of(meanings: Iterable[Meaning], dictionary: Dictionary, scene: Scene, definitions: Mapping[str, Definition]) -> Roles:
    """The role of every symbol's node (by identity), over all formulas of a snippet."""
    definitions = _with_letters(definitions)
    roles = _grouped(meanings, definitions)
    for role in roles:
        role.candidates = _ranked(_weighed(role, dictionary, scene))
        role.definition = definitions.get(role.key) or definitions.get(role.atom.head)
    _agree(roles, scene)
    for role in roles:
        _settle(role, scene)
    return {id(node): role for role in roles for node in role.atoms}


def _with_letters(definitions: Mapping[str, Definition]) -> dict[str, Definition]:
    """A definition of ``x_i`` holds for every x, unless another index or the bare letter is defined otherwise."""
    out = dict(definitions)
    by_letter: dict[str, set[str]] = {}
    for key in definitions:
        by_letter.setdefault(key.split(" _ ", 1)[0], set()).add(key)
    for letter, keys in by_letter.items():
        if letter not in definitions and len({definitions[key] for key in keys}) == 1:
            out[letter] = definitions[min(keys)]
    return out


def _grouped(meanings: Iterable[Meaning], definitions: Mapping[str, Definition]) -> list[Role]:
    groups: dict[tuple[str, ...], Role] = {}
    for meaning in meanings:
        indexed = {id(n.children[0]): defined_key(n) for n in meaning.order if n.kind == "subscript"}
        for node in meaning.order:
            if node.atom is None or node.kind not in ("symbol", "unknown"):
                continue
            uses = meaning.uses.get(id(node), set())
            key = (node.head, node.atom.style, *(u for u in _ROLE_USES if u in uses))
            facts, name = meaning.facts.get(id(node), []), indexed.get(id(node), "")
            literal = max((f for f in facts if f.literal), key=lambda f: f.weight, default=None) if facts else None
            key = (*key, literal.concept if literal else "", name if name in definitions else "")
            role = groups.get(key)
            if role is None:
                role = groups[key] = Role([], set(), name)
            role.atoms.append(node)
            role.uses |= uses
            # Of the notations that spell the symbol out, the most specific one speaks.
            role.facts += [f for f in facts if not f.literal or f is literal]
    for role in groups.values():
        if len(role.atoms) > 1:
            role.uses.discard("alone")
        role.atoms.sort(key=lambda n: n.start)
    return list(groups.values())


def _weighed(role: Role, dictionary: Dictionary, scene: Scene) -> list[Candidate]:
    atom, out, barred = role.atom, list[Candidate](), list[Candidate]()
    possible, span = dictionary.candidates(atom.entry, atom.style, atom.base), (atom.start, atom.end)
    around = surroundings(scene, role.uses, atom.head) if possible else frozenset()
    told = _told(role.facts)
    for sense, home, by_style in possible:
        fact = _taken(told, sense) if told else None
        met = weigh(sense.cue, scene, around, span)
        score = sense.common * COMMON + _HOME[home]
        if met is None and fact is None:
            barred.append(Candidate(sense, score))
            continue
        candidate = Candidate(sense, score + (met or 0), "cue" if met and met > 0 else "style" if by_style else "")
        if scene.field and scene.field == dictionary.field(sense.field):
            candidate.score += FIELD
            if not candidate.why:
                candidate.why, candidate.about = "field", scene.field
        out.append(_with_fact(candidate, fact) if fact else candidate)
    for concept, fact in told.items():
        shared = None if fact.literal else dictionary.concept(concept)
        if shared is not None and atom.operator == "ordinary" and len(atom.base) == 1:
            out.append(_with_fact(Candidate(shared, 0), fact))
    # Where no sense fits the way that the symbol is used, a guess among all of them beats silence.
    return out or barred


def _taken(told: dict[str, Fact], sense: Sense) -> Fact | None:
    """The weightiest fact that names a sense, by its id or by its concept; both are taken out, lest the concept be a rival of its
    own sense."""
    by_id, by_concept = told.pop(sense.id, None), told.pop(sense.key, None)
    if by_id is None or by_concept is None:
        return by_id or by_concept
    return max(by_id, by_concept, key=lambda fact: fact.weight)


def _told(facts: list[Fact]) -> dict[str, Fact]:
    """The weightiest fact for each concept or sense that facts name."""
    out: dict[str, Fact] = {}
    for fact in facts:
        if fact.concept not in out or out[fact.concept].weight < fact.weight:
            out[fact.concept] = fact
    return out


def _with_fact(candidate: Candidate, fact: Fact) -> Candidate:
    if candidate.sense.generic and not fact.literal:
        candidate.score += GENERIC
        candidate.why, candidate.about = candidate.why or "hole", candidate.about or fact.notation
    else:
        candidate.score += FACT + fact.weight * FACT_STEP
        candidate.why, candidate.about = ("literal" if fact.literal else "hole"), fact.notation
        candidate.forced = True
    return candidate


def _ranked(candidates: list[Candidate]) -> list[Candidate]:
    return sorted(candidates, key=lambda c: (-c.score, -c.sense.common, c.sense.id))


def _agree(roles: list[Role], scene: Scene) -> None:
    """What a formula says of a symbol in one place counts where the same symbol stands elsewhere, and most in that formula."""
    forced: dict[str, dict[str, Sense]] = {}
    formulas = {(role.atom.head, fact.concept): fact.notation for role in roles for fact in role.facts if fact.formula}
    for role in roles:
        if role.best and role.best.forced:
            forced.setdefault(role.atom.head, {})[role.best.sense.key] = role.best.sense
    for role in roles:
        told = forced.get(role.atom.head)
        if not told or (role.best and role.best.forced):
            continue
        weights = {key: _shared(role, formulas[role.atom.head, key], scene) for key in told if (role.atom.head, key) in formulas}
        for candidate in role.candidates:
            if candidate.sense.key in told:
                candidate.score = max(candidate.score + SAME, weights.get(candidate.sense.key, 0))
                candidate.why = candidate.why or "same"
        if not role.uses & {"subscript", "superscript"} or role.uses & {"bound", "upper-limit"}:
            known = {c.sense.key for c in role.candidates}
            role.candidates += [Candidate(told[key], weight, "same") for key, weight in weights.items() if key not in known]
        role.candidates = _ranked(role.candidates)


def _shared(role: Role, formula: str, scene: Scene) -> int:
    """What it weighs that a formula says something of the same symbol: more where the symbol stands nowhere else."""
    spans = [(start, end) for name, start, end in scene.regions if name == formula]
    atoms = [node.atom for node in role.atoms if node.atom is not None]
    inside = all(any(start <= atom.start and atom.end <= end for start, end in spans) for atom in atoms)
    return SHARED_INSIDE if inside else SHARED


def _settle(role: Role, scene: Scene) -> None:
    best = role.best
    if best is None:
        return
    rival = role.candidates[1].score if len(role.candidates) > 1 else None
    clear = rival is None or best.score - rival >= MARGIN
    barred = bool(best.sense.cue.unless & role.uses) and not best.forced
    if role.definition or (best.forced and clear) or (rival is None and not barred):
        role.confidence = CERTAIN
    elif rival is None or (clear and not barred and (best.why or best.sense.common >= 4)):
        role.confidence = LIKELY
    else:
        role.confidence = GUESS
    if best.why == "cue":
        around = surroundings(scene, role.uses, role.atom.head)
        best.why, best.about = reason(best.sense.cue, scene, around, (role.atom.start, role.atom.end))
    elif not best.why:
        best.why = "common" if rival is not None else "only"
