"""Protocol versions: checked, signed, in use."""

from typing import NotRequired

from typing_extensions import TypedDict

from dispatch.domain.rows.shared import Actor, Instant
from dispatch.domain.words import ProtocolOrigin


class ProtocolCheck(TypedDict):
    """One property of a protocol over all its parts."""

    property_id: str
    title: str
    methods: list[str]
    parts: int
    cases: int
    violations: int


class Said(TypedDict):
    """A sentence in both languages."""

    id: str
    en: str


class CaseOtherwise(TypedDict):
    """A worked case that comes out otherwise than its source expects, or a group of them that cannot be read.

    `in_words` says the faults in both languages; it is not in what the verifier found earlier.
    """

    where: str
    shows: str
    faults: list[str]
    in_words: NotRequired[list[Said]]


class Verification(TypedDict):
    """What the verifier found. `unproven` are the parts for which only the form of the rules was checked.

    `in_words` says the violations in both languages; it is not in what was found earlier.
    """

    cards: int
    scripts: int
    answer_sets: int
    seconds: float
    solver: bool
    checks: list[ProtocolCheck]
    violations: list[str]
    in_words: NotRequired[list[Said]]
    unproven: list[str]
    cases_run: int
    cases_otherwise: list[CaseOtherwise]
    at: Instant
    by: Actor


class ProtocolSignature(TypedDict):
    """Who signed which version, and how many worked cases were accepted to come out otherwise, why.

    `password_confirmed` is not in signatures of before the password was asked again.
    """

    at: Instant
    by: Actor
    cases_accepted: int
    reason: str | None
    password_confirmed: NotRequired[bool]


class ProtocolUse(TypedDict):
    from_at: Instant
    by: Actor
    until_at: Instant | None


class ProtocolRow(TypedDict):
    """One protocol version; its content stands apart under the same hash and never changes."""

    id: str
    title: str
    title_en: str
    cards: int
    origin: ProtocolOrigin
    made_from: str | None
    file_name: str | None
    drafted_at: Instant
    drafted_by: Actor
    verification: Verification | None
    signature: ProtocolSignature | None
    in_use: bool
    used: list[ProtocolUse]
