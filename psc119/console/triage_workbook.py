"""`psc119 triage export` and `import`: the protocol as a workbook that clinicians edit, and for other programs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from psc119.console.triage_files import FolderOption, load, refused
from psc119.settings import Settings
from triage import Protocol, ProtocolError


def export_command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Berkas yang akan ditulis.")],
    folder: FolderOption = None,
    fhir: Annotated[bool, typer.Option("--fhir", help="Sebagai Questionnaire FHIR R4B (JSON).")] = False,
    xlsform: Annotated[
        bool, typer.Option("--xlsform", help="Formulir lapangan TRC sebagai XLSForm, untuk ODK dan KoboToolbox.")
    ] = False,
    card: Annotated[str | None, typer.Option(help="Dengan --fhir: satu kartu saja, bukan Bundle semua kartu.")] = None,
    city: Annotated[
        str | None, typer.Option(help="Dengan --fhir: kunci PSC di dalam nama kanonik; bawaan: PSC119_CITY.")
    ] = None,
) -> None:
    """Tulis protokol sebagai buku kerja: satu lembar satu kartu; atau untuk program lain.

    Contoh: psc119 triage export protokol.xlsx

    Contoh: psc119 triage export protokol.json --fhir

    Contoh: psc119 triage export lapangan.xlsx --xlsform
    """
    if fhir and xlsform:
        raise refused("Pilih satu: --fhir atau --xlsform.")
    if not fhir and (card or city):
        raise refused("--card dan --city hanya berlaku bersama --fhir.")
    made, protocol = _fhir(folder, card, city) if fhir else _field_form(folder) if xlsform else _workbook(folder)
    try:
        file.write_bytes(made)
    except OSError as error:
        raise refused(f"{file} tidak dapat ditulis: {error.strerror}.") from error
    cards = 1 if card else len(protocol.cards)
    Console().print(f"{file}: {cards} kartu, versi {protocol.version[:12]}.", highlight=False)


def _workbook(folder: Path | None) -> tuple[bytes, Protocol]:
    from exchange.content import read_content  # noqa: PLC0415 - openpyxl only when it is asked for
    from exchange.sheets.export import export_workbook  # noqa: PLC0415

    try:
        protocol, content = read_content(folder)
    except ProtocolError as error:
        raise refused(f"Protokol tidak dapat dipakai. {error}") from error
    return export_workbook(content, protocol.version), protocol


def _fhir(folder: Path | None, card: str | None, city: str | None) -> tuple[bytes, Protocol]:
    from cities import ProfileError, UnknownCityError, load_city  # noqa: PLC0415
    from exchange.fhir import Naming, bundle, checked, questionnaire  # noqa: PLC0415

    protocol = load(folder)
    if card is not None and card not in protocol.cards:
        raise refused(f"Kartu '{card}' tidak ada. Yang ada: {', '.join(protocol.cards)}.")
    try:
        naming = Naming(load_city(city or Settings().city).stream_key)
    except (ProfileError, UnknownCityError) as error:
        raise refused(str(error)) from error
    if card is not None:
        return checked(questionnaire(protocol, card, naming)), protocol
    return checked(bundle(questionnaire(protocol, card_id, naming) for card_id in protocol.cards)), protocol


def _field_form(folder: Path | None) -> tuple[bytes, Protocol]:
    from exchange.field_form import field_form, form_workbook  # noqa: PLC0415 - openpyxl only when it is asked for

    protocol = load(folder)
    return form_workbook(field_form(protocol)), protocol


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
