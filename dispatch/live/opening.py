"""Open sealed rows for those who will see them; an erased subject leaves a mark, not a gap."""

from collections.abc import Iterable
from typing import Any, cast

from dispatch.domain.rows import Row
from dispatch.store.keys import CACHE_S, KeyRing
from dispatch.store.sealing import is_sealed, key_id_of, unseal_tree

ERASED = {"erased": True}


async def open_rows(keys: KeyRing, rows: Iterable[Row | None], *, keys_max_age_s: float = CACHE_S) -> list[Row | None]:
    """The rows with every sealed value opened, in the order given."""
    listed = list(rows)
    await keys.load(_key_ids(listed), max_age_s=keys_max_age_s)
    return [None if row is None else _open(keys, row) for row in listed]


async def open_row(keys: KeyRing, row: Row) -> Row:
    await keys.load(_key_ids([row]))
    return _open(keys, row)


def _open(keys: KeyRing, row: Row) -> Row:
    return cast(Row, unseal_tree(row, keys.known, cast(Any, ERASED)))


def _key_ids(value: Any) -> set[str]:
    """Every key id named by a sealed value anywhere in `value`."""
    if isinstance(value, str):
        return {key_id_of(value)} if is_sealed(value) else set()
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return set().union(*(_key_ids(item) for item in inner)) if inner else set()
