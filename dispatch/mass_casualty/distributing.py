"""Who goes where: what is known of the victims, the hospitals and the way is gathered, and the policy proposes."""

from dataclasses import asdict, dataclass
from datetime import datetime
from math import isfinite
from typing import Any

import structlog

import routing
from cities.profile import Facility, FacilityKind
from dispatch.commands import run
from dispatch.core import Core, Psc
from dispatch.domain import victim
from dispatch.domain.board import Board
from dispatch.domain.command import Command
from dispatch.domain.rows import Row
from dispatch.domain.time import instant, moment
from dispatch.domain.words import DisasterType, Priority, TagMethod, Whereabouts
from dispatch.live.opening import open_row
from dispatch.mass_casualty.schemas import Distribute
from dispatch.mass_casualty.service import expect_receiver
from dispatch.policy import policy_version
from dispatch.policy.distribution import ORDER, Capacity, Hospital, Patient, Proposal, distribute, known_of
from dispatch.store.ledger import Answer, Decision
from dispatch.store.reader import Reader
from dispatch.whereabouts import find_case_point

log = structlog.get_logger()

ASSUMED_NEEDS: dict[str, tuple[str, ...]] = {
    DisasterType.KECELAKAAN: ("trauma",),
    DisasterType.LEDAKAN: ("trauma",),
    DisasterType.BANGUNAN: ("trauma",),
    DisasterType.PESAWAT: ("trauma",),
    DisasterType.KEBAKARAN: ("luka_bakar",),
}
"""What red and yellow victims of such an event are taken to need. Assumed: no medical director has signed it."""
ASSUMED_CHILD_NEEDS = ("picu",)
"""What a red child is taken to need besides. Assumed, as above."""


@dataclass(frozen=True, slots=True)
class Distribution:
    """The policy's answer with all that it saw."""

    patients: tuple[Patient, ...]
    hospitals: tuple[Hospital, ...]
    proposals: tuple[Proposal, ...]
    at: datetime
    fresh_s: float

    @property
    def recommended(self) -> dict[str, str | None]:
        return {proposal.patient_id: proposal.hospital_id for proposal in self.proposals}


async def propose_distribution(core: Core, psc: Psc, reader: Reader, incident_id: str) -> Distribution:
    """Where the tagged victims go that are at the scene and have no destination yet."""
    facilities = psc.city.list_facilities(FacilityKind.RS)
    await reader.load(*(("capacity", facility.id) for facility in facilities))
    board = await reader.load_case(incident_id)
    incident, now = board.get("incident", incident_id), core.clock()
    victims = [board.get("patient", patient_id) for patient_id in incident["patient_ids"]]
    travel_s = await _travel_s(core, psc, incident, facilities, now)
    hospitals = tuple(
        _hospital(board, facility, seconds, victims, now)
        for facility, seconds in zip(facilities, travel_s, strict=True)
    )
    patients = tuple(_patient(row, incident) for row in victims if _waits(row))
    fresh_s = psc.city.mass_casualty.capacity_freshness.seconds
    return Distribution(patients, hospitals, tuple(distribute(patients, hospitals, fresh_s=fresh_s)), now, fresh_s)


async def confirm_distribution(core: Core, psc: Psc, command: Command, body: Distribute, incident_id: str) -> Answer:
    """Keep who goes where, and what was known when a person decided it."""
    chosen = {str(one.patient_id): one.hospital_id for one in body.destinations}
    for hospital_id in {one.hospital_id for one in body.destinations if one.hospital_id is not None}:
        expect_receiver(psc, hospital_id)

    async def decide(reader: Reader) -> Decision:
        proposed = await propose_distribution(core, psc, reader, incident_id)
        events = victim.destine(
            reader.board, command, incident_id=incident_id, chosen=chosen, recommended=proposed.recommended
        )
        seen = command.event("incident.decision_recorded", incident_id, saw=_record(proposed, psc))
        return Decision([*events, seen], {"incident_id": incident_id, "count": len(events)})

    return await run(core, psc, command, body.asked(), decide)


def distribution_document(proposed: Distribution, psc: Psc) -> dict[str, Any]:
    """A proposal as screens show it: codes and numbers, which their catalogues turn into sentences."""
    by_id = {patient.id: patient for patient in proposed.patients}
    return {
        "at": instant(proposed.at),
        "policy": policy_version(),
        "proposals": [
            {
                **asdict(proposal),
                "number": by_id[proposal.patient_id].number,
                "colour": by_id[proposal.patient_id].colour,
                "needs": list(by_id[proposal.patient_id].needs),
                "reasons": [asdict(reason) for reason in proposal.reasons],
            }
            for proposal in proposed.proposals
        ],
        "hospitals": [
            {
                "id": hospital.id,
                "name": psc.city.get_facility(hospital.id).name,
                "travel_s": hospital.travel_s,
                "known": known_of(hospital, proposed.fresh_s),
                "capacity": asdict(hospital.capacity) if hospital.capacity else None,
                "taken": dict(zip(ORDER, hospital.taken, strict=True)),
            }
            for hospital in proposed.hospitals
        ],
    }


def _record(proposed: Distribution, psc: Psc) -> dict[str, Any]:
    document = distribution_document(proposed, psc)
    return {"distribution": document["proposals"], "hospitals": document["hospitals"], "policy": document["policy"]}


def _waits(row: Row) -> bool:
    at_scene = row.get("whereabouts", Whereabouts.AT_SCENE) == Whereabouts.AT_SCENE
    return row.get("tag") is not None and at_scene and row.get("hospital_id") is None and row["priority"] in ORDER


def _patient(row: Row, incident: Row) -> Patient:
    colour = Priority(row["priority"])
    methane = (incident.get("mass_casualty") or {}).get("methane")
    needs = ASSUMED_NEEDS.get(methane["type"], ()) if methane and colour is not Priority.HIJAU else ()
    is_child = any(report["method"] == TagMethod.JUMPSTART for report in row["tag"]["reports"])
    if is_child and colour is Priority.MERAH:
        needs = (*needs, *ASSUMED_CHILD_NEEDS)
    return Patient(id=row["id"], number=row["tag"]["number"], colour=colour, needs=needs)


def _hospital(board: Board, facility: Facility, travel_s: float | None, victims: list[Row], now: datetime) -> Hospital:
    said = board.find("capacity", facility.id)
    meant = [row for row in victims if row.get("hospital_id") == facility.id and _is_new_to(said, row)]
    counted = [sum(row["priority"] == colour for row in meant) for colour in ORDER]
    return Hospital(
        id=facility.id,
        travel_s=travel_s,
        capacity=Capacity(
            merah=said["merah"],
            kuning=said["kuning"],
            hijau=said["hijau"],
            age_s=(now - moment(said["at"])).total_seconds(),
        )
        if said
        else None,
        offers=tuple(service.id for service in facility.hospital.services) if facility.hospital else (),
        taken=(counted[0], counted[1], counted[2]),
    )


def _is_new_to(said: Row | None, row: Row) -> bool:
    """Whether a hospital's word does not know this victim yet: they had not arrived when it was said."""
    arrived = row.get("whereabouts") == Whereabouts.ARRIVED
    return said is None or not arrived or (row.get("moved_at") or "") > said["at"]


async def _travel_s(
    core: Core, psc: Psc, incident: Row, facilities: list[Facility], now: datetime
) -> list[float | None]:
    point = find_case_point(psc.city, await open_row(core.keys, incident))
    if point is None:
        return [None] * len(facilities)
    source = routing.Source(point, routing.Mode.AMBULANS)
    targets = [routing.Point(facility.lat, facility.lon) for facility in facilities]
    try:
        times = await psc.roads.ask(lambda router: router.matrix([source], targets, at=now))
    except routing.RoutingError:
        log.exception("distribution.without_travel_times", psc=psc.key)
        return [None] * len(facilities)
    return [float(seconds) if isfinite(seconds) else None for seconds in times[0]]
