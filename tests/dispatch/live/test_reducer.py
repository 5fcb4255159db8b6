"""The screen's reducer: whatever happens, the messages add up to the board that a screen opened now would receive."""

import asyncio
import json
from collections.abc import Callable
from typing import Any, cast

from hypothesis import given
from hypothesis import strategies as st

from dispatch.domain import advice, call, closing, handover, incident, patient, task, unit
from dispatch.domain.refusal import Missing, Refused
from dispatch.domain.words import CallbackOutcome, CallDisposition, Duty, Grade, Outcome, Priority, TaskState
from dispatch.live.feed import Feed
from dispatch.live.sight import Sight
from dispatch.store.keys import KeyRing
from dispatch.store.ledger import Appended
from dispatch.store.sealing import MasterKey
from tests.builders import CREW, DOCTOR, IGD, START, Story, advice_facts, announcement, assessed, at, id_of, unit_facts
from tests.dispatch.live.screen import Board

STREAM, EPOCH = "psc:uji", "satu"
UNITS = {"psc-1": "psc", "amb-a": "pkm-a", "amb-b": "pkm-b"}
HOSPITALS = ("rs-a", "rs-b")
SIGHTS = {
    "operator": Sight(opened=True),
    "supervisor": Sight(masked=True),
    "crew": Sight(units=frozenset({"amb-a"})),
    "crew of another": Sight(units=frozenset({"psc-1"})),
    "coordinator": Sight(facilities=frozenset({"pkm-a"})),
    "hospital": Sight(hospitals=frozenset({"rs-a"})),
    "coordinator who drives": Sight(units=frozenset({"amb-a"}), facilities=frozenset({"pkm-a", "pkm-b"})),
    "hospital with an ambulance": Sight(units=frozenset({"psc-1"}), hospitals=frozenset({"rs-a", "rs-b"})),
}
PEOPLE = {"phone": "+628123", "caller_name": "Ani"}


class Screens:
    """One stream's feed without a database, and for each sight a screen that stays and one that comes and goes."""

    def __init__(self) -> None:
        absent = cast(Any, None)
        self.story = Story()
        self.feed = Feed(absent, KeyRing(absent, MasterKey(b"k" * 32)), STREAM, lambda: START)
        self.feed.epoch = EPOCH
        self.seq = 0
        self.boards = {name: Board(STREAM) for name in SIGHTS}
        self.guests = {name: Board(STREAM) for name in SIGHTS}
        self._links: dict[tuple[str, bool], Callable[[bytes], None]] = {}
        for name in SIGHTS:
            self.join(name, self.boards[name], guest=False)

    def join(self, name: str, board: Board, *, guest: bool) -> None:
        def send(message: bytes) -> None:
            board.apply(json.loads(message))

        self._links[name, guest] = send
        self.feed.join(SIGHTS[name], send, epoch=board.epoch, seq=board.seq)

    def come_or_go(self, name: str) -> None:
        """A link breaks, or the screen is back and says what it has."""
        send = self._links.pop((name, True), None)
        if send is not None:
            self.feed.leave(SIGHTS[name], send)
        else:
            self.join(name, self.guests[name], guest=True)

    async def publish(self) -> None:
        """Hand what the last command changed to the feed, as the ledger does after a commit."""
        changed, events = self.story.board.changed, self.story.events[self.seq :]
        if not events:
            return
        self.feed.offer(Appended(STREAM, len(self.story.events), self.seq, events, list(changed.items())))
        self.seq = len(self.story.events)
        self.story.board.changed = {}
        while self.feed.seq < self.seq:  # noqa: ASYNC110 - the feed tells of its progress by its messages alone
            await asyncio.sleep(0)

    def check(self) -> None:
        for name, sight in SIGHTS.items():
            fresh = Board(STREAM)
            fresh.apply(json.loads(self.feed.snapshot(sight)))
            assert self.boards[name].rows == fresh.rows, name
            if (name, True) in self._links:
                assert self.guests[name].rows == fresh.rows, f"{name}, back after a break"


def _ids(story: Story, kind: str) -> list[str]:
    return sorted(row["id"] for row in story.board.list_kind(kind))


def _pick(choose: Callable[[int], int], ids: list[str]) -> str:
    return ids[choose(len(ids))] if ids else id_of("nobody")


def _step(screens: Screens, choose: Callable[[int], int]) -> None:
    """One command that somebody might give, legal or not, on something that exists."""
    story = screens.story
    call_id, case = _pick(choose, _ids(story, "call")), _pick(choose, _ids(story, "incident"))
    task_id, handover_id = _pick(choose, _ids(story, "task")), _pick(choose, _ids(story, "handover"))
    unit_id, hospital = _pick(choose, sorted(UNITS)), HOSPITALS[choose(2)]
    made = len(story.events)
    commands: list[Callable[[], object]] = [
        lambda: story.ring(f"call-{made}", answered=bool(choose(2)), **PEOPLE),
        lambda: story.do(call.answer, call_id=call_id),
        lambda: story.do(call.abandon, call_id=call_id, callback_due_at=at(9_000)),
        lambda: story.do(
            call.close,
            call_id=call_id,
            disposition=list(CallDisposition)[choose(6)],
            note="catatan",
            callback_due_at=at(9_000),
        ),
        lambda: story.do(
            call.call_back, call_id=call_id, outcome=list(CallbackOutcome)[choose(3)], give_up=False, note=None
        ),
        lambda: story.do(call.link, call_id=call_id, incident_id=case),
        lambda: story.open_case(f"case-{made}", call_id=call_id if choose(2) else None),
        lambda: story.do(incident.set_place, incident_id=case, address="Jl. Baru", place=_pin(choose(90))),
        lambda: story.do(incident.note, incident_id=case, text="pintu belakang"),
        lambda: story.do(closing.close, incident_id=case, outcome=Outcome.DIBATALKAN, note=None, grade=None),
        lambda: story.do(closing.close, incident_id=case, outcome=Outcome.SARAN, note=None, grade=Grade.PERAWAT),
        lambda: story.do(advice.give, incident_id=case, **advice_facts()),
        lambda: story.do(call.join_doctor, call_id=call_id, doctor=DOCTOR),
        lambda: story.do(incident.reopen, incident_id=case, reason="menelepon lagi"),
        lambda: _triage(story, case, _pick(choose, _ids(story, "patient")), list(Priority)[choose(3)]),
        lambda: story.assign(case, unit_id),
        lambda: story.report(task_id, list(TaskState)[choose(12)], at_s=story.now_s - choose(30)),
        lambda: story.order(task_id, list(TaskState)[choose(12)]),
        lambda: story.do(task.decline, by=CREW, task_id=task_id, reason="ban kempes"),
        lambda: story.do(task.cancel, task_id=task_id, reason="sudah diantar"),
        lambda: story.do(task.acknowledge_cancel, by=CREW, task_id=task_id),
        lambda: story.announce(task_id, hospital, summary="nyeri dada"),
        lambda: story.do(handover.accept, by=IGD, handover_id=handover_id),
        lambda: story.do(
            handover.redirect, by=IGD, handover_id=handover_id, doctor="dr. X", reason="penuh", redirected_to=hospital
        ),
        lambda: story.do(handover.acknowledge_redirect, by=CREW, handover_id=handover_id),
        lambda: story.do(handover.arrive, by=CREW, handover_id=handover_id),
        lambda: story.do(handover.acknowledge, by=IGD, handover_id=handover_id),
        lambda: story.do(unit.set_duty, unit_id=unit_id, duty=list(Duty)[choose(2)], reason="uji", crew=None),
        lambda: screens.come_or_go(sorted(SIGHTS)[choose(len(SIGHTS))]),
    ]
    try:
        commands[choose(len(commands))]()
    except (Refused, Missing):
        assert not story.board.changed


def _pin(step: int) -> dict[str, Any]:
    return {"kind": "point", "lat": 0.9 + step / 10_000, "lon": 104.47, "radius_m": None, "source": "peta"}


def _begin(story: Story) -> None:
    """Two cases with named patients, one of them on its way to a hospital: a short play has something to change."""
    for name in ("on its way", "advice"):
        case = story.open_case(name, call_id=story.ring(f"call {name}", **PEOPLE))
        _triage(story, case, story.row("incident", case)["patient_ids"][0], Priority.KUNING)
    task_id = story.assign(id_of("on its way"), "amb-a", "psc-1")
    story.announce(task_id, "rs-a", **announcement(summary="sesak"))


def _triage(story: Story, case: str, patient_id: str, priority: Priority) -> None:
    found = {"summary": assessed(priority), "gate": "gerbang", "answers": "jawaban", "about": {"name": "Budi"}}
    story.do(patient.triage, incident_id=case, patient_id=patient_id, **found)


async def _play(choose: Callable[[int], int], steps: int) -> None:
    screens = Screens()
    following = asyncio.create_task(screens.feed.follow())
    for unit_id, facility in UNITS.items():
        screens.story.do(unit.register, unit_id=unit_id, **unit_facts(unit_id, facility_id=facility))
        screens.story.do(unit.set_duty, unit_id=unit_id, duty=Duty.AVAILABLE, reason=None, crew=None)
    _begin(screens.story)
    await screens.publish()
    screens.check()
    for _ in range(steps):
        _step(screens, choose)
        await screens.publish()
        screens.check()
    following.cancel()


@given(st.data(), st.integers(1, 40))
def test_applying_the_messages_gives_the_same_board_as_a_fresh_snapshot(data: st.DataObject, steps: int) -> None:
    asyncio.run(_play(lambda many: data.draw(st.integers(0, many - 1)) if many > 1 else 0, steps))
