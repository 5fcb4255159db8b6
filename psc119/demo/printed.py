"""What `psc119 demo` and `psc119 latihan` print: where to look, who to be, what to try, what a caller says."""

from rich.console import Console
from rich.panel import Panel
from rich.table import Table

from dispatch.core import Core
from dispatch.domain.words import Role
from psc119.demo.accounts import PASSWORD, RESERVED_UNITS, Seat
from psc119.demo.line import Caller

_ROLES = {
    Role.OPERATOR: "operator",
    Role.SUPERVISOR: "pengawas",
    Role.ADMIN: "admin",
    Role.MEDICAL_DIRECTOR: "dokter penanggung jawab",
    Role.CREW: "kru",
    Role.HOSPITAL: "rumah sakit",
    Role.COORDINATOR: "koordinator",
}
_SURFACES = {
    Role.OPERATOR: "/operator",
    Role.SUPERVISOR: "/supervisor",
    Role.ADMIN: "/supervisor",
    Role.MEDICAL_DIRECTOR: "/supervisor/protokol",
    Role.CREW: "/crew",
    Role.HOSPITAL: "/hospital",
    Role.COORDINATOR: "/coordinator",
}


def print_welcome(console: Console, core: Core, url: str, seats: list[Seat], *, tries: list[str]) -> None:
    """The URL, the network in use, the accounts and what to try."""
    network = next(iter(core.streams.values())).roads.network
    roads = "kerangka jalan utama, skematik: ETA hanya perkiraan kasar" if network.schematic else network.label
    table = Table(title=f"Akun peragaan, semua dengan kata sandi: {PASSWORD}", title_justify="left")
    for heading in ("Nama pengguna", "Peran", "Layar"):
        table.add_column(heading, no_wrap=True)
    table.add_column("Petunjuk", overflow="fold")
    for seat in seats:
        if not _is_one_of_many(seat):
            table.add_row(seat.account.username, _ROLES[seat.role], _SURFACES[seat.role], seat.guide)
    for role in (Role.CREW, Role.COORDINATOR):
        names = [seat.account.username for seat in seats if seat.role is role and _is_one_of_many(seat)]
        table.add_row(f"… {len(names)} lagi", _ROLES[role], _SURFACES[role], ", ".join(names))
    console.print(Panel(f"Buka [bold]{url}[/bold]\nJaringan jalan: {roads}", title="PSC 119", expand=False))
    console.print(table)
    for line in tries:
        console.print(f"  • {line}", highlight=False)


def _is_one_of_many(seat: Seat) -> bool:
    """Whether the table names this account only in a row with others like it."""
    return seat.role is Role.COORDINATOR or (seat.role is Role.CREW and seat.unit_id not in RESERVED_UNITS)


def print_caller(console: Console, caller: Caller) -> None:
    """What a person who has answered hears."""
    console.print(Panel("\n".join(_spoken(caller)), title=f"Penelepon {caller.phone}", expand=False), highlight=False)


def _spoken(caller: Caller) -> list[str]:
    said = [f"“{caller.about.words}”"]
    complaint = caller.complaint
    if complaint is None:
        return said
    where = f"{caller.spot.address}, {caller.spot.patokan}, Kelurahan {caller.spot.kelurahan.name}"
    about = ", ".join(
        part
        for part in (
            f"{complaint.age_years:g} tahun" if complaint.age_years is not None else "",
            {"L": "laki-laki", "P": "perempuan"}.get(complaint.sex or "", ""),
            "hamil" if complaint.pregnant else "",
        )
        if part
    )
    answers = ", ".join(f"{question}: {option}" for question, option in {**complaint.gate, **complaint.answers}.items())
    return [
        *said,
        f"Lokasi  : {where}",
        f"Korban  : {about} (penelepon: {complaint.relation})",
        f"Jawaban : {answers or 'semuanya baik'}; selebihnya yang paling ringan",
        *([f"Sasaran : {caller.goal}"] if caller.goal else []),
    ]
