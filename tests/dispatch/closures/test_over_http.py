"""Closing a road at a screen: looked at first, in effect at once, in the log, on every screen, and only for real."""

import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

import routing
from dispatch.core import Psc
from dispatch.domain.words import Role
from dispatch.store.verify import verify_stream
from dispatch.timekeeping import Timekeeper
from psc119.roads import router_of
from tests.dispatch.closures.streets import across, dead_end, middle_of_way
from tests.dispatch.live.house import House, open_house
from tests.serving import PSC, Person, eventually, open_case, put_on_duty

pytestmark = pytest.mark.database

PRACTICE = f"{PSC}-latihan"
BASE = f"/api/routing/{PSC}"


def psc_of(house: House, key: str = PSC) -> Psc:
    return house.core.streams[key]


async def send(who: Person, path: str = "", *, psc: str = PSC, **body: Any) -> Any:
    body = {"command_id": str(uuid.uuid4()), **body}
    return await who.http.post(f"/api/routing/{psc}/closures{path}", json=body)


async def close(who: Person, **body: Any) -> dict[str, Any]:
    answer = await send(who, **{"kind": "jalan", "reason": "banjir", **body})
    assert answer.status_code == 200, answer.text
    result: dict[str, Any] = answer.json()["result"]
    return result


def travel_s(house: House, end: routing.Point, at: datetime | None = None, psc: str = PSC) -> float:
    """From the PSC to a place by ambulance."""
    city = psc_of(house).city
    source = routing.Source(routing.Point(city.psc.lat, city.psc.lon), routing.Mode.AMBULANS)
    times = psc_of(house, psc).roads.router.travel_times_to(end, [source], at or house.core.clock())
    return times[0].duration_s


def scene_and_street(house: House) -> tuple[routing.Point, int]:
    """A hospital, and a street on the way there."""
    psc = psc_of(house)
    hospital = next(facility for facility in psc.city.facilities if facility.hospital is not None)
    end = routing.Point(hospital.lat, hospital.lon)
    start = routing.Point(psc.city.psc.lat, psc.city.psc.lon)
    return end, middle_of_way(psc, start, end, house.core.clock())


async def _verified(house: House) -> None:
    for key in (PSC, PRACTICE):
        found = await verify_stream(house.core.db, f"psc:{key}")
        assert found.holds, found.faults


async def test_a_closure_is_in_effect_when_its_answer_comes_and_undone_by_reopening(house: House) -> None:
    operator = await house.person(Role.OPERATOR)
    end, edge = scene_and_street(house)
    before = travel_s(house, end)
    metric = psc_of(house).roads.router.metric_at(house.core.clock())
    closed = await close(operator, shape=across(psc_of(house).roads.network, edge), note="setinggi lutut")
    assert edge in closed["edges"]
    assert travel_s(house, end) > before
    assert psc_of(house).roads.router.metric_at(house.core.clock()) != metric
    answer = await send(operator, f"/{closed['closure_id']}/end", reason="surut")
    assert answer.status_code == 200, answer.text
    assert travel_s(house, end) == before
    assert psc_of(house).roads.router.metric_at(house.core.clock()) == metric
    await _verified(house)


async def test_all_staff_see_it_live_and_it_leaves_with_its_end(house: House) -> None:
    operator = await house.person(Role.OPERATOR)
    watchers = [
        await house.screen(await house.person(Role.SUPERVISOR)),
        await house.screen(await house.crew("psc-1")),
        await house.screen(await house.person(Role.HOSPITAL, "rsud-kota")),
        await house.screen(await house.person(Role.COORDINATOR, "pkm-sei-jang")),
    ]
    _, edge = scene_and_street(house)
    closed = await close(operator, edges=[edge], network_hash=psc_of(house).roads.network.hash)
    for watcher in watchers:
        await watcher.until(lambda s: s.row("closure", closed["closure_id"]))
        row = watcher.rows["closure", closed["closure_id"]]
        assert (row["status"], row["edges"], row["by"]["name"]) == ("active", [edge], row["by"]["name"])
        assert row["lines"]["type"] == "MultiLineString"
    listed = await operator.http.get(f"{BASE}/closures")
    assert [row["id"] for row in listed.json()] == [closed["closure_id"]]
    await send(operator, f"/{closed['closure_id']}/end")
    for watcher in watchers:
        await watcher.until(lambda s: s.rows["closure", closed["closure_id"]]["status"] == "ended")
    assert (await operator.http.get(f"{BASE}/closures")).json() == []
    house.clock.advance(hours=3)
    house.core.hub.expire()
    await watchers[0].until(lambda s: s.row("closure", closed["closure_id"]) is None)


async def test_a_look_says_whom_it_cuts_off_and_whose_times_it_changes_and_stores_nothing(house: House) -> None:
    operator = await house.person(Role.OPERATOR)
    await put_on_duty(operator, "psc-1", "amb-sei-jang")
    case = await open_case(operator)
    edge, facility = dead_end(psc_of(house), house.core.clock())
    head = await house.core.db.value("SELECT seq FROM stream WHERE stream = $1", house.stream)
    shape = across(psc_of(house).roads.network, edge)
    looked = await operator.http.post(f"{BASE}/closures/preview", json={"kind": "jalan", "shape": shape})
    assert looked.status_code == 200, looked.text
    effect = looked.json()
    name = psc_of(house).city.get_facility(facility).name
    assert facility in [place["id"] for place in effect["cuts_off"]]
    assert name in effect["warning"]
    assert effect["warning"].startswith("Memutus ")
    assert await house.core.db.value("SELECT seq FROM stream WHERE stream = $1", house.stream) == head
    assert psc_of(house).roads.router.schedule.closures == ()
    # The whole city at once: whoever goes to the case is told.
    ends = psc_of(house).city.psc, (await operator.get(f"/incidents/{case}"))["incident"]["place"]
    street = middle_of_way(
        psc_of(house),
        routing.Point(ends[0].lat, ends[0].lon),
        routing.Point(ends[1]["lat"], ends[1]["lon"]),
        house.core.clock(),
    )
    given = {"kind": "jalan", "edges": [street], "network_hash": psc_of(house).roads.network.hash}
    changes = (await operator.http.post(f"{BASE}/closures/preview", json=given)).json()["eta_changes"]
    assert [(c["unit_id"], c["incident_id"]) for c in changes if c["unit_id"] == "psc-1"] == [("psc-1", case)]
    closed = await close(operator, shape=shape)
    assert (closed["cuts_off"], closed["warning"]) == (effect["cuts_off"], effect["warning"])


async def test_a_planned_closure_needs_no_timer_at_midnight_and_board_and_log_tell_it(house: House) -> None:
    operator = await house.person(Role.OPERATOR)
    screen = await house.screen(operator)
    end, edge = scene_and_street(house)
    zone = psc_of(house).city.tz
    midnight = (house.core.clock().astimezone(zone) + timedelta(days=1)).replace(
        hour=0, minute=0, second=0, microsecond=0
    )
    until = midnight + timedelta(hours=6)
    closed = await close(
        operator,
        edges=[edge],
        network_hash=psc_of(house).roads.network.hash,
        reason="acara",
        from_at=midnight.isoformat(),
        until_at=until.isoformat(),
    )
    moment = timedelta(microseconds=1)
    instants = (midnight - moment, midnight, until - moment, until)
    open_s, shut_s, still_shut_s, reopened_s = (travel_s(house, end, at) for at in instants)
    assert shut_s > open_s
    assert still_shut_s > reopened_s
    id_ = closed["closure_id"]
    await screen.until(lambda s: s.row("closure", id_))
    assert screen.rows["closure", id_]["status"] == "planned"
    for at, status in ((midnight, "active"), (until, "ended")):
        house.clock.ahead += at.astimezone(UTC) - house.clock() + timedelta(seconds=1)
        await Timekeeper(house.core).tick()
        await screen.until(lambda s, status=status: s.rows["closure", id_]["status"] == status)
    types = await house.core.db.fetch("SELECT type FROM event WHERE $1 = ANY(subjects) ORDER BY seq", id_)
    assert [row["type"] for row in types] == ["closure.made", "closure.began", "closure.ended"]
    await _verified(house)


async def test_the_end_can_be_moved_and_taken_away(house: House) -> None:
    supervisor = await house.person(Role.SUPERVISOR)
    end, edge = scene_and_street(house)
    until = house.core.clock() + timedelta(hours=1)
    given = {"edges": [edge], "network_hash": psc_of(house).roads.network.hash, "until_at": until.isoformat()}
    id_ = (await close(supervisor, **given))["closure_id"]
    at = until + timedelta(minutes=5)
    opened = travel_s(house, end, at)
    moved = await send(
        supervisor, f"/{id_}/change", until_at=(until + timedelta(hours=1)).isoformat(), reason="belum surut"
    )
    assert moved.status_code == 200, moved.text
    assert travel_s(house, end, at) > opened
    assert (await send(supervisor, f"/{id_}/change", until_at=None)).status_code == 200
    assert travel_s(house, end, at + timedelta(days=30)) > opened
    refused = await send(supervisor, f"/{id_}/change", until_at=(house.core.clock() - timedelta(hours=1)).isoformat())
    assert (refused.status_code, refused.json()["reason"]) == (409, "closure_over")
    await _verified(house)


async def test_practice_closes_nothing_for_real_and_the_other_way_round(house: House) -> None:
    learner = await house.person(Role.OPERATOR, PRACTICE, psc=PRACTICE)
    end, edge = scene_and_street(house)
    before = travel_s(house, end)
    given = {"kind": "jalan", "reason": "banjir", "edges": [edge], "network_hash": psc_of(house).roads.network.hash}
    assert (await send(learner, psc=PRACTICE, **given)).status_code == 200
    assert travel_s(house, end, psc=PRACTICE) > before
    assert travel_s(house, end) == before
    assert (await send(learner, **given)).status_code == 403
    await _verified(house)


async def test_the_same_command_twice_closes_once(house: House) -> None:
    operator = await house.person(Role.OPERATOR)
    _, edge = scene_and_street(house)
    body = {
        "command_id": str(uuid.uuid4()),
        "kind": "jalan",
        "reason": "kecelakaan",
        "edges": [edge],
        "network_hash": psc_of(house).roads.network.hash,
    }
    answers = [await send(operator, **body) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json() == answers[1].json()
    assert len((await operator.http.get(f"{BASE}/closures")).json()) == 1


async def test_a_boat_leg_is_closed_by_weather_and_by_no_flood(house: House) -> None:
    operator = await house.person(Role.OPERATOR)
    legs = ["pompong-penyengat"]
    assert (await send(operator, kind="kapal", reason="banjir", boat_legs=legs)).json()["reason"] == "closure_reason"
    closed = await close(operator, kind="kapal", reason="gelombang", boat_legs=legs)
    assert psc_of(house).roads.router.schedule.at(house.core.clock()).boat_legs == {"pompong-penyengat"}
    assert (closed["edges"], closed["lines"], closed["boat_legs"]) == ([], None, legs)
    unknown = await send(operator, kind="kapal", reason="gelombang", boat_legs=["ke-bulan"])
    assert (unknown.status_code, unknown.json()["errors"][0]["field"]) == (422, "boat_legs.0")


async def test_who_may_not_close_is_refused_and_who_is_not_signed_in(house: House) -> None:
    _, edge = scene_and_street(house)
    given = {"kind": "jalan", "reason": "banjir", "edges": [edge], "network_hash": psc_of(house).roads.network.hash}
    for who in (await house.crew("psc-1"), await house.person(Role.HOSPITAL, "rsud-kota")):
        assert (await send(who, **given)).status_code == 403
        assert (
            await who.http.post(f"{BASE}/closures/preview", json={"kind": "jalan", "street": "x"})
        ).status_code == 403
        for act in ("end", "change"):
            assert (
                await send(who, f"/{uuid.uuid4()}/{act}", **({"until_at": None} if act == "change" else {}))
            ).status_code == 403
        assert (await who.http.get(f"{BASE}/closures")).status_code == 200
    crew = await house.crew("psc-1")
    crew.http.cookies.clear()
    assert (await crew.http.get(f"{BASE}/closures")).status_code == 401
    assert (await send(crew, **given)).status_code == 401


SQUARE = [[104.4, 0.9], [104.5, 0.9], [104.5, 0.95], [104.4, 0.9]]


BAD_INPUT: list[tuple[dict[str, Any], str]] = [
    ({}, ""),
    ({"street": "Jl. A", "boat_legs": ["pompong-penyengat"]}, ""),
    ({"edges": [1]}, ""),
    ({"edges": [-1], "network_hash": "0" * 64}, "edges.0"),
    ({"shape": {"type": "Point", "coordinates": [104, 0.9]}}, "shape.type"),
    ({"shape": {"type": "Polygon", "coordinates": [SQUARE[:3]]}}, "shape.coordinates.0"),
    ({"shape": {"type": "Polygon", "coordinates": [[*SQUARE[:3], [104.41, 0.9]]]}}, "shape"),
    ({"shape": {"type": "Polygon", "coordinates": [[[1e9, 0], *SQUARE[1:]]]}}, "shape.coordinates.0.0.0"),
    ({"street": "Jl. A", "reason": "hantu"}, "reason"),
    ({"street": "Jl. A", "from_at": "2026-11-22T05:00:00"}, "from_at"),
    ({"street": "Jl. A", "from_at": "0001-01-01T00:00:00+14:00"}, "from_at"),
    ({"street": "Jl. A", "until_at": "9999-12-31T23:59:59-14:00"}, "until_at"),
    ({"street": "Jl. A\nB"}, "street"),
    ({"street": "Jl. A", "by": "orang lain"}, "by"),
]


async def test_bad_input_is_named_and_nothing_is_closed(house: House) -> None:
    operator = await house.person(Role.OPERATOR)
    for body, field in BAD_INPUT:
        answer = await send(operator, **{"kind": "jalan", "reason": "banjir", **body})
        assert answer.status_code == 422, (body, answer.text)
        assert field in [error["field"] for error in answer.json()["errors"]] or not field, (body, answer.text)
        assert all(error["message"] for error in answer.json()["errors"])
    assert await house.core.db.value("SELECT count(*) FROM closure") == 0


async def test_what_closes_nothing_is_refused_in_words(house: House) -> None:
    operator = await house.person(Role.OPERATOR)
    far = {"type": "Polygon", "coordinates": [[[10.0, 10.0], [10.1, 10.0], [10.1, 10.1], [10.0, 10.0]]]}
    flat = {"type": "Polygon", "coordinates": [[[104.4, 0.9]] * 4]}
    for shape in (far, flat):
        answer = await send(operator, kind="jalan", reason="banjir", shape=shape)
        assert answer.status_code in (409, 422), answer.text
    answer = await send(operator, kind="jalan", reason="banjir", street="Jl. Tidak Ada")
    assert (answer.status_code, answer.json()["reason"]) == (409, "closure_empty")
    assert "jalan" in answer.json()["detail"]
    assert (await send(operator, f"/{uuid.uuid4()}/end")).status_code == 404
    stale = await send(operator, kind="jalan", reason="banjir", edges=[0], network_hash="0" * 64)
    assert (stale.status_code, stale.json()["reason"]) == (409, "network_changed")


async def test_another_process_has_it_at_once_and_a_new_one_before_its_first_query(
    house: House, database_url: str, tmp_path: Path
) -> None:
    """Two programs over one database, each with its own routers."""
    operator = await house.person(Role.OPERATOR)
    end, edge = scene_and_street(house)
    before = travel_s(house, end)
    async with open_house(database_url, tmp_path / "other") as other:
        given = {"edges": [edge], "network_hash": psc_of(house).roads.network.hash}
        id_ = (await close(operator, **given))["closure_id"]

        async def knows() -> bool:
            return travel_s(other, end) > before

        await eventually(knows)
    async with open_house(database_url, tmp_path / "later") as later:
        assert travel_s(later, end) > before, "restarted"
        await send(operator, f"/{id_}/end")

        async def opened() -> bool:
            return travel_s(later, end) == before

        await eventually(opened)
    await _verified(house)


async def test_other_roads_have_the_closure_before_anybody_asks_them_and_the_log_says_so(house: House) -> None:
    operator = await house.person(Role.OPERATOR)
    end, edge = scene_and_street(house)
    before = travel_s(house, end)
    old = psc_of(house).roads.network
    by_area = (await close(operator, shape=across(old, edge)))["closure_id"]
    by_edge = (await close(operator, edges=[edge], network_hash=old.hash))["closure_id"]
    renamed = replace(old, label=f"{old.label} (baru)")
    assert renamed.hash != old.hash
    assert house.core.closures is not None
    await house.core.closures.adopt(router_of(psc_of(house).city, renamed))
    assert psc_of(house).roads.network is renamed
    assert travel_s(house, end) > before
    listed = {row["id"]: row for row in (await operator.http.get(f"{BASE}/closures")).json()}
    for id_ in (by_area, by_edge):
        assert (listed[id_]["network_hash"], listed[id_]["unmatched"]) == (renamed.hash, False)
        assert edge in listed[id_]["edges"]
    types = await house.core.db.fetch("SELECT type FROM event WHERE $1 = ANY(subjects) ORDER BY seq", by_edge)
    assert [row["type"] for row in types] == ["closure.made", "closure.settled"]
    # And back again: said again, because the roads are others again.
    await house.core.closures.adopt(router_of(psc_of(house).city, old))
    assert (await operator.http.get(f"{BASE}/closures")).json()[0]["network_hash"] == old.hash
    await _verified(house)
