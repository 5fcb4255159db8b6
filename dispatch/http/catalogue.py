"""Titles and details of problem documents, in Indonesian and English."""

from typing import Any

from dispatch.http.language import Language
from dispatch.http.reasons import REASONS

ID, EN = Language.INDONESIAN, Language.ENGLISH

# code → language → (title, detail)
PROBLEMS: dict[str, dict[Language, tuple[str, str]]] = {
    "not_signed_in": {
        ID: ("Belum masuk", "Masuk dahulu untuk melanjutkan. Isian di layar tetap tersimpan."),
        EN: ("Not signed in", "Sign in to continue. What you typed stays on the screen."),
    },
    "wrong_credentials": {
        ID: ("Tidak dapat masuk", "Nama pengguna atau kata sandi tidak cocok."),
        EN: ("Cannot sign in", "The user name and the password do not match."),
    },
    "too_many_attempts": {
        ID: ("Terlalu banyak percobaan", "Tunggu {retry_after_s} detik, lalu coba masuk lagi."),
        EN: ("Too many attempts", "Wait {retry_after_s} seconds, then try to sign in again."),
    },
    "forbidden": {
        ID: ("Tidak diizinkan", "Akun ini tidak memiliki peran untuk tindakan ini."),
        EN: ("Not allowed", "This account does not have the role for this action."),
    },
    "csrf": {
        ID: ("Permintaan ditolak", "Permintaan tidak berasal dari layar yang sedang masuk. Muat ulang layar."),
        EN: ("Request refused", "The request did not come from the signed-in screen. Reload the screen."),
    },
    "not_found": {
        ID: ("Tidak ditemukan", "Yang diminta tidak ada atau bukan bagian Anda."),
        EN: ("Not found", "What was asked for does not exist or is not yours to see."),
    },
    "method_not_allowed": {
        ID: ("Tidak tersedia", "Alamat ini tidak menerima permintaan seperti itu."),
        EN: ("Not available", "This address does not take that kind of request."),
    },
    "malformed": {
        ID: ("Permintaan tidak terbaca", "Isi permintaan tidak dapat dibaca."),
        EN: ("Unreadable request", "The body of the request cannot be read."),
    },
    "refused": {
        ID: ("Belum dapat dilakukan", "Keadaan saat ini tidak mengizinkan tindakan itu."),
        EN: ("Not possible now", "The present state does not allow this action."),
    },
    "too_large": {
        ID: ("Isian terlalu besar", "Isian melebihi {limit_kib} KiB. Persingkat, lalu kirim lagi."),
        EN: ("Too large", "The body is larger than {limit_kib} KiB. Shorten it and send it again."),
    },
    "invalid": {
        ID: ("Isian belum sesuai", "Periksa isian yang ditandai."),
        EN: ("Some fields do not fit", "Check the marked fields."),
    },
    "command_reused": {
        ID: ("Tindakan sudah tercatat", "Tindakan dengan nomor ini sudah tercatat dengan isi atau pelaku lain."),
        EN: ("Command id reused", "A command with this id is already stored with another body or actor."),
    },
    "database_unavailable": {
        ID: ("Basis data terputus", "Belum tersimpan. Isian tetap di layar, coba lagi sebentar lagi."),
        EN: ("Database away", "Nothing was stored. What you typed stays on the screen; try again shortly."),
    },
    "contended": {
        ID: ("Sedang diubah orang lain", "Belum tersimpan. Coba lagi; yang sama tidak tercatat dua kali."),
        EN: ("Others are changing it", "Nothing was stored. Try again; the same action is never recorded twice."),
    },
    "unexpected": {
        ID: ("Terjadi gangguan", "Tindakan belum selesai. Catat nomor {error_id} untuk petugas sistem."),
        EN: ("Something went wrong", "The action did not finish. Note the number {error_id} for support."),
    },
    "http_error": {
        ID: ("Permintaan tidak dapat dilayani", "Permintaan tidak dapat dilayani."),
        EN: ("Request cannot be served", "The request cannot be served."),
    },
}


def problem_text(code: str, reason: str | None, language: Language, facts: dict[str, Any]) -> tuple[str, str]:
    """Title and detail of a problem, filled with its facts."""
    title, detail = PROBLEMS.get(code, PROBLEMS["http_error"])[language]
    if reason in REASONS:
        indonesian, english = REASONS[reason]
        detail = indonesian if language is ID else english
    return title, detail.format_map(_Facts(facts | (facts.get("holder") or {})))


class _Facts(dict[str, Any]):
    """Facts for a text: lists in one line, and a dash for what is not known, never an error inside an error."""

    def __getitem__(self, key: str) -> str:
        fact = self.get(key)
        if isinstance(fact, list | tuple):
            return ", ".join(map(str, fact))
        return "–" if fact is None else str(fact)
