"""What a crew's vital signs say of a patient's colour: they raise, and never lower."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from triage.errors import TriageInputError
from triage.model import Context
from triage.scores.coma import gcs
from triage.scores.early_warning import news2, qsofa, shock_index
from triage.scores.maternal import pregnancy_pressure
from triage.scores.score import Score
from triage.scores.trauma import rts
from triage.scores.vitals import Consciousness, Vitals
from triage.vocabulary import Priority

IITT_SOURCE = "WHO/ICRC/MSF IITT, tanda vital berisiko tinggi, umur 12 tahun ke atas"
LOW_OXYGEN_PCT = 92.0
HYPOXAEMIA_PCT = 90.0
"""WHO's limit for oxygen in children and adults; that it makes MERAH is a proposal."""
LOW_GLUCOSE_MG_DL = 70.0


@dataclass(frozen=True, slots=True)
class Raise:
    """One reason for a colour."""

    priority: Priority
    reason: str
    source: str


@dataclass(frozen=True, slots=True)
class Retriage:
    """What a set of vital signs says.

    Args:
        priority: the colour it raises to, or None.
        raises: every reason, worst first.
        scores: the scores that are valid for this patient.
        doubtful: values so extreme that they are to be confirmed.
    """

    priority: Priority | None
    raises: tuple[Raise, ...]
    scores: tuple[Score, ...]
    doubtful: tuple[str, ...]


def retriage(vitals: Vitals, context: Context, *, trauma: bool = False) -> Retriage:
    """Every score that is valid for the patient, and the single signs that are an emergency by themselves.

    An unknown age takes the adult scores as well as what holds at every age; a known one leaves out what is not valid
    for it.
    """
    age = context.age_years
    scores = _valid(
        lambda: gcs(vitals, age_years=age),
        lambda: news2(vitals, age_years=age) if not context.pregnant else None,
        lambda: qsofa(vitals, age_years=age),
        lambda: shock_index(vitals, age_years=age),
        lambda: rts(vitals, age_years=age) if trauma else None,
        lambda: pregnancy_pressure(vitals) if context.pregnant else None,
    )
    raises = [Raise(s.raises_to, f"{s.name}: {s.band or 'belum lengkap'}", s.source) for s in scores if s.raises_to]
    raises += _single_signs(vitals, age)
    raises.sort(key=lambda one: -one.priority.severity)
    return Retriage(
        priority=raises[0].priority if raises else None,
        raises=tuple(raises),
        scores=tuple(scores),
        doubtful=vitals.doubtful,
    )


def _valid(*asked: Callable[[], Score | None]) -> list[Score]:
    """The scores that may be asked for this age, of which something is known."""
    found = []
    for ask in asked:
        try:
            score = ask()
        except TriageInputError as error:
            if error.what != "age":
                raise
            continue
        if score is not None and score.known:
            found.append(score)
    return found


def _single_signs(vitals: Vitals, age: float | None) -> list[Raise]:
    """IITT's high-risk vital signs from 12 years on; unresponsive, low oxygen and low sugar at every age."""
    found = []
    if vitals.consciousness in (Consciousness.UNRESPONSIVE, Consciousness.PAIN):
        found.append(Raise(Priority.MERAH, "tidak sadar", IITT_SOURCE))
    elif vitals.consciousness in (Consciousness.CONFUSED, Consciousness.VOICE):
        found.append(Raise(Priority.MERAH, "kesadaran menurun", "koreksi penyusun, menunggu dokter penanggung jawab"))
    if vitals.spo2_pct is not None and vitals.spo2_pct < LOW_OXYGEN_PCT:
        colour = Priority.MERAH if vitals.spo2_pct < HYPOXAEMIA_PCT else Priority.KUNING
        found.append(Raise(colour, f"saturasi {vitals.spo2_pct:g} %", IITT_SOURCE))
    if vitals.glucose_mg_dl is not None and vitals.glucose_mg_dl < LOW_GLUCOSE_MG_DL:
        found.append(Raise(Priority.KUNING, f"gula darah {vitals.glucose_mg_dl:g} mg/dl", "usulan penyusun"))
    if vitals.capillary_refill_s is not None and vitals.capillary_refill_s > 3:
        found.append(Raise(Priority.MERAH, f"pengisian kapiler {vitals.capillary_refill_s:g} detik", IITT_SOURCE))
    if age is not None and age < 12:
        return found
    found += _outside("nadi", vitals.pulse, red=(50, 150), yellow=(60, 130))
    found += _outside("napas", vitals.respiratory_rate, red=None, yellow=(10, 30))
    found += _outside("suhu", vitals.temperature_c, red=None, yellow=(36, 39))
    return found


def _outside(
    what: str, value: float | None, *, red: tuple[float, float] | None, yellow: tuple[float, float]
) -> list[Raise]:
    if value is None:
        return []
    if red is not None and not red[0] <= value <= red[1]:
        return [Raise(Priority.MERAH, f"{what} {value:g}", IITT_SOURCE)]
    if not yellow[0] <= value <= yellow[1]:
        return [Raise(Priority.KUNING, f"{what} {value:g}", IITT_SOURCE)]
    return []
