"""What a health worker's report says of a patient's colour: never below the urgency they declare.

A puskesmas, a midwife, a hospital or a crew has seen the patient. They are not asked the questions for lay people; what
they measured is judged by the same rules as everywhere, and may only raise what they declared.
"""

from __future__ import annotations

from dataclasses import dataclass

from triage.model import Context
from triage.scores.coma import gcs
from triage.scores.retriage import Raise, Retriage, retriage
from triage.scores.vitals import Consciousness, Vitals
from triage.vocabulary import Priority

GATE_SOURCE = "gerbang protokol: tidak sadar, atau tidak bernapas"
COMA_BELOW = 9
"""A GCS of 8 and less is a coma."""


@dataclass(frozen=True, slots=True)
class ReportJudged:
    """What a report comes to.

    Args:
        priority: the colour; the declared one, or a worse one.
        raised: whether what was measured made it worse than was declared.
        asks_gate: the patient is not conscious or does not breathe: the gate is asked although a health worker reports.
        judged: every score and sign, with the gate's reason among them.
    """

    priority: Priority
    raised: bool
    asks_gate: bool
    judged: Retriage


def judge_report(
    declared: Priority, vitals: Vitals, context: Context, *, breathing: bool | None, trauma: bool = False
) -> ReportJudged:
    """The colour of a professional report.

    Args:
        declared: the urgency that the reporter gives.
        vitals: what was measured; nothing measured changes nothing.
        breathing: whether the patient breathes, None where nobody said.
        trauma: whether the case is one of injury, so that its scores are asked too.
    """
    judged = retriage(vitals, context, trauma=trauma)
    asks_gate = is_without_breath(vitals, breathing) or is_unconscious(vitals)
    if asks_gate:
        reason = "tidak bernapas" if is_without_breath(vitals, breathing) else "tidak sadar"
        raises = (Raise(Priority.MERAH, reason, GATE_SOURCE), *judged.raises)
        judged = Retriage(Priority.MERAH, raises, judged.scores, judged.doubtful)
    found = judged.priority
    priority = max((declared, found or declared), key=lambda colour: colour.severity)
    return ReportJudged(priority, priority is not declared, asks_gate, judged)


def is_unconscious(vitals: Vitals) -> bool:
    """Answers to pain alone or not at all, or a whole GCS of 8 and less. Not known is not unconscious."""
    if vitals.consciousness in (Consciousness.PAIN, Consciousness.UNRESPONSIVE):
        return True
    total = gcs(vitals).total
    return total is not None and total < COMA_BELOW


def is_without_breath(vitals: Vitals, breathing: bool | None) -> bool:
    """Told so, or counted none."""
    return breathing is False or vitals.respiratory_rate == 0
