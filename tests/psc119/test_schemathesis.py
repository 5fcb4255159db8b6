"""Whatever fits the API's own document, or nearly: no fault of the server, and answers as the document says."""

import asyncio
import time
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance

from dispatch.domain.words import Role
from dispatch.store.verify import verify_stream
from tests.dispatch.live.house import House
from tests.serving import PSC, Person, open_case, put_on_duty

pytestmark = pytest.mark.database

EXAMPLES = 4
WITHIN_S = 20
# Signing in and out would end the session that the other requests need.
LEFT_ALONE = {("POST", "/api/session"), ("DELETE", "/api/session")}
CHECKS = [not_a_server_error, response_schema_conformance, content_type_conformance]


async def test_no_request_of_an_operator_is_a_fault_of_the_server(house: House) -> None:
    operator = await house.person(Role.OPERATOR)
    known = await _town(house, operator)
    schema = schemathesis.openapi.from_dict(_app_document(house))
    tried = await asyncio.to_thread(_try_all, schema, house.url, operator, known)
    assert tried > 50
    found = await verify_stream(house.core.db, house.stream)
    assert found.holds, found.faults


def _try_all(schema: Any, url: str, operator: Person, known: dict[str, str]) -> int:
    """Draw a few requests for each operation, with ids of things that exist, until the time is up; says how many."""
    headers = {"origin": url, "x-csrf-token": operator.http.headers["x-csrf-token"]}
    cookies = {cookie.name: cookie.value or "" for cookie in operator.http.cookies.jar}
    deadline, tried = time.monotonic() + WITHIN_S, 0
    for offered in schema.get_all_operations():
        operation = offered.ok()
        if (operation.method.upper(), operation.path) in LEFT_ALONE:
            continue

        @given(case=operation.as_strategy())
        @settings(
            max_examples=EXAMPLES,
            derandomize=True,
            database=None,
            deadline=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        def check(case: Any) -> None:
            nonlocal tried
            if time.monotonic() > deadline:
                return
            case.path_parameters = {name: known.get(name, value) for name, value in case.path_parameters.items()}
            case.call_and_validate(base_url=url, headers=headers, cookies=cookies, checks=CHECKS)
            tried += 1

        check()
    return tried


async def _town(house: House, operator: Person) -> dict[str, str]:
    """One of everything, by the names that paths give them."""
    crew = await house.crew("psc-1")
    await put_on_duty(operator, "psc-1", "amb-sei-jang")
    case = await open_case(operator)
    task_id = (await operator.do(f"/incidents/{case}/dispatch", unit_ids=["psc-1"], override_reason="uji"))["task_ids"][
        0
    ]
    await crew.do(f"/tasks/{task_id}/report", state="transporting", destination_id="rsud-kota")
    shown = await operator.get(f"/incidents/{case}")
    return {
        "psc": PSC,
        "incident_id": case,
        "task_id": task_id,
        "unit_id": "amb-sei-jang",
        "call_id": shown["calls"][0]["id"],
        "handover_id": shown["handovers"][0]["id"],
        "key_id": shown["incident"]["key_id"],
    }


def _app_document(house: House) -> dict[str, Any]:
    from psc119.app import make_app

    return make_app(core=house.core).openapi()
