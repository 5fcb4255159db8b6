from __future__ import annotations

import os
from pathlib import Path

import pytest

from routing import Network, import_network

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The data folder beside the checkout."""
    folder = Path(os.environ.get("PSC119_SHARED_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"no data folder: {folder.name} beside the checkout, or PSC119_SHARED_DATA")
    return folder


@pytest.fixture(scope="session")
def tanjungpinang(shared_data: Path) -> Network:
    """The real road network: 15,327 nodes in its table, 4,543 junctions and ends."""
    return import_network(shared_data / "tanjungpinang")


@pytest.fixture(scope="session")
def skeleton() -> Network:
    """The hand-drawn main roads of the first city."""
    return import_network(ROOT / "cities" / "tanjungpinang" / "main_roads.geojson")
