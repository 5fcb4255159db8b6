"""The base of every request body: strict, bounded, and readable by a person when it is wrong."""

import re
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler, ValidatorFunctionWrapHandler
from pydantic_core import (
    CoreSchema,
    InitErrorDetails,
    PydanticCustomError,
    PydanticSerializationError,
    ValidationError,
    core_schema,
    to_json,
)

MAX_TEXT = 4000
MAX_DEPTH = 16

# C0 except tab and line breaks, DEL and C1
CONTROL_CHARACTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")

Location = tuple[int | str, ...]


class StrictBody(BaseModel):
    """Refuses unknown fields, wrong types, numbers without end, texts too long and control characters.

    FastAPI hands over a dict that came from JSON, where strict mode would refuse every UUID, time and enum because
    they are still text. So a dict is validated as the JSON it was (4 µs for a small command): strict about JSON's own
    types, able to read those that JSON has no type for. Hence bodies are made by `model_validate`, not by calling
    the class.
    """

    model_config = ConfigDict(
        extra="forbid",
        strict=True,
        frozen=True,
        allow_inf_nan=False,
        str_max_length=MAX_TEXT,
        hide_input_in_errors=True,
    )

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        strict = handler(source)

        def validate(value: Any, validate_python: ValidatorFunctionWrapHandler) -> Any:
            if not isinstance(value, dict):
                return validate_python(value)
            _refuse_control_characters(cls.__name__, value)
            return cls.__pydantic_validator__.validate_json(_json(value))

        return core_schema.json_or_python_schema(
            json_schema=strict,
            python_schema=core_schema.no_info_wrap_validator_function(validate, strict),
        )


def _json(value: dict[str, Any]) -> bytes:
    try:
        # NaN stays NaN, to be refused; as null it could pass for "not given".
        return to_json(value, inf_nan_mode="constants")
    except PydanticSerializationError as error:
        raise PydanticCustomError("string_unicode", "Input has text that is not valid Unicode") from error


def _refuse_control_characters(title: str, value: dict[str, Any]) -> None:
    found = [
        InitErrorDetails(
            type=PydanticCustomError("control_character", "Text has invisible control characters"),
            loc=location,
            input=None,
        )
        for location, text in _texts(value, ())
        if CONTROL_CHARACTER.search(text)
    ]
    if found:
        raise ValidationError.from_exception_data(title, found, hide_input=True)


def _texts(value: Any, location: Location) -> Iterator[tuple[Location, str]]:
    if len(location) > MAX_DEPTH:
        raise PydanticCustomError("too_deep", "Input is nested too deeply")
    if isinstance(value, str):
        yield location, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield location, key
            yield from _texts(item, (*location, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _texts(item, (*location, index))
