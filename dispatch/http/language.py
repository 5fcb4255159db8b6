"""Which language an answer is written in."""

from enum import StrEnum


class Language(StrEnum):
    INDONESIAN = "id"
    ENGLISH = "en"


LANGUAGES = {language.value: language for language in Language}


def preferred_language(accept_language: str | None) -> Language:
    """The language an `Accept-Language` header asks for; Indonesian when it asks for nothing we have."""
    best, best_weight = Language.INDONESIAN, 0.0
    for part in (accept_language or "").split(","):
        tag, _, parameter = part.partition(";")
        language = LANGUAGES.get(tag.strip().lower().split("-")[0])
        weight = _weight(parameter)
        if language and weight > best_weight:
            best, best_weight = language, weight
    return best


def _weight(parameter: str) -> float:
    name, _, value = parameter.strip().partition("=")
    if not name:
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0
