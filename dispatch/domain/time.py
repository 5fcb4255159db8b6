"""Instants as text: one fixed form, so that text order is time order."""

from datetime import UTC, datetime, timedelta


def instant(moment: datetime) -> str:
    """Write an aware `moment` as ISO 8601 in UTC with microseconds, e.g. `2026-11-22T04:42:00.000000Z`."""
    if moment.tzinfo is None:
        raise ValueError("A moment without a time zone is not a moment")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def moment(text: str) -> datetime:
    """Read what `instant` wrote."""
    return datetime.fromisoformat(text)


def later(text: str, seconds: float) -> str:
    """The instant `seconds` after `text`."""
    return instant(moment(text) + timedelta(seconds=seconds))
