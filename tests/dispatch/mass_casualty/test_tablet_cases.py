"""The tablet works START out by itself where there is no signal: its cases are written from the rules that bind."""

import itertools
import json
from pathlib import Path

from dispatch.domain.words import TagMethod
from dispatch.mass_casualty.proposing import propose
from dispatch.mass_casualty.schemas import Findings
from triage.scores import Breathing

CASES = Path(__file__).parents[3] / "callcenter_ui/src/surfaces/crew/victims/start-cases.json"


def written() -> str:
    """Every set of findings with its colour, one a line. Both methods give the same colour for the same findings."""
    lines = []
    options = itertools.product([True, False], [None, *Breathing], *[[None, True, False]] * 3)
    for walks, breathing, rate_ok, pulse, obeys in options:
        found = {"walks": walks, "breathing": breathing, "rate_ok": rate_ok, "pulse": pulse, "obeys": obeys}
        findings = Findings.model_validate(found)
        colours = {
            proposal.tag for method in (TagMethod.START, TagMethod.JUMPSTART) if (proposal := propose(method, findings))
        }
        assert len(colours) == 1, found
        lines.append(json.dumps({"findings": findings.model_dump(mode="json"), "colour": colours.pop()}))
    return "[\n" + ",\n".join(lines) + "\n]\n"


def test_the_tablets_cases_are_what_the_rules_say() -> None:
    assert CASES.read_text() == written(), f"write them again: {CASES}"
