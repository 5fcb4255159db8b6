"""Forget a person: destroy the key of their sealed words, and say in the log that it was done."""

from dispatch.domain.command import Command
from dispatch.domain.refusal import Missing
from dispatch.store.ledger import Answer, Decision, Ledger
from dispatch.store.reader import Reader


async def forget_subject(ledger: Ledger, stream: str, command: Command, key_id: str, *, reason: str) -> Answer:
    """Destroy a key of `stream` for good. The log keeps its ciphertext, stays verifiable, and opens no more.

    The key goes first: if the machine stops between the two, the person is forgotten all the same, and sending the
    command again adds the event by which every screen and process forgets too.

    Raises:
        Missing: the stream has no such key.
    """
    known = "SELECT EXISTS (SELECT FROM subject_key WHERE stream = $1 AND key_id = $2)"
    if not await ledger.database.value(known, stream, key_id):
        raise Missing("subject_key", key_id)
    await ledger.keys.destroy(key_id)

    async def decide(_reader: Reader) -> Decision:
        return Decision([command.event("subject.key_destroyed", key_id, reason=reason)], {"key_id": key_id})

    return await ledger.run(stream, command, {"key_id": key_id, "reason": reason}, decide)
