from datetime import UTC, datetime
from enum import StrEnum
from typing import Self
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError, model_validator
from pydantic_core import PydanticCustomError

from dispatch.http.body import StrictBody
from dispatch.http.fields import Lat, Line, Lon, Moment, Phone, phone_number

COMMAND_ID = "7f1f2c5e-9a39-4c7e-8d5e-0d9a3f2b6c11"


class Colour(StrEnum):
    MERAH = "merah"


class Point(StrictBody):
    lat: Lat
    lon: Lon


class Report(StrictBody):
    command_id: UUID
    occurred_at: Moment | None = None
    colour: Colour | None = None
    count: int = 0
    note: str | None = None
    place: Point | None = None
    tags: dict[str, str] | None = None
    address: Line | None = None
    phone: Phone | None = None


def errors_of(**fields: object) -> list[tuple[str, str]]:
    with pytest.raises(ValidationError) as caught:
        Report.model_validate({"command_id": COMMAND_ID, **fields})
    return [(".".join(map(str, error["loc"])), error["type"]) for error in caught.value.errors()]


def test_text_of_json_becomes_ids_times_and_words() -> None:
    report = Report.model_validate(
        {
            "command_id": COMMAND_ID,
            "occurred_at": "2026-11-22T04:00:00Z",
            "colour": "merah",
            "place": {"lat": 0.92, "lon": 104},
        }
    )
    assert report.command_id == UUID(COMMAND_ID)
    assert report.occurred_at == datetime(2026, 11, 22, 4, tzinfo=UTC)
    assert report.colour is Colour.MERAH
    assert report.place is not None
    assert report.place.lon == 104.0
    assert Report.model_validate_json(report.model_dump_json()) == report


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"surprise": 1}, ("surprise", "extra_forbidden")),
        ({"count": "1"}, ("count", "int_type")),
        ({"count": True}, ("count", "int_type")),
        ({"note": 5}, ("note", "string_type")),
        ({"note": "x" * 4001}, ("note", "string_too_long")),
        ({"occurred_at": 1700000000}, ("occurred_at", "datetime_type")),
        ({"occurred_at": "2026-11-22T04:00:00"}, ("occurred_at", "timezone_aware")),
        ({"colour": "biru"}, ("colour", "enum")),
        ({"place": {"lat": 91, "lon": 0}}, ("place.lat", "less_than_equal")),
        ({"place": {"lat": float("nan"), "lon": 0}}, ("place.lat", "finite_number")),
        ({"place": {"lat": float("inf"), "lon": 0}}, ("place.lat", "finite_number")),
        ({"place": {"lat": "0.9", "lon": 0}}, ("place.lat", "float_type")),
        ({"note": "a\x00b"}, ("note", "control_character")),
        ({"tags": {"a\x1bb": "c"}}, ("tags", "control_character")),
        ({"note": "\ud800"}, ("", "string_unicode")),
        ({"address": "satu\ndua"}, ("address", "line_break")),
        ({"address": "   "}, ("address", "string_too_short")),
        ({"phone": "halo"}, ("phone", "phone_number")),
    ],
)
def test_what_does_not_fit_is_refused_where_it_stands(fields: dict[str, object], expected: tuple[str, str]) -> None:
    assert errors_of(**fields) == [expected]


def test_line_breaks_and_tabs_are_part_of_a_note() -> None:
    assert Report.model_validate({"command_id": COMMAND_ID, "note": "satu\n\tdua"}).note == "satu\n\tdua"


def test_an_error_does_not_repeat_what_was_typed() -> None:
    with pytest.raises(ValidationError) as caught:
        Report.model_validate({"command_id": COMMAND_ID, "count": "rahasia pasien"})
    assert "rahasia" not in str(caught.value)


@given(st.dictionaries(st.text(), st.recursive(st.none() | st.booleans() | st.floats() | st.text(), st.lists)))
def test_any_json_is_either_a_body_or_a_validation_error(body: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Report.model_validate(body)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("0812-3456-7890", "+6281234567890"),
        ("+62 812 3456 7890", "+6281234567890"),
        ("\u202a+62 812-3456-7890\u202c", "+6281234567890"),
        ("(0771) 21234", "+6277121234"),
        ("+65 6321 4311", "+6563214311"),
    ],
)
def test_numbers_as_people_write_them(typed: str, expected: str) -> None:
    assert phone_number(typed) == expected


@pytest.mark.parametrize("typed", ["", "12", "081234", "0000000000", "dekat masjid", "+999 123456"])
def test_what_no_telephone_has_is_refused(typed: str) -> None:
    assert errors_of(phone=typed)[0][0] == "phone"


class Trip(StrictBody):
    stops: list[Point]
    lat: Lat | None = None
    lon: Lon | None = None

    @model_validator(mode="after")
    def _expect_pair(self) -> Self:
        if (self.lat is None) != (self.lon is None):
            raise PydanticCustomError("half_a_point", "lat and lon go together")
        return self


def test_a_body_may_have_rules_of_its_own_and_be_part_of_another() -> None:
    trip = Trip.model_validate({"stops": [{"lat": 1, "lon": 2}], "lat": 1, "lon": 2})
    assert [type(stop) for stop in trip.stops] == [Point]
    with pytest.raises(ValidationError, match="half_a_point"):
        Trip.model_validate({"stops": [], "lat": 1})
    with pytest.raises(ValidationError, match=r"stops\.0\.lon"):
        Trip.model_validate({"stops": [{"lat": 1}]})
