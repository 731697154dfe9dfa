"""What the dictionary holds, as frozen values: symbols and their senses, notations, cues.

Each has ``of``, which makes it from a record of the compiled dictionary; texts are as the author wrote them. They are named
tuples rather than data classes, whose making costs a start of the program eight times as much; for the same reason their
annotations are not put off.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple


class Cue(NamedTuple):
    """When a sense is the right one. ``near`` and ``without`` hold heads of atoms, the rest words of the vocabulary.

    ``asks`` is what would speak for the sense and ``bars`` what rules it out, of all that is near (heads) and of the uses
    (:func:`as_use`), so that most senses are weighed by asking whether two sets meet.
    """

    near: frozenset[str] = frozenset()
    within: frozenset[str] = frozenset()
    use: frozenset[str] = frozenset()
    unless: frozenset[str] = frozenset()
    words: tuple[str, ...] = ()
    asks: frozenset[str] = frozenset()
    bars: frozenset[str] = frozenset()

    @classmethod
    def of(cls, record: Mapping[str, list[str]]) -> "Cue":
        near, within, use, unless, without = (frozenset(record.get(kind, ())) for kind in _CUE_SETS)
        asks, bars = near.union(map(as_use, use)), without.union(map(as_use, unless))
        return cls(near, within, use, unless, tuple(record.get("words", ())), asks, bars)


_CUE_SETS = ("near", "in", "use", "unless", "without")


def as_use(word: str) -> str:
    """A word for a use, told from the head of an atom."""
    return f"@{word}"


NO_CUE = Cue()


class Sense(NamedTuple):
    """One meaning of a symbol. ``key`` is the last part of its id, and a concept's id where the meaning is shared;
    ``heard`` is its example read aloud, ``around`` the prose around that; ``below`` is how it is said below a sum or behind a
    quantifier ("in" for ∈); a ``silent`` sense only arranges what stands around it and has no row in a formula."""

    id: str
    key: str
    name: str
    field: str
    means: str
    say: str
    below: str
    example: str
    learn: tuple[str, ...]
    common: int
    styles: tuple[str, ...]
    elementary: bool
    aliases: tuple[str, ...]
    cue: Cue
    heard: str = ""
    generic: bool = False
    around: str = ""
    silent: bool = False

    @classmethod
    def of(cls, owner: str, key: str, record: Mapping[str, Any], concept: Mapping[str, Any] | None) -> "Sense":
        """The sense ``key`` of ``owner``; what it leaves out comes from the concept of that name."""
        full = {**(concept or {}), **record}
        return cls(
            id=f"{owner}.{key}" if owner else key,
            key=key,
            name=full["name"],
            field=full["field"],
            means=full["means"],
            say=record.get("say", ""),
            below=record.get("below", ""),
            example=full.get("example", ""),
            learn=tuple(full.get("learn", ())),
            common=int(full.get("common", 3)),
            styles=tuple(full.get("styles", ("plain",))),
            elementary=full.get("elementary") == "true",
            aliases=tuple(full.get("aliases", ())),
            cue=Cue.of(record["cue"]) if "cue" in record else NO_CUE,
            heard=record.get("heard", ""),
            generic=full.get("generic") == "true",
            around=record.get("around", ""),
            silent=record.get("silent") == "true",
        )


class Possible(NamedTuple):
    """A sense that a symbol in some style may have. It is at ``home`` in this very style (1), in plain letters like this one (0)
    or only in other styles (-1); ``by_style`` says that the style by itself suggests it, whatever the letter."""

    sense: Sense
    home: int
    by_style: bool


class Symbol(NamedTuple):
    """A symbol and all that is known of it."""

    id: str
    glyph: str
    latex: tuple[str, ...]
    name: str
    say: str
    aliases: tuple[str, ...]
    shapes: tuple[str, ...]
    confused: Mapping[str, str]
    typst: str
    html: str
    senses: tuple[Sense, ...]


class Hole(NamedTuple):
    """What a notation says of one of its holes: the concept that stands in it, how it is read, how it is used."""

    concept: str = ""
    say: str = ""
    use: tuple[str, ...] = ()


class Notation(NamedTuple):
    """A notation or (``formula``) a well-known formula: what it means, how it is read, what its parts are."""

    id: str
    formula: bool
    name: str
    field: str
    means: str
    reads: str
    written: str
    example: str
    patterns: tuple[str, ...]
    learn: tuple[str, ...]
    common: int
    elementary: bool
    aliases: tuple[str, ...]
    shapes: tuple[str, ...]
    holes: Mapping[str, Hole] = MappingProxyType({})
    cue: Cue = NO_CUE
    heard: str = ""
    around: str = ""

    @classmethod
    def of(cls, name: str, record: Mapping[str, Any], *, formula: bool) -> "Notation":
        holes = {
            hole: Hole(body.get("concept", ""), body.get("say", ""), tuple(body.get("use", ())))
            for hole, body in record.get("holes", {}).items()
        }
        return cls(
            id=name,
            formula=formula,
            name=record["name"],
            field=record["field"],
            means=record["means"],
            reads=record.get("reads", ""),
            written=record.get("written", ""),
            example=record.get("example", ""),
            patterns=tuple(record.get("patterns", ())),
            learn=tuple(record.get("learn", ())),
            common=int(record.get("common", 3)),
            elementary=record.get("elementary") == "true",
            aliases=tuple(record.get("aliases", ())),
            shapes=tuple(record.get("shapes", ())),
            holes=holes,
            cue=Cue.of(record["cue"]) if "cue" in record else NO_CUE,
            heard=record.get("heard", ""),
            around=record.get("around", ""),
        )
