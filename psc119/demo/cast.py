"""The actors of one PSC, put together: callers, crews, hospitals, and with the autopilot operators too."""

import asyncio
from collections.abc import Awaitable, Callable

import httpx
import structlog

from cities.profile import FacilityKind, Unit
from dispatch.core import Core, Psc
from dispatch.units.service import register_person
from psc119.demo.accounts import (
    CALLER,
    COACH,
    OPERATORS,
    PASSWORD,
    RESERVED_UNITS,
    Seat,
    actor_of,
    list_seats,
    prepare_accounts,
)
from psc119.demo.autopilot import Operator
from psc119.demo.board import LiveBoard
from psc119.demo.callers import Callers
from psc119.demo.client import Away, Person, Refused
from psc119.demo.crews import BRISK_PATIENCE_S, PATIENCE_S, Crew, Orders
from psc119.demo.dispatcher import Dispatcher
from psc119.demo.hospitals import Hospital
from psc119.demo.line import Line
from psc119.demo.practising import Practising
from psc119.demo.roster import make_roster
from psc119.demo.tempo import Tempo

log = structlog.get_logger()

START_AGAIN_S = 2.0


class Cast:
    """Everyone who acts in one PSC.

    Args:
        prefix: before the usernames of this PSC, see `accounts.list_seats`.
        for_people: people are expected at the screens, so crews and hospitals wait longer for them.
    """

    def __init__(
        self,
        url: str,
        psc: Psc,
        tempo: Tempo,
        transport: httpx.AsyncBaseTransport,
        *,
        prefix: str = "",
        for_people: bool = True,
    ) -> None:
        self.psc, self.tempo = psc, tempo
        self.line = Line()
        self.roster = make_roster(psc.city)
        self.seats = list_seats(psc.city, self.roster, psc=psc.key, prefix=prefix)
        self._url, self._transport, self._prefix = url, transport, prefix
        self._for_people = for_people
        self.caller = self.person(prefix + CALLER)
        self.coach = self.person(prefix + COACH)
        self.board = LiveBoard(self.caller)
        self.practising = Practising(self.board)
        self.crews = {unit.id: self._make_crew(unit) for unit in psc.city.units}

    @property
    def listed(self) -> list[Seat]:
        """The accounts that people are told of."""
        return [seat for seat in self.seats if seat.guide is not None]

    async def make_accounts(self, core: Core) -> None:
        """Make the accounts that an earlier demo has not made yet."""
        await prepare_accounts(core.db, self.seats, now=core.clock())

    async def register_staff(self, core: Core) -> None:
        """Take into the log the people it does not know yet."""
        known = {person["id"]: person for person in await self.caller.get("/persons")}
        for staff in (staff for crew in self.roster.values() for staff in crew):
            facts = known.get(staff.id)
            if facts is None or any(facts[name] != value for name, value in staff.facts.items()):
                await register_person(core, self.psc, staff.id, staff.facts)

    def person(self, username: str, *, unit_id: str | None = None) -> Person:
        """One of the accounts, at a screen of its own."""
        return Person(
            self._url,
            psc=self.psc.key,
            username=username,
            password=PASSWORD,
            unit_id=unit_id,
            transport=self._transport,
        )

    def make_callers(self, *, calls_per_hour: float, autopilot: bool) -> Callers:
        return Callers(
            self.caller,
            self.board,
            self.line,
            self.psc.city,
            self.tempo,
            calls_per_hour=calls_per_hour,
            autopilot=autopilot,
            actors=(self.caller, self.coach),
        )

    def list_fleet(self) -> list[Callable[[], Awaitable[None]]]:
        """The board's follower, every crew and every hospital."""
        hospitals = [
            Hospital(
                self.person(actor_of(self._prefix, hospital.id)),
                self.board,
                self.psc.city,
                self.tempo,
                hospital,
                self.practising,
                for_people=self._for_people,
            )
            for hospital in self.psc.city.list_facilities(FacilityKind.RS)
        ]
        return [
            self.board.follow,
            *(crew.run for crew in self.crews.values()),
            *(hospital.run for hospital in hospitals),
        ]

    def _make_crew(self, unit: Unit) -> Crew:
        return Crew(
            self.person(actor_of(self._prefix, unit.id), unit_id=unit.id),
            self.board,
            self.psc.city,
            self.tempo,
            Orders(
                unit,
                self.roster[unit.id],
                reserved=unit.id in RESERVED_UNITS,
                patience_s=PATIENCE_S if self._for_people else BRISK_PATIENCE_S,
            ),
            self.practising,
        )

    def list_autopilot(self) -> list[Callable[[], Awaitable[None]]]:
        """The simulated operators and their dispatcher."""
        people = [self.person(self._prefix + username) for username in OPERATORS]
        claimed: set[str] = set()
        desks = [Operator(person, self.board, self.line, self.tempo, claimed) for person in people]
        dispatcher = Dispatcher(people[0], self.board, self.tempo, people)
        return [*(desk.run for desk in desks), dispatcher.run]


async def keep_acting(act: Callable[[], Awaitable[None]]) -> None:
    """Run an actor for ever. Whatever goes wrong with one is written down, and it begins again; the rest go on."""
    while True:
        try:
            await act()
        except (Refused, Away) as error:
            log.info("demo.actor", actor=_name_of(act), reason=str(error))
        except Exception:
            log.exception("demo.actor_failed", actor=_name_of(act))
        else:
            return
        await asyncio.sleep(START_AGAIN_S)


def _name_of(act: Callable[[], Awaitable[None]]) -> str:
    owner = getattr(act, "__self__", None)
    person = getattr(owner, "person", None)
    return f"{type(owner).__name__}:{getattr(person, 'username', '')}"
