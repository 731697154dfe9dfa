"""The command ``lookup``: takes a question, gives a card or JSON; at a terminal, without a question, a search as one types."""

import gc
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from notation.cli import common, jsonl, view
from notation.cli.options import AsJson, AsJsonl, Field, Symbols
from notation.cli.safe import one_line, safe_result

if TYPE_CHECKING:
    from notation.results import LookupResult

app = typer.Typer(rich_markup_mode=None)
_LIVE_MATCHES = 30


@app.command(cls=common.DashedCommand, context_settings=common.ANY_DASHES)
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
    most, field = None if every else limit + 1, common.argument(field)
    with common.reported():
        if as_jsonl:
            common.no_word_beside_jsonl(ctx, query)
            common.run_lines(partial(lookup_answers, symbols, field, most))
        words = common.argument(" ".join(query or ())) or ""
        if query is None and not as_json and _at_terminal():
            _search_live(symbols, field)
        if not words.strip():
            common.misused("nothing to look up: give a symbol, its LaTeX, its name or what it looks like")
        _print_lookup(common.open_dictionary(symbols).lookup(words, field=field, limit=most), as_json, every)


def _at_terminal() -> bool:
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))


def _search_live(symbols: list[Path] | None, field: str | None) -> NoReturn:
    """Look up what is being typed, until the person leaves."""
    try:
        from notation.cli import live
    except ModuleNotFoundError:
        common.misused(
            "searching while you type needs prompt_toolkit: pip install 'notation-lookup[live]'; "
            "or give a symbol, its LaTeX, its name or what it looks like: notation lookup nabla"
        )
    gc.enable()
    dictionary = common.open_dictionary(symbols)
    live.run(lambda text: dictionary.lookup(text, field=field, limit=_LIVE_MATCHES))
    raise typer.Exit


def _print_lookup(result: "LookupResult", as_json: bool, every: bool) -> None:
    if as_json:
        jsonl.write(result.to_dict(), sys.stdout, indent=2)
    else:
        common.warn(result.warnings)
    if result.matches and not as_json:
        common.view().show_lookup(safe_result(result), every)
    elif not as_json:
        for line in view.no_match(result):
            common.complain(one_line(line))
    if not result.matches:
        raise typer.Exit(1)


def lookup_answers(symbols: list[Path] | None, field: str | None, limit: int | None) -> Callable[[jsonl.Request], jsonl.Answer]:
    """What answers the requests of ``lookup --jsonl``."""
    dictionary = common.open_dictionary(symbols)

    def answer(request: jsonl.Request) -> jsonl.Answer:
        own_field = jsonl.optional(request, "field")
        return dictionary.lookup(jsonl.wanted(request, "query"), field=own_field or field, limit=limit).to_dict()

    return answer
