"""Every example decodes to a row with that very sense: ``symbols/README.md`` says what counts as one.

``cases/gaps/examples.txt`` lists the senses whose example does not yet, by file; ``pytest --update-goldens`` takes out those that
do by now. ``python -m notation.compile.examples`` prints what their rows say instead.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import CASES
from notation import Dictionary
from notation.compile.examples import main, shows, strays
from notation.model import Sense

GAPS = CASES / "gaps" / "examples.txt"

OWN = r"""
symbols:
  left-ceiling:
    senses:
      roof:
        name: roof
        field: geometry
        means: Keeps the rain off what stands below it.
        example: '\lceil x \rceil'
        learn: [wiki-symbols]
  caret:
    senses:
      hat:
        name: hat
        field: geometry
        means: Keeps the sun off.
        silent: true
        example: 'x^{(i)}'
        learn: [wiki-symbols]
  sigma:
    senses:
      hush:
        name: hush
        field: geometry
        means: Says nothing at all.
        silent: true
        example: '\sigma'
        learn: [wiki-symbols]
      small-flag:
        name: small flag
        field: geometry
        means: Waves in the wind.
        cues: {words: [flagpole]}
        example: '\sigma_t'
        around: with a flagpole
        learn: [wiki-symbols]
notations:
  roofed:
    name: roofed
    field: geometry
    patterns: ['\lceil ?x \rceil_{?y}']
    senses: {'\lceil': left-ceiling.roof}
    means: What {x} is under its roof.
    written: ⌈x⌉
    example: '\lceil x \rceil_t'
    around: where it rains
    learn: [wiki-symbols]
"""


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Dictionary:
    path = tmp_path_factory.mktemp("own") / "mine.yaml"
    path.write_text(OWN, encoding="utf-8")
    return Dictionary(path)


def gaps() -> list[str]:
    return [line for line in GAPS.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]


def without(path: Path, held: set[str]) -> None:
    """Takes the senses that hold out of the list."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if line.strip() not in held), encoding="utf-8")


def senses(dictionary: Dictionary) -> Iterator[Sense]:
    for name in dictionary.store.ids("symbols"):
        symbol = dictionary.symbol(name)
        yield from symbol.senses if symbol else ()


def test_every_example_shows_its_sense(dictionary: Dictionary, request: pytest.FixtureRequest) -> None:
    listed, wrong = set(gaps()), {name for name, _ in strays(dictionary)}
    if request.config.getoption("--update-goldens"):
        without(GAPS, listed - wrong)
        listed &= wrong
    assert sorted(wrong - listed) == [], "these examples do not decode to a row with their sense"
    assert sorted(listed - wrong) == [], f"these hold by now; take them out of {GAPS.name} (pytest --update-goldens does)"


def test_no_gap_is_listed_twice() -> None:
    assert len(gaps()) == len(set(gaps()))


def test_prose_stands_around_an_example_only_where_it_is_needed(dictionary: Dictionary) -> None:
    around = [sense for sense in senses(dictionary) if sense.around]
    assert [s.id for s in around if shows(dictionary, s.id, dictionary.decode(s.example))] == []


@pytest.mark.parametrize(
    ("sense", "example", "shown"),
    [
        ("sigma.standard-deviation", r"\mathcal{N}(\mu, \sigma^2)", True),
        ("sigma.standard-deviation", r"\sigma(w^\top x + b)", False),
        ("left-ceiling.roof", r"\lceil x \rceil_k", True),  # its notation's row counts
        ("left-ceiling.roof", r"\lceil x \rceil", False),  # another notation's does not
        ("vertical-bar.given", "p(x | y)", True),  # the row is that of the look-alike, with the same key
        ("vertical-bar.given", r"p(x \mid y)", False),  # which is another sign when typed as such
        ("caret.hat", "x^{(i)}", True),  # silent: no row at all
        ("sigma.hush", r"\sigma", False),  # silent, but there is a row
        ("sigma.no-such-sense", r"\sigma", False),
    ],
)
def test_what_counts_as_shown(own: Dictionary, sense: str, example: str, shown: bool) -> None:
    assert shows(own, sense, own.decode(example)) is shown


def test_prose_around_an_example(own: Dictionary) -> None:
    sense = own.sense("sigma.small-flag")
    assert sense is not None
    assert shows(own, sense.id, own.decode(sense.example, context=sense.around))
    info = next(s for s in own.lookup("sigma")[0].senses if s.id == sense.id)
    assert (info.example, info.around) == (r"\sigma_t", "with a flagpole")
    assert own.lookup("roofed")[0].senses[0].around == "where it rains"


def test_the_command_prints_what_is_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    main(["no-sense-has-this-word"])
    assert capsys.readouterr().out == "every example shows its sense\n"


def test_the_list_shrinks(tmp_path: Path) -> None:
    path = tmp_path / "examples.txt"
    path.write_text("# latin.yaml\na.one\na.two\n\n# greek.yaml\nalpha.one\n", encoding="utf-8")
    without(path, {"a.one", "alpha.one"})
    assert path.read_text(encoding="utf-8") == "# latin.yaml\na.two\n\n# greek.yaml\n"
