"""What is closed on roads and sea."""

from typing import Any

from typing_extensions import TypedDict

from dispatch.domain.rows.shared import Actor, Instant
from dispatch.domain.words import ClosureKind, ClosureReason, ClosureSource, ClosureStatus


class CutOff(TypedDict):
    """A place that no open way joins to the rest any more."""

    kind: str
    id: str
    name: str


class Extent(TypedDict):
    """What a closure closes on the roads of one network.

    `lines` is a GeoJSON MultiLineString of the closed edges: what is left of them on other roads. `unmatched` says
    that the roads now in use have nothing there, so that the closure stands and closes nothing.
    """

    edges: list[int]
    network_hash: str
    boat_legs: list[str]
    lines: dict[str, Any] | None
    length_m: float
    streets: list[str]
    cuts_off: list[CutOff]
    unmatched: bool


class ClosureRow(TypedDict):
    """Streets or boat legs that cannot be used, from `from_at` until `until_at`; without one, until somebody reopens.

    Nothing personal belongs in `note`: all staff of the PSC read it. `shape` is GeoJSON as it was drawn.
    """

    id: str
    kind: ClosureKind
    reason: ClosureReason
    note: str | None
    source: ClosureSource
    shape: dict[str, Any] | None
    street: str | None
    edges: list[int]
    network_hash: str
    boat_legs: list[str]
    lines: dict[str, Any] | None
    length_m: float
    streets: list[str]
    cuts_off: list[CutOff]
    unmatched: bool
    from_at: Instant
    until_at: Instant | None
    status: ClosureStatus
    made_at: Instant
    by: Actor
    changed_at: Instant | None
    changed_by: Actor | None
    change_reason: str | None
    ended_at: Instant | None
    ended_by: Actor | None
    end_reason: str | None
