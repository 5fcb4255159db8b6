"""Reads the closed cases that may be drawn for review, with what happened in each."""

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any

import orjson

from dispatch.core import Core, Psc
from dispatch.domain.call import CALLED_AGAIN_WITHIN
from dispatch.domain.review import review_id
from dispatch.domain.rows import Row
from dispatch.domain.time import instant, moment
from dispatch.domain.words import Disposition, DrawReason
from dispatch.review.overrides import list_colours_by_hand
from dispatch.review.sampling import Candidate

_CLOSED = """
    SELECT data FROM incident WHERE stream = $1 AND data->>'state' = 'closed'
       AND data->>'closed_at' >= $2 AND data->>'closed_at' < $3
"""
_CALLS = "SELECT data FROM call WHERE stream = $1 AND data->>'incident_id' = ANY($2::text[])"
_SAME_NUMBER = """
    SELECT data->>'phone_hmac' AS mark, data->>'rang_at' AS rang_at FROM call
     WHERE stream = $1 AND data->>'phone_hmac' = ANY($2::text[])
"""
_OVERRIDDEN = """
    SELECT DISTINCT data->>'incident_id' AS id FROM task
     WHERE stream = $1 AND data->>'override_reason' IS NOT NULL AND data->>'incident_id' = ANY($2::text[])
"""
_REVIEWS = "SELECT data FROM review WHERE stream = $1 AND id = ANY($2::text[])"


async def list_candidates(
    core: Core, psc: Psc, *, since: datetime, until: datetime, recognised_within_s: float
) -> list[Candidate]:
    """The cases closed from `since` until before `until`.

    Args:
        recognised_within_s: longer from the first ring to MERAH, or to a recognised arrest, calls for a look.
    """
    cases = [orjson.loads(r["data"]) for r in await core.db.fetch(_CLOSED, psc.stream, instant(since), instant(until))]
    ids = [case["id"] for case in cases]
    calls = await _calls(core, psc, ids)
    again = await _called_again(core, psc, calls)
    opened_at = min((case["opened_at"] for case in cases), default=instant(since))
    colours = await list_colours_by_hand(core, psc, since=opened_at, incident_ids=ids)
    by_hand = {colour["incident_id"] for colour in colours}
    overridden = {r["id"] for r in await core.db.fetch(_OVERRIDDEN, psc.stream, ids)}
    reviews = await _reviews(core, psc, ids)
    return [
        _candidate(
            case,
            reviews.get(case["id"]),
            {
                DrawReason.MERAH_LAMA: _recognition_s(case, calls[case["id"]]) > recognised_within_s,
                DrawReason.WARNA_DIUBAH: case["id"] in by_hand,
                DrawReason.UNIT_DIUBAH: case["id"] in overridden,
                DrawReason.RJP_TELEPON: case["resuscitation"] is not None,
                DrawReason.SARAN_TELEPON_LAGI: case["disposition"] == Disposition.SARAN and case["id"] in again,
            },
        )
        for case in cases
    ]


def _candidate(case: Row, review: Row | None, happened: dict[DrawReason, bool]) -> Candidate:
    complained = review is not None and bool(review["complaints"])
    return Candidate(
        incident_id=case["id"],
        operator_id=case["opened_by"]["id"],
        reasons=frozenset(reason for reason, so in {**happened, DrawReason.PENGADUAN: complained}.items() if so),
        drawn_for=frozenset(
            DrawReason(r) for drawing in (review["drawn"] if review else ()) for r in drawing["reasons"]
        ),
        reviewed=review is not None and bool(review["reviews"]),
    )


def _recognition_s(case: Row, calls: list[Row]) -> float:
    """From the first ring to MERAH or to the recognised arrest, whichever came first; 0 where neither came."""
    arrest = case["resuscitation"]["recognised_at"] if case["resuscitation"] else None
    known = [at for at in (case["merah_at"], arrest) if at is not None]
    if not known:
        return 0.0
    rang = min([call["rang_at"] for call in calls] or [case["opened_at"]])
    return (moment(min(known)) - moment(rang)).total_seconds()


async def _calls(core: Core, psc: Psc, ids: list[str]) -> defaultdict[str, list[Row]]:
    by_case: defaultdict[str, list[Row]] = defaultdict(list)
    for record in await core.db.fetch(_CALLS, psc.stream, ids):
        call = orjson.loads(record["data"])
        by_case[call["incident_id"]].append(call)
    return by_case


async def _called_again(core: Core, psc: Psc, calls: dict[str, list[Row]]) -> set[str]:
    """Cases with a second call: linked to them, or from the same number within a day."""
    again = {case for case, linked in calls.items() if len(linked) > 1}
    first: dict[tuple[str, str], str] = {
        (call["phone_hmac"], call["rang_at"]): case
        for case, linked in calls.items()
        for call in linked
        if call["phone_hmac"]
    }
    rang: defaultdict[str, list[datetime]] = defaultdict(list)
    for record in await core.db.fetch(_SAME_NUMBER, psc.stream, sorted({mark for mark, _ in first})):
        rang[record["mark"]].append(moment(record["rang_at"]))
    for (mark, at), case in first.items():
        later = (other - moment(at) for other in rang[mark])
        if any(timedelta() < gap <= CALLED_AGAIN_WITHIN for gap in later):
            again.add(case)
    return again


async def _reviews(core: Core, psc: Psc, ids: list[str]) -> dict[str, Any]:
    records = await core.db.fetch(_REVIEWS, psc.stream, [review_id(id_) for id_ in ids])
    rows = [orjson.loads(record["data"]) for record in records]
    return {row["incident_id"]: row for row in rows}
