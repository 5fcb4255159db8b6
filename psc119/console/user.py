"""`psc119 user`: who may sign in. There is no default account and no default password."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, NoReturn, TypeVar
from uuid import UUID

import orjson
import typer
from rich.console import Console
from rich.table import Table

from cities import City, UnknownCityError, load_city
from dispatch.accounts.devices import list_devices, revoke_device
from dispatch.accounts.password import WeakPassword
from dispatch.accounts.people import (
    Account,
    NoSuchAccount,
    UsernameTaken,
    create_account,
    list_accounts,
    set_active,
    set_password,
)
from dispatch.accounts.viewer import RoleGrant
from dispatch.domain.words import Grade, Role
from dispatch.store.embedded import EmbeddedServerError
from dispatch.store.migrations import SchemaOutdated, check
from dispatch.store.pool import Database, DatabaseAway
from psc119.console.context import data_folder, open_database

app = typer.Typer(help="Akun: siapa yang boleh masuk, dengan peran apa.", no_args_is_help=True)

REFUSED = 1
BAD_INPUT = 2

PRACTICE_SUFFIX = "-latihan"
NEED_SCOPE = (Role.COORDINATOR, Role.HOSPITAL)
"""Roles that see the matters of one place, and without it nothing."""

Username = Annotated[str, typer.Argument(metavar="USERNAME", help="Nama pengguna; huruf besar dan kecil sama.")]
DataDirOption = Annotated[
    Path | None, typer.Option("--data-dir", help="Folder data program; bawaan: folder data pengguna.")
]
PasswordStdinOption = Annotated[
    bool, typer.Option("--password-stdin", help="Baca kata sandi dari masukan standar, bukan bertanya.")
]

Result = TypeVar("Result")


@app.command()
def add(
    username: Username,
    *,
    name: Annotated[str, typer.Option("--name", help="Nama orangnya, seperti tampil di layar.")],
    role: Annotated[
        list[str],
        typer.Option(
            "--role",
            metavar="PERAN[:LINGKUP]",
            help="operator, crew, coordinator, hospital, supervisor, admin atau medical_director (dokter penanggung "
            "jawab; dengan --grade dokter); boleh berulang. Lingkup: id unit (crew), puskesmas (coordinator) atau "
            "rumah sakit (hospital); tanpa lingkup berlaku untuk seluruh PSC.",
        ),
    ],
    psc: Annotated[str, typer.Option("--psc", help="PSC tempat peran itu berlaku.")] = "tanjungpinang",
    grade: Annotated[Grade | None, typer.Option("--grade", help="Jenjang klinis, bila ada.")] = None,
    language: Annotated[str, typer.Option("--language", help="Bahasa layar: id atau en.")] = "id",
    password_stdin: PasswordStdinOption = False,
    data_dir: DataDirOption = None,
) -> None:
    """Buat akun. Kata sandi ditanyakan, tidak pernah ditulis di baris perintah.

    Contoh: psc119 user add sari --name "Sari Dewi" --role operator --grade perawat

    Contoh: psc119 user add budi --name Budi --role crew:psc-1
    """
    if language not in ("id", "en"):
        _fail(f"Bahasa '{language}' tidak ada: id atau en.", BAD_INPUT)
    city = _city(psc, data_dir)
    grants = [_grant(text, psc, city) for text in role]
    if any(grant.role is Role.MEDICAL_DIRECTOR for grant in grants) and grade is not Grade.DOKTER:
        _fail("Dokter penanggung jawab (medical_director) harus dokter: tambahkan --grade dokter.", BAD_INPUT)
    password = _password(from_stdin=password_stdin)

    async def create(db: Database) -> str:
        return await create_account(
            db,
            username=username,
            name=name,
            password=password,
            roles=grants,
            grade=grade,
            language=language,
            now=datetime.now(UTC),
        )

    _run(data_dir, create)
    Console().print(f"Akun {username} dibuat: {name}, {', '.join(role)} di {psc}.", markup=False)


@app.command("list")
def list_command(
    as_json: Annotated[bool, typer.Option("--json", help="Sebagai JSON, untuk program.")] = False,
    data_dir: DataDirOption = None,
) -> None:
    """Tampilkan semua akun dan perannya.

    Contoh: psc119 user list --json
    """
    accounts = _run(data_dir, list_accounts)
    if as_json:
        typer.echo(orjson.dumps([_document(account) for account in accounts], option=orjson.OPT_INDENT_2).decode())
        return
    if not accounts:
        Console().print("Belum ada akun. Buat yang pertama: psc119 user add --help")
        return
    table = Table("Nama pengguna", "Nama", "Peran", "Jenjang", "Keadaan")
    for account in accounts:
        state = "aktif" if account.active else "ditutup"
        table.add_row(account.username, account.name, "\n".join(_roles(account)), account.grade or "–", state)
    Console().print(table)


@app.command()
def password(username: Username, password_stdin: PasswordStdinOption = False, data_dir: DataDirOption = None) -> None:
    """Ganti kata sandi; semua layar akun itu harus masuk lagi."""
    new = _password(from_stdin=password_stdin)

    async def change(db: Database) -> None:
        await set_password(db, username=username, password=new, now=datetime.now(UTC))

    _run(data_dir, change)
    Console().print(f"Kata sandi {username} diganti.", markup=False)


@app.command()
def deactivate(username: Username, data_dir: DataDirOption = None) -> None:
    """Tutup akun: semua layar dan tabletnya keluar. Catatan lama tetap menyebut namanya."""
    _run(data_dir, lambda db: set_active(db, username=username, active=False, now=datetime.now(UTC)))
    Console().print(f"Akun {username} ditutup.", markup=False)


@app.command()
def activate(username: Username, data_dir: DataDirOption = None) -> None:
    """Buka kembali akun yang ditutup."""
    _run(data_dir, lambda db: set_active(db, username=username, active=True, now=datetime.now(UTC)))
    Console().print(f"Akun {username} dibuka kembali.", markup=False)


@app.command()
def devices(
    as_json: Annotated[bool, typer.Option("--json", help="Sebagai JSON, untuk program.")] = False,
    data_dir: DataDirOption = None,
) -> None:
    """Tampilkan tablet yang dikenal: unit mana, dan siapa yang terakhir memakainya."""
    found = _run(data_dir, lambda db: list_devices(db, now=datetime.now(UTC)))
    if as_json:
        typer.echo(orjson.dumps(found, option=orjson.OPT_INDENT_2).decode())
        return
    table = Table("Tablet", "Unit", "Terakhir dipakai", "Oleh", "Keadaan")
    for use in found:
        state = "masuk" if use.signed_in else "keluar"
        table.add_row(use.id, use.unit_id, f"{use.last_login_at:%Y-%m-%d %H:%M} UTC", use.last_person, state)
    Console().print(table)


@app.command()
def revoke(
    device_id: Annotated[UUID, typer.Argument(metavar="TABLET", help="Nomor tablet, menurut `psc119 user devices`.")],
    data_dir: DataDirOption = None,
) -> None:
    """Tablet hilang: cabut haknya. Laporan yang masih di dalamnya tidak diterima lagi."""
    if not _run(data_dir, lambda db: revoke_device(db, str(device_id), now=datetime.now(UTC))):
        _fail(f"Tidak ada tablet {device_id} yang masih berlaku.", REFUSED)
    Console().print(f"Hak tablet {device_id} dicabut.", markup=False)


def _city(psc: str, data_dir: Path | None) -> City:
    try:
        return load_city(psc.removesuffix(PRACTICE_SUFFIX), data_dir=data_folder(data_dir))
    except UnknownCityError as error:
        _fail(f"PSC '{psc}' tidak ada. {error}", BAD_INPUT)


def _grant(text: str, psc: str, city: City) -> RoleGrant:
    word, _, scope = text.partition(":")
    try:
        role = Role(word)
    except ValueError:
        _fail(f"Peran '{word}' tidak ada. Yang ada: {', '.join(Role)}.", BAD_INPUT)
    if not scope and role in NEED_SCOPE:
        _fail(f"Peran {role} perlu tempatnya, misalnya {role}:{city.facilities[0].id}.", BAD_INPUT)
    if scope and scope not in _scopes(role, city):
        _fail(f"'{scope}' tidak ada untuk peran {role}. Yang ada: {', '.join(_scopes(role, city))}.", BAD_INPUT)
    return RoleGrant(psc=psc, role=role, scope=scope or psc)


def _scopes(role: Role, city: City) -> list[str]:
    return [each.id for each in (city.units if role is Role.CREW else city.facilities)]


def _password(*, from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    return str(typer.prompt("Kata sandi", hide_input=True, confirmation_prompt="Sekali lagi"))


def _run(data_dir: Path | None, work: Callable[[Database], Awaitable[Result]]) -> Result:
    async def run() -> Result:
        async with open_database(data_dir) as db:
            await check(db)
            return await work(db)

    try:
        return asyncio.run(run())
    except WeakPassword as error:
        _fail(str(error), BAD_INPUT)
    except (SchemaOutdated, EmbeddedServerError) as error:
        _fail(str(error), REFUSED)
    except DatabaseAway as error:
        _fail(f"Basis data tidak dapat dihubungi: {error}", REFUSED)
    except UsernameTaken as error:
        _fail(f"Nama pengguna {error} sudah dipakai.", REFUSED)
    except NoSuchAccount as error:
        _fail(f"Tidak ada akun bernama {error}.", REFUSED)


def _fail(message: str, code: int) -> NoReturn:
    Console(stderr=True).print(message, markup=False)
    raise typer.Exit(code)


def _roles(account: Account) -> list[str]:
    return sorted(
        f"{grant.role}:{grant.scope}" if grant.scope != grant.psc else f"{grant.role} ({grant.psc})"
        for grant in account.roles
    )


def _document(account: Account) -> dict[str, Any]:
    roles = sorted(account.roles, key=lambda grant: (grant.psc, grant.role, grant.scope))
    return {
        "id": account.id,
        "username": account.username,
        "name": account.name,
        "roles": [{"psc": grant.psc, "role": grant.role, "scope": grant.scope} for grant in roles],
        "grade": account.grade,
        "language": account.language,
        "active": account.active,
        "created_at": account.created_at,
    }
