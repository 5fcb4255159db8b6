"""The shape of a way whose times are already known: along roads, over the sea, or straight."""

from __future__ import annotations

from dataclasses import dataclass

from routing.boats.journeys import SeaJourney
from routing.boats.sailing import SeaLeg
from routing.geo import Point, straight_m
from routing.speeds.profiles import Profile
from routing.travel.answers import Route, RouteLeg, TravelKind, TravelTime
from routing.travel.ground import Ground
from routing.travel.profile_roads import RoadPath

LonLat = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Ways:
    """Draws ways over the roads of one moment."""

    ground: Ground

    def get_route(self, a: Point, b: Point, profile: Profile, answer: TravelTime) -> Route:
        """The shape of the way that `answer` chose."""
        if answer.kind is TravelKind.GARIS_LURUS:
            length_m = answer.length_m if answer.length_m is not None else straight_m(a, b)
            legs = [RouteLeg("garis_lurus", answer.duration_s, length_m, [_lonlat(a), _lonlat(b)])]
        elif answer.sea is not None:
            legs = self._sea_legs(a, b, answer.sea)
        else:
            legs = [self._land_leg(profile, a, b, answer.duration_s)]
        return Route(
            duration_s=sum(leg.duration_s for leg in legs),
            low_s=answer.low_s,
            high_s=answer.high_s,
            length_m=sum(leg.length_m for leg in legs),
            coordinates=_joined([leg.coordinates for leg in legs]),
            legs=tuple(legs),
            kind=answer.kind,
            note_code=answer.note_code,
            schematic=answer.schematic,
            boat_advice=answer.boat_advice,
        )

    def _sea_legs(self, a: Point, b: Point, sea: SeaJourney) -> list[RouteLeg]:
        first, last = sea.legs[0].origin.point, sea.legs[-1].destination.point
        legs = [_sea_leg(leg) for leg in sea.legs]
        if sea.to_pier_s > 0:
            legs.insert(0, self._land_leg(sea.to_pier, a, first, sea.to_pier_s))
        if sea.from_pier_s > 0:
            onward = self._land_leg(sea.from_pier, last, b, sea.from_pier_s)
            if sea.met_by is not None:
                onward = onward._replace(means="kendaraan_pulau", duration_s=sea.from_pier_s)
            legs.append(onward)
        return legs

    def _land_leg(self, profile: Profile, a: Point, b: Point, duration_s: float) -> RouteLeg:
        """The way over land by a profile; straight, on foot, where neither end is on a mapped road."""
        path = self.ground.find_path(profile, a, b)
        if path is None:
            length_m = straight_m(a, b) * self.ground.speeds.detour_factor
            return RouteLeg(profile, duration_s, length_m, [_lonlat(a), _lonlat(b)])
        return _path_leg(profile, a, b, path)


def get_road_route(a: Point, b: Point, profile: Profile, path: RoadPath, answer: TravelTime) -> Route:
    """A way over land whose path is known."""
    leg = _path_leg(profile, a, b, path)
    return Route(
        duration_s=leg.duration_s,
        low_s=answer.low_s,
        high_s=answer.high_s,
        length_m=leg.length_m,
        coordinates=leg.coordinates,
        legs=(leg,),
        kind=answer.kind,
        note_code=answer.note_code,
        schematic=answer.schematic,
    )


def _path_leg(profile: Profile, a: Point, b: Point, path: RoadPath) -> RouteLeg:
    line = _joined([[_lonlat(a)], path.coordinates, [_lonlat(b)]])
    return RouteLeg(profile, path.duration_s, path.length_m, line, steps=path.steps)


def _sea_leg(leg: SeaLeg) -> RouteLeg:
    a, b = leg.origin.point, leg.destination.point
    return RouteLeg("laut", leg.duration_s, straight_m(a, b), [_lonlat(a), _lonlat(b)], leg)


def _joined(lines: list[list[LonLat]]) -> list[LonLat]:
    """Lines end to end, without doubled points."""
    joined: list[LonLat] = []
    for point in (point for line in lines for point in line):
        if not joined or joined[-1] != point:
            joined.append(point)
    return joined


def _lonlat(point: Point) -> LonLat:
    return (point.lon, point.lat)
