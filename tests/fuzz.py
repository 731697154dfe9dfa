"""Feeds odd input to the package and looks for harm: ``python tests/fuzz.py [FILE…] --seconds 3600 --seed 1``.

Takes the cases of the tests, the dictionary's examples and entries, and the lines of the FILEs; mutates them, makes others up
(``fuzz_inputs``), and decodes, looks up or loads each. A find is an exception other than our own, an answer that takes more than
two seconds of processor time, a span outside the input, LaTeX in a reading, or an answer that is no JSON or not the same again.
Each find is made smaller and written to a file in ``--finds`` (``tests/cases/hostile``), where the tests try it again. Prints
executions, executions a second, and finds; exit status 1 where there are any.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

from fuzz_inputs import Maker, Request, tokens_of
from notation import Dictionary, NotationError
from promises import broken

ROOT = Path(__file__).parents[1]
HOSTILE = ROOT / "tests" / "cases" / "hostile"
SLOW = {"decode": 2.0, "lookup": 2.0, "dictionary": 60.0}  # entries that change the vocabulary have all compiled again
STUCK = 120.0
REPEATED = 20
TRIES = 400
PROGRESS = 60.0


class Stuck(Exception):
    """An answer that does not come."""


@dataclass
class Harness:
    """Tries requests, and knows what went wrong with each: ``dictionary`` answers, ``folder`` holds files to be loaded."""

    dictionary: Dictionary
    folder: Path
    refused: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        if hasattr(signal, "SIGVTALRM"):
            signal.signal(signal.SIGVTALRM, _ring)

    def problem(self, request: Request, again: bool = False) -> str:
        """What is wrong with the answer to a request, "" where nothing is; the same cause has the same words."""
        start = time.process_time()
        _alarm(STUCK)
        try:
            answer = self.answer(request)
            problem = "" if answer is None else broken(request.text, answer)
            if again and answer is not None and self.answer(request).to_dict() != answer.to_dict():
                problem = "another answer to the same request"
        except NotationError as error:
            self.refused[type(error).__name__] += 1
            problem = "" if str(error) and error.pointed() else "an error without words"
        except Stuck:
            problem = "stuck"
        except Exception as error:
            problem = f"{type(error).__name__} in {_place(error)}"
        finally:
            _alarm(0)
        return problem or ("slow" if time.process_time() - start > SLOW[request.kind] * (1 + again) else "")

    def answer(self, request: Request) -> Any:
        """The answer of the package, ``None`` for a file that was taken."""
        if request.kind == "lookup":
            return self.dictionary.lookup(request.text, field=request.field or None)
        if request.kind == "decode":
            return self.dictionary.decode(request.text, context=request.context, field=request.field, macros=request.macros)
        path = self.folder / "entries.yaml"
        path.write_text(request.text, encoding="utf-8", errors="surrogatepass")
        laid = Dictionary(path)
        laid.decode(r"x_i^2 + \sigma(y)")
        return None

    def smaller(self, request: Request, problem: str) -> Request:
        """The request without whatever its problem does not need: first the fields, then runs of tokens, halved and halved."""
        for name in ("context", "field", "macros"):
            bare = request._replace(**{name: ""})
            if bare != request and self.problem(bare) == problem:
                request = bare
        for name in ("text", "context", "macros"):
            request = self._shortened(request, name, problem)
        return request

    def _shortened(self, request: Request, name: str, problem: str) -> Request:
        pieces = tokens_of(getattr(request, name))
        size, tries = len(pieces) // 2, 0
        limit = 40 if problem in ("slow", "stuck") else TRIES
        while size and tries < limit:
            start = 0
            while start < len(pieces) and tries < limit:
                tries += 1
                fewer = pieces[:start] + pieces[start + size :]
                candidate = request._replace(**{name: "".join(fewer)})
                if self.problem(candidate) == problem:
                    pieces, request = fewer, candidate
                else:
                    start += size
            size //= 2
        return request


def _alarm(seconds: float) -> None:
    if hasattr(signal, "ITIMER_VIRTUAL"):
        signal.setitimer(signal.ITIMER_VIRTUAL, seconds)


def _ring(number: int, frame: FrameType | None) -> None:
    raise Stuck


def _place(error: Exception) -> str:
    """Where in the package an exception was raised."""
    frames = [f for f in traceback.extract_tb(error.__traceback__) if "notation" in Path(f.filename).parts]
    return f"{Path(frames[-1].filename).name}:{frames[-1].name}" if frames else "?"


def written(folder: Path, request: Request, problem: str) -> Path:
    """Writes a find under a name that says what it is; requests with more than a text as ``--jsonl`` would take them."""
    slug = re.sub(r"[^a-z0-9]+", "-", problem.lower()).strip("-")
    suffix = ".yaml" if request.kind == "dictionary" else ".txt" if request.bare else ".json"
    path = next(p for n in range(1, 10_000) if not (p := folder / f"found-{slug}-{n}{suffix}").exists())
    content = request.text if suffix != ".json" else json.dumps(request.to_dict())
    path.write_bytes(content.encode("utf-8", errors="surrogatepass"))
    return path


def main(arguments: list[str]) -> int:
    """Runs for the time that is asked for; gives the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="files of formulas, one a line")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--finds", type=Path, default=HOSTILE, help="where finds are written")
    given = parser.parse_args(arguments)
    maker = Maker(random.Random(given.seed), ROOT, given.files)
    with tempfile.TemporaryDirectory() as folder:
        return _run(maker, Harness(Dictionary.shipped(), Path(folder)), given)


def _run(maker: Maker, harness: Harness, given: argparse.Namespace) -> int:
    kinds: Counter[str] = Counter()
    given.finds.mkdir(parents=True, exist_ok=True)
    finds: Counter[str] = Counter()
    start = shown = time.monotonic()
    while time.monotonic() - start < given.seconds:
        request = maker.request()
        kinds[request.kind] += 1
        problem = harness.problem(request, again=not kinds.total() % REPEATED and request.kind == "decode")
        if problem:
            finds[problem] += 1
            if finds[problem] == 1:
                path = written(given.finds, harness.smaller(request, problem), problem)
                print(f"find: {problem}: {path}", flush=True)
        if time.monotonic() - shown > PROGRESS:
            shown = time.monotonic()
            _print(kinds, finds, harness.refused, shown - start)
    _print(kinds, finds, harness.refused, time.monotonic() - start)
    return 1 if finds else 0


def _print(kinds: Counter[str], finds: Counter[str], refused: Counter[str], seconds: float) -> None:
    done = ", ".join(f"{number:,} {kind}" for kind, number in sorted(kinds.items()))
    errors = ", ".join(f"{number:,} {name}" for name, number in sorted(refused.items())) or "none"
    print(f"{kinds.total():,} executions ({done}) in {seconds:,.0f} s, {kinds.total() / seconds:,.0f} a second")
    print(f"  our own errors: {errors}; finds: {finds.total():,} of {len(finds)} kinds", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
