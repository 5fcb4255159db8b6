"""Who reports on the professional line, and of whose patients they may speak."""

from collections.abc import Callable
from dataclasses import dataclass

from dispatch.accounts import Reporter
from dispatch.commands import command_of
from dispatch.core import Core, Psc
from dispatch.crew.sender import who_taps
from dispatch.domain.board import Board
from dispatch.domain.command import Command
from dispatch.domain.words import Role
from dispatch.http.problems import Forbidden
from dispatch.live.sight import Rows, Sight, cut, sight_of
from dispatch.professional.schemas import ReportPatient
from dispatch.store.reader import Reader

DESKS = (Role.HOSPITAL, Role.COORDINATOR)


@dataclass(frozen=True, slots=True)
class Reporting:
    """A report in somebody's name, and what they see of the PSC's cases."""

    command: Command
    sight: Sight

    async def concerns(self, reader: Reader, incident_id: str, patient_id: str) -> bool:
        """Whether this patient is the reporter's to speak of: on their screen, or of a case their unit was sent to.

        What a crew saw belongs to the patient also when its task is over: a report may come late out of a dead zone.
        """
        board = await reader.load_case(incident_id)
        patient = board.find("patient", patient_id)
        if patient is None:
            return False
        unit_ids = sorted({task["unit_id"] for task in board.list_kind("task")})
        if not self.sight.units.isdisjoint(unit_ids):
            return True
        await reader.load(*(("unit", unit_id) for unit_id in unit_ids))
        return cut(self.sight, "patient", patient, _rows_of(board)) is not None


async def who_reports(core: Core, psc: Psc, sender: Reporter, body: ReportPatient) -> Reporting:
    """The command of a report: an operator's, a facility's own, or a crew's from its tablet.

    Raises:
        Forbidden: `facility_of_others`, who speaks for a facility that is not theirs, or names a call although the
            telephone is the operators'.
    """
    viewer = sender.viewer
    at_desk = viewer is not None and sender.device is None
    if viewer is not None and at_desk and viewer.has_role(psc.key, Role.OPERATOR):
        return Reporting(command_of(core, viewer, body), Sight(opened=True))
    if viewer is not None and at_desk and viewer.has_role(psc.key, *DESKS):
        _expect_own(body, lambda id_: any(viewer.covers(psc.key, role, id_) for role in DESKS), elsewhere=False)
        sight = sight_of(viewer.grants(psc.key, *DESKS), psc=psc.key, units=frozenset())
        return Reporting(command_of(core, viewer, body), sight)
    command, unit_id = await who_taps(core, psc, sender, body)
    unit = psc.city.find_unit(unit_id) if unit_id is not None else None
    _expect_own(body, lambda id_: unit is not None and id_ == unit.facility_id, elsewhere=True)
    return Reporting(command, Sight(units=frozenset((unit_id,)) if unit_id is not None else frozenset()))


def _expect_own(body: ReportPatient, is_own: Callable[[str], bool], *, elsewhere: bool) -> None:
    """A facility reports for itself alone; a crew also where it meets a patient (`elsewhere`)."""
    facility_id = body.from_facility_id
    own = is_own(facility_id) if facility_id is not None else elsewhere or body.patient_id is not None
    if not own or body.call is not None:
        raise Forbidden("facility_of_others")


def _rows_of(board: Board) -> Rows:
    rows = Rows()
    for (kind, id_), row in board.rows.items():
        rows.put(kind, id_, row)
    return rows
