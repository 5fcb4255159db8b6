"""Fleets and cases drawn at random, and what the tests know of them without asking the policy."""

import math

from hypothesis import strategies as st

from dispatch.domain.words import Disposition, Priority
from dispatch.policy import Candidate, Request, Status

EXTRAS = ("als", "aed", "oksigen", "persalinan")

times_s = st.integers(0, 40).map(lambda minutes_half: minutes_half * 30.0)


@st.composite
def candidates(draw: st.DrawFn, unit_id: str) -> Candidate:
    travel_s = draw(st.one_of(st.none(), times_s, times_s, times_s, times_s, times_s))
    spread_s = draw(times_s)
    return Candidate(
        unit_id=unit_id,
        kind=draw(st.sampled_from(["ambulans", "trc", "kapal"])),
        capabilities=tuple(draw(st.sets(st.sampled_from(EXTRAS), max_size=3))),
        status=draw(st.sampled_from(list(Status))),
        task_interruptible=draw(st.booleans()),
        busy_with="M-0007",
        position_age_s=draw(st.one_of(st.none(), st.floats(0, 1000))),
        position_is_post=draw(st.booleans()),
        turnout_s=draw(times_s),
        travel_s=travel_s,
        travel_low_s=None if travel_s is None else max(0.0, travel_s - spread_s),
        travel_high_s=None if travel_s is None else travel_s + spread_s,
        travel_kind=draw(st.sampled_from(["jalan", "jalan_laut", "garis_lurus", "skematik"])),
    )


@st.composite
def _fleets(draw: st.DrawFn, smallest: int) -> list[Candidate]:
    size = draw(st.integers(smallest, 10))
    return [draw(candidates(unit_id=f"unit-{number:02}")) for number in range(size)]


fleets = _fleets(1)
fleets_or_none = _fleets(0)

requests = st.builds(
    Request,
    priority=st.one_of(st.none(), st.sampled_from(list(Priority))),
    disposition=st.one_of(st.none(), st.sampled_from(list(Disposition))),
    capabilities=st.sets(st.sampled_from((*EXTRAS, "ambulans", "trc")), max_size=4).map(tuple),
    needs_boat=st.booleans(),
)
urgent_requests = st.builds(
    Request,
    priority=st.sampled_from([None, Priority.MERAH]),
    disposition=st.one_of(st.none(), st.sampled_from(list(Disposition))),
    capabilities=st.sets(st.sampled_from(EXTRAS), max_size=4).map(tuple),
    needs_boat=st.booleans(),
)


def is_free(candidate: Candidate) -> bool:
    return candidate.status in (Status.AVAILABLE, Status.ON_CALL) or (
        candidate.status is Status.ON_TASK and candidate.task_interruptible
    )


def skills(candidate: Candidate) -> set[str]:
    return {candidate.kind, *candidate.capabilities}


def eta_s(candidate: Candidate) -> float:
    return math.inf if candidate.travel_s is None else candidate.turnout_s + candidate.travel_s


def travel_s(candidate: Candidate) -> float:
    return math.inf if candidate.travel_s is None else candidate.travel_s
