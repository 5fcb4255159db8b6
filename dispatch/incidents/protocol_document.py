"""The shape of the protocol document, for the API document and the screens' types. The document itself is triage's."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from dispatch.domain.words import Disposition, Priority, Transport


class _Part(BaseModel):
    # A field that the document has and this does not would be one that no screen knows of: a test refuses it.
    model_config = ConfigDict(extra="forbid")


class _Effects(_Part):
    capabilities: list[str]
    destination_needs: list[str]
    safety_needs: list[str]
    lifting_needs: list[str]
    alerts: list[str]
    instructions: list[str]


class PartitionDocument(_Part):
    """Some of all patients, by age and sex; null is no limit."""

    above_years: float | None
    above_inclusive: bool
    below_years: float | None
    below_inclusive: bool
    sex: str | None
    pregnant: bool | None


class WhenDocument(_Part):
    """Holds when each named question is answered at least so badly, for these patients."""

    at_least: dict[str, str]
    context: PartitionDocument


class OptionDocument(_Effects):
    id: str
    label: str
    rank: int
    note: bool
    ask_again: bool
    withholds_resuscitation: bool
    transport: Transport | None
    sources: list[str]
    perlu_tanda_tangan: bool


class QuestionDocument(_Part):
    """A question with the words to say. After `answer_within_s` without an answer, `silence` is the answer."""

    id: str
    text: str
    help: str | None
    options: list[OptionDocument]
    ask_when: WhenDocument
    after_merah: bool
    answer_within_s: float | None
    silence: str | None


class GateDocument(_Part):
    questions: list[QuestionDocument]
    determinants: list[str]


class CardDocument(_Part):
    id: str
    number: int
    title: str
    kategori: str
    spesifikasi: str
    icd10: str | None
    resuscitates: bool
    questions: list[QuestionDocument]
    determinants: list[str]
    sources: list[str]


class DeterminantDocument(_Effects):
    id: str
    priority: Priority
    reason: str
    when: WhenDocument
    disposition: Disposition
    transport: Transport
    resuscitate: bool
    opens_card: str | None
    icd10: str | None
    sources: list[str]
    perlu_tanda_tangan: bool


class ReplyDocument(_Part):
    """What the caller answered. Exactly one of: another node, another graph, gate answers, the gate asked again."""

    id: str
    label: str
    next: str | None
    graph: str | None
    gate: dict[str, str] | None
    ask_gate: bool


class NodeDocument(_Part):
    id: str
    say: str
    note: str | None
    metronome_bpm: int | None
    counts_compressions: bool
    check_every_s: float | None
    end: bool
    replies: list[ReplyDocument]


class InstructionDocument(_Part):
    id: str
    title: str
    order: int
    start: str
    during_resuscitation: bool
    perlu_tanda_tangan: bool
    sources: list[str]
    nodes: dict[str, NodeDocument]


class ScriptDocument(_Part):
    """The script of chest compressions for patients younger than this; the last has no limit."""

    id: str
    below_years: float | None


class ResuscitationDocument(_Part):
    card: str | None
    scripts: list[ScriptDocument]


class SignatureDocument(_Part):
    name: str
    signed_at: str


class SourceDocument(_Part):
    title: str
    reference: str
    confirmed: bool


class WordsDocument(_Part):
    """A question or a step in one language; what is null or absent is said in Indonesian."""

    said: str | None
    answers: dict[str, str]


class SpokenLanguageDocument(_Part):
    """A language the script is spoken in. Questions are named `gate.<id>` and `<card>.<id>`, steps `<graph>.<id>`; both
    are empty for the document's own language. `perlu_tanda_tangan`: no native speaker has signed the words."""

    code: str
    name: str
    perlu_tanda_tangan: bool
    sources: list[str]
    count: list[str]
    phrases: dict[str, str]
    questions: dict[str, WordsDocument]
    nodes: dict[str, WordsDocument]


class ProtocolDocument(_Part):
    """Everything a screen needs to ask, show and read aloud, in one language."""

    version: str
    title: str
    language: Literal["id", "en"]
    signed: bool
    signature: SignatureDocument | None
    gate: GateDocument
    cards: list[CardDocument]
    determinants: dict[str, DeterminantDocument]
    instructions: dict[str, InstructionDocument]
    resuscitation: ResuscitationDocument
    priorities: list[Priority]
    sources: dict[str, SourceDocument]
    labels: dict[str, str]
    languages: list[SpokenLanguageDocument]
