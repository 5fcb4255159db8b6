"""The week of a boat leg against the calendar, minute by minute."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing import Filling, Window
from routing.boats.hours import WEEK_S, week_pieces
from tests.routing.boats import oracle
from tests.routing.boats.oracle import MONDAY, holds
from tests.routing.worlds import WIB, window


@given(st.lists(oracle.spans, min_size=1, max_size=3), oracle.fillings(), st.integers(0, 7 * 1440 - 1))
def test_pieces_are_apart_and_say_what_holds(hours: list[Window], fillings: tuple[Filling, ...], minute: int) -> None:
    at, second = MONDAY + timedelta(minutes=minute), minute * 60
    pieces = week_pieces(hours, fillings)
    assert all(0 <= piece.begin_s < piece.end_s <= WEEK_S for piece in pieces)
    assert all(before.end_s <= after.begin_s for before, after in pairwise(pieces))
    held = [piece for piece in pieces if piece.begin_s <= second < piece.end_s]
    assert bool(held) == any(holds(span, at, WIB) for span in hours)
    if held:
        waits = [filling.seconds for filling in fillings if holds(filling.window, at, WIB)]
        assert held[0].filling_s == (waits[0] if waits else 0)


def test_what_passes_sunday_s_midnight_begins_the_week() -> None:
    assert week_pieces([window("22:00-04:00", [6])], []) == [(0, 14_400, 0), (WEEK_S - 7_200, WEEK_S, 0)]


def test_a_filling_outside_the_hours_opens_nothing() -> None:
    monday = [window("08:00-10:00", [0])]
    filling = Filling(window("09:00-12:00"), 60)
    assert week_pieces(monday, [filling]) == [(28_800, 32_400, 0), (32_400, 36_000, 60)]


def test_waits_that_are_none_are_refused() -> None:
    with pytest.raises(ValueError, match="not within a day"):
        Filling(window("08:00-10:00"), 90_000)
