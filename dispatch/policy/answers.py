"""What the policy is asked and what it answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from dispatch.domain.words import Disposition, Priority, Transport
from dispatch.policy.codes import Exclusion, NearerCode, ReasonCode, Role, Status

DEFAULT_PARTNERS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "ambulans": ("rs_ambulans", "psc_tetangga"),
        "trc": ("psc_tetangga", "bpbd"),
        "kapal": ("basarnas_115", "polairud", "bpbd"),
    }
)
OTHER_PARTNERS = ("rs_ambulans", "psc_tetangga")
"""Whom to ask for a capability that the table does not name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """The case, as far as it is known.

    Args:
        priority: the incident's colour; None before triage counts as MERAH.
        disposition: what the assessment leads to, None before it does.
        transport: whether the patient has to be carried, apart from the colour; None when nobody told.
        capabilities: what the complaint asks the responders to bring between them.
        needs_boat: no road and no public boat leads there now.
        ambulance_due: the team that went first did not accept, or is not there, in time: the ambulance goes now.
        sent: for each unit already on the case its capabilities, its kind among them.
        position_limit_s: older positions are stale.
        partners: for each capability whom to call when no unit has it, in order.
    """

    priority: Priority | None
    disposition: Disposition | None
    transport: Transport | None = None
    capabilities: tuple[str, ...] = ()
    needs_boat: bool = False
    ambulance_due: bool = False
    sent: tuple[tuple[str, ...], ...] = ()
    position_limit_s: float = 180.0
    partners: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: DEFAULT_PARTNERS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One unit as it is now, with its time to the scene.

    Args:
        unit_id: the unit.
        kind: `ambulans`, `trc` or `kapal`; counts as a capability of that name.
        capabilities: what it can do and brings.
        status: what it is doing.
        task_interruptible: whether its present task may be interrupted (stand-by, visit, relocation, way home).
        busy_with: the incident of its present task, as shown on screens.
        position_age_s: age of the position it was ranked from, None when there is none.
        position_is_post: ranked from its declared post because there is no fresh position.
        turnout_s: from assignment to rolling.
        travel_s: expected travel time, None when nobody can tell.
        travel_low_s, travel_high_s: the range of the travel time.
        travel_kind: `jalan`, `jalan_laut`, `garis_lurus` or `skematik`.
    """

    unit_id: str
    kind: str
    capabilities: tuple[str, ...] = ()
    status: Status = Status.AVAILABLE
    task_interruptible: bool = False
    busy_with: str | None = None
    position_age_s: float | None = None
    position_is_post: bool = False
    turnout_s: float = 0.0
    travel_s: float | None
    travel_low_s: float | None = None
    travel_high_s: float | None = None
    travel_kind: str = "jalan"


@dataclass(slots=True)
class Reason:
    """A code with the numbers that belong to it."""

    code: ReasonCode
    seconds: float | None = None
    capabilities: tuple[str, ...] = ()
    incident: str | None = None


@dataclass(slots=True)
class Excluded:
    """Why a unit is not proposed. `capabilities` are those it lacks, `incident` what it is busy with."""

    code: Exclusion
    capabilities: tuple[str, ...] = ()
    incident: str | None = None


@dataclass(slots=True)
class Nearer:
    """A unit that is nearer than a chosen one, and why it was not chosen in its place."""

    unit_id: str
    code: Exclusion | NearerCode
    seconds: float | None = None
    capabilities: tuple[str, ...] = ()
    incident: str | None = None


@dataclass(slots=True)
class Ranked:
    """One line of the list of who can go.

    Times are seconds from the assignment; None when the travel time is unknown. `eta_s` is `turnout_s` + `travel_s`.
    `role` is what the unit would go for, None when it can fill no role of this case.
    """

    unit_id: str
    eta_s: float | None
    eta_low_s: float | None
    eta_high_s: float | None
    turnout_s: float
    travel_s: float | None
    travel_kind: str
    role: Role | None
    chosen: bool
    exclusions: tuple[Excluded, ...]
    reasons: tuple[Reason, ...]
    why_not_nearer: tuple[Nearer, ...]


@dataclass(slots=True)
class Shortfall:
    """A needed capability that no free unit has, and whom to ask for it, in order."""

    capability: str
    partners: tuple[str, ...]


@dataclass(slots=True)
class Recommendation:
    """Every unit of the fleet in order, whom to send by default, and what is missing."""

    ranked: tuple[Ranked, ...]
    proposal: tuple[str, ...]
    shortfalls: tuple[Shortfall, ...]
