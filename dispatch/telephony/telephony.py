"""Tells the providers, after each commit, what operators did with calls, and says how that goes."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING

import structlog

from dispatch.core import Core, Psc
from dispatch.domain.event import Event
from dispatch.domain.rows import Row
from dispatch.outbox import Channel, LocalSink
from dispatch.store.ledger import Appended
from dispatch.telephony.local import LocalProvider
from dispatch.telephony.provider import Leg, Provider, ProviderFailed
from dispatch.telephony.settings import TwilioSettings

if TYPE_CHECKING:
    from dispatch.telephony.twilio_provider import TwilioProvider

log = structlog.get_logger()

Action = Callable[[Provider, Leg, list[str]], Awaitable[None]]

# Who has picked up which desk phone is not known here. So a call that is resumed or handed over rings every desk, and
# the colleague who has it on screen takes it.
ACTIONS: Mapping[str, Action] = {
    "call.answered": lambda provider, leg, _desks: provider.answer(leg),
    "call.held": lambda provider, leg, _desks: provider.hold(leg),
    "call.resumed": lambda provider, leg, desks: provider.transfer(leg, desks),
    "call.handed_over": lambda provider, leg, desks: provider.transfer(leg, desks),
}


class Telephony:
    """The providers of this installation. A call keeps to the provider it came in by."""

    def __init__(self, settings: TwilioSettings | None) -> None:
        self._settings = settings
        self._core: Core | None = None
        self._providers: dict[str, Provider] = {LocalProvider.name: LocalProvider()}
        self._last_of_leg: dict[str, asyncio.Task[None]] = {}
        self.twilio: TwilioProvider | None = None
        self.sms: Channel = LocalSink()

    def attach(self, core: Core) -> None:
        """Begin: make the providers, serve `core`, and listen to the log of this process."""
        self._core, core.telephony = core, self
        if self._settings is None:
            log.info("telephony.local", why="no Twilio account is configured; calls enter by API, SMS go to the log")
        else:
            from dispatch.telephony.twilio_provider import TwilioProvider  # noqa: PLC0415 - 0.2 s, and 40 MB

            self.twilio = self.sms = TwilioProvider(self._settings, public_url=core.settings.public_url)
            self._providers[self.twilio.name] = self.twilio
            self._warn_of_silent_desks(core)
        core.ledger.listen(self.after_commit)
        core.hub.set_link("telephony", "local" if self.twilio is None else "ok")

    async def stop(self) -> None:
        """Wait for what is under way; each action has a limit of its own."""
        await asyncio.gather(*self._last_of_leg.values())

    def after_commit(self, appended: Appended) -> None:
        """A listener of the ledger: never blocks, never fails, and what it starts holds nothing up."""
        assert self._core is not None
        psc = next((psc for psc in self._core.streams.values() if psc.stream == appended.stream), None)
        if psc is None:
            return
        rows = {id_: row for (kind, id_), row in appended.changes if kind == "call" and row is not None}
        for event in appended.events:
            action, row = ACTIONS.get(event.type), rows.get(event.subjects[0])
            if action is not None and row is not None and not _began_by(event, appended.events):
                self._start(psc, row, event.type, action)

    async def originate(self, psc: Psc, to: str, line_id: str) -> str:
        """Ring an operator's line and connect it to `to` (E.164); practice only marks it. Returns the leg's id.

        Raises:
            ProviderFailed
        """
        line = next((line for line in psc.city.operator_lines if line.id == line_id), None)
        if line is None:
            raise ProviderFailed("no_such_line", refused=True)
        wanted = "local" if psc.training or self.twilio is None else self.twilio.name
        return await self._providers[wanted].originate(to, line)

    def is_heard(self) -> None:
        """The provider has just reached us, so the link is up."""
        self._set_link("ok")

    def _start(self, psc: Psc, row: Row, what: str, action: Action) -> None:
        provider = self._provider_of(psc, row)
        if provider is None:
            log.warning("telephony.provider_gone", psc=psc.key, call_id=row["id"], provider=row["provider"])
            return
        leg = Leg(psc.key, row["id"], row["leg_id"])
        before = self._last_of_leg.get(leg.call_id)
        task = asyncio.create_task(self._carry_out(provider, leg, what, action, list_desks(psc), before))
        self._last_of_leg[leg.call_id] = task
        task.add_done_callback(lambda done: self._forget(leg.call_id, done))

    def _provider_of(self, psc: Psc, row: Row) -> Provider | None:
        return self._providers.get(LocalProvider.name if psc.training else row["provider"])

    async def _carry_out(
        self,
        provider: Provider,
        leg: Leg,
        what: str,
        action: Action,
        desks: list[str],
        before: asyncio.Task[None] | None,
    ) -> None:
        """Do one thing to a line, after what was to be done to it before: hold and resume must not change places."""
        if before is not None:
            await before
        try:
            await action(provider, leg, desks)
        except ProviderFailed as failure:
            log.error("telephony.failed", what=what, psc=leg.psc, call_id=leg.call_id, reason=failure.reason)
            if not failure.refused:
                self._set_link("away")
        except Exception:
            log.exception("telephony.fault", what=what, psc=leg.psc, call_id=leg.call_id)
        else:
            if provider is self.twilio:
                self._set_link("ok")

    def _forget(self, call_id: str, done: asyncio.Task[None]) -> None:
        if self._last_of_leg.get(call_id) is done:
            del self._last_of_leg[call_id]

    def _set_link(self, state: str) -> None:
        assert self._core is not None
        self._core.hub.set_link("telephony", state)

    def _warn_of_silent_desks(self, core: Core) -> None:
        for psc in core.streams.values():
            if not psc.training and not list_desks(psc):
                log.warning("telephony.no_desk_rings", psc=psc.key, why="no operator line of the profile has a number")


def make_telephony(settings: TwilioSettings | None) -> Telephony:
    """Telephony for this installation: Twilio where an account is given, else the local provider alone."""
    return Telephony(settings)


def list_desks(psc: Psc) -> list[str]:
    """The numbers that ring for a call, from the city's profile."""
    return [line.number for line in psc.city.operator_lines if line.number is not None]


def _began_by(event: Event, events: list[Event]) -> bool:
    """Whether the call came in by the same command, already on somebody's line: no provider has to be told."""
    return any(other.type == "call.rang" and other.subjects[0] == event.subjects[0] for other in events)
