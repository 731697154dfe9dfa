"""Imports run one way, and the way to an answer imports little."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import notation

PACKAGE = Path(notation.__file__).parent
# Each room and the rooms that it may import.
ORDER = {
    "errors": set(),
    "text": set(),
    "keys": set(),
    "results": {"notebook"},
    "listings": {"results"},
    "explanations": {"results", "notebook"},
    "notebook": {"results", "explanations"},
    "store": {"errors"},
    "personal": set(),
    "catalogue": {"errors", "text", "listings", "model", "dictionary"},
    "model": set(),
    "expressions": {"text"},
    "phrases": set(),
    "questions": {"keys"},
    "ranking": {"text"},
    "search": {"keys", "text", "expressions", "phrases", "questions", "ranking"},
    "decoder": {"decoder", "text", "errors", "explanations", "model", "dictionary"},
    "matches": {"search", "ranking", "keys", "text", "results", "model", "dictionary"},
    "dictionary": {
        "model", "errors", "results", "explanations", "store", "decoder", "matches", "compile", "personal", "catalogue",
        "listings",
    },
    "compile": {"compile", "decoder", "dictionary", "store", "errors", "keys", "text", "expressions", "phrases", ""},
    "cli": {"cli", "compile", "dictionary", "catalogue", "listings", "results", "explanations", "errors", ""},
    "__main__": {"cli"},
    "": {"dictionary", "results", "listings", "explanations", "errors"},
}  # fmt: skip
HEAVY = ("yaml", "rich", "rapidfuzz", "pylatexenc", "typer", "pydantic", "prompt_toolkit")


def room(path: Path) -> str:
    first = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    return "" if first == "__init__" else first


def imported(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "notation":
            parts = (node.module or "").split(".")
            known = {p.stem for p in PACKAGE.iterdir()}
            found |= {parts[1]} if len(parts) > 1 else {a.name if a.name in known else "" for a in node.names}
    return found


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_order(path: Path) -> None:
    wrong = imported(path) - ORDER[room(path)]
    assert not wrong, f"{path.name} may not import {wrong}: see the rooms in docs/architecture.md"


@pytest.mark.parametrize(
    ("package", "home"),
    [
        ("yaml", {"compile"}),
        ("rapidfuzz", {"phrases"}),
        ("pylatexenc", {"decoder", "compile"}),
        ("rich", {"cli"}),
        ("typer", {"cli"}),
        ("prompt_toolkit", {"cli"}),
    ],
)
def test_heavy_packages_have_one_home(package: str, home: set[str]) -> None:
    users = {room(p) for p in PACKAGE.rglob("*.py") if package in roots(p)}
    assert users == home


def test_only_live_search_imports_prompt_toolkit() -> None:
    assert [path.name for path in PACKAGE.rglob("*.py") if "prompt_toolkit" in roots(path)] == ["live.py"]
    assert "prompt_toolkit" not in loaded_by("import notation.cli.app, notation.cli.plain, notation.cli.render")


def roots(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = {a.name.split(".")[0] for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}
    return found | {(n.module or "").split(".")[0] for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) and not n.level}


def loaded_by(code: str) -> set[str]:
    script = f"import sys\n{code}\nprint('\\n'.join(m.split('.')[0] for m in sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, encoding="utf-8")
    return set(done.stdout.split())


@pytest.mark.parametrize(
    ("code", "allowed"),
    [
        ("import notation", set()),
        ("import notation; notation.lookup('\\u2207')", set()),
        ("import notation; notation.lookup('gradient')", set()),
        ("import notation; notation.decode('x + y')", set()),
        ("import notation; notation.decode(r'\\nabla f')", {"pylatexenc"}),
        ("import notation; notation.lookup('grdient')", {"rapidfuzz"}),
    ],
)
def test_what_an_answer_imports(code: str, allowed: set[str]) -> None:
    assert loaded_by(code) & set(HEAVY) <= allowed


def test_a_command_is_made_without_the_others() -> None:
    asked = "import sys; sys.argv[1:] = ['lookup', '+']\nfrom notation.cli import main\ntry: main()\nexcept SystemExit: pass"
    script = f"{asked}\nprint([m for m in sys.modules if m in ('notation.cli.decoding', 'notation.cli.entries')])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, encoding="utf-8")
    assert done.stdout.splitlines()[-1] == "[]"
