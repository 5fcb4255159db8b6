"""Kinds of fields that several request bodies share."""

import re
from typing import Annotated

import phonenumbers
from pydantic import AfterValidator, AwareDatetime, Field, StringConstraints
from pydantic_core import PydanticCustomError

REGION = "ID"

# Invisible marks of writing direction: contact lists paste them around a number.
DIRECTION_MARKS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
LINE_BREAKS = re.compile("[\n\r\u2028\u2029]")


def phone_number(text: str) -> str:
    """A telephone number as E.164, e.g. `0812-3456-7890` → `+6281234567890`.

    Raises:
        PydanticCustomError: `phone_number`, when no telephone could have it.
    """
    refusal = PydanticCustomError("phone_number", "Input is not a telephone number")
    try:
        number = phonenumbers.parse(DIRECTION_MARKS.sub("", text), REGION)
    except phonenumbers.NumberParseException as error:
        raise refusal from error
    if not phonenumbers.is_valid_number(number):
        raise refusal
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _single_line(text: str) -> str:
    if LINE_BREAKS.search(text):
        raise PydanticCustomError("line_break", "Text must be on one line")
    return text


Phone = Annotated[str, StringConstraints(max_length=40), AfterValidator(phone_number)]
"""A telephone number, as E.164 after validation."""

Line = Annotated[
    str, StringConstraints(min_length=1, max_length=300, strip_whitespace=True), AfterValidator(_single_line)
]
"""One line a person typed: a name, an address, a reason."""

Text = Annotated[str, StringConstraints(min_length=1, max_length=4000, strip_whitespace=True)]
"""Several lines a person typed: a note, a summary."""

Key = Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=r"^[A-Za-z0-9][A-Za-z0-9_.:\-]*$")]
"""An id of ours that is not a UUID: a unit, a facility, a kelurahan, a card."""

Lat = Annotated[float, Field(ge=-90, le=90)]
Lon = Annotated[float, Field(ge=-180, le=180)]
Moment = AwareDatetime
"""A time with its zone."""
