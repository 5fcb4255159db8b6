"""Every card as FHIR says the same questions and answers, and asks them when the engine does."""

from __future__ import annotations

import dataclasses
import json
import operator as op
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exchange.fhir import Naming, bundle, checked, questionnaire
from exchange.fhir.conditions import clauses_of, partition_clauses
from triage import Context, Protocol, load_protocol
from triage.model import GATE_PREFIX, Partition, Question, Signature

NAMING = Naming("tanjungpinang")
TRANSLATION = "http://hl7.org/fhir/StructureDefinition/translation"
COMPARED = {"=": op.eq, ">=": op.ge, ">": op.gt, "<=": op.le, "<": op.lt}
AGES = st.none() | st.sampled_from([0.0, 0.5, 11.9, 12.0, 35.0, 55.9, 56.0, 90.0])
CONTEXTS = st.builds(
    Context, age_years=AGES, sex=st.sampled_from([None, "L", "P"]), pregnant=st.sampled_from([None, True, False])
)
PARTITIONS = st.builds(
    Partition,
    above_years=st.sampled_from([None, 12.0, 35.0]),
    above_inclusive=st.booleans(),
    below_years=st.sampled_from([None, 35.0, 56.0]),
    below_inclusive=st.booleans(),
    sex=st.sampled_from([None, "L", "P"]),
    pregnant=st.booleans(),
)


@cache
def packaged() -> Protocol:
    return load_protocol()


@cache
def exported(card_id: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(checked(questionnaire(packaged(), card_id, NAMING)))
    return document


def walk(items: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for item in items:
        yield item
        yield from walk(item.get("item", []))


def english(holder: dict[str, Any], name: str) -> str | None:
    for extension in holder.get(f"_{name}", {}).get("extension", []):
        assert extension["url"] == TRANSLATION
        parts = {part["url"]: part for part in extension["extension"]}
        assert parts["lang"]["valueCode"] == "en"
        return str(parts["content"]["valueString"])
    return None


@pytest.mark.parametrize("card_id", list(packaged().cards))
def test_a_card_reads_back_to_the_same_questions_and_options(card_id: str) -> None:
    protocol, document = packaged(), exported(card_id)
    card = protocol.cards[card_id]
    items = {item["linkId"]: item for item in walk(document["item"])}
    wanted: dict[str, Question] = {f"gate.{one.id}": one for one in protocol.gate.questions}
    wanted |= {f"card.{one.id}": one for one in card.questions}
    found = [link for link, item in items.items() if item["type"] == "choice" and link.startswith(("gate.", "card."))]
    assert found == list(wanted), "in the order in which they are asked"
    for link, question in wanted.items():
        item = items[link]
        assert (item["text"], english(item, "text")) == (question.text.id, question.text.en)
        options = [option["valueCoding"] for option in item["answerOption"]]
        assert [(one["code"], one["display"], english(one, "display")) for one in options] == [
            (option.id, option.label.id, option.label.en) for option in question.options
        ]
        assert [one["extension"][0]["valueDecimal"] for one in options] == [option.rank for option in question.options]
        hint = items.get(f"{link}.help")
        assert (hint and hint["text"]) == (question.help and question.help.id)


def test_the_version_is_the_hash_and_the_status_says_what_is_signed() -> None:
    protocol, document = packaged(), exported("nyeri_dada")
    assert document["url"] == "urn:psc119:tanjungpinang:kuesioner:nyeri_dada"
    assert (document["version"], document["status"]) == (protocol.version, "draft")
    assert {one["code"] for one in document["code"]} == {"Medis Non Trauma", "Serangan Jantung"}
    assert document["useContext"][0]["valueCodeableConcept"]["coding"][0]["code"] == "R07.4"
    signed = dataclasses.replace(protocol, signature=Signature("dr. Uji", "2026-11-01T08:00:00Z", protocol.version))
    active = json.loads(checked(questionnaire(signed, "nyeri_dada", NAMING)))
    assert (active["status"], active["approvalDate"]) == ("active", "2026-11-01")
    other = dataclasses.replace(protocol, signature=Signature("dr. Uji", "2026-11-01", "0" * 64))
    assert questionnaire(other, "nyeri_dada", NAMING)["status"] == "draft"


def test_no_link_id_stands_twice_and_a_bundle_holds_every_card() -> None:
    document = json.loads(checked(bundle(questionnaire(packaged(), card, NAMING) for card in packaged().cards)))
    assert len(document["entry"]) == 36
    for entry in document["entry"]:
        links = [item["linkId"] for item in walk(entry["resource"]["item"])]
        assert len(links) == len(set(links))


def test_a_conditional_question_names_the_answers_that_open_it() -> None:
    items = {item["linkId"]: item for item in walk(exported("tidak_sadar")["item"])}
    opens = [test["answerCoding"]["code"] for test in items["gate.hitung_napas"]["enableWhen"]]
    assert opens == ["tidak_sadar", "tidak_tahu"]
    assert items["gate.hitung_napas"]["enableBehavior"] == "any"
    assert "enableWhen" not in items["gate.sadar"]


@settings(max_examples=300)
@given(PARTITIONS, CONTEXTS)
def test_fhir_excludes_whom_the_engine_excludes(partition: Partition, context: Context) -> None:
    said: dict[str, Any] = {
        "patient.age_years": context.age_years,
        "patient.sex": context.sex,
        "patient.pregnant": context.pregnant,
    }
    assert enabled(partition_clauses(partition, NAMING), said) == partition.cannot_exclude(context)


@settings(max_examples=300)
@given(st.data())
def test_fhir_asks_what_the_engine_asks(data: st.DataObject) -> None:
    protocol = packaged()
    card = protocol.cards[data.draw(st.sampled_from(list(protocol.cards)))]
    asked: Mapping[str, Question] = {
        **{GATE_PREFIX + one.id: one for one in protocol.gate.questions},
        **card.by_id,
    }
    chosen = {
        key: data.draw(st.none() | st.sampled_from(list(question.options)), label=key)
        for key, question in asked.items()
    }
    ranks = {key: option.rank for key, option in chosen.items() if option is not None}
    said = {
        key if key.startswith(GATE_PREFIX) else f"card.{key}": option.id if option else None
        for key, option in chosen.items()
    }
    for question in asked.values():
        clauses = clauses_of(question.ask_when, asked, NAMING, card.id)
        assert enabled(clauses, said) == question.ask_when.holds(ranks, Context())


def enabled(clauses: list[list[dict[str, Any]]], said: Mapping[str, Any]) -> bool:
    """As a FHIR form decides: a nested group's item shows only where the group shows."""
    return all(any(holds(test, said.get(test["question"])) for test in clause) for clause in clauses)


def holds(test: Mapping[str, Any], given: Any) -> bool:
    if test["operator"] == "exists":
        return (given is not None) == test["answerBoolean"]
    if given is None:
        return False
    wanted = next(value for name, value in test.items() if name.startswith("answer"))
    if isinstance(wanted, dict):
        wanted = wanted["code"]
    return bool(COMPARED[test["operator"]](given, wanted))
