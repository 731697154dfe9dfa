"""Text that a terminal may print: takes any string or result, and gives it without characters that steer a terminal.

A pasted escape sequence could otherwise recolour the screen, rename the window or hide part of a formula.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from functools import lru_cache
from typing import Any, TypeVar

_Shown = TypeVar("_Shown")


@lru_cache(maxsize=1)
def _pictures() -> dict[int, str]:
    """What stands for each character that steers: C0 controls have pictures of their own; C1, bidirectional overrides and lone
    surrogates do not."""
    bidirectional = (0x061C, 0x200E, 0x200F, *range(0x2028, 0x202F), *range(0x2066, 0x206A))
    return {
        **{code: chr(0x2400 + code) for code in range(0x20) if code != 0x0A},
        0x09: " ",
        0x7F: "␡",
        **{code: f"\\x{code:02x}" for code in range(0x80, 0xA0)},
        **{code: f"\\u{code:04x}" for code in bidirectional},
        **dict.fromkeys(range(0xD800, 0xE000), "\ufffd"),
    }


def safe(text: str) -> str:
    """``text`` with its control characters made visible; line ends stay."""
    if text.isprintable():
        return text  # as nearly all is, and told at once
    return text.replace("\r\n", "\n").translate(_pictures())


def one_line(text: str) -> str:
    """``text`` made safe and put on a single line."""
    return " ".join(safe(text).split())


def safe_result(value: _Shown) -> _Shown:
    """A result with every string in it made safe, so that no view has to remember to."""
    return _safe(value)  # type: ignore[no-any-return]


def _safe(value: Any) -> Any:
    if isinstance(value, str):
        return safe(value)
    if isinstance(value, tuple):
        parts = map(_safe, value)
        return value._make(parts) if hasattr(value, "_make") else tuple(parts)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{field.name: _safe(getattr(value, field.name)) for field in fields(value)})
    return value
