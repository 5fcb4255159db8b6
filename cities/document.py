"""YAML as plain data that remembers its lines, so that every error can point at one."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from cities.facts import Loc


class ProfileError(Exception):
    """A city's profile cannot be used. Says which file, which line, which field, and what to do."""

    def __init__(self, *, file: Path, line: int, field: str, message: str) -> None:
        self.file = file
        self.line = line
        self.field = field
        self.message = message
        where = f"{file}:{line}: {field}" if field else f"{file}:{line}"
        super().__init__(f"{where}: {message}")


# libyaml where PyYAML was built with it: many times faster, the same nodes and marks.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _PlainLoader(_Loader):  # type: ignore[misc]  # which of two, the installation decides
    """The core schema of YAML 1.2 only: 14:30 stays text and `no` stays a word, unlike in YAML 1.1."""


_PlainLoader.yaml_implicit_resolvers = {}
_SCALARS = (
    ("bool", r"^(?:true|false)$", "tf"),
    ("null", r"^(?:null|~|)$", ["n", "~", ""]),
    ("int", r"^-?(?:0|[1-9][0-9]*)$", "-0123456789"),
    ("float", r"^-?[0-9]+\.[0-9]+(?:e[-+]?[0-9]+)?$", "-0123456789"),
)
for _tag, _pattern, _first in _SCALARS:
    _PlainLoader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(_pattern), list(_first))


@dataclass
class Document:
    """Data read from one or several YAML files, and for each place in it the file and line it came from."""

    data: dict[str, Any] = field(default_factory=dict)
    origins: dict[Loc, tuple[Path, int]] = field(default_factory=dict)

    def origin(self, loc: Loc) -> tuple[Path, int]:
        """File and line of a place, or of the nearest place around it that was written down."""
        while loc not in self.origins:
            loc = loc[:-1]
        return self.origins[loc]

    def error(self, loc: Loc, message: str) -> ProfileError:
        """The error to raise about one place."""
        file, line = self.origin(loc)
        return ProfileError(file=file, line=line, field=".".join(map(str, loc)), message=message)

    def overlaid(self, other: "Document") -> "Document":
        """This document with every section that the other one has replaced as a whole."""
        sections = other.data.keys()
        kept = {loc: origin for loc, origin in self.origins.items() if not loc or loc[0] not in sections}
        return Document(data=self.data | other.data, origins=other.origins | kept)


def read_document(files: list[Path]) -> Document:
    """Read files that together make one mapping; each top-level section may be written once.

    Args:
        files: YAML files, at least one; an error about what is written nowhere points at the first of them.

    Raises:
        ProfileError: a file is unreadable, is no YAML, is no mapping, or repeats a key.
    """
    document = Document(origins={(): (files[0], 1)})
    for file in files:
        root = _compose(file)
        if not isinstance(root, yaml.MappingNode):
            raise ProfileError(file=file, line=1, field="", message="the file is no mapping: write 'section: …' lines")
        _read_mapping(root, (), file, document, document.data)
    return document


def _compose(file: Path) -> yaml.Node | None:
    try:
        text = file.read_text(encoding="utf-8")
        return yaml.compose(text, Loader=_PlainLoader)
    except (OSError, UnicodeDecodeError) as error:
        raise ProfileError(file=file, line=1, field="", message=f"cannot be read: {error}") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        message = f"is no valid YAML: {error.problem}; check indentation and quotes here"
        raise ProfileError(file=file, line=line, field="", message=message) from error


def _read(node: yaml.Node, loc: Loc, file: Path, document: Document) -> Any:
    if isinstance(node, yaml.MappingNode):
        return _read_mapping(node, loc, file, document, {})
    if isinstance(node, yaml.SequenceNode):
        items = []
        for index, item in enumerate(node.value):
            place = (*loc, index)
            document.origins[place] = (file, item.start_mark.line + 1)
            items.append(_read(item, place, file, document))
        return items
    return _scalar(node)


def _read_mapping(
    node: yaml.MappingNode, loc: Loc, file: Path, document: Document, into: dict[str, Any]
) -> dict[str, Any]:
    for key, value in node.value:
        place = (*loc, str(key.value))
        line = key.start_mark.line + 1
        if place in document.origins:
            first_file, first_line = document.origins[place]
            message = f"is written twice: remove this one, or the one at {first_file.name}:{first_line}"
            raise ProfileError(file=file, line=line, field=".".join(map(str, place)), message=message)
        document.origins[place] = (file, line)
        into[str(key.value)] = _read(value, place, file, document)
    return into


def _scalar(node: yaml.Node) -> str | int | float | bool | None:
    text: str = node.value
    match node.tag.rpartition(":")[2]:
        case "null":
            return None
        case "bool":
            return text == "true"
        case "int":
            return int(text)
        case "float":
            return float(text)
    return text
