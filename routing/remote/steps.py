"""A server's steps in our words: street after street, with the turn into each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from routing.errors import ServerDownError
from routing.remote.reading import LONGEST_M, LONGEST_S, member, number
from routing.travel.steps import Step, Turn

_OSRM_TURN = {
    "uturn": Turn.PUTAR_BALIK,
    "sharp right": Turn.KANAN,
    "right": Turn.KANAN,
    "slight right": Turn.AGAK_KANAN,
    "straight": Turn.LURUS,
    "slight left": Turn.AGAK_KIRI,
    "left": Turn.KIRI,
    "sharp left": Turn.KIRI,
}
_OSRM_ROUNDABOUT = {"roundabout", "rotary", "roundabout turn"}
_OSRM_LEAVING = {"exit roundabout", "exit rotary"}

_VALHALLA_TURN = {
    **dict.fromkeys((1, 2, 3), Turn.MULAI),
    **dict.fromkeys((9, 23), Turn.AGAK_KANAN),
    **dict.fromkeys((10, 11, 18, 20), Turn.KANAN),
    **dict.fromkeys((12, 13), Turn.PUTAR_BALIK),
    **dict.fromkeys((14, 15, 19, 21), Turn.KIRI),
    **dict.fromkeys((16, 24), Turn.AGAK_KIRI),
}
"""By Valhalla's number of a manoeuvre; all others go straight on."""

_VALHALLA_ARRIVING = {4, 5, 6}
_VALHALLA_ROUNDABOUT, _VALHALLA_LEAVING = 26, 27


def osrm_steps(steps: Iterable[Any]) -> tuple[Step, ...]:
    """The steps of OSRM's legs, arrivals left out."""
    found: list[Step] = []
    for step in steps:
        maneuver = member(step, "maneuver")
        kind = member(maneuver, "type")
        if kind == "arrive":
            continue
        turn = Turn.MULAI if kind == "depart" else _OSRM_TURN.get(str(maneuver.get("modifier")), Turn.LURUS)
        here = Step(
            _text(step.get("name", "")),
            number(member(step, "distance"), "distance", high=LONGEST_M),
            Turn.BUNDARAN if kind in _OSRM_ROUNDABOUT else turn,
            number(member(step, "duration"), "duration", high=LONGEST_S),
            number(maneuver.get("bearing_after", 0), "bearing_after", high=360),
            _exit(maneuver.get("exit")) if kind in _OSRM_ROUNDABOUT else None,
        )
        _add(found, here, leaves=kind in _OSRM_LEAVING)
    return tuple(found)


def valhalla_steps(maneuvers: Iterable[Any]) -> tuple[Step, ...]:
    """The manoeuvres of Valhalla's legs, arrivals left out."""
    found: list[Step] = []
    for maneuver in maneuvers:
        kind = member(maneuver, "type")
        if kind in _VALHALLA_ARRIVING:
            continue
        names = maneuver.get("street_names") or maneuver.get("begin_street_names") or [""]
        here = Step(
            _text(names[0] if isinstance(names, list) else names),
            1000 * number(member(maneuver, "length"), "length", high=LONGEST_M / 1000),
            Turn.BUNDARAN if kind == _VALHALLA_ROUNDABOUT else _VALHALLA_TURN.get(kind, Turn.LURUS),
            number(member(maneuver, "time"), "time", high=LONGEST_S),
            number(maneuver.get("bearing_after", 0), "bearing_after", high=360),
            _exit(maneuver.get("roundabout_exit_count")) if kind == _VALHALLA_ROUNDABOUT else None,
        )
        _add(found, here, leaves=kind == _VALHALLA_LEAVING)
    return tuple(found)


def _add(found: list[Step], here: Step, *, leaves: bool) -> None:
    """Append a step; one that leaves a roundabout takes the way around along, as `Turn.BUNDARAN` means it."""
    if leaves and found and found[-1].turn is Turn.BUNDARAN:
        around = found.pop()
        here = here._replace(
            length_m=here.length_m + around.length_m,
            duration_s=here.duration_s + around.duration_s,
            turn=Turn.BUNDARAN,
            exit=around.exit,
        )
    found.append(here)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ServerDownError(f"a street's name is {value!r}")
    return value


def _exit(value: Any) -> int | None:
    return None if value is None else int(number(value, "exit", low=1, high=100))
