"""What events make of protocol rows. At most one of them is in use."""

from dispatch.domain.board import Board
from dispatch.domain.event import Event


def _drafted(board: Board, event: Event) -> None:
    board.put(
        "protocol",
        event.subjects[0],
        {
            "id": event.subjects[0],
            **event.data,
            "drafted_at": event.occurred_at,
            "drafted_by": event.actor,
            "verification": None,
            "signature": None,
            "in_use": False,
            "used": [],
        },
    )


def _verified(board: Board, event: Event) -> None:
    found = {**event.data["found"], "at": event.occurred_at, "by": event.actor}
    board.update("protocol", event.subjects[0], verification=found)


def _signed(board: Board, event: Event) -> None:
    board.update("protocol", event.subjects[0], signature={"at": event.occurred_at, "by": event.actor, **event.data})


def _put_in_use(board: Board, event: Event) -> None:
    before = event.data["before"]
    if before is not None:  # first, because the database lets no two be in use
        *earlier, last = board.get("protocol", before)["used"]
        board.update("protocol", before, in_use=False, used=[*earlier, {**last, "until_at": event.occurred_at}])
    version = event.subjects[0]
    use = {"from_at": event.occurred_at, "by": event.actor, "until_at": None}
    board.update("protocol", version, in_use=True, used=[*board.get("protocol", version)["used"], use])


HANDLERS = {
    "protocol.drafted": _drafted,
    "protocol.verified": _verified,
    "protocol.signed": _signed,
    "protocol.put_in_use": _put_in_use,
}
