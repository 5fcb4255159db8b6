"""Danger signs: nobody leaves a talk without those of their card, their age and their pregnancy."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import triage
from triage.danger_signs import FILE
from triage.load import PACKAGED

PROTOCOL = triage.load_protocol()
SIGNS = triage.load_danger_signs(PROTOCOL)
SHORT = 14
"""More than this many sentences nobody repeats by telephone."""

contexts = st.builds(
    triage.Context,
    age_years=st.one_of(st.none(), st.floats(0, 130)),
    sex=st.sampled_from([None, "L", "P"]),
    pregnant=st.sampled_from([None, False, True]),
)


def ids(card: str | None, context: triage.Context) -> list[str]:
    return [sign.id for sign in SIGNS.list_for(card, context)]


@given(card=st.sampled_from([None, *PROTOCOL.cards]), context=contexts)
def test_everybody_hears_the_common_signs_once_and_no_less_when_less_is_known(
    card: str | None, context: triage.Context
) -> None:
    heard = ids(card, context)
    assert set(SIGNS.always) <= set(heard)
    assert len(heard) == len(set(heard))
    assert set(heard) <= set(ids(card, triage.Context()))


@pytest.mark.parametrize("card", PROTOCOL.cards)
@pytest.mark.parametrize("age_years", [0.01, 3, 30, 70])
def test_the_list_can_be_said_back(card: str, age_years: float) -> None:
    for pregnant in (False, True):
        context = triage.Context(age_years=age_years, sex="P", pregnant=pregnant if age_years == 30 else False)
        assert len(ids(card, context)) <= SHORT


def test_age_and_pregnancy_bring_their_own() -> None:
    young = ids("demam_anak", triage.Context(age_years=3))
    assert {"tidak_minum", "muntah_semua", "lemas_anak", "dengue"} <= set(young)
    assert "bayi_demam" in ids("bayi_baru_lahir", triage.Context(age_years=0.05))
    asked = ids("nyeri_perut", triage.Context(age_years=25, sex="P"))
    assert {"perdarahan_jalan_lahir", "gerak_janin"} <= set(asked)  # nobody said whether she is pregnant
    assert "gerak_janin" not in ids("nyeri_perut", triage.Context(age_years=25, sex="P", pregnant=False))
    assert "jatuh_lansia" in ids("alergi", triage.Context(age_years=60, sex="L"))
    assert "nyeri_dada" not in ids("alergi", triage.Context(age_years=8))


def test_every_sign_waits_for_the_medical_director_and_has_both_languages() -> None:
    for sign in SIGNS.signs.values():
        assert sign.needs_signature
        assert sign.say.en
        assert not sign.say.id.endswith(".")  # it goes on after "call 119 again if:"


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ("always: [sesak,", "always: [sesek,", "unknown sign 'sesek'"),
        ("  alergi: [bengkak_wajah]\n", "", "card 'alergi' can end in advice"),
        ("  alergi: [", "  alergie: [", "unknown card 'alergie'"),
        ("sources: [etat, iitt, usulan]", "sources: [buku_baru]", "unknown source 'buku_baru'"),
        ("{id: sesak, say:", "{id: gula, say:", "'gula' is there twice"),
        ('{usia: ">=60"}', "{}", "is everybody"),
        ("  cedera_mata: [mata_kabur]", "  cedera_mata: [luka_infeksi]", "read to nobody: mata_kabur"),
        ("  cedera_mata: [mata_kabur]", "  cedera_mata: []", "names no sign"),
        ("always:", "selalu:", "'always' names no sign"),
    ],
)
def test_a_mistake_is_refused_with_its_file(tmp_path: Path, before: str, after: str, says: str) -> None:
    text = (PACKAGED / FILE).read_text(encoding="utf-8")
    assert before in text
    (tmp_path / FILE).write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(triage.ProtocolError, match=r"danger_signs\.yaml") as caught:
        triage.load_danger_signs(PROTOCOL, tmp_path)
    assert says in str(caught.value)
