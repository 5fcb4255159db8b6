"""What the advice endpoints take and answer."""

from typing import Annotated

from pydantic import BaseModel, Field

from dispatch.advice.where import HelpKind
from dispatch.commands import CommandBody
from dispatch.domain.words import FragileReason, Grade
from dispatch.http.fields import Key, Phone


class GiveAdvice(CommandBody):
    """The caller said the danger signs back, knows where to go, and is promised a call.

    `alone`: nobody is with the patient. `phone` is the number to call where the case's calls have none.
    """

    danger_signs: Annotated[list[Key], Field(max_length=60)]
    go_to: Key
    alone: bool
    phone: Phone | None = None


class DangerSignDocument(BaseModel):
    id: str
    say: str
    say_en: str
    perlu_tanda_tangan: bool


class HelpDocument(BaseModel):
    """A place to go to. `opens_at` is null where it is open on arrival, `closes_at` where it never shuts."""

    facility_id: str
    kind: HelpKind
    name: str
    address: str | None
    phone: str | None
    travel_s: float | None
    opens_at: str | None
    closes_at: str | None
    verified: bool


class AdviceDocument(BaseModel):
    """What this caller has to hear before the case can be closed on advice.

    `fragile` is why they are called back within `callback_fragile_s` instead of `callback_s`, apart from being alone.
    """

    danger_signs: list[DangerSignDocument]
    places: list[HelpDocument]
    fragile: list[FragileReason]
    callback_s: float
    callback_fragile_s: float
    callback_verified: bool
    phone_known: bool
    clinicians: list[Grade]
