"""Masks: what remains of a row for somebody who has no reason to see the person in it."""

from typing import Any

from dispatch.domain.rows import Row

VEIL = "•••"
_TEXTS = {
    "call": ("caller_name", "note"),
    "incident": ("address", "patokan", "complaint_text"),
    "patient": ("name",),
    "handover": ("summary",),
}
_HOSPITAL_HIDES = {"incident": ("address", "patokan", "notes", "call_ids"), "patient": ("name", "answers", "gate")}


def masked(kind: str, row: Row) -> Row:
    """The row without names, numbers, words and exact places. Colours, times and kelurahan stay."""
    hidden: Row = {name: VEIL for name in _TEXTS.get(kind, ()) if isinstance(row[name], str)}
    if kind == "call":
        hidden["phone"] = mask_phone(row["phone"])
    elif kind == "incident":
        hidden["place"] = blur(row["place"])
        hidden["notes"] = [
            {**note, "text": VEIL if isinstance(note["text"], str) else note["text"]} for note in row["notes"]
        ]
    elif kind == "patient":
        hidden["answers"] = hidden["gate"] = None
    return {**row, **hidden} if hidden else row


def for_hospital(kind: str, row: Row) -> Row:
    """The row as a receiving hospital needs it: the patient's state, not the caller's house."""
    hidden: Row = {}
    for name in _HOSPITAL_HIDES.get(kind, ()):
        hidden[name] = [] if isinstance(row[name], list) else None
    if kind == "incident":
        hidden["place"] = blur(row["place"])
    return {**row, **hidden} if hidden else row


def mask_phone(phone: Any) -> Any:
    """The last four digits, enough to tell two callers apart."""
    return f"{VEIL} {phone[-4:]}" if isinstance(phone, str) and phone else phone


def blur(place: Any) -> Any:
    """The place to about a hundred metres."""
    if not isinstance(place, dict) or place.get("lat") is None:
        return place
    return {**place, "lat": round(place["lat"], 3), "lon": round(place["lon"], 3), "radius_m": 100.0}
