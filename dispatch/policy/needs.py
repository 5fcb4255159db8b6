"""Run card of the city's base tier: whom a case needs, from its colour, its disposition, transport and complaint."""

from collections.abc import Collection
from dataclasses import dataclass

from dispatch.domain.words import AMBULANS, Disposition, Priority, Transport
from dispatch.policy.codes import Role

TRC = "trc"
KAPAL = "kapal"


@dataclass(frozen=True, slots=True)
class RoleNeed:
    """One role to fill.

    Args:
        role: what the unit goes for.
        capability: what a unit must have to fill it.
        fallback: who fills it when nobody with that capability is free; None: it then stays empty.
        required: an optional role is ranked and shown, never proposed.
        next: nobody is sent for it yet, and who would be is named beforehand.
    """

    role: Role
    capability: str
    fallback: str | None = None
    required: bool = True
    next: bool = False


@dataclass(frozen=True, slots=True)
class Needs:
    """Whom a case needs.

    Args:
        roles: in the order in which they are filled.
        capabilities: what those who go must bring between them.
        speed_first: each role takes the soonest unit that can fill it, and what is then still lacking follows with
            another unit. Otherwise one unit that brings everything is preferred to two sooner ones.
    """

    roles: tuple[RoleNeed, ...]
    capabilities: tuple[str, ...]
    speed_first: bool


_AMBULANCE = RoleNeed(Role.AMBULANS, AMBULANS)
_FIRST_RESPONDER = RoleNeed(Role.PENANGGAP_PERTAMA, TRC)
_TREATMENT_ON_SCENE = RoleNeed(Role.PENANGGAP_PERTAMA, TRC, fallback=AMBULANS)
_BOAT = RoleNeed(Role.KAPAL, KAPAL)


def needs_for(
    *,
    priority: Priority | None,
    disposition: Disposition | None,
    transport: Transport | None = None,
    capabilities: Collection[str] = (),
    needs_boat: bool = False,
    ambulance_due: bool = False,
) -> Needs:
    """Whom a case needs.

    MERAH, and a case not yet triaged, takes an ambulance and a first responder beside it, whatever disposition was
    noted. Below MERAH a patient who has to be carried takes the ambulance at once, so that nobody waits for a team
    only to wait for an ambulance afterwards; who may have to be carried takes the team first and the ambulance is named
    as next. Otherwise the disposition decides; none noted counts as treatment on scene.

    Args:
        priority: the incident's colour, None before triage.
        disposition: what the assessment leads to, None before it does.
        transport: whether the patient has to be carried, None when nobody told.
        capabilities: what the complaint asks the responders to bring.
        needs_boat: no road and no public boat leads there now.
        ambulance_due: the team that went first is not there in time, or asks for it: the ambulance goes now.
    """
    wanted = tuple(sorted(set(capabilities)))
    boat = (_BOAT,) if needs_boat else ()
    if priority in (None, Priority.MERAH):
        return Needs((_AMBULANCE, _FIRST_RESPONDER, *boat), wanted, speed_first=True)
    carried = transport is Transport.YA
    may_be = transport is Transport.MUNGKIN and priority is not Priority.HITAM and not ambulance_due
    ambulance = RoleNeed(Role.AMBULANS, AMBULANS, required=ambulance_due, next=may_be)
    if priority is Priority.HITAM or (disposition is Disposition.SARAN and not carried):
        return Needs((_optional(_FIRST_RESPONDER), ambulance), (), speed_first=False)
    if disposition is Disposition.EVAKUASI or carried:
        return Needs((_AMBULANCE, *boat, _optional(_FIRST_RESPONDER)), wanted, speed_first=False)
    return Needs((_TREATMENT_ON_SCENE, *boat, ambulance), wanted, speed_first=False)


def waits_for_ambulance(needs: Needs) -> bool:
    """Whether an ambulance is named as next, or needed and not sent: a team that goes alone then needs a clock."""
    return any(need.role is Role.AMBULANS and (need.next or need.required) for need in needs.roles)


def remaining(needs: Needs, sent: Collection[Collection[str]]) -> Needs:
    """What a case still needs when some units are on it already.

    Each unit that was sent fills the first required role it can, by the role's own capability before a fallback, and
    no second one: a filled role is still ranked, so that another unit can be asked for, but no longer proposed. What
    the units bring between them is no longer lacking.

    Args:
        needs: what the case needs in all.
        sent: for each unit on the case its capabilities, its kind among them.
    """
    filled: set[RoleNeed] = set()
    free = [frozenset(unit) for unit in sent]
    required = [need for need in needs.roles if need.required]
    for word_of in (_own, _fallback):
        for need in required:
            word = word_of(need)
            unit = next((unit for unit in free if word is not None and word in unit), None)
            if unit is not None and need not in filled:
                filled.add(need)
                free.remove(unit)
    brought = frozenset[str]().union(*sent)
    roles = tuple(_still_open(need, filled, brought) for need in needs.roles)
    lacking = tuple(word for word in needs.capabilities if word not in brought)
    return Needs(roles, lacking, needs.speed_first)


def _still_open(need: RoleNeed, filled: Collection[RoleNeed], brought: Collection[str]) -> RoleNeed:
    """A filled role is optional; one named as next is no longer next when such a unit is on its way already."""
    return _optional(need) if need in filled or (need.next and need.capability in brought) else need


def _own(need: RoleNeed) -> str | None:
    return need.capability


def _fallback(need: RoleNeed) -> str | None:
    return need.fallback


def _optional(need: RoleNeed) -> RoleNeed:
    return RoleNeed(need.role, need.capability, required=False)
