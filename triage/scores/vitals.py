"""Vital signs as a crew takes them: what cannot be is refused, what hardly can be is asked again."""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import StrEnum
from typing import NamedTuple

from triage.errors import TriageInputError
from triage.scores.score import out_of_range


class Consciousness(StrEnum):
    """ACVPU: alert, new confusion, answers to voice, to pain, not at all."""

    ALERT = "alert"
    CONFUSED = "confused"
    VOICE = "voice"
    PAIN = "pain"
    UNRESPONSIVE = "unresponsive"


class Limits(NamedTuple):
    """Outside `possible` a value is refused; outside `usual` it is asked again."""

    possible: tuple[float, float]
    usual: tuple[float, float]


# Measured in living people at the edge of what instruments show; a proposal, not a clinical rule.
LIMITS: dict[str, Limits] = {
    "respiratory_rate": Limits((0, 150), (6, 70)),
    "spo2_pct": Limits((0, 100), (60, 100)),
    "systolic_mmhg": Limits((0, 320), (50, 250)),
    "diastolic_mmhg": Limits((0, 220), (25, 150)),
    "pulse": Limits((0, 350), (25, 230)),
    "temperature_c": Limits((20, 45), (32, 42)),
    "capillary_refill_s": Limits((0, 20), (0, 8)),
    "glucose_mg_dl": Limits((0, 2000), (30, 700)),
    "gcs_eye": Limits((1, 4), (1, 4)),
    "gcs_verbal": Limits((1, 5), (1, 5)),
    "gcs_motor": Limits((1, 6), (1, 6)),
}


@dataclass(frozen=True, slots=True)
class Vitals:
    """One set of vital signs; None is not measured.

    Args:
        respiratory_rate, pulse: a minute.
        on_oxygen: oxygen is given.
        capillary_refill_s: seconds after pressing.

    Raises:
        TriageInputError: a value that cannot be, with the valid range.
    """

    respiratory_rate: float | None = None
    spo2_pct: float | None = None
    on_oxygen: bool | None = None
    systolic_mmhg: float | None = None
    diastolic_mmhg: float | None = None
    pulse: float | None = None
    temperature_c: float | None = None
    consciousness: Consciousness | None = None
    capillary_refill_s: float | None = None
    glucose_mg_dl: float | None = None
    gcs_eye: int | None = None
    gcs_verbal: int | None = None
    gcs_motor: int | None = None

    def __post_init__(self) -> None:
        for name, limits in LIMITS.items():
            value = getattr(self, name)
            low, high = limits.possible
            if value is not None and not low <= value <= high:  # False for NaN as well
                raise out_of_range("vitals", name, value, low, high)
        systolic, diastolic = self.systolic_mmhg, self.diastolic_mmhg
        if systolic is not None and diastolic is not None and diastolic >= systolic > 0:
            raise TriageInputError(
                what="value",
                where="vitals, diastolic_mmhg",
                given=f"{systolic:g}/{diastolic:g}",
                allowed=(f"< {systolic:g}",),
            )

    @property
    def doubtful(self) -> tuple[str, ...]:
        """The values that are possible and so extreme that whoever typed them is asked to confirm."""
        found = []
        for name, limits in LIMITS.items():
            value = getattr(self, name)
            if value is not None and not limits.usual[0] <= value <= limits.usual[1]:
                found.append(name)
        return tuple(found)

    @property
    def is_empty(self) -> bool:
        """Nothing was measured."""
        return all(getattr(self, field.name) is None for field in fields(self))
