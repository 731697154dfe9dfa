"""YAML files to plain data, strictly, with the line of every entry.

Every scalar is read as text. Duplicate keys, aliases, tags, control characters and LaTeX in double quotes are
problems, all of which are reported together.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from notation.errors import DictionaryError

MAX_BYTES = 5_000_000
MAX_YAML_DEPTH = 40
MAX_BRACKETS = 1_000
_PLAIN_TAGS = "tag:yaml.org,2002:"
_CODE_TAGS = "tag:yaml.org,2002:python"

Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(slots=True)
class Data:
    """Entries by kind and id, where each of them stands, and what is wrong with the files; ``elsewhere`` says where entries stand
    that are in none of them."""

    kinds: dict[str, dict[str, Any]] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    sense_keys: set[str] = field(default_factory=set)
    faulty: set[tuple[str, str]] = field(default_factory=set)
    elsewhere: str = "?"

    def place(self, *path: str) -> str:
        """``file:line`` of the nearest thing on the path that has one."""
        for end in range(len(path), 0, -1):
            if found := self.places.get("/".join(path[:end])):
                return found
        return self.elsewhere

    def problem(self, path: tuple[str, ...], text: str) -> None:
        """Notes what is wrong with the entry that ``path`` leads to."""
        self.faulty.add((path[0], path[1] if len(path) > 1 else ""))
        self.problems.append(f"{self.place(*path)}: {'.'.join(path[1:]) or path[0]}: {text}")


def load(files: list[Path], root: Path | None = None) -> Data:
    """All entries of ``files``; what cannot be read is a problem. Later files may not repeat an id of earlier ones."""
    data = Data()
    for path in files:
        name = path.relative_to(root).as_posix() if root and path.is_relative_to(root) else str(path)
        _File(name, data).read(path)
    return data


def files_of(folder: Path) -> list[Path]:
    """The dictionary files below a folder, in a fixed order."""
    if not folder.is_dir():
        raise DictionaryError(f"there is no folder {folder}", hint="give the folder that holds the dictionary's YAML files")
    return sorted(p for p in folder.rglob("*.yaml") if p.is_file())


def named_files(path: Path, *, below: bool = False) -> list[Path]:
    """A file that somebody names, or the ``*.yaml`` of a folder, with ``below`` also those of folders in it.

    Raises :class:`DictionaryError` for a folder without any.
    """
    if not path.is_dir():
        return [path]
    if found := sorted(p for p in (path.rglob if below else path.glob)("*.yaml") if p.is_file()):
        return found
    raise DictionaryError(f"{path}: there is no *.yaml file in this folder")


def _nesting(text: str) -> int:
    """How deep brackets nest, quoted ones too: more than enough for a file of entries, and no reader recurses on it."""
    depth = deepest = 0
    for char in text:
        depth += (char in "[{") - (char in "]}" and depth > 0)
        deepest = max(deepest, depth)
    return deepest


class _File:
    """One file while it is being read."""

    def __init__(self, name: str, data: Data) -> None:
        self.name = name
        self.data = data
        self.text = ""
        self.seen: set[int] = set()

    def fault(self, mark: Any, text: str) -> None:
        self.data.problems.append(f"{self.name}:{mark.line + 1}: {text}")

    def read(self, path: Path) -> None:
        try:
            with path.open("rb") as file:
                raw = file.read(MAX_BYTES + 1)
            if len(raw) > MAX_BYTES:
                self.data.problems.append(f"{self.name}: the file has more than {MAX_BYTES:,} bytes, which is the most; split it")
                return
            self.text = raw.decode("utf-8-sig")
            if _nesting(self.text) > MAX_BRACKETS:
                raise RecursionError
            root = yaml.compose(self.text, Loader)
        except OSError as error:
            self.data.problems.append(f"{path}: cannot be read: {error.strerror or error}")
            return
        except UnicodeDecodeError as error:
            self.data.problems.append(f"{self.name}: is not UTF-8 text (byte {error.start}); save it as UTF-8")
            return
        except RecursionError:
            self.data.problems.append(f"{self.name}: nests too deeply to be a dictionary file")
            return
        except yaml.reader.ReaderError as error:
            place = f"{self.name}:{self.text.count(chr(10), 0, error.position) + 1}"
            self.data.problems.append(f"{place}: is not YAML: the character U+{error.character:04X} is not allowed; remove it")
            return
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            line = mark.line + 1 if mark else 1
            self.data.problems.append(f"{self.name}:{line}: is not YAML: {getattr(error, 'problem', None) or error}")
            return
        if root is not None:
            self.entries(root)

    def entries(self, root: Any) -> None:
        if not isinstance(root, yaml.MappingNode):
            self.fault(root.start_mark, "expected a mapping such as `symbols:` with entries below it")
            return
        for key, value in root.value:
            if (kind := self.key(key)) is None:
                continue
            self.data.places.setdefault(kind, f"{self.name}:{key.start_mark.line + 1}")
            content = self.plain(value, (kind,), 0)
            known = self.data.kinds.setdefault(kind, {})
            if not isinstance(content, dict):
                self.fault(key.start_mark, f"{kind}: expected entries by id")
                continue
            for entry, body in content.items():
                if entry in known:
                    self.fault(
                        key.start_mark, f"{kind}: {entry} is there already ({self.data.place(kind, entry)}); choose another id"
                    )
                known[entry] = body

    def plain(self, node: Any, path: tuple[str, ...], depth: int) -> Any:
        """The node as text, lists and dicts; ``path`` leads to it."""
        if depth > MAX_YAML_DEPTH:
            self.fault(node.start_mark, f"nests more than {MAX_YAML_DEPTH} levels deep")
            return ""
        if id(node) in self.seen:
            self.fault(node.start_mark, "an alias (*name) is not taken; write the text out")
            return ""
        self.seen.add(id(node))
        if not node.tag.startswith(_PLAIN_TAGS) or node.tag.startswith(_CODE_TAGS):
            self.fault(node.start_mark, f"the tag {node.tag} is not taken; write plain text")
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node, path, depth)
        if isinstance(node, yaml.SequenceNode):
            return [self.plain(child, (*path, str(i)), depth + 1) for i, child in enumerate(node.value)]
        return self.scalar(node)

    def mapping(self, node: Any, path: tuple[str, ...], depth: int) -> dict[str, Any]:
        out: dict[str, Any] = {}
        for key, value in node.value:
            if (name := self.key(key)) is None:
                continue
            if name in out:
                self.fault(key.start_mark, f"{name} is written twice; the first would be lost")
            inner = (*path, name)
            if len(inner) <= 4 and "/".join(inner) not in self.data.places:
                self.data.places["/".join(inner)] = f"{self.name}:{key.start_mark.line + 1}"
            out[name] = self.plain(value, inner, depth + 1)
        return out

    def key(self, node: Any) -> str | None:
        if not isinstance(node, yaml.ScalarNode):
            self.fault(node.start_mark, "a key is plain text, not a list or a mapping; put it in quotes")
            return None
        return str(node.value)

    def scalar(self, node: Any) -> str:
        value = str(node.value)
        if node.style == '"' and "\\" in self.text[node.start_mark.index : node.end_mark.index]:
            self.fault(node.start_mark, "a backslash in double quotes is an escape; put LaTeX in single quotes")
        elif any(ord(c) < 32 and c not in "\n" for c in value):
            self.fault(node.start_mark, "there is a control character in the text; remove it")
        return value
