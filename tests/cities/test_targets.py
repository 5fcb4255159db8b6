"""Response times as versions: the one valid on a day, and lists that are refused with their place."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cities import load_city
from cities.city import City
from cities.targets import (
    Colour,
    ResponseTarget,
    ResponseTargets,
    Zone,
    list_target_problems,
    version_valid_on,
)

TIMES = {("merah", "darat"): 900.0, ("merah", "laut"): 2700.0, ("kuning", "darat"): 1800.0, ("kuning", "laut"): 3600.0}
DAYS = st.dates(date(2025, 1, 1), date(2027, 12, 31))


def version(id_: str, valid_from: date, times: dict[tuple[str, str], float] | None = None) -> ResponseTargets:
    targets = tuple(
        ResponseTarget(priority=Colour(colour), zone=Zone(zone), seconds=seconds, source="uji", verified=True)
        for (colour, zone), seconds in (TIMES if times is None else times).items()
    )
    return ResponseTargets(id=id_, valid_from=valid_from, targets=targets, source="uji", verified=True)


@given(st.sets(DAYS, min_size=1, max_size=8), DAYS)
def test_the_version_is_the_latest_that_had_begun(begins: set[date], day: date) -> None:
    versions = [version(f"v{number}", begin) for number, begin in enumerate(sorted(begins))]
    assert list(list_target_problems(versions)) == []
    chosen = version_valid_on(versions, day)
    begun = [begin for begin in begins if begin <= day]
    assert chosen.valid_from == (max(begun) if begun else min(begins))


@given(st.lists(DAYS, min_size=2, max_size=6))
def test_days_that_do_not_rise_are_refused(begins: list[date]) -> None:
    versions = [version(f"v{number}", begin) for number, begin in enumerate(begins)]
    refused = [loc for loc, _ in list_target_problems(versions)]
    falls = [(i, "valid_from") for i in range(1, len(begins)) if begins[i] <= begins[i - 1]]
    assert refused == falls


def test_a_version_begins_at_the_city_s_own_midnight() -> None:
    packaged = load_city("tanjungpinang")
    begins = date(2026, 12, 1)
    versions = (version("lama", date(2026, 1, 1)), version("baru", begins))
    city = City.of(
        packaged.model_copy(update={"response_targets": versions}), areas=packaged.areas, folder=packaged._folder
    )
    midnight = datetime(2026, 11, 30, 17, 0, tzinfo=UTC)
    assert city.targets_at(midnight).id == "baru"
    assert city.targets_at(midnight - timedelta(microseconds=1)).id == "lama"
    assert city.targets_at(datetime(2020, 1, 1, tzinfo=UTC)).id == "lama"


@pytest.mark.parametrize(
    ("change", "loc", "says"),
    [
        ({("merah", "laut"): None}, (0, "targets"), "no target for 'merah' on 'laut'"),
        ({("kuning", "darat"): None, ("kuning", "laut"): None}, (0, "targets"), "no target for 'kuning'"),
        ({("hijau", "darat"): 7200.0}, (0, "targets"), "no target for 'hijau' on 'laut'"),
        ({("merah", "darat"): 2701.0}, (0, "targets", 0, "seconds"), "longer on land"),
        ({("kuning", "laut"): 2699.0}, (0, "targets", 3, "seconds"), "reached sooner"),
    ],
)
def test_a_version_that_makes_no_sense_is_refused(
    change: dict[tuple[str, str], float | None], loc: tuple[str | int, ...], says: str
) -> None:
    times = {key: seconds for key, seconds in {**TIMES, **change}.items() if seconds is not None}
    found = list(list_target_problems([version("satu", date(2026, 1, 1), times)]))
    assert (loc, True) in [(place, says in message) for place, message in found]


def test_equal_times_on_land_and_at_sea_stand() -> None:
    times = dict.fromkeys(TIMES, 900.0)
    assert list(list_target_problems([version("satu", date(2026, 1, 1), times)])) == []
