"""One value in one cell: written as text that no spreadsheet program changes, and read again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from typing import Any

from exchange.sheets.columns import Column, Kind, Record
from triage.reader import Plain

NOTHING = "(kosong)"
_STEP = re.compile(r"/([^/\[\]]+)|\[(\d+)\]")
_SAID = {"true": "ya", "false": "tidak"}
_READ = {"ya": "true", "tidak": "false"}


class CellError(ValueError):
    """A cell holds what cannot be read; the message says so in Indonesian."""


def to_cell(column: Column, value: Plain) -> str:
    """The text of a value in its column.

    Raises:
        CellError: one cell cannot hold it.
    """
    if isinstance(value, str):
        return _SAID.get(value, value) if column.kind is Kind.FLAG else value
    if not value:
        return NOTHING
    items = value if isinstance(value, list) else [f"{key}={item}" for key, item in value.items()]
    if not all(isinstance(item, str) and "," not in item for item in items):
        raise CellError(f"{column.key}: nilai ini tidak muat dalam satu sel")
    return ", ".join(str(item) for item in items)


def from_cell(column: Column, text: str) -> Plain:
    """The value of a cell that is not blank.

    Raises:
        CellError: it is not written as the column wants it.
    """
    if column.kind is Kind.FLAG:
        if text.lower() not in _READ:
            raise CellError(f"isi 'ya' atau 'tidak', bukan {text!r}")
        return _READ[text.lower()]
    if column.kind is Kind.TEXT:
        return text
    parts = [] if text == NOTHING else [part.strip() for part in text.split(",")]
    if not all(parts):
        raise CellError(f"ada koma tanpa kata di {text!r}")
    if column.kind is Kind.LIST:
        return list(parts)
    pairs: dict[str, Plain] = {}
    for part in parts:
        key, equals, value = (piece.strip() for piece in part.partition("="))
        if not equals or not key or not value:
            raise CellError(f"tulis nama=nilai, misalnya lama=akut, bukan {part!r}")
        if key in pairs:
            raise CellError(f"{key!r} tertulis dua kali")
        pairs[key] = value
    return pairs


def text_of(value: Any) -> str:
    """The text of a cell as a spreadsheet program keeps it; blank is empty.

    Raises:
        CellError: a date or a number with more digits than anybody wrote.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, (date, datetime, time)):
        raise CellError("sel ini menjadi tanggal; jadikan teks lalu tulis lagi")
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return str(value)


def find_value(record: Record, key: str) -> Plain | None:
    """What a record says under a name; a dot reaches into a mapping."""
    head, dot, rest = key.partition(".")
    value = record.get(head)
    if not dot or value is None:
        return value
    return value.get(rest) if isinstance(value, dict) else None


def flatten(plain: Plain, path: str = "") -> Iterator[tuple[str, str]]:
    """Any content as paths and texts: ``/targets/merah[0]``. Empty parts are kept."""
    if isinstance(plain, str):
        yield path, plain
    elif not plain:
        yield path + ("{}" if isinstance(plain, dict) else "[]"), NOTHING
    elif isinstance(plain, dict):
        for key, value in plain.items():
            yield from flatten(value, f"{path}/{key}")
    else:
        for index, value in enumerate(plain):
            yield from flatten(value, f"{path}[{index}]")


def steps_of(path: str) -> tuple[str | int, ...]:
    """The names and numbers of a path that `flatten` made."""
    return tuple(int(found[2]) if found[2] is not None else found[1] for found in _STEP.finditer(path))


def unflatten(rows: Mapping[str, str]) -> Plain:
    """What `flatten` made apart.

    Raises:
        CellError: a path that leads nowhere.
    """
    root: dict[str, Any] = {"": None}
    for path, text in rows.items():
        value: Plain = {} if path.endswith("{}") else [] if path.endswith("[]") else text
        bare = path.removesuffix("{}").removesuffix("[]")
        steps: list[str | int] = ["", *steps_of(bare)]
        if "".join(found[0] for found in _STEP.finditer(bare)) != bare:
            raise CellError(f"alamat {path!r} tidak terbaca")
        place: Any = root
        for step, follower in zip(steps, [*steps[1:], None], strict=True):
            fresh = value if follower is None else [] if isinstance(follower, int) else {}
            place = _step_into(place, step, fresh, path)
    whole: Plain = root[""]
    return whole


def _step_into(place: Any, step: str | int, fresh: Plain, path: str) -> Any:
    if isinstance(place, list) and isinstance(step, int):
        if step > len(place):
            raise CellError(f"{path!r}: nomor sebelumnya hilang")
        if step == len(place):
            place.append(fresh)
        return place[step]
    if isinstance(place, dict) and isinstance(step, str):
        if place.get(step) is None:
            place[step] = fresh
        return place[step]
    raise CellError(f"{path!r} bertentangan dengan baris lain")
