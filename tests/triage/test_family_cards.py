"""What the sources expect of complaints 19 to 35, written from the sources and not from the cards."""

import pytest

from tests.triage.interviews import PROTOCOL, assess
from triage import Context, Disposition, evaluate
from triage.vocabulary import Capability, Destination, Priority, Safety

MAN = Context(30, "L", False)
ELDER = Context(75, "P", False)
MOTHER = Context(28, "P", True)
CHILD = Context(3)
BABY = Context(0.15)
NEWBORN = Context(0.02)

# Childbirth (25) and traffic accidents (30) have their cases in test_cards.py.
FAMILY = [card.id for card in PROTOCOL.cards.values() if 19 <= card.number <= 35 and card.number not in (25, 30)]


EXPECTED: list[tuple[str, dict[str, str], Context, str]] = [
    ("diare_muntah", {"kesadaran": "mengantuk"}, MAN, "merah"),
    ("diare_muntah", {"cekung": "keduanya"}, CHILD, "merah"),
    ("diare_muntah", {"minum": "tidak_bisa"}, MAN, "kuning"),
    ("diare_muntah", {"minum": "tidak_bisa"}, Context(4.9), "merah"),
    ("diare_muntah", {"minum": "tidak_bisa"}, Context(5, "L"), "kuning"),
    ("diare_muntah", {"perut": "ya"}, MOTHER, "merah"),
    ("diare_muntah", {}, BABY, "kuning"),
    ("diare_muntah", {}, MAN, "hijau"),
    ("demam_dewasa", {"kepala": "kaku"}, MAN, "merah"),
    ("demam_dewasa", {"kesadaran": "bingung"}, MAN, "merah"),
    ("demam_dewasa", {"darah": "berdarah"}, MAN, "merah"),
    ("demam_dewasa", {"warna": "keringat_dingin"}, MAN, "merah"),
    ("demam_dewasa", {"rentan": "ya"}, MAN, "kuning"),
    ("demam_dewasa", {"hari": "tiga_tujuh", "bahaya": "ya"}, MAN, "kuning"),
    ("demam_dewasa", {}, MAN, "hijau"),
    ("demam_anak", {"panas": "ya"}, BABY, "merah"),
    ("demam_anak", {"panas": "ya"}, Context(), "merah"),
    ("demam_anak", {"panas": "ya"}, Context(0.25), "hijau"),
    ("demam_anak", {"kesadaran": "lesu"}, CHILD, "merah"),
    ("demam_anak", {"minum": "tidak_bisa"}, CHILD, "merah"),
    ("demam_anak", {"kejang": "sedang"}, CHILD, "merah"),
    ("demam_anak", {"kejang": "berhenti"}, CHILD, "kuning"),
    ("demam_anak", {"minum": "tidak_tahu"}, CHILD, "kuning"),
    ("anak_sesak", {"tarikan": "dalam"}, CHILD, "merah"),
    ("anak_sesak", {"suara": "melengking"}, CHILD, "merah"),
    ("anak_sesak", {"warna": "kebiruan"}, CHILD, "merah"),
    ("anak_sesak", {"hitung": "empat_puluh"}, Context(1), "kuning"),
    ("anak_sesak", {"hitung": "empat_puluh"}, Context(0.9), "hijau"),
    ("anak_sesak", {"hitung": "lima_puluh"}, Context(0.5), "kuning"),
    ("anak_sesak", {"hitung": "enam_puluh"}, Context(0.1), "kuning"),
    ("anak_sesak", {}, CHILD, "hijau"),
    ("gizi_buruk", {"lila": "buruk"}, CHILD, "kuning"),
    ("gizi_buruk", {"lila": "buruk", "suhu": "panas"}, CHILD, "merah"),
    ("gizi_buruk", {"bengkak": "ya", "penyulit": "ya"}, CHILD, "merah"),
    ("gizi_buruk", {"suhu": "dingin"}, CHILD, "merah"),
    ("gizi_buruk", {"lila": "kurang"}, CHILD, "hijau"),
    ("bayi_baru_lahir", {"tangis": "tidak"}, NEWBORN, "merah"),
    ("bayi_baru_lahir", {"menyusu": "tidak_mau"}, NEWBORN, "merah"),
    ("bayi_baru_lahir", {"suhu": "panas_dingin"}, NEWBORN, "merah"),
    ("bayi_baru_lahir", {"berat": "sangat_rendah"}, NEWBORN, "merah"),
    ("bayi_baru_lahir", {"berat": "rendah"}, NEWBORN, "kuning"),
    ("bayi_baru_lahir", {"kuning": "ya"}, NEWBORN, "kuning"),
    ("bayi_baru_lahir", {}, NEWBORN, "hijau"),
    ("perdarahan_hamil", {"jumlah": "deras"}, MOTHER, "merah"),
    ("perdarahan_hamil", {"nyeri_perut": "hebat"}, MOTHER, "merah"),
    ("perdarahan_hamil", {"pingsan": "ya"}, MOTHER, "merah"),
    ("perdarahan_hamil", {"masa": "lanjut", "nyeri_perut": "mulas"}, MOTHER, "merah"),
    ("perdarahan_hamil", {"masa": "nifas", "jumlah": "haid"}, MOTHER, "merah"),
    ("perdarahan_hamil", {"masa": "awal", "nyeri_perut": "mulas"}, MOTHER, "merah"),
    ("perdarahan_hamil", {"masa": "lanjut"}, MOTHER, "kuning"),
    ("perdarahan_hamil", {"masa": "tengah"}, MOTHER, "kuning"),
    ("perdarahan_hamil", {}, MOTHER, "hijau"),
    ("preeklampsia", {"tensi": "sangat_tinggi"}, MOTHER, "merah"),
    ("preeklampsia", {"kepala": "ya"}, MOTHER, "merah"),
    ("preeklampsia", {"kejang": "ya"}, MOTHER, "merah"),
    ("preeklampsia", {"tensi": "tinggi"}, MOTHER, "kuning"),
    ("preeklampsia", {"tensi": "tidak_tahu"}, MOTHER, "kuning"),
    ("preeklampsia", {}, MOTHER, "hijau"),
    ("nyeri_punggung", {"trauma": "ya", "kaki": "lemah"}, MAN, "merah"),
    ("nyeri_punggung", {"kencing": "ya"}, MAN, "kuning"),
    ("nyeri_punggung", {"kaki": "lemah"}, MAN, "kuning"),
    ("nyeri_punggung", {"robek": "ya"}, Context(50, "L"), "kuning"),
    ("nyeri_punggung", {"robek": "ya"}, Context(51, "L"), "merah"),
    ("nyeri_punggung", {}, MAN, "hijau"),
    ("jatuh", {"tinggi": "lebih_tiga"}, MAN, "merah"),
    ("jatuh", {"tinggi": "sedang"}, MAN, "kuning"),
    ("jatuh", {"tinggi": "sedang"}, CHILD, "merah"),
    ("jatuh", {"kondisi": "bingung"}, MAN, "merah"),
    ("jatuh", {"gerak": "tidak_tahu"}, MAN, "merah"),
    ("jatuh", {"luka": "panggul"}, ELDER, "kuning"),
    ("jatuh", {}, MOTHER, "kuning"),
    ("jatuh", {}, MAN, "hijau"),
    ("luka_kekerasan", {"pelaku": "masih"}, MAN, "merah"),
    ("luka_kekerasan", {"luka": "badan"}, MAN, "merah"),
    ("luka_kekerasan", {"luka": "tangan_kaki"}, MAN, "kuning"),
    ("luka_kekerasan", {"seksual": "ya"}, MAN, "kuning"),
    ("luka_kekerasan", {"jumlah": "tiga_lebih"}, MAN, "merah"),
    ("luka_kekerasan", {}, MAN, "hijau"),
    ("cedera_mata", {"zat": "ya"}, MAN, "merah"),
    ("cedera_mata", {"lihat": "hilang"}, MAN, "merah"),
    ("cedera_mata", {"lihat": "kabur"}, MAN, "kuning"),
    ("cedera_mata", {"lihat": "kabur"}, MOTHER, "merah"),
    ("cedera_mata", {}, MAN, "hijau"),
    ("tenggelam_listrik_panas", {"henti": "ya"}, MAN, "merah"),
    ("tenggelam_listrik_panas", {"kesadaran": "bingung"}, MAN, "merah"),
    ("tenggelam_listrik_panas", {"gejala": "ya"}, MAN, "kuning"),
    ("tenggelam_listrik_panas", {}, MAN, "hijau"),
    ("psikiatri", {"ancaman": "ya"}, MAN, "merah"),
    ("psikiatri", {"percobaan": "ya"}, MAN, "merah"),
    ("psikiatri", {"rencana": "rencana"}, MAN, "merah"),
    ("psikiatri", {"rencana": "ide"}, MAN, "kuning"),
    ("psikiatri", {"rencana": "ide"}, MOTHER, "merah"),
    ("psikiatri", {}, MAN, "hijau"),
    ("lansia_lemah", {"lemah_sesisi": "ya"}, ELDER, "merah"),
    ("lansia_lemah", {"lemah": "mendadak", "bicara": "kalimat_pendek"}, ELDER, "merah"),
    ("lansia_lemah", {"lemah": "mendadak"}, ELDER, "kuning"),
    ("lansia_lemah", {"minum": "tidak_bisa"}, ELDER, "kuning"),
    ("lansia_lemah", {"aktivitas": "total"}, ELDER, "hijau"),
]


@pytest.mark.parametrize(("card_id", "answers", "context", "priority"), EXPECTED)
def test_what_the_sources_expect(card_id: str, answers: dict[str, str], context: Context, priority: str) -> None:
    result = assess(card_id, answers, context)
    assert result.complete
    assert result.priority == priority


@pytest.mark.parametrize("card_id", FAMILY)
def test_each_card_is_tried_and_short_enough_to_ask(card_id: str) -> None:
    assert len(FAMILY) == 15
    assert sum(1 for case in EXPECTED if case[0] == card_id) >= 4
    card = PROTOCOL.cards[card_id]
    assert len(card.questions) <= 7
    assert all(len(question.options) <= 5 for question in card.questions)


@pytest.mark.parametrize(
    ("card_id", "answers", "context", "destination"),
    [
        ("jatuh", {"luka": "panggul"}, ELDER, Destination.TRAUMA),
        ("jatuh", {"berdiri": "tidak"}, Context(60, "P", False), Destination.TRAUMA),
        ("perdarahan_hamil", {"masa": "lanjut"}, MOTHER, Destination.PONEK),
        ("preeklampsia", {"janin": "kurang"}, MOTHER, Destination.PONEK),
        ("bayi_baru_lahir", {"menyusu": "malas"}, NEWBORN, Destination.NICU),
    ],
)
def test_a_kuning_patient_who_must_be_carried_gets_the_ambulance(
    card_id: str, answers: dict[str, str], context: Context, destination: Destination
) -> None:
    result = assess(card_id, answers, context)
    assert (result.priority, result.disposition) == (Priority.KUNING, Disposition.EVAKUASI)
    assert Capability.AMBULANS in result.capabilities
    assert destination in result.destination_needs


def test_a_team_never_goes_alone_to_a_mental_crisis() -> None:
    for row in PROTOCOL.cards["psikiatri"].determinants:
        if row.priority is Priority.KUNING and row.id.startswith("PJ-"):
            assert Capability.AMBULANS in row.effects.capabilities, row.id
    assert Safety.POLISI in assess("psikiatri", {"ancaman": "ya"}, MAN).safety_needs
    assert Safety.POLISI in assess("psikiatri", {"rencana": "rencana"}, MAN).safety_needs


def test_being_bed_bound_changes_how_one_is_carried_and_not_the_colour() -> None:
    alone, total = (assess("lansia_lemah", {"aktivitas": one}, ELDER) for one in ("mandiri", "total"))
    assert alone.priority == total.priority
    assert (alone.lifting_needs, total.lifting_needs) == ((), ("tandu",))


@pytest.mark.parametrize("age", [0.5, 4.0, 40.0])
def test_a_drowned_patient_in_arrest_gets_the_script_of_the_age_and_breaths(age: float) -> None:
    gate = {"sadar": "tidak_sadar", "napas": "tidak_bernapas"}
    card = "tenggelam_listrik_panas"
    result = evaluate(PROTOCOL, card_id=card, gate=gate, answers={"kejadian": "tenggelam"}, context=Context(age))
    assert result.instructions == (result.resuscitation_script, "tenggelam")


def test_who_calls_in_despair_is_kept_on_the_line_and_never_left_in_danger() -> None:
    graph = PROTOCOL.instructions["tetap_di_telepon"]
    assert assess("psikiatri", {"rencana": "ide"}, MAN).instructions[0] == graph.id
    assert {reply.graph for reply in graph.by_id["aman"].replies} >= {"aman_dulu"}
    assert all(not node.end or node.id == "petugas_tiba" for node in graph.nodes)
