"""The check of a network: each fault is found where it was put, and a sound network has none."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import networkx
import numpy as np
import pytest
from hypothesis import given

from routing import (
    Beyond,
    FindingCode,
    Network,
    NetworkCheck,
    Place,
    Point,
    Profile,
    RoadClass,
    Speeds,
    check_network,
    draw_check,
    import_network,
    join_skeleton,
)
from routing.network.building import NetworkBuilder
from routing.network.facts import Access, RoadFacts
from routing.speeds.weights import passable_edges
from tests.routing.network.test_importing import write_csv
from tests.routing.test_console import run
from tests.routing.worlds import ISLAND_PIER, ferry_service, grids, line_network, make_network, node_point

WORDS = {code: code.value for code in FindingCode}


def counts(check: NetworkCheck) -> dict[FindingCode, tuple[int, int]]:
    return {finding.code: (finding.count, finding.misleading) for finding in check.findings}


def test_a_sound_network_has_no_finding() -> None:
    network = line_network(length_m=1200.0)
    check = check_network(network, places=[Place("PSC", node_point(network, 1))])
    assert (check.findings, check.misleads) == ((), False)
    assert check.place_is_fine.all()
    assert (check.edge_finding == -1).all()


PLACES = [(0.0, 104.0), (0.0, 104.01), (0.0, 104.02), (0.0, 104.10), (0.0, 104.11)]


def test_a_piece_apart_misleads_unless_it_is_short() -> None:
    streets = [(0, 1, False), (1, 2, False), (3, 4, False)]
    apart = check_network(make_network(PLACES, streets, length_m=1200.0))
    assert counts(apart) == {FindingCode.TERPISAH: (1, 1)}
    (example,) = apart.findings[0].examples
    assert (example.name, example.amount) == ("Jl. 2", 1200.0)
    assert example.lon == pytest.approx(104.11)
    driveway = [*PLACES[:4], (0.0, 104.1001)]
    short = check_network(make_network(driveway, streets, length_m=None))
    assert counts(short) == {FindingCode.TERPISAH: (1, 0)}
    assert not short.misleads


def test_an_island_with_a_pier_is_as_it_should_be() -> None:
    network = make_network(PLACES, [(0, 1, False), (1, 2, False), (3, 4, False)], length_m=1200.0)
    places = [Place("Puskesmas Pulau", Point(0.0, 104.105))]
    check = check_network(network, places=places, boats=ferry_service())
    assert counts(check) == {
        FindingCode.PULAU_BERDERMAGA: (1, 0),
        FindingCode.TEMPAT_TIDAK_TERJANGKAU: (1, 0),
    }
    assert not check.misleads
    assert check_network(network, places=places).misleads


def test_an_island_without_mapped_roads_is_reached_by_its_pier() -> None:
    places = [Place("Puskesmas Pulau", Point(ISLAND_PIER.lat, ISLAND_PIER.lon + 0.001))]
    network = line_network(length_m=1200.0)
    assert not check_network(network, places=places, boats=ferry_service()).misleads
    assert counts(check_network(network, places=places)) == {FindingCode.TEMPAT_JAUH_DARI_JALAN: (1, 1)}


def test_one_way_traps_in_both_directions() -> None:
    ring = [(0.0, 104.0), (0.0, 104.01), (0.01, 104.01), (0.02, 104.01), (-0.01, 104.0), (0.03, 104.01)]
    streets = [(0, 1, False), (1, 2, False), (2, 3, True), (4, 0, True), (3, 5, False)]
    network = make_network(ring, streets, length_m=1200.0)
    check = check_network(network, places=[Place("RS", node_point(network, 5))])
    assert counts(check) == {
        FindingCode.TANPA_JALAN_KELUAR: (1, 1),
        FindingCode.TANPA_JALAN_MASUK: (1, 1),
        FindingCode.TEMPAT_TIDAK_TERJANGKAU: (1, 1),
    }
    assert check.findings[0].examples[0].amount == 2400.0
    assert np.flatnonzero(check.edge_finding == 0).tolist() == [2, 4]
    assert np.flatnonzero(check.edge_finding == 1).tolist() == [3]


def street(builder: NetworkBuilder, a: int, b: int, *, access: Access = Access.ALL, maxspeed_kmh: int = 0) -> None:
    facts = RoadFacts(access, maxspeed_kmh, way=a + 100)
    builder.add_edge(a, b, RoadClass.RESIDENTIAL, facts=facts, where="uji")


def test_a_street_behind_bollards_is_cut_off_for_ambulances_alone() -> None:
    builder = NetworkBuilder()
    for node in range(5):
        builder.add_node(0.0, 104 + node / 100, where="uji")
    street(builder, 0, 1)
    street(builder, 1, 2)
    street(builder, 2, 3, access=Access.MOTORCYCLE | Access.FOOT)
    street(builder, 3, 4, maxspeed_kmh=3)
    network = builder.build(label="uji", schematic=False, attribution="uji", where="uji")
    check = check_network(network)
    assert counts(check) == {FindingCode.TERPUTUS_BAGI_AMBULANS: (1, 1), FindingCode.BATAS_TIDAK_DIPERCAYA: (1, 0)}
    assert [finding.examples[0].way for finding in check.findings] == [103, 103]


def test_a_network_that_no_ambulance_can_use_misleads() -> None:
    network = line_network(road_class=RoadClass.FOOTWAY)
    check = check_network(network, places=[Place("PSC", node_point(network, 1))])
    assert counts(check) == {FindingCode.TERPISAH: (1, 1), FindingCode.TEMPAT_JAUH_DARI_JALAN: (1, 1)}
    assert "<svg" in draw_check(network, check, WORDS)


@pytest.mark.parametrize(("length_m", "faulty"), [(1115.0, False), (1090.0, False), (1080.0, True), (0.0, True)])
def test_a_road_shorter_than_the_straight_line_is_an_impossible_speed(length_m: float, faulty: bool) -> None:
    assert (FindingCode.KECEPATAN_MUSTAHIL in counts(check_network(line_network(length_m=length_m)))) is faulty


def test_a_speed_table_can_be_impossible_too() -> None:
    speeds = Speeds(car_kmh={RoadClass.RESIDENTIAL: 100.0})
    check = check_network(line_network(length_m=None), speeds=speeds)
    assert counts(check) == {FindingCode.KECEPATAN_MUSTAHIL: (3, 3)}
    assert check.findings[0].examples[0].amount == pytest.approx(125.0, rel=0.001)


@pytest.mark.parametrize(("north_m", "fine"), [(150, True), (250, False), (600, False)])
def test_a_facility_far_from_the_road(north_m: int, fine: bool) -> None:
    place = Place("Puskesmas", Point(north_m / 111_195, 104.005))
    check = check_network(line_network(length_m=1200.0), places=[place, Place("PSC", Point(0.0, 104.0))])
    assert check.place_is_fine.tolist() == [fine, True]
    assert check.misleads is not fine
    if not fine:
        assert check.findings[-1].examples[0].amount == pytest.approx(north_m, rel=0.01)


@given(grids())
def test_traps_are_what_networkx_finds(network: Network) -> None:
    graph = networkx.DiGraph()
    graph.add_nodes_from(range(network.node_count))
    passable = passable_edges(network, Speeds(), Profile.AMBULANS)[network.arcs.edge]
    graph.add_edges_from(zip(network.arcs.tail[passable], network.arcs.head[passable], strict=True))
    sizes = sorted((len(part) for part in networkx.strongly_connected_components(graph)), reverse=True)
    if len(sizes) > 1 and sizes[0] == sizes[1]:
        return  # which of two equal parts is the main one is a matter of taste
    main = max(networkx.strongly_connected_components(graph), key=len)
    check = check_network(network)
    sound = {
        edge
        for edge in range(network.edge_count)
        if int(network.edge_a[edge]) in main and int(network.edge_b[edge]) in main
    }
    codes = {i for i, f in enumerate(check.findings) if f.code is not FindingCode.KECEPATAN_MUSTAHIL}
    marked = {edge for edge in range(network.edge_count) if check.edge_finding[edge] in codes}
    too_fast = {edge for edge in range(network.edge_count) if check.edge_finding[edge] >= 0} - marked
    assert marked.isdisjoint(sound)
    assert marked | sound | too_fast == set(range(network.edge_count))


def test_the_picture_is_an_svg_with_a_legend_and_the_places() -> None:
    network = make_network(PLACES, [(0, 1, False), (1, 2, False), (3, 4, False)], length_m=1200.0)
    places = [Place("RSUD <Kota>", Point(0.0, 104.01)), Place("Jauh & sepi", Point(0.0, 104.06))]
    text = draw_check(network, check_network(network, places=places), WORDS)
    picture = ElementTree.fromstring(text)
    tags = [element.tag.rpartition("}")[2] for element in picture.iter()]
    assert (tags.count("circle"), tags.count("path")) == (2, 3)
    words = [element.text for element in picture.iter() if element.tag.endswith("text")]
    assert "terpisah: 1" in words
    assert "tempat_jauh_dari_jalan: 1" in words
    assert "Jauh & sepi" in words
    assert "2 km" in words


def test_the_picture_shows_where_the_drawn_roads_go_on() -> None:
    network = line_network(length_m=None)
    drawn = make_network([(0.0, 104.0), (0.0, 104.08)], [(0, 1, False)], length_m=None, schematic=True)
    joined = join_skeleton(network, drawn)
    assert joined.gateways.tolist() == [4]
    plain = draw_check(network, check_network(network), WORDS)
    text = draw_check(network, check_network(network), WORDS, beyond=Beyond(joined, "Jalan gambar", "Penghubung"))
    words = [element.text for element in ElementTree.fromstring(text).iter() if element.tag.endswith("text")]
    assert "Jalan gambar: 5.4 km" in words
    assert "Penghubung: 1" in words
    assert text.count("<path") == plain.count("<path") + 2


@pytest.mark.data
def test_real_networks(shared_data: Path, tanjungpinang: Network) -> None:
    helsinki = check_network(import_network(shared_data / "bench" / "Helsinki.osm.pbf"))
    assert counts(helsinki) == {
        FindingCode.TERPISAH: (44, 0),
        FindingCode.TERPUTUS_BAGI_AMBULANS: (5, 0),
        FindingCode.TANPA_JALAN_KELUAR: (11, 3),
        FindingCode.TANPA_JALAN_MASUK: (10, 1),
    }
    assert check_network(tanjungpinang).findings == ()
    balikpapan = import_network(shared_data / "balikpapan" / "simpl_balikpapan_kota_drive.graphml")
    assert "Jalan Jenderal Sudirman" in {e.name for f in check_network(balikpapan).findings for e in f.examples}


def test_on_the_console(tmp_path: Path) -> None:
    picture = tmp_path / "peta.svg"
    done = run("network", "check", "--picture", str(picture), data_dir=tmp_path)
    assert done.exit_code == 0
    assert "Tidak ada yang menyesatkan" in done.stdout
    assert picture.read_text().startswith("<svg")
    data_dir = tmp_path / "data"
    run("network", "import", str(write_csv(tmp_path)), data_dir=data_dir)
    bad = run("network", "check", "--json", data_dir=data_dir)
    assert bad.exit_code == 1
    document = json.loads(bad.stdout)
    assert document["misleads"] is True
    assert {"code", "count", "misleading", "unit", "examples"} == set(document["findings"][0])
    assert document["gateways"] >= 1
    assert document["drawn_km"] > 10
    assert "menyesatkan" in run("network", "check", data_dir=data_dir).stdout
    assert run("network", "check", "--picture", "peta.png", data_dir=tmp_path).exit_code == 2
    assert run("network", "check", "--picture", str(tmp_path / "tiada" / "x.svg"), data_dir=tmp_path).exit_code == 2
