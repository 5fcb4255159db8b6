"""Sign in, sign out, who am I."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from dispatch.accounts.devices import DEVICE_LIFE
from dispatch.accounts.guards import (
    DEVICE_COOKIE,
    SESSION_COOKIE,
    core_of,
    current_session,
    is_secure,
    require_own_origin,
    session_here,
    sessions_of,
)
from dispatch.accounts.schemas import (
    AccountDocument,
    DemoAccount,
    DeviceDocument,
    PscDocument,
    RoleDocument,
    SessionDocument,
    SignIn,
)
from dispatch.accounts.sessions import Session
from dispatch.http.problems import NotFound

router = APIRouter(prefix="/api", tags=["session"])

PUBLIC = ("POST /api/session", "GET /api/demo/accounts")
"""Endpoints for people who are not signed in yet."""

# The server alone decides when a session ends (12 h after its last use); a tablet that closes its browser keeps it.
COOKIE_LIFE_S = int(DEVICE_LIFE.total_seconds())


@router.post("/session")
async def sign_in(body: SignIn, request: Request, response: Response) -> SessionDocument:
    """Begin a session; with `unit_id`, make this browser that unit's tablet."""
    require_own_origin(request)
    core = core_of(request)

    def is_training(psc: str) -> bool:
        return psc in core.streams and core.streams[psc].training

    signed_in = await sessions_of(request).sign_in(
        username=body.username,
        password=body.password,
        address=request.client.host if request.client else "",
        unit_id=body.unit_id,
        is_training=is_training,
        old_token=request.cookies.get(SESSION_COOKIE),
        device_token=request.cookies.get(DEVICE_COOKIE),
    )
    _set_cookie(request, response, SESSION_COOKIE, signed_in.token)
    if signed_in.device is not None:
        # Also for a device that was one before: its cookie's life begins anew with each login.
        token = signed_in.device_token or request.cookies[DEVICE_COOKIE]
        _set_cookie(request, response, DEVICE_COOKIE, token)
    return _document(request, signed_in.session)


@router.get("/session")
async def show_session(request: Request, session: Annotated[Session, Depends(session_here)]) -> SessionDocument:
    """Who is signed in on this screen."""
    return _document(request, session)


@router.delete("/session", status_code=204, dependencies=[Depends(current_session)])
async def sign_out(request: Request, response: Response) -> None:
    """End this session. A tablet stays known, so that reports still in its queue arrive."""
    await sessions_of(request).sign_out(request.cookies[SESSION_COOKIE])
    response.delete_cookie(SESSION_COOKIE, path="/", httponly=True, samesite="strict", secure=is_secure(request))


@router.get("/demo/accounts")
async def list_demo_accounts(request: Request) -> list[DemoAccount]:
    """The demo's accounts with their passwords; not found anywhere but in the demo."""
    core = core_of(request)
    if not core.settings.demo:
        raise NotFound
    return [DemoAccount.model_validate(account) for account in core.demo_accounts]


def _set_cookie(request: Request, response: Response, name: str, value: str) -> None:
    response.set_cookie(
        name, value, max_age=COOKIE_LIFE_S, path="/", httponly=True, samesite="strict", secure=is_secure(request)
    )


def _document(request: Request, session: Session) -> SessionDocument:
    viewer, streams = session.viewer, core_of(request).streams
    seen = [
        streams[key] for key in sorted(viewer.psc_keys & streams.keys(), key=lambda key: (streams[key].training, key))
    ]
    roles = sorted(viewer.roles, key=lambda grant: (grant.psc, grant.role, grant.scope))
    return SessionDocument(
        account=AccountDocument(
            id=viewer.account_id,
            name=viewer.name,
            roles=[RoleDocument(psc=grant.psc, role=grant.role, scope=grant.scope) for grant in roles],
            grade=viewer.grade,
            language="en" if viewer.language == "en" else "id",
        ),
        csrf=session.csrf,
        psc=[PscDocument(key=stream.key, name=stream.name, training=stream.training) for stream in seen],
        streams=[f"psc:{stream.key}" for stream in seen],
        device=DeviceDocument(id=viewer.device_id, unit_id=viewer.unit_id)
        if viewer.device_id and viewer.unit_id
        else None,
    )
