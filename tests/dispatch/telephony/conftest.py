"""A core that Twilio serves, with a fake of its REST interface on loopback."""

from collections.abc import AsyncIterator, Iterator

import pytest

from dispatch.core import Core
from dispatch.telephony import Telephony, TwilioSettings, make_telephony
from tests.dispatch.telephony.fake_twilio import ACCOUNT, FROM, TOKEN, FakeTwilio, serve_fake_twilio
from tests.dispatch.timekeeping.world import Clock, city_with_desks, open_core

DESKS = ("+6277123401", "+6277123402")


@pytest.fixture
def fake_twilio(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeTwilio]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with serve_fake_twilio() as fake:
        yield fake


@pytest.fixture
def settings(fake_twilio: FakeTwilio) -> TwilioSettings:
    return TwilioSettings(ACCOUNT, TOKEN, FROM, base_url=fake_twilio.url)


@pytest.fixture
async def core(database_url: str) -> AsyncIterator[Core]:
    async with open_core(database_url, Clock(), city=city_with_desks(*DESKS)) as core:
        yield core


@pytest.fixture
async def telephony(core: Core, settings: TwilioSettings) -> AsyncIterator[Telephony]:
    telephony = make_telephony(settings)
    telephony.attach(core)
    yield telephony
    await telephony.stop()
