"""A way as a driver is told it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing import Mode, Network, RoadClass, Router
from routing.network.building import NetworkBuilder
from routing.travel.shapes import Stretch
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
    assert steps == (Step("Jl. B", pytest.approx(556, rel=0.01), Turn.MULAI),)
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
