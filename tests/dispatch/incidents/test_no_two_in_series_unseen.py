"""Whatever the colour, the need of transport, the disposition and the fleet: nobody waits for two teams unseen.

The policy proposes, a person sends (what is proposed or something else), and things happen on the way. After each the
server looks as it does every few seconds. While a team is on its way alone to somebody who may have to be carried, a
deadline runs or the ambulance is offered.
"""

from dataclasses import dataclass, field
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from cities import load_city
from dispatch.domain import task
from dispatch.domain.rows import Row
from dispatch.domain.task_fold import rank
from dispatch.domain.words import Disposition, Priority, TaskState, Transport
from dispatch.incidents.dispatching import clock_of_order
from dispatch.policy import Candidate, Request, Status, needs_of, recommend, waits_for_ambulance
from tests.builders import CREW, Story, assessed, command, id_of
from tests.dispatch.domain.test_ambulance_clock import register_unit

LIMITS = load_city("tanjungpinang").deadlines
UNITS = {"psc-1": "ambulans", "trc-1": "trc", "trc-2": "trc"}
CASE, PATIENT = id_of("case"), id_of("case/patient")


@dataclass(frozen=True)
class Found:
    """What triage made of the case."""

    priority: Priority | None
    disposition: Disposition | None
    transport: Transport | None


@dataclass
class Room:
    """A case, three units, and people who send them."""

    found: Found
    free: frozenset[str]
    story: Story = field(default_factory=Story)

    def __post_init__(self) -> None:
        for unit_id in UNITS:
            self.story.do(register_unit, unit_id=unit_id)
            self.story.board.update("unit", unit_id, duty="available")
        self.story.open_case()
        self.triage(self.found)

    @property
    def case(self) -> Row:
        return self.story.row("incident", CASE)

    @property
    def tasks(self) -> list[Row]:
        return [self.story.row("task", id_) for id_ in self.case["active_task_ids"]]

    def triage(self, found: Found) -> None:
        """The case as the projection leaves it, whichever way it came there: triage, vital signs, a report."""
        self.found = found
        summary = {**assessed(found.priority), "disposition": found.disposition, "transport": found.transport}
        given_ = {"priority": found.priority, "disposition": found.disposition, "triage": summary}
        self.story.board.update("incident", CASE, **given_)

    def request(self) -> Request:
        return Request(
            priority=self.found.priority,
            disposition=self.found.disposition,
            transport=self.found.transport,
            ambulance_due=self.case.get("ambulance_offered_at") is not None,
            sent=tuple((UNITS[one["unit_id"]],) for one in self.tasks),
        )

    def proposal(self) -> list[str]:
        busy = {one["unit_id"] for one in self.tasks}
        fleet = [
            Candidate(
                unit_id=id_,
                kind=kind,
                status=Status.AVAILABLE if id_ in self.free and id_ not in busy else Status.ON_TASK,
                travel_s=300,
            )
            for id_, kind in UNITS.items()
        ]
        return list(recommend(self.request(), fleet).proposal)

    def send(self, unit_ids: list[str]) -> None:
        busy = {one["unit_id"] for one in self.tasks}
        unit_ids = [id_ for id_ in unit_ids if id_ not in busy]
        if not unit_ids:
            return
        asked, kinds, needs = (
            command(at_s=self.story.now_s + 1),
            [UNITS[id_] for id_ in unit_ids],
            needs_of(self.request()),
        )
        clock = clock_of_order(asked, needs, kinds, eta=None, limits=LIMITS)
        number = len(self.case["task_ids"])
        chosen = [task.Assignment(id_of(f"{id_}/{number}"), id_, None, True, clock) for id_ in unit_ids]
        given_: dict[str, Any] = {"acknowledge_s": 60, "decision_id": None, "override_reason": "uji"}
        self.story.do(task.assign, incident_id=CASE, assignments=chosen, **given_)

    def look(self) -> None:
        """As the server looks at every team that goes alone."""
        limits: dict[str, float] = {
            "accept_s": LIMITS.team_acceptance.seconds,
            "arrive_s": LIMITS.team_arrival.seconds,
        }
        for one in self.tasks:
            self.story.do(task.start_ambulance_clock, task_id=one["id"], **limits)

    def fire(self) -> None:
        for one in self.tasks:
            if self.story.board.find("deadline", f"ambulance:{one['id']}") is not None:
                self.story.do(task.ambulance_due, task_id=one["id"])

    def step(self, what: Any) -> None:
        match what:
            case Found():
                self.triage(what)
            case "fire":
                self.fire()
            case "send":
                self.send(self.proposal())
            case ("send", unit_id):
                self.send([unit_id] if unit_id in self.free else [])
            case (unit_id, word):
                one = next((one for one in self.tasks if one["unit_id"] == unit_id), None)
                if one is not None:
                    self._happens(one, word)

    def _happens(self, one: Row, word: str) -> None:
        before_the_scene = rank(one["state"]) < rank(TaskState.ON_SCENE)
        match word:
            case "decline" if before_the_scene:
                self.story.do(task.decline, by=CREW, task_id=one["id"], reason="ban pecah")
            case "cancel" if rank(one["state"]) < rank(TaskState.TRANSPORTING):
                self.story.do(task.cancel, task_id=one["id"], reason="salah")
            case "undo" if one["reports"]:
                last = one["reports"][-1]
                undone: dict[str, Any] = {"task_id": one["id"], "undone_command_id": last["command_id"]}
                self.story.do(task.undo_report, by=CREW, at_s=self.story.now_s, **undone)
            case "ask":
                comes = any(UNITS[other["unit_id"]] == "ambulans" for other in self.tasks if other is not one)
                asked: dict[str, Any] = {"reason": "memburuk", "ambulance_comes": comes}
                self.story.do(task.ask_transport, by=CREW, is_report=True, task_id=one["id"], **asked)
            case "acknowledged" | "en_route" | "on_scene" | "clear":
                self.story.report(one["id"], TaskState(word))

    def unseen(self) -> bool:
        """Whether somebody who may have to be carried waits for a team that goes alone, and nobody minds the clock."""
        if not task.may_be_carried(self.case) or not self.tasks:
            return False
        if any(UNITS[one["unit_id"]] == "ambulans" for one in self.tasks):
            return False
        if all(rank(one["state"]) >= rank(TaskState.ON_SCENE) for one in self.tasks):
            return False
        runs = any(self.story.board.find("deadline", f"ambulance:{one['id']}") for one in self.tasks)
        return not runs and self.case.get("ambulance_offered_at") is None


FOUND = st.builds(
    Found,
    priority=st.sampled_from([None, *Priority]),
    disposition=st.sampled_from([None, *Disposition]),
    transport=st.sampled_from([None, *Transport]),
)
FREE = st.sets(st.sampled_from(list(UNITS))).map(frozenset)
WORDS = ("acknowledged", "en_route", "on_scene", "clear", "decline", "cancel", "undo", "ask")
STEPS = st.one_of(
    FOUND,
    st.sampled_from(["fire", "send"]),
    st.tuples(st.just("send"), st.sampled_from(list(UNITS))),
    st.tuples(st.sampled_from(list(UNITS)), st.sampled_from(WORDS)),
    st.tuples(st.sampled_from(list(UNITS)), st.sampled_from(WORDS)),
)


@given(FOUND, FREE, st.lists(STEPS, max_size=12))
def test_nobody_waits_for_two_in_series_unseen(found: Found, free: frozenset[str], steps: list[Any]) -> None:
    room = Room(found, free)
    for what in ["send", *steps]:
        room.step(what)
        room.look()
        assert not room.unseen(), what


@given(FOUND, FREE)
def test_every_first_order_is_watched_without_a_look(found: Found, free: frozenset[str]) -> None:
    proposed, one_by_one = Room(found, free), [Room(found, free) for _ in UNITS]
    proposed.send(proposed.proposal())
    assert not proposed.unseen()
    for room, unit_id in zip(one_by_one, UNITS, strict=True):
        room.send([unit_id])
        assert not room.unseen(), unit_id


@given(FOUND)
def test_the_run_card_and_the_clock_mean_the_same_patients(found: Found) -> None:
    room = Room(found, frozenset())
    assert waits_for_ambulance(needs_of(room.request())) is task.may_be_carried(room.case)
