"""A way as a driver is told it."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing import Mode, Network, RoadClass, Router, Speeds
from routing.network.building import NetworkBuilder
from routing.travel.shapes import Stretch
from routing.travel.step_words import step_text
from routing.travel.steps import Step, Turn, street_steps
from tests.routing.worlds import NOON, PLAIN, along, grids, node_point


def streets(*ways: tuple[str, tuple[float, float], tuple[float, float]]) -> Network:
    """Named straight streets between places given in hundredths of a degree as (north, east)."""
    builder, nodes = NetworkBuilder(), {}
    for name, *ends in ways:
        for north, east in ends:
            if (north, east) not in nodes:
                nodes[north, east] = builder.add_node(0.01 * north, 104 + 0.01 * east, where="uji")
        a, b = (nodes[end] for end in ends)
        builder.add_edge(a, b, RoadClass.RESIDENTIAL, name=name, oneway=False, length_m=None, where="uji")
    return builder.build(label="uji", schematic=False, attribution="uji", where="uji")


EAST = ("Jl. A", (0, 0), (0, 1))


@pytest.mark.parametrize(
    ("to", "turn"),
    [
        ((0, 2), Turn.LURUS),
        ((0.4, 2), Turn.LURUS),
        ((1, 2), Turn.AGAK_KIRI),
        ((1, 1), Turn.KIRI),
        ((1, 0.5), Turn.KIRI),
        ((-1, 2), Turn.AGAK_KANAN),
        ((-1, 1), Turn.KANAN),
        ((0.1, 0.2), Turn.PUTAR_BALIK),
    ],
)
def test_a_turn_is_named_by_its_angle(to: tuple[float, float], turn: Turn) -> None:
    network = streets(EAST, ("Jl. B", (0, 1), to))
    first, second = street_steps(network, [Stretch(0, 0.0, 1.0), Stretch(1, 0.0, 1.0)])
    assert (first.street, first.turn) == ("Jl. A", Turn.MULAI)
    assert (second.street, second.turn) == ("Jl. B", turn)


def test_a_street_driven_against_its_drawing_turns_the_other_way() -> None:
    network = streets(("Jl. A", (0, 1), (0, 0)), ("Jl. B", (1, 1), (0, 1)))
    steps = street_steps(network, [Stretch(0, 1.0, 0.0), Stretch(1, 1.0, 0.0)])
    assert [step.turn for step in steps] == [Turn.MULAI, Turn.KIRI]


def test_one_name_is_one_step_and_what_has_none_stands_between() -> None:
    network = streets(EAST, ("Jl. A", (0, 1), (0, 2)), ("", (0, 2), (0, 3)), ("Jl. A", (0, 3), (0, 4)))
    steps = street_steps(network, [Stretch(edge, 0.0, 1.0) for edge in range(4)])
    assert [(step.street, round(step.length_m)) for step in steps] == [("Jl. A", 2224), ("", 1112), ("Jl. A", 1112)]


def test_turning_back_in_a_street_is_told() -> None:
    steps = street_steps(streets(EAST), [Stretch(0, 0.0, 1.0), Stretch(0, 1.0, 0.5)])
    assert [step.turn for step in steps] == [Turn.MULAI, Turn.PUTAR_BALIK]


def test_a_place_at_the_very_end_of_a_street_is_no_step() -> None:
    network = streets(EAST, ("Jl. B", (0, 1), (1, 1)))
    steps = street_steps(network, [Stretch(0, 1.0, 1.0), Stretch(1, 0.0, 0.5)])
    assert [(step.street, round(step.length_m), step.turn) for step in steps] == [("Jl. B", 556, Turn.MULAI)]
    assert street_steps(network, []) == ()


@given(grids(), st.data())
def test_the_steps_of_a_way_are_as_long_as_the_way(network: Network, data: st.DataObject) -> None:
    a = along(network, data.draw(st.integers(0, network.edge_count - 1)), data.draw(st.floats(0.1, 0.9)))
    b = node_point(network, data.draw(st.integers(0, network.node_count - 1)))
    leg = Router(network, speeds=PLAIN).route(a, b, Mode.AMBULANS, NOON).legs[0]
    if leg.means == "ambulans_sirene":
        assert sum(step.length_m for step in leg.steps) == pytest.approx(leg.length_m, abs=2)
        assert [step.turn is Turn.MULAI for step in leg.steps] == [True, *[False] * (len(leg.steps) - 1)][
            : len(leg.steps)
        ]


def roundabout(*, radius_m: float = 25.0) -> Network:
    """Roads from the west (edge 0), south, east and north to a circle of eight one-way pieces, driven clockwise.

    In Indonesia one drives on the left and round a roundabout clockwise.
    """
    builder = NetworkBuilder()
    degree = radius_m / 111_195
    ring = [
        builder.add_node(
            degree * math.sin(math.pi - n * math.pi / 4),
            104 + degree * math.cos(math.pi - n * math.pi / 4),
            where="uji",
        )
        for n in range(8)
    ]
    for number, (name, north, east) in enumerate((("Jl. Barat", 0, -1), ("Jl. Utara", 1, 0), ("Jl. Timur", 0, 1))):
        outer = builder.add_node(0.01 * north, 104 + 0.01 * east, where="uji")
        builder.add_edge(
            outer, ring[2 * number], RoadClass.PRIMARY, name=name, oneway=False, length_m=None, where="uji"
        )
    for n in range(8):
        builder.add_edge(
            ring[n], ring[(n + 1) % 8], RoadClass.PRIMARY, name="", oneway=True, length_m=None, where="uji"
        )
    return builder.build(label="uji", schematic=False, attribution="uji", where="uji")


def test_a_roundabout_is_known_by_its_shape_and_told_with_its_exit() -> None:
    network = roundabout()
    assert np.flatnonzero(network.is_roundabout).tolist() == list(range(3, 11))
    leg = (
        Router(network, speeds=PLAIN).route(along(network, 0, 0.2), along(network, 2, 0.3), Mode.AMBULANS, NOON).legs[0]
    )
    assert [(step.street, step.turn, step.exit) for step in leg.steps] == [
        ("Jl. Barat", Turn.MULAI, None),
        ("Jl. Timur", Turn.BUNDARAN, 2),
    ]
    assert sum(step.length_m for step in leg.steps) == pytest.approx(leg.length_m, abs=1)


def test_a_large_circle_and_a_square_block_are_no_roundabouts() -> None:
    assert not roundabout(radius_m=80).is_roundabout.any()
    builder = NetworkBuilder()
    corners = [
        builder.add_node(lat, 104 + lon, where="uji") for lat, lon in ((0, 0), (0, 5e-4), (5e-4, 5e-4), (5e-4, 0))
    ]
    for n in range(4):
        builder.add_edge(
            corners[n], corners[(n + 1) % 4], RoadClass.RESIDENTIAL, name="", oneway=True, length_m=None, where="uji"
        )
    assert not builder.build(label="u", schematic=False, attribution="u", where="uji").is_roundabout.any()


def test_turns_at_a_junction_are_told_where_no_street_has_a_name_and_bends_are_not() -> None:
    bend = [("", (0, 0), (0, 1)), ("", (0, 1), (1, 1))]
    stretches = [Stretch(0, 0.0, 1.0), Stretch(1, 0.0, 1.0)]
    assert len(street_steps(streets(*bend), stretches)) == 1
    steps = street_steps(streets(*bend, ("", (0, 1), (0, 2))), stretches)
    assert [step.turn for step in steps] == [Turn.MULAI, Turn.KIRI]


@given(grids(), st.data())
def test_the_steps_of_a_way_take_as_long_as_its_roads(network: Network, data: st.DataObject) -> None:
    a = along(network, data.draw(st.integers(0, network.edge_count - 1)), data.draw(st.floats(0.1, 0.9)))
    b = along(network, data.draw(st.integers(0, network.edge_count - 1)), data.draw(st.floats(0.1, 0.9)))
    for speeds in (PLAIN, Speeds()):
        leg = Router(network, speeds=speeds).route(a, b, Mode.AMBULANS, NOON).legs[0]
        if leg.means == "ambulans_sirene" and leg.steps:
            assert sum(step.duration_s for step in leg.steps) == pytest.approx(leg.duration_s, abs=0.5)
            assert all(step.duration_s >= 0 and 0 <= step.bearing_deg < 360 for step in leg.steps)


@pytest.mark.parametrize(
    ("step", "text"),
    [
        (Step("Jl. A", 354, Turn.MULAI, bearing_deg=92), "Mulai ke arah timur lewat Jl. A, 350 m"),
        (Step("Jl. A", 354, Turn.MULAI, bearing_deg=350), "Mulai ke arah utara lewat Jl. A, 350 m"),
        (Step("Jl. B", 1234, Turn.KIRI), "Belok kiri ke Jl. B, 1,2 km"),
        (Step("", 3, Turn.PUTAR_BALIK), "Putar balik ke jalan tanpa nama, 10 m"),
        (Step("Jl. C", 60, Turn.BUNDARAN, exit=2), "Di bundaran ambil jalan keluar ke-2, Jl. C, 60 m"),
        (Step("", 60, Turn.BUNDARAN, exit=0), "Masuk bundaran, 60 m"),
    ],
)
def test_a_step_in_words(step: Step, text: str) -> None:
    assert step_text(step) == text


def test_every_turn_has_words() -> None:
    for turn in Turn:
        assert step_text(Step("Jl. A", 100, turn)).endswith("100 m")
