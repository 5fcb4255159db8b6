"""Why exactly, in one sentence: reason → (Indonesian, English). Placeholders are the refusal's facts."""

SIGN_IN = {
    "crew_of_another_unit": (
        "Akun ini bukan awak unit itu. Pilih unit sendiri, atau minta pengawas menambahkan peran.",
        "This account is not crew of that unit. Choose your own unit, or ask for the role.",
    ),
    "crew_of_no_unit": (
        "Pilih unit saat masuk: laporan tugas dicatat atas nama unit.",
        "Choose a unit when signing in: a task's reports are its unit's.",
    ),
    "not_on_this_device": (
        "Orang yang tercatat pada tindakan ini tidak sedang masuk di tablet ini pada waktu itu.",
        "The person named in this action was not signed in on this tablet at that time.",
    ),
    "other_person": (
        "Tindakan atas nama orang lain hanya diterima dari tablet tempat orang itu masuk.",
        "An action in someone else's name is only taken from the tablet where they were signed in.",
    ),
    "password_again": (
        "Kata sandi salah. Tidak ada yang disahkan atau diubah.",
        "Wrong password. Nothing was signed or changed.",
    ),
    "stranger": (
        "Permintaan datang dari halaman lain. Buka layar PSC 119 langsung.",
        "The request came from another site. Open the PSC 119 screen directly.",
    ),
}

CALLS = {
    "call_exists": ("Panggilan ini sudah tercatat.", "This call is already recorded."),
    "call_state": (
        "Panggilan ini sudah berubah keadaan, mungkin ditangani rekan lain.",
        "The call has changed meanwhile; a colleague may have taken it.",
    ),
    "call_without_incident": (
        "Panggilan kasus harus punya kasus. Buka atau tautkan kasusnya dahulu.",
        "A call closed as a case needs its incident. Open or link one first.",
    ),
    "call_has_incident": (
        "Panggilan ini sudah tertaut ke kasus {incident_code}.",
        "This call already belongs to incident {incident_code}.",
    ),
    "call_already_linked": (
        "Panggilan ini sudah tertaut ke kasus {incident_code}.",
        "This call is already linked to incident {incident_code}.",
    ),
    "no_callback_open": (
        "Tidak ada panggilan balik yang menunggu untuk nomor ini.",
        "No callback is waiting for this call.",
    ),
    "doctor_name_needed": (
        "Tulis nama dokter yang ada di telepon.",
        "Give the name of the doctor on the line.",
    ),
    "merah_needs_second_person": (
        "Kasus {incident_code} pernah MERAH: iseng atau hantu hanya oleh rekan. Serahkan panggilan ini.",
        "Incident {incident_code} was MERAH: only a colleague can close it as prank or ghost. Hand the call over.",
    ),
    "no_phone_number": (
        "Nomor penelepon tidak diketahui, pesan tidak dapat dikirim.",
        "The caller's number is not known; no message can be sent.",
    ),
}

INCIDENTS = {
    "incident_exists": ("Kasus ini sudah tercatat.", "This incident is already recorded."),
    "incident_closed": (
        "Kasus sudah ditutup. Buka kembali bila masih perlu ditangani; catatan tetap dapat ditambah.",
        "The incident is closed. Reopen it if it needs more; notes can still be added.",
    ),
    "incident_not_closed": ("Kasus masih terbuka.", "The incident is still open."),
    "advice_only_green": (
        "Saran saja hanya untuk pasien HIJAU. Selesaikan triase, turunkan warna dengan alasan, atau kirim unit.",
        "Advice alone is for a HIJAU patient. Finish triage, lower the colour with a reason, or send a unit.",
    ),
    "advice_while_units_go": (
        "Unit sedang menuju pasien. Batalkan tugasnya dahulu bila saran saja sudah cukup.",
        "A unit is on its way. Cancel its task first if advice alone is enough.",
    ),
    "advice_needs_age": (
        "Tanyakan umur pasien dahulu: tanda bahaya dan waktu telepon balik bergantung padanya.",
        "Ask the patient's age first: the danger signs and the hour of the callback depend on it.",
    ),
    "danger_signs_unread": (
        "Penelepon belum mengulang tanda bahaya: {words}. Bacakan dan minta diulang.",
        "The caller has not said back these danger signs: {words}. Read them and have them said back.",
    ),
    "advice_without_call": (
        "Kasus ini tidak punya panggilan untuk ditelepon balik. Catat panggilannya lalu tautkan.",
        "This incident has no call to return. Record the call and link it.",
    ),
    "advice_without_phone": (
        "Nomor penelepon tidak diketahui. Tanyakan nomor untuk telepon balik.",
        "The caller's number is not known. Ask for a number to call back.",
    ),
    "advice_not_given": (
        "Kasus saran ditutup setelah tanda bahaya dibacakan, tempat berobat disebut, dan telepon balik dijanjikan.",
        "A case of advice closes once danger signs are read, where to go is said, and a callback is promised.",
    ),
    "advice_needs_clinician": (
        "Saran saja ditutup oleh perawat atau dokter, atau dengan dokter di telepon.",
        "Advice alone is closed by a nurse or a doctor, or with a doctor on the line.",
    ),
    "tasks_active": (
        "Masih bertugas: {units}. Selesaikan atau batalkan tugasnya dahulu.",
        "Still at work: {units}. Clear or cancel their tasks first.",
    ),
    "arrest_already_recognised": (
        "Henti jantung pada kasus ini sudah dicatat.",
        "Cardiac arrest is already recorded for this incident.",
    ),
    "arrest_not_recognised": (
        "Catat dahulu bahwa ini henti jantung, lalu kompresi pertama.",
        "Record the cardiac arrest first, then the first compression.",
    ),
    "compressions_already_started": (
        "Kompresi pertama sudah dicatat.",
        "The first compression is already recorded.",
    ),
    "script_needed": (
        "Pilih panduan RJP: dewasa, anak atau bayi.",
        "Choose the CPR script: adult, child or infant.",
    ),
    "override_reason_needed": (
        "Pilihan berbeda dari usulan. Tulis alasannya.",
        "This differs from the proposal. Give the reason.",
    ),
}

PATIENTS = {
    "no_patient": ("Kasus ini belum memiliki pasien.", "This incident has no patient yet."),
    "patient_of_other_incident": ("Pasien ini milik kasus lain.", "This patient belongs to another incident."),
    "hitam_only_on_scene": (
        "Hitam hanya ditetapkan kru di lokasi.",
        "Only the crew on scene can give black.",
    ),
    "facility_of_others": ("Faskes itu bukan faskes Anda.", "That facility is not yours."),
    "not_triaged": (
        "Belum ada pasien yang ditriase pada kasus ini.",
        "Nobody in this incident has been triaged yet.",
    ),
    "answers_erased": (
        "Jawaban kasus ini sudah dihapus dan tidak dapat dibuka lagi.",
        "The answers of this incident were erased and cannot be opened again.",
    ),
    "not_lower": (
        "Warna itu tidak lebih rendah. Untuk menaikkan, pakai triase.",
        "That colour is not lower. To raise it, use triage.",
    ),
    "grade_needed": (
        "Menurunkan warna hanya oleh perawat, bidan atau dokter, atau dengan dokter di telepon.",
        "Only a nurse, a midwife or a doctor can lower the colour, or with a doctor on the line.",
    ),
    "vitals_to_confirm": (
        "Mohon konfirmasi, nilainya sangat tidak biasa: {values}. Ukur ulang, atau nyatakan benar.",
        "Please confirm, these values are most unusual: {values}. Measure again, or say that they are right.",
    ),
    "only_crew_on_scene": (
        "Unit sudah dikirim: hanya kru di lokasi yang menurunkan warna.",
        "A unit is on the way: only the crew on scene can lower the colour.",
    ),
}

TASKS = {
    "place_unknown": (
        "Tempat kejadian belum diketahui, rute belum dapat dihitung.",
        "The place is not known yet, so there is no route.",
    ),
    "unit_busy": (
        "{unit_name} sudah bertugas di kasus {incident_code}, dikirim oleh {by}.",
        "{unit_name} is already at work on incident {incident_code}, sent by {by}.",
    ),
    "unit_off_duty": ("{unit_name} sedang tidak siaga.", "{unit_name} is not on duty."),
    "person_busy": (
        "{person} sedang bertugas bersama {with_unit}.",
        "{person} is at work with {with_unit}.",
    ),
    "task_state": (
        "Langkah itu tidak sesuai dengan keadaan tugas saat ini.",
        "That step does not fit the task's present state.",
    ),
    "task_ended": ("Tugas sudah berakhir.", "The task has ended."),
    "task_not_cancelled": ("Tugas ini tidak dibatalkan.", "This task was not cancelled."),
    "nothing_to_undo": (
        "Tidak ada laporan Anda yang dapat diurungkan.",
        "There is no report of yours to undo.",
    ),
    "undo_too_late": (
        "Laporan hanya dapat diurungkan dalam 10 detik.",
        "A report can be undone within 10 seconds only.",
    ),
    "patient_aboard": (
        "Pasien sudah di dalam unit, tugas tidak dapat dibatalkan.",
        "The patient is aboard; the task cannot be cancelled.",
    ),
}

UNITS = {
    "unit_of_others": (
        "Unit itu bukan unit Anda.",
        "That unit is not yours.",
    ),
    "reason_needed": ("Tulis alasan unit tidak dapat dipakai.", "Say why the unit is out of service."),
    "unit_on_task": (
        "Unit sedang bertugas di kasus {incident_code}. Selesaikan atau batalkan tugasnya dahulu.",
        "The unit is at work on incident {incident_code}. Clear or cancel its task first.",
    ),
    "crew_on_task": (
        "Awak tidak dapat diganti selama bertugas di kasus {incident_code}.",
        "The crew cannot change while at work on incident {incident_code}.",
    ),
}

HANDOVERS = {
    "handover_state": (
        "Serah terima ini sudah berubah keadaan.",
        "The handover has changed meanwhile.",
    ),
    "already_announced": (
        "Rumah sakit itu sudah diberi tahu tentang pasien ini.",
        "That hospital already knows about this patient.",
    ),
    "announced_elsewhere": (
        "Pasien ini sudah diumumkan ke rumah sakit lain. Alihkan serah terimanya.",
        "This patient is announced to another hospital. Redirect that handover.",
    ),
    "already_acknowledged": ("Pengalihan sudah dikonfirmasi.", "The redirection is already acknowledged."),
    "redirect_to_itself": (
        "Pilih rumah sakit lain sebagai tujuan.",
        "Choose another hospital to redirect to.",
    ),
}

CLOSURES = {
    "closure_exists": ("Penutupan ini sudah tercatat.", "This closure is already recorded."),
    "closure_ended": (
        "Penutupan ini sudah berakhir. Tutup lagi bila masih perlu.",
        "This closure is over. Close it again if it is still needed.",
    ),
    "closure_over": (
        "Akhir penutupan harus sesudah mulainya dan sesudah sekarang.",
        "A closure ends after it begins, and after now.",
    ),
    "closure_empty": (
        "Tidak ada jalan yang kena. Gambar menyentuh jalannya, atau periksa nama jalan.",
        "No road is closed by this. Draw across the road, or check the street's name.",
    ),
    "closure_too_large": (
        "Terlalu luas: {edges} ruas jalan, paling banyak {most}. Gambar daerah yang lebih kecil.",
        "Too large: {edges} stretches of road, at most {most}. Draw a smaller area.",
    ),
    "closure_reason": (
        "Sebab itu tidak cocok: jalan dan penyeberangan punya sebab masing-masing.",
        "That reason does not fit: roads and crossings have reasons of their own.",
    ),
    "network_changed": (
        "Peta jalan sudah diganti sejak ruas itu dipilih. Muat ulang peta, lalu pilih lagi.",
        "The road map has been replaced since. Reload the map and choose again.",
    ),
}

MASS_CASUALTY = {
    "mass_casualty_declared": (
        "Korban massal sudah dinyatakan pada kasus ini.",
        "Mass casualty is already declared for this incident.",
    ),
    "mass_casualty_not_declared": (
        "Korban massal belum dinyatakan pada kasus ini.",
        "Mass casualty is not declared for this incident.",
    ),
    "sector_unknown": (
        "Sektor itu belum ada. Buat sektornya dahulu.",
        "There is no such sector. Name it first.",
    ),
    "victim_gone": (
        "Sudah berangkat: {victims}. Muat ulang usulan pembagian.",
        "Already left: {victims}. Ask for the proposal again.",
    ),
    "victim_arrived": ("Korban {victims} sudah tiba di rumah sakit.", "Victim {victims} has already arrived."),
    "hospital_of_others": ("Rumah sakit itu bukan rumah sakit Anda.", "That hospital is not yours."),
}

REVIEWS = {
    "review_case_open": (
        "Kasus masih berjalan. Tinjau sesudah ditutup.",
        "The incident is still open. Review it after it is closed.",
    ),
    "review_own_case": (
        "Kasus ini Anda tangani sendiri. Peninjaunya harus orang lain.",
        "You took this call yourself. Somebody else reviews it.",
    ),
    "review_amend_reason": (
        "Anda sudah meninjau kasus ini. Tulis alasan perubahan; tinjauan lama tetap tersimpan.",
        "You have reviewed this case already. Give the reason for the change; the former review stays.",
    ),
    "review_in_training": (
        "Tinjauan mutu hanya untuk kasus nyata, bukan LATIHAN.",
        "Quality review is for real cases only, not for training.",
    ),
}

PROTOCOLS = {
    "protocol_not_verified": (
        "Versi ini belum diperiksa. Periksa dahulu, lalu sahkan.",
        "This version has not been verified. Verify it first, then sign.",
    ),
    "protocol_violated": (
        "Pemeriksaan menemukan {count} pelanggaran. Perbaiki lembar kerjanya dan unggah lagi.",
        "The verifier found {count} violations. Correct the workbook and upload it again.",
    ),
    "protocol_unproven": (
        "Belum terbukti penuh: {parts}. Pasang pemeriksa lengkap (z3) lalu periksa lagi.",
        "Not fully proven: {parts}. Install the full verifier (z3) and verify again.",
    ),
    "protocol_cases_changed": (
        "Ada {count} kasus contoh yang hasilnya lain. Lihat dahulu semuanya.",
        "{count} worked cases come out otherwise. Look at all of them first.",
    ),
    "protocol_cases_reason": (
        "Tulis alasan menerima {count} kasus contoh yang hasilnya lain.",
        "Give the reason for accepting {count} worked cases that come out otherwise.",
    ),
    "protocol_not_signed": (
        "Versi ini belum disahkan. Hanya versi yang disahkan dapat dipakai.",
        "This version is not signed. Only a signed version can be put in use.",
    ),
    "protocol_signer": (
        "Hanya dokter penanggung jawab PSC ini yang dapat mengesahkan: peran medical_director dengan jenjang dokter.",
        "Only the PSC's medical director can sign: the role medical_director with the grade dokter.",
    ),
    "protocol_practice": (
        "Akun LATIHAN tidak dapat mengubah protokol.",
        "A TRAINING account cannot change the protocol.",
    ),
    "protocol_content": (
        "Isi versi ini tidak cocok dengan sidik jarinya, atau tidak terbaca. Versi ini tidak dapat dipakai.",
        "The content of this version does not match its hash, or cannot be read. It cannot be used.",
    ),
    "protocol_verifier": (
        "Pemeriksa tidak selesai. Coba lagi; bila berulang, hubungi pengelola.",
        "The verifier did not finish. Try again; if it happens again, tell the administrator.",
    ),
}

REASONS: dict[str, tuple[str, str]] = (
    SIGN_IN | CALLS | INCIDENTS | PATIENTS | TASKS | UNITS | HANDOVERS | CLOSURES | MASS_CASUALTY | REVIEWS | PROTOCOLS
)
