"""What the units' own trips say about the class table, as data: factors on times, kept with the network they are of.

A time over an edge is multiplied by exp(class + period + edge), each term found by `routing.speeds.fitting` and 0
where trips say nothing: with no trips, the class table stands as it is.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from routing.errors import CalibrationError
from routing.geo import FloatArray
from routing.network.network import Network
from routing.network.roads import CODE_OF, RoadClass
from routing.speeds.profiles import Profile
from routing.speeds.spread import Measured

FORMAT = "psc119-kalibrasi-1"

MAX_FACTOR = 2.5
"""No edge is taken to be more than so many times slower or quicker than its class: what lies beyond is a fault of the
map or of the matching, not of the traffic."""

ALL_PERIODS = ""
"""The key of quantiles over all trips, for periods with too few of their own."""

VEHICLE_OF: Mapping[Profile, str] = {
    Profile.AMBULANS: "mobil",
    Profile.AMBULANS_SIRENE: "mobil",
    Profile.MOTOR: "motor",
    Profile.JALAN_KAKI: "kaki",
}
"""What meets the same hindrance on an edge, with lights or without."""


class Errors(NamedTuple):
    """How far predicted durations of whole trips were off.

    Args:
        mae_s: mean absolute error, seconds.
        median_ape: median absolute error as a share of the true duration.
        bias: median of predicted / true, less 1; positive is predicted too long.
    """

    mae_s: float
    median_ape: float
    bias: float


class Report(NamedTuple):
    """What a calibration stands on, and what it does to trips that it was not made from.

    Args:
        trips, steps: that were used.
        dropped: steps that cannot be travel on that edge (a break, a jump of the position, a closed road).
        edges: that have a factor of their own.
        before, after: errors on held-out trips; None where there were too few trips to hold any out.
    """

    trips: int
    steps: int
    dropped: int
    edges: int
    before: Errors | None
    after: Errors | None

    @property
    def improves(self) -> bool:
        """Held-out trips are foretold better than by the class table, by mean and by median."""
        if self.before is None or self.after is None:
            return False
        return self.after.mae_s < self.before.mae_s and self.after.median_ape < self.before.median_ape


NOTHING_USED = Report(0, 0, 0, 0, None, None)


@dataclass(frozen=True, eq=False)
class Calibration:
    """Factors on travel times over one network, on the logarithm; positive is slower.

    Args:
        network_hash: of the only network whose edges are meant.
        speeds_fingerprint: of the only class table, hours and delays that the factors are relative to.
        by_class: per profile and class of road.
        by_period: per profile and name of a period.
        by_edge: per vehicle (`VEHICLE_OF`) and edge, on top of the class.
        measured: quantiles of held-out trips by period, `ALL_PERIODS` for the rest.
    """

    network_hash: str
    speeds_fingerprint: str
    by_class: Mapping[Profile, Mapping[RoadClass, float]] = field(default_factory=dict)
    by_period: Mapping[Profile, Mapping[str, float]] = field(default_factory=dict)
    by_edge: Mapping[str, Mapping[int, float]] = field(default_factory=dict)
    measured: Mapping[str, Measured] = field(default_factory=dict)
    report: Report = NOTHING_USED

    def factors(self, network: Network, profile: Profile, period: str) -> FloatArray:
        """Per edge what a profile's times are multiplied with.

        Raises:
            CalibrationError: it was made for another network.
        """
        self.check(network)
        class_log = np.zeros(len(CODE_OF))
        for road_class, log in self.by_class.get(profile, {}).items():
            class_log[CODE_OF[road_class]] = log
        log_factor = class_log[network.edge_class] + self.by_period.get(profile, {}).get(period, 0.0)
        own = self.by_edge.get(VEHICLE_OF[profile], {})
        log_factor[np.fromiter(own.keys(), np.int64, len(own))] += np.fromiter(own.values(), np.float64, len(own))
        limit = math.log(MAX_FACTOR)
        return np.asarray(np.exp(np.clip(log_factor, -limit, limit)))

    def class_factor(self, profile: Profile, road_class: RoadClass) -> float:
        """What a profile's times on a class of road are multiplied with, before period and edge."""
        return math.exp(self.by_class.get(profile, {}).get(road_class, 0.0))

    def check(self, network: Network) -> None:
        """Raise `CalibrationError` unless it was made for this network."""
        if self.network_hash != network.hash:
            raise CalibrationError(
                f"kalibrasi ini dibuat untuk jaringan {self.network_hash[:12]}, bukan {network.hash[:12]}: "
                "jalankan psc119 network calibrate untuk jaringan ini."
            )
        highest = max((max(own) for own in self.by_edge.values() if own), default=0)
        if highest >= network.edge_count:
            raise CalibrationError(f"kalibrasi menyebut ruas {highest}; jaringan punya {network.edge_count} ruas.")

    def moved_to(self, network: Network, edges_of: Callable[[Iterable[int]], Iterable[int]]) -> Calibration:
        """The same factors on a network that has all the edges, some of them in parts.

        Args:
            edges_of: the edges there that are edges of the network this was made for.
        """
        by_edge = {
            vehicle: {part: log for edge, log in own.items() for part in sorted(edges_of([edge]))}
            for vehicle, own in self.by_edge.items()
        }
        return replace(self, network_hash=network.hash, by_edge=by_edge)

    def measured_in(self, period: str) -> Measured | None:
        """Quantiles of a period, or of all trips; None if too few were held out."""
        return self.measured.get(period) or self.measured.get(ALL_PERIODS)

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 over everything that changes an answer."""
        document = self.to_json()
        del document["report"]
        return hashlib.sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()

    def to_json(self) -> dict[str, Any]:
        """All of it as plain data."""
        return {
            "format": FORMAT,
            "network": self.network_hash,
            "speeds": self.speeds_fingerprint,
            "by_class": {str(p): {str(c): log for c, log in table.items()} for p, table in self.by_class.items()},
            "by_period": {str(p): dict(table) for p, table in self.by_period.items()},
            "by_edge": {v: [list(own.keys()), list(own.values())] for v, own in self.by_edge.items()},
            "measured": {period: list(quantiles) for period, quantiles in self.measured.items()},
            "report": [*self.report[:4], *(list(e) if e else None for e in self.report[4:])],
        }

    @classmethod
    def from_json(cls, document: Any) -> Calibration:
        """The calibration that `to_json` wrote.

        Raises:
            CalibrationError: not of that form, or a factor that is none.
        """
        try:
            if document["format"] != FORMAT:
                raise ValueError(f"format {document['format']!r}")
            trips, steps, dropped, edges, before, after = document["report"]
            calibration = cls(
                network_hash=str(document["network"]),
                speeds_fingerprint=str(document["speeds"]),
                by_class={
                    Profile(p): {RoadClass(c): _log(log) for c, log in table.items()}
                    for p, table in document["by_class"].items()
                },
                by_period={
                    Profile(p): {str(n): _log(log) for n, log in t.items()} for p, t in document["by_period"].items()
                },
                by_edge={
                    str(v): {_edge(e): _log(log) for e, log in zip(edges, logs, strict=True)}
                    for v, (edges, logs) in document["by_edge"].items()
                },
                measured={
                    str(period): Measured(_finite(low), _finite(high), _finite(typical_s), int(count))
                    for period, (low, high, typical_s, count) in document["measured"].items()
                },
                report=Report(int(trips), int(steps), int(dropped), int(edges), _errors(before), _errors(after)),
            )
        except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
            raise CalibrationError(f"bukan berkas kalibrasi: {error}") from error
        return calibration


def save_calibration(calibration: Calibration, path: Path) -> None:
    """Write a calibration, whole or not at all."""
    part = path.with_name(path.name + ".part")
    part.write_text(json.dumps(calibration.to_json()), encoding="utf-8")
    part.replace(path)


def load_calibration(path: Path) -> Calibration:
    """Read a calibration.

    Raises:
        CalibrationError: it cannot be read, or is none.
    """
    try:
        return Calibration.from_json(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        raise CalibrationError(f"{path}: tidak dapat dibaca ({error}).") from error
    except CalibrationError as error:
        raise CalibrationError(f"{path}: {error}") from error


def _log(value: Any) -> float:
    log = float(value)
    if not abs(log) <= 2 * math.log(MAX_FACTOR):
        raise ValueError(f"faktor {value!r}")
    return log


def _errors(values: Any) -> Errors | None:
    return None if values is None else Errors(*map(float, values))


def _finite(value: Any) -> float:
    number = float(value)
    if not math.isfinite(number):
        raise ValueError(f"bilangan {value!r}")
    return number


def _edge(value: Any) -> int:
    if not (isinstance(value, int) and value >= 0):
        raise ValueError(f"ruas {value!r}")
    return value
