"""What callers say: complaints with the answers to the gate and the card, and calls that are no emergency.

Only what is worse than the mildest answer is written down; whoever is asked anything else gives the mildest.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from dispatch.domain.words import CallDisposition, Priority

MERAH, KUNING, HIJAU = Priority.MERAH, Priority.KUNING, Priority.HIJAU


@dataclass(frozen=True, slots=True)
class Complaint:
    """An emergency as a caller tells it.

    Args:
        words: what the caller says first.
        text: what an operator types of it.
        colour: what the protocol makes of the answers.
        relation: who the caller is to the patient.
    """

    key: str
    colour: Priority
    words: str
    text: str
    card: str
    gate: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)
    age_years: float | None = None
    sex: Literal["L", "P"] | None = None
    pregnant: bool | None = None
    relation: str = "keluarga"


COMPLAINTS: tuple[Complaint, ...] = (
    Complaint(
        "henti_jantung", MERAH, "Tolong! Bapak saya jatuh, tidak bergerak, napasnya aneh!",
        "Jatuh mendadak, tidak sadar, napas tersengal", "henti_jantung",
        gate={"sadar": "tidak_sadar", "napas": "tidak_tahu"}, answers={"aed": "tidak_ada"},
        age_years=61, sex="L", relation="anak",
    ),
    Complaint(
        "henti_jantung_pasar", MERAH, "Ada orang pingsan di sini, Bu, sudah ditepuk tidak menjawab, mengorok.",
        "Laki-laki tidak dikenal, tidak sadar, mengorok", "henti_jantung",
        gate={"sadar": "tidak_sadar", "napas": "normal", "hitung_napas": "mengorok_megap"},
        answers={"aed": "tidak_tahu", "dilihat": "dilihat_lama"}, age_years=50, sex="L", relation="pejalan kaki",
    ),
    Complaint(
        "nyeri_dada_berat", MERAH, "Suami saya dadanya sakit sekali, keringat dingin, tangannya pegang dada terus.",
        "Nyeri dada kiri menjalar ke lengan, keringat dingin", "nyeri_dada",
        answers={"warna": "keringat_dingin", "lama": "akut", "menjalar": "ya", "riwayat": "ya"},
        age_years=56, sex="L", relation="istri",
    ),
    Complaint(
        "nyeri_dada_ringan", KUNING, "Ibu saya sudah tiga hari dadanya pegal, tidak tambah berat, masih bisa jalan.",
        "Dada pegal tiga hari, pernah sakit jantung", "nyeri_dada",
        answers={"riwayat": "ya"}, age_years=49, sex="P", pregnant=False, relation="anak",
    ),
    Complaint(
        "sesak_berat", MERAH, "Nenek sesak sekali, bicaranya putus-putus, bibirnya biru.",
        "Sesak berat, bibir kebiruan", "sesak_napas",
        gate={"napas": "tidak_normal"}, answers={"bicara": "kata_saja", "warna": "kebiruan", "tarikan": "tertarik"},
        age_years=72, sex="P", relation="cucu",
    ),
    Complaint(
        "asma", KUNING, "Anak saya asmanya kambuh, obat semprotnya habis.",
        "Asma kambuh, mengi, obat habis", "sesak_napas",
        gate={"napas": "tidak_normal"}, answers={"suara": "mengi", "tarikan": "cepat"},
        age_years=14, sex="P", pregnant=False, relation="ibu",
    ),
    Complaint(
        "kll_berat", MERAH, "Motor tabrakan sama mobil, yang naik motor terpental, berdarah kepalanya!",
        "Tabrakan motor dan mobil, korban terpental, kepala berdarah", "kecelakaan_lalu_lintas",
        answers={"bahaya": "lalu_lintas", "jumlah": "dua", "kondisi": "bingung", "perdarahan": "merembes",
                 "mekanisme": "berat", "luka": "kepala_badan", "jalan": "tidak"},
        age_years=24, sex="L", relation="saksi",
    ),
    Complaint(
        "kll_beruntun", MERAH, "Tabrakan beruntun, ada tiga empat orang luka, satu terjepit!",
        "Tabrakan beruntun, lebih dari tiga korban, satu terjepit", "kecelakaan_lalu_lintas",
        answers={"bahaya": "api_bensin", "jumlah": "tiga_lebih", "terjepit": "ya", "mekanisme": "berat",
                 "luka": "kepala_badan", "jalan": "tidak"},
        age_years=35, sex="L", relation="saksi",
    ),
    Complaint(
        "kll_tungkai", KUNING, "Kecelakaan tunggal, Pak, anaknya jatuh dari motor, kakinya bengkok.",
        "Jatuh dari motor, tungkai bawah diduga patah", "kecelakaan_lalu_lintas",
        answers={"mekanisme": "sedang", "luka": "anggota_gerak", "jalan": "tidak"},
        age_years=17, sex="L", relation="saksi",
    ),
    Complaint(
        "kll_lecet", HIJAU, "Saya jatuh dari motor, lecet-lecet saja, tapi disuruh orang telepon ke sini.",
        "Lecet di siku dan lutut, dapat berjalan", "kecelakaan_lalu_lintas",
        age_years=28, sex="L", relation="diri sendiri",
    ),
    Complaint(
        "persalinan_dekat", MERAH, "Istri saya mau melahirkan, katanya sudah mau mengejan!",
        "Ibu bersalin, ingin mengejan", "persalinan",
        answers={"tahap": "ingin_mengejan", "his": "kurang_lima", "ketuban": "jernih", "kehamilan": "berikutnya"},
        age_years=29, sex="P", pregnant=True, relation="suami",
    ),
    Complaint(
        "persalinan_perdarahan", MERAH, "Kakak saya hamil delapan bulan, keluar darah banyak!",
        "Hamil 8 bulan, perdarahan banyak", "persalinan",
        answers={"darah": "banyak", "bulan": "kurang", "kspr": "tinggi"},
        age_years=33, sex="P", pregnant=True, relation="adik",
    ),
    Complaint(
        "persalinan_awal", KUNING, "Saya hamil sembilan bulan, mulesnya sudah sepuluh menit sekali.",
        "Hamil 9 bulan, his tiap sepuluh menit, anak kedua", "persalinan",
        answers={"his": "lima_sepuluh", "kehamilan": "berikutnya", "bulan": "cukup"},
        age_years=31, sex="P", pregnant=True, relation="diri sendiri",
    ),
    Complaint(
        "stroke", MERAH, "Ibu saya mulutnya tiba-tiba mencong, tangan kanannya tidak bisa diangkat.",
        "Wajah mencong, lengan kanan lemah sejak setengah jam", "tidak_diketahui",
        answers={"lemah_sesisi": "ya", "keadaan": "lemah"}, age_years=64, sex="P", relation="anak",
    ),
    Complaint(
        "kejang_demam", MERAH, "Anak saya kejang, panas tinggi, matanya mendelik!",
        "Anak kejang, demam tinggi", "tidak_sadar",
        gate={"sadar": "tidak_sadar", "napas": "normal", "hitung_napas": "teratur"},
        answers={"sadar_lagi": "belum_sadar", "kejang": "berhenti"}, age_years=2, sex="L", relation="ibu",
    ),
    Complaint(
        "pingsan_gula", MERAH, "Bapak diabetes, tadi pingsan, sekarang bangun tapi bicaranya kacau.",
        "Penyandang diabetes, bingung setelah pingsan", "tidak_sadar",
        answers={"sadar_lagi": "bingung", "diabetes": "ya", "lama": "sebentar"}, age_years=58, sex="L", relation="anak",
    ),
    Complaint(
        "pingsan_upacara", KUNING, "Murid kami pingsan waktu upacara, sekarang sudah sadar.",
        "Pingsan sebentar saat upacara, sudah sadar", "tidak_sadar",
        answers={"lama": "sebentar", "cedera": "luka"}, age_years=13, sex="P", relation="guru",
    ),
    Complaint(
        "lansia_lemas", KUNING, "Kakek lemas, dari kemarin tidak mau makan minum.",
        "Lansia lemas, tidak mau minum sejak kemarin", "tidak_diketahui",
        answers={"keadaan": "lemah", "minum": "tidak_bisa"}, age_years=79, sex="L", relation="cucu",
    ),
    Complaint(
        "nyeri_perut", KUNING, "Perut saya sakit sekali sebelah kanan, sampai susah jalan.",
        "Nyeri perut kanan bawah", "tidak_diketahui",
        answers={"nyeri": "berat"}, age_years=22, sex="L", relation="diri sendiri",
    ),
    Complaint(
        "luka_bacok", MERAH, "Ada yang berkelahi, kena parang, darahnya muncrat!",
        "Luka senjata tajam, perdarahan deras", "tidak_diketahui",
        answers={"keamanan": "kekerasan", "perdarahan": "deras", "warna": "pucat"},
        age_years=27, sex="L", relation="tetangga",
    ),
    Complaint(
        "demam_anak", HIJAU, "Anak saya demam dua hari, masih mau minum, saya bingung harus bagaimana.",
        "Demam dua hari, masih mau minum", "tidak_diketahui", age_years=6, sex="P", relation="ibu",
    ),
    Complaint(
        "luka_dapur", HIJAU, "Jari saya kena pisau, darahnya sudah berhenti. Perlu dijahit tidak?",
        "Luka iris jari, perdarahan sudah berhenti", "tidak_diketahui", age_years=40, sex="P",
        relation="diri sendiri",
    ),
    Complaint(
        "hampir_pingsan", HIJAU, "Tadi saya hampir pingsan karena panas, sekarang sudah enak.",
        "Hampir pingsan, sudah pulih", "tidak_sadar",
        answers={"lama": "hampir_pingsan"}, age_years=26, sex="L", relation="diri sendiri",
    ),
)  # fmt: skip


class Nuisance(StrEnum):
    """Calls that are no emergency."""

    GHOST = "hantu"
    PRANK = "iseng"
    INFORMATION = "informasi"
    WRONG_NUMBER = "salah_sambung"
    HANGS_UP = "tutup_sebelum_dijawab"


@dataclass(frozen=True, slots=True)
class NuisanceCall:
    """A call that is no emergency: what is heard, what it is closed as, how long it lasts in human seconds."""

    kind: Nuisance
    words: str
    disposition: CallDisposition
    lasts_s: float


NUISANCE: tuple[NuisanceCall, ...] = (
    NuisanceCall(Nuisance.GHOST, "(tidak ada suara)", CallDisposition.HANTU, 12),
    NuisanceCall(Nuisance.GHOST, "(suara televisi, tidak ada yang bicara)", CallDisposition.HANTU, 15),
    NuisanceCall(Nuisance.PRANK, "(anak-anak tertawa) Pesan nasi goreng dua, Pak!", CallDisposition.ISENG, 20),
    NuisanceCall(Nuisance.PRANK, "Halo, ini siapa? Hehehe.", CallDisposition.ISENG, 14),
    NuisanceCall(Nuisance.INFORMATION, "Puskesmas hari ini buka sampai jam berapa?", CallDisposition.INFORMASI, 60),
    NuisanceCall(Nuisance.INFORMATION, "Kalau mau buat rujukan BPJS ke mana ya?", CallDisposition.INFORMASI, 75),
    NuisanceCall(Nuisance.WRONG_NUMBER, "Ini kantor PLN? Lampu kami mati.", CallDisposition.SALAH_SAMBUNG, 20),
    NuisanceCall(Nuisance.HANGS_UP, "(menutup sebelum dijawab)", CallDisposition.HANTU, 4),
)

NUISANCE_SHARE = 0.5
"""Of all rings. Real lines have 70 to 85 in a hundred (facts 1.9); a demo shows the work more than the noise."""

NUISANCE_MIX: Mapping[Nuisance, float] = {
    Nuisance.PRANK: 45.5,
    Nuisance.GHOST: 28.9,
    Nuisance.INFORMATION: 13.7,
    Nuisance.WRONG_NUMBER: 4.0,
    Nuisance.HANGS_UP: 8.0,
}
"""Prank, ghost and information as counted by Gresik's 112 in 2025; the two others are assumptions."""

PRANK_PHONES = ("0811-0000-901", "0811-0000-902")
"""Pranksters call again: their earlier calls show beside the next one."""
