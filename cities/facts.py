"""What every statement about a city carries: where it comes from, and whether somebody checked it."""

from collections.abc import Iterator
from datetime import time
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema, model_validator

Loc = tuple[str | int, ...]
"""Where in a profile something is written: names of fields and numbers of items."""

Identifier = Annotated[str, Field(pattern=r"^[a-z0-9]+(?:[-_][a-z0-9]+)*$", max_length=40)]
Text = Annotated[str, Field(min_length=1, max_length=400)]
Latitude = Annotated[float, Field(ge=-90, le=90)]
Longitude = Annotated[float, Field(ge=-180, le=180)]


class Record(BaseModel):
    """Base of everything in a profile: strict types, no unknown field, never changed after loading."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class Fact(Record):
    """A statement with its source.

    `verified` says that the source can be relied on for it. What is not verified says why: it is an
    `assumption` (a value chosen by us until the health office gives the true one), or its `note` says what is
    open.
    """

    source: Identifier
    verified: bool
    assumption: Text | None = None
    note: Text | None = None

    @model_validator(mode="after")
    def _doubt_is_explained(self) -> Self:
        if not self.verified and self.assumption is None and self.note is None:
            raise ValueError("verified is false: say why in 'assumption' or 'note'")
        if self.verified and self.assumption is not None:
            raise ValueError("an assumption cannot be verified: remove 'assumption' or set verified to false")
        return self


class Position(Fact):
    """A point on the map and how far off it may be."""

    lat: Latitude
    lon: Longitude
    accuracy_m: Annotated[float, Field(gt=0, le=20_000)]


# A time of the city's own clock has no offset, which the schema's word `time` would ask for.
ClockTime = Annotated[time, WithJsonSchema({"type": "string", "pattern": r"^\d{2}:\d{2}(:\d{2})?$"})]


class HourSpan(Record):
    """A span of local clock time, `start` included and `end` not.

    It runs across midnight when `end` is not after `start`; the same time twice is the whole day.
    """

    start: ClockTime
    end: ClockTime

    @model_validator(mode="after")
    def _is_clock_time(self) -> Self:
        for value in (self.start, self.end):
            if value.tzinfo is not None or value.second or value.microsecond:
                raise ValueError("write a local clock time in whole minutes, such as 07:30")
        return self

    @property
    def start_minute(self) -> int:
        """Minute of the day at which the span starts."""
        return self.start.hour * 60 + self.start.minute

    @property
    def end_minute(self) -> int:
        """Minute of the day at which the span ends, at most 1439."""
        return self.end.hour * 60 + self.end.minute

    def contains(self, moment: time) -> bool:
        """Whether a local clock time lies in the span."""
        minute = moment.hour * 60 + moment.minute
        if self.start_minute < self.end_minute:
            return self.start_minute <= minute < self.end_minute
        return minute >= self.start_minute or minute < self.end_minute

    def __str__(self) -> str:
        return f"{self.start:%H:%M}-{self.end:%H:%M}"


def walk_facts(value: object, loc: Loc = ()) -> Iterator[tuple[Loc, Fact]]:
    """Every fact in a record, a tuple of records, or deeper in them, with its place."""
    if isinstance(value, Fact):
        yield loc, value
    if isinstance(value, Record):
        for name in type(value).model_fields:
            yield from walk_facts(getattr(value, name), (*loc, name))
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from walk_facts(item, (*loc, index))
