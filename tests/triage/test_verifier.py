"""The verifier passes the packaged protocol and finds every fault put into it."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest

from tests.triage.interviews import PROTOCOL
from triage import Context, Priority, Protocol, VerificationReport, verify
from triage.grid import list_kinds
from triage.model import Card, Determinant, Example, Partition, Place, Ranks, Text, When
from triage.proof import Proof, find_solver

CARD = "nyeri_dada"


def with_card(card: Card) -> Protocol:
    """A small protocol: the arrest card the gate opens, the fallback, and this one."""
    kept = {name: PROTOCOL.cards[name] for name in ("henti_jantung", "tidak_diketahui")}
    return replace(PROTOCOL, cards=kept | {card.id: card})


def with_rows(change: Callable[[Determinant], Determinant | None]) -> Protocol:
    card = PROTOCOL.cards[CARD]
    rows = tuple(row for row in map(change, card.determinants) if row is not None)
    return with_card(replace(card, determinants=rows))


def with_gate_rows(change: Callable[[Determinant], Determinant | None]) -> Protocol:
    rows = tuple(row for row in map(change, PROTOCOL.gate.determinants) if row is not None)
    small = with_card(PROTOCOL.cards[CARD])
    return replace(small, gate=replace(PROTOCOL.gate, determinants=rows))


def change_row(row_id: str, **fields: object) -> Callable[[Determinant], Determinant]:
    return lambda row: replace(row, **fields) if row.id == row_id else row  # type: ignore[arg-type] # any field


def _row(row_id: str) -> Determinant:
    return next(row for row in PROTOCOL.cards[CARD].determinants if row.id == row_id)


def without(row_id: str) -> Callable[[Determinant], Determinant | None]:
    return lambda row: None if row.id == row_id else row


@dataclass(frozen=True)
class ExactlyThis(When):
    """A condition that a worse answer escapes: what the YAML cannot say and the verifier must refuse."""

    def holds(self, ranks: Ranks, context: Context) -> bool:
        return all(ranks.get(key, 0) == rank for key, rank in self.thresholds)


@dataclass(frozen=True)
class UntilAsked(When):
    """A condition that another answer takes back."""

    def holds(self, ranks: Ranks, context: Context) -> bool:
        return "riwayat" not in ranks


@dataclass(frozen=True)
class Unnamed(When):
    """A condition on a question it does not name."""

    def holds(self, ranks: Ranks, context: Context) -> bool:
        return ranks.get("riwayat", 0) > 0


@dataclass(frozen=True)
class OnlyKnownAges(Partition):
    """A partition that an unknown age escapes."""

    def cannot_exclude(self, context: Context) -> bool:
        return context.age_years is not None and context.age_years > 50


def test_the_packaged_protocol_keeps_every_property() -> None:
    report = verify(PROTOCOL)
    assert report.violations == ()
    assert report.ok
    assert not report.signed
    assert report.version == PROTOCOL.version
    assert {check.property_id for check in report.checks} == {f"T{number}" for number in (*range(1, 14), 16)}
    for card_id in PROTOCOL.cards:
        proven = {check.property_id for check in report.checks if check.subject == card_id}
        assert {"T1", "T3", "T5", "T8", "T9", "T11"} <= proven
        methods = {one.method for one in report.checks if (one.subject, one.property_id) == (card_id, "T3")}
        assert methods == {"enumeration", "structure"}
    assert (report.cards, report.scripts) == (36, len(PROTOCOL.instructions))
    assert report.answer_sets > 100_000
    assert report.seconds <= 60


def _escaped_by_a_worse_answer() -> Protocol:
    card = PROTOCOL.cards["kecelakaan_lalu_lintas"]
    when = ExactlyThis(options={"luka": "anggota_gerak"}, thresholds=(("luka", 1),))
    change = change_row("KL-M5", when=when)
    return with_card(replace(card, determinants=tuple(map(change, card.determinants))))


def _lost_on_the_way() -> Protocol:
    return with_rows(change_row("ND-M1", when=UntilAsked()))


def _unknown_age_escapes() -> Protocol:
    row = next(row for row in PROTOCOL.cards[CARD].determinants if row.id == "ND-M1")
    return with_rows(change_row("ND-M1", when=replace(row.when, partition=OnlyKnownAges(above_years=50.0))))


def _copied_row() -> Protocol:
    card = PROTOCOL.cards[CARD]
    row = next(row for row in card.determinants if row.id == "ND-K2")
    return with_card(replace(card, determinants=(*card.determinants, replace(row, id="ND-K9"))))


def _idle_option() -> Protocol:
    card = PROTOCOL.cards[CARD]
    question = card.by_id["riwayat"]
    extra = replace(question.options[1], id="banyak", rank=2)
    changed = replace(question, options=(*question.options, extra))
    return with_card(replace(card, questions=tuple(changed if q.id == "riwayat" else q for q in card.questions)))


def _long_question() -> Protocol:
    card = PROTOCOL.cards[CARD]
    changed = replace(card.questions[0], text=Text("kata " * 21))
    return with_card(replace(card, questions=(changed, *card.questions[1:])))


def _lenient_unknown() -> Protocol:
    question = PROTOCOL.gate.by_id["napas"]
    options = tuple(replace(one, rank=0) if one.id == "tidak_tahu" else one for one in question.options)
    questions = tuple(
        replace(question, options=options) if one.id == "napas" else one for one in PROTOCOL.gate.questions
    )
    return replace(with_card(PROTOCOL.cards[CARD]), gate=replace(PROTOCOL.gate, questions=questions))


def _dead_end() -> Protocol:
    graph = PROTOCOL.instructions["kejang"]
    nodes = tuple(replace(node, end=False) for node in graph.nodes)
    broken = replace(graph, nodes=nodes)
    return replace(with_card(PROTOCOL.cards[CARD]), instructions={**PROTOCOL.instructions, "kejang": broken})


def _slow_to_press() -> Protocol:
    graph = PROTOCOL.instructions["rjp_bayi"]
    first = graph.by_id[graph.start]
    again = replace(first, id="lagi")
    replies = (replace(first.replies[0], next="lagi"), *first.replies[1:])
    nodes = (replace(first, replies=replies), again, *graph.nodes[1:])
    slower = replace(graph, nodes=nodes)
    return replace(with_card(PROTOCOL.cards[CARD]), instructions={**PROTOCOL.instructions, "rjp_bayi": slower})


def _false_example() -> Protocol:
    example = Example(None, {}, {"riwayat": "ya"}, Context(25), {"priority": "merah"}, Place("here", 1))
    return with_rows(change_row("ND-K2", example=example))


@pytest.mark.parametrize(
    ("property_id", "subject", "protocol"),
    [
        ("T1", CARD, with_rows(without("ND-K0"))),
        ("T2", CARD, with_rows(change_row("ND-M1", when=Unnamed()))),
        ("T3", "kecelakaan_lalu_lintas", _escaped_by_a_worse_answer()),
        ("T4", "gate", _lenient_unknown()),
        ("T5", CARD, _copied_row()),
        ("T6", CARD, _idle_option()),
        ("T7", "instructions", _dead_end()),
        ("T8", CARD, with_gate_rows(without("G-M2"))),
        ("T8", CARD, with_gate_rows(change_row("G-M1", resuscitate=False))),
        ("T8", CARD, _lenient_unknown()),
        ("T9", CARD, _lost_on_the_way()),
        ("T10", CARD, with_rows(without("U-M1"))),
        ("T11", CARD, _unknown_age_escapes()),
        ("T12", "protocol", _false_example()),
        ("T12", "protocol", with_rows(change_row("ND-K2", example=None))),
        ("T12", "protocol", with_rows(change_row("ND-K2", sources=()))),
        ("T13", "protocol", _long_question()),
        ("T16", "instructions", _slow_to_press()),
    ],
)
def test_a_fault_is_found(property_id: str, subject: str, protocol: Protocol) -> None:
    report = verify(protocol)
    assert not report.ok
    found = [check for check in report.checks if not check.ok]
    assert (property_id, subject) in [(check.property_id, check.subject) for check in found]
    assert any(text.startswith(f"{property_id} {subject}: ") for text in report.violations)
    assert [text.en for text in report.in_words] == list(report.violations)
    for text in report.in_words:
        assert text.id.split(": ")[0] == text.in_language("en").split(": ")[0]
        assert text.id != text.en, "a clinician reads it in Indonesian"


FAULTY_RULES = [
    ("T1", CARD, with_rows(without("ND-K0"))),
    ("T3", "kecelakaan_lalu_lintas", _escaped_by_a_worse_answer()),
    ("T11", CARD, _unknown_age_escapes()),
]


def methods_of(report: VerificationReport, property_id: str, subject: str) -> set[str]:
    return {one.method for one in report.checks if (one.property_id, one.subject) == (property_id, subject)}


@pytest.mark.parametrize(("property_id", "subject", "protocol"), FAULTY_RULES)
def test_a_card_too_large_to_enumerate_is_proven_by_z3_which_tells_the_answers_that_break_it(
    monkeypatch: pytest.MonkeyPatch, property_id: str, subject: str, protocol: Protocol
) -> None:
    monkeypatch.setattr("triage.verifier.ENUMERATION_BOUND", 10)
    sound = verify(with_card(PROTOCOL.cards[subject]))
    assert sound.ok
    assert methods_of(sound, property_id, subject) == {"z3", "structure"}
    broken = verify(protocol)
    (proof,) = [
        one for one in broken.checks if (one.property_id, one.subject, one.method) == (property_id, subject, "z3")
    ]
    assert proof.violations
    assert all("age" in text.in_language("en") and "umur" in text.id and ": " in text.id for text in proof.violations)


def test_the_counterexample_names_answers_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("triage.verifier.ENUMERATION_BOUND", 10)
    broken = verify(
        with_rows(change_row("ND-M1", when=replace(_row("ND-M1").when, partition=OnlyKnownAges(above_years=50.0))))
    )
    found = [text for text in broken.violations if text.startswith(f"T11 {CARD}: not knowing lowers for age 50.5")]
    assert found
    assert "Since when is the pain? “Under 24 hours, or worsening” (lama)" in found[0]
    told = [text.id for text in broken.in_words if text.id.startswith(f"T11 {CARD}: tidak mengetahui menurunkan warna")]
    assert "pasien dengan umur 50,5" in told[0]


def test_enumeration_and_z3_agree_on_every_card(monkeypatch: pytest.MonkeyPatch) -> None:
    """The proof is of the same claims: with nothing enumerated, the packaged cards still keep T1, T3 and T11."""
    solver = find_solver()
    assert solver is not None
    for card_id in ("psikiatri", "cedera_mata", "gizi_buruk", "nyeri_dada"):
        card = PROTOCOL.cards[card_id]
        gate = {f"gate.{one.id}": one for one in PROTOCOL.gate.questions}
        named = {key for row in card.determinants for key in row.when.options}
        questions = {key: one for key, one in gate.items() if key in named} | dict(card.by_id)
        proof = Proof(solver, questions, card.determinants, list_kinds(card.determinants))
        assert list(proof.find_without_colour()) == []
        assert list(proof.find_lowered_by_worse()) == []
        assert list(proof.find_lowered_by_not_knowing()) == []


def test_without_z3_a_large_card_rests_on_its_form_and_the_report_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("triage.verifier.ENUMERATION_BOUND", 10)
    monkeypatch.setattr("triage.verifier.find_solver", lambda: None)
    sound = verify(with_card(PROTOCOL.cards[CARD]))
    assert sound.ok
    assert methods_of(sound, "T3", CARD) == {"structure"}
    assert "T1 nyeri_dada: no catch-all" in verify(with_rows(without("ND-K0"))).violations


def test_not_knowing_counts_as_the_best_answer_only_with_a_source_and_a_signature() -> None:
    card = PROTOCOL.cards["persalinan"]
    question = card.by_id["darah"]
    options = tuple(replace(one, sources=()) for one in question.options)
    questions = tuple(replace(one, options=options) if one.id == "darah" else one for one in card.questions)
    report = verify(with_card(replace(card, questions=questions)))
    assert [text for text in report.violations if text.startswith("T4 persalinan: darah")]


def test_black_cannot_be_written_at_all() -> None:
    """No card, gate or telephone answer can name it: the vocabulary of cards does not have the word."""
    assert "hitam" not in {str(priority) for priority in Priority}
