"""The response time of a case: how long it may take until the first unit is on scene, and how long it took."""

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from typing_extensions import TypedDict

from dispatch.domain.time import moment
from dispatch.domain.words import Priority, TaskState

Zone = Literal["darat", "laut"]


class HeldTarget(TypedDict):
    """Seconds for a colour in a zone; `verified` where the health office stands behind them."""

    priority: Priority
    zone: Zone
    seconds: float
    verified: bool


class HeldTargets(TypedDict):
    """The targets that a case is held against, copied from the configuration when it was opened.

    Counted from `from_at`, the call taken. `zone` is that of the place as it is known now; None where it is not.
    `valid_from` is the version's first day. All colours are kept: the case may be triaged anew or moved.
    """

    version: str
    valid_from: str
    zone: Zone | None
    from_at: str
    targets: list[HeldTarget]


def target_of(held: HeldTargets, priority: str | None) -> HeldTarget | None:
    """The target of a colour now; None where the version has none, as for `hitam`.

    A case without a colour is taken for MERAH, and one without a zone for land, the shorter of the two.
    """
    colour, zone = priority or Priority.MERAH, held["zone"] or "darat"
    return next((one for one in held["targets"] if (one["priority"], one["zone"]) == (colour, zone)), None)


def first_on_scene(tasks: Iterable[Mapping[str, Any]]) -> str | None:
    """When the first of a case's units was on scene; None where none was."""
    stamps = (task["stamps"].get(TaskState.ON_SCENE) for task in tasks)
    return min((stamp["at"] for stamp in stamps if stamp is not None), default=None)


def response_s(held: HeldTargets, tasks: Iterable[Mapping[str, Any]]) -> float | None:
    """Seconds from the call taken to the first unit on scene; None where none came."""
    at = first_on_scene(tasks)
    return (moment(at) - moment(held["from_at"])).total_seconds() if at is not None else None
