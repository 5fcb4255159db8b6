"""What the router is asked and what it answers."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, NamedTuple

from routing.boats.advice import BoatAdvice
from routing.boats.journeys import SeaJourney
from routing.boats.sailing import SeaLeg
from routing.geo import BoolArray, FloatArray, Point
from routing.speeds.profiles import Mode
from routing.travel.steps import Step


class TravelKind(StrEnum):
    """What an estimate stands on."""

    JALAN = "jalan"
    JALAN_LAUT = "jalan_laut"
    SKEMATIK = "skematik"
    GARIS_LURUS = "garis_lurus"


class NoteCode(StrEnum):
    """Why an estimate is less, or other, than a way along mapped roads. The caller has the words."""

    ASAL_DI_LUAR_JARINGAN = "asal_di_luar_jaringan"
    TUJUAN_DI_LUAR_JARINGAN = "tujuan_di_luar_jaringan"
    TIDAK_TERHUBUNG = "tidak_terhubung"
    """Both ends are on the network and no open way joins them."""
    PERAHU_UMUM_TUTUP = "perahu_umum_tutup"
    """No public boat at this hour; the time includes waiting for the first. `boat_advice` has the piers."""
    PERAHU_DITUTUP = "perahu_ditutup"
    """A closure (weather, low tide) stops the boats. The time includes waiting for its end where that is known;
    else it is a straight line's. `boat_advice` has the piers."""
    SERVER_RUTE_DIAM = "server_rute_diam"
    """The routing server did not answer, and no network of ours is there to answer for it."""
    KRU_JALAN_KAKI = "kru_jalan_kaki"
    """The vehicle stays at the pier: the crew walks from where it lands."""
    DIJEMPUT_DI_DERMAGA = "dijemput_di_dermaga"
    """The vehicle stays at the pier: a vehicle of the island meets the crew where it lands."""


class Source(NamedTuple):
    """Somebody who could set out.

    Args:
        heading_deg: which way it moves, clockwise from north; it tells the carriageway from the one beside it.
        turnout_s: how long after the question it sets out. Times count from there; it decides which boat is caught.
    """

    point: Point
    mode: Mode
    heading_deg: float | None = None
    turnout_s: float = 0.0


class TravelTime(NamedTuple):
    """How long one source takes to the target.

    Args:
        duration_s: the P50: as often quicker as slower.
        low_s, high_s: the P10 and P90 (`routing.speeds.spread`).
        length_m: known for straight lines only; a way along roads has its length in `Route`.
        schematic: the hand-drawn network took part.
        boat_advice: a boat has to be called, from where to where; None if not.
    """

    duration_s: float
    low_s: float
    high_s: float
    kind: TravelKind
    length_m: float | None
    sea: SeaJourney | None
    note_code: NoteCode | None
    schematic: bool
    boat_advice: BoatAdvice | None = None


class RouteLeg(NamedTuple):
    """One part of a route, by one means: a road profile, "kendaraan_pulau", "laut" or "garis_lurus"; `steps` are its
    streets."""

    means: str
    duration_s: float
    length_m: float
    coordinates: list[tuple[float, float]]
    sea: SeaLeg | None = None
    steps: tuple[Step, ...] = ()


class Route(NamedTuple):
    """A way from one point to another; `coordinates` are (lon, lat), the times as in `TravelTime`."""

    duration_s: float
    low_s: float
    high_s: float
    length_m: float
    coordinates: list[tuple[float, float]]
    legs: tuple[RouteLeg, ...]
    kind: TravelKind
    note_code: NoteCode | None
    schematic: bool
    boat_advice: BoatAdvice | None = None


class Isochrone(NamedTuple):
    """What can be reached from a point within a limit.

    Args:
        node_mask: per node of the network: reached in time.
        node_s: seconds to each node, inf beyond the limit.
        geojson: a Feature with the reached area as (Multi)Polygon; None if nothing is reached.
    """

    node_mask: BoolArray
    node_s: FloatArray
    geojson: dict[str, Any] | None
