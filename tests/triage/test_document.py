"""The document that screens read."""

import json

import pytest

from tests.triage.interviews import PROTOCOL
from triage import Language, protocol_document
from triage.vocabulary import Alert, Capability, Destination, Disposition, Lifting, Priority, Safety, Transport


@pytest.mark.parametrize("language", ["id", "en"])
def test_it_is_plain_json_and_closed_under_its_own_names(language: Language) -> None:
    document = protocol_document(PROTOCOL, language)
    assert json.loads(json.dumps(document)) == document
    assert document["version"] == PROTOCOL.version
    assert document["signed"] is False
    rows, graphs = document["determinants"], document["instructions"]
    questions = list(document["gate"]["questions"])
    for card in document["cards"]:
        assert set(card["determinants"]) <= set(rows)
        questions += card["questions"]
    for question in questions:
        assert question["text"]
        for option in question["options"]:
            assert option["label"]
            assert set(option["instructions"]) <= set(graphs)
    for graph in graphs.values():
        assert graph["start"] in graph["nodes"]
        for node in graph["nodes"].values():
            assert node["end"] == (not node["replies"])
            for reply in node["replies"]:
                assert reply["next"] is None or reply["next"] in graph["nodes"]
                assert reply["graph"] is None or reply["graph"] in graphs
    assert {band["id"] for band in document["resuscitation"]["scripts"]} <= set(graphs)
    assert document["resuscitation"]["card"] == "henti_jantung"


def test_every_word_of_the_vocabulary_has_a_label() -> None:
    words = {
        str(word)
        for vocabulary in (Priority, Disposition, Transport, Capability, Destination, Safety, Lifting, Alert)
        for word in vocabulary
    }
    assert words <= set(protocol_document(PROTOCOL, "id")["labels"])


def test_english_is_complete_and_differs() -> None:
    indonesian, english = (protocol_document(PROTOCOL, language) for language in ("id", "en"))
    for card_id, card_en in zip(indonesian["cards"], english["cards"], strict=True):
        assert card_id["title"] != card_en["title"]
        for one, other in zip(card_id["questions"], card_en["questions"], strict=True):
            assert one["text"] != other["text"]
    for name, graph in indonesian["instructions"].items():
        for node_id, node in graph["nodes"].items():
            assert node["say"] != english["instructions"][name]["nodes"][node_id]["say"]


def test_the_gate_has_the_words_the_timer_and_the_silent_answer() -> None:
    gate = {question["id"]: question for question in protocol_document(PROTOCOL, "id")["gate"]["questions"]}
    assert list(gate) == ["sadar", "napas", "hitung_napas"]
    assert gate["hitung_napas"]["answer_within_s"] == 10
    assert gate["hitung_napas"]["silence"] == "tidak_ada_jawaban_10_detik"
    assert gate["hitung_napas"]["ask_when"]["at_least"] == {"gate.sadar": "tidak_sadar"}


def test_compressions_carry_the_metronome() -> None:
    node = protocol_document(PROTOCOL, "id")["instructions"]["rjp_dewasa"]["nodes"]["tekan"]
    assert (node["metronome_bpm"], node["counts_compressions"]) == (110, True)
