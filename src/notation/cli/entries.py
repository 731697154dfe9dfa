"""The commands about the entries themselves: ``list``, ``fields``, ``resources`` and, for those who write entries, ``check``."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from notation.cli import common, jsonl, listing
from notation.cli.options import AsJson, Symbols
from notation.cli.safe import safe

app = typer.Typer(rich_markup_mode=None)
_KINDS = "symbol, sense, concept, notation, formula"


@app.command("list")
def list_entries(
    field: Annotated[str | None, typer.Option("--field", metavar="FIELD", help="Only this field.")] = None,
    kind: Annotated[str | None, typer.Option("--kind", metavar="KIND", help=f"Only this kind: {_KINDS}.")] = None,
    as_json: AsJson = False,
    symbols: Symbols = None,
) -> None:
    """List what the dictionary holds, one entry a line.

    \b
    notation list --field statistics
    notation list --kind formula
    """
    with common.reported():
        dictionary = common.open_dictionary(symbols)
        common.warn(filter(None, [dictionary.known_field(field or "")[1]]))
        if not listing.show_entries(dictionary, kind or "", field or "", as_json):
            raise typer.Exit(1)


@app.command("fields")
def list_fields(as_json: AsJson = False, symbols: Symbols = None) -> None:
    """List the fields, with how many meanings each has."""
    with common.reported():
        listing.show_fields(common.open_dictionary(symbols), as_json)


@app.command("resources")
def list_resources(as_json: AsJson = False, symbols: Symbols = None) -> None:
    """List books, courses and videos, the most pointed to first."""
    with common.reported():
        listing.show_resources(common.open_dictionary(symbols), as_json)


@app.command("check", no_args_is_help=True)
def check_files(
    files: Annotated[
        list[Path] | None, typer.Argument(metavar="FILE...", exists=True, help="YAML files with entries, or folders of them.")
    ] = None,
    schema: Annotated[bool, typer.Option("--schema", help="Print the JSON Schema of such files, for your editor.")] = False,
) -> None:
    """Check your own entries; every problem is told with its place.

    \b
    notation check mine.yaml
    """
    if schema == bool(files):
        common.misused("give the files to check, or --schema")
    with common.reported():
        if schema:
            from notation.compile.schema import schema as made

            jsonl.write(made(), sys.stdout, indent=2)
            return
        from notation.compile.overlay import check_named

        problems, count = check_named(files or [])
    print(safe("\n".join(problems)) if problems else f"no problems in {count} file{'s' if count > 1 else ''}")
    if problems:
        raise typer.Exit(1)
