"""Carries out a health worker's report: call and case by the commands that open them, then the report itself.

A report about a patient whose case is open is kept with that case, and opens nothing.

Each of the commands has an id derived from the report's: sent again, it goes on where it was cut off.
"""

from dataclasses import replace
from typing import Any
from uuid import UUID, uuid5

import orjson

from cities.profile import Facility
from dispatch.calls import service as calls
from dispatch.commands import run
from dispatch.core import Core, Psc
from dispatch.domain import patient, professional
from dispatch.domain.command import Command
from dispatch.domain.refusal import Missing, Refused
from dispatch.domain.rows import Row, SbarReport, TriageSummary
from dispatch.domain.words import Disposition, PlaceKind, Priority, Transport
from dispatch.hospitals.announcing import expect_hospital
from dispatch.http.problems import Invalid
from dispatch.incidents import service as incidents
from dispatch.incidents.schemas import OpenIncident
from dispatch.live.opening import open_row
from dispatch.personal import key_for, seal_given
from dispatch.professional.reporting import Reporting
from dispatch.professional.schemas import ReportPatient
from dispatch.store.ledger import Answer, Decision
from dispatch.store.reader import Reader
from dispatch.store.sealing import SubjectKey, seal
from dispatch.vitals.judging import context_of, described, findings_of, is_trauma, read_vitals
from triage import Priority as Declared
from triage.professional import ReportJudged, judge_report
from triage.scores import Vitals


async def report_patient(core: Core, psc: Psc, reporting: Reporting, body: ReportPatient) -> Answer:
    """Open the case of a reported patient, where they have none, and keep the report.

    Raises:
        Invalid: vital signs that cannot be, a facility or a hospital that the city does not have.
        Missing: a patient whom the reporter has nothing to do with.
        Refused: `vitals_to_confirm`, values that hardly can be and are not confirmed.
    """
    facility = _find_facility(psc, body)
    if body.hospital_id is not None:
        expect_hospital(psc, body.hospital_id)
    vitals, command = _read(body), reporting.command
    call_id = await _call(core, psc, command, body)
    if body.patient_id is None:
        await _open(core, psc, command, body, call_id, facility)
    elif call_id is not None:
        await _link(core, psc, command, call_id, str(body.incident_id))
    return await _keep(core, psc, reporting, body, vitals)


def _find_facility(psc: Psc, body: ReportPatient) -> Facility | None:
    if body.from_facility_id is None:
        return None
    facility = psc.city.find_facility(body.from_facility_id)
    if facility is None:
        message = f"{body.from_facility_id} bukan faskes di {psc.city.name}"
        raise Invalid([{"field": "from_facility_id", "message": message}])
    return facility


def _read(body: ReportPatient) -> Vitals:
    """The vital signs; none is allowed, because a report does not wait for a measurement."""
    given = body.values.model_dump(exclude_none=True)
    if not given:
        return Vitals()
    vitals = read_vitals(body.values)
    # Before any command is stored, which would keep the refused values in the open.
    fields = [name for name in vitals.doubtful if name not in body.confirmed]
    if fields:
        facts = {"values": [described(name, getattr(vitals, name)) for name in fields], "fields": fields}
        raise Refused("vitals_to_confirm", None, ("confirmed",), facts)
    return vitals


async def _call(core: Core, psc: Psc, command: Command, body: ReportPatient) -> str | None:
    if body.call is None:
        return None
    if body.call.call_id is not None:
        return str(body.call.call_id)
    incoming = calls.Incoming(
        call_id=_derived(command, "call"),
        channel=body.call.channel,
        phone=body.call.phone,
        caller_name=body.reporter,
        answered=True,
        direction="masuk",
    )
    await calls.ring(core, psc, replace(command, id=_derived(command, "ring")), body.asked(), incoming)
    return incoming.call_id


async def _open(
    core: Core, psc: Psc, command: Command, body: ReportPatient, call_id: str | None, facility: Facility | None
) -> None:
    given: dict[str, Any] = {name: getattr(body, name) for name in ("address", "patokan", "kelurahan_code")}
    given["place"] = body.place.model_dump(mode="json") if body.place else None
    if facility is not None:
        given["address"] = given["address"] or facility.name
        if given["place"] is None and body.address is None:
            place = {"kind": PlaceKind.POINT, "lat": facility.lat, "lon": facility.lon, "source": "faskes"}
            given |= {"place": place, "kelurahan_code": given["kelurahan_code"] or facility.kelurahan_code}
    opening = OpenIncident.model_validate(
        {
            "command_id": _derived(command, "open"),
            "incident_id": str(body.incident_id),
            "call_id": call_id,
            "kind": body.kind,
            "complaint_text": body.situation,
            **{name: value for name, value in given.items() if value is not None},
        }
    )
    await incidents.open_incident(core, psc, replace(command, id=str(opening.command_id)), opening)


async def _link(core: Core, psc: Psc, command: Command, call_id: str, incident_id: str) -> None:
    asked = {"call_id": call_id, "incident_id": incident_id}
    await calls.link(core, psc, replace(command, id=_derived(command, "link")), asked, call_id, incident_id)


async def _keep(core: Core, psc: Psc, reporting: Reporting, body: ReportPatient, vitals: Vitals) -> Answer:
    incident_id, command = str(body.incident_id), reporting.command
    about = {name: getattr(body, name) for name in patient.ABOUT if name in body.model_fields_set}

    async def decide(reader: Reader) -> Decision:
        board = await reader.load_case(incident_id)
        incident = board.get("incident", incident_id)
        patient_id = str(body.patient_id) if body.patient_id is not None else incident["patient_ids"][0]
        if body.patient_id is not None and not await reporting.concerns(reader, incident_id, patient_id):
            raise Missing("patient", patient_id)
        judged = await _judge(core, body, board.get("patient", patient_id), vitals)
        key, new = await key_for(core, incident["key_id"], f"incident:{incident_id}")
        told = _told(command, body, judged, key)
        # The measurement first: the report's colour is then the worst of both.
        taken = [] if vitals.is_empty else _taken(board, command, incident_id, patient_id, vitals, body, judged, key)
        reported = professional.report(
            board,
            command,
            incident_id=incident_id,
            patient_id=patient_id,
            told=told,
            summary=_summary(core, command, body, judged, incident),
            about=seal_given(about, key),
        )
        result = {
            "incident_id": incident_id,
            "code": incident["code"],
            "patient_id": patient_id,
            "priority": reported[0].data["priority"],
            "raised": judged.raised,
            "attached": body.patient_id is not None,
            "asks_gate": judged.asks_gate,
        }
        return Decision([*taken, *reported], result, keys=new)

    return await run(core, psc, command, body.asked(), decide)


async def _judge(core: Core, body: ReportPatient, row: Row, vitals: Vitals) -> ReportJudged:
    """By what the report says of the patient, and where it says nothing by what was known."""
    told = row["triage"] or {}
    protocol = await core.protocol_then(told.get("protocol_version"))
    known = context_of(await open_row(core.keys, row))
    said = {name: getattr(body, name) for name in ("age_years", "sex", "pregnant") if getattr(body, name) is not None}
    trauma = is_trauma(protocol, told.get("card"))
    return judge_report(
        Declared(body.declared), vitals, replace(known, **said), breathing=body.breathing, trauma=trauma
    )


def _taken(
    board: Any,
    command: Command,
    incident_id: str,
    patient_id: str,
    vitals: Vitals,
    body: ReportPatient,
    judged: ReportJudged,
    key: SubjectKey,
) -> list[Any]:
    findings = orjson.loads(orjson.dumps(findings_of(judged.judged)))
    return patient.take_vitals(
        board,
        command,
        incident_id=incident_id,
        patient_id=patient_id,
        values=seal(body.values.model_dump(mode="json", exclude_none=True), key),
        findings=seal(findings, key),
        raises_to=_colour(judged.judged.priority),
        confirmed=[name for name in vitals.doubtful if name in body.confirmed],
    )


def _told(command: Command, body: ReportPatient, judged: ReportJudged, key: SubjectKey) -> SbarReport:
    words: dict[str, str | None] = {
        "situation": body.situation,
        "background": body.background,
        "assessment": body.assessment,
        "recommendation": body.recommendation,
        "reporter": body.reporter,
        "accepting_doctor": body.accepting_doctor,
        "equipment_note": body.equipment_note,
    }
    sealed: Any = seal(dict(words), key)
    return {
        "id": command.id,
        "at": command.at,
        "by": command.actor,
        "words": sealed,
        "declared": body.declared,
        "raises_to": _colour(judged.judged.priority),
        "asks_gate": judged.asks_gate,
        "from_facility_id": body.from_facility_id,
        "hospital_id": body.hospital_id,
        "escort": body.escort,
        "equipment": list(body.equipment),
        "stable": body.stable,
    }


def _summary(core: Core, command: Command, body: ReportPatient, judged: ReportJudged, incident: Row) -> TriageSummary:
    """What the recommendation needs: who has to be carried goes with an ambulance, equipment is a capability.

    A transport that was asked for before stays asked for.
    """
    carry = body.carry or (incident["triage"] or {}).get("transport") == Transport.YA
    carried = carry or incident["disposition"] == Disposition.EVAKUASI
    return {
        "protocol_version": core.protocol.version,
        "signed": core.protocol.signed,
        "card": None,
        "priority": Priority(judged.priority),
        "determinants": [],
        "disposition": Disposition.EVAKUASI if carried else Disposition.DI_TEMPAT,
        "transport": Transport.YA if carry else Transport.MUNGKIN,
        "capabilities": sorted(set(body.equipment)),
        "destination_needs": [],
        "safety_needs": [],
        "lifting_needs": [],
        "alerts": [],
        "instructions": [],
        "resuscitation_script": None,
        "complete": not judged.asks_gate,
        "at": command.at,
        "by": command.actor,
    }


def _colour(found: Declared | None) -> Priority | None:
    return Priority(found) if found else None


def _derived(command: Command, what: str) -> str:
    return str(uuid5(UUID(command.id), what))
