"""`psc119 triage export` and `import`: the protocol as a workbook that clinicians edit."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from psc119.console.triage_files import FolderOption, refused
from triage import ProtocolError


def export_command(
    file: Annotated[Path, typer.Argument(metavar="FILE.xlsx", help="Buku kerja yang akan ditulis.")],
    folder: FolderOption = None,
) -> None:
    """Tulis protokol sebagai buku kerja: satu lembar satu kartu.

    Contoh: psc119 triage export protokol.xlsx
    """
    from exchange.content import read_content  # noqa: PLC0415 - openpyxl only when it is asked for
    from exchange.sheets.export import export_workbook  # noqa: PLC0415

    try:
        protocol, content = read_content(folder)
    except ProtocolError as error:
        raise refused(f"Protokol tidak dapat dipakai. {error}") from error
    try:
        file.write_bytes(export_workbook(content, protocol.version))
    except OSError as error:
        raise refused(f"{file} tidak dapat ditulis: {error.strerror}.") from error
    Console().print(f"{file}: {len(protocol.cards)} kartu, versi {protocol.version[:12]}.", highlight=False)


def import_command(
    file: Annotated[Path, typer.Argument(metavar="FILE.xlsx", help="Buku kerja yang sudah diubah.")],
    to: Annotated[Path, typer.Option("--to", help="Folder protokol; berkas yang tidak berubah dibiarkan.")],
) -> None:
    """Baca buku kerja, periksa, dan tulis sebagai folder protokol.

    Bila ada yang salah, tidak ada yang ditulis; setiap kesalahan disebut dengan kartu dan selnya (kode keluar 2).

    Contoh: psc119 triage import protokol.xlsx --to triage/protocols
    """
    from exchange.content import write_content  # noqa: PLC0415
    from exchange.sheets.checking import import_workbook  # noqa: PLC0415
    from exchange.sheets.faults import WorkbookRefused  # noqa: PLC0415

    if to.exists() and any(to.iterdir()) and not (to / "protocol.yaml").is_file():
        raise refused(f"{to} berisi sesuatu yang bukan protokol. Pilih folder kosong atau folder protokol.")
    try:
        imported = import_workbook(file.read_bytes())
    except OSError as error:
        raise refused(f"{file} tidak dapat dibaca: {error.strerror}.") from error
    except WorkbookRefused as error:
        raise refused(f"{error}\nTidak ada yang diubah: {len(error.faults)} kesalahan.") from error
    written = write_content(imported.content, to)
    console = Console()
    for name in written:
        console.print(f"ditulis: {name}", highlight=False)
    console.print(
        f"{len(written)} berkas berubah; versi {imported.protocol.version}, belum disahkan."
        f" Buktikan: psc119 triage verify --protocol {to}",
        highlight=False,
        soft_wrap=True,
    )
