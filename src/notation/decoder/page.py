"""A pasted page: HTML with MathML in it, as browsers, KaTeX, MathJax, Wikipedia and Word leave it on the clipboard.

Takes the user's text; gives its parts as :mod:`notation.decoder.snippet` does. A formula's TeX annotation goes before its
MathML; what draws a formula a second time is passed over.
"""

from __future__ import annotations

from collections.abc import Iterator

from notation.decoder import mathml
from notation.decoder.marks import marked_parts
from notation.decoder.markup import Tag, Text, pieces
from notation.decoder.snippet import Part
from notation.errors import InputError

_TEX = "application/x-tex"
_UNSHOWN = frozenset({"script", "style", "head", "title", "noscript", "svg"})
_ELEMENTS = mathml.BUILDERS.keys() - {"a"}


def parts_of(text: str) -> list[Part]:
    """The formulas of the page and the prose between them.

    Raises :class:`InputError` where the page has neither.
    """
    parts = [p for p in _Page(text).parts() if p.formula or text[p.start : p.end].strip()]
    if not parts:
        raise InputError("there is no formula in this markup", text=text, hint="copy the formula's LaTeX instead")
    return parts


class _Page:
    """The pieces of a page, and how far they have been read."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.pieces = list(pieces(text, 0, len(text)))
        self.position = 0

    def parts(self) -> Iterator[Part]:
        while self.position < len(self.pieces):
            piece = self.pieces[self.position]
            if isinstance(piece, Text):
                self.position += 1
                yield from self.prose(piece)
            elif piece.closes:
                self.position += 1
            elif piece.name in _ELEMENTS:
                yield self.formula(piece)
            elif _is_unshown(piece):
                yield from self.unshown(piece)
            else:
                self.position += 1

    def prose(self, piece: Text) -> Iterator[Part]:
        """Text between tags, which may have formulas between dollars."""
        for part in marked_parts(self.text[piece.start : piece.end]):
            if part.start < part.end:
                yield Part(part.formula, piece.start + part.start, piece.start + part.end)

    def formula(self, first: Tag) -> Part:
        """The MathML that begins here, or the TeX in it; of MathML without its ``<math>``, what stands together."""
        end, tex = first.end, None
        while self.position < len(self.pieces):
            piece = self.pieces[self.position]
            if first.name != "math" and not self.belongs(piece):
                break
            end, self.position = piece.end, self.position + 1
            if isinstance(piece, Text):
                tex = piece if tex is None and self.annotated() else tex
            elif piece.closes and piece.name == "math":
                break
        return Part(True, tex.start, tex.end) if tex is not None else Part(True, first.start, end, markup=True)

    def belongs(self, piece: Tag | Text) -> bool:
        if isinstance(piece, Tag):
            return piece.name in _ELEMENTS
        return self.opened() is not None or not self.text[piece.start : piece.end].strip()

    def opened(self, back: int = 1) -> Tag | None:
        """The start tag just before, if there is one."""
        before = self.pieces[self.position - back] if self.position >= back else None
        return before if isinstance(before, Tag) and not before.closes else None

    def annotated(self) -> bool:
        """Whether the text that has just been passed is a formula's TeX."""
        before = self.opened(2)
        return before is not None and before.name == "annotation" and _TEX in before.rest

    def unshown(self, first: Tag) -> Iterator[Part]:
        """An element that shows nothing, or shows a formula again; a script of MathJax holds TeX."""
        depth, start = 0, first.end
        while self.position < len(self.pieces):
            piece = self.pieces[self.position]
            self.position += 1
            if isinstance(piece, Tag) and piece.name == first.name:
                depth += 0 if piece.empty else -1 if piece.closes else 1
                if depth <= 0:
                    if first.attributes.get("type", "").startswith("math/tex"):
                        yield Part(True, start, max(start, piece.start))
                    return


def _is_unshown(tag: Tag) -> bool:
    hidden = tag.attributes.get("aria-hidden") == "true" or "katex-html" in tag.attributes.get("class", "").split()
    return not tag.empty and (tag.name in _UNSHOWN or hidden)
