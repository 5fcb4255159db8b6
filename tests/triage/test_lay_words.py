"""What callers say leads to cards; it decides nothing, and what is not known gives nothing."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage import ProtocolError, lay_words_within, load_lay_words, load_protocol
from triage.lay_words import MOST_SUGGESTED
from triage.load import PACKAGED

PROTOCOL = load_protocol()
LAY_WORDS = load_lay_words(PROTOCOL)


def cards(text: str) -> list[str | None]:
    return [one.card for one in LAY_WORDS.suggest(text)]


@pytest.mark.parametrize(
    ("said", "card"),
    [
        ("bapak kena angin duduk", "nyeri_dada"),
        ("anaknya step", "kejang"),
        ("penyakit ayannya kumat", "kejang"),
        ("sawan dari tadi pagi", "kejang"),
        ("istri saya turun darah hamil 5 bulan", "perdarahan_hamil"),
        ("adik kesurupan di sekolah", "penurunan_kesadaran"),
        ("kena angin ahmar, mulutnya mencong", "stroke"),
        ("nafasnya sesak", "sesak_napas"),
        ("motor jatoh, ketabrak lori", "kecelakaan_lalu_lintas"),
        ("dipatok ular di kebun", "gigitan_ular"),
        ("tersiram air panas", "luka_bakar"),
    ],
)
def test_lay_words_lead_to_their_card(said: str, card: str) -> None:
    assert next(found for found in cards(said) if found is not None) == card


@pytest.mark.parametrize(
    "said", ["ngorok gak bangun-bangun", "dia mengorok", "megap-megap", "tak sadar", "gantung diri"]
)
def test_what_may_be_an_arrest_asks_the_gate_before_any_card(said: str) -> None:
    assert cards(said)[0] is None


def test_a_slip_of_the_hand_is_forgiven_where_it_cannot_be_another_word() -> None:
    assert cards("kejanng terus")[1] == "kejang"
    assert cards("pendarhan hamil")[0] == "perdarahan_hamil"
    assert cards("stop dulu") == []  # not "step"
    assert cards("ayah sakit") == []  # not "ayan"


def test_a_word_that_means_something_itself_is_no_slip() -> None:
    assert cards("kaki keseleo") == ["jatuh"]  # not "keselek"


def test_more_of_the_words_heard_is_likelier() -> None:
    assert cards("demam, anak panas")[0] == "demam_anak"


@given(st.text(max_size=300))
def test_whatever_is_typed_gives_only_cards_there_are(text: str) -> None:
    suggested = LAY_WORDS.suggest(text)
    named = [one.card for one in suggested if one.card is not None]
    assert set(named) <= PROTOCOL.cards.keys()
    assert len(named) == len(set(named)) <= MOST_SUGGESTED
    assert all(one.heard for one in suggested)


def test_every_phrase_finds_its_own_entry() -> None:
    for entry in LAY_WORDS.entries:
        for phrase in entry.phrases:
            suggested = cards(" ".join(phrase))
            assert (suggested[0] is None) == entry.gate, phrase
            assert not entry.cards or entry.cards[0] in suggested, phrase


def test_every_card_but_the_gates_own_is_led_to() -> None:
    led_to = {card for entry in LAY_WORDS.entries for card in entry.cards}
    assert PROTOCOL.cards.keys() - led_to == {"henti_jantung"}


def test_nothing_of_it_is_settled_before_a_signature() -> None:
    assert all(entry.needs_signature for entry in LAY_WORDS.entries)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("cards: [stroke]", "cards: [strok]", "did you mean 'stroke'?"),
        ("words: [step,", "words: [kejang, step,", "twice"),
        ("words: [step,", "words: ['!', step,", "empty"),
        (", gate: true, perlu_tanda_tangan: true}", ", perlu_tanda_tangan: true}", "leads nowhere"),
        ("cards: [stroke]", "card: [stroke]", "unknown name 'card'"),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path: Path, old: str, new: str, says: str) -> None:
    folder = Path(shutil.copytree(PACKAGED, tmp_path / "protocol"))
    text = (folder / "lay_words.yaml").read_text(encoding="utf-8")
    (folder / "lay_words.yaml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ProtocolError, match=says) as caught:
        load_lay_words(PROTOCOL, folder)
    assert caught.value.file == "lay_words.yaml"
    assert caught.value.line >= text[: text.index(old)].count("\n")


def test_words_lead_nowhere_that_another_version_does_not_have() -> None:
    few = replace(PROTOCOL, cards={name: card for name, card in PROTOCOL.cards.items() if name != "nyeri_dada"})
    within = lay_words_within(LAY_WORDS, few)
    assert "nyeri_dada" not in {card for entry in within.entries for card in entry.cards}
    assert all(entry.cards or entry.gate for entry in within.entries)
    assert "kejang" in [one.card for one in within.suggest("anaknya step")]
