"""Callers: they ring at random, hang up when nobody answers, and never more than a few at once."""

import asyncio
import itertools
import uuid
from collections.abc import Collection, Iterator

import structlog

from cities.city import City
from psc119.demo.board import LiveBoard, Row
from psc119.demo.client import Away, Person, Refused
from psc119.demo.line import Caller, Line
from psc119.demo.names import draw_names
from psc119.demo.places import Spot, draw_spot
from psc119.demo.script import (
    COMPLAINTS,
    NUISANCE,
    NUISANCE_MIX,
    NUISANCE_SHARE,
    PRANK_PHONES,
    Complaint,
    Nuisance,
    NuisanceCall,
)
from psc119.demo.tempo import Tempo

log = structlog.get_logger()

MOST_RINGING = 3
FEWEST_OPEN, MOST_OPEN = 6, 9
"""Open incidents that an autopilot keeps the city at: enough to look at, few enough for the fleet."""

FIRST_RING_S = 5.0
"""After the first operator has opened their screen."""

LOOK_FOR_OPERATOR_S = 2.0
LONGEST_PRACTICE_S = 300.0
"""Our seconds for which the telephones keep quiet for somebody's practice call."""

FIRST_PATIENCE_S = 900.0
"""The first caller of a demo waits for its operator to find the screen."""

RUSH_S = (6.0, 20.0)
"""Human seconds between two calls while the city is being filled."""

SELDOM = 0.001
"""Calls an hour where nobody calls."""

# The first calls of a demo: all colours, and something on the screens to look at.
OPENING = ("nyeri_dada_berat", "kll_tungkai", "demam_anak", "persalinan_dekat", "asma", "kll_berat", "lansia_lemas")


class Callers:
    """The public of one PSC.

    Args:
        person: whose session announces the calls, as a telephone exchange would.
        calls_per_hour: the mean of the Poisson process.
        autopilot: operators are simulated, so the city is kept busy; otherwise people set the pace.
        actors: who signs in as an operator without being one at a screen.
    """

    def __init__(
        self,
        person: Person,
        board: LiveBoard,
        line: Line,
        city: City,
        tempo: Tempo,
        *,
        calls_per_hour: float,
        autopilot: bool,
        actors: Collection[Person],
    ) -> None:
        self.person, self.board, self.line, self.city, self.tempo = person, board, line, city, tempo
        self.calls_per_hour, self.autopilot, self._actors = calls_per_hour, autopilot, actors
        self._names = draw_names(tempo.random.randrange(1 << 30))
        self._numbers = itertools.count(tempo.random.randrange(100, 500))
        self._complaints = self._deal()
        self._talking: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Ring for ever."""
        await self.board.until(lambda: self.board.is_live)
        await self.hang_up_old()
        try:
            if not self.autopilot:
                await self._wait_for_operator()
                await asyncio.sleep(FIRST_RING_S)
                # Whoever begins with a practice has their first call.
                if not self.line.list_for_practice():
                    await self._ring_until_answered()
            while True:
                await self._wait_for_next()
                await self.board.until(lambda: not self._is_practised(), timeout_s=LONGEST_PRACTICE_S)
                await self.board.until(lambda: len(self._ringing()) < MOST_RINGING)
                self.ring(self._next_caller())
        finally:
            for task in self._talking:
                task.cancel()

    def ring(self, caller: Caller) -> str:
        """Let somebody call; returns the call's id."""
        call_id = str(uuid.uuid4())
        self.line.callers[call_id] = caller
        task = asyncio.create_task(self._call(call_id, caller))
        self._talking.add(task)
        task.add_done_callback(self._talking.discard)
        return call_id

    def make_caller(self, about: Complaint | NuisanceCall, *, spot: Spot | None = None, **given: object) -> Caller:
        """Somebody with something to tell, somewhere in the city."""
        draw = self.tempo.random
        prank = isinstance(about, NuisanceCall) and about.kind is Nuisance.PRANK
        facts = {
            "name": next(self._names)[0],
            "phone": draw.choice(PRANK_PHONES) if prank else f"0811-0000-{next(self._numbers) % 900:03d}",
            "spot": spot or draw_spot(self.city, draw),
            "patience_s": draw.uniform(120, 260) if isinstance(about, Complaint) else draw.uniform(50, 120),
            "knows_place": self.tempo.chance(0.75),
        }
        if isinstance(about, NuisanceCall) and about.kind is Nuisance.HANGS_UP:
            facts["patience_s"] = about.lasts_s * self.tempo.pace
        return Caller(about=about, **(facts | given))  # type: ignore[arg-type]  # the fields of a Caller, by name

    async def _call(self, call_id: str, caller: Caller) -> None:
        try:
            channel = "whatsapp" if self.tempo.chance(0.1) else "119"
            await self.person.command(
                "/calls", call_id=call_id, channel=channel, phone=caller.phone, caller_name=self._shown_name(caller)
            )
            await self._wait_past(call_id, None)
            if not await self._wait_past(call_id, "ringing", timeout_s=self.tempo.wall_s(caller.patience_s)):
                await self.person.command(f"/calls/{call_id}/abandon")
                await self._wait_past(call_id, "ringing")
            # Whoever hung up unheard may be called back.
            await self._wait_past(call_id, "unanswered")
            if self._state(call_id) == "answered":
                self.line.speak(call_id)
                await self._hang_up_if_nobody(call_id, caller)
        except (Refused, Away) as error:
            log.info("demo.call", call_id=call_id, reason=str(error))

    async def _hang_up_if_nobody(self, call_id: str, caller: Caller) -> None:
        """A silent line or a prank ends by itself; whoever needs help stays on."""
        if isinstance(caller.about, NuisanceCall) and not self.autopilot:
            lasts_s = caller.about.lasts_s
            if not await self._wait_past(call_id, "answered", timeout_s=lasts_s):
                await self.person.command(f"/calls/{call_id}/abandon")

    def _shown_name(self, caller: Caller) -> str | None:
        return caller.name if caller.is_emergency and self.tempo.chance(0.3) else None

    async def _wait_for_operator(self) -> None:
        """Until a person is at an operator's screen: nobody should ring in an empty room."""
        while True:
            actors = {actor.account_id for actor in self._actors}
            if any(colleague["id"] not in actors for colleague in await self.person.get("/colleagues")):
                return
            await asyncio.sleep(LOOK_FOR_OPERATOR_S)

    def _is_practised(self) -> bool:
        """Whether people set the pace, and one of them has a practice call ringing or on the line."""
        active = ("ringing", "answered", "held")
        return not self.autopilot and any(self._state(call_id) in active for call_id in self.line.list_for_practice())

    async def _ring_until_answered(self) -> None:
        """One caller at a time, the first a clear emergency, until an operator is there."""
        while True:
            call_id = self.ring(self.make_caller(next(self._complaints), patience_s=FIRST_PATIENCE_S * self.tempo.pace))
            await self._wait_past(call_id, None)
            await self._wait_past(call_id, "ringing")
            if self._state(call_id) != "unanswered":
                return

    async def _wait_for_next(self) -> None:
        """The time to the next call: a Poisson process, hurried while an autopilot's city is too quiet."""
        gap_s = self.tempo.random.expovariate(max(self.calls_per_hour, SELDOM) / 3600)
        if not self.autopilot:
            await asyncio.sleep(gap_s)
        elif await self.board.until(self._is_quiet, timeout_s=gap_s):
            await self.tempo.take(*RUSH_S)

    def _is_quiet(self) -> bool:
        """Whether there are fewer open incidents than there should be, counting calls that will become one."""
        coming = sum(
            1
            for call in self.board.list_kind("call")
            if call["state"] in ("ringing", "answered")
            and call["incident_id"] is None
            and (caller := self.line.find(call["id"])) is not None
            and caller.is_emergency
        )
        return len(self._open_incidents()) + coming < FEWEST_OPEN

    def _next_caller(self) -> Caller:
        busy = self.autopilot and len(self._open_incidents()) >= MOST_OPEN
        quiet = self.autopilot and self._is_quiet()
        if not quiet and (busy or self.tempo.chance(NUISANCE_SHARE)):
            kinds = list(NUISANCE_MIX)
            kind = self.tempo.random.choices(kinds, [NUISANCE_MIX[kind] for kind in kinds])[0]
            return self.make_caller(self.tempo.random.choice([call for call in NUISANCE if call.kind is kind]))
        return self.make_caller(next(self._complaints))

    def _deal(self) -> Iterator[Complaint]:
        """The opening, then all complaints in ever new order."""
        by_key = {complaint.key: complaint for complaint in COMPLAINTS}
        yield from (by_key[key] for key in OPENING)
        while True:
            yield from self.tempo.random.sample(COMPLAINTS, len(COMPLAINTS))

    def _open_incidents(self) -> list[Row]:
        return [incident for incident in self.board.list_kind("incident") if incident["state"] != "closed"]

    def _ringing(self) -> list[Row]:
        return [call for call in self.board.list_kind("call") if call["state"] == "ringing"]

    def _state(self, call_id: str) -> str | None:
        call = self.board.find("call", call_id)
        return call["state"] if call else None

    async def _wait_past(self, call_id: str, state: str | None, *, timeout_s: float | None = None) -> bool:
        """Wait until the call is in another state than `state` (None: not on the board yet); False when too long."""
        return await self.board.until(lambda: self._state(call_id) != state, timeout_s=timeout_s)

    async def hang_up_old(self) -> None:
        """Calls of an earlier demo have nobody at the other end any more."""
        for call in self._ringing():
            if call["id"] not in self.line.callers:
                try:
                    await self.person.command(f"/calls/{call['id']}/abandon")
                except (Refused, Away) as error:
                    log.info("demo.call", call_id=call["id"], reason=str(error))
