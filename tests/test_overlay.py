"""The user's own entries over the shipped ones: the same as if all were compiled together, from wherever they come."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from notation import Dictionary, DictionaryError, EntryError, personal
from notation.compile import check
from notation.compile.build import compiled
from notation.compile.load import load
from notation.compile.overlay import joined, overlaid, problems_in
from notation.store import LaidOver, Store
from test_compile import BASE, OWN, written

# Changes a symbol, a meaning that two symbols share, and a notation; adds one of each.
MORE = r"""
symbols:
  brier-score:
    name: Brier's score
    senses:
      sharpness:
        name: sharpness
        field: statistics
        means: How far from one half the chances of a forecast are.
        example: '\BS > 1'
        learn: [wiki-symbols]
  bowtie-thing:
    glyph: ⋈
    latex: ['\mybow', '\m!']
    name: bow tie
    aliases: [butterfly]
    shapes: [two triangles that touch]
    senses:
      hidden-thing: {example: 'x \mybow y'}
concepts:
  hidden-thing:
    name: hidden knot
    aliases: [secret knot]
    field: physics
    means: A knot that nobody has seen.
    learn: [wiki-symbols]
notations:
  time-average:
    name: mean over time
    field: physics
    patterns: ['\langle ?x \rangle_{t}']
    means: What {x} comes to in the long run.
    written: ⟨x⟩ₜ
    reads: '{x} averaged over time'
    example: '\langle v \rangle_t'
    learn: [wiki-symbols]
  bow-of:
    name: bow of two things
    field: physics
    patterns: ['\mybow(?a, ?b)']
    senses: {'\mybow': bowtie-thing.hidden-thing}
    means: Ties {a} to {b}.
    written: ⋈(a, b)
    reads: 'the bow of {a} and {b}'
    example: '\mybow(a, b)'
    learn: [wiki-symbols]
"""
QUERIES = (
    "Brier score", "Brier's score", "BS", r"\BS", "forecast score", "sharpness", "⋈", r"\mybow", "butterfly", "two triangles",
    "hidden knot", "secret knot", "buterfly", "mean over time", "time average", r"\langle v \rangle_t", "bow of two things",
    "digamma", "our digamma", "a knot that nobody has seen", "choices", "qqqq",
)  # fmt: skip
FORMULAS = (
    r"\BS = 0.2", r"\langle E \rangle_t + 1", r"\mybow(a, b)", "x ⋈ y", r"\m! y", r"\digamma = 6", r"\binom{n}{k}", "x^2 + y",
)  # fmt: skip


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A small dictionary in the place of the shipped one."""
    return compiled(load([*BASE, written(tmp_path_factory.mktemp("shipped"), OWN)]))


@pytest.fixture(scope="module")
def more(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("more"), MORE)


# The same as a whole build


def test_look_ups_are_those_of_a_whole_build(small: Store, more: Path) -> None:
    laid, whole = Dictionary.of(overlaid(small, [more])), Dictionary.of(compiled(joined(small, load([more]))))
    assert isinstance(laid.store, LaidOver)
    for query in QUERIES:
        found, expected = laid.lookup(query), whole.lookup(query)
        assert [(m.id, m.name, m.senses) for m in found] == [(m.id, m.name, m.senses) for m in expected], query
        assert found.suggestions == expected.suggestions, query


def test_decodings_are_those_of_a_whole_build(small: Store, more: Path) -> None:
    laid, whole = Dictionary.of(overlaid(small, [more])), Dictionary.of(compiled(joined(small, load([more]))))
    assert [laid.decode(f).to_dict() for f in FORMULAS] == [whole.decode(f).to_dict() for f in FORMULAS]
    assert laid.decode(r"\mybow(a, b)").reading == "the bow of a and b"


def test_old_words_of_a_changed_entry_lead_nowhere(small: Store, more: Path) -> None:
    laid = Dictionary.of(overlaid(small, [more]))
    assert laid.decode(r"\langle v \rangle_t").reading == "v averaged over time"
    assert "time average" not in [m.matched_text for m in laid.lookup("time average")]
    assert {s.id for s in laid.lookup("BS")[0].senses} == {"brier-score.forecast-score", "brier-score.sharpness"}


def test_a_changed_concept_reaches_the_symbols_that_have_it(small: Store, more: Path, tmp_path: Path) -> None:
    again = MORE.split("concepts:")[1].split("notations:")[0].replace("hidden knot", "open knot")
    laid = Dictionary.of(overlaid(overlaid(small, [more]), [written(tmp_path, "concepts:" + again)]))
    assert laid.lookup("open knot")[0].id == "bowtie-thing"
    assert laid.lookup("⋈")[0].senses[0].name == "open knot"
    assert "hidden knot" not in [m.matched_text for m in laid.lookup("hidden knot")]


def test_a_new_entry_takes_over_what_it_spells(small: Store, tmp_path: Path) -> None:
    own = OWN.split("  digamma:")[0].replace("brier-score", "bank-statement").replace("Brier score", "bank statement")
    laid = Dictionary.of(overlaid(small, [written(tmp_path, own)]))
    assert laid.decode(r"\BS").symbols[0].id == "bank-statement.forecast-score"
    assert [m.id for m in laid.lookup("BS")][:2] == ["bank-statement", "brier-score"]


def test_a_new_notation_goes_before_a_shipped_one_with_the_same_pattern(small: Store, tmp_path: Path) -> None:
    own = "notations:\n  takings:" + OWN.split("  binomial-coefficient:")[1].replace("{k} out of {n}", "{k} taken of {n}")
    laid = Dictionary.of(overlaid(small, [written(tmp_path, own)]))
    assert laid.decode(r"\binom{n}{k}").reading == "k taken of n"


def test_files_that_change_the_vocabulary_are_compiled_with_all(small: Store, tmp_path: Path) -> None:
    own = written(tmp_path, "commands:\n  skip: ['\\skipme']\n")
    laid = overlaid(small, [own])
    assert not isinstance(laid, LaidOver)
    assert not Dictionary.of(laid).decode(r"x \skipme y").unknown


def test_a_command_that_only_begins_a_shipped_one_changes_nothing_shipped(small: Store, tmp_path: Path) -> None:
    own = "symbols:\n  lone: {glyph: ⟅, latex: ['\\b'], name: lone}\n"  # as \binom does
    assert isinstance(overlaid(small, [written(tmp_path, own)]), LaidOver)


def test_what_is_typed_for_a_sign_is_the_users_to_say(small: Store, tmp_path: Path) -> None:
    content = "typed-signs: {imitated: {'+': ['&+']}, powers-of-ten: {×: [d]}}\n"
    laid = Dictionary.of(overlaid(small, [written(tmp_path, content)]))
    assert laid.decode("a &+ b").reading == "a plus sign b"
    assert laid.decode("1e-3").reading.startswith("1 e ")  # without a letter for it, no power of ten


# Several files


def named(folder: Path, name: str, file: str = "mine.yaml") -> Path:
    """A file with one symbol, which has this name."""
    folder.mkdir(exist_ok=True)
    return written(folder, OWN.split("  digamma:")[0].replace("name: Brier score", f"name: {name}"), file)


def test_a_later_file_goes_over_an_earlier_one(tmp_path: Path) -> None:
    first, second = named(tmp_path / "a", "first name"), named(tmp_path / "b", "second name")
    assert Dictionary(first, second).lookup("BS")[0].name == "second name"
    assert Dictionary(second, first).lookup("BS")[0].name == "first name"


def test_a_folder_is_all_its_files(tmp_path: Path) -> None:
    named(tmp_path / "a", "some name")
    written(tmp_path / "a", MORE.split("concepts:")[0].replace("hidden-thing: {", "gradient: {"), "zmore.yaml")
    with pytest.raises(EntryError, match=r"brier-score is there already .*; choose another id"):
        Dictionary(tmp_path / "a")
    (tmp_path / "a" / "zmore.yaml").unlink()
    assert Dictionary(tmp_path / "a").lookup("BS")[0].name == "some name"


# The user's places


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    (tmp_path / "config").mkdir()
    return tmp_path / "config" / "notation"


def test_nothing_of_the_users_is_the_shipped_dictionary(config: Path) -> None:
    assert Dictionary.personal() is Dictionary.shipped()
    config.mkdir()
    assert Dictionary.personal() is Dictionary.shipped()


def test_the_places_in_their_order(config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    named(config, "from the config folder")
    assert Dictionary.personal().lookup("BS")[0].name == "from the config folder"
    paths = [named(tmp_path / name, f"from {name}") for name in ("one", "two")]
    monkeypatch.setenv("NOTATION_PATH", os.pathsep.join(map(str, [*paths, ""])))
    assert personal.places() == [config, *paths]
    assert Dictionary.personal().lookup("BS")[0].name == "from two"
    mine = Dictionary.personal(named(tmp_path / "three", "from the option"))
    assert (mine.lookup("BS")[0].name, mine.warnings) == ("from the option", ())


def test_broken_places_are_left_out_with_a_warning(config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    named(config, "from the config folder")
    written(config, "symbols:\n  x: {nmae: y}\n", "wrong.yaml")
    (tmp_path / "empty").mkdir()
    monkeypatch.setenv("NOTATION_PATH", os.pathsep.join([str(tmp_path / "nowhere.yaml"), str(tmp_path / "empty")]))
    mine = Dictionary.personal()
    assert mine.lookup("BS")[0].name == "from the config folder"
    assert mine.lookup("∇")[0].name == "nabla"
    wrong, missing, empty = mine.warnings
    assert wrong.startswith(f"{config / 'wrong.yaml'} is left out, see `notation check`: ")
    assert "wrong.yaml:2: x: has no key 'nmae'; did you mean 'name'?" in wrong
    assert "nowhere.yaml: cannot be read: No such file" in missing
    assert "there is no *.yaml file in this folder" in empty


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes as POSIX has them")
def test_nothing_waits_for_a_pipe(config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    monkeypatch.setenv("NOTATION_PATH", str(tmp_path / "pipe.yaml"))
    assert "neither a file nor a folder" in Dictionary.personal().warnings[0]


def test_a_broken_file_that_is_named_is_an_error(config: Path, tmp_path: Path) -> None:
    named(config, "from the config folder")
    with pytest.raises(DictionaryError):
        Dictionary.personal(written(tmp_path, "symbols: ["))


@pytest.mark.skipif(os.name == "nt" or sys.platform == "darwin", reason="these systems have folders of their own")
@pytest.mark.parametrize("given", ["", "relative/path"])
def test_the_config_folder_without_the_variable(monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", given)
    monkeypatch.setenv("HOME", "/somewhere")
    assert personal.config_folder() == Path("/somewhere/.config/notation")


# Files that mean harm


def bomb(levels: int = 40) -> str:
    """YAML that would be 9**40 texts, if aliases were followed."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, levels)]
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (bomb().encode(), "an alias (*name) is not taken; write the text out"),
        (b"symbols: &s\n  x: *s\n", "an alias (*name) is not taken"),
        (b"symbols: !!python/object/apply:os.system ['true']\n", "the tag tag:yaml.org,2002:python/object/apply:os.system"),
        (b"symbols:\n  x: !!binary aGVsbG8=\n", "expected keys and values"),
        (bytes(range(256)) * 10, "is not UTF-8 text"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "is not UTF-8 text"),
        (b"# " + b"x" * 6_000_000, "more than 5,000,000 bytes, which is the most; split it"),
        (b"- a\n- b\n", "expected a mapping such as `symbols:`"),
        (b"just words", "expected a mapping such as `symbols:`"),
        (b"symbols: text\n", "symbols: expected entries by id"),
        (b"symbols:\n  x:\n    glyph: {a: b}\n    latex: [[x]]\n    senses: [x]\n    name: []\n", "glyph must be plain text"),
        (b"symbols:\n  x:\n    senses:\n      y: {cues: {near: {a: b}}, common: many}\n", "cues.near must be a list"),
        (b"notations:\n  x: {holes: {a: b}, patterns: {}}\n", "holes.a must have keys and values below it"),
        (b"resources:\n  x: {parts: {a: b}}\n", "parts.a must have keys and values below it"),
        (b"resources:\n  x: {parts: {a: {title: b}}}\n", "its part 'a' lacks 'url'"),
        (b"operators:\n  x: {fixity: infix, strength: much}\n", "strength is a number"),
        (b"macros:\n  x: {definitions: [{name: y}]}\n", "definition 1 needs a body"),
        (b"search:\n  synonyms: {a: b}\n", "it must be a list"),
        (b"reading:\n  words: [a]\n", "it must have keys and values below it"),
        (b"reading:\n  words: {recognised: '{0} {7}'}\n", "it may have: {0}, {1}"),
        (b"reading:\n  words: {recognised: '{0.__class__}'}\n", "recognised has slots in braces that it cannot have"),
        (b"reading:\n  words: {recognised: '{0:>9999999999}'}\n", "recognised has slots in braces that it cannot have"),
        (b"reading:\n  words: {and: '{'}\n", "it may have: none"),
        (b"search:\n  accents: {U+110000: y}\n", "'U+110000' is no code point"),
        (b"search:\n  fences: {'ceil(': x}\n", "write both brackets with a space between them"),
        (b"prose:\n  phrases: {is: ['']}\n", "item 1 of it.is is empty"),
        (b"symbols:\n  ? [a, b]\n  : {c: d}\n", "a key is plain text"),
        (b"# one\nsymbols:\n  x\x1b: y\n", ":3: is not YAML: the character U+001B is not allowed"),
    ],
)
def test_harmful_files(small: Store, tmp_path: Path, content: bytes, expected: str) -> None:
    path = written(tmp_path, content)
    assert any(expected in problem for problem in problems_in(small, [path]))
    with pytest.raises(EntryError):
        overlaid(small, [path])


def test_an_arrow_of_no_known_sign_carries_no_note(small: Store, tmp_path: Path) -> None:
    own = written(tmp_path, "labelled-arrows:\n  '\\nosuch': ['\\xrightarrow', '\\xnosuch']\n")
    assert Dictionary.of(overlaid(small, [own])).decode(r"a \xnosuch{b} c").unknown


def test_a_file_of_nothing_but_mistakes_is_told_in_part(small: Store, tmp_path: Path) -> None:
    path = written(tmp_path, "symbols:\n" + "".join(f"  x{n}: {{nmae: y}}\n" for n in range(30_000)))
    found = problems_in(small, [path])
    assert check.MOST_PROBLEMS < len(found) < check.MOST_PROBLEMS + 10
    assert found[-1].startswith("… and perhaps more: the check stops at 1,000 problems")


def test_tags_run_nothing(tmp_path: Path) -> None:
    proof = tmp_path / "proof"
    path = written(tmp_path, f"symbols: !!python/object/apply:os.mkdir ['{proof}']\n")
    code = "import sys, notation\ntry: notation.Dictionary(sys.argv[1])\nexcept notation.EntryError as e: print(e)"
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    assert "is not taken" in done.stdout
    assert not proof.exists()


def test_every_stage_is_told_at_once(small: Store, tmp_path: Path) -> None:
    wrong = MORE.replace("name: bow tie", "nmae: bow tie").replace("{x} averaged", "{q} averaged")
    wrong = wrong.replace(r"example: '\mybow(a, b)'", "example: '" + r"\sqrt" * 99 + "'").replace(
        "  hidden-thing:\n", "  Hidden:\n"
    )
    found = "\n".join(problems_in(small, [written(tmp_path, wrong)]))
    for expected in ("no key 'nmae'", "lacks 'name'", "kebab-case", "the hole 'q' is not known"):
        assert expected in found


def test_a_pattern_and_an_example_are_told_together(small: Store, tmp_path: Path) -> None:
    wrong = MORE.replace(r"patterns: ['\langle ?x \rangle_{t}']", "patterns: ['?x']").replace(
        "'x \\mybow y'", "'" + r"\sqrt" * 99 + "'"
    )
    found = problems_in(small, [written(tmp_path, wrong)])
    assert [problem.split(": ")[1] for problem in found] == ["bowtie-thing.senses.hidden-thing", "time-average"]
