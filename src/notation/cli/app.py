"""The commands ``lookup`` and ``decode``, joined by those of ``entries``: takes their arguments, gives a view or JSON.

Exit status: 0, 1 for no match or an error, 2 for wrong usage. Results go to standard output, all else to standard error.
"""

import difflib
import gc
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer
from typer.core import TyperCommand

from notation import __version__
from notation.cli import entries, jsonl, read, view
from notation.cli.options import AsJson, AsJsonl, Field, Symbols
from notation.cli.safe import one_line, safe, safe_result
from notation.errors import NotationError

if TYPE_CHECKING:
    from notation.dictionary import Dictionary
    from notation.results import LookupResult

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

# A word such as -h(x) is a formula, so the commands have no short options.
_ANY_DASHES = {"ignore_unknown_options": True, "help_option_names": ["--help"]}
_WRONG_USAGE = 2
_LIVE_MATCHES = 30


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


def _print_version(asked: bool) -> None:
    if asked:
        print(f"notation {__version__}")
        raise typer.Exit


@app.callback()
def notation(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """A dictionary of mathematical notation: look a symbol up, or have a formula read aloud and explained.

    \b
    notation lookup nabla
    notation decode '\\nabla_\\theta J(\\theta)'
    """


@app.command(cls=DashedCommand, context_settings=_ANY_DASHES)
def lookup(
    ctx: typer.Context,
    query: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[QUERY...]",
            help="A symbol, its LaTeX, name, code point, looks or meaning. Words need no quotes. At a terminal, without it: "
            "search while you type.",
        ),
    ] = None,
    field: Field = None,
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=0, help="How many other matches to print.")] = 5,
    every: Annotated[bool, typer.Option("--all", help="Print every meaning and every match.")] = False,
    as_json: AsJson = False,
    as_jsonl: AsJsonl = False,
    symbols: Symbols = None,
) -> None:
    """Look a symbol up: its names, how to type it, what it means.

    \b
    notation lookup ∇
    notation lookup '\\nabla'
    notation lookup upside down triangle
    """
    most, field = None if every else limit + 1, _argument(field)
    with reported():
        if as_jsonl:
            _no_word_beside_jsonl(ctx, query)
            _run_lines(partial(lookup_answers, symbols, field, most))
        words = _argument(" ".join(query or ())) or ""
        if query is None and not as_json and _at_terminal():
            _search_live(symbols, field)
        if not words.strip():
            misused("nothing to look up: give a symbol, its LaTeX, its name or what it looks like")
        _print_lookup(open_dictionary(symbols).lookup(words, field=field, limit=most), as_json, every)


@app.command(cls=DashedCommand, context_settings=_ANY_DASHES)
def decode(
    ctx: typer.Context,
    snippet: Annotated[
        str | None,
        typer.Argument(metavar="[SNIPPET]", help="A formula, or prose with formulas; standard input without it or for -."),
    ] = None,
    field: Field = None,
    context: Annotated[
        str | None, typer.Option("--context", metavar="PROSE", help="The text around the snippet: it decides what letters mean.")
    ] = None,
    macros: Annotated[
        str | None,
        typer.Option("--macros", metavar="PREAMBLE", help="\\newcommand lines, or a known macro set such as 'dlbook'."),
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Print elementary symbols (=, +) with the others.")] = False,
    as_json: AsJson = False,
    as_jsonl: AsJsonl = False,
    jobs: Annotated[int, typer.Option("--jobs", metavar="N", min=1, help="With --jsonl: how many processes share the work.")] = 1,
    symbols: Symbols = None,
) -> None:
    """Have a formula read aloud, with every symbol in it explained.

    \b
    notation decode '\\nabla_\\theta J(\\theta)'
    notation decode --field statistics 'X \\sim \\mathcal{N}(\\mu, \\sigma^2)'
    notation decode < paragraph.tex
    """
    options = {"context": _argument(context), "field": _argument(field), "macros": _argument(macros)}
    with reported():
        if as_jsonl:
            _no_word_beside_jsonl(ctx, snippet)
            _run_lines(partial(decode_answers, symbols, options), jobs)
        if jobs > 1:
            ctx.fail("--jobs shares the lines of --jsonl among processes; give it with --jsonl.")
        given = read.snippet(snippet)
        warn(given.warnings)
        if not given.text.strip():
            misused("nothing to decode: give a formula as an argument in quotes, or through a pipe")
        _print_decoding(open_dictionary(symbols), given.text, options, as_json, every)


app.command("list")(entries.list_entries)
app.command("fields")(entries.list_fields)
app.command("resources")(entries.list_resources)
app.command("check", no_args_is_help=True)(entries.check_files)


def _at_terminal() -> bool:
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))


def _search_live(symbols: list[Path] | None, field: str | None) -> NoReturn:
    """Look up what is being typed, until the person leaves."""
    try:
        from notation.cli import live
    except ModuleNotFoundError:
        misused(
            "searching while you type needs prompt_toolkit: pip install 'notation-lookup[live]'; "
            "or give a symbol, its LaTeX, its name or what it looks like: notation lookup nabla"
        )
    gc.enable()
    dictionary = open_dictionary(symbols)
    live.run(lambda text: dictionary.lookup(text, field=field, limit=_LIVE_MATCHES))
    raise typer.Exit


def open_dictionary(symbols: list[Path] | None) -> "Dictionary":
    """The shipped dictionary with the user's own entries over it, those of ``--symbols`` over all."""
    from notation.dictionary import Dictionary

    dictionary = Dictionary.personal(*symbols or ())
    warn(dictionary.warnings)
    return dictionary


def _print_lookup(result: "LookupResult", as_json: bool, every: bool) -> None:
    if as_json:
        jsonl.write(result.to_dict(), sys.stdout, indent=2)
    else:
        warn(result.warnings)
    if result.matches and not as_json:
        _view().show_lookup(safe_result(result), every)
    elif not as_json:
        for line in view.no_match(result):
            _complain(one_line(line))
    if not result.matches:
        raise typer.Exit(1)


def _print_decoding(dictionary: "Dictionary", text: str, options: dict[str, str | None], as_json: bool, every: bool) -> None:
    decoding = dictionary.decode(text, **options)
    if as_json:
        jsonl.write(decoding.to_dict(), sys.stdout, indent=2)
    else:
        _view().show_decoding(safe_result(decoding), every)


def lookup_answers(symbols: list[Path] | None, field: str | None, limit: int | None) -> Callable[[jsonl.Request], jsonl.Answer]:
    """What answers the requests of ``lookup --jsonl``."""
    dictionary = open_dictionary(symbols)

    def answer(request: jsonl.Request) -> jsonl.Answer:
        own_field = jsonl.optional(request, "field")
        return dictionary.lookup(jsonl.wanted(request, "query"), field=own_field or field, limit=limit).to_dict()

    return answer


def decode_answers(symbols: list[Path] | None, options: dict[str, str | None]) -> Callable[[jsonl.Request], jsonl.Answer]:
    """What answers the requests of ``decode --jsonl``."""
    dictionary = open_dictionary(symbols)

    def answer(request: jsonl.Request) -> jsonl.Answer:
        own = {key: jsonl.optional(request, key) or value for key, value in options.items()}
        return dictionary.decode(jsonl.wanted(request, "latex"), **own).to_dict()

    return answer


def _run_lines(begin: Callable[[], Callable[[jsonl.Request], jsonl.Answer]], jobs: int = 1) -> NoReturn:
    if jobs == 1:
        well = jsonl.run(read.standard_input(), sys.stdout, begin())
    else:
        from notation.cli import parallel

        well = parallel.run(read.standard_input(), sys.stdout, begin, jobs)
    raise typer.Exit(0 if well else 1)


def _view() -> ModuleType:
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
        _complain(f"Error: {error.pointed()}")
        raise typer.Exit(1) from None


def _argument(text: str | None) -> str | None:
    if text is None:
        return None
    given = read.from_argument(text)
    warn(given.warnings)
    return given.text


def warn(warnings: Iterable[str]) -> None:
    """Says on standard error what had to be mended or was left out."""
    for warning in warnings:
        _complain(f"Warning: {warning}")


def _complain(message: str) -> None:
    print(safe(message), file=sys.stderr)


def misused(message: str) -> NoReturn:
    """Says how the command was to be used, and ends with status 2."""
    _complain(f"Error: {message}")
    raise typer.Exit(_WRONG_USAGE)


def _no_word_beside_jsonl(ctx: typer.Context, given: object) -> None:
    if given:
        ctx.fail("--jsonl reads its requests from standard input; give no argument beside it.")
