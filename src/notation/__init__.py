"""A dictionary of mathematical notation: look a symbol up, or have a formula explained.

>>> import notation
>>> notation.lookup("nabla")[0].symbol
'∇'
>>> notation.decode(r"\\nabla_\\theta J").reading
'the gradient of J with respect to theta'
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from notation.dictionary import Dictionary
    from notation.errors import DictionaryError, EntryError, InputError, LimitError, NotationError
    from notation.explanations import Alternative, Decoding, Recognised, Row, Unknown
    from notation.listings import Entry, FieldInfo, PartInfo, ResourceInfo
    from notation.results import Confusion, LookupResult, Match, Pointer, SenseInfo, Typed

__version__ = "0.1.0"

__all__ = [
    "Alternative",
    "Confusion",
    "Decoding",
    "Dictionary",
    "DictionaryError",
    "Entry",
    "EntryError",
    "FieldInfo",
    "InputError",
    "LimitError",
    "LookupResult",
    "Match",
    "NotationError",
    "PartInfo",
    "Pointer",
    "Recognised",
    "ResourceInfo",
    "Row",
    "SenseInfo",
    "Typed",
    "Unknown",
    "__version__",
    "decode",
    "lookup",
]


# Where each public name lives. They are loaded when first asked for, so that importing the package costs next to nothing.
_HOMES = {
    "dictionary": ("Dictionary",),
    "errors": ("DictionaryError", "EntryError", "InputError", "LimitError", "NotationError"),
    "explanations": ("Alternative", "Decoding", "Recognised", "Row", "Unknown"),
    "listings": ("Entry", "FieldInfo", "PartInfo", "ResourceInfo"),
    "results": ("Confusion", "LookupResult", "Match", "Pointer", "SenseInfo", "Typed"),
}


def __getattr__(name: str) -> "Any":
    for module, names in _HOMES.items():
        if name in names:
            from importlib import import_module

            return getattr(import_module(f"notation.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__


def lookup(query: str, *, field: str | None = None, limit: int | None = 10) -> "LookupResult":
    """What ``query`` means: a symbol, its LaTeX, name, code point, looks, or meaning. See :meth:`Dictionary.lookup`."""
    from notation.dictionary import Dictionary

    return Dictionary.shipped().lookup(query, field=field, limit=limit)


def decode(snippet: str, *, context: str | None = None, field: str | None = None, macros: str | None = None) -> "Decoding":
    """A formula, or prose with formulas, explained. See :meth:`Dictionary.decode`."""
    from notation.dictionary import Dictionary

    return Dictionary.shipped().decode(snippet, context=context, field=field, macros=macros)
