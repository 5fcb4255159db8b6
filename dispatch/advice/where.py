"""Where somebody who goes by themselves finds help, and when: the next open puskesmas, the IGD by night. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from cities.city import City
from cities.opening import find_opening
from cities.profile import Facility, FacilityKind, Service

IGD = "igd"


class HelpKind(StrEnum):
    PUSKESMAS = "puskesmas"
    IGD = "igd"


@dataclass(frozen=True, slots=True)
class Help:
    """A place to go to.

    Args:
        travel_s: how long one takes to get there; None where nobody knows from where.
        opens_at: when it opens, for one who comes before that; None where it is open on arrival.
        closes_at: when it shuts then; None where it never does.
        verified: whether its hours, or its emergency department, were checked by somebody.
    """

    facility: Facility
    kind: HelpKind
    travel_s: float | None
    opens_at: datetime | None
    closes_at: datetime | None
    verified: bool


def list_helpers(city: City) -> list[tuple[Facility, HelpKind]]:
    """Who sees patients that come by themselves: puskesmas with known hours, hospitals with an IGD."""
    timed = {hours.kind for hours in city.service_hours}
    return [
        *((one, HelpKind.PUSKESMAS) for one in city.list_facilities(FacilityKind.PUSKESMAS) if one.kind in timed),
        *((one, HelpKind.IGD) for one in city.list_facilities(FacilityKind.RS) if _igd_of(one) is not None),
    ]


def order_help(
    city: City, helpers: Sequence[tuple[Facility, HelpKind]], travel_s: Sequence[float | None], at: datetime
) -> list[Help]:
    """Where to go, best first: a puskesmas that is open on arrival, else an IGD; then puskesmas by when they open.

    Args:
        travel_s: how long each of `helpers` takes, in their order.
        at: when somebody sets out, aware.
    """
    helps = [_help(city, one, kind, s, at) for (one, kind), s in zip(helpers, travel_s, strict=True)]
    return sorted(helps, key=_rank)


def find_igd(helps: Sequence[Help]) -> Help | None:
    """The emergency department that is reached first."""
    return next((one for one in helps if one.kind is HelpKind.IGD), None)


def _rank(one: Help) -> tuple[int, float, float]:
    far_s = float("inf") if one.travel_s is None else one.travel_s
    if one.opens_at is not None:
        return 2, one.opens_at.timestamp(), far_s
    return (0 if one.kind is HelpKind.PUSKESMAS else 1), 0.0, far_s


def _help(city: City, facility: Facility, kind: HelpKind, travel_s: float | None, at: datetime) -> Help:
    igd = _igd_of(facility)
    if kind is HelpKind.IGD and igd is not None:
        return Help(facility, kind, travel_s, None, None, igd.verified)
    hours = next(hours for hours in city.service_hours if hours.kind is facility.kind)
    arrival = at + timedelta(seconds=travel_s or 0)
    opening = find_opening(hours.windows, arrival, city.tz)
    assert opening is not None, "service hours have at least one window"
    opens_at = opening.opens if opening.opens > arrival else None
    return Help(facility, kind, travel_s, opens_at, opening.closes, hours.verified)


def _igd_of(facility: Facility) -> Service | None:
    services = facility.hospital.services if facility.hospital else ()
    return next((service for service in services if service.id == IGD), None)
