"""Dependencies that most endpoints share, under one name each, and what their viewer may see."""

from typing import Annotated

from fastapi import Depends

from dispatch.accounts import Viewer, require
from dispatch.core import Core, Psc, current_core, get_psc
from dispatch.domain.words import Role
from dispatch.live.sight import Sight, sight_of

InCore = Annotated[Core, Depends(current_core)]
InPsc = Annotated[Psc, Depends(get_psc)]
Operator = Annotated[Viewer, Depends(require(Role.OPERATOR))]
Staff = Annotated[Viewer, Depends(require(Role.OPERATOR, Role.SUPERVISOR, Role.ADMIN))]
Anyone = Annotated[
    Viewer,
    Depends(require(Role.OPERATOR, Role.CREW, Role.COORDINATOR, Role.HOSPITAL, Role.SUPERVISOR, Role.ADMIN)),
]
OperatorOrCrew = Annotated[Viewer, Depends(require(Role.OPERATOR, Role.CREW))]


def sight_in(viewer: Viewer, psc: Psc) -> Sight:
    """What the viewer may see of this PSC."""
    return sight_of(viewer.grants(psc.key), psc=psc.key, units=viewer.crew_units(psc.key))
