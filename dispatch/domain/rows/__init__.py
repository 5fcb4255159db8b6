"""The rows that tables keep and screens show: one shape for both.

In the tables every field marked `Sealed` holds ciphertext (see `dispatch.store.sealing`); a viewer receives it opened,
masked, or as the mark of an erased subject. The domain copies sealed values verbatim and never looks inside.
Times are ISO 8601 in UTC with a trailing `Z`.
"""

from dispatch.domain.rows.call import Callback, CallbackAttempt, CallRow, DoctorOnLine, DoctorSaid, SpokenIn
from dispatch.domain.rows.closure import ClosureRow, CutOff, Extent
from dispatch.domain.rows.deadline import DeadlineRow
from dispatch.domain.rows.hospital import CapacityRow, HandoverRow
from dispatch.domain.rows.incident import (
    AdviceGiven,
    DangerSignRead,
    GoTo,
    IncidentRow,
    Note,
    Resuscitation,
    TriageSummary,
)
from dispatch.domain.rows.mass_casualty import ColourCounts, HospitalCounts, MassCasualty, Methane, Sector, VictimCounts
from dispatch.domain.rows.patient import (
    AdvisedBefore,
    HeldTag,
    PatientRow,
    RaiseFound,
    SbarReport,
    SbarWords,
    ScoreFound,
    Tag,
    TagReport,
    VitalFindings,
    VitalsTaken,
)
from dispatch.domain.rows.protocol import (
    CaseOtherwise,
    ProtocolCheck,
    ProtocolRow,
    ProtocolSignature,
    ProtocolUse,
    Said,
    Verification,
)
from dispatch.domain.rows.review import (
    CaseReview,
    Complaint,
    CriterionScore,
    Drawing,
    ReviewedCase,
    ReviewRow,
    ReviewVersion,
)
from dispatch.domain.rows.shared import SEALED, Actor, Instant, Place, Row, SealedText
from dispatch.domain.rows.task import AmbulanceClock, CrewMember, Eta, Report, SetAside, Stamp, TaskRow, TransportAsked
from dispatch.domain.rows.unit import PersonRow, SeatRow, UnitRow

__all__ = [
    "SEALED",
    "Actor",
    "AdviceGiven",
    "AdvisedBefore",
    "AmbulanceClock",
    "CallRow",
    "Callback",
    "CallbackAttempt",
    "CapacityRow",
    "CaseOtherwise",
    "CaseReview",
    "ClosureRow",
    "ColourCounts",
    "Complaint",
    "CrewMember",
    "CriterionScore",
    "CutOff",
    "DangerSignRead",
    "DeadlineRow",
    "DoctorOnLine",
    "DoctorSaid",
    "Drawing",
    "Eta",
    "Extent",
    "GoTo",
    "HandoverRow",
    "HeldTag",
    "HospitalCounts",
    "IncidentRow",
    "Instant",
    "MassCasualty",
    "Methane",
    "Note",
    "PatientRow",
    "PersonRow",
    "Place",
    "ProtocolCheck",
    "ProtocolRow",
    "ProtocolSignature",
    "ProtocolUse",
    "RaiseFound",
    "Report",
    "Resuscitation",
    "ReviewRow",
    "ReviewVersion",
    "ReviewedCase",
    "Row",
    "Said",
    "SbarReport",
    "SbarWords",
    "ScoreFound",
    "SealedText",
    "SeatRow",
    "Sector",
    "SetAside",
    "SpokenIn",
    "Stamp",
    "Tag",
    "TagReport",
    "TaskRow",
    "TransportAsked",
    "TriageSummary",
    "UnitRow",
    "Verification",
    "VictimCounts",
    "VitalFindings",
    "VitalsTaken",
]
