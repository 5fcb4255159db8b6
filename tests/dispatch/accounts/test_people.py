"""The demo's accounts: made once, with one password, and what is taken stays its owner's."""

import pytest

from dispatch.accounts import RoleGrant
from dispatch.accounts.people import NewAccount, create_demo_accounts
from dispatch.domain.words import Role
from dispatch.store.pool import Database
from tests.dispatch.accounts.conftest import PASSWORD, PSC, Clock, Screen

pytestmark = pytest.mark.database


async def test_demo_accounts_are_made_once_and_a_name_that_is_taken_keeps_its_password(
    screen: Screen, db: Database, clock: Clock, sari: str
) -> None:
    people = [NewAccount(name, name.title(), (RoleGrant(PSC, Role.OPERATOR, PSC),)) for name in ("sari", "wati")]
    for _ in range(2):
        await create_demo_accounts(db, people, password="sandi-peragaan-5", now=clock())
    assert (await screen.sign_in("wati", password="sandi-peragaan-5")).status_code == 200
    assert (await screen.sign_in("sari", password="sandi-peragaan-5")).status_code == 401
    assert (await screen.sign_in("sari", password=PASSWORD)).json()["account"]["id"] == sari
    assert await db.value("SELECT count(*) FROM account_role") == 2
