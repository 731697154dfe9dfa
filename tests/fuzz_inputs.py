"""Makes odd requests for ``fuzz``: mutated seeds, and LaTeX, Unicode, MathML and prose made up from pieces.

Takes a source of randomness, the checkout (its cases, examples and entries are the seeds) and files of formulas; gives
:class:`Request` values, the same ones for the same seed.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

T = TypeVar("T")
MAX_TEXT = 4_000
DEEPEST = 6
_TOKEN = re.compile(r"\\[A-Za-z]+|\\.|&#?\w+;|<[^<>]*>|\w+|\s+|.", re.DOTALL)
_COMMAND = re.compile(r"\\[A-Za-z]+")
_EXAMPLE = re.compile(r"^ *example: +'(.+)'$", re.MULTILINE)
_ENTRY = re.compile(r"^  (?=\S)", re.MULTILINE)

ENVIRONMENTS = "matrix pmatrix bmatrix cases aligned align gather equation split array smallmatrix nonsense".split()
ACCENTS = r"\hat \bar \tilde \vec \dot \ddot \overline \underline \mathbf \mathcal \mathbb \mathrm \boldsymbol \text \bm".split()
LARGE = r"\sum \prod \int \lim \max \arg\min \bigcup \sup \sqrt \mathbb{E} \iint \nabla \partial".split()
STACKS = r"\frac \binom \dfrac \overset \underset".split()
FENCES = [("(", ")"), ("[", "]"), (r"\{", r"\}"), ("|", "|"), (r"\|", r"\|"), (r"\langle ", r"\rangle "), (r"\left(", r"\right)")]
AROUND = [*FENCES, ("{", "}"), ("$", "$"), ("^{", "}"), (r"\frac{", "}{"), (r"\begin{cases}", r"\end{cases}")]
JOINTS = ["", " ", "+", "-", "=", ",", r" \cdot ", r" \mid ", r" \to ", "&", "/", ":", r" \in ", "<", ";", "!", "'"]
LETTERS = "a b c f g i j k n p q t u v w x y z A B E H K L N P Q R S X Y Z".split()
SIGNS = (
    "∇ ∂ ∫ ∑ ∏ √ ∞ ∈ ∉ ⊂ ∪ ∩ ∀ ∃ → ↦ ≤ ≥ ≠ ≈ ∼ ± × ÷ · ⊙ ⊗ ⊕ ‖ ⟨ ⟩ ⌊ ⌋ ℝ 𝔼 𝒩 𝐱 𝜎 θ λ μ Σ ₁ ₂ ₙ ² ⁿ ⁻¹ ᵀ ′ ″ ̂ ̄ ⃗ ½ ⅔ ∬ ⋯ … −"
).split()
ODD = (
    "\x00", "\x1b[31m", "\u200b", "\u202e", "\ufeff", "\ud800", "\U0010ffff", "\ufffd", "ﬁ", "İ", "ß", "ǆ", "\u093c", "٣", "²²",
    "\x85", "\u2028",
)  # fmt: skip
BREAKERS = (
    r"{ } $ $$ \ \\ & # #1 #9 ^ _ ^^ __ ~ % ' '' | || \left \right \left. \right. \begin{ \end{ \( \) \[ \] \def \let \over "
    r"\newcommand \choose \not \limits \middle| \middle \sqrt[ \frac \operatorname \text{ \mbox{$ \substack{ "
    r"\catcode \verb| \hline \\[2pt] \tag{ \label{ \color{red} \ensuremath \mathop \phantom \relax \csname \endcsname \input "
    r"\write18 \textbackslash \prime \mid \DeclareMathOperator \begin{matrix}\end{matrix}"
).split()
ELEMENTS = (
    "mrow mfrac msqrt mroot msub msup msubsup munder mover munderover mtable mtr mtd mfenced mstyle semantics math mmultiscripts "
    "menclose"
).split()
LEAVES = ["mi", "mn", "mo", "mtext", "ms", "mspace", "annotation"]
DRAWN = [*SIGNS, *LETTERS, "&nabla;", "&#x3bb;", "&no;", "<", ""]
ATTRIBUTES = ["", " open=&quot;", " mathvariant=bold", " x"]
MACROS = (
    r"\def\a{\a\a}", r"\def\a{\b}\def\b{\a}", r"\newcommand{\R}{\mathbb{R}}", r"\newcommand{\n}[1]{\|#1\|}",
    r"\newcommand{\a}[2][x]{#2^{#1}}", r"\let\a\b", r"\DeclareMathOperator*{\amin}{arg\,min}", r"\newcommand{\a}[9]{#9#0}",
    r"\def\ip<#1,#2>{#1#2}", r"\def", r"\newcommand{\x}{\x^\x}",
    r"\def\a#1{#1#1}", r"\renewcommand\vec[1]{\mathbf{#1}}", "dlbook", "no such set",
)  # fmt: skip
FIELDS = ("", "", "statistics", "deep learning", "linear algebra", "no such field", "STATISTICS", "x" * 300, "∇", "\x00")
PROSE = (
    "where {0} is the learning rate", "let {0} denote the set of {1}", "Here, {0} and {1} are the mean and variance of {2}.",
    "{0} := {1} (the so-called {2})", "For all {0} in {1}, we call {0} a $k$-th {2}.", "The matrix ${0}$ of weights, i.e. {1}",
    "costs $5 or $ {0} $", r"see \cite{{a}} and \ref{{b}}: {0}", "- {0}\n- {1}\n\n# {2}", "`{0}` **{1}** [{2}](http://x)",
    r"\begin{{equation}}{0}\end{{equation}} with {1} the number of {2}", r"\({0}\) stands for {1}; \[{2}\]", "{0}, {1}, … are",
    "<p>{0}</p> &lt;{1}&gt; &{2};",
)  # fmt: skip
QUERIES = (
    "upside down triangle", "arrow with a hook", "U+2207", "&nabla;", "lamda", "circle with a plus", "lower case sigma", "0x2207",
    "the number of", "what does ∇ mean", "x hat", "norm", "&#8711;", "\\u2207", "nabla f", "sum from 1 to n", "bold x", "E[X]",
)  # fmt: skip
VALUES = (
    "", "~", "[]", "{}", "[x", "{a: b}", "'", '"\\nabla"', "*a", "&a x", "!!python/object:x y", "|\n", "1:30", "\t", "? x", "-",
    "'?x'", "'??x'", "'?x ?x'", "'{'", "'}'", "'[{'", "'\\'", "999999999999", "-1", "on", "x" * 400, "'$'", "'\\frac'",
    "[[[[[]]]]]", "'{x} [{y}'", "∇", "{x: }", "[~]", "[{}]", "[[x]]",
)  # fmt: skip


class Request(NamedTuple):
    """What is asked: ``kind`` is decode, lookup or dictionary (then ``text`` is a file of entries)."""

    kind: str
    text: str
    context: str = ""
    field: str = ""
    macros: str = ""

    @property
    def bare(self) -> bool:
        """Whether the text of a formula is all of it."""
        return self.kind == "decode" and not (self.context or self.field or self.macros)

    def to_dict(self) -> dict[str, str]:
        """The request as a line of ``--jsonl``."""
        found = {"latex" if self.kind == "decode" else "query": self.text}
        return found | {name: value for name in ("context", "field", "macros") if (value := getattr(self, name))}

    @classmethod
    def of(cls, line: dict[str, Any]) -> Request:
        """The request that a line of ``--jsonl`` makes."""
        kind, text = ("decode", line["latex"]) if "latex" in line else ("lookup", line["query"])
        return cls(kind, text, *(line.get(name, "") for name in ("context", "field", "macros")))


def tokens_of(text: str) -> list[str]:
    """A text in pieces that are taken out, doubled and swapped whole."""
    return _TOKEN.findall(text)


class Maker:
    """Makes requests; ``source`` is the only randomness."""

    def __init__(self, source: random.Random, root: Path, files: list[Path]) -> None:
        self.random = source
        texts = [_read(path) for path in sorted((root / "tests" / "cases").rglob("*.*"))]
        entries = [_read(path) for path in sorted((root / "symbols").rglob("*.yaml"))]
        examples = [example for text in entries for example in _EXAMPLE.findall(text)]
        lines = [line for text in [*texts, *map(_read, files)] for line in text.splitlines()]
        self.formulas: list[str] = examples + [line for line in lines if line.strip()]
        self.whole = texts
        self.entries = [piece for text in entries for piece in _separate(text)]
        self.commands: list[str] = sorted({c for formula in self.formulas for c in _COMMAND.findall(formula)})
        self.shapes: list[Callable[[int], str]] = [
            self._fraction, self._scripts, self._fenced, self._environment, self._accented, self._large, self._application,
        ]  # fmt: skip

    def request(self) -> Request:
        """One request."""
        kind = self.random.random()
        if kind < 0.005:
            return Request("dictionary", self._yaml()[: 4 * MAX_TEXT])
        if kind < 0.15:
            return Request("lookup", self._query()[:MAX_TEXT], field=self._some(FIELDS))
        context = self._text() if self.random.random() < 0.2 else ""
        field = self._some(FIELDS) if self.random.random() < 0.2 else ""
        macros = self._some(MACROS) if self.random.random() < 0.2 else ""
        return Request("decode", self._text()[:MAX_TEXT], context[:MAX_TEXT], field, macros)

    # Texts

    def _text(self) -> str:
        made = self._some(
            [self._seed, self._seed, self._seed, self._latex, self._unicode, self._mathml, self._prose, self._long]
        )()
        while self.random.random() < 0.6:
            made = self.mutated(made)
        return made

    def _seed(self) -> str:
        return self._some(self.formulas) if self.random.random() < 0.95 else self._some(self.whole)

    def _latex(self) -> str:
        return "".join(self._formula(self.random.randrange(1, DEEPEST)) for _ in range(self.random.randrange(1, 5)))

    def _unicode(self) -> str:
        space = self._some(["", " "])
        return space.join(self._some([*SIGNS, *LETTERS, "(", ")", "=", "+"]) for _ in range(self.random.randrange(1, 25)))

    def _mathml(self) -> str:
        return f"<math>{self._element(self.random.randrange(1, DEEPEST))}</math>"

    def _element(self, depth: int) -> str:
        if not depth or self.random.random() < 0.2:
            tag = self._some(LEAVES)
            return f"<{tag}>{self._some(DRAWN)}</{tag}>"
        tag = self._some(ELEMENTS)
        inner = "".join(self._element(depth - 1) for _ in range(self.random.randrange(4)))
        return f"<{tag}{self._some(ATTRIBUTES)}>{inner}</{tag}>"

    def _prose(self) -> str:
        marks = self._some([("", ""), ("$", "$"), ("$$", "$$"), (r"\(", r"\)"), ("`", "`"), ("<math>", "</math>")])
        said = [marks[0] + self._some([self._seed, self._latex, self._unicode])() + marks[1] for _ in range(3)]
        return " ".join(self._some(PROSE).format(*said) for _ in range(self.random.randrange(1, 4)))

    def _long(self) -> str:
        piece = self._some(
            [self._some(BREAKERS), self._formula(1), self._some(self.commands), self._some(SIGNS), self._some(ODD)]
        )
        return piece * self.random.randrange(2, 300)

    def _query(self) -> str:
        made = self._some([*QUERIES, self._seed(), self._some(SIGNS), self._some(self.commands), self._unicode()])
        while self.random.random() < 0.5:
            made = self.mutated(made)
        return made

    # LaTeX

    def _formula(self, depth: int) -> str:
        if depth <= 0 or self.random.random() < 0.2:
            return self._some(
                [self._some(LETTERS), self._some(self.commands) + " ", str(self.random.randrange(100)), self._some(SIGNS)]
            )
        joint = self._some(JOINTS)
        return joint.join(self._some(self.shapes)(depth - 1) for _ in range(self.random.randrange(1, 4)))

    def _fraction(self, depth: int) -> str:
        command = self._some(STACKS)
        return f"{command}{{{self._formula(depth)}}}{{{self._formula(depth)}}}"

    def _scripts(self, depth: int) -> str:
        mark, other = self._some([("_", "^"), ("^", "_"), ("_", "_"), ("^", "^"), ("_", "'"), ("'", "^")])
        return f"{self._formula(depth)}{mark}{{{self._formula(depth)}}}{other}{self._formula(0)}"

    def _fenced(self, depth: int) -> str:
        (opened, _), (_, closed) = self._some(FENCES), self._some(FENCES)
        if self.random.random() < 0.8:
            opened, closed = self._some(FENCES)
        return f"{opened}{self._formula(depth)}{closed}"

    def _environment(self, depth: int) -> str:
        name = self._some(ENVIRONMENTS)
        cells = [self._formula(depth) + self._some(["&", r"\\", ""]) for _ in range(self.random.randrange(1, 5))]
        return f"\\begin{{{name}}}{''.join(cells)}\\end{{{name}}}"

    def _accented(self, depth: int) -> str:
        return f"{self._some(ACCENTS)}{{{self._formula(depth)}}}"

    def _large(self, depth: int) -> str:
        sign = self._some(LARGE)
        return f"{sign}_{{{self._formula(depth)}}}^{{{self._formula(0)}}} {self._formula(depth)}"

    def _application(self, depth: int) -> str:
        bar = self._some([",", "|", ";", r" \mid ", r"\|"])
        return f"{self._some(LETTERS)}({self._formula(depth)}{bar}{self._formula(depth)})"

    # Mutations

    def mutated(self, text: str) -> str:
        """The text with one change."""
        pieces = tokens_of(text[:MAX_TEXT]) or [""]
        start = self.random.randrange(len(pieces))
        end = min(len(pieces), start + self.random.randrange(1, 12))
        run = pieces[start:end]
        change = self.random.randrange(9)
        if change == 0:
            run = []
        elif change == 1:
            run = run * self.random.randrange(2, 30)
        elif change == 2:
            run.reverse()
        elif change == 3:
            run = [self._piece(), *run]
        elif change == 4:
            run = [self._piece()]
        elif change == 5:
            opened, closed = self._some(AROUND)
            run = [opened, *run, closed]
        elif change == 6:
            run = tokens_of(self._seed()[:MAX_TEXT])
        elif change == 7:
            return "".join(pieces[:start])
        else:
            self.random.shuffle(run)
        return "".join([*pieces[:start], *run, *pieces[end:]])

    def _piece(self) -> str:
        randrange = self.random.randrange
        kind = randrange(6)
        if kind == 0:
            return chr(self.random.choice([randrange(0x250), randrange(0x2000, 0x3000), randrange(0x110000)]))
        return self._some([BREAKERS, BREAKERS, self.commands, SIGNS, ODD, LETTERS][kind])

    # Entries

    def _yaml(self) -> str:
        made = "\n".join(self._some(self.entries) for _ in range(self.random.randrange(1, 3)))
        for _ in range(self.random.randrange(4)):
            if self.random.random() < 0.3:
                made = self.mutated(made)
                continue
            lines = made.split("\n")
            at = self.random.randrange(len(lines))
            key, colon, _ = lines[at].partition(":")
            change = self.random.randrange(4)
            if change == 0:
                del lines[at]
            elif change == 1:
                lines.insert(at, self._some(lines))
            elif change == 2:
                lines[at] = " " * self.random.randrange(8) + lines[at].lstrip()
            else:
                lines[at] = f"{key}{colon} {self._some(VALUES)}"
            made = "\n".join(lines)
        return made

    def _some(self, things: Sequence[T]) -> T:
        return things[self.random.randrange(len(things))]


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="surrogateescape") if path.is_file() else ""


def _separate(text: str) -> list[str]:
    """The entries of a file, each with the key that it stands under."""
    out = []
    for section in re.split(r"^(?=\w)", text, flags=re.MULTILINE):
        key, _, body = section.partition("\n")
        out += [f"{key}\n  {entry}" for entry in _ENTRY.split(body) if entry.strip()]
    return out
