"""The order of colours. `hitam` is outside it: nothing computes it."""

from collections.abc import Iterable

from dispatch.domain.words import Priority

_RANK = {Priority.HIJAU: 1, Priority.KUNING: 2, Priority.MERAH: 3}


def worst(priorities: Iterable[str | None]) -> Priority | None:
    """The worst colour among the living; `hitam` only when nobody living has a colour."""
    known = [Priority(priority) for priority in priorities if priority is not None]
    living = [priority for priority in known if priority is not Priority.HITAM]
    if living:
        return max(living, key=_RANK.__getitem__)
    return Priority.HITAM if known else None


def is_worse(new: str | None, old: str | None) -> bool:
    """Whether `new` is a worse colour than `old`; anything is worse than none."""
    if new is None or new == Priority.HITAM:
        return False
    if old is None:
        return True
    return _RANK[Priority(new)] > _RANK.get(Priority(old), 0)
