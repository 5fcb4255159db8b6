"""The response times held against a case: of the version that was valid when it was opened, kept with it."""

from datetime import datetime

from cities.city import City
from cities.targets import ResponseTargets, Zone
from dispatch.domain.response import HeldTargets
from dispatch.domain.rows import Row
from dispatch.domain.time import instant
from dispatch.domain.words import Priority


def targets_at(city: City, at: datetime, kelurahan_code: str | None) -> HeldTargets:
    """What a case opened at this aware instant takes with it, so that no later configuration changes it."""
    return _held(city, city.targets_at(at), kelurahan_code, instant(at))


def targets_of(city: City, incident: Row) -> HeldTargets:
    """What a case took with it; one from before targets had versions is held against the oldest."""
    kept: HeldTargets | None = incident.get("targets")
    return kept or _held(city, city.response_targets[0], incident["kelurahan_code"], incident["opened_at"])


def zone_of(city: City, kelurahan_code: str | None) -> Zone | None:
    """Whether a road or only a boat leads to a kelurahan; None where it is not known."""
    kelurahan = city.find_kelurahan(kelurahan_code) if kelurahan_code else None
    return kelurahan.zone if kelurahan is not None else None


def _held(city: City, version: ResponseTargets, kelurahan_code: str | None, from_at: str) -> HeldTargets:
    zone = zone_of(city, kelurahan_code)
    return {
        "version": version.id,
        "valid_from": version.valid_from.isoformat(),
        "zone": zone.value if zone is not None else None,
        "from_at": from_at,
        "targets": [
            {
                "priority": Priority(one.priority),
                "zone": one.zone.value,
                "seconds": one.seconds,
                "verified": one.verified,
            }
            for one in version.targets
        ],
    }
