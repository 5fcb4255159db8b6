"""What is wrong with a field, said to the person who typed it."""

from collections.abc import Mapping, Sequence
from typing import Any

from dispatch.http.language import Language
from dispatch.http.problems import FieldError

FALLBACK = "Isian tidak sesuai."

# Pydantic's error type → Indonesian, with the facts pydantic gives for it
INDONESIAN: dict[str, str] = {
    "missing": "Wajib diisi.",
    "extra_forbidden": "Isian ini tidak dikenal.",
    "json_invalid": "Isi permintaan bukan JSON yang benar.",
    "string_type": "Harus berupa teks.",
    "string_too_short": "Paling sedikit {min_length} huruf.",
    "string_too_long": "Paling banyak {max_length} huruf.",
    "string_pattern_mismatch": "Bentuk isian tidak sesuai.",
    "string_unicode": "Berisi huruf yang tidak dapat disimpan.",
    "control_character": "Berisi huruf kendali yang tidak terlihat.",
    "line_break": "Harus satu baris.",
    "int_type": "Harus bilangan bulat.",
    "int_parsing": "Harus bilangan bulat.",
    "int_from_float": "Harus bilangan bulat.",
    "float_type": "Harus bilangan.",
    "float_parsing": "Harus bilangan.",
    "finite_number": "Harus bilangan yang berhingga.",
    "bool_type": "Harus ya atau tidak.",
    "bool_parsing": "Harus ya atau tidak.",
    "greater_than": "Harus lebih dari {gt}.",
    "greater_than_equal": "Paling kecil {ge}.",
    "less_than": "Harus kurang dari {lt}.",
    "less_than_equal": "Paling besar {le}.",
    "enum": "Pilih salah satu: {expected}.",
    "literal_error": "Pilih salah satu: {expected}.",
    "uuid_type": "Bukan nomor pengenal yang benar.",
    "uuid_parsing": "Bukan nomor pengenal yang benar.",
    "uuid_version": "Bukan nomor pengenal yang benar.",
    "datetime_type": "Bukan waktu yang benar.",
    "datetime_parsing": "Bukan waktu yang benar.",
    "datetime_from_date_parsing": "Bukan waktu yang benar.",
    "timezone_aware": "Waktu harus dengan zona waktu.",
    "date_type": "Bukan tanggal yang benar.",
    "date_parsing": "Bukan tanggal yang benar.",
    "list_type": "Harus berupa daftar.",
    "set_type": "Harus berupa daftar.",
    "too_short": "Paling sedikit {min_length} butir.",
    "too_long": "Paling banyak {max_length} butir.",
    "dict_type": "Harus berupa objek.",
    "model_type": "Harus berupa objek.",
    "model_attributes_type": "Harus berupa objek JSON.",
    "too_deep": "Isian bertingkat terlalu dalam.",
    "phone_number": "Bukan nomor telepon.",
    "ring_open": "Sudut terakhir harus sama dengan sudut pertama.",
    "closure_form": "Beri satu: daerah, nama jalan, ruas jalan dengan petanya, atau penyeberangan.",
    "draw_reason": "Acak adalah cara menarik, bukan alasan.",
    "score_note": "Nilai di bawah 2, dan yang tidak berlaku, perlu catatan.",
    "score_criteria": "Nilai setiap unsur, atau nyatakan tidak berlaku.",
}


def field_errors(errors: Sequence[Mapping[str, Any]], language: Language) -> list[FieldError]:
    """Pydantic's `errors` as field paths and messages. Never repeats what was typed: it may be health data."""
    return [{"field": _path(error["loc"]), "message": _message(error, language)} for error in errors]


def _path(location: Sequence[int | str]) -> str:
    """`("body", "place", "lat")` → `place.lat`: the person knows no bodies and queries."""
    source, *rest = location
    steps = rest if source in ("body", "query", "path", "header", "cookie") else [source, *rest]
    return ".".join(str(step) for step in steps) or str(source)


def _message(error: Mapping[str, Any], language: Language) -> str:
    if language is Language.ENGLISH:
        return str(error["msg"])
    template = INDONESIAN.get(error["type"], FALLBACK)
    facts = {name: _readable(fact) for name, fact in (error.get("ctx") or {}).items()}
    try:
        return template.format_map(facts)
    except KeyError:
        return FALLBACK


def _readable(fact: Any) -> Any:
    """Pydantic's `90.0` as 90, and its `'a', 'b' or 'c'` as a, b atau c."""
    if isinstance(fact, float) and fact.is_integer():
        return int(fact)
    return fact.replace(" or ", " atau ").replace("'", "") if isinstance(fact, str) else fact
