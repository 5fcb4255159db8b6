"""Simulated crews: they go on duty, take their task, drive, treat, bring the patient in, and drive home."""

import asyncio
from collections.abc import Callable
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any

import structlog

from cities.city import City
from cities.profile import FacilityKind, Unit, UnitKind
from psc119.demo.board import LiveBoard, Row
from psc119.demo.client import Person, Refused
from psc119.demo.drive import Moment, journey_of, metres_between
from psc119.demo.practising import Practising
from psc119.demo.roster import ON_A_TASK, Staff
from psc119.demo.tablet import Tablet
from psc119.demo.tempo import Tempo
from psc119.demo.wheels import Wheels

log = structlog.get_logger()

# Human seconds, from and to.
ACKNOWLEDGE_S = (8.0, 40.0)
TO_PATIENT_S = (40.0, 160.0)
TREATMENT_S = (480.0, 1200.0)
CARE_ON_SCENE_S = (700.0, 1800.0)
AT_HOSPITAL_S = (420.0, 1080.0)
LONGEST_WAIT_FOR_AMBULANCE_S = 2400.0
TURNOUT_UNKNOWN_S = 120.0

TURNOUT_SHARE = (0.6, 1.2)
"""Of the turnout that the ETA stated."""

PATIENCE_S = 60.0
"""Our seconds that a task waits for a person at the tablet before the actor takes over; the deadline's length."""

BRISK_PATIENCE_S = 25.0
"""The same in a city that runs by itself: no alarm for nobody's sake."""

DEAD_ZONE_SHARE = 0.12
DEAD_ZONE_S = (60.0, 200.0)
"""Of the drives, and how much longer in human seconds the signal stays away once there."""

ORDER = ("assigned", "acknowledged", "en_route", "staged", "on_scene", "with_patient", "transporting",
         "at_destination", "clear")  # fmt: skip
COMING = ("announced", "unanswered", "accepted")

SPECIAL_NEEDS = frozenset(("pci", "stroke", "trauma", "nicu", "picu"))
SPECIAL_CLASS = "B"
"""The demo's crews bring these to the hospital of that class; the profile does not yet know more than IGD."""


class CalledBack(Exception):  # noqa: N818
    """The task has ended under the crew: called back, or ended by somebody else."""


class LeftToPerson(Exception):  # noqa: N818
    """Somebody who practises has taken this unit's tablet."""


@dataclass(frozen=True, slots=True)
class Orders:
    """A unit and its people.

    Args:
        reserved: first wait for a person at this unit's tablet.
        patience_s: how long, in our seconds.
    """

    unit: Unit
    staff: tuple[Staff, ...]
    reserved: bool = False
    patience_s: float = PATIENCE_S


@dataclass(frozen=True, slots=True)
class Errand:
    """A case played for somebody who practises at a hospital: quickly to their door, then as ever.

    Args:
        tempo: of the work before the drive in.
        to_scene_s, to_hospital_s: our seconds that the drives take at most.
    """

    hospital_id: str
    tempo: Tempo
    to_scene_s: float
    to_hospital_s: float


class Crew:
    """The people of one unit. They know of the case what the board shows, and report through their tablet.

    `errands` are the incidents that are played for somebody, by id.
    """

    def __init__(
        self,
        person: Person,
        board: LiveBoard,
        city: City,
        tempo: Tempo,
        orders: Orders,
        practising: Practising,
    ) -> None:
        self.person, self.board, self.city, self.tempo = person, board, city, tempo
        self.errands: dict[str, Errand] = {}
        self._practising = practising
        self._left_behind: str | None = None
        self.unit, self._staff = orders.unit, orders.staff
        self._reserved, self._patience_s = orders.reserved, orders.patience_s
        post = city.get_facility(self.unit.facility_id)
        self.tablet = Tablet(person)
        self.wheels = Wheels(self.tablet, board, tempo, Moment(post.lat, post.lon, 0.0))
        self._reported = 0

    async def run(self) -> None:
        """Work for ever."""
        await self.board.until(lambda: self.board.is_live)
        await self._go_on_duty()
        if self._find_task() is not None and (last := self.board.positions.get(self.unit.id)) is not None:
            self.wheels.here = Moment(last["lat"], last["lon"], 0.0)
        while True:
            task = self._find_task()
            if task is not None:
                await self._serve(task["id"])
            elif not self.wheels.is_home:
                await self.wheels.go_home(self._has_task)
            else:
                await self.wheels.stand(self._has_task)

    async def _go_on_duty(self) -> None:
        if not self.person.account_id:
            await self.person.sign_in()
        unit = self.board.find("unit", self.unit.id)
        if unit is None or unit["duty"] != "off_duty":
            return
        duty = "on_call" if self.unit.kind is UnitKind.KAPAL else "available"
        crew = [staff.id for staff in self._staff[:ON_A_TASK]]
        await self.person.command(f"/units/{self.unit.id}/duty", duty=duty, crew=crew)

    async def _serve(self, task_id: str) -> None:
        self._reported = 0
        try:
            self._expect_mine(task_id)
            await self._work(task_id)
        except CalledBack:
            await self._acknowledge_call_back(task_id)
        except LeftToPerson:
            await self.board.until(lambda: self._is_mine(task_id) or not self._is_active(task_id))
            self._left_behind = task_id
            return
        finally:
            await self.tablet.regain_signal()
        await self.board.until(lambda: not self._is_active(task_id), timeout_s=PATIENCE_S)

    async def _work(self, task_id: str) -> None:
        """Everything from the order to clear, from wherever the task is now."""
        if not await self._acknowledge(task_id):
            return
        if self._is_before(task_id, "en_route"):
            turnout_s = (self._get_task(task_id)["eta"] or {}).get("turnout_s") or TURNOUT_UNKNOWN_S
            await self._spend(task_id, turnout_s * TURNOUT_SHARE[0], turnout_s * TURNOUT_SHARE[1])
            await self._report(task_id, "en_route")
        if self._is_before(task_id, "on_scene"):
            if not self._find_errand(task_id) and self.tempo.chance(DEAD_ZONE_SHARE):
                self.tablet.has_signal = False
            await self._drive(task_id)
            await self._report(task_id, "on_scene")
        if self._is_before(task_id, "with_patient"):
            await self._spend(task_id, *TO_PATIENT_S)
            await self._report(task_id, "with_patient")
        if not self.tablet.has_signal:
            await self._spend(task_id, *DEAD_ZONE_S)
            await self.tablet.regain_signal()
        outcome = await (self._bring_in(task_id) if self._carries(task_id) else self._care_on_scene(task_id))
        await self._report(task_id, "clear", outcome=outcome)

    async def _acknowledge(self, task_id: str) -> bool:
        """Take the task; False when a person at this unit's tablet did it."""
        if self._get_task(task_id)["state"] == "assigned":
            patience_s = self._patience_s if self._reserved else self._tempo_of(task_id).draw_s(*ACKNOWLEDGE_S)
            await self.board.until(
                lambda: self._get_task(task_id)["state"] != "assigned" or not self._is_mine(task_id),
                timeout_s=patience_s,
            )
        self._expect_mine(task_id)
        if self._is_with_person(task_id):
            # Whoever took one task by hand will want the next one too.
            self._reserved = True
            await self.board.until(lambda: not self._is_mine(task_id))
            return False
        if self._is_before(task_id, "acknowledged"):
            await self._report(task_id, "acknowledged")
        return True

    async def _bring_in(self, task_id: str) -> str:
        if self._is_before(task_id, "transporting"):
            await self._spend(task_id, *TREATMENT_S)
            if not await self._transport_to(task_id, self._choose_hospital(task_id)):
                return "ditangani"
        if self._is_before(task_id, "at_destination"):
            while (elsewhere := await self._drive(task_id, lambda: self._find_redirect(task_id))) is not None:
                await self._accept_redirect(task_id, elsewhere)
            await self._report(task_id, "at_destination")
        # At their door nobody is hurried.
        self.errands.pop(self._get_task(task_id)["incident_id"], None)
        await self._spend(task_id, *AT_HOSPITAL_S)
        return "dibawa"

    async def _transport_to(self, task_id: str, hospital_id: str) -> bool:
        """Leave with the patient; False when another ambulance has."""
        if self._has_left(task_id):
            return False
        await self._report(task_id, "transporting", destination_id=hospital_id)
        # The way is asked of the server, which must know where to.
        await self.board.until(
            lambda: not self._is_active(task_id) or self._has_left(task_id) or self._is_bound_for(task_id, hospital_id),
            timeout_s=PATIENCE_S,
        )
        return self._is_active(task_id) and self._is_bound_for(task_id, hospital_id)

    async def _accept_redirect(self, task_id: str, handover: Row) -> None:
        await self.person.command(f"/handovers/{handover['id']}/acknowledge-redirect")
        await self.person.command("/handovers", task_id=task_id, hospital_id=handover["redirected_to"])
        await self.board.until(lambda: not self._is_active(task_id) or self._find_redirect(task_id) is None)

    async def _care_on_scene(self, task_id: str) -> str:
        """Treat here; where the patient must go in, stay until an ambulance has taken them. Returns the outcome."""
        if not self._is_evacuation(task_id):
            await self._spend(task_id, *CARE_ON_SCENE_S)
            return "ditangani"
        await self.board.until(
            lambda: not self._is_active(task_id) or self._has_left(task_id),
            timeout_s=self.tempo.wall_s(LONGEST_WAIT_FOR_AMBULANCE_S),
        )
        await self._spend(task_id, *TO_PATIENT_S)
        return "dibawa" if self._has_left(task_id) else "ditangani"

    async def _drive(self, task_id: str, find_reason: Callable[[], Row | None] = lambda: None) -> Row | None:
        """Drive the way the server gives, at the pace of its ETA; what made the crew turn before the end, or None."""
        route = await self.person.get("/route", task_id=task_id)
        journey = journey_of(route)
        if not journey.points:
            return None
        piers = [] if self.unit.kind is UnitKind.KAPAL else list(journey.sea)

        def stop() -> bool:
            return not self._is_mine(task_id) or find_reason() is not None

        errand = self._find_errand(task_id)
        bound = self._get_task(task_id)["destination_id"] is not None
        within_s = (errand.to_hospital_s if bound else errand.to_scene_s) if errand else None
        async with aclosing(self.wheels.drive(journey, stop, within_s=within_s)) as rolling:
            async for gone_s in rolling:
                while piers and piers[0][0] <= gone_s:
                    await self.tablet.report(task_id, piers.pop(0)[1])
        self._expect_mine(task_id)
        return find_reason()

    async def _spend(self, task_id: str, low_s: float, high_s: float) -> None:
        """Work for a while; raises CalledBack when the task ends meanwhile, LeftToPerson when a person takes over."""
        work_s = self._tempo_of(task_id).draw_s(low_s, high_s)
        await self.board.until(lambda: not self._is_mine(task_id), timeout_s=work_s)
        self._expect_mine(task_id)

    async def _report(self, task_id: str, state: str, **given: Any) -> None:
        await self.tablet.report(task_id, state, **given)
        self._reported = ORDER.index(state)

    async def _acknowledge_call_back(self, task_id: str) -> None:
        task = self.board.find("task", task_id)
        if task is None or task["state"] not in ("cancelled", "preempted") or task["cancel_acknowledged_at"]:
            return
        await asyncio.sleep(self.tempo.draw_s(*ACKNOWLEDGE_S))
        try:
            await self.person.command(f"/tasks/{task_id}/acknowledge-cancel")
        except Refused as refusal:
            log.info("demo.crew", unit=self.unit.id, reason=str(refusal))

    def _choose_hospital(self, task_id: str) -> str:
        """The nearest hospital, or for special needs the one of the right class; on an errand the one it is for."""
        if (errand := self._find_errand(task_id)) is not None:
            return errand.hospital_id
        hospitals = self.city.list_facilities(FacilityKind.RS)
        special = [one for one in hospitals if one.hospital and one.hospital.hospital_class == SPECIAL_CLASS]
        triage = self._get_incident(task_id)["triage"] or {}
        fitting = special if special and SPECIAL_NEEDS & set(triage.get("destination_needs", ())) else hospitals
        here = (self.wheels.here.lat, self.wheels.here.lon)
        return min(fitting, key=lambda one: metres_between(here, (one.lat, one.lon))).id

    def _carries(self, task_id: str) -> bool:
        if self.unit.kind is not UnitKind.AMBULANS or not self._is_evacuation(task_id):
            return False
        return not self._is_before(task_id, "transporting") or not self._has_left(task_id)

    def _is_evacuation(self, task_id: str) -> bool:
        return bool(self._get_incident(task_id)["disposition"] == "evakuasi")

    def _is_bound_for(self, task_id: str, hospital_id: str) -> bool:
        return bool(self._get_task(task_id)["destination_id"] == hospital_id)

    def _has_left(self, task_id: str) -> bool:
        """Whether another unit has the patient on board."""
        others = [id_ for id_ in self._get_incident(task_id)["task_ids"] if id_ != task_id]
        return any((task := self.board.find("task", id_)) is not None and task["destination_id"] for id_ in others)

    def _find_redirect(self, task_id: str) -> Row | None:
        """A hospital's word that it cannot take this patient, not yet acknowledged."""
        return next(
            (
                handover
                for handover in self.board.list_kind("handover")
                if handover["task_id"] == task_id
                and handover["state"] == "redirected"
                and handover["redirect_acknowledged_at"] is None
            ),
            None,
        )

    def _is_with_person(self, task_id: str) -> bool:
        """Whether somebody else has reported from this unit's tablet, and not left it since."""
        return task_id != self._left_behind and any(
            report["source"] == "tablet" and report["by"]["id"] != self.person.account_id
            for report in self._get_task(task_id)["reports"]
        )

    def _is_before(self, task_id: str, state: str) -> bool:
        shown = self._get_task(task_id)["state"]
        reached = ORDER.index(shown) if shown in ORDER else 0
        return max(reached, self._reported) < ORDER.index(state)

    def _find_errand(self, task_id: str) -> Errand | None:
        return self.errands.get(self._get_task(task_id)["incident_id"])

    def _tempo_of(self, task_id: str) -> Tempo:
        errand = self._find_errand(task_id)
        return errand.tempo if errand else self.tempo

    def _expect_mine(self, task_id: str) -> None:
        if not self._is_active(task_id):
            raise CalledBack
        if not self._is_mine(task_id):
            raise LeftToPerson

    def _is_mine(self, task_id: str) -> bool:
        """Whether the task is at work, and nobody practises at this unit's tablet."""
        return self._is_active(task_id) and not self._practising.holds(self.unit.id)

    def _is_active(self, task_id: str) -> bool:
        task = self.board.find("task", task_id)
        return task is not None and bool(task["active"])

    def _has_task(self) -> bool:
        return self._find_task() is not None

    def _find_task(self) -> Row | None:
        unit = self.board.find("unit", self.unit.id)
        return self.board.find("task", unit["task_id"]) if unit is not None else None

    def _get_task(self, task_id: str) -> Row:
        """The task; raises CalledBack when the board has it no more."""
        task = self.board.find("task", task_id)
        if task is None:
            raise CalledBack
        return task

    def _get_incident(self, task_id: str) -> Row:
        incident = self.board.find("incident", self._get_task(task_id)["incident_id"])
        if incident is None:
            raise CalledBack
        return incident
