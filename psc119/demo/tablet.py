"""The tablet of a simulated crew: reports wait in it while there is no signal, and leave later, in order."""

import uuid
from collections import deque
from datetime import UTC, datetime
from typing import Any

import structlog

from psc119.demo.client import Away, Person, Refused
from psc119.demo.drive import Moment

log = structlog.get_logger()


class Tablet:
    """A queue of taps and a counter, as on the crew's screen."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.has_signal = True
        self._counter = 0
        self._queue: deque[tuple[str, dict[str, Any]]] = deque()
        self._fixes: list[dict[str, Any]] = []

    async def report(self, task_id: str, state: str, **given: Any) -> None:
        """Tap a step. Without signal it waits, and keeps the time it was tapped at."""
        self._counter += 1
        body = {"command_id": str(uuid.uuid4()), "state": state, "occurred_at": _now(), "counter": self._counter}
        self._queue.append((f"/tasks/{task_id}/report", body | given))
        if self.has_signal:
            await self.send()

    async def send(self) -> None:
        """Send what waits, oldest first. What is refused is dropped, as on the screen; the operator sees it there."""
        while self._queue:
            path, body = self._queue[0]
            try:
                await self.person.command(path, **body, sent_at=_now())
            except Refused as refusal:
                log.info("demo.tablet", person=self.person.username, reason=str(refusal))
            except Away:
                return
            self._queue.popleft()

    async def regain_signal(self) -> None:
        """Out of the dead zone: everything leaves."""
        self.has_signal = True
        await self.send()
        await self.send_fixes()

    def fix(self, moment: Moment) -> None:
        """Keep a position for the next batch."""
        self._fixes.append(
            {
                "unit_id": self.person.unit_id,
                "lat": round(moment.lat, 6),
                "lon": round(moment.lon, 6),
                "accuracy_m": 8.0,
                "speed_kmh": round(moment.speed_kmh, 1),
                "at": _now(),
                "source": "simulasi",
            }
        )

    async def send_fixes(self) -> None:
        """Send the positions of the last seconds in one batch."""
        if not self.has_signal or not self._fixes:
            return
        batch, self._fixes = self._fixes[-500:], []
        try:
            await self.person.post("/positions", {"fixes": batch})
        except (Refused, Away) as error:
            log.info("demo.positions", person=self.person.username, reason=str(error))


def _now() -> str:
    return datetime.now(UTC).isoformat()
