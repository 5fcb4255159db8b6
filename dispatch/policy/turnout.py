"""How long until a unit rolls, by kind and local hour, from a table passed in as plain data."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo


@dataclass(frozen=True, slots=True)
class TurnoutRow:
    """One row of the table.

    Args:
        turnout: the kind of unit the row is for, as the unit's profile names it.
        start_minute: minute of the local day from which the row holds.
        end_minute: minute at which it ends; not after `start_minute` = across midnight, equal = the whole day.
        turnout_s: seconds from assignment to rolling.
    """

    turnout: str
    start_minute: int
    end_minute: int
    turnout_s: float


class TurnoutTable:
    """Turnout times of a city, minute by minute of the day."""

    def __init__(self, rows: Iterable[TurnoutRow]) -> None:
        """Take the rows; the profile has checked that each kind has exactly one at every minute."""
        self._rows: dict[str, list[TurnoutRow]] = {}
        for row in rows:
            self._rows.setdefault(row.turnout, []).append(row)

    def turnout_s(self, turnout: str, *, at: datetime, zone: tzinfo) -> float:
        """Seconds until a unit of that kind rolls.

        Args:
            turnout: the kind, as in the rows.
            at: moment of the assignment, aware.
            zone: the PSC's zone; shifts are local.

        Raises:
            LookupError: no row of that kind holds at that minute.
            ValueError: `at` has no zone.
        """
        if at.tzinfo is None:
            raise ValueError("turnout needs an aware moment: a naive one could be any hour of the day")
        local = at.astimezone(zone)
        minute = local.hour * 60 + local.minute
        for row in self._rows.get(turnout, ()):
            if holds_at(row.start_minute, row.end_minute, minute):
                return row.turnout_s
        raise LookupError(f"no turnout row '{turnout}' at {local:%H:%M}: add one to the city's profile")


def holds_at(start_minute: int, end_minute: int, minute: int) -> bool:
    """Whether a minute of the day lies in a span that may cross midnight."""
    if start_minute < end_minute:
        return start_minute <= minute < end_minute
    return minute >= start_minute or minute < end_minute
