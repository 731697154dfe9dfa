"""What the commands share: how their words are read, how the dictionary is opened, and how people are told what went wrong.

Exit status: 0, 1 for no match or an error, 2 for wrong usage. Results go to standard output, all else to standard error.
"""

import difflib
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, NoReturn

import typer
from typer.core import TyperCommand

from notation.cli import jsonl, read
from notation.cli.safe import one_line, safe
from notation.errors import NotationError

if TYPE_CHECKING:
    from notation.dictionary import Dictionary

_WRONG_USAGE = 2
# A word such as -h(x) is a formula, so the commands have no short options.
ANY_DASHES = {"ignore_unknown_options": True, "help_option_names": ["--help"]}


class DashedCommand(TyperCommand):
    """A command whose words may begin with dashes (``->``, ``-x^2``), while a mistyped option is still an error."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """The words that are left, as in the parent; ``-h`` alone asks for help."""
        if args == ["-h"]:
            args = ["--help"]
        known = [option for parameter in self.get_params(ctx) for option in parameter.opts]
        for word in args[: args.index("--")] if "--" in args else args:
            _check_option(ctx, word, known)
        return super().parse_args(ctx, args)


def _check_option(ctx: Any, word: str, known: list[str]) -> None:
    name = word.partition("=")[0]
    if word[:2] != "--" or not word[2:3].isalpha() or name in known:
        return
    near = difflib.get_close_matches(name, known, 1)
    hint = f"did you mean {near[0]}?" if near else "put -- before a word that begins so."
    ctx.fail(f"No such option: {one_line(name)}; {hint}")


def open_dictionary(symbols: list[Path] | None) -> "Dictionary":
    """The shipped dictionary with the user's own entries over it, those of ``--symbols`` over all."""
    from notation.dictionary import Dictionary

    dictionary = Dictionary.personal(*symbols or ())
    warn(dictionary.warnings)
    return dictionary


def run_lines(begin: Callable[[], Callable[[jsonl.Request], jsonl.Answer]], jobs: int = 1) -> NoReturn:
    """Answers every line of standard input, with what ``begin`` makes in each of ``jobs`` processes, and ends."""
    if jobs == 1:
        well = jsonl.run(read.standard_input(), sys.stdout, begin())
    else:
        from notation.cli import parallel

        well = parallel.run(read.standard_input(), sys.stdout, begin, jobs)
    raise typer.Exit(0 if well else 1)


def view() -> ModuleType:
    """The view for a person at a terminal, or plain text, which spares a pipe the import of rich."""
    if isinstance(getattr(sys.stdout, "errors", None), str):
        sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]
    if sys.stdout.isatty():
        from notation.cli import render

        return render
    from notation.cli import plain

    return plain


@contextmanager
def reported() -> Iterator[None]:
    """Says what goes wrong within, and ends with status 1."""
    try:
        yield
    except NotationError as error:
        complain(f"Error: {error.pointed()}")
        raise typer.Exit(1) from None


def argument(text: str | None) -> str | None:
    """A word of the command line as text, whatever bytes it was typed in."""
    if text is None:
        return None
    given = read.from_argument(text)
    warn(given.warnings)
    return given.text


def warn(warnings: Iterable[str]) -> None:
    """Says on standard error what had to be mended or was left out."""
    for warning in warnings:
        complain(f"Warning: {warning}")


def complain(message: str) -> None:
    """Says something on standard error."""
    print(safe(message), file=sys.stderr)


def misused(message: str) -> NoReturn:
    """Says how the command was to be used, and ends with status 2."""
    complain(f"Error: {message}")
    raise typer.Exit(_WRONG_USAGE)


def no_word_beside_jsonl(ctx: typer.Context, given: object) -> None:
    """Refuses an argument that ``--jsonl`` would pass over."""
    if given:
        ctx.fail("--jsonl reads its requests from standard input; give no argument beside it.")
