"""Masks: what remains of a row for somebody who has no reason to see the person in it."""

from typing import Any

from dispatch.domain.rows import Row
from dispatch.domain.words import IncidentState

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
        if row["state"] == IncidentState.CLOSED:
            hidden["mass_casualty"] = _veiled_mass_casualty(row.get("mass_casualty"))
    elif kind == "patient":
        hidden["answers"] = hidden["gate"] = None
        hidden["vitals"] = [{**taken, "values": None, "findings": None} for taken in row.get("vitals", ())]
        hidden["tag"] = _without_findings(row.get("tag"))
        if row.get("sbar") is not None:
            hidden["sbar"] = {**row["sbar"], "words": None}
        if row.get("sbar_before"):
            hidden["sbar_before"] = [{**told, "words": None} for told in row["sbar_before"]]
    return {**row, **hidden} if hidden else row


def for_hospital(kind: str, row: Row) -> Row:
    """The row as a receiving hospital needs it: the patient's state, not the caller's house."""
    hidden: Row = {}
    for name in _HOSPITAL_HIDES.get(kind, ()):
        hidden[name] = [] if isinstance(row[name], list) else None
    if kind == "incident":
        hidden["place"] = blur(row["place"])
        hidden["mass_casualty"] = _without_place(row.get("mass_casualty"))
    return {**row, **hidden} if hidden else row


def _veiled_mass_casualty(state: Any) -> Any:
    """Once it is over: times, counts and kinds stay, typed words do not. While it is open all who lead it read them."""
    if state is None:
        return None
    words = {name: VEIL for name in ("reason", "stood_down_reason") if isinstance(state[name], str)}
    methane = state["methane"]
    if methane is not None:
        methane = {**methane, **{name: VEIL for name in ("location", "access") if isinstance(methane[name], str)}}
    return {**state, **words, "methane": methane}


def _without_place(state: Any) -> Any:
    if state is None or state["methane"] is None:
        return state
    return {**state, "methane": {**state["methane"], "location": None}}


def _without_findings(tag: Any) -> Any:
    """A tag with its colour and times, and without what was seen on the body."""
    if tag is None:
        return None
    return {**tag, "reports": [{**report, "findings": None, "reason": None} for report in tag["reports"]]}


def mask_phone(phone: Any) -> Any:
    """The last four digits, enough to tell two callers apart."""
    return f"{VEIL} {phone[-4:]}" if isinstance(phone, str) and phone else phone


def blur(place: Any) -> Any:
    """The place to about a hundred metres."""
    if not isinstance(place, dict) or place.get("lat") is None:
        return place
    return {**place, "lat": round(place["lat"], 3), "lon": round(place["lon"], 3), "radius_m": 100.0}
