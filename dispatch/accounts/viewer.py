"""Who is asking, and what they may do. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from dispatch.domain.rows import Actor
from dispatch.domain.words import Grade, Role


@dataclass(frozen=True, slots=True)
class RoleGrant:
    """A role in one PSC, for all of it or for one part.

    Attributes:
        psc: the stream's key, e.g. `tanjungpinang`; practice is a PSC of its own, `tanjungpinang-latihan`.
        scope: the PSC's key again when the role is for all of it, else the id of a facility, hospital or unit.
    """

    psc: str
    role: Role
    scope: str

    def covers(self, part: str) -> bool:
        """Whether the grant reaches `part`, the id of a facility, hospital or unit."""
        return self.scope in (self.psc, part)


@dataclass(frozen=True, slots=True)
class Viewer:
    """A signed-in person, as every endpoint and the live stream see them.

    Attributes:
        unit_id: the unit a crew member chose at sign-in, None for everyone else.
        device_id: the tablet of the session, if it has one.
    """

    account_id: str
    name: str
    roles: frozenset[RoleGrant]
    grade: Grade | None
    language: str
    session_id: str
    device_id: str | None = None
    unit_id: str | None = None
    signed_in_at: datetime | None = None

    @property
    def actor(self) -> Actor:
        """The person as events name them."""
        return {"id": self.account_id, "name": self.name}

    def grants(self, psc: str, *roles: Role) -> Iterable[RoleGrant]:
        """The grants in `psc`; with `roles`, only those of these roles."""
        return (grant for grant in self.roles if grant.psc == psc and (not roles or grant.role in roles))

    def has_role(self, psc: str, *roles: Role) -> bool:
        """Whether the person has any of `roles` in `psc`, for whatever part; with no `roles`, any role at all."""
        return any(True for _ in self.grants(psc, *roles))

    def has_role_anywhere(self, *roles: Role) -> bool:
        """Whether the person has any of `roles` in some PSC; with no `roles`, any role at all."""
        return any(not roles or grant.role in roles for grant in self.roles)

    def scopes(self, psc: str, *roles: Role) -> frozenset[str]:
        """What the person's `roles` in `psc` are for: the PSC's key, or ids of facilities, hospitals and units."""
        return frozenset(grant.scope for grant in self.grants(psc, *roles))

    def covers(self, psc: str, role: Role, part: str) -> bool:
        """Whether `role` in `psc` reaches `part`. A crew member who chose a unit acts for that unit alone."""
        if role is Role.CREW and self.unit_id is not None and part != self.unit_id:
            return False
        return any(grant.covers(part) for grant in self.grants(psc, role))

    def crew_units(self, psc: str) -> frozenset[str]:
        """The units the person is crew of now: the one chosen at sign-in, else those their roles name."""
        if self.unit_id is not None:
            return frozenset((self.unit_id,)) if self.covers(psc, Role.CREW, self.unit_id) else frozenset()
        return self.scopes(psc, Role.CREW) - {psc}

    def was_signed_in(self, at: datetime) -> bool:
        """Whether this sign-in had begun by `at`."""
        return self.signed_in_at is None or self.signed_in_at <= at

    @property
    def psc_keys(self) -> frozenset[str]:
        """Every PSC the person has a role in."""
        return frozenset(grant.psc for grant in self.roles)
