"""A core over a real database, with a clock that a test moves; roads and protocol are not what is tested here."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, cast
from uuid import uuid4

from cities import City, load_city
from dispatch.calls import service as calls
from dispatch.core import Core, CoreSettings, Psc
from dispatch.domain.command import Command
from dispatch.domain.rows import Actor, Row
from dispatch.domain.time import instant
from dispatch.domain.words import Channel
from dispatch.live.bus import InProcessBus
from dispatch.live.hub import Hub
from dispatch.store.keys import KeyRing
from dispatch.store.ledger import Ledger
from dispatch.store.pool import Database
from dispatch.store.reader import Reader
from dispatch.store.sealing import MasterKey

PSC, PRACTICE = "tanjungpinang", "tanjungpinang-latihan"
PUBLIC_URL = "https://psc.test"
SARI: Actor = {"id": "sari", "name": "Sari"}
PHONE = "+6281234567890"
MASTER = MasterKey(b"k" * 32)


class Clock:
    """Stands still until it is moved. Starts at the true time, because the database keeps its own."""

    def __init__(self) -> None:
        self.now = datetime.now(UTC)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **parts: float) -> None:
        self.now += timedelta(**parts)


@cache
def tanjungpinang() -> City:
    return load_city("tanjungpinang")


def city_with_desks(*numbers: str | None) -> City:
    """Tanjungpinang with these numbers on its operators' desks."""
    city = tanjungpinang()
    desks = tuple(
        city.operator_lines[0].model_copy(update={"id": f"meja-{index}", "name": f"Meja {index}", "number": number})
        for index, number in enumerate(numbers, start=1)
    )
    return city.model_copy(update={"operator_lines": desks})


@asynccontextmanager
async def open_core(database_url: str, clock: Clock, *, city: City | None = None) -> AsyncIterator[Core]:
    """One process's core: two of them over one database are two processes."""
    db = await Database.connect(database_url, size=8)
    keys = KeyRing(db, MASTER)
    ledger = Ledger(db, keys)
    absent = cast(Any, None)
    real = Psc(PSC, "PSC 119 Tanjungpinang", training=False, city=city or tanjungpinang(), roads=absent)
    core = Core(
        db=db,
        keys=keys,
        ledger=ledger,
        hub=Hub(db, keys, ledger, InProcessBus(), clock),
        protocol=absent,
        streams={PSC: real, PRACTICE: replace(real, key=PRACTICE, name="Latihan", training=True)},
        settings=CoreSettings(public_url=PUBLIC_URL),
        clock=clock,
    )
    try:
        yield core
    finally:
        await db.close()


def command(core: Core, actor: Actor = SARI) -> Command:
    return Command(id=str(uuid4()), actor=actor, at=instant(core.clock()))


async def ring(core: Core, psc: str = PSC, *, phone: str | None = PHONE, answered: bool = False) -> str:
    """A call by the local provider; returns its id."""
    call_id = str(uuid4())
    incoming = calls.Incoming(call_id, Channel.LINE_119, phone, "Ani", answered, "masuk")
    await calls.ring(core, core.streams[psc], command(core), {"call_id": call_id}, incoming)
    return call_id


async def row(core: Core, kind: str, id_: str, psc: str = PSC) -> Row:
    board = await Reader(core.db, core.streams[psc].stream).load((kind, id_))
    return board.get(kind, id_)


async def event_types(core: Core, subject_id: str, psc: str = PSC) -> list[str]:
    rows = await core.db.fetch(
        "SELECT type FROM event WHERE stream = $1 AND $2 = ANY(subjects) ORDER BY seq",
        core.streams[psc].stream,
        subject_id,
    )
    return [found["type"] for found in rows]
