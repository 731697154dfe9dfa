"""Looks for known weaknesses in what `notation` needs at run time, as installed here: ``python scripts/audit.py``.

Asks pip-audit about the installed versions of the package's own dependencies, theirs too; not about tools of development. Where
pip-audit is not installed or its source cannot be reached, says so and passes. Exit status 1 where a weakness is known.
"""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import sys
import tempfile
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

PACKAGE = "notation-lookup"
LIMIT = 120  # seconds for all questions
_NAME = re.compile(r"[A-Za-z0-9._-]+")
_FOR_DEVELOPMENT = re.compile(r"extra\s*==\s*['\"](?!live)")


def main() -> int:
    """Prints what is known; gives the exit status."""
    if importlib.util.find_spec("pip_audit") is None:
        return _skipped("pip-audit is not installed; it comes with the extra `audit`")
    pinned = sorted(f"{name}=={number}" for name, number in needed().items())
    with tempfile.TemporaryDirectory() as folder:
        asked, answer = Path(folder, "requirements.txt"), Path(folder, "answer.json")
        asked.write_text("\n".join(pinned), encoding="utf-8")
        command = [sys.executable, "-m", "pip_audit", "--disable-pip", "--no-deps", "--format=json"]
        try:
            done = subprocess.run(
                [*command, f"--requirement={asked}", f"--output={answer}"], capture_output=True, text=True, timeout=LIMIT
            )
        except subprocess.TimeoutExpired:
            return _skipped(f"its source does not answer within {LIMIT} seconds")
        if not answer.exists() or not answer.stat().st_size:
            reason = done.stderr.strip().splitlines()
            return _skipped(f"its source cannot be asked ({reason[-1].strip() if reason else 'no reason given'})")
        return _told(json.loads(answer.read_text(encoding="utf-8"))["dependencies"])


def needed() -> dict[str, str]:
    """The installed version of each package that ours needs at run time, directly or not."""
    found: dict[str, str] = {}
    waiting = [PACKAGE]
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue  # another system's or another version of Python's
        wanted = [line for line in requires(name) or () if not _FOR_DEVELOPMENT.search(line)]
        waiting += [match[0].lower() for line in wanted if (match := _NAME.match(line))]
    found.pop(PACKAGE, None)
    return found


def _told(packages: list[dict[str, object]]) -> int:
    weak = [(p["name"], p["version"], found) for p in packages if isinstance(found := p.get("vulns"), list) and found]
    for name, number, found in weak:
        for weakness in found:
            print(f"{name} {number}: {weakness['id']}; mended in {', '.join(weakness['fix_versions']) or 'no version yet'}")
    print(f"audit: {len(packages)} packages, {len(weak)} with known weaknesses")
    return 1 if weak else 0


def _skipped(why: str) -> int:
    print(f"audit: skipped, {why}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
