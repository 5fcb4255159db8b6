"""What every row is made of: who, where, when, and what is sealed."""

from typing import Annotated, Any

from typing_extensions import TypedDict

from dispatch.domain.words import PlaceKind

Instant = Annotated[str, "ISO 8601, UTC"]
SEALED = "sealed"
SealedText = Annotated[str | None, SEALED]
Row = dict[str, Any]


class Actor(TypedDict):
    """Who did it: an account, a device, or the system."""

    id: str
    name: str


class Place(TypedDict):
    """Where: a pin and how it was found. `radius_m` is the uncertainty of an estimate."""

    kind: PlaceKind
    lat: float | None
    lon: float | None
    radius_m: float | None
    source: str
