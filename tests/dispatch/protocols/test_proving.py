"""What the verifier says where z3 is missing: what enumeration still proved, and what cannot be signed."""

import pytest

import triage.verifier
from dispatch.protocols import proving
from tests.dispatch.protocols.edited import content_from
from tests.exchange.sheets.workbooks import small


def test_without_a_solver_large_cards_are_named_and_small_ones_proven(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(triage.verifier, "ENUMERATION_BOUND", 10_000)
    for module in (triage.verifier, proving):
        monkeypatch.setattr(module, "find_solver", lambda: None)
    found = proving.prove_here(small()[1])
    assert (found["solver"], found["violations"]) == (False, [])
    assert 0 < len(found["unproven"]) < found["cards"]
    methods = next(check["methods"] for check in found["checks"] if check["property_id"] == "T3")
    assert methods == ["enumeration", "structure"]


async def test_the_verifier_runs_in_a_process_of_its_own_and_says_the_same() -> None:
    content = content_from(30)
    here, there = proving.prove_here(content), await proving.prove(content)
    assert {**here, "seconds": 0} == {**there, "seconds": 0}
    assert [one["shows"] for one in there["cases_otherwise"] if one["where"].startswith("cards/")] == [
        "Akut sebelum 35 tahun tanpa tanda bahaya"
    ]
