"""Look-ups of all kinds, timed and scored beside others in one run: ``python benchmarks/search.py [ROUNDS]``.

First table: the time of a look-up in this process next to a bare rapidfuzz extraction over the same strings. Ratios mean
something on a noisy machine, milliseconds less so. Second table: the share of cases with a right answer among the first three,
next to Debian's ``unicode`` command (``apt install unicode``) and charfinder (``pip install charfinder``). Peers that are missing
are left out. They find single characters only, so the share is also given for the cases that a single character answers. The
cases are ``tests/cases/search`` and, where it is there, the gold set beside the project.
"""

from __future__ import annotations

import importlib.util
import json
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import yaml
from rapidfuzz import fuzz, process

from notation import Dictionary, Match
from notation.search import find

ROOT = Path(__file__).resolve().parents[1]
SETS = [*sorted((ROOT / "tests" / "cases" / "search").glob("*.yaml")), ROOT.parent / "shared" / "gold" / "search.yaml"]
LIMIT_MS = 20.0
FIRST = 3

Case = dict[str, Any]
Finder = Callable[[str], list[str]]


def main(rounds: int) -> None:
    """Prints both tables."""
    sets = {f"{path.parent.name} {path.stem}": cases_of(path) for path in SETS if path.exists()}
    dictionary = Dictionary.shipped()
    print_times(sets, dictionary, rounds)
    print_shares(sets, dictionary)


def cases_of(path: Path) -> list[Case]:
    """The cases of a file, all values as text."""
    cases: list[Case] = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)["cases"]
    return cases


# Times


def print_times(sets: dict[str, list[Case]], dictionary: Dictionary, rounds: int) -> None:
    """One line a set: medians, their ratio, and the slowest question."""
    section = dictionary.store.group("search")
    strings = [text for text in section["texts"] if text]
    asks: dict[str, Callable[[str], object]] = {
        "notation": lambda query: find(section, query),
        "rapidfuzz": lambda query: process.extract(query, strings, limit=10),
        "plain ratio": lambda query: process.extract(query, strings, scorer=fuzz.ratio, limit=10),
    }
    print(f"Milliseconds a question, {len(strings)} strings, best of {rounds} rounds:")
    print(f"{'set':20}{'median':>8}{'rapidfuzz':>11}{'ratio':>7}{'plain ratio':>13}{'ratio':>7}{'slowest':>9}  which")
    every: dict[str, list[float]] = {name: [] for name in asks}
    slowest: list[tuple[float, str]] = []
    for name, cases in sets.items():
        queries = [case["query"] for case in cases]
        times = {who: [fastest(ask, query, rounds) for query in queries] for who, ask in asks.items()}
        print_time(name, times, worst := max(zip(times["notation"], queries, strict=True)))
        slowest.append(worst)
        for who, values in times.items():
            every[who] += values
    print_time("all", every, max(slowest))
    verdict = "none is" if max(slowest)[0] <= LIMIT_MS else "one is"
    print(f"Of {len(every['notation'])} questions {verdict} slower than {LIMIT_MS:.0f} ms.\n")


def fastest(ask: Callable[[str], object], query: str, rounds: int) -> float:
    """The least time of some, in milliseconds."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        ask(query)
        times.append(time.perf_counter() - start)
    return 1000 * min(times)


def print_time(name: str, times: dict[str, list[float]], worst: tuple[float, str]) -> None:
    own, bare, plain = (statistics.median(values) for values in times.values())
    print(f"{name:20}{own:8.2f}{bare:11.2f}{own / bare:7.2f}{plain:13.2f}{own / plain:7.2f}{worst[0]:9.2f}  {worst[1]}")


# Shares


def print_shares(sets: dict[str, list[Case]], dictionary: Dictionary) -> None:
    """One line a set: the share that each finder has among its first three."""
    peers = dict(present_peers())
    print(f"Right answer among the first {FIRST}; in brackets, of the cases that a single character answers:")
    print(f"{'set':20}{'cases':>6}" + "".join(f"{name:>22}" for name in ("notation", *peers)))
    totals: dict[str, list[tuple[bool, bool]]] = {name: [] for name in ("notation", *peers)}
    for name, cases in sets.items():
        rows = {"notation": [verdict(case, found(dictionary, case)) for case in cases]}
        rows |= {who: [verdict(case, character_found(find_it, case)) for case in cases] for who, find_it in peers.items()}
        print(f"{name:20}{len(cases):6}" + "".join(f"{share(row):>22}" for row in rows.values()))
        for who, row in rows.items():
            totals[who] += row
    print(f"{'all':20}{len(totals['notation']):6}" + "".join(f"{share(row):>22}" for row in totals.values()))


def verdict(case: Case, right: bool) -> tuple[bool, bool]:
    """Whether the case was answered, and whether one character can answer it."""
    return right, any(len(sign) == 1 for sign in case["expect"])


def share(rows: list[tuple[bool, bool]]) -> str:
    single = [right for right, is_single in rows if is_single]
    return f"{sum(right for right, _ in rows) / len(rows):.1%} ({sum(single) / max(1, len(single)):.1%})"


def found(dictionary: Dictionary, case: Case) -> bool:
    matches = dictionary.lookup(case["query"], field=case.get("field"), limit=FIRST)
    return any(answers(case, match) for match in matches)


def answers(case: Case, match: Match) -> bool:
    """Whether a match is a right one, as the gold cases define it."""
    first = " ".join(f"{sense.name} {sense.meaning}" for sense in match.senses[:1])
    every = " ".join(f"{sense.name} {sense.meaning}" for sense in match.senses)
    named = case.get("named")
    right = match.symbol in case["expect"] or bool(named and re.search(named, f"{match.name} {first}", re.IGNORECASE))
    return right and re.search(case.get("sense", ""), every, re.IGNORECASE) is not None


def character_found(find_it: Finder, case: Case) -> bool:
    return not set(case["expect"]).isdisjoint(find_it(case["query"])[:FIRST])


# Peers


def present_peers() -> Iterator[tuple[str, Finder]]:
    """The peers that are installed; says which are not."""
    for name, peer in (("unicode", unicode_command), ("charfinder", charfinder_package)):
        finder = peer()
        if finder is None:
            print(f"{name} is not installed and is left out.")
        else:
            yield name, finder


def unicode_command() -> Finder | None:
    """Debian's command, a process for each question."""
    command = shutil.which("unicode")
    if command is None:
        return None

    def ask(query: str) -> list[str]:
        options = [command, "--format", "{pchar}\n", f"--max={FIRST}", "--", query]
        return subprocess.run(options, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False).stdout.split()

    return ask


def charfinder_package() -> Finder | None:
    """The package charfinder as it is by default (its fuzzy matching takes seconds a question).

    It has one process of its own, for it writes logs to where it runs.
    """
    if importlib.util.find_spec("charfinder") is None:
        return None
    worker = subprocess.Popen(
        [sys.executable, "-c", CHARFINDER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        cwd=tempfile.mkdtemp(), text=True, encoding="utf-8",
    )  # fmt: skip
    assert worker.stdin is not None
    assert worker.stdout is not None
    given, printed = worker.stdin, worker.stdout

    def ask(query: str) -> list[str]:
        print(json.dumps(query), file=given, flush=True)
        found: list[str] = json.loads(printed.readline())
        return found

    return ask


CHARFINDER = """
import json, sys
import charfinder
names = charfinder.build_name_cache()
for line in sys.stdin:
    try:
        rows = charfinder.find_chars_raw(json.loads(line), name_cache=names, verbose=False, debug=False)
    except (TypeError, ValueError):  # it refuses some questions
        rows = []
    print(json.dumps([row["char"] for row in rows][:3]), flush=True)
"""


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
