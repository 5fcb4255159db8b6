"""The web application: every feature's routes, the guards around them, and the interface."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from typing import Literal

from fastapi import FastAPI, Request
from pydantic import BaseModel

from dispatch import accounts, http, outbox, telephony
from dispatch.advice.endpoints import router as advice_router
from dispatch.board.endpoints import router as board_router
from dispatch.board.live import router as live_router
from dispatch.calls.endpoints import router as calls_router
from dispatch.closures.endpoints import router as closures_router
from dispatch.core import Core, get_core
from dispatch.crew.endpoints import router as crew_router
from dispatch.fhir.endpoints import router as fhir_router
from dispatch.hospitals.endpoints import capacity_router
from dispatch.hospitals.endpoints import router as hospitals_router
from dispatch.http.guarded import assert_guarded
from dispatch.incidents.endpoints import router as incidents_router
from dispatch.incidents.protocol import router as protocol_router
from dispatch.mass_casualty.endpoints import router as mass_casualty_router
from dispatch.professional.endpoints import router as professional_router
from dispatch.protocols.endpoints import router as protocols_router
from dispatch.review.endpoints import router as review_router
from dispatch.store.pool import DatabaseAway
from dispatch.travel.endpoints import router as travel_router
from dispatch.units.endpoints import router as units_router
from dispatch.vitals.endpoints import router as vitals_router
from psc119.assembly import Install, running_core
from psc119.paths import find_interface
from psc119.practice import router as practice_router
from psc119.site import site_router

PUBLIC = (*accounts.PUBLIC, "GET /api/health")
ROUTERS = (
    accounts.router,
    calls_router,
    incidents_router,
    advice_router,
    protocol_router,
    protocols_router,
    crew_router,
    vitals_router,
    units_router,
    hospitals_router,
    capacity_router,
    mass_casualty_router,
    closures_router,
    review_router,
    professional_router,
    fhir_router,
    travel_router,
    board_router,
    outbox.router,
    telephony.router,
    live_router,
    practice_router,
)


def make_app(install: Install | None = None, *, core: Core | None = None) -> FastAPI:
    """The application over a running `core`, or over the core it makes of `install` for as long as it serves.

    Raises:
        Unguarded: an endpoint is open to anyone that should not be; such an application never starts.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        if install is None:
            yield
            return
        async with running_core(install) as made:
            app.state.core = made
            yield

    app = FastAPI(
        title="PSC 119",
        version=version("psc119"),
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        responses=http.PROBLEMS,
    )
    if core is not None:
        app.state.core = core
    http.install(app)
    for router in ROUTERS:
        app.include_router(router)
    app.get("/api/health", tags=["health"], responses={200: {"model": Health}})(health)
    assert_guarded(app, public=PUBLIC)
    app.include_router(site_router(find_interface()))
    return app


class NetworkHealth(BaseModel):
    label: str
    schematic: bool


class ProtocolHealth(BaseModel):
    version: str
    signed: bool


class Health(BaseModel):
    """Whether the server can take a call, and what it stands on."""

    status: Literal["ok", "degraded"]
    version: str
    database: Literal["ok", "away"]
    bus: str
    network: NetworkHealth
    protocol: ProtocolHealth
    demo: bool


async def health(request: Request) -> dict[str, object]:
    """Whether the server can take a call, and what it stands on."""
    core = get_core(request)
    try:
        await core.db.value("SELECT 1")
        database = "ok"
    except DatabaseAway:
        database = "away"
    network = next(iter(core.streams.values())).roads.network
    return {
        "status": "ok" if database == "ok" else "degraded",
        "version": version("psc119"),
        "database": database,
        "bus": core.hub.bus.name,
        "network": {"label": network.label, "schematic": network.schematic},
        "protocol": {"version": core.protocol.version, "signed": core.protocol.signed},
        "demo": core.settings.demo,
    }
