"""How long from starting the program to a server that can take a call and an operator's page."""

import statistics
import time
from pathlib import Path

from psc119.bench.rows import BenchFailed, Row, Unit
from psc119.bench.stand import Conditions, data_folder, launch, wait_for
from psc119.paths import find_interface

WARM_STARTS = 3


def measure(conditions: Conditions) -> list[Row]:
    """Once on an empty folder (database made, schema raised), then again on the same one.

    Raises:
        BenchFailed: the interface has not been built, so there is no page to wait for.
    """
    if find_interface() is None:
        raise BenchFailed("Antarmuka belum dibangun: jalankan `make install` dahulu.")
    with data_folder() as folder:
        cold_s = _start(folder, conditions)
        warm_s = statistics.median(_start(folder, conditions) for _ in range(WARM_STARTS))
    return [
        Row(
            "start_cold", cold_s, Unit.SECONDS, "empty data folder; the files of the program are in the system's cache"
        ),
        Row("start_warm", warm_s, Unit.SECONDS, f"median of {WARM_STARTS} on the same folder"),
    ]


def _start(folder: Path, conditions: Conditions) -> float:
    began = time.perf_counter()
    server = launch(folder, conditions)
    try:
        wait_for(server, "/api/health")
        wait_for(server, "/operator")
        return time.perf_counter() - began
    finally:
        server.stop()
