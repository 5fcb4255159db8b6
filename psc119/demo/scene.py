"""What board and city say to whoever plays a case: who is free, what a unit does, where a patient may be."""

from cities.profile import Facility, Unit, UnitKind
from psc119.demo.accounts import RESERVED_UNITS
from psc119.demo.board import Row
from psc119.demo.cast import Cast
from psc119.demo.drive import metres_between
from psc119.demo.places import Spot, spot_in

ISLAND_CODE = "21.72.03.1004"
"""Penyengat, where a boat is of use."""

ON_DUTY = ("available", "on_call")


class Scene:
    """One PSC as it stands now."""

    def __init__(self, cast: Cast) -> None:
        self.city, self.board = cast.psc.city, cast.board
        self._practising, self._draw = cast.practising, cast.tempo.random

    def spot_for(self, unit: Unit) -> Spot:
        """Where this unit is of use, not far from its post."""
        if unit.kind is not UnitKind.KAPAL:
            return self.spot_near(self.city.get_facility(unit.facility_id))
        return spot_in(self.city, self.city.find_kelurahan(ISLAND_CODE) or self.city.kelurahan[0], self._draw)

    def spot_near(self, place: Facility) -> Spot:
        """Somewhere in the same kelurahan."""
        found = self.city.area_at(place.lat, place.lon)
        return spot_in(self.city, found.kelurahan if found else self.city.kelurahan[0], self._draw)

    def list_free(self, *kinds: UnitKind) -> list[Unit]:
        """The units that can go now and in which only actors work."""
        return [
            unit
            for unit in self.city.units
            if unit.kind in kinds
            and unit.id not in RESERVED_UNITS
            and not self._practising.holds(unit.id)
            and self.is_on_duty(unit.id)
            and self.find_task_of(unit.id) is None
        ]

    def find_nearest_free(self, place: Facility, kind: UnitKind) -> Unit | None:
        """The free unit of this kind that is nearest to a place."""
        here = (place.lat, place.lon)
        return min(self.list_free(kind), key=lambda unit: metres_between(here, self._where_is(unit)), default=None)

    def is_on_duty(self, unit_id: str) -> bool:
        unit = self.board.find("unit", unit_id)
        return unit is not None and unit["duty"] in ON_DUTY

    def find_task_of(self, unit_id: str) -> Row | None:
        """What the unit works on now."""
        unit = self.board.find("unit", unit_id)
        return self.board.find("task", unit["task_id"]) if unit else None

    def is_over(self, task_id: str) -> bool:
        task = self.board.find("task", task_id)
        return task is None or not task["active"]

    def find_handover(self, task_id: str, hospital_id: str) -> Row | None:
        """What was announced to this hospital by a unit at work."""
        return next(
            (
                handover
                for handover in self.board.list_kind("handover")
                if handover["task_id"] == task_id and handover["hospital_id"] == hospital_id
            ),
            None,
        )

    def _where_is(self, unit: Unit) -> tuple[float, float]:
        place = self.board.positions.get(unit.id)
        if place is not None:
            return place["lat"], place["lon"]
        post = self.city.get_facility(unit.facility_id)
        return post.lat, post.lon
