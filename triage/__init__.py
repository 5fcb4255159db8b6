"""Protocol cards as data, and the engine that runs and verifies them; knows nothing of dispatch."""

from triage.cases import Case, CaseResult, Cases, load_cases, run_cases
from triage.danger_signs import DangerSign, DangerSigns, load_danger_signs
from triage.difference import AnswerSet, Change, Difference, compare_versions, describe_difference
from triage.document import protocol_document
from triage.engine import Assessment, Category, evaluate, list_unasked
from triage.errors import ProtocolError, TriageInputError
from triage.lay_words import LayWords, Suggestion, lay_words_within, load_lay_words
from triage.load import load_protocol
from triage.model import Card, Context, Gate, Language, Protocol
from triage.verifier import Check, VerificationReport, verify
from triage.vocabulary import Alert, Capability, Destination, Disposition, Lifting, Priority, Safety, Transport

__all__ = [
    "Alert",
    "AnswerSet",
    "Assessment",
    "Capability",
    "Card",
    "Case",
    "CaseResult",
    "Cases",
    "Category",
    "Change",
    "Check",
    "Context",
    "DangerSign",
    "DangerSigns",
    "Destination",
    "Difference",
    "Disposition",
    "Gate",
    "Language",
    "LayWords",
    "Lifting",
    "Priority",
    "Protocol",
    "ProtocolError",
    "Safety",
    "Suggestion",
    "Transport",
    "TriageInputError",
    "VerificationReport",
    "compare_versions",
    "describe_difference",
    "evaluate",
    "lay_words_within",
    "list_unasked",
    "load_cases",
    "load_danger_signs",
    "load_lay_words",
    "load_protocol",
    "protocol_document",
    "run_cases",
    "verify",
]
