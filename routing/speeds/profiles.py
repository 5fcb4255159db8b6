"""Who travels, and how: the modes of units and the profiles that have weights of their own."""

from __future__ import annotations

from enum import StrEnum

from routing.network.facts import Access


class Mode(StrEnum):
    """What a unit moves with. A boat moves on water legs; its crew goes on foot from the pier."""

    AMBULANS = "ambulans"
    MOTOR = "motor"
    KAPAL = "kapal"


class Profile(StrEnum):
    """A set of weights over the roads: who travels, and how."""

    AMBULANS = "ambulans"
    AMBULANS_SIRENE = "ambulans_sirene"
    MOTOR = "motor"
    JALAN_KAKI = "jalan_kaki"


ACCESS_OF: dict[Profile, Access] = {
    Profile.AMBULANS: Access.AMBULANCE,
    Profile.AMBULANS_SIRENE: Access.AMBULANCE,
    Profile.MOTOR: Access.MOTORCYCLE,
    Profile.JALAN_KAKI: Access.FOOT,
}
"""What tags and barriers must allow for a profile to pass."""


def profile_of(mode: Mode, *, lights: bool) -> Profile:
    """The road profile of a mode. A boat's crew walks on land."""
    if mode is Mode.KAPAL:
        return Profile.JALAN_KAKI
    if mode is Mode.MOTOR:
        return Profile.MOTOR
    return Profile.AMBULANS_SIRENE if lights else Profile.AMBULANS
