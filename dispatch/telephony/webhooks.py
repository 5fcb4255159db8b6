"""What Twilio asks and tells us: open to the world, guarded by Twilio's signature over the public address.

On the number in Twilio's console: "a call comes in" → `…/voice` (`?channel=telepon_lokal` for a number that is not
119), "call status changes" → `…/status`. Callbacks come late, twice and in any order; each is taken as often as it
comes.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import structlog
from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from dispatch.core import Core, Psc
from dispatch.domain.refusal import Missing
from dispatch.domain.words import CallState, Channel
from dispatch.guards import InCore, InPsc
from dispatch.http.guarded import guard
from dispatch.http.problems import DatabaseUnavailable, Forbidden, Invalid, NotFound
from dispatch.store.pool import DatabaseAway
from dispatch.telephony import incoming, twiml
from dispatch.telephony.telephony import list_desks

if TYPE_CHECKING:
    from dispatch.telephony.twilio_provider import TwilioProvider

log = structlog.get_logger()

SIGNATURE_HEADER = "x-twilio-signature"
ENDED = frozenset(("completed", "busy", "failed", "no-answer", "canceled"))
TALKED = frozenset(("completed", "answered"))

router = APIRouter(prefix="/api/telephony/twilio/{psc}", tags=["telephony"])


@dataclass(frozen=True, slots=True)
class Webhook:
    """A request that Twilio made, for a PSC that serves real callers."""

    core: Core
    psc: Psc
    twilio: "TwilioProvider"
    form: dict[str, str]

    @property
    def leg_id(self) -> str:
        leg_id = self.form.get("CallSid", "")
        if not 0 < len(leg_id) <= 64:
            raise Invalid([{"field": "CallSid", "message": "CallSid tidak ada"}])
        return leg_id

    @property
    def callbacks(self) -> twiml.Callbacks:
        return self.twilio.callbacks(self.psc.key)


@guard
async def signed_by_twilio(request: Request, core: InCore, psc: InPsc) -> Webhook:
    """Let through what Twilio signed.

    Raises:
        NotFound: no Twilio account is configured, or the PSC is one for practice: real callers never ring there.
        Forbidden: the signature is missing or not Twilio's.
    """
    twilio = core.telephony.twilio if core.telephony is not None else None
    if twilio is None or psc.training:
        raise NotFound(kind="telephony", id=psc.key)
    form = await request.form()
    fields = {name: value for name, value in form.multi_items() if isinstance(value, str)}
    query = f"?{request.url.query}" if request.url.query else ""
    signature = request.headers.get(SIGNATURE_HEADER, "")
    # A file, or a field twice, is nothing Twilio sends: it does not survive into `fields`.
    if len(fields) != len(form.multi_items()) or not twilio.is_signed(request.url.path + query, fields, signature):
        log.warning("telephony.unsigned", psc=psc.key, path=request.url.path)
        raise Forbidden
    core.telephony.is_heard()
    return Webhook(core, psc, twilio, fields)


Signed = Annotated[Webhook, Depends(signed_by_twilio)]


@router.post("/voice")
async def voice(hook: Signed, channel: Channel = Channel.LINE_119) -> Response:
    """A caller is on the line: the call appears on the board and every desk rings, again after each time in vain.

    The caller comes before the record: with the database away the desks ring all the same.
    """
    try:
        phone = incoming.find_caller_number(hook.form.get("From"))
        await incoming.ring(
            hook.core, hook.psc, provider=hook.twilio.name, leg_id=hook.leg_id, channel=channel, phone=phone
        )
    except (DatabaseAway, DatabaseUnavailable) as error:
        # No traceback: its frames hold the caller's number.
        log.error("telephony.ring_not_recorded", psc=hook.psc.key, leg_id=hook.leg_id, fault=type(error).__name__)
    if await _is_closed(hook):
        return _xml(twiml.hang_up())
    return _xml(twiml.ring_desks(list_desks(hook.psc), hook.callbacks))


@router.post("/dialled")
async def dialled(hook: Signed) -> Response:
    """The desks have stopped ringing: after a talk the line ends; a caller who is still there is not given up."""
    if hook.form.get("CallStatus") in ENDED:
        await _end(hook)
        return _xml(twiml.nothing())
    if hook.form.get("DialCallStatus") in TALKED or await _is_closed(hook):
        return _xml(twiml.hang_up())
    log.warning("telephony.no_desk_answered", psc=hook.psc.key, leg_id=hook.leg_id)
    return _xml(twiml.ring_again(hook.callbacks))


@router.post("/status")
async def status(hook: Signed) -> Response:
    """How a line is: a caller's, or that of a desk which rings for one (it names its parent)."""
    state, parent = hook.form.get("CallStatus"), hook.form.get("ParentCallSid")
    if parent is not None:
        log.info("telephony.desk", psc=hook.psc.key, leg_id=parent, desk=_find_desk(hook), state=state)
    elif state in ENDED:
        await _end(hook)
    return _xml(twiml.nothing())


async def _end(hook: Webhook) -> None:
    try:
        await incoming.end(hook.core, hook.psc, provider=hook.twilio.name, leg_id=hook.leg_id)
    except Missing:
        log.warning("telephony.unknown_leg", psc=hook.psc.key, leg_id=hook.leg_id)


async def _is_closed(hook: Webhook) -> bool:
    """Whether operators are done with the call. Not knowing means no: the caller stays on the line."""
    try:
        state = await incoming.find_state(hook.core, hook.psc, provider=hook.twilio.name, leg_id=hook.leg_id)
    except DatabaseAway:
        return False
    return state is CallState.CLOSED


def _find_desk(hook: Webhook) -> str | None:
    number = hook.form.get("To")
    return next((line.id for line in hook.psc.city.operator_lines if line.number == number), None)


def _xml(document: str) -> Response:
    return Response(document, media_type="application/xml")
