"""The words of the field form that are not the protocol's own."""

from __future__ import annotations

from triage.model import Text

YES_NO = {
    "ya": Text("Ya", "Yes"),
    "tidak": Text("Tidak", "No"),
    "tidak_tahu": Text("Tidak tahu", "Unknown"),
}
RIGHT = {"benar": Text("Benar, sudah diukur ulang", "Right, measured again")}
SEX = {"L": Text("Laki-laki", "Male"), "P": Text("Perempuan", "Female")}
CONSCIOUSNESS = {
    "alert": Text("Sadar penuh", "Alert"),
    "confused": Text("Bingung baru", "New confusion"),
    "voice": Text("Bereaksi bila dipanggil", "To voice"),
    "pain": Text("Bereaksi bila dicubit", "To pain"),
    "unresponsive": Text("Tidak bereaksi", "Unresponsive"),
}
VITALS = {
    "respiratory_rate": Text("Napas per menit", "Breaths a minute"),
    "spo2_pct": Text("Saturasi oksigen, %", "Oxygen saturation, %"),
    "systolic_mmhg": Text("Tekanan darah sistolik, mmHg", "Systolic pressure, mmHg"),
    "diastolic_mmhg": Text("Tekanan darah diastolik, mmHg", "Diastolic pressure, mmHg"),
    "pulse": Text("Nadi per menit", "Pulse a minute"),
    "temperature_c": Text("Suhu, °C", "Temperature, °C"),
    "capillary_refill_s": Text("Pengisian kapiler, detik", "Capillary refill, seconds"),
    "glucose_mg_dl": Text("Gula darah, mg/dl", "Blood glucose, mg/dl"),
    "gcs_eye": Text("GCS mata (E)", "GCS eyes (E)"),
    "gcs_verbal": Text("GCS suara (V)", "GCS voice (V)"),
    "gcs_motor": Text("GCS gerak (M)", "GCS movement (M)"),
}
# The five criteria by which the law calls a case an emergency (KMK HK.01.07/MENKES/2015/2023, bab VII A).
EMERGENCY_CRITERIA = {
    "mengancam_nyawa": Text(
        "Mengancam nyawa, membahayakan diri, orang lain, atau lingkungan",
        "Threatens life, or endangers oneself, others or the surroundings",
    ),
    "napas_sirkulasi": Text(
        "Gangguan jalan napas, pernapasan, atau sirkulasi", "Airway, breathing or circulation disturbed"
    ),
    "kesadaran": Text("Penurunan kesadaran", "Lowered consciousness"),
    "hemodinamik": Text("Gangguan hemodinamik", "Haemodynamics disturbed"),
    "tindakan_segera": Text("Memerlukan tindakan segera", "Needs action at once"),
}
# Named by the arguments of `triage.scores.be_fast`.
BE_FAST = {
    "balance": Text("Mendadak hilang keseimbangan", "Sudden loss of balance"),
    "eyes": Text("Mendadak penglihatan terganggu", "Sudden loss of sight"),
    "face": Text("Wajah mencong", "Crooked face"),
    "arm": Text("Satu lengan lemah", "One weak arm"),
    "speech": Text("Bicara pelo", "Slurred speech"),
}
# A proposal: which actions a crew may take is for the medical director to say.
ASSUMED_ACTIONS = {
    "rjp": Text("RJP", "CPR"),
    "aed": Text("AED dipasang", "AED attached"),
    "jalan_napas": Text("Jalan napas dibebaskan", "Airway opened"),
    "oksigen": Text("Oksigen", "Oxygen"),
    "hentikan_perdarahan": Text("Perdarahan ditekan", "Bleeding pressed"),
    "torniket": Text("Torniket", "Tourniquet"),
    "bidai": Text("Bidai", "Splint"),
    "papan_spinal": Text("Papan spinal, penyangga leher", "Spinal board, collar"),
    "infus": Text("Infus", "Infusion"),
    "obat": Text("Obat diberikan", "Medicine given"),
    "persalinan": Text("Menolong persalinan", "Birth assisted"),
    "lain": Text("Lain", "Other"),
}
COLOURS = {
    "merah": Text("Merah", "Red"),
    "kuning": Text("Kuning", "Yellow"),
    "hijau": Text("Hijau", "Green"),
    "hitam": Text("Hitam", "Black"),
}
# As the dispatch program calls what became of a case.
OUTCOMES = {
    "ditangani": Text("Ditangani di tempat", "Treated on scene"),
    "dibawa": Text("Dibawa ke faskes", "Taken to a facility"),
    "dibawa_sendiri": Text("Dibawa sendiri oleh keluarga", "Taken by the family"),
    "menolak": Text("Menolak pertolongan", "Refused help"),
    "tidak_ditemukan": Text("Tidak ditemukan", "Not found"),
    "dibatalkan": Text("Dibatalkan", "Cancelled"),
    "meninggal": Text("Meninggal", "Died"),
    "dialihkan": Text("Dialihkan ke layanan lain", "Passed to another service"),
    "laporan_palsu": Text("Laporan palsu", "False report"),
    "saran": Text("Saran saja", "Advice only"),
}
