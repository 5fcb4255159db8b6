"""What every feature works with: the database, the log, the city, the roads, the protocol and the clock."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, Protocol, TypeVar

from fastapi import Request, WebSocket

import routing
import triage
from cities.city import City
from dispatch.domain.refusal import Refused
from dispatch.http.problems import NotFound
from dispatch.live.hub import Hub
from dispatch.policy.turnout import TurnoutRow, TurnoutTable
from dispatch.store.keys import KeyRing
from dispatch.store.ledger import Ledger
from dispatch.store.pool import Database

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class CoreSettings:
    """Settings that features read. `public_url` is how the world reaches us, for signatures and links."""

    demo: bool = False
    secure_cookies: bool = False
    public_url: str = "http://localhost:8119"
    version: str = "0.1.0"


@dataclass(slots=True)
class Roads:
    """One stream's travel times, its closures in them. Replaced as a whole when a better network is ready."""

    router: routing.TravelTimes
    network: routing.Network

    async def ask(self, question: Callable[[routing.TravelTimes], T]) -> T:
        """The answer to a question, without holding up everybody else while another machine thinks about it."""
        router = self.router
        return await asyncio.to_thread(question, router) if router.waits else question(router)


@dataclass(frozen=True)
class Psc:
    """One PSC, or its training twin: a stream of its own over the same city."""

    key: str
    name: str
    training: bool
    city: City
    roads: Roads

    @property
    def stream(self) -> str:
        return f"psc:{self.key}"

    @cached_property
    def turnout(self) -> TurnoutTable:
        """The city's turnout times."""
        return TurnoutTable(
            tuple(
                TurnoutRow(rule.turnout, rule.hours.start_minute, rule.hours.end_minute, rule.seconds)
                for rule in self.city.turnout
            )
        )


class ClosuresInEffect(Protocol):
    """Who brings closures to the routers of this process."""

    async def settled(self, stream: str, seq: int) -> None:
        """Wait until the stream's router follows the log as far as `seq`."""

    async def adopt(self, router: routing.TravelTimes) -> None:
        """Change every stream over to other roads, each with its closures."""


class ProtocolVersions(Protocol):
    """Every protocol version that was ever stored here, and which of them is in use."""

    async def get(self, version: str, *, used: bool = False) -> triage.Protocol:
        """The stored version, with its signature where it has one; with `used`, only one that calls were taken with.

        Raises:
            NotFound: there is none of this hash.
            Refused: its content is not what its hash says.
        """

    async def settled(self, seq: int) -> None:
        """Wait until this process follows the log of the installation as far as `seq`."""


@dataclass(slots=True)
class Core:
    """Made once by the application factory and handed to every endpoint."""

    db: Database
    keys: KeyRing
    ledger: Ledger
    hub: Hub
    protocol: triage.Protocol
    streams: Mapping[str, Psc]
    settings: CoreSettings = field(default_factory=CoreSettings)
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    demo_accounts: list[dict[str, Any]] = field(default_factory=list)
    demo_practice: Callable[..., dict[str, Any]] | None = None
    telephony: Any = None
    closures: ClosuresInEffect | None = None
    versions: ProtocolVersions | None = None

    async def protocol_of(self, version: str | None, *, used: bool = False) -> triage.Protocol:
        """The version that is named, or the one in use. Raises as `ProtocolVersions.get`."""
        if version is None or version == self.protocol.version or self.versions is None:
            return self.protocol
        return await self.versions.get(version, used=used)

    async def protocol_then(self, version: str | None) -> triage.Protocol:
        """The version of an earlier triage; where it was never stored, or is damaged, the one in use."""
        try:
            return await self.protocol_of(version)
        except (NotFound, Refused):
            return self.protocol


def get_core(connection: Request) -> Core:
    """The core of the application that serves this request."""
    core: Core = connection.app.state.core
    return core


async def current_core(request: Request) -> Core:
    """As `get_core`, a FastAPI dependency: asynchronous, because plain functions are sent to a thread."""
    return get_core(request)


def core_of_websocket(websocket: WebSocket) -> Core:
    core: Core = websocket.app.state.core
    return core


async def get_psc(psc: str, request: Request) -> Psc:
    """The PSC that the URL names (a FastAPI dependency)."""
    found = get_core(request).streams.get(psc)
    if found is None:
        raise NotFound(kind="psc", id=psc)
    return found
