"""The command line. Takes the arguments of the process and ends it with the exit status that scripts rely on."""

from __future__ import annotations

import contextlib
import gc
import os
import sys
from pathlib import Path

_INTERRUPTED = 130


def main() -> None:
    """Run the command that the arguments name; whatever goes wrong, no traceback reaches the person."""
    gc.disable()  # One answer leaves no rubbish worth a tenth of the start; long runs switch it on again.
    if sys.stdout is None:
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - it is needed to the end
    status = _guarded()
    try:
        sys.stdout.flush()
    except OSError as error:
        status = _unexpected(error)
        _drop_output()
    sys.exit(status)


def _guarded() -> int | str | None:
    try:
        from notation.cli.app import app

        app(prog_name="notation", windows_expand_args=False)
    except SystemExit as end:
        return end.code
    except KeyboardInterrupt:
        return _INTERRUPTED
    except Exception as error:
        return _unexpected(error)
    return 0


def _unexpected(error: Exception) -> int:
    from notation.cli.safe import safe
    from notation.errors import NotationError

    if isinstance(error, BrokenPipeError):
        return 1
    if isinstance(error, NotationError):
        message = f"Error: {error.pointed()}"
    elif isinstance(error, OSError):
        message = f"Error: {error}"
    else:
        message = f"Error: this is a mistake in notation, please report it: {type(error).__name__}: {error}"
    with contextlib.suppress(OSError, ValueError):
        print(safe(message), file=sys.stderr)
    return 1


def _drop_output() -> None:
    """Send what is left to nowhere, for the interpreter flushes once more as it ends and would complain."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
