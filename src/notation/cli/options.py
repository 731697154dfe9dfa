"""The options that several commands have, as Typer takes them."""

from pathlib import Path
from typing import Annotated

import typer

Field = Annotated[
    str | None,
    typer.Option("--field", metavar="FIELD", help="The field it comes from, such as 'statistics'; its meanings come first."),
]
Symbols = Annotated[
    list[Path] | None,
    typer.Option("--symbols", metavar="FILE", exists=True, help="Your own entries: a YAML file or a folder. May be repeated."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for scripts.")]
AsJsonl = Annotated[
    bool, typer.Option("--jsonl", help="Read one JSON request a line from standard input, print one result a line.")
]
