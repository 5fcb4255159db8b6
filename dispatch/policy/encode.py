"""Candidates and needs as the plain arrays that the kernel takes, and bits back as words."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from dispatch.policy.answers import Candidate
from dispatch.policy.codes import Status
from dispatch.policy.kernel import BUSY, FREE, OFF_DUTY, OUT_OF_SERVICE, UNKNOWN_S, Bools, Floats, Ints
from dispatch.policy.needs import Needs

MOST_CAPABILITIES = 62


class Vocabulary:
    """The capabilities a case needs, each with a bit. What nobody asks for needs none."""

    def __init__(self, needs: Needs) -> None:
        roles = [word for need in needs.roles for word in (need.capability, need.fallback) if word]
        self.words = tuple(dict.fromkeys([*roles, *needs.capabilities]))
        if len(self.words) > MOST_CAPABILITIES:
            raise ValueError(f"a case can need at most {MOST_CAPABILITIES} capabilities, not {len(self.words)}")
        self._bits = {word: 1 << index for index, word in enumerate(self.words)}

    def encode(self, words: Sequence[str | None]) -> int:
        """The bits of those words that the case needs."""
        bits = 0
        for word in words:
            if word is not None:
                bits |= self._bits.get(word, 0)
        return bits

    def decode(self, bits: int) -> tuple[str, ...]:
        """The words of those bits, in the order of the vocabulary."""
        return tuple(word for word, bit in self._bits.items() if bits & bit)


@dataclass(frozen=True, slots=True)
class Fleet:
    """Candidates in order of unit id, as arrays."""

    candidates: tuple[Candidate, ...]
    eta_s: Floats
    duty: Ints
    skills: Ints


@dataclass(frozen=True, slots=True)
class Roles:
    """The roles of a case, as arrays."""

    skill: Ints
    fallback: Ints
    required: Bools
    extras: int


def encode_fleet(candidates: Sequence[Candidate], vocabulary: Vocabulary) -> Fleet:
    """The fleet as arrays.

    Raises:
        ValueError: two candidates are the same unit, or a turnout is no time.
    """
    ordered = tuple(sorted(candidates, key=lambda candidate: candidate.unit_id))
    for one, other in pairwise(ordered):
        if one.unit_id == other.unit_id:
            raise ValueError(f"unit '{one.unit_id}' is a candidate twice")
    bits: dict[tuple[str, tuple[str, ...]], int] = {}
    skills = []
    for candidate in ordered:
        key = (candidate.kind, candidate.capabilities)
        if key not in bits:
            bits[key] = vocabulary.encode((candidate.kind, *candidate.capabilities))
        skills.append(bits[key])
    return Fleet(
        candidates=ordered,
        eta_s=np.array([_eta_s(candidate) for candidate in ordered], dtype=np.float64),
        duty=np.array([_duty(candidate) for candidate in ordered], dtype=np.int64),
        skills=np.array(skills, dtype=np.int64),
    )


def encode_roles(needs: Needs, vocabulary: Vocabulary) -> Roles:
    """The roles of a case as arrays."""
    return Roles(
        skill=np.array([vocabulary.encode([need.capability]) for need in needs.roles], dtype=np.int64),
        fallback=np.array([vocabulary.encode([need.fallback]) for need in needs.roles], dtype=np.int64),
        required=np.array([need.required for need in needs.roles], dtype=np.bool_),
        extras=vocabulary.encode(needs.capabilities),
    )


def _eta_s(candidate: Candidate) -> float:
    if not (math.isfinite(candidate.turnout_s) and candidate.turnout_s >= 0):
        raise ValueError(f"unit '{candidate.unit_id}': turnout of {candidate.turnout_s} s is no time")
    if candidate.travel_s is None or not math.isfinite(candidate.travel_s):
        return UNKNOWN_S
    return candidate.turnout_s + candidate.travel_s


def _duty(candidate: Candidate) -> int:
    match candidate.status:
        case Status.AVAILABLE | Status.ON_CALL:
            return FREE
        case Status.ON_TASK:
            return FREE if candidate.task_interruptible else BUSY
        case Status.OFF_DUTY:
            return OFF_DUTY
    return OUT_OF_SERVICE
