"""Which cases are drawn for review. Pure, and repeatable: the same cases and seed give the same draw anywhere.

Chance is the order of SHA-256(seed + ":" + incident id). The seed is the id of the command that draws, which the log
keeps, so anybody can draw again and see that nobody was picked by hand.
"""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from dispatch.domain.words import DrawReason

RULE = "sha256-1"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A closed case that may be drawn.

    Attributes:
        reasons: what happened in it that calls for a look.
        drawn_for: what it has been drawn for before.
        reviewed: somebody has scored it already.
    """

    incident_id: str
    operator_id: str
    reasons: frozenset[DrawReason] = frozenset()
    drawn_for: frozenset[DrawReason] = frozenset()
    reviewed: bool = False


@dataclass(frozen=True, slots=True)
class Drawn:
    incident_id: str
    operator_id: str
    reasons: tuple[DrawReason, ...]


def draw_random(candidates: Iterable[Candidate], *, per_operator: int, seed: str) -> list[Drawn]:
    """So many cases of each operator by chance, of those not drawn and not reviewed before."""
    fresh: defaultdict[str, list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        if not candidate.drawn_for and not candidate.reviewed:
            fresh[candidate.operator_id].append(candidate)
    return [
        Drawn(candidate.incident_id, operator_id, (DrawReason.ACAK,))
        for operator_id in sorted(fresh)
        for candidate in _shuffled(fresh[operator_id], seed)[:per_operator]
    ]


def draw_targeted(
    candidates: Iterable[Candidate], *, reasons: Collection[DrawReason], most: int, seed: str
) -> tuple[list[Drawn], int]:
    """Every case with one of `reasons` for which it was not drawn before; which of them, where there are too many, is
    chance.

    Returns:
        The cases drawn, and how many were left for another draw.
    """
    wanted = [
        (candidate, tuple(sorted(new)))
        for candidate in candidates
        if (new := (candidate.reasons & frozenset(reasons)) - candidate.drawn_for)
    ]
    why = {candidate.incident_id: new for candidate, new in wanted}
    order = _shuffled([candidate for candidate, _ in wanted], seed)
    drawn = [Drawn(each.incident_id, each.operator_id, why[each.incident_id]) for each in order[:most]]
    return drawn, len(order) - len(drawn)


def _shuffled(candidates: Sequence[Candidate], seed: str) -> list[Candidate]:
    return sorted(candidates, key=lambda each: (_lot(seed, each.incident_id), each.incident_id))


def _lot(seed: str, incident_id: str) -> str:
    return hashlib.sha256(f"{seed}:{incident_id}".encode()).hexdigest()
