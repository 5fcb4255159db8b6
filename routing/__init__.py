"""Road and boat network, travel times, routes and closures; knows nothing of dispatch."""

from routing.answers import (
    Isochrone,
    NoteCode,
    Route,
    RouteLeg,
    SeaJourney,
    Source,
    TravelKind,
    TravelTime,
)
from routing.boats import BoatKind, BoatLeg, BoatService, Pier, SeaLeg
from routing.check_picture import draw_check
from routing.checking import Finding, FindingCode, NetworkCheck, Place, check_network
from routing.errors import (
    EngineError,
    NetworkFileError,
    NetworkImportError,
    RoutingError,
    RoutingInputError,
)
from routing.files import load_network, save_network
from routing.geo import Point
from routing.geojson import base_map
from routing.importing import import_network
from routing.network import Network
from routing.roads import RoadClass
from routing.router import Router
from routing.snap import Snap
from routing.speeds import Mode, Profile, Speeds, Spread

__all__ = [
    "BoatKind",
    "BoatLeg",
    "BoatService",
    "EngineError",
    "Finding",
    "FindingCode",
    "Isochrone",
    "Mode",
    "Network",
    "NetworkCheck",
    "NetworkFileError",
    "NetworkImportError",
    "NoteCode",
    "Pier",
    "Place",
    "Point",
    "Profile",
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
    "Spread",
    "TravelKind",
    "TravelTime",
    "base_map",
    "check_network",
    "draw_check",
    "import_network",
    "load_network",
    "save_network",
]
