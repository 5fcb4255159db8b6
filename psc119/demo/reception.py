"""Who asks for a practice, and which director plays it: behind `POST /api/demo/practice`."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from uuid import UUID

from dispatch.accounts import RoleGrant, Viewer
from dispatch.core import Core
from dispatch.domain.words import Role
from dispatch.http.problems import CommandReused, Forbidden
from psc119.demo.client import Document
from psc119.demo.director import Director, Practised


class Reception:
    """Takes a person to the director of their PSC; the same command id gets the same answer."""

    def __init__(self, directors: Iterable[Director]) -> None:
        self._directors = {director.psc.key: director for director in directors}
        self._answered: dict[UUID, tuple[Practised, Document]] = {}

    def ask(self, viewer: Viewer, role: Role, command_id: UUID) -> Document:
        """Begin a case for this person, see `psc119.practice`.

        Raises:
            Forbidden: the person works in no PSC of this demo.
            CommandReused: the id was sent by somebody else, or for another role.
        """
        grant = self._find_grant(viewer, role)
        if grant is None:
            raise Forbidden
        practised = Practised(viewer.account_id, role, _part_of(viewer, grant))
        if command_id not in self._answered:
            self._answered[command_id] = practised, self._directors[grant.psc].practise(practised)
        asked, answer = self._answered[command_id]
        if asked != practised:
            raise CommandReused
        return answer

    def _find_grant(self, viewer: Viewer, role: Role) -> RoleGrant | None:
        """The person's own grant; an admin may look at a whole PSC as its supervisor or operator does."""
        anywhere = role in (Role.OPERATOR, Role.SUPERVISOR, Role.ADMIN)
        roles = (role, Role.ADMIN) if anywhere else (role,)
        return next((grant for psc in self._directors for grant in viewer.grants(psc, *roles)), None)


@asynccontextmanager
async def receiving(core: Core, directors: list[Director]) -> AsyncIterator[None]:
    """Let people ask for a practice for the length of the block."""
    core.demo_practice = Reception(directors).ask
    try:
        yield
    finally:
        core.demo_practice = None
        for director in directors:
            await director.stop()


def _part_of(viewer: Viewer, grant: RoleGrant) -> str:
    """The unit, hospital or facility of the person's screen."""
    return viewer.unit_id if grant.role is Role.CREW and viewer.unit_id else grant.scope
