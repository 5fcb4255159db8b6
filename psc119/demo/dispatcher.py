"""The simulated dispatcher beside the simulated operators: sends what is proposed, only to cases of its own desks."""

import asyncio
from collections.abc import Collection
from datetime import UTC, datetime

import structlog

from psc119.demo.board import LiveBoard, Row
from psc119.demo.client import Person, Refused
from psc119.demo.tempo import Tempo

log = structlog.get_logger()

LOOK_EVERY_S = 3.0
ASK_AGAIN_S = 60.0
"""Human seconds before a case that nobody was free for is looked at again."""

FOLLOW_UP_S = 900.0
"""Human seconds after which a case that only needed advice is asked after and closed."""

FORGOTTEN_S = 1800.0
"""Human seconds after which a case that was never triaged is closed: its demo was stopped in the middle."""


class Dispatcher:
    """Looks over the open cases again and again. What it knows is on the board, so it goes on after a restart."""

    def __init__(self, person: Person, board: LiveBoard, tempo: Tempo, desks: Collection[Person]) -> None:
        self.person, self.board, self.tempo, self._desks = person, board, tempo, desks
        self._asked_at: dict[str, float] = {}

    async def run(self) -> None:
        """Work for ever."""
        await self.board.until(lambda: self.board.is_live)
        while True:
            for incident in sorted(self._own_cases(), key=_urgency):
                try:
                    await self._look_at(incident)
                except Refused as refusal:
                    log.info("demo.dispatcher", incident=incident["code"], reason=str(refusal))
            await asyncio.sleep(min(LOOK_EVERY_S, self.tempo.wall_s(LOOK_EVERY_S * 2)))

    def _own_cases(self) -> list[Row]:
        desks = {desk.account_id for desk in self._desks}
        return [
            incident
            for incident in self.board.list_kind("incident")
            if incident["state"] != "closed" and incident["opened_by"]["id"] in desks
        ]

    async def _look_at(self, incident: Row) -> None:
        age_s = self._age_s(incident)
        tasks = [task for id_ in incident["task_ids"] if (task := self.board.find("task", id_)) is not None]
        served = any(task["state"] == "clear" for task in tasks)
        if incident["priority"] is None:
            if age_s > self.tempo.wall_s(FORGOTTEN_S):
                await self._close(incident, "dibatalkan", "Peragaan terhenti di tengah panggilan")
        elif incident["disposition"] == "saran" and not incident["active_task_ids"]:
            await self._advise(incident, age_s)
        elif incident.get("ambulance_offered_at") and (incident["active_task_ids"] or served):
            await self._send_offered(incident)
        elif served and not incident["active_task_ids"]:
            await self._close(incident, "ditangani", None)
        elif not incident["active_task_ids"]:
            await self._send_proposal(incident)
        elif self._lacks_ambulance(incident, tasks):
            await self._send_ambulance(incident)

    async def _advise(self, incident: Row, age_s: float) -> None:
        """Danger signs and where to go at once; closed when the caller was called back."""
        advice = incident.get("advice")
        if advice is None:
            if self._may_ask(incident):
                await self._tell(incident)
        elif age_s > self.tempo.wall_s(FOLLOW_UP_S):
            call = self.board.find("call", advice["call_id"])
            if call is not None and call["callback"]["open"] and call["state"] == "closed":
                await self.person.command(f"/calls/{call['id']}/callback", outcome="tersambung")
                await self.person.command(f"/calls/{call['id']}/close", disposition="kasus")
            await self._close(incident, "saran", "Ditelepon lagi: keadaan tetap baik, saran sudah dijalankan")

    async def _tell(self, incident: Row) -> None:
        path = f"/incidents/{incident['id']}/advice"
        advice = await self.person.get(path)
        signs = [sign["id"] for sign in advice["danger_signs"]]
        await self.person.command(path, danger_signs=signs, go_to=advice["places"][0]["facility_id"], alone=False)

    async def _send_proposal(self, incident: Row) -> None:
        if not (incident["priority"] == "merah" or incident["triage"]["complete"]) or not self._may_ask(incident):
            return
        advice = await self.person.get(f"/incidents/{incident['id']}/recommendation")
        free = {line["unit_id"] for line in advice["ranked"] if line["selectable"]}
        units = [unit_id for unit_id in advice["proposal"] if unit_id in free]
        if units:
            await self._send(incident, units, None)

    async def _send_offered(self, incident: Row) -> None:
        """The ambulance that the program offers: the team is late, or asks for it and perhaps has left."""
        if not self._may_ask(incident):
            return
        advice = await self.person.get(f"/incidents/{incident['id']}/recommendation")
        offered = [
            line["unit_id"]
            for line in advice["ranked"]
            if line["proposed"] and line["selectable"] and line["kind"] == "ambulans"
        ]
        if offered:
            await self._send(incident, offered[:1], None)

    async def _send_ambulance(self, incident: Row) -> None:
        """An ambulance that was not free before follows."""
        if not self._may_ask(incident):
            return
        advice = await self.person.get(f"/incidents/{incident['id']}/recommendation")
        free = [line["unit_id"] for line in advice["ranked"] if line["selectable"] and line["kind"] == "ambulans"]
        if free:
            await self._send(incident, free[:1], "Ambulans menyusul setelah kosong")

    async def _send(self, incident: Row, units: list[str], reason: str | None) -> None:
        given = {"override_reason": reason} if reason else {}
        await self.person.command(f"/incidents/{incident['id']}/dispatch", unit_ids=units, **given)
        # The next look must not send again before the board shows this.
        await self.board.until(
            lambda: (row := self.board.find("incident", incident["id"])) is None or row["active_task_ids"],
            timeout_s=5.0,
        )

    async def _close(self, incident: Row, outcome: str, note: str | None) -> None:
        given = {"note": note} if note else {}
        await self.person.command(f"/incidents/{incident['id']}/close", outcome=outcome, **given)

    def _lacks_ambulance(self, incident: Row, tasks: list[Row]) -> bool:
        kinds = {unit["kind"] for task in tasks if (unit := self.board.find("unit", task["unit_id"])) is not None}
        return incident["disposition"] == "evakuasi" and "ambulans" not in kinds

    def _may_ask(self, incident: Row) -> bool:
        now = asyncio.get_running_loop().time()
        asked_at = self._asked_at.get(incident["id"])
        if asked_at is not None and now - asked_at < self.tempo.wall_s(ASK_AGAIN_S):
            return False
        self._asked_at[incident["id"]] = now
        return True

    @staticmethod
    def _age_s(incident: Row) -> float:
        return (datetime.now(UTC) - datetime.fromisoformat(incident["opened_at"])).total_seconds()


def _urgency(incident: Row) -> tuple[int, str]:
    order = ("merah", "kuning", "hijau")
    priority = incident["priority"]
    return (order.index(priority) if priority in order else len(order)), incident["opened_at"]
