"""Tables for the simulator: what the router says, at every hour of the week."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing import Mode, Network, Point, Router, RoutingInputError, Source, Speeds, TablesFileError, TravelKind
from routing.tables.computing import Plan, compute_tables, plan_tables
from routing.tables.saved import load_tables, save_tables
from routing.tables.tables import MOVERS, Mover, TablePlace, Tables, hour_of_week
from tests.routing.worlds import PLAIN, WIB, ferry_service, grids, line_network, node_point

WEEK = datetime(2026, 11, 25, 5, 0, tzinfo=UTC)
ISLAND = Point(0.0, 104.1)


def places_of(network: Network) -> list[TablePlace]:
    return [TablePlace(f"z{node}", node_point(network, node)) for node in range(network.node_count)]


@pytest.fixture(scope="module")
def router() -> Router:
    return Router(line_network(), speeds=Speeds(), boats=ferry_service())


@pytest.fixture(scope="module")
def plan(router: Router) -> Plan:
    return plan_tables(router, [*places_of(router.network), TablePlace("pulau", ISLAND)], WEEK)


@pytest.fixture(scope="module")
def tables(router: Router, plan: Plan) -> Tables:
    return compute_tables(router, plan, workers=2)


def test_every_hour_equals_the_router_at_its_middle(router: Router, plan: Plan, tables: Tables) -> None:
    monday = datetime(2026, 11, 23, tzinfo=WIB)
    points = [place.point for place in plan.places]
    for hour in range(0, 168, 5):
        at = monday + timedelta(hours=hour, minutes=30)
        for mover in MOVERS:
            expected = router.matrix([Source(p, mover.mode) for p in points], points, at=at, lights=mover.lights)
            within = at.astimezone(UTC) + timedelta(minutes=hour % 30)
            assert np.array_equal(tables.at(mover, within), expected.astype(np.float32))


def test_the_kind_of_every_number_is_kept(tables: Tables) -> None:
    kinds = tables.kinds_at(MOVERS[0], WEEK)
    assert kinds[0][:4] == [TravelKind.JALAN] * 4
    assert kinds[0][4] is TravelKind.JALAN_LAUT


def test_the_night_waits_for_the_boat_and_the_day_does_not(tables: Tables) -> None:
    day, night = datetime(2026, 11, 25, 12, 0, tzinfo=WIB), datetime(2026, 11, 25, 23, 30, tzinfo=WIB)
    assert tables.at(MOVERS[0], night)[3, 4] - tables.at(MOVERS[0], day)[3, 4] == pytest.approx(6 * 3600, rel=1e-3)


def test_one_instant_stands_for_hours_with_the_same_weights() -> None:
    router = Router(line_network(), speeds=PLAIN)
    plan = plan_tables(router, places_of(router.network), WEEK)
    metrics = {departure.metric_id for departure in plan.departures}
    assert len(plan.departures) == len(metrics)
    assert set(plan.departure_of_hour.tolist()) == set(range(len(plan.departures)))
    layers = compute_tables(router, plan, workers=1).seconds
    assert len({layer.tobytes() for layer in layers}) == len(layers)


@settings(deadline=None, max_examples=15)
@given(grids(), st.integers(2, 4))
def test_any_number_of_threads_gives_the_same_bytes(network: Network, workers: int) -> None:
    router = Router(network, speeds=PLAIN)
    plan = plan_tables(router, places_of(network), WEEK)
    serial, parallel = compute_tables(router, plan, workers=1), compute_tables(router, plan, workers=workers)
    for name in ("seconds", "kind", "layer"):
        assert getattr(serial, name).tobytes() == getattr(parallel, name).tobytes()


def test_progress_is_told_in_order_and_in_the_callers_thread(router: Router, plan: Plan) -> None:
    told: list[tuple[int, int]] = []

    def progress(done: int, total: int) -> None:
        assert threading.current_thread() is threading.main_thread()
        told.append((done, total))

    compute_tables(router, plan, workers=2, progress=progress)
    total = told[0][1]
    assert told == [(done, total) for done in range(1, total + 1)]


def test_what_progress_raises_ends_the_work(router: Router, plan: Plan) -> None:
    def stop(done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        compute_tables(router, plan, workers=2, progress=stop)
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("tables")]


def test_saved_and_loaded_they_are_the_same(router: Router, plan: Plan, tables: Tables, tmp_path: Path) -> None:
    path = save_tables(tables, tmp_path / "a" / "tables.npz")
    loaded = load_tables(path, router, plan)
    assert loaded.key == tables.key == plan.key(router)
    assert (loaded.places, loaded.movers, loaded.departures) == (tables.places, tables.movers, tables.departures)
    for name in ("seconds", "kind", "layer", "departure_of_hour"):
        assert np.array_equal(getattr(loaded, name), getattr(tables, name))
    assert isinstance(loaded.seconds, np.memmap)
    assert [file.name for file in path.parent.iterdir()] == ["tables.npz"]
    again = save_tables(tables, tmp_path / "b.npz")
    assert again.read_bytes() == path.read_bytes()


def test_a_write_that_fails_leaves_the_old_file_whole(
    tables: Tables, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = save_tables(tables, tmp_path / "tables.npz")
    before = path.read_bytes()

    def breaks(stream: object, **_content: object) -> None:
        stream.write(b"half")  # type: ignore[attr-defined]  # a file, as numpy writes to
        raise KeyboardInterrupt

    monkeypatch.setattr(np, "savez", breaks)
    with pytest.raises(KeyboardInterrupt):
        save_tables(tables, path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_tables_of_other_roads_places_or_weights_are_refused(
    router: Router, plan: Plan, tables: Tables, tmp_path: Path
) -> None:
    path = save_tables(tables, tmp_path / "tables.npz")
    longer = Router(line_network(5), speeds=Speeds(), boats=ferry_service())
    with pytest.raises(TablesFileError, match="another road network"):
        load_tables(path, longer, plan)
    moved = plan_tables(router, [*plan.places[:-1], TablePlace("pulau", Point(0.0, 104.1001))], WEEK)
    with pytest.raises(TablesFileError, match="other places"):
        load_tables(path, router, moved)
    slower = Router(line_network(), speeds=PLAIN, boats=ferry_service())
    with pytest.raises(TablesFileError, match="other speeds"):
        load_tables(path, slower, plan_tables(slower, plan.places, WEEK))
    fewer = plan_tables(router, plan.places, WEEK, movers=MOVERS[:1])
    with pytest.raises(TablesFileError, match="other speeds"):
        load_tables(path, router, fewer)


def test_closures_that_hold_that_week_are_part_of_the_key(plan: Plan) -> None:
    router = Router(line_network(), speeds=Speeds(), boats=ferry_service())
    before = plan.key(router)
    router.close([1])
    assert plan_tables(router, plan.places, WEEK).key(router) != before


@pytest.mark.parametrize("damage", ["cut", "garbage", "absent"])
def test_a_damaged_file_is_named(router: Router, plan: Plan, tables: Tables, tmp_path: Path, damage: str) -> None:
    path = save_tables(tables, tmp_path / "tables.npz")
    content = path.read_bytes()
    match damage:
        case "cut":
            path.write_bytes(content[: len(content) // 2])
        case "garbage":
            path.write_bytes(b"PK" + content[::-1])
        case "absent":
            path.unlink()
    with pytest.raises(TablesFileError, match=r"tables\.npz"):
        load_tables(path, router, plan)


def test_bad_input_is_refused(router: Router, tables: Tables) -> None:
    here = Point(0.0, 104.0)
    with pytest.raises(RoutingInputError, match="twice"):
        plan_tables(router, [TablePlace("a", here), TablePlace("a", here)], WEEK)
    with pytest.raises(RoutingInputError, match="coordinate"):
        plan_tables(router, [TablePlace("a", Point(104.0, 0.0))], WEEK)
    with pytest.raises(RoutingInputError, match="at least one"):
        plan_tables(router, [], WEEK)
    with pytest.raises(RoutingInputError, match="time zone"):
        plan_tables(router, [TablePlace("a", here)], datetime(2026, 11, 25))  # noqa: DTZ001 - the point of the test
    with pytest.raises(RoutingInputError, match="no table"):
        tables.at(Mover(Mode.KAPAL, lights=False), WEEK)
    with pytest.raises(TablesFileError, match=r"\.npz"):
        save_tables(tables, "tables.txt")


def test_the_hour_of_the_week_is_the_citys() -> None:
    assert hour_of_week(datetime(2026, 11, 22, 17, 0, tzinfo=UTC), WIB) == 0  # Monday 00.00 WIB
    assert hour_of_week(datetime(2026, 11, 22, 16, 59, tzinfo=UTC), WIB) == 167
