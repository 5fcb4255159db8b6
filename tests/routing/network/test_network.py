"""Network: arrays, hash, saving and loading."""

from __future__ import annotations

import hashlib
import zipfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given

from routing import Mode, Network, NetworkFileError, RoadClass, Router, Source, load_network, save_network
from routing.network.building import NetworkBuilder
from tests.routing.worlds import NOON, grids, line_network, make_network, node_point


@given(grids())
def test_arcs_are_the_open_directions_of_the_edges(network: Network) -> None:
    arcs = network.arcs
    assert len(arcs) == 2 * network.edge_count - int(network.edge_oneway.sum())
    for arc in range(len(arcs)):
        edge = int(arcs.edge[arc])
        ends = (int(network.edge_a[edge]), int(network.edge_b[edge]))
        assert (int(arcs.tail[arc]), int(arcs.head[arc])) == (ends[::-1] if arcs.is_reverse[arc] else ends)
        assert not (arcs.is_reverse[arc] and network.edge_oneway[edge])


def test_nobody_changes_a_network() -> None:
    network = line_network()
    with pytest.raises(ValueError, match="read-only"):
        network.edge_length_m[0] = 1


def test_the_hash_is_of_the_content() -> None:
    assert line_network().hash == line_network().hash
    others = [
        line_network(length_m=999.0),
        line_network(5),
        line_network(road_class=RoadClass.TRUNK),
        line_network(schematic=True),
    ]
    assert len({line_network().hash, *(other.hash for other in others)}) == 5


def test_the_largest_land_mass_is_number_zero_and_boat_legs_join_nothing() -> None:
    builder = NetworkBuilder()
    for node in range(5):
        builder.add_node(0.0, 104 + node / 100, where="test")
    builder.add_edge(0, 1, RoadClass.PATH, where="test")
    builder.add_edge(1, 2, RoadClass.LAUT, where="test")
    builder.add_edge(2, 3, RoadClass.RESIDENTIAL, where="test")
    builder.add_edge(3, 4, RoadClass.RESIDENTIAL, where="test")
    network = builder.build(label="uji", schematic=False, attribution="uji", where="test")
    assert network.land_component.tolist() == [1, 1, 0, 0, 0]
    summary = network.summary()
    assert (summary["boat_legs"], summary["components"], summary["largest_component_nodes"]) == (1, 2, 3)


def test_saved_and_loaded_is_the_same_to_the_byte(tmp_path: Path) -> None:
    network = make_network([(0, 104), (0, 104.01), (0.01, 104)], [(0, 1, False), (1, 2, True), (2, 0, False)])
    first = save_network(network, tmp_path / "a" / "kota.npz")
    loaded = load_network(first)
    assert loaded.hash == network.hash
    assert loaded.meta() == network.meta()
    assert loaded.order is not None
    assert sorted(loaded.order.tolist()) == [0, 1, 2]
    for name, array in network.arrays().items():
        assert array.tobytes() == loaded.arrays()[name].tobytes()
    with zipfile.ZipFile(first) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}, "no clock in the bytes"
    second = save_network(loaded, tmp_path / "b" / "kota.npz")
    digests = [hashlib.sha256(path.read_bytes()).digest() for path in (first, second)]
    assert digests[0] == digests[1]
    assert sorted(p.name for p in (tmp_path / "a").iterdir()) == sorted(p.name for p in (tmp_path / "b").iterdir())


@pytest.mark.parametrize("order", [None, b"no array", np.zeros(3, dtype=np.int64), np.arange(7)])
def test_a_missing_or_wrong_order_is_computed_anew(tmp_path: Path, order: object) -> None:
    network = make_network([(0, 104), (0, 104.01), (0.01, 104)], [(0, 1, False), (1, 2, False)])
    path = save_network(network, tmp_path / "kota.npz")
    (order_path,) = tmp_path.glob("*.order.npy")
    order_path.unlink()
    if isinstance(order, bytes):
        order_path.write_bytes(order)
    elif order is not None:
        np.save(order_path, np.asarray(order))
    loaded = load_network(path)
    router = Router(loaded)  # a permutation of another length fits another graph: the router makes its own
    source = Source(node_point(loaded, 0), Mode.MOTOR)
    assert router.travel_times_to(node_point(loaded, 2), [source], NOON)[0].note_code is None


def test_a_file_that_is_no_network_is_refused(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.npz"
    with pytest.raises(NetworkFileError, match="no network file"):
        load_network(wrong)
    wrong.write_bytes(b"roads")
    with pytest.raises(NetworkFileError, match="not a saved network"):
        load_network(wrong)
    np.savez(wrong, other=np.arange(3))
    with pytest.raises(NetworkFileError, match="not a saved network"):
        load_network(wrong)
    with pytest.raises(NetworkFileError, match=r"ends in \.npz"):
        save_network(line_network(), tmp_path / "kota.zip")


def test_a_cut_or_altered_file_is_refused(tmp_path: Path) -> None:
    path = save_network(line_network(), tmp_path / "kota.npz")
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(NetworkFileError, match="not a saved network"):
        load_network(path)
    path.write_bytes(whole)
    with np.load(path) as archive:
        content = dict(archive)
    content["edge_length_m"] = content["edge_length_m"] / 2
    np.savez_compressed(path, **content)
    with pytest.raises(NetworkFileError, match="altered"):
        load_network(path)
    del content["edge_a"]
    np.savez_compressed(path, **content)
    with pytest.raises(NetworkFileError, match="edge_a"):
        load_network(path)


def test_a_file_of_another_version_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = save_network(line_network(), tmp_path / "kota.npz")
    monkeypatch.setattr("routing.engine.saved.FORMAT", 99)
    with pytest.raises(NetworkFileError, match="another version"):
        load_network(path)


def test_an_interrupted_save_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = save_network(line_network(), tmp_path / "kota.npz")
    before = path.read_bytes()

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("routing.engine.saved.os.fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        save_network(line_network(6), path)
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []
