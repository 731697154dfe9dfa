"""A dictionary of mathematical notation: look a symbol up, or have a formula explained.

>>> import notation
>>> notation.lookup("nabla")[0].symbol
'∇'
>>> notation.decode(r"\\nabla_\\theta J").reading
'the gradient of J with respect to theta'
"""

from typing import TYPE_CHECKING, Any

from notation.dictionary import Dictionary
from notation.errors import DictionaryError, EntryError, InputError, LimitError, NotationError
from notation.results import Confusion, LookupResult, Match, Pointer, SenseInfo, Typed

if TYPE_CHECKING:
    from notation.explanations import Alternative, Decoding, Recognised, Row, Unknown

__version__ = "0.1.0"

__all__ = [
    "Alternative",
    "Confusion",
    "Decoding",
    "Dictionary",
    "DictionaryError",
    "EntryError",
    "InputError",
    "LimitError",
    "LookupResult",
    "Match",
    "NotationError",
    "Pointer",
    "Recognised",
    "Row",
    "SenseInfo",
    "Typed",
    "Unknown",
    "__version__",
    "decode",
    "lookup",
]


_EXPLANATIONS = frozenset({"Alternative", "Decoding", "Recognised", "Row", "Unknown"})


def __getattr__(name: str) -> Any:
    """The types of decoding, loaded when they are first asked for: a look-up needs none of them."""
    if name in _EXPLANATIONS:
        from notation import explanations

        return getattr(explanations, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__


def lookup(query: str, *, field: str | None = None, limit: int | None = 10) -> LookupResult:
    """What ``query`` means: a symbol, its LaTeX, name, code point, looks, or meaning. See :meth:`Dictionary.lookup`."""
    return Dictionary.shipped().lookup(query, field=field, limit=limit)


def decode(snippet: str, *, context: str | None = None, field: str | None = None, macros: str | None = None) -> "Decoding":
    """A formula, or prose with formulas, explained. See :meth:`Dictionary.decode`."""
    return Dictionary.shipped().decode(snippet, context=context, field=field, macros=macros)
