"""Real servers for tests: the program itself in processes of its own, and people signed in to it."""

import asyncio
import base64
import os
import secrets
import signal
import socket
import time
import uuid
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any

import httpx

from dispatch.accounts import RoleGrant, create_account
from dispatch.domain.words import Grade, Role
from dispatch.store.pool import Database
from tests.forking import launch

PSC = "tanjungpinang"
PRACTICE = "tanjungpinang-latihan"
PASSWORD = "sandi-uji-yang-panjang"
STARTS_WITHIN_S = 60


@dataclass
class ServerProcess:
    """`psc119 serve` in a process of its own, on a loopback port."""

    port: int
    process: ForkServerProcess
    log: Path

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def send(self, number: signal.Signals) -> None:
        """Send a signal."""
        assert self.process.pid is not None
        os.kill(self.process.pid, number)

    def wait(self, within_s: float) -> int | None:
        """The exit code, or None when it still runs after so long."""
        self.process.join(within_s)
        return self.process.exitcode

    def kill(self) -> None:
        """SIGKILL: no goodbye."""
        self.process.kill()
        assert self.wait(10) is not None

    def stop(self) -> None:
        if self.process.is_alive():
            self.send(signal.SIGTERM)
            if self.wait(15) is None:
                self.kill()


@dataclass
class Installation:
    """One database and data folder, on which servers are started."""

    database_url: str
    folder: Path
    environment: dict[str, str] = field(default_factory=dict)
    master_key: str = field(default_factory=lambda: base64.b64encode(secrets.token_bytes(32)).decode())
    by_command: bool = False
    """Whether servers start as a person starts them, with all their imports, rather than forked."""

    @contextmanager
    def server(self, **environment: str) -> Iterator[ServerProcess]:
        """A server that answers, stopped at the end."""
        server = self._launch(["serve"], free_port(), environment)
        try:
            yield server
        finally:
            server.stop()

    @contextmanager
    def demo(self, *options: str) -> Iterator[ServerProcess]:
        """`psc119 demo` on a database of its own in this folder, its accounts made."""
        server = self._launch(["demo", *options], free_port(), {"PSC119_DATABASE_URL": ""})
        try:
            _wait_for(server, "/api/demo/accounts")
            yield server
        finally:
            server.stop()

    def start(self, port: int | None = None, **environment: str) -> ServerProcess:
        """A server that answers; whoever starts it stops it."""
        return self._launch(["serve"], port or free_port(), environment)

    def _launch(self, command: list[str], port: int, environment: Mapping[str, str]) -> ServerProcess:
        log = self.folder / f"server-{port}-{uuid.uuid4().hex[:6]}.log"
        process = launch(
            [*command, "--port", str(port), "--data-dir", str(self.folder)],
            {
                **os.environ,
                "PSC119_DATABASE_URL": self.database_url,
                "PSC119_MASTER_KEY": self.master_key,
                "PSC119_DOWNLOAD_ROADS": "false",
                **self.environment,
                **environment,
            },
            log,
            by_command=self.by_command,
        )
        server = ServerProcess(port, process, log)
        _wait_for(server, "/api/health")
        return server


@dataclass(frozen=True)
class Person:
    """A signed-in person: what their screen can ask."""

    http: httpx.AsyncClient
    account_id: str
    psc: str = PSC

    async def post(self, path: str, *, command_id: str | None = None, **body: Any) -> httpx.Response:
        """Send a command of the PSC under a new id, or a given one."""
        return await self.http.post(
            f"/api/psc/{self.psc}{path}", json={"command_id": command_id or str(uuid.uuid4()), **body}
        )

    async def do(self, path: str, **body: Any) -> dict[str, Any]:
        """Send a command that must be accepted, and return its result."""
        answer = await self.post(path, **body)
        assert answer.status_code == 200, f"{path}: {answer.status_code} {answer.text}"
        result: dict[str, Any] = answer.json()["result"]
        return result

    async def get(self, path: str) -> Any:
        answer = await self.http.get(f"/api/psc/{self.psc}{path}")
        assert answer.status_code == 200, f"{path}: {answer.status_code} {answer.text}"
        return answer.json()


async def advised(operator: Person, incident_id: str, **patient: Any) -> dict[str, Any]:
    """Triage a case as a slight allergy, by default of a man of thirty: by itself HIJAU, advice alone."""
    cards = (await operator.http.get("/api/triage/protocol")).json()["cards"]
    card = next(one for one in cards if one["id"] == "alergi")
    answers = {question["id"]: question["options"][0]["id"] for question in card["questions"]}
    gate = {"sadar": "sadar", "napas": "normal"}
    about = {"age_years": 30, "sex": "L", **patient}
    triaged = await operator.do(f"/incidents/{incident_id}/triage", gate=gate, card="alergi", answers=answers, **about)
    assert triaged["triage"]["priority"] == "hijau"
    return triaged


async def told(operator: Person, incident_id: str, *, alone: bool = False) -> None:
    """The caller says every danger sign back and is sent to the first place named."""
    advice = await operator.get(f"/incidents/{incident_id}/advice")
    await operator.do(
        f"/incidents/{incident_id}/advice",
        danger_signs=[sign["id"] for sign in advice["danger_signs"]],
        go_to=advice["places"][0]["facility_id"],
        alone=alone,
    )


async def make_account(
    database_url: str,
    role: Role,
    scope: str = PSC,
    *,
    psc: str = PSC,
    grade: Grade | None = None,
    more: Sequence[RoleGrant] = (),
) -> str:
    """An account with one role, or with more beside it; returns its username."""
    username = f"{role}-{uuid.uuid4().hex[:8]}"
    database = await Database.connect(database_url, size=1)
    try:
        await create_account(
            database,
            username=username,
            name=f"Uji {role}",
            password=PASSWORD,
            roles=[RoleGrant(psc, role, scope), *more],
            grade=grade,
            language="id",
            now=datetime.now(UTC),
        )
    finally:
        await database.close()
    return username


def loopback(url: str, **options: Any) -> httpx.AsyncClient:
    """A client of a server of ours. It speaks plainly: reading the machine's certificates takes longer than a test."""
    return httpx.AsyncClient(base_url=url, verify=False, trust_env=False, **options)


@asynccontextmanager
async def signed_in(url: str, username: str, *, unit_id: str | None = None, psc: str = PSC) -> AsyncIterator[Person]:
    """A person signed in to the server at `url`."""
    async with loopback(url, headers={"origin": url}, timeout=30) as http:
        asked = {"username": username, "password": PASSWORD, **({"unit_id": unit_id} if unit_id else {})}
        answer = await http.post("/api/session", json=asked)
        assert answer.status_code == 200, answer.text
        http.headers["x-csrf-token"] = answer.json()["csrf"]
        yield Person(http, answer.json()["account"]["id"], psc)


@asynccontextmanager
async def person(
    database_url: str, url: str, role: Role, scope: str = PSC, *, unit_id: str | None = None, grade: Grade | None = None
) -> AsyncIterator[Person]:
    """A new person of one role, signed in."""
    username = await make_account(database_url, role, scope, grade=grade)
    async with signed_in(url, username, unit_id=unit_id) as who:
        yield who


async def open_case(operator: Person, **more: Any) -> str:
    """A call that is answered, and its case in Sei Jang; returns the incident's id."""
    call = await operator.do("/calls", channel="119", phone="0812-3456-7890", answered=True)
    incident_id = str(uuid.uuid4())
    place = {"kind": "point", "lat": 0.8997, "lon": 104.475, "source": "peta"}
    await operator.do(
        "/incidents",
        incident_id=incident_id,
        call_id=call["call_id"],
        **{"address": "Jl. Sei Jang 5", "place": place, **more},
    )
    return incident_id


async def put_on_duty(operator: Person, *unit_ids: str) -> None:
    for unit_id in unit_ids:
        await operator.do(f"/units/{unit_id}/duty", duty="available")


async def eventually(check: Any, *, within_s: float = 15) -> Any:
    """Wait until `check()` (awaited) returns something true, and return it; asks again as soon as it has answered."""
    deadline = time.monotonic() + within_s
    while True:
        found = await check()
        if found:
            return found
        assert time.monotonic() < deadline, "it did not happen in time"
        await asyncio.sleep(0.02)  # gives way to what is awaited; the outcome does not depend on it


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(server: ServerProcess, path: str) -> None:
    """Wait until the server has something to say at `path`."""
    deadline = time.monotonic() + STARTS_WITHIN_S
    with httpx.Client(verify=False, trust_env=False, timeout=2) as http:
        while not _answers(http, f"{server.url}{path}"):
            if not server.process.is_alive() or time.monotonic() > deadline:
                server.stop()
                raise AssertionError(f"the server did not come up:\n{server.log.read_text()}")
            time.sleep(0.05)  # polls a starting process; nothing depends on its length


def _answers(http: httpx.Client, url: str) -> bool:
    try:
        answer = http.get(url)
    except httpx.TransportError:
        return False
    return answer.status_code == 200 and bool(answer.json())
