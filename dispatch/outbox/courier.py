"""Delivers what the log has promised to the world outside."""

import asyncio
import random
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

import structlog

from dispatch.core import Core
from dispatch.outbox import table
from dispatch.outbox.channels import Channel, DeliveryFailed, LocalSink, Outgoing
from dispatch.outbox.table import CourierState, Waiting
from dispatch.store.sealing import SealError, unseal
from dispatch.timekeeping import Beat

log = structlog.get_logger()

CLAIMED_AT_ONCE = 8
TRY_S = 30.0  # a channel that has not answered by then has failed
LEASE_S = 120.0  # longer than any try, so that no message is tried twice at once
TRIES = 14  # with the waits below, about half an hour
FIRST_WAIT_S, LONGEST_WAIT_S = 2.0, 300.0
LATE_AFTER_S = 60.0
PRACTICE_FRAME = "LATIHAN · "


class Courier:
    """Takes waiting messages to their channels. Each process may run one.

    A message is delivered at least once: where a process dies between the channel's word and its own, twice.
    Practice never leaves the house: its messages go to the sink, whatever their channel.
    """

    def __init__(
        self,
        core: Core,
        channels: Mapping[str, Channel],
        *,
        sink: LocalSink | None = None,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        """
        Args:
            channels: the way out for each channel word, e.g. `sms`. What has none waits, and says so.
            sink: where practice messages go.
            jitter: a number in [0, 1): spreads the retries of messages that failed together.
        """
        self._core, self._channels, self._jitter = core, channels, jitter
        self.sink = sink or LocalSink()
        self.state = CourierState()
        self._streams = [psc.stream for psc in core.streams.values()]
        self._practice = {psc.stream for psc in core.streams.values() if psc.training}
        self._handed_over: set[UUID] = set()
        self._beat = Beat("courier", self.deliver_waiting)

    def start(self) -> None:
        self._beat.start()

    async def stop(self) -> None:
        await self._beat.stop()

    async def deliver_waiting(self) -> int:
        """One round: claim some messages, try each once, and note how all stand. Returns how many were claimed."""
        claimed = await table.claim(self._core.db, self._streams, lease_s=LEASE_S, limit=CLAIMED_AT_ONCE)
        faults = await asyncio.gather(*(self._try(waiting) for waiting in claimed), return_exceptions=True)
        for fault in filter(None, faults):
            raise fault
        self.state = await table.read_state(self._core.db, self._streams)
        self._core.hub.set_link("outbox", "late" if _is_late(self.state) else "ok")
        return len(claimed)

    async def _try(self, waiting: Waiting) -> None:
        try:
            if waiting.id not in self._handed_over:
                await self._hand_over(waiting)
                self._handed_over.add(waiting.id)
        except DeliveryFailed as failure:
            await self._failed(waiting, failure)
            return
        # Until this is stored the id stays known: a database that goes away here makes no second message.
        await table.mark_delivered(self._core.db, waiting.id)
        self._handed_over.discard(waiting.id)

    async def _hand_over(self, waiting: Waiting) -> None:
        channel = self.sink if waiting.stream in self._practice else self._channels.get(waiting.channel)
        if channel is None:
            raise DeliveryFailed("no_channel")
        message = Outgoing(str(waiting.id), waiting.stream, waiting.channel, await self._open(waiting))
        try:
            async with asyncio.timeout(TRY_S):
                await channel.deliver(message)
        except DeliveryFailed:
            raise
        except TimeoutError as error:
            raise DeliveryFailed("timeout") from error
        except Exception as error:
            # The text of an unforeseen error may name the person; its kind does not.
            log.error("outbox.channel_fault", channel=waiting.channel, fault=type(error).__name__)
            raise DeliveryFailed(type(error).__name__) from error

    async def _open(self, waiting: Waiting) -> dict[str, Any]:
        """The payload in clear. That of a forgotten subject stays sealed for ever."""
        if waiting.forgotten:
            raise DeliveryFailed("key_destroyed", for_good=True)
        if waiting.key_id is None:
            raise DeliveryFailed("not_sealed", for_good=True)
        key = await self._core.keys.find(waiting.key_id)
        if key is None:
            raise DeliveryFailed("key_unavailable")
        try:
            opened = unseal(waiting.payload, key)
        except SealError as error:
            raise DeliveryFailed("payload_damaged", for_good=True) from error
        if not isinstance(opened, dict):
            raise DeliveryFailed("payload_damaged", for_good=True)
        return _framed(opened) if waiting.stream in self._practice else opened

    async def _failed(self, waiting: Waiting, failure: DeliveryFailed) -> None:
        facts = {"id": str(waiting.id), "stream": waiting.stream, "channel": waiting.channel, "reason": failure.reason}
        if failure.for_good or waiting.attempts >= TRIES:
            await table.give_up(self._core.db, waiting.id, reason=failure.reason)
            log.error("outbox.given_up", attempts=waiting.attempts, **facts)
            return
        wait_s = backoff_s(waiting.attempts, self._jitter())
        await table.put_off(self._core.db, waiting.id, wait_s=wait_s, reason=failure.reason)
        log.warning("outbox.put_off", attempts=waiting.attempts, wait_s=round(wait_s, 1), **facts)


def backoff_s(attempts: int, jitter: float) -> float:
    """The wait after `attempts` tries, doubling each time; `jitter` in [0, 1) takes up to half of it away."""
    full = min(LONGEST_WAIT_S, FIRST_WAIT_S * 2.0 ** (attempts - 1))
    return full * (1 - jitter / 2)


def _framed(payload: dict[str, Any]) -> dict[str, Any]:
    text = payload.get("text")
    return {**payload, "text": f"{PRACTICE_FRAME}{text}"} if isinstance(text, str) else payload


def _is_late(state: CourierState) -> bool:
    return state.oldest_age_s is not None and state.oldest_age_s > LATE_AFTER_S
