"""Gathers what a caller who gets advice only has to hear, and keeps that they heard it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import structlog

import routing
import triage
from dispatch.advice.schemas import GiveAdvice
from dispatch.advice.where import Help, find_igd, list_helpers, order_help
from dispatch.commands import run
from dispatch.core import Core, Psc
from dispatch.domain import advice
from dispatch.domain.board import Board
from dispatch.domain.command import Command
from dispatch.domain.refusal import Refused
from dispatch.domain.rows import GoTo, Row
from dispatch.domain.time import instant, later, moment
from dispatch.domain.words import FragileReason
from dispatch.http.problems import Invalid
from dispatch.live.opening import open_row, open_rows
from dispatch.personal import key_for, phone_mark, seal_or_none
from dispatch.store.ledger import Answer, Decision
from dispatch.store.reader import Reader
from dispatch.whereabouts import find_case_point

log = structlog.get_logger()

BALITA_BELOW_YEARS = 5
LANSIA_FROM_YEARS = 60


@dataclass(frozen=True, slots=True)
class Told:
    """What has to be said to one caller."""

    signs: list[triage.DangerSign]
    places: list[Help]
    fragile: list[FragileReason]


async def gather(core: Core, psc: Psc, board: Board, incident_id: str, at: str) -> Told:
    """The danger signs of a case's patients, where they find help when they set out `at`, and who is fragile.

    Raises:
        Refused: nobody's age is known: neither the signs nor the hour of the callback can be chosen.
    """
    incident = board.get("incident", incident_id)
    sealed = [board.get("patient", patient_id) for patient_id in incident["patient_ids"]]
    patients = [row for row in await open_rows(core.keys, sealed) if row is not None]
    if any(patient["age_years"] is None for patient in patients):
        raise Refused("advice_needs_age", incident["state"], ("patients",))
    return Told(_signs_for(patients), await _places(core, psc, incident, at), _fragile(patients))


async def show(core: Core, psc: Psc, incident_id: str) -> dict[str, Any]:
    """What this caller has to hear, as a document."""
    board = await _board(Reader(core.db, psc.stream), incident_id)
    advice.expect_adviceable(board, incident_id)
    told = await gather(core, psc, board, incident_id, instant(core.clock()))
    calls = [call for call in board.list_kind("call") if call["incident_id"] == incident_id]
    limits = psc.city.deadlines
    return {
        "danger_signs": [
            {
                "id": sign.id,
                "say": sign.say.id,
                "say_en": sign.say.in_language("en"),
                "perlu_tanda_tangan": sign.needs_signature,
            }
            for sign in told.signs
        ],
        "places": [_help_document(one) for one in told.places],
        "fragile": told.fragile,
        "callback_s": limits.advice_callback.seconds,
        "callback_fragile_s": limits.advice_callback_fragile.seconds,
        "callback_verified": limits.advice_callback.verified and limits.advice_callback_fragile.verified,
        "phone_known": any(call["phone"] is not None for call in calls),
        "clinicians": list(advice.CLINICIANS),
    }


async def give(core: Core, psc: Psc, command: Command, body: GiveAdvice, incident_id: str) -> Answer:
    """Keep what the caller heard, and the promise to call them.

    Raises:
        Invalid: `go_to` is no place that sees patients who come by themselves.
        Refused: as `dispatch.domain.advice.give`.
    """

    async def decide(reader: Reader) -> Decision:
        board = await _board(reader, incident_id)
        advice.expect_adviceable(board, incident_id)
        told = await gather(core, psc, board, incident_id, command.at)
        key, new = await key_for(core, board.get("incident", incident_id)["key_id"], f"incident:{incident_id}")
        fragile = [*told.fragile, *([FragileReason.SENDIRI] if body.alone else [])]
        igd = find_igd(told.places)
        due_at = later(command.at, callback_after_s(psc, fragile))
        events = advice.give(
            board,
            command,
            incident_id=incident_id,
            required=[{"id": sign.id, "say": sign.say.id} for sign in told.signs],
            read=body.danger_signs,
            go_to=_go_to(_chosen(told.places, body.go_to)),
            emergency=_go_to(igd) if igd else None,
            fragile=fragile,
            callback_due_at=due_at,
            phone=seal_or_none(body.phone, key),
            phone_hmac=phone_mark(core, body.phone),
        )
        return Decision(
            events,
            {"incident_id": incident_id, "callback_due_at": events[1].data["due_at"]},
            keys=new if body.phone else [],
        )

    return await run(core, psc, command, body.asked(), decide)


def callback_after_s(psc: Psc, fragile: Sequence[FragileReason]) -> float:
    """How long after advice the caller is called, in seconds."""
    limits = psc.city.deadlines
    return (limits.advice_callback_fragile if fragile else limits.advice_callback).seconds


async def _board(reader: Reader, incident_id: str) -> Board:
    await reader.load_case(incident_id)
    return await reader.load_calls(incident_id)


def _signs_for(patients: Sequence[Row]) -> list[triage.DangerSign]:
    known = _danger_signs()
    listed = [
        sign
        for patient in patients
        for sign in known.list_for((patient["triage"] or {}).get("card"), _context(patient))
    ]
    return list({sign.id: sign for sign in listed}.values())


def _context(patient: Mapping[str, Any]) -> triage.Context:
    return triage.Context(**{name: patient[name] for name in ("age_years", "sex", "pregnant")})


@cache
def _danger_signs() -> triage.DangerSigns:
    """The packaged signs. Another version's new card has those of everybody."""
    return triage.load_danger_signs(triage.load_protocol())


def _fragile(patients: Sequence[Row]) -> list[FragileReason]:
    """Who must not wait long for a call; a pregnancy that nobody asked about counts."""
    found: set[FragileReason] = set()
    for patient in patients:
        if patient["age_years"] < BALITA_BELOW_YEARS:
            found.add(FragileReason.BALITA)
        if patient["age_years"] >= LANSIA_FROM_YEARS:
            found.add(FragileReason.LANSIA)
        if _context(patient).may_be_pregnant:
            found.add(FragileReason.HAMIL_NIFAS)
    return [reason for reason in FragileReason if reason in found]


async def _places(core: Core, psc: Psc, sealed: Row, at: str) -> list[Help]:
    helpers = list_helpers(psc.city)
    start = find_case_point(psc.city, await open_row(core.keys, sealed))
    travel_s: list[float | None] = [None] * len(helpers)
    if start is not None and helpers:
        targets = [routing.Point(facility.lat, facility.lon) for facility, _ in helpers]
        try:
            found = psc.roads.router.own.nearest(
                start, targets, len(targets), routing.Mode.MOTOR, moment(at), lights=False
            )
            for one in found:
                travel_s[one.facility] = one.travel.duration_s
        except routing.RoutingError:
            log.exception("advice.without_travel_times", psc=psc.key)
    return order_help(psc.city, helpers, travel_s, moment(at))


def _chosen(places: Sequence[Help], facility_id: str) -> Help:
    found = next((one for one in places if one.facility.id == facility_id), None)
    if found is None:
        known = ", ".join(one.facility.id for one in places)
        raise Invalid([{"field": "go_to", "message": f"{facility_id} bukan tempat berobat. Pilih: {known}"}])
    return found


def _go_to(one: Help) -> GoTo:
    return {
        "facility_id": one.facility.id,
        "name": one.facility.name,
        "travel_s": one.travel_s,
        "opens_at": instant(one.opens_at) if one.opens_at else None,
        "closes_at": instant(one.closes_at) if one.closes_at else None,
        "verified": one.verified,
    }


def _help_document(one: Help) -> dict[str, Any]:
    return {**_go_to(one), "kind": one.kind, "address": one.facility.address, "phone": one.facility.phone}
