"""The servers' steps in our words."""

from __future__ import annotations

from typing import Any

import pytest

from routing.errors import ServerDownError
from routing.remote.steps import osrm_steps, valhalla_steps
from routing.travel.steps import Step, Turn


def osrm(kind: str, modifier: str | None = None, *, name: str = "Jl. A", **more: Any) -> dict[str, Any]:
    maneuver = {"type": kind, "bearing_after": 90, **more}
    if modifier is not None:
        maneuver["modifier"] = modifier
    return {"name": name, "distance": 100.0, "duration": 10.0, "maneuver": maneuver}


def valhalla(kind: int, *, name: str = "Jl. A", **more: Any) -> dict[str, Any]:
    return {"type": kind, "street_names": [name], "length": 0.1, "time": 10.0, "bearing_after": 90, **more}


def test_osrm_turns() -> None:
    turns = ["uturn", "sharp right", "right", "slight right", "straight", "slight left", "left", "sharp left", None]
    steps = osrm_steps([osrm("depart"), *(osrm("turn", turn) for turn in turns), osrm("arrive")])
    assert [step.turn for step in steps] == [
        Turn.MULAI,
        Turn.PUTAR_BALIK,
        Turn.KANAN,
        Turn.KANAN,
        Turn.AGAK_KANAN,
        Turn.LURUS,
        Turn.AGAK_KIRI,
        Turn.KIRI,
        Turn.KIRI,
        Turn.LURUS,
    ]
    assert steps[0] == Step("Jl. A", 100.0, Turn.MULAI, 10.0, 90.0)


def test_osrm_roundabout_and_its_exit_are_one_step() -> None:
    steps = osrm_steps(
        [osrm("depart"), osrm("roundabout", "left", name="", exit=2), osrm("exit roundabout", "left", name="Jl. B")]
    )
    assert steps[1:] == (Step("Jl. B", 200.0, Turn.BUNDARAN, 20.0, 90.0, 2),)


def test_valhalla_turns() -> None:
    kinds = [1, 8, 9, 10, 11, 12, 14, 15, 16, 23, 24, 25]
    steps = valhalla_steps([*(valhalla(kind) for kind in kinds), valhalla(4)])
    assert [step.turn for step in steps] == [
        Turn.MULAI,
        Turn.LURUS,
        Turn.AGAK_KANAN,
        Turn.KANAN,
        Turn.KANAN,
        Turn.PUTAR_BALIK,
        Turn.KIRI,
        Turn.KIRI,
        Turn.AGAK_KIRI,
        Turn.AGAK_KANAN,
        Turn.AGAK_KIRI,
        Turn.LURUS,
    ]


def test_valhalla_roundabout_and_its_exit_are_one_step() -> None:
    steps = valhalla_steps([valhalla(26, name="", roundabout_exit_count=3), valhalla(27, name="Jl. B")])
    assert steps == (Step("Jl. B", 200.0, Turn.BUNDARAN, 20.0, 90.0, 3),)


@pytest.mark.parametrize("wrong", [{"distance": None}, {"name": 1}, {"duration": -1}, {"maneuver": None}])
def test_a_step_that_is_none_is_a_failure(wrong: dict[str, Any]) -> None:
    with pytest.raises(ServerDownError):
        osrm_steps([{**osrm("depart"), **wrong}])


@pytest.mark.parametrize("wrong", [{"length": "1"}, {"street_names": [None]}, {"time": True}, {"bearing_after": 999}])
def test_a_manoeuvre_that_is_none_is_a_failure(wrong: dict[str, Any]) -> None:
    with pytest.raises(ServerDownError):
        valhalla_steps([{**valhalla(1), **wrong}])
