"""A small dictionary in the place of the real one, so that tests of the command line do not depend on what it says.

Run as a script it is the command line with that dictionary: ``python cli_stub.py lookup nabla``.
"""

from __future__ import annotations

from notation.errors import InputError
from notation.explanations import Alternative, Decoding, Recognised, Row, Unknown
from notation.results import Confusion, LookupResult, Match, Pointer, SenseInfo, Typed

CALCULUS = Pointer("mml-5-2", "Mathematics for Machine Learning", "Section 5.2", "https://example.org/mml#5.2")
VIDEO = Pointer("video", "The gradient, seen", "the whole lesson", "https://example.org/a-rather-long-address/of-a-lesson")

GRADIENT = SenseInfo(
    "nabla.gradient",
    "gradient",
    "vector calculus",
    "The direction in which a function rises fastest, with its length saying how steep the rise is.",
    "grad f",
    r"\nabla f",
    (CALCULUS, VIDEO),
    "the gradient of f",
)

NABLA = Match(
    "nabla", "symbol", "∇", "nabla", (r"\nabla",), "U+2207", 100.0, "name", "nabla",
    (GRADIENT, *(SenseInfo(f"nabla.s{n}", f"sense {n}", "geometry", f"Meaning number {n}.", "", "") for n in range(2, 7))),
    "del", ("del", "gradient operator"), ("upside-down triangle",),
    (Confusion("capital-delta", "Δ", "capital delta", "Delta points up, nabla points down."),), Typed("&nabla;", "nabla"),
)  # fmt: skip

TRANSPOSE = Match(
    "transpose", "notation", "Aᵀ", "transpose", (r"A^\top",), None, 61.5, "alias", "flip",
    (SenseInfo("transpose", "transpose", "linear algebra", "The matrix A flipped over its diagonal, so that its rows "
               "become its columns.", "A transpose", r"A^\top"),),
)  # fmt: skip

SNOWMAN = Match("u2603", "symbol", "☃", "snowman", (), "U+2603", 100.0, "symbol", "☃", (), source="unicode")

MANY = (NABLA, TRANSPOSE, *(SNOWMAN for _ in range(8)))


def row(latex: str, symbol: str, name: str, **more: object) -> Row:
    """A row of a glossary with what the tests do not ask about filled in."""
    plain: dict[str, object] = {
        "kind": "symbol", "say": name, "meaning": f"What {name} is.", "field": "statistics", "id": f"{name}.{name}",
        "why": "it is named in the text", "source": "dictionary", "confidence": "certain", "spans": ((0, len(latex)),),
    }  # fmt: skip
    return Row(latex=latex, symbol=symbol, name=name, **{**plain, **more})  # type: ignore[arg-type]


def decoding(snippet: str) -> Decoding:
    """A decoding with something of everything."""
    guess = (Alternative("a", "angle", "An angle.", "geometry"), Alternative("b", "temperature", "How hot.", "physics"))
    rows = (
        row(r"\nabla", "∇", "gradient", meaning=GRADIENT.meaning, resources=(CALCULUS,), field="vector calculus"),
        row(r"\theta", "θ", "parameters", confidence="guess", alternatives=guess, why="it stands below a gradient"),
        row(r"\frac{\partial f}{\partial x}", "∂f/∂x", "partial derivative", kind="notation", confidence="likely"),
        row("=", "=", "equals", elementary=True),
        row("+", "+", "plus", elementary=True),
    )
    known = (Recognised("policy-gradient", "the policy gradient", "How to change a policy to earn more.", ((0, 6),), (VIDEO,)),)
    return Decoding(snippet, "the gradient of J with respect to theta", rows, known, (Unknown(r"\foo", ((0, 4),)),), ("odd",))


class StubDictionary:
    """What the command line asks of a dictionary, and nothing behind it."""

    def lookup(self, query: str, field: str | None = None, limit: int | None = 10) -> LookupResult:
        """The nabla and others; nothing for words with ``xyzzy`` in them."""
        if query == "boom":
            raise ZeroDivisionError("a mistake of the tool's own")
        if "xyzzy" in query:
            return LookupResult(query, (), ("nabla", "del"))
        matches = (SNOWMAN,) if query == "☃" else MANY[:limit]
        return LookupResult(query, matches, (), (f"no field is called {field}",) if field == "cookery" else ())

    def decode(self, snippet: str, context: str | None = None, field: str | None = None, macros: str | None = None) -> Decoding:
        """The same for every snippet; an error where it holds ``{{{``."""
        if "{{{" in snippet:
            raise InputError("a brace is not closed", text=snippet, position=snippet.index("{{{"), hint="close it with }")
        if snippet == "boom":
            raise RecursionError("a mistake of the tool's own")
        return decoding(snippet)


if __name__ == "__main__":
    from notation import cli
    from notation.cli import common

    common.open_dictionary = lambda symbols: StubDictionary()  # type: ignore[assignment, return-value]
    cli.main()
