"""Many travellers to one place, as arrays: which way each goes, how long it takes, and why."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np

from routing.boats.advice import BoatAdvice
from routing.boats.journeys import SeaJourney
from routing.geo import BoolArray, FloatArray, IntArray
from routing.speeds.speeds import Speeds
from routing.travel.answers import NoteCode, TravelKind, TravelTime

KINDS: tuple[TravelKind, ...] = tuple(TravelKind)
NOTES: tuple[NoteCode | None, ...] = (None, *NoteCode)
KIND_CODE = {kind: code for code, kind in enumerate(KINDS)}
NOTE_CODE = {note: code for code, note in enumerate(NOTES)}


@dataclass(eq=False)
class Estimates:
    """One row a traveller; filled by the router, turned into `TravelTime` at the end."""

    duration_s: FloatArray
    kind: IntArray
    note: IntArray
    length_m: FloatArray
    schematic: BoolArray
    sea: dict[int, SeaJourney] = field(default_factory=dict)
    advice: dict[int, BoatAdvice] = field(default_factory=dict)

    @classmethod
    def unknown(cls, count: int) -> Estimates:
        return cls(
            duration_s=np.full(count, np.inf),
            kind=np.zeros(count, dtype=np.int64),
            note=np.zeros(count, dtype=np.int64),
            length_m=np.full(count, np.nan),
            schematic=np.zeros(count, dtype=np.bool_),
        )

    def put(self, rows: IntArray, other: Estimates) -> None:
        """Copy another table's rows into `rows` of this one."""
        for name in ("duration_s", "kind", "note", "length_m", "schematic"):
            getattr(self, name)[rows] = getattr(other, name)
        self.sea.update({int(rows[row]): journey for row, journey in other.sea.items()})
        self.advice.update({int(rows[row]): advice for row, advice in other.advice.items()})

    def travel_times(self, speeds: Speeds, at: datetime) -> list[TravelTime]:
        """The rows as answers, each with the range of who sets out at an aware instant."""
        low, high = self._ranges(speeds, speeds.hours.period_of(at))
        columns = zip(
            self.duration_s.tolist(),
            low.tolist(),
            high.tolist(),
            self.kind.tolist(),
            self.length_m.tolist(),
            self.note.tolist(),
            self.schematic.tolist(),
            strict=True,
        )
        sea, advice = self.sea, self.advice
        return [
            TravelTime(
                duration,
                lo,
                hi,
                KINDS[kind],
                None if math.isnan(length) else length,
                sea.get(row),
                NOTES[note],
                drawn,
                advice.get(row),
            )
            for row, (duration, lo, hi, kind, length, note, drawn) in enumerate(columns)
        ]

    def _ranges(self, speeds: Speeds, period: str) -> tuple[FloatArray, FloatArray]:
        """The P10 and P90 of every row. What ends at a boat's fixed hour is not spread, only what follows it."""
        fixed_s = np.zeros(len(self.duration_s))
        for row, journey in self.sea.items():
            fixed_s[row] = _fixed_s(journey)
        open_s = self.duration_s - fixed_s
        low, high = np.empty_like(open_s), np.empty_like(open_s)
        for code in np.unique(self.kind).tolist():
            rows = self.kind == code
            low[rows], high[rows] = speeds.time_range(KINDS[code], open_s[rows], period)
        return fixed_s + low, fixed_s + high


def _fixed_s(journey: SeaJourney) -> float:
    """Seconds until the last boat that is waited for leaves: to be at the pier sooner is only to wait longer."""
    fixed_s, elapsed_s = 0.0, journey.to_pier_s
    for leg in journey.legs:
        elapsed_s += leg.wait_s
        if leg.wait_s > 0:
            fixed_s = elapsed_s
        elapsed_s += leg.filling_s + leg.boarding_s + leg.sailing_s
    return fixed_s
