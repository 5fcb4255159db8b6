"""START and JumpSTART at every branch; what was not looked at is never taken as good."""

from __future__ import annotations

import itertools

import pytest

from triage.scores import Breathing, Tag, jumpstart, start
from triage.vocabulary import Priority

GOOD = {"walks": False, "breathing": Breathing.YES, "rate": 20, "perfused": True, "obeys": True}
GOOD_CHILD = {"walks": False, "breathing": Breathing.YES, "rate": 30, "pulse_felt": True, "responds": True}


@pytest.mark.parametrize(
    ("change", "tag"),
    [
        ({"walks": True}, Tag.HIJAU),
        ({"walks": True, "breathing": None, "rate": None}, Tag.HIJAU),
        ({}, Tag.KUNING),
        ({"breathing": Breathing.NO}, Tag.HITAM),
        ({"breathing": Breathing.AFTER_OPENING}, Tag.MERAH),
        ({"rate": 30}, Tag.KUNING),
        ({"rate": 31}, Tag.MERAH),
        ({"perfused": False}, Tag.MERAH),
        ({"obeys": False}, Tag.MERAH),
        ({"breathing": None}, Tag.MERAH),
        ({"rate": None}, Tag.MERAH),
        ({"perfused": None}, Tag.MERAH),
        ({"obeys": None}, Tag.MERAH),
    ],
)
def test_start(change: dict[str, object], tag: Tag) -> None:
    tagged = start(**{**GOOD, **change})  # type: ignore[arg-type]
    assert tagged.tag is tag
    assert tagged.proposal is (tag is Tag.HITAM)


@pytest.mark.parametrize(
    ("change", "tag"),
    [
        ({"walks": True}, Tag.HIJAU),
        ({}, Tag.KUNING),
        ({"breathing": Breathing.NO}, Tag.HITAM),
        ({"breathing": Breathing.NO, "pulse_felt": False}, Tag.HITAM),
        ({"breathing": Breathing.AFTER_OPENING}, Tag.MERAH),
        ({"breathing": Breathing.AFTER_RESCUE_BREATHS}, Tag.MERAH),
        ({"rate": 14}, Tag.MERAH),
        ({"rate": 15}, Tag.KUNING),
        ({"rate": 45}, Tag.KUNING),
        ({"rate": 46}, Tag.MERAH),
        ({"pulse_felt": False}, Tag.MERAH),
        ({"responds": None}, Tag.MERAH),
    ],
)
def test_jumpstart(change: dict[str, object], tag: Tag) -> None:
    tagged = jumpstart(**{**GOOD_CHILD, **change})  # type: ignore[arg-type]
    assert tagged.tag is tag
    assert tagged.proposal is (tag is Tag.HITAM)


def test_not_looking_is_never_better_than_any_finding_that_breathes() -> None:
    """Every way of leaving findings out gives MERAH, unless the victim walks or does not breathe."""
    for rate, perfused, obeys in itertools.product((None, 20), (None, True), (None, True)):
        tagged = start(walks=False, breathing=Breathing.YES, rate=rate, perfused=perfused, obeys=obeys)
        complete = None not in (rate, perfused, obeys)
        assert tagged.tag is (Tag.KUNING if complete else Tag.MERAH)


def test_no_score_or_card_has_a_word_for_black() -> None:
    assert "hitam" not in {priority.value for priority in Priority}
