"""What a bench says: one figure beside its budget."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any


class Unit(StrEnum):
    """What a figure counts."""

    MILLISECONDS = "ms"
    SECONDS = "s"
    MICROSECONDS = "µs"
    RATIO = "×"
    CALLS_PER_S = "calls/s"
    COMMANDS_PER_S = "commands/s"
    FIXES_PER_S = "fixes/s"
    REQUESTS_PER_S = "requests/s"


class Bound(StrEnum):
    """On which side of its limit a figure keeps its budget."""

    AT_MOST = "≤"
    AT_LEAST = "≥"


@dataclass(frozen=True, slots=True)
class Budget:
    """What a figure has to keep."""

    bound: Bound
    limit: float

    def is_kept_by(self, value: float) -> bool:
        return value <= self.limit if self.bound is Bound.AT_MOST else value >= self.limit


# Source: the design, section "Budgets" (two cores, the load generator on the same cores).
BUDGETS: Mapping[str, Budget] = MappingProxyType(
    {
        "recommend_p99": Budget(Bound.AT_MOST, 5),
        "event_rate": Budget(Bound.AT_LEAST, 20),
        "event_rate_one_stream": Budget(Bound.AT_LEAST, 8),
        "fanout_p99": Budget(Bound.AT_MOST, 150),
        "positions_batch_rate": Budget(Bound.AT_LEAST, 5000),
        "positions_single_rate": Budget(Bound.AT_LEAST, 500),
        "start_cold": Budget(Bound.AT_MOST, 15),
        "start_warm": Budget(Bound.AT_MOST, 5),
        # The routing of the first city, and how long a whole city takes to read from its file.
        "m2o_1000": Budget(Bound.AT_MOST, 1),
        "overhead": Budget(Bound.AT_MOST, 1.25),
        "load": Budget(Bound.AT_MOST, 1),
        "closure": Budget(Bound.AT_MOST, 10),
        "snap_1000": Budget(Bound.AT_MOST, 20),
        "coquimbo.build": Budget(Bound.AT_MOST, 30),
        # Triage: one evaluation is paid at every answer of an interview, the protocol at every start.
        "evaluate_p50": Budget(Bound.AT_MOST, 50),
        "protocol_load": Budget(Bound.AT_MOST, 1),
    }
)


@dataclass(frozen=True, slots=True)
class Row:
    """One measured figure. `note` says under which circumstances it was measured."""

    name: str
    value: float
    unit: Unit
    note: str = ""

    @property
    def budget(self) -> Budget | None:
        """The design's budget of this name; a figure without one is only printed."""
        return BUDGETS.get(self.name)

    @property
    def ok(self) -> bool:
        return self.budget is None or self.budget.is_kept_by(self.value)

    def document(self) -> dict[str, Any]:
        """The row for a program: `name, value, unit, budget, ok`."""
        return {
            "name": self.name,
            "value": round(self.value, 3),
            "unit": self.unit,
            "budget": self.budget.limit if self.budget else None,
            "ok": self.ok,
        }


class BenchFailed(Exception):  # noqa: N818 - a finding about the program or the machine, said to whoever measures
    """Something could not be measured, or what was measured did not do its work; the message says which."""
