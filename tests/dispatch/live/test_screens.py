"""Screens over real websockets: a board, then changes without gaps, whatever happens to the link."""

import asyncio
import json
import uuid
from collections import Counter
from typing import Any, cast

import pytest

from dispatch.accounts import RoleGrant
from dispatch.board import live
from dispatch.domain.words import Role
from dispatch.live.mask import VEIL
from tests.dispatch.live.house import House
from tests.dispatch.live.screen import Board, open_socket
from tests.serving import PSC, Person, eventually, loopback, open_case, put_on_duty

pytestmark = pytest.mark.database


async def test_a_screen_gets_its_board_and_then_every_change_without_a_gap(house: House) -> None:
    operator = await house.person(Role.OPERATOR)
    screen = await house.screen(operator)
    assert screen.snapshots == 1
    assert {unit["id"] for unit in screen.list_kind("unit")} >= {"psc-1", "amb-sei-jang"}
    await put_on_duty(operator, "psc-1")
    case = await open_case(operator)
    sent = await operator.post(f"/incidents/{case}/dispatch", unit_ids=["psc-1"])
    await screen.until_seq(sent.json()["seq"])
    assert screen.snapshots == 1  # the reducer raises on a gap, so all since came as changes
    assert screen.rows == await _board(house, operator)
    told = [notice["type"] for notice in screen.notices]
    assert told[-2:] == ["task.assigned", "incident.decision_recorded"]
    seqs = [notice["seq"] for notice in screen.notices]
    assert seqs == list(range(seqs[0], (screen.seq or 0) + 1))


async def test_a_returning_screen_gets_exactly_what_it_missed(house: House) -> None:
    operator = await house.person(Role.OPERATOR)
    await put_on_duty(operator, "psc-1")
    case, other = await open_case(operator), await open_case(operator)
    screen = await house.screen(operator)
    await screen.drop()
    await operator.do(f"/incidents/{case}/notes", text="anjing galak di halaman")
    sent = await operator.post(f"/incidents/{case}/dispatch", unit_ids=["psc-1"])
    back = await house.screen(operator, had=screen)
    missed = back.messages[0]
    await back.until_seq(sent.json()["seq"])
    assert (missed["type"], missed["prev"], missed["seq"]) == ("changes", screen.seq, sent.json()["seq"])
    touched = {(change["kind"], change["id"]) for change in missed["changes"]}
    task_id = sent.json()["result"]["task_ids"][0]
    assert touched == {("incident", case), ("task", task_id), ("unit", "psc-1")}
    assert [notice["type"] for notice in missed["notices"]] == [
        "incident.noted",
        "task.assigned",
        "incident.decision_recorded",
    ]
    assert back.snapshots == 0
    assert ("incident", other) in back.rows
    assert back.rows == await _board(house, operator)


async def test_a_returning_screen_that_sees_a_part_gets_its_part_afresh(house: House) -> None:
    operator, coordinator = await house.person(Role.OPERATOR), await house.person(Role.COORDINATOR, "pkm-sei-jang")
    screen = await house.screen(coordinator)
    quiet = await house.screen(coordinator, had=screen)
    assert (quiet.messages[0]["type"], quiet.messages[0]["changes"]) == ("changes", [])
    await screen.drop()
    await put_on_duty(operator, "amb-sei-jang")
    back = await house.screen(coordinator, had=screen)
    await back.until(lambda s: s.snapshots)
    assert back.messages[0]["type"] == "snapshot"
    duty = back.row("unit", "amb-sei-jang")
    assert duty is not None
    assert duty["duty"] == "available"


async def test_after_a_restore_every_screen_gets_a_fresh_board(house: House) -> None:
    operator = await house.person(Role.OPERATOR)
    screen = await house.screen(operator)
    before = Board(house.stream)
    before.epoch, before.seq = screen.epoch, screen.seq
    await house.core.db.execute("UPDATE stream SET epoch = gen_random_uuid() WHERE stream = $1", house.stream)
    await screen.until(lambda s: s.snapshots == 2)
    assert screen.epoch != before.epoch
    back = await house.screen(operator, had=before)
    assert back.messages[0]["type"] == "snapshot"


async def test_a_screen_that_is_not_where_the_change_begins_asks_again(house: House) -> None:
    operator = await house.person(Role.OPERATOR)
    screen = await house.screen(operator)
    await screen.say(type="resync", stream=house.stream)
    await screen.until(lambda s: s.snapshots == 2)
    future = Board(house.stream)
    future.epoch, future.seq = screen.epoch, 1_000_000
    ahead = await house.screen(operator, had=future)
    assert ahead.messages[0]["type"] == "snapshot"
    await open_case(operator)
    await screen.until(lambda s: s.list_kind("incident"))
    assert [message["type"] for message in screen.messages].count("snapshot") == 2


async def test_a_screen_that_does_not_keep_up_is_cut_off_and_forgotten(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "QUEUE_LIMIT", 6)
    operator = await house.person(Role.OPERATOR)
    asleep = _Asleep()
    slow = live.Screen(house.core, cast(Any, _SignedIn(Role.OPERATOR)), cast(Any, asleep))
    sending = asyncio.create_task(slow.send_for_ever())
    slow.follow(house.stream, live.Known())
    await asyncio.wait_for(asleep.asked.wait(), 5)
    for _ in range(4):
        await open_case(operator)
    fast = await house.screen(operator)
    await fast.until(lambda s: len(s.list_kind("incident")) == 4)
    assert slow.following == {}
    asleep.awake.set()
    await asyncio.wait_for(sending, 5)
    assert asleep.closed == live.CLOSED_TOO_SLOW
    assert Counter(asleep.told) == Counter({"snapshot": 1})
    back = await house.screen(operator, had=asleep.board)
    assert back.messages[0]["type"] == "changes"
    assert len(back.list_kind("incident")) == 4


async def test_what_was_closed_long_ago_leaves_the_board_and_comes_back_whole(house: House) -> None:
    operator, supervisor = await house.person(Role.OPERATOR), await house.person(Role.SUPERVISOR)
    screen, masked = await house.screen(operator), await house.screen(supervisor)
    case = await open_case(operator)
    call_id = (await operator.get(f"/incidents/{case}"))["calls"][0]["id"]
    await operator.do(f"/calls/{call_id}/close", disposition="kasus")
    closed = await operator.post(f"/incidents/{case}/close", outcome="dibatalkan")
    house.clock.advance(hours=1)
    house.core.hub.expire()
    await screen.until_seq(closed.json()["seq"])
    assert {"incident", "call", "patient"} <= {kind for kind, _ in screen.rows}
    had = Board(house.stream)
    had.epoch, had.seq, had.rows = screen.epoch, screen.seq, dict(screen.rows)
    house.clock.advance(hours=2)
    house.core.hub.expire()
    for each in (screen, masked):
        await each.until(lambda s: {kind for kind, _ in s.rows} == {"unit"})
        assert each.rows == await _board(house, operator if each is screen else supervisor)
    resumed = await house.screen(operator, had=had)
    assert {change["kind"] for change in resumed.messages[0]["changes"]} == {"incident", "call", "patient"}
    assert all(change["row"] is None for change in resumed.messages[0]["changes"])
    await operator.do(f"/incidents/{case}/notes", text="catatan belakangan")
    reopened = await operator.post(f"/incidents/{case}/reopen", reason="keluarga menelepon lagi")
    for each in (screen, masked):
        await each.until_seq(reopened.json()["seq"])
        await each.until(lambda s: {"incident", "call", "patient"} <= {kind for kind, _ in s.rows})
    assert screen.rows == await _board(house, operator)


async def test_a_signed_out_screen_is_closed_at_its_next_ping(house: House) -> None:
    operator = await house.person(Role.OPERATOR)
    screen = await house.screen(operator)
    await screen.say(type="ping")
    await screen.until(lambda s: s.messages[-1]["type"] == "pong")
    assert (await operator.http.delete("/api/session")).status_code == 204
    await screen.say(type="ping")
    assert await screen.until_closed() == live.CLOSED_NOT_SIGNED_IN
    assert screen.messages[-1] == {"type": "refused", "code": "not_signed_in"}


async def test_roles_that_change_while_a_screen_is_open_change_what_it_sees(house: House) -> None:
    case = await open_case(await house.person(Role.OPERATOR))
    awake = _Asleep()
    awake.awake.set()
    screen = live.Screen(house.core, cast(Any, _SignedIn(Role.OPERATOR)), cast(Any, awake))
    sending = asyncio.create_task(screen.send_for_ever())
    screen.follow(house.stream, live.Known())

    async def boards(many: int) -> bool:
        return awake.board.snapshots == many

    await eventually(lambda: boards(1))
    assert awake.board.rows["incident", case]["address"] == "Jl. Sei Jang 5"
    screen.look_again(cast(Any, _SignedIn(Role.OPERATOR, Role.ADMIN)))
    screen.look_again(cast(Any, _SignedIn(Role.SUPERVISOR)))
    await eventually(lambda: boards(2))
    assert awake.board.rows["incident", case]["address"] == VEIL
    screen.look_again(cast(Any, _SignedIn()))
    screen.end(1000)
    await asyncio.wait_for(sending, 5)
    assert awake.told[-1] == "refused"
    assert screen.following == {}


async def test_nobody_and_strangers_get_no_board(house: House) -> None:
    operator = await house.person(Role.OPERATOR)
    async with open_socket(house.url, operator, origin="https://lain.example") as stranger:
        assert json.loads(await stranger.recv()) == {"type": "refused", "code": "csrf"}
    async with loopback(house.url) as nobody, open_socket(house.url, Person(nobody, "")) as socket:
        assert json.loads(await socket.recv()) == {"type": "refused", "code": "not_signed_in"}
    async with open_socket(house.url, operator) as socket:
        for stream in ("psc:tanjungpinang-latihan", "psc:batam", "system"):
            await socket.send(json.dumps({"type": "open", "streams": {stream: {"epoch": None, "seq": None}}}))
            assert json.loads(await socket.recv()) == {"type": "refused", "code": "forbidden", "stream": stream}


async def test_a_message_that_is_none_is_refused_and_the_screen_stays(house: House) -> None:
    operator = await house.person(Role.OPERATOR)
    screen = await house.screen(operator)
    nonsense = ("", "{", "[]", '{"type":"open"}', '{"type":"dance"}', '{"type":"resync","stream":1}')
    for text in nonsense:
        await screen.socket.send(text)
    await screen.until(lambda s: s.messages.count({"type": "refused", "code": "invalid"}) == len(nonsense))
    await open_case(operator)
    await screen.until(lambda s: s.list_kind("incident"))


async def _board(house: House, person: Person) -> dict[tuple[str, str], dict[str, Any]]:
    fresh = Board(house.stream)
    fresh.apply(await person.get("/board"))
    return fresh.rows


class _SignedIn:
    """Just enough of a signed-in person for the live stream."""

    account_id = str(uuid.uuid4())

    def __init__(self, *roles: Role) -> None:
        self.roles = roles

    def grants(self, psc: str) -> list[Any]:
        return [RoleGrant(psc, role, psc) for role in self.roles]

    def crew_units(self, psc: str) -> frozenset[str]:
        return frozenset()


class _Asleep:
    """A socket whose other side has stopped reading."""

    def __init__(self) -> None:
        self.board = Board(f"psc:{PSC}")
        self.asked, self.awake = asyncio.Event(), asyncio.Event()
        self.told: list[str] = []
        self.closed: int | None = None

    async def send_text(self, text: str) -> None:
        message = json.loads(text)
        self.told.append(message["type"])
        self.board.apply(message)
        self.asked.set()
        await self.awake.wait()

    async def close(self, code: int) -> None:
        self.closed = code


async def test_a_process_that_missed_what_was_tidied_away_reads_the_board_afresh(house: House) -> None:
    operator = await house.person(Role.OPERATOR)
    screen = await house.screen(operator)
    await screen.until(lambda s: s.seq is not None)
    feed = await house.core.hub.feed(f"psc:{PSC}")
    feed.seq -= 1
    await house.core.db.execute("DELETE FROM stream_change")
    feed.wake()
    await screen.until(lambda s: s.snapshots == 2)
    assert feed.seq == await house.core.db.value("SELECT seq FROM stream WHERE stream = $1", f"psc:{PSC}")
