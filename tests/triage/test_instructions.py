"""Instruction graphs: what a caller is led through."""

import pytest

from tests.triage.interviews import PROTOCOL
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
def test_compressions_have_a_metronome(script: str) -> None:
    pressing = PROTOCOL.instructions[script].by_id["tekan"]
    assert pressing.metronome_bpm == 110
    assert pressing.check_every_s is not None


def test_the_adult_script_says_press_as_hard_as_you_can_and_knows_the_aed() -> None:
    graph = PROTOCOL.instructions["rjp_dewasa"]
    assert "Tekan sekuat-kuatnya" in graph.by_id["tekan"].say.id
    assert {"aed_nyala", "cek_napas", "ganti"} <= {reply.next for reply in graph.by_id["tekan"].replies}
    assert {reply.graph for reply in graph.by_id["mulai"].replies} >= {"rjp_anak", "rjp_bayi"}


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
