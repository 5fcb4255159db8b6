"""What the caller of an operator's guided practice says, in the order in which an operator asks."""

from dataclasses import asdict, dataclass

from cities.city import City
from psc119.demo.places import Spot
from psc119.demo.script import COMPLAINTS, Complaint

COMPLAINT: Complaint = next(complaint for complaint in COMPLAINTS if complaint.key == "asma")
KELURAHAN_CODE = "21.72.04.1004"
ADDRESS, LANDMARK = "Gang Merpati No. 4", "rumah cat hijau"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing the caller says; see `psc119.practice.CallerLine`."""

    topic: str
    words: str
    answer: str


def spot_of(city: City) -> Spot:
    """Where the caller is: known by its kelurahan, as of most callers."""
    area = city.find_kelurahan(KELURAHAN_CODE) or city.kelurahan[0]
    return Spot(area, ADDRESS, LANDMARK, area.lat, area.lon)


def list_lines(spot: Spot) -> list[dict[str, str]]:
    """All that is told, for the guide on the operator's screen."""
    name = spot.kelurahan.name
    lines = (
        Line("keluhan", COMPLAINT.words, COMPLAINT.text),
        Line("alamat", f"Di {spot.address}, {spot.patokan}. Cepat ya.", f"{spot.address}, {spot.patokan}"),
        Line("kelurahan", f"Kelurahan {name}.", name),
        Line("sadar", "Sadar, dia masih menjawab saya.", COMPLAINT.gate.get("sadar", "sadar")),
        Line("napas", "Tidak, sesak, bunyinya ngik-ngik.", COMPLAINT.gate.get("napas", "normal")),
        Line("kartu", "Asmanya kambuh, napasnya pendek sejak tadi pagi.", COMPLAINT.card),
    )
    return [asdict(line) for line in lines]
