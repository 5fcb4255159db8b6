"""Protocol versions: signed only when wholly proven, in use only when signed, and never two in use."""

from typing import Any

from dispatch.domain import protocol
from dispatch.domain.words import ProtocolOrigin
from tests.builders import RINA, SARI, Story

A, B = "a" * 64, "b" * 64


def drafted(story: Story, version: str) -> None:
    about = {"title": "Protokol", "title_en": "Protocol", "cards": 36, "origin": ProtocolOrigin.LEMBAR_KERJA}
    story.do(protocol.draft, version=version, **about)


def found(**changed: Any) -> Any:
    return {"violations": [], "unproven": [], "cases_otherwise": [], **changed}


def signed(story: Story, version: str) -> None:
    drafted(story, version)
    story.do(protocol.take_verification, version=version, found=found())
    story.do(protocol.sign, by=RINA, version=version)


def test_only_what_is_wholly_proven_is_signed(story: Story) -> None:
    drafted(story, A)
    assert story.refused(protocol.sign, version=A).code == "protocol_not_verified"
    for fault, code in (
        ({"violations": ["T3 nyeri_dada: lowers"]}, "protocol_violated"),
        ({"unproven": ["nyeri_dada"]}, "protocol_unproven"),
        ({"cases_otherwise": [{"where": "x", "shows": "y", "faults": []}]}, "protocol_cases_changed"),
    ):
        story.do(protocol.take_verification, version=A, found=found(**fault))
        assert story.refused(protocol.sign, version=A).code == code
    assert story.refused(protocol.sign, version=A, cases_accepted=1).code == "protocol_cases_reason"
    story.do(protocol.sign, by=RINA, version=A, cases_accepted=1, reason="komite")
    signature = story.row("protocol", A)["signature"]
    assert (signature["by"], signature["cases_accepted"], signature["reason"]) == (RINA, 1, "komite")


def test_a_signature_stays_who_signed_first_and_what_was_signed_is_not_verified_anew(story: Story) -> None:
    signed(story, A)
    story.do(protocol.sign, by=SARI, version=A)
    story.do(protocol.take_verification, version=A, found=found(violations=["T1"]))
    row = story.row("protocol", A)
    assert (row["signature"]["by"], row["verification"]["violations"]) == (RINA, [])


def test_what_is_shipped_is_used_until_somebody_signed_what_is_in_use(story: Story) -> None:
    drafted(story, A)
    story.do(protocol.use_shipped, version=A)
    drafted(story, B)
    assert story.refused(protocol.put_in_use, version=B).code == "protocol_not_signed"
    story.do(protocol.use_shipped, version=B)
    assert [story.row("protocol", version)["in_use"] for version in (A, B)] == [False, True]
    story.do(protocol.take_verification, version=B, found=found())
    story.do(protocol.sign, by=RINA, version=B)
    story.do(protocol.use_shipped, version=A)
    assert story.row("protocol", B)["in_use"]


def test_one_version_is_in_use_and_each_time_of_use_is_kept(story: Story) -> None:
    signed(story, A)
    signed(story, B)
    for version in (A, B, A, A):
        story.do(protocol.put_in_use, version=version)
    rows = {version: story.row("protocol", version) for version in (A, B)}
    assert [rows[version]["in_use"] for version in (A, B)] == [True, False]
    assert [use["until_at"] is None for use in rows[A]["used"]] == [False, True]
    assert [use["until_at"] is None for use in rows[B]["used"]] == [False]
