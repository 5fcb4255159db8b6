"""`psc119 triage replay`: the same answer from the command line, by the versions in the database."""

import json
import os
import subprocess
import sys

import pytest

from dispatch.domain.words import Role
from tests.dispatch.live.house import MASTER_KEY, House
from tests.serving import open_case

pytestmark = pytest.mark.database


def replay(house: House, database_url: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "psc119.console", "triage", "replay", *arguments, "--data-dir", str(house.folder)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PSC119_DATABASE_URL": database_url, "PSC119_MASTER_KEY": MASTER_KEY},
    )


async def test_a_call_is_replayed_from_the_command_line(house: House, database_url: str) -> None:
    operator = await house.person(Role.OPERATOR)
    case = await open_case(operator)
    code = (await operator.get(f"/incidents/{case}"))["incident"]["code"]
    assert replay(house, database_url, code).returncode == 2
    await operator.do(f"/incidents/{case}/triage", gate={"sadar": "tidak_sadar", "napas": "tidak_normal"}, age_years=40)
    told = replay(house, database_url, code)
    assert told.returncode == 0, told.stderr
    assert "sama" in told.stdout
    (one,) = json.loads(replay(house, database_url, case, "--json").stdout)
    assert (one["outcome"], one["protocol_version"], one["priority"]) == ("equal", house.core.protocol.version, "merah")
    await house.core.db.execute("UPDATE protocol_content SET files = replace(files, 'napas', 'nafas')")
    damaged = replay(house, database_url, code)
    assert damaged.returncode == 1
    assert "rusak" in damaged.stdout
