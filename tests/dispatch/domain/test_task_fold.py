"""The fold of a task's reports: whatever order they arrive in, and whatever they say."""

from collections.abc import Callable
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from dispatch.domain.rows import Report, Stamp
from dispatch.domain.task_fold import ENDED, SEA, STEPS, fold, rank
from dispatch.domain.words import Source, TaskState
from tests.builders import CREW, SARI, at, id_of

S = TaskState
ASSIGNED: Stamp = {"at": at(0), "source": Source.SCREEN, "by": SARI, "command_id": id_of("assigned")}
REASONS = {"setelah_selesai", "urutan_waktu", "diputuskan_operator", "terlambat"}


def said(
    number: int, state: TaskState, at_s: float, *, counter: int | None = None, ordered: bool = False, late: bool = False
) -> Report:
    return {
        "command_id": id_of(f"report {number}"),
        "state": state,
        "at": at(at_s),
        "raw_at": at(at_s),
        "counter": counter,
        "source": Source.SCREEN if ordered else Source.DEVICE,
        "by": SARI if ordered else CREW,
        "ordered": ordered,
        "after_end": late,
    }


# Few instants, so that reports of one moment are common.
REPORT: st.SearchStrategy[dict[str, Any]] = st.builds(
    dict,
    state=st.sampled_from([*STEPS[1:], *SEA]),
    at_s=st.integers(1, 6),
    counter=st.none() | st.integers(0, 3),
    ordered=st.booleans(),
    late=st.booleans(),
)
REPORTS = st.lists(REPORT, max_size=9).map(
    lambda drawn: [said(number, **given) for number, given in enumerate(drawn)],
)
ENDED_AT = st.none() | st.integers(0, 7).map(at)


def folded(reports: list[Report], ended_at: str | None = None) -> dict[str, Any]:
    return fold(reports, assigned=ASSIGNED, ended_at=ended_at)


@given(REPORTS.flatmap(lambda reports: st.tuples(st.just(reports), st.permutations(reports))), ENDED_AT)
def test_the_order_of_arrival_does_not_matter(both: tuple[list[Report], list[Report]], ended_at: str | None) -> None:
    one, other = both
    assert folded(one, ended_at) == folded(other, ended_at)


@given(REPORTS, ENDED_AT)
def test_every_word_is_stamped_or_set_aside_or_repeats_a_step(reports: list[Report], ended_at: str | None) -> None:
    task = folded(reports, ended_at)
    stamped = {stamp["command_id"] for stamp in task["stamps"].values()}
    aside = {report["command_id"] for report in task["set_aside"]}
    reported = {name.rpartition(".")[2] for name in task["stamps"]}
    for report in reports:
        assert report["command_id"] in stamped | aside or report["state"] in reported
    assert {report["reason"] for report in task["set_aside"]} <= REASONS


@given(REPORTS, ENDED_AT)
def test_stamps_never_run_backwards(reports: list[Report], ended_at: str | None) -> None:
    stamps = folded(reports, ended_at)["stamps"]
    steps = [(stamp["at"], rank(name)) for name, stamp in stamps.items() if "." not in name]
    assert steps == sorted(steps)
    assert stamps["assigned"] == ASSIGNED


@given(REPORTS, REPORT, ENDED_AT)
def test_a_crews_word_never_moves_a_task_backwards(
    reports: list[Report], another: dict[str, Any], ended_at: str | None
) -> None:
    before = folded(reports, ended_at)["state"]
    late = said(99, **{**another, "ordered": False})
    assert rank(folded([*reports, late], ended_at)["state"]) >= rank(before)


@given(REPORTS)
def test_what_a_person_ordered_later_stands(reports: list[Report]) -> None:
    """A crew's step beyond a later order is never what the task shows, unless the crew said it again afterwards."""
    task = folded(reports)
    for report in reports:
        overruled = any(
            order["ordered"]
            and order["state"] not in SEA
            and order["at"] > report["at"]
            and rank(order["state"]) < rank(report["state"])
            for order in reports
        )
        if overruled and not report["ordered"] and report["state"] not in SEA:
            assert all(stamp["command_id"] != report["command_id"] for stamp in task["stamps"].values())


@given(REPORTS)
def test_nothing_after_the_end_is_stamped(reports: list[Report]) -> None:
    ended_at = at(3)
    stamps = folded(reports, ended_at)["stamps"].values()
    assert all(stamp["at"] <= ended_at for stamp in stamps)


@given(REPORTS)
def test_a_fold_ends_only_by_clear(reports: list[Report]) -> None:
    state = folded(reports)["state"]
    assert state not in ENDED or state is S.CLEAR
    assert (state is S.CLEAR) == ("clear" in folded(reports)["stamps"])


@given(REPORTS)
def test_a_word_that_came_after_the_end_is_seen(reports: list[Report]) -> None:
    task = folded(reports, at(4))
    stamped = {stamp["command_id"] for stamp in task["stamps"].values()}
    aside = {report["command_id"] for report in task["set_aside"]}
    assert all(r["command_id"] in aside for r in reports if r["after_end"] and r["command_id"] in stamped)


def test_one_moment_is_ordered_by_the_devices_counter() -> None:
    fast = [said(1, S.ON_SCENE, 5, counter=2), said(2, S.EN_ROUTE, 5, counter=1)]
    task = folded(fast)
    assert (task["state"], task["set_aside"]) == (S.ON_SCENE, [])
    assert list(task["stamps"]) == ["assigned", "en_route", "on_scene"]


def aside_of(*reports: Report, ended_at: str | None = None) -> list[str]:
    return [report["reason"] for report in folded(list(reports), ended_at)["set_aside"]]


def test_each_reason_to_set_a_word_aside() -> None:
    assert aside_of(said(1, S.ON_SCENE, 1), said(2, S.EN_ROUTE, 2)) == ["urutan_waktu"]
    assert aside_of(said(1, S.CLEAR, 1), said(2, S.EN_ROUTE, 2)) == ["setelah_selesai"]
    assert aside_of(said(1, S.ON_SCENE, 5), ended_at=at(4)) == ["setelah_selesai"]
    assert aside_of(said(1, S.ON_SCENE, 3, late=True), ended_at=at(4)) == ["terlambat"]
    assert aside_of(said(1, S.CLEAR, 1), said(2, S.EN_ROUTE, 2, ordered=True)) == ["diputuskan_operator"]


def test_a_repeated_tap_is_noise_and_keeps_the_first_time() -> None:
    for state in (S.EN_ROUTE, S.CLEAR):
        task = folded([said(1, state, 1), said(2, state, 2)])
        assert (task["set_aside"], task["stamps"][state]["at"]) == ([], at(1))
    at_sea = folded([said(1, S.EN_ROUTE, 1), said(2, S.AT_PIER, 2), said(3, S.AT_PIER, 3)])
    assert (at_sea["set_aside"], at_sea["stamps"]["en_route.at_pier"]["at"]) == ([], at(2))


def test_each_way_over_the_water_has_its_own_stamps() -> None:
    crossing: Callable[[int, int], list[Report]] = lambda first, at_s: [  # noqa: E731
        said(first + number, state, at_s + number) for number, state in enumerate(SEA)
    ]
    way = [said(1, S.EN_ROUTE, 1), *crossing(10, 2), said(2, S.TRANSPORTING, 8), *crossing(20, 9)]
    task = folded(way)
    assert (task["state"], task["sea"], task["set_aside"]) == (S.TRANSPORTING, S.LANDED, [])
    assert [name for name in task["stamps"] if name.endswith("landed")] == ["en_route.landed", "transporting.landed"]


def test_on_land_no_pier_is_taken_for_true() -> None:
    assert aside_of(said(1, S.ON_SCENE, 1), said(2, S.AT_PIER, 2)) == ["urutan_waktu"]
