"""What `serve` loads: starting must not pay for what only imports, simulations or documents need."""

import re

import pytest

from dispatch.domain.words import Role
from tests.serving import Installation, open_case, person, put_on_duty

HEAVY = ("numba", "osmnx", "pandas", "geopandas", "networkx", "alembic", "sqlalchemy", "weasyprint", "typst", "fitz",
         "openpyxl", "fhir", "fhir_core")  # fmt: skip
_IMPORTED = re.compile(r"^import time:\s+\d+ \|\s+\d+ \|\s*(?P<name>[\w.]+)$", re.MULTILINE)


@pytest.mark.database
async def test_a_server_that_dispatches_has_loaded_nothing_heavy(installation: Installation) -> None:
    installation.by_command = True
    with installation.server(PYTHONPROFILEIMPORTTIME="1") as server:
        async with person(installation.database_url, server.url, Role.OPERATOR) as operator:
            await put_on_duty(operator, "psc-1")
            case = await open_case(operator)
            await operator.do(f"/incidents/{case}/triage", gate={"sadar": "sadar", "napas": "normal"})
            await operator.get(f"/incidents/{case}/recommendation")
            await operator.do(f"/incidents/{case}/dispatch", unit_ids=["psc-1"], override_reason="uji")
    loaded = {match["name"].split(".")[0] for match in _IMPORTED.finditer(server.log.read_text())}
    assert {"fastapi", "asyncpg", "routingkit_cch"} <= loaded
    assert loaded.isdisjoint(HEAVY), loaded.intersection(HEAVY)
