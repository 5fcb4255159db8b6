"""The places of a city under the names that people give them: its profile's and its roads' in one gazetteer."""

import threading
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any
from weakref import WeakKeyDictionary

from pydantic import BaseModel

import routing
from cities.city import City
from dispatch.core import Psc

_made: WeakKeyDictionary[routing.Network, dict[str, routing.Gazetteer]] = WeakKeyDictionary()
_making = threading.Lock()


def gazetteer_of(psc: Psc) -> routing.Gazetteer:
    """Everything with a name in a PSC's city, over the roads in use now.

    Made when first asked for, in some tenths of a second for a city's streets; made anew for other roads.
    """
    network = psc.roads.network
    with _making:
        by_city = _made.setdefault(network, {})
        if psc.city.id not in by_city:
            skeleton = psc.roads.router.own.skeleton
            by_city[psc.city.id] = make_gazetteer(psc.city, [network, skeleton] if skeleton else [network])
        return by_city[psc.city.id]


class PlaceHitDocument(BaseModel):
    """A place that the words may mean.

    `note_code` is what a person must know before taking it, `radius_m` how far it reaches from its middle.
    """

    kind: routing.PlaceHitKind
    id: str
    name: str
    lat: float
    lon: float
    kelurahan_code: str | None
    verified: bool
    score: float
    note_code: routing.HitNote | None
    radius_m: float | None


def search_documents(psc: Psc, words: str) -> list[dict[str, Any]]:
    """Places that words may mean, best first, each with its kelurahan; takes some milliseconds."""
    return [{**asdict(hit), "kelurahan_code": _kelurahan_of(psc, hit)} for hit in gazetteer_of(psc).search(words)]


def make_gazetteer(city: City, networks: list[routing.Network]) -> routing.Gazetteer:
    """Kelurahan, facilities and piers of a city, and the streets of some networks, the best first."""
    return routing.Gazetteer(
        list(list_named(city)),
        networks=networks,
        middle=routing.Point(city.psc.lat, city.psc.lon),
        is_in_city=lambda point: city.contains(point.lat, point.lon),
    )


def list_named(city: City) -> Iterator[routing.NamedPlace]:
    """What a city's profile gives a name to: kelurahan, facilities, piers."""
    kinds = routing.PlaceHitKind
    for area in city.kelurahan:
        yield routing.NamedPlace(
            kinds.KELURAHAN, area.code, area.name, area.aliases, area.lat, area.lon, verified=area.verified
        )
    for facility in city.facilities:
        yield routing.NamedPlace(
            kinds.FASILITAS,
            facility.id,
            facility.name,
            facility.aliases,
            facility.lat,
            facility.lon,
            verified=facility.position.verified,
        )
    for pier in city.piers:
        yield routing.NamedPlace(
            kinds.DERMAGA, pier.id, pier.name, (), pier.lat, pier.lon, verified=pier.position.verified
        )


def _kelurahan_of(psc: Psc, hit: routing.PlaceHit) -> str | None:
    if hit.kind is routing.PlaceHitKind.KELURAHAN:
        return hit.id
    area = psc.city.area_at(hit.lat, hit.lon)
    return area.kelurahan.code if area else None
