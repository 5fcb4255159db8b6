"""Road and boat network, travel times, routes and closures; knows nothing of dispatch."""

from routing.boats.advice import BoatAdvice
from routing.boats.hours import Filling
from routing.boats.journeys import SeaJourney
from routing.boats.sailing import BoatCode, SeaLeg
from routing.boats.timetable import BoatKind, BoatLeg, BoatService, IslandVehicle, Pier
from routing.checking.checking import ASSUMED_HARMLESS_M, Finding, FindingCode, NetworkCheck, Place, check_network
from routing.checking.picture import Beyond, draw_check
from routing.engine.saved import load_network, save_network
from routing.errors import (
    CalibrationError,
    ClosuresUnsupportedError,
    EngineError,
    NetworkFileError,
    NetworkImportError,
    RoutingError,
    RoutingInputError,
    TablesFileError,
)
from routing.geo import Point
from routing.network.extent import Box, Placement, placement_of
from routing.network.gateways import JoinedRoads, join_skeleton
from routing.network.importing import import_network
from routing.network.network import Network
from routing.network.roads import RoadClass
from routing.pictures.bands import Marked, PointValues, draw_bands, edge_values
from routing.places.addresses import Address, Addresses
from routing.places.gazetteer import Gazetteer
from routing.places.heading import believed_heading_deg
from routing.places.hits import HitNote, NamedPlace, PlaceHit, PlaceHitKind
from routing.places.matched import MatchedPart, MatchedStep, MatchedTrip
from routing.places.matching import Matcher
from routing.places.recording import RecordedFix
from routing.places.selecting import edges_along, edges_in, edges_of_street, lines_of, streets_of
from routing.places.snap import Snap
from routing.places.wording import AreaName
from routing.speeds.calibration import Calibration, load_calibration, save_calibration
from routing.speeds.delays import Delays
from routing.speeds.fitting import calibrate
from routing.speeds.hours import HourTable, Period, Window
from routing.speeds.profiles import Mode, Profile, profile_of
from routing.speeds.speeds import Speeds
from routing.speeds.spread import TimeSpread
from routing.speeds.trip_files import read_trips
from routing.speeds.trips import Trip, TripStep
from routing.speeds.weights import edge_speeds_kmh, passable_edges
from routing.travel.answers import (
    Isochrone,
    NoteCode,
    Route,
    RouteLeg,
    Source,
    TravelKind,
    TravelTime,
)
from routing.travel.base_map import base_map
from routing.travel.closures import Closure
from routing.travel.matrix import Matrix
from routing.travel.nearest import Nearest
from routing.travel.reach import Reach, ZoneReach
from routing.travel.router import Router
from routing.travel.step_words import step_text
from routing.travel.steps import Step, Turn
from routing.travel.travel_times import TravelTimes
from routing.travel.zones import Zone

__all__ = [
    "ASSUMED_HARMLESS_M",
    "Address",
    "Addresses",
    "AreaName",
    "Beyond",
    "BoatAdvice",
    "BoatCode",
    "BoatKind",
    "BoatLeg",
    "BoatService",
    "Box",
    "Calibration",
    "CalibrationError",
    "Closure",
    "ClosuresUnsupportedError",
    "Delays",
    "EngineError",
    "Filling",
    "Finding",
    "FindingCode",
    "Gazetteer",
    "HitNote",
    "HourTable",
    "IslandVehicle",
    "Isochrone",
    "JoinedRoads",
    "Marked",
    "MatchedPart",
    "MatchedStep",
    "MatchedTrip",
    "Matcher",
    "Matrix",
    "Mode",
    "NamedPlace",
    "Nearest",
    "Network",
    "NetworkCheck",
    "NetworkFileError",
    "NetworkImportError",
    "NoteCode",
    "Period",
    "Pier",
    "Place",
    "PlaceHit",
    "PlaceHitKind",
    "Placement",
    "Point",
    "PointValues",
    "Profile",
    "Reach",
    "RecordedFix",
    "RoadClass",
    "Route",
    "RouteLeg",
    "Router",
    "RoutingError",
    "RoutingInputError",
    "SeaJourney",
    "SeaLeg",
    "Snap",
    "Source",
    "Speeds",
    "Step",
    "TablesFileError",
    "TimeSpread",
    "TravelKind",
    "TravelTime",
    "TravelTimes",
    "Trip",
    "TripStep",
    "Turn",
    "Window",
    "Zone",
    "ZoneReach",
    "base_map",
    "believed_heading_deg",
    "calibrate",
    "check_network",
    "draw_bands",
    "draw_check",
    "edge_speeds_kmh",
    "edge_values",
    "edges_along",
    "edges_in",
    "edges_of_street",
    "import_network",
    "join_skeleton",
    "lines_of",
    "load_calibration",
    "load_network",
    "passable_edges",
    "placement_of",
    "profile_of",
    "read_trips",
    "save_calibration",
    "save_network",
    "step_text",
    "streets_of",
]
