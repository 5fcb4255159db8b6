"""Sessions: sign in, sign out, and who is behind a cookie."""

import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from dispatch.accounts.devices import Device, Post, begin_login, end_login, find_device, open_device
from dispatch.accounts.password import PasswordChecker
from dispatch.accounts.people import ROLES, normalise_username, read_roles, read_viewer
from dispatch.accounts.recent import Recent
from dispatch.accounts.throttle import Throttle
from dispatch.accounts.token import digest, is_same, new_token
from dispatch.accounts.viewer import RoleGrant, Viewer
from dispatch.domain.words import Role
from dispatch.http.problems import Forbidden, WrongCredentials
from dispatch.store.pool import Database

SESSION_LIFE = timedelta(hours=12)
"""A shift. Each use begins it anew, so nobody is thrown out of a call."""

TOUCH_EVERY = timedelta(minutes=1)
KEPT_FOR = timedelta(days=90)
CACHE_S = 5.0

FIND_SESSION = f"""
    SELECT session.id AS session_id, session.csrf, session.created_at, session.last_seen, session.expires_at,
           session.device_id, session.unit_id,
           account.id, account.name, account.grade, account.language, {ROLES}
    FROM session JOIN account ON account.id = session.account_id
    WHERE session.token_hash = $1 AND session.ended_at IS NULL AND session.expires_at > $2 AND account.active
"""  # noqa: S608 - no input in it


@dataclass(frozen=True, slots=True)
class Session:
    """A living session: the person, and the token their screen proves itself with."""

    viewer: Viewer
    csrf: str
    expires_at: datetime

    def has_csrf(self, token: str | None) -> bool:
        """Whether `token` is this session's."""
        return is_same(token, self.csrf)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A session just begun, with the secrets for the cookies."""

    session: Session
    token: str
    device: Device | None = None
    device_token: str | None = None


class Sessions:
    """The sessions of one database.

    A living session is remembered in this process for at most `CACHE_S`, so a sign-out elsewhere takes that long
    to reach it; a refusal is never remembered.

    Args:
        clock: now, in aware UTC.
        monotonic: seconds of a clock that never jumps, for the age of what is remembered.
    """

    def __init__(
        self, db: Database, *, clock: Callable[[], datetime], monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self.db = db
        self.clock = clock
        self._passwords = PasswordChecker()
        self._sessions: Recent[Session] = Recent(age_s=CACHE_S, monotonic=monotonic)
        self._devices: Recent[Device] = Recent(age_s=CACHE_S, monotonic=monotonic)

    async def find(self, token: str) -> Session | None:
        """The living session behind a cookie's `token`; its life begins anew."""
        key, now = digest(token), self.clock()
        known = self._sessions.find(key)
        if known is not None and known.expires_at > now:
            return known
        row = await self.db.find_row(FIND_SESSION, key, now)
        if row is None:
            return None
        expires_at = row["expires_at"]
        if now - row["last_seen"] >= TOUCH_EVERY:
            expires_at = now + SESSION_LIFE
            await self.db.execute(
                "UPDATE session SET last_seen = $2, expires_at = $3 WHERE id = $1", row["session_id"], now, expires_at
            )
        viewer = read_viewer(
            row,
            session_id=row["session_id"],
            device_id=row["device_id"],
            unit_id=row["unit_id"],
            signed_in_at=row["created_at"],
        )
        session = Session(viewer, row["csrf"], expires_at)
        self._sessions.remember(key, session)
        return session

    async def find_device(self, token: str) -> Device | None:
        """The living device behind a device cookie's `token`."""
        key, now = digest(token), self.clock()
        known = self._devices.find(key)
        if known is not None and known.expires_at > now:
            return known
        device = await find_device(self.db, token, now=now)
        if device is not None:
            self._devices.remember(key, device)
        return device

    async def sign_in(
        self,
        *,
        username: str,
        password: str,
        address: str,
        unit_id: str | None = None,
        is_training: Callable[[str], bool] = lambda _: False,
        old_token: str | None = None,
        device_token: str | None = None,
    ) -> SignedIn:
        """Begin a session; one that this browser had ends.

        Args:
            address: where the request comes from; failures are counted by name and address.
            unit_id: the unit a crew member drives today; makes this browser a device of it.
            is_training: whether a PSC is practice; a crew member of both signs in to the real one.
            old_token: the session cookie that the browser sent, if any.
            device_token: the device cookie that the browser sent, if any; that device is kept.

        Raises:
            TooManyAttempts: wait first.
            WrongCredentials: unknown name, wrong password or closed account.
            Forbidden: `unit_id` is not a unit this person is crew of.
        """
        now, username = self.clock(), normalise_username(username)
        throttle = Throttle(self.db)
        await throttle.attempt(username, address, now=now)
        account = await self._check_password(username, password)
        await throttle.succeeded(username, address, now=now)
        post = None
        if unit_id is not None:
            post = await self._get_post(read_roles(account["roles"]), unit_id, is_training)
        device = await find_device(self.db, device_token, now=now) if device_token else None
        signed_in = await self._begin(account, post, device, old_token, now)
        if old_token is not None:
            self._sessions.forget(digest(old_token))
        if device_token is not None:
            self._devices.forget(digest(device_token))
        return signed_in

    async def confirm(self, account_id: str, password: str, *, address: str) -> None:
        """Make sure that it is still this person who acts: their password again, counted as a sign-in is.

        Args:
            address: where the request comes from; failures here and at sign-in are one count.

        Raises:
            TooManyAttempts: wait first; the password is not looked at.
            Forbidden: `password_again`, it is not their password, or the account was closed meanwhile.
        """
        now, throttle = self.clock(), Throttle(self.db)
        username = await self.db.value("SELECT username FROM account WHERE id = $1", uuid.UUID(account_id))
        await throttle.attempt(username, address, now=now)
        try:
            await self._check_password(username, password)
        except WrongCredentials as refusal:
            raise Forbidden("password_again") from refusal
        await throttle.succeeded(username, address, now=now)

    async def sign_out(self, token: str) -> None:
        """End the session, here at once and in other processes within `CACHE_S`; its device keeps its queue."""
        key, now = digest(token), self.clock()
        async with self.db.transaction() as connection:
            device_id = await connection.fetchval(
                "UPDATE session SET ended_at = $2 WHERE token_hash = $1 AND ended_at IS NULL RETURNING device_id",
                key,
                now,
            )
            if device_id is not None:
                await end_login(connection, str(device_id), now=now)
        self._sessions.forget(key)

    async def _check_password(self, username: str, password: str) -> Any:
        account = await self.db.find_row(f"SELECT *, {ROLES} FROM account WHERE username = $1", username)  # noqa: S608
        matches, newer_hash = await self._passwords.verify(password, account["password_hash"] if account else None)
        if account is None or not matches or not account["active"]:
            raise WrongCredentials
        if newer_hash is not None:
            await self.db.execute("UPDATE account SET password_hash = $2 WHERE id = $1", account["id"], newer_hash)
        return account

    async def _get_post(self, roles: frozenset[RoleGrant], unit_id: str, is_training: Callable[[str], bool]) -> Post:
        """The PSC in which a person is crew of a unit that exists; a real one before a practice one."""
        fitting = [grant for grant in roles if grant.role is Role.CREW and grant.covers(unit_id)]
        for grant in sorted(fitting, key=lambda grant: (is_training(grant.psc), grant.psc)):
            if await self.db.value("SELECT true FROM unit WHERE stream = $1 AND id = $2", f"psc:{grant.psc}", unit_id):
                return Post(grant.psc, unit_id)
        raise Forbidden("crew_of_another_unit")

    async def _begin(
        self, account: Any, post: Post | None, device: Device | None, old_token: str | None, now: datetime
    ) -> SignedIn:
        token, device_token, session_id = new_token(), None, uuid.uuid4()
        async with self.db.transaction() as connection:
            await connection.execute("DELETE FROM session WHERE expires_at < $1", now - KEPT_FOR)
            if old_token is not None:
                await connection.execute(
                    "UPDATE session SET ended_at = $2 WHERE token_hash = $1 AND ended_at IS NULL",
                    digest(old_token),
                    now,
                )
            if post is None:
                if device is not None:
                    # Somebody without a unit has the tablet now: what they tap is not the crew's.
                    await end_login(connection, device.id, now=now)
                device = None
            else:
                if device is None:
                    device, device_token = await open_device(connection, post, now=now)
                await begin_login(connection, device, post, account_id=str(account["id"]), now=now)
            # A device's screens keep one token over all its logins, so that a queued report still proves itself.
            csrf = device.csrf if device is not None else new_token()
            await connection.execute(
                "INSERT INTO session (id, token_hash, account_id, device_id, unit_id, csrf, created_at, last_seen,"
                " expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $8)",
                session_id,
                digest(token),
                account["id"],
                uuid.UUID(device.id) if device is not None else None,
                post.unit_id if post is not None else None,
                csrf,
                now,
                now + SESSION_LIFE,
            )
        viewer = read_viewer(
            account,
            session_id=session_id,
            device_id=device.id if device is not None else None,
            unit_id=post.unit_id if post is not None else None,
            signed_in_at=now,
        )
        return SignedIn(Session(viewer, csrf, now + SESSION_LIFE), token, device, device_token)
