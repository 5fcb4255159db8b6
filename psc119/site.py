"""Serves the built interface: one page a surface, compressed at build time, cached for ever where its name allows."""

from pathlib import Path, PurePosixPath

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

    @router.api_route("/{path:path}", methods=["GET", "HEAD"])
    async def page(path: str, request: Request) -> Response:
        if folder is None:
            return PlainTextResponse(_NOT_BUILT, status_code=503)
        name = path.rstrip("/") or "index"
        wanted = _find(folder, f"{name}.html") or _find(folder, name)
        if wanted is None:
            return PlainTextResponse("Halaman ini tidak ada.\n", status_code=404)
        return _file_response(wanted, request.headers.get("accept-encoding", ""), _caching(name))

    return router


def _find(folder: Path, name: str) -> Path | None:
    """The file of that name inside `folder`; a name that leads out of it, or to a hidden file, finds nothing."""
    parts = PurePosixPath(name).parts
    if not parts or any(part.startswith((".", "/")) or "\\" in part or "\0" in part for part in parts):
        return None
    path = folder.joinpath(*parts)
    return path if path.is_file() else None


def _file_response(path: Path, accepted: str, caching: str) -> Response:
    headers = {"Vary": "Accept-Encoding", "Cache-Control": caching}
    served = path
    for encoding, extension in _ENCODINGS:
        packed = path.with_name(path.name + extension)
        if encoding in accepted and packed.is_file():
            served, headers["Content-Encoding"] = packed, encoding
            break
    return FileResponse(served, headers=headers, media_type=_TYPES.get(path.suffix, "application/octet-stream"))


def _caching(name: str) -> str:
    """Names with a content hash never change; pages and the service worker are always asked for anew."""
    return "public, max-age=31536000, immutable" if name.startswith("assets/") else "no-cache"
