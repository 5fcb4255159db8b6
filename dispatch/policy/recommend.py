"""Who can go, in order, with reasons; and whom to send by default."""

from collections.abc import Sequence

from dispatch.policy.answers import OTHER_PARTNERS, Candidate, Recommendation, Request, Shortfall
from dispatch.policy.encode import Vocabulary, encode_fleet, encode_roles
from dispatch.policy.explain import Decision, explain
from dispatch.policy.kernel import FREE, choose, ranking, tiers
from dispatch.policy.needs import Needs, needs_for, remaining


def needs_of(request: Request) -> Needs:
    """What the case still needs, beyond those who are on it already."""
    needed = needs_for(
        priority=request.priority,
        disposition=request.disposition,
        transport=request.transport,
        capabilities=request.capabilities,
        needs_boat=request.needs_boat,
        ambulance_due=request.ambulance_due,
    )
    return remaining(needed, request.sent)


def recommend(request: Request, candidates: Sequence[Candidate]) -> Recommendation:
    """Rank a fleet for a case.

    Every candidate is in the answer: those who can go first, those who cannot at the end with the reason. For MERAH
    the soonest unit that can fill a role is the first. The order of the candidates makes no difference.

    Args:
        request: the case.
        candidates: the fleet as it is now, each unit once, with its travel time.

    Raises:
        ValueError: a unit is there twice, a turnout is no time, or the case needs more than 62 capabilities.
    """
    needs = needs_of(request)
    vocabulary = Vocabulary(needs)
    fleet = encode_fleet(candidates, vocabulary)
    roles = encode_roles(needs, vocabulary)
    chosen, asked, missing = choose(
        fleet.eta_s,
        fleet.duty == FREE,
        fleet.skills,
        roles.skill,
        roles.fallback,
        roles.required,
        roles.extras,
        needs.speed_first,
    )
    tier = tiers(fleet.duty, fleet.skills, asked, roles.required)
    ranked = explain(
        Decision(
            request=request,
            needs=needs,
            vocabulary=vocabulary,
            candidates=fleet.candidates,
            eta_s=fleet.eta_s.tolist(),
            duty=fleet.duty.tolist(),
            skills=fleet.skills.tolist(),
            chosen=chosen.tolist(),
            asked=asked.tolist(),
            order=ranking(fleet.eta_s, tier).tolist(),
        )
    )
    return Recommendation(
        ranked=ranked,
        proposal=tuple(line.unit_id for line in ranked if line.chosen),
        shortfalls=tuple(
            Shortfall(word, request.partners.get(word, OTHER_PARTNERS)) for word in vocabulary.decode(missing)
        ),
    )
