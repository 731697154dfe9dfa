"""Words typed where no LaTeX is: ``sum``, ``mu``, ``dtheta``, ``for all``, and what a limit typed so approaches.

Functions that read something take the atomiser, the tokens and a position, and give the position after what they have read, or 0.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from notation.decoder.lexeme import Lexeme
from notation.decoder.spelling import is_label
from notation.decoder.tree import Atom

if TYPE_CHECKING:
    from collections.abc import Sequence

    from notation.decoder.atoms import Atomiser
    from notation.decoder.latex import Token
    from notation.decoder.lexicon import Known, Lexicon

SHORTEST_WORD, _SHORTEST_LABEL = 4, 3
_LONGEST_BOUND = 16


def read(atomiser: Atomiser, tokens: Sequence[Token], at: int, end: int) -> int:
    """A name typed where no LaTeX is; ``at`` and ``end`` are where its letters stand. Words of several letters that mean nothing
    are read where spaces set them apart."""
    word, lexicon = "".join(t.text for t in tokens[at:end]), atomiser.lexicon
    if after := _phrase(atomiser, tokens, at):
        return after
    if len(word) < 2:
        return 0
    if typed := _symbol(atomiser, word, tokens, at, end):
        atomiser.emit(typed)
        return _approached(atomiser, tokens, end) if typed.operator == "optimum" else end
    if word[0] in lexicon.differentials and (variable := _symbol(atomiser, word[1:], tokens, at + 1, end)):
        atomiser.character(tokens[at])
        atomiser.emit(variable)
        return end
    if not _is_word(word, lexicon) or not _is_apart(tokens, at, end):
        return 0
    first, last, after_word = tokens[at], tokens[end - 1], tokens[end].text if end < len(tokens) else ""
    kind = "text" if after_word.isalnum() or not after_word else "word"
    place = (atomiser.latex(first), first.start, first.end, first.macro)
    atomiser.word(word, Atom("word", "", word, "plain", "ordinary", *place), last.end, kind)
    return end


def _is_word(word: str, lexicon: Lexicon) -> bool:
    """Whether letters are a word of a language, or one that the dictionary knows as a label: ``new - old``."""
    known = lexicon.find(word)
    if known is not None:
        return known.operator == "ordinary" and len(word) >= _SHORTEST_LABEL and not word.isupper()
    return len(word) >= SHORTEST_WORD and is_label(word, lexicon)


def is_product(atomiser: Atomiser, tokens: Sequence[Token], at: int) -> bool:
    """Whether the star of a text in plain ASCII multiplies, as in programs; between two functions it may be a convolution."""
    around = [*tokens[at - 1 : at], *tokens[at + 1 : at + 2]]
    if len(around) < 2 or not atomiser.typed_plainly or not atomiser.text.isascii():
        return False
    before, after = (t.text for t in around)
    functions = [known is not None and known.applied for known in map(atomiser.lexicon.find, (before, after))]
    return (before.isalnum() or before in ")]}") and (after.isalnum() or after in "([{") and not all(functions)


def _phrase(atomiser: Atomiser, tokens: Sequence[Token], at: int) -> int:
    """One or more words that stand for a sign: ``for all``, ``not in``, ``s.t.``"""
    start, text = tokens[at].start, atomiser.text
    typed = (p for p in atomiser.lexicon.typed_words if text.startswith(p, start))
    fitting = [p for p in typed if not text[start + len(p) : start + len(p) + 1].isalnum()]
    known = atomiser.lexicon.find(atomiser.lexicon.typed_words[max(fitting, key=len)]) if fitting else None
    if known is None:
        return 0
    stop = start + len(max(fitting, key=len))
    end = next((n for n in range(at, len(tokens)) if tokens[n].start >= stop), len(tokens))
    atomiser.emit(_written(atomiser, known, start, stop, tokens[at].macro))
    return end


def _written(atomiser: Atomiser, known: Known, start: int, end: int, macro: str) -> Atom:
    """The symbol of an entry, as it is typed between two places."""
    place = (atomiser.text[start:end], start, end, macro)
    return Atom("symbol", known.entry, known.glyph, "plain", known.operator, *place, known.applied)


def _symbol(atomiser: Atomiser, word: str, tokens: Sequence[Token], at: int, end: int) -> Atom | None:
    """The symbol of a name."""
    if len(word) < 2 or word.isupper():
        return None
    lexicon = atomiser.lexicon
    alone = word in lexicon.typed_alone and _is_alone(tokens, end, lexicon)
    command = lexicon.find(lexicon.typed_alone[word] if alone else f"\\{word}")
    known = command or lexicon.find(word)
    operator = lexicon.operators[known.operator] if known is not None else None
    if known is None or operator is None or operator.fixity == "accent":
        return None
    if operator.fixity == "infix" and not _is_apart(tokens, at, end):
        return None
    if operator.name == "ordinary" and not (command and len(known.glyph) == 1):
        return None
    return _written(atomiser, known, tokens[at].start, tokens[end - 1].end, tokens[at].macro)


def _is_alone(tokens: Sequence[Token], end: int, lexicon: Lexicon) -> bool:
    """Whether nothing follows that an operator could act on or be bounded by."""
    after = tokens[end].text if end < len(tokens) else ""
    return not (after.isalpha() or after[:1] in lexicon.typed_neighbours["argument"]) or not after


def _is_apart(tokens: Sequence[Token], at: int, end: int) -> bool:
    """Whether spaces, scripts or brackets part the tokens from what is around them."""
    before = at == 0 or tokens[at].spaced or tokens[at - 1].text == "("
    return before and (end == len(tokens) or tokens[end].spaced or tokens[end].text in ")_,:;")


def _approached(atomiser: Atomiser, tokens: Sequence[Token], at: int) -> int:
    """What stands behind a typed limit, ``h->0`` or ``n -> inf``, put below it; else nothing is read."""
    end = _end_of_bound(tokens, at, atomiser.lexicon)
    if end == at:
        return at
    first, last = tokens[at], tokens[end - 1]
    atomiser.out.append(Lexeme("_", "_", first.start, first.start))
    atomiser.out.append(Lexeme("{", "{", first.start, first.start))
    bound, position = tokens[at:end], 0  # what is read in it sees no further limit behind it
    while position < len(bound):
        position = atomiser.step(bound, position)
    atomiser.out.append(Lexeme("}", "}", last.end, last.end))
    return end


def _end_of_bound(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> int:
    """The position after ``h->0``, a name, an arrow and what stands behind it up to the next space; ``at`` where none stands."""
    ahead, beside = tokens[at : at + _LONGEST_BOUND], lexicon.typed_neighbours
    named = next((n for n, t in enumerate(ahead) if not t.text.isalpha() or (n and t.spaced)), len(ahead))
    for arrow in sorted(beside["approaching"], key=len, reverse=True) if named else ():
        behind = named + len(arrow)
        if "".join(t.text for t in ahead[named:behind]) != arrow or behind >= len(ahead):
            continue
        start = behind + (ahead[behind].text in beside["signed"] and behind + 1 < len(ahead))
        stop = next((n for n in range(start + 1, len(ahead)) if ahead[n].spaced or not ahead[n].text.isalnum()), len(ahead))
        return at + stop
    return at
