"""What a closure changes: the times of units to open cases, without it and with it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import routing

SAME_S = 1.0
UNJOINED = frozenset((routing.NoteCode.TIDAK_TERHUBUNG, routing.NoteCode.PERAHU_DITUTUP))
MOST_CHANGES = 200


@dataclass(frozen=True, slots=True)
class Goer:
    """A unit that is at work or could be sent, and where it is taken to be."""

    unit_id: str
    source: routing.Source


@dataclass(frozen=True, slots=True)
class Case:
    """An open case whose place is known."""

    incident_id: str
    point: routing.Point


def list_eta_changes(
    router: routing.Router, closure: routing.Closure, goers: Sequence[Goer], cases: Sequence[Case], at: datetime
) -> list[dict[str, Any]]:
    """Every unit's time to every case that is another with the closure, the greatest change first.

    A range is None where no open way leads there, and only a straight line is left.
    """
    then = router.supposing(closure)
    sources = [goer.source for goer in goers]
    changes: list[tuple[float, dict[str, Any]]] = []
    for case in cases:
        before, after = (one.travel_times_to(case.point, sources, at) for one in (router, then))
        for goer, was, now in zip(goers, before, after, strict=True):
            if abs(now.duration_s - was.duration_s) < SAME_S and now.kind is was.kind:
                continue
            change = {
                "unit_id": goer.unit_id,
                "incident_id": case.incident_id,
                "before": _range(was),
                "after": _range(now),
            }
            weight = float("inf") if _is_unjoined(now) else now.duration_s - was.duration_s
            changes.append((weight, change))
    changes.sort(key=lambda entry: -entry[0])
    return [change for _, change in changes[:MOST_CHANGES]]


def _range(time: routing.TravelTime) -> dict[str, float] | None:
    if _is_unjoined(time):
        return None
    return {"duration_s": time.duration_s, "low_s": time.low_s, "high_s": time.high_s}


def _is_unjoined(time: routing.TravelTime) -> bool:
    return time.kind is routing.TravelKind.GARIS_LURUS and time.note_code in UNJOINED
