"""Codes in which the policy answers; the live core and the screens turn them into words."""

from enum import StrEnum


class Status(StrEnum):
    """What a unit is doing now."""

    AVAILABLE = "available"
    ON_CALL = "on_call"
    ON_TASK = "on_task"
    OFF_DUTY = "off_duty"
    OUT_OF_SERVICE = "out_of_service"


class Role(StrEnum):
    """What a unit would go for."""

    AMBULANS = "ambulans"
    PENANGGAP_PERTAMA = "penanggap_pertama"
    KAPAL = "kapal"
    PENGUAT = "penguat"
    """Brings a needed capability that the other units sent do not have."""


class Exclusion(StrEnum):
    """Why a unit is not proposed at all."""

    BUSY = "busy"
    OFF_DUTY = "off_duty"
    OUT_OF_SERVICE = "out_of_service"
    LACKS_CAPABILITY = "lacks_capability"


class ReasonCode(StrEnum):
    """What is to be said of a unit beside its times."""

    FASTEST_CAPABLE = "fastest_capable"
    """The soonest of those that can do its role."""
    REINFORCES = "reinforces"
    """Sent for the `capabilities` that the others lack."""
    SUBSTITUTE = "substitute"
    """Sent because nobody with the role's own capability is free."""
    MINUTES_BEHIND = "minutes_behind"
    """`seconds` later than the first of the list."""
    ON_REQUEST = "on_request"
    """Not needed by the disposition; goes if the operator or the crew asks."""
    ON_CALL = "on_call"
    """Must be called out; the turnout says how long that takes."""
    INTERRUPTS_TASK = "interrupts_task"
    """Would be pulled from work that may be interrupted, on `incident`."""
    WITHOUT_CAPABILITY = "without_capability"
    """Can go, but does not bring the `capabilities` that this case needs."""
    POSITION_FROM_POST = "position_from_post"
    """Posisi menurut pos, tanya lewat radio: no live position, the range is wider."""
    POSITION_STALE = "position_stale"
    """The last position is `seconds` old, the range is wider."""
    ESTIMATE_STRAIGHT_LINE = "estimate_straight_line"
    SCHEMATIC = "schematic"
    SEA_LEG = "sea_leg"
    TRAVEL_UNKNOWN = "travel_unknown"


class NearerCode(StrEnum):
    """Why a nearer unit was not chosen, beside the exclusions."""

    ALSO_SENT = "also_sent"
    """It goes too, in another role."""
    SLOWER_TURNOUT = "slower_turnout"
    """Nearer on the road, but it starts rolling `seconds` later."""
