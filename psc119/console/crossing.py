"""A crossing in words and as a document: what is waited for, and whom to call where no boat of the timetable sails."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from cities import City
from cities.profile import Hotline, UnitKind
from routing import BoatAdvice, SeaLeg


def crossing_text(leg: SeaLeg) -> str:
    """A boat leg: from where to where, and what takes time before it sails."""
    parts = [f"{leg.origin.name or 'posisi kapal'} → {leg.destination.name}"]
    for words, seconds in (
        ("menunggu", leg.wait_s),
        ("menunggu penuh", leg.filling_s),
        ("naik", leg.boarding_s),
    ):
        if seconds > 0:
            parts.append(f"{words} {seconds / 60:.0f} menit")
    return ", ".join(parts)


def crossing_document(leg: SeaLeg | None) -> dict[str, Any]:
    """The fields of a route's leg that only a boat leg has; empty for others."""
    if leg is None:
        return {"leg_id": None, "from_pier": None, "to_pier": None, "wait_s": 0.0, "filling_s": 0.0, "boarding_s": 0.0}
    return {
        "leg_id": leg.id or None,
        "from_pier": leg.origin.id or None,
        "to_pier": leg.destination.id,
        "wait_s": round(leg.wait_s, 1),
        "filling_s": round(leg.filling_s, 1),
        "boarding_s": round(leg.boarding_s, 1),
    }


def advice_text(city: City, advice: BoatAdvice, departure: datetime) -> str:
    """Whom to call, for which way, and when the next public boat is."""
    called = [f"{line.name} {line.number}" if line.number else line.name for line in _lenders(city)]
    if advice.on_call:
        called.insert(0, "perahu panggilan")
    landings = " atau ".join(pier.name for pier in advice.to_piers)
    text = f"Hubungi {' / '.join(called)}: dari {advice.from_pier.name} ke {landings}."
    first = _first_public(advice, departure)
    if first is None or advice.first_public_s is None:
        return f"{text} Perahu umum: belum diketahui kapan berjalan."
    clock = first.astimezone(city.tz)
    return f"{text} Perahu umum berikutnya pukul {clock:%H.%M} ({advice.first_public_s / 60:.0f} menit lagi)."


def _lenders(city: City) -> list[Hotline]:
    """Who can lend a boat, in the order in which to call."""
    return [line for line in city.hotlines if UnitKind.KAPAL in line.offers]


def _first_public(advice: BoatAdvice, departure: datetime) -> datetime | None:
    if advice.first_public_s is None:
        return None
    return departure + timedelta(seconds=advice.first_public_s)
