"""What the protocol endpoints take and answer."""

from typing import Annotated, Any

from pydantic import Base64Bytes, BaseModel, Field, SecretStr

from dispatch.commands import CommandAnswer, CommandBody
from dispatch.domain.rows import Verification
from dispatch.http.fields import Line, Text

MOST_CASES = 10_000


class Upload(CommandBody):
    """A workbook as a draft."""

    file_name: Line
    workbook: Annotated[Base64Bytes, Field(max_length=4 * 1024 * 1024)]


class Sign(CommandBody):
    """A signature: the signatory's password again, and how many worked cases they saw come out otherwise."""

    password: Annotated[SecretStr, Field(min_length=1, max_length=128)]
    cases_accepted: Annotated[int, Field(ge=0, le=MOST_CASES)] = 0
    reason: Text | None = None


class Words(BaseModel):
    """Words in both languages."""

    id: str
    en: str


class DifferenceDocument(BaseModel):
    """One thing that a version says otherwise; `subject` is a card, `gate` or an instruction."""

    subject: str
    part: str | None
    words: Words


class ChangedCall(BaseModel):
    """A call of the last weeks that would get another colour; of the patient only age, sex and pregnancy."""

    incident_code: str
    before: str | None
    after: str | None
    lowered: bool
    words: Words


class DifferencesDocument(BaseModel):
    """What differs from the version `against`, and which calls already taken would get another colour."""

    version: str
    against: str
    differences: list[DifferenceDocument]
    calls_compared: int
    calls_unreadable: int
    calls_changed: list[ChangedCall]


class Drafted(BaseModel):
    version: str
    known_already: bool


class DraftAnswer(CommandAnswer):
    result: Drafted  # type: ignore[assignment]  # the API document says which result this is


class Verified(BaseModel):
    version: str
    found: dict[str, Any]


__all__ = ["ChangedCall", "DifferencesDocument", "DraftAnswer", "Sign", "Upload", "Verification", "Verified"]
