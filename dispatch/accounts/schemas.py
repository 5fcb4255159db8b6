"""What the session endpoints take and give."""

from typing import Annotated, Literal

from pydantic import BaseModel, StringConstraints

from dispatch.domain.words import Grade, Role
from dispatch.http.body import StrictBody
from dispatch.http.fields import Key


class SignIn(StrictBody):
    username: Annotated[str, StringConstraints(min_length=1, max_length=64)]
    password: Annotated[str, StringConstraints(min_length=1, max_length=128)]
    unit_id: Key | None = None


class RoleDocument(BaseModel):
    psc: str
    role: Role
    scope: str


class AccountDocument(BaseModel):
    id: str
    name: str
    roles: list[RoleDocument]
    grade: Grade | None
    language: Literal["id", "en"]


class PscDocument(BaseModel):
    key: str
    name: str
    training: bool


class DeviceDocument(BaseModel):
    id: str
    unit_id: str


class SessionDocument(BaseModel):
    """Who is signed in here. `streams` are the ids the live stream is opened with, one for each PSC."""

    account: AccountDocument
    csrf: str
    psc: list[PscDocument]
    streams: list[str]
    device: DeviceDocument | None


class DemoAccount(BaseModel):
    """An account of the demo, with the PSC where it works and the unit or place it is for, if any."""

    username: str
    password: str
    role: Role
    name: str
    guide: str
    psc: str
    unit_id: str | None
