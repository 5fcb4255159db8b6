"""Tablets: known by a cookie of their own, so that a queued tap keeps the person who made it.

A crew member who signs in with a unit makes the browser a device. The device's cookie alone brings queued reports in,
also after a shift change or an expired login; whose they are is looked up in who was signed in on it at that time.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from dispatch.accounts.people import ROLES, read_viewer
from dispatch.accounts.token import digest, is_same, new_token
from dispatch.accounts.viewer import Viewer
from dispatch.http.problems import Forbidden, NotSignedIn
from dispatch.store.pool import Database

DEVICE_LIFE = timedelta(days=30)

# A tablet's clock and ours differ; a tap right at the shift change belongs to either.
CLOCK_TOLERANCE = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Device:
    """A tablet that someone signed in on with a unit."""

    id: str
    psc: str
    unit_id: str
    csrf: str
    expires_at: datetime

    def has_csrf(self, token: str | None) -> bool:
        """Whether `token` is the one this device's screens keep over all its logins."""
        return is_same(token, self.csrf)


@dataclass(frozen=True, slots=True)
class Post:
    """The unit a crew member is on, and the PSC it belongs to."""

    psc: str
    unit_id: str


@dataclass(frozen=True, slots=True)
class Reporter:
    """Who brings a report in: a signed-in person, a tablet, or both."""

    viewer: Viewer | None
    device: Device | None


async def find_device(db: Database, token: str, *, now: datetime) -> Device | None:
    """The living device behind a cookie's `token`."""
    row = await db.find_row(
        "SELECT id, psc, unit_id, csrf, expires_at FROM device"
        " WHERE token_hash = $1 AND revoked_at IS NULL AND expires_at > $2",
        digest(token),
        now,
    )
    return None if row is None else _device(row)


async def open_device(connection: Any, post: Post, *, now: datetime) -> tuple[Device, str]:
    """Make this browser a device of the post's unit; return it with its token, which only the cookie keeps."""
    token = new_token()
    row = await connection.fetchrow(
        "INSERT INTO device (id, token_hash, psc, unit_id, csrf, created_at, expires_at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id, psc, unit_id, csrf, expires_at",
        uuid.uuid4(),
        digest(token),
        post.psc,
        post.unit_id,
        new_token(),
        now,
        now + DEVICE_LIFE,
    )
    return _device(row), token


async def begin_login(connection: Any, device: Device, post: Post, *, account_id: str, now: datetime) -> None:
    """From now the taps on `device` are this person's, for this unit; whoever was signed in before is not any more."""
    # The device's row first: two sign-ins at once on one tablet come one after the other.
    await connection.execute(
        "UPDATE device SET psc = $2, unit_id = $3, expires_at = $4 WHERE id = $1",
        uuid.UUID(device.id),
        post.psc,
        post.unit_id,
        now + DEVICE_LIFE,
    )
    await end_login(connection, device.id, now=now)
    await connection.execute(
        "INSERT INTO device_login (id, device_id, account_id, psc, unit_id, since) VALUES ($1, $2, $3, $4, $5, $6)",
        uuid.uuid4(),
        uuid.UUID(device.id),
        uuid.UUID(account_id),
        post.psc,
        post.unit_id,
        now,
    )


async def end_login(connection: Any, device_id: str, *, now: datetime) -> None:
    """Nobody is signed in on the device from now on."""
    await connection.execute(
        "UPDATE device_login SET until = greatest(since, $2) WHERE device_id = $1 AND until IS NULL",
        uuid.UUID(device_id),
        now,
    )


@dataclass(frozen=True, slots=True)
class DeviceUse:
    """A device as the office sees it: which unit's, and who had it last."""

    id: str
    psc: str
    unit_id: str
    last_person: str
    last_login_at: datetime
    signed_in: bool


async def list_devices(db: Database, *, now: datetime) -> list[DeviceUse]:
    """Every living device, the last used first."""
    rows = await db.fetch(
        "SELECT DISTINCT ON (device.id) device.id, device.psc, device.unit_id, account.name, login.since, login.until"
        " FROM device JOIN device_login AS login ON login.device_id = device.id"
        " JOIN account ON account.id = login.account_id"
        " WHERE device.revoked_at IS NULL AND device.expires_at > $1 ORDER BY device.id, login.since DESC",
        now,
    )
    uses = [
        DeviceUse(
            id=str(row["id"]),
            psc=row["psc"],
            unit_id=row["unit_id"],
            last_person=row["name"],
            last_login_at=row["since"],
            signed_in=row["until"] is None,
        )
        for row in rows
    ]
    return sorted(uses, key=lambda use: use.last_login_at, reverse=True)


async def revoke_device(db: Database, device_id: str, *, now: datetime) -> bool:
    """A tablet is lost: its cookie and its sessions open nothing any more. False when no such device is in use."""
    async with db.transaction() as connection:
        revoked = await connection.fetchval(
            "UPDATE device SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL RETURNING true",
            uuid.UUID(device_id),
            now,
        )
        await end_login(connection, device_id, now=now)
        await connection.execute(
            "UPDATE session SET ended_at = $2 WHERE device_id = $1 AND ended_at IS NULL", uuid.UUID(device_id), now
        )
    return bool(revoked)


async def acting_account(db: Database, reporter: Reporter, *, tapped_by: str | None, occurred_at: datetime) -> Viewer:
    """The person a report belongs to.

    Args:
        tapped_by: the account the screen says tapped it; None for the person signed in now.
        occurred_at: when, in our clock (corrected by the device's `sent_at`).

    Returns:
        The signed-in viewer, or the person who was signed in on the device then, with the unit chosen at that login.

    Raises:
        NotSignedIn: nobody is signed in and the report names nobody.
        Forbidden: that person was not signed in on this device at that time.
    """
    viewer, device = reporter.viewer, reporter.device
    if viewer is not None and tapped_by in (None, viewer.account_id):
        if device is None or viewer.was_signed_in(occurred_at + CLOCK_TOLERANCE):
            return viewer
        # The same person, perhaps with another unit then.
        return await _find_login(db, device, viewer.account_id, occurred_at) or viewer
    if device is None:
        raise Forbidden("other_person") if viewer is not None else NotSignedIn
    if tapped_by is None:
        raise NotSignedIn
    acting = await _find_login(db, device, tapped_by, occurred_at)
    if acting is None:
        raise Forbidden("not_on_this_device")
    return acting


async def _find_login(db: Database, device: Device, account_id: str, at: datetime) -> Viewer | None:
    try:
        account_uuid = uuid.UUID(account_id)
    except ValueError:
        return None
    row = await db.find_row(
        f"SELECT account.id, account.name, account.grade, account.language, {ROLES},"  # noqa: S608 - no input in it
        " login.id AS login_id, login.unit_id, login.since"
        " FROM device_login AS login JOIN account ON account.id = login.account_id"
        " WHERE login.device_id = $1 AND login.account_id = $2"
        " AND login.since <= $3::timestamptz + $4 AND (login.until IS NULL OR login.until >= $3::timestamptz - $4)"
        " ORDER BY login.since DESC LIMIT 1",
        uuid.UUID(device.id),
        account_uuid,
        at,
        CLOCK_TOLERANCE,
    )
    if row is None:
        return None
    return read_viewer(
        row,
        session_id=row["login_id"],
        device_id=device.id,
        unit_id=row["unit_id"],
        signed_in_at=row["since"],
    )


def _device(row: Any) -> Device:
    return Device(
        id=str(row["id"]),
        psc=row["psc"],
        unit_id=row["unit_id"],
        csrf=row["csrf"],
        expires_at=row["expires_at"],
    )
