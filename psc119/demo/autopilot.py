"""Simulated operators: they answer, write the place, triage by what the caller says, and close the call."""

import uuid

import structlog

from dispatch.domain.words import CallDisposition
from psc119.demo.board import LiveBoard, Row
from psc119.demo.client import Away, Document, Person, Refused
from psc119.demo.interview import Interview
from psc119.demo.line import Caller, Line
from psc119.demo.script import Complaint, NuisanceCall
from psc119.demo.tempo import Tempo

log = structlog.get_logger()

ON_THE_LINE = ("answered", "held")


class Operator:
    """One operator's desk: one call at a time, the longest ringing first, then callbacks.

    Args:
        claimed: calls that one of the desks has reached for, shared by them.
    """

    def __init__(self, person: Person, board: LiveBoard, line: Line, tempo: Tempo, claimed: set[str]) -> None:
        self.person, self.board, self.line, self.tempo = person, board, line, tempo
        self._claimed = claimed

    async def run(self) -> None:
        """Work for ever."""
        await self.board.until(lambda: self.board.is_live)
        if not self.person.account_id:
            await self.person.sign_in()
        protocol = await self.person.protocol()
        await self._tidy()
        while True:
            await self.board.until(lambda: self._find_work() is not None)
            call = self._find_work()
            if call is None:
                continue
            self._claimed.add(call["id"])
            try:
                await self._take(call, protocol)
            except Refused as refusal:
                log.info("demo.operator", call_id=call["id"], reason=str(refusal))
            finally:
                # A call that stopped ringing under the hand is called back; one attempt at that is enough.
                if call["state"] == "ringing":
                    self._claimed.discard(call["id"])

    def _find_work(self) -> Row | None:
        left_to_people = {*self._claimed, *self.line.list_for_practice()}
        calls = [
            call
            for call in self.board.list_kind("call")
            if call["id"] not in left_to_people and (call["id"] in self.line.callers or call["state"] == "unanswered")
        ]
        waiting = [call for call in calls if call["state"] == "ringing"] or [
            call for call in calls if call["state"] == "unanswered" and (call["callback"] or {}).get("open")
        ]
        return min(waiting, key=lambda call: str(call["rang_at"]), default=None)

    async def _take(self, call: Row, protocol: Document) -> None:
        await self.tempo.take(4, 14)
        caller = self.line.find(call["id"])
        if call["state"] == "ringing":
            await self.person.command(f"/calls/{call['id']}/answer")
        elif caller is None or caller.complaint is None:
            await self.person.command(f"/calls/{call['id']}/callback", outcome="tidak_diangkat", give_up=True)
            return
        else:
            await self.person.command(f"/calls/{call['id']}/callback", outcome="tersambung")
        await self._talk(call["id"], caller, protocol)

    async def _talk(self, call_id: str, caller: Caller | None, protocol: Document) -> None:
        match caller.about if caller else None:
            case NuisanceCall() as nuisance:
                await self.tempo.take(nuisance.lasts_s, nuisance.lasts_s * 2)
                await self.person.command(f"/calls/{call_id}/close", disposition=nuisance.disposition)
                if nuisance.disposition is CallDisposition.HANTU:
                    await self.tempo.take(20, 60)
                    await self.person.command(f"/calls/{call_id}/callback", outcome="tidak_diangkat")
            case Complaint() as complaint if caller is not None:
                await self.open_case(call_id, caller, complaint, protocol)
            case _:
                await self.person.command(f"/calls/{call_id}/close", disposition="terputus")

    async def open_case(self, call_id: str, caller: Caller, complaint: Complaint, protocol: Document) -> str:
        """Everything from the caller's first words to the end of an answered call; returns the incident's id."""
        incident_id = str(uuid.uuid4())
        await self.tempo.take(8, 20)
        await self.person.command("/incidents", incident_id=incident_id, call_id=call_id, **_where(caller))
        await self.tempo.take(4, 10)
        await self.person.command(f"/incidents/{incident_id}/describe", complaint_text=complaint.text)
        interview = Interview(self.person, protocol, complaint)
        await self.tempo.take(8, 20)
        assessment = await interview.ask_gate()
        if assessment["dispatch_now"]:
            # MERAH is said at once: help leaves while the card is still being asked.
            await self.person.command(f"/incidents/{incident_id}/triage", **interview.asked)
        if assessment["resuscitation_script"]:
            await self._guide_resuscitation(incident_id, assessment["resuscitation_script"])
        await self.tempo.take(15, 50)
        await interview.ask_card()
        await self.person.command(f"/incidents/{incident_id}/triage", **interview.asked)
        await self.tempo.take(15, 45)
        await self.person.command(f"/calls/{call_id}/close", disposition="kasus")
        return incident_id

    async def _guide_resuscitation(self, incident_id: str, script: str) -> None:
        path = f"/incidents/{incident_id}/resuscitation"
        await self.person.command(path, event="recognised", script=script)
        await self.tempo.take(50, 120)
        await self.person.command(path, event="first_compression")

    async def _tidy(self) -> None:
        """End the calls that this desk held when an earlier demo was stopped: nobody is on the line."""
        for call in self.board.list_kind("call"):
            mine = (call["operator"] or {}).get("id") == self.person.account_id
            if mine and call["state"] in ON_THE_LINE:
                disposition = "kasus" if call["incident_id"] else "informasi"
                try:
                    await self.person.command(f"/calls/{call['id']}/close", disposition=disposition)
                except (Refused, Away) as error:
                    log.info("demo.tidy", call_id=call["id"], reason=str(error))


def _where(caller: Caller) -> Document:
    """What an operator enters of the place: the words as said, and a point or only the kelurahan."""
    spot = caller.spot
    words = {"address": spot.address, "patokan": spot.patokan, "kelurahan_code": spot.kelurahan.code}
    if caller.knows_place:
        return words | {"place": {"kind": "point", "lat": spot.lat, "lon": spot.lon, "source": "klik"}}
    area = spot.kelurahan
    return words | {"place": {"kind": "kelurahan", "lat": area.lat, "lon": area.lon, "source": "kelurahan"}}
