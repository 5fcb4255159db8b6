"""The gate before every card: is the patient conscious, is the breathing normal.

Its rows are data like any card's. What is special lives here: a row that resuscitates dominates every card, a
seizure sends the operator back to the first question, and what is not yet answered may still be the worst.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from triage.errors import TriageInputError
from triage.model import GATE_PREFIX, Context, Determinant, Gate, Option, Question, Ranks


def read_options(questions: Mapping[str, Question], answers: Mapping[str, str], *, where: str) -> dict[str, Option]:
    """The option of every answer, by question id.

    Raises:
        TriageInputError: an answer names an unknown question or option.
    """
    chosen: dict[str, Option] = {}
    for question_id, option_id in answers.items():
        question = questions.get(question_id)
        if question is None:
            raise TriageInputError(what="question", where=where, given=question_id, allowed=questions)
        option = question.find_option(option_id)
        if option is None:
            raise TriageInputError(
                what="option",
                where=f"{where}, question {question_id}",
                given=option_id,
                allowed=(one.id for one in question.options),
            )
        chosen[question_id] = option
    return chosen


def prefixed(gate_ranks: Ranks) -> dict[str, int]:
    """Gate ranks under the names that rows use for them (``gate.sadar``)."""
    return {GATE_PREFIX + question_id: rank for question_id, rank in gate_ranks.items()}


def find_forcing_row(matched: list[Determinant]) -> Determinant | None:
    """The row that starts resuscitation whatever the card says, or None."""
    return next((row for row in matched if row.resuscitate), None)


def cannot_exclude_arrest(gate: Gate, gate_ranks: Ranks, context: Context) -> bool:
    """Whether resuscitation would start if every open gate question got its worst answer."""
    worst = {question.id: question.worst_rank for question in gate.questions} | dict(gate_ranks)
    ranks = prefixed(worst)
    return any(row.resuscitate and row.when.holds(ranks, context) for row in gate.determinants)


def has_to_be_asked_again(chosen: Iterable[Option]) -> bool:
    """Whether an answer will only be true for a while (a seizure) and the gate has to be asked again after it."""
    return any(option.ask_again for option in chosen)


def find_next_gate_question(gate: Gate, answers: Mapping[str, str], gate_ranks: Ranks, context: Context) -> str | None:
    """The gate question to ask now, or None."""
    ranks = prefixed(gate_ranks)
    for question in gate.questions:
        if question.id not in answers and question.ask_when.holds(ranks, context):
            return question.id
    return None
