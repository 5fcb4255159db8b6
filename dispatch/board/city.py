"""The city as screens draw and name it: areas, facilities, piers, hotlines, and what is not verified."""

from functools import cache
from typing import Any

import orjson

import routing
from cities.city import City
from dispatch.core import Psc


def city_document(psc: Psc) -> dict[str, Any]:
    """Everything a screen needs to know of the city, with each fact's `verified` mark."""
    network = psc.roads.network
    return {
        **_profile_document(psc.city),
        "psc": {"key": psc.key, "name": psc.name, "training": psc.training, "stream": psc.stream},
        "network": {
            "label": network.label,
            "schematic": network.schematic,
            "hash": network.hash,
            "attribution": network.attribution,
        },
    }


@cache
def base_map_json(network: routing.Network) -> bytes:
    """The network as GeoJSON for the map, made once a network."""
    return orjson.dumps(routing.base_map(network))


def _profile_document(city: City) -> dict[str, Any]:
    box = city.bounding_box
    lists = ("hotlines", "channels", "kelurahan", "facilities", "piers", "boat_legs", "response_targets")
    return {
        "id": city.id,
        "name": city.name,
        "zone": city.zone,
        "region_code": city.region_code,
        "bbox": [box.west, box.south, box.east, box.north],
        **{name: [item.model_dump(mode="json") for item in getattr(city, name)] for name in lists},
        "units": [unit.model_dump(mode="json") for unit in city.units],
        "deadlines": city.deadlines.model_dump(mode="json"),
        "mass_casualty": city.mass_casualty.model_dump(mode="json"),
        "outline": orjson.loads(city.outline_file.read_bytes()),
        "areas_approximate": city.areas.approximate,
    }
