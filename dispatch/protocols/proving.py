"""The verifier in a process of its own, below everything else in priority: dispatch goes on meanwhile."""

import asyncio
import json
import os
import sys
from collections.abc import Iterable
from typing import Any

from dispatch.domain.refusal import Refused
from exchange.content import Content, load_content
from triage import VerificationReport, run_cases, verify
from triage.cases import load_cases_that_fit
from triage.model import Text
from triage.proof import find_solver

WITHIN_S = 120.0
NICENESS = 10
MOST_VIOLATIONS = 200
PROVEN_BY_MORE_THAN_FORM = ("enumeration", "z3")


async def prove(content: Content) -> dict[str, Any]:
    """What the verifier finds in a version, and which worked cases come out otherwise.

    Raises:
        Refused: it did not finish.
    """
    given = json.dumps({"files": content.files, "comments": content.comments}).encode()
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "dispatch.protocols.proving",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        answer, _ = await asyncio.wait_for(child.communicate(given), timeout=WITHIN_S)
    except TimeoutError as error:
        raise Refused("protocol_verifier") from error
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()
    if child.returncode != 0:
        raise Refused("protocol_verifier")
    found: dict[str, Any] = json.loads(answer)
    return found


def prove_here(content: Content) -> dict[str, Any]:
    """As `prove`, in this process; some seconds of processor time."""
    protocol = load_content(content)
    report = verify(protocol)
    cases, unread = load_cases_that_fit(protocol)
    results = run_cases(protocol, cases)
    otherwise: list[dict[str, Any]] = [
        {
            "where": name,
            "shows": f"kasus contoh kartu {name} tidak dapat dijalankan: kartunya tidak ada, atau kata-katanya lain",
            "faults": [text.in_language("en")],
            "in_words": _in_words([text]),
        }
        for name, text in unread.items()
    ]
    otherwise += [
        {
            "where": f"{one.case.place.file}:{one.case.place.line}",
            "shows": one.case.shows,
            "faults": list(one.faults),
            "in_words": _in_words(one.in_words),
        }
        for one in results
        if one.faults
    ]
    return {
        "cards": report.cards,
        "scripts": report.scripts,
        "answer_sets": report.answer_sets,
        "seconds": round(report.seconds, 2),
        "solver": find_solver() is not None,
        "checks": _checks(report),
        "violations": list(report.violations)[:MOST_VIOLATIONS],
        "in_words": _in_words(report.in_words[:MOST_VIOLATIONS]),
        "unproven": _unproven(report),
        "cases_run": len(results),
        "cases_otherwise": otherwise,
    }


def _in_words(texts: Iterable[Text]) -> list[dict[str, str]]:
    return [{"id": text.id, "en": text.in_language("en")} for text in texts]


def _checks(report: VerificationReport) -> list[dict[str, Any]]:
    found = []
    for property_id in sorted({check.property_id for check in report.checks}, key=lambda name: int(name[1:])):
        checks = [check for check in report.checks if check.property_id == property_id]
        found.append(
            {
                "property_id": property_id,
                "title": checks[0].title,
                "methods": sorted({check.method for check in checks}),
                "parts": len({check.subject for check in checks}),
                "cases": sum(check.count for check in checks),
                "violations": sum(len(check.violations) for check in checks),
            }
        )
    return found


def _unproven(report: VerificationReport) -> list[str]:
    """The parts for which only the form of the rules was checked: too large to enumerate, and no solver here."""
    rules = [check for check in report.checks if check.property_id == "T3"]
    proven = {check.subject for check in rules if check.method in PROVEN_BY_MORE_THAN_FORM}
    return sorted({check.subject for check in rules} - proven)


if __name__ == "__main__":
    os.nice(NICENESS)
    asked = json.load(sys.stdin)
    json.dump(prove_here(Content(asked["files"], asked["comments"])), sys.stdout)
