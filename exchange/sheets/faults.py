"""What is wrong in a workbook, said with sheet and cell, in the words of the people who edit it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

FEW = 10
# Sheets that hold something else than a card.
NO_CARDS = frozenset(("protokol", "gerbang", "umum", "panduan", "sumber", "istilah", "kosakata", "lain", "_bentuk"))


@dataclass(frozen=True, slots=True)
class Fault:
    """One mistake.

    Args:
        sheet: the sheet's name, or None when it is about the file.
        cell: such as "F12", or None when it is about the whole sheet.
        message: what is wrong and what to do, in Indonesian.
    """

    sheet: str | None
    cell: str | None
    message: str

    def __str__(self) -> str:
        room = None if self.sheet is None else f"{'lembar' if self.sheet in NO_CARDS else 'kartu'} {self.sheet}"
        where = ", ".join(part for part in (room, self.cell and f"sel {self.cell}") if part)
        return f"{where}: {self.message}" if where else self.message


class WorkbookRefused(ValueError):  # noqa: N818 - said to people as it is
    """The workbook cannot become a protocol; nothing of it is used."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


def known_ones(given: str, known: Iterable[str]) -> str:
    """Say which words are known; among many, which one was probably meant. Of a few none is suggested: a colour or a
    need is chosen, never guessed from its letters."""
    names = list(dict.fromkeys(known))
    close = get_close_matches(given, names, n=1) if len(names) > FEW else []
    hint = f"mungkin {close[0]!r}; " if close else ""
    return f"{hint}yang ada: {', '.join(names) or 'tidak ada'}"
