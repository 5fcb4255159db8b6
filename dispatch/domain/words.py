"""The words of the field: states, kinds, reasons. Code says them in the field's terms, screens translate them."""

from enum import StrEnum


class Priority(StrEnum):
    """Colour of a patient or an incident. `hitam` stands outside the order and comes only from a person on scene."""

    MERAH = "merah"
    KUNING = "kuning"
    HIJAU = "hijau"
    HITAM = "hitam"


AMBULANS = "ambulans"
"""The kind of unit that carries patients; other kinds are the city's words."""


class Disposition(StrEnum):
    """What the health office's assessment leads to."""

    SARAN = "saran"
    DI_TEMPAT = "di_tempat"
    EVAKUASI = "evakuasi"


class Transport(StrEnum):
    """Whether the patient has to be carried, apart from how urgent it is."""

    YA = "ya"
    MUNGKIN = "mungkin"
    TIDAK = "tidak"


class Escort(StrEnum):
    """Who has to go along with a patient."""

    DOKTER = "dokter"
    PERAWAT = "perawat"
    BIDAN = "bidan"
    KELUARGA = "keluarga"


class Stable(StrEnum):
    """Whether a patient can stand the journey, as the reporter sees it."""

    YA = "ya"
    TIDAK = "tidak"
    TIDAK_TAHU = "tidak_tahu"


class CallState(StrEnum):
    RINGING = "ringing"
    ANSWERED = "answered"
    HELD = "held"
    UNANSWERED = "unanswered"
    CLOSED = "closed"


class CallDisposition(StrEnum):
    KASUS = "kasus"
    INFORMASI = "informasi"
    ISENG = "iseng"
    HANTU = "hantu"
    SALAH_SAMBUNG = "salah_sambung"
    TERPUTUS = "terputus"


class Channel(StrEnum):
    """How a call for help reached the PSC."""

    LINE_119 = "119"
    NCC = "ncc"
    LINE_112 = "112"
    LOCAL = "telepon_lokal"
    WHATSAPP = "whatsapp"
    SMS = "sms"
    RADIO = "radio"
    PUSKESMAS = "puskesmas"
    HOSPITAL = "rs"
    CADRE = "kader"
    WALK_IN = "datang_langsung"
    WEB = "web"


class CallbackOutcome(StrEnum):
    TERSAMBUNG = "tersambung"
    TIDAK_DIANGKAT = "tidak_diangkat"
    NOMOR_MATI = "nomor_mati"


class IncidentKind(StrEnum):
    GAWAT_DARURAT = "gawat_darurat"
    KUNJUNGAN_TRC = "kunjungan_trc"
    RUJUKAN_ANTAR_FASKES = "rujukan_antar_faskes"
    SIAGA_ACARA = "siaga_acara"
    RUJUK_BALIK = "rujuk_balik"


class IncidentState(StrEnum):
    OPEN = "open"
    IN_RESPONSE = "in_response"
    CLOSED = "closed"


class Outcome(StrEnum):
    DITANGANI = "ditangani"
    DIBAWA = "dibawa"
    DIBAWA_SENDIRI = "dibawa_sendiri"
    MENOLAK = "menolak"
    TIDAK_DITEMUKAN = "tidak_ditemukan"
    DIBATALKAN = "dibatalkan"
    MENINGGAL = "meninggal"
    DIALIHKAN = "dialihkan"
    LAPORAN_PALSU = "laporan_palsu"
    SARAN = "saran"


class PlaceKind(StrEnum):
    POINT = "point"
    ESTIMATE = "estimate"
    KELURAHAN = "kelurahan"
    MOVING = "moving"
    UNKNOWN = "unknown"


class TaskState(StrEnum):
    ASSIGNED = "assigned"
    ACKNOWLEDGED = "acknowledged"
    EN_ROUTE = "en_route"
    AT_PIER = "at_pier"
    ABOARD = "aboard"
    LANDED = "landed"
    STAGED = "staged"
    ON_SCENE = "on_scene"
    WITH_PATIENT = "with_patient"
    TRANSPORTING = "transporting"
    AT_DESTINATION = "at_destination"
    CLEAR = "clear"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    PREEMPTED = "preempted"


class TaskKind(StrEnum):
    RESPON = "respon"
    SIAGA = "siaga"
    KUNJUNGAN = "kunjungan"
    RELOKASI = "relokasi"
    PULANG = "pulang"


class Source(StrEnum):
    """On whose behalf, or by which way, a report or an order came in."""

    SCREEN = "layar"
    DEVICE = "tablet"
    RADIO = "radio"
    TELEPHONE = "telepon"
    WHATSAPP = "wa"
    SYSTEM = "sistem"


class AsideReason(StrEnum):
    """Why a report is shown beside a task's state instead of being the state."""

    LATE = "terlambat"
    """It came in after the task had ended; its time still counts."""
    AFTER_END = "setelah_selesai"
    OUT_OF_ORDER = "urutan_waktu"
    OVERRULED = "diputuskan_operator"


class Duty(StrEnum):
    OFF_DUTY = "off_duty"
    ON_CALL = "on_call"
    AVAILABLE = "available"
    OUT_OF_SERVICE = "out_of_service"


class HandoverState(StrEnum):
    ANNOUNCED = "announced"
    ACCEPTED = "accepted"
    UNANSWERED = "unanswered"
    REDIRECTED = "redirected"
    ARRIVED = "arrived"
    OFFLOADED = "offloaded"
    ACKNOWLEDGED = "acknowledged"


class TagMethod(StrEnum):
    """How a victim's colour was found: by START from 8 years on, by JumpSTART below, or by a person's own judgement."""

    START = "start"
    JUMPSTART = "jumpstart"
    PENILAIAN = "penilaian"
    TELEPON = "telepon"
    """Not a tag's own: a colour that telephone triage gave after the victim was tagged."""
    TANDA_VITAL = "tanda_vital"
    """Not a tag's own: a colour that vital signs raised to after the victim was tagged."""


class HeldReason(StrEnum):
    """Why a word about a victim's colour was kept and not followed."""

    HITAM_ONLY_ON_SCENE = "hitam_only_on_scene"
    ONLY_ON_SCENE = "only_crew_on_scene"
    GRADE_NEEDED = "grade_needed"


class Whereabouts(StrEnum):
    """Where a patient is on the way from the scene to a hospital."""

    AT_SCENE = "at_scene"
    ON_THE_WAY = "on_the_way"
    ARRIVED = "arrived"


class DisasterType(StrEnum):
    """What happened, in a METHANE report."""

    KECELAKAAN = "kecelakaan"
    KEBAKARAN = "kebakaran"
    LEDAKAN = "ledakan"
    KERACUNAN = "keracunan"
    KAPAL = "kapal"
    PESAWAT = "pesawat"
    BANGUNAN = "bangunan"
    KERUSUHAN = "kerusuhan"
    BENCANA_ALAM = "bencana_alam"
    LAIN = "lain"


class SceneHazard(StrEnum):
    API = "api"
    BAHAN_KIMIA = "bahan_kimia"
    LISTRIK = "listrik"
    RUNTUH = "runtuh"
    LALU_LINTAS = "lalu_lintas"
    AIR = "air"
    KEKERASAN = "kekerasan"
    LAIN = "lain"


class EmergencyService(StrEnum):
    POLISI = "polisi"
    DAMKAR = "damkar"
    BASARNAS = "basarnas"
    BPBD = "bpbd"
    PLN = "pln"
    TNI = "tni"


class AmbulanceReason(StrEnum):
    """Why the ambulance that was named as next is offered now."""

    BELUM_DITERIMA = "belum_diterima"
    BELUM_TIBA = "belum_tiba"
    JAUH = "jauh"
    DIMINTA = "diminta"
    SENDIRI = "sendiri"


class TransportReason(StrEnum):
    """Why a crew on scene asks for an ambulance."""

    MEMBURUK = "memburuk"
    TIDAK_BISA_JALAN = "tidak_bisa_jalan"
    PERLU_RS = "perlu_rs"
    TIDAK_ADA_KENDARAAN = "tidak_ada_kendaraan"


class FragileReason(StrEnum):
    """Why who was given advice is called back early."""

    BALITA = "balita"
    LANSIA = "lansia"
    HAMIL_NIFAS = "hamil_nifas"
    SENDIRI = "sendiri"


class DeadlineKind(StrEnum):
    ACKNOWLEDGE = "acknowledge"
    AMBULANCE = "ambulance"
    CALLBACK = "callback"
    CLOSURE_BORDER = "closure_border"
    HANDOVER_ANSWER = "handover_answer"


class ClosureKind(StrEnum):
    """What is closed: streets, or crossings by boat."""

    JALAN = "jalan"
    KAPAL = "kapal"


class ClosureReason(StrEnum):
    BANJIR = "banjir"
    KECELAKAAN = "kecelakaan"
    POHON_TUMBANG = "pohon_tumbang"
    LONGSOR = "longsor"
    PERBAIKAN = "perbaikan"
    ACARA = "acara"
    GELOMBANG = "gelombang"
    CUACA = "cuaca"
    PASANG_SURUT = "pasang_surut"
    LAIN = "lain"


class ClosureSource(StrEnum):
    """How somebody said what is closed; on other roads it is looked up in the same way again."""

    EDGES = "edges"
    POLYGON = "polygon"
    STREET = "street"
    LEGS = "legs"


class ClosureStatus(StrEnum):
    PLANNED = "planned"
    ACTIVE = "active"
    ENDED = "ended"


class ReviewCriterion(StrEnum):
    """What a reviewed call is judged by."""

    LOKASI = "lokasi"
    GATE = "gate"
    PERTANYAAN_KUNCI = "pertanyaan_kunci"
    INSTRUKSI = "instruksi"
    DISPOSISI = "disposisi"
    KESANTUNAN = "kesantunan"


class DrawMethod(StrEnum):
    ACAK = "acak"
    TERARAH = "terarah"


class DrawReason(StrEnum):
    """Why a case was drawn for review: by chance, or for what happened in it."""

    ACAK = "acak"
    MERAH_LAMA = "merah_lama"
    """MERAH was reached late after the first ring."""
    WARNA_DIUBAH = "warna_diubah"
    UNIT_DIUBAH = "unit_diubah"
    RJP_TELEPON = "rjp_telepon"
    PENGADUAN = "pengaduan"
    SARAN_TELEPON_LAGI = "saran_telepon_lagi"
    """Advice alone was given, and somebody called again."""


class ProtocolOrigin(StrEnum):
    """Where a protocol version came from."""

    BAWAAN = "bawaan"
    """Shipped with the program."""
    LEMBAR_KERJA = "lembar_kerja"


class Role(StrEnum):
    OPERATOR = "operator"
    CREW = "crew"
    COORDINATOR = "coordinator"
    HOSPITAL = "hospital"
    SUPERVISOR = "supervisor"
    ADMIN = "admin"
    MEDICAL_DIRECTOR = "medical_director"
    """Dokter penanggung jawab: signs protocols. Takes the grade DOKTER besides."""


class Grade(StrEnum):
    """Clinical grade: lowering a colour takes one."""

    PERAWAT = "perawat"
    BIDAN = "bidan"
    DOKTER = "dokter"
