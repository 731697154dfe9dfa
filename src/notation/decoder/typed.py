"""Formulas typed without LaTeX, as in a chat, a mail or a program: ``sum_i x_i^2 <= 10^-3``, ``{x ∈ A : x > 0}``.

Takes the tokens of a text in which no command stands, and the lexicon, which knows what is typed for which sign; gives tokens
with what a reader takes for granted: braces are those of a set, a script reaches over the number, name or bracket behind it, and
signs set apart by spaces are what they imitate.
"""

from __future__ import annotations

from itertools import accumulate, takewhile
from typing import TYPE_CHECKING

from notation.decoder.angles import BRACKETS
from notation.decoder.spelling import is_label

if TYPE_CHECKING:
    from collections.abc import Mapping

    from notation.decoder.latex import Token
    from notation.decoder.lexicon import Lexicon

    Neighbours = Mapping[str, frozenset[str]]

_LONGEST_WORD = 12
_LONGEST_BRACKET = 40  # tokens of a bracket behind a star that are looked at


def as_typed(found: list[Token], lexicon: Lexicon) -> list[Token]:
    """The tokens of a text without commands, as they are meant."""
    signs, beside = lexicon.typed_signs, lexicon.typed_neighbours
    meant = signs["keyboards"]
    found = [t._replace(text=meant[t.text]) if t.text in meant else t for t in found]
    if any(t.text in beside["stars"] for t in found):
        found = _with_powers(found, signs["raised"])
    if any(t.text in ("{", "}") for t in found):
        found = _with_set_braces(found)
    if any(t.text.isdigit() for t in found):
        found = _with_bases(found, beside["based"])
    if any(t.text in ("^", "_") for t in found):
        found = _with_whole_scripts(found, lexicon)
    if any(t.text in signs["sizes"] for t in found):
        found = _with_sizes(found, signs["sizes"])
    if any(t.text in beside["stars"] for t in found):
        found = _with_raised_stars(found, beside)
    if any(t.text == "<" for t in found):
        found = _with_angles(found, beside)
    if any(t.text in beside["parameters"] or t.text in beside["policies"] for t in found):
        found = _with_lowered_parameters(found, beside)
    if any(t.text in signs["adding"] for t in found):
        from notation.decoder import sums

        found = sums.marked(found, lexicon)
    return _with_signs(found, signs["imitated"])


def _with_powers(found: list[Token], raising: Mapping[str, str]) -> list[Token]:
    """``x**2``, as in programs, is ``x^2``: two characters close together, behind an operand, that raise what follows."""
    out: list[Token] = []
    for token in found:
        before = out[-1] if len(out) > 1 else None
        sign = raising.get(before.text + token.text) if before is not None and adjacent(before, token) else None
        if before is not None and sign is not None:
            out[-1] = before._replace(text=sign, end=token.end)
        else:
            out.append(token)
    return out


def _with_bases(found: list[Token], based: frozenset[str]) -> list[Token]:
    """``log2(8)`` and ``log10 x`` as ``log_2(8)`` and ``log_10 x``: a number close behind a word, with an argument behind it."""
    out: list[Token] = []
    for at, token in enumerate(found):
        if token.text.isdigit() and at and adjacent(found[at - 1], token) and _word_before(found, at) in based:
            end = at + 1
            while end < len(found) and found[end].text.isdigit() and adjacent(found[end - 1], found[end]):
                end += 1
            if end < len(found) and (found[end].spaced or found[end].text == "("):
                out.append(token._replace(text="_", end=token.start))
        out.append(token)
    return out


def _word_before(found: list[Token], at: int) -> str:
    """The letters that stand close together right before a position."""
    start = at
    while start > max(0, at - _LONGEST_WORD) and found[start - 1].text.isalpha():
        start -= 1
        if start and not adjacent(found[start - 1], found[start]):
            break
    return "".join(token.text for token in found[start:at])


def _with_sizes(found: list[Token], sizes: Mapping[str, str]) -> list[Token]:
    """``R^{m x n}`` and ``R^{3x4}`` as ``R^{m × n}``: one letter between two letters or numbers that are all of what
    is raised over a capital letter, not ``e^{ixt}``."""
    out, opened = list(found), -1
    for at, token in enumerate(found):
        if token.kind == "{":
            opened = at
        elif token.kind == "}" and opened > 1 and found[opened - 1].text == "^" and found[opened - 2].text.isupper():
            script = [t.text for t in found[opened + 1 : at]]
            middle = next((n for n, text in enumerate(script) if text in sizes), 0)
            sides = "".join(script[:middle]), "".join(script[middle + 1 :])
            if all(side.isdigit() or (len(side) == 1 and side.isalpha()) for side in sides):
                out[opened + 1 + middle] = found[opened + 1 + middle]._replace(text=sizes[script[middle]])
            opened = -1
    return out


def _with_lowered_parameters(found: list[Token], beside: Neighbours) -> list[Token]:
    """``pθ(x)``, as a page is copied, is ``p_θ(x)``: the parameters of what is applied. ``Vπ(s)`` is ``V^π(s)``."""
    out: list[Token] = []
    for at, token in enumerate(found):
        close = 0 < at < len(found) - 1 and adjacent(found[at - 1], token) and adjacent(token, found[at + 1])
        called = close and found[at + 1].text in "(["
        if called and token.text in beside["parameters"] and _names_function(found[at - 1].text, beside):
            out.append(token._replace(text="_", end=token.start))
        elif called and token.text in beside["policies"] and found[at - 1].text in beside["values"]:
            out.append(token._replace(text="^", end=token.start))
        out.append(token)
    return out


def _names_function(char: str, beside: Neighbours) -> bool:
    return (char.isascii() and char.isalpha()) or char in beside["policies"]


def _with_raised_stars(found: list[Token], beside: Neighbours) -> list[Token]:
    """A star close behind a letter or its scripts, no operand close behind, is a mark: ``f(x*) = 0``, ``z* s``, ``f*(x)``."""
    out: list[Token] = []
    for at, token in enumerate(found):
        before = found[at - 1] if at else None
        close = before is not None and before.end == token.start and (before.kind == "}" or before.text.isalpha())
        if token.text in beside["stars"] and close and _is_marked(found, at + 1, beside):
            out.append(token._replace(text="^", end=token.start))
        out.append(token)
    return out


def _is_marked(found: list[Token], at: int, beside: Neighbours) -> bool:
    """Whether a star before a position multiplies nothing there: no operand follows, it is set apart, or arguments follow."""
    if at == len(found):
        return True
    after = found[at]
    if after.text == "(" and not after.spaced:
        return all(t.text.isalpha() or t.text in beside["in-arguments"] for t in bracket(found[at : at + _LONGEST_BRACKET]))
    return after.spaced or after.text in beside["behind-operand"]


def bracket(found: list[Token]) -> list[Token]:
    """The bracket that these tokens begin with, as far as it goes."""
    depths = accumulate((t.text in ("(", "[")) - (t.text in (")", "]")) for t in found)
    return [t for t, _ in takewhile(lambda pair: pair[1] > 0, zip(found, depths, strict=True))]


def with_powers_of_ten(found: list[Token], places: frozenset[int], lexicon: Lexicon) -> list[Token]:
    """``1e-3`` as 1 × 10⁻³, for each e that stands at one of ``places``."""
    times, signed = lexicon.typed_signs["powers-of-ten"], lexicon.typed_neighbours["signed"]
    out: list[Token] = []
    raised = False
    for at, token in enumerate(found):
        if raised and not (token.text.isdigit() or (out[-1].kind == "{" and token.text in signed)):
            out.append(out[-1]._replace(kind="}", text="}", start=out[-1].end))
            raised = False
        multiplied = token.kind == "char" and token.start in places and at and found[at - 1].text.isdigit()
        if multiplied and token.text in times:
            out += [token._replace(text=text) for text in (times[token.text], "1", "0")]
            out += [token._replace(kind=mark, text=mark, start=token.end) for mark in "^{"]
            out[-2], raised = out[-2]._replace(kind="char"), True
        elif not (raised and token.text == "+"):
            out.append(token)
    return [*out, out[-1]._replace(kind="}", text="}", start=out[-1].end)] if raised else out


def _with_angles(found: list[Token], beside: Neighbours) -> list[Token]:
    """``<u, v>`` where an operand is expected is a bracket, up to the next ``>``, with a comma or bar and no relation between."""
    out = list(found)
    opened, parted = -1, False
    for at, token in enumerate(found):
        before = found[at - 1].text if at else "="
        if token.text == "<" and (before in beside["before-bracket"] or before == "<"):
            opened, parted = at, False
        elif token.text == ">" and opened >= 0 and parted:
            out[opened], out[at] = found[opened]._replace(text=BRACKETS["<"]), token._replace(text=BRACKETS[">"])
            opened = -1
        elif token.text in "<>=":
            opened = -1
        parted = parted or token.text in (",", "|")
    return out


def _with_set_braces(found: list[Token]) -> list[Token]:
    """Braces that hold no script are those of a set."""
    out: list[Token] = []
    scripts: list[bool] = []
    for at, token in enumerate(found):
        if token.kind == "{":
            nothing = [t.text for t in found[at + 1 : at + 3]] in (["}", "_"], ["}", "^"])
            scripts.append(nothing or (bool(out) and out[-1].text in ("_", "^")))
        if token.kind in ("{", "}") and token.start < token.end and not (scripts and scripts[-1]):
            out.append(token._replace(kind="macro", text="\\" + token.text))
        else:
            out.append(token)
        if token.kind == "}" and scripts:
            scripts.pop()
    return out


def adjacent(one: Token, other: Token) -> bool:
    """Whether two characters stand close together."""
    return one.kind == other.kind == "char" and one.end == other.start and not other.spaced


def _with_whole_scripts(found: list[Token], lexicon: Lexicon) -> list[Token]:
    """``10^-3``, ``x_max`` and ``e^(x+1)`` with braces around the script."""
    out: list[Token] = []
    brackets: list[bool] = []
    at = 0
    while at < len(found):
        token, script = found[at], bool(out) and out[-1].kind == "char" and out[-1].text in ("^", "_")
        end = _script_end(found, at, lexicon) if script else at
        if end > at + 1:
            out += [token._replace(kind="{", text="{", end=token.start), *found[at:end]]
            out.append(token._replace(kind="}", text="}", start=found[end - 1].end, end=found[end - 1].end))
            at = end
            continue
        if token.text == "(":
            brackets.append(script and not (at + 2 < len(found) and found[at + 2].text == ")"))
            token = token._replace(kind="{", text="{") if brackets[-1] else token
        elif token.text == ")" and brackets and brackets.pop():
            token = token._replace(kind="}", text="}")
        out.append(token)
        at += 1
    return out


def _script_end(found: list[Token], start: int, lexicon: Lexicon) -> int:
    """The position after the signed number, letter or name that begins here; a name with scripts of its own is only a letter, and
    so is one before a bracket that nobody would speak (``a_if(x)``, but ``π_ref(x)``)."""
    signed = found[start].text in lexicon.typed_neighbours["signed"]
    at = start + (signed and start + 1 < len(found) and adjacent(found[start], found[start + 1]))
    digits = at < len(found) and found[at].text.isdigit()
    end = at
    while end < len(found) and (end == at or adjacent(found[end - 1], found[end])):
        if not (found[end].text.isdigit() or (not digits and found[end].text.isascii() and found[end].text.isalpha())):
            break
        end += 1
    if start < at == end < len(found) and found[end].text.isalpha():
        return end + 1
    after = found[end].text if end < len(found) and not digits else ""
    carries = after in ("_", "^") or (after == "(" and not is_label("".join(t.text for t in found[at:end]), lexicon))
    return start if end == at or (carries and end - at > 1) else end


def _with_signs(found: list[Token], imitated: Mapping[str, str]) -> list[Token]:
    """``a != b`` with the sign that it means."""
    out: list[Token] = []
    at, longest = 0, max(map(len, imitated), default=0)
    while at < len(found):
        end = at + 1
        while found[at].spaced and end < len(found) and end - at <= longest and adjacent(found[end - 1], found[end]):
            end += 1
        sign = imitated.get("".join(t.text for t in found[at:end])) if end > at + 1 else None
        if sign:
            out.append(found[at]._replace(text=sign, end=found[end - 1].end))
        else:
            out.append(found[at])
        at = end if sign else at + 1
    return out
