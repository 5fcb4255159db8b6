"""What `psc119 demo` and `psc119 latihan` print: where to look, who to be, what to try, what a caller says."""

from rich.console import Console
from rich.panel import Panel
from rich.table import Table

from dispatch.core import Core
from dispatch.domain.words import Role
from psc119.demo.accounts import PASSWORD, Seat
from psc119.demo.line import Caller

_ROLES = {
    Role.OPERATOR: "operator",
    Role.SUPERVISOR: "pengawas",
    Role.ADMIN: "admin",
    Role.CREW: "kru",
    Role.HOSPITAL: "rumah sakit",
    Role.COORDINATOR: "koordinator puskesmas",
}
_SURFACES = {
    Role.OPERATOR: "/operator",
    Role.SUPERVISOR: "/supervisor",
    Role.ADMIN: "/supervisor",
    Role.CREW: "/crew",
    Role.HOSPITAL: "/hospital",
    Role.COORDINATOR: "/coordinator",
}


def print_welcome(console: Console, core: Core, url: str, seats: list[Seat], *, tries: list[str]) -> None:
    """The URL, the network in use, the accounts and what to try."""
    network = next(iter(core.streams.values())).roads.network
    roads = f"{network.label} (skematik: ETA hanya perkiraan kasar)" if network.schematic else network.label
    table = Table(title=f"Akun peragaan, semua dengan kata sandi: {PASSWORD}", title_justify="left")
    for heading in ("Nama pengguna", "Peran", "Layar", "Nama", "Petunjuk"):
        table.add_column(heading, no_wrap=heading != "Petunjuk")
    for seat in seats:
        role = seat.role
        table.add_row(seat.account.username, _ROLES[role], _SURFACES[role], seat.account.name, seat.guide or "")
    console.print(Panel(f"Buka [bold]{url}[/bold]\nJaringan jalan: {roads}", title="PSC 119", expand=False))
    console.print(table)
    for line in tries:
        console.print(f"  • {line}", highlight=False)


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
