"""Small builders for tests of the core: commands, facts, and a story that decides and projects as the ledger does."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, cast
from uuid import UUID, uuid4, uuid5

import pytest

from dispatch.domain import call, handover, incident, task, unit
from dispatch.domain.board import Board
from dispatch.domain.command import Command
from dispatch.domain.event import Event
from dispatch.domain.projection import project
from dispatch.domain.refusal import Refused
from dispatch.domain.response import HeldTargets
from dispatch.domain.rows import Actor, CrewMember, DoctorSaid, GoTo, Row, TriageSummary
from dispatch.domain.time import instant
from dispatch.domain.words import Channel, Duty, IncidentKind, Priority, Source, TaskState

START = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
NAMES = UUID("2b1c7c57-3c1e-4f3b-9a58-0d0a3f5e1b11")

SARI: Actor = {"id": "sari", "name": "Sari"}
RINA: Actor = {"id": "rina", "name": "Rina"}
CREW: Actor = {"id": "tablet-1", "name": "Budi"}
IGD: Actor = {"id": "igd", "name": "Perawat IGD"}

Decision = Callable[..., list[Event]]
Given = dict[str, Any]
"""Named arguments of a decision."""


def at(seconds: float) -> str:
    """The instant so many seconds after the tests' beginning."""
    return instant(START + timedelta(seconds=seconds))


def id_of(name: str) -> str:
    """A UUID that is the same for the same name."""
    return str(uuid5(NAMES, name))


def command(
    by: Actor = SARI,
    at_s: float = 0,
    *,
    is_report: bool = False,
    source: Source | None = None,
    id_: str | None = None,
) -> Command:
    """A command of `by`, `at_s` seconds after the beginning."""
    said_by = source or (Source.DEVICE if is_report else Source.SCREEN)
    return Command(id=id_ or str(uuid4()), actor=by, at=at(at_s), on_behalf=said_by, is_report=is_report)


def member(person_id: str) -> CrewMember:
    return {"person_id": person_id, "name": person_id.title(), "grade": None}


def call_facts(**changed: Any) -> Given:
    """What a ringing call brings; sealed words stand as any other text here."""
    facts: Given = {
        "channel": Channel.LINE_119,
        "direction": "masuk",
        "phone": "enc:phone",
        "phone_hmac": "mark",
        "caller_name": None,
        "provider": "local",
        "leg_id": None,
        "key_id": "key",
    }
    return {**facts, **changed}


def incident_facts(**changed: Any) -> Given:
    facts: Given = {
        "kind": IncidentKind.GAWAT_DARURAT,
        "address": None,
        "patokan": "enc:dekat masjid",
        "place": None,
        "kelurahan_code": None,
        "complaint_text": None,
        "targets": held_targets(),
        "key_id": "key",
    }
    return {**facts, **changed}


def held_targets(**changed: Any) -> HeldTargets:
    """Response times as a case takes them from the configuration: a version that every test may count on."""
    times = {("merah", "darat"): 900, ("merah", "laut"): 2700, ("kuning", "darat"): 1800, ("kuning", "laut"): 3600}
    held: Given = {
        "version": "uji",
        "valid_from": "2026-01-01",
        "zone": None,
        "from_at": at(0),
        "targets": [
            {"priority": priority, "zone": zone, "seconds": seconds, "verified": False}
            for (priority, zone), seconds in times.items()
        ],
    }
    return cast(HeldTargets, {**held, **changed})


def unit_facts(name: str, **changed: Any) -> Given:
    facts: Given = {
        "name": name,
        "kind": "ambulans",
        "mode": "ambulance",
        "facility_id": "psc",
        "capabilities": [],
        "verified": True,
        "note": None,
    }
    return {**facts, **changed}


def announcement(**changed: Any) -> Given:
    facts: Given = {"needs": [], "summary": None, "eta_at": None, "answer_due_at": at(3_600), "key_id": "key"}
    return {**facts, **changed}


DOCTOR: DoctorSaid = {"name": "dr. Lina", "account_id": None}


def advice_facts(**changed: Any) -> Given:
    """What a caller heard, all of it said back."""
    puskesmas: GoTo = {
        "facility_id": "pkm",
        "name": "Puskesmas",
        "travel_s": 300.0,
        "opens_at": None,
        "closes_at": at(9_000),
        "verified": False,
    }
    facts: Given = {
        "required": [{"id": "sesak", "say": "sesak"}, {"id": "memburuk", "say": "makin berat"}],
        "read": ["memburuk", "sesak"],
        "go_to": puskesmas,
        "emergency": None,
        "fragile": [],
        "callback_due_at": at(14_400),
        "phone": None,
        "phone_hmac": None,
    }
    return {**facts, **changed}


def assessed(priority: Priority | None, *, at_s: float = 0) -> TriageSummary:
    """What a protocol made of the answers, with this colour."""
    return {
        "protocol_version": "1",
        "signed": False,
        "card": "nyeri_dada",
        "priority": priority,
        "determinants": [],
        "disposition": None,
        "capabilities": [],
        "destination_needs": [],
        "safety_needs": [],
        "lifting_needs": [],
        "alerts": [],
        "instructions": [],
        "resuscitation_script": None,
        "complete": False,
        "at": at(at_s),
        "by": SARI,
    }


class Story:
    """Decides on a board and projects what was decided, second by second: the ledger without a database."""

    def __init__(self) -> None:
        self.board = Board()
        self.events: list[Event] = []
        self.now_s = 0.0

    def do(
        self,
        decision: Decision,
        *,
        by: Actor = SARI,
        at_s: float | None = None,
        is_report: bool = False,
        id_: str | None = None,
        **given: Any,
    ) -> list[Event]:
        """Carry out one command: a second after the one before, or at `at_s`, which moves the clock only forward."""
        asked = command(by, self.now_s + 1 if at_s is None else at_s, is_report=is_report, id_=id_)
        events = decision(self.board, asked, **given)
        for event in events:
            project(self.board, event)
        self.events += events
        self.now_s = max(self.now_s, self.now_s + 1 if at_s is None else at_s)
        return events

    def refused(self, decision: Decision, **given: Any) -> Refused:
        """The refusal of a command that must not be carried out, and that leaves everything as it was."""
        before = dict(self.board.rows)
        with pytest.raises(Refused) as caught:
            self.do(decision, **given)
        assert self.board.rows == before
        return caught.value

    def row(self, kind: str, id_: str) -> Row:
        return self.board.get(kind, id_)

    def rebuilt(self) -> dict[tuple[str, str], Row]:
        """Every row, projected anew from the events as the log keeps them."""
        board = Board()
        for event in self.events:
            project(board, Event.from_body(event.type, event.body()))
        return board.rows

    def ring(self, name: str = "call", *, answered: bool = True, **changed: Any) -> str:
        call_id = id_of(name)
        self.do(call.ring, call_id=call_id, answered=answered, **call_facts(**changed))
        return call_id

    def open_case(self, name: str = "case", *, call_id: str | None = None) -> str:
        incident_id = id_of(name)
        self.do(
            incident.open_incident,
            incident_id=incident_id,
            call_id=call_id,
            patient_id=id_of(f"{name}/patient"),
            number=len(list(self.board.list_kind("incident"))) + 1,
            **incident_facts(),
        )
        return incident_id

    def on_duty(self, unit_id: str, *crew: str, duty: Duty = Duty.AVAILABLE) -> str:
        self.do(unit.register, unit_id=unit_id, **unit_facts(unit_id.upper()))
        members = [member(person_id) for person_id in crew]
        self.do(unit.set_duty, unit_id=unit_id, duty=duty, reason="di rumah", crew=members)
        return unit_id

    def assign(self, incident_id: str, *unit_ids: str, at_s: float | None = None, **changed: Any) -> str:
        """Send units to a case; returns the first one's task."""
        chosen = [task.Assignment(id_of(f"{incident_id}/{unit_id}"), unit_id, None, True) for unit_id in unit_ids]
        given: Given = {"acknowledge_s": 60, "decision_id": None, "override_reason": None, **changed}
        self.do(task.assign, at_s=at_s, incident_id=incident_id, assignments=chosen, **given)
        return chosen[0].task_id

    def report(self, task_id: str, state: TaskState, *, at_s: float | None = None, **given: Any) -> str:
        """The crew says so; returns the command's id."""
        id_ = str(uuid4())
        self.do(task.report, by=CREW, at_s=at_s, is_report=True, id_=id_, task_id=task_id, state=state, **given)
        return id_

    def order(self, task_id: str, state: TaskState, *, at_s: float | None = None, **given: Any) -> str:
        """The operator moves the task along; returns the command's id."""
        id_ = str(uuid4())
        self.do(task.report, at_s=at_s, id_=id_, task_id=task_id, state=state, **given)
        return id_

    def announce(self, task_id: str, hospital_id: str, **changed: Any) -> str:
        handover_id = id_of(f"{task_id}/{hospital_id}/{len(list(self.board.list_kind('handover')))}")
        patient_id = self.row("incident", self.row("task", task_id)["incident_id"])["patient_ids"][0]
        given: Given = {"patient_id": patient_id, "hospital_id": hospital_id, **announcement(**changed)}
        self.do(handover.announce, by=CREW, handover_id=handover_id, task_id=task_id, **given)
        return handover_id
