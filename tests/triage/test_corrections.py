"""The corrections that outrank the sources until a medical director signs, each told as what must come out."""

from collections.abc import Mapping
from itertools import product

import pytest

from tests.triage.interviews import PROTOCOL, assess
from triage import Context, Priority, evaluate
from triage.vocabulary import Destination, Safety

MAN = Context(30, "L", False)
YOUNG = Context(22, "L", False)
MOTHER = Context(28, "P", True)
WOMAN = Context(28, "P", False)
UNASKED = Context(28, "P")
CHILD = Context(3)
NEWBORN = Context(0.02)
NOT_BREATHING = {"sadar": "tidak_sadar", "napas": "tidak_bernapas"}

CORRECTED: list[tuple[str, dict[str, str], Context, str]] = [
    # 8: acute altered consciousness, also where another card meets it.
    ("penurunan_kesadaran", {"sejak": "akut"}, MAN, "merah"),
    ("tidak_sadar", {"sadar_lagi": "bingung", "diabetes": "tidak"}, YOUNG, "merah"),
    ("tidak_diketahui", {"keadaan": "bingung"}, MAN, "merah"),
    # 5: acute at 35 or more; at any age with sweating, radiation, syncope or cardiac history; never HIJAU.
    ("nyeri_dada", {"lama": "akut"}, Context(35), "merah"),
    ("nyeri_dada", {"lama": "akut"}, Context(34.9, "L"), "kuning"),
    ("nyeri_dada", {"lama": "akut", "menjalar": "ya"}, YOUNG, "merah"),
    ("nyeri_dada", {"lama": "akut", "riwayat": "ya"}, YOUNG, "merah"),
    ("nyeri_dada", {"pingsan": "ya"}, YOUNG, "merah"),
    ("nyeri_dada", {"warna": "keringat_dingin"}, YOUNG, "merah"),
    ("nyeri_dada", {}, YOUNG, "kuning"),
    # 6: an unknown onset and waking up with it count as within 24 hours.
    ("stroke", {"wajah": "ya", "sejak": "tidak_tahu"}, MAN, "merah"),
    # 21 and 24: not drinking, fever under three months, under 1500 g.
    ("demam_anak", {"minum": "tidak_bisa"}, CHILD, "merah"),
    ("demam_anak", {"panas": "ya"}, Context(0.24), "merah"),
    ("demam_anak", {"panas": "ya"}, Context(0.25), "hijau"),
    ("bayi_baru_lahir", {"menyusu": "tidak_mau"}, NEWBORN, "merah"),
    ("bayi_baru_lahir", {"suhu": "panas_dingin"}, NEWBORN, "merah"),
    ("bayi_baru_lahir", {"berat": "sangat_rendah"}, NEWBORN, "merah"),
    # 25: before 37 weeks; broken waters; a quieter baby.
    ("persalinan", {"his": "jarang"}, MOTHER, "hijau"),
    ("persalinan", {"his": "jarang", "bulan": "kurang"}, MOTHER, "kuning"),
    ("persalinan", {"his": "jarang", "bulan": "tidak_tahu"}, MOTHER, "kuning"),
    ("persalinan", {"ketuban": "jernih", "bulan": "kurang"}, MOTHER, "kuning"),
    ("persalinan", {"ketuban": "jernih"}, MOTHER, "kuning"),
    ("persalinan", {"janin": "kurang"}, MOTHER, "kuning"),
    # 26: 12 to 20 weeks; under 20 weeks with pain, fainting or shoulder pain; spotting after 20 weeks.
    ("perdarahan_hamil", {"masa": "tengah"}, MOTHER, "kuning"),
    ("perdarahan_hamil", {"masa": "awal", "nyeri_perut": "mulas"}, MOTHER, "merah"),
    ("perdarahan_hamil", {"masa": "tengah", "nyeri_perut": "mulas"}, MOTHER, "merah"),
    ("perdarahan_hamil", {"masa": "awal", "pingsan": "ya"}, MOTHER, "merah"),
    ("perdarahan_hamil", {"masa": "awal", "nyeri_perut": "hebat"}, MOTHER, "merah"),
    ("perdarahan_hamil", {"masa": "lanjut"}, MOTHER, "kuning"),
    # 34: plan or means.
    ("psikiatri", {"rencana": "rencana"}, MAN, "merah"),
    # Pregnant or within 42 days after birth raises trauma, seizure, headache, breathlessness and belly pain.
    ("jatuh", {"tinggi": "sedang"}, WOMAN, "kuning"),
    ("jatuh", {"tinggi": "sedang"}, MOTHER, "merah"),
    ("jatuh", {}, WOMAN, "hijau"),
    ("jatuh", {}, MOTHER, "kuning"),
    ("kecelakaan_lalu_lintas", {"mekanisme": "sedang"}, WOMAN, "kuning"),
    ("kecelakaan_lalu_lintas", {"mekanisme": "sedang"}, MOTHER, "merah"),
    ("kejang", {"keadaan_kejang": "pulih"}, WOMAN, "hijau"),
    ("kejang", {"keadaan_kejang": "pulih"}, MOTHER, "merah"),
    ("sakit_kepala", {}, WOMAN, "hijau"),
    ("sakit_kepala", {}, MOTHER, "kuning"),
    ("sakit_kepala", {"mulai": "berat"}, MOTHER, "merah"),
    ("sesak_napas", {"bicara": "kalimat_pendek"}, WOMAN, "kuning"),
    ("sesak_napas", {"bicara": "kalimat_pendek"}, MOTHER, "merah"),
    ("sesak_napas", {}, MOTHER, "kuning"),
    ("nyeri_perut", {"berat": "hebat"}, WOMAN, "kuning"),
    ("nyeri_perut", {"berat": "hebat"}, MOTHER, "merah"),
    ("nyeri_perut", {"berat": "hebat"}, UNASKED, "merah"),
]


@pytest.mark.parametrize(("card_id", "answers", "context", "priority"), CORRECTED)
def test_the_correction_comes_out(card_id: str, answers: dict[str, str], context: Context, priority: str) -> None:
    result = assess(card_id, answers, context)
    assert result.complete
    assert result.priority == priority


@pytest.mark.parametrize(
    ("card_id", "answers", "destination"),
    [
        ("stroke", {"gejala": "hilang"}, Destination.STROKE),
        ("persalinan", {"his": "jarang", "bulan": "kurang"}, Destination.NICU),
        ("persalinan", {"ketuban": "jernih"}, Destination.PONEK),
        ("persalinan", {"janin": "kurang"}, Destination.PONEK),
        ("perdarahan_hamil", {"masa": "lanjut"}, Destination.PONEK),
    ],
)
def test_kuning_that_is_transported_says_where_to(
    card_id: str, answers: dict[str, str], destination: Destination
) -> None:
    result = assess(card_id, answers, MOTHER)
    assert (result.priority, result.disposition) == ("kuning", "evakuasi")
    assert destination in result.destination_needs


def test_no_card_asks_for_a_place_that_a_city_may_not_have() -> None:
    """A destination is a need; whether a hospital removes clots is for the city's facilities to say."""
    assert not [word for word in Destination if "trombektomi" in word]


def test_every_correction_waits_for_a_signature() -> None:
    rows = [row for card in PROTOCOL.cards.values() for row in card.determinants if "koreksi" in row.sources]
    assert len({row.id for row in rows}) > 30
    assert all(row.needs_signature for row in rows)


@pytest.mark.parametrize("age_years", [11.9, 12, 55.9, 56])
def test_pregnancy_is_asked_of_women_from_12_to_55(age_years: float) -> None:
    asked = 12 <= age_years < 56
    gate = {"sadar": "sadar", "napas": "normal"}
    for card_id, expected in (("nyeri_perut", asked), ("gigitan_ular", False)):
        result = evaluate(PROTOCOL, card_id=card_id, gate=gate, answers={}, context=Context(age_years, "P"))
        assert result.ask_pregnancy == expected
    unasked = assess("jatuh", {}, Context(age_years, "P"))
    assert unasked.priority == ("kuning" if asked else "hijau")
    stated = assess("jatuh", {}, Context(age_years, "P", True))
    assert stated.priority == "kuning"


@pytest.mark.parametrize("context", [Context(28, "L"), Context(28, "P", False), MOTHER])
def test_pregnancy_is_not_asked_of_men_nor_twice(context: Context) -> None:
    gate = {"sadar": "sadar", "napas": "normal"}
    assert not evaluate(PROTOCOL, card_id="jatuh", gate=gate, answers={}, context=context).ask_pregnancy


@pytest.mark.parametrize(
    ("answers", "prompted"),
    [
        ({}, True),
        ({"tanda_pasti": "kata_awam"}, True),
        ({"tanda_pasti": "tidak_tahu"}, True),
        ({"tanda_pasti": "tepercaya"}, False),
    ],
)
def test_only_a_trusted_word_on_sure_signs_of_death_spares_the_caller_compressions(
    answers: Mapping[str, str], prompted: bool
) -> None:
    result = evaluate(PROTOCOL, card_id="henti_jantung", gate=NOT_BREATHING, answers=answers, context=MAN)
    assert (result.resuscitation_script is not None) == prompted
    assert result.dispatch_now
    assert result.priority is Priority.MERAH
    assert {"trc", "ambulans"} <= set(result.capabilities)
    assert (Safety.POLISI in result.safety_needs) == (not prompted)
    assert (result.instructions[0] == "tanda_kematian") == (not prompted)


def test_no_kuning_answer_on_the_psychiatric_card_sends_a_team_alone() -> None:
    card = PROTOCOL.cards["psikiatri"]
    for chosen in product(*(question.options for question in card.questions)):
        answers = {question.id: option.id for question, option in zip(card.questions, chosen, strict=True)}
        if sum(option.rank > 0 for option in chosen) <= 2:
            result = assess("psikiatri", answers, MAN)
            if result.priority is Priority.KUNING:
                assert "ambulans" in result.capabilities, answers
