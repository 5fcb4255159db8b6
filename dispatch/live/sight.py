"""Who sees what: pure rules from a viewer's roles to the rows they receive, opened, masked or not at all."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from dispatch.domain.mass_casualty import is_declared
from dispatch.domain.rows import Row
from dispatch.domain.words import CallState, HandoverState, IncidentState, Role, TaskState
from dispatch.live.mask import for_hospital, masked

Key = tuple[str, str]
CASE_KINDS = ("patient", "task", "handover")


class Grant(Protocol):
    """One role somebody holds in one PSC, within a scope (a facility, a hospital, a unit) where the role has one."""

    @property
    def psc(self) -> str: ...
    @property
    def role(self) -> str: ...
    @property
    def scope(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Sight:
    """What one viewer may see of one stream. Viewers with equal sight share each encoded message."""

    opened: bool = False
    masked: bool = False
    units: frozenset[str] = frozenset()
    facilities: frozenset[str] = frozenset()
    hospitals: frozenset[str] = frozenset()

    @property
    def sees_all(self) -> bool:
        return self.opened or self.masked

    @property
    def is_blind(self) -> bool:
        return not (self.sees_all or self.units or self.facilities or self.hospitals)


def sight_of(grants: Iterable[Grant], *, psc: str, units: frozenset[str]) -> Sight:
    """The sight that `grants` give in `psc`.

    Args:
        units: the units the viewer is crew of now. A role whose scope is the whole PSC sees all of it, masked.
    """
    mine = [grant for grant in grants if grant.psc == psc]
    roles = {grant.role for grant in mine}
    of_all = any(g.scope == psc and g.role in (Role.COORDINATOR, Role.HOSPITAL) for g in mine)
    return Sight(
        opened=Role.OPERATOR in roles,
        masked=bool(roles & {Role.SUPERVISOR, Role.ADMIN}) or of_all,
        units=units if Role.CREW in roles else frozenset(),
        facilities=frozenset(g.scope for g in mine if g.role == Role.COORDINATOR),
        hospitals=frozenset(g.scope for g in mine if g.role == Role.HOSPITAL),
    )


@dataclass(slots=True)
class Rows:
    """Opened rows of one stream, by kind and id, with each case's rows found by its incident."""

    by_key: dict[Key, Row] = field(default_factory=dict)
    cases: dict[str, set[Key]] = field(default_factory=dict)

    def find(self, kind: str, id_: str) -> Row | None:
        return self.by_key.get((kind, id_))

    def put(self, kind: str, id_: str, row: Row | None) -> None:
        before = self.by_key.pop((kind, id_), None)
        if before is not None and (case := case_of(kind, before)) is not None:
            self.cases.get(case, set()).discard((kind, id_))
        if row is not None:
            self.by_key[kind, id_] = row
            if (case := case_of(kind, row)) is not None:
                self.cases.setdefault(case, set()).add((kind, id_))

    def list_case(self, incident_id: str, kind: str) -> list[Row]:
        keys = self.cases.get(incident_id, set())
        return [self.by_key[key] for key in keys if key[0] == kind]


def case_of(kind: str, row: Row) -> str | None:
    """The incident a row belongs to, or None."""
    if kind == "incident":
        return str(row["id"])
    incident_id = row.get("incident_id") if kind in (*CASE_KINDS, "call") else None
    return str(incident_id) if incident_id else None


def cut(sight: Sight, kind: str, row: Row, rows: Rows) -> Row | None:
    """What `sight` shows of a row: opened, masked, or None for nothing."""
    if sight.opened:
        return masked(kind, row) if _is_over(kind, row, rows) else row
    if sight.masked:
        return masked(kind, row)
    if kind in ("closure", "capacity"):
        return None if sight.is_blind else row
    if kind == "unit":
        return row if row["id"] in sight.units or row["facility_id"] in sight.facilities else None
    if kind == "person":
        return row if row["facility_id"] in sight.facilities else None
    case = case_of(kind, row)
    return _cut_of_case(sight, kind, row, case, rows) if case else None


def _cut_of_case(sight: Sight, kind: str, row: Row, case: str, rows: Rows) -> Row | None:
    tasks = rows.list_case(case, "task")
    if any(task["unit_id"] in sight.units and is_present(task) for task in tasks):
        return row
    if sight.hospitals:
        expected = [h for h in rows.list_case(case, "handover") if is_expected(h, sight.hospitals)]
        if expected and _concerns(kind, row, expected):
            return for_hospital(kind, row)
        if _is_about_many(kind, row, sight.hospitals):
            return for_hospital(kind, row)
    if sight.facilities:
        ours = [task for task in tasks if task["active"] and _facility(task, rows) in sight.facilities]
        if kind == "task":
            return row if _facility(row, rows) in sight.facilities else None
        if ours and kind in ("incident", "patient"):
            return masked(kind, row)
    return None


def _is_about_many(kind: str, row: Row, hospitals: frozenset[str]) -> bool:
    """Whether a hospital sees this of a mass casualty: every hospital that there is one, because each is asked what it
    can take; and the tagged victims that are meant for it."""
    if kind == "incident":
        counts = (row.get("mass_casualty") or {}).get("counts", {}).get("hospitals", {})
        return is_declared(row) or not hospitals.isdisjoint(counts)
    return kind == "patient" and row.get("tag") is not None and row.get("hospital_id") in hospitals


def is_present(task: Row) -> bool:
    """Whether a crew still has this task before it: at work, or called back and not yet acknowledged."""
    called_back = task["state"] in (TaskState.CANCELLED, TaskState.PREEMPTED)
    return bool(task["active"]) or (called_back and task["cancel_acknowledged_at"] is None)


def is_expected(handover: Row, hospitals: frozenset[str]) -> bool:
    """Whether a hospital has this handover on its board: coming, received, or redirected but not yet acknowledged."""
    gone = handover["state"] == HandoverState.REDIRECTED and handover["redirect_acknowledged_at"] is not None
    return handover["hospital_id"] in hospitals and not gone


def _concerns(kind: str, row: Row, expected: list[Row]) -> bool:
    match kind:
        case "incident":
            return True
        case "handover":
            return any(row["id"] == handover["id"] for handover in expected)
        case "task":
            return any(row["id"] == handover["task_id"] for handover in expected)
        case "patient":
            return any(row["id"] == handover["patient_id"] for handover in expected)
    return False


def _facility(task: Row, rows: Rows) -> str | None:
    unit = rows.find("unit", task["unit_id"])
    return str(unit["facility_id"]) if unit else None


def _is_over(kind: str, row: Row, rows: Rows) -> bool:
    """Whether nobody works on this any more, so that names are masked even for operators."""
    if kind == "call" and (
        row["state"] not in (CallState.CLOSED, CallState.UNANSWERED) or (row["callback"] or {}).get("open")
    ):
        return False
    case = case_of(kind, row)
    if case is None:
        return kind == "call"
    incident = rows.find("incident", case)
    return incident is None or incident["state"] == IncidentState.CLOSED


def visible_units(sight: Sight, rows: Rows) -> Mapping[str, Row] | None:
    """The units whose positions `sight` may follow; None for all."""
    if sight.sees_all:
        return None
    seen: dict[str, Row] = {}
    for (kind, id_), row in rows.by_key.items():
        if kind == "unit" and cut(sight, kind, row, rows) is not None:
            seen[id_] = row
        elif kind == "handover" and is_expected(row, sight.hospitals):
            task = rows.find("task", row["task_id"])
            if task is not None and task["active"]:
                seen[task["unit_id"]] = task
    return seen
