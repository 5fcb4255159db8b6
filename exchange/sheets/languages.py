"""What each sentence of a spoken language means: the Indonesian beside it on the sheet, for who translates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from exchange.content import Content
from exchange.sheets import layout
from exchange.sheets.columns import Record
from triage.languages import FOLDER, SHARED_PREFIX
from triage.model import GATE_PREFIX
from triage.reader import Plain
from triage.spoken import BASE


def indonesian_of(content: Content) -> dict[str, str]:
    """The cards' Indonesian by the place where a language's file has its words: ``/questions/gate.sadar/said``."""
    found: dict[str, str] = {}
    for path, plain in content.files.items():
        if layout.is_graph(path) and isinstance(plain, dict):
            for node in layout.records_under(plain, "nodes"):
                found |= _sentence("nodes", f"{plain.get('id')}.{node.get('id')}", node, "say", "replies")
            continue
        prefix = _prefix(path)
        for question in layout.records_under(plain, "questions") if prefix else ():
            found |= _sentence("questions", f"{prefix}{question.get('id')}", question, "text", "options")
    found |= dict(_phrases(content.files.get(f"{FOLDER}/{BASE}.yaml")))
    return found


def _prefix(path: str) -> str | None:
    if path == layout.FIXED_FILES[layout.GATE_SHEET]:
        return GATE_PREFIX
    if path == layout.FIXED_FILES[layout.COMMON_SHEET]:
        return SHARED_PREFIX
    name = layout.sheet_of(path)
    return f"{name}." if name is not None and path.startswith("cards/") else None


def _sentence(block: str, name: str, record: Record, said: str, answers: str) -> Mapping[str, str]:
    place = f"/{block}/{name}"
    labels = {f"{place}/answers/{one.get('id')}": one.get("label") for one in layout.records_under(record, answers)}
    return {key: text for key, text in {f"{place}/said": record.get(said), **labels}.items() if isinstance(text, str)}


def _phrases(base: Plain | None) -> Iterator[tuple[str, str]]:
    phrases = base.get("phrases") if isinstance(base, dict) else None
    for key, words in phrases.items() if isinstance(phrases, dict) else ():
        if isinstance(words, str):
            yield f"/phrases/{key}", words
