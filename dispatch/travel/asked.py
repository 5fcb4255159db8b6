"""What routing's addresses are asked with: points, a moment, a way to travel; wrong ones are refused in words."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import Depends, Query

import routing
from cities.city import City
from dispatch.guards import InCore, InPsc
from dispatch.http.fields import Moment
from dispatch.http.problems import Invalid

EARLIEST, LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
EXAMPLE = "0.9166,104.4516"


def point_of(city: City, field: str, text: str) -> routing.Point:
    """A point written as "latitude,longitude".

    Raises:
        Invalid: it is not, or latitude and longitude stand the wrong way round.
    """
    lat, comma, lon = text.partition(",")
    try:
        return checked_point(city, field, float(lat), float(lon))
    except ValueError as error:
        hint = "" if comma else ", dengan koma di antaranya"
        raise _invalid(field, f"Tulis lintang lalu bujur{hint}, misalnya {EXAMPLE}.") from error


def checked_point(city: City, field: str, lat: float, lon: float) -> routing.Point:
    """A point anywhere on the earth; far from the city it gets a flagged estimate later.

    Raises:
        Invalid: no coordinate, or one that lies in the city only the other way round.
    """
    swapped = city.contains(lon, lat) and not city.contains(lat, lon)
    if swapped:
        raise _invalid(field, f"Lintang dan bujur tertukar. Tulis lintang dahulu: {lon},{lat}.")
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise _invalid(field, "Lintang antara -90 dan 90, bujur antara -180 dan 180.")
    return routing.Point(lat, lon)


async def departure(core: InCore, at: Annotated[Moment | None, Query()] = None) -> datetime:
    """When somebody sets out; without a word, now.

    Raises:
        Invalid: another century.
    """
    return core.clock() if at is None else checked_moment("at", at)


def checked_moment(field: str, at: datetime) -> datetime:
    if not EARLIEST <= at <= LATEST:
        raise _invalid(field, "Waktu ini terlalu jauh dari sekarang.")
    return at


async def starting_point(psc: InPsc, start: Annotated[str, Query(alias="from", max_length=60)]) -> routing.Point:
    return point_of(psc.city, "from", start)


async def end_point(psc: InPsc, end: Annotated[str, Query(alias="to", max_length=60)]) -> routing.Point:
    return point_of(psc.city, "to", end)


def _invalid(field: str, message: str) -> Invalid:
    return Invalid([{"field": field, "message": message}])


At = Annotated[datetime, Depends(departure)]
From = Annotated[routing.Point, Depends(starting_point)]
To = Annotated[routing.Point, Depends(end_point)]
ModeAsked = Annotated[routing.Mode, Query()]
Lights = Annotated[bool, Query()]
