"""The dependencies that stand before every endpoint and the live stream."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any, Protocol

from fastapi import Depends, WebSocket
from starlette.requests import HTTPConnection, Request

from dispatch.accounts.devices import Device, Reporter
from dispatch.accounts.origin import is_own_origin
from dispatch.accounts.sessions import Session, Sessions
from dispatch.accounts.viewer import Viewer
from dispatch.domain.words import Role
from dispatch.http.guarded import guard
from dispatch.http.problems import CsrfFailed, Forbidden, NotFound, NotSignedIn
from dispatch.store.pool import Database

SESSION_COOKIE = "psc119_session"
DEVICE_COOKIE = "psc119_device"
CSRF_HEADER = "x-csrf-token"
SAFE_METHODS = frozenset(("GET", "HEAD", "OPTIONS"))


class Stream(Protocol):
    """What accounts need to know of a PSC."""

    @property
    def key(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def training(self) -> bool: ...


class AccountsSettings(Protocol):
    """What accounts need of the settings. `secure_cookies` says that a proxy ends TLS before us."""

    @property
    def demo(self) -> bool: ...
    @property
    def secure_cookies(self) -> bool: ...


class AccountsCore(Protocol):
    """What accounts need of the application's core."""

    @property
    def db(self) -> Database: ...
    @property
    def settings(self) -> AccountsSettings: ...
    @property
    def clock(self) -> Callable[[], datetime]: ...
    @property
    def streams(self) -> Mapping[str, Stream]: ...
    @property
    def demo_accounts(self) -> Sequence[Mapping[str, Any]]: ...


def core_of(connection: HTTPConnection) -> AccountsCore:
    """The core of the running application."""
    core: AccountsCore = connection.app.state.core
    return core


def sessions_of(connection: HTTPConnection) -> Sessions:
    """The application's sessions: one memory for all its requests and websockets."""
    core, state = core_of(connection), connection.app.state
    sessions: Sessions | None = getattr(state, "sessions", None)
    if sessions is None or sessions.db is not core.db:
        sessions = state.sessions = Sessions(core.db, clock=core.clock)
    return sessions


def require_own_origin(connection: HTTPConnection) -> None:
    """Refuse a request that another site's page makes."""
    if not is_own_origin(connection.headers, secure=is_secure(connection)):
        raise CsrfFailed("stranger")


def is_secure(connection: HTTPConnection) -> bool:
    """Whether the connection came under TLS, here or at the proxy that the settings speak of."""
    return connection.url.scheme in ("https", "wss") or core_of(connection).settings.secure_cookies


async def find_session(connection: HTTPConnection) -> Session | None:
    """The living session of the connection's cookie, if any; proves nothing about where a request comes from."""
    token = connection.cookies.get(SESSION_COOKIE)
    return await sessions_of(connection).find(token) if token else None


@guard
async def current_session(request: Request) -> Session:
    """The session of a signed-in person; a request that changes something must come from their own screen.

    Raises:
        NotSignedIn, CsrfFailed
    """
    session = await find_session(request)
    if session is None:
        raise NotSignedIn
    if request.method not in SAFE_METHODS:
        require_own_origin(request)
        if not session.has_csrf(request.headers.get(CSRF_HEADER)):
            raise CsrfFailed
    return session


@guard
async def session_here(request: Request) -> Session:
    """As `current_session`, for the screen's first question.

    Where nobody is signed in but the browser is a unit's tablet, the refusal carries what its queue needs to be sent:
    `device` and the tablet's CSRF token. Only our own pages can read it.
    """
    try:
        return await current_session(request)
    except NotSignedIn as refusal:
        device = await _find_device(request)
        if device is not None:
            refusal.extras = {"device": {"id": device.id, "unit_id": device.unit_id}, "csrf": device.csrf}
        raise


@guard
async def signed_in(session: Annotated[Session, Depends(current_session)]) -> Viewer:
    """The signed-in person, whatever their role."""
    return session.viewer


def require(*roles: Role) -> Callable[..., Awaitable[Viewer]]:
    """A dependency that lets in who has one of `roles` in the URL's PSC; with no `roles`, any role there.

    Where the URL names no PSC, a role in any will do. The scope of the role is the feature's to check
    (`Viewer.covers`). Raises NotSignedIn, CsrfFailed, Forbidden, or NotFound for a PSC that is not served here.
    """

    @guard
    async def with_role(request: Request, viewer: Annotated[Viewer, Depends(signed_in)]) -> Viewer:
        require_role(request, viewer, *roles)
        return viewer

    return with_role


def require_role(connection: HTTPConnection, viewer: Viewer, *roles: Role) -> None:
    """Raise unless `viewer` has one of `roles` in the PSC of the connection's URL."""
    psc = connection.path_params.get("psc")
    if psc is None:
        if not viewer.has_role_anywhere(*roles):
            raise Forbidden
        return
    if psc not in core_of(connection).streams:
        raise NotFound
    if not viewer.has_role(psc, *roles):
        raise Forbidden


@guard
async def reporter(request: Request) -> Reporter:
    """Who brings a report in: the signed-in person, the tablet, or both; for endpoints that take queued taps.

    Whose the report is says `devices.acting_account`; that person's roles are the feature's to check.
    Either proves itself by its CSRF token; a tablet's is the same over all its logins.
    """
    session, device = await find_session(request), await _find_device(request)
    if session is None and device is None:
        raise NotSignedIn
    require_own_origin(request)
    token = request.headers.get(CSRF_HEADER)
    if session is not None and not session.has_csrf(token):
        session = None
    if device is not None and not device.has_csrf(token):
        device = None
    if session is None and device is None:
        raise CsrfFailed
    return Reporter(session.viewer if session is not None else None, device)


async def confirm_password(request: Request, viewer: Viewer, password: str) -> None:
    """Ask the signed-in person's password once more, for what must be nobody else's deed.

    Raises:
        TooManyAttempts, Forbidden: as `Sessions.confirm`.
    """
    address = request.client.host if request.client else ""
    await sessions_of(request).confirm(viewer.account_id, password, address=address)


@guard
async def viewer_of_websocket(websocket: WebSocket) -> Viewer:
    """The person behind a websocket, before it is accepted; cheap to ask again, as the live stream does at each ping.

    Raises:
        NotSignedIn: nobody is, or not any more.
        CsrfFailed: another site's page opens it.
    """
    require_own_origin(websocket)
    session = await find_session(websocket)
    if session is None:
        raise NotSignedIn
    return session.viewer


async def _find_device(connection: HTTPConnection) -> Device | None:
    token = connection.cookies.get(DEVICE_COOKIE)
    return await sessions_of(connection).find_device(token) if token else None
