"""The command ``decode``: takes a formula, or prose with formulas, gives its reading with every symbol explained, or JSON."""

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from notation.cli import common, jsonl, read
from notation.cli.options import AsJson, AsJsonl, Field, Symbols
from notation.cli.safe import safe_result

if TYPE_CHECKING:
    from notation.dictionary import Dictionary

MAX_JOBS = 61  # more processes than that Windows lets one wait for
app = typer.Typer(rich_markup_mode=None)


@app.command(cls=common.DashedCommand, context_settings=common.ANY_DASHES)
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
    jobs: Annotated[
        int, typer.Option("--jobs", metavar="N", min=1, max=MAX_JOBS, help="With --jsonl: how many processes share the work.")
    ] = 1,
    symbols: Symbols = None,
) -> None:
    """Have a formula read aloud, with every symbol in it explained.

    \b
    notation decode '\\nabla_\\theta J(\\theta)'
    notation decode --field statistics 'X \\sim \\mathcal{N}(\\mu, \\sigma^2)'
    notation decode < paragraph.tex
    """
    options = {"context": common.argument(context), "field": common.argument(field), "macros": common.argument(macros)}
    with common.reported():
        if as_jsonl:
            common.no_word_beside_jsonl(ctx, snippet)
            common.run_lines(partial(decode_answers, symbols, options), jobs)
        if jobs > 1:
            ctx.fail("--jobs shares the lines of --jsonl among processes; give it with --jsonl.")
        given = read.snippet(snippet)
        common.warn(given.warnings)
        if not given.text.strip():
            common.misused("nothing to decode: give a formula as an argument in quotes, or through a pipe")
        _print_decoding(common.open_dictionary(symbols), given.text, options, as_json, every)


def _print_decoding(dictionary: "Dictionary", text: str, options: dict[str, str | None], as_json: bool, every: bool) -> None:
    decoding = dictionary.decode(text, **options)
    if as_json:
        jsonl.write(decoding.to_dict(), sys.stdout, indent=2)
    else:
        common.view().show_decoding(safe_result(decoding), every)


def decode_answers(symbols: list[Path] | None, options: dict[str, str | None]) -> Callable[[jsonl.Request], jsonl.Answer]:
    """What answers the requests of ``decode --jsonl``."""
    dictionary = common.open_dictionary(symbols)

    def answer(request: jsonl.Request) -> jsonl.Answer:
        own = {key: jsonl.optional(request, key) or value for key, value in options.items()}
        return dictionary.decode(jsonl.wanted(request, "latex"), **own).to_dict()

    return answer
