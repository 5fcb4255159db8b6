"""START and JumpSTART: which victim first, by what a first responder sees in half a minute.

Only these speak of `hitam`, and only as a proposal to the person on scene, who decides; it is looked at again when
there are more hands.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

START_SOURCE = "START, Newport Beach Fire dan Hoag Hospital 1983, rev. 1994"
JUMPSTART_SOURCE = "JumpSTART, Romig 1995, rev. 2001 (1–8 tahun)"

JUMPSTART_BELOW_YEARS = 8.0


class Tag(StrEnum):
    """The colour of a victim's tag."""

    MERAH = "merah"
    KUNING = "kuning"
    HIJAU = "hijau"
    HITAM = "hitam"


class Breathing(StrEnum):
    """What the airway shows."""

    YES = "bernapas"
    AFTER_OPENING = "setelah_jalan_napas_dibuka"
    AFTER_RESCUE_BREATHS = "setelah_5_napas_bantuan"
    NO = "tidak_bernapas"


@dataclass(frozen=True, slots=True)
class Tagged:
    """A tag and the finding that decided it.

    Args:
        proposal: `hitam` is only proposed; a person on scene gives it, with their name.
    """

    tag: Tag
    reason: str
    proposal: bool
    source: str


def start(
    *,
    walks: bool,
    breathing: Breathing | None = None,
    rate: int | None = None,
    perfused: bool | None = None,
    obeys: bool | None = None,
) -> Tagged:
    """START, from 8 years on.

    What was not looked at is never taken as good: without a finding that decides, the tag is MERAH.

    Args:
        rate: breaths a minute.
        perfused: the pulse at the wrist is felt, or the nail bed fills within 2 s.
    """
    if walks:
        return Tagged(Tag.HIJAU, "bisa berjalan", False, START_SOURCE)
    if breathing is Breathing.NO:
        return Tagged(Tag.HITAM, "tidak bernapas setelah jalan napas dibuka", True, START_SOURCE)
    if breathing is not Breathing.YES:
        return Tagged(Tag.MERAH, _airway_reason(breathing), False, START_SOURCE)
    for is_bad, reason in (
        (rate is None or rate > 30, "napas lebih dari 30 kali, atau belum dihitung"),
        (perfused is not True, "nadi pergelangan tidak teraba, atau belum diraba"),
        (obeys is not True, "tidak mengikuti perintah, atau belum dicoba"),
    ):
        if is_bad:
            return Tagged(Tag.MERAH, reason, False, START_SOURCE)
    return Tagged(Tag.KUNING, "tidak bisa berjalan, napas, nadi, dan kesadaran cukup", False, START_SOURCE)


def jumpstart(
    *,
    walks: bool,
    breathing: Breathing | None = None,
    pulse_felt: bool | None = None,
    rate: int | None = None,
    responds: bool | None = None,
) -> Tagged:
    """JumpSTART, under 8 years. A child that does not breathe and has a pulse gets five breaths first.

    Args:
        breathing: `AFTER_RESCUE_BREATHS` and `NO` are what is seen after those breaths.
        pulse_felt: at the wrist or the upper arm.
        responds: alert, to voice, or with a fitting movement to pain.
    """
    if walks:
        return Tagged(Tag.HIJAU, "bisa berjalan; bayi dinilai lagi satu per satu", False, JUMPSTART_SOURCE)
    if breathing is Breathing.NO:
        reason = (
            "tidak bernapas, nadi tidak teraba" if pulse_felt is False else "tidak bernapas setelah 5 napas bantuan"
        )
        return Tagged(Tag.HITAM, reason, True, JUMPSTART_SOURCE)
    if breathing is not Breathing.YES:
        return Tagged(Tag.MERAH, _airway_reason(breathing), False, JUMPSTART_SOURCE)
    for is_bad, reason in (
        (rate is None or not 15 <= rate <= 45, "napas kurang dari 15 atau lebih dari 45 kali, atau belum dihitung"),
        (pulse_felt is not True, "nadi tidak teraba, atau belum diraba"),
        (responds is not True, "tidak bereaksi, atau belum dicoba"),
    ):
        if is_bad:
            return Tagged(Tag.MERAH, reason, False, JUMPSTART_SOURCE)
    return Tagged(Tag.KUNING, "tidak bisa berjalan, napas, nadi, dan reaksi cukup", False, JUMPSTART_SOURCE)


def _airway_reason(breathing: Breathing | None) -> str:
    if breathing is Breathing.AFTER_OPENING:
        return "bernapas setelah jalan napas dibuka"
    if breathing is Breathing.AFTER_RESCUE_BREATHS:
        return "bernapas setelah 5 napas bantuan"
    return "napas belum diperiksa"
