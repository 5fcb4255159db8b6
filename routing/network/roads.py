"""Road classes: OpenStreetMap's, cut down to what changes a travel time."""

from __future__ import annotations

from enum import StrEnum


class RoadClass(StrEnum):
    """The class of an edge. `LAUT` is a boat leg; it is drawn, and driven by nobody."""

    TRUNK = "trunk"
    PRIMARY = "primary"
    SECONDARY = "secondary"
    TERTIARY = "tertiary"
    UNCLASSIFIED = "unclassified"
    RESIDENTIAL = "residential"
    LIVING_STREET = "living_street"
    SERVICE = "service"
    TRACK = "track"
    PATH = "path"
    FOOTWAY = "footway"
    LAUT = "laut"


CLASSES: tuple[RoadClass, ...] = tuple(RoadClass)
"""The classes by code: an edge stores the index into this tuple."""

CODE_OF: dict[RoadClass, int] = {road_class: code for code, road_class in enumerate(CLASSES)}

_SYNONYMS = {
    "motorway": RoadClass.TRUNK,
    "road": RoadClass.UNCLASSIFIED,
    "busway": RoadClass.SERVICE,
    "pedestrian": RoadClass.FOOTWAY,
    "steps": RoadClass.FOOTWAY,
    "corridor": RoadClass.FOOTWAY,
    "cycleway": RoadClass.PATH,
    "bridleway": RoadClass.PATH,
    "ferry": RoadClass.LAUT,
    # Classes inferred from betweenness, as in networks that carry no tags.
    "arterial": RoadClass.SECONDARY,
    "collector": RoadClass.TERTIARY,
    "local": RoadClass.RESIDENTIAL,
}


def road_class_of(tag: str) -> RoadClass:
    """The class for a `highway` value or an inferred class; an unknown value is `UNCLASSIFIED`.

    A slip road (`trunk_link`) has the class of its road.
    """
    value = tag.strip().lower().removesuffix("_link")
    if value in _SYNONYMS:
        return _SYNONYMS[value]
    try:
        return RoadClass(value)
    except ValueError:
        return RoadClass.UNCLASSIFIED
