"""Stroke: is it one (BE-FAST, ROSIER), and is a large vessel likely (LAMS, RACE)."""

from __future__ import annotations

from triage.scores.score import Band, Item, Score, by_total, check_age, tally, yes
from triage.vocabulary import Priority

BE_FAST_SOURCE = "Aroor dkk., Stroke 2017;48:479 (BE-FAST)"
LAMS_SOURCE = "Llanes dkk., Prehosp Emerg Care 2004;8:46; batas 4: Nazliel dkk., Stroke 2008;39:2264"
RACE_SOURCE = "Pérez de la Ossa dkk., Stroke 2014;45:87"
ROSIER_SOURCE = "Nor dkk., Lancet Neurol 2005;4:727"

LOW_GLUCOSE_MG_DL = 63.0
"""3.5 mmol/l: ROSIER is asked again when the sugar is corrected."""


def be_fast(
    *,
    balance: bool | None,
    eyes: bool | None,
    face: bool | None,
    arm: bool | None,
    speech: bool | None,
) -> Score:
    """Sudden loss of balance or sight, a crooked face, a weak arm, slurred speech: one is enough."""
    items = {"balance": yes(balance), "eyes": yes(eyes), "face": yes(face), "arm": yes(arm), "speech": yes(speech)}
    judge = by_total((1, Band("mungkin stroke", Priority.MERAH)), below=Band("tidak ada tanda", None))
    return tally("BE-FAST", items, judge, source=BE_FAST_SOURCE, needs_signature=True)


def lams(*, face: int | None, arm: int | None, grip: int | None, age_years: float | None = None) -> Score:
    """Los Angeles Motor Scale, adults: face 0 or 1, arm drift and grip 0 to 2; from 4 a large vessel is likely."""
    check_age("LAMS", age_years, from_years=18)
    items = {"face": Item(face, 0, 1), "arm": Item(arm, 0, 2), "grip": Item(grip, 0, 2)}
    judge = by_total(
        (1, Band("ada kelemahan", Priority.MERAH)),
        (4, Band("mungkin pembuluh besar", Priority.MERAH)),
        below=Band("tidak ada kelemahan", None),
    )
    return tally("LAMS", items, judge, source=LAMS_SOURCE, needs_signature=True)


def race(
    *,
    face: int | None,
    arm: int | None,
    leg: int | None,
    gaze: int | None,
    speech_or_neglect: int | None,
    age_years: float | None = None,
) -> Score:
    """RACE, adults: face, arm, leg 0 to 2, gaze 0 or 1, speech (right side weak) or neglect (left side) 0 to 2; from 5
    a large vessel is likely."""
    check_age("RACE", age_years, from_years=18)
    items = {
        "face": Item(face, 0, 2),
        "arm": Item(arm, 0, 2),
        "leg": Item(leg, 0, 2),
        "gaze": Item(gaze, 0, 1),
        "speech_or_neglect": Item(speech_or_neglect, 0, 2),
    }
    judge = by_total(
        (1, Band("ada gangguan", Priority.MERAH)),
        (5, Band("mungkin pembuluh besar", Priority.MERAH)),
        below=Band("tidak ada gangguan", None),
    )
    return tally("RACE", items, judge, source=RACE_SOURCE, needs_signature=True)


def rosier(
    *,
    face: bool | None,
    arm: bool | None,
    leg: bool | None,
    speech: bool | None,
    sight: bool | None,
    fainted: bool | None = None,
    seizure: bool | None = None,
    glucose_mg_dl: float | None = None,
    age_years: float | None = None,
) -> Score:
    """ROSIER, adults, for the emergency room: above 0 a stroke is likely.

    Fainting and a seizure take a point off; unknown, they take nothing off. A total of 0 or less never lowers a colour.
    With a sugar under 63 mg/dl the score is not valid before that is corrected.
    """
    check_age("ROSIER", age_years, from_years=18)
    items = {
        "face": yes(face),
        "arm": yes(arm),
        "leg": yes(leg),
        "speech": yes(speech),
        "sight": yes(sight),
        "fainted": Item(-1 if fainted else 0, 0, -1),
        "seizure": Item(-1 if seizure else 0, 0, -1),
    }
    low_sugar = glucose_mg_dl is not None and glucose_mg_dl < LOW_GLUCOSE_MG_DL
    word = "ulangi setelah gula darah terkoreksi" if low_sugar else "stroke kurang mungkin"
    judge = by_total(
        (1, Band("mungkin stroke", Priority.MERAH)), below=Band(word, Priority.KUNING if low_sugar else None)
    )
    return tally("ROSIER", items, judge, source=ROSIER_SOURCE, needs_signature=True)
