"""OpenStreetMap's tags of a way or barrier, as facts of a road: class, direction, and who may pass.

Three readings are assumptions about Indonesian cities, not tagging rules: an alley (gang) is mapped as `footway`
as often as `path` and motorcycles use both; a `service=alley` carries no ambulance unless its tags say so;
`access=private` keeps nobody from a patient.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from routing.network.facts import Access, RoadFacts, Surface
from routing.network.roads import RoadClass, road_class_of

Tags = Mapping[str, str]

ASSUMED_AMBULANCE_WIDTH_M = 2.2
"""Assumption: what an ambulance on a van's frame needs, its mirrors folded."""

_LINKED = ("motorway", "trunk", "primary", "secondary", "tertiary")
HIGHWAYS = frozenset(
    {
        *_LINKED,
        *(f"{highway}_link" for highway in _LINKED),
        *("unclassified", "residential", "living_street", "service", "track", "road", "busway"),
        *("path", "footway", "pedestrian", "steps", "cycleway", "bridleway"),
    }
)
"""The `highway` values one can travel on; the rest is being built, or a platform, a lift, a bus stop."""

_NARROW = frozenset({"path", "footway", "pedestrian", "steps", "cycleway", "bridleway"})
_BESIDE_THE_ROAD = frozenset({"sidewalk", "crossing", "traffic_island", "access_aisle"})

_REFUSED = frozenset({"no", "agricultural", "forestry"})
_GRANTED = frozenset({"yes", "designated", "official", "permissive", "destination", "private"})
_KEYS = {
    # The most special key that is present decides.
    Access.AMBULANCE: ("emergency", "motorcar", "motor_vehicle", "vehicle", "access"),
    Access.MOTORCYCLE: ("motorcycle", "motor_vehicle", "vehicle", "access"),
    Access.FOOT: ("foot", "access"),
}

_OPEN_BARRIERS = frozenset(
    {"border_control", "cattle_grid", "coupure", "entrance", "gate", "height_restrictor", "kerb", "lift_gate", "no"}
    | {"sally_port", "sliding_gate", "swing_gate", "toll_booth", "wicket_gate"}
)
_BARRIERS_WITH_A_GAP = frozenset({"block", "bollard", "bus_trap", "cycle_barrier", "jersey_barrier", "planter", "yes"})

_STOPS = frozenset({"station", "stop_position", "platform"})

_UNPAVED = frozenset(
    {"unpaved", "ground", "dirt", "earth", "mud", "sand", "gravel", "fine_gravel", "pebblestone", "compacted"}
    | {"grass", "clay", "rock", "woodchips"}
)
_SIGNED_BY_RULE = {"ID:urban": 50, "ID:rural": 80, "ID:motorway": 100, "ID:trunk": 80}
"""PP 79/2013 article 23."""

READ_TAGS = frozenset({"highway", "service", "footway", "indoor", "maxspeed", "lanes", "bridge", "surface"}).union(
    ("width", "est_width"), *_KEYS.values()
)
"""The tags that decide class, access and facts."""

_NUMBER = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(mph|km/h|kmh|kph|m|')?\s*", re.IGNORECASE)
KMH_PER_MPH = 1.609344


class Landing(NamedTuple):
    """A landing place; `terminal` where boats for passengers are said to call."""

    name: str
    terminal: bool


class Road(NamedTuple):
    """A way that can be travelled; `direction` is 1 along its nodes, -1 against them, 0 both ways."""

    road_class: RoadClass
    name: str
    direction: int
    facts: RoadFacts


def find_road(tags: Tags, *, way: int = 0, closed: bool = False) -> Road | None:
    """The road that a way is, or None for anything else, and for areas.

    Args:
        closed: the way ends where it begins: a loop road, or the outline of a pier or square.
    """
    if tags.get("area") == "yes":
        return None
    name = tags.get("name") or tags.get("ref") or ""
    if tags.get("route") == "ferry":
        return Road(RoadClass.LAUT, name, 0, RoadFacts(way=way))
    highway = tags.get("highway", "")
    if highway in HIGHWAYS:
        road_class, access = class_and_access(tags)
        return Road(road_class, name, _direction(tags), facts_of(tags, access, way=way))
    if tags.get("man_made") == "pier" and not closed:
        # A pelantar: the street of a settlement on stilts.
        access = _by_tags(tags, Access.FOOT)
        road_class = RoadClass.PATH if Access.MOTORCYCLE in access else RoadClass.FOOTWAY
        return Road(road_class, name, 0, facts_of(tags, access, way=way))
    return None


def find_landing(tags: Tags) -> Landing | None:
    """The landing place that a node, way or area is, or None."""
    calls = tags.get("public_transport", "") in _STOPS and tags.get("ferry") == "yes"
    terminal = calls or tags.get("amenity") == "ferry_terminal"
    if not terminal and tags.get("man_made") != "pier":
        return None
    return Landing(tags.get("name") or tags.get("ref") or "", terminal)


def has_signal(tags: Tags) -> bool:
    """Traffic lights stand at a node."""
    return tags.get("highway") == "traffic_signals"


def facts_of(tags: Tags, access: Access, *, way: int = 0) -> RoadFacts:
    """The facts of a road beside its class and direction; a tag may hold several values, joined by ";"."""
    return RoadFacts(
        access,
        maxspeed_kmh(tags.get("maxspeed", "")),
        lanes=round(number_of(tags.get("lanes", ""))),
        bridge=tags.get("bridge", "no") != "no",
        surface=surface_of(tags.get("surface", "")),
        width_m=_width_m(tags),
        way=way,
    )


def class_and_access(tags: Tags) -> tuple[RoadClass, Access]:
    """The class of a `highway`, alleys as `PATH`, and whom its access tags and width let pass."""
    highway = tags.get("highway", "")
    road_class = road_class_of(highway)
    width_m = _width_m(tags)
    fits = width_m == 0 or width_m >= ASSUMED_AMBULANCE_WIDTH_M
    if highway in _NARROW:
        granted = _by_tags(tags, Access.NONE, general=False)
        if Access.AMBULANCE in granted and fits:
            motorcycle = granted & Access.MOTORCYCLE
            return RoadClass.SERVICE, Access.AMBULANCE | motorcycle | (_by_tags(tags, Access.FOOT) & Access.FOOT)
        is_alley = tags.get("footway") not in _BESIDE_THE_ROAD and tags.get("indoor") != "yes"
        if Access.MOTORCYCLE in granted or (highway == "footway" and is_alley):
            road_class = RoadClass.PATH
    elif tags.get("service") == "alley" and width_m == 0 and not _by_tags(tags, Access.NONE, general=False) & 1:
        road_class = RoadClass.PATH
    access = _by_tags(tags, Access.ALL)
    return road_class, access if fits else access & ~Access.AMBULANCE


def barrier_access(tags: Tags) -> Access:
    """Who gets through a barrier; a gate is opened for an ambulance unless it is tagged locked or refused."""
    barrier = tags.get("barrier", "")
    rising = tags.get("bollard") == "rising"
    if tags.get("locked") == "yes":
        usual = Access.FOOT
    elif barrier in _OPEN_BARRIERS or rising:
        usual = Access.ALL
    elif barrier in _BARRIERS_WITH_A_GAP:
        usual = Access.MOTORCYCLE | Access.FOOT
    else:
        usual = Access.FOOT
    return _by_tags(tags, usual)


def maxspeed_kmh(text: str) -> int:
    """A `maxspeed` in km/h, the lowest where there are several; 0 where it names no number."""
    limits = [limit for part in text.split(";") if (limit := _limit_kmh(part.strip())) > 0]
    return min(255, round(min(limits, default=0)))


def number_of(text: str) -> float:
    """The leading number of a tag in its own unit, the lowest of several; 0 where there is none."""
    matches = [_NUMBER.fullmatch(part) for part in text.split(";")]
    return min((float(match[1]) for match in matches if match), default=0.0)


def surface_of(text: str) -> Surface:
    """Paved or unpaved by the `surface` tag; one unpaved part makes a road unpaved."""
    if not text:
        return Surface.UNKNOWN
    return Surface.UNPAVED if _UNPAVED & set(text.split(";")) else Surface.PAVED


def _limit_kmh(text: str) -> float:
    match = _NUMBER.fullmatch(text)
    if match is None:
        return _SIGNED_BY_RULE.get(text, 0)
    return float(match[1]) * (KMH_PER_MPH if (match[2] or "").lower() == "mph" else 1)


def _width_m(tags: Tags) -> float:
    return number_of(tags.get("width") or tags.get("est_width") or "")


def _by_tags(tags: Tags, usual: Access, *, general: bool = True) -> Access:
    """Whom explicit tags let pass; `usual` decides for those whom no tag names.

    Args:
        general: `access` counts too; it says "yes" to nobody whom the kind of way does not carry.
    """
    access = usual
    for who, keys in _KEYS.items():
        value = next((tags[key] for key in keys if tags.get(key) and (general or key != "access")), "")
        if value in _GRANTED or (value == "emergency" and who is Access.AMBULANCE):
            access |= who
        elif value in _REFUSED or value == "emergency":
            access &= ~who
    return access


def _direction(tags: Tags) -> int:
    """One-way streets bind vehicles; on paths the tag speaks of bicycles."""
    highway, value = tags.get("highway", ""), tags.get("oneway", "")
    if highway in _NARROW:
        return 0
    if value:
        return {"yes": 1, "true": 1, "1": 1, "-1": -1, "reverse": -1}.get(value, 0)
    return 1 if tags.get("junction") in {"roundabout", "circular"} or highway.startswith("motorway") else 0
