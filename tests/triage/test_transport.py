"""Whether a patient has to be carried, told apart from how urgent it is."""

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.triage.interviews import PROTOCOL, Interview, assess, interviews, list_questions
from triage import Assessment, Context, Disposition, Priority, ProtocolError, Transport, evaluate, load_protocol
from triage.load import PACKAGED

MAN = Context(30, "L", False)
ELDER = Context(75, "P", False)
MOTHER = Context(28, "P", True)
CHILD = Context(3)


def need(assessment: Assessment) -> int:
    return -1 if assessment.transport is None else assessment.transport.need


@pytest.mark.parametrize(
    ("card_id", "answers", "context", "priority", "transport"),
    [
        ("jatuh", {"luka": "panggul", "berdiri": "tidak"}, ELDER, "kuning", "ya"),
        ("jatuh", {"luka": "anggota_gerak", "berdiri": "tidak"}, MAN, "kuning", "ya"),
        ("jatuh", {"luka": "anggota_gerak"}, MAN, "kuning", "mungkin"),
        ("kecelakaan_lalu_lintas", {"luka": "anggota_gerak", "jalan": "tidak"}, MAN, "kuning", "ya"),
        ("perdarahan_hamil", {"masa": "lanjut"}, MOTHER, "kuning", "ya"),
        ("stroke", {"gejala": "hilang"}, ELDER, "kuning", "ya"),
        ("gizi_buruk", {"lila": "buruk"}, CHILD, "kuning", "tidak"),
        ("gigitan_hewan", {"hewan": "peliharaan", "dalamnya": "lecet"}, MAN, "kuning", "tidak"),
        ("jatuh", {"tinggi": "lebih_tiga"}, MAN, "merah", "ya"),
        ("jatuh", {}, MAN, "hijau", "tidak"),
        # An answer alone may say it: who lies in bed for good cannot come by himself.
        ("lansia_lemah", {"aktivitas": "total"}, ELDER, "hijau", "mungkin"),
    ],
)
def test_transport_is_told_apart_from_the_colour(
    card_id: str, answers: dict[str, str], context: Context, priority: str, transport: str
) -> None:
    result = assess(card_id, answers, context)
    assert (result.priority, result.transport) == (priority, transport)


@given(interviews(full=True), st.data())
def test_a_worse_answer_never_takes_the_stretcher_away(interview: Interview, data: st.DataObject) -> None:
    questions = list_questions(interview.card_id)
    key = data.draw(st.sampled_from(sorted(questions)))
    answers = {f"gate.{name}": value for name, value in interview.gate.items()} | interview.answers
    now = questions[key].find_option(answers[key])
    assert now is not None
    worse = data.draw(st.sampled_from([one for one in questions[key].options if one.rank >= now.rank]))
    assert need(interview.with_answer(key, worse.id).assess()) >= need(interview.assess())


@given(interviews(full=True))
def test_merah_and_evacuation_are_always_carried(interview: Interview) -> None:
    result = interview.assess()
    if result.priority is Priority.MERAH or result.disposition is Disposition.EVAKUASI:
        assert result.transport is Transport.YA


def test_nothing_is_said_before_the_colour_is() -> None:
    result = evaluate(PROTOCOL, card_id="jatuh", gate={}, answers={}, context=MAN)
    assert (result.priority, result.transport) == (None, None)


def test_every_card_says_it_by_the_default_of_its_colour_or_otherwise_in_its_own_words() -> None:
    for card in PROTOCOL.cards.values():
        for row in card.determinants:
            if row.disposition is Disposition.EVAKUASI:
                assert row.transport is Transport.YA, row.id


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("    angkut: ya\n    capabilities: [ambulans]", "    capabilities: [ambulans]", "write `angkut: ya`"),
        ("    angkut: ya\n", "    angkut: mungkn\n", "did you mean 'mungkin'?"),
    ],
)
def test_a_contradiction_or_an_unknown_word_is_refused(tmp_path: Path, old: str, new: str, says: str) -> None:
    folder = Path(shutil.copytree(PACKAGED, tmp_path / "protocol"))
    path = folder / "cards/jatuh.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ProtocolError, match=says.split("`", maxsplit=1)[0]):
        load_protocol(folder)
