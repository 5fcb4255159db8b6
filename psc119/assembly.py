"""Puts the parts together: database, keys, log, hub, city, roads and protocol become one core."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import structlog

import triage
from cities import load_city
from dispatch.closures.follower import Followers
from dispatch.core import Core, CoreSettings, Psc, Roads
from dispatch.live.bus import Bus, InProcessBus, RedisBus
from dispatch.live.hub import Hub
from dispatch.outbox import Courier
from dispatch.protocols.versions import Versions
from dispatch.store import migrations
from dispatch.store.housekeeping import tidy
from dispatch.store.keys import KeyRing
from dispatch.store.ledger import Ledger
from dispatch.store.pool import Database
from dispatch.store.sealing import MasterKey
from dispatch.telephony import TwilioSettings, make_telephony
from dispatch.timekeeping import Beat, Timekeeper
from dispatch.travel.teams import LOOK_EVERY_S, look_again
from dispatch.units.service import register_fleet
from psc119.roads import choose_network, roads_of
from psc119.settings import Settings

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Install:
    """What one running server stands on."""

    dsn: str
    data_dir: Path
    settings: Settings
    demo: bool = False
    public_url: str = "http://localhost:8119"
    tls: bool = False
    clock: Any = field(default=lambda: datetime.now(UTC))


@asynccontextmanager
async def running_core(install: Install) -> AsyncIterator[Core]:
    """A core whose hub, timekeeper and courier run for the length of the block."""
    database = await Database.connect(install.dsn)
    try:
        await migrations.check(database)
        core = _core_of(install, database)
        await core.keys.check_master()
        telephony = core.telephony = make_telephony(_twilio(install.settings))
        telephony.attach(core)
        timekeeper, courier = Timekeeper(core), Courier(core, {"sms": telephony.sms})
        housekeeper = Beat("housekeeper", lambda: _tidy(core), every_s=3600)
        lookout = Beat("lookout", lambda: _look_again(core), every_s=LOOK_EVERY_S)
        for psc in core.streams.values():
            await register_fleet(core, psc)
        await core.hub.start()
        core.versions = versions = Versions(core)
        await versions.start()
        core.closures = followers = Followers(core)
        await followers.start()
        timekeeper.start()
        courier.start()
        housekeeper.start()
        lookout.start()
        try:
            yield core
        finally:
            await lookout.stop()
            await housekeeper.stop()
            await timekeeper.stop()
            await courier.stop()
            await telephony.stop()
            await followers.stop()
            await versions.stop()
            await core.hub.stop()
    finally:
        await database.close()


async def _tidy(core: Core) -> int:
    await tidy(core.db, core.clock())
    return 0


async def _look_again(core: Core) -> int:
    await look_again(core)
    return 0  # what was said changes nothing about when to look next


def _core_of(install: Install, database: Database) -> Core:
    settings = install.settings
    city = load_city(settings.city, data_dir=install.data_dir)
    network = choose_network(city, install.data_dir, settings.network)
    roads = roads_of(city, network, settings, data_dir=install.data_dir)
    log.info("network.in_use", label=roads.network.label, schematic=roads.network.schematic)
    keys = KeyRing(database, master_key(install))
    ledger = Ledger(database, keys)
    hub = Hub(database, keys, ledger, _bus(settings), install.clock)
    streams = {
        # Each with a view of its own: what practice closes stays open for real.
        key: Psc(key, name, training, city, Roads(roads.router.twin(), roads.network))
        for key, name, training in (
            (city.stream_key, f"PSC 119 {city.name}", False),
            (f"{city.stream_key}-latihan", f"PSC 119 {city.name} (LATIHAN)", True),
            *((key, f"PSC 119 {key}", False) for key in bench_streams(city.stream_key, settings.bench_streams)),
        )
    }
    return Core(
        db=database,
        keys=keys,
        ledger=ledger,
        hub=hub,
        protocol=triage.load_protocol(),
        streams=streams,
        settings=CoreSettings(
            demo=install.demo, secure_cookies=install.tls or settings.behind_tls, public_url=install.public_url
        ),
        clock=install.clock,
    )


def bench_streams(stream_key: str, count: int) -> list[str]:
    """The keys of the streams that benches ask for beside a city's own."""
    return [f"{stream_key}-bench-{number:02d}" for number in range(1, count + 1)]


def master_key(install: Install) -> MasterKey:
    """The installation's master key: from the environment, else a file beside the data, made at first start."""
    if install.settings.master_key:
        return MasterKey.from_base64(install.settings.master_key)
    return MasterKey.load_or_create(install.data_dir / "master.key")


def _bus(settings: Settings) -> Bus:
    return RedisBus(settings.redis_url) if settings.redis_url else InProcessBus()


def _twilio(settings: Settings) -> TwilioSettings | None:
    if not (settings.twilio_account_sid and settings.twilio_auth_token and settings.twilio_from_number):
        return None
    return TwilioSettings(
        account_sid=settings.twilio_account_sid,
        auth_token=settings.twilio_auth_token,
        from_number=settings.twilio_from_number,
        base_url=settings.twilio_base_url,
    )
