"""The keys of subjects: made with the first sealed word, kept wrapped in the database, destroyed to forget a person."""

import time
from typing import Any

import structlog

from dispatch.store.pool import Database
from dispatch.store.sealing import MasterKey, SealError, SubjectKey

log = structlog.get_logger()

CACHE_S = 30.0


class WrongMasterKey(Exception):  # noqa: N818
    """The master key at hand is not the one the stored keys are wrapped with."""


class KeyRing:
    """Unwraps subject keys and remembers them for a short while.

    A key destroyed by another process is forgotten here at the latest after `CACHE_S`; one destroyed by this process,
    or whose destruction was seen in the stream, at once (`forget`).
    """

    def __init__(self, database: Database, master: MasterKey) -> None:
        self._database = database
        self.master = master
        self._keys: dict[str, tuple[float, SubjectKey | None]] = {}

    def known(self, key_id: str) -> SubjectKey | None:
        """The key if it is in memory and fresh; None for a destroyed or unknown one."""
        entry = self._keys.get(key_id)
        return entry[1] if entry is not None else None

    def remember(self, key: SubjectKey) -> None:
        """Keep a key that has just been made."""
        self._keys[key.key_id] = (time.monotonic(), key)

    def forget(self, key_id: str) -> None:
        self._keys[key_id] = (time.monotonic(), None)

    async def load(self, key_ids: set[str], *, max_age_s: float = CACHE_S) -> None:
        """Have the keys of `key_ids` in memory, read at most `max_age_s` seconds ago."""
        limit = time.monotonic() - max_age_s
        wanted = [id_ for id_ in key_ids if id_ not in self._keys or self._keys[id_][0] < limit]
        if not wanted:
            return
        rows = await self._database.fetch(
            "SELECT key_id, subject, wrapped FROM subject_key WHERE key_id = ANY($1::text[])", wanted
        )
        now = time.monotonic()
        found = {row["key_id"]: row for row in rows}
        for key_id in wanted:
            row = found.get(key_id)
            self._keys[key_id] = (now, self._unwrap(row) if row and row["wrapped"] else None)

    async def find(self, key_id: str) -> SubjectKey | None:
        """The key, or None when it was destroyed."""
        await self.load({key_id})
        return self.known(key_id)

    async def destroy(self, key_id: str) -> bool:
        """Destroy a key for good; its id stays listed, so that a restore destroys it again. False if already gone."""
        status = await self._database.execute(
            "UPDATE subject_key SET wrapped = NULL, destroyed_at = now() WHERE key_id = $1 AND wrapped IS NOT NULL",
            key_id,
        )
        self.forget(key_id)
        return status.endswith("1")

    async def check_master(self) -> None:
        """Raise `WrongMasterKey` when this master key does not open the keys that are stored.

        With the wrong one every name would show as erased, and new words would be lost to the right one.
        """
        row = await self._database.find_row(
            "SELECT key_id, subject, wrapped FROM subject_key"
            " WHERE wrapped IS NOT NULL ORDER BY created_at DESC LIMIT 1"
        )
        if row is not None and self._unwrap(row) is None:
            raise WrongMasterKey(
                "Kunci induk bukan milik basis data ini: data pribadi yang tersimpan tidak terbuka dengannya. "
                "Berikan PSC119_MASTER_KEY yang benar, atau kembalikan berkas master.key dari cadangan."
            )

    def _unwrap(self, row: Any) -> SubjectKey | None:
        try:
            return self.master.unwrap(row["wrapped"], key_id=row["key_id"], subject=row["subject"])
        except SealError as error:
            log.error("key.cannot_be_opened", key_id=row["key_id"], reason=str(error))
            return None
