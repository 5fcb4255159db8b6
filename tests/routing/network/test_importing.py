"""Importers: what they read, and how they say that a file is not what its name says."""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import networkx
import pytest
from shapely import LineString

from routing import Mode, Network, NetworkImportError, RoadClass, Router, Source, import_network
from routing.network.facts import Access, Surface
from routing.network.roads import road_class_of
from tests.routing.worlds import NOON, node_point

NODES = "id,lat,lon\n0,0.91,104.45\n1,0.92,104.45\n2,0.92,104.46\n"
EDGES = "a,b,length_km,class_inferred\n0,1,1.2,arterial\n1,2,1.1,local\n"


def write_csv(folder: Path, nodes: str = NODES, edges: str = EDGES) -> Path:
    (folder / "road_nodes.csv").write_text(nodes)
    (folder / "road_edges.csv").write_text(edges)
    return folder


def test_csv_tables(tmp_path: Path) -> None:
    network = import_network(write_csv(tmp_path))
    assert (network.node_count, network.edge_count, len(network.arcs)) == (3, 2, 4)
    assert network.edge_length_m.tolist() == [1200.0, 1100.0]
    assert [network.class_of(edge) for edge in (0, 1)] == [RoadClass.SECONDARY, RoadClass.RESIDENTIAL]
    assert (network.label, network.schematic) == (f"OSM ({tmp_path.name})", False)
    assert "OpenStreetMap" in network.attribution


@pytest.mark.parametrize(
    ("nodes", "edges", "message"),
    [
        (NODES, EDGES + "1,9,1.0,local\n", r"road_edges\.csv:4: simpul '9' tidak ada"),
        (NODES + "2,0.9,104.4\n", EDGES, r"road_nodes\.csv:5: simpul '2' ada dua kali"),
        (NODES + "3,x,104.4\n", EDGES, r"road_nodes\.csv:5: lat = 'x' bukan angka"),
        (NODES + "3,104.4,0.9\n", EDGES, r"road_nodes\.csv:5: .*tertukar"),
        (NODES + "3,nan,104.4\n", EDGES, r"road_nodes\.csv:5: .*bukan koordinat"),
        (NODES + "3\n", EDGES, r"road_nodes\.csv:5: barisnya terpotong"),
        (NODES, "a,b\n0,1\n", r"road_edges\.csv: kolom length_km"),
        (NODES, EDGES + "0,2,-1,local\n", r"road_edges\.csv:4: panjang ruas -1000"),
        (NODES, "a,b,length_km\n", r"road_edges\.csv: tidak ada satu ruas"),
        (NODES, "", r"road_edges\.csv: kolom a, b, length_km"),
        ("id,lat,lon\n0,\udcff,1\n", EDGES, r"road_nodes\.csv: bukan tabel CSV"),
    ],
)
def test_csv_errors_name_file_and_line(tmp_path: Path, nodes: str, edges: str, message: str) -> None:
    (tmp_path / "road_nodes.csv").write_bytes(nodes.encode(errors="surrogateescape"))
    (tmp_path / "road_edges.csv").write_text(edges)
    with pytest.raises(NetworkImportError, match=message):
        import_network(tmp_path)


def test_a_folder_without_the_tables(tmp_path: Path) -> None:
    with pytest.raises(NetworkImportError, match=r"road_nodes\.csv tidak ada di folder ini"):
        import_network(tmp_path)
    write_csv(tmp_path)
    with pytest.raises(NetworkImportError, match="beri foldernya"):
        import_network(tmp_path / "road_nodes.csv")


@pytest.mark.parametrize("name", ["peta.shp", "peta.o5m", "peta"])
def test_an_unknown_format_says_what_can_be_read(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("x")
    with pytest.raises(NetworkImportError, match="Yang bisa dibaca"):
        import_network(tmp_path / name)
    with pytest.raises(NetworkImportError, match="tidak ada berkas"):
        import_network(tmp_path / "tiada")


GRAPHML = """<?xml version='1.0' encoding='utf-8'?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
  <key id="y" for="node" attr.name="y" attr.type="string" /><key id="x" for="node" attr.name="x" attr.type="string" />
  <key id="h" for="edge" attr.name="highway" attr.type="string" />
  <key id="n" for="edge" attr.name="name" attr.type="string" />
  <key id="l" for="edge" attr.name="length" attr.type="string" />
  <key id="o" for="edge" attr.name="osmid" attr.type="string" />
  <key id="g" for="edge" attr.name="geometry" attr.type="string" />
  <graph edgedefault="directed">
    <node id="7"><data key="y">-1.27</data><data key="x">116.84</data></node>
    <node id="8"><data key="y">-1.27</data><data key="x">116.85</data></node>
    <node id="9"><data key="y">-1.26</data><data key="x">116.85</data></node>
    {edges}
  </graph>
</graphml>"""


def edge_xml(
    tail: int, head: int, *, osmid: str = "1", highway: str = "primary", shape: str = "", more: str = ""
) -> str:
    geometry = f'<data key="g">LINESTRING ({shape})</data>' if shape else ""
    return (
        f'<edge source="{tail}" target="{head}" id="0"><data key="o">{osmid}</data><data key="h">{highway}</data>'
        f'<data key="n">Jalan A</data><data key="l">1200.5</data>{geometry}{more}</edge>'
    )


def import_graphml_text(folder: Path, edges: str) -> Network:
    path = folder / "kota.graphml"
    path.write_text(GRAPHML.format(edges=edges))
    return import_network(path)


def test_graphml_folds_both_directions_of_a_road_into_one_edge(tmp_path: Path) -> None:
    there = edge_xml(7, 8, shape="116.84 -1.27, 116.845 -1.271, 116.85 -1.27")
    back = edge_xml(8, 7, shape="116.85 -1.27, 116.845 -1.271, 116.84 -1.27")
    one_way = edge_xml(8, 9, osmid="2", highway="['residential', 'trunk_link']")
    network = import_graphml_text(tmp_path, there + one_way + back)
    assert (network.node_count, network.edge_count, len(network.arcs)) == (3, 2, 3)
    assert sorted(network.edge_oneway.tolist()) == [False, True]
    road, slip = network.edge_oneway.tolist().index(False), network.edge_oneway.tolist().index(True)
    assert network.shape_lonlat(road).tolist() == [[116.84, -1.27], [116.845, -1.271], [116.85, -1.27]]
    assert (network.name_of(road), network.edge_length_m[road]) == ("Jalan A", 1200.5)
    assert network.class_of(slip) is RoadClass.TRUNK
    assert network.label == "OSM (kota)"


@pytest.mark.parametrize(
    ("edges", "message"),
    [
        (edge_xml(7, 99), "simpul 99 tidak ada"),
        (edge_xml(7, 8, shape="116.84, 2"), "bukan LINESTRING"),
        ('<edge source="7" target="8"><data key="h">primary</data></edge>', "length"),
        ("<edge", "bukan GraphML yang utuh"),
        ('<edge source="7"></edge>', "atribut 'target'"),
        ("", "tidak ada satu ruas"),
    ],
)
def test_graphml_errors(tmp_path: Path, edges: str, message: str) -> None:
    with pytest.raises(NetworkImportError, match=message):
        import_graphml_text(tmp_path, edges)


def test_graphml_of_something_else(tmp_path: Path) -> None:
    (tmp_path / "x.graphml").write_text("<graphml/>")
    with pytest.raises(NetworkImportError, match="tidak ada simpul"):
        import_network(tmp_path / "x.graphml")


@pytest.mark.data
@pytest.mark.parametrize(
    ("name", "nodes", "arcs"), [("simpl_klandasan_ilir_drive", 169, 358), ("simpl_balikpapan_kota_drive", 1207, 2683)]
)
def test_the_real_graphml_has_the_counts_that_osmnx_reports(
    shared_data: Path, name: str, nodes: int, arcs: int
) -> None:
    path = shared_data / "balikpapan" / f"{name}.graphml"
    network = import_network(path)
    assert (network.node_count, len(network.arcs)) == (network.source_nodes, network.source_edges) == (nodes, arcs)
    by_osmnx = pytest.importorskip("osmnx").load_graphml(path)
    assert (len(by_osmnx.nodes), len(by_osmnx.edges)) == (nodes, arcs)
    graph = networkx.read_graphml(path)
    signed = sum("maxspeed" in data for _, _, data in graph.edges(data=True))
    assert int((network.edge_maxspeed_kmh[network.arcs.edge] > 0).sum()) == signed
    length_m = sum(float(data["length"]) for _, _, data in graph.edges(data=True))
    assert float(network.edge_length_m[network.arcs.edge].sum()) == pytest.approx(length_m)
    lights = [float(data["x"]) for _, data in graph.nodes(data=True) if data.get("highway") == "traffic_signals"]
    assert sorted(network.node_lon[network.node_signal].tolist()) == sorted(lights)
    one_way = sum(data["oneway"] == "True" for _, _, data in graph.edges(data=True))
    assert int(network.edge_oneway.sum()) == one_way


def collection(*features: dict[str, Any], **more: Any) -> str:
    return json.dumps({"type": "FeatureCollection", "features": list(features), **more})


def line(*vertices: tuple[float, float], **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": {"type": "LineString", "coordinates": vertices}}


def test_geojson_lines_meet_at_shared_vertices(tmp_path: Path) -> None:
    path = tmp_path / "jalan.geojson"
    path.write_text(
        collection(
            line((104.0, 0.9), (104.01, 0.9), (104.02, 0.9), (104.03, 0.9), name="Jl. A", **{"class": "primary"}),
            line((104.02, 0.9), (104.02, 0.91), name="Jl. B", highway="tertiary", oneway="-1"),
            line((104.03, 0.9), (104.05, 0.9), name="Pompong", kind="laut"),
            {"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": [104, 0.9]}},
            attribution="© kami",
        )
    )
    network = import_network(path)
    assert network.node_count == 5
    assert [network.name_of(edge) for edge in range(4)] == ["Jl. A", "Jl. A", "Jl. B", "Pompong"]
    assert [len(network.shape_lonlat(edge)) for edge in range(4)] == [3, 2, 2, 2]
    assert network.class_of(2) is RoadClass.TERTIARY
    assert network.is_sea.tolist() == [False, False, False, True]
    assert network.edge_oneway.tolist() == [False, False, True, False]
    assert network.node_lat[network.edge_b[2]] == 0.9  # against the drawn direction
    assert (network.attribution, network.schematic) == ("© kami", False)


def test_geojson_is_schematic_only_if_every_line_says_so(tmp_path: Path) -> None:
    path = tmp_path / "jalan.geojson"
    drawn, real = line((104.0, 0.9), (104.01, 0.9), skematik=True), line((104.01, 0.9), (104.02, 0.9))
    path.write_text(collection(drawn))
    network = import_network(path)
    assert (network.label, network.schematic) == ("skematik", True)
    path.write_text(collection(drawn, real))
    assert import_network(path).schematic is False


def test_a_line_that_crosses_itself_can_be_left_at_the_crossing(tmp_path: Path) -> None:
    path = tmp_path / "jalan.geojson"
    path.write_text(
        collection(line((104.0, 0.9), (104.01, 0.9), (104.01, 0.91), (104.0, 0.91), (104.01, 0.9), (104.02, 0.9)))
    )
    network = import_network(path)
    assert (network.node_count, network.edge_count) == (3, 3)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "bukan GeoJSON yang utuh"),
        ("[]", "bukan FeatureCollection"),
        (collection(line((104.0, 0.9))), "fitur 0: garis dengan kurang dari dua titik"),
        (collection(line((0.9, 104.0), (0.91, 104.0))), "tertukar"),
        (collection({"geometry": {"type": "LineString", "coordinates": [[1, "x"], [2, 2]]}}), "geometri rusak"),
        (collection(), "tidak ada satu ruas"),
    ],
)
def test_geojson_errors(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "jalan.geojson"
    path.write_text(text)
    with pytest.raises(NetworkImportError, match=message):
        import_network(path)


@pytest.mark.data
def test_a_whole_coastal_city_from_packed_geojson(shared_data: Path) -> None:
    network = import_network(shared_data / "bench" / "coquimbo_roads.geojson.gz")
    assert (network.source_edges, network.edge_count) == (19_846, 13_978)
    document = json.loads(gzip.decompress((shared_data / "bench" / "coquimbo_roads.geojson.gz").read_bytes()))
    properties = [feature["properties"] for feature in document["features"]]
    assert set(network.edge_way.tolist()) == {p["osm_id"] for p in properties}
    assert set(network.names) == {"", *(p["name"].strip() for p in properties if p["name"])}
    assert network.edge_lanes.max() == 5
    signed = {p["osm_id"] for p in properties if p["speed_ab"]}
    assert signed <= set(network.edge_way[network.edge_maxspeed_kmh > 0].tolist())
    assert float(network.edge_length_m[network.edge_oneway].sum()) == pytest.approx(
        sum(p["distance"] for p in properties if p["direction"] == 1), rel=0.01
    )
    assert float(network.edge_length_m.sum()) / 1000 == pytest.approx(1468, rel=0.02)
    assert network.label == "OSM (coquimbo_roads)"


@pytest.mark.parametrize(
    ("properties", "facts"),
    [
        ({"highway": "footway", "width": "3"}, ("path", 7, 0, 0, False, Surface.UNKNOWN, 3.0, 0)),
        ({"highway": "primary", "maxspeed": "40", "lanes": "2", "bridge": "yes", "surface": "asphalt", "osm_id": 7},
         ("primary", 7, 40, 2, True, Surface.PAVED, 0.0, 7)),
        ({"link_type": "tertiary", "speed_ab": 60, "speed_ba": 50, "lanes_ab": 1.5, "direction": 0, "osm_id": "8"},
         ("tertiary", 7, 50, 3, False, Surface.UNKNOWN, 0.0, 8)),
        ({"link_type": "tertiary", "speed_ab": 60, "speed_ba": 50, "lanes_ab": 3, "direction": 1},
         ("tertiary", 7, 60, 3, False, Surface.UNKNOWN, 0.0, 0)),
        ({"class": "secondary", "motor_vehicle": "no"}, ("secondary", 4, 0, 0, False, Surface.UNKNOWN, 0.0, 0)),
        ({"class": "secondary", "lanes": None, "osm_id": "way/x", "speed_ab": "cepat", "lanes_ab": "banyak"},
         ("secondary", 7, 0, 0, False, Surface.UNKNOWN, 0.0, 0)),
    ],
)  # fmt: skip
def test_geojson_facts(tmp_path: Path, properties: dict[str, Any], facts: tuple[Any, ...]) -> None:
    path = tmp_path / "jalan.geojson"
    path.write_text(collection(line((104.0, 0.9), (104.01, 0.9), **properties)))
    n = import_network(path)
    columns = (n.edge_access, n.edge_maxspeed_kmh, n.edge_lanes, n.edge_bridge, n.edge_surface, n.edge_width_m)
    assert (str(n.class_of(0)), *(column[0] for column in columns), n.edge_way[0]) == facts


def test_geojson_knows_line_by_line_what_is_drawn_by_hand(tmp_path: Path) -> None:
    path = tmp_path / "jalan.geojson"
    drawn, real = line((104.0, 0.9), (104.01, 0.9), skematik=True), line((104.01, 0.9), (104.02, 0.9))
    path.write_text(collection(drawn, real))
    assert import_network(path).edge_approximate.tolist() == [True, False]


def fake_osmnx(monkeypatch: pytest.MonkeyPatch, download: Callable[..., Any]) -> None:
    settings = SimpleNamespace(useful_tags_way=["highway"], useful_tags_node=["ref"])
    osmnx = SimpleNamespace(graph_from_place=download, graph_from_bbox=download, settings=settings)
    monkeypatch.setitem(sys.modules, "osmnx", osmnx)


def small_graph(*_: object, **__: object) -> networkx.MultiDiGraph:
    graph = networkx.MultiDiGraph()
    graph.add_node(1, x=104.45, y=0.91)
    graph.add_node(2, x=104.46, y=0.91)
    shape = LineString([(104.45, 0.91), (104.455, 0.911), (104.46, 0.91)])
    merged = {"osmid": [5, 6], "highway": ["primary", "tertiary"], "maxspeed": ["60", "40"], "bridge": "yes"}
    graph.add_edge(1, 2, **merged, name="Jalan A", length=1200.0, geometry=shape)
    graph.add_edge(2, 1, osmid=[6, 5], highway="primary", name="Jalan A", length=1200.0, geometry=shape.reverse())
    return graph


@pytest.mark.parametrize("source", ["place:Tanjungpinang", "bbox:104.4,0.85,104.6,1.0"])
def test_a_download_by_osmnx(monkeypatch: pytest.MonkeyPatch, source: str) -> None:
    asked: list[tuple[tuple[object, ...], dict[str, object]]] = []

    def download(*args: object, **options: object) -> networkx.MultiDiGraph:
        assert {"highway", "emergency", "maxspeed", "route"} <= set(sys.modules["osmnx"].settings.useful_tags_way)
        assert {"highway", "barrier", "locked", "access"} <= set(sys.modules["osmnx"].settings.useful_tags_node)
        asked.append((args, options))
        return small_graph()

    fake_osmnx(monkeypatch, download)
    network = import_network(source)
    assert (network.node_count, network.edge_count, len(network.arcs)) == (2, 1, 2)
    assert network.shape_lonlat(0).shape == (3, 2)
    settings = sys.modules["osmnx"].settings
    assert (settings.useful_tags_way, settings.useful_tags_node) == (["highway"], ["ref"]), "as another user has them"
    assert (network.edge_maxspeed_kmh.tolist(), network.edge_bridge.tolist()) == ([40], [True])
    assert network.edge_way.tolist() == [5]
    assert network.label == "OSM " + source.partition(":")[2]
    assert asked[0][0] == (("Tanjungpinang",) if source.startswith("place") else ((104.4, 0.85, 104.6, 1.0),))
    router = Router(network)
    assert router.travel_times_to(node_point(network, 1), [Source(node_point(network, 0), Mode.MOTOR)], NOON)


def overpass_answer(*ways: tuple[list[int], dict[str, str]], nodes: dict[int, dict[str, str]]) -> dict[str, Any]:
    """What Overpass would answer: node `n` lies `n` thousandths of a degree east of 104."""
    refs = sorted({ref for refs, _ in ways for ref in refs})
    elements: list[dict[str, Any]] = [
        {"type": "node", "id": ref, "lat": 0.9, "lon": 104 + ref / 1000, "tags": nodes.get(ref, {})} for ref in refs
    ]
    for number, (members, tags) in enumerate(ways, start=1):
        elements.append({"type": "way", "id": number, "nodes": members, "tags": tags})
    return {"elements": elements}


def test_what_overpass_answers_becomes_roads_barriers_lights_and_boat_legs(monkeypatch: pytest.MonkeyPatch) -> None:
    overpass = pytest.importorskip("osmnx")._overpass
    asked: list[str] = []
    answer = overpass_answer(
        ([1, 2, 3, 4, 5], {"highway": "residential", "name": "Jalan A", "maxspeed": "40"}),
        ([5, 6, 7], {"highway": "footway"}),
        ([7, 20], {"route": "ferry", "name": "Pompong"}),
        nodes={2: {"highway": "traffic_signals"}, 4: {"barrier": "bollard"}, 6: {"barrier": "gate"}},
    )

    def request(data: dict[str, str]) -> dict[str, Any]:
        asked.append(data["data"])
        return answer

    monkeypatch.setattr(overpass, "_overpass_request", request)
    network = import_network("bbox:103.9,0.8,104.1,1.0")
    assert any('"route"="ferry"' in query for query in asked)
    assert [str(network.class_of(edge)) for edge in range(network.edge_count)] == [
        *("residential",) * 4,
        *("path",) * 2,
        "laut",
    ]
    assert network.node_lon[network.node_signal].tolist() == [104.002]
    assert network.node_lon[network.gate_node].tolist() == [104.004, 104.006]
    assert network.gate_access.tolist() == [Access.MOTORCYCLE | Access.FOOT, Access.ALL]
    stopped = (network.edge_access & Access.AMBULANCE) == 0
    assert network.edge_length_m[stopped].tolist() == [0.0]
    assert set(network.edge_maxspeed_kmh[network.edge_class == network.edge_class[0]].tolist()) == {40}
    assert len(set(network.land_component.tolist())) == 2


def test_a_download_that_fails_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ConnectionError("no route to host")

    fake_osmnx(monkeypatch, fail)
    with pytest.raises(NetworkImportError, match="tidak dapat diunduh"):
        import_network("place:Tanjungpinang")


@pytest.mark.parametrize("source", ["place:", "bbox:1,2,3", "bbox:a,b,c,d", "bbox:104.6,0.85,104.4,1.0"])
def test_a_wrong_place_or_box_is_refused_before_any_download(source: str) -> None:
    with pytest.raises(NetworkImportError, match=r"misalnya|BARAT"):
        import_network(source)


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("motorway_link", RoadClass.TRUNK),
        (" Primary ", RoadClass.PRIMARY),
        ("steps", RoadClass.FOOTWAY),
        ("cycleway", RoadClass.PATH),
        ("collector", RoadClass.TERTIARY),
        ("ferry", RoadClass.LAUT),
        ("", RoadClass.UNCLASSIFIED),
        ("proposed", RoadClass.UNCLASSIFIED),
    ],
)
def test_road_classes(tag: str, expected: RoadClass) -> None:
    assert road_class_of(tag) is expected
