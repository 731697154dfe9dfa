"""What the documentation shows is what happens: sessions are run, commands are called, links lead somewhere.

A ``python`` or ``pycon`` block with ``>>>`` in it is a doctest; the blocks of one page share their names. A ``yaml`` block whose
first line is a comment with a file's name (``# mine.yaml``) is that file, in the folder where the page's blocks run, until
another block of that name changes it. A ``console`` block holds ``$ notation …`` lines with the output below each; a line that
is only ``…`` stands for any number of lines.
"""

from __future__ import annotations

import doctest
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import ROOT

PAGES = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "docs/library.md", "docs/writing-entries.md")]
SKIPPED = {"__pycache__", "build", "dist", "venv", "node_modules"}
TEXTS = {".cfg", ".csv", ".html", ".json", ".md", ".py", ".sh", ".tex", ".toml", ".txt", ".yaml", ".yml", ""}
FENCE = re.compile(r"^(?P<indent> *)(?P<fence>```+|~~~+)(?P<info>[^\n`]*)\n(?P<body>.*?)^(?P=indent)(?P=fence) *$", re.M | re.S)
LINK = re.compile(r"\[(?:[^\[\]]|\[[^\]]*\])*\]\(\s*<?([^\s)>]+)>?(?:\s+\"[^\"]*\")?\s*\)|^\[[^\]]+\]:\s*<?(\S+?)>?\s*$", re.M)
HEADING = re.compile(r"^#{1,6} +(.+?) *#* *$", re.M)
REMOTE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
NOTATION = (sys.executable, "-c", "from notation.cli import main; main()")
# Spelt in parts, so that this file does not hold what it looks for.
HOSTS = "|".join(re.escape(f"{name}.{rest}") for name, rest in (("pypi", "org"), ("pythonhosted", "org"), ("crates", "io")))
HOMES = "|".join(("/" + "home/", "/" + "Users/", "/" + "root/", r"[A-Z]:\\+Users\\+"))
FORBIDDEN = {
    "the host of a package registry": re.compile(HOSTS, re.IGNORECASE),
    "an absolute path of somebody's machine": re.compile(rf"(?<![\w.:/~-])(?:{HOMES})[\w.-]+"),
}


def files() -> list[Path]:
    """The files of the project that people write."""
    found = []
    for folder, below, names in os.walk(ROOT):
        below[:] = sorted(b for b in below if b not in SKIPPED and (not b.startswith(".") or b in (".ci", ".github")))
        found += [Path(folder) / name for name in sorted(names) if Path(name).suffix in TEXTS]
    return [p for p in found if p.parent.name != "data"]


FILES = files()
WRITINGS = [path for path in FILES if path.suffix == ".md"]


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def blocks(path: Path, *kinds: str) -> Iterator[tuple[int, str]]:
    """The fenced blocks of these kinds: number of their first line, and text."""
    text = path.read_text(encoding="utf-8")
    for block in FENCE.finditer(text):
        if (block["info"].split() or [""])[0] in kinds:
            indent = len(block["indent"])
            yield text.count("\n", 0, block.start("body")), "".join(row[indent:] for row in block["body"].splitlines(True))


def file_named(text: str) -> str:
    """The name of the file that a block is, or ""."""
    found = re.match(r"# ([\w-]+\.yaml)\n", text)
    return found[1] if found else ""


# Sessions


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_sessions(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {"__name__": "__main__"}
    said: list[str] = []
    runner = doctest.DocTestRunner(optionflags=FLAGS, verbose=False)
    for line, text in blocks(path, "python", "pycon", "yaml"):
        if name := file_named(text):
            (tmp_path / name).write_text(text, encoding="utf-8")
        elif ">>>" in text:
            test = doctest.DocTestParser().get_doctest(text, names, named(path), str(path), line)
            runner.run(test, out=said.append, clear_globs=False)
            names = test.globs
    assert runner.failures == 0, "".join(said)


# Commands


def commands() -> Iterator[tuple[Path, int, str, str]]:
    """Every command of the console blocks: where it is, what is typed, what is shown below it."""
    for path in PAGES:
        for line, text in blocks(path, "console"):
            at = 0
            for part in re.split(r"^(?=\$ )", text, flags=re.M):
                typed, _, shown = part.partition("\n")
                while typed.endswith("\\"):
                    more, _, shown = shown.partition("\n")
                    typed = typed[:-1] + more.removeprefix("> ")
                if typed.startswith("$ notation "):
                    yield path, line + at + 1, typed[2:], shown
                at += part.count("\n")


def printed(typed: str, folder: Path) -> str:
    """What a command prints to a pipe. ``… | notation`` and ``notation … < file`` are not for this test."""
    plain = {"COLUMNS": "80", "NO_COLOR": "1", "PYTHONIOENCODING": "utf-8", "PYTHONUTF8": "1"}
    arguments = shlex.split(typed)[1:]
    done = subprocess.run(
        [*NOTATION, *arguments],
        env={**os.environ, **plain},
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    return done.stdout + done.stderr


def tidy(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip("\n").splitlines())


def like(shown: str) -> re.Pattern[str]:
    """The output as shown; a line ``…`` is any number of lines, none too."""
    rows = [r"(?:[^\n]*\n)*?" if row.strip() in ("…", "...") else re.escape(row) + r"\n" for row in tidy(shown).splitlines()]
    return re.compile("".join(rows))


def cases() -> list[tuple[Path, int, str, str]]:
    return [case for case in commands() if not re.search(r"(?:^|\s)(?:\||<|>)(?:\s|$)", re.sub(r"'[^']*'", "''", case[2]))]


@pytest.mark.parametrize(("path", "line", "typed", "shown"), [pytest.param(*c, id=f"{named(c[0])}:{c[1]}") for c in cases()])
def test_commands(path: Path, line: int, typed: str, shown: str, tmp_path: Path) -> None:
    for above, text in blocks(path, "yaml"):
        if above < line and (name := file_named(text)):
            (tmp_path / name).write_text(text, encoding="utf-8")
    said = tidy(printed(typed, tmp_path))
    assert like(shown).fullmatch(said + "\n" if said else ""), f"{named(path)}:{line}: `{typed}` prints:\n{said}"


@pytest.mark.parametrize(
    ("shown", "said", "same"),
    [
        ("a\nb\n", "a\nb", True),
        ("a  \n", "a", True),
        ("a\n…\nd\n", "a\nb\nc\nd", True),
        ("a\n…\n", "a", True),
        ("…\nb\n", "a\nb", True),
        ("a\n", "a\nb", False),
        ("a…\n", "ab", False),
        ("a.c\n", "abc", False),
    ],
)
def test_what_a_block_matches(shown: str, said: str, same: bool) -> None:
    assert (like(shown).fullmatch(said + "\n") is not None) is same


# Links


def anchors(path: Path) -> set[str]:
    """The names that a page's headings have as link targets."""
    text = FENCE.sub("", path.read_text(encoding="utf-8"))
    found: set[str] = set(re.findall(r"<a (?:id|name)=\"([^\"]+)\"", text))
    for heading in HEADING.findall(text):
        plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower()
        name = re.sub(r"[^\w\- ]", "", plain).replace(" ", "-")
        found.add(name if name not in found else f"{name}-{sum(f.startswith(name) for f in found)}")
    return found


def links(path: Path) -> list[str]:
    prose = re.sub(r"(`+)(?!`).+?\1", "", FENCE.sub("", path.read_text(encoding="utf-8")))
    return [one or other for one, other in LINK.findall(prose)]


@pytest.mark.parametrize("path", WRITINGS, ids=named)
def test_local_links(path: Path) -> None:
    broken = []
    for link in links(path):
        if REMOTE.match(link):
            continue
        place, _, anchor = link.partition("#")
        target = (path.parent / place).resolve() if place else path
        lost = not target.exists() or not target.is_relative_to(ROOT.resolve())
        if lost or (anchor and target.suffix == ".md" and anchor not in anchors(target)):
            broken.append(link)
    assert broken == []


def test_pages_are_found() -> None:
    assert {"README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/library.md", "symbols/README.md"} <= {
        named(p) for p in WRITINGS
    }


# What no file may say


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_names(what: str) -> None:
    found = []
    for path in FILES:
        text = path.read_text(encoding="utf-8", errors="replace")
        found += [f"{named(path)}:{text.count(chr(10), 0, hit.start()) + 1}: {hit[0]}" for hit in FORBIDDEN[what].finditer(text)]
    assert found == []
