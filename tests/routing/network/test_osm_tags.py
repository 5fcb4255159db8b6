"""OpenStreetMap's tags: what counts as a road, who may pass it, and which way."""

from __future__ import annotations

import pytest

from routing import RoadClass
from routing.network.facts import Access, Surface
from routing.network.importing.osm_tags import barrier_access, find_road, maxspeed_kmh, number_of, surface_of

VEHICLES = Access.AMBULANCE | Access.MOTORCYCLE
NARROW = Access.MOTORCYCLE | Access.FOOT


def tags_of(text: str) -> dict[str, str]:
    """Tags written as "highway=service width=2"."""
    return dict(pair.split("=", 1) for pair in text.split())


@pytest.mark.parametrize(
    ("text", "road_class", "access"),
    [
        ("highway=residential", RoadClass.RESIDENTIAL, Access.ALL),
        ("highway=trunk_link", RoadClass.TRUNK, Access.ALL),
        ("highway=residential access=private", RoadClass.RESIDENTIAL, Access.ALL),
        ("highway=residential access=no", RoadClass.RESIDENTIAL, Access.NONE),
        ("highway=residential access=no foot=yes", RoadClass.RESIDENTIAL, Access.FOOT),
        ("highway=residential access=no emergency=yes", RoadClass.RESIDENTIAL, Access.AMBULANCE),
        ("highway=residential access=emergency", RoadClass.RESIDENTIAL, Access.AMBULANCE),
        ("highway=residential motor_vehicle=no", RoadClass.RESIDENTIAL, Access.FOOT),
        ("highway=residential motor_vehicle=no motorcycle=yes", RoadClass.RESIDENTIAL, NARROW),
        ("highway=residential motorcar=no", RoadClass.RESIDENTIAL, NARROW),
        ("highway=residential motor_vehicle=no emergency=yes", RoadClass.RESIDENTIAL, Access.AMBULANCE | Access.FOOT),
        ("highway=residential emergency=no", RoadClass.RESIDENTIAL, NARROW),
        ("highway=trunk foot=no", RoadClass.TRUNK, VEHICLES),
        ("highway=residential width=1.5", RoadClass.RESIDENTIAL, NARROW),
        ("highway=residential est_width=2.5", RoadClass.RESIDENTIAL, Access.ALL),
        ("highway=service", RoadClass.SERVICE, Access.ALL),
        ("highway=service service=alley", RoadClass.PATH, Access.ALL),
        ("highway=service service=alley access=yes", RoadClass.PATH, Access.ALL),
        ("highway=service service=alley motorcar=yes", RoadClass.SERVICE, Access.ALL),
        ("highway=service service=alley width=3", RoadClass.SERVICE, Access.ALL),
        ("highway=service service=alley width=2", RoadClass.SERVICE, NARROW),
        ("highway=footway", RoadClass.PATH, Access.ALL),
        ("highway=footway access=yes", RoadClass.PATH, Access.ALL),
        ("highway=footway motorcycle=no", RoadClass.PATH, Access.AMBULANCE | Access.FOOT),
        ("highway=footway footway=sidewalk", RoadClass.FOOTWAY, Access.ALL),
        ("highway=footway footway=sidewalk motorcycle=yes", RoadClass.PATH, Access.ALL),
        ("highway=footway indoor=yes", RoadClass.FOOTWAY, Access.ALL),
        ("highway=path", RoadClass.PATH, Access.ALL),
        ("highway=steps", RoadClass.FOOTWAY, Access.ALL),
        ("highway=pedestrian", RoadClass.FOOTWAY, Access.ALL),
        ("highway=pedestrian emergency=yes", RoadClass.SERVICE, Access.AMBULANCE | Access.FOOT),
        ("highway=pedestrian motor_vehicle=destination", RoadClass.SERVICE, Access.ALL),
        ("highway=pedestrian emergency=yes width=2", RoadClass.FOOTWAY, NARROW),
        ("man_made=pier", RoadClass.FOOTWAY, Access.FOOT),
        ("man_made=pier motorcycle=yes", RoadClass.PATH, NARROW),
        ("route=ferry name=Pompong", RoadClass.LAUT, Access.ALL),
    ],
)
def test_class_and_access(text: str, road_class: RoadClass, access: Access) -> None:
    road = find_road(tags_of(text))
    assert road is not None
    # An ambulance's bit on a class that carries none says nothing; compare it only where it decides.
    ignored = Access.AMBULANCE if road_class in {RoadClass.PATH, RoadClass.FOOTWAY} else Access.NONE
    assert (road.road_class, road.facts.access & ~ignored) == (road_class, access & ~ignored)


@pytest.mark.parametrize(
    "text",
    [
        "highway=construction construction=primary",
        "highway=proposed",
        "highway=platform",
        "highway=bus_stop",
        "highway=pedestrian area=yes",
        "railway=rail",
        "route=bus",
        "barrier=wall",
    ],
)
def test_what_is_no_road(text: str) -> None:
    assert find_road(tags_of(text)) is None


def test_a_closed_pier_is_an_area_and_a_closed_street_a_loop() -> None:
    assert find_road(tags_of("man_made=pier"), closed=True) is None
    assert find_road(tags_of("highway=residential"), closed=True) is not None


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("highway=primary", 0),
        ("highway=primary oneway=yes", 1),
        ("highway=primary oneway=-1", -1),
        ("highway=primary oneway=no", 0),
        ("highway=primary junction=roundabout", 1),
        ("highway=primary junction=roundabout oneway=no", 0),
        ("highway=motorway", 1),
        ("highway=motorway_link", 1),
        ("highway=cycleway oneway=yes", 0),
    ],
)
def test_direction(text: str, direction: int) -> None:
    road = find_road(tags_of(text))
    assert road is not None
    assert road.direction == direction


def test_every_other_fact_of_a_way() -> None:
    tags = "highway=primary name=Jl_Merdeka ref=1 maxspeed=50 lanes=4 bridge=viaduct surface=asphalt width=7,5"
    road = find_road(tags_of(tags), way=77)
    assert road is not None
    facts = road.facts
    assert (road.name, facts.maxspeed_kmh, facts.lanes, facts.bridge) == ("Jl_Merdeka", 50, 4, True)
    assert (facts.surface, facts.way) == (Surface.PAVED, 77)
    assert facts.width_m == 0, "a comma is no number in OpenStreetMap, and is not guessed at"
    unnamed = find_road(tags_of("highway=primary ref=1 bridge=no"))
    assert unnamed is not None
    assert (unnamed.name, unnamed.facts.bridge, unnamed.facts.surface) == ("1", False, Surface.UNKNOWN)


@pytest.mark.parametrize(
    ("text", "speed_kmh"),
    [
        *(("50", 50), ("50 km/h", 50), ("30 mph", 48), ("60;40", 40), ("ID:urban", 50)),
        *(("", 0), ("none", 0), ("signals", 0), ("walk", 0), ("fast;40", 40), ("999", 255)),
    ],
)
def test_maxspeed(text: str, speed_kmh: int) -> None:
    assert maxspeed_kmh(text) == speed_kmh


def test_numbers_and_surfaces() -> None:
    assert (number_of("2.5 m"), number_of("2;3"), number_of("wide"), number_of("-1")) == (2.5, 2.0, 0.0, 0.0)
    assert (surface_of("gravel"), surface_of("paving_stones")) == (Surface.UNPAVED, Surface.PAVED)


@pytest.mark.parametrize(
    ("text", "access"),
    [
        ("barrier=gate", Access.ALL),
        ("barrier=gate access=private", Access.ALL),
        ("barrier=gate access=no", Access.NONE),
        ("barrier=gate locked=yes", Access.FOOT),
        ("barrier=gate locked=yes emergency=yes", Access.AMBULANCE | Access.FOOT),
        ("barrier=bollard", NARROW),
        ("barrier=bollard bollard=rising", Access.ALL),
        ("barrier=bollard motor_vehicle=no", Access.FOOT),
        ("barrier=block motorcar=yes", Access.ALL),
        ("barrier=stile", Access.FOOT),
        ("barrier=fence", Access.FOOT),
    ],
)
def test_barriers(text: str, access: Access) -> None:
    assert barrier_access(tags_of(text)) == access
