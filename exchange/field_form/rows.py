"""A row of a form, and its two languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from triage.model import Text

INDONESIAN, ENGLISH = "Bahasa Indonesia (id)", "English (en)"

Row = dict[str, str]


def said(column: str, text: Text) -> Row:
    """A text in both languages; Indonesian where nobody wrote the English."""
    return {f"{column}::{INDONESIAN}": text.id, f"{column}::{ENGLISH}": text.en or text.id}


def ask(kind: str, name: str, text: Text, *, hint: Text | None = None, **more: str) -> Row:
    """A question, a note, or the begin of a group."""
    return {"type": kind, "name": name, **said("label", text), **(said("hint", hint) if hint else {}), **more}


def calculated(name: str, calculation: str) -> Row:
    return {"type": "calculate", "name": name, "calculation": calculation}


def group(name: str, text: Text, rows: Iterable[Row]) -> list[Row]:
    return [ask("begin_group", name, text), *rows, {"type": "end_group"}]


def choices(list_name: str, words: Mapping[str, Text]) -> Sequence[Row]:
    return [{"list_name": list_name, "name": name, **said("label", text)} for name, text in words.items()]


def within(low: float, high: float) -> Row:
    """A constraint with its range in words."""
    message = Text(f"Antara {low:g} dan {high:g}", f"Between {low:g} and {high:g}")
    return {"constraint": f". >= {low:g} and . <= {high:g}", **said("constraint_message", message)}
