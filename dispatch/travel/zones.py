"""The kelurahan of a city as zones of a reach."""

from functools import lru_cache

import routing
from cities.areas import Areas
from cities.city import City


def zones_of(city: City) -> tuple[routing.Zone, ...]:
    """Every kelurahan whose true border was imported; without imported borders there are none.

    How many people live in each is no part of a city's profile, so that a reach says none.
    """
    return _zones(city.areas)


@lru_cache(maxsize=8)
def _zones(areas: Areas) -> tuple[routing.Zone, ...]:
    return tuple(routing.Zone(area.code, area.name, polygon) for area, polygon in areas.list_polygons())
