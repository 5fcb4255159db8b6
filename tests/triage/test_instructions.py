"""Instruction graphs: what a caller is led through."""

import pytest

from tests.triage.interviews import PROTOCOL
from triage import Context, evaluate
from triage.instructions import find_faults
from triage.model import Instruction

GRAPHS = list(PROTOCOL.instructions.values())
SCRIPTS = ("rjp_dewasa", "rjp_anak", "rjp_bayi")


@pytest.mark.parametrize("graph", GRAPHS, ids=lambda graph: graph.id)
def test_every_way_leads_on(graph: Instruction) -> None:
    assert list(find_faults(graph, PROTOCOL.instructions)) == []


@pytest.mark.parametrize("graph", [one for one in GRAPHS if one.id != "saran_pantau"], ids=lambda graph: graph.id)
def test_the_crew_may_arrive_in_every_loop(graph: Instruction) -> None:
    assert graph.by_id["petugas_tiba"].end
    for node in graph.nodes:
        if node.check_every_s is not None:
            leads = {reply.next for reply in node.replies}
            assert "petugas_tiba" in leads or any(r.ask_gate or r.graph for r in node.replies), node.id


@pytest.mark.parametrize("script", SCRIPTS)
def test_two_replies_lead_from_the_first_words_to_pressing(script: str) -> None:
    graph = PROTOCOL.instructions[script]
    steps, node = 0, graph.by_id[graph.start]
    while node.metronome_bpm is None:
        following = node.replies[0].next
        assert following is not None
        steps, node = steps + 1, graph.by_id[following]
    assert (steps, node.id) == (2, "tekan")


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_dangerous_place_is_made_safe_first_and_costs_one_reply_more(script: str) -> None:
    graph = PROTOCOL.instructions[script]
    danger = next(reply for reply in graph.by_id["mulai"].replies if reply.id == "bahaya")
    safe = graph.by_id["amankan"].replies[0]
    assert (danger.next, safe.id, safe.next) == ("amankan", "aman", "posisi")
    assert graph.by_id["posisi"].replies[0].next == "tekan"


def test_help_and_the_aed_are_sent_for_while_an_adult_is_pressed() -> None:
    graph = PROTOCOL.instructions["rjp_dewasa"]
    assert graph.by_id["tekan"].replies[0].next == "bantuan"
    assert graph.by_id["bantuan"].metronome_bpm == graph.by_id["semangat"].metronome_bpm == 110


@pytest.mark.parametrize("script", SCRIPTS)
def test_compressions_have_a_metronome(script: str) -> None:
    pressing = PROTOCOL.instructions[script].by_id["tekan"]
    assert pressing.metronome_bpm == 110
    assert pressing.check_every_s is not None


def test_the_adult_script_says_press_as_hard_as_you_can_and_knows_the_aed() -> None:
    graph = PROTOCOL.instructions["rjp_dewasa"]
    assert "Tekan sekuat-kuatnya" in graph.by_id["tekan"].say.id
    assert {"cek_napas", "ganti"} <= {reply.next for reply in graph.by_id["tekan"].replies}
    assert {reply.graph for reply in graph.by_id["mulai"].replies} >= {"rjp_anak", "rjp_bayi"}


@pytest.mark.parametrize("script", SCRIPTS)
def test_every_age_has_the_aed_and_asks_whether_it_is_safe_to_touch(script: str) -> None:
    graph = PROTOCOL.instructions[script]
    assert "aed" in {reply.graph for reply in graph.by_id["tekan"].replies}
    assert "amankan" in {reply.next for reply in graph.by_id["mulai"].replies}
    pressing = PROTOCOL.instructions["aed"].by_id["tekan"]
    assert pressing.metronome_bpm == 110


@pytest.mark.parametrize("script", ["rjp_anak", "rjp_bayi"])
def test_children_and_babies_get_breaths_when_the_caller_can(script: str) -> None:
    graph = PROTOCOL.instructions[script]
    assert "tawar_napas" in {reply.next for reply in graph.by_id["tekan"].replies}
    can, cannot, _ = graph.by_id["tawar_napas"].replies
    assert (can.next, cannot.next) == ("napas_buatan", "tekan_saja")
    assert graph.by_id["tekan_saja"].metronome_bpm == graph.by_id["tekan_napas"].metronome_bpm == 110


def test_an_adult_who_drowned_gets_breaths_when_the_caller_can() -> None:
    graph = PROTOCOL.instructions["rjp_dewasa"]
    assert "tenggelam" in {reply.next for reply in graph.by_id["mulai"].replies}
    assert {reply.next for reply in graph.by_id["tenggelam"].replies} >= {"tiup_lima", "posisi"}
    assert "tiup_dua" in {reply.next for reply in graph.by_id["tekan"].replies}


@pytest.mark.parametrize(
    ("card_id", "answers"),
    [("henti_jantung", {"bahaya": "listrik"}), ("tenggelam_listrik_panas", {"kejadian": "listrik"})],
)
def test_electricity_asks_first_whether_it_is_safe_to_touch(card_id: str, answers: dict[str, str]) -> None:
    gate = {"sadar": "tidak_sadar", "napas": "tidak_bernapas"}
    result = evaluate(PROTOCOL, card_id=card_id, gate=gate, answers=answers, context=Context(40))
    assert result.instructions[:2] == ("sengatan_listrik", "rjp_dewasa")


@pytest.mark.parametrize(
    "graphs",
    [
        ("rjp_dewasa", "rjp_anak", "rjp_bayi", "aed"),
        ("tersedak", "tekan_perdarahan", "torniket", "posisi_pemulihan"),
        ("persalinan", "sungsang", "bayi_baru_lahir", "perdarahan_ibu"),
        ("kejang", "luka_bakar", "anafilaksis", "hipoglikemia", "keracunan", "gigitan_ular"),
        ("tenggelam", "sengatan_listrik", "sengatan_panas", "stroke", "nyeri_dada"),
        ("jatuh_patah", "siram_mata", "aman_dulu", "tetap_di_telepon", "tanda_kematian"),
    ],
)
def test_there_is_a_script_for_each_emergency_a_caller_is_led_through(graphs: tuple[str, ...]) -> None:
    assert set(graphs) <= set(PROTOCOL.instructions)


def test_the_scripts_follow_age() -> None:
    assert [(band.script, band.below_years) for band in PROTOCOL.scripts] == [
        ("rjp_bayi", 1),
        ("rjp_anak", 8),
        ("rjp_dewasa", None),
    ]


def test_a_seizure_that_stops_goes_back_to_the_gate() -> None:
    stopped = PROTOCOL.instructions["kejang"].by_id["tunggu"].replies[0]
    assert (stopped.id, stopped.ask_gate) == ("berhenti", True)


def test_breathing_that_fails_reports_arrest_to_the_gate() -> None:
    replies = {reply.id: reply for reply in PROTOCOL.instructions["pantau_napas"].by_id["hitung"].replies}
    assert replies["tidak_teratur"].gate["sadar"] == "tidak_sadar"
    assert replies["tidak_teratur"].gate["napas"] == "tidak_normal"


def test_a_birth_is_led_to_the_afterbirth_with_cord_breech_and_a_silent_newborn() -> None:
    birth = PROTOCOL.instructions["persalinan"]
    assert {reply.graph for node in birth.nodes for reply in node.replies if reply.graph} >= {
        "bayi_baru_lahir",
        "sungsang",
        "perdarahan_ibu",
    }
    newborn = PROTOCOL.instructions["bayi_baru_lahir"]
    assert {"rangsang", "tiup", "tali_pusat", "ari_ari"} <= set(newborn.by_id)
    assert newborn.by_id["pijat"].metronome_bpm == 110
