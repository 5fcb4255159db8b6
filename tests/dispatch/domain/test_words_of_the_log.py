"""What the log is written in: instants, canonical text, events, and the rows they are read with."""

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch.domain.board import Board
from dispatch.domain.command import Command
from dispatch.domain.event import SYSTEM, Event, canonical
from dispatch.domain.refusal import Missing, Refused
from dispatch.domain.time import instant, later, moment
from dispatch.domain.words import Source
from tests.builders import SARI, at, command, id_of

ZONES = st.timezones() | st.integers(-14, 14).map(lambda hours: timezone(timedelta(hours=hours)))
MOMENTS = st.datetimes(min_value=datetime(1970, 1, 2), max_value=datetime(9998, 1, 1), timezones=ZONES)  # noqa: DTZ001
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(MOMENTS, MOMENTS)
def test_the_order_of_instants_as_text_is_the_order_of_time(one: datetime, other: datetime) -> None:
    assert (instant(one) < instant(other)) == (one.astimezone(UTC) < other.astimezone(UTC))
    assert moment(instant(one)) == one.astimezone(UTC)


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        instant(datetime(2026, 11, 22))  # noqa: DTZ001


def test_later_crosses_midnight() -> None:
    assert later("2026-12-31T23:59:55.000000Z", 10) == "2027-01-01T00:00:05.000000Z"


@given(JSON)
def test_canonical_text_says_the_same_and_only_one_way(value: object) -> None:
    text = canonical(value)
    assert json.loads(text) == value
    assert canonical(json.loads(text)) == text


def test_canonical_text_is_sorted_tight_and_readable() -> None:
    assert canonical({"b": "é", "a": [1, None]}) == '{"a":[1,null],"b":"é"}'
    with pytest.raises(ValueError, match="not JSON compliant"):
        canonical(float("nan"))


@given(st.dictionaries(st.text(), JSON, max_size=4), st.sampled_from(Source))
def test_an_event_comes_back_from_its_body(data: dict[str, object], source: Source) -> None:
    written = Event(
        "task.reported", ("a", "b"), at(1), SARI, data, on_behalf=source, raw_at=at(0), command_id=id_of("c")
    )
    read = Event.from_body(written.type, written.body())
    assert read == written
    assert read.body() == written.body()


def test_a_commands_events_carry_who_when_and_how() -> None:
    asked = Command(id_of("c"), SARI, at(5), on_behalf=Source.RADIO, raw_at=at(4))
    event = asked.event("call.held", "call-1", why="x")
    assert (event.subjects, event.data) == (("call-1",), {"why": "x"})
    assert (event.actor, event.occurred_at, event.raw_at) == (SARI, at(5), at(4))
    assert (event.on_behalf, event.command_id) == (Source.RADIO, id_of("c"))


def test_the_system_is_known_by_its_actor() -> None:
    assert command(SYSTEM).by_system
    assert not command().by_system


def test_a_board_replaces_rows_and_leaves_those_it_gave_as_they_were() -> None:
    board = Board()
    board.put("call", "1", {"state": "ringing"})
    given_out = board.get("call", "1")
    board.update("call", "1", state="answered")
    assert given_out == {"state": "ringing"}
    assert board.changed == {("call", "1"): {"state": "answered"}}
    board.drop("call", "1")
    assert board.changed == {("call", "1"): None}
    assert board.find("call", "1") is None
    with pytest.raises(Missing, match="call 1 does not exist"):
        board.get("call", "1")


def test_what_a_board_reads_is_no_change() -> None:
    board = Board()
    board.read("call", "1", {"state": "ringing"}, 7)
    board.read("call", "2", None, 0)
    assert board.versions == {("call", "1"): 7, ("call", "2"): 0}
    assert (board.find("call", "2"), board.changed) == (None, {})


def test_a_refusal_says_what_is_and_what_could_be() -> None:
    assert str(Refused("call_state", "closed", ("ringing",))) == "call_state (now: closed, allowed: ringing)"
    assert str(Refused("call_exists")) == "call_exists (now: None, allowed: -)"
