"""Plays a case for whoever practises: a caller, an order, an ambulance at the door, or something to look at."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace

import structlog

from cities.profile import Facility, Unit, UnitKind
from dispatch.domain.words import Role
from psc119.demo.board import Row
from psc119.demo.callers import FIRST_PATIENCE_S, Callers
from psc119.demo.cast import Cast
from psc119.demo.client import Away, Document, Refused
from psc119.demo.coach import Coach
from psc119.demo.crews import Errand
from psc119.demo.places import Spot
from psc119.demo.scene import Scene
from psc119.demo.told import COMPLAINT, list_lines, spot_of

log = structlog.get_logger()

IDLE_S = 60.0
"""Our seconds in which nothing goes on before the actors take over."""

LONGEST_S = 300.0
"""Our seconds that one practice lasts at most; it is meant for three minutes."""

# What the units are sent to: each kind to something it can bring to an end.
COMPLAINT_FOR = {
    UnitKind.AMBULANS: "nyeri_dada_berat",
    UnitKind.TRC: "pingsan_upacara",
    UnitKind.KAPAL: "persalinan_dekat",
}
BROUGHT_IN = "nyeri_dada_berat"

# A hospital that practises sees its ambulance after some ten seconds, and has it at the door soon after.
ERRAND_PACE = 200.0
TO_SCENE_S, TO_HOSPITAL_S = 6.0, 40.0


@dataclass(frozen=True, slots=True)
class Practised:
    """Who practises what. `part`: the unit, hospital or facility of their screen, or the PSC's key."""

    account_id: str
    role: Role
    part: str


class Director:
    """The practices of one PSC.

    Args:
        idle_s: see `IDLE_S`.
    """

    def __init__(self, cast: Cast, callers: Callers, *, idle_s: float = IDLE_S) -> None:
        self.psc, self._cast, self._callers, self._idle_s = cast.psc, cast, callers, idle_s
        self._board, self._scene, self._coach = cast.board, Scene(cast), Coach(cast, callers)
        self._calls: dict[str, str] = {}
        self._plays: dict[Practised, asyncio.Task[None]] = {}
        self._brought_by: dict[str, str] = {}

    def practise(self, practised: Practised) -> Document:
        """Begin a case for somebody, as `psc119.practice.PracticeDocument`; one at a time for each."""
        if practised.role is Role.OPERATOR:
            return self._ring_for(practised.account_id)
        nobody_calls: Document = {"role": practised.role, "call_id": None, "caller_words": []}
        running = self._plays.get(practised)
        if running is not None and not running.done():
            if not self._is_answered(practised.part):
                return nobody_calls
            running.cancel()
        self._plays[practised] = asyncio.create_task(self._play(practised))
        return nobody_calls

    async def stop(self) -> None:
        """End all plays."""
        for play in self._plays.values():
            play.cancel()
        await asyncio.gather(*self._plays.values(), return_exceptions=True)

    def _ring_for(self, account_id: str) -> Document:
        """A caller who waits for this person."""
        spot = spot_of(self.psc.city)
        call_id = self._calls.get(account_id)
        if call_id is None or not self._may_still_ring(call_id):
            patience_s = FIRST_PATIENCE_S * self._cast.tempo.pace
            caller = self._callers.make_caller(
                COMPLAINT, spot=spot, knows_place=False, for_practice=True, patience_s=patience_s
            )
            call_id = self._calls[account_id] = self._callers.ring(caller)
        return {"role": Role.OPERATOR, "call_id": call_id, "caller_words": list_lines(spot)}

    def _may_still_ring(self, call_id: str) -> bool:
        call = self._board.find("call", call_id)
        return call is None or call["state"] == "ringing"

    async def _play(self, practised: Practised) -> None:
        try:
            await self._board.until(lambda: self._board.is_live)
            match practised.role:
                case Role.CREW:
                    await self._play_for_crew(self.psc.city.get_unit(practised.part))
                case Role.HOSPITAL:
                    await self._play_for_hospital(self.psc.city.get_facility(practised.part))
                case _:
                    await self._show_case(practised.part)
        except (Refused, Away) as error:
            log.info("demo.practice", role=practised.role, part=practised.part, reason=str(error))

    async def _play_for_crew(self, unit: Unit) -> None:
        """An order for exactly this unit, near its post; a case that it has already is handed to the person."""
        with self._cast.practising.leave_to_person(unit.id):
            if not await self._board.until(lambda: self._scene.is_on_duty(unit.id), timeout_s=LONGEST_S):
                return
            if self._scene.find_task_of(unit.id) is None:
                await self._send(unit, COMPLAINT_FOR[unit.kind], self._scene.spot_for(unit))
            task = self._scene.find_task_of(unit.id)
            if task is not None:
                await self._leave_to_person(
                    lambda: _marks(self._board.find("task", task["id"])), lambda: self._scene.is_over(task["id"])
                )

    async def _play_for_hospital(self, hospital: Facility) -> None:
        """An ambulance picks somebody up nearby and brings them in; the desk is the person's."""
        self._brought_by.pop(hospital.id, None)
        with self._cast.practising.leave_to_person(hospital.id):
            task = await self._bring_in(hospital)
            if task is None:
                return
            self._brought_by[hospital.id] = task["id"]

            def find_handover() -> Row | None:
                return self._scene.find_handover(task["id"], hospital.id)

            def is_signed_for() -> bool:
                handover = find_handover()
                return handover is not None and handover["state"] in ("acknowledged", "redirected")

            await self._leave_to_person(
                lambda: (_marks(self._board.find("task", task["id"])), _marks(find_handover())), is_signed_for
            )

    def _is_answered(self, part: str) -> bool:
        """Whether this is a hospital whose ambulance waits for no answer any more: who asks again wants another."""
        task_id = self._brought_by.get(part)
        handover = self._scene.find_handover(task_id, part) if task_id else None
        return handover is not None and handover["state"] not in ("announced", "unanswered")

    async def _bring_in(self, hospital: Facility) -> Row | None:
        """Send the nearest ambulance as soon as one is free; returns its task."""

        def find_ambulance() -> Unit | None:
            return self._scene.find_nearest_free(hospital, UnitKind.AMBULANS)

        while await self._board.until(find_ambulance, timeout_s=LONGEST_S):
            ambulance = find_ambulance()
            if ambulance is None:
                continue
            tempo = replace(self._cast.tempo, pace=max(ERRAND_PACE, self._cast.tempo.pace))
            errand = Errand(hospital.id, tempo, TO_SCENE_S, TO_HOSPITAL_S)
            if await self._send(ambulance, BROUGHT_IN, self._scene.spot_near(hospital), errand):
                return self._scene.find_task_of(ambulance.id)
        return None

    async def _show_case(self, part: str) -> None:
        """Something to look at: a case that a unit of this facility, or of the PSC, is working on."""
        units = [unit for unit in self.psc.city.units if part in (self.psc.key, unit.facility_id)]

        def is_at_work() -> bool:
            return any(self._scene.find_task_of(unit.id) for unit in units)

        def list_free() -> list[Unit]:
            return [unit for unit in self._scene.list_free(UnitKind.AMBULANS, UnitKind.TRC) if unit in units]

        await self._board.until(lambda: is_at_work() or list_free(), timeout_s=LONGEST_S)
        if not is_at_work() and (free := list_free()):
            await self._send(free[0], COMPLAINT_FOR[free[0].kind], self._scene.spot_for(free[0]))

    async def _send(self, unit: Unit, complaint: str, spot: Spot, errand: Errand | None = None) -> bool:
        """Open a case and send this unit to it; False, and the case closed, when another case was quicker."""
        incident_id = await self._coach.open_case(complaint, spot)
        if errand is not None:
            self._cast.crews[unit.id].errands[incident_id] = errand
        if await self._coach.send(incident_id, unit.id):
            return True
        await self._coach.call_off(incident_id)
        return False

    async def _leave_to_person(self, marks: Callable[[], object], is_over: Callable[[], bool]) -> None:
        """Return when it is over, has lasted too long, or nothing has gone on for a while."""
        with suppress(TimeoutError):
            async with asyncio.timeout(LONGEST_S):
                while not is_over():
                    seen = marks()

                    def goes_on(seen: object = seen) -> bool:
                        return is_over() or marks() != seen

                    if not await self._board.until(goes_on, timeout_s=self._idle_s):
                        return


def _marks(row: Row | None) -> object:
    """What changes with each tap at a task or a handover."""
    return row and (row["state"], row.get("sea"), len(row.get("reports", ())))
