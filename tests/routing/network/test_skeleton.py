"""The hand-drawn main roads of Tanjungpinang join all that the program has to reach."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from cities import load_city
from cities.profile import Facility, Kelurahan, Pier
from psc119.roads import boats_of
from routing import Mode, Network, Point, Router, Source, TravelKind
from routing.geo import distance_m
from tests.routing.conftest import ROOT
from tests.routing.worlds import NIGHT, NOON

FOLDER = ROOT / "cities" / "tanjungpinang"
CITY = load_city("tanjungpinang")


def nearest_m(network: Network, lat: float, lon: float) -> float:
    return float(np.min(distance_m(network.node_lat, network.node_lon, lat, lon)))


def test_it_is_small_and_says_that_it_is_schematic(skeleton: Network) -> None:
    document = json.loads((FOLDER / "main_roads.geojson").read_text())
    assert document["attribution"] == "© OpenStreetMap contributors"
    assert "skematik" in document["note"].lower()
    vertices = {tuple(v) for f in document["features"] for v in f["geometry"]["coordinates"]}
    assert len(vertices) <= 120
    for feature in document["features"]:
        properties = feature["properties"]
        assert properties["skematik"] is True
        assert properties["kind"] in {"jalan", "laut"}
        assert properties["name"]
        assert properties["class"]
    assert skeleton.schematic


@pytest.mark.parametrize("place", [*CITY.kelurahan, *CITY.facilities, *CITY.piers], ids=lambda place: place.name)
def test_every_place_of_the_profile_is_near_a_node(skeleton: Network, place: Kelurahan | Facility | Pier) -> None:
    assert nearest_m(skeleton, place.lat, place.lon) <= 1500


@pytest.mark.data
def test_every_known_facility_and_kelurahan_is_near_a_node(skeleton: Network, shared_data: Path) -> None:
    folder = shared_data / "tanjungpinang"
    rows = [(r["name"], r["lat"], r["lon"]) for r in csv.DictReader((folder / "facilities.csv").open())]
    kelurahan = list(csv.DictReader((folder / "kelurahan.csv").open()))
    assert len(kelurahan) == 18
    rows += [(r["kelurahan"], r["centroid_lat"], r["centroid_lon"]) for r in kelurahan]
    far = {name: nearest_m(skeleton, float(lat), float(lon)) for name, lat, lon in rows}
    assert {name: metres for name, metres in far.items() if metres > 1500} == {}


def test_roads_and_boats_join_everything(skeleton: Network) -> None:
    ones = np.ones(skeleton.edge_count)
    graph = coo_array((ones, (skeleton.edge_a, skeleton.edge_b)), shape=(skeleton.node_count, skeleton.node_count))
    assert connected_components(graph, directed=False)[0] == 1
    assert np.bincount(skeleton.land_component).tolist()[1:] == [2]  # Penyengat: its pier and its path


def test_piers_stand_at_the_ends_of_the_boat_legs(skeleton: Network) -> None:
    for pier in CITY.piers:
        assert nearest_m(skeleton, pier.lat, pier.lon) < 1
    drawn = {frozenset((int(skeleton.edge_a[e]), int(skeleton.edge_b[e]))) for e in np.flatnonzero(skeleton.is_sea)}
    assert len(drawn) == len(CITY.boat_legs)


def test_every_kelurahan_is_reached_from_the_psc_by_day(skeleton: Network) -> None:
    router = Router(skeleton, boats=boats_of(CITY))
    psc = Source(Point(CITY.psc.lat, CITY.psc.lon), Mode.AMBULANS)
    for kelurahan in CITY.kelurahan:
        target = Point(kelurahan.lat, kelurahan.lon)
        answer = router.travel_times_to(target, [psc], NOON)[0]
        by_sea = kelurahan.name == "Penyengat"
        assert answer.kind is (TravelKind.JALAN_LAUT if by_sea else TravelKind.SKEMATIK), kelurahan.name
        assert answer.schematic
        assert 60 < answer.duration_s < 3600


def test_penyengat_at_night_and_kampung_bugis_both_ways(skeleton: Network) -> None:
    router = Router(skeleton, boats=boats_of(CITY))
    psc, bugis = Point(CITY.psc.lat, CITY.psc.lon), Point(0.9400, 104.4480)
    night = router.travel_times_to(Point(0.9281, 104.4177), [Source(psc, Mode.AMBULANS)], NIGHT)[0]
    assert night.note_code == "perahu_umum_tutup"
    pelantar = Point(0.9325, 104.4425)
    motor = router.travel_times_to(bugis, [Source(pelantar, Mode.MOTOR)], NOON)[0]
    ambulans = router.route(pelantar, bugis, Mode.AMBULANS, NOON)
    assert motor.kind is TravelKind.JALAN_LAUT
    assert ambulans.kind is TravelKind.SKEMATIK
    assert ambulans.length_m > 10 * distance_m(*pelantar, *bugis)


def test_the_outline_is_coarse_and_holds_the_roads(skeleton: Network) -> None:
    document = json.loads((FOLDER / "outline.geojson").read_text())
    assert document["attribution"] == "© OpenStreetMap contributors"
    assert len(document["features"]) == 3
    for feature in document["features"]:
        (ring,) = feature["geometry"]["coordinates"]
        assert ring[0] == ring[-1]
        assert len(ring) - 1 <= 60
