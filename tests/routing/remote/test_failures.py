"""A server that is dead, slow or mad: no exception, no wrong number, and hardly any time."""

from __future__ import annotations

import json
import logging
import math
import socket
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from routing import Closure, ClosuresUnsupportedError, Mode, NoteCode, Point, Router, Source, TravelKind
from routing.errors import ServerDownError
from routing.geo import straight_m
from routing.remote.clock import Breaker, Deadline
from routing.remote.osrm import Osrm
from routing.remote.profiles import osrm_profiles, valhalla_profiles
from routing.remote.router import ASSUMED_REST_S, RemoteRouter
from routing.remote.server import RoadServer
from routing.remote.valhalla import Valhalla
from routing.remote.wire import MOST_BYTES, side_by_side
from tests.routing.remote.fakes import FakeOsrm, FakeValhalla
from tests.routing.remote.serving import Answer, Asked, LocalServer, local_server
from tests.routing.remote.test_contract import coast
from tests.routing.worlds import NOON, PLAIN, ferry_service

HERE, THERE, ISLAND = Point(0.0, 104.0), Point(0.0, 104.02), Point(0.0, 104.103)
UNITS = [Source(HERE, Mode.AMBULANS), Source(Point(0.0, 104.01), Mode.MOTOR)]
NETWORK = coast()
OWN = Router(NETWORK, speeds=PLAIN, boats=ferry_service())

Spoil = Callable[[bytes], Answer]
"""What becomes of a right answer on its way."""


def with_cell(value: str) -> Spoil:
    """The first time of a table is another value, as JSON text."""

    def spoil(right: bytes) -> Answer:
        document = json.loads(right)
        for table in (document, document.get("sources_to_targets", {})) if isinstance(document, dict) else ():
            if "durations" in table:
                table["durations"][0][0] = "HERE"
        return Answer(200, json.dumps(document).replace('"HERE"', value).encode())

    return spoil


def changed(change: Callable[[dict[str, Any]], object]) -> Spoil:
    """A table that is changed in place."""

    def spoil(right: bytes) -> Answer:
        document = json.loads(right)
        table = document.get("sources_to_targets", document) if isinstance(document, dict) else {}
        if "durations" in table:
            change(table)
        return Answer.of(document)

    return spoil


SPOILT: dict[str, Spoil] = {
    "nan": with_cell("NaN"),
    "infinity": with_cell("Infinity"),
    "negative": with_cell("-1"),
    "huge": with_cell("2147483647"),
    "text": with_cell('"12"'),
    "truth": with_cell("true"),
    "list": with_cell("[1]"),
    "object": with_cell("{}"),
    "too quick": with_cell("0.5"),
    "row missing": changed(lambda table: table["durations"].pop()),
    "cell missing": changed(lambda table: table["durations"][0].pop()),
    "cell added": changed(lambda table: table["durations"][0].append(1)),
    "no table": changed(lambda table: table.pop("durations")),
    "table of null": changed(lambda table: table.update(durations=None)),
    "no lengths": changed(lambda table: table.pop("distances")),
    "times without lengths": changed(lambda t: t.update(distances=[[None] * len(row) for row in t["distances"]])),
    "lengths of zero": changed(lambda table: table.update(distances=[[0.0] * len(row) for row in table["distances"]])),
    "html": lambda _: Answer(200, b"<html><body>It works!</body></html>", "text/html"),
    "not found": lambda _: Answer(404, b"<html>404</html>", "text/html"),
    "cut off": lambda right: Answer(200, right[: len(right) // 2]),
    "empty": lambda _: Answer(200, b""),
    "no object": lambda _: Answer(200, b'"Ok"'),
    "null": lambda _: Answer(200, b"null"),
    "another object": lambda _: Answer(200, b'{"a": 1}'),
    "array": lambda _: Answer(200, b"[]"),
    "not utf-8": lambda _: Answer(200, b'{"code": "\xff\xfe"}'),
    "internal error": lambda _: Answer(500, b"{}"),
    "bad gateway": lambda _: Answer(502, b"<html>", "text/html"),
    "unavailable": lambda _: Answer(503, b"{}"),
    "too many": lambda _: Answer(429, b"{}"),
    "moved": lambda _: Answer(302, b"{}"),
    "forbidden": lambda _: Answer(403, b'{"message": "Forbidden"}'),
    "no content": lambda _: Answer(204, b""),
    "refused": lambda _: Answer.of({"code": "InvalidValue", "error_code": 125, "message": "no", "error": "no"}, 400),
    "too big": lambda _: Answer.of({"code": "TooBig", "error_code": 150, "message": "no", "error": "no"}, 400),
    "no segment": lambda _: Answer.of({"code": "NoSegment", "error_code": 171, "message": "no", "error": "no"}, 400),
}


class Clock:
    """Seconds that pass when told to."""

    def __init__(self) -> None:
        self.now_s = 1000.0

    def __call__(self) -> float:
        return self.now_s


Make = Callable[..., tuple[RemoteRouter, LocalServer]]


@pytest.fixture(params=["osrm", "valhalla"])
def make(request: pytest.FixtureRequest) -> Iterator[Make]:
    """A router over a server that answers rightly until told otherwise; and that server."""
    closing: list[Callable[[], object]] = []
    right = FakeOsrm(NETWORK) if request.param == "osrm" else FakeValhalla(NETWORK)
    with local_server(right) as server:

        def build(
            *, fallback: Router | None = None, times_s: float = 20.0, clock: Clock | None = None
        ) -> tuple[RemoteRouter, LocalServer]:
            client: RoadServer
            if request.param == "osrm":
                client, profiles = Osrm(server.url + "/{profile}"), osrm_profiles(PLAIN)
            else:
                client, profiles = Valhalla(server.url), valhalla_profiles(PLAIN)
            router = RemoteRouter(
                client,
                profiles,
                home=HERE,
                speeds=PLAIN,
                boats=ferry_service(),
                fallback=fallback,
                times_s=times_s,
                clock=clock or Clock(),
            )
            closing.append(router.close)
            return router, server

        yield build
        for close in closing:
            close()


def spoiling(server: LocalServer, spoil: Spoil) -> None:
    right = server.answering
    server.answering = lambda asked: spoil(right(asked).body)


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT.keys())
def test_a_spoilt_answer_is_a_straight_line_that_says_so(make: Make, spoil: Spoil) -> None:
    router, server = make()
    router.warm_up()
    spoiling(server, spoil)
    answers = router.travel_times_to(THERE, UNITS, NOON)
    for unit, answer in zip(UNITS, answers, strict=True):
        assert (answer.kind, answer.note_code) == (TravelKind.GARIS_LURUS, NoteCode.SERVER_RUTE_DIAM)
        way_m = straight_m(unit.point, THERE) * PLAIN.detour_factor
        assert answer.duration_s == pytest.approx(way_m / (PLAIN.straight_kmh / 3.6))
        assert answer.length_m == pytest.approx(way_m)


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT.keys())
def test_a_spoilt_answer_is_answered_by_our_own_network(make: Make, spoil: Spoil) -> None:
    router, server = make(fallback=OWN.twin())
    router.warm_up()
    spoiling(server, spoil)
    assert router.travel_times_to(THERE, UNITS, NOON) == OWN.travel_times_to(THERE, UNITS, NOON)
    assert router.matrix(UNITS, [THERE], at=NOON).tolist() == OWN.matrix(UNITS, [THERE], at=NOON).tolist()


ROUTE_SPOILT = [name for name in SPOILT if name not in {"nan", "infinity"} and SPOILT[name].__name__ == "<lambda>"]


@pytest.mark.parametrize("name", ROUTE_SPOILT)
def test_every_other_question_has_an_answer_too(make: Make, name: str) -> None:
    router, server = make()
    router.warm_up()
    spoiling(server, SPOILT[name])
    route = router.route(HERE, THERE, Mode.AMBULANS, NOON)
    assert (route.kind, route.note_code) == (TravelKind.GARIS_LURUS, NoteCode.SERVER_RUTE_DIAM)
    assert route.coordinates == [(HERE.lon, HERE.lat), (THERE.lon, THERE.lat)]
    area = router.isochrone(HERE, 600)
    assert area.geojson is not None
    assert area.geojson["properties"] == {"limit_s": 600, "kind": "garis_lurus"}
    assert math.isfinite(router.matrix(UNITS, [THERE])[0, 0])
    router.snap(HERE)
    router.remember(UNITS)


def test_a_spoilt_answer_while_meeting(make: Make) -> None:
    for spoil in SPOILT.values():
        router, server = make(clock=Clock())
        right = server.answering
        spoiling(server, spoil)
        router.warm_up()
        assert all(math.isfinite(answer.duration_s) for answer in router.travel_times_to(THERE, UNITS, NOON))
        server.answering = right


def test_a_dead_server_costs_one_wait_and_comes_back(make: Make, caplog: pytest.LogCaptureFixture) -> None:
    clock = Clock()
    router, server = make(fallback=OWN.twin(), clock=clock)
    router.warm_up()
    right, well = server.answering, router.metric_at(NOON)
    server.answering = lambda _: Answer(503, b"{}")
    asked = len(server.asked)
    for _ in range(5):
        assert router.travel_times_to(THERE, UNITS, NOON) == OWN.travel_times_to(THERE, UNITS, NOON)
    assert len(server.asked) == asked + 1  # the motorcycle was not even asked about
    assert router.metric_at(NOON) == OWN.metric_at(NOON) != well
    clock.now_s += ASSUMED_REST_S + 1
    router.travel_times_to(THERE, UNITS, NOON)
    router.travel_times_to(THERE, UNITS, NOON)
    assert len(server.asked) == asked + 2
    server.answering = right
    clock.now_s += ASSUMED_REST_S + 1
    with caplog.at_level(logging.WARNING):
        router.travel_times_to(THERE, UNITS, NOON)
    assert "answers again" in caplog.text
    assert router.metric_at(NOON) == well
    asked = len(server.asked)
    router.travel_times_to(THERE, UNITS, NOON)
    assert len(server.asked) > asked


def test_a_refusal_does_not_make_it_dead(make: Make, caplog: pytest.LogCaptureFixture) -> None:
    router, server = make()
    router.warm_up()
    spoiling(server, SPOILT["refused"])
    for _ in range(3):
        router.travel_times_to(THERE, UNITS, NOON)
    asked = len(server.asked)
    router.travel_times_to(THERE, UNITS, NOON)
    assert len(server.asked) > asked
    assert caplog.text.count("does not answer") == 1


class Hanging:
    """Holds every answer back until the test is over."""

    def __init__(self) -> None:
        self.over = threading.Event()

    def __call__(self, _: Asked) -> Answer:
        self.over.wait(30)
        return Answer(200, b"{}")


def test_a_server_that_hangs_costs_the_limit_and_no_more(make: Make) -> None:
    router, server = make(fallback=OWN.twin(), times_s=0.2)
    hanging = Hanging()
    server.answering = hanging
    began = time.monotonic()
    answers = router.travel_times_to(THERE, UNITS, NOON)
    first_s = time.monotonic() - began
    assert answers == OWN.travel_times_to(THERE, UNITS, NOON)
    assert 0.2 <= first_s < 5  # a busy machine is allowed much, the server's 30 s are not
    asked = len(server.asked)
    for _ in range(20):
        router.travel_times_to(THERE, UNITS, NOON)
    assert len(server.asked) == asked
    hanging.over.set()


def test_a_server_that_drips_costs_no_more_than_the_limit() -> None:
    """Each byte comes in time, the answer never ends."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        over = threading.Event()

        def drip() -> None:
            connection, _ = listening.accept()
            with connection:
                connection.recv(4096)
                connection.sendall(
                    b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n"
                )
                while not over.wait(0.02):
                    connection.sendall(b" ")

        dripping = threading.Thread(target=drip, daemon=True)
        dripping.start()
        client = Osrm(f"http://127.0.0.1:{listening.getsockname()[1]}")
        with pytest.raises(ServerDownError, match="in time"):
            client.data_version(Deadline.after(0.2))
        over.set()
        dripping.join(5)
        client.close()


def test_nobody_listens(caplog: pytest.LogCaptureFixture) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    router = RemoteRouter(Osrm(f"http://127.0.0.1:{port}"), osrm_profiles(PLAIN), home=HERE, speeds=PLAIN)
    router.warm_up()
    answers = router.travel_times_to(THERE, UNITS, NOON)
    assert {answer.note_code for answer in answers} == {NoteCode.SERVER_RUTE_DIAM}
    assert router.metric_at(NOON) == router.metric_id == "garis_lurus"
    assert caplog.text.count("left alone") == 1
    router.close()


def test_an_endless_answer_is_given_up() -> None:
    with local_server(lambda _: Answer(200, b" " * (MOST_BYTES + 1))) as server:
        client = Osrm(server.url)
        with pytest.raises(ServerDownError, match="more than"):
            client.data_version(Deadline.after(20))
        client.close()


def test_an_error_that_nobody_thought_of_is_no_exception(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    router, _ = make(fallback=OWN.twin())
    router.warm_up()

    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(router._server, "table", fail)
    assert router.travel_times_to(THERE, UNITS, NOON) == OWN.travel_times_to(THERE, UNITS, NOON)


def test_ways_over_land_that_sail_are_not_used(make: Make, caplog: pytest.LogCaptureFixture) -> None:
    """Ferries on the server's map keep no hours."""
    router, server = make(fallback=OWN.twin())
    right = server.answering

    def sailing(asked: Asked) -> Answer:
        if "route" not in asked.target:
            return right(asked)
        harbour, island = ([pier.lon, pier.lat] for pier in router.boats.piers)
        osrm = {
            "duration": 900,
            "distance": 8000,
            "geometry": {"coordinates": [harbour, island]},
            "legs": [{"steps": [{"mode": "ferry", "duration": 900, "distance": 8000, "maneuver": {"type": "depart"}}]}],
        }
        summary = {"has_ferry": True, "time": 900, "length": 8}
        valhalla = {
            "summary": summary,
            "legs": [{"shape": "_izlhA_izlhA", "summary": summary, "maneuvers": []}],
            "units": "kilometers",
        }
        return Answer.of({"code": "Ok", "routes": [osrm], "trip": valhalla})

    server.answering = sailing
    router.warm_up()
    assert "ferries" in caplog.text
    assert router.travel_times_to(ISLAND, UNITS, NOON) == OWN.travel_times_to(ISLAND, UNITS, NOON)
    server.answering = right


def test_a_closure_needs_a_network_that_has_the_edge(make: Make) -> None:
    router, _ = make()
    with pytest.raises(ClosuresUnsupportedError):
        router.set_closures([Closure("banjir", frozenset({0}), frozenset(), from_at=NOON)])
    router.set_closures([Closure("ombak", frozenset(), frozenset({"kota-pulau"}), from_at=NOON)])


def test_who_comes_while_the_rest_lasts_does_not_ask() -> None:
    clock = Clock()
    breaker = Breaker(10, clock)
    assert breaker.allows()
    assert breaker.failed()
    assert not breaker.failed()
    assert [breaker.allows() for _ in range(3)] == [False] * 3
    clock.now_s += 11
    assert [breaker.allows() for _ in range(3)] == [True, False, False]
    assert breaker.succeeded()
    assert not breaker.succeeded()
    assert breaker.allows()


def test_jobs_side_by_side_keep_their_order_and_hand_on_errors() -> None:
    assert side_by_side([lambda n=n: n for n in range(50)], Deadline.after(20)) == list(range(50))
    assert side_by_side([], Deadline.after(20)) == []
    with pytest.raises(ZeroDivisionError):
        side_by_side([lambda: 1, lambda: 1 // 0], Deadline.after(20))
    with pytest.raises(ServerDownError):
        side_by_side([lambda: 1], Deadline.after(0))
