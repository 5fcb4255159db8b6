"""What one record alone cannot show: names that must exist elsewhere, ids used twice, hours left open."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from cities.facts import Loc, walk_facts
from cities.profile import FacilityKind, Profile, TurnoutRule
from cities.speeds import CitySpeeds, EstimateKind, PeriodWindow, Weekday
from cities.targets import list_target_problems

Problem = tuple[Loc, str]
MINUTES_A_DAY = 1440


def list_problems(profile: Profile) -> list[Problem]:
    """Every broken reference of a profile that is valid record by record, with the place it is written at."""
    return [
        *_repeated(profile),
        *_unknown_sources(profile),
        *_unknown_names(profile),
        *_outside_the_box(profile),
        *_turnout_gaps(profile),
        *_speeds(profile.speeds),
        *_two_fillings(profile),
        *((("response_targets", *loc), message) for loc, message in list_target_problems(profile.response_targets)),
        *_late_callbacks(profile),
    ]


def _repeated(profile: Profile) -> Iterator[Problem]:
    keys: dict[str, Callable[[Any], object]] = {
        "hotlines": lambda record: record.id,
        "channels": lambda record: record.id,
        "operator_lines": lambda record: record.id,
        "kelurahan": lambda record: record.code,
        "facilities": lambda record: record.id,
        "piers": lambda record: record.id,
        "boat_legs": lambda record: record.id,
        "capabilities": lambda record: record.id,
        "units": lambda record: record.id,
        "response_targets": lambda record: record.id,
        "service_hours": lambda record: record.kind,
    }
    for section, key in keys.items():
        seen: set[object] = set()
        for index, record in enumerate(getattr(profile, section)):
            if key(record) in seen:
                yield (section, index), f"'{key(record)}' is used twice in {section}: give each its own"
            seen.add(key(record))


def _unknown_sources(profile: Profile) -> Iterator[Problem]:
    for loc, fact in walk_facts(profile):
        if fact.source not in profile.sources:
            yield (*loc, "source"), f"source '{fact.source}' is not in 'sources': add it there or correct the name"


def _unknown_names(profile: Profile) -> Iterator[Problem]:
    kelurahan = {area.code for area in profile.kelurahan}
    facilities = {facility.id for facility in profile.facilities}
    piers = {pier.id for pier in profile.piers}
    capabilities = {capability.id for capability in profile.capabilities}
    turnouts = {rule.turnout for rule in profile.turnout}

    def check(loc: Loc, name: str | None, known: set[str], what: str) -> Iterator[Problem]:
        if name is not None and name not in known:
            yield loc, f"{what} '{name}' is not in this profile: correct the name or add it"

    for index, area in enumerate(profile.kelurahan):
        if not area.code.startswith(profile.region_code + "."):
            yield ("kelurahan", index, "code"), f"does not begin with the region code {profile.region_code}"
    for index, facility in enumerate(profile.facilities):
        yield from check(("facilities", index, "kelurahan_code"), facility.kelurahan_code, kelurahan, "kelurahan")
    for index, pier in enumerate(profile.piers):
        yield from check(("piers", index, "kelurahan_code"), pier.kelurahan_code, kelurahan, "kelurahan")
    for index, leg in enumerate(profile.boat_legs):
        yield from check(("boat_legs", index, "from_pier"), leg.from_pier, piers, "pier")
        yield from check(("boat_legs", index, "to_pier"), leg.to_pier, piers, "pier")
    for index, unit in enumerate(profile.units):
        yield from check(("units", index, "facility_id"), unit.facility_id, facilities, "facility")
        yield from check(("units", index, "turnout"), unit.turnout, turnouts, "turnout rule")
        for position, name in enumerate(unit.capabilities):
            loc = ("units", index, "equipment", "capabilities", position)
            yield from check(loc, name, capabilities, "capability")
    for index, hotline in enumerate(profile.hotlines):
        for position, name in enumerate(hotline.offers):
            yield from check(("hotlines", index, "offers", position), name, capabilities, "capability")
    if not any(facility.kind is FacilityKind.PSC for facility in profile.facilities):
        yield ("facilities",), "no facility of kind psc: add the PSC itself"


def _late_callbacks(profile: Profile) -> Iterator[Problem]:
    limits = profile.deadlines
    if limits.advice_callback_fragile.seconds > limits.advice_callback.seconds:
        loc = ("deadlines", "advice_callback_fragile", "seconds")
        yield loc, "is later than advice_callback: who is fragile is called back first"


def _outside_the_box(profile: Profile) -> Iterator[Problem]:
    sections: tuple[tuple[str, Sequence[Any]], ...] = (
        ("kelurahan", profile.kelurahan),
        ("facilities", profile.facilities),
        ("piers", profile.piers),
    )
    for section, records in sections:
        for index, record in enumerate(records):
            if not profile.bounding_box.contains(record.lat, record.lon):
                yield (
                    (section, index),
                    f"{record.lat}, {record.lon} is outside bounding_box: check lat and lon",
                )


def _turnout_gaps(profile: Profile) -> Iterator[Problem]:
    rules: dict[str, list[tuple[int, TurnoutRule]]] = {}
    for index, rule in enumerate(profile.turnout):
        rules.setdefault(rule.turnout, []).append((index, rule))
    for name, written in rules.items():
        owner: list[int | None] = [None] * MINUTES_A_DAY
        for index, rule in written:
            minutes = _minutes(rule.hours.start_minute, rule.hours.end_minute)
            if any(owner[minute] is not None for minute in minutes):
                yield ("turnout", index, "hours"), f"hours {rule.hours} overlap another rule of '{name}'"
            for minute in minutes:
                owner[minute] = index
        if None in owner:
            first = owner.index(None)
            yield (
                ("turnout", written[0][0], "hours"),
                f"no rule of '{name}' holds at {first // 60:02}:{first % 60:02}: cover all 24 hours",
            )


def _speeds(speeds: CitySpeeds) -> Iterator[Problem]:
    for loc, values in (
        (("speeds", "classes"), [row.road_class for row in speeds.classes]),
        (("speeds", "delays", "yields"), [row.road_class for row in speeds.delays.yields]),
        (("speeds", "spread", "kinds"), [row.kind for row in speeds.spread.kinds]),
        (("speeds", "periods"), [row.id for row in speeds.periods]),
    ):
        for index, value in enumerate(values):
            if value in values[:index]:
                yield (*loc, index), f"'{value}' is used twice: keep one of them"
    for kind in EstimateKind:
        if kind not in {row.kind for row in speeds.spread.kinds}:
            yield ("speeds", "spread", "kinds"), f"no row for '{kind}': each kind of estimate needs a spread"
    yield from _period_overlaps(speeds)


def _period_overlaps(speeds: CitySpeeds) -> Iterator[Problem]:
    usual = [index for index, period in enumerate(speeds.periods) if not period.windows]
    if len(usual) != 1:
        place = ("speeds", "periods", usual[1]) if usual else ("speeds", "periods")
        yield place, "exactly one period has no windows: it takes the hours that the others leave"
    owner: dict[int, str] = {}
    days = list(Weekday)
    for number, period in enumerate(speeds.periods):
        for row, window in enumerate(period.windows):
            minutes = list(_window_minutes(window, days))
            taken = next((minute for minute in minutes if minute in owner), None)
            if taken is not None:
                day, clock = days[taken // MINUTES_A_DAY], taken % MINUTES_A_DAY
                yield (
                    ("speeds", "periods", number, "windows", row),
                    f"overlaps '{owner[taken]}' on {day} at {clock // 60:02}:{clock % 60:02}: an hour has one period",
                )
            owner.update(dict.fromkeys(minutes, period.id))


def _window_minutes(window: PeriodWindow, days: list[Weekday]) -> Iterator[int]:
    """Minutes of the week that a window covers, Monday 00:00 being 0."""
    start, end = window.hours.start_minute, window.hours.end_minute
    length = end - start if start < end else end - start + MINUTES_A_DAY
    for day in dict.fromkeys(window.weekdays):
        begin = days.index(day) * MINUTES_A_DAY + start
        yield from ((begin + minute) % (7 * MINUTES_A_DAY) for minute in range(length))


def _two_fillings(profile: Profile) -> Iterator[Problem]:
    """Waiting times of one boat leg that would hold at the same minute."""
    days = list(Weekday)
    for index, leg in enumerate(profile.boat_legs):
        taken: set[int] = set()
        for position, filling in enumerate(leg.filling):
            minutes = set(_window_minutes(filling.window, days))
            if minutes & taken:
                yield ("boat_legs", index, "filling", position), f"{filling.window} overlaps another filling"
            taken |= minutes


def _minutes(start: int, end: int) -> list[int]:
    if start < end:
        return list(range(start, end))
    return [*range(start, MINUTES_A_DAY), *range(end)]
