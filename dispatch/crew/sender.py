"""Whose a tap is: the person on the tablet then, or a person at a desk."""

from typing import Annotated

from fastapi import Depends

from dispatch.accounts import Reporter, Viewer, acting_account, reporter
from dispatch.commands import command_of
from dispatch.core import Core, Psc
from dispatch.crew.schemas import FromDevice
from dispatch.domain.command import Command
from dispatch.domain.time import moment
from dispatch.domain.words import Role, Source
from dispatch.http.problems import Forbidden

Sender = Annotated[Reporter, Depends(reporter)]


async def who_taps(
    core: Core,
    psc: Psc,
    sender: Reporter,
    body: FromDevice,
    *,
    source: Source | None = None,
    desks: tuple[Role, ...] = (Role.OPERATOR,),
) -> tuple[Command, str | None]:
    """The command in the name of whoever tapped, and the unit they are crew of (None at a desk).

    Args:
        source: by which way the word came to a desk.
        desks: the roles that may say this from a desk.
    """
    command, unit_id, _ = await person_who_taps(core, psc, sender, body, source=source, desks=desks)
    return command, unit_id


async def person_who_taps(
    core: Core,
    psc: Psc,
    sender: Reporter,
    body: FromDevice,
    *,
    source: Source | None = None,
    desks: tuple[Role, ...] = (Role.OPERATOR,),
) -> tuple[Command, str | None, Viewer]:
    """As `who_taps`, with the person: for what takes a clinical grade."""
    viewer = sender.viewer
    if viewer is not None and viewer.has_role(psc.key, *desks) and sender.device is None:
        return command_of(core, viewer, body, source=source or Source.SCREEN), None, viewer
    # Only the time matters here: who was on the tablet then. The command is made again in that person's name.
    happened = command_of(core, _Nobody(), body, sent_at=body.sent_at, is_report=True)
    person = await acting_account(core.db, sender, tapped_by=body.tapped_by, occurred_at=moment(happened.at))
    unit_id = _crew_unit(person, psc)
    command = command_of(core, person, body, source=Source.DEVICE, sent_at=body.sent_at, is_report=True)
    return command, unit_id, person


def _crew_unit(person: Viewer, psc: Psc) -> str:
    units = person.crew_units(psc.key)
    if len(units) != 1:
        raise Forbidden("crew_of_no_unit")
    return next(iter(units))


class _Nobody:
    account_id = ""
    name = ""
