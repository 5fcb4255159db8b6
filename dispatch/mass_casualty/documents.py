"""What the distribution endpoint answers."""

from typing import Annotated

from pydantic import BaseModel

from dispatch.domain.words import Priority
from dispatch.policy.distribution import Known, Why

Places = Annotated[dict[str, int], "by colour"]


class WhyDocument(BaseModel):
    """A reason of the policy with what it is about; catalogues turn it into a sentence."""

    code: Why
    hospital_id: str | None
    needs: list[str]
    value: float | None


class ProposalDocument(BaseModel):
    patient_id: str
    number: str
    colour: Priority
    needs: list[str]
    hospital_id: str | None
    known: Known | None
    reasons: list[WhyDocument]


class AnnouncedDocument(BaseModel):
    merah: int
    kuning: int
    hijau: int
    age_s: float


class ReceiverDocument(BaseModel):
    """A hospital as the proposal saw it. `taken` are victims meant for it that its word does not know yet."""

    id: str
    name: str
    travel_s: float | None
    known: Known
    capacity: AnnouncedDocument | None
    taken: Places


class DistributionDocument(BaseModel):
    at: str
    policy: str
    proposals: list[ProposalDocument]
    hospitals: list[ReceiverDocument]
