"""The public face is exactly ``__all__``, and every part of it is documented."""

from __future__ import annotations

import dataclasses
import inspect

import pytest

import notation


def test_all_is_what_is_there() -> None:
    typing_names = {"TYPE_CHECKING"}
    public = {n for n, v in vars(notation).items() if not n.startswith("_") and not inspect.ismodule(v)} - typing_names
    assert public <= set(notation.__all__)
    assert dir(notation) == notation.__all__
    assert all(hasattr(notation, name) for name in notation.__all__)
    assert not hasattr(notation, "nothing_of_the_kind")
    assert list(notation.__all__) == sorted(notation.__all__)


@pytest.mark.parametrize("name", [n for n in notation.__all__ if n != "__version__"])
def test_documented(name: str) -> None:
    assert inspect.getdoc(getattr(notation, name))


@pytest.mark.parametrize("name", ["Row", "Decoding", "Match", "SenseInfo", "LookupResult", "Pointer"])
def test_results_are_frozen(name: str) -> None:
    kind = getattr(notation, name)
    if dataclasses.is_dataclass(kind):
        assert vars(kind)["__dataclass_params__"].frozen
    else:
        assert issubclass(kind, tuple)
        assert kind._fields


def test_functions_stay_functions_after_use() -> None:
    notation.lookup("x")
    notation.decode("x")
    assert inspect.isfunction(notation.lookup)
    assert inspect.isfunction(notation.decode)


@pytest.mark.parametrize("nothing", ["", "   ", "\n\t"])
def test_nothing_is_an_input_error(nothing: str) -> None:
    with pytest.raises(notation.InputError, match="nothing to look up"):
        notation.lookup(nothing)
    with pytest.raises(notation.InputError, match="nothing to decode"):
        notation.decode(nothing)


def test_results_become_plain_data() -> None:
    found = notation.lookup("∇").to_dict()
    assert found["matches"][0]["senses"][0]["resources"][0]["url"].startswith("https://")
    told = notation.decode(r"\nabla f").to_dict()
    assert told["symbols"][0]["spans"]


def test_unknown_field_is_a_warning() -> None:
    assert "no field" in notation.decode("x", field="astrology").warnings[0]
    assert notation.decode("x", field="optimization").warnings == ()


def test_notebook_shows_tables() -> None:
    assert "<table" in notation.decode(r"\sigma(x)")._repr_html_()
    assert "|" in notation.decode(r"\sigma(x)")._repr_markdown_()
    assert "∇" in notation.lookup("∇")._repr_html_()
