"""A small town over a real database: what people do there goes through the services and the ledger."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4, uuid5

from dispatch.calls import service as calls
from dispatch.core import Core, Psc
from dispatch.crew import schemas as said
from dispatch.crew import service as crew
from dispatch.domain import patient, task, unit
from dispatch.domain.command import Command
from dispatch.domain.event import Event
from dispatch.domain.rows import Actor, Row
from dispatch.domain.time import instant
from dispatch.domain.words import Channel, Duty, Priority, Source, TaskState
from dispatch.hospitals import schemas as announced
from dispatch.hospitals import service as hospitals
from dispatch.incidents import schemas as asked
from dispatch.incidents import service as incidents
from dispatch.store.ledger import Answer, Decision
from dispatch.store.reader import Reader
from dispatch.store.verify import Verification, verify_stream
from dispatch.units import service as units
from dispatch.units.schemas import SetDuty
from tests.builders import CREW, SARI, Given, assessed, unit_facts
from tests.dispatch.timekeeping.world import PSC

PEOPLE = ("ani", "budi", "cici")
UNITS = ("psc-1", "trc-1", "trc-2")
HOSPITALS = ("rsud-rat", "rsud-kota")


@dataclass(slots=True)
class Town:
    """One PSC's stream of `core`, with three units and three people who may be in several crews."""

    core: Core
    psc: Psc

    @classmethod
    async def found(cls, core: Core, key: str | None = None) -> "Town":
        """A town with a stream of its own, its units registered and off duty."""
        town = cls(core, replace(core.streams[PSC], key=key or f"uji-{uuid4().hex[:8]}"))
        for person_id in PEOPLE:
            facts: Given = {"name": person_id.title(), "grade": None, "facility_id": "psc", "skills": []}
            await units.register_person(core, town.psc, person_id, facts)
        for unit_id in UNITS:
            await town._register(unit_id)
        return town

    async def _register(self, unit_id: str) -> None:
        command = self.command()

        async def decide(reader: Reader) -> Decision:
            board = await reader.load(("unit", unit_id))
            return Decision(unit.register(board, command, unit_id=unit_id, **unit_facts(unit_id.upper())))

        await self.core.ledger.run(self.psc.stream, command, unit_id, decide)

    def command(
        self, by: Actor = SARI, *, ago_s: float = 0, is_report: bool = False, id_: str | None = None
    ) -> Command:
        """A command of now, or of `ago_s` seconds ago."""
        at = instant(self.core.clock() - timedelta(seconds=ago_s))
        source = Source.DEVICE if is_report else Source.SCREEN
        return Command(id_ or str(uuid4()), by, at, on_behalf=source, raw_at=at, is_report=is_report)

    # ── calls and cases ───────────────────────────────────────────────────────────────────────────────────────────

    async def ring(self, *, answered: bool = True, phone: str | None = "+6281234567890") -> str:
        call_id = str(uuid4())
        incoming = calls.Incoming(call_id, Channel.LINE_119, phone, "Ani", answered, "masuk")
        await calls.ring(self.core, self.psc, self.command(), {"call_id": call_id}, incoming)
        return call_id

    async def on_call(
        self, command: Command, call_id: str, decision: Callable[..., list[Event]], **given: Any
    ) -> Answer:
        return await calls.act(self.core, self.psc, command, _body(given), call_id, decision, **given)

    async def open_case(self, call_id: str | None = None) -> str:
        incident_id = str(uuid4())
        await self.open_as(self.command(), incident_id, call_id)
        return incident_id

    async def open_as(self, command: Command, incident_id: str, call_id: str | None) -> Answer:
        body = asked.OpenIncident.model_validate(
            {
                "command_id": command.id,
                "incident_id": incident_id,
                "call_id": call_id,
                "patokan": "dekat masjid",
                "complaint_text": "sesak",
            }
        )
        return await incidents.open_incident(self.core, self.psc, command, body)

    async def on_case(
        self, command: Command, incident_id: str, decision: Callable[..., list[Event]], **given: Any
    ) -> Answer:
        return await incidents.act(self.core, self.psc, command, _body(given), incident_id, decision, **given)

    async def triage(self, command: Command, incident_id: str, colour: Priority | None) -> Answer:
        async def decide(reader: Reader) -> Decision:
            board = await reader.load_case(incident_id)
            patient_id = board.get("incident", incident_id)["patient_ids"][0]
            given: dict[str, Any] = {"summary": assessed(colour), "gate": None, "answers": None, "about": {}}
            return Decision(
                patient.triage(board, command, incident_id=incident_id, patient_id=patient_id, **given),
            )

        return await self.core.ledger.run(self.psc.stream, command, colour, decide)

    # ── units and their work ──────────────────────────────────────────────────────────────────────────────────────

    async def duty(self, unit_id: str, duty: Duty = Duty.AVAILABLE, *people: str) -> Answer:
        command = self.command()
        body = SetDuty.model_validate(
            {"command_id": command.id, "duty": duty, "reason": "hujan", "crew": list(people)},
        )
        return await units.set_duty(self.core, self.psc, command, body, unit_id)

    async def send(self, command: Command, incident_id: str, *unit_ids: str, core: Core | None = None) -> Answer:
        """Assign as `dispatch.incidents.dispatching` does, without asking the roads. Answers with `task_ids`."""

        async def decide(reader: Reader) -> Decision:
            await reader.load_case(incident_id)
            board = await reader.load_units(list(unit_ids))
            chosen = [task.Assignment(task_id(command, unit_id), unit_id, None, True) for unit_id in unit_ids]
            events = task.assign(
                board,
                command,
                incident_id=incident_id,
                assignments=chosen,
                acknowledge_s=60,
                decision_id=None,
                override_reason=None,
            )
            return Decision(events, {"task_ids": [each.task_id for each in chosen]})

        ledger = (core or self.core).ledger
        return await ledger.run(self.psc.stream, command, [incident_id, *unit_ids], decide)

    async def assign(self, incident_id: str, *unit_ids: str) -> str:
        """Send units; returns the first one's task."""
        answer = await self.send(self.command(), incident_id, *unit_ids)
        first: str = answer.result["task_ids"][0]
        return first

    async def report(self, command: Command, task_id: str, state: TaskState, **given: Any) -> Answer:
        body = said.Report.model_validate({"command_id": command.id, "state": state, **given})
        return await crew.report(self.core, self.psc, command, body, task_id, unit_id=None)

    async def on_task(
        self, command: Command, task_id: str, decision: Callable[..., list[Event]], **given: Any
    ) -> Answer:
        return await crew.act(self.core, self.psc, command, _body(given), task_id, decision, unit_id=None, **given)

    # ── hospitals ─────────────────────────────────────────────────────────────────────────────────────────────────

    async def announce(self, command: Command, task_id: str, hospital_id: str) -> Answer:
        body = announced.Announce.model_validate(
            {"command_id": command.id, "task_id": task_id, "hospital_id": hospital_id, "summary": "sesak"},
        )
        return await hospitals.announce(self.core, self.psc, command, body, allowed=lambda _: True)

    async def on_handover(
        self, command: Command, handover_id: str, decision: Callable[..., list[Event]], **given: Any
    ) -> Answer:
        return await hospitals.act(self.core, self.psc, command, _body(given), handover_id, decision, **given)

    # ── what is there ─────────────────────────────────────────────────────────────────────────────────────────────

    async def row(self, kind: str, id_: str) -> Row:
        return (await Reader(self.core.db, self.psc.stream).load((kind, id_))).get(kind, id_)

    async def head(self) -> int:
        seq: int = await self.core.db.value("SELECT seq FROM stream WHERE stream = $1", self.psc.stream)
        return seq

    async def verify(self) -> Verification:
        return await verify_stream(self.core.db, self.psc.stream)

    async def holds(self) -> None:
        """Fail unless log and tables say the same."""
        found = await self.verify()
        assert found.holds, found.faults
        assert found.events > 0


def task_id(command: Command, unit_id: str) -> str:
    """The task that `command` gives to `unit_id`: derived, so that every try and every process names the same."""
    return str(uuid5(UUID(command.id), unit_id))


def crew_command(town: Town, *, ago_s: float = 0, id_: str | None = None) -> Command:
    """A tap on the crew's tablet."""
    return town.command(CREW, ago_s=ago_s, is_report=True, id_=id_)


def _body(given: dict[str, Any]) -> dict[str, str]:
    return {name: str(value) for name, value in given.items()}
