"""Twilio: lines and short messages. Imported only where an account is configured, for `twilio` takes long to import."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

from requests.exceptions import RequestException
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.request_validator import RequestValidator
from twilio.rest import Client

from cities.profile import OperatorLine
from dispatch.outbox.channels import DeliveryFailed, Outgoing
from dispatch.telephony import twiml
from dispatch.telephony.provider import Leg, ProviderFailed
from dispatch.telephony.settings import TwilioSettings

TIMEOUT_S = 8.0
# Refusals of a request that may be granted later: credentials or an account to be put right, too many requests.
_PASSING_STATUSES = frozenset((401, 403, 408, 409, 429))


class TwilioProvider:
    """Changes live calls and makes new ones by Twilio's REST interface, in a thread each."""

    name = "twilio"

    def __init__(self, settings: TwilioSettings, *, public_url: str) -> None:
        """
        Args:
            settings: the account.
            public_url: how Twilio reaches us; signatures are made over it.
        """
        self._settings, self._public_url = settings, public_url.rstrip("/")
        self._validator = RequestValidator(settings.auth_token)
        self._client = Client(
            settings.account_sid, settings.auth_token, http_client=TwilioHttpClient(timeout=TIMEOUT_S)
        )
        if settings.base_url is not None:
            self._client.api.base_url = settings.base_url

    def callbacks(self, psc: str) -> twiml.Callbacks:
        return twiml.Callbacks.of(self._public_url, psc)

    def is_signed(self, path_and_query: str, form: dict[str, str], signature: str) -> bool:
        """Whether Twilio made this request, by the validator of its own library."""
        return bool(self._validator.validate(self._public_url + path_and_query, form, signature))

    async def answer(self, leg: Leg) -> None:
        """Nothing to change: the desks ring since the call came in, and picking one up connects it."""

    async def hold(self, leg: Leg) -> None:
        await self._change(leg, twiml.hold(f"tunggu-{leg.call_id}"))

    async def transfer(self, leg: Leg, to: Sequence[str]) -> None:
        await self._change(leg, twiml.ring_desks(to, self.callbacks(leg.psc)))

    async def originate(self, to: str, line: OperatorLine) -> str:
        if line.number is None:
            raise ProviderFailed("line_without_number", refused=True)
        create, number = self._client.calls.create, line.number
        instructions = twiml.connect(to, self._settings.from_number)
        made = await self._call(lambda: create(to=number, from_=self._settings.from_number, twiml=instructions))
        return str(made.sid)

    async def _change(self, leg: Leg, instructions: str) -> None:
        if leg.leg_id is None:
            raise ProviderFailed("no_leg", refused=True)
        live = self._client.calls(leg.leg_id)
        await self._call(lambda: live.update(twiml=instructions))

    async def deliver(self, message: Outgoing) -> None:
        """Send a short message (a `Channel` of the outbox)."""
        to, text = message.payload.get("to"), message.payload.get("text")
        if not isinstance(to, str) or not isinstance(text, str):
            raise DeliveryFailed("no_recipient", for_good=True)
        create = self._client.messages.create
        try:
            await asyncio.to_thread(lambda: create(to=to, from_=self._settings.from_number, body=text))
        except TwilioRestException as error:
            raise DeliveryFailed(_reason(error), for_good=_is_refusal(error)) from error
        except (TwilioException, RequestException) as error:
            raise DeliveryFailed(type(error).__name__) from error

    async def _call(self, request: Callable[[], Any]) -> Any:
        try:
            return await asyncio.to_thread(request)
        except TwilioRestException as error:
            raise ProviderFailed(_reason(error), refused=_is_refusal(error)) from error
        except (TwilioException, RequestException) as error:
            raise ProviderFailed(type(error).__name__) from error


def _is_refusal(error: TwilioRestException) -> bool:
    """Whether asking the same again can only be refused again."""
    return 400 <= error.status < 500 and error.status not in _PASSING_STATUSES


def _reason(error: TwilioRestException) -> str:
    """The error's numbers; its words may quote the telephone number."""
    return f"twilio_{error.code or error.status}"
