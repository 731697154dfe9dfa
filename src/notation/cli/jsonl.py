"""Many requests at once: takes JSON, one request a line, and gives one result a line, in order.

A line that cannot be read or answered gives an error object in its place. One line at a time is held.
"""

from __future__ import annotations

import gc
import json
import math
from typing import IO, TYPE_CHECKING, Any, TextIO

from notation.cli.read import LIMIT
from notation.errors import InputError, LimitError, NotationError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Request = dict[str, Any]
Answer = dict[str, Any]


def run(source: IO[bytes], out: TextIO, answer: Callable[[Request], Answer]) -> bool:
    """Answer every line of ``source`` on ``out``; true if every one of them could be answered."""
    gc.enable()
    well = True
    for number, line in enumerate(lines(source), start=1):
        result = answered(line, number, answer)
        well = well and "error" not in result
        write(result, out)
    return well


def write(data: Answer, out: TextIO, indent: int | None = None) -> None:
    """``data`` as JSON, in characters where ``out`` can carry them and as ASCII where it cannot."""
    write_text(text(data, indent), out)


def text(data: Answer, indent: int | None = None) -> str:
    """``data`` as JSON, in characters."""
    return json.dumps(data, ensure_ascii=False, indent=indent)


def write_text(written: str, out: TextIO) -> None:
    """Writes JSON at once, with escapes for the characters that ``out`` cannot carry."""
    try:
        written.encode(out.encoding or "utf-8")
    except (UnicodeEncodeError, LookupError):
        written = "".join(c if c.isascii() else json.dumps(c)[1:-1] for c in written)
    out.write(written + "\n")
    out.flush()


def wanted(request: Request, key: str) -> str:
    """The text that a request must have under ``key``."""
    value = optional(request, key)
    if value is None:
        raise InputError(f'the request has no "{key}"')
    return value


def optional(request: Request, key: str) -> str | None:
    """The text that a request may have under ``key``."""
    value = request.get(key)
    if value is not None and not isinstance(value, str):
        raise InputError(f'"{key}" must be a string')
    return value


def lines(source: IO[bytes]) -> Iterator[bytes | None]:
    """Lines of bounded length, ``None`` for a longer one, whose rest is passed over."""
    while line := source.readline(LIMIT):
        if len(line) < LIMIT or line.endswith(b"\n"):
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = source.readline(LIMIT)
        yield None


def answered(line: bytes | None, number: int, answer: Callable[[Request], Answer]) -> Answer:
    """What one line gets: its answer, or an error that says what is wrong with it."""
    name: Any = None
    try:
        request = _request(line, number)
        name = _name(request)
        return {"id": name, **answer(request)}
    except NotationError as error:
        return _failed(name, type(error).__name__, str(error))
    # One line must not end the run of the others, even where the mistake is the tool's own.
    except Exception as error:
        return _failed(name, "InternalError", f"{type(error).__name__}: {error}")


def _failed(name: Any, kind: str, message: str) -> Answer:
    return {"id": name, "error": {"type": kind, "message": message}}


def _request(line: bytes | None, number: int) -> Request:
    if line is None:
        raise LimitError(f"line {number} is longer than {LIMIT // 2**20} MiB")
    try:
        request = json.loads(line.decode("utf-8-sig"), parse_constant=_no_constant)
    except UnicodeDecodeError as error:
        raise InputError(f"line {number} is not UTF-8, from byte {error.start + 1}") from None
    except RecursionError:
        raise LimitError(f"line {number} is nested too deep") from None
    except json.JSONDecodeError as error:
        raise InputError(f"line {number} is not JSON: {error.msg}, at character {error.pos + 1}") from None
    except ValueError as error:
        raise InputError(f"line {number} is not JSON: {error}") from None
    if not isinstance(request, dict):
        raise InputError(f"line {number} is not a JSON object")
    return request


def _name(request: Request) -> str | int | float | None:
    """The request's ``id``, which goes back as it came; only plain values are sure to."""
    name = request.get("id")
    if name is None or isinstance(name, str | int) or (isinstance(name, float) and math.isfinite(name)):
        return name
    raise InputError('"id" must be a string or a number')


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is not JSON")
