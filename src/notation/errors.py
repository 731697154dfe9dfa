"""Everything that can go wrong on purpose. One root, :class:`NotationError`; no other exception is meant for users.

A message says what was expected, where, and what to try next. ``text`` and ``position`` (an offset in characters)
let :meth:`NotationError.pointed` draw a caret under the place.
"""

from __future__ import annotations

_SHOWN = 60


class NotationError(Exception):
    """The root of all errors of this package."""

    def __init__(self, message: str, *, text: str = "", position: int | None = None, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.text = text
        self.position = position
        self.hint = hint

    def __str__(self) -> str:
        where = "" if self.position is None else f" (at character {self.position + 1})"
        hint = f"; {self.hint}" if self.hint else ""
        return f"{self.message}{where}{hint}"

    def pointed(self) -> str:
        """The message, then the line of the input with a caret under the place, if the place is known."""
        if self.position is None or not self.text:
            return str(self)
        start = max(0, self.position - _SHOWN // 2)
        line = "".join(c if c.isprintable() else " " for c in self.text[start : start + _SHOWN])
        return f"{self}\n  {line}\n  {' ' * (self.position - start)}^"


class InputError(NotationError):
    """What was given cannot be read: nothing in it, or not text."""


class LimitError(NotationError):
    """What was given is larger or nested deeper than the tool takes; the message names the bound."""


class DictionaryError(NotationError):
    """The dictionary is missing, stale or broken, or entries in it are wrong."""


class EntryError(DictionaryError):
    """Mistakes in dictionary files, all of them at once in ``problems``, each ``file:line: entry: problem, fix``."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems
