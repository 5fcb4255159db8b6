"""Long runs, by `make soak`: a server that dies again and again, and a city that goes on for hours."""

import asyncio
from random import Random

import pytest

from dispatch.domain.words import Role
from dispatch.store.pool import Database
from dispatch.store.verify import verify_stream
from tests.serving import PSC, Installation, open_case, person, put_on_duty

pytestmark = [pytest.mark.soak, pytest.mark.database]

DEATHS = 30
UNITS = ("psc-1", "amb-sei-jang", "amb-batu-10", "trc-sei-jang")


async def test_a_server_killed_again_and_again_under_load_never_loses_agreement(installation: Installation) -> None:
    dice = Random(119)
    for _ in range(DEATHS):
        server = installation.start()
        async with person(installation.database_url, server.url, Role.OPERATOR) as operator:
            await put_on_duty(operator, *UNITS)
            cases = [await open_case(operator) for _ in range(6)]
            work = [
                asyncio.create_task(
                    operator.post(f"/incidents/{case}/dispatch", unit_ids=[unit], override_reason="uji lama")
                )
                for case in cases
                for unit in UNITS
            ]
            last = dice.randint(1, len(work) - 1)
            for done, finished in enumerate(asyncio.as_completed(work), start=1):
                await finished
                if done == last:
                    break
            server.kill()
            await asyncio.gather(*work, return_exceptions=True)
        database = await Database.connect(installation.database_url, size=1)
        try:
            found = await verify_stream(database, f"psc:{PSC}")
            assert found.holds, found.faults
            held = await database.fetch(
                "SELECT data->>'unit_id' FROM task WHERE (data->>'active')::boolean GROUP BY 1 HAVING count(*) > 1"
            )
            assert not held
        finally:
            await database.close()
