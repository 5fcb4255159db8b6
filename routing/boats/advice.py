"""Whom a crew must have called when the timetable does not take it across: from which pier, and to which."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

import numpy as np

from routing.boats.journeys import Ends, SeaJourney, best_journeys
from routing.boats.sailing import BoatCode, SeaLeg, blocked_by, chain_to
from routing.boats.timetable import BoatKind, BoatService, Pier
from routing.speeds.speeds import Speeds


class BoatAdvice(NamedTuple):
    """A boat has to be called, and this is the way it has to sail.

    Args:
        code: why.
        from_pier: where the crew can be picked up.
        to_piers: from which the target is reached over land, the best first.
        first_public_s: seconds after the question at which this traveller can board the public boat at `from_pier`;
            None if none is known to sail.
        on_call: names of the legs of boats on call that the journey counts on.
    """

    code: BoatCode
    from_pier: Pier
    to_piers: tuple[Pier, ...]
    first_public_s: float | None
    on_call: tuple[str, ...]


class Advisor:
    """What to say to the travellers of one question.

    Args:
        at: the aware instant of departure.
    """

    def __init__(self, service: BoatService, at: datetime, ends: Ends) -> None:
        self._service, self._ends = service, ends
        self._departure = service.departure(at)
        self._at_pier_s = ends.at_pier_s.tolist()
        is_across = np.isfinite(ends.last_foot) & ~np.isfinite(ends.to_pier)
        self._across, kind_of = np.unique(is_across, axis=0, return_inverse=True)
        self._kind_of = kind_of.ravel().tolist()
        self._landings: dict[tuple[str, int], tuple[Pier, ...]] = {}

    def find_beside(self, traveller: int, journey: SeaJourney) -> BoatAdvice | None:
        """What to say beside a journey by the timetable; None if public boats carry it without a wait."""
        on_call = tuple(leg.id for leg in journey.legs if leg.kind is BoatKind.ON_CALL)
        code = blocked_by(journey.legs) or (BoatCode.PANGGIL_PERAHU if on_call else None)
        return None if code is None else self._advice(code, traveller, journey.legs, on_call)

    def list_stranded(self, speeds: Speeds) -> dict[int, BoatAdvice]:
        """For travellers whom no boat takes as things stand: the piers that the boats would join if all sailed."""
        found = best_journeys(self._service, speeds, None, self._ends)
        advice = {}
        for traveller in np.flatnonzero(np.isfinite(found.duration_s)).tolist():
            chain = chain_to(found.sailings, self._service, traveller, int(found.pier[traveller]))
            advice[traveller] = self._advice(BoatCode.PERAHU_DITUTUP, traveller, chain, ())
        return advice

    def _advice(self, code: BoatCode, traveller: int, chain: Sequence[SeaLeg], on_call: tuple[str, ...]) -> BoatAdvice:
        return BoatAdvice(
            code=code,
            from_pier=chain[0].origin,
            to_piers=self._to_piers(traveller, chain[-1].destination),
            first_public_s=self._first_public_s(traveller, chain[0]),
            on_call=on_call,
        )

    def _to_piers(self, traveller: int, best: Pier) -> tuple[Pier, ...]:
        """The best pier, then others across the water from which one walks to the target, the nearest first."""
        key = best.id, self._kind_of[traveller]
        if key not in self._landings:
            last_foot = self._ends.last_foot
            others = sorted(np.flatnonzero(self._across[key[1]]).tolist(), key=lambda pier: float(last_foot[pier]))
            piers = self._service.piers
            self._landings[key] = (best, *(piers[pier] for pier in others if piers[pier].id != best.id))
        return self._landings[key]

    def _first_public_s(self, traveller: int, first: SeaLeg) -> float | None:
        """When the traveller can board a public boat of its first crossing."""
        service, (table, now_s) = self._service, self._departure
        crossing = service.index[first.origin.id], service.index[first.destination.id]
        at_pier_s = self._at_pier_s[traveller][crossing[0]]
        waits_s = [table.board(number, now_s + at_pier_s).wait_s for number in service.public_legs.get(crossing, ())]
        first_s = min(waits_s, default=math.inf)
        return None if math.isinf(first_s) else at_pier_s + first_s
