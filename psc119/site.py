"""Serves the built interface: one page a surface, compressed at build time, cached for ever where its name allows."""

from pathlib import Path

from fastapi import APIRouter, Request, Response
from fastapi.responses import FileResponse, PlainTextResponse

SURFACES = ("operator", "crew", "hospital", "supervisor", "coordinator")
_ENCODINGS = (("br", ".br"), ("gzip", ".gz"))
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
    ".webmanifest": "application/manifest+json",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".txt": "text/plain; charset=utf-8",
}
_NOT_BUILT = (
    "Antarmuka belum dibangun. Jalankan `make run`, atau `npm ci && npm run build` di callcenter_ui/.\n"
    "The interface has not been built. Run `make run`.\n"
)


def site_router(folder: Path | None) -> APIRouter:
    """Routes for the pages and their parts under `folder`; without one, a page that says how to build it."""
    router = APIRouter(include_in_schema=False)
    files: frozenset[str] = frozenset() if folder is None else _files(folder)

    @router.api_route("/{path:path}", methods=["GET", "HEAD"])
    async def page(path: str, request: Request) -> Response:
        if folder is None:
            return PlainTextResponse(_NOT_BUILT, status_code=503)
        name = path.rstrip("/") or "index"
        name = f"{name}.html" if f"{name}.html" in files else name
        if name not in files:
            return PlainTextResponse("Halaman ini tidak ada.\n", status_code=404)
        return _file_response(folder, name, files, request.headers.get("accept-encoding", ""))

    return router


def _files(folder: Path) -> frozenset[str]:
    return frozenset(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def _file_response(folder: Path, name: str, files: frozenset[str], accepted: str) -> Response:
    suffix = Path(name).suffix
    headers = {"Vary": "Accept-Encoding", "Cache-Control": _caching(name)}
    served = name
    for encoding, extension in _ENCODINGS:
        if encoding in accepted and name + extension in files:
            served, headers["Content-Encoding"] = name + extension, encoding
            break
    return FileResponse(folder / served, headers=headers, media_type=_TYPES.get(suffix, "application/octet-stream"))


def _caching(name: str) -> str:
    """Names with a content hash never change; pages and the service worker are always asked for anew."""
    return "public, max-age=31536000, immutable" if name.startswith("assets/") else "no-cache"
