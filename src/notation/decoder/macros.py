r"""Tokens to tokens: definitions taken out, macros expanded.

Takes the tokens of a snippet and the macros known beforehand; gives the tokens with every macro expanded as TeX does,
and every token of a macro's body carrying the offsets of the call. Understands ``\newcommand`` and its relatives,
``\def`` with parameters and what delimits them, ``\let`` and ``\DeclareMathOperator``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from notation.decoder.latex import MAX_SYMBOLS, Token
from notation.decoder.latex import tokens as read
from notation.errors import LimitError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

MAX_EXPANSIONS = 10_000

_NEW = frozenset({"\\newcommand", "\\renewcommand", "\\providecommand", "\\DeclareRobustCommand"})
_DEF = frozenset({"\\def", "\\gdef", "\\edef", "\\xdef"})
_OPERATOR = frozenset({"\\DeclareMathOperator"})
_LET = frozenset({"\\let"})
_PREFIXES = frozenset({"\\long", "\\global", "\\protected"})
DEFINING = _NEW | _DEF | _OPERATOR | _LET | _PREFIXES


class Macro(NamedTuple):
    """A macro: how many arguments it takes, the default of an optional first one, and its body.

    ``style`` is the meaning that a known macro set gives by the macro's very name (``\\va`` is a vector). ``delimiters``
    are what a ``\\def`` wants before its first argument and behind each (``\\def\\ip<#1,#2>``), nothing for most macros.
    ``shorter`` is the body where no brace opens the last argument, for macros of known sets that may go without it.
    """

    name: str
    arity: int
    body: tuple[Token, ...]
    default: tuple[Token, ...] | None = None
    style: str = ""
    delimiters: tuple[tuple[str, ...], ...] = ()
    shorter: tuple[Token, ...] | None = None

    @property
    def single(self) -> bool:
        """Whether the body is one symbol, so that the call itself is how the symbol is written."""
        bare = [t for t in self.body if t.kind not in "{}"]
        if len(bare) > 1 and bare[0].kind == "macro" and self.body.index(bare[0]) + 1 < len(self.body):
            rest = bare[1:]
            wraps = self.body[self.body.index(bare[0]) + 1].kind == "{"
            if wraps and (len(rest) == 1 or all(t.kind == "char" and t.text.isalpha() for t in rest)):
                return True
            if wraps and rest[0].kind == "macro" and len(rest) == 2:
                return True
        return len(bare) == 1


class KnownMacros:
    """Macros known beforehand, read only when one is used.

    ``tables`` are known sets (body, arity and style by name), earlier ones first; ``usable`` says whether a set may define a
    command that nobody asked the set for; ``own`` are macros given with the snippet, which go before all sets.
    """

    def __init__(self, tables: Sequence[Mapping[str, Any]], usable: Callable[[str], bool]) -> None:
        self.tables = tables
        self.usable = usable
        self.own: dict[str, Macro] = {}
        self.found: dict[str, Macro | None] = {}

    def get(self, name: str) -> Macro | None:
        """The macro of this name, or ``None``."""
        if name in self.own:
            return self.own[name]
        if name not in self.found:
            row = next((table[name] for table in self.tables if name in table), None) if self.usable(name) else None
            self.found[name] = None if row is None else _made(name, *row)
        return self.found[name]

    def __contains__(self, name: str) -> bool:
        return self.get(name) is not None


def _made(name: str, body: str, arity: int, style: str, shorter: str) -> Macro:
    """A macro of a known set from its body, or from its whole definition."""
    found = read(body)
    if found and found[0].text in DEFINING:
        macro = expand(found, KnownMacros((), lambda name: False))[1][name]
    else:
        macro = Macro(name, arity, tuple(found), None, style)
    return macro._replace(shorter=tuple(read(shorter))) if shorter else macro


def expand(tokens: Sequence[Token], known: KnownMacros) -> tuple[list[Token], dict[str, Macro]]:
    """All macros of ``tokens`` expanded, and the macros that the tokens define themselves.

    Raises :class:`LimitError` where macros expand without end.
    """
    called = {t.text for t in tokens if t.kind == "macro"}
    if called.isdisjoint(DEFINING) and not any(name in known for name in called):
        return list(tokens), {}
    return _Expander(tokens, known).run()


class _Expander:
    """A stack of tokens still to come (the next one last), and the output."""

    def __init__(self, tokens: Sequence[Token], known: KnownMacros) -> None:
        self.pending = list(reversed(tokens))
        self.known = known
        self.own: dict[str, Macro] = {}
        self.out: list[Token] = []
        self.left = max(MAX_EXPANSIONS, len(tokens))
        self.room = MAX_SYMBOLS

    def run(self) -> tuple[list[Token], dict[str, Macro]]:
        while self.pending:
            token = self.pending.pop()
            if token.kind != "macro":
                self.out.append(token)
            elif token.text in DEFINING and not token.macro:
                self.define(token)
            elif macro := self.own.get(token.text) or self.known.get(token.text):
                self.call(token, macro)
            else:
                self.out.append(token)
        return self.out, self.own

    def call(self, token: Token, macro: Macro) -> None:
        self.left -= 1
        if self.left < 0:
            raise LimitError(
                f"macros expand more than {MAX_EXPANSIONS:,} times, last {token.text}",
                position=token.start,
                hint="is it defined by itself?",
            )
        arguments, end = self.delimited(token.end, macro) if macro.delimiters else self.arguments(token.end, macro)
        if macro.shorter is not None and len(arguments) < macro.arity:
            macro = macro._replace(body=macro.shorter)
        body = self.filled(token, macro, arguments, end)
        self.room -= len(body)
        if self.room < 0:
            raise LimitError(
                f"macros expand to more than {MAX_SYMBOLS:,} symbols, last {token.text}",
                position=token.start,
                hint="decode it in parts",
            )
        self.pending.extend(reversed(body))

    def arguments(self, end: int, macro: Macro) -> tuple[list[list[Token]], int]:
        """The arguments that follow a call, the first perhaps in brackets, the last perhaps left out; and where they end."""
        arguments: list[list[Token]] = []
        for number in range(macro.arity):
            if macro.shorter is not None and number == macro.arity - 1 and not self.opens():
                break
            if number == 0 and macro.default is not None:
                argument, end = self.optional(macro.default, end)
            else:
                argument, end = self.argument(end)
            arguments.append(argument)
        return arguments, end

    def opens(self) -> bool:
        """Whether the next token opens a group."""
        return bool(self.pending) and self.pending[-1].kind == "{"

    def delimited(self, end: int, macro: Macro) -> tuple[list[list[Token]], int]:
        """Arguments of which each goes up to what stands behind it in the definition."""
        arguments = []
        for number, mark in enumerate(macro.delimiters):
            if number and not mark:
                argument, end = self.argument(end)
                arguments.append(argument)
                continue
            inside: list[Token] = []
            depth = 0
            while self.pending and (depth or not self.stands(mark)):
                token = self.pending.pop()
                depth += (token.kind == "{") - (token.kind == "}")
                inside.append(token)
            passed = [*inside, *(self.pending.pop() for _ in mark if self.pending)]
            end = max([end, *(t.end for t in passed[-1:])])
            arguments += [inside] if number else []
        return arguments, end

    def stands(self, mark: tuple[str, ...]) -> bool:
        """Whether the tokens to come are those of the mark."""
        return tuple(t.text for t in self.pending[: -len(mark) - 1 : -1]) == mark

    def filled(self, call: Token, macro: Macro, arguments: list[list[Token]], end: int) -> list[Token]:
        """The body with the arguments in place; what comes from the body stands where the call stands."""
        single, out, body = macro.single, [], iter(macro.body)
        for token in body:
            if token.kind == "char" and token.text == "#":
                place = next(body, token).text
                out += arguments[int(place) - 1] if place.isdigit() and 0 < int(place) <= len(arguments) else []
                continue
            written = call.written or ("" if single else token.text)
            out.append(token._replace(start=call.start, end=end, macro=macro.name, written=written))
        if macro.style:
            around = call._replace(end=end, macro=macro.name)
            opened, closed = around._replace(kind="{", text="{"), around._replace(kind="}", text="}")
            out = [around._replace(kind="style", text=macro.style), opened, *out, closed]
        return out

    def argument(self, end: int) -> tuple[list[Token], int]:
        """The next group without its braces, or the next token; and where it ends."""
        if not self.pending:
            return [], end
        token = self.pending.pop()
        if token.kind != "{":
            return [token], max(end, token.end)
        return self.until("}", "{", token.end)

    def optional(self, default: tuple[Token, ...], end: int) -> tuple[list[Token], int]:
        if self.pending and self.pending[-1].text == "[":
            return self.until("]", "[", self.pending.pop().end)
        return list(default), end

    def until(self, close: str, opening: str, end: int) -> tuple[list[Token], int]:
        depth, inside = 1, list[Token]()
        while self.pending:
            token = self.pending.pop()
            depth += (token.text == opening) - (token.text == close)
            if depth == 0:
                return inside, max(end, token.end)
            inside.append(token)
        return inside, max([end, *(t.end for t in inside[-1:])])

    def define(self, token: Token) -> None:
        if token.text in _PREFIXES or not self.pending:
            return
        if self.pending[-1].text == "*":
            self.pending.pop()
        if token.text in _LET:
            self.let()
            return
        names, _ = self.argument(token.end)
        name = names[0].text if names else ""
        delimiters: tuple[tuple[str, ...], ...] = ()
        default = None
        if token.text in _DEF:
            arity, delimiters = self.parameters()
        else:
            arity, default = self.counted()
        body, _ = self.argument(token.end)
        if token.text in _OPERATOR:
            at = Token("macro", "\\operatorname", token.start, token.end)
            body = [at, at._replace(kind="{", text="{"), *body, at._replace(kind="}", text="}")]
        if name:
            self.own[name] = Macro(name, arity, tuple(body), default, delimiters=delimiters)

    def let(self) -> None:
        name = self.pending.pop()
        if self.pending and self.pending[-1].text == "=":
            self.pending.pop()
        if self.pending:
            target = self.pending.pop()
            same = self.own.get(target.text) or self.known.get(target.text)
            self.own[name.text] = same._replace(name=name.text) if same else Macro(name.text, 0, (target,))

    def parameters(self) -> tuple[int, tuple[tuple[str, ...], ...]]:
        r"""The ``#1#2`` of a ``\def``: how many there are, and what delimits them."""
        marks: list[list[str]] = [[]]
        while self.pending and self.pending[-1].kind != "{":
            token = self.pending.pop()
            if token.text != "#":
                marks[-1].append(token.text)
                continue
            marks.append([])
            if self.pending and self.pending[-1].text.isdigit():
                self.pending.pop()
        return len(marks) - 1, tuple(tuple(m) for m in marks) if any(marks) else ()

    def counted(self) -> tuple[int, tuple[Token, ...] | None]:
        r"""The ``[2][x]`` of a ``\newcommand``: how many arguments, and the default of the first."""
        if not self.pending or self.pending[-1].text != "[":
            return 0, None
        count, _ = self.until("]", "[", self.pending.pop().end)
        digits = "".join(t.text for t in count)
        arity = int(digits) if digits.isdigit() and len(digits) == 1 else 0
        if not self.pending or self.pending[-1].text != "[":
            return arity, None
        default, _ = self.until("]", "[", self.pending.pop().end)
        return arity, tuple(default)
