"""A protocol version as plain content: what its hash is made of, read from a folder and written back to one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from exchange.yaml_text import to_yaml
from triage import Protocol
from triage.load import CASES_SUFFIX, PACKAGED, load_with_content
from triage.reader import Plain, read_file

_HEAD_COMMENT = re.compile(r"\A(?:#[^\n]*\n)+")
_OWN_FOLDER = re.compile(r"[\w.-]+(?:/[\w.-]+)*\.yaml", re.ASCII)


@dataclass(frozen=True)
class Content:
    """What a protocol's files say.

    Args:
        files: plain content by the file's path inside the protocol folder.
        comments: the comment at the head of a file, without its marks; it says why, and is no part of the version.
    """

    files: Mapping[str, Plain]
    comments: Mapping[str, str] = field(default_factory=dict)


def read_content(folder: Path | None = None) -> tuple[Protocol, Content]:
    """A checked protocol folder and its content.

    Raises:
        ProtocolError: a file is wrong.
    """
    root = PACKAGED if folder is None else folder
    protocol, files = load_with_content(folder)
    comments = {name: _head_comment((root / name).read_text(encoding="utf-8")) for name in files}
    return protocol, Content(files, {name: text for name, text in comments.items() if text})


def write_content(content: Content, folder: Path) -> list[str]:
    """Write a protocol's files, leaving those that say the same already byte for byte as they are.

    Returns:
        The paths written or removed, in order.
    """
    written = []
    for name, plain in sorted(content.files.items()):
        if not is_inside(name):
            raise ValueError(f"{name!r} is no path inside a protocol folder")
        path = folder / name
        comment = content.comments.get(name, "")
        if path.exists() and _says(folder, path, plain, comment):
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(file_text(plain, comment), encoding="utf-8")
        written.append(name)
    for room in ("cards", "instructions", "languages"):
        for path in sorted((folder / room).glob("*.yaml")):
            name = path.relative_to(folder).as_posix()
            if name not in content.files and not name.endswith(CASES_SUFFIX):
                path.unlink()
                written.append(name)
    return written


def is_inside(path: str) -> bool:
    """Whether a file of this path stays inside the protocol's folder."""
    return _OWN_FOLDER.fullmatch(path) is not None and ".." not in path


def file_text(plain: Plain, comment: str = "") -> str:
    """One file in the house's form, its comment first."""
    head = "".join(f"# {line}".rstrip() + "\n" for line in comment.splitlines())
    return head + to_yaml(plain)


def load_content(content: Content) -> Protocol:
    """The protocol that this content makes.

    Raises:
        ProtocolError: it makes none.
    """
    with TemporaryDirectory(prefix="psc119-protocol-") as name:
        write_content(content, Path(name))
        return load_with_content(Path(name))[0]


def _says(folder: Path, path: Path, plain: Plain, comment: str) -> bool:
    there = read_file(folder, path)[1]
    return there == plain and _head_comment(path.read_text(encoding="utf-8")) == comment


def _head_comment(text: str) -> str:
    found = _HEAD_COMMENT.match(text)
    return "\n".join(line.removeprefix("#").strip() for line in found[0].splitlines()) if found else ""
