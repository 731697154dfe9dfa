"""Reading what a person gives: an argument, a pipe, or a paste ended by a key.

Takes bytes or arguments and gives text, with warnings about what had to be mended; text that cannot be read is an
:class:`~notation.errors.InputError`, and more than ``LIMIT`` bytes a :class:`~notation.errors.LimitError`.
"""

from __future__ import annotations

import codecs
import os
import sys
from typing import IO, NamedTuple

from notation.errors import InputError, LimitError

LIMIT = 16 * 1024 * 1024
FROM_PIPE = "-"
_LOOKED_AT = 4096
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
_KEYS = "Ctrl-Z and Enter" if os.name == "nt" else "Ctrl-D"
PROMPT = f"Paste a formula, or text with formulas in it. To end: Enter, then {_KEYS}."


class Given(NamedTuple):
    """Text as it was given, and what had to be mended in it."""

    text: str
    warnings: tuple[str, ...] = ()


def snippet(argument: str | None) -> Given:
    """The argument; or standard input to its end, where there is no argument or it is ``-``."""
    if argument is None or argument == FROM_PIPE:
        return from_input()
    return from_argument(argument)


def from_argument(argument: str) -> Given:
    """An argument of the process; bytes in it that are no text become ``\ufffd``."""
    mended = argument.encode("utf-8", "surrogateescape").decode("utf-8", "replace") if _escaped(argument) else argument
    lost = mended.count("\ufffd") > argument.count("\ufffd")
    warnings = ("bytes that are not UTF-8 were replaced by \ufffd",) if lost else ()
    return Given(mended.removeprefix("\ufeff"), warnings)


def from_input() -> Given:
    """Standard input to its end; at a terminal, a line on standard error says how to end it."""
    source = standard_input()
    if source.isatty():
        print(PROMPT, file=sys.stderr, flush=True)
    data = source.read(LIMIT + 1)
    if len(data) > LIMIT:
        raise LimitError(f"the input is longer than {LIMIT // 2**20} MiB", hint="give it in parts")
    return decoded(data)


def standard_input() -> IO[bytes]:
    """The bytes of standard input, which a program may have been started without."""
    if sys.stdin is None:
        raise InputError("there is no standard input to read", hint="give the formula as an argument")
    return sys.stdin.buffer


def decoded(data: bytes) -> Given:
    """Bytes as text: UTF-8 with or without its mark, UTF-16 or UTF-32; line ends become ``\\n``."""
    text, warnings = _text(data)
    if "\0" in text:
        if warnings:
            raise InputError("the input is not text", hint="give LaTeX, Unicode or prose as UTF-8")
        text, warnings = text.replace("\0", " "), ("NUL characters were replaced by spaces",)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return Given(text.rstrip("\n"), warnings)


def _escaped(argument: str) -> bool:
    return any("\ud800" <= char <= "\udfff" for char in argument)


def _text(data: bytes) -> tuple[str, tuple[str, ...]]:
    encoding = _encoding(data)
    name = encoding.upper().removesuffix("-SIG")
    try:
        return data.decode(encoding), ()
    except UnicodeDecodeError as error:
        warning = f"bytes that are not {name}, the first at byte {error.start + 1}, were replaced by \ufffd"
        return data.decode(encoding, "replace"), (warning,)


def _encoding(data: bytes) -> str:
    """The encoding that the first bytes tell; without a mark, UTF-16 is known by the NULs between Latin letters."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding
    even, odd = data[:_LOOKED_AT:2].count(0), data[1:_LOOKED_AT:2].count(0)
    most = min(len(data), _LOOKED_AT) // 4
    if most and max(even, odd) > most and min(even, odd) == 0:
        return "utf-16-le" if odd else "utf-16-be"
    return "utf-8-sig"
