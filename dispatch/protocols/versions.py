"""Every process knows the version in use: it follows the installation's own stream and reads content by its hash."""

import asyncio
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

import orjson
import structlog

import triage
from dispatch.core import Core
from dispatch.domain import protocol as decisions
from dispatch.domain.command import Command
from dispatch.domain.event import SYSTEM
from dispatch.domain.protocol import STREAM
from dispatch.domain.refusal import Refused
from dispatch.domain.rows import Row
from dispatch.domain.time import instant
from dispatch.domain.words import ProtocolOrigin, Source
from dispatch.http.problems import NotFound
from dispatch.live.feed import Feed
from dispatch.live.progress import Progress
from dispatch.live.sight import Key
from dispatch.store.ledger import Decision
from dispatch.store.pool import Database
from dispatch.store.protocols import find_content, keep_content
from dispatch.store.reader import Reader
from exchange.content import Content, load_content, read_content
from triage.model import Signature

log = structlog.get_logger()

LINK = "protocol"
SETTLED_WITHIN_S = 5.0
MOST_LOADED = 8
"""Versions kept in memory: the one in use, those of open calls, and what somebody looks at."""

_HEAD = "SELECT seq FROM stream WHERE stream = $1"
_ROWS = """
    SELECT id, data->'signature' AS signature, (data->>'in_use')::boolean AS in_use,
           jsonb_array_length(data->'used') > 0 AS used
      FROM protocol WHERE stream = $1
"""
_IN_USE = "SELECT id FROM protocol WHERE stream = $1 AND (data->>'in_use')::boolean"


@dataclass(frozen=True, slots=True)
class _Known:
    """What the rows say of one version."""

    signature: Signature | None
    used: bool


class Versions:
    """The versions of this installation, and `core.protocol` kept at the one in use."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._loaded: dict[str, triage.Protocol] = {}
        self._known: dict[str, _Known] = {}
        self._changed = asyncio.Event()
        self._progress = Progress()
        self._task: asyncio.Task[None] | None = None
        self._feed: Feed | None = None

    async def start(self) -> None:
        """Store what the program ships, take up what is in use, and follow. Raises `DatabaseAway`."""
        shipped = await asyncio.to_thread(read_content)
        await ship(self._core, *shipped)
        self._loaded[shipped[0].version] = replace(shipped[0], signature=None)
        self._feed = await self._core.hub.feed(STREAM)
        self._feed.listen(self._hear)
        await self._apply()
        self._task = asyncio.create_task(self._follow(), name="protocol versions")

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def get(self, version: str, *, used: bool = False) -> triage.Protocol:
        """The stored version, with its signature. Raises NotFound or Refused as `ProtocolVersions` says."""
        if version not in self._known:
            await self._read_rows()
        known = self._known.get(version)
        if known is None or (used and not known.used):
            raise NotFound(kind="protocol", id=version)
        return replace(await self._load(version), signature=known.signature)

    async def settled(self, seq: int) -> None:
        """Wait until this process follows the log as far as `seq`; not for ever, because an answer is owed."""
        if not await self._progress.wait(seq, within_s=SETTLED_WITHIN_S):
            log.warning("protocol.slow", seq=seq, applied=self._progress.seq)

    async def _load(self, version: str) -> triage.Protocol:
        found = self._loaded.pop(version, None)
        if found is None:
            content = await get_content(self._core.db, version)
            found = await asyncio.to_thread(load_checked, version, content)
        self._loaded[version] = found  # the last used is the last to go
        while len(self._loaded) > MOST_LOADED:
            del self._loaded[next(iter(self._loaded))]
        return found

    def _hear(self, _keys: list[Key] | None) -> None:
        self._changed.set()

    async def _follow(self) -> None:
        while True:
            await self._changed.wait()
            self._changed.clear()
            try:
                await self._apply()
            except Exception:
                log.exception("protocol.not_followed", in_use=self._core.protocol.version)

    async def _apply(self) -> None:
        """Take up the version in use. One that cannot be read changes nothing: what is in memory goes on."""
        seq = await self._core.db.value(_HEAD, STREAM)
        in_use = await self._read_rows()
        if in_use is not None:
            try:
                self._core.protocol = await self.get(in_use)
            except (NotFound, Refused):
                log.exception("protocol.unusable", version=in_use, going_on_with=self._core.protocol.version)
        protocol = self._core.protocol
        self._core.hub.set_link(LINK, f"{protocol.version}:{'signed' if protocol.signed else 'unsigned'}")
        self._progress.reach(seq or 0)

    async def _read_rows(self) -> str | None:
        """What the rows say, and which version is in use."""
        in_use, known = None, {}
        for row in await self._core.db.fetch(_ROWS, STREAM):
            known[row["id"]] = _Known(_signature(row["id"], orjson.loads(row["signature"])), row["used"])
            in_use = row["id"] if row["in_use"] else in_use
        self._known = known
        return in_use


async def get_content(db: Database, version: str) -> Content:
    """A version's files as they are stored. Raises NotFound."""
    found = await find_content(db, version)
    if found is None:
        raise NotFound(kind="protocol", id=version)
    return Content(*found)


def load_checked(version: str, content: Content) -> triage.Protocol:
    """The protocol that stored content makes; takes a second of processor time.

    Raises:
        Refused: it makes none, or another one than its hash says.
    """
    try:
        loaded = load_content(content)
    except (ValueError, OSError) as error:  # a ProtocolError is a ValueError
        raise Refused("protocol_content") from error
    if loaded.version != version:
        raise Refused("protocol_content")
    return replace(loaded, signature=None)


async def load_with_in_use(core: Core, reader: Reader, version: str) -> None:
    """Read a version's row and that of the version in use."""
    in_use = await core.db.value(_IN_USE, STREAM)
    keys = dict.fromkeys(("protocol", id_) for id_ in (version, in_use) if id_ is not None)
    await reader.load(*keys)


async def ship(core: Core, protocol: triage.Protocol, content: Content) -> None:
    """Store what the program ships, and use it while nobody has signed another version."""
    await keep_content(core.db, protocol.version, content.files, content.comments)
    title = protocol.title

    async def draft(reader: Reader) -> Decision:
        board = await reader.load(("protocol", protocol.version))
        return Decision(
            decisions.draft(
                board,
                command,
                version=protocol.version,
                title=title.id,
                title_en=title.in_language("en"),
                cards=len(protocol.cards),
                origin=ProtocolOrigin.BAWAAN,
            )
        )

    async def use(reader: Reader) -> Decision:
        await load_with_in_use(core, reader, protocol.version)
        return Decision(decisions.use_shipped(reader.board, command, version=protocol.version))

    command = _command(core.clock(), f"{protocol.version}/draft")
    await core.ledger.run(STREAM, command, {"version": protocol.version}, draft)
    head = await core.db.value(_HEAD, STREAM)
    command = _command(core.clock(), f"{protocol.version}/use/{head}")
    await core.ledger.run(STREAM, command, {"version": protocol.version}, use)


def _command(now: datetime, name: str) -> Command:
    id_ = str(uuid5(NAMESPACE_URL, f"psc119/protocol/{name}"))
    return Command(id=id_, actor=SYSTEM, at=instant(now), on_behalf=Source.SYSTEM)


def _signature(version: str, given: Row | None) -> Signature | None:
    return None if given is None else Signature(given["by"]["name"], given["at"], version)
