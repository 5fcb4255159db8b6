"""OpenStreetMap extracts, small ones written here and a real one counted by osmium itself."""

from __future__ import annotations

import bz2
import gzip
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from itertools import pairwise
from pathlib import Path
from xml.sax.saxutils import quoteattr

import numpy as np
import osmium
import pytest

from routing import (
    Mode,
    Network,
    NetworkImportError,
    Point,
    Profile,
    RoadClass,
    Router,
    Source,
    Speeds,
    TravelKind,
    base_map,
    import_network,
    load_network,
    save_network,
)
from routing.network.facts import Access, Surface
from routing.network.importing.osm_tags import find_road
from routing.speeds.weights import passable_edges
from tests.routing.network.test_osm_tags import tags_of
from tests.routing.worlds import NOON

Ways = Mapping[str, Iterable[int]]


def osm_text(ways: Ways, nodes: Mapping[int, str] | None = None, *, missing: Iterable[int] = ()) -> str:
    """An .osm document: ways by their tags; node `n` lies `n` thousandths of a degree east of 104.

    Args:
        nodes: tags of nodes.
        missing: nodes that ways name and the extract does not hold.
    """
    refs = sorted({node for members in ways.values() for node in members} - set(missing))
    lines = ["<osm version='0.6'>"]
    for ref in refs:
        lines.append(f"<node id='{ref}' lat='0.9' lon='{104 + ref / 1000}'>{_xml((nodes or {}).get(ref, ''))}</node>")
    for number, (text, members) in enumerate(ways.items(), start=1):
        refs_xml = "".join(f"<nd ref='{ref}'/>" for ref in members)
        lines.append(f"<way id='{number}'>{refs_xml}{_xml(text)}</way>")
    return "\n".join([*lines, "</osm>"])


def _xml(text: str) -> str:
    return "".join(f"<tag k={quoteattr(key)} v={quoteattr(value)}/>" for key, value in tags_of(text).items())


def read(folder: Path, text: str, name: str = "kota.osm") -> Network:
    path = folder / name
    packers: dict[str, Callable[[bytes], bytes]] = {"bz2": bz2.compress, "gz": gzip.compress}
    pack = packers.get(name.rpartition(".")[2], bytes)
    path.write_bytes(pack(text.encode()))
    return import_network(path)


STREETS = {
    "highway=primary name=Jalan_A maxspeed=40 lanes=2 bridge=yes surface=asphalt": [1, 2, 3, 4],
    "highway=residential oneway=-1": [3, 10],
    "route=ferry name=Pompong": [4, 20],
    "highway=construction": [1, 30],
}


@pytest.mark.parametrize("name", ["kota.osm", "kota.osm.bz2", "kota.osm.gz"])
def test_ways_become_edges_between_their_junctions(tmp_path: Path, name: str) -> None:
    network = read(tmp_path, osm_text(STREETS), name)
    assert (network.node_count, network.edge_count, network.label) == (5, 4, "OSM (kota)")
    assert [str(network.class_of(edge)) for edge in range(4)] == ["primary", "primary", "residential", "laut"]
    assert [len(network.shape_lonlat(edge)) for edge in range(4)] == [3, 2, 2, 2]
    assert network.edge_oneway.tolist() == [False, False, True, False]
    assert network.node_lon[[network.edge_a[2], network.edge_b[2]]].tolist() == [104.01, 104.003]
    assert [network.name_of(edge) for edge in range(4)] == ["Jalan_A", "Jalan_A", "", "Pompong"]
    assert network.edge_maxspeed_kmh.tolist() == [40, 40, 0, 0]
    assert network.edge_lanes.tolist() == [2, 2, 0, 0]
    assert network.edge_bridge.tolist() == [True, True, False, False]
    assert network.edge_surface.tolist() == [Surface.PAVED, Surface.PAVED, Surface.UNKNOWN, Surface.UNKNOWN]
    assert network.edge_way.tolist() == [1, 1, 2, 3]
    assert network.is_sea.tolist() == [False, False, False, True]


def test_a_way_cut_by_the_border_keeps_each_known_stretch_and_bridges_no_gap(tmp_path: Path) -> None:
    network = read(tmp_path, osm_text({"highway=primary": [1, 2, 3, 4, 5, 6, 7, 8]}, missing=[1, 4, 6]))
    assert [network.shape_lonlat(edge)[:, 0].tolist() for edge in range(2)] == [[104.002, 104.003], [104.007, 104.008]]
    assert network.land_component.tolist() == [0, 0, 1, 1]


def test_a_way_that_crosses_itself_or_doubles_a_node(tmp_path: Path) -> None:
    network = read(tmp_path, osm_text({"highway=service": [1, 2, 2, 3, 4, 2, 5]}))
    assert (network.node_count, network.edge_count) == (3, 3)
    assert (network.edge_a == network.edge_b).sum() == 1
    assert float(network.edge_length_m.min()) > 0


def seconds(network: Network, mode: Mode, *, start: float = 104.0005, end: float = 104.0035) -> tuple[float, str]:
    answer = Router(network).travel_times_to(Point(0.9, end), [Source(Point(0.9, start), mode)], NOON)[0]
    return answer.duration_s, answer.kind


@pytest.mark.parametrize(
    ("barrier", "passes"),
    [
        ("barrier=gate", {Mode.AMBULANS, Mode.MOTOR, Mode.KAPAL}),
        ("barrier=bollard", {Mode.MOTOR, Mode.KAPAL}),
        ("barrier=stile", {Mode.KAPAL}),
        ("barrier=block emergency=yes", {Mode.AMBULANS, Mode.MOTOR, Mode.KAPAL}),
    ],
)
def test_a_barrier_stops_whom_it_stops_and_nobody_on_either_side(
    tmp_path: Path, barrier: str, passes: set[Mode]
) -> None:
    network = read(tmp_path, osm_text({"highway=residential": [0, 1, 2, 3, 4]}, {2: barrier}))
    open_road = read(tmp_path, osm_text({"highway=residential": [0, 1, 2, 3, 4]}))
    for mode in (Mode.AMBULANS, Mode.MOTOR):
        through, along = seconds(network, mode), seconds(open_road, mode)
        if mode in passes:
            assert through[1] == TravelKind.JALAN
            assert through[0] == pytest.approx(along[0], abs=0.01)
        else:
            assert through[1] == TravelKind.GARIS_LURUS
        before = seconds(network, mode, end=104.0015)
        assert before[1] == TravelKind.JALAN
        assert before[0] == pytest.approx(seconds(open_road, mode, end=104.0015)[0], abs=0.01)
    assert base_map(network)["features"], "an edge without length draws no error"


@pytest.mark.parametrize("limit_s", [0.001, 16.678, 60.0, 600.0])
def test_edges_without_length_can_be_stood_on_drawn_and_cut(tmp_path: Path, limit_s: float) -> None:
    network = read(tmp_path, osm_text({"highway=residential": [0, 1, 2, 3, 4]}, {2: "barrier=bollard"}))
    router, barrier = Router(network), Point(0.9, 104.002)
    assert router.isochrone(barrier, limit_s, mode=Mode.MOTOR).geojson is not None
    assert router.isochrone(Point(0.9, 104.0005), limit_s, mode=Mode.MOTOR).geojson is not None
    route = router.route(barrier, Point(0.9, 104.0035), Mode.MOTOR, NOON)
    assert (route.kind, len(route.coordinates)) == (TravelKind.JALAN, 3)
    assert route.length_m == pytest.approx(166.8, abs=0.1)
    assert router.snap(barrier) is not None


def test_lights_gates_and_piers_are_recorded_where_they_stand(tmp_path: Path) -> None:
    ways = {
        "highway=residential": [0, 1, 2, 3, 4],
        "man_made=pier name=Pelantar_I": [4, 6],
        "route=ferry": [6, 9],
        "amenity=ferry_terminal name=Sri_Bintan_Pura": [10, 11],
    }
    nodes = {1: "highway=traffic_signals", 2: "barrier=lift_gate", 3: "barrier=bollard", 11: "barrier=gate"}
    network = read(tmp_path, osm_text(ways, {**nodes, 9: "public_transport=stop_position ferry=yes"}))
    assert network.node_lon[network.node_signal].tolist() == [104.001]
    assert network.node_lon[network.gate_node].tolist() == [104.002, 104.003], "a gate off the roads stops nobody"
    assert network.gate_access.tolist() == [Access.ALL, Access.MOTORCYCLE | Access.FOOT]
    piers = zip(network.pier_names, network.pier_terminal.tolist(), network.pier_lon.tolist(), strict=True)
    assert sorted((name, terminal, round(lon, 6)) for name, terminal, lon in piers) == [
        ("", True, 104.009),
        ("Pelantar_I", False, 104.005),
        ("Sri_Bintan_Pura", True, 104.0105),
    ]
    loaded = load_network(save_network(network, tmp_path / "kota.npz"))
    assert (loaded.hash, loaded.pier_names) == (network.hash, network.pier_names)
    elsewhere = read(tmp_path, osm_text(ways, {**nodes, 9: "public_transport=platform"}))
    assert elsewhere.hash != network.hash


def test_a_barrier_at_a_crossing_of_three_ways_stops_every_pair(tmp_path: Path) -> None:
    ways = {"highway=residential": [1, 5], "highway=residential name=b": [5, 9], "highway=residential name=c": [5, 7]}
    network = read(tmp_path, osm_text(ways, {5: "barrier=bollard"}))
    assert network.edge_count == 5
    ambulance = (network.edge_access & Access.AMBULANCE) != 0
    assert (network.edge_length_m[~ambulance] == 0).all()
    assert (network.edge_length_m[ambulance] > 0).all()
    ends = np.concatenate((network.edge_a[ambulance], network.edge_b[ambulance]))
    assert len(set(ends.tolist())) == 6, "no two of the streets meet for an ambulance"
    assert len(set(network.land_component.tolist())) == 1


def test_alleys_carry_motorcycles_and_crews_but_no_ambulance(tmp_path: Path) -> None:
    ways = {"highway=residential": [0, 1], "highway=footway": [1, 4], "highway=service service=alley": [1, 5]}
    network = read(tmp_path, osm_text({**ways, "highway=steps": [1, 6]}))
    passable = {profile: passable_edges(network, Speeds(), profile).tolist() for profile in Profile}
    assert passable[Profile.AMBULANS_SIRENE] == passable[Profile.AMBULANS] == [True, False, False, False]
    assert passable[Profile.MOTOR] == [True, True, True, False]
    assert passable[Profile.JALAN_KAKI] == [True] * 4


SWAPPED = (
    b"<osm version='0.6'><node id='1' lat='104.4' lon='0.9'/><node id='2' lat='104.5' lon='0.9'/>"
    b"<way id='1'><nd ref='1'/><nd ref='2'/><tag k='highway' v='primary'/></way></osm>"
)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("x.osm.pbf", b"roads", "bukan berkas OpenStreetMap yang utuh"),
        ("x.pbf", b"", "bukan berkas OpenStreetMap yang utuh|tidak ada satu ruas"),
        ("x.osm", b"<html/>", "bukan berkas OpenStreetMap yang utuh"),
        ("x.osm", b"<osm version='0.6'><node id='1'", "bukan berkas OpenStreetMap yang utuh"),
        ("x.osm.bz2", b"roads", "bukan berkas OpenStreetMap yang utuh"),
        ("x.osm", b"<osm version='0.6'/>", "tidak ada satu ruas"),
        (
            "x.osm",
            SWAPPED,
            "1 jalan tanpa koordinat.*tertukar",
        ),
    ],
)
def test_a_file_that_is_not_what_its_name_says(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(NetworkImportError, match=message):
        import_network(tmp_path / name)


def test_without_osmium_the_reader_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "osmium", None)
    with pytest.raises(NetworkImportError, match="paket osmium tidak terpasang"):
        read(tmp_path, osm_text(STREETS))


def test_the_program_does_not_load_osmium_unless_asked() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "import routing, sys; sys.exit('osmium' in sys.modules or 'osmnx' in sys.modules)"],
        check=False,
    )
    assert done.returncode == 0


@pytest.fixture(scope="module")
def path(shared_data: Path) -> Path:
    return shared_data / "bench" / "Helsinki.osm.pbf"


@pytest.fixture(scope="module")
def network(path: Path) -> Network:
    return import_network(path)


@pytest.mark.data
class TestHelsinki:
    """A real extract, clipped at its border: what the network holds is what osmium counts."""

    def test_the_file_is_the_one_we_know(self, path: Path) -> None:
        kinds = Counter(item.type_str() for item in osmium.FileProcessor(str(path)))
        assert (kinds["n"], kinds["w"]) == (24_260, 5_130)

    def test_each_known_step_of_each_road_is_there_once(self, path: Path, network: Network) -> None:
        known = {item.id for item in osmium.FileProcessor(str(path), osmium.osm.NODE)}
        steps: Counter[int] = Counter()
        clipped = 0
        for way in osmium.FileProcessor(str(path), osmium.osm.WAY):
            assert isinstance(way, osmium.osm.Way)
            refs = [node.ref for node in way.nodes]
            if find_road(dict(way.tags), closed=refs[0] == refs[-1]) is None:
                continue
            steps[way.id] = sum({a, b} <= known and a != b for a, b in pairwise(refs))
            clipped += not set(refs) <= known
        owner = np.repeat(network.edge_way, np.diff(network.geometry_offset) - 1)
        at_barrier = np.repeat(network.edge_length_m == 0, np.diff(network.geometry_offset) - 1)
        assert Counter(owner[~at_barrier].tolist()) == +steps
        assert clipped == 171
        assert len(+steps) == network.source_edges == 2_302

    def test_lights_gates_and_piers_are_those_of_the_file(self, path: Path, network: Network) -> None:
        on_roads: set[int] = set()
        lights, gates, landings = set(), set(), 0
        for item in osmium.FileProcessor(str(path)):
            tags = dict(item.tags) if isinstance(item, osmium.osm.Node | osmium.osm.Way) else {}
            landings += tags.get("man_made") == "pier" or tags.get("amenity") == "ferry_terminal"
            if isinstance(item, osmium.osm.Node):
                lights |= {item.id} if tags.get("highway") == "traffic_signals" else set()
                gates |= {item.id} if "barrier" in tags else set()
            elif isinstance(item, osmium.osm.Way):
                refs = [node.ref for node in item.nodes]
                if find_road(tags, closed=refs[0] == refs[-1]) is not None:
                    on_roads.update(refs)
        summary = network.summary()
        assert summary["signals"] == len(lights & on_roads) > 100
        assert summary["gates"] == len(gates & on_roads) > 50
        assert summary["piers"] == landings > 0
        assert network.gate_node.max() < network.node_count

    def test_classes_and_one_ways(self, network: Network) -> None:
        summary = network.summary()
        assert summary["nodes"] == 3_392
        assert summary["oneway_edges"] == 793
        assert summary["largest_component_nodes"] == 3_270
        assert summary["signed_speed_edges"] == 1_301
        assert RoadClass.TRUNK not in summary["length_km_by_class"]

    def test_saved_and_loaded_to_the_byte(self, network: Network, tmp_path: Path) -> None:
        loaded = load_network(save_network(network, tmp_path / "helsinki.npz"))
        assert loaded.hash == network.hash
        again = save_network(loaded, tmp_path / "lagi.npz")
        assert again.read_bytes() == (tmp_path / "helsinki.npz").read_bytes()
