"""Where a place lies on a drawn map that still shows the whole city, so that a test can point at it."""

import math
from typing import NamedTuple

from tests.e2e.people import Desk, House

PADDING_PX = 24
"""What `CityMap` leaves free around the city."""


class Pixel(NamedTuple):
    x: float
    y: float


class CityOnScreen:
    """The map of one desk before anybody moved it: the city's box fitted into it, in web Mercator.

    A map that is given another frame keeps its middle and its scale.
    """

    def __init__(self, frame: dict[str, float], bbox: tuple[float, float, float, float]) -> None:
        west, south, east, north = bbox
        left, top = _mercator(north, west)
        right, bottom = _mercator(south, east)
        self._scale = min(
            (frame["width"] - 2 * PADDING_PX) / (right - left), (frame["height"] - 2 * PADDING_PX) / (bottom - top)
        )
        self._middle = (left + right) / 2, (top + bottom) / 2
        self._centre = _centre_of(frame)

    async def follow(self, desk: Desk) -> None:
        """The frame may be another one now."""
        self._centre = _centre_of(await _frame_of(desk))

    @classmethod
    async def of(cls, desk: Desk, house: House) -> "CityOnScreen":
        """The map of a desk, once it is drawn."""
        await desk.sees("map", phase="ready")
        city = await house.caller.get("/city")
        return cls(await _frame_of(desk), tuple(city["bbox"]))

    def pixel(self, lat: float, lon: float) -> Pixel:
        x, y = _mercator(lat, lon)
        return Pixel(
            self._centre[0] + (x - self._middle[0]) * self._scale, self._centre[1] + (y - self._middle[1]) * self._scale
        )


async def _frame_of(desk: Desk) -> dict[str, float]:
    frame = await desk.it("map").bounding_box()
    assert frame is not None
    return dict(frame)  # type: ignore[arg-type]  # a TypedDict of floats


def _centre_of(frame: dict[str, float]) -> tuple[float, float]:
    return frame["x"] + frame["width"] / 2, frame["y"] + frame["height"] / 2


def _mercator(lat: float, lon: float) -> tuple[float, float]:
    return math.radians(lon), -math.log(math.tan(math.pi / 4 + math.radians(lat) / 2))
