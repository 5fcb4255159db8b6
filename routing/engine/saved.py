"""Saving and loading a network: `<name>.npz` and, beside it, the contraction order keyed by the network's hash."""

from __future__ import annotations

import json
import os
import threading
import zipfile
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import IO, Any

import numpy as np

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
    meta = json.dumps({"format": FORMAT, "hash": network.hash, **network.meta()}, ensure_ascii=False)
    content = {"meta": np.frombuffer(meta.encode(), dtype=np.uint8), **network.arrays()}
    replace_file(path, lambda stream: np.savez_compressed(stream, allow_pickle=False, **content))
    order = network.order if network.order is not None else contraction_order(graph_of(network))
    replace_file(_order_path(path, network.hash), lambda stream: np.save(stream, order, allow_pickle=False))
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
    return network.with_order(_find_order(_order_path(path, network.hash)))


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
