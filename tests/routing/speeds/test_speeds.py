"""Speeds: who can pass what, weights in whole milliseconds, and values that are refused."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from routing import Mode, Network, Profile, RoadClass, Speeds, TimeSpread
from routing.engine.metric import CLOSED_MS
from routing.network.building import NetworkBuilder
from routing.network.facts import Access, RoadFacts
from routing.speeds.delays import Delays
from routing.speeds.hours import HourTable
from routing.speeds.profiles import profile_of
from routing.speeds.weights import edge_speeds_kmh, edge_weights_ms, passable_edges
from tests.routing.worlds import PLAIN, line_network


def test_nobody_drives_on_the_sea_and_only_walkers_use_footways() -> None:
    speeds = Speeds()
    assert all(speeds.speed_kmh(profile, RoadClass.LAUT) is None for profile in Profile)
    passes = {p for p in Profile if speeds.speed_kmh(p, RoadClass.FOOTWAY) is not None}
    assert passes == {Profile.JALAN_KAKI}
    passes = {p for p in Profile if speeds.speed_kmh(p, RoadClass.PATH) is not None}
    assert passes == {Profile.JALAN_KAKI, Profile.MOTOR}


@pytest.mark.parametrize(
    "road_class", [c for c in RoadClass if c not in {RoadClass.PATH, RoadClass.FOOTWAY, RoadClass.LAUT}]
)
def test_lights_only_ever_help_and_stay_believable(road_class: RoadClass) -> None:
    speeds = Speeds()
    plain = speeds.speed_kmh(Profile.AMBULANS, road_class)
    lights = speeds.speed_kmh(Profile.AMBULANS_SIRENE, road_class)
    assert plain is not None
    assert lights is not None
    assert plain < lights <= 60


def test_weights_are_whole_milliseconds_and_never_zero() -> None:
    assert edge_weights_ms(line_network(), PLAIN, Profile.AMBULANS).tolist() == [100_000] * 3
    assert edge_weights_ms(line_network(length_m=0.0), PLAIN, Profile.AMBULANS).tolist() == [1] * 3
    alley = line_network(road_class=RoadClass.FOOTWAY)
    assert edge_weights_ms(alley, PLAIN, Profile.AMBULANS).tolist() == [CLOSED_MS] * 3
    assert not passable_edges(alley, PLAIN, Profile.AMBULANS).any()


def signed_street(road_class: RoadClass, maxspeed_kmh: int, access: Access = Access.ALL) -> Network:
    builder = NetworkBuilder()
    a, b = (builder.add_node(0.9, lon, where="uji") for lon in (104.0, 104.01))
    facts = RoadFacts(access, maxspeed_kmh)
    builder.add_edge(a, b, road_class, length_m=1000.0, facts=facts, where="uji")
    return builder.build(label="uji", schematic=False, attribution="uji", where="uji")


@pytest.mark.parametrize(
    ("road_class", "signed_kmh", "expected_kmh"),
    [
        (RoadClass.RESIDENTIAL, 0, 20),
        (RoadClass.RESIDENTIAL, 60, 20),  # the tag on most streets of Balikpapan; the class caps it
        (RoadClass.PRIMARY, 30, 30),
        (RoadClass.PRIMARY, 5, 5),
        (RoadClass.PRIMARY, 4, 40),
        (RoadClass.PRIMARY, 255, 40),
    ],
)
def test_a_signed_limit_slows_and_never_speeds_up(road_class: RoadClass, signed_kmh: int, expected_kmh: int) -> None:
    speeds, street = Speeds(), signed_street(road_class, signed_kmh)
    assert edge_speeds_kmh(street, speeds, Profile.AMBULANS).tolist() == [expected_kmh]
    lights = edge_speeds_kmh(street, speeds, Profile.AMBULANS_SIRENE)
    assert lights.tolist() == [expected_kmh * speeds.lights_factor]
    assert edge_speeds_kmh(street, speeds, Profile.JALAN_KAKI).tolist() == [speeds.foot_kmh]
    assert edge_weights_ms(street, speeds, Profile.AMBULANS).tolist() == [round(3_600_000 / expected_kmh)]


@pytest.mark.parametrize("access", list(Access))
def test_tags_stop_those_whom_they_name(access: Access) -> None:
    street = signed_street(RoadClass.RESIDENTIAL, 0, access)
    closed = {p for p in Profile if edge_weights_ms(street, PLAIN, p).tolist() == [CLOSED_MS]}
    assert (Profile.AMBULANS in closed) is (Profile.AMBULANS_SIRENE in closed) is (Access.AMBULANCE not in access)
    assert (Profile.MOTOR in closed) is (Access.MOTORCYCLE not in access)
    assert (Profile.JALAN_KAKI in closed) is (Access.FOOT not in access)


def test_a_drawn_road_is_taken_to_be_longer() -> None:
    drawn = edge_weights_ms(line_network(schematic=True), PLAIN, Profile.AMBULANS)
    assert drawn.tolist() == [round(100_000 * PLAIN.schematic_detour)] * 3


def test_a_boat_crew_walks_and_only_ambulances_have_lights() -> None:
    assert profile_of(Mode.KAPAL, lights=True) is Profile.JALAN_KAKI
    assert profile_of(Mode.MOTOR, lights=True) is Profile.MOTOR
    assert profile_of(Mode.AMBULANS, lights=True) is Profile.AMBULANS_SIRENE
    assert profile_of(Mode.AMBULANS, lights=False) is Profile.AMBULANS


def test_the_fingerprint_is_of_the_values() -> None:
    assert Speeds().fingerprint == Speeds().fingerprint
    changed = [
        Speeds(foot_kmh=5),
        Speeds(car_kmh={RoadClass.TRUNK: 40}),
        Speeds(lights_factor=1.3),
        Speeds(hours=HourTable.constant()),
        Speeds(hours=HourTable(zone=ZoneInfo("Asia/Makassar"))),
        Speeds(delays=Delays(left_turn_s=2.0)),
        Speeds(spread=TimeSpread(short_s=60.0)),
    ]
    assert len({Speeds().fingerprint, *(speeds.fingerprint for speeds in changed)}) == 8


def test_impossible_values_are_refused() -> None:
    with pytest.raises(ValueError, match="foot_kmh"):
        Speeds(foot_kmh=0)
    with pytest.raises(ValueError, match=r"car_kmh\[trunk\]"):
        Speeds(car_kmh={RoadClass.TRUNK: 450})
