"""The actor who opens cases for those who practise: answers a call of their own, triages it, and sends one unit."""

import uuid
from contextlib import suppress
from dataclasses import replace

from psc119.demo.autopilot import Operator
from psc119.demo.callers import Callers
from psc119.demo.cast import Cast
from psc119.demo.client import Refused
from psc119.demo.places import Spot
from psc119.demo.script import COMPLAINTS

PACE = 40.0
"""How many times faster than in life: whoever practises waits for the case."""

REASON = "Latihan terpandu"


class Coach:
    """An operator's desk that nobody rings."""

    def __init__(self, cast: Cast, callers: Callers) -> None:
        self.person, self.board = cast.coach, cast.board
        self._callers, self._cast = callers, cast

    async def open_case(self, key: str, spot: Spot) -> str:
        """Open and triage a case of the complaint `key`; returns the incident's id."""
        complaint = next(complaint for complaint in COMPLAINTS if complaint.key == key)
        caller = self._callers.make_caller(complaint, spot=spot, knows_place=True)
        desk = Operator(
            self.person,
            self.board,
            self._cast.line,
            replace(self._cast.tempo, pace=max(PACE, self._cast.tempo.pace)),
            set(),
        )
        call_id = str(uuid.uuid4())
        await self.person.command(
            "/calls", call_id=call_id, channel="119", phone=caller.phone, caller_name=caller.name, answered=True
        )
        return await desk.open_case(call_id, caller, complaint, await self.person.protocol())

    async def send(self, incident_id: str, unit_id: str) -> bool:
        """Send exactly this unit; False when another case has taken it."""
        try:
            await self.person.command(f"/incidents/{incident_id}/dispatch", unit_ids=[unit_id], override_reason=REASON)
        except Refused:
            return False
        await self.board.until(lambda: self._is_shown_at_work(incident_id))
        return True

    async def call_off(self, incident_id: str) -> None:
        """Close a case to which nobody was sent."""
        with suppress(Refused):
            await self.person.command(f"/incidents/{incident_id}/close", outcome="dibatalkan", note=REASON)

    def _is_shown_at_work(self, incident_id: str) -> bool:
        incident = self.board.find("incident", incident_id)
        return incident is not None and bool(incident["task_ids"])
