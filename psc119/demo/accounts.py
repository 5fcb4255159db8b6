"""Who can sign in to the demo: accounts for people, printed with their password, and accounts for the actors."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cities.city import City
from cities.profile import FacilityKind
from dispatch.accounts.people import NewAccount, create_demo_accounts, list_accounts
from dispatch.accounts.viewer import RoleGrant
from dispatch.domain.words import Grade, Role
from dispatch.store.pool import Database
from psc119.demo.names import draw_names
from psc119.demo.roster import Staff

PASSWORD = "peraga-119"  # noqa: S105 - printed on purpose, and only ever made in the demo's own data

RESERVED_UNITS = ("psc-1", "trc-sei-jang")
"""Units that wait for a person at the tablet before an actor takes over."""

CALLER = "aktor-penelepon"
COACH = "aktor-pembimbing"
OPERATORS = ("aktor-operator-1", "aktor-operator-2", "aktor-operator-3")

_NAMES_SEED = 119

_GUIDE = {
    Role.OPERATOR: "Jawab telepon, tulis alamat, triase, kirim bantuan (F9).",
    Role.SUPERVISOR: "Lihat papan hidup, buka catatan satu kejadian.",
    Role.ADMIN: "Seperti pengawas, dengan wewenang admin.",
    Role.MEDICAL_DIRECTOR: "Periksa, coba dan sahkan protokol triase.",
    Role.COORDINATOR: "Atur siaga unit dan kru puskesmas sendiri.",
    Role.HOSPITAL: "Lihat pasien yang datang, terima atau alihkan.",
    Role.CREW: "Terima tugas, laporkan setiap langkah.",
}


@dataclass(frozen=True, slots=True)
class Seat:
    """One account: of a person who tries the program (`guide`), or of an actor (no guide)."""

    account: NewAccount
    role: Role
    guide: str | None = None
    unit_id: str | None = None

    def document(self, psc: str) -> dict[str, Any]:
        """As `GET /api/demo/accounts` lists it."""
        return {
            "username": self.account.username,
            "password": PASSWORD,
            "role": self.role,
            "name": self.account.name,
            "guide": self.guide or "",
            "psc": psc,
            "unit_id": self.unit_id,
        }


def actor_of(prefix: str, part: str) -> str:
    """The account of the actor who works for a unit or a hospital."""
    return f"{prefix}aktor-{part}"


def list_seats(city: City, roster: dict[str, tuple[Staff, ...]], *, psc: str, prefix: str = "") -> list[Seat]:
    """Every account of one PSC, those for people first.

    Args:
        prefix: before each username, e.g. `latihan-` for the practice PSC, whose people are accounts of their own.
    """
    return [*_people(city, roster, psc, prefix), *_actors(city, roster, psc, prefix)]


async def prepare_accounts(db: Database, seats: list[Seat], *, now: datetime) -> None:
    """Make the accounts that are not there yet; an earlier demo's stay as they are."""
    known = {account.username for account in await list_accounts(db)}
    missing = [seat.account for seat in seats if seat.account.username not in known]
    if missing:
        await create_demo_accounts(db, missing, password=PASSWORD, now=now)


def _people(city: City, roster: dict[str, tuple[Staff, ...]], psc: str, prefix: str) -> list[Seat]:
    names = (name for name, _ in draw_names(_NAMES_SEED))

    def seat(
        username: str,
        role: Role,
        scope: str,
        *,
        name: str | None = None,
        grade: Grade | None = None,
        guide: str = "",
        unit_id: str | None = None,
    ) -> Seat:
        grants = (RoleGrant(psc, role, scope),)
        account = NewAccount(f"{prefix}{username}", name or next(names), grants, grade)
        return Seat(account, role, f"{_GUIDE[role]} {guide}".strip(), unit_id)

    seats = [
        seat("operator1", Role.OPERATOR, psc, grade=Grade.PERAWAT, guide="Perawat."),
        seat("operator2", Role.OPERATOR, psc, guide="Bukan tenaga klinis."),
        seat("operator3", Role.OPERATOR, psc, grade=Grade.DOKTER, guide="Dokter."),
        seat("pengawas", Role.SUPERVISOR, psc),
        seat("admin", Role.ADMIN, psc),
        seat("dokter", Role.MEDICAL_DIRECTOR, psc, grade=Grade.DOKTER, name="dr. Rahma Siregar"),
    ]
    for unit in sorted(city.units, key=lambda unit: unit.id not in RESERVED_UNITS):
        lead = roster[unit.id][0]
        guide = "Tugasnya menunggu Anda dahulu, lalu aktor mengambil alih." if unit.id in RESERVED_UNITS else ""
        seats.append(
            seat(f"kru-{unit.id}", Role.CREW, unit.id, name=lead.name, grade=lead.grade, guide=guide, unit_id=unit.id)
        )
    seats += [
        seat(f"rs-{hospital.id.removeprefix('rs-')}", Role.HOSPITAL, hospital.id, guide=hospital.name)
        for hospital in city.list_facilities(FacilityKind.RS)
    ]
    seats += [
        seat(f"koord-{post.id.removeprefix('pkm-')}", Role.COORDINATOR, post.id, grade=Grade.BIDAN, guide=post.name)
        for post in city.list_facilities(FacilityKind.PUSKESMAS)
    ]
    return seats


def _actors(city: City, roster: dict[str, tuple[Staff, ...]], psc: str, prefix: str) -> list[Seat]:
    """Accounts that nobody is shown: the callers' telephone, who opens cases for practice, the autopilot's desks, each
    crew and each hospital."""

    def seat(username: str, name: str, role: Role, scope: str, grade: Grade | None = None) -> Seat:
        return Seat(NewAccount(username, name, (RoleGrant(psc, role, scope),), grade), role)

    names = (name for name, _ in draw_names(_NAMES_SEED + 1))
    return [
        seat(prefix + CALLER, "Penelepon (peraga)", Role.OPERATOR, psc),
        seat(prefix + COACH, "Pembimbing (peraga)", Role.OPERATOR, psc, Grade.PERAWAT),
        *(seat(prefix + desk, f"{next(names)} (peraga)", Role.OPERATOR, psc, Grade.PERAWAT) for desk in OPERATORS),
        *(
            seat(actor_of(prefix, unit.id), roster[unit.id][1].name, Role.CREW, unit.id, roster[unit.id][1].grade)
            for unit in city.units
        ),
        *(
            seat(actor_of(prefix, hospital.id), f"IGD {hospital.name}", Role.HOSPITAL, hospital.id)
            for hospital in city.list_facilities(FacilityKind.RS)
        ),
    ]
