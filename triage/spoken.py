"""The languages that callers are spoken to in: words over the cards' Indonesian ones, sentence by sentence.

A language changes words only. Questions, answers and steps keep their ids, and no rule ever asks for a language.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from triage.model import GATE_PREFIX, Card, Gate, Instruction, Node, Question, Text

BASE = "id"
"""Indonesian: the cards' own words, and what is said where a language has none."""
ENGLISH = "en"
"""Its words stand in the cards too, beside the Indonesian ones."""
IN_CARDS = (BASE, ENGLISH)


@dataclass(frozen=True, slots=True)
class Words:
    """A question or a step of a script in one spoken language.

    Args:
        said: what is said; None falls back to Indonesian.
        answers: words of its options or replies by their ids; what is absent falls back as well.
    """

    said: str | None = None
    answers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SpokenLanguage:
    """One language that callers are spoken to in; it changes words only, never an id.

    Args:
        count: numbers as they are called out to the beat of the compressions.
        phrases: what is said around the questions (where, which number), by the ids of the Indonesian ones.
        questions: by ``gate.<question>`` and ``<card>.<question>``.
        nodes: by ``<instruction>.<node>``.
        needs_signature: no native speaker has signed the words.
    """

    code: str
    name: Text
    count: tuple[str, ...]
    phrases: Mapping[str, str]
    questions: Mapping[str, Words]
    nodes: Mapping[str, Words]
    sources: tuple[str, ...]
    needs_signature: bool


def list_questions(gate: Gate, cards: Mapping[str, Card]) -> dict[str, Question]:
    """Every question, by the name under which a language has its words."""
    found = {GATE_PREFIX + question.id: question for question in gate.questions}
    for card in cards.values():
        found |= {f"{card.id}.{question.id}": question for question in card.questions}
    return found


def list_nodes(graphs: Mapping[str, Instruction]) -> dict[str, Node]:
    """Every step of every instruction, by the name under which a language has its words."""
    return {f"{graph.id}.{node.id}": node for graph in graphs.values() for node in graph.nodes}


def words_in_cards(said: Text, answers: Mapping[str, Text], code: str) -> Words:
    """What the cards themselves say in Indonesian or English; English that nobody wrote is absent."""
    own = {key: words for key, label in answers.items() if (words := _written(label, code)) is not None}
    return Words(_written(said, code), own)


def _written(text: Text, code: str) -> str | None:
    return text.en if code == ENGLISH else text.id
