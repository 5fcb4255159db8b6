"""People at work in the benches: accounts by the program's own functions, signed in over HTTP before any measuring."""

import uuid
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import orjson

from dispatch.accounts import RoleGrant, create_account
from dispatch.domain.words import Role
from dispatch.store.pool import Database
from psc119.bench.http import HttpConnection
from psc119.bench.rows import BenchFailed
from psc119.bench.stand import Server

_PASSWORD = "sandi-ukur-yang-panjang"  # noqa: S105 - lives as long as the bench's folder


@dataclass(slots=True)
class Person:
    """Somebody signed in, on a connection of their own."""

    connection: HttpConnection
    headers: dict[str, str]

    async def post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """Ask; whatever is not accepted ends the bench: a refused request would be measured as a quick one."""
        answer = await self.connection.ask("POST", path, self.headers, orjson.dumps(body))
        if answer.status not in (200, 202):
            raise BenchFailed(f"POST {path}: {answer.status} {answer.body.decode()}")
        document: dict[str, Any] = orjson.loads(answer.body)
        return document

    async def command(self, path: str, **body: Any) -> dict[str, Any]:
        """A command under a new id; returns its stored answer, `{command_id, seq, result}`."""
        return await self.post(path, {"command_id": str(uuid.uuid4()), **body})

    async def get(self, path: str) -> dict[str, Any]:
        answer = await self.connection.ask("GET", path, self.headers)
        if answer.status != 200:
            raise BenchFailed(f"GET {path}: {answer.status} {answer.body.decode()}")
        document: dict[str, Any] = orjson.loads(answer.body)
        return document


async def make_account(database: Database, role: Role, pscs: Iterable[str], *, scope: str | None = None) -> str:
    """An account with one role in each of `pscs`; returns its username."""
    username = f"ukur-{role}-{uuid.uuid4().hex[:8]}"
    await create_account(
        database,
        username=username,
        name=f"Ukur {role}",
        password=_PASSWORD,
        roles=[RoleGrant(psc, role, scope or psc) for psc in pscs],
        now=datetime.now(UTC),
    )
    return username


@asynccontextmanager
async def connected(server: Server, person: Person) -> AsyncIterator[Person]:
    """The same session on a connection of its own, as browsers open several."""
    connection = HttpConnection(server.port)
    try:
        yield Person(connection, person.headers)
    finally:
        connection.close()


@asynccontextmanager
async def signed_in(server: Server, username: str, *, unit_id: str | None = None) -> AsyncIterator[Person]:
    """A person at a screen, or with `unit_id` a crew at its tablet."""
    connection = HttpConnection(server.port)
    try:
        asked = {"username": username, "password": _PASSWORD, **({"unit_id": unit_id} if unit_id else {})}
        headers = {"origin": server.url, "content-type": "application/json"}
        answer = await connection.ask("POST", "/api/session", headers, orjson.dumps(asked))
        if answer.status != 200:
            raise BenchFailed(f"sign-in of {username}: {answer.status} {answer.body.decode()}")
        headers["cookie"] = "; ".join(f"{name}={value}" for name, value in answer.cookies().items())
        headers["x-csrf-token"] = orjson.loads(answer.body)["csrf"]
        yield Person(connection, headers)
    finally:
        connection.close()
