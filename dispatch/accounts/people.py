"""The accounts themselves: made, listed and closed from the console, never from a screen of their own."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg

from dispatch.accounts.password import PasswordChecker, check_strength
from dispatch.accounts.viewer import RoleGrant, Viewer
from dispatch.domain.rows import Actor
from dispatch.domain.words import Grade, Role
from dispatch.http.problems import NotFound
from dispatch.store.pool import Database

PRESENT_WITHIN = timedelta(minutes=3)
"""An open screen asks every 20 s who it is, and its session keeps that to the minute."""

ROLES = """(SELECT coalesce(json_agg(json_build_array(psc, role, scope) ORDER BY psc, role, scope), '[]')::text
            FROM account_role WHERE account_id = account.id) AS roles"""


class UsernameTaken(Exception):  # noqa: N818
    """There is an account with this name already."""


class NoSuchAccount(LookupError):  # noqa: N818
    """No account has this name."""


@dataclass(frozen=True, slots=True)
class Account:
    """A person who may sign in."""

    id: str
    username: str
    name: str
    roles: frozenset[RoleGrant]
    grade: Grade | None
    language: str
    active: bool
    created_at: datetime


def normalise_username(text: str) -> str:
    """Names are the same in capitals or not, and with spaces around or not."""
    return text.strip().lower()


async def create_account(
    db: Database,
    *,
    username: str,
    name: str,
    password: str,
    roles: Iterable[RoleGrant],
    now: datetime,
    grade: Grade | None = None,
    language: str = "id",
    allow_weak: bool = False,
) -> str:
    """Make an account and return its id.

    Args:
        allow_weak: take a password that is easy to guess; only the demo, whose passwords are printed, says so.

    Raises:
        UsernameTaken: the name is in use, perhaps by a closed account.
        WeakPassword: the password is too easy to guess.
    """
    username = normalise_username(username)
    if not allow_weak:
        check_strength(password, username=username)
    password_hash = await PasswordChecker().hash(password)
    account_id = uuid4()
    try:
        async with db.transaction() as connection:
            await connection.execute(
                "INSERT INTO account (id, username, name, password_hash, grade, language, created_at)"
                " VALUES ($1, $2, $3, $4, $5, $6, $7)",
                account_id,
                username,
                name.strip(),
                password_hash,
                grade,
                language,
                now,
            )
            await connection.executemany(
                "INSERT INTO account_role (account_id, psc, role, scope) VALUES ($1, $2, $3, $4)",
                [(account_id, grant.psc, grant.role, grant.scope) for grant in set(roles)],
            )
    except asyncpg.UniqueViolationError as error:
        raise UsernameTaken(username) from error
    return str(account_id)


@dataclass(frozen=True, slots=True)
class NewAccount:
    """A person who is to sign in."""

    username: str
    name: str
    roles: tuple[RoleGrant, ...]
    grade: Grade | None = None


async def create_demo_accounts(db: Database, people: Iterable[NewAccount], *, password: str, now: datetime) -> None:
    """Make the demo's accounts, all with one printed password; a name that is taken is left as it is.

    The password is hashed once for all of them: dozens of hashes would be the longest part of a start.
    """
    password_hash = await PasswordChecker().hash(password)
    async with db.transaction() as connection:
        for person in people:
            account_id = await connection.fetchval(
                "INSERT INTO account (id, username, name, password_hash, grade, language, created_at)"
                " VALUES ($1, $2, $3, $4, $5, 'id', $6) ON CONFLICT (username) DO NOTHING RETURNING id",
                uuid4(),
                normalise_username(person.username),
                person.name,
                password_hash,
                person.grade,
                now,
            )
            if account_id is not None:
                await connection.executemany(
                    "INSERT INTO account_role (account_id, psc, role, scope) VALUES ($1, $2, $3, $4)",
                    [(account_id, grant.psc, grant.role, grant.scope) for grant in person.roles],
                )


async def find_colleague(db: Database, account_id: UUID | str, *, psc: str, role: Role) -> Actor | None:
    """The person behind `account_id`, if they may sign in and have `role` in `psc`: someone to hand work over to."""
    try:
        wanted = account_id if isinstance(account_id, UUID) else UUID(account_id)
    except ValueError:
        return None
    row = await db.find_row(
        "SELECT id, name FROM account WHERE id = $1 AND active AND EXISTS ("
        " SELECT FROM account_role WHERE account_id = account.id AND psc = $2 AND role = $3)",
        wanted,
        psc,
        role,
    )
    return None if row is None else {"id": str(row["id"]), "name": row["name"]}


async def get_colleague(db: Database, account_id: UUID | str, *, psc: str, role: Role) -> Actor:
    """As `find_colleague`; raises NotFound when there is no such person."""
    colleague = await find_colleague(db, account_id, psc=psc, role=role)
    if colleague is None:
        raise NotFound(kind="account", id=str(account_id))
    return colleague


async def list_present(db: Database, *, psc: str, role: Role, now: datetime) -> list[Actor]:
    """Who with `role` in `psc` has a screen open now, by name: whoever's session was used in the last minutes."""
    rows = await db.fetch(
        "SELECT id, name FROM account WHERE active"
        " AND EXISTS (SELECT FROM account_role WHERE account_id = account.id AND psc = $1 AND role = $2)"
        " AND EXISTS (SELECT FROM session WHERE account_id = account.id AND ended_at IS NULL"
        " AND expires_at > $3 AND last_seen > $4) ORDER BY name, id",
        psc,
        role,
        now,
        now - PRESENT_WITHIN,
    )
    return [{"id": str(row["id"]), "name": row["name"]} for row in rows]


async def list_accounts(db: Database) -> list[Account]:
    """Every account, by name."""
    return [_account(row) for row in await db.fetch(f"SELECT *, {ROLES} FROM account ORDER BY username")]  # noqa: S608


async def set_password(db: Database, *, username: str, password: str, now: datetime, allow_weak: bool = False) -> None:
    """Give an account a new password and end its sessions, since the old one may be in other hands."""
    username = normalise_username(username)
    if not allow_weak:
        check_strength(password, username=username)
    password_hash = await PasswordChecker().hash(password)
    async with db.transaction() as connection:
        account_id = await connection.fetchval(
            "UPDATE account SET password_hash = $2 WHERE username = $1 RETURNING id", username, password_hash
        )
        if account_id is None:
            raise NoSuchAccount(username)
        await _end_sessions(connection, account_id, now)


async def set_active(db: Database, *, username: str, active: bool, now: datetime) -> None:
    """Close an account, at once and on every screen and tablet, or open it again."""
    async with db.transaction() as connection:
        account_id = await connection.fetchval(
            "UPDATE account SET active = $2 WHERE username = $1 RETURNING id", normalise_username(username), active
        )
        if account_id is None:
            raise NoSuchAccount(username)
        if not active:
            await _end_sessions(connection, account_id, now)
            await connection.execute(
                "UPDATE device_login SET until = $2 WHERE account_id = $1 AND until IS NULL", account_id, now
            )


def read_roles(text: str) -> frozenset[RoleGrant]:
    """The grants from the JSON that the query above makes of them."""
    return frozenset(RoleGrant(psc=psc, role=Role(role), scope=scope) for psc, role, scope in json.loads(text))


def read_viewer(
    row: Any,
    *,
    session_id: UUID | str,
    device_id: UUID | str | None,
    unit_id: str | None,
    signed_in_at: datetime,
) -> Viewer:
    """The person of an account's `row` (with its roles), in one session or login."""
    return Viewer(
        account_id=str(row["id"]),
        name=row["name"],
        roles=read_roles(row["roles"]),
        grade=Grade(row["grade"]) if row["grade"] else None,
        language=row["language"],
        session_id=str(session_id),
        device_id=str(device_id) if device_id else None,
        unit_id=unit_id,
        signed_in_at=signed_in_at,
    )


async def _end_sessions(connection: Any, account_id: UUID, now: datetime) -> None:
    await connection.execute(
        "UPDATE session SET ended_at = $2 WHERE account_id = $1 AND ended_at IS NULL", account_id, now
    )


def _account(row: Any) -> Account:
    return Account(
        id=str(row["id"]),
        username=row["username"],
        name=row["name"],
        roles=read_roles(row["roles"]),
        grade=Grade(row["grade"]) if row["grade"] else None,
        language=row["language"],
        active=row["active"],
        created_at=row["created_at"],
    )
