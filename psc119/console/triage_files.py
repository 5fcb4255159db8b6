"""What every `psc119 triage` command shares: its options, and the protocol folder read or refused."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from triage import Cases, Protocol, ProtocolError, load_cases, load_protocol

VIOLATED = 1
BAD_INPUT = 2

FolderOption = Annotated[
    Path | None, typer.Option("--protocol", help="Folder protokol; bawaan: protokol dalam program.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Keluaran untuk dibaca program.")]


def load(folder: Path | None) -> Protocol:
    """The protocol of `folder`; when it cannot be used, the command ends with file and line."""
    try:
        return load_protocol(folder)
    except ProtocolError as error:
        raise refused(f"Protokol tidak dapat dipakai. {error}") from error


def load_worked_cases(protocol: Protocol, folder: Path | None) -> Cases:
    """The worked cases beside `protocol`; when one cannot be read, the command ends with file and line."""
    try:
        return load_cases(protocol, folder)
    except ProtocolError as error:
        raise refused(f"Kasus contoh tidak dapat dibaca. {error}") from error


def refused(message: str) -> typer.Exit:
    """Say why the input cannot be used; raise what is returned."""
    Console(stderr=True).print(message, markup=False)
    return typer.Exit(BAD_INPUT)
