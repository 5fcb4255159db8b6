"""Random telephone interviews for property tests."""

from dataclasses import dataclass, replace

from hypothesis import strategies as st

from triage import Assessment, Context, Priority, Protocol, evaluate, load_protocol
from triage.model import Question

PROTOCOL = load_protocol()


@dataclass(frozen=True)
class Interview:
    """What an operator has so far."""

    card_id: str
    gate: dict[str, str]
    answers: dict[str, str]
    context: Context

    def assess(self, protocol: Protocol = PROTOCOL) -> Assessment:
        return evaluate(protocol, card_id=self.card_id, gate=self.gate, answers=self.answers, context=self.context)

    def with_answer(self, key: str, option_id: str) -> "Interview":
        """The same with one more or another answer; gate questions are named ``gate.sadar``."""
        if key.startswith("gate."):
            return replace(self, gate=self.gate | {key.removeprefix("gate."): option_id})
        return replace(self, answers=self.answers | {key: option_id})


def severity(assessment: Assessment) -> int:
    """-1 untriaged, 0 hijau … 2 merah."""
    return -1 if assessment.priority is None else assessment.priority.severity


def list_questions(card_id: str) -> dict[str, Question]:
    """Every question of the gate and the card, by the key `Interview.with_answer` takes."""
    gate = {f"gate.{one.id}": one for one in PROTOCOL.gate.questions}
    return gate | dict(PROTOCOL.cards[card_id].by_id)


def is_red(assessment: Assessment) -> bool:
    return assessment.priority is Priority.MERAH


contexts = st.builds(
    Context,
    age_years=st.none()
    | st.sampled_from([0.0, 0.5, 1.0, 4.9, 5.0, 8.0, 34.5, 35.0, 35.5, 50.0, 50.5, 130.0])
    | st.floats(min_value=0, max_value=130),
    sex=st.sampled_from([None, "L", "P"]),
    pregnant=st.sampled_from([None, False, True]),
)


@st.composite
def interviews(draw: st.DrawFn, *, full: bool = False) -> Interview:
    """Any card with any answers; `full` answers every question of gate and card."""
    card_id = draw(st.sampled_from(sorted(PROTOCOL.cards)))
    interview = Interview(card_id, {}, {}, draw(contexts))
    for key, question in list_questions(card_id).items():
        options = [option.id for option in question.options]
        chosen = draw(st.sampled_from(options) if full else st.none() | st.sampled_from(options))
        if chosen is not None:
            interview = interview.with_answer(key, chosen)
    return interview


def assess(card_id: str, answers: dict[str, str], context: Context, *, napas: str = "normal") -> Assessment:
    """A whole interview of somebody awake: what is not named has its best answer."""
    card = PROTOCOL.cards[card_id]
    whole = {question.id: question.options[0].id for question in card.questions} | answers
    gate = {"sadar": "sadar", "napas": napas}
    return evaluate(PROTOCOL, card_id=card_id, gate=gate, answers=whole, context=context)
