"""Fold what was said of one victim's tag into its colour: by corrected time, in whatever order the words came in.

Two tablets in a dead zone may tag the same victim; an old word never undoes a later one. No word is thrown away: one
that may not be followed leaves the colour and is held for somebody who may.
"""

from dataclasses import dataclass
from datetime import timedelta

from dispatch.domain.priority import is_worse
from dispatch.domain.rows import HeldTag, TagReport
from dispatch.domain.time import moment
from dispatch.domain.words import HeldReason, Priority, TagMethod

CORRECTED_S = 10
"""Within these seconds a person's second word about a victim replaces their first: the slip of a gloved finger."""


NOT_A_TAG = (TagMethod.TELEPON, TagMethod.TANDA_VITAL)
"""Words about a victim that no tag gave: they are nobody's slip."""


@dataclass(frozen=True, slots=True)
class Folded:
    """The colour, the word that gave it (None: the colour from before the first tag), and what is held."""

    colour: Priority | None
    given: TagReport | None
    held: HeldTag | None


def fold(reports: list[TagReport], *, before: str | None) -> Folded:
    """The colour of a victim.

    Raising is anybody's. Lowering is for who is on scene, and from MERAH for a clinical grade. HITAM is given by a
    person on scene, never by a rule; asked for from elsewhere, the victim counts as MERAH.

    Args:
        reports: in any order.
        before: the colour before the first tag, from the telephone, or None.
    """
    colour = Priority(before) if before is not None else None
    given: TagReport | None = None
    held: HeldTag | None = None
    for report in _without_slips(sorted(reports, key=_time_then_counter)):
        if report["method"] == TagMethod.TANDA_VITAL and not _raises(report, colour):
            continue  # vital signs only ever raise, and take no HITAM back
        reason = _held_back(report, colour)
        if reason is None:
            colour, given, held = Priority(report["colour"]), report, None
            continue
        held = {"colour": report["colour"], "reason": reason, "at": report["at"], "by": report["by"]}
        if reason is HeldReason.HITAM_ONLY_ON_SCENE and colour != Priority.HITAM:
            colour, given = Priority.MERAH, report
    return Folded(colour, given, held)


def _raises(report: TagReport, colour: Priority | None) -> bool:
    return colour is not Priority.HITAM and is_worse(report["colour"], colour)


def _held_back(report: TagReport, colour: Priority | None) -> HeldReason | None:
    asked = Priority(report["colour"])
    if asked == colour or report["method"] == TagMethod.TELEPON:  # which telephone triage has decided already
        return None
    if asked is Priority.HITAM:
        return None if report["on_scene"] else HeldReason.HITAM_ONLY_ON_SCENE
    if colour is Priority.HITAM:
        return None if report["on_scene"] else HeldReason.ONLY_ON_SCENE
    if colour is None or is_worse(asked, colour):
        return None
    if not report["on_scene"]:
        return HeldReason.ONLY_ON_SCENE
    return HeldReason.GRADE_NEEDED if colour is Priority.MERAH and report["grade"] is None else None


def _without_slips(ordered: list[TagReport]) -> list[TagReport]:
    kept: list[TagReport] = []
    for report in ordered:
        if kept and _is_slip(kept[-1], report):
            kept.pop()
        kept.append(report)
    return kept


def _is_slip(first: TagReport, second: TagReport) -> bool:
    if not {first["method"], second["method"]}.isdisjoint(NOT_A_TAG) or first["by"]["id"] != second["by"]["id"]:
        return False
    return moment(second["at"]) - moment(first["at"]) <= timedelta(seconds=CORRECTED_S)


def _time_then_counter(report: TagReport) -> tuple[str, int, str]:
    return report["at"], report["counter"] or 0, report["command_id"]
