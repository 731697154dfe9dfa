"""The way from YAML to the compiled dictionary: what is rejected, what the user's own files may do, what a broken build says.

Each file of ``cases/rejected`` is wrong in one way; its first line, ``# expect:``, holds a part of the problem to be reported.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import notation
from conftest import CASES, ROOT
from notation import Dictionary, DictionaryError, EntryError
from notation import dictionary as opened
from notation.compile.__main__ import main
from notation.compile.build import build, compiled
from notation.compile.load import load
from notation.compile.overlay import overlaid
from notation.store import Store, pack, write

SYMBOLS = ROOT / "symbols"
# Enough of the dictionary to compile against in milliseconds: its vocabulary without its entries.
VOCABULARY = ("commands", "fields", "forms", "operators", "prose", "reading", "resources/wikipedia", "search")
BASE = [SYMBOLS / f"{name}.yaml" for name in VOCABULARY]
REJECTED = sorted((CASES / "rejected").glob("*.yaml"))

OWN = r"""
symbols:
  brier-score:
    glyph: BS
    latex: ['\BS', '\mathrm{BS}']
    name: Brier score
    senses:
      forecast-score:
        name: forecast score
        field: statistics
        means: How far a forecast of chances was from what happened, on average; zero is perfect.
        example: '\mathrm{BS} = 0.2'
        learn: [wiki-symbols]
  digamma:
    glyph: ϝ
    latex: ['\digamma']
    name: our digamma
    senses:
      sixth:
        name: sixth quantity
        field: physics
        means: The last of the six things that we measure.
        example: '\digamma = 6'
        learn: [wiki-symbols]
notations:
  time-average:
    name: time average
    field: physics
    patterns: ['\langle ?x \rangle_{t}']
    means: What {x} comes to over a long time.
    written: ⟨x⟩ₜ
    reads: 'the average of {x} over time'
    example: '\langle v \rangle_t'
    learn: [wiki-symbols]
  binomial-coefficient:
    name: choices
    field: combinatorics
    patterns: ['\binom{?n}{?k}']
    means: In how many ways {k} things can be taken from {n}.
    written: (n k)
    reads: '{k} out of {n}'
    example: '\binom{n}{2}'
    learn: [wiki-symbols]
"""


def problems(*files: Path) -> list[str]:
    """What is wrong with these files, on top of the vocabulary."""
    try:
        compiled(load([*BASE, *files]))
    except EntryError as error:
        return error.problems
    return []


def written(folder: Path, text: str | bytes, name: str = "mine.yaml") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


# Rejected entries


def test_the_vocabulary_alone_is_right() -> None:
    assert problems() == []


@pytest.mark.parametrize("path", REJECTED, ids=lambda p: p.stem)
def test_rejected(path: Path) -> None:
    expected = path.read_text(encoding="utf-8").splitlines()[0].removeprefix("# expect: ")
    found = problems(path)
    assert any(expected in problem for problem in found), f"expected {expected!r}, got {found}"
    place = re.compile(re.escape(str(path)) + r":\d+: ")
    assert all(place.match(problem) for problem in found), found


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("symbols:\n  é: {}\n".encode("latin-1"), "is not UTF-8 text (byte 11); save it as UTF-8"),
        (b"\xff\xfes\x00y\x00", "is not UTF-8 text (byte 0)"),
        (b"symbols:\n  a: {name: '\x00'}\n", "is not YAML"),
        (b"# " + b"x" * 5_000_000, "more than 5,000,000 bytes, which is the most; split it"),
        (b"symbols: " + b"[" * 3000 + b"]" * 3000, "nests"),
    ],
)
def test_rejected_bytes(tmp_path: Path, content: bytes, expected: str) -> None:
    assert any(expected in problem for problem in problems(written(tmp_path, content)))


def test_brackets_without_end_do_no_harm(tmp_path: Path) -> None:
    path = written(tmp_path, "symbols: " + "[" * 100_000 + "]" * 100_000)
    code = (
        "import sys; from pathlib import Path; from notation.compile.load import load; print(load([Path(sys.argv[1])]).problems)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert "nests" in done.stdout


def test_all_problems_at_once(tmp_path: Path) -> None:
    wrong = OWN.replace("field: physics", "field: phsics").replace("zero is perfect.", "zero is perfect")
    found = problems(written(tmp_path, wrong))
    assert [p.split(": ")[1] for p in found] == ["brier-score.senses.forecast-score", "digamma.senses.sixth", "time-average"]
    assert [Path(p.split(": ")[0]).name for p in found] == ["mine.yaml:8", "mine.yaml:19", "mine.yaml:26"]


def test_an_id_in_two_files_is_a_problem(tmp_path: Path) -> None:
    files = [written(tmp_path, OWN, name) for name in ("one.yaml", "two.yaml")]
    assert f"brier-score is there already ({files[0]}:3); choose another id" in problems(*files)[0]


# The build


def test_the_same_sources_give_the_same_bytes(tmp_path: Path) -> None:
    folder = tmp_path / "symbols"
    for path in (*BASE, written(tmp_path, OWN)):
        written(folder_of(folder), path.read_bytes(), path.name)
    first, second = tmp_path / "first.json", tmp_path / "second.json"
    build(folder, first)
    script = "import sys; from notation.compile.__main__ import main; sys.exit(main(sys.argv[1:]))"
    subprocess.run(
        [sys.executable, "-c", script, str(folder), str(second)], check=True, env={**os.environ, "PYTHONHASHSEED": "7"}
    )
    assert first.read_bytes() == second.read_bytes()
    assert Dictionary.of(Store.read(first)).decode(r"\langle E \rangle_t").reading == "the average of E over time"


def folder_of(path: Path) -> Path:
    path.mkdir(exist_ok=True)
    return path


def test_a_build_that_fails_midway_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = written(tmp_path, "the old one", "dictionary.json")

    def half(path: Path, content: bytes) -> int:
        with path.open("wb") as file:
            file.write(content[: len(content) // 2])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", half)
    with pytest.raises(OSError, match="No space left"):
        write(pack({"words": list(range(1000))}, {}, {}), target)
    assert target.read_text(encoding="utf-8") == "the old one"
    assert [path.name for path in tmp_path.iterdir()] == ["dictionary.json"]


def test_the_command_prints_the_problems(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written(tmp_path, "symbols:\n  x: {nmae: x}\n")
    assert main([str(tmp_path), str(tmp_path / "out.json")]) == 1
    assert "mine.yaml:2: x: has no key 'nmae'; did you mean 'name'?" in capsys.readouterr().err
    assert not (tmp_path / "out.json").exists()


def test_the_command_without_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "nowhere"), str(tmp_path / "out.json")]) == 1
    assert "there is no folder" in capsys.readouterr().err


# The user's own entries


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Dictionary:
    """The shipped dictionary with entries of the user's own over it."""
    return Dictionary(written(tmp_path_factory.mktemp("own"), OWN))


def test_own_symbol_is_added(own: Dictionary) -> None:
    assert own.lookup("Brier score")[0].id == "brier-score"
    assert own.decode(r"\BS = 0.2").symbols[0].id == "brier-score.forecast-score"
    assert all(match.id != "brier-score" for match in notation.lookup("Brier score"))


def test_own_symbol_is_laid_over_a_shipped_one(own: Dictionary) -> None:
    assert own.lookup("ϝ")[0].name == "our digamma"
    assert own.decode(r"\digamma = 6").symbols[0].name == "sixth quantity"
    assert notation.lookup("ϝ")[0].name == "digamma"


def test_own_notation_is_added_and_overrides(own: Dictionary) -> None:
    assert own.decode(r"\langle E \rangle_t").reading == "the average of E over time"
    assert own.decode(r"\binom{n}{k}").reading == "k out of n"
    assert notation.decode(r"\binom{n}{k}").reading == "n choose k"


def test_the_shipped_entries_stay(own: Dictionary) -> None:
    assert own.decode(r"\nabla_\theta J").reading == "the gradient of J with respect to theta"
    assert own.lookup("∇").to_dict() == notation.lookup("∇").to_dict()


def test_own_sense_joins_the_shipped_ones(tmp_path: Path) -> None:
    shipped, sense = OWN.split("  digamma:")[0], OWN.split("      forecast-score:\n")[1].split("  digamma:")[0]
    store = compiled(load([*BASE, written(tmp_path, shipped)]))
    more = written(tmp_path, f"symbols:\n  brier-score:\n    senses:\n      second-score:\n{sense}", "more.yaml")
    senses = Dictionary.of(overlaid(store, [more])).lookup("Brier score")[0].senses
    assert {s.id for s in senses} == {"brier-score.forecast-score", "brier-score.second-score"}


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(EntryError, match=r"nowhere\.yaml: cannot be read: No such file"):
        Dictionary(tmp_path / "nowhere.yaml")


def test_a_folder_without_entries(tmp_path: Path) -> None:
    with pytest.raises(DictionaryError, match=r"there is no \*\.yaml file in this folder"):
        Dictionary(tmp_path)


def test_a_broken_file(tmp_path: Path) -> None:
    with pytest.raises(EntryError, match=r"mine\.yaml:3: is not YAML"):
        Dictionary(written(tmp_path, "symbols:\n  x: [\n"))


def test_a_wrong_entry(tmp_path: Path) -> None:
    with pytest.raises(EntryError) as caught:
        Dictionary(str(written(tmp_path, OWN.replace("field: combinatorics", "field: counting rods"))))
    assert caught.value.problems == [str(caught.value)]
    assert re.search(r"mine\.yaml:35: binomial-coefficient: the field 'counting rods' is not known", str(caught.value))


def test_an_empty_file_changes_nothing(tmp_path: Path) -> None:
    store = compiled(load(BASE))
    assert overlaid(store, [written(tmp_path, "# nothing yet\n")]).body == store.body


# A build that is missing, stale or damaged


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A checkout with a small dictionary, compiled, in the place of the shipped one."""
    folder = folder_of(tmp_path / "symbols")
    for path in BASE:
        written(folder, path.read_bytes(), path.name)
    written(tmp_path, "", "pyproject.toml")
    target = tmp_path / "dictionary.json"
    build(folder, target)
    monkeypatch.setattr(opened, "SOURCES", folder)
    monkeypatch.setattr(opened, "COMPILED", target)
    caches = (opened._shipped_store, opened._shipped)
    for cache in caches:
        cache.cache_clear()
    yield tmp_path
    for cache in caches:
        cache.cache_clear()


def test_a_fresh_build_opens(checkout: Path) -> None:
    later = (checkout / "dictionary.json").stat().st_mtime + 10
    os.utime(checkout / "symbols" / "fields.yaml", (later, later))
    assert Dictionary.shipped().known_field("statistics") == ("statistics", "")


def test_a_stale_build_names_the_command(checkout: Path) -> None:
    changed = checkout / "symbols" / "fields.yaml"
    later = (checkout / "dictionary.json").stat().st_mtime + 10
    changed.write_text(changed.read_text(encoding="utf-8") + "# an edit\n", encoding="utf-8")
    os.utime(changed, (later, later))
    with pytest.raises(DictionaryError, match=r"fields\.yaml has changed .*; run `python -m notation\.compile`"):
        Dictionary.shipped()


def test_a_missing_build_names_the_command(checkout: Path) -> None:
    (checkout / "dictionary.json").unlink()
    with pytest.raises(DictionaryError, match=r"has not been compiled yet; run `python -m notation\.compile`"):
        notation.lookup("nabla")


def test_a_missing_build_of_an_installed_package(checkout: Path) -> None:
    (checkout / "pyproject.toml").unlink()
    (checkout / "dictionary.json").unlink()
    with pytest.raises(DictionaryError, match=r"cannot be read .*; run `python -m notation\.compile`"):
        notation.decode("x")


@pytest.mark.parametrize("content", [b"", b"{}\n", b"not json\n", b'{"format": "notation-dictionary 0", "length": 0}\n', b"[]\n"])
def test_a_damaged_build_names_the_command(checkout: Path, content: bytes) -> None:
    written(checkout, content, "dictionary.json")
    with pytest.raises(DictionaryError, match=r"damaged or of another version; run `python -m notation\.compile`"):
        notation.lookup("nabla")


def test_half_a_build_is_damaged(checkout: Path) -> None:
    whole = (checkout / "dictionary.json").read_bytes()
    written(checkout, whole[: len(whole) // 2], "dictionary.json")
    with pytest.raises(DictionaryError, match="damaged"):
        notation.lookup("nabla")
