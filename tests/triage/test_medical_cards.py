"""What the sources expect of complaints 3 and 6 to 18, written from the sources and not from the cards."""

import pytest

from tests.triage.interviews import PROTOCOL, assess
from triage import Context

MAN = Context(30, "L", False)
WOMAN = Context(24, "P", False)
MOTHER = Context(24, "P", True)


EXPECTED: list[tuple[str, dict[str, str], Context, str]] = [
    ("tersedak", {"jalan_napas": "tidak_bisa"}, MAN, "merah"),
    ("tersedak", {"warna": "kebiruan"}, MAN, "merah"),
    ("tersedak", {"keluar": "mengganjal"}, MAN, "kuning"),
    ("tersedak", {}, MAN, "hijau"),
    ("tersedak", {}, Context(0.9), "kuning"),
    ("tersedak", {}, Context(1), "hijau"),
    ("stroke", {"wajah": "ya", "sejak": "dalam_24_jam"}, Context(60), "merah"),
    ("stroke", {"lengan": "ya", "sejak": "tidak_tahu"}, Context(60), "merah"),
    ("stroke", {"ucapan": "ya", "sejak": "lebih_24_jam"}, Context(60), "kuning"),
    ("stroke", {"gejala": "hilang", "sejak": "dalam_24_jam"}, Context(60), "kuning"),
    ("stroke", {"wajah": "ya", "sejak": "lama_tetap"}, Context(60), "hijau"),
    ("kejang", {"keadaan_kejang": "masih"}, MAN, "merah"),
    ("kejang", {"keadaan_kejang": "pulih", "ulangan": "berulang"}, MAN, "merah"),
    ("kejang", {"keadaan_kejang": "pulih"}, MOTHER, "merah"),
    ("kejang", {"keadaan_kejang": "pulih"}, Context(24, "P"), "merah"),
    ("kejang", {"keadaan_kejang": "pulih", "riwayat": "pertama"}, MAN, "kuning"),
    ("kejang", {"keadaan_kejang": "belum_pulih"}, MAN, "kuning"),
    ("kejang", {"keadaan_kejang": "pulih"}, MAN, "hijau"),
    ("penurunan_kesadaran", {"sejak": "akut"}, MAN, "merah"),
    ("penurunan_kesadaran", {"sejak": "tidak_tahu"}, MAN, "merah"),
    ("penurunan_kesadaran", {"tanggapan": "kacau", "demam": "ya"}, MAN, "merah"),
    ("penurunan_kesadaran", {"sejak": "berangsur"}, MAN, "kuning"),
    ("penurunan_kesadaran", {"tanggapan": "kacau"}, MAN, "hijau"),
    ("sakit_kepala", {"mulai": "mendadak"}, MAN, "merah"),
    ("sakit_kepala", {"leher": "kaku"}, MAN, "merah"),
    ("sakit_kepala", {"mulai": "berat"}, MOTHER, "merah"),
    ("sakit_kepala", {"mulai": "berat"}, WOMAN, "kuning"),
    ("sakit_kepala", {}, MAN, "hijau"),
    ("diabetes", {"tanggapan": "tidak_wajar"}, MAN, "merah"),
    ("diabetes", {"gula": "rendah"}, MAN, "kuning"),
    ("diabetes", {"gula": "tidak_tahu"}, MAN, "kuning"),
    ("diabetes", {}, MAN, "hijau"),
    ("alergi", {"sesak": "sesak"}, MAN, "merah"),
    ("alergi", {"bengkak": "lidah"}, MAN, "merah"),
    ("alergi", {"ruam": "ya"}, MAN, "kuning"),
    ("alergi", {"bengkak": "lokal"}, MAN, "hijau"),
    ("gigitan_ular", {}, MAN, "merah"),
    ("gigitan_hewan", {"letak": "leher"}, MAN, "merah"),
    ("gigitan_hewan", {"perdarahan": "deras"}, MAN, "merah"),
    ("gigitan_hewan", {"dalamnya": "lecet", "hewan": "peliharaan"}, MAN, "kuning"),
    ("gigitan_hewan", {"dalamnya": "lecet"}, MAN, "hijau"),
    ("keracunan", {"bahan": "kimia"}, MAN, "merah"),
    ("keracunan", {"bahan": "tidak_tahu"}, MAN, "merah"),
    ("keracunan", {"bahan": "tidak_berbahaya", "sengaja": "ya"}, MAN, "merah"),
    ("keracunan", {"bahan": "makanan"}, MAN, "kuning"),
    ("keracunan", {"bahan": "tidak_berbahaya"}, MAN, "hijau"),
    ("luka_bakar", {"letak": "wajah"}, MAN, "merah"),
    ("luka_bakar", {"sebab": "kimia"}, MAN, "merah"),
    ("luka_bakar", {"luas": "dua_puluh"}, MAN, "merah"),
    ("luka_bakar", {"luas": "sepuluh"}, Context(14.9, "L"), "merah"),
    ("luka_bakar", {"luas": "sepuluh"}, Context(15, "L"), "kuning"),
    ("luka_bakar", {"kulit": "melepuh"}, MAN, "kuning"),
    ("luka_bakar", {}, MAN, "hijau"),
    ("luka_perdarahan", {"ditekan": "tidak_berhenti"}, MAN, "merah"),
    ("luka_perdarahan", {"pembekuan": "hemofilia"}, MAN, "merah"),
    ("luka_perdarahan", {"letak": "pusat"}, MAN, "merah"),
    ("luka_perdarahan", {"perdarahan": "merembes"}, MAN, "kuning"),
    ("luka_perdarahan", {}, MAN, "hijau"),
    ("muntah_bab_darah", {"asal": "muntah"}, MAN, "merah"),
    ("muntah_bab_darah", {"jumlah": "banyak"}, MAN, "merah"),
    ("muntah_bab_darah", {"asal": "hitam"}, MAN, "kuning"),
    ("muntah_bab_darah", {}, MAN, "hijau"),
    ("nyeri_perut", {"sejak": "akut"}, Context(51, "L"), "merah"),
    ("nyeri_perut", {"sejak": "akut"}, Context(50, "L"), "hijau"),
    ("nyeri_perut", {"berat": "hebat"}, MOTHER, "merah"),
    ("nyeri_perut", {"berat": "hebat"}, WOMAN, "kuning"),
    ("nyeri_perut", {"haid": "ya"}, WOMAN, "merah"),
    ("nyeri_perut", {}, MAN, "hijau"),
]


@pytest.mark.parametrize(("card_id", "answers", "context", "priority"), EXPECTED)
def test_what_the_sources_expect(card_id: str, answers: dict[str, str], context: Context, priority: str) -> None:
    assert assess(card_id, answers, context).priority == priority


def test_every_card_here_has_a_case_of_each_colour_it_can_give() -> None:
    for card_id in {card_id for card_id, *_ in EXPECTED}:
        rows = PROTOCOL.cards[card_id].determinants
        least = max(row.priority.severity for row in rows if row.when.is_always)
        can = {row.priority.value for row in rows if row.priority.severity >= least}
        assert {priority for name, _, _, priority in EXPECTED if name == card_id} == can, card_id


@pytest.mark.parametrize("card_id", sorted({card_id for card_id, *_ in EXPECTED} - {"sakit_kepala", "gigitan_ular"}))
def test_breathing_that_is_not_normal_is_merah_where_it_means_worse(card_id: str) -> None:
    assert assess(card_id, {}, MAN, napas="tidak_normal").priority == "merah"


@pytest.mark.parametrize(
    ("card_id", "answers"),
    [
        ("stroke", {"gejala": "hilang", "sejak": "dalam_24_jam"}),
        ("kejang", {"keadaan_kejang": "belum_pulih"}),
        ("luka_bakar", {"letak": "khusus"}),
        ("luka_perdarahan", {"bentuk": "menancap"}),
        ("muntah_bab_darah", {"asal": "hitam"}),
    ],
)
def test_kuning_that_must_be_carried_takes_an_ambulance_at_once(card_id: str, answers: dict[str, str]) -> None:
    result = assess(card_id, answers, MAN)
    assert (result.priority, result.disposition) == ("kuning", "evakuasi")
    assert "ambulans" in result.capabilities


@pytest.mark.parametrize(
    ("card_id", "answers", "first"),
    [
        ("tersedak", {"jalan_napas": "tidak_bisa"}, "tersedak"),
        ("stroke", {"wajah": "ya", "sejak": "dalam_24_jam"}, "stroke"),
        ("kejang", {"keadaan_kejang": "masih"}, "kejang"),
        ("diabetes", {"gula": "rendah"}, "hipoglikemia"),
        ("alergi", {"bengkak": "lidah"}, "anafilaksis"),
        ("gigitan_ular", {}, "gigitan_ular"),
        ("gigitan_hewan", {}, "cuci_luka_gigitan"),
        ("keracunan", {"bahan": "kimia"}, "keracunan"),
        ("luka_bakar", {}, "luka_bakar"),
        ("luka_perdarahan", {"perdarahan": "deras"}, "tekan_perdarahan"),
        ("nyeri_perut", {"berat": "hebat"}, "puasa_miring"),
    ],
)
def test_the_caller_is_first_led_through_what_saves(card_id: str, answers: dict[str, str], first: str) -> None:
    assert assess(card_id, answers, MAN).instructions[0] == first


def test_heavy_bleeding_of_a_limb_leads_to_the_tourniquet_and_back() -> None:
    graphs = PROTOCOL.instructions
    assert "torniket" in {reply.graph for reply in graphs["tekan_perdarahan"].by_id["cek"].replies}
    assert "tekan_perdarahan" in {reply.graph for reply in graphs["torniket"].by_id["letak"].replies}


def test_choking_has_a_way_for_each_age() -> None:
    ways = {reply.next for reply in PROTOCOL.instructions["tersedak"].by_id["batuk"].replies}
    assert {"punggung", "anak", "bayi"} <= ways
