import pytest
from fastapi import APIRouter, Depends, FastAPI, WebSocket

from dispatch.http.guarded import Unguarded, assert_guarded, guard, list_unguarded


@guard
async def signed_in() -> str:
    return "ani"


async def through_another(name: str = Depends(signed_in)) -> str:
    return name


async def no_guard() -> None: ...


def make_app(*routers: APIRouter) -> FastAPI:
    app = FastAPI()
    for router in routers:
        app.include_router(router, prefix="/api")
    return app


def test_guards_are_found_directly_nested_and_on_routers() -> None:
    direct, inner = APIRouter(), APIRouter()
    guarded = APIRouter(prefix="/guarded", dependencies=[Depends(signed_in)])

    @direct.get("/direct", dependencies=[Depends(signed_in)])
    async def one() -> None: ...

    @direct.post("/nested")
    async def two(name: str = Depends(through_another)) -> None: ...

    @inner.get("/inner")
    async def three() -> None: ...

    @inner.websocket("/live")
    async def four(websocket: WebSocket) -> None: ...

    guarded.include_router(inner)
    assert_guarded(make_app(direct, guarded), public=())


def test_what_anyone_could_call_is_named() -> None:
    router = APIRouter(dependencies=[Depends(no_guard)])

    @router.post("/calls")
    async def calls() -> None: ...

    @router.websocket("/live")
    async def live(websocket: WebSocket) -> None: ...

    @router.get("/health")
    async def health() -> None: ...

    app = make_app(router)
    assert list_unguarded(app) == ["GET /api/health", "POST /api/calls", "WEBSOCKET /api/live"]
    with pytest.raises(Unguarded, match="POST /api/calls"):
        assert_guarded(app, public=["GET /api/health", "WEBSOCKET /api/live"])
    assert_guarded(app, public=["GET /api/health", "WEBSOCKET /api/live", "POST /api/calls"])


def test_the_public_list_must_stay_true() -> None:
    with pytest.raises(Unguarded, match="GET /api/gone"):
        assert_guarded(make_app(), public=["GET /api/gone"])
