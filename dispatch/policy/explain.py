"""Why this unit, why not each nearer one: the kernel's numbers as structured reasons."""

from dataclasses import dataclass

from dispatch.policy.answers import Candidate, Excluded, Nearer, Ranked, Reason, Request
from dispatch.policy.codes import Exclusion, NearerCode, ReasonCode, Role, Status
from dispatch.policy.encode import Vocabulary
from dispatch.policy.kernel import BUSY, FREE, NOT_CHOSEN, OFF_DUTY, OUT_OF_SERVICE, UNKNOWN_S
from dispatch.policy.needs import Needs

POST_LOW_FACTOR = 0.5
POST_HIGH_FACTOR = 1.5
"""Assumption: a unit without a fresh position is anywhere between half and one and a half times its post's travel."""

_TRAVEL_REASONS = {
    "garis_lurus": ReasonCode.ESTIMATE_STRAIGHT_LINE,
    "skematik": ReasonCode.SCHEMATIC,
    "jalan_laut": ReasonCode.SEA_LEG,
}
_DUTY_EXCLUSIONS = {
    BUSY: Exclusion.BUSY,
    OFF_DUTY: Exclusion.OFF_DUTY,
    OUT_OF_SERVICE: Exclusion.OUT_OF_SERVICE,
}


@dataclass(frozen=True, slots=True)
class Fit:
    """What the capabilities of a unit mean for this case.

    Args:
        role: the role it could fill, needed ones before optional ones; None when there is none.
        lacking: what it would need for the first role.
        without: what the case needs and it does not bring, beside the roles' own capabilities.
    """

    role: int | None
    lacking: tuple[str, ...]
    without: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """What the kernel decided. Lists run over the fleet in order of unit id, `asked` over the roles.

    Args:
        request, needs, vocabulary: what was asked.
        candidates: the fleet.
        eta_s, duty, skills: the fleet as the kernel saw it.
        chosen: role index of each candidate, the number of roles for a reinforcement, -1 for not chosen.
        asked: the capability bits that decided each role, and last those that a reinforcement brings.
        order: the candidates as ranked.
    """

    request: Request
    needs: Needs
    vocabulary: Vocabulary
    candidates: tuple[Candidate, ...]
    eta_s: list[float]
    duty: list[int]
    skills: list[int]
    chosen: list[int]
    asked: list[int]
    order: list[int]

    @property
    def reinforcement(self) -> int:
        """Index that stands for the reinforcement in `chosen` and `asked`."""
        return len(self.needs.roles)


def explain(decision: Decision) -> tuple[Ranked, ...]:
    """The list in the kernel's order, each line with its reasons."""
    fits = {skills: _fit(decision, skills) for skills in set(decision.skills)}
    return tuple(_line(decision, index, fits[decision.skills[index]]) for index in decision.order)


def _fit(decision: Decision, skills: int) -> Fit:
    vocabulary, roles, asked = decision.vocabulary, decision.needs.roles, decision.asked
    fillable = [role for role in range(len(roles)) if skills & asked[role] == asked[role]]
    needed = [role for role in fillable if roles[role].required]
    if skills & asked[decision.reinforcement]:
        needed.append(decision.reinforcement)
    role = next(iter([*needed, *fillable]), None)
    own = vocabulary.encode([need.capability for need in roles])
    return Fit(
        role=role,
        lacking=vocabulary.decode(asked[0] & ~skills),
        without=vocabulary.decode(vocabulary.encode(decision.needs.capabilities) & ~skills & ~own),
    )


def _line(decision: Decision, index: int, fit: Fit) -> Ranked:
    candidate = decision.candidates[index]
    known = decision.eta_s[index] < UNKNOWN_S
    low_s, high_s = _range(decision, candidate) if known else (None, None)
    chosen = decision.chosen[index] != NOT_CHOSEN
    role = decision.chosen[index] if chosen else fit.role
    return Ranked(
        unit_id=candidate.unit_id,
        eta_s=decision.eta_s[index] if known else None,
        eta_low_s=low_s,
        eta_high_s=high_s,
        turnout_s=candidate.turnout_s,
        travel_s=candidate.travel_s if known else None,
        travel_kind=candidate.travel_kind,
        role=None if role is None else _role(decision, role),
        chosen=chosen,
        exclusions=_exclusions(decision, index, fit),
        reasons=_reasons(decision, index, role, fit),
        why_not_nearer=_why_not_nearer(decision, index) if chosen else (),
    )


def _role(decision: Decision, role: int) -> Role:
    return Role.PENGUAT if role == decision.reinforcement else decision.needs.roles[role].role


def _range(decision: Decision, candidate: Candidate) -> tuple[float, float]:
    travel_s = candidate.travel_s or 0.0
    low_s = travel_s if candidate.travel_low_s is None else min(candidate.travel_low_s, travel_s)
    high_s = travel_s if candidate.travel_high_s is None else max(candidate.travel_high_s, travel_s)
    if candidate.position_is_post or _is_stale(decision, candidate):
        low_s *= POST_LOW_FACTOR
        high_s *= POST_HIGH_FACTOR
    return candidate.turnout_s + low_s, candidate.turnout_s + high_s


def _is_stale(decision: Decision, candidate: Candidate) -> bool:
    age_s = candidate.position_age_s
    return age_s is None or not age_s <= decision.request.position_limit_s


def _exclusions(decision: Decision, index: int, fit: Fit) -> tuple[Excluded, ...]:
    duty = decision.duty[index]
    if duty == FREE and fit.role is not None:
        return ()
    exclusions = []
    if duty != FREE:
        exclusions.append(Excluded(_DUTY_EXCLUSIONS[duty], incident=_incident(decision, index)))
    if fit.role is None:
        exclusions.append(Excluded(Exclusion.LACKS_CAPABILITY, capabilities=fit.lacking))
    return tuple(exclusions)


def _incident(decision: Decision, index: int) -> str | None:
    return decision.candidates[index].busy_with if decision.duty[index] == BUSY else None


def _reasons(decision: Decision, index: int, role: int | None, fit: Fit) -> tuple[Reason, ...]:
    candidate = decision.candidates[index]
    reasons = []
    if decision.duty[index] == FREE and role is not None:
        reasons += _reasons_of_role(decision, index, role, fit)
    if candidate.status is Status.ON_CALL:
        reasons.append(Reason(ReasonCode.ON_CALL, seconds=candidate.turnout_s))
    if candidate.status is Status.ON_TASK and candidate.task_interruptible:
        reasons.append(Reason(ReasonCode.INTERRUPTS_TASK, incident=candidate.busy_with))
    if candidate.position_is_post:
        reasons.append(Reason(ReasonCode.POSITION_FROM_POST))
    elif _is_stale(decision, candidate):
        reasons.append(Reason(ReasonCode.POSITION_STALE, seconds=candidate.position_age_s))
    if decision.eta_s[index] >= UNKNOWN_S:
        reasons.append(Reason(ReasonCode.TRAVEL_UNKNOWN))
    elif candidate.travel_kind in _TRAVEL_REASONS:
        reasons.append(Reason(_TRAVEL_REASONS[candidate.travel_kind]))
    return tuple(reasons)


def _reasons_of_role(decision: Decision, index: int, role: int, fit: Fit) -> list[Reason]:
    reasons = []
    chosen = decision.chosen[index] != NOT_CHOSEN
    if chosen and role == decision.reinforcement:
        brought = decision.vocabulary.decode(decision.asked[role] & decision.skills[index])
        reasons.append(Reason(ReasonCode.REINFORCES, capabilities=brought))
    elif chosen:
        own = decision.vocabulary.encode([decision.needs.roles[role].capability])
        code = ReasonCode.FASTEST_CAPABLE if decision.skills[index] & own else ReasonCode.SUBSTITUTE
        reasons.append(Reason(code))
    elif role != decision.reinforcement and not decision.needs.roles[role].required:
        reasons.append(Reason(ReasonCode.ON_REQUEST))
    if fit.without:
        reasons.append(Reason(ReasonCode.WITHOUT_CAPABILITY, capabilities=fit.without))
    behind_s = decision.eta_s[index] - decision.eta_s[decision.order[0]]
    if 0 < behind_s < UNKNOWN_S / 2:
        reasons.append(Reason(ReasonCode.MINUTES_BEHIND, seconds=behind_s))
    return reasons


def _why_not_nearer(decision: Decision, index: int) -> tuple[Nearer, ...]:
    travel_s = _travel_s(decision, index)
    eta_s = decision.eta_s[index]
    nearer = [
        other
        for other in range(len(decision.candidates))
        if decision.eta_s[other] < eta_s or _travel_s(decision, other) < travel_s
    ]
    nearer.sort(key=lambda other: (decision.eta_s[other], other))
    return tuple(_nearer(decision, other, index) for other in nearer)


def _nearer(decision: Decision, other: int, index: int) -> Nearer:
    """Why `other` does not go in the role for which `index` was chosen."""
    unit_id = decision.candidates[other].unit_id
    if decision.chosen[other] != NOT_CHOSEN:
        return Nearer(unit_id, NearerCode.ALSO_SENT)
    duty = decision.duty[other]
    if duty != FREE:
        return Nearer(unit_id, _DUTY_EXCLUSIONS[duty], incident=_incident(decision, other))
    role = decision.chosen[index]
    asked = decision.asked[role]
    if role == decision.reinforcement:
        asked &= decision.skills[index]
    lacking = asked & ~decision.skills[other]
    if lacking:
        words = decision.vocabulary.decode(lacking)
        return Nearer(unit_id, Exclusion.LACKS_CAPABILITY, capabilities=words)
    later_s = decision.candidates[other].turnout_s - decision.candidates[index].turnout_s
    return Nearer(unit_id, NearerCode.SLOWER_TURNOUT, seconds=later_s)


def _travel_s(decision: Decision, index: int) -> float:
    travel_s = decision.candidates[index].travel_s
    return UNKNOWN_S if travel_s is None or decision.eta_s[index] >= UNKNOWN_S else travel_s
