"""What a protocol is made of: questions with ordered answers, determinants that say "at least this bad"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple

from triage.errors import TriageInputError
from triage.vocabulary import Alert, Capability, Destination, Disposition, Lifting, Priority, Safety, Transport

if TYPE_CHECKING:
    from triage.spoken import SpokenLanguage

Language = Literal["id", "en"]
Sex = Literal["L", "P"]
Ranks = Mapping[str, int]

GATE_PREFIX = "gate."
# Pregnancy is asked of women of 12 to 55; at another known age only a stated one counts.
PREGNANCY_FROM_YEARS = 12
PREGNANCY_BELOW_YEARS = 56
UNKNOWN_ANSWER = "tidak_tahu"


class Place(NamedTuple):
    """Where something was read: a file inside the protocol folder, and a line from 1."""

    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Text:
    """Words for the screen: Indonesian always, English where written."""

    id: str
    en: str | None = None

    def in_language(self, language: Language) -> str:
        """The words in `language`, or the Indonesian ones when it has none."""
        return self.en if language == "en" and self.en else self.id


@dataclass(frozen=True, slots=True)
class Context:
    """What is known of the patient beside the answers; None means not known.

    Args:
        age_years: age in years, with a fraction for babies.
        sex: "L" (laki-laki) or "P" (perempuan).
        pregnant: whether she is pregnant, or gave birth within six weeks.
    """

    age_years: float | None = None
    sex: Sex | None = None
    pregnant: bool | None = None

    @property
    def may_be_pregnant(self) -> bool:
        """Whether she is pregnant or in childbed, or nobody asked and neither sex nor age excludes it."""
        if self.pregnant is not None:
            # A stated pregnancy outranks a sex or an age that was entered by mistake.
            return self.pregnant
        fertile = self.age_years is None or PREGNANCY_FROM_YEARS <= self.age_years < PREGNANCY_BELOW_YEARS
        return self.sex != "L" and fertile

    def __post_init__(self) -> None:
        # NaN fails both comparisons, so that it is refused and never read as "excluded".
        if self.age_years is not None and not 0 <= self.age_years <= 130:
            raise TriageInputError(
                what="context", where="context, age_years", given=str(self.age_years), allowed=("0 … 130",)
            )
        if self.sex not in (None, "L", "P"):
            raise TriageInputError(what="context", where="context, sex", given=str(self.sex), allowed=("L", "P"))


@dataclass(frozen=True, slots=True)
class Partition:
    """A part of all people: an age range, a sex, pregnancy. Empty means everybody."""

    above_years: float | None = None
    above_inclusive: bool = False
    below_years: float | None = None
    below_inclusive: bool = False
    sex: Sex | None = None
    pregnant: bool = False

    def cannot_exclude(self, context: Context) -> bool:
        """Whether the patient may belong here; what is not known never excludes."""
        age = context.age_years
        if age is not None:
            low, high = self.above_years, self.below_years
            if low is not None and (age < low or (age == low and not self.above_inclusive)):
                return False
            if high is not None and (age > high or (age == high and not self.below_inclusive)):
                return False
        if self.sex is not None and context.sex is not None and self.sex != context.sex:
            return False
        return not self.pregnant or context.may_be_pregnant

    @property
    def is_everybody(self) -> bool:
        """Whether it excludes nobody."""
        return self == Partition()


@dataclass(frozen=True, slots=True)
class Effects:
    """What an answer or a determinant brings besides the colour."""

    capabilities: frozenset[Capability] = frozenset()
    destinations: frozenset[Destination] = frozenset()
    safety: frozenset[Safety] = frozenset()
    lifting: frozenset[Lifting] = frozenset()
    alerts: frozenset[Alert] = frozenset()
    instructions: frozenset[str] = frozenset()

    @property
    def is_empty(self) -> bool:
        """Whether it brings nothing."""
        return self == Effects()


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to a question.

    Args:
        rank: 0 is the best answer; a higher rank is worse. Two options may share a rank.
        note: kept for the crew and the record; it moves neither colour nor effects.
        ask_again: the gate has to be asked again once this state ends (a seizure).
        transport: whether this answer alone means that the patient has to be carried, or None.
        sources: where it is written that not knowing may count as the best answer; otherwise empty.
        needs_signature: that is a proposal until the medical director signs.
        withholds_resuscitation: sure signs of death told by somebody trusted: no RJP is prompted, the colour stays.
    """

    id: str
    label: Text
    rank: int
    effects: Effects = Effects()
    note: bool = False
    ask_again: bool = False
    withholds_resuscitation: bool = False
    transport: Transport | None = None
    sources: tuple[str, ...] = ()
    needs_signature: bool = False


@dataclass(frozen=True, slots=True)
class When:
    """At-least conditions and a partition: true when every named answer is at least so bad.

    There is no negation and no equality, so that a worse answer can only make more of these true.
    """

    options: Mapping[str, str] = field(default_factory=dict)
    thresholds: tuple[tuple[str, int], ...] = ()
    partition: Partition = Partition()

    def holds(self, ranks: Ranks, context: Context) -> bool:
        """Whether it holds for these answers; an unanswered question counts as its best answer."""
        for key, least in self.thresholds:
            if ranks.get(key, 0) < least:
                return False
        return self.partition.cannot_exclude(context)

    @property
    def is_always(self) -> bool:
        """Whether it holds for everybody, whatever is answered."""
        return not self.thresholds and self.partition.is_everybody


@dataclass(frozen=True, slots=True)
class Question:
    """A question in the words to say.

    Args:
        ask_when: asked only when this holds; an answer given anyway still counts.
        after_merah: worth asking although the colour cannot change any more (safety, number of victims).
        answer_within_s: seconds after which silence is an answer, or None.
        silence: the option that silence means.
    """

    id: str
    text: Text
    options: tuple[Option, ...]
    ask_when: When = When()
    after_merah: bool = False
    help: Text | None = None
    answer_within_s: int | None = None
    silence: str | None = None

    @property
    def worst_rank(self) -> int:
        """The highest rank among its options."""
        return max(option.rank for option in self.options)

    def find_option(self, option_id: str) -> Option | None:
        """The option of that id, or None."""
        for option in self.options:
            if option.id == option_id:
                return option
        return None


@dataclass(frozen=True, slots=True)
class Example:
    """One case of a determinant: the answers, and what must come out."""

    card_id: str | None
    gate: Mapping[str, str]
    answers: Mapping[str, str]
    context: Context
    expect: Mapping[str, str]
    place: Place


@dataclass(frozen=True, slots=True)
class Determinant:
    """One row: when it holds, its colour and what it brings.

    Args:
        resuscitate: it starts resuscitation (gate only).
        opens_card: the card it leads to (gate only).
        needs_signature: its medical content is a proposal until the medical director signs.
        transport: whether such a patient has to be carried, whatever the colour.
    """

    id: str
    priority: Priority
    reason: Text
    when: When
    effects: Effects
    disposition: Disposition
    transport: Transport
    sources: tuple[str, ...]
    needs_signature: bool
    example: Example | None
    place: Place
    resuscitate: bool = False
    opens_card: str | None = None
    icd10: str | None = None

    @property
    def order(self) -> tuple[int, str]:
        """Sort key: worst first, then by id, so that the order of rows in a file never matters."""
        return (-self.priority.severity, self.id)


@dataclass(frozen=True)
class Gate:
    """The questions before every card, and what they decide alone."""

    questions: tuple[Question, ...]
    determinants: tuple[Determinant, ...]

    @cached_property
    def by_id(self) -> Mapping[str, Question]:
        """Its questions by id."""
        return {question.id: question for question in self.questions}


@dataclass(frozen=True)
class Card:
    """One complaint.

    Args:
        number: its place among the 36 complaints.
        resuscitates: choosing the card starts resuscitation unless the gate's answers exclude it.
        determinants: its own rows and the shared ones whose questions it asks.
    """

    id: str
    number: int
    title: Text
    kategori: str
    spesifikasi: str
    icd10: str
    sources: tuple[str, ...]
    questions: tuple[Question, ...]
    determinants: tuple[Determinant, ...]
    resuscitates: bool = False

    @cached_property
    def by_id(self) -> Mapping[str, Question]:
        """Its questions by id."""
        return {question.id: question for question in self.questions}


@dataclass(frozen=True, slots=True)
class Reply:
    """What the caller may answer to an instruction, and where it leads: exactly one of the four is set.

    Args:
        next: another node of this graph.
        graph: the start of another graph.
        gate: gate answers to record; the evaluation then says what to do.
        ask_gate: the gate is asked again from its first question.
    """

    id: str
    label: Text
    next: str | None = None
    graph: str | None = None
    gate: Mapping[str, str] = field(default_factory=dict)
    ask_gate: bool = False


@dataclass(frozen=True, slots=True)
class Node:
    """One thing to say.

    Args:
        note: a hint for the operator, not said aloud.
        metronome_bpm: beats a minute to play while it is on screen, with a compression counter; or None.
        check_every_s: seconds after which it is said again, or None.
        end: the graph ends here: the crew has arrived, or the call may close.
    """

    id: str
    say: Text
    replies: tuple[Reply, ...]
    note: Text | None = None
    metronome_bpm: int | None = None
    check_every_s: int | None = None
    end: bool = False


@dataclass(frozen=True)
class Instruction:
    """Pre-arrival instructions as a graph.

    Args:
        order: which instruction comes first when several apply; lower is earlier.
        during_resuscitation: still given while resuscitation runs.
    """

    id: str
    title: Text
    order: int
    start: str
    nodes: tuple[Node, ...]
    sources: tuple[str, ...]
    needs_signature: bool
    during_resuscitation: bool = False

    @cached_property
    def by_id(self) -> Mapping[str, Node]:
        """Its nodes by id."""
        return {node.id: node for node in self.nodes}


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """Where a rule comes from.

    Args:
        confirmed: read at the source; otherwise every row that uses it needs the medical director's signature.
    """

    id: str
    title: str
    reference: str
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Signature:
    """The medical director's signature under one version."""

    name: str
    signed_at: str
    version: str


@dataclass(frozen=True, slots=True)
class ScriptBand:
    """Which resuscitation script an age takes: patients younger than `below_years`, or everybody else."""

    script: str
    below_years: float | None


@dataclass(frozen=True)
class Protocol:
    """All cards, the gate, the instructions, and the version they have together.

    Args:
        version: sha256 over the canonical content; comments and layout of the files do not change it.
        baseline: what every case of a colour takes.
        labels: words for the vocabulary (colours, dispositions, needs), by name.
        languages: those the script can be spoken in, Indonesian first, by code; none in versions older than they are.
    """

    version: str
    title: Text
    gate: Gate
    cards: Mapping[str, Card]
    instructions: Mapping[str, Instruction]
    sources: Mapping[str, SourceDocument]
    baseline: Mapping[Priority, Effects]
    scripts: tuple[ScriptBand, ...]
    labels: Mapping[str, Text]
    signature: Signature | None = None
    languages: Mapping[str, SpokenLanguage] = field(default_factory=dict)

    @property
    def signed(self) -> bool:
        """Whether the medical director signed exactly this version; otherwise it is "belum disahkan"."""
        return self.signature is not None and self.signature.version == self.version

    def get_card(self, card_id: str) -> Card:
        """The card of that id.

        Raises:
            TriageInputError: there is none.
        """
        card = self.cards.get(card_id)
        if card is None:
            raise TriageInputError(what="card", where="protocol", given=card_id, allowed=self.cards)
        return card
