"""Carries out reviews: draws, scores, complaints, and looks behind the mask."""

from collections import Counter
from datetime import timedelta
from typing import Any

import orjson

from dispatch.commands import run
from dispatch.core import Core, Psc
from dispatch.domain import review
from dispatch.domain.command import Command
from dispatch.domain.refusal import Refused
from dispatch.domain.rows import Row
from dispatch.domain.time import instant, moment
from dispatch.domain.words import DrawMethod
from dispatch.live.mask import VEIL
from dispatch.live.opening import ERASED, open_row
from dispatch.personal import key_for, seal_or_none
from dispatch.review import sampling
from dispatch.review.candidates import list_candidates
from dispatch.review.overrides import list_overrides
from dispatch.review.schemas import MOST_DRAWN, Complain, Draw, RevealReview, Score
from dispatch.store.ledger import Answer, Decision
from dispatch.store.reader import Reader

_SINCE = """
    SELECT data FROM review WHERE stream = $1 AND data->>'taken_at' >= $2 ORDER BY data->>'taken_at' DESC, id
"""
_ONE = "SELECT data FROM review WHERE stream = $1 AND id = $2"


async def draw(core: Core, psc: Psc, command: Command, body: Draw) -> Answer:
    """Draw cases, and keep how: with the seed, the window and the counts anybody can draw the same again."""
    _expect_real(psc)
    until = core.clock()
    since = until - timedelta(days=body.days)

    async def decide(reader: Reader) -> Decision:
        candidates = await list_candidates(
            core, psc, since=since, until=until, recognised_within_s=body.recognised_within_s
        )
        drawn, left_off = _drawn(candidates, body, command.id)
        reasons = {one.incident_id: list(one.reasons) for one in drawn}
        keys = [(kind, id_) for incident in reasons for kind, id_ in _keys(incident)]
        board = await reader.load(*keys) if keys else reader.board
        population = _population(candidates, drawn)
        how: dict[str, Any] = {
            "rule": sampling.RULE,
            "seed": command.id,
            "from_at": instant(since),
            "until_at": instant(until),
            "per_operator": body.per_operator if body.method is DrawMethod.ACAK else None,
            "asked_reasons": sorted(body.reasons) if body.method is DrawMethod.TERARAH else None,
            "recognised_within_s": body.recognised_within_s,
            "population": population,
            "left_off": left_off,
        }
        events = review.draw(board, command, method=body.method, drawn=reasons, **how)
        result = {"draw_id": command.id, "drawn": reasons, "population": population, "left_off": left_off}
        return Decision(events, result)

    return await run(core, psc, command, body.asked(), decide)


async def score(core: Core, psc: Psc, command: Command, body: Score, incident_id: str) -> Answer:
    """Score a case; what is noted is sealed with the case's key, because it speaks of its people."""
    _expect_real(psc)

    async def decide(reader: Reader) -> Decision:
        board = await reader.load(*_keys(incident_id))
        key, new = await key_for(core, board.get("incident", incident_id)["key_id"], f"incident:{incident_id}")
        events = review.score(
            board,
            command,
            incident_id=incident_id,
            scores={
                criterion.value: {"points": given.points, "note": seal_or_none(given.note, key)}
                for criterion, given in body.scores.items()
            },
            comment=seal_or_none(body.comment, key),
            amended_because=seal_or_none(body.amended_because, key),
        )
        return Decision(events, {"total_percent": events[0].data["total_percent"]}, keys=new)

    return await run(core, psc, command, {**body.asked(), "incident_id": incident_id}, decide)


async def complain(core: Core, psc: Psc, command: Command, body: Complain, incident_id: str) -> Answer:
    """Keep a complaint about a case."""
    _expect_real(psc)

    async def decide(reader: Reader) -> Decision:
        board = await reader.load(*_keys(incident_id))
        key, new = await key_for(core, board.get("incident", incident_id)["key_id"], f"incident:{incident_id}")
        text = seal_or_none(body.text, key) or ""
        events = review.complain(board, command, incident_id=incident_id, channel=body.channel, text=text)
        return Decision(events, {"incident_id": incident_id}, keys=new)

    return await run(core, psc, command, {**body.asked(), "incident_id": incident_id}, decide)


async def reveal(core: Core, psc: Psc, command: Command, body: RevealReview, incident_id: str) -> dict[str, Any]:
    """The case's review and overrides without a veil; the look is in the log before the answer is given."""

    async def decide(reader: Reader) -> Decision:
        board = await reader.load(("incident", incident_id))
        board.get("incident", incident_id)
        return Decision([command.event("subject.revealed", incident_id, kind="review", reason=body.reason)])

    await run(core, psc, command, {**body.asked(), "incident_id": incident_id}, decide)
    found = await core.db.find_row(_ONE, psc.stream, review.review_id(incident_id))
    incident = await Reader(core.db, psc.stream).load(("incident", incident_id))
    since = moment(incident.get("incident", incident_id)["opened_at"])
    return {
        "review": await open_row(core.keys, orjson.loads(found["data"])) if found else None,
        "overrides": await list_overrides(core, psc, since=since, of=incident_id),
    }


async def list_reviews(core: Core, psc: Psc, *, days: int) -> list[Row]:
    """The reviews of calls taken within the last days, the newest first; what was noted is behind a veil."""
    since = instant(core.clock() - timedelta(days=days))
    records = await core.db.fetch(_SINCE, psc.stream, since)
    return [await _veiled(core, orjson.loads(record["data"])) for record in records]


async def _veiled(core: Core, row: Row) -> Row:
    """The row with a veil over each note; one that was erased says so."""
    opened = await open_row(core.keys, row)

    def veil(value: Any) -> Any:
        return value if value is None or value == ERASED else VEIL

    return {
        **opened,
        "complaints": [{**complaint, "text": veil(complaint["text"])} for complaint in opened["complaints"]],
        "reviews": [
            {**one, "versions": [_veiled_version(version, veil) for version in one["versions"]]}
            for one in opened["reviews"]
        ],
    }


def _veiled_version(version: Row, veil: Any) -> Row:
    scores = {name: {**given, "note": veil(given["note"])} for name, given in version["scores"].items()}
    words = {name: veil(version[name]) for name in ("comment", "amended_because")}
    return {**version, **words, "scores": scores}


def _drawn(candidates: list[sampling.Candidate], body: Draw, seed: str) -> tuple[list[sampling.Drawn], int]:
    if body.method is DrawMethod.ACAK:
        return sampling.draw_random(candidates, per_operator=body.per_operator, seed=seed)[:MOST_DRAWN], 0
    return sampling.draw_targeted(candidates, reasons=body.reasons, most=MOST_DRAWN, seed=seed)


def _population(candidates: list[sampling.Candidate], drawn: list[sampling.Drawn]) -> list[dict[str, Any]]:
    """Of how many cases of each operator so many were drawn."""
    cases = Counter(candidate.operator_id for candidate in candidates)
    taken = Counter(one.operator_id for one in drawn)
    return [{"operator_id": id_, "cases": cases[id_], "drawn": taken[id_]} for id_ in sorted(cases)]


def _keys(incident_id: str) -> tuple[tuple[str, str], tuple[str, str]]:
    return ("incident", incident_id), ("review", review.review_id(incident_id))


def _expect_real(psc: Psc) -> None:
    """Practice calls take no part in anybody's figures."""
    if psc.training:
        raise Refused("review_in_training")
