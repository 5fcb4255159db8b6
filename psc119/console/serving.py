"""`psc119 serve`, `demo` and `latihan`."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from dispatch.core import Core
from dispatch.store.embedded import EmbeddedServerError
from dispatch.store.keys import WrongMasterKey
from dispatch.store.migrations import SchemaOutdated
from dispatch.store.pool import DatabaseAway
from psc119 import loop
from psc119.console.context import claim_folder, data_folder
from psc119.errors import CannotServe
from psc119.server import Address, Companion, serve_for_ever
from psc119.settings import Settings

CANNOT_SERVE = 3

Port = Annotated[int, typer.Option("--port", help="Port yang didengarkan.", min=1, max=65535)]
DataDir = Annotated[Path | None, typer.Option("--data-dir", help="Folder data; bawaan: folder data pengguna.")]

console = Console(stderr=True)


def serve(
    host: Annotated[str, typer.Option("--host", help="Alamat yang didengarkan.")] = "localhost",
    port: Port = 8119,
    data_dir: DataDir = None,
    tls_cert: Annotated[Path | None, typer.Option("--tls-cert", help="Sertifikat TLS (PEM).", exists=True)] = None,
    tls_key: Annotated[Path | None, typer.Option("--tls-key", help="Kunci TLS (PEM).", exists=True)] = None,
) -> None:
    """Jalankan server untuk PSC yang sesungguhnya.

    Tidak ada akun bawaan: buat dahulu dengan `psc119 user add`. Di luar localhost wajib TLS.
    Kode keluar: 0 berhenti dengan baik, 3 tidak dapat berjalan (alasannya disebut).
    """
    _run(Address(host, port, tls_cert, tls_key), data_dir, companion=_warn_without_accounts)


def demo(
    port: Port = 8119,
    data_dir: DataDir = None,
    autopilot: Annotated[
        bool, typer.Option("--autopilot", help="Operator tiruan juga menjawab dan mengirim bantuan.")
    ] = False,
    latihan: Annotated[bool, typer.Option("--latihan", help="Buka juga PSC latihan.")] = False,
    calls_per_hour: Annotated[
        float, typer.Option("--calls-per-hour", min=0, max=3600, help="Penelepon tiruan tiap jam.")
    ] = 20.0,
) -> None:
    """Jalankan peragaan di localhost: kota hidup dengan penelepon dan kru tiruan, akun tercetak di layar.

    Folder data peragaan dan folder PSC yang sesungguhnya tidak dapat tertukar: yang satu menolak folder yang lain.
    """
    from psc119.demo import Demo  # noqa: PLC0415 - only the demo pays for its actors

    address = Address("localhost", port)
    actors = Demo(address.url, autopilot=autopilot, training=latihan, calls_per_hour=calls_per_hour)
    _run(address, data_dir, demo=True, companion=actors.run)


def latihan(port: Port = 8119, data_dir: DataDir = None) -> None:
    """Buka PSC latihan dengan sepuluh penelepon bernaskah, berbingkai LATIHAN di setiap layar.

    Tidak ada yang masuk ke angka PSC yang sesungguhnya, dan tidak ada pesan yang keluar dari mesin ini.
    """
    from psc119.demo import Training  # noqa: PLC0415 - only practice pays for its callers

    address = Address("localhost", port)
    _run(address, data_dir, demo=True, companion=Training(address.url).run)


def _run(address: Address, data_dir: Path | None, *, demo: bool = False, companion: Companion | None = None) -> None:
    settings = Settings()
    try:
        address.check(behind_tls=settings.behind_tls)
        if demo and settings.database_url:
            raise CannotServe("Peragaan memakai basis datanya sendiri: kosongkan PSC119_DATABASE_URL, lalu ulangi.")
        folder = data_folder(data_dir)
        claim_folder(folder, demo=demo)
        console.print(f"PSC 119: menyiapkan basis data di {folder}", highlight=False)
        loop.run(serve_for_ever(address, settings, folder, demo=demo, companion=companion))
    except (CannotServe, SchemaOutdated, DatabaseAway, EmbeddedServerError, WrongMasterKey) as error:
        console.print(str(error), markup=False, highlight=False)
        raise typer.Exit(CANNOT_SERVE) from error


async def _warn_without_accounts(core: Core) -> None:
    console.print("PSC 119 siap.", highlight=False)
    if not await core.db.value("SELECT EXISTS (SELECT FROM account WHERE active)"):
        console.print("Belum ada akun. Buat dengan: psc119 user add NAMA --name … --role operator", highlight=False)
