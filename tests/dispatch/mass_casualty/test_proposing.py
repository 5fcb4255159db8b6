"""What the tablet's one-tap findings come to under START and JumpSTART."""

import itertools

import pytest

from dispatch.domain.words import TagMethod
from dispatch.mass_casualty.proposing import propose
from dispatch.mass_casualty.schemas import Findings
from triage.scores import Breathing


def seen(**findings: object) -> Findings:
    return Findings.model_validate(findings)


YES, NO, OPENED = Breathing.YES, Breathing.NO, Breathing.AFTER_OPENING


@pytest.mark.parametrize("method", [TagMethod.START, TagMethod.JUMPSTART])
@pytest.mark.parametrize(
    ("findings", "colour"),
    [
        (seen(walks=True), "hijau"),
        (seen(walks=False), "merah"),
        (seen(walks=False, breathing=NO), "hitam"),
        (seen(walks=False, breathing=OPENED), "merah"),
        (seen(walks=False, breathing=YES, rate_ok=False, pulse=True, obeys=True), "merah"),
        (seen(walks=False, breathing=YES, rate_ok=True, pulse=False, obeys=True), "merah"),
        (seen(walks=False, breathing=YES, rate_ok=True, pulse=True, obeys=False), "merah"),
        (seen(walks=False, breathing=YES, rate_ok=True, pulse=True), "merah"),
        (seen(walks=False, breathing=YES, rate_ok=True, pulse=True, obeys=True), "kuning"),
    ],
)
def test_the_colour_of_findings(method: TagMethod, findings: Findings, colour: str) -> None:
    proposal = propose(method, findings)
    assert proposal is not None
    assert proposal.tag == colour
    assert proposal.proposal is (colour == "hitam")


def test_what_was_not_looked_at_is_never_good() -> None:
    """Whoever gets less than MERAH on their back had every finding looked at."""
    options = itertools.product([None, *Breathing], [None, True, False], [None, True, False], [None, True, False])
    for breathing, rate_ok, pulse, obeys in options:
        for method in (TagMethod.START, TagMethod.JUMPSTART):
            findings = seen(walks=False, breathing=breathing, rate_ok=rate_ok, pulse=pulse, obeys=obeys)
            proposal = propose(method, findings)
            assert proposal is not None
            if proposal.tag in ("kuning", "hijau"):
                assert (breathing, rate_ok, pulse, obeys) == (YES, True, True, True)


def test_a_persons_own_judgement_has_no_proposal() -> None:
    assert propose(TagMethod.PENILAIAN, seen(walks=True)) is None
    assert propose(TagMethod.START, None) is None
