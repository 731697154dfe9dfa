"""docs/cli.md shows what ``--help`` really prints."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from notation.cli.app import COMMANDS, app

PAGE = Path(__file__).parents[1] / "docs" / "cli.md"
SHOWN = re.findall(r"```text\n\$ notation ([^\n]*--help)\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)


def test_every_command_is_shown() -> None:
    assert sorted(command for command, _ in SHOWN) == sorted(["--help", *(f"{name} --help" for name in COMMANDS)])


@pytest.mark.parametrize(("command", "shown"), SHOWN)
def test_help_is_as_documented(command: str, shown: str) -> None:
    plain = {"COLUMNS": "80", "NO_COLOR": "1"}
    printed = CliRunner().invoke(app, command.split(), prog_name="notation", env=plain).output
    assert printed == shown, f"docs/cli.md is behind; `notation {command}` prints:\n{printed}"
