"""A triage as FHIR: its answers fit the questionnaire they were given to, and nobody's name is in it."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

import pytest

from exchange.fhir import Answered, Naming, checked, questionnaire, response
from exchange.fhir.links import PRIORITY
from tests.exchange.fhir.test_questionnaire import NAMING, packaged, walk
from triage import Context

ANSWERED = Answered(
    id="p:1",
    patient_id="p",
    card_id="nyeri_dada",
    version=packaged().version,
    complete=False,
    at="2026-11-01T08:00:00Z",
    author=("a", "Operator Uji"),
    gate={"sadar": "tidak_sadar", "napas": "normal", "hitung_napas": "teratur"},
    answers={"lama": "akut"},
    context=Context(age_years=60, sex="P"),
    results={PRIORITY: "merah"},
    determinants=("ND-M1",),
)


def shown(answered: Answered) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(checked(response(packaged(), answered, NAMING)))
    return document


def paths(items: list[dict[str, Any]], above: tuple[str, ...] = ()) -> set[tuple[str, ...]]:
    found = set()
    for item in items:
        here = (*above, item["linkId"])
        found |= {here, *paths(item.get("item", []), here)}
    return found


def test_every_answer_stands_where_the_questionnaire_asks_it_with_a_code_it_offers() -> None:
    document = shown(ANSWERED)
    card = json.loads(checked(questionnaire(packaged(), "nyeri_dada", NAMING)))
    assert document["questionnaire"] == f"{card['url']}|{card['version']}"
    assert paths(document["item"]) <= paths(card["item"])
    offered = {
        item["linkId"]: {(one["valueCoding"]["system"], one["valueCoding"]["code"]) for one in item["answerOption"]}
        for item in walk(card["item"])
        if "answerOption" in item
    }
    given = {
        item["linkId"]: item["answer"][0]["valueCoding"]
        for item in walk(document["item"])
        if "valueCoding" in item.get("answer", [{}])[0]
    }
    assert {"gate.sadar", "gate.hitung_napas", "card.lama", "patient.sex", PRIORITY} <= set(given)
    for link, coding in given.items():
        assert (coding["system"], coding["code"]) in offered[link]


def test_whose_it_is_stands_as_an_identifier_and_how_far_it_went_as_status() -> None:
    document = shown(ANSWERED)
    assert document["subject"]["identifier"]["value"] == "p"
    assert "display" not in document["subject"]
    assert document["status"] == "in-progress"
    assert shown(dataclasses.replace(ANSWERED, complete=True))["status"] == "completed"


def test_answers_of_another_version_keep_their_codes_and_borrow_no_words() -> None:
    document = shown(dataclasses.replace(ANSWERED, version="0" * 64))
    assert document["questionnaire"].endswith("|" + "0" * 64)
    answers = [item for item in walk(document["item"]) if item["linkId"].startswith(("gate.", "card."))]
    assert {item["linkId"] for item in answers} >= {"gate.sadar", "card.lama"}
    assert all("text" not in item and "display" not in item["answer"][0]["valueCoding"] for item in answers)


def test_what_fhir_does_not_know_is_refused() -> None:
    with pytest.raises(ValueError, match="linkId"):
        checked({**response(packaged(), ANSWERED, Naming("x")), "item": [{"text": "tanpa nama"}]})
