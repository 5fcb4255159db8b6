"""The scripts that a caller must be led through, by name: each reached from a card, each branching where its situation
does, each loop left, and from every sentence of them a way to the crew's arrival."""

from collections.abc import Iterator, Mapping

import pytest

from tests.triage.interviews import PROTOCOL
from triage.model import Instruction, Reply

# What must exist, the script that leads through it, and where it branches: the node, and the replies that go elsewhere.
NAMED: dict[str, dict[str, dict[str, set[str]]]] = {
    "CPR, adult": {
        "rjp_dewasa": {"mulai": {"siap", "bahaya", "tenggelam", "tersedak"}, "cek_napas": {"normal", "tidak"}}
    },
    "CPR, child": {"rjp_anak": {"mulai": {"siap", "bahaya", "tersedak"}, "tawar_napas": {"bisa", "tidak"}}},
    "CPR, infant": {
        "rjp_bayi": {"mulai": {"siap", "bahaya", "tersedak", "baru_lahir"}, "tawar_napas": {"bisa", "tidak"}}
    },
    "AED": {"aed": {"umur": {"dewasa", "anak"}, "menjauh": {"kejut", "tanpa_kejut", "ulang"}}},
    "choking, three ages": {
        "tersedak": {
            "batuk": {"bisa", "tidak", "anak", "bayi", "lemas"},
            "batukkan": {"lega", "buntu", "buntu_anak", "buntu_bayi", "lemas"},
            "perut": {"dada", "lega", "belum"},
            "anak_perut": {"lega", "belum"},
            "bayi_dada": {"menangis", "belum"},
        }
    },
    "bleeding": {"tekan_perdarahan": {"tekan": {"menekan", "benda"}, "cek": {"berhenti", "deras", "deras_badan"}}},
    "tourniquet": {"torniket": {"letak": {"ada_kain", "ada_torniket", "tidak_ada"}, "berhenti": {"berhenti", "belum"}}},
    "recovery position": {"posisi_pemulihan": {"cedera": {"tidak", "ya"}, "miringkan": {"sudah", "hamil", "bayi"}}},
    "childbirth": {
        "persalinan": {"lihat": {"kepala", "belum", "sungsang", "darah"}, "badan": {"lahir", "macet"}},
        "sungsang": {"apa": {"tali_pusat", "bokong_kaki"}, "kepala": {"lahir", "tersangkut"}},
    },
    "newborn, cord and afterbirth": {
        "bayi_baru_lahir": {
            "keringkan": {"menangis", "tidak"},
            "rangsang": {"menangis", "tidak"},
            "tali_pusat": {"lanjut", "putus"},
            "ari_ari": {"keluar", "belum", "darah"},
        }
    },
    "seizure": {
        "kejang": {
            "lindungi": {"lanjut", "bahaya"},
            "siapa": {"bukan", "demam", "hamil", "cedera"},
            "tunggu": {"berhenti", "masih", "lama"},
        }
    },
    "burns": {"luka_bakar": {"sebab": {"aman", "baju", "listrik"}, "jenis": {"panas", "cairan", "bubuk"}}},
    "anaphylaxis": {"anafilaksis": {"adrenalin": {"punya", "tidak"}, "posisi": {"sesak", "lemas", "muntah"}}},
    "hypoglycaemia": {
        "hipoglikemia": {"menelan": {"bisa", "tidak", "tidak_sadar"}, "tunggu": {"membaik", "belum", "memburuk"}}
    },
    "poisoning": {"keracunan": {"cara": {"terminum", "terhirup", "kulit", "mata"}, "udara": {"sudah", "terjebak"}}},
    "snake bite": {"gigitan_ular": {"menjauh": {"aman", "masih"}, "jangan": {"mengerti", "terikat"}}},
    "drowning": {"tenggelam": {"darat": {"sudah", "belum"}, "napas": {"biasa", "tidak"}, "bisa": {"ya", "tidak"}}},
    "electrocution": {"sengatan_listrik": {"sentuh": {"mati", "tidak"}, "lepas": {"ya", "tidak_sadar"}}},
    "heat stroke": {"sengatan_panas": {"siram": {"sadar", "bingung", "pingsan"}, "pantau": {"ya", "panas"}}},
    "stroke": {"stroke": {"baringkan": {"tidak", "ya", "kejang"}, "jam": {"tahu", "tidak_tahu"}}},
    "chest pain": {"nyeri_dada": {"istirahat": {"lanjut", "lemas", "muntah"}, "siaga": {"tidak", "ada"}}},
    "fracture": {"jatuh_patah": {"diam": {"lanjut", "bahaya"}, "darah": {"ya", "tidak"}, "bengkok": {"ya", "tidak"}}},
    "eye splash": {"siram_mata": {"jenis": {"kimia", "menancap", "lain"}, "siram": {"teruskan", "selesai", "pingsan"}}},
    "aggression and safety": {"aman_dulu": {"aman": {"aman", "tidak", "diam"}, "pelaku": {"pergi", "masih"}}},
    "suicidal caller": {
        "tetap_di_telepon": {
            "dengar": {"sendiri", "orang_lain"},
            "sendiri": {"ada", "tidak", "sudah"},
            "aman": {"bahaya", "aman"},
        }
    },
}
SCRIPTS = {script: branches for scripts in NAMED.values() for script, branches in scripts.items()}
Node = tuple[str, str]
# No crew is on the way there: the call is handed to a doctor and ends with advice.
WITHOUT_CREW = {("tetap_di_telepon", "serah")}


def ways_on(reply: Reply) -> object:
    return reply.next or reply.graph or "gate"


def graph_of(script: str) -> Instruction:
    return PROTOCOL.instructions[script]


def edges() -> dict[Node, set[Node]]:
    """Every sentence of every script and where its replies lead, into other scripts too; the gate leads nowhere."""
    found: dict[Node, set[Node]] = {}
    for graph in PROTOCOL.instructions.values():
        for node in graph.nodes:
            into = {(graph.id, reply.next) for reply in node.replies if reply.next}
            others = {(reply.graph, graph_of(reply.graph).start) for reply in node.replies if reply.graph}
            found[graph.id, node.id] = into | others
    return found


def reached(start: Node, ways: Mapping[Node, set[Node]]) -> set[Node]:
    """What can follow `start`; `start` itself only where a loop leads back to it."""
    found: set[Node] = set()
    waiting = [start]
    while waiting:
        new = ways[waiting.pop()] - found
        found |= new
        waiting += new
    return found


def named_by_cards() -> Iterator[str]:
    """The scripts that some answer or row of some card gives; whose heart stops is led into CPR from every card."""
    yield from (band.script for band in PROTOCOL.scripts)
    for card in PROTOCOL.cards.values():
        yield from (name for row in card.determinants for name in row.effects.instructions)
        yield from (
            name for question in card.questions for option in question.options for name in option.effects.instructions
        )


WAYS = edges()
FROM_CARDS = {(script, graph_of(script).start) for script in named_by_cards()}
GIVEN = FROM_CARDS | {node for start in FROM_CARDS for node in reached(start, WAYS)}


@pytest.mark.parametrize("script", SCRIPTS)
def test_every_sentence_is_reached_from_a_card(script: str) -> None:
    assert {(script, node.id) for node in graph_of(script).nodes} <= GIVEN


@pytest.mark.parametrize("script", SCRIPTS)
def test_it_branches_where_the_situation_does(script: str) -> None:
    for node_id, branches in SCRIPTS[script].items():
        replies = {reply.id: reply for reply in graph_of(script).by_id[node_id].replies}
        assert branches <= set(replies), (node_id, sorted(replies))
        assert len({ways_on(replies[branch]) for branch in branches}) == len(branches), node_id


@pytest.mark.parametrize("script", SCRIPTS)
def test_every_loop_has_an_exit(script: str) -> None:
    for node in graph_of(script).nodes:
        here = (script, node.id)
        after = reached(here, WAYS)
        if here in after:
            loop = {other for other in after if here in reached(other, WAYS)}
            leaves = any(WAYS[one] - loop for one in loop)
            assert leaves or any(
                reply.ask_gate or reply.gate for _, one in loop for reply in graph_of(script).by_id[one].replies
            )


@pytest.mark.parametrize("script", SCRIPTS)
def test_from_every_sentence_the_crew_may_arrive(script: str) -> None:
    arrived = {
        (graph.id, node.id)
        for graph in PROTOCOL.instructions.values()
        for node in graph.nodes
        if node.id == "petugas_tiba"
    }
    assert (script, "petugas_tiba") in arrived
    for node in graph_of(script).nodes:
        here = (script, node.id)
        if here not in WITHOUT_CREW:
            assert here in arrived or reached(here, WAYS) & arrived, node.id


@pytest.mark.parametrize("script", SCRIPTS)
def test_it_has_sources_two_languages_and_waits_for_a_signature(script: str) -> None:
    graph = graph_of(script)
    assert graph.needs_signature
    assert set(graph.sources) <= set(PROTOCOL.sources)
    for node in graph.nodes:
        assert node.say.id
        assert node.say.en
        assert all(reply.label.id and reply.label.en for reply in node.replies)


def test_after_choking_the_mouth_is_looked_into_before_pressing_at_every_age_and_only_then() -> None:
    for script in ("rjp_dewasa", "rjp_anak", "rjp_bayi"):
        ways = {reply.id: reply.next for reply in graph_of(script).by_id["mulai"].replies}
        assert ways["tersedak"] == "lihat_mulut"
        assert [reply.next for reply in graph_of(script).by_id["lihat_mulut"].replies] == ["posisi"]
        assert [one for one, following in ways.items() if following == "lihat_mulut"] == ["tersedak"]
