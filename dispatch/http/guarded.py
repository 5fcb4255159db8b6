"""The proof that no endpoint is open by accident."""

from collections.abc import Callable, Collection, Iterator
from typing import TypeVar

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import RouteContext, iter_route_contexts

GUARD_MARK = "__psc119_guard__"

Guard = TypeVar("Guard", bound=Callable[..., object])


class Unguarded(Exception):  # noqa: N818
    """Endpoints that anyone could call."""


def guard(dependency: Guard) -> Guard:
    """Mark `dependency` as one that lets only known callers through."""
    setattr(dependency, GUARD_MARK, True)
    return dependency


def list_unguarded(app: FastAPI, *, prefix: str = "/api") -> list[str]:
    """Every `METHOD path` below `prefix` with no guard among its dependencies."""
    return sorted(
        name
        for context in iter_route_contexts(app.routes)
        if (context.path or "").startswith(prefix) and not _is_guarded(context)
        for name in _names(context)
    )


def assert_guarded(app: FastAPI, *, public: Collection[str], prefix: str = "/api") -> None:
    """Raise `Unguarded` unless each endpoint below `prefix` is guarded or in `public`.

    Args:
        public: the endpoints meant for anyone, as `METHOD path`, e.g. `GET /api/health`. One that does not exist, or is
            guarded after all, is an error too: the list must stay true.
    """
    open_ones = set(list_unguarded(app, prefix=prefix))
    forgotten, stale = open_ones - set(public), set(public) - open_ones
    if forgotten or stale:
        raise Unguarded(f"without a guard: {sorted(forgotten)}; listed as public but not open: {sorted(stale)}")


def _names(context: RouteContext) -> Iterator[str]:
    methods = context.methods or {"WEBSOCKET"}
    for method in methods - {"HEAD"}:
        yield f"{method} {context.path}"


def _is_guarded(context: RouteContext) -> bool:
    dependant: Dependant | None = getattr(context, "dependant", None)
    return dependant is not None and any(
        getattr(each.call, GUARD_MARK, False) for each in _with_dependencies(dependant)
    )


def _with_dependencies(dependant: Dependant) -> Iterator[Dependant]:
    for each in dependant.dependencies:
        yield each
        yield from _with_dependencies(each)
