"""Ways, times, reach and places over HTTP: for whom, in which words refused, and never an error for a far place."""

import json
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from shapely.geometry import shape

import routing
from cities import import_areas, load_city
from dispatch.accounts import RoleGrant
from dispatch.domain.words import Role
from tests.cities.test_areas import squares
from tests.dispatch.live.house import House, open_house
from tests.serving import PSC, Person, loopback, open_case, put_on_duty

pytestmark = pytest.mark.database

PRACTICE = f"{PSC}-latihan"
BASE = f"/api/routing/{PSC}"
NOON = "2026-11-22T05:00:00Z"
NIGHT = "2026-11-22T16:30:00Z"
SEI_JANG = "0.8997,104.475"
PENYENGAT = "0.9294,104.4205"
AT_SEA = "0.80,104.30"
JAKARTA = "-6.2,106.8"

READING = (
    f"/route?from={SEI_JANG}&to={PENYENGAT}",
    "/unit-routes",
    "/isochrone?facility_id=rsud-kota&limit_s=300",
    "/snap?lat=0.8997&lon=104.475",
    "/search?q=sei%20jang",
)


async def ask(who: Person, path: str) -> Any:
    answer = await who.http.get(f"{BASE}{path}")
    assert answer.status_code == 200, f"{path}: {answer.status_code} {answer.text}"
    return answer.json()


async def refused(who: Person, path: str) -> str:
    """The words for the first field of a 422."""
    answer = await who.http.get(f"{BASE}{path}")
    assert answer.status_code == 422, f"{path}: {answer.status_code} {answer.text}"
    assert answer.headers["content-type"] == "application/problem+json"
    message: str = answer.json()["errors"][0]["message"]
    assert message
    return message


async def post_fix(operator: Person, unit_id: str, lat: float, lon: float, at: datetime) -> None:
    fix = {"unit_id": unit_id, "lat": lat, "lon": lon, "at": at.isoformat()}
    answer = await operator.http.post(f"/api/psc/{PSC}/positions", json={"fixes": [fix]})
    assert answer.status_code == 202, answer.text


async def test_a_way_is_told_street_by_street_with_its_range(house: House) -> None:
    operator = await house.person(Role.OPERATOR)
    path = f"/route?from={SEI_JANG}&to=0.9166,104.4516&at={NOON}"
    answer = await ask(operator, f"{path}&alternatives=2")
    best = answer["routes"][0]
    assert best["low_s"] < best["duration_s"] < best["high_s"]
    assert best["kind"] in ("skematik", "jalan")
    steps = best["legs"][0]["steps"]
    assert 0 < sum(step["length_m"] for step in steps) <= best["length_m"] + 1
    assert [step["turn"] == "mulai" for step in steps] == [True, *[False] * (len(steps) - 1)]
    assert best["coordinates"][0] == [104.475, 0.8997]
    assert [route["duration_s"] for route in answer["routes"]] == sorted(r["duration_s"] for r in answer["routes"])
    assert answer["metric"] == house.core.streams[PSC].roads.router.metric_at(datetime(2026, 11, 22, 5, tzinfo=UTC))
    assert (await ask(operator, f"{path}&lights=false"))["routes"][0]["duration_s"] > best["duration_s"]


async def test_the_way_to_penyengat_crosses_by_day_and_says_so_at_night(house: House) -> None:
    operator = await house.person(Role.OPERATOR)
    day = (await ask(operator, f"/route?from={SEI_JANG}&to={PENYENGAT}&at={NOON}"))["routes"][0]
    sea = [leg["sea"] for leg in day["legs"] if leg["sea"]]
    assert [day["kind"], len(sea)] == ["jalan_laut", 1]
    assert (sea[0]["origin"]["id"], sea[0]["destination"]["id"]) == ("pelantar-kuning", "dermaga-penyengat")
    assert sea[0]["sailing_s"] > 0
    night = (await ask(operator, f"/route?from={SEI_JANG}&to={PENYENGAT}&at={NIGHT}"))["routes"][0]
    assert night["note_code"] == "perahu_umum_tutup"


async def test_the_sea_and_jakarta_are_estimates_and_no_errors(house: House) -> None:
    operator = await house.person(Role.OPERATOR)
    for far in (AT_SEA, JAKARTA):
        for a, b in ((far, SEI_JANG), (SEI_JANG, far)):
            route = (await ask(operator, f"/route?from={a}&to={b}&at={NOON}"))["routes"][0]
            assert route["kind"] == "garis_lurus"
            assert route["note_code"]
            assert route["duration_s"] > 0
        lat, lon = far.split(",")
        assert (await ask(operator, f"/snap?lat={lat}&lon={lon}"))["edge"] is None
        bands = (await ask(operator, f"/isochrone?lat={lat}&lon={lon}&limit_s=600"))["bands"]
        assert bands == [{"limit_s": 600.0, "area": None}]


async def test_swapped_and_impossible_input_is_refused_in_words(house: House) -> None:
    operator = await house.person(Role.OPERATOR)
    for path in (
        f"/route?from=104.475,0.8997&to={SEI_JANG}",
        f"/route?from={SEI_JANG}&to=104.475,0.8997",
        "/isochrone?lat=104.475&lon=0.8997&limit_s=600",
        "/snap?lat=104.475&lon=0.8997",
    ):
        assert "tertukar" in await refused(operator, path)
    for path in (
        f"/route?from=&to={SEI_JANG}",
        f"/route?from=0.9 104.4&to={SEI_JANG}",
        f"/route?from=0.9,104.4,7&to={SEI_JANG}",
        f"/route?from=nan,104.4&to={SEI_JANG}",
        f"/route?from=inf,104.4&to={SEI_JANG}",
        f"/route?from=91,200&to={SEI_JANG}",
        f"/route?to={SEI_JANG}",
        f"/route?from={SEI_JANG}&to={SEI_JANG}&mode=kereta",
        f"/route?from={SEI_JANG}&to={SEI_JANG}&alternatives=9",
        f"/route?from={SEI_JANG}&to={SEI_JANG}&at=2026-11-22T05:00:00",
        f"/route?from={SEI_JANG}&to={SEI_JANG}&at=0001-01-01T00:00:00%2B14:00",
        "/isochrone?limit_s=600",
        "/isochrone?lat=0.9&limit_s=600",
        "/isochrone?facility_id=rsud-kota",
        "/isochrone?facility_id=rsud-kota&limit_s=5",
        "/isochrone?facility_id=rsud-kota&limit_s=nan",
        "/isochrone?facility_id=rsud-kota&" + "&".join(["limit_s=600"] * 7),
        "/reach?limit_s=1e9",
        "/snap?lat=0.9&lon=104.4&heading=400",
        "/search?q=",
    ):
        await refused(operator, path)
    for path in ("/isochrone?unit_id=tak-ada&limit_s=600", "/isochrone?facility_id=tak-ada&limit_s=600"):
        assert (await operator.http.get(f"{BASE}{path}")).status_code == 404


async def test_a_matrix_is_what_single_questions_say_and_has_a_bound(house: House) -> None:
    operator = await house.person(Role.OPERATOR)
    places = [{"lat": 0.8997, "lon": 104.475}, {"lat": 0.9166, "lon": 104.4516}, {"lat": 0.9294, "lon": 104.4205}]
    body = {"sources": [{**place, "mode": "motor"} for place in places], "targets": places, "at": NOON}
    answer = await operator.http.post(f"{BASE}/matrix", json=body)
    assert answer.status_code == 200, answer.text
    matrix = answer.json()
    router = house.core.streams[PSC].roads.router
    at = datetime(2026, 11, 22, 5, tzinfo=UTC)
    for row, a in enumerate(places):
        for column, b in enumerate(places):
            source = routing.Source(routing.Point(a["lat"], a["lon"]), routing.Mode.MOTOR)
            travel = router.travel_times_to(routing.Point(b["lat"], b["lon"]), [source], at)[0]
            assert matrix["duration_s"][row][column] == pytest.approx(travel.duration_s)
            assert matrix["kind"][row][column] == travel.kind
    for wrong, field in (
        ({**body, "sources": [places[0]] * 201}, "sources"),
        ({**body, "targets": []}, "targets"),
        ({**body, "sources": [{"lat": 104.475, "lon": 0.8997}]}, "sources.0"),
        ({**body, "at": "kemarin"}, "at"),
        ({**body, "extra": 1}, "extra"),
    ):
        answer = await operator.http.post(f"{BASE}/matrix", json=wrong)
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)


async def test_bands_of_a_unit_are_of_where_it_is_and_of_what_it_drives(house: House) -> None:
    operator = await house.person(Role.OPERATOR)
    await put_on_duty(operator, "psc-1")
    at_post = await ask(operator, f"/isochrone?unit_id=psc-1&limit_s=900&limit_s=300&limit_s=600&at={NOON}")
    assert [band["limit_s"] for band in at_post["bands"]] == [300, 600, 900]
    assert (at_post["from_post"], at_post["position_age_s"], at_post["mode"]) == (True, None, "ambulans")
    sizes = [shape(band["area"]["geometry"]).area for band in at_post["bands"]]
    assert sizes[0] < sizes[1] < sizes[2]
    await post_fix(operator, "psc-1", 0.8997, 104.475, house.clock())
    moved = await ask(operator, "/isochrone?unit_id=psc-1&limit_s=300")
    assert (moved["lat"], moved["lon"], moved["from_post"]) == (0.8997, 104.475, False)
    assert moved["position_age_s"] < 60
    pier = await ask(operator, "/isochrone?facility_id=pelantar-2&limit_s=300&mode=motor&lights=false")
    assert (pier["mode"], pier["lights"]) == ("motor", False)


async def test_who_may_not_see_a_unit_is_not_told_where_it_is(house: House) -> None:
    operator = await house.person(Role.OPERATOR)
    await put_on_duty(operator, "psc-1", "amb-sei-jang")
    crew = await house.crew("psc-1")
    assert (await crew.http.get(f"{BASE}/isochrone?unit_id=psc-1&limit_s=300")).status_code == 200
    assert (await crew.http.get(f"{BASE}/isochrone?unit_id=amb-sei-jang&limit_s=300")).status_code == 404
    assert (await crew.http.get(f"{BASE}/reach?limit_s=600")).status_code == 403


async def test_the_way_before_each_unit_for_who_may_know_it(house: House) -> None:
    operator, supervisor = await house.person(Role.OPERATOR), await house.person(Role.SUPERVISOR)
    crew, stranger = await house.crew("psc-1"), await house.crew("amb-batu-10")
    hospital = await house.person(Role.HOSPITAL, "rsud-kota")
    await put_on_duty(operator, "psc-1")
    case = await open_case(operator)
    sent = await operator.do(f"/incidents/{case}/dispatch", unit_ids=["psc-1"], override_reason="uji")
    task_id = sent["task_ids"][0]
    screen = await house.screen(operator)
    assert await ask(operator, "/unit-routes") == [], "not yet on its way"
    await crew.do(f"/tasks/{task_id}/report", state="en_route")
    await screen.until(lambda s: s.rows["task", task_id]["state"] == "en_route")
    way = (await ask(operator, "/unit-routes"))[0]
    assert (way["task_id"], way["unit_id"], way["state"]) == (task_id, "psc-1", "en_route")
    assert way["eta_low_s"] < way["duration_s"] < way["eta_high_s"]
    assert way["coordinates"][-1] == [104.475, 0.8997]
    assert (await ask(crew, "/unit-routes"))[0]["coordinates"][-1] == [104.475, 0.8997]
    assert (await ask(supervisor, "/unit-routes"))[0]["coordinates"][-1] == [104.475, 0.9], "as blurred as the place"
    assert await ask(stranger, "/unit-routes") == await ask(hospital, "/unit-routes") == []
    # Half an hour without a word: the last place it was seen says more than the post it has left.
    await post_fix(operator, "psc-1", 0.9166, 104.4516, house.clock())
    house.clock.advance(minutes=30)
    seen = (await ask(operator, "/unit-routes"))[0]
    assert seen["coordinates"][0] == [104.4516, 0.9166]
    assert seen["position_age_s"] >= 1800
    assert not seen["from_post"]
    await crew.do(f"/tasks/{task_id}/report", state="transporting", destination_id="rsud-kota")
    await screen.until(lambda s: s.rows["task", task_id]["state"] == "transporting")
    rsud = house.core.streams[PSC].city.get_facility("rsud-kota")
    for who in (operator, hospital):
        assert (await ask(who, "/unit-routes"))[0]["coordinates"][-1] == [rsud.lon, rsud.lat]


async def test_what_free_units_reach_and_what_all_ambulances_would(house: House) -> None:
    operator = await house.person(Role.OPERATOR)
    nobody = await ask(operator, f"/reach?limit_s=600&at={NOON}")
    assert (nobody["unit_ids"], nobody["area"], nobody["area_km2"]) == ([], None, 0)
    await put_on_duty(operator, "psc-1")
    one = await ask(operator, f"/reach?limit_s=600&at={NOON}")
    assert one["unit_ids"] == ["psc-1"]
    every = await ask(operator, f"/reach?limit_s=600&at={NOON}&units=puskesmas")
    posts = {unit.id: unit.facility_id for unit in house.core.streams[PSC].city.units}
    assert len(every["unit_ids"]) > 5
    assert all(posts[unit_id].startswith("pkm-") for unit_id in every["unit_ids"])
    assert every["area_km2"] > one["area_km2"] > 0
    assert every["people"] is None, "nobody has said how many live where"


async def test_a_reach_tells_each_kelurahan_whose_border_was_imported(database_url: str, tmp_path: Path) -> None:
    city = load_city(PSC)
    file = tmp_path / "kelurahan.geojson"
    file.write_text(json.dumps(squares(city)))
    import_areas(file, city_id=city.id, kelurahan=city.kelurahan, data_dir=tmp_path)
    async with open_house(database_url, tmp_path) as house:
        operator = await house.person(Role.OPERATOR)
        await put_on_duty(operator, "psc-1")
        found = await ask(operator, f"/reach?limit_s=1200&at={NOON}")
    assert [zone["code"] for zone in found["zones"]] == sorted(area.code for area in city.kelurahan)
    assert {zone["first"]["unit_id"] for zone in found["zones"]} == {"psc-1"}
    assert any(zone["share"] == 1 for zone in found["zones"] if zone["share"] is not None)


async def test_a_position_is_on_a_street_of_a_kelurahan(house: House) -> None:
    operator = await house.person(Role.OPERATOR)
    network = house.core.streams[PSC].roads.network
    line = network.shape_lonlat(0)
    lon, lat = line[0] * 0.5 + line[1] * 0.5
    snap = await ask(operator, f"/snap?lat={lat}&lon={lon}&heading=90")
    assert (snap["edge"], snap["street"], snap["network_hash"]) == (0, network.name_of(0), network.hash)
    assert snap["distance_m"] < 2
    assert snap["kelurahan"]
    assert "Sei Jang" in [hit["name"] for hit in await ask(operator, "/search?q=sungai%20jang")]


async def test_nobody_asks_without_signing_in_or_in_another_stream(house: House) -> None:
    operator = await house.person(Role.OPERATOR)
    learner = await house.person(Role.OPERATOR, PRACTICE, psc=PRACTICE)
    async with loopback(house.url) as stranger:
        for path in (*READING, "/reach?limit_s=600", "/closures"):
            assert (await stranger.get(f"{BASE}{path}")).status_code == 401, path
            assert (await learner.http.get(f"{BASE}{path}")).status_code == 403, path
            assert (await operator.http.get(f"/api/routing/lain{path}")).status_code in (403, 404), path
        assert (await stranger.post(f"{BASE}/matrix", json={})).status_code == 401
    for path in READING:
        assert (await learner.http.get(f"/api/routing/{PRACTICE}{path}")).status_code == 200, path
    forged = await operator.http.post(f"{BASE}/matrix", json={}, headers={"x-csrf-token": "salah"})
    assert forged.status_code == 403


async def test_everybody_of_the_psc_may_ask_for_ways(house: House) -> None:
    people = [
        await house.person(Role.SUPERVISOR),
        await house.crew("psc-1"),
        await house.person(Role.HOSPITAL, "rsud-kota"),
        await house.person(Role.COORDINATOR, "pkm-sei-jang", also=(RoleGrant(PSC, Role.CREW, "amb-sei-jang"),)),
    ]
    for who in people:
        for path in READING:
            assert (await who.http.get(f"{BASE}{path}")).status_code == 200, path


async def test_a_street_closed_for_later_is_out_of_the_ways_of_its_hours_only(house: House) -> None:
    operator = await house.person(Role.OPERATOR)
    begin = house.clock() + timedelta(hours=1)

    async def way(at: datetime) -> list[list[float]]:
        path = f"/route?from={SEI_JANG}&to=0.9166,104.4516&at={at:%Y-%m-%dT%H:%M:%S.%fZ}"
        line: list[list[float]] = (await ask(operator, path))["routes"][0]["coordinates"]
        return line

    instants = (begin - timedelta(seconds=1), begin)
    open_ways = [await way(at) for at in instants]
    (lon, lat), (next_lon, next_lat) = open_ways[1][len(open_ways[1]) // 2 - 1 : len(open_ways[1]) // 2 + 1]
    edge = (await ask(operator, f"/snap?lat={(lat + next_lat) / 2}&lon={(lon + next_lon) / 2}"))["edge"]
    given = {
        "command_id": str(uuid.uuid4()),
        "kind": "jalan",
        "reason": "banjir",
        "edges": [edge],
        "network_hash": house.core.streams[PSC].roads.network.hash,
        "from_at": begin.isoformat(),
    }
    closed = await operator.http.post(f"{BASE}/closures", json=given)
    assert closed.status_code == 200, closed.text
    before, after = [await way(at) for at in instants]
    assert before == open_ways[0]
    assert after != open_ways[1]


async def test_a_position_is_told_in_words_and_so_is_a_coordinate_that_was_searched(house: House) -> None:
    operator = await house.person(Role.OPERATOR)
    street = await ask(operator, "/search?q=jl%20ahmad%20yani")
    assert (street[0]["kind"], street[0]["name"], street[0]["address"]) == ("jalan", "Jl. Ahmad Yani", None)
    snap = await ask(operator, f"/snap?lat={street[0]['lat']}&lon={street[0]['lon']}")
    assert snap["address"].startswith("Jl. Ahmad Yani, ")
    assert ", sekitar Kel. " in snap["address"]
    assert snap["estimate"]
    link = f"https://www.google.com/maps/place/X/@0.1,104.1,17z/data=!3d{street[0]['lat']}!4d{street[0]['lon']}"
    (found,) = await ask(operator, f"/search?q={quote(link)}")
    assert (found["kind"], found["address"]) == ("koordinat", snap["address"])
    sea = await ask(operator, "/snap?lat=0.85&lon=104.42")
    assert "dari jalan utama terdekat" in sea["address"]
