"""Saving and loading a network: `<name>.npz` and, beside it, the contraction order keyed by the network's hash."""

from __future__ import annotations

import glob
import json
import os
import threading
import zipfile
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from routing.engine.graph import graph_of
from routing.engine.hierarchy import contraction_order
from routing.errors import NetworkFileError
from routing.geo import IntArray
from routing.network.network import Network
from routing.network.roads import CLASSES

FORMAT = 3

_PLAIN = ("label", "attribution", "source_nodes", "source_edges")
_TUPLES = ("names", "pier_names")


def save_network(network: Network, path: str | Path) -> Path:
    """Write a network and its contraction order, each file replaced as a whole or not at all.

    Args:
        path: where to, ending in `.npz`.

    Returns:
        The path of the `.npz` file.
    """
    path = Path(path)
    if path.suffix != ".npz":
        raise NetworkFileError(f"a network file ends in .npz: {path.name}")
    path.parent.mkdir(parents=True, exist_ok=True)
    order = network.order if network.order is not None else contraction_order(graph_of(network))
    meta = json.dumps({"format": FORMAT, "hash": network.hash, **network.meta()}, ensure_ascii=False)
    content = {"meta": np.frombuffer(meta.encode(), dtype=np.uint8), **network.arrays()}
    order_path = _order_path(path, network.hash)
    replace_file(order_path, lambda stream: np.save(stream, order, allow_pickle=False))
    replace_file(path, lambda stream: np.savez_compressed(stream, allow_pickle=False, **content))
    for stale in path.parent.glob(f"{glob.escape(path.stem)}.{'[0-9a-f]' * 16}.order.npy"):
        if stale != order_path:
            stale.unlink(missing_ok=True)
    return path


def load_network(path: str | Path) -> Network:
    """Read a saved network, verified against its own hash, with its contraction order where that is present.

    Raises:
        NetworkFileError: no such file, not a network, another format, or altered content.
    """
    path = Path(path)
    try:
        with np.load(path, allow_pickle=False) as archive:
            content = {name: archive[name] for name in archive.files}
        meta: dict[str, Any] = json.loads(content.pop("meta").tobytes())
    except FileNotFoundError:
        raise NetworkFileError(f"no network file at {path}") from None
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        raise NetworkFileError(f"{path.name} is not a saved network: {error}") from error
    if meta.get("format") != FORMAT or meta.get("classes") != [str(c) for c in CLASSES]:
        raise NetworkFileError(f"{path.name} was written by another version; import the network again")
    expected = {f.name for f in fields(Network)} - {*_PLAIN, *_TUPLES, "order"}
    if set(content) != expected:
        raise NetworkFileError(f"{path.name} lacks or has too many arrays: {sorted(set(content) ^ expected)}")
    labels = {name: meta[name] for name in _PLAIN} | {name: tuple(meta[name]) for name in _TUPLES}
    network = Network(**labels, **content)
    if network.hash != meta["hash"]:
        raise NetworkFileError(f"{path.name} was altered since it was written; import the network again")
    _check_ids(network, path.name)
    return network.with_order(_find_order(_order_path(path, network.hash)))


def _check_ids(network: Network, name: str) -> None:
    """Refuse ids that point nowhere: a search would read beyond its arrays."""
    nodes, edges, bounds = network.node_count, network.edge_count, network.geometry_offset
    ids: list[tuple[int, tuple[NDArray[Any], ...]]] = [
        (nodes, (network.edge_a, network.edge_b, network.ban_via_node, network.gate_node)),
        (edges, (network.ban_from_edge, network.ban_to_edge)),
        (len(network.names), (network.edge_name,)),
        (len(CLASSES), (network.edge_class,)),
    ]
    sound = all(bool(((values >= 0) & (values < count)).all()) for count, arrays in ids for values in arrays)
    sound &= len(bounds) == edges + 1 and bounds[0] == 0 and bounds[-1] == len(network.geometry_lat)
    if not (sound and (np.diff(bounds) >= 2).all()):
        raise NetworkFileError(f"{name} names nodes, edges or shapes that it does not have; import the network again")


def _order_path(path: Path, network_hash: str) -> Path:
    return path.with_name(f"{path.stem}.{network_hash[:16]}.order.npy")


def _find_order(path: Path) -> IntArray | None:
    """The saved order, or None where it is absent or no permutation (then it is computed anew)."""
    try:
        order = np.load(path, allow_pickle=False)
    except (OSError, ValueError, EOFError):
        return None
    if order.ndim != 1 or not np.array_equal(np.sort(order), np.arange(len(order))):
        return None
    return np.asarray(order, dtype=np.int64)


def replace_file(path: Path, write: Callable[[IO[bytes]], None]) -> None:
    """Write beside the file and rename, so that a crash leaves the old file whole."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}")
    try:
        with temporary.open("wb") as stream:
            write(stream)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
