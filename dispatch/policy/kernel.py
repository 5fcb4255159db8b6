"""Who goes, over plain arrays. The simulator compiles these very functions: no objects, no None, no words here.

A candidate is an index; its capabilities are the bits of an integer. Candidates come sorted by unit id, so that the
first of several equals is the one with the smallest id. Every time is finite: an unknown one is `UNKNOWN_S`.
"""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

UNKNOWN_S = 1e9
NOT_CHOSEN = -1

FREE = 0
BUSY = 1
OFF_DUTY = 2
OUT_OF_SERVICE = 3


def covers(skills: Ints, needed: int) -> Bools:
    """Which candidates have every needed bit."""
    having: Bools = (skills & needed) == needed
    return having


def fastest(eta_s: Floats, eligible: Bools) -> int:
    """Index of the soonest eligible candidate, -1 when there is none."""
    if not eligible.any():
        return NOT_CHOSEN
    return int(np.argmin(np.where(eligible, eta_s, np.inf)))


def widened(skills: Ints, eligible: Bools, needs: int, extras: int) -> int:
    """The needs of a role with as many of the extras as one eligible candidate can still cover, lowest bit first."""
    bit = 1
    while bit <= extras:
        if (extras & bit) != 0 and (eligible & covers(skills, needs | bit)).any():
            needs |= bit
        bit <<= 1
    return needs


def choose(
    eta_s: Floats,
    free: Bools,
    skills: Ints,
    role_skill: Ints,
    role_fallback: Ints,
    role_required: Bools,
    extras: int,
    speed_first: bool,
) -> tuple[Ints, Ints, int]:
    """Fill the roles in order, each with the soonest free candidate that can, then what is still lacking.

    Args:
        eta_s: expected time to the scene.
        free: who may be sent.
        skills: capability bits of each candidate.
        role_skill: bits that each role asks for.
        role_fallback: bits that do instead when nobody free has those; 0 for none.
        role_required: whether the role is filled at all.
        extras: bits that those sent must have between them.
        speed_first: see `Needs`.

    Returns:
        For each candidate the role it was chosen for (`len(role_skill)` = reinforcement, -1 = not chosen); for each
        role, and last for the reinforcement, the bits that decided; the bits that nobody free brings.
    """
    roles = role_skill.size
    chosen = np.full(eta_s.size, NOT_CHOSEN, dtype=np.int64)
    needs = np.zeros(roles + 1, dtype=np.int64)
    needs[:roles] = role_skill
    left = free.copy()
    carried = 0
    missing = 0
    for role in range(roles):
        if not role_required[role]:
            continue
        asked = int(role_skill[role])
        if not (left & covers(skills, asked)).any():
            missing |= asked
            asked = int(role_fallback[role])
            if asked == 0:
                continue
        if not speed_first:
            asked = widened(skills, left, asked, extras)
        needs[role] = asked
        unit = fastest(eta_s, left & covers(skills, asked))
        if unit >= 0:
            chosen[unit] = role
            left[unit] = False
            carried |= int(skills[unit])
    lacking = extras & ~carried
    needs[roles] = lacking
    while lacking != 0:
        unit = fastest(eta_s, left & ((skills & lacking) != 0))
        if unit < 0:
            break
        chosen[unit] = roles
        left[unit] = False
        carried |= int(skills[unit])
        lacking &= ~carried
    return chosen, needs, (missing | lacking) & ~carried


def tiers(duty: Ints, skills: Ints, needs: Ints, role_required: Bools) -> Ints:
    """Class of each candidate in the list, best first.

    0 free and able to fill a needed role or to bring what is lacking, 1 free and able to fill an optional role,
    2 free but lacking the capability, 3 busy, 4 off duty, 5 out of service.
    """
    roles = role_required.size
    able = (skills & needs[roles]) != 0
    optional = np.zeros(skills.size, dtype=np.bool_)
    for role in range(roles):
        if role_required[role]:
            able |= covers(skills, needs[role])
        else:
            optional |= covers(skills, needs[role])
    return np.where(duty == FREE, np.where(able, 0, np.where(optional, 1, 2)), duty + 2)


def ranking(eta_s: Floats, tier: Ints) -> Ints:
    """Candidates by tier, then by time; equals stay in their order."""
    by_time = np.argsort(eta_s, kind="mergesort")
    return by_time[np.argsort(tier[by_time], kind="mergesort")]
