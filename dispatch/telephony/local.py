"""The provider that needs no account: audio is on ordinary telephones, and what happens is only marked in the log."""

from collections.abc import Sequence
from uuid import uuid4

import structlog

from cities.profile import OperatorLine
from dispatch.telephony.provider import Leg

log = structlog.get_logger()


class LocalProvider:
    """Calls enter by the API or by demo's callers."""

    name = "local"

    async def answer(self, leg: Leg) -> None:
        _mark("answer", leg)

    async def hold(self, leg: Leg) -> None:
        _mark("hold", leg)

    async def transfer(self, leg: Leg, to: Sequence[str]) -> None:
        _mark("transfer", leg, desks=len(to))

    async def originate(self, to: str, line: OperatorLine) -> str:  # noqa: ARG002 - a caller's number is not logged
        leg_id = f"local-{uuid4()}"
        log.info("telephony.originate", provider=self.name, line=line.id, leg_id=leg_id)
        return leg_id


def _mark(action: str, leg: Leg, **facts: int) -> None:
    log.info(f"telephony.{action}", provider=LocalProvider.name, psc=leg.psc, call_id=leg.call_id, **facts)
