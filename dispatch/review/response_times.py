"""How long the first unit took, of every closed case, beside the target that was valid when the case was opened."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Any

import orjson

from dispatch.core import Core, Psc
from dispatch.domain.response import HeldTarget, HeldTargets, response_s, target_of
from dispatch.domain.rows import Row
from dispatch.domain.time import instant
from dispatch.domain.words import Priority
from dispatch.response import targets_of

_CLOSED = """
    SELECT data FROM incident WHERE stream = $1 AND data->>'state' = 'closed' AND data->>'closed_at' >= $2
"""
_TASKS = "SELECT data FROM task WHERE stream = $1 AND data->>'incident_id' = ANY($2::text[])"


@dataclass(frozen=True, slots=True)
class Answered:
    """One case: its target, and how long the first unit took; None where none was on scene."""

    held: HeldTargets
    target: HeldTarget
    took_s: float | None


async def list_response_times(core: Core, psc: Psc, *, since: datetime) -> list[dict[str, Any]]:
    """Closed cases a unit was sent to, counted by version, colour and zone. Practice has no part in it."""
    if psc.training:
        return []
    cases = [orjson.loads(record["data"]) for record in await core.db.fetch(_CLOSED, psc.stream, instant(since))]
    tasks: defaultdict[str, list[Row]] = defaultdict(list)
    for record in await core.db.fetch(_TASKS, psc.stream, [case["id"] for case in cases]):
        task = orjson.loads(record["data"])
        tasks[task["incident_id"]].append(task)
    answered = []
    for case in cases:
        held = targets_of(psc.city, case)
        target = target_of(held, case["priority"])
        if target is not None and tasks[case["id"]]:
            answered.append(Answered(held, target, response_s(held, tasks[case["id"]])))
    return count_up(answered)


def count_up(cases: Iterable[Answered]) -> list[dict[str, Any]]:
    """Cases in groups of the same version, colour and zone: versions as they became valid, the worst colour first."""
    groups: defaultdict[tuple[Any, ...], list[Answered]] = defaultdict(list)
    for case in cases:
        colour = list(Priority).index(case.target["priority"])
        key = (case.held["valid_from"], case.held["version"], colour, case.held["zone"] or "", case.target["seconds"])
        groups[key].append(case)
    return [_counted(groups[key]) for key in sorted(groups)]


def _counted(cases: list[Answered]) -> dict[str, Any]:
    held, target = cases[0].held, cases[0].target
    took = sorted(case.took_s for case in cases if case.took_s is not None)
    return {
        "version": held["version"],
        "priority": target["priority"],
        "zone": held["zone"],
        "target_s": target["seconds"],
        "verified": target["verified"],
        "cases": len(cases),
        "reached": len(took),
        "within": sum(seconds <= target["seconds"] for seconds in took),
        "p50_s": _percentile(took, 50),
        "p90_s": _percentile(took, 90),
    }


def _percentile(ordered: Sequence[float], percent: int) -> float | None:
    """Nearest rank: a time that was measured, also where there are few."""
    return ordered[ceil(percent / 100 * len(ordered)) - 1] if ordered else None
