"""What screens are told of a way over the sea, by day, by night and in bad weather."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from cities import load_city
from dispatch.crossing import BoatAdviceDocument, SeaDocument, boat_advice_document, sea_document
from psc119.roads import router_of, skeleton_of
from routing import Closure, Mode, Point, Router, Source, TravelTime

CITY = load_city("tanjungpinang")
WIB = ZoneInfo("Asia/Jakarta")
NOON, NIGHT = datetime(2026, 11, 22, 12, 0, tzinfo=WIB), datetime(2026, 11, 22, 23, 30, tzinfo=WIB)
PSC, FAR_SIDE = Point(0.909, 104.4705), Point(0.9278, 104.4125)


@pytest.fixture(scope="module")
def router() -> Router:
    return router_of(CITY, skeleton_of(CITY))


def to_penyengat(router: Router, at: datetime) -> TravelTime:
    return router.travel_times_to(FAR_SIDE, [Source(PSC, Mode.AMBULANS)], at)[0]


def test_by_day_each_part_of_the_journey_has_its_time(router: Router) -> None:
    travel = to_penyengat(router, NOON)
    sea = sea_document(travel)
    assert sea is not None
    shown = SeaDocument.model_validate(sea)
    (leg,) = shown.legs
    assert (leg.leg_id, leg.to_pier.id) == ("pompong-penyengat", "dermaga-penyengat")
    assert (leg.wait_s, leg.filling_s, leg.boarding_s, leg.sailing_s) == (0, 600, 300, 900)
    assert (leg.capacity, leg.stretcher, leg.blocked_by) == (15, None, None)
    assert shown.met_by == "Becak motor"
    parts_s = shown.to_pier_s + 600 + 300 + 900 + shown.from_pier_s
    assert travel.duration_s == pytest.approx(parts_s)
    assert boat_advice_document(CITY, travel.boat_advice, NOON) is None


def test_by_night_it_says_whom_to_call_from_where_to_where_and_when_the_first_boat_is(router: Router) -> None:
    travel = to_penyengat(router, NIGHT)
    shown = BoatAdviceDocument.model_validate(boat_advice_document(CITY, travel.boat_advice, NIGHT))
    assert shown.code == "perahu_umum_tutup"
    assert [pier.name for pier in shown.to_piers] == ["Dermaga Pulau Penyengat"]
    assert [(line.id, line.number) for line in shown.call] == [
        ("basarnas_115", "115"),
        ("polairud", None),
        ("bpbd", None),
    ]
    assert shown.first_public_s == pytest.approx(6 * 3600)
    assert shown.first_public_at == "2026-11-22T22:30:00.000000Z"


def test_where_the_crossing_is_closed_nobody_knows_for_how_long_no_time_of_a_boat_is_given() -> None:
    router = router_of(CITY, skeleton_of(CITY))
    router.set_closures([Closure("k", frozenset(), frozenset({"pompong-penyengat"}), NOON - timedelta(hours=1))])
    travel = to_penyengat(router, NOON)
    assert sea_document(travel) is None
    shown = BoatAdviceDocument.model_validate(boat_advice_document(CITY, travel.boat_advice, NOON))
    assert (shown.code, shown.first_public_s, shown.first_public_at) == ("perahu_ditutup", None, None)
    assert [pier.id for pier in shown.to_piers] == ["dermaga-penyengat"]


def test_a_way_on_land_has_no_crossing(router: Router) -> None:
    travel = router.travel_times_to(Point(0.9171, 104.4930), [Source(PSC, Mode.AMBULANS)], NOON)[0]
    assert sea_document(travel) is None
    assert travel.boat_advice is None
