"""YAML read with its line numbers, so that every mistake is reported with file and line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from triage.errors import ProtocolError, name_the_known

# libyaml where PyYAML was built with it: ten times faster, the same nodes and marks. The base loaders resolve no types:
# every scalar is taken as it was written anyway.
_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

Plain = str | list["Plain"] | dict[str, "Plain"]


class Section:
    """One YAML mapping. Keys are read by name; `done` refuses those nobody read.

    Scalars stay the strings that were written: YAML's own guesses (``no`` is false, ``1_0`` is ten) never apply.
    """

    def __init__(self, file: str, node: yaml.Node, what: str) -> None:
        self.file = file
        self.line = node.start_mark.line + 1
        self.what = what
        if not isinstance(node, yaml.MappingNode):
            raise ProtocolError(file, self.line, f"{what} must be a mapping of names to values")
        self._values: dict[str, yaml.Node] = {}
        self._lines: dict[str, int] = {}
        self._read: set[str] = set()
        for key_node, value_node in node.value:
            key = _scalar(file, key_node, "a name")
            if key in self._values:
                raise ProtocolError(
                    file,
                    key_node.start_mark.line + 1,
                    f"{what}: {key!r} is written twice (first in line {self._lines[key]}); keep one",
                )
            self._values[key] = value_node
            self._lines[key] = key_node.start_mark.line + 1

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def keys(self) -> list[str]:
        """Names in the order written."""
        return list(self._values)

    def line_of(self, key: str) -> int:
        """Line of a name, or of the section when it is absent."""
        return self._lines.get(key, self.line)

    def error(self, message: str, key: str | None = None) -> ProtocolError:
        """The mistake, placed at `key` or at the section's first line."""
        line = self.line if key is None else self.line_of(key)
        return ProtocolError(self.file, line, f"{self.what}: {message}")

    def done(self) -> None:
        """Refuse names that nobody read: a misspelt name must not pass in silence."""
        for key in self._values:
            if key not in self._read:
                raise self.error(f"unknown name {key!r}; {name_the_known(key, self._read)}", key)

    def text(self, key: str) -> str:
        """The words under `key`, which must be there."""
        value = self.find_text(key)
        if value is None:
            raise self.error(f"{key!r} is missing; add it")
        return value

    def find_text(self, key: str) -> str | None:
        """The words under `key`, or None."""
        node = self._take(key)
        if node is None:
            return None
        value = " ".join(_scalar(self.file, node, f"{self.what}, {key}").split())
        if not value:
            raise self.error(f"{key!r} is empty; write it or leave the name out", key)
        return value

    def find_number(self, key: str) -> int | None:
        """A whole number not below zero, or None."""
        value = self.find_text(key)
        if value is None:
            return None
        if not value.isdecimal():
            raise self.error(f"{key!r} must be a whole number, not {value!r}", key)
        return int(value)

    def flag(self, key: str) -> bool:
        """`true` or `false`; absent is false."""
        value = self.find_text(key)
        if value not in (None, "true", "false"):
            raise self.error(f"{key!r} must be true or false, not {value!r}", key)
        return value == "true"

    def names(self, key: str) -> list[str]:
        """A list of words; absent is empty."""
        node = self._take(key)
        if node is None:
            return []
        return [_scalar(self.file, item, f"{self.what}, {key}") for item in self._items(key, node)]

    def sections(self, key: str, what: str) -> list[Section]:
        """A list of mappings; absent is empty."""
        node = self._take(key)
        if node is None:
            return []
        return [Section(self.file, item, what) for item in self._items(key, node)]

    def find_section(self, key: str, what: str) -> Section | None:
        """A mapping under `key`, or None."""
        node = self._take(key)
        return None if node is None else Section(self.file, node, what)

    def _take(self, key: str) -> yaml.Node | None:
        self._read.add(key)
        return self._values.get(key)

    def _items(self, key: str, node: yaml.Node) -> list[yaml.Node]:
        if not isinstance(node, yaml.SequenceNode):
            raise self.error(f"{key!r} must be a list", key)
        return list(node.value)


def read_file(folder: Path, path: Path) -> tuple[Section, Plain]:
    """Read one protocol file.

    Returns:
        The file as a section with line numbers, and its plain content for the version hash.

    Raises:
        ProtocolError: not readable as YAML.
    """
    label = path.relative_to(folder).as_posix()
    try:
        text = path.read_text(encoding="utf-8")
        node: Any = yaml.compose(text, Loader=_LOADER)
    except FileNotFoundError:
        raise ProtocolError(label, 1, "the file is missing") from None
    except UnicodeDecodeError as error:
        raise ProtocolError(label, 1, f"not UTF-8 text: {error}") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ProtocolError(label, line, f"not valid YAML: {error.problem}") from error
    except yaml.YAMLError as error:
        raise ProtocolError(label, 1, f"not valid YAML: {error}") from error
    if node is None:
        raise ProtocolError(label, 1, "the file is empty")
    return Section(label, node, label), _plain(label, node)


def _scalar(file: str, node: yaml.Node, what: str) -> str:
    if not isinstance(node, yaml.ScalarNode):
        raise ProtocolError(file, node.start_mark.line + 1, f"{what} must be a single word or text")
    return str(node.value)


def _plain(file: str, node: yaml.Node) -> Plain:
    if isinstance(node, yaml.MappingNode):
        return {_scalar(file, key, "a name"): _plain(file, value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_plain(file, item) for item in node.value]
    return _scalar(file, node, "a value")
