"""Scores used on scene and in referral: pure functions with source, ages, and a rule for what is missing."""

from triage.scores.coma import gcs
from triage.scores.early_warning import news2, pews, qsofa, shock_index
from triage.scores.elder import barthel, skilas
from triage.scores.mass_casualty import Breathing, Tag, Tagged, jumpstart, start
from triage.scores.maternal import Factor, PregnancyRisk, apgar, kspr, pregnancy_pressure, read_kspr
from triage.scores.nutrition import Complication, severe_wasting
from triage.scores.retriage import Raise, Retriage, retriage
from triage.scores.score import Score
from triage.scores.stroke import be_fast, lams, race, rosier
from triage.scores.trauma import rts, weighted_rts
from triage.scores.vitals import Consciousness, Vitals

__all__ = [
    "Breathing",
    "Complication",
    "Consciousness",
    "Factor",
    "PregnancyRisk",
    "Raise",
    "Retriage",
    "Score",
    "Tag",
    "Tagged",
    "Vitals",
    "apgar",
    "barthel",
    "be_fast",
    "gcs",
    "jumpstart",
    "kspr",
    "lams",
    "news2",
    "pews",
    "pregnancy_pressure",
    "qsofa",
    "race",
    "read_kspr",
    "retriage",
    "rosier",
    "rts",
    "severe_wasting",
    "shock_index",
    "skilas",
    "start",
    "weighted_rts",
]
