"""Forget a person: destroy the keys of their sealed words, and say in the log that it was done."""

from dispatch.domain.command import Command
from dispatch.domain.refusal import Missing
from dispatch.store.ledger import Answer, Decision, Ledger
from dispatch.store.reader import Reader

# Every key under which this person's words may lie: the one named, and those made for words added after it was gone.
_KEYS = """
    WITH sealed AS (SELECT kind, id FROM projection WHERE stream = $1 AND data->>'key_id' = $2)
    SELECT k.key_id, ARRAY(SELECT id FROM sealed ORDER BY kind, id) AS rows
      FROM subject_key k
     WHERE k.stream = $1 AND (k.key_id = $2 OR k.subject IN (SELECT kind || ':' || id FROM sealed))
     ORDER BY k.key_id <> $2, k.key_id
"""


async def forget_subject(ledger: Ledger, stream: str, command: Command, key_id: str, *, reason: str) -> Answer:
    """Destroy a key of `stream` for good. The log keeps its ciphertext, stays verifiable, and opens no more.

    The key goes first: if the machine stops between the two, the person is forgotten all the same, and sending the
    command again adds the event by which every screen and process forgets too. The event names the keys, then the
    rows that were sealed with them.

    Raises:
        Missing: the stream has no such key.
    """
    found = await ledger.database.fetch(_KEYS, stream, key_id)
    if not found or found[0]["key_id"] != key_id:
        raise Missing("subject_key", key_id)
    keys = [row["key_id"] for row in found]
    for each in keys:
        await ledger.keys.destroy(each)

    async def decide(_reader: Reader) -> Decision:
        forgotten = command.event("subject.key_destroyed", *keys, *found[0]["rows"], reason=reason)
        return Decision([forgotten], {"key_id": key_id})

    return await ledger.run(stream, command, {"key_id": key_id, "reason": reason}, decide)
