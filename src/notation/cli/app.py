"""The program ``notation``: its commands, each made where it is asked for, and what it does without one."""

from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from notation import __version__

# Each command with its module. Making one takes longer than finding an answer, so none is made beside the one that is asked for.
COMMANDS = {
    "lookup": "lookups",
    "decode": "decoding",
    "list": "entries",
    "fields": "entries",
    "resources": "entries",
    "check": "entries",
}


class Commands(TyperGroup):
    """All commands, as help lists them."""

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of a name; ``None`` where there is none, and then the known ones are there to be suggested."""
        for name in [cmd_name] if cmd_name in COMMANDS else COMMANDS:
            self._make(name)
        return super().get_command(ctx, cmd_name)

    def list_commands(self, ctx: Any) -> list[str]:
        """The names of all commands."""
        return list(COMMANDS)

    def _make(self, wanted: str) -> None:
        if wanted not in self.commands:
            home = typer.main.get_group(import_module(f"notation.cli.{COMMANDS[wanted]}").app)
            for name, command in home.commands.items():
                self.add_command(command, name)


app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


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
