"""The build hook: compiles ``symbols/`` into the package before a wheel or an editable install is made of it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileDictionary(BuildHookInterface):  # type: ignore[misc]
    """Runs for wheels (also editable ones); a source distribution carries the YAML and is compiled where it is built."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Builds ``src/notation/data/dictionary.json``. Raises the compiler's error, which lists every problem."""
        if self.target_name != "wheel":
            return
        root = Path(self.root)
        sys.path.insert(0, str(root / "src"))
        try:
            from notation.compile.build import build

            build(root / "symbols", root / "src" / "notation" / "data" / "dictionary.json")
        finally:
            sys.path.remove(str(root / "src"))
