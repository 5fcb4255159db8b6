"""How each traveller gets to one place: road first, boat where no road leads, straight line as the last word."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

import numpy as np

from routing.boats.advice import Advisor
from routing.boats.journeys import (
    Ends,
    SeaJourney,
    best_journeys,
    journey_of,
    met_s,
    own_boat_journey,
    own_boat_journeys,
)
from routing.boats.sailing import BoatCode, blocked_by
from routing.errors import RoutingInputError
from routing.geo import BoolArray, FloatArray, IntArray, Point, check_point, distance_m
from routing.speeds.profiles import Mode, Profile, profile_of
from routing.travel.answers import NoteCode, Source, TravelKind
from routing.travel.estimates import KIND_CODE, NOTE_CODE, Estimates
from routing.travel.ground import Ground, unmapped_walk_s


@dataclass(frozen=True, eq=False)
class Group:
    """The members of a fleet that move in the same way."""

    mode: Mode
    profile: Profile
    rows: IntArray
    points: list[Point]
    headings_deg: FloatArray | None = None
    """NaN where unknown; None where all are."""
    turnout_s: FloatArray | None = None
    """None where all set out at once."""

    def part(self, rows: IntArray) -> Group:
        """Some of its members, numbered from 0."""
        headings = None if self.headings_deg is None else self.headings_deg[rows]
        turnout = None if self.turnout_s is None else self.turnout_s[rows]
        points = [self.points[row] for row in rows]
        return Group(self.mode, self.profile, np.arange(len(rows)), points, headings, turnout)


@dataclass(frozen=True, eq=False)
class Fleet:
    """Travellers sorted by how they move, so that each kind is one search."""

    size: int
    groups: list[Group]

    @classmethod
    def of(cls, sources: Sequence[Source], *, lights: bool) -> Fleet:
        """Check and sort sources."""
        rows: dict[Mode, list[int]] = {}
        for row, (point, mode, _, turnout_s) in enumerate(sources):
            check_point(point)
            if not 0 <= turnout_s < np.inf:
                raise RoutingInputError(f"turnout_s = {turnout_s} is not a time from now on")
            rows.setdefault(mode, []).append(row)
        groups = [
            Group(
                Mode(mode),
                profile_of(Mode(mode), lights=lights),
                np.array(members, dtype=np.int64),
                [sources[row].point for row in members],
                _headings([sources[row].heading_deg for row in members]),
                _turnouts([sources[row].turnout_s for row in members]),
            )
            for mode, members in rows.items()
        ]
        return cls(len(sources), groups)


def _headings(given: list[float | None]) -> FloatArray | None:
    if all(heading is None for heading in given):
        return None
    return np.array([np.nan if heading is None else heading for heading in given])


def _turnouts(given: list[float]) -> FloatArray | None:
    return np.array(given) if any(given) else None


Outside = Callable[[Group, Point, datetime | None], Estimates]
"""Asked for travellers whose start or target is off the network: the skeleton's answer."""


@dataclass(frozen=True, eq=False)
class Question:
    """Everyone to one target, over the roads of one moment.

    Args:
        at: the aware instant of departure; None takes every boat to run at any hour.
        outside: who knows more where an end is off the network; None if nobody does.
    """

    ground: Ground
    target: Point
    at: datetime | None
    outside: Outside | None

    @cached_property
    def target_is_mapped(self) -> bool:
        return bool(self.ground.is_mapped(Profile.JALAN_KAKI, [self.target])[0])

    @cached_property
    def piers(self) -> list[Point]:
        return [pier.point for pier in self.ground.boats.piers]

    @cached_property
    def walk_from_piers_s(self) -> FloatArray:
        """(piers,) seconds on foot from each pier to the target."""
        by_path = self.ground.seconds(Profile.JALAN_KAKI, self.piers, [self.target])[:, 0]
        return np.asarray(np.minimum(by_path, unmapped_walk_s(self.ground, [self.target])[0]))

    def vehicle_from_piers_s(self, profile: Profile) -> FloatArray:
        """(piers,) seconds with a vehicle from each pier to the target."""
        return self.ground.seconds(profile, self.piers, [self.target])[:, 0]


def estimate(question: Question, fleet: Fleet) -> Estimates:
    """The travel of every member of a fleet to the target."""
    table = Estimates.unknown(fleet.size)
    for group in fleet.groups:
        table.put(group.rows, _estimate_group(question, group))
    return table


def _estimate_group(question: Question, group: Group) -> Estimates:
    outside = _rows_outside(question, group)
    if question.outside is None or len(outside) == 0:
        return _estimate_inside(question, group)
    table = Estimates.unknown(len(group.points))
    table.put(outside, question.outside(group.part(outside), question.target, question.at))
    inside = np.setdiff1d(np.arange(len(group.points)), outside)
    table.put(inside, _estimate_inside(question, group.part(inside)))
    return table


def _rows_outside(question: Question, group: Group) -> IntArray:
    """The members of a group who start off this network, or all if the target lies off it."""
    if question.outside is None or not question.target_is_mapped:
        return np.arange(len(group.points))
    if group.mode is Mode.KAPAL:  # a boat is off the roads wherever it is
        return np.arange(0)
    rows = np.flatnonzero(~question.ground.is_mapped(group.profile, group.points))
    return rows[~question.ground.is_mapped(Profile.JALAN_KAKI, [group.points[row] for row in rows])]


def _estimate_inside(question: Question, group: Group) -> Estimates:
    table = Estimates.unknown(len(group.points))
    if group.mode is not Mode.KAPAL:
        _by_road(question, group, table)
    if question.piers:
        if group.mode is Mode.KAPAL:
            _by_own_boat(question, group, table)
        else:
            _by_public_boat(question, group, table)
    _by_straight_line(question, group, table)
    return table


def _by_road(question: Question, group: Group, table: Estimates) -> None:
    table.duration_s[:] = question.ground.seconds(group.profile, group.points, [question.target], group.headings_deg)[
        :, 0
    ]
    table.schematic[:] = _is_drawn(question, group)
    table.kind[:] = np.where(table.schematic, KIND_CODE[TravelKind.SKEMATIK], KIND_CODE[TravelKind.JALAN])


def _is_drawn(question: Question, group: Group) -> BoolArray:
    """Per member: it or the target is known by drawn roads alone. A boat is off the roads wherever it is."""
    ground = question.ground
    drawn = ground.is_approximate(group.profile, [question.target])
    if group.mode is Mode.KAPAL:
        return np.repeat(drawn, len(group.points))
    return drawn | ground.is_approximate(group.profile, group.points)


def _by_own_boat(question: Question, group: Group, table: Estimates) -> None:
    boats = question.ground.boats
    found = own_boat_journeys(boats, question.ground.speeds, group.points, question.walk_from_piers_s)
    table.schematic[:] = _is_drawn(question, group)
    for row in np.flatnonzero(np.isfinite(found.duration_s)).tolist():
        journey = own_boat_journey(boats, question.at, group.points[row], found, row)
        table.sea[row] = journey
        _put_sea(table, row, float(found.duration_s[row]), _note_of(journey, left_vehicle=True))


def _by_public_boat(question: Question, group: Group, table: Estimates) -> None:
    """Boats for those whom no road takes there, and for motorcycles wherever the boat is quicker.

    An ambulance is not left at a pier while a road leads to the patient: it has to bring the patient back.
    """
    boats = question.ground.boats
    waiting = np.isinf(table.duration_s)
    if group.mode is Mode.MOTOR and not waiting.all():
        # Most targets in town need no further search.
        waiting |= table.duration_s > quickest_by_sea_s(question.ground, group.profile, [question.target])[0]
    rows = np.flatnonzero(waiting)
    if len(rows) == 0:
        return
    ends = _ends(question, group.part(rows))
    found = best_journeys(boats, question.ground.speeds, question.at, ends)
    advisor = None if question.at is None else Advisor(boats, question.at, ends)
    for place in np.flatnonzero(found.duration_s < table.duration_s[rows]).tolist():
        row = int(rows[place])
        journey = journey_of(boats, ends, found, place)
        table.sea[row] = journey
        note = _note_of(journey, left_vehicle=bool(ends.by_vehicle[place]))
        _put_sea(table, row, float(found.duration_s[place]), note)
        advice = advisor.find_beside(place, journey) if advisor else None
        if advice is not None:
            table.advice[row] = advice
    if advisor and boats.closed and np.isinf(table.duration_s[rows]).any():
        for place, advice in advisor.list_stranded(question.ground.speeds).items():
            row = int(rows[place])
            if np.isinf(table.duration_s[row]):
                table.advice[row] = advice


def quickest_by_sea_s(ground: Ground, profile: Profile, targets: Sequence[Point]) -> FloatArray:
    """(targets,) no boat journey takes less than this, whatever the traveller and the hour."""
    boats, piers = ground.boats, [pier.point for pier in ground.boats.piers]
    walk_s = np.minimum(ground.seconds(Profile.JALAN_KAKI, piers, targets), unmapped_walk_s(ground, targets).T)
    met = np.stack([met_s(boats, ground.speeds, column) for column in walk_s.T], axis=1)
    last_s = np.minimum(np.minimum(walk_s, met), ground.seconds(profile, piers, targets))
    return np.asarray((boats.quickest_s[:, None] + last_s).min(axis=0))


_NOTES_OF_BLOCKED = {
    BoatCode.PERAHU_UMUM_TUTUP: NoteCode.PERAHU_UMUM_TUTUP,
    BoatCode.PERAHU_DITUTUP: NoteCode.PERAHU_DITUTUP,
}


def _note_of(journey: SeaJourney, *, left_vehicle: bool) -> NoteCode | None:
    """What is to be said of a sea journey: first what stops it, then how the crew goes on."""
    blocked = blocked_by(journey.legs)
    if blocked is not None:
        return _NOTES_OF_BLOCKED[blocked]
    if journey.met_by is not None:
        return NoteCode.DIJEMPUT_DI_DERMAGA
    return NoteCode.KRU_JALAN_KAKI if left_vehicle else None


def _ends(question: Question, group: Group) -> Ends:
    """Land times of a group to the first piers, and from the last ones."""
    ground, piers = question.ground, question.piers
    by_vehicle = ground.on_mainland(group.profile, group.points)
    to_pier = ground.seconds(group.profile, group.points, piers, group.headings_deg)
    if not by_vehicle.all():
        on_foot = ground.seconds(Profile.JALAN_KAKI, group.points, piers)
        on_foot = np.minimum(on_foot, unmapped_walk_s(ground, group.points))
        to_pier = np.where(by_vehicle[:, None], to_pier, on_foot)
    return Ends(
        by_vehicle=by_vehicle,
        to_pier=to_pier,
        last_foot=question.walk_from_piers_s,
        last_vehicle=question.vehicle_from_piers_s(group.profile),
        vehicle=group.profile,
        turnout_s=np.zeros(len(group.points)) if group.turnout_s is None else group.turnout_s,
    )


def _put_sea(table: Estimates, row: int, duration_s: float, note: NoteCode | None) -> None:
    table.duration_s[row] = duration_s
    table.kind[row] = KIND_CODE[TravelKind.JALAN_LAUT]
    table.note[row] = NOTE_CODE[note]


def _by_straight_line(question: Question, group: Group, table: Estimates) -> None:
    rows = np.flatnonzero(np.isinf(table.duration_s))
    if len(rows) == 0:
        return
    points = [group.points[row] for row in rows]
    lat, lon = np.array(points, dtype=np.float64).T
    away_m = distance_m(lat, lon, question.target.lat, question.target.lon)
    speeds = question.ground.speeds
    if group.mode is Mode.KAPAL:
        way_m, speed_kmh = away_m * speeds.sea_detour, speeds.boat_kmh
    else:
        way_m, speed_kmh = away_m * speeds.detour_factor, speeds.straight_speed_kmh(group.profile)
    table.duration_s[rows] = way_m / (speed_kmh / 3.6)
    table.length_m[rows] = way_m
    table.kind[rows] = KIND_CODE[TravelKind.GARIS_LURUS]
    table.schematic[rows] = False
    if question.target_is_mapped:
        mapped = question.ground.is_mapped(Profile.JALAN_KAKI, points)
        unjoined, outside = NoteCode.TIDAK_TERHUBUNG, NoteCode.ASAL_DI_LUAR_JARINGAN
        table.note[rows] = np.where(mapped, NOTE_CODE[unjoined], NOTE_CODE[outside])
    else:
        table.note[rows] = NOTE_CODE[NoteCode.TUJUAN_DI_LUAR_JARINGAN]
    stranded = [row for row in rows.tolist() if row in table.advice]
    table.note[stranded] = NOTE_CODE[NoteCode.PERAHU_DITUTUP]
