"""The keys of subjects in memory and in the database."""

import pytest

from dispatch.core import Core
from dispatch.domain.refusal import Refused
from dispatch.store.keys import KeyRing
from dispatch.store.sealing import MasterKey
from tests.dispatch.store.town import Town

pytestmark = pytest.mark.database


async def key_of_a_call(town: Town) -> str:
    key_id: str = (await town.row("call", await town.ring()))["key_id"]
    return key_id


async def test_a_key_is_stored_wrapped_with_its_event(town: Town, core: Core, other: Core) -> None:
    key_id = await key_of_a_call(town)
    made, read = await core.keys.find(key_id), await other.keys.find(key_id)
    assert made is not None
    assert read is not None
    assert made == read
    wrapped = await core.db.value("SELECT wrapped FROM subject_key WHERE key_id = $1", key_id)
    assert made.secret.hex() not in wrapped
    assert made.subject.startswith("call:")


async def test_a_refused_command_leaves_no_key(town: Town, core: Core) -> None:
    call_id = await town.ring()
    case = await town.open_case(call_id)
    counted = "SELECT count(*) FROM subject_key"
    before = await core.db.value(counted)
    with pytest.raises(Refused):
        await town.open_as(town.command(), case, None)
    assert await core.db.value(counted) == before


async def test_a_destroyed_key_is_gone_for_good_and_stays_listed(town: Town, core: Core) -> None:
    key_id = await key_of_a_call(town)
    assert await core.keys.destroy(key_id)
    assert await core.keys.find(key_id) is None
    assert not await core.keys.destroy(key_id), "once"
    assert await core.db.value("SELECT destroyed_at IS NOT NULL FROM subject_key WHERE key_id = $1", key_id)
    assert await KeyRing(core.db, core.keys.master).find(key_id) is None


async def test_another_installations_master_key_opens_nothing(town: Town, core: Core) -> None:
    key_id = await key_of_a_call(town)
    assert await KeyRing(core.db, MasterKey(b"x" * 32)).find(key_id) is None
    assert await core.keys.find("0" * 32) is None
