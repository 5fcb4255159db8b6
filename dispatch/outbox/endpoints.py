"""Which messages have not left the house, for those who must know."""

from typing import Any

from fastapi import APIRouter

from dispatch.guards import InCore, InPsc, Staff
from dispatch.outbox import table

SHOWN = 200

router = APIRouter(prefix="/api/psc/{psc}", tags=["outbox"])


@router.get("/outbox")
async def list_outbox(psc: InPsc, core: InCore, _: Staff) -> dict[str, Any]:
    """Waiting and failed messages: channel, age, tries and why not yet. Never what they say, nor to whom."""
    state = await table.read_state(core.db, [psc.stream])
    return {
        "waiting": state.waiting,
        "failed": state.failed,
        "oldest_age_s": state.oldest_age_s,
        "messages": await table.list_waiting(core.db, psc.stream, limit=SHOWN),
    }
