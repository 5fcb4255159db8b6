"""The networks that routing is measured on."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

import routing
from psc119.bench.core import shared_data
from psc119.bench.rows import BenchFailed
from routing.network.building import NetworkBuilder

GRID_SIDE = 458
"""458 × 458 = 209,764 nodes: a province."""

GRID_STEP_DEG = 0.0009
"""About 100 m."""

GRID_ONEWAY_SHARE = 0.15


@dataclass(frozen=True, slots=True)
class Subject:
    """A network with the seconds it took to read it from its source."""

    name: str
    network: routing.Network
    build_s: float


def _tanjungpinang() -> routing.Network:
    return routing.import_network(_file("tanjungpinang"))


def _coquimbo() -> routing.Network:
    return routing.import_network(_file("bench/coquimbo_roads.geojson.gz"))


def perturbed_grid(side: int = GRID_SIDE, *, seed: int = 119) -> routing.Network:
    """Housing roads in a square, each corner pushed aside, some streets one-way: harder to contract than a city."""
    rng = np.random.default_rng(seed)
    builder = NetworkBuilder()
    shift = rng.uniform(-0.3, 0.3, size=(side, side, 2)) * GRID_STEP_DEG
    for row in range(side):
        for column in range(side):
            lat, lon = row * GRID_STEP_DEG + shift[row, column, 0], 104 + column * GRID_STEP_DEG + shift[row, column, 1]
            builder.add_node(float(lat), float(lon), where="grid")
    for node in range(side * side):
        east = [node + 1] if (node + 1) % side else []
        north = [node + side] if node + side < side * side else []
        for other in east + north:
            ends = (node, other) if rng.random() < 0.5 else (other, node)
            oneway = bool(rng.random() < GRID_ONEWAY_SHARE)
            builder.add_edge(*ends, routing.RoadClass.RESIDENTIAL, oneway=oneway, where="grid")
    return builder.build(label="kisi", schematic=False, attribution="buatan", where="grid")


SUBJECTS: dict[str, Callable[[], routing.Network]] = {
    "tanjungpinang": _tanjungpinang,
    "coquimbo": _coquimbo,
    "grid": perturbed_grid,
}


def read_subject(name: str) -> Subject:
    """Read or make a network, and time it.

    Raises:
        BenchFailed: its file is not there.
    """
    begin = time.perf_counter()
    network = SUBJECTS[name]()
    return Subject(name, network, time.perf_counter() - begin)


def _file(name: str) -> Path:
    path = shared_data() / name
    if not path.exists():
        raise BenchFailed(f"{name}: data jalan tidak ada; PSC119_SHARED_DATA menyebut foldernya.")
    return path
