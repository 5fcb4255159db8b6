"""What can go wrong: a protocol that must not be used, and an answer the protocol does not know."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


class ProtocolError(ValueError):
    """A protocol file is wrong; nothing of the protocol is loaded.

    Args:
        file: path of the file inside the protocol folder.
        line: line of the mistake, counted from 1.
        message: what is wrong and what to do.
    """

    def __init__(self, file: str, line: int, message: str) -> None:
        super().__init__(f"{file}:{line}: {message}")
        self.file = file
        self.line = line
        self.message = message


class TriageInputError(ValueError):
    """An answer names a card, question or option the protocol does not have.

    Args:
        what: kind of the unknown name: ``card``, ``question``, ``option`` or ``context``.
        where: where it was given, such as ``card nyeri_dada, question warna``.
        given: the unknown name.
        allowed: the names that are known there.
    """

    def __init__(self, *, what: str, where: str, given: str, allowed: Iterable[str]) -> None:
        self.what = what
        self.where = where
        self.given = given
        self.allowed = tuple(allowed)
        super().__init__(f"{where}: unknown {what} {given!r}; allowed: {', '.join(self.allowed) or 'none'}")


def name_the_known(given: str, known: Iterable[str]) -> str:
    """Say which names are known, with the likeliest first when one is close to what was written."""
    names = sorted(str(name) for name in known)
    close = get_close_matches(given, names, n=1)
    hint = f"did you mean {close[0]!r}? " if close else ""
    return f"{hint}known: {', '.join(names) or 'none'}"
