"""The fuzz target with atheris, which mutates on what reached new code: ``python tests/fuzz_guided.py --seconds 3600``.

Decodes only. The mutations are those of ``fuzz_inputs``, and a find is what ``fuzz`` calls one. Needs atheris (``pip install
atheris``), which has wheels for few versions of Python; ``fuzz`` does without. Ends by itself after the time that is asked for;
exit status 1 where there were finds.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["notation"]):
    import notation.decoder.mathml
    import notation.decoder.page
    import notation.matches

import fuzz
from fuzz_inputs import MAX_TEXT, Maker, Request

SEEDS = 2_000


class Guided:
    """One run: the seeds, the tries and the finds."""

    def __init__(self, harness: fuzz.Harness, maker: Maker, seconds: float, finds: Path) -> None:
        self.harness = harness
        self.maker = maker
        self.end = time.monotonic() + seconds
        self.finds = finds
        self.found: Counter[str] = Counter()
        self.executions = 0

    def attempt(self, data: bytes) -> None:
        """Tries one text."""
        request = Request("decode", _text(data))
        self.executions += 1
        if problem := self.harness.problem(request):
            self.found[problem] += 1
            if self.found[problem] == 1:
                path = fuzz.written(self.finds, self.harness.smaller(request, problem), problem)
                print(f"find: {problem}: {path}", flush=True)
        if time.monotonic() > self.end:
            print(f"{self.executions:,} executions; finds: {self.found.total():,} of {len(self.found)} kinds", flush=True)
            shutil.rmtree(self.harness.folder)
            os._exit(1 if self.found else 0)  # libFuzzer has no other way out that keeps the exit status

    def mutated(self, data: bytes, size: int, seed: int) -> bytes:
        """The text with one to three mutations."""
        self.maker.random.seed(seed)
        text = _text(data)
        for _ in range(1 + seed % 3):
            text = self.maker.mutated(text)
        return text.encode("utf-8", "replace")[:size]


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def main() -> None:
    """Runs until the time is over."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--finds", type=Path, default=fuzz.HOSTILE, help="where finds are written")
    given = parser.parse_args()
    maker = Maker(random.Random(given.seed), fuzz.ROOT, [])
    with tempfile.TemporaryDirectory() as folder:
        seeds = Path(folder, "seeds")
        seeds.mkdir()
        for number, formula in enumerate(maker.random.sample(maker.formulas, SEEDS)):
            (seeds / str(number)).write_text(formula, encoding="utf-8", errors="replace")
        guided = Guided(fuzz.Harness(notation.Dictionary.shipped(), Path(folder)), maker, given.seconds, given.finds)
        options = [sys.argv[0], f"-seed={given.seed}", f"-max_len={MAX_TEXT}", "-timeout=600", "-verbosity=0", str(seeds)]
        atheris.Setup(options, guided.attempt, custom_mutator=guided.mutated)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
