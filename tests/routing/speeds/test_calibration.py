"""Calibration on synthetic truth: it finds what was planted, survives breaks and jumps, and is silent without trips."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from routing import CalibrationError, Network, Profile, RoadClass, Router, RoutingInputError, Speeds
from routing.engine.metric import CLOSED_MS
from routing.geo import FloatArray
from routing.network.roads import CODE_OF
from routing.speeds.calibration import MAX_FACTOR, Calibration, load_calibration, save_calibration
from routing.speeds.fitting import LEAST_TRIPS, calibrate
from routing.speeds.trips import Trip, TripStep
from routing.speeds.weights import arc_weights, edge_speeds_kmh
from tests.routing.speeds.recorded import drive, spoil, town
from tests.routing.worlds import line_network

TOWN, SPEEDS = town(), Speeds()
PLANTED_EDGES = {3: 1.8, 40: 0.6, 77: 1.7}


def planted() -> FloatArray:
    """Primary streets are slower than the table says, housing streets quicker, and three edges are special."""
    factor = np.ones(TOWN.edge_count)
    factor[TOWN.edge_class == CODE_OF[RoadClass.PRIMARY]] = 1.4
    factor[TOWN.edge_class == CODE_OF[RoadClass.RESIDENTIAL]] = 0.85
    for edge, special in PLANTED_EDGES.items():
        factor[edge] *= special
    return factor


@pytest.fixture(scope="module")
def trips() -> list[Trip]:
    return drive(TOWN, SPEEDS, planted(), trips=300, seed=1)


@pytest.mark.parametrize("spoilt", [False, True])
def test_it_finds_what_was_planted_and_foretells_held_out_trips_better(trips: list[Trip], spoilt: bool) -> None:
    calibration = calibrate(TOWN, SPEEDS, spoil(trips, seed=2) if spoilt else trips)
    by_class = {c: math.exp(log) for c, log in calibration.by_class[Profile.AMBULANS].items()}
    assert by_class[RoadClass.PRIMARY] == pytest.approx(1.4, rel=0.06)
    assert by_class[RoadClass.TERTIARY] == pytest.approx(1.0, rel=0.06)
    assert by_class[RoadClass.RESIDENTIAL] == pytest.approx(0.85, rel=0.12)  # three special edges are among them
    factor = calibration.factors(TOWN, Profile.AMBULANS, "biasa")
    for edge in PLANTED_EDGES:
        assert factor[edge] == pytest.approx(planted()[edge], rel=0.15)
    error, error_without = np.abs(np.log(factor / planted())), np.abs(np.log(planted()))
    assert error.mean() < error_without.mean() / 3
    report = calibration.report
    assert report.before is not None
    assert report.after is not None
    assert report.improves
    assert report.after.mae_s < 0.95 * report.before.mae_s
    assert abs(report.after.bias) < 0.03
    assert (report.dropped > 0) is spoilt
    assert report.trips == 300


def test_breaks_and_jumps_move_no_factor_far(trips: list[Trip]) -> None:
    clean = calibrate(TOWN, SPEEDS, trips).factors(TOWN, Profile.AMBULANS, "biasa")
    spoilt = calibrate(TOWN, SPEEDS, spoil(trips, seed=3)).factors(TOWN, Profile.AMBULANS, "biasa")
    assert np.abs(np.log(spoilt / clean)).max() < 0.2
    assert np.median(np.abs(np.log(spoilt / clean))) < 0.04


def test_without_trips_the_class_table_stands_to_the_millisecond() -> None:
    calibration = calibrate(TOWN, SPEEDS, [])
    calibrated = SPEEDS.with_calibration(calibration)
    assert calibration.report.trips == calibration.report.edges == 0
    assert calibration.report.before is None
    assert not calibration.report.improves
    for profile in Profile:
        for period in SPEEDS.hours.names:
            with_it, without = (arc_weights(TOWN, s, profile, period) for s in (calibrated, SPEEDS))
            assert all(np.array_equal(a, b) for a, b in zip(with_it, without, strict=True))
    low_high = [s.time_range("jalan", np.array([600.0]), "biasa") for s in (calibrated, SPEEDS)]
    assert np.array_equal(low_high[0], low_high[1])


def test_trips_as_the_table_says_change_nothing_that_matters() -> None:
    calibration = calibrate(TOWN, SPEEDS, drive(TOWN, SPEEDS, np.ones(TOWN.edge_count), trips=200, seed=5))
    factor = calibration.factors(TOWN, Profile.AMBULANS, "biasa")
    assert np.abs(np.log(factor)).max() < 0.12
    report = calibration.report
    assert report.before is not None
    assert report.after is not None
    assert report.after.mae_s < 1.05 * report.before.mae_s  # nothing to gain, little to lose


def test_few_trips_are_believed_little() -> None:
    slow = np.full(TOWN.edge_count, 2.0)
    few = calibrate(TOWN, SPEEDS, drive(TOWN, SPEEDS, slow, trips=3, seed=6))
    many = calibrate(TOWN, SPEEDS, drive(TOWN, SPEEDS, slow, trips=300, seed=6))
    log_few, log_many = (np.log(c.factors(TOWN, Profile.AMBULANS, "biasa").mean()) for c in (few, many))
    assert 0 < log_few < 0.75 * log_many
    assert log_many == pytest.approx(math.log(2), abs=0.08)
    assert few.report.before is None  # none could be held out
    assert few.measured == {}


def test_an_edge_nobody_drove_follows_its_class(trips: list[Trip]) -> None:
    shunned = 3
    without = [t._replace(steps=tuple(s for s in t.steps if s.edge != shunned)) for t in trips]
    calibration = calibrate(TOWN, SPEEDS, without)
    assert shunned not in calibration.by_edge["mobil"]
    factor = calibration.factors(TOWN, Profile.AMBULANS, "biasa")[shunned]
    assert math.log(factor) == pytest.approx(calibration.by_class[Profile.AMBULANS][TOWN.class_of(shunned)])


def test_a_period_that_is_slower_than_the_table_says_is_found() -> None:
    usual = drive(TOWN, SPEEDS, np.ones(TOWN.edge_count), trips=150, seed=7)
    rush = drive(TOWN, SPEEDS, np.full(TOWN.edge_count, 1.5), trips=150, seed=8, period="sibuk_pagi")
    calibration = calibrate(TOWN, SPEEDS, usual + rush)
    ratio = calibration.factors(TOWN, Profile.AMBULANS, "sibuk_pagi") / calibration.factors(
        TOWN, Profile.AMBULANS, "biasa"
    )
    assert ratio.mean() == pytest.approx(1.5, rel=0.08)


def test_lights_share_the_edges_and_have_classes_of_their_own(trips: list[Trip]) -> None:
    lit = drive(TOWN, SPEEDS, planted() * 0.8, trips=150, seed=9, profile=Profile.AMBULANS_SIRENE)
    calibration = calibrate(TOWN, SPEEDS, trips + lit)
    plain, lights = (calibration.factors(TOWN, p, "biasa") for p in (Profile.AMBULANS, Profile.AMBULANS_SIRENE))
    assert (lights / plain).mean() == pytest.approx(0.8, rel=0.08)
    assert (calibration.factors(TOWN, Profile.MOTOR, "biasa") == 1).all()


def test_factors_are_bounded() -> None:
    stuck = drive(TOWN, SPEEDS, np.full(TOWN.edge_count, 6.0), trips=200, seed=10)
    factor = calibrate(TOWN, SPEEDS, stuck).factors(TOWN, Profile.AMBULANS, "biasa")
    assert factor.max() <= MAX_FACTOR * (1 + 1e-9)
    assert factor.max() == pytest.approx(MAX_FACTOR)


def test_measured_quantiles_replace_the_assumed_spread(trips: list[Trip]) -> None:
    calibration = calibrate(TOWN, SPEEDS, trips)
    held = calibration.measured_in("biasa")
    assert held is not None
    assert held.trips == 300
    assert calibration.measured_in("malam") == held  # none of its own: all trips speak for it
    calibrated = SPEEDS.with_calibration(calibration)
    p50 = np.array([held.typical_s])
    (low, high), (assumed_low, assumed_high) = (s.time_range("jalan", p50, "biasa") for s in (calibrated, SPEEDS))
    assert assumed_low < low < p50 < high < assumed_high  # these trips vary less than was assumed
    assert np.array_equal(
        calibrated.time_range("garis_lurus", p50, "biasa"), SPEEDS.time_range("garis_lurus", p50, "biasa")
    )


def test_weights_are_scaled_and_closed_stays_closed(trips: list[Trip]) -> None:
    calibration = calibrate(TOWN, SPEEDS, trips)
    calibrated = SPEEDS.with_calibration(calibration)
    before, after = (arc_weights(TOWN, s, Profile.AMBULANS, "biasa") for s in (SPEEDS, calibrated))
    factor = calibration.factors(TOWN, Profile.AMBULANS, "biasa")[TOWN.arcs.edge]
    assert np.abs(after.travel_ms - before.travel_ms * factor).max() <= 0.5 * (1 + MAX_FACTOR)  # both are rounded
    assert np.abs(after.crossing_ms - before.crossing_ms * factor).max() <= 0.5
    kmh = [edge_speeds_kmh(TOWN, s, Profile.AMBULANS, "biasa") for s in (SPEEDS, calibrated)]
    assert np.allclose(kmh[0] / kmh[1], calibration.factors(TOWN, Profile.AMBULANS, "biasa"))
    alley = line_network(road_class=RoadClass.FOOTWAY)
    made = replace(calibration, network_hash=alley.hash, by_edge={"mobil": {0: -1.0}})
    closed = arc_weights(alley, SPEEDS.with_calibration(made), Profile.AMBULANS, "biasa")
    assert set(closed.travel_ms.tolist()) == {CLOSED_MS}
    assert not closed.crossing_ms.any()


def test_it_is_refused_for_other_roads_and_other_speeds(trips: list[Trip]) -> None:
    calibration = calibrate(TOWN, SPEEDS, trips[:5])
    calibrated = SPEEDS.with_calibration(calibration)
    other = line_network()
    with pytest.raises(CalibrationError, match="network calibrate"):
        arc_weights(other, calibrated, Profile.AMBULANS, "biasa")
    assert calibrated.for_network(other).fingerprint == SPEEDS.fingerprint
    assert calibrated.for_network(TOWN) is calibrated
    with pytest.raises(CalibrationError, match="tabel kecepatan lain"):
        Speeds(foot_kmh=5.0).with_calibration(calibration)
    assert calibrated.fingerprint != SPEEDS.fingerprint
    assert calibrated.with_calibration(calibration).fingerprint == calibrated.fingerprint
    edge_too_many = replace(calibration, by_edge={"mobil": {TOWN.edge_count: 0.1}})
    with pytest.raises(CalibrationError, match="ruas"):
        edge_too_many.check(TOWN)


def test_trips_that_cannot_be_are_dropped_one_step_at_a_time() -> None:
    alley, street = line_network(road_class=RoadClass.FOOTWAY), line_network()
    walk = Trip(Profile.AMBULANS, "biasa", (TripStep(0, False, 60.0),))
    assert calibrate(alley, SPEEDS, [walk]).report[:3] == (0, 0, 1)
    odd = Trip(
        Profile.AMBULANS,
        "biasa",
        (
            TripStep(0, False, 180.0),  # as the table says
            TripStep(99, False, 180.0),
            TripStep(-1, False, 180.0),
            TripStep(1, False, float("inf")),
            TripStep(1, False, 180.0, share=0.0),
            TripStep(1, True, 180.0, share=1.5),
        ),
    )
    assert calibrate(street, SPEEDS, [odd, Trip(Profile.MOTOR, "malam", ())]).report[:3] == (1, 1, 5)
    with pytest.raises(RoutingInputError, match="subuh"):
        calibrate(street, SPEEDS, [Trip(Profile.MOTOR, "subuh", ())])


def test_a_part_of_an_edge_takes_its_part_of_the_time() -> None:
    street = line_network()  # 180 s an edge by the table
    halves = [Trip(Profile.AMBULANS, "biasa", (TripStep(1, False, 90.0, share=0.5),))] * LEAST_TRIPS
    factor = calibrate(street, SPEEDS, halves).factors(street, Profile.AMBULANS, "biasa")
    assert np.allclose(factor, 1.0)


def test_the_same_trips_give_the_same_bytes_and_survive_a_file(trips: list[Trip], tmp_path: Path) -> None:
    calibration = calibrate(TOWN, SPEEDS, trips)
    again = calibrate(TOWN, SPEEDS, trips)
    assert json.dumps(again.to_json()) == json.dumps(calibration.to_json())
    file = tmp_path / "kalibrasi.json"
    save_calibration(calibration, file)
    loaded = load_calibration(file)
    assert loaded.fingerprint == calibration.fingerprint
    assert loaded.to_json() == calibration.to_json()
    assert [entry.name for entry in tmp_path.iterdir()] == ["kalibrasi.json"]


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "[]",
        "{}",
        '{"format": "lain"}',
        '{"by_class": {"ambulans": {"primary": NaN}}}',
        '{"by_class": {"ambulans": {"primary": 9}}}',
        '{"by_class": {"becak": {}}}',
        '{"by_edge": {"mobil": [[0], []]}}',
        '{"by_edge": {"mobil": [[-1], [0.1]]}}',
        '{"by_edge": {"mobil": [["0"], [0.1]]}}',
        '{"measured": {"": [0, Infinity, 0, 0]}}',
        '{"report": []}',
    ],
)
def test_a_file_that_is_no_calibration_is_refused_by_name(wrong: str, tmp_path: Path) -> None:
    file = tmp_path / "rusak.json"
    sound = Calibration(TOWN.hash, SPEEDS.fingerprint).to_json()
    file.write_text(json.dumps(sound | json.loads(wrong)) if wrong.startswith('{"') else wrong, encoding="utf-8")
    with pytest.raises(CalibrationError, match=r"rusak\.json"):
        load_calibration(file)
    with pytest.raises(CalibrationError, match=r"tidak-ada\.json"):
        load_calibration(tmp_path / "tidak-ada.json")


def test_the_router_keeps_a_calibration_from_the_skeleton(trips: list[Trip], skeleton: Network) -> None:
    calibrated = SPEEDS.with_calibration(calibrate(TOWN, SPEEDS, trips[:5]))
    router = Router(TOWN, speeds=calibrated, skeleton=skeleton)
    router.warm_up()
    assert router.metric_id != Router(TOWN, speeds=SPEEDS, skeleton=skeleton).metric_id
