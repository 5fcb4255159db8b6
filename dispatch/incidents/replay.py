"""A call's triage run again: the stored answers, by the stored version, must give what was given then."""

from collections.abc import Awaitable, Callable
from typing import Any

import orjson
from typing_extensions import TypedDict

import triage
from dispatch.domain.refusal import Refused
from dispatch.http.problems import NotFound
from dispatch.incidents.triage import assessment_document
from dispatch.live.opening import open_row
from dispatch.store.keys import KeyRing
from dispatch.store.pool import Database

FindVersion = Callable[[str], Awaitable[triage.Protocol]]

COMPARED = (
    "priority",
    "determinants",
    "disposition",
    "transport",
    "capabilities",
    "destination_needs",
    "safety_needs",
    "lifting_needs",
    "alerts",
    "instructions",
    "resuscitation_script",
    "complete",
)
"""What of an assessment the log keeps. Answers themselves are never shown by a replay."""

_TRIAGED = """
    SELECT seq, occurred_at, body FROM event
     WHERE stream = $1 AND subjects @> ARRAY[$2::text] AND type = 'patient.triaged' ORDER BY seq
"""


class ReplayedField(TypedDict):
    """One thing that came out otherwise."""

    name: str
    then: Any
    now: Any


class Replayed(TypedDict):
    """One triage of a call, run again.

    `outcome`: equal, differs, `version_missing` when the version is not stored or damaged, `erased` when the answers
    were forgotten, `unreadable` when the stored version does not know an answer.
    """

    seq: int
    at: str
    protocol_version: str
    card: str | None
    priority: str | None
    outcome: str
    differs: list[ReplayedField]


async def replay_triage(
    db: Database, keys: KeyRing, find: FindVersion, *, stream: str, incident_id: str
) -> list[Replayed]:
    """Every triage of an incident, oldest first, each by the version and with the answers it was made with.

    Args:
        find: the stored version of a hash; raises NotFound or Refused where there is none that can be trusted.

    Raises:
        NotFound: the incident has never been triaged, or is none.
    """
    records = await db.fetch(_TRIAGED, stream, incident_id)
    if not records:
        raise NotFound(kind="incident", id=incident_id)
    return [await _replay(keys, find, record) for record in records]


async def _replay(keys: KeyRing, find: FindVersion, record: Any) -> Replayed:
    data = orjson.loads(record["body"])["data"]
    then = data["triage"]
    found: Replayed = {
        "seq": record["seq"],
        "at": then["at"],
        "protocol_version": then["protocol_version"],
        "card": then["card"],
        "priority": then["priority"],
        "outcome": "equal",
        "differs": [],
    }
    opened = await open_row(keys, {name: data.get(name) for name in ("gate", "answers", *_CONTEXT)})
    if any(isinstance(value, dict) and value.get("erased") for value in opened.values()):
        return {**found, "outcome": "erased"}
    try:
        protocol = await find(then["protocol_version"])
    except (NotFound, Refused):
        return {**found, "outcome": "version_missing"}
    try:
        again = triage.evaluate(
            protocol,
            card_id=then.get("card_asked", then["card"]),
            gate=opened["gate"] or {},
            answers=opened["answers"] or {},
            context=triage.Context(**{name: opened[name] for name in _CONTEXT}),
        )
    except triage.TriageInputError:
        return {**found, "outcome": "unreadable"}
    now = assessment_document(again)
    differs: list[ReplayedField] = [
        {"name": name, "then": then[name], "now": now[name]}
        for name in COMPARED
        if name in then and then[name] != now[name]
    ]
    return {**found, "outcome": "differs" if differs else "equal", "differs": differs}


_CONTEXT = ("age_years", "sex", "pregnant")
