"""The routing server of the settings: who is asked, what is refused at start, and what is loaded for it."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import threading
from datetime import UTC, datetime

import pytest
import typer
from typer.testing import CliRunner

import routing
from cities import City, load_city
from dispatch.core import Roads
from psc119.console.network import COMMAND_SETTINGS, route_command
from psc119.errors import CannotServe
from psc119.roads import skeleton_of, travel_times_of
from psc119.settings import Settings
from routing.remote.router import RemoteRouter
from tests.routing.remote.fakes import FakeOsrm, FakeValhalla
from tests.routing.remote.serving import local_server

NOON = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)
CENTRE, EAST, ISLAND = "0.9083,104.4508", "0.9171,104.493", "0.9294,104.4205"


@pytest.fixture(scope="module")
def city() -> City:
    return load_city("tanjungpinang")


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("URL", "KIND", "WAIT_MS", "PROFILES"):
        monkeypatch.delenv(f"PSC119_ROUTING_{name}", raising=False)


def test_without_settings_the_roads_are_our_own(city: City) -> None:
    assert isinstance(travel_times_of(city, skeleton_of(city), Settings()), routing.Router)


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"routing_url": "http://localhost:5000"}, "KIND"),
        ({"routing_kind": "osrm"}, "URL"),
        ({"routing_url": "localhost:5000", "routing_kind": "osrm"}, "localhost:5000"),
        ({"routing_profiles": {"mobil": {"name": "car"}}}, "mobil"),
        ({"routing_profiles": {"motor": {"nama": "car"}}}, "motor"),
        ({"routing_profiles": {"motor": {"name": "car", "factor": 0}}}, "motor"),
        ({"routing_profiles": {"motor": {"name": "car", "factor": "x"}}}, "motor"),
    ],
)
def test_what_is_not_complete_or_not_right_is_refused_at_start(
    city: City, given: dict[str, object], named: str
) -> None:
    whole = {"routing_url": "http://localhost:5000", "routing_kind": "osrm"} if "routing_profiles" in given else {}
    with pytest.raises(CannotServe, match=named):
        travel_times_of(city, skeleton_of(city), Settings.model_validate({**whole, **given}))


def test_a_factor_of_ones_own_slows_the_ambulances(city: City) -> None:
    network = skeleton_of(city)
    source = [routing.Source(routing.Point(0.9083, 104.4508), routing.Mode.AMBULANS)]
    times = []
    with local_server(FakeOsrm(network)) as server:
        for factor in (1.0, 2.0):
            settings = Settings(
                routing_url=server.url + "/{profile}",
                routing_kind="osrm",
                routing_wait_ms=5000,
                routing_profiles={"ambulans_sirene": {"name": "car", "factor": factor}},
            )
            router = travel_times_of(city, network, settings)
            times.append(router.travel_times_to(routing.Point(0.9171, 104.493), source, NOON)[0])
            assert isinstance(router, RemoteRouter)
            router.close()
    assert {answer.kind for answer in times} == {routing.TravelKind.JALAN}
    assert times[1].duration_s == pytest.approx(2 * times[0].duration_s, rel=0.01)


ROUTE = typer.Typer()
ROUTE.command(context_settings=COMMAND_SETTINGS)(route_command)


def run_route(*places: str) -> dict[str, object]:
    done = CliRunner().invoke(ROUTE, [*places, "--at", "2026-11-22T12:00", "--json"])
    assert done.exit_code == 0, done.output
    document: dict[str, object] = json.loads(done.stdout)
    return document


@pytest.mark.parametrize("kind", ["osrm", "valhalla"])
def test_the_route_command_asks_the_server(
    city: City, kind: str, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    monkeypatch.setenv("PSC119_DATA_DIR", str(tmp_path_factory.mktemp("data")))
    by_land = run_route(CENTRE, EAST)
    assert by_land["kind"] == "skematik"
    network = skeleton_of(city)
    with local_server(FakeOsrm(network) if kind == "osrm" else FakeValhalla(network)) as server:
        monkeypatch.setenv("PSC119_ROUTING_KIND", kind)
        monkeypatch.setenv("PSC119_ROUTING_URL", server.url + ("/{profile}" if kind == "osrm" else ""))
        assert run_route(CENTRE, EAST)["kind"] == "jalan"
        assert run_route(CENTRE, ISLAND)["kind"] == "jalan_laut"
        assert server.asked
    assert run_route(CENTRE, EAST) == by_land


def test_the_route_command_names_settings_that_are_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PSC119_ROUTING_URL", "http://localhost:5000")
    done = CliRunner().invoke(ROUTE, [CENTRE, EAST])
    assert done.exit_code == 2
    assert "PSC119_ROUTING_KIND" in done.stderr


def test_who_has_no_server_does_not_load_its_client() -> None:
    code = (
        "import sys, psc119.server, psc119.roads as roads, psc119.settings as settings\n"
        "from cities import load_city\n"
        "city = load_city('tanjungpinang')\n"
        "roads.roads_of(city, roads.skeleton_of(city), settings.Settings(routing_url=None, routing_kind=None))\n"
        "print([name for name in sys.modules if name.startswith('routing.remote') or name == 'httpx'])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_only_a_router_that_waits_is_asked_in_a_thread(city: City) -> None:
    network = skeleton_of(city)
    own = travel_times_of(city, network, Settings())
    remote = travel_times_of(city, network, Settings(routing_url="http://127.0.0.1:9", routing_kind="osrm"))

    async def thread_of(router: routing.TravelTimes) -> int:
        return await Roads(router, network).ask(lambda _: threading.get_ident())

    assert asyncio.run(thread_of(own)) == threading.get_ident()
    assert asyncio.run(thread_of(remote)) != threading.get_ident()
