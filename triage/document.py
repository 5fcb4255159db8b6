"""The protocol as one JSON document: everything a screen needs to ask, show and read aloud."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from triage.model import (
    Card,
    Determinant,
    Effects,
    Instruction,
    Language,
    Node,
    Option,
    Partition,
    Protocol,
    Question,
    Reply,
    When,
)
from triage.spoken import SpokenLanguage, Words
from triage.vocabulary import Priority

Document = dict[str, Any]


def protocol_document(protocol: Protocol, language: Language) -> Document:
    """Everything screens need, in one language; words without a translation stay Indonesian.

    Returns:
        ``version``, ``signed``, ``signature``, ``gate``, ``cards`` (by number), ``determinants`` and ``instructions``
        (by id), ``resuscitation``, ``priorities`` (worst first), ``sources``, ``labels`` and ``languages`` (those the
        script is spoken in, Indonesian first); plain JSON values only.
    """
    rows = {row.id: row for row in protocol.gate.determinants}
    for card in protocol.cards.values():
        rows |= {row.id: row for row in card.determinants}
    signature = protocol.signature
    return {
        "version": protocol.version,
        "title": protocol.title.in_language(language),
        "language": language,
        "signed": protocol.signed,
        "signature": (
            {"name": signature.name, "signed_at": signature.signed_at} if signature and protocol.signed else None
        ),
        "gate": {
            "questions": [_question(one, language) for one in protocol.gate.questions],
            "determinants": [row.id for row in protocol.gate.determinants],
        },
        "cards": [_card(card, language) for card in protocol.cards.values()],
        "determinants": {row.id: _determinant(row, language) for row in rows.values()},
        "instructions": {one.id: _instruction(one, language) for one in protocol.instructions.values()},
        "resuscitation": {
            "card": next((card.id for card in protocol.cards.values() if card.resuscitates), None),
            "scripts": [{"id": band.script, "below_years": band.below_years} for band in protocol.scripts],
        },
        "priorities": [str(priority) for priority in sorted(Priority, key=lambda one: -one.severity)],
        "sources": {
            one.id: {"title": one.title, "reference": one.reference, "confirmed": one.confirmed}
            for one in protocol.sources.values()
        },
        "labels": {name: text.in_language(language) for name, text in protocol.labels.items()},
        "languages": [_spoken(one, language) for one in protocol.languages.values()],
    }


def _spoken(spoken: SpokenLanguage, language: Language) -> Document:
    """One spoken language. The document's own is empty here: its words stand in the questions and steps themselves."""
    own = spoken.code == language
    return {
        "code": spoken.code,
        "name": spoken.name.in_language(language),
        "perlu_tanda_tangan": spoken.needs_signature,
        "sources": list(spoken.sources),
        "count": list(spoken.count),
        "phrases": dict(spoken.phrases),
        "questions": {} if own else _words(spoken.questions),
        "nodes": {} if own else _words(spoken.nodes),
    }


def _words(words: Mapping[str, Words]) -> Document:
    return {key: {"said": one.said, "answers": dict(one.answers)} for key, one in words.items()}


def _card(card: Card, language: Language) -> Document:
    return {
        "id": card.id,
        "number": card.number,
        "title": card.title.in_language(language),
        "kategori": card.kategori,
        "spesifikasi": card.spesifikasi,
        "icd10": card.icd10,
        "resuscitates": card.resuscitates,
        "questions": [_question(question, language) for question in card.questions],
        "determinants": [row.id for row in card.determinants],
        "sources": list(card.sources),
    }


def _question(question: Question, language: Language) -> Document:
    return {
        "id": question.id,
        "text": question.text.in_language(language),
        "help": question.help.in_language(language) if question.help else None,
        "options": [_option(option, language) for option in question.options],
        "ask_when": _when(question.ask_when),
        "after_merah": question.after_merah,
        "answer_within_s": question.answer_within_s,
        "silence": question.silence,
    }


def _option(option: Option, language: Language) -> Document:
    return {
        "id": option.id,
        "label": option.label.in_language(language),
        "rank": option.rank,
        "note": option.note,
        "ask_again": option.ask_again,
        "withholds_resuscitation": option.withholds_resuscitation,
        "transport": None if option.transport is None else str(option.transport),
        "sources": list(option.sources),
        "perlu_tanda_tangan": option.needs_signature,
        **_effects(option.effects),
    }


def _when(when: When) -> Document:
    return {"at_least": dict(when.options), "context": _partition(when.partition)}


def _partition(part: Partition) -> Document:
    return {
        "above_years": part.above_years,
        "above_inclusive": part.above_inclusive,
        "below_years": part.below_years,
        "below_inclusive": part.below_inclusive,
        "sex": part.sex,
        "pregnant": part.pregnant,
    }


def _effects(effects: Effects) -> Document:
    return {
        "capabilities": sorted(effects.capabilities),
        "destination_needs": sorted(effects.destinations),
        "safety_needs": sorted(effects.safety),
        "lifting_needs": sorted(effects.lifting),
        "alerts": sorted(effects.alerts),
        "instructions": sorted(effects.instructions),
    }


def _determinant(row: Determinant, language: Language) -> Document:
    return {
        "id": row.id,
        "priority": str(row.priority),
        "reason": row.reason.in_language(language),
        "when": _when(row.when),
        "disposition": str(row.disposition),
        "transport": str(row.transport),
        "resuscitate": row.resuscitate,
        "opens_card": row.opens_card,
        "icd10": row.icd10,
        "sources": list(row.sources),
        "perlu_tanda_tangan": row.needs_signature,
        **_effects(row.effects),
    }


def _instruction(graph: Instruction, language: Language) -> Document:
    return {
        "id": graph.id,
        "title": graph.title.in_language(language),
        "order": graph.order,
        "start": graph.start,
        "during_resuscitation": graph.during_resuscitation,
        "perlu_tanda_tangan": graph.needs_signature,
        "sources": list(graph.sources),
        "nodes": {node.id: _node(node, language) for node in graph.nodes},
    }


def _node(node: Node, language: Language) -> Document:
    return {
        "id": node.id,
        "say": node.say.in_language(language),
        "note": node.note.in_language(language) if node.note else None,
        "metronome_bpm": node.metronome_bpm,
        "counts_compressions": node.metronome_bpm is not None,
        "check_every_s": node.check_every_s,
        "end": node.end,
        "replies": [_reply(reply, language) for reply in node.replies],
    }


def _reply(reply: Reply, language: Language) -> Document:
    return {
        "id": reply.id,
        "label": reply.label.in_language(language),
        "next": reply.next,
        "graph": reply.graph,
        "gate": dict(reply.gate) or None,
        "ask_gate": reply.ask_gate,
    }
