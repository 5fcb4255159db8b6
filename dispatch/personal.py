"""Personal data on its way into the log: sealed with the key of the subject it belongs to."""

from collections.abc import Mapping
from typing import Any

from dispatch.core import Core
from dispatch.store.sealing import SubjectKey, new_subject_key, seal, search_hmac


def seal_or_none(value: Any, key: SubjectKey) -> str | None:
    """The sealed value; nothing stays nothing."""
    return None if value is None else seal(value, key)


def seal_given(given: Mapping[str, Any], key: SubjectKey) -> dict[str, str | None]:
    """Each of the given fields, sealed."""
    return {name: seal_or_none(value, key) for name, value in given.items()}


def phone_mark(core: Core, phone: str | None) -> str | None:
    """What a telephone number is searched by: a keyed hash, so the table alone tells no number."""
    return None if phone is None else search_hmac(core.keys.master, "phone", phone)


async def key_for(core: Core, key_id: str, subject: str) -> tuple[SubjectKey, list[SubjectKey]]:
    """The subject's key, and the keys to store with it: a new one where the old was destroyed."""
    key = await core.keys.find(key_id)
    if key is not None:
        return key, []
    fresh = new_subject_key(subject)
    return fresh, [fresh]
