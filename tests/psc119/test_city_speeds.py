"""A city's speeds become routing's: every value arrives, and the packaged city says what routing assumes."""

from __future__ import annotations

from datetime import datetime

import pytest

import routing
from cities import load_city
from psc119.roads import router_of, skeleton_of, speeds_of

CITY = load_city("tanjungpinang")


def test_the_packaged_city_holds_the_named_assumptions() -> None:
    assert speeds_of(CITY).fingerprint == routing.Speeds(hours=routing.HourTable(zone=CITY.tz)).fingerprint


def test_every_value_of_the_profile_arrives() -> None:
    before = speeds_of(CITY).fingerprint

    def changed(**values: object) -> str:
        return speeds_of(CITY.model_copy(update={"speeds": CITY.speeds.model_copy(update=values)})).fingerprint

    speeds = CITY.speeds
    kmh = {"foot", "off_road", "straight_line", "schematic_off_road", "own_boat"}
    factors = {"lights", "detour", "schematic_detour", "sea_detour"}
    prints = [changed(**{name: getattr(speeds, name).model_copy(update={"kmh": 7.5})}) for name in sorted(kmh)]
    prints += [changed(**{name: getattr(speeds, name).model_copy(update={"factor": 2.5})}) for name in sorted(factors)]
    for name in ("equals", "signal", "right_turn", "left_turn", "u_turn", "straight"):
        delay = getattr(speeds.delays, name).model_copy(update={"seconds": 7.5})
        prints.append(changed(delays=speeds.delays.model_copy(update={name: delay})))
    for name in ("lights", "motorcycle"):
        part = getattr(speeds.delays, name).model_copy(update={"share": 0.1})
        prints.append(changed(delays=speeds.delays.model_copy(update={name: part})))
    prints += [changed(periods=speeds.periods[:n]) for n in (1, 2, 3)]
    prints.append(changed(classes=speeds.classes[1:]))
    prints.append(changed(spread=speeds.spread.model_copy(update={"kinds": tuple(reversed(speeds.spread.kinds))})))
    assert prints.pop() == before  # the order of rows says nothing
    assert len({before, *prints}) == len(prints) + 1


def test_every_speed_is_listed_as_unverified() -> None:
    listed = {path for path, _ in CITY.list_unverified()}
    assert {"speeds.classes.0", "speeds.lights", "speeds.periods.1", "speeds.delays.right_turn"} <= listed
    assert {"speeds.delays.yields.0", "speeds.spread.kinds.0", "speeds.spread.short_trips"} <= listed


@pytest.mark.parametrize(
    ("at", "period"),
    [("2026-11-23T06:30", "sibuk_pagi"), ("2026-11-29T06:30", "biasa"), ("2026-11-29T23:59", "malam")],
)
def test_the_router_of_the_city_knows_its_hours(at: str, period: str) -> None:
    router = router_of(CITY, skeleton_of(CITY))
    assert router.speeds.hours.period_of(datetime.fromisoformat(at).replace(tzinfo=CITY.tz)) == period
