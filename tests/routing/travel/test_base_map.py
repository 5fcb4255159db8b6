"""The base map that the screens draw."""

from __future__ import annotations

import json

import pytest

from routing import Network, base_map
from tests.routing.worlds import ferry_service, line_network


def test_roads_of_one_class_and_name_become_one_line(skeleton: Network) -> None:
    document = base_map(skeleton)
    assert document["type"] == "FeatureCollection"
    assert document["attribution"] == "© OpenStreetMap contributors"
    assert (document["label"], document["schematic"], document["network"]) == ("skematik", True, skeleton.hash)
    keys = [(f["properties"]["class"], f["properties"]["name"]) for f in document["features"]]
    assert len(keys) == len(set(keys))
    assert ("primary", "Jl. Ahmad Yani") in keys
    boats = [f["properties"]["name"] for f in document["features"] if f["properties"]["boat"]]
    assert sorted(boats) == ["Pompong Kampung Bugis", "Pompong Penyengat", "Pompong Senggarang"]
    names = [key[0] for key in keys]
    assert names.index("residential") < names.index("primary")  # great roads are drawn last, on top


def test_coordinates_are_longitude_first_with_five_decimals(skeleton: Network) -> None:
    for feature in base_map(skeleton)["features"]:
        lines = feature["geometry"]["coordinates"]
        for line in [lines] if feature["geometry"]["type"] == "LineString" else lines:
            for lon, lat in line:
                assert 104 < lon < 105
                assert 0 < lat < 1
                assert (round(lon, 5), round(lat, 5)) == (lon, lat)


def test_boat_legs_of_the_timetable_are_drawn_where_the_network_has_none() -> None:
    features = base_map(line_network(), ferry_service())["features"]
    boats = [f for f in features if f["properties"]["boat"]]
    assert [f["properties"]["name"] for f in boats] == ["Dermaga Kota – Dermaga Pulau"]
    assert boats[0]["geometry"]["coordinates"] == [[104.03, 0.0], [104.1, 0.0]]


@pytest.mark.data
def test_the_real_city_stays_light(tanjungpinang: Network) -> None:
    document = base_map(tanjungpinang)
    assert len(json.dumps(document)) < 500_000
    assert {f["properties"]["class"] for f in document["features"]} == {"secondary", "tertiary", "residential"}
