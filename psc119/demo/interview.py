"""The interview between an operator and a caller who knows the script."""

from collections.abc import Mapping
from typing import Any

from psc119.demo.client import Document, Person
from psc119.demo.script import Complaint

MOST_QUESTIONS = 40


class Interview:
    """Asks what the protocol asks next, until it is complete or MERAH.

    Args:
        person: the operator, whose screen asks the server what the answers mean.
        protocol: the document of gate and cards.
    """

    def __init__(self, person: Person, protocol: Document, complaint: Complaint) -> None:
        self.person, self.complaint = person, complaint
        self.gate: dict[str, str] = {}
        self.answers: dict[str, str] = {}
        self.card: str | None = None
        self.assessment: Document = {}
        self._gate_questions = _first_options(protocol["gate"])
        self._questions = {card["id"]: _first_options(card) for card in protocol["cards"]}

    @property
    def asked(self) -> Document:
        """The body of a triage command."""
        about = {name: getattr(self.complaint, name) for name in ("age_years", "sex", "pregnant")}
        known = {name: value for name, value in about.items() if value is not None}
        return {"gate": dict(self.gate), "card": self.card, "answers": dict(self.answers), **known}

    async def ask_gate(self) -> Document:
        """The questions before every card; returns the assessment."""
        self.assessment = await self.person.evaluate(self.asked)
        while (question := self.assessment["next_gate_question"]) is not None:
            self.gate[question] = _answer(self.complaint.gate, self._gate_questions, question)
            self.assessment = await self.person.evaluate(self.asked)
        return self.assessment

    async def ask_card(self) -> Document:
        """The questions of the card; returns the assessment."""
        self.card = self.assessment.get("force_card") or self.complaint.card
        for _ in range(MOST_QUESTIONS):
            self.assessment = await self.person.evaluate(self.asked)
            question = self.assessment["next_question"]
            if question is None:
                break
            self.answers[question] = _answer(self.complaint.answers, self._questions[self.card], question)
        return self.assessment


def _first_options(part: Mapping[str, Any]) -> dict[str, str]:
    """The mildest option of each question."""
    return {question["id"]: question["options"][0]["id"] for question in part["questions"]}


def _answer(script: Mapping[str, str], mildest: Mapping[str, str], question: str) -> str:
    return script.get(question, mildest[question])
