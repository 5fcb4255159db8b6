"""What the task endpoints take."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from dispatch.commands import CommandBody
from dispatch.domain.words import Outcome, Source, TaskState, TransportReason
from dispatch.http.fields import Key, Moment, Text

Step = Literal[
    TaskState.ACKNOWLEDGED,
    TaskState.EN_ROUTE,
    TaskState.AT_PIER,
    TaskState.ABOARD,
    TaskState.LANDED,
    TaskState.STAGED,
    TaskState.ON_SCENE,
    TaskState.WITH_PATIENT,
    TaskState.TRANSPORTING,
    TaskState.AT_DESTINATION,
    TaskState.CLEAR,
]
Spoken = Literal[Source.DEVICE, Source.RADIO, Source.TELEPHONE, Source.WHATSAPP]


class FromDevice(CommandBody):
    """A tap on a tablet, perhaps long ago: what its clock said then and says now, and who tapped."""

    sent_at: Moment | None = None
    counter: Annotated[int, Field(ge=0)] | None = None
    tapped_by: Key | None = None

    def asked(self) -> dict[str, Any]:
        """As every command, and without `sent_at`: a tap that is sent again is the same tap, sent later."""
        return self.model_dump(mode="json", exclude={"command_id", "sent_at"})


class Report(FromDevice):
    """A step of the work. An operator says by which way the word came; a tablet speaks for itself."""

    state: Step
    source: Spoken | None = None
    destination_id: Key | None = None
    outcome: Outcome | None = None


class Undo(FromDevice):
    command_id_undone: UUID


class Decline(FromDevice):
    reason: Text


class AskTransport(FromDevice):
    """A crew on scene needs an ambulance to carry the patient."""

    reason: TransportReason


class Cancel(CommandBody):
    reason: Text


class AcknowledgeCancel(FromDevice):
    """The crew has seen BATAL."""
