"""A case keeps the targets that were valid when it was opened; reports hold it against those."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from cities.city import City
from cities.targets import ResponseTargets
from dispatch.domain.words import Role
from dispatch.store.verify import verify_stream
from tests.dispatch.live.house import House, house
from tests.serving import Person, open_case, put_on_duty

__all__ = ["house"]

pytestmark = pytest.mark.database

NOT_BREATHING = {"gate": {"sadar": "tidak_sadar", "napas": "tidak_normal"}, "age_years": 40}


async def targets_of(operator: Person, incident_id: str) -> Any:
    return (await operator.get(f"/incidents/{incident_id}"))["incident"]["targets"]


def with_version(house: House, id_: str, valid_from: date, *, factor: float) -> None:
    """The health office adds a version of the targets, and the server is started anew with it."""
    psc = house.core.streams["tanjungpinang"]
    first = psc.city.response_targets[0]
    targets = tuple(one.model_copy(update={"seconds": one.seconds * factor}) for one in first.targets)
    added: ResponseTargets = first.model_copy(update={"id": id_, "valid_from": valid_from, "targets": targets})
    known = [version for version in psc.city.response_targets if version.id != id_]
    versions = tuple(sorted([*known, added], key=lambda version: version.valid_from))
    profile = psc.city.model_copy(update={"response_targets": versions})
    city = City.of(profile, areas=psc.city.areas, folder=psc.city.outline_file.parent)
    house.core.streams = {**house.core.streams, psc.key: replace(psc, city=city)}


async def test_a_later_version_changes_no_case_that_was_opened_before(house: House) -> None:
    operator, supervisor = await house.person(Role.OPERATOR), await house.person(Role.SUPERVISOR)
    await put_on_duty(operator, "psc-1", "trc-sei-jang")
    before = await open_case(operator)
    today = house.clock().astimezone(house.core.streams["tanjungpinang"].city.tz).date()
    with_version(house, "ketat", today, factor=0.5)
    after = await open_case(operator)
    assert [(await targets_of(operator, case))["version"] for case in (before, after)] == ["awal", "ketat"]
    with_version(house, "ketat", today, factor=0.1)
    with_version(house, "nanti", today + timedelta(days=1), factor=1)
    assert (await targets_of(operator, after))["targets"][0]["seconds"] == 450

    for case in (before, after):
        await operator.do(f"/incidents/{case}/triage", **NOT_BREATHING)
    for case, unit in ((before, "psc-1"), (after, "trc-sei-jang")):
        sent = await operator.do(f"/incidents/{case}/dispatch", unit_ids=[unit], override_reason="uji")
        house.clock.advance(minutes=5)
        for state in ("acknowledged", "on_scene"):
            await operator.do(f"/tasks/{sent['task_ids'][0]}/report", state=state, source="radio")
        await operator.do(f"/tasks/{sent['task_ids'][0]}/report", state="clear", source="radio", outcome="ditangani")
    found = await supervisor.get("/reviews/response-times")
    counted = [(one["version"], one["priority"], one["target_s"], one["reached"], one["within"]) for one in found]
    assert counted == [("awal", "merah", 900, 1, 1), ("ketat", "merah", 450, 1, 0)]
    assert found[1]["p50_s"] == found[1]["p90_s"] > 600
    held = await verify_stream(house.core.db, house.stream)
    assert held.holds, held.faults


async def test_a_case_that_turns_out_to_be_over_the_sea_takes_the_target_of_the_sea(house: House) -> None:
    operator = await house.person(Role.OPERATOR)
    incident_id = await open_case(operator)
    city = house.core.streams["tanjungpinang"].city
    by_zone = {area.zone.value: area.code for area in city.kelurahan}
    for zone in ("laut", "darat"):
        await operator.do(f"/incidents/{incident_id}/place", kelurahan_code=by_zone[zone])
        assert (await targets_of(operator, incident_id))["zone"] == zone
    await operator.do(f"/incidents/{incident_id}/place", kelurahan_code=None)
    assert (await targets_of(operator, incident_id))["zone"] is None


async def test_only_supervisors_read_the_response_times(house: House) -> None:
    operator = await house.person(Role.OPERATOR)
    assert (await operator.http.get("/api/psc/tanjungpinang/reviews/response-times")).status_code == 403
