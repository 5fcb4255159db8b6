"""The spoken languages: words over the cards, checked like everything else of a protocol, and never more than words."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.triage.interviews import PROTOCOL, Interview, interviews
from triage import ProtocolError, load_protocol, protocol_document
from triage.difference import describe_difference
from triage.load import PACKAGED
from triage.model import Node, Question
from triage.spoken import IN_CARDS, SpokenLanguage, Words, list_nodes, list_questions

MANDARIN = "languages/zh-latn.yaml"
OVERLAYS = [one for one in PROTOCOL.languages.values() if one.code not in IN_CARDS]
SCRIPTS = ("rjp_dewasa", "rjp_anak", "rjp_bayi")
SILENT = replace(PROTOCOL, languages={})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(PACKAGED, tmp_path / "protocol"))


def edit(folder: Path, name: str, old: str, new: str) -> int:
    """Replace the first `old`; the line it was on, from 1."""
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def test_the_packaged_languages_in_the_order_of_their_keys() -> None:
    assert list(PROTOCOL.languages) == ["id", "ms-kepri", "en", "zh-latn", "nan-latn"]


@pytest.mark.parametrize("language", PROTOCOL.languages.values(), ids=list(PROTOCOL.languages))
def test_gate_and_resuscitation_are_whole_in_every_language(language: SpokenLanguage) -> None:
    """Nobody is led into a resuscitation that goes on in another language."""
    gate = [(f"gate.{one.id}", [option.id for option in one.options]) for one in PROTOCOL.gate.questions]
    steps = [
        (f"{graph}.{node.id}", [reply.id for reply in node.replies])
        for graph in SCRIPTS
        for node in PROTOCOL.instructions[graph].nodes
    ]
    for words, wanted in ((language.questions, gate), (language.nodes, steps)):
        for key, answers in wanted:
            assert words[key].said, key
            assert list(words[key].answers) == answers, key
    assert len(language.count) == 4
    assert set(language.phrases) == set(PROTOCOL.languages["id"].phrases)


@pytest.mark.parametrize("language", OVERLAYS, ids=lambda one: one.code)
def test_what_is_the_same_in_indonesian_is_the_same_in_a_language(language: SpokenLanguage) -> None:
    meant: dict[str, str] = {}
    said: list[tuple[str, str]] = []
    questions, nodes = list_questions(PROTOCOL.gate, PROTOCOL.cards), list_nodes(PROTOCOL.instructions)
    for key, words in {**language.questions, **language.nodes}.items():
        if (question := questions.get(key)) is not None:
            said += _said(question.text.id, {one.id: one.label.id for one in question.options}, words)
        else:
            node = nodes[key]
            said += _said(node.say.id, {one.id: one.label.id for one in node.replies}, words)
    for indonesian, words_there in said:
        assert meant.setdefault(indonesian, words_there) == words_there


def _said(text: str, labels: dict[str, str], words: Words) -> list[tuple[str, str]]:
    pairs = [(labels[answer], label) for answer, label in words.answers.items()]
    return [*pairs, (text, words.said)] if words.said is not None else pairs


def test_nobody_has_signed_any_of_them() -> None:
    assert all(one.needs_signature for one in PROTOCOL.languages.values())
    assert all(one.sources == ("terjemahan",) for one in (*OVERLAYS, PROTOCOL.languages["en"]))
    assert "belum disahkan penutur asli" in PROTOCOL.sources["terjemahan"].title


def test_indonesian_and_english_are_what_the_cards_say() -> None:
    question = PROTOCOL.gate.by_id["sadar"]
    assert PROTOCOL.languages["id"].questions["gate.sadar"].said == question.text.id
    assert PROTOCOL.languages["en"].questions["gate.sadar"].said == question.text.en
    assert PROTOCOL.languages["en"].nodes["aed.tempel"].answers == {"tertempel": "Pads are on"}


def test_words_of_a_shared_question_are_said_on_every_card_that_asks_it(folder: Path) -> None:
    edit(folder, MANDARIN, "questions:\n", 'questions:\n  common.warna: {said: "Zuǐchún shénme yánsè?"}\n')
    there = load_protocol(folder).languages["zh-latn"].questions
    asking = [card for card in PROTOCOL.cards.values() if "warna" in card.by_id]
    assert len(asking) > 1
    for card in asking:
        assert there[f"{card.id}.warna"] == Words("Zuǐchún shénme yánsè?")


@pytest.mark.parametrize(
    ("name", "old", "new", "says"),
    [
        (MANDARIN, "  gate.sadar:", "  gate.sadr:", "did you mean 'gate.sadar'?"),
        (MANDARIN, "  rjp_dewasa.tekan:", "  rjp_dewasa.tekn:", "did you mean 'rjp_dewasa.tekan'?"),
        (MANDARIN, "      kejang:", "      kejanng:", "unknown answer 'kejanng'; did you mean 'kejang'?"),
        (MANDARIN, '"Quánshēn zài chōuchù"', '" "', "'kejang' is empty"),
        (MANDARIN, "  umur:", "  umurr:", "unknown phrase 'umurr'; did you mean 'umur'?"),
        (MANDARIN, "nodes:\n", "nodes:\n  kejang.tunggu: {}\n", "no words; write `said`"),
        (MANDARIN, "    said:", "    say:", "unknown name 'say'"),
        (MANDARIN, "sources: [terjemahan]", "sources: []", "sources is missing"),
        (MANDARIN, "perlu_tanda_tangan: true", "perlu_tanda_tangan: false", "a source is not confirmed"),
        (MANDARIN, 'count: ["yī", ', 'count: ["", ', "count is missing or has an empty word"),
        (MANDARIN, "id: zh-latn", "id: zh", "must be named zh.yaml"),
        ("languages/en.yaml", "count:", 'questions: {gate.sadar: {said: "Awake?"}}\ncount:', "stand in the cards"),
        ("protocol.yaml", "zh-latn, nan-latn]", "zh-latn, nan-latn, en]", "'en' is there twice"),
        ("protocol.yaml", "languages: [id, ms-kepri", "languages: [ms-kepri, id", "the first language is 'id'"),
        ("protocol.yaml", "nan-latn]", "nan-latn, ../gate]", "is no language code"),
    ],
)
def test_a_mistake_is_reported_with_its_line(folder: Path, name: str, old: str, new: str, says: str) -> None:
    line = edit(folder, name, old, new)
    with pytest.raises(ProtocolError) as caught:
        load_protocol(folder)
    assert says in caught.value.message
    assert caught.value.file == name
    assert -1 <= line - caught.value.line <= 12


def test_an_unknown_language_and_one_without_a_file_are_refused(folder: Path) -> None:
    shutil.copy(folder / MANDARIN, folder / "languages/hak.yaml")
    with pytest.raises(ProtocolError, match=r"languages/hak.yaml:1: unknown language 'hak'"):
        load_protocol(folder)
    (folder / "languages/hak.yaml").unlink()
    (folder / MANDARIN).unlink()
    with pytest.raises(ProtocolError, match=r"languages/zh-latn.yaml:1: the file is missing"):
        load_protocol(folder)


def test_every_word_is_part_of_the_version(folder: Path) -> None:
    edit(folder, MANDARIN, "Quánshēn zài chōuchù", "Quánshēn chōuchù")
    changed = load_protocol(folder)
    assert changed.version != PROTOCOL.version
    assert [one.words.id for one in describe_difference(PROTOCOL, changed)] == [
        "bahasa Mandarin: gate.sadar.kejang kini “Quánshēn chōuchù”"
    ]


def test_words_that_did_not_follow_their_indonesian_are_named_to_who_signs(folder: Path) -> None:
    edit(folder, "instructions/rjp_dewasa.yaml", "Sesudah 30 tekanan", "Sesudah 15 tekanan")
    found = [one.words.id for one in describe_difference(PROTOCOL, load_protocol(folder)) if one.subject == "zh-latn"]
    (stale,) = found
    assert stale.startswith("bahasa Mandarin: rjp_dewasa.tiup_dua masih “Àn sānshí xià")
    assert stale.endswith("padahal kalimat Indonesianya berubah")


def test_a_protocol_from_before_there_were_languages_is_read_as_it_was(folder: Path) -> None:
    shutil.rmtree(folder / "languages")
    edit(folder, "protocol.yaml", "languages: [id, ms-kepri, en, zh-latn, nan-latn]\n", "")
    before = load_protocol(folder)
    assert before.languages == {}
    assert protocol_document(before, "id")["languages"] == []
    added = [one.words.id for one in describe_difference(before, PROTOCOL)]
    assert "bahasa Mandarin: baru" in added
    assert "bahasa Teochew/Hokkien: dihapus" in [one.words.id for one in describe_difference(PROTOCOL, before)]


def test_the_document_leaves_out_what_it_says_itself() -> None:
    indonesian, english = (
        {one["code"]: one for one in protocol_document(PROTOCOL, language)["languages"]} for language in ("id", "en")
    )
    assert indonesian["id"]["questions"] == english["en"]["nodes"] == {}
    assert english["id"]["questions"]["gate.sadar"]["said"].startswith("Apakah korban sadar?")
    assert indonesian["zh-latn"]["nodes"]["rjp_dewasa.mulai"]["said"].startswith("Tā de xīnzàng")
    assert indonesian["zh-latn"]["perlu_tanda_tangan"] is True
    assert (indonesian["en"]["name"], english["en"]["name"]) == ("Inggris", "English")


@given(interviews(), st.sampled_from(sorted(PROTOCOL.languages)))
def test_the_same_answers_come_to_the_same_whatever_is_spoken(interview: Interview, code: str) -> None:
    """What the caller is asked in a language has the same answers by id, and no rule sees the language."""
    language = PROTOCOL.languages[code]
    spoken = replace(PROTOCOL, languages={code: language})
    questions: dict[str, Question] = list_questions(PROTOCOL.gate, PROTOCOL.cards)
    nodes: dict[str, Node] = list_nodes(PROTOCOL.instructions)
    for key, words in language.questions.items():
        assert set(words.answers) <= {option.id for option in questions[key].options}
    for key, words in language.nodes.items():
        assert set(words.answers) <= {reply.id for reply in nodes[key].replies}
    assert interview.assess(spoken) == interview.assess(SILENT) == interview.assess()
