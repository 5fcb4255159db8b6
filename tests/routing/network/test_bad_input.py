"""Files that are not what they seem: a sentence with file and place, and nothing half written."""

from __future__ import annotations

import bz2
import gzip
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from typer.testing import Result

from routing import Box, NetworkFileError, NetworkImportError, Placement, import_network, load_network, placement_of
from routing.engine.saved import save_network
from routing.network.building import NetworkBuilder
from routing.network.roads import RoadClass
from tests.routing.network.test_importing import GRAPHML, collection, edge_xml, line, write_csv
from tests.routing.network.test_osm_file import osm_text
from tests.routing.test_console import run
from tests.routing.worlds import line_network, make_network

OSM = osm_text({"highway=residential": [1, 2, 3], "highway=service": [3, 4]}).encode()
NAN = float("nan")
HTML = b"<!DOCTYPE html><html><body>Too Many Requests</body></html>"


def zipped(content: bytes) -> bytes:
    """Without the time of packing: test processes must make the same cases."""
    return gzip.compress(content, mtime=0)


def cut(content: bytes) -> bytes:
    return content[: len(content) * 2 // 3]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("kota.osm.pbf", b"id,lat,lon\n0,0.9,104.4\n" * 50, "bukan berkas OpenStreetMap yang utuh"),
        ("kota.osm.pbf", HTML, "bukan berkas OpenStreetMap yang utuh"),
        ("kota.osm.gz", cut(zipped(OSM)), "bukan berkas OpenStreetMap yang utuh"),
        ("kota.osm.bz2", cut(bz2.compress(OSM)), "bukan berkas OpenStreetMap yang utuh"),
        ("kota.osm", cut(OSM), "bukan berkas OpenStreetMap yang utuh"),
        ("kota.graphml", HTML, "bukan GraphML"),
        ("kota.graphml", b"\x89PNG\r\n\x1a\n" + bytes(40), "bukan GraphML yang utuh"),
        ("kota.graphml", cut(GRAPHML.format(edges=edge_xml(7, 8)).encode()), "bukan GraphML yang utuh"),
        ("kota.graphml", GRAPHML.format(edges=edge_xml(7, 8)).replace("-1.27", "nan").encode(), "bukan koordinat"),
        (
            "kota.graphml",
            GRAPHML.format(edges=edge_xml(7, 8, shape="116.84 -1.27, nan nan, 116.85 -1.27")).encode(),
            "ruas 7 → 8: .*bukan koordinat",
        ),
        ("kota.geojson", HTML, "bukan GeoJSON yang utuh"),
        ("kota.geojson.gz", cut(zipped(collection(line((104.0, 0.9), (104.1, 0.9))).encode())), "bukan GeoJSON"),
        ("kota.geojson.gz", zipped(OSM)[:20] + bytes(30), "bukan GeoJSON"),
        ("kota.geojson", collection(line((104.0, 0.9), (NAN, 0.9))).encode(), "fitur 0: .*bukan koordinat"),
        (
            "kota.geojson",
            collection(line((104.0, 0.9), (104.1, 0.9)), line((104.0, 0.9), (104.05, NAN), (104.1, 0.9))).encode(),
            "fitur 1: .*bukan koordinat",
        ),
    ],
)  # fmt: skip
def test_the_message_says_what_the_file_is_not(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(NetworkImportError, match=message) as caught:
        import_network(tmp_path / name)
    assert name in str(caught.value)


def test_polygons_are_named_as_what_they_are(tmp_path: Path) -> None:
    ring = [[104.0, 0.9], [104.1, 0.9], [104.1, 1.0], [104.0, 0.9]]
    area = {"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
    path = tmp_path / "kelurahan.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [area, area, {**area, "geometry": None}]}))
    with pytest.raises(NetworkImportError, match="tidak ada satu ruas jalan pun di dalamnya, isinya 2 Polygon"):
        import_network(path)


@pytest.mark.data
def test_a_real_extract_cut_in_two_is_refused(tmp_path: Path, shared_data: Path) -> None:
    whole = (shared_data / "bench" / "Helsinki.osm.pbf").read_bytes()
    path = tmp_path / "terpotong.osm.pbf"
    path.write_bytes(cut(whole))
    with pytest.raises(NetworkImportError, match="bukan berkas OpenStreetMap yang utuh"):
        import_network(path)


BOX = Box(-30.1, -71.4, -29.8, -71.1)


def told(result: Result) -> str:
    """What a person reads, wherever the lines are broken."""
    return " ".join(result.stderr.split())


def lying_at(lat: float, lon: float) -> Placement:
    return placement_of(make_network([(lat, lon), (lat, lon + 0.01)], [(0, 1, False)]), BOX)


def test_exchanged_coordinates_are_told_from_another_place() -> None:
    """Both are numbers of the earth: only the city's box tells them apart."""
    assert lying_at(-29.9, -71.2) is Placement.DI_KOTA
    assert lying_at(-71.2, -29.9) is Placement.TERTUKAR
    assert lying_at(0.9, 104.4) is Placement.DI_TEMPAT_LAIN


def test_the_console_refuses_exchanged_coordinates_and_warns_of_another_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def valid_when_swapped(_: object) -> object:
        return make_network([(50.0, 0.91), (50.0, 0.92)], [(0, 1, False)])

    data_dir = tmp_path / "data"
    elsewhere = tmp_path / "lain"
    elsewhere.mkdir()
    write_csv(elsewhere, nodes="id,lat,lon\n0,-1.27,116.84\n1,-1.27,116.85\n2,-1.26,116.85\n")
    done = run("network", "import", str(elsewhere), data_dir=data_dir)
    assert done.exit_code == 0
    assert "Peringatan: jaringan ini di luar Kota Tanjungpinang: lintang -1.2700" in told(done)
    monkeypatch.setattr("psc119.console.importing.import_network", valid_when_swapped)
    monkeypatch.setattr("psc119.console.importing.placement_of", lambda *_: Placement.TERTUKAR)
    refused = run("network", "import", "place:X", "--name", "tertukar", data_dir=data_dir)
    assert refused.exit_code == 2
    assert "lintang dan bujur tertukar" in told(refused)
    assert not (data_dir / "networks" / "tertukar.npz").exists()


def test_a_network_in_two_pieces_is_kept_with_a_warning(tmp_path: Path) -> None:
    nodes = "id,lat,lon\n0,0.91,104.45\n1,0.92,104.45\n2,0.95,104.46\n3,0.96,104.46\n"
    edges = "a,b,length_km,class_inferred\n0,1,1.2,local\n2,3,1.2,local\n"
    data_dir = tmp_path / "data"
    done = run("network", "import", str(write_csv(tmp_path, nodes, edges)), "--json", data_dir=data_dir)
    assert done.exit_code == 0
    assert "1 bagian (1.2 km jalan) tidak tersambung" in told(done)
    assert json.loads(done.stdout)["components"] == 2
    found = json.loads(run("network", "check", "--json", data_dir=data_dir).stdout)["findings"]
    assert "terpisah" in {finding["code"] for finding in found}


def test_a_failed_order_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: object) -> None:
        raise RuntimeError("no order")

    monkeypatch.setattr("routing.engine.saved.contraction_order", fail)
    with pytest.raises(RuntimeError, match="no order"):
        save_network(line_network(), tmp_path / "kota.npz")
    assert list(tmp_path.iterdir()) == []


def test_the_order_of_an_older_import_of_that_name_is_cleared_away(tmp_path: Path) -> None:
    save_network(line_network(6), tmp_path / "kota.npz")
    save_network(line_network(6), tmp_path / "kota.lain.npz")
    save_network(line_network(5), tmp_path / "kota.npz")
    assert len(list(tmp_path.glob("kota.*.order.npy"))) == 2, "one each"
    assert load_network(tmp_path / "kota.npz").order is not None
    assert load_network(tmp_path / "kota.lain.npz").order is not None


def beyond_the_nodes(builder: NetworkBuilder) -> None:
    builder._b[0] = 9


def before_the_nodes(builder: NetworkBuilder) -> None:
    builder._a[0] = -1


def ban_of_no_edge(builder: NetworkBuilder) -> None:
    builder._ban_from.append(7)
    builder._ban_via.append(0)
    builder._ban_to.append(0)
    builder._ban_for.append(1)


@pytest.mark.parametrize("spoil", [beyond_the_nodes, before_the_nodes, ban_of_no_edge])
def test_ids_that_point_nowhere_are_refused(tmp_path: Path, spoil: Callable[[NetworkBuilder], None]) -> None:
    builder = NetworkBuilder()
    for lon in (104.0, 104.01):
        builder.add_node(0.9, lon, where="uji")
    builder.add_edge(0, 1, RoadClass.SERVICE, where="uji")
    spoil(builder)
    network = builder.build(label="uji", attribution="uji", where="uji")
    path = save_network(network.with_order(np.arange(2)), tmp_path / "kota.npz")
    with pytest.raises(NetworkFileError, match="does not have"):
        load_network(path)
