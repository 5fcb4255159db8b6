"""Simulated hospital desks: they accept, sometimes too late, rarely redirect, and sign for the patient."""

import asyncio

import structlog

from cities.city import City
from cities.profile import Facility, FacilityKind
from psc119.demo.board import LiveBoard, Row
from psc119.demo.client import Away, Person, Refused
from psc119.demo.names import draw_names
from psc119.demo.practising import Practising
from psc119.demo.tempo import Tempo

log = structlog.get_logger()

ACCEPT_S = (30.0, 140.0)
RECEIVE_S = (60.0, 240.0)
LEAVE_TO_PERSON_S = 45.0
"""Our seconds in which a person at the hospital's screen may answer first."""

UNANSWERED_SHARE = 0.1
REDIRECT_SHARE = 0.05
REASONS = ("IGD penuh", "Dokter bedah sedang operasi", "Alat CT sedang rusak")


class Hospital:
    """One hospital's desk. `for_people`: a person may sit at its screen too and gets time to answer first."""

    def __init__(
        self,
        person: Person,
        board: LiveBoard,
        city: City,
        tempo: Tempo,
        hospital: Facility,
        practising: Practising,
        *,
        for_people: bool,
    ) -> None:
        self._practising = practising
        self.person, self.board, self.city, self.tempo, self.hospital = person, board, city, tempo, hospital
        self._patience_s = LEAVE_TO_PERSON_S if for_people else 0.0
        self._doctors = (f"dr. {name}" for name, _ in draw_names(sum(map(ord, hospital.id))))
        self._seen: set[tuple[str, str]] = set()
        self._busy: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Work for ever."""
        await self.board.until(lambda: self.board.is_live)
        try:
            while True:
                await self.board.until(lambda: self._find_new() is not None)
                handover = self._find_new()
                if handover is None:
                    continue
                self._seen.add((handover["id"], handover["state"]))
                task = asyncio.create_task(self._attend(handover))
                self._busy.add(task)
                task.add_done_callback(self._busy.discard)
        finally:
            for task in self._busy:
                task.cancel()

    def _find_new(self) -> Row | None:
        return next(
            (
                handover
                for handover in self.board.list_kind("handover")
                if handover["hospital_id"] == self.hospital.id
                and handover["state"] in ("announced", "arrived", "offloaded")
                and (handover["id"], handover["state"]) not in self._seen
            ),
            None,
        )

    async def _attend(self, handover: Row) -> None:
        try:
            if handover["state"] == "announced":
                await self._answer(handover)
            else:
                await self._receive(handover)
        except (Refused, Away) as error:
            log.info("demo.hospital", hospital=self.hospital.id, reason=str(error))

    async def _answer(self, handover: Row) -> None:
        if self.tempo.chance(UNANSWERED_SHARE) and not self._is_left_to_person():
            return
        await self._take_time(ACCEPT_S)
        if self._state_of(handover) not in ("announced", "unanswered"):
            return
        path = f"/handovers/{handover['id']}"
        if self.tempo.chance(REDIRECT_SHARE) and (elsewhere := self._find_other(handover)) is not None:
            reason = self.tempo.random.choice(REASONS)
            await self.person.command(
                f"{path}/redirect", doctor=next(self._doctors), reason=reason, redirected_to=elsewhere.id
            )
        else:
            await self.person.command(f"{path}/accept")

    async def _receive(self, handover: Row) -> None:
        """Sign once the patient lies on a bed of ours."""
        if handover["state"] == "arrived":
            await self._take_time(RECEIVE_S)
            if self._state_of(handover) == "arrived":
                await self.person.command(f"/handovers/{handover['id']}/offload")
            return
        await self._take_time(ACCEPT_S)
        if self._state_of(handover) == "offloaded":
            await self.person.command(f"/handovers/{handover['id']}/acknowledge")

    async def _take_time(self, human_s: tuple[float, float]) -> None:
        """Leave it to a person for a while; while one practises here, for as long as that lasts."""
        await asyncio.sleep(self._patience_s + self.tempo.draw_s(*human_s))
        await self.board.until(lambda: not self._is_left_to_person())

    def _is_left_to_person(self) -> bool:
        return self._practising.holds(self.hospital.id)

    def _state_of(self, handover: Row) -> str | None:
        row = self.board.find("handover", handover["id"])
        return row["state"] if row else None

    def _find_other(self, handover: Row) -> Facility | None:
        """Another hospital that has not refused this patient already."""
        refused = {
            other["hospital_id"]
            for other in self.board.list_kind("handover")
            if other["patient_id"] == handover["patient_id"]
        }
        others = [one for one in self.city.list_facilities(FacilityKind.RS) if one.id not in refused]
        return self.tempo.random.choice(others) if others else None
