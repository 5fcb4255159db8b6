"""Each score at its published borders, and what all have in common: what is missing never lowers."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from triage import Context, Destination, Priority, TriageInputError
from triage.scores import (
    Complication,
    Consciousness,
    Factor,
    Score,
    Vitals,
    apgar,
    barthel,
    be_fast,
    gcs,
    kspr,
    lams,
    news2,
    pews,
    pregnancy_pressure,
    qsofa,
    race,
    read_kspr,
    retriage,
    rosier,
    rts,
    severe_wasting,
    shock_index,
    skilas,
    weighted_rts,
)
from triage.scores.elder import lifting_of

WELL = Vitals(
    respiratory_rate=16,
    spo2_pct=98,
    on_oxygen=False,
    systolic_mmhg=120,
    diastolic_mmhg=75,
    pulse=72,
    temperature_c=36.8,
    consciousness=Consciousness.ALERT,
    capillary_refill_s=1.5,
    gcs_eye=4,
    gcs_verbal=5,
    gcs_motor=6,
)


def severity(priority: Priority | None) -> int:
    return -1 if priority is None else priority.severity


@pytest.mark.parametrize(
    ("name", "points"),
    [
        ("respiratory_rate", {8: 3, 9: 1, 11: 1, 12: 0, 20: 0, 21: 2, 24: 2, 25: 3}),
        ("spo2_pct", {91: 3, 92: 2, 93: 2, 94: 1, 95: 1, 96: 0}),
        ("systolic_mmhg", {90: 3, 91: 2, 100: 2, 101: 1, 110: 1, 111: 0, 219: 0, 220: 3}),
        ("pulse", {40: 3, 41: 1, 50: 1, 51: 0, 90: 0, 91: 1, 110: 1, 111: 2, 130: 2, 131: 3}),
        ("temperature_c", {35.0: 3, 35.1: 1, 36.0: 1, 36.1: 0, 38.0: 0, 38.1: 1, 39.0: 1, 39.1: 2}),
    ],
)
def test_news2_at_its_borders(name: str, points: dict[float, int]) -> None:
    for value, expected in points.items():
        vitals = replace(WELL, **{name: value, "diastolic_mmhg": None})
        assert news2(vitals).total == expected, (name, value)
    assert news2(replace(WELL, on_oxygen=True)).total == 2
    assert news2(replace(WELL, consciousness=Consciousness.CONFUSED)).total == 3


def test_news2_bands_and_the_second_oxygen_scale() -> None:
    assert (news2(WELL).total, news2(WELL).band, news2(WELL).raises_to) == (0, "rendah: 0–4", None)
    single = news2(replace(WELL, pulse=135))
    assert (single.total, single.raises_to) == (3, Priority.KUNING)
    assert news2(replace(WELL, pulse=115, respiratory_rate=26)).raises_to is Priority.KUNING
    assert news2(replace(WELL, pulse=135, respiratory_rate=26, spo2_pct=94)).raises_to is Priority.MERAH
    oxygen = replace(WELL, on_oxygen=True)
    scale_two = {83: 5, 84: 4, 86: 3, 88: 2, 92: 2, 93: 3, 95: 4, 97: 5}
    assert {s: news2(replace(oxygen, spo2_pct=s), hypercapnic=True).total for s in scale_two} == scale_two
    assert news2(replace(WELL, spo2_pct=97), hypercapnic=True).total == 0
    assert "spo2_pct" in news2(replace(WELL, on_oxygen=None, spo2_pct=97), hypercapnic=True).missing


def test_a_score_is_refused_for_ages_that_it_is_not_valid_for() -> None:
    for ask in (news2, shock_index):
        with pytest.raises(TriageInputError, match="16"):
            ask(WELL, age_years=15.9)
        assert ask(WELL, age_years=16).total is not None
    with pytest.raises(TriageInputError, match="18"):
        qsofa(WELL, age_years=17)
    with pytest.raises(TriageInputError, match="16"):
        pews(behaviour=0, circulation=0, breathing=0, nebulised_or_vomiting=False, age_years=16)
    with pytest.raises(TriageInputError, match="60"):
        skilas(cognition=True, chair_stand=None, nutrition=None, sight=None, hearing=None, mood=None, age_years=59)
    with pytest.raises(TriageInputError, match=r"0\.5"):
        severe_wasting(arm_cm=11, whz=None, oedema=None, age_years=0.4)


@pytest.mark.parametrize(
    ("total", "band", "colour"),
    [
        (3, "berat: 3–8", Priority.MERAH),
        (8, "berat: 3–8", Priority.MERAH),
        (9, "sedang: 9–13", Priority.MERAH),
        (13, "sedang: 9–13", Priority.MERAH),
        (14, "ringan: 14", Priority.KUNING),
        (15, "penuh: 15", None),
    ],
)
def test_the_coma_scale(total: int, band: str, colour: Priority | None) -> None:
    motor = min(6, total - 2)
    verbal = min(5, total - motor - 1)
    vitals = Vitals(gcs_motor=motor, gcs_verbal=verbal, gcs_eye=total - motor - verbal)
    assert (gcs(vitals).total, gcs(vitals).band, gcs(vitals).raises_to) == (total, band, colour)
    assert gcs(vitals, age_years=1).name == "GCS anak"
    unseen = replace(vitals, gcs_eye=None)
    assert gcs(unseen).total is None
    assert gcs(unseen).missing == ("gcs_eye",)
    assert severity(gcs(unseen).raises_to) <= severity(colour)


def test_sepsis_and_shock() -> None:
    assert qsofa(WELL).total == 0
    assert qsofa(replace(WELL, respiratory_rate=22, systolic_mmhg=100)).raises_to is Priority.MERAH
    assert qsofa(replace(WELL, respiratory_rate=21, systolic_mmhg=100)).raises_to is None
    assert shock_index(replace(WELL, pulse=107, systolic_mmhg=120)).raises_to is None
    assert shock_index(replace(WELL, pulse=108, systolic_mmhg=120)).raises_to is Priority.KUNING
    assert shock_index(Vitals(pulse=140, systolic_mmhg=100)).raises_to is Priority.MERAH
    assert shock_index(Vitals(pulse=140, systolic_mmhg=0)).raises_to is Priority.MERAH
    assert shock_index(Vitals(pulse=140)).total is None


def test_a_child_s_warning_score() -> None:
    def score(b: int | None, c: int | None, r: int | None, extra: bool | None = False) -> Score:
        return pews(behaviour=b, circulation=c, breathing=r, nebulised_or_vomiting=extra, age_years=4)

    assert score(1, 0, 1).raises_to is None
    assert score(1, 1, 1).raises_to is Priority.KUNING
    assert score(3, 0, 0).raises_to is Priority.MERAH
    assert score(1, 0, 0, True).raises_to is Priority.KUNING
    assert score(None, None, None, None).raises_to is None
    with pytest.raises(TriageInputError, match=r"0 … 3"):
        score(4, 0, 0)


def test_trauma_codes_and_weights() -> None:
    full = replace(WELL, respiratory_rate=16)
    assert (rts(full).total, rts(full).raises_to) == (12, None)
    assert weighted_rts(full) == pytest.approx(7.8408)
    assert weighted_rts(replace(full, pulse=None, respiratory_rate=None)) is None
    for rate, code in {0: 0, 1: 1, 5: 1, 6: 2, 9: 2, 10: 4, 29: 4, 30: 3}.items():
        assert rts(replace(full, respiratory_rate=rate)).total == 8 + code, rate
    for pressure, code in {0: 0, 1: 1, 49: 1, 50: 2, 75: 2, 76: 3, 89: 3, 90: 4}.items():
        assert rts(replace(full, systolic_mmhg=pressure, diastolic_mmhg=None)).total == 8 + code, pressure
    assert rts(replace(full, systolic_mmhg=80)).raises_to is Priority.MERAH
    with pytest.raises(TriageInputError, match="12"):
        rts(full, age_years=11)


def test_stroke_scales() -> None:
    none = {"balance": False, "eyes": False, "face": False, "arm": False, "speech": False}
    assert be_fast(**none).raises_to is None
    for sign in none:
        assert be_fast(**{**none, sign: True}).raises_to is Priority.MERAH
    assert lams(face=1, arm=1, grip=1).band == "ada kelemahan"
    assert lams(face=1, arm=2, grip=1).band == "mungkin pembuluh besar"
    assert lams(face=0, arm=2, grip=None).band is None
    assert race(face=1, arm=2, leg=1, gaze=1, speech_or_neglect=0).band == "mungkin pembuluh besar"
    assert race(face=0, arm=2, leg=2, gaze=0, speech_or_neglect=0).band == "ada gangguan"
    signs = {"face": True, "arm": False, "leg": False, "speech": False, "sight": False}
    assert rosier(**signs).raises_to is Priority.MERAH
    assert rosier(**signs, fainted=True).raises_to is None
    assert rosier(**{**signs, "arm": True}, fainted=True).raises_to is Priority.MERAH
    sweet = rosier(**{**signs, "face": False}, glucose_mg_dl=62)
    assert (sweet.band, sweet.raises_to) == ("ulangi setelah gula darah terkoreksi", Priority.KUNING)


def test_kspr_knows_only_totals_that_factors_give() -> None:
    assert (kspr({}).total, kspr({}).group) == (2, "KRR")
    assert kspr({Factor.TWINS: True, Factor.BREECH: None, Factor.POST_TERM: False}).total == 6
    risk = kspr({Factor.CAESAREAN: True, Factor.AGE_35: True})
    assert (risk.total, risk.group, risk.destinations) == (14, "KRST", {Destination.PONEK})
    assert [read_kspr(total).group for total in (2, 6, 10, 14, 18)] == ["KRR", "KRT", "KRT", "KRST", "KRST"]
    for wrong in (0, 1, 3, 4, 8, 12, 16, -2):
        with pytest.raises(TriageInputError, match="KSPR"):
            read_kspr(wrong)
    for present in Factor:
        assert read_kspr(kspr({present: True}).total).total in (6, 10)


def test_pressure_in_pregnancy_newborns_wasting_and_elders() -> None:
    assert pregnancy_pressure(Vitals(systolic_mmhg=139, diastolic_mmhg=89)).raises_to is None
    assert pregnancy_pressure(Vitals(systolic_mmhg=140, diastolic_mmhg=80)).raises_to is Priority.KUNING
    assert pregnancy_pressure(Vitals(diastolic_mmhg=110)).raises_to is Priority.MERAH
    assert apgar(colour=1, pulse=2, grimace=1, tone=1, breathing=1).raises_to is Priority.MERAH
    assert apgar(colour=1, pulse=2, grimace=1, tone=1, breathing=2).raises_to is None
    assert apgar(colour=None, pulse=None, grimace=None, tone=None, breathing=None).band is None
    assert severe_wasting(arm_cm=11.4, whz=None, oedema=False).raises_to is Priority.KUNING
    assert severe_wasting(arm_cm=11.5, whz=-3.0, oedema=False).raises_to is None
    assert severe_wasting(arm_cm=13, whz=-3.1, oedema=False).raises_to is Priority.KUNING
    ill = severe_wasting(arm_cm=None, whz=None, oedema=True, complications={Complication.LETHARGY: True})
    assert ill.raises_to is Priority.MERAH
    well = severe_wasting(arm_cm=14, whz=0, oedema=False, complications={Complication.LETHARGY: True})
    assert well.raises_to is None
    with pytest.raises(TriageInputError, match="LiLA"):
        severe_wasting(arm_cm=115, whz=None, oedema=None)
    elder = skilas(cognition=None, chair_stand=True, nutrition=None, sight=None, hearing=None, mood=None)
    assert (elder.band, elder.raises_to) == ("rujuk ke puskesmas", None)
    alone = dict.fromkeys(("bowels", "bladder", "toilet", "feeding", "dressing", "stairs"), 2)
    alone |= {"grooming": 1, "bathing": 1, "transfer": 3, "mobility": 3}
    assert (barthel(alone).total, barthel(alone).band) == (20, "mandiri: 20")
    assert barthel({**alone, "stairs": None}).band is None
    assert barthel(dict.fromkeys(alone, 0)).band == "ketergantungan total: 0–4"
    assert lifting_of(barthel(dict.fromkeys(alone, 0)))
    assert not lifting_of(barthel(alone))


VALUES = st.fixed_dictionaries(
    {},
    optional={
        "respiratory_rate": st.integers(0, 80),
        "spo2_pct": st.integers(50, 100),
        "on_oxygen": st.booleans(),
        "systolic_mmhg": st.integers(121, 300),
        "diastolic_mmhg": st.integers(20, 120),
        "pulse": st.integers(0, 250),
        "temperature_c": st.floats(30, 42),
        "consciousness": st.sampled_from(list(Consciousness)),
        "capillary_refill_s": st.floats(0, 10),
        "glucose_mg_dl": st.floats(10, 900),
        "gcs_eye": st.integers(1, 4),
        "gcs_verbal": st.integers(1, 5),
        "gcs_motor": st.integers(1, 6),
    },
)


@settings(max_examples=300)
@given(VALUES, st.data(), st.sampled_from([None, 0.5, 8, 14, 17, 40]), st.sampled_from([None, True, False]))
def test_what_is_not_measured_never_lowers_and_what_is_never_takes_back(
    values: dict[str, object], data: st.DataObject, age: float | None, pregnant: bool | None
) -> None:
    """The rule for missing values: leaving any of them out gives the same colour or a lower one, never a higher."""
    context = Context(age_years=age, pregnant=pregnant)
    whole = retriage(Vitals(**values), context)  # type: ignore[arg-type]
    kept = data.draw(st.sets(st.sampled_from(sorted(values)))) if values else set()
    part = retriage(Vitals(**{name: values[name] for name in kept}), context)  # type: ignore[arg-type]
    assert severity(part.priority) <= severity(whole.priority)
    for raised in whole.raises:
        assert raised.priority in (Priority.MERAH, Priority.KUNING)


def test_vital_signs_that_cannot_be_are_refused_with_the_range() -> None:
    for wrong, told in [
        ({"spo2_pct": 140}, "0 … 100"),
        ({"gcs_eye": 0}, "1 … 4"),
        ({"systolic_mmhg": 300, "diastolic_mmhg": 400}, "0 … 220"),
        ({"systolic_mmhg": 100, "diastolic_mmhg": 100}, "< 100"),
        ({"pulse": float("nan")}, "0 … 350"),
        ({"temperature_c": 368}, "20 … 45"),
    ]:
        with pytest.raises(TriageInputError, match=told):
            Vitals(**wrong)  # type: ignore[arg-type]
    assert Vitals(pulse=240, spo2_pct=55).doubtful == ("spo2_pct", "pulse")
    assert WELL.doubtful == ()
    assert Vitals().is_empty
    assert {field.name for field in fields(Vitals)} >= {"gcs_eye", "glucose_mg_dl"}


def test_a_crew_s_vital_signs_raise() -> None:
    assert retriage(WELL, Context(age_years=40)).priority is None
    worse = retriage(replace(WELL, systolic_mmhg=85, diastolic_mmhg=50, pulse=130), Context(age_years=40), trauma=True)
    assert worse.priority is Priority.MERAH
    assert {"RTS", "Indeks syok", "NEWS2", "GCS"} <= {score.name for score in worse.scores}
    child = retriage(replace(WELL, pulse=150, respiratory_rate=40), Context(age_years=1))
    assert child.priority is None
    assert [score.name for score in child.scores] == ["GCS anak"]
    mother = retriage(replace(WELL, systolic_mmhg=165), Context(age_years=25, pregnant=True))
    assert mother.priority is Priority.MERAH
    assert "NEWS2" not in {score.name for score in mother.scores}
    assert retriage(Vitals(spo2_pct=89), Context(age_years=3)).priority is Priority.MERAH
    assert retriage(Vitals(spo2_pct=91), Context(age_years=3)).priority is Priority.KUNING
    assert retriage(Vitals(), Context()).scores == ()
