"""Which atoms of a formula an answer says nothing of: a check that reads the LaTeX by itself, without the decoder's stages.

Atoms are letters, signs and the commands of symbols. Brackets and bars are shown by the notations that they make, numbers and
trailing punctuation need no explanation, and the arguments of layout, text and definitions are no atoms.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from notation import Decoding, Dictionary

_GROUP = r"\s*\{(?:[^{}]|\{[^{}]*\})*\}"
_ARGUMENTS = (
    "text[a-z]*|mbox|hbox|intertext|emph|begin|end|label|tag|[hv]space|[hv]?phantom|color|mathcolor|eqref|ref|cite|operatorname"
    "|mathrm|rm|mathop|mspace|rule|makebox|raisebox|setlength"
)
_SILENT = re.compile(
    rf"\\begin\s*\{{\s*(?:array|tabular)\s*\}}{_GROUP}|\\(?:{_ARGUMENTS})\b\s*\*?\s*(?:\[[^\]]*\])?(?:{_GROUP})?"
    rf"|\\(?:newcommand|renewcommand|def|DeclareMathOperator)\b[^{{]*(?:{_GROUP})?(?:\[\d\])*{_GROUP}"
    r"|\\\\\*?(?:\[[^\]]*\])?|(?:[;,.\s]|\\[,;:!> ])+\Z|\\[,;:!>/ -]|%[^\n]*"
)
_ATOM = re.compile(r"\\[A-Za-z]+|[^\W\d_]|[+\-=<>;/*∀-⋿]")
_SIDES = ("open", "close", "bar")


def unexplained(latex: str, result: Decoding, dictionary: Dictionary) -> list[str]:
    """The atoms of ``latex`` that stand neither in the spans of a row nor among the unknown symbols."""
    covered = bytearray(len(latex))
    spans = [span for row in result.symbols for span in row.spans] + [span for row in result.unknown for span in row.spans]
    for start, end in spans:
        covered[start:end] = b"\1" * (end - start)
    bare = _SILENT.sub(lambda found: " " * len(found[0]), latex)
    found = [m for m in _ATOM.finditer(bare) if not covered[m.start()]]
    return [m[0] for m in found if not _is_layout(m[0], dictionary)]


def _is_layout(atom: str, dictionary: Dictionary) -> bool:
    """Whether a command styles, lays out or builds something, or is a bracket."""
    lexicon = dictionary.lexicon
    if any(atom in table for table in (lexicon.commands, lexicon.letter_styles, lexicon.style_switches, lexicon.sided)):
        return True
    known = lexicon.find(atom)
    return (known is not None and known.operator in _SIDES) or (atom.startswith("\\") and atom in _macros(dictionary))


def _macros(dictionary: Dictionary) -> set[str]:
    return {name for table in dictionary.store.section("macros").values() for name in table}
