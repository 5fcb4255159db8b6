"""From vital signs as they were typed to what they say: refused, to be confirmed, or judged."""

from typing import Any

from dispatch.domain.rows import Row, VitalFindings
from dispatch.domain.words import Priority
from dispatch.http.problems import FieldError, Invalid
from dispatch.vitals.schemas import ValueLimits, VitalsGiven, VitalsJudged
from triage import Context, Protocol, TriageInputError
from triage.scores import Retriage, Score, Vitals
from triage.scores.vitals import LIMITS

NAMES: dict[str, tuple[str, str]] = {
    "respiratory_rate": ("Napas", "per menit"),
    "spo2_pct": ("Saturasi oksigen", "%"),
    "systolic_mmhg": ("Tekanan darah sistolik", "mmHg"),
    "diastolic_mmhg": ("Tekanan darah diastolik", "mmHg"),
    "pulse": ("Nadi", "per menit"),
    "temperature_c": ("Suhu", "°C"),
    "capillary_refill_s": ("Pengisian kapiler", "detik"),
    "glucose_mg_dl": ("Gula darah", "mg/dl"),
    "gcs_eye": ("GCS mata", ""),
    "gcs_verbal": ("GCS suara", ""),
    "gcs_motor": ("GCS gerak", ""),
}
"""Each measured value in the words of a screen, with its unit."""

TRAUMA = "Trauma"
"""The service category whose cards ask for the trauma scores."""


def read_vitals(given: VitalsGiven) -> Vitals:
    """The vital signs.

    Raises:
        Invalid: nothing was measured, or values that cannot be, each with its valid range.
    """
    values = given.model_dump()
    faults: list[FieldError] = [
        {"field": f"values.{name}", "message": _range_message(name, values[name])}
        for name, limits in LIMITS.items()
        if values[name] is not None and not limits.possible[0] <= values[name] <= limits.possible[1]
    ]
    if faults:
        raise Invalid(faults)
    try:
        vitals = Vitals(**values)
    except TriageInputError as error:
        message = f"Tekanan darah diastolik harus di bawah sistolik; terisi {error.given}"
        raise Invalid([{"field": "values.diastolic_mmhg", "message": message}]) from error
    if vitals.is_empty:
        raise Invalid([{"field": "values", "message": "Isi paling sedikit satu tanda vital"}])
    return vitals


def described(name: str, value: float) -> str:
    """A value as a person says it: "Saturasi oksigen 55 %"."""
    word, unit = NAMES[name]
    return f"{word} {value:g} {unit}".strip()


def context_of(patient: Row) -> Context:
    """What is known of a patient (an opened row): an erased or unknown fact never lowers."""

    def known(name: str, kind: type | tuple[type, ...]) -> Any:
        value = patient[name]
        return value if isinstance(value, kind) else None

    return Context(age_years=known("age_years", (int, float)), sex=known("sex", str), pregnant=known("pregnant", bool))


def is_trauma(protocol: Protocol, card_id: str | None) -> bool:
    """Whether the card a patient was triaged with is one of an injury."""
    card = protocol.cards.get(card_id or "")
    return card is not None and card.kategori == TRAUMA


def findings_of(judged: Retriage) -> VitalFindings:
    """The judgement as plain JSON, for the log and the screens."""
    return {
        "raises": [
            {"priority": Priority(one.priority), "reason": one.reason, "source": one.source} for one in judged.raises
        ],
        "scores": [
            {
                "name": score.name,
                "total": score.total,
                "low": score.bounds[0],
                "high": score.bounds[1],
                "band": score.band,
                "raises_to": _colour(score),
                "missing": list(score.missing),
                "source": score.source,
                "needs_signature": score.needs_signature,
            }
            for score in judged.scores
        ],
    }


def judged_document(judged: Retriage) -> VitalsJudged:
    return VitalsJudged(
        raises_to=Priority(judged.priority) if judged.priority else None,
        findings=findings_of(judged),
        to_confirm=list(judged.doubtful),
    )


def limits_document() -> dict[str, ValueLimits]:
    """What can be, and what is asked again, by name of the value."""
    return {name: ValueLimits(possible=limits.possible, usual=limits.usual) for name, limits in LIMITS.items()}


def _colour(score: Score) -> Priority | None:
    return Priority(score.raises_to) if score.raises_to else None


def _range_message(name: str, value: float) -> str:
    low, high = LIMITS[name].possible
    unit = NAMES[name][1]
    return f"{NAMES[name][0]}: {low:g} sampai {high:g} {unit}".strip() + f"; terisi {value:g}"
