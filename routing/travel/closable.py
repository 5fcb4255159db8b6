"""One network's roads and boats that close and open, from any thread."""

from __future__ import annotations

import copy
import hashlib
import logging
import threading
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Self

import numpy as np

from routing.boats.timetable import BoatService
from routing.engine.graph import TurnGraph, graph_of
from routing.engine.hierarchy import CchEngine
from routing.errors import EngineError, RoutingInputError
from routing.geo import Point
from routing.network.gateways import JoinedRoads, join_skeleton
from routing.network.network import Network
from routing.speeds.profiles import Profile
from routing.speeds.speeds import Speeds
from routing.travel.closures import Closed, Closure, Schedule
from routing.travel.costs import CostBook
from routing.travel.cut_off import places_cut_off
from routing.travel.ground import OwnGround
from routing.travel.state import State
from routing.travel.states import States
from routing.travel.terrain import Terrain

log = logging.getLogger(__name__)


class ClosableRoads:
    """Roads, speeds and boats at every hour, with what is closed on them; a change of closures swaps them all at once.

    Args:
        network: the roads.
        speeds: speeds by class; the default is the named assumptions of `routing.speeds`.
        boats: piers and boat legs; without them, islands are reached by straight-line estimates only.
        skeleton: the hand-drawn main roads. Where one end lies outside `network` (an extract often ends before the
            city does), the roads that `network` has are asked together with the drawn ones that go on from them;
            such answers are marked schematic.
    """

    def __init__(
        self,
        network: Network,
        *,
        speeds: Speeds | None = None,
        boats: BoatService | None = None,
        skeleton: Network | None = None,
    ) -> None:
        self.network = network
        self.speeds = speeds or Speeds()
        self.boats = boats or BoatService()
        self._skeleton = skeleton
        self._joined = join_skeleton(network, skeleton) if skeleton else JoinedRoads(network, {})
        goes_on = self._joined.network is not network
        self._beyond: ClosableRoads | None = self._like(self._joined.network, self._speeds_beyond) if goes_on else None
        self._terrain = Terrain(network, self.speeds, self.boats)
        basis = [network.hash, self.speeds.fingerprint, self.boats.fingerprint]
        if self._beyond:
            basis.append(self._beyond.metric_id)
        self._writing = threading.Lock()
        self._schedule = Schedule()
        graph = graph_of(network)
        self._states = States(
            State(
                CostBook(graph, self.speeds),
                _find_engine(graph),
                closed=frozenset(),
                period=self.speeds.period_of(None),
                basis=hashlib.sha256(":".join(basis).encode()).hexdigest(),
            )
        )

    def _like(self, network: Network, speeds: Speeds) -> Self:
        return type(self)(network, speeds=speeds, boats=self.boats)

    @property
    def skeleton(self) -> Network | None:
        """The hand-drawn main roads that go on beyond the network, if there are any."""
        return self._skeleton

    def twin(self) -> Self:
        """The same roads with closures of its own, none at first; what is equal in both is shared."""
        twin = copy.copy(self)
        twin._writing, twin._schedule = threading.Lock(), Schedule()
        if self._beyond:
            twin._beyond = self._beyond.twin()
        return twin

    def metric_at(self, at: datetime) -> str:
        """Names the network, speeds, period, boats and closures that answers stand on for who sets out at an aware
        instant; for decision records."""
        metric_id = self._state_at(at).metric_id
        ahead = self._closed_legs_ahead(at)
        if not ahead:
            return metric_id
        boats = self.boats.with_closures(ahead).fingerprint
        return hashlib.sha256(f"{metric_id}:{boats}".encode()).hexdigest()[:16]

    def boats_alike(self, at: datetime) -> tuple[int, int]:
        """Equal for departures on the hour to which the boats answer alike: at the same hour of any day, or of the
        same day of the week where days differ, or of no other day while a boat leg is closed or will be."""
        if not self.boats.legs:
            return (0, 0)
        local = at.astimezone(self.boats.zone)
        if self._closed_legs_ahead(at):
            return (local.toordinal() + 7, local.hour)
        return (0 if self.boats.is_daily else local.weekday(), local.hour)

    def _closed_legs_ahead(self, at: datetime) -> list[Closure]:
        """The closures of boat legs that are not over at an instant: a journey may come to its pier in one."""
        closures = self._schedule.closures
        return [c for c in closures if c.boat_legs and (c.until_at is None or c.until_at > at)]

    @property
    def metric_id(self) -> str:
        """As `metric_at`, without what is closed only for a time."""
        return self._state_at(None).metric_id

    @property
    def closures(self) -> frozenset[int]:
        """The edges that `close` has closed, at any time."""
        return self._schedule.always

    @property
    def schedule(self) -> Schedule:
        """Everything that is closed, and when."""
        return self._schedule

    def set_closures(self, closures: Iterable[Closure], *, warm_at: Iterable[datetime] = ()) -> None:
        """Have exactly these closures, beside the edges that `close` has closed, for every query that begins
        afterwards.

        Args:
            closures: all of them, now, later or over; what an instant of departure is not within does not count.
            warm_at: instants whose metrics are made before the closures take effect, so that no query waits for
                them; until then queries are answered by the closures before.

        Raises:
            RoutingInputError: an edge that the network does not have, or a boat leg that the timetable does not
                have; nothing changes then.
        """
        wanted = tuple(closures)
        for closure in wanted:
            self._check_edges(closure.edges)
        with self._writing:
            schedule = self._schedule
            if wanted != schedule.closures:
                schedule = Schedule(wanted, always=schedule.always)
            schedule.boats(self.boats)
            for at in warm_at:
                self._states.of(schedule.at(at).edges, self.speeds.period_of(at))
            self._take(schedule)

    def supposing(self, closure: Closure) -> Self:
        """A router that answers as this one will once `closure` is among its closures, in place of one with its id.

        Raises:
            RoutingInputError: an edge that the network does not have.
        """
        self._check_edges(closure.edges)
        others = [other for other in self._schedule.closures if other.id != closure.id]
        supposed = self.twin()
        supposed._take(Schedule([*others, closure], always=self._schedule.always))
        return supposed

    def cut_off(self, places: Sequence[Point], closure: Closure, at: datetime) -> list[bool]:
        """Per place: an ambulance, or a boat to its island, comes there at an instant, and no longer with `closure`.

        Args:
            places: facilities, piers, stations.
            closure: what is asked about; its own begin and end do not count.
        """
        check_instant(at)
        others = [other for other in self._schedule.closures if other.id != closure.id]
        closed = Schedule(others, always=self._schedule.always).at(at)
        closing = Closed(closure.edges, closure.boat_legs)
        return [bool(cut) for cut in places_cut_off(self._terrain, places, closed=closed, closing=closing)]

    def close(self, edges: Iterable[int]) -> str:
        """Close edges in both directions, in effect for every query that begins afterwards.

        Returns:
            The new `metric_id`.

        Raises:
            RoutingInputError: an edge that the network does not have; nothing is closed then.
        """
        return self._change(opened=frozenset(), closed=frozenset(edges))

    def reopen(self, edges: Iterable[int]) -> str:
        """Open closed edges again; an edge that is not closed stays as it is. Returns the new `metric_id`."""
        return self._change(opened=frozenset(edges), closed=frozenset())

    def warm_up(self, at: datetime | None = None) -> None:
        """Make every metric and index now, so that no first query waits for one.

        Args:
            at: for who sets out at this aware instant; None asks of no moment.
        """
        for profile in Profile:
            self._state_at(at).roads(profile)
            self._terrain.index(profile)
        if self._beyond:
            self._beyond.warm_up(at)

    @property
    def _speeds_beyond(self) -> Speeds:
        """The same speeds where the roads go on beyond the network, with what the units' trips say of its edges."""
        calibration = self.speeds.calibration
        if calibration is None:
            return self.speeds
        return replace(self.speeds, calibration=calibration.moved_to(self._joined.network, self._joined.edges_of))

    def _take(self, schedule: Schedule) -> None:
        """Answer by a schedule from now on, also where the roads go on beyond the network."""
        self._schedule = schedule
        if self._beyond:
            edges_of = self._joined.edges_of
            closures = [replace(closure, edges=edges_of(closure.edges)) for closure in schedule.closures]
            self._beyond._take(Schedule(closures, always=edges_of(schedule.always)))

    def _state_at(self, at: datetime | None) -> State:
        return self._states.of(self._schedule.at(at).edges, self.speeds.period_of(at))

    def _ground(self, at: datetime | None) -> OwnGround:
        """The roads that are open at the instant of departure, and the boats: a leg of theirs is closed by the hour
        at which one comes to its pier."""
        schedule = self._schedule
        state = self._states.of(schedule.at(at).edges, self.speeds.period_of(at))
        return OwnGround(self._terrain, state, schedule.boats(self.boats))

    def _change(self, *, opened: frozenset[int], closed: frozenset[int]) -> str:
        self._check_edges(opened | closed)
        with self._writing:
            always = frozenset(int(edge) for edge in (self._schedule.always - opened) | closed)
            if always != self._schedule.always:
                self._states.of(always, self.speeds.period_of(None))
                self._take(Schedule(self._schedule.closures, always=always))
            return self.metric_id

    def _check_edges(self, edges: Iterable[int]) -> None:
        for edge in edges:
            if not (isinstance(edge, int | np.integer) and 0 <= edge < self.network.edge_count):
                raise RoutingInputError(f"no edge {edge!r}; the network has 0..{self.network.edge_count - 1}")


def check_instant(at: datetime) -> None:
    """Raise `RoutingInputError` unless an instant has a zone."""
    if at.tzinfo is None or at.utcoffset() is None:
        raise RoutingInputError(f"{at!r} has no time zone")


def _find_engine(graph: TurnGraph) -> CchEngine | None:
    """The hierarchy, or None (Dijkstra serves) if the library cannot build it."""
    order = graph.network.order
    try:
        # An order of another graph (turns are told apart elsewhere since it was saved) is computed anew.
        return CchEngine(graph, order if order is not None and len(order) == graph.state_count else None)
    except EngineError:
        log.exception("no contraction hierarchy for %s; Dijkstra serves", graph.network.label)
        return None
