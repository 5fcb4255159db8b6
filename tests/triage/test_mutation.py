"""Small mistakes in the protocol: verifier and cases notice nearly all that make a difference."""

import json
from dataclasses import replace
from functools import lru_cache
from itertools import product

import pytest
from hypothesis import given
from typer.testing import CliRunner

from psc119.console.triage import app
from tests.triage.interviews import PROTOCOL, Interview, interviews
from triage import Assessment, load_cases
from triage.grid import list_contexts
from triage.model import Partition
from triage.mutation import LEAST_CAUGHT, Fate, Kind, Mutant, apply, draw, judge, list_mutants

CASES = load_cases(PROTOCOL)
MUTANTS = list_mutants(PROTOCOL)
SMALL = "gigitan_ular"


def find(name: str) -> Mutant:
    return next(one for one in MUTANTS if one.name == name)


def acted_on(result: Assessment) -> Assessment:
    """Without what moves nobody: names of rows, the suggested diagnosis, what is asked next."""
    return replace(
        result,
        determinants=(),
        icd10_suggestion=None,
        ask_pregnancy=False,
        next_question=None,
        next_gate_question=None,
        complete=True,
    )


def test_every_kind_of_mistake_is_made_of_every_row_it_fits() -> None:
    kinds = {kind: [one for one in MUTANTS if one.kind is kind] for kind in Kind}
    rows = {one.row.id for one in MUTANTS}
    assert {row.id for card in PROTOCOL.cards.values() for row in card.determinants} <= rows
    assert {row.id for row in PROTOCOL.gate.determinants} <= rows
    assert len(kinds[Kind.DROP]) == len(rows)
    assert len(kinds[Kind.PRIORITY]) == 2 * len(rows)
    assert all(one.changed is None for one in kinds[Kind.DROP])
    assert all(one.changed is not None and one.changed != one.row for one in MUTANTS if one.kind is not Kind.DROP)
    assert len({(one.row.id, one.kind, one.detail) for one in MUTANTS}) == len(MUTANTS)


def test_a_mutant_says_what_it_is() -> None:
    lower = find("ND-M7 bound: lama 1 to 0").changed
    assert lower is not None
    assert (dict(lower.when.options), lower.when.thresholds) == ({"menjalar": "ya"}, (("menjalar", 1),))
    higher = find("TSD-M2 bound: jalan_napas 1 to 2").changed
    assert higher is not None
    assert dict(higher.when.options) == {"jalan_napas": "tidak_bisa"}
    other = find("ND-M7 question: lama to riwayat").changed
    assert other is not None
    assert dict(other.when.thresholds) == {"menjalar": 1, "riwayat": 1}
    border = find("ND-M1 patient: from 35").changed
    assert border is not None
    assert border.when.partition == Partition(above_years=35.0, above_inclusive=False)


def test_a_shared_row_is_changed_on_all_its_cards_at_once() -> None:
    mutant = find("U-M1 drop")
    having = {card.id for card in PROTOCOL.cards.values() if any(row.id == "U-M1" for row in card.determinants)}
    version = apply(PROTOCOL, mutant)
    assert len(having) > 3
    assert having <= set(version.cards)
    assert not any(row.id == "U-M1" for card in version.cards.values() for row in card.determinants)


@lru_cache
def list_interviews(card_id: str) -> list[Interview]:
    """Every answer set of gate and card, for every patient its rows tell apart."""
    card = PROTOCOL.cards[card_id]
    people = list_contexts(row.when.partition for row in card.determinants)
    gates = [("sadar", napas.id) for napas in PROTOCOL.gate.by_id["napas"].options] + [("tidak_sadar", "normal")]
    return [
        Interview(
            card_id,
            {"sadar": sadar, "napas": napas, "hitung_napas": "teratur"},
            dict(zip(card.by_id, (option.id for option in chosen), strict=True)),
            who,
        )
        for sadar, napas in gates
        for chosen in product(*(question.options for question in card.questions))
        for who in people
    ]


def test_equal_is_called_what_no_answers_of_a_card_tell_apart() -> None:
    own = [one for one in MUTANTS if one.subject == SMALL]
    verdicts = judge(PROTOCOL, CASES, own).verdicts
    told = [acted_on(one.assess()) for one in list_interviews(SMALL)]
    for verdict in verdicts:
        version = apply(PROTOCOL, verdict.mutant)
        same = all(
            acted_on(one.assess(version)) == before for one, before in zip(list_interviews(SMALL), told, strict=True)
        )
        assert same == (verdict.fate is Fate.EQUAL), verdict.mutant.name


@lru_cache
def list_equal() -> list[Mutant]:
    """Some mutants that are called equal, of many cards."""
    chosen = draw([one for one in MUTANTS if one.kind is Kind.PRIORITY], 150, seed=119)
    return [one.mutant for one in judge(PROTOCOL, CASES, chosen).verdicts if one.fate is Fate.EQUAL]


@given(interview=interviews(full=True))
def test_no_interview_tells_an_equal_mutant_from_the_protocol(interview: Interview) -> None:
    assert list_equal()
    for mutant in list_equal():
        version = apply(PROTOCOL, mutant)
        if interview.card_id in version.cards:
            assert acted_on(interview.assess(version)) == acted_on(interview.assess()), mutant.name


def test_nearly_every_mistake_of_a_sample_is_noticed() -> None:
    report = judge(PROTOCOL, CASES, draw(MUTANTS, 250, seed=119))
    assert report.ok, [one.name for one in report.survivors]
    assert len(report.verdicts) == 250
    assert report.count(Fate.EQUAL) < 25


def test_without_the_cases_much_goes_unnoticed() -> None:
    report = judge(PROTOCOL, {}, draw(MUTANTS, 15, seed=119))
    assert not report.ok
    assert report.count(Fate.CASES) == 0
    assert report.count(Fate.VERIFIER) > 0
    assert report.caught_share < LEAST_CAUGHT


def test_the_command_tells_the_figures() -> None:
    result = CliRunner().invoke(app, ["mutate", "--sample", "30", "--json"])
    assert result.exit_code == 0
    report = json.loads(result.stdout)
    assert report["mutants"] == 30 == sum(report[fate] for fate in Fate)
    assert sum(sum(fates.values()) for fates in report["kinds"].values()) == 30
    shown = CliRunner().invoke(app, ["mutate", "--sample", "5"])
    assert "5 mutan" in shown.stdout


@pytest.mark.soak
def test_nearly_every_mistake_is_noticed() -> None:
    report = judge(PROTOCOL, CASES, MUTANTS)
    assert report.caught_share >= LEAST_CAUGHT, [one.name for one in report.survivors]
    assert report.count(Fate.EQUAL) < len(MUTANTS) / 20
