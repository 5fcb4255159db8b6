"""What a closure closes on the roads now in use, and what it cuts off. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

import routing
from cities.city import City
from cities.profile import FacilityKind
from dispatch.domain.refusal import Refused
from dispatch.domain.rows import CutOff, Extent, Row
from dispatch.domain.time import moment
from dispatch.domain.words import ClosureKind, ClosureSource

MAX_EDGES = 3_000
"""Of one closure: every screen of the PSC receives their shapes."""

NEEDED_KINDS = (FacilityKind.PSC, FacilityKind.PUSKESMAS, FacilityKind.PUSTU, FacilityKind.RS)
PIER = "dermaga"


class Wanted(Protocol):
    """What somebody asks to close."""

    @property
    def kind(self) -> ClosureKind: ...
    @property
    def edges(self) -> Sequence[int] | None: ...
    @property
    def network_hash(self) -> str | None: ...
    @property
    def street(self) -> str | None: ...
    @property
    def boat_legs(self) -> Sequence[str]: ...


@dataclass(frozen=True, slots=True)
class Cuttable:
    """A place that people must be able to reach, and that a closure can cut off."""

    kind: str
    id: str
    name: str
    point: routing.Point

    def document(self) -> CutOff:
        return {"kind": self.kind, "id": self.id, "name": self.name}


def source_of(wanted: Wanted) -> ClosureSource:
    """How it was said, and so how it is looked up again on other roads."""
    if wanted.kind is ClosureKind.KAPAL:
        return ClosureSource.LEGS
    if wanted.street is not None:
        return ClosureSource.STREET
    return ClosureSource.EDGES if wanted.edges is not None else ClosureSource.POLYGON


def extent_of(wanted: Wanted, shape: dict[str, Any] | None, city: City, router: routing.Router, at: datetime) -> Extent:
    """What `wanted` closes on the router's roads, and what it cuts off of what is whole at an instant.

    Args:
        shape: the drawn area as GeoJSON, or None.

    Raises:
        Refused: it closes nothing, too much, or edges of other roads than those now in use.
        routing.RoutingInputError: the shape is no area.
    """
    network = router.network
    if wanted.kind is ClosureKind.KAPAL:
        return _extent(network, [], list(wanted.boat_legs), city, router, at)
    source = source_of(wanted)
    if source is ClosureSource.EDGES:
        if wanted.network_hash != network.hash:
            raise Refused("network_changed", facts={"network_hash": network.hash})
        edges = sorted(set(wanted.edges or ()))
        if edges and edges[-1] >= network.edge_count:
            raise Refused("closure_empty")
    else:
        edges = _look_up(network, source, shape, wanted.street)
    if not edges:
        raise Refused("closure_empty")
    if len(edges) > MAX_EDGES:
        raise Refused("closure_too_large", facts={"edges": len(edges), "most": MAX_EDGES})
    return _extent(network, edges, [], city, router, at)


def edges_now(row: Row, network: routing.Network) -> list[int]:
    """The edges that a closure row closes on a network: its own where it was made on it, else looked up anew.

    A drawn area and a street are looked up as they were told; where they find nothing, and for single edges, it is
    what lies where the closed edges lay. An empty list says that these roads have nothing there.
    """
    if row["kind"] == ClosureKind.KAPAL:
        return []
    if row["network_hash"] == network.hash:
        return list(row["edges"])
    source = ClosureSource(row["source"])
    found = [] if source is ClosureSource.EDGES else _look_up(network, source, row["shape"], row["street"])
    return found or (routing.edges_along(network, row["lines"]) if row["lines"] else [])


def settled_extent(row: Row, city: City, router: routing.Router, at: datetime) -> Extent:
    """What a closure row closes on the router's roads, as its row will say it."""
    network = router.network
    edges = edges_now(row, network)
    extent = _extent(network, edges, row["boat_legs"], city, router, at, id_=row["id"])
    if not edges and row["kind"] == ClosureKind.JALAN:  # what it was stays in sight, and for the roads after these
        extent |= {"lines": row["lines"], "length_m": row["length_m"], "streets": row["streets"], "unmatched": True}
    return extent


def closure_of(row: Row, network: routing.Network) -> routing.Closure:
    """A closure row as the router takes it."""
    return routing.Closure(
        row["id"],
        frozenset(edges_now(row, network)),
        frozenset(row["boat_legs"]),
        moment(row["from_at"]),
        moment(row["until_at"]) if row["until_at"] is not None else None,
    )


def supposed(extent: Extent, from_at: datetime, *, id_: str = "") -> routing.Closure:
    """The closure of an extent, without an end: for looking at what it would change."""
    return routing.Closure(id_, frozenset(extent["edges"]), frozenset(extent["boat_legs"]), from_at)


def list_cuttable(city: City) -> list[Cuttable]:
    """Every post, health facility and pier of a city."""
    facilities = [f for f in city.facilities if f.kind in NEEDED_KINDS]
    return [
        *(Cuttable(str(f.kind), f.id, f.name, routing.Point(f.lat, f.lon)) for f in facilities),
        *(Cuttable(PIER, pier.id, pier.name, routing.Point(pier.lat, pier.lon)) for pier in city.piers),
    ]


def warning_of(extent: Mapping[str, Any]) -> str | None:
    """ "Memutus Puskesmas Sei Jang": what a person has to know before they close."""
    names = [place["name"] for place in extent["cuts_off"]]
    return f"Memutus {', '.join(names)}" if names else None


def _look_up(
    network: routing.Network, source: ClosureSource, shape: dict[str, Any] | None, street: str | None
) -> list[int]:
    if source is ClosureSource.STREET and street is not None:
        return routing.edges_of_street(network, street, shape)
    return routing.edges_in(network, shape) if shape is not None else []


def _extent(
    network: routing.Network,
    edges: list[int],
    boat_legs: list[str],
    city: City,
    router: routing.Router,
    at: datetime,
    *,
    id_: str = "",
) -> Extent:
    extent: Extent = {
        "edges": edges,
        "network_hash": network.hash,
        "boat_legs": boat_legs,
        "lines": routing.lines_of(network, edges) if edges else None,
        "length_m": round(float(sum(network.edge_length_m[edge] for edge in edges)), 1),
        "streets": routing.streets_of(network, edges),
        "cuts_off": [],
        "unmatched": False,
    }
    places = list_cuttable(city)
    cut = router.cut_off([place.point for place in places], supposed(extent, at, id_=id_), at)
    extent["cuts_off"] = [place.document() for place, is_cut in zip(places, cut, strict=True) if is_cut]
    return extent
