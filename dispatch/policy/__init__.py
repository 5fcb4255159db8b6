"""Pure policy: who goes. The same functions run live and in the simulator.

`recommend(request, candidates)` ranks a fleet, proposes whom to send and says why; `kernel` is its numeric part.
"""

from dispatch.policy.answers import (
    DEFAULT_PARTNERS,
    Candidate,
    Excluded,
    Nearer,
    Ranked,
    Reason,
    Recommendation,
    Request,
    Shortfall,
)
from dispatch.policy.codes import Exclusion, NearerCode, ReasonCode, Role, Status
from dispatch.policy.needs import Needs, RoleNeed, needs_for, remaining, waits_for_ambulance
from dispatch.policy.recommend import needs_of, recommend
from dispatch.policy.turnout import TurnoutRow, TurnoutTable
from dispatch.policy.version import policy_version

__all__ = [
    "DEFAULT_PARTNERS",
    "Candidate",
    "Excluded",
    "Exclusion",
    "Nearer",
    "NearerCode",
    "Needs",
    "Ranked",
    "Reason",
    "ReasonCode",
    "Recommendation",
    "Request",
    "Role",
    "RoleNeed",
    "Shortfall",
    "Status",
    "TurnoutRow",
    "TurnoutTable",
    "needs_for",
    "needs_of",
    "policy_version",
    "recommend",
    "remaining",
    "waits_for_ambulance",
]
