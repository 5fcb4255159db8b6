"""Cases an operator would recognise."""

import math

import pytest

from dispatch.domain.words import Disposition, Priority, Transport
from dispatch.policy import (
    Candidate,
    Exclusion,
    NearerCode,
    Ranked,
    ReasonCode,
    Recommendation,
    Request,
    Role,
    Status,
    recommend,
)
from dispatch.policy.recommend import needs_of

MERAH = Request(priority=Priority.MERAH, disposition=Disposition.EVAKUASI)
KUNING = Request(priority=Priority.KUNING, disposition=Disposition.DI_TEMPAT)

MINUTE = 60.0


def ambulance(unit_id: str, minutes: float | None, **facts: object) -> Candidate:
    return _unit(unit_id, "ambulans", minutes, facts)


def team(unit_id: str, minutes: float | None, **facts: object) -> Candidate:
    return _unit(unit_id, "trc", minutes, facts)


def boat(unit_id: str, minutes: float | None, **facts: object) -> Candidate:
    return _unit(unit_id, "kapal", minutes, facts)


def _unit(unit_id: str, kind: str, minutes: float | None, facts: dict[str, object]) -> Candidate:
    given: dict[str, object] = {
        "unit_id": unit_id,
        "kind": kind,
        "position_age_s": 5.0,
        "travel_s": None if minutes is None else minutes * MINUTE,
        **facts,
    }
    return Candidate(**given)  # type: ignore[arg-type]  # a test's short hand for keyword arguments


def line(answer: Recommendation, unit_id: str) -> Ranked:
    return next(ranked for ranked in answer.ranked if ranked.unit_id == unit_id)


def codes(ranked: Ranked) -> list[str]:
    return [reason.code for reason in ranked.reasons]


def test_merah_sends_the_ambulance_and_the_team_beside_it() -> None:
    fleet = [ambulance("psc-1", 7), ambulance("amb-jauh", 9), team("trc-dekat", 3), team("trc-jauh", 12)]
    answer = recommend(MERAH, fleet)
    assert answer.proposal == ("trc-dekat", "psc-1")
    assert [ranked.unit_id for ranked in answer.ranked] == ["trc-dekat", "psc-1", "amb-jauh", "trc-jauh"]
    assert line(answer, "trc-dekat").role is Role.PENANGGAP_PERTAMA
    assert line(answer, "psc-1").role is Role.AMBULANS
    assert codes(line(answer, "psc-1")) == [ReasonCode.FASTEST_CAPABLE, ReasonCode.MINUTES_BEHIND]
    assert line(answer, "psc-1").reasons[1].seconds == 4 * MINUTE
    assert line(answer, "psc-1").why_not_nearer[0].code is NearerCode.ALSO_SENT
    assert answer.shortfalls == ()


def test_a_case_not_yet_triaged_is_answered_like_merah() -> None:
    fleet = [ambulance("psc-1", 7), team("trc-1", 3)]
    unknown = Request(priority=None, disposition=None)
    assert recommend(unknown, fleet).proposal == recommend(MERAH, fleet).proposal


def test_merah_takes_the_soonest_ambulance_and_lets_the_better_equipped_follow() -> None:
    request = Request(priority=Priority.MERAH, disposition=None, capabilities=("als", "oksigen"))
    fleet = [
        ambulance("amb-dekat", 4, capabilities=("oksigen",)),
        ambulance("psc-1", 20, capabilities=("als", "oksigen")),
        team("trc-1", 3),
    ]
    answer = recommend(request, fleet)
    assert answer.proposal == ("trc-1", "amb-dekat", "psc-1")
    assert line(answer, "psc-1").role is Role.PENGUAT
    assert line(answer, "psc-1").reasons[0].code is ReasonCode.REINFORCES
    assert line(answer, "psc-1").reasons[0].capabilities == ("als",)
    why = {nearer.unit_id: nearer.code for nearer in line(answer, "psc-1").why_not_nearer}
    assert why == {"amb-dekat": NearerCode.ALSO_SENT, "trc-1": NearerCode.ALSO_SENT}
    assert line(answer, "amb-dekat").reasons[1].capabilities == ("als",)


def test_below_merah_one_unit_that_brings_everything_is_preferred() -> None:
    request = Request(priority=Priority.KUNING, disposition=Disposition.EVAKUASI, capabilities=("als",))
    fleet = [ambulance("amb-dekat", 4), ambulance("psc-1", 20, capabilities=("als",))]
    answer = recommend(request, fleet)
    assert answer.proposal == ("psc-1",)
    nearer = line(answer, "psc-1").why_not_nearer[0]
    assert (nearer.unit_id, nearer.code, nearer.capabilities) == (
        "amb-dekat",
        Exclusion.LACKS_CAPABILITY,
        ("als",),
    )
    assert line(answer, "amb-dekat").exclusions[0].capabilities == ("als",)


def test_below_merah_a_capability_nobody_has_does_not_empty_the_proposal() -> None:
    request = Request(priority=Priority.KUNING, disposition=Disposition.EVAKUASI, capabilities=("als",))
    answer = recommend(request, [ambulance("amb-1", 4)])
    assert answer.proposal == ("amb-1",)
    assert answer.shortfalls[0].capability == "als"
    assert ReasonCode.WITHOUT_CAPABILITY in codes(line(answer, "amb-1"))


def test_kuning_on_scene_takes_a_team_and_keeps_the_ambulance_on_request() -> None:
    answer = recommend(KUNING, [ambulance("psc-1", 2), team("trc-1", 8), team("trc-2", 9)])
    assert answer.proposal == ("trc-1",)
    assert [ranked.unit_id for ranked in answer.ranked] == ["trc-1", "trc-2", "psc-1"]
    assert codes(line(answer, "psc-1")) == [ReasonCode.ON_REQUEST]
    assert line(answer, "trc-1").why_not_nearer[0].capabilities == ("trc",)


def test_an_ambulance_stands_in_when_no_team_is_free() -> None:
    answer = recommend(KUNING, [ambulance("psc-1", 2), team("trc-1", 8, status=Status.OFF_DUTY)])
    assert answer.proposal == ("psc-1",)
    assert ReasonCode.SUBSTITUTE in codes(line(answer, "psc-1"))
    assert [shortfall.capability for shortfall in answer.shortfalls] == ["trc"]
    assert answer.shortfalls[0].partners == ("psc_tetangga", "bpbd")


@pytest.mark.parametrize(
    "request_",
    [
        Request(priority=Priority.HIJAU, disposition=Disposition.SARAN),
        Request(priority=Priority.KUNING, disposition=Disposition.SARAN),
        Request(priority=Priority.HITAM, disposition=Disposition.EVAKUASI),
    ],
)
def test_advice_needs_nobody_and_still_shows_who_could_go(request_: Request) -> None:
    answer = recommend(request_, [ambulance("psc-1", 2), team("trc-1", 8)])
    assert answer.proposal == ()
    assert answer.shortfalls == ()
    assert [ranked.unit_id for ranked in answer.ranked] == ["psc-1", "trc-1"]
    assert all(codes(ranked)[0] == ReasonCode.ON_REQUEST for ranked in answer.ranked)


def test_advice_on_merah_still_sends() -> None:
    request = Request(priority=Priority.MERAH, disposition=Disposition.SARAN)
    assert recommend(request, [ambulance("psc-1", 2)]).proposal == ("psc-1",)


def test_nobody_free_lists_all_and_names_the_partners() -> None:
    fleet = [
        ambulance("psc-1", 2, status=Status.ON_TASK, busy_with="M-0007"),
        ambulance("amb-1", 3, status=Status.OUT_OF_SERVICE),
        team("trc-1", 1, status=Status.OFF_DUTY),
    ]
    answer = recommend(MERAH, fleet)
    assert answer.proposal == ()
    assert [ranked.unit_id for ranked in answer.ranked] == ["psc-1", "trc-1", "amb-1"]
    assert line(answer, "psc-1").exclusions[0].code is Exclusion.BUSY
    assert line(answer, "psc-1").exclusions[0].incident == "M-0007"
    assert {shortfall.capability: shortfall.partners for shortfall in answer.shortfalls} == {
        "ambulans": ("rs_ambulans", "psc_tetangga"),
        "trc": ("psc_tetangga", "bpbd"),
    }


def test_the_citys_own_partners_are_named() -> None:
    request = Request(priority=Priority.MERAH, disposition=None, partners={"ambulans": ("basarnas_115",)})
    assert recommend(request, []).shortfalls[0].partners == ("basarnas_115",)
    assert recommend(request, []).ranked == ()


def test_interruptible_work_keeps_a_unit_among_the_candidates() -> None:
    fleet = [
        team("trc-kunjungan", 2, status=Status.ON_TASK, task_interruptible=True, busy_with="H-0003"),
        team("trc-kosong", 9),
    ]
    answer = recommend(KUNING, fleet)
    assert answer.proposal == ("trc-kunjungan",)
    pulled = line(answer, "trc-kunjungan").reasons[1]
    assert (pulled.code, pulled.incident) == (ReasonCode.INTERRUPTS_TASK, "H-0003")


def test_a_team_at_home_is_nearer_and_still_later() -> None:
    fleet = [
        team("trc-rumah", 2, status=Status.ON_CALL, turnout_s=12 * MINUTE),
        team("trc-jaga", 6, turnout_s=3 * MINUTE),
    ]
    answer = recommend(KUNING, fleet)
    assert answer.proposal == ("trc-jaga",)
    nearer = line(answer, "trc-jaga").why_not_nearer[0]
    assert (nearer.unit_id, nearer.code, nearer.seconds) == (
        "trc-rumah",
        NearerCode.SLOWER_TURNOUT,
        9 * MINUTE,
    )
    assert ReasonCode.ON_CALL in codes(line(answer, "trc-rumah"))


def test_water_without_a_public_boat_takes_a_boat_or_names_who_has_one() -> None:
    request = Request(priority=Priority.MERAH, disposition=None, needs_boat=True)
    land = [ambulance("psc-1", 5), team("trc-1", 4)]
    assert [s.capability for s in recommend(request, land).shortfalls] == ["kapal"]
    assert recommend(request, land).shortfalls[0].partners == ("basarnas_115", "polairud", "bpbd")
    answer = recommend(request, [*land, boat("kapal-1", 30)])
    assert answer.proposal == ("trc-1", "psc-1", "kapal-1")
    assert line(answer, "kapal-1").role is Role.KAPAL


def test_a_position_from_the_post_is_said_and_widens_the_range() -> None:
    fleet = [
        ambulance(
            "psc-1",
            10,
            turnout_s=90.0,
            travel_low_s=480.0,
            travel_high_s=900.0,
            position_age_s=None,
            position_is_post=True,
        )
    ]
    first = recommend(MERAH, fleet).ranked[0]
    assert ReasonCode.POSITION_FROM_POST in codes(first)
    assert (first.eta_low_s, first.eta_s, first.eta_high_s) == (330.0, 690.0, 1440.0)


def test_an_old_position_says_its_age() -> None:
    first = recommend(MERAH, [ambulance("psc-1", 10, position_age_s=600.0)]).ranked[0]
    assert [(reason.code, reason.seconds) for reason in first.reasons][1:] == [(ReasonCode.POSITION_STALE, 600.0)]


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("garis_lurus", ReasonCode.ESTIMATE_STRAIGHT_LINE),
        ("skematik", ReasonCode.SCHEMATIC),
        ("jalan_laut", ReasonCode.SEA_LEG),
    ],
)
def test_an_estimate_says_what_it_is(kind: str, code: ReasonCode) -> None:
    assert code in codes(recommend(MERAH, [ambulance("psc-1", 10, travel_kind=kind)]).ranked[0])


@pytest.mark.parametrize("travel_s", [None, math.inf, math.nan])
def test_an_unknown_travel_time_is_last_of_the_able_and_still_sent(travel_s: float | None) -> None:
    lost = ambulance("amb-a", 1, travel_s=travel_s)
    answer = recommend(MERAH, [lost, ambulance("psc-1", 50)])
    assert answer.proposal == ("psc-1",)
    alone = recommend(MERAH, [lost])
    assert alone.proposal == ("amb-a",)
    assert ReasonCode.TRAVEL_UNKNOWN in codes(alone.ranked[0])
    assert alone.ranked[0].eta_s is None


def test_equals_are_ordered_by_unit_id() -> None:
    answer = recommend(MERAH, [ambulance("b", 5), ambulance("a", 5)])
    assert [ranked.unit_id for ranked in answer.ranked] == ["a", "b"]
    assert answer.proposal == ("a",)
    assert line(answer, "a").why_not_nearer == ()


def test_a_unit_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="'psc-1' is a candidate twice"):
        recommend(MERAH, [ambulance("psc-1", 5), ambulance("psc-1", 6)])


@pytest.mark.parametrize("turnout_s", [-1.0, math.nan, math.inf])
def test_a_turnout_that_is_no_time_is_refused(turnout_s: float) -> None:
    with pytest.raises(ValueError, match="no time"):
        recommend(MERAH, [ambulance("psc-1", 5, turnout_s=turnout_s)])


def test_too_many_capabilities_are_refused() -> None:
    request = Request(
        priority=Priority.MERAH, disposition=None, capabilities=tuple(f"c{number}" for number in range(62))
    )
    with pytest.raises(ValueError, match="at most 62"):
        recommend(request, [ambulance("psc-1", 5)])


def test_kuning_that_has_to_be_carried_gets_the_ambulance_at_once() -> None:
    """Nobody waits for a team only to wait for an ambulance afterwards."""
    fleet = [ambulance("psc-1", 9), team("trc-1", 3)]
    carried = Request(priority=Priority.KUNING, disposition=Disposition.DI_TEMPAT, transport=Transport.YA)
    assert recommend(carried, fleet).proposal == ("psc-1",)
    assert recommend(KUNING, fleet).proposal == ("trc-1",)


def test_advice_to_somebody_who_has_to_be_carried_sends_the_ambulance() -> None:
    request = Request(priority=Priority.HIJAU, disposition=Disposition.SARAN, transport=Transport.YA)
    assert recommend(request, [ambulance("psc-1", 9), team("trc-1", 3)]).proposal == ("psc-1",)


def test_kuning_that_may_have_to_be_carried_names_the_ambulance_as_next() -> None:
    request = Request(priority=Priority.KUNING, disposition=Disposition.DI_TEMPAT, transport=Transport.MUNGKIN)
    assert recommend(request, [ambulance("psc-1", 9), team("trc-1", 3)]).proposal == ("trc-1",)
    roles = {need.role: need for need in needs_of(request).roles}
    assert roles[Role.AMBULANS].next
    assert not roles[Role.AMBULANS].required
    assert not roles[Role.PENANGGAP_PERTAMA].next


@pytest.mark.parametrize("transport", [None, Transport.TIDAK])
def test_who_is_not_carried_has_no_next_unit(transport: Transport | None) -> None:
    request = Request(priority=Priority.KUNING, disposition=Disposition.DI_TEMPAT, transport=transport)
    assert not any(need.next for need in needs_of(request).roles)


def test_an_ambulance_on_its_way_is_no_longer_the_next() -> None:
    request = Request(
        priority=Priority.KUNING,
        disposition=Disposition.DI_TEMPAT,
        transport=Transport.MUNGKIN,
        sent=(("trc",), ("ambulans",)),
    )
    assert not any(need.next for need in needs_of(request).roles)
