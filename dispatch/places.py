"""The places of a city under the names that people give them: found by name, and told of a position."""

import threading
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from pydantic import BaseModel

import routing
from cities.city import City
from dispatch.core import Psc


class Names(NamedTuple):
    """A city's places and streets, to search and to tell a position by."""

    gazetteer: routing.Gazetteer
    addresses: routing.Addresses


_made: WeakKeyDictionary[routing.Network, dict[str, Names]] = WeakKeyDictionary()
_making = threading.Lock()


def names_of(psc: Psc) -> Names:
    """Everything with a name in a PSC's city, over the roads in use now.

    Made when first asked for, in some tenths of a second for a city's streets; made anew for other roads.
    """
    network = psc.roads.network
    with _making:
        by_city = _made.setdefault(network, {})
        if psc.city.id not in by_city:
            skeleton = psc.roads.router.own.skeleton
            networks = [network, skeleton] if skeleton else [network]
            by_city[psc.city.id] = Names(make_gazetteer(psc.city, networks), make_addresses(psc.city, network))
        return by_city[psc.city.id]


class PlaceHitDocument(BaseModel):
    """A place that the words may mean.

    `note_code` is what a person must know before taking it, `radius_m` how far it reaches from its middle, `address`
    where a coordinate or a code lies, in words.
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
    address: str | None


def search_documents(psc: Psc, words: str) -> list[dict[str, Any]]:
    """Places that words may mean, best first, each with its kelurahan; takes some milliseconds."""
    names = names_of(psc)
    return [
        {**asdict(hit), "kelurahan_code": _kelurahan_of(psc, hit), "address": _address_of(names, hit)}
        for hit in names.gazetteer.search(words)
    ]


def make_gazetteer(city: City, networks: list[routing.Network]) -> routing.Gazetteer:
    """Kelurahan, facilities and piers of a city, and the streets of some networks, the best first."""
    return routing.Gazetteer(
        list(list_named(city)),
        networks=networks,
        middle=routing.Point(city.psc.lat, city.psc.lon),
        is_in_city=lambda point: city.contains(point.lat, point.lon),
    )


def make_addresses(city: City, network: routing.Network) -> routing.Addresses:
    """Addresses over a network, with a city's facilities and piers as landmarks and its kelurahan."""

    def find_area(point: routing.Point) -> routing.AreaName | None:
        area = city.area_at(point.lat, point.lon)
        return routing.AreaName(area.kelurahan.name, area.approximate) if area else None

    landmarks = [place for place in list_named(city) if place.kind is not routing.PlaceHitKind.KELURAHAN]
    return routing.Addresses(network, places=landmarks, find_area=find_area)


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


def _address_of(names: Names, hit: routing.PlaceHit) -> str | None:
    """A name says where it is; a coordinate has to be told."""
    if hit.kind not in (routing.PlaceHitKind.KOORDINAT, routing.PlaceHitKind.KODE_PLUS):
        return None
    return names.addresses.describe(routing.Point(hit.lat, hit.lon)).text


def _kelurahan_of(psc: Psc, hit: routing.PlaceHit) -> str | None:
    if hit.kind is routing.PlaceHitKind.KELURAHAN:
        return hit.id
    area = psc.city.area_at(hit.lat, hit.lon)
    return area.kelurahan.code if area else None
