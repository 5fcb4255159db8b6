"""Whatever people do, in whatever order, late, twice or wrongly: after it the log and the tables say the same."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Coroutine
from functools import partial
from typing import Any, cast
from uuid import uuid4

import orjson
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from dispatch.calls import service as calls
from dispatch.core import Core
from dispatch.domain import call, closing, handover, incident, patient, task
from dispatch.domain.command import Command
from dispatch.domain.refusal import Missing, Refused
from dispatch.domain.task_fold import ENDED, SEA, STEPS, rank
from dispatch.domain.words import (
    CallbackOutcome,
    CallDisposition,
    DeadlineKind,
    Duty,
    Grade,
    Outcome,
    Priority,
    TaskState,
)
from dispatch.store.ledger import Answer, CommandReused
from dispatch.timekeeping import Timekeeper
from tests.builders import CREW, IGD, RINA, SARI
from tests.dispatch.store.town import HOSPITALS, PEOPLE, UNITS, Town, crew_command, task_id
from tests.dispatch.timekeeping.world import Clock, open_core

pytestmark = pytest.mark.database

EXAMPLES, STEPS_EACH = 100, 30
PICK = st.integers(0, 999)
WORD: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {
        "state": st.sampled_from([*STEPS[1:], *SEA]),
        "ago_s": st.integers(0, 90),
        "counter": st.none() | st.integers(0, 3),
        "from_crew": st.booleans(),
        "destination_id": st.sampled_from(HOSPITALS) | st.none(),
        "outcome": st.sampled_from(Outcome) | st.none(),
    }
)
Run = Callable[[Coroutine[Any, Any, Any]], Any]


class Shift(RuleBasedStateMachine):
    """One shift in a town: every rule is something a person, a tablet, a hospital or the clock does."""

    def __init__(self, core: Core, clock: Clock, run: Run) -> None:
        super().__init__()
        self.core, self.clock, self.run = core, clock, run
        self.town: Town = run(Town.found(core))
        self.calls: list[str] = []
        self.cases: list[str] = []
        self.tasks: list[str] = []
        self.taps: list[tuple[str, str, bool]] = []
        self.handovers: list[str] = []

    def attempt(self, command: Command, act: Callable[[], Awaitable[Answer]]) -> Answer | None:
        """Do it, and again as a nervous tablet does: the second time changes nothing and gets the same answer."""

        async def twice() -> Answer | None:
            before = await self.town.head()
            first = await _told(act)
            middle = await self.town.head()
            second = await _told(act)
            assert await self.town.head() == middle, "sent twice, happened twice"
            if isinstance(first, Answer):
                assert second == first
                return first
            assert middle == before, "a refused command left something in the log"
            if command.is_report and isinstance(first, Refused):
                assert isinstance(second, Refused)
                assert (second.code, second.current, second.allowed) == (first.code, first.current, first.allowed)
            return None

        answer: Answer | None = self.run(twice())
        return answer

    @initialize(busy=st.integers(0, 2))
    def the_shift_begins(self, busy: int) -> None:
        """Two calls, two cases, everybody on duty, and some of them already sent."""
        for answered in (True, False):
            self.somebody_rings(answered=answered)
        for which in (0, 1):
            self.a_case_is_opened(which, from_call=True)
        for number, person in enumerate(PEOPLE):
            self.duty_changes(number, Duty.AVAILABLE, {person})
        if busy:
            self.units_are_sent(0, set(UNITS[:busy]))

    # ── the telephone ─────────────────────────────────────────────────────────────────────────────────────────────

    @rule(answered=st.booleans())
    def somebody_rings(self, answered: bool) -> None:
        self.calls.append(self.run(self.town.ring(answered=answered)))

    @rule(
        which=PICK,
        step=st.sampled_from(["answer", "hold", "resume", "hand_over", "abandon", "close", "call_back", "send_sms"]),
        disposition=st.sampled_from(CallDisposition),
        outcome=st.sampled_from(CallbackOutcome),
        give_up=st.booleans(),
    )
    def a_call_goes_on(
        self, which: int, step: str, disposition: CallDisposition, outcome: CallbackOutcome, give_up: bool
    ) -> None:
        command = self.town.command(RINA if which % 2 else SARI)
        due_at = calls.callback_due(self.town.psc, command)
        given: dict[str, dict[str, Any]] = {
            "hand_over": {"to": RINA},
            "abandon": {"callback_due_at": due_at},
            "close": {"disposition": disposition, "callback_due_at": due_at, "sealed": {"note": "bercanda"}},
            "call_back": {"outcome": outcome, "give_up": give_up, "note": None},
            "send_sms": {"text": "sudah berangkat"},
        }
        decision = getattr(call, step)
        self.attempt(
            command, lambda: self.town.on_call(command, self.pick(self.calls, which), decision, **given.get(step, {}))
        )

    @rule(which=PICK, case=PICK)
    def a_call_is_about_an_open_case(self, which: int, case: int) -> None:
        command, psc = self.town.command(), self.town.psc
        call_id, incident_id = self.pick(self.calls, which), self.pick(self.cases, case)
        self.attempt(command, lambda: calls.link(self.core, psc, command, [call_id, incident_id], call_id, incident_id))

    # ── the case ──────────────────────────────────────────────────────────────────────────────────────────────────

    @rule(which=PICK, from_call=st.booleans())
    def a_case_is_opened(self, which: int, from_call: bool) -> None:
        command, incident_id = self.town.command(), str(uuid4())
        call_id = self.pick(self.calls, which) if from_call else None
        if self.attempt(command, lambda: self.town.open_as(command, incident_id, call_id)):
            self.cases.append(incident_id)

    @rule(which=PICK, colour=st.sampled_from(Priority) | st.none())
    def triage(self, which: int, colour: Priority | None) -> None:
        command = self.town.command()
        self.attempt(command, lambda: self.town.triage(command, self.pick(self.cases, which), colour))

    @rule(
        which=PICK,
        step=st.sampled_from(["note", "recognise_arrest", "first_compression", "close", "reopen"]),
        outcome=st.sampled_from(Outcome),
    )
    def a_case_goes_on(self, which: int, step: str, outcome: Outcome) -> None:
        command = self.town.command()
        given: dict[str, dict[str, Any]] = {
            "note": {"sealed": {"text": "anjing galak"}},
            "recognise_arrest": {"script": "rjp_dewasa"},
            "close": {"outcome": outcome, "note": None, "grade": Grade.PERAWAT},
            "reopen": {"reason": "menelepon lagi"},
        }
        decision = closing.close if step == "close" else getattr(incident, step)
        self.attempt(
            command, lambda: self.town.on_case(command, self.pick(self.cases, which), decision, **given.get(step, {}))
        )

    @rule(which=PICK, colour=st.sampled_from(Priority), grade=st.sampled_from(Grade) | st.none(), crew=PICK)
    def a_colour_is_lowered(self, which: int, colour: Priority, grade: Grade | None, crew: int) -> None:
        command, incident_id = self.town.command(), self.pick(self.cases, which)
        patient_id = self.run(self.town.row("incident", incident_id))["patient_ids"][0]
        given = {"patient_id": patient_id, "priority": colour, "reason": "sadar", "grade": grade}
        unit_id = self.pick(UNITS, crew)
        self.attempt(
            command, lambda: self.town.on_case(command, incident_id, patient.lower, **given, crew_of_unit=unit_id)
        )

    # ── the units ─────────────────────────────────────────────────────────────────────────────────────────────────

    @rule(which=PICK, duty=st.sampled_from(Duty), people=st.sets(st.sampled_from(PEOPLE), max_size=2))
    def duty_changes(self, which: int, duty: Duty, people: set[str]) -> None:
        with contextlib.suppress(Refused):
            self.run(self.town.duty(self.pick(UNITS, which), duty, *sorted(people)))

    @rule(which=PICK, unit_ids=st.sets(st.sampled_from(UNITS), min_size=1, max_size=2))
    def units_are_sent(self, which: int, unit_ids: set[str]) -> None:
        command, sent = self.town.command(), sorted(unit_ids)
        if self.attempt(command, lambda: self.town.send(command, self.pick(self.cases, which), *sent)):
            self.tasks += [task_id(command, unit_id) for unit_id in sent]

    @precondition(lambda self: self.tasks)
    @rule(which=PICK, words=st.lists(WORD, min_size=1, max_size=4))
    def words_come_from_the_road(self, which: int, words: list[dict[str, Any]]) -> None:
        """A dead zone ends: what was tapped arrives, in any order, some of it said by the operator meanwhile."""
        asked = self.pick(self.tasks, which)
        for word in words:
            said = dict(word)
            ago_s = said.pop("ago_s")
            command = crew_command(self.town, ago_s=ago_s) if said.pop("from_crew") else self.town.command(ago_s=ago_s)
            before = self.run(self.town.row("task", asked))
            if self.attempt(command, partial(self.town.report, command, asked, **said)) is not None:
                self.taps.append((asked, command.id, command.is_report))
            after = self.run(self.town.row("task", asked))
            if before["state"] in ENDED:
                assert (after["state"], after["active"]) == (before["state"], False), "what is finished stays finished"
            else:
                assert rank(after["state"]) >= rank(before["state"]), "no word moves the work backwards"

    @precondition(lambda self: self.tasks)
    @rule(which=PICK, step=st.sampled_from(STEPS[1:]))
    def a_crew_goes_on(self, which: int, step: TaskState) -> None:
        said = {"state": step, "ago_s": 0, "from_crew": True, "destination_id": HOSPITALS[0]}
        self.words_come_from_the_road(which, [said])

    @precondition(lambda self: self.taps)
    @rule(back=st.integers(1, 3), by_another=st.booleans())
    def a_tap_is_taken_back(self, back: int, by_another: bool) -> None:
        asked, undone, from_crew = self.taps[-min(back, len(self.taps))]
        command = crew_command(self.town) if from_crew != by_another else self.town.command()
        self.attempt(command, lambda: self.town.on_task(command, asked, task.undo_report, undone_command_id=undone))

    @precondition(lambda self: self.tasks)
    @rule(which=PICK, step=st.sampled_from(["decline", "cancel", "acknowledge_cancel"]))
    def a_task_is_ended_otherwise(self, which: int, step: str) -> None:
        asked = self.pick(self.tasks, which)
        command = self.town.command() if step == "cancel" else crew_command(self.town)
        given = {} if step == "acknowledge_cancel" else {"reason": "ban pecah"}
        self.attempt(command, lambda: self.town.on_task(command, asked, getattr(task, step), **given))

    # ── the hospital ──────────────────────────────────────────────────────────────────────────────────────────────

    @precondition(lambda self: self.tasks)
    @rule(which=PICK, hospital=st.sampled_from(HOSPITALS))
    def a_patient_is_announced(self, which: int, hospital: str) -> None:
        command = self.town.command(CREW)
        answer = self.attempt(command, lambda: self.town.announce(command, self.pick(self.tasks, which), hospital))
        if answer is not None:
            self.handovers.append(answer.result["handover_id"])

    @precondition(lambda self: self.handovers)
    @rule(
        which=PICK,
        step=st.sampled_from(["accept", "redirect", "acknowledge_redirect", "arrive", "offload", "acknowledge"]),
    )
    def a_hospital_answers(self, which: int, step: str) -> None:
        command = self.town.command(IGD)
        redirect = {"doctor": "dr. Ratna", "reason": "penuh", "redirected_to": HOSPITALS[0]}
        given = redirect if step == "redirect" else {}
        asked, decision = self.pick(self.handovers, which), getattr(handover, step)
        self.attempt(command, lambda: self.town.on_handover(command, asked, decision, **given))

    # ── the clock ─────────────────────────────────────────────────────────────────────────────────────────────────

    @rule(seconds=st.sampled_from([1, 8, 30, 200]))
    def time_passes(self, seconds: int) -> None:
        self.clock.advance(seconds=seconds)
        self.run(Timekeeper(self.core).tick())

    # ── and afterwards ────────────────────────────────────────────────────────────────────────────────────────────

    def teardown(self) -> None:
        self.run(self.town.holds())
        rows = self.run(self._rows())
        self._agree_who_is_at_work(rows)
        self._agree_what_is_promised(rows)
        assert self.run(self._board_of_a_screen()) == rows, "a screen that followed shows something else"
        self.run(self._promise_nothing_more())

    def _agree_who_is_at_work(self, rows: dict[tuple[str, str], Any]) -> None:
        for (kind, id_), row in rows.items():
            if kind == "task":
                assert row["active"] == (row["state"] not in ENDED)
                assert row["active"] == (rows["unit", row["unit_id"]]["task_id"] == id_)
                assert row["active"] == (id_ in rows["incident", row["incident_id"]]["active_task_ids"])
            if kind == "seat":
                assert row["active"] == rows["task", row["task_id"]]["active"]
            if kind == "incident" and row["state"] == "closed":
                assert row["active_task_ids"] == []

    def _agree_what_is_promised(self, rows: dict[tuple[str, str], Any]) -> None:
        waiting = {
            *(
                (DeadlineKind.CALLBACK, id_)
                for (kind, id_), row in rows.items()
                if kind == "call" and _to_call_back(row)
            ),
            *((DeadlineKind.ACKNOWLEDGE, id_) for (kind, id_), row in rows.items() if kind == "task" and _silent(row)),
            *(
                (DeadlineKind.HANDOVER_ANSWER, id_)
                for (kind, id_), row in rows.items()
                if kind == "handover" and row["state"] == "announced"
            ),
        }
        assert waiting == {(row["kind"], row["subject_id"]) for (kind, _), row in rows.items() if kind == "deadline"}

    async def _rows(self) -> dict[tuple[str, str], Any]:
        found = await self.core.db.fetch(
            "SELECT kind, id, data FROM projection WHERE stream = $1", self.town.psc.stream
        )
        return {(row["kind"], row["id"]): orjson.loads(row["data"]) for row in found}

    async def _board_of_a_screen(self) -> dict[tuple[str, str], Any]:
        """What somebody shows who took in every change that was sent, and nothing else."""
        board: dict[tuple[str, str], Any] = {}
        seq = 0
        for sent in await self.core.db.fetch(
            "SELECT seq, prev, changes FROM stream_change WHERE stream = $1 ORDER BY seq", self.town.psc.stream
        ):
            assert sent["prev"] == seq
            seq = sent["seq"]
            for change in orjson.loads(sent["changes"]):
                board[change["kind"], change["id"]] = change["row"]
        return {key: row for key, row in board.items() if row is not None}

    async def _promise_nothing_more(self) -> None:
        """The clock of the next shift must not fire the deadlines of this one."""
        await self.core.db.execute("DELETE FROM deadline WHERE stream = $1", self.town.psc.stream)

    @staticmethod
    def pick(among: Any, which: int) -> Any:
        return among[which % len(among)]


def _to_call_back(row: dict[str, Any]) -> bool:
    return bool(row["callback"] and row["callback"]["open"] and not row["callback"]["overdue"])


def _silent(row: dict[str, Any]) -> bool:
    return bool(row["state"] == TaskState.ASSIGNED and not row["ack_overdue"])


async def _told(act: Callable[[], Awaitable[Answer]]) -> Answer | Refused | Missing:
    try:
        return await act()
    except (Refused, Missing) as refused:
        return refused
    except CommandReused as error:
        raise AssertionError("the same command was taken for another") from error


def test_after_any_shift_the_log_and_the_tables_say_the_same(database_url: str) -> None:
    play_shifts(database_url, examples=EXAMPLES, steps=STEPS_EACH)


@pytest.mark.soak
def test_after_a_thousand_long_shifts_the_log_and_the_tables_say_the_same(database_url: str) -> None:
    play_shifts(database_url, examples=1_000, steps=80)


def play_shifts(database_url: str, *, examples: int, steps: int) -> None:
    """Draw shifts and verify the log after each."""
    clock = Clock()
    with asyncio.Runner() as runner:
        opened = open_core(database_url, clock)
        core = runner.run(opened.__aenter__())
        try:
            run_state_machine_as_test(
                cast(Any, lambda: Shift(core, clock, runner.run)),  # hypothesis takes any maker of a machine
                settings=settings(
                    max_examples=examples,
                    stateful_step_count=steps,
                    suppress_health_check=list(HealthCheck),
                ),
            )
        finally:
            runner.run(opened.__aexit__(None, None, None))
