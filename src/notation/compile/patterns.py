"""The tables ``patterns``, ``forms`` and ``cues``: the notations' LaTeX, read by the decoder's own front end.

Takes the loaded data and the finished lexicon; gives plain tables for :class:`notation.decoder.patterns.Patterns`. A pattern
that cannot be read, or that another entry's pattern equals without anything between them, is a problem.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import partial
from itertools import chain, islice, product
from typing import TYPE_CHECKING, Any

from notation.compile.slashes import with_slashes
from notation.decoder import front
from notation.decoder.features import needed
from notation.decoder.lexicon import Lexicon
from notation.decoder.tree import EMPTY, FLAT, TRANSPARENT, Node, accented, bottom_up
from notation.errors import NotationError

if TYPE_CHECKING:
    from notation.compile.load import Data

_HEADED_BY_CHILD = frozenset(
    {"subscript", "superscript", "prefix", "apply", "accent", "integral", "differential", "above", "below"}
)
_HEADED = frozenset({"fence", "matrix", "primed"})
MOST_TELLING = 9.0
_LITERAL_WEIGHT, _NODE_WEIGHT, _FORM_WEIGHT = 10, 3, 4


def pattern_rows(data: Data, lexicon: Lexicon, first: int = 0) -> tuple[list[Any], dict[str, list[list[int]]]]:
    """Rows ``[notation, specificity, tree]``, numbered from ``first`` on; and the index from what a pattern must find to
    numbers, each with the bits (``features``) that it needs."""
    rows: list[Any] = []
    index: dict[str, list[list[int]]] = {}
    known: set[str] = set()
    seen: dict[str, tuple[str, str]] = {}
    for kind, name, tree in _trees(data, lexicon):
        if repr((name, tree)) in known:
            continue
        known.add(repr((name, tree)))
        _report_tie(data, seen, kind, name, tree, data.kinds[kind][name])
        index.setdefault(filing_key(tree), []).append([first + len(rows), *needed(tree, _head)])
        rows.append([name, _specificity(tree), tree])
    return rows, index


def _trees(data: Data, lexicon: Lexicon) -> Iterator[tuple[str, str, list[Any]]]:
    """Every pattern as a tree, with its kind and its entry's id; those of formulas also as others write and type them."""
    for name, entry in data.kinds.get("notations", {}).items():
        for pattern in entry.get("patterns", []):
            if (tree := _compiled(data, lexicon, ("notations", name), pattern, entry)) is not None:
                yield "notations", name, tree
    others, rewritten = _others(data, lexicon), partial(_rewritten, data.kinds.get("also-written", {}))
    for name, entry in data.kinds.get("formulas", {}).items():
        patterns = entry.get("patterns", [])
        for pattern in chain(patterns, *map(rewritten, patterns)):
            whole = _compiled(data, lexicon, ("formulas", name), pattern, entry)
            for tree in () if whole is None else with_slashes(whole, lexicon):
                yield "formulas", name, _with_other_signs(tree, others)


def _with_other_signs(tree: list[Any], others: Mapping[str, list[str]]) -> list[Any]:
    """A relation with the signs that may stand for its own; another tree as it is."""
    if tree[0] != "relation":
        return tree
    return [*tree[:2], *(_sign(part, others) if at % 2 else part for at, part in enumerate(tree[2:]))]


def _rewritten(ways: Mapping[str, list[str]], pattern: str) -> Iterator[str]:
    """The pattern as others write it: with E for the blackboard letter, and the like."""
    signs = [sign for sign in ways if sign in pattern]
    for chosen in islice(product(*((sign, *ways[sign]) for sign in signs)), 1, None):
        written = pattern
        for sign, other in zip(signs, chosen, strict=True):
            written = written.replace(sign, other)
        yield written


def _compiled(data: Data, lexicon: Lexicon, path: tuple[str, str], pattern: str, entry: dict[str, Any]) -> list[Any] | None:
    try:
        parsed = front.tree(pattern, lexicon, holes=True)
    except NotationError as error:
        data.problem(path, f"the pattern {pattern!r} cannot be read: {error}")
        return None
    if parsed.warnings:
        data.problem(path, f"the pattern {pattern!r}: {parsed.warnings[0]}")
        return None
    if parsed.root.kind in ("hole", EMPTY):
        data.problem(path, f"the pattern {pattern!r} is only a hole and would match everything; give it a literal")
        return None
    if any(piece.kind == "rest" for n in bottom_up(parsed.root) for piece in n.children[:-1]):
        data.problem(path, f"the pattern {pattern!r} has a ??rest that is not the last of its list or sum, and would never match")
        return None
    if unbound := _required(entry.get("reads", "")) - {n.atom.base for n in bottom_up(parsed.root) if n.atom is not None}:
        data.problem(
            path, f"the pattern {pattern!r} has no hole {min(unbound)!r}, which `reads` needs; put it in [brackets] there"
        )
    forms = {hole: body.get("is", []) for hole, body in entry.get("holes", {}).items()}
    return spelt(parsed.root, forms)


def _others(data: Data, lexicon: Lexicon) -> dict[str, list[str]]:
    """For the head of a sign all heads that a formula may have in its place, its own first."""
    groups = data.kinds.get("stands-for", {})
    signs = {written: front.lexemes(written, lexicon) for group, others in groups.items() for written in (group, *others)}
    heads = {written: found[0].name for written, found in signs.items() if len(found) == 1}
    return {heads[g]: [heads[g], *(heads[o] for o in others if o in heads)] for g, others in groups.items() if g in heads}


def _sign(sign: list[Any], others: Mapping[str, list[str]]) -> list[Any]:
    """A relation's sign in a formula, with those that may stand for it."""
    return ["|", *others[sign[1]]] if sign[0] == "=" and sign[1] in others else sign


def _required(template: str) -> set[str]:
    """The holes that a template cannot do without: those outside its square brackets."""
    return set(re.findall(r"\{(\w+)\}", re.sub(r"\[[^\]]*\]", "", template)))


def spelt(node: Node, forms: dict[str, list[str]]) -> list[Any]:
    """A pattern's tree as a table: a kind, a head or "*", and the children; ``forms`` are those that its holes ask for."""
    if node.atom is not None:
        name = node.atom.base
        if node.kind == "hole":
            return ["?", name, forms.get(name, [])]
        return ["??", name] if node.kind == "rest" else ["=", node.head]
    head = node.head if node.kind in _HEADED else "*"
    if node.kind in ("matrix", "cases") and len(node.children) == 1 and node.children[0].children[0].kind == "rest":
        return [node.kind, head, spelt(node.children[0].children[0], forms)]
    return [node.kind, head, *(spelt(child, forms) for child in node.children)]


def _specificity(tree: list[Any]) -> int:
    if tree[0] in ("=", "|"):
        return _LITERAL_WEIGHT
    if tree[0] in ("?", "??"):
        return _FORM_WEIGHT if len(tree) > 2 and tree[2] else 0
    inner = sum(_specificity(t) for t in tree[2:])
    return _NODE_WEIGHT + (_LITERAL_WEIGHT // 2 if tree[1] != "*" else 0) + inner


def _head(tree: list[Any]) -> str:
    """The head that a node made by this pattern has, or "" where a hole decides it."""
    if tree[0] == "=":
        return str(tree[1])
    if tree[0] in ("?", "??", "|", EMPTY):
        return ""
    if tree[1] != "*":
        return str(tree[1])
    if tree[0] in _HEADED_BY_CHILD:
        return _head(tree[2])
    return ""


def filing_key(tree: list[Any]) -> str:
    """The most telling thing that a node must have for the pattern to match; :func:`keys_of` gives the same for nodes."""
    kind, head = tree[0], _head(tree)
    if kind not in FLAT and head:
        operand = _unwrapped(tree[3]) if kind == "prefix" and len(tree) > 3 else ["?"]
        return f"{kind} {head}" if operand[0] in ("?", "??", "=", EMPTY) else f"{kind} {head}>>{operand[0]}"
    signs = kind in FLAT and kind not in ("product", "row")
    children = [(_telling(child, signs and at % 2 == 1), child) for at, child in enumerate(tree[2:])]
    weight, child = max(children, key=lambda pair: pair[0], default=(0, []))
    if weight == 0:
        return str(kind)
    if child[0] == "=":
        return f"{kind}>{child[1]}"
    return f"{kind}>{child[0]} {_head(child)}" if _head(child) else f"{kind}>>{child[0]}"


def _unwrapped(tree: list[Any]) -> list[Any]:
    """What stands in brackets that only group, as :func:`notation.decoder.features.unwrapped` has it of nodes."""
    while tree[0] == "fence" and tree[1] in TRANSPARENT:
        tree = tree[2]
    return tree


def _telling(child: list[Any], sign: bool) -> int:
    """How much a child tells: a hole nothing, a sign between operands little, a kind of node more, a head most."""
    if child[0] in ("?", "??", "|", EMPTY):
        return 0
    if sign:
        return 1
    if child[0] == "=":
        return _LITERAL_WEIGHT
    return _specificity(child) + _LITERAL_WEIGHT if _head(child) and child[0] not in FLAT else _NODE_WEIGHT


def _report_tie(
    data: Data, seen: dict[str, tuple[str, str]], kind: str, name: str, tree: list[Any], entry: dict[str, Any]
) -> None:
    other = seen.setdefault(repr(shape(tree)), (kind, name))
    rival = data.kinds[other[0]][other[1]]
    if other[1] == name or other[0] != kind:
        return
    if not entry.get("cues") and not rival.get("cues") and entry.get("common", "3") == rival.get("common", "3"):
        fix = "give one of them cues or another `common`, or take the pattern away"
        data.problem((kind, name), f"has the same pattern as {other[1]} and nothing that tells them apart; {fix}")


def shape(tree: list[Any], holes: dict[str, int] | None = None) -> list[Any]:
    """A pattern without the names of its holes, so that equal ones match the same."""
    holes = {} if holes is None else holes
    if tree[0] == "?":
        return ["?", holes.setdefault(tree[1], len(holes)), sorted(tree[2])]
    if tree[0] in ("??", "=", "|"):
        return ["??", ""] if tree[0] == "??" else ["=", tree[1]]
    return [tree[0], tree[1], *(shape(t, holes) for t in tree[2:])]


def forms_section(data: Data) -> dict[str, Any]:
    """The entries that have the forms which depend on the letter, and the styles of styled letters."""
    symbols = data.kinds.get("symbols", {})
    out: dict[str, list[str]] = {}
    for form, rule in data.kinds.get("forms", {}).items():
        concepts = set(rule.get("concepts", []))
        by_sense = [i for i, e in symbols.items() if concepts & set(e.get("senses") or {})]
        out[form] = [*by_sense, *rule.get("symbols", [])]
    return {"entries": out, "styles": {name: entry["style"] for name, entry in symbols.items() if "style" in entry}}


def cue_section(data: Data, lexicon: Lexicon) -> dict[str, Any]:
    """The cues of senses and notations by id, with atoms as heads."""
    out: dict[str, Any] = {}
    for kind in ("symbols", "styles"):
        for owner, entry in data.kinds.get(kind, {}).items():
            for key, sense in (entry.get("senses") or {}).items():
                if sense and sense.get("cues"):
                    out[f"{owner}.{key}"] = _cue(data, lexicon, (kind, owner, "senses", key), sense["cues"])
    for kind in ("notations", "formulas"):
        for name, entry in data.kinds.get(kind, {}).items():
            if entry.get("cues"):
                out[name] = _cue(data, lexicon, (kind, name), entry["cues"])
    return out


def hint_section(cues: dict[str, Any]) -> dict[str, float]:
    """How much each symbol tells about its neighbours: the less, the more senses ask for it."""
    counts = Counter(head for cue in cues.values() for head in cue.get("near", ()))
    return {head: round(MOST_TELLING - 0.8 * math.log2(count), 1) for head, count in sorted(counts.items())}


def _cue(data: Data, lexicon: Lexicon, path: tuple[str, ...], cues: dict[str, Any]) -> dict[str, Any]:
    out = dict(cues)
    for key in ("near", "without"):
        if key in cues:
            out[key] = [head for latex in cues[key] for head in _heads(data, lexicon, path, latex)]
    return out


def _heads(data: Data, lexicon: Lexicon, path: tuple[str, ...], latex: str) -> list[str]:
    root = front.tree(latex, lexicon).root
    heads = [x.name for x in front.lexemes(latex, lexicon) if x.atom is not None]
    if root.kind == "accent" and root.children[1].atom is not None:
        heads = [accented(root)]
    if not heads:
        data.problem(path, f"the cue {latex!r} is no symbol; write one atom, such as '\\mu'")
    return heads[:1]


def _signs(data: Data, lexicon: Lexicon, path: tuple[str, str], latex: str, sense: str) -> list[str]:
    """The head of a notation's own sign; of one that makes a construct, such as ``\\sqrt`` or an arrow with a letter over it, the
    id of its entry."""
    owner = sense.partition(".")[0]
    found = front.lexemes(latex, lexicon)
    single = len(found) == 1 and found[0].atom is not None
    if not single and latex in data.kinds.get("symbols", {}).get(owner, {}).get("latex", ()):
        return [owner]
    return _heads(data, lexicon, path, latex)


def sense_section(data: Data, lexicon: Lexicon) -> dict[str, dict[str, str]]:
    """For notations that name the senses of their own symbols: head of the symbol to id of the sense."""
    out: dict[str, dict[str, str]] = {}
    for kind in ("notations", "formulas"):
        for name, entry in data.kinds.get(kind, {}).items():
            for latex, sense in (entry.get("senses") or {}).items():
                for head in _signs(data, lexicon, (kind, name), latex, sense):
                    out.setdefault(name, {})[head] = sense
                owner, _, key = sense.partition(".")
                if key not in (data.kinds.get("symbols", {}).get(owner, {}).get("senses") or {}):
                    data.problem((kind, name), f"names the sense {sense!r}, which no symbol has")
    return out
