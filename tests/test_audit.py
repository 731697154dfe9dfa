"""The audit of dependencies: it fails for a known weakness, and for nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ROOT

ANSWERING = """
import json, sys
asked = next(a.split("=", 1)[1] for a in sys.argv if a.startswith("--requirement="))
given = next(a.split("=", 1)[1] for a in sys.argv if a.startswith("--output="))
names = [line.split("==")[0] for line in open(asked).read().split()]
weak = {weak!r}
found = [dict(name=n, version="1.0", vulns=[dict(id="X-1", fix_versions=["1.1"])] if n in weak else []) for n in names]
json.dump(dict(dependencies=found, fixes=[]), open(given, "w"))
sys.exit(1 if weak else 0)
"""
UNREACHABLE = "import sys; sys.exit('ConnectionError: no route to the source')"


def audited(folder: Path, stand_in: str) -> tuple[int, str]:
    """Exit status and output of the audit with ``stand_in`` in the place of pip-audit."""
    (folder / "pip_audit.py").write_text(stand_in, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "audit.py")],
        env=os.environ | {"PYTHONPATH": str(folder)}, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    return done.returncode, done.stdout


def test_no_known_weakness(tmp_path: Path) -> None:
    status, out = audited(tmp_path, ANSWERING.replace("{weak!r}", "[]"))
    assert status == 0
    assert out.endswith(" packages, 0 with known weaknesses\n")


@pytest.mark.parametrize("name", ["pyyaml", "mdurl"])
def test_a_known_weakness_of_a_dependency_however_far(tmp_path: Path, name: str) -> None:
    status, out = audited(tmp_path, ANSWERING.replace("{weak!r}", repr([name])))
    assert status == 1
    assert f"{name} 1.0: X-1; mended in 1.1\n" in out


def test_tools_of_development_are_not_asked_about(tmp_path: Path) -> None:
    assert audited(tmp_path, ANSWERING.replace("{weak!r}", "['pytest', 'mypy', 'notation-lookup']"))[0] == 0


def test_no_way_to_the_source_is_no_failure(tmp_path: Path) -> None:
    status, out = audited(tmp_path, UNREACHABLE)
    assert status == 0
    assert out == "audit: skipped, its source cannot be asked (ConnectionError: no route to the source)\n"
